// SPDX-License-Identifier: Apache-2.0

package record

import (
	"crypto/hpke"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/crypto/chacha20poly1305"
)

// Part is a piece of content: one document, one typed body.
type Part struct {
	Media string
	Data  []byte
}

// Blob is the reference to an attachment kept outside the envelope.
type Blob struct {
	Media  string
	Length int64    // padded length of the ciphertext, bytes
	Hash   Hash     // SHA-256 of the ciphertext
	Key    [32]byte // key it opens with
}

func (b Blob) data() []byte { return append(slices.Clone(b.Hash[:]), b.Key[:]...) }

// Draft is an entry before it is sealed.
type Draft struct {
	Process     Hash
	RosterIndex int64
	Roster      Hash
	Time        time.Time
	Kind        string
	Register    Register
	Audience    []string // sorted
	Chain       Chain
	Parts       []Part
	Blobs       []Blob
}

// Recipient is a seat with the public keys of its newest generation.
type Recipient struct {
	Seat       string
	Seal, Auth []byte
}

// ErrTooLarge is returned for content that fits no envelope: text and parts
// together may take about 127 KiB.
var ErrTooLarge = errors.New("the entry is too large for one envelope")

// Seal signs a draft with d and seals it to the recipients, which must be the
// seats of its audience in the same order. In the without-prejudice register
// it carries a tag for each recipient instead of the signature. It returns the
// envelope and its content key, which the author keeps to read its own entry.
// Cost: 0.3 to 0.5 ms per slot.
func (d *DeviceSecret) Seal(draft *Draft, to []Recipient) (*Envelope, [32]byte, error) {
	var cek [32]byte
	if len(to) == 0 || len(to) > MaxAudience {
		return nil, cek, fmt.Errorf("seal to %d seats: an entry has 1 to %d readers", len(to), MaxAudience)
	}
	for i, r := range to {
		if i >= len(draft.Audience) || r.Seat != draft.Audience[i] || len(to) != len(draft.Audience) {
			return nil, cek, errors.New("seal: the recipients are not the audience")
		}
	}
	cek = NewSeed()
	e := &Envelope{Process: draft.Process, Roster: draft.Roster, Slots: slotBucket(len(to)), suite: suiteSealed}
	rand.Read(e.Nonce[:])

	body, err := draft.compose(e, d.Signer(), cekCommit(cek, e.Nonce))
	if err != nil {
		return nil, cek, err
	}
	size := bucket(len(body))
	if size == 0 {
		return nil, cek, ErrTooLarge
	}
	body = append(body, make([]byte, size-len(body))...)
	e.putHead(size + tagSize)
	e.hh = lh(labelHead, e.head())

	// Slots stand in random order, and the unused ones are sealed to keys
	// that nobody holds: neither the readers nor their number can be told.
	order := shuffled(e.Slots)
	slots := make([]byte, e.Slots*slotSize)
	for i, at := range order {
		var tag [16]byte
		var pub hpke.PublicKey
		if i < len(to) {
			if pub, err = kem().NewPublicKey(to[i].Seal); err != nil {
				return nil, cek, fmt.Errorf("sealing key of seat %s: %w", to[i].Seat, err)
			}
			if draft.Register == WithoutPrejudice {
				key, err := macKey(d.auth, to[i].Auth, draft.Process, d.Author, to[i].Seat)
				if err != nil {
					return nil, cek, fmt.Errorf("authentication key of seat %s: %w", to[i].Seat, err)
				}
				tag = authTag(key, e.hh)
			}
		} else {
			throwAway, err := kem().GenerateKey()
			if err != nil {
				return nil, cek, err
			}
			pub = throwAway.PublicKey()
		}
		ct, err := hpke.Seal(pub, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(),
			slotInfo(at, e.head()), append(cek[:], tag[:]...))
		if err != nil {
			return nil, cek, err
		}
		copy(slots[at*slotSize:], ct)
	}
	e.raw = append(e.raw, slots...)
	e.sh = lh(labelSlots, slots)
	sealed, err := encryptBody(cek, e.hh, e.sh, body)
	if err != nil {
		return nil, cek, err
	}
	e.raw = append(e.raw, sealed...)
	e.seal()
	return e, cek, nil
}

