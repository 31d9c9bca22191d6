// SPDX-License-Identifier: Apache-2.0

package record

import (
	"crypto/hmac"
	"crypto/hpke"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/crypto/chacha20poly1305"
)

// ErrNotForUs is returned when no slot of an envelope opens with the keys
// given.
var ErrNotForUs = errors.New("no slot of the envelope opens with these keys")

// Opening is what a reader holds that opens one envelope.
type Opening struct {
	CEK [32]byte // content key

	// Origin says what is known of the author, beside what the entry itself
	// proves. It matters in the without-prejudice register only.
	Origin Provenance

	tag    [16]byte
	secret *SeatSecret
}

// Provenance is how an opening was come by.
type Provenance int

const (
	// FromSlot openings were found in the envelope with a seat key; the tag
	// of the author is still to be checked.
	FromSlot Provenance = iota

	// Checked openings were found in a slot earlier, and the tag was right.
	Checked

	// Relayed openings came from another reader: the content is right, and
	// whether the author named wrote it is that reader's word.
	Relayed
)

// Unlock tries the seat keys, newest last, on every slot. Cost: about 0.15 ms
// for each slot and key tried.
func (e *Envelope) Unlock(seat string, secrets []*SeatSecret) (Opening, error) {
	for _, s := range slices.Backward(secrets) {
		for i := range e.Slots {
			b, err := hpke.Open(s.seal, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), slotInfo(i, e.head()), e.slot(i))
			if err == nil && len(b) == 48 {
				return Opening{CEK: [32]byte(b[:32]), tag: [16]byte(b[32:]), secret: s}, nil
			}
		}
	}
	return Opening{}, ErrNotForUs
}

// authentic checks the tag of a without-prejudice entry against the key of the
// device that it names as author.
func (o *Opening) authentic(e *Envelope, author Author, authorAuth []byte, recipient string) bool {
	if o.Origin != FromSlot {
		return o.Origin == Checked
	}
	if o.secret == nil {
		return false
	}
	key, err := macKey(o.secret.auth, authorAuth, e.Process, author, recipient)
	if err != nil {
		return false
	}
	want := authTag(key, e.hh)
	return hmac.Equal(want[:], o.tag[:])
}

// Opened is the content of an envelope. It matches every commitment that the
// envelope makes; that the named author wrote it has not been established.
type Opened struct {
	Envelope  *Envelope
	Statement *Statement
	Chain     *Chain
	Parts     []Part
	Blobs     []Blob

	text, chainText []byte
	sig             []byte
	salt, seed      [32]byte
}

// Faults found when an envelope is opened; each is the cause of an error of
// [Envelope.OpenWith] and has its own verdict.
var (
	errBody    = errors.New("the body does not open with its content key")
	errCommit  = errors.New("the text is not the one the envelope commits to")
	errGrammar = errors.New("the statement cannot be read")
	errBinding = errors.New("the statement belongs to another process or roster")
	errKey     = errors.New("the statement was sealed under another content key")
	errPart    = errors.New("a part is not the one the statement commits to")
	errPadding = errors.New("the padding is not zero")
	errSuite   = errors.New("the entry is not of the suite its kind demands")
)

// OpenWith decrypts a sealed envelope and checks everything that needs no
// roster: commitment, grammar, process, content key, parts and padding.
// Cost: about 0.1 ms.
func (e *Envelope) OpenWith(cek [32]byte) (*Opened, error) {
	if e.Open() {
		return nil, fmt.Errorf("%w: the envelope is not sealed", errSuite)
	}
	key, err := bodyKey(cek, e.hh)
	if err != nil {
		return nil, err
	}
	aead, err := chacha20poly1305.New(key)
	if err != nil {
		return nil, err
	}
	body, err := aead.Open(nil, make([]byte, aead.NonceSize()), e.body(), slices.Concat(e.hh[:], e.sh[:]))
	if err != nil {
		return nil, errBody
	}
	return e.unpack(body, cekCommit(cek, e.Nonce))
}

// OpenClear reads an envelope of the open suite, with the same checks.
func (e *Envelope) OpenClear() (*Opened, error) {
	if !e.Open() {
		return nil, fmt.Errorf("%w: the envelope is sealed", errSuite)
	}
	return e.unpack(e.body(), Hash{})
}

