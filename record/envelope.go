// SPDX-License-Identifier: Apache-2.0

package record

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// Layout of an envelope (docs/spec/envelope.md), sizes in bytes.
const (
	magic    = "parley1\n"
	headSize = 136
	slotSize = 1120 + 48 + 16 // X-Wing encapsulation, content key and tag, AEAD tag
	tagSize  = 16
	sigSize  = 64

	// suiteOpen is the layout of roster entries, readable by the hub and by
	// every member; suiteSealed is X-Wing, HKDF-SHA256, ChaCha20-Poly1305.
	suiteOpen   = 0
	suiteSealed = 1

	// maxBody is the largest plaintext bucket; more goes into blobs.
	maxBody = 128 << 10

	// MaxEnvelope is the largest envelope of any suite, in bytes.
	MaxEnvelope = 160 << 10
)

// ErrEnvelope is the cause of every error of [ParseEnvelope].
var ErrEnvelope = errors.New("not an envelope")

// Envelope is a sealed entry as it travels: bytes of the right shape, nothing
// more. Who made it and what it says is unknown until it is opened and read.
type Envelope struct {
	Process Hash
	Roster  Hash // roster hash the audience was computed from
	Commit  Hash // hiding commitment to statement and signature
	Nonce   [24]byte
	Slots   int // 4, 8 or 16; 0 when open

	raw        []byte // of the envelope of an Entry, the head alone
	suite      byte
	hh, sh, bh Hash
	id         Hash
}

// ParseEnvelope checks the layout of b and keeps a copy. Every byte of b is
// covered by [Envelope.ID].
func ParseEnvelope(b []byte) (*Envelope, error) {
	fail := func(format string, args ...any) (*Envelope, error) {
		return nil, fmt.Errorf("%w: %s", ErrEnvelope, fmt.Sprintf(format, args...))
	}
	if len(b) < headSize || len(b) > MaxEnvelope {
		return fail("it is %d bytes long; want %d to %d", len(b), headSize, MaxEnvelope)
	}
	if string(b[:8]) != magic {
		return fail("it does not begin with the envelope mark")
	}
	e := &Envelope{
		Process: Hash(b[8:40]), Roster: Hash(b[40:72]), Commit: Hash(b[72:104]),
		Nonce: [24]byte(b[104:128]), Slots: int(b[128]), suite: b[129],
	}
	if b[130] != 0 || b[131] != 0 {
		return fail("its reserved bytes are not zero")
	}
	body := int64(binary.BigEndian.Uint32(b[132:136]))
	switch e.suite {
	case suiteOpen:
		if e.Slots != 0 || e.Nonce != [24]byte{} {
			return fail("an open entry has slots or a nonce")
		}
	case suiteSealed:
		if e.Slots != 4 && e.Slots != 8 && e.Slots != 16 {
			return fail("it has %d slots; want 4, 8 or 16", e.Slots)
		}
		if bucket(int(body)-tagSize) != int(body)-tagSize {
			return fail("its body of %d bytes fits no bucket", body)
		}
	default:
		return fail("its suite %d is not known to this version", e.suite)
	}
	if int64(len(b)) != headSize+int64(e.Slots)*slotSize+body {
		return fail("it is %d bytes long; its head says %d", len(b), headSize+int64(e.Slots)*slotSize+body)
	}
	e.raw = slices.Clone(b)
	e.seal()
	return e, nil
}

// seal computes the hashes of an envelope whose bytes are complete.
func (e *Envelope) seal() {
	e.hh = lh(labelHead, e.head())
	e.sh = lh(labelSlots, e.slots())
	e.bh = lh(labelBodyHash, e.body())
	e.id = envelopeID(e.hh, e.sh, e.bh)
}

// lean drops slots and body, of which an entry that has been read needs only
// the hashes. A log of 10^5 entries would otherwise be held in memory twice.
func (e *Envelope) lean() *Envelope {
	out := *e
	out.raw = slices.Clone(e.head())
	return &out
}

func envelopeID(hh, sh, bh Hash) Hash { return lh(labelEnvelope, hh[:], sh[:], bh[:]) }

// ID is the identifier of the envelope and the content of its leaf in the log.
func (e *Envelope) ID() Hash { return e.id }

// Bytes returns the envelope as it travels; nil for the envelope of an [Entry]
// that comes from a [Reader], which keeps no copy. The caller must not change it.
func (e *Envelope) Bytes() []byte {
	if len(e.raw) == headSize {
		return nil
	}
	return e.raw
}

// Open reports whether the entry is of the open suite, readable by all.
func (e *Envelope) Open() bool { return e.suite == suiteOpen }

func (e *Envelope) head() []byte  { return e.raw[:headSize] }
func (e *Envelope) slots() []byte { return e.raw[headSize : headSize+e.Slots*slotSize] }
func (e *Envelope) body() []byte  { return e.raw[headSize+e.Slots*slotSize:] }

func (e *Envelope) slot(i int) []byte { return e.slots()[i*slotSize : (i+1)*slotSize] }

// bucket is the size that a plaintext of n bytes is padded to: 2 to 128 KiB,
// by powers of two. 0 means that it is too large or negative.
func bucket(n int) int {
	if n < 0 {
		return 0
	}
	for size := 2 << 10; size <= maxBody; size *= 2 {
		if n <= size {
			return size
		}
	}
	return 0
}

// slotBucket is the number of slots for n recipients.
func slotBucket(n int) int {
	switch {
	case n <= 4:
		return 4
	case n <= 8:
		return 8
	default:
		return 16
	}
}

// slotInfo is the HPKE info of slot i: it ties the slot to its place and to
// the whole head.
func slotInfo(i int, head []byte) []byte {
	info := append([]byte(labelSlot), byte(i))
	return append(info, head...)
}

func bodyKey(cek [32]byte, hh Hash) ([]byte, error) {
	return hkdf.Expand(sha256.New, cek[:], labelBody+string(hh[:]), 32)
}

func partSalt(seed []byte, i int) ([]byte, error) {
	return hkdf.Expand(sha256.New, seed, labelPart+"salt "+dec(i), 32)
}

// partCommit commits to one part under its own salt, so that one part can be
// shown without giving anyone a way to guess the others.
func partCommit(i int, salt []byte, media string, data []byte) Hash {
	return lh(labelPart, []byte(dec(i)), salt, []byte(media), data)
}

// chainMedia is the media type under which the chain block is committed to.
const chainMedia = "text/plain"

func cekCommit(cek [32]byte, nonce [24]byte) Hash { return lh(labelCEK, cek[:], nonce[:]) }

func statementCommit(salt, text, sig []byte) Hash { return lh(labelCommit, salt, text, sig) }