// SealOpen makes an entry of the open suite: signed, with its body in clear.
// Only roster entries are made this way.
func (s Signer) SealOpen(draft *Draft) (*Envelope, error) {
	if draft.Register != OnRecord {
		return nil, errors.New("open entries are always on the record")
	}
	e := &Envelope{Process: draft.Process, Roster: draft.Roster, suite: suiteOpen}
	body, err := draft.compose(e, s, Hash{})
	if err != nil {
		return nil, err
	}
	if headSize+len(body) > MaxEnvelope {
		return nil, ErrTooLarge
	}
	e.putHead(len(body))
	e.raw = append(e.raw, body...)
	e.seal()
	return e, nil
}

// compose builds the plaintext body without padding and sets the commitment of
// the envelope.
func (draft *Draft) compose(e *Envelope, signer Signer, cek Hash) ([]byte, error) {
	salt, seed := NewSeed(), NewSeed()
	chain := draft.Chain.Text()
	s := &Statement{
		Process: draft.Process, Author: signer.Author,
		RosterIndex: draft.RosterIndex, Roster: draft.Roster,
		Time: draft.Time, Kind: draft.Kind, Register: draft.Register,
		Audience: draft.Audience, CEK: cek, ChainLength: int64(len(chain)),
	}
	commit := func(i int, media string, data []byte) (Hash, error) {
		ps, err := partSalt(seed[:], i)
		return partCommit(i, ps, media, data), err
	}
	var err error
	if s.ChainCommit, err = commit(0, chainMedia, chain); err != nil {
		return nil, err
	}
	for i, p := range draft.Parts {
		c, err := commit(1+i, p.Media, p.Data)
		if err != nil {
			return nil, err
		}
		s.Parts = append(s.Parts, PartRef{p.Media, int64(len(p.Data)), c})
	}
	for i, b := range draft.Blobs {
		c, err := commit(1+len(draft.Parts)+i, b.Media, b.data())
		if err != nil {
			return nil, err
		}
		s.Blobs = append(s.Blobs, PartRef{b.Media, b.Length, c})
	}
	text := s.Text()
	if _, err := ParseStatement(text); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	if _, err := ParseChain(chain); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}

	sig := make([]byte, sigSize)
	if draft.Register == OnRecord {
		sig = signer.sign(text)
	}
	e.Commit = statementCommit(salt[:], text, sig)

	body := slices.Concat(salt[:], seed[:], sig)
	body = binary.BigEndian.AppendUint32(body, uint32(len(text)))
	body = slices.Concat(body, text, chain)
	for _, p := range draft.Parts {
		body = append(body, p.Data...)
	}
	for _, b := range draft.Blobs {
		body = append(body, b.data()...)
	}
	return body, nil
}

// putHead writes the head from the fields of e and the length of its body.
func (e *Envelope) putHead(body int) {
	h := make([]byte, 0, headSize+e.Slots*slotSize+body)
	h = append(h, magic...)
	h = append(h, e.Process[:]...)
	h = append(h, e.Roster[:]...)
	h = append(h, e.Commit[:]...)
	h = append(h, e.Nonce[:]...)
	h = append(h, byte(e.Slots), e.suite, 0, 0)
	e.raw = binary.BigEndian.AppendUint32(h, uint32(body))
}

func encryptBody(cek [32]byte, hh, sh Hash, body []byte) ([]byte, error) {
	key, err := bodyKey(cek, hh)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.New(key)
	if err != nil {
		return nil, err
	}
	// The key is used once, for this body, so a constant nonce is safe.
	return aead.Seal(nil, make([]byte, aead.NonceSize()), body, slices.Concat(hh[:], sh[:])), nil
}

// shuffled returns 0 … n-1 in uniformly random order; n is at most 16.
func shuffled(n int) []int {
	out := make([]int, n)
	for i := range out {
		j := randomBelow(i + 1)
		out[i] = out[j]
		out[j] = i
	}
	return out
}

// randomBelow returns a uniformly random number below n, for n up to 256.
func randomBelow(n int) int {
	limit := 256 - 256%n
	var b [1]byte
	for {
		rand.Read(b[:])
		if int(b[0]) < limit {
			return int(b[0]) % n
		}
	}
}