// unpack takes the plaintext body apart and holds each piece to its
// commitment. The commitment to the text is checked before the text is parsed.
func (e *Envelope) unpack(body []byte, cek Hash) (*Opened, error) {
	rest := body
	take := func(n int64) []byte {
		if n < 0 || n > int64(len(rest)) {
			return nil
		}
		out := rest[:n:n]
		rest = rest[n:]
		return out
	}
	fixed := take(32 + 32 + sigSize + 4)
	if fixed == nil {
		return nil, fmt.Errorf("%w: the body ends early", errGrammar)
	}
	o := &Opened{Envelope: e, salt: [32]byte(fixed), seed: [32]byte(fixed[32:]), sig: fixed[64 : 64+sigSize]}
	o.text = take(int64(binary.BigEndian.Uint32(fixed[64+sigSize:])))
	if o.text == nil {
		return nil, fmt.Errorf("%w: the body ends inside the statement", errGrammar)
	}
	if statementCommit(o.salt[:], o.text, o.sig) != e.Commit {
		return nil, errCommit
	}
	s, err := ParseStatement(o.text)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errGrammar, err)
	}
	o.Statement = s
	if s.Process != e.Process || s.Roster != e.Roster {
		return nil, errBinding
	}
	if s.CEK != cek {
		return nil, errKey
	}
	if e.Open() != isRosterKind(s.Kind) {
		return nil, fmt.Errorf("%w: kind %s", errSuite, s.Kind)
	}

	if o.chainText = take(s.ChainLength); o.chainText == nil {
		return nil, fmt.Errorf("%w: the body ends inside the chain block", errPart)
	}
	if err := o.check(0, chainMedia, o.chainText, s.ChainCommit); err != nil {
		return nil, err
	}
	if o.Chain, err = ParseChain(o.chainText); err != nil {
		return nil, fmt.Errorf("%w: %w", errGrammar, err)
	}
	for i, ref := range s.Parts {
		data := take(ref.Length)
		if data == nil {
			return nil, fmt.Errorf("%w: the body ends inside part %d", errPart, 1+i)
		}
		if err := o.check(1+i, ref.Media, data, ref.Commit); err != nil {
			return nil, err
		}
		o.Parts = append(o.Parts, Part{ref.Media, data})
	}
	for i, ref := range s.Blobs {
		data := take(64)
		if data == nil {
			return nil, fmt.Errorf("%w: the body ends inside a blob reference", errPart)
		}
		if err := o.check(1+len(s.Parts)+i, ref.Media, data, ref.Commit); err != nil {
			return nil, err
		}
		o.Blobs = append(o.Blobs, Blob{ref.Media, ref.Length, Hash(data[:32]), [32]byte(data[32:])})
	}
	// The plaintext must sit in the smallest bucket that holds it and end in
	// zeros: no byte is free for an attacker to choose.
	if !isZero(rest) {
		return nil, errPadding
	}
	used := len(body) - len(rest)
	if want := bucket(used); !e.Open() && want != len(body) || e.Open() && len(rest) != 0 {
		return nil, fmt.Errorf("%w: the body is longer than it needs to be", errPadding)
	}
	return o, nil
}

func (o *Opened) check(i int, media string, data []byte, want Hash) error {
	salt, err := partSalt(o.seed[:], i)
	if err != nil {
		return err
	}
	if partCommit(i, salt, media, data) != want {
		return fmt.Errorf("%w: part %d", errPart, i)
	}
	return nil
}

// Text returns the exact signed text. The caller must not change it.
func (o *Opened) Text() []byte {
	if o.text == nil {
		return o.Statement.Text()
	}
	return o.text
}

// lean is the content without the bytes it was read from. A statement prints
// as it was signed, so nothing is lost.
func (o *Opened) lean() *Opened {
	out := *o
	out.Envelope = o.Envelope.lean()
	out.text, out.chainText, out.sig = nil, nil, slices.Clone(o.sig)
	out.Parts = slices.Clone(o.Parts)
	for i, p := range out.Parts {
		out.Parts[i].Data = slices.Clone(p.Data)
	}
	out.Statement = o.Statement.lean()
	chain := *o.Chain
	for i, h := range chain.Have {
		chain.Have[i].Author = h.Author.lean()
	}
	out.Chain = &chain
	return &out
}

// signedBy reports whether the signature is that of key over the text.
func (o *Opened) signedBy(key []byte) bool { return verifySig(key, o.text, o.sig) }

// unsigned reports whether the signature is all zero, as it must be in the
// without-prejudice register.
func (o *Opened) unsigned() bool { return isZero(o.sig) }

func isZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}
