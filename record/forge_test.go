// SPDX-License-Identifier: Apache-2.0

package record

import (
	"crypto/hpke"
	"crypto/rand"
	"encoding/binary"
	"slices"
	"testing"
)

// forgery builds the envelopes that honest code refuses to build. Each hook
// departs from [DeviceSecret.Seal] in one place; without any the result is an
// honest envelope, save that its slots stand in order.
type forgery struct {
	draft *Draft
	by    *DeviceSecret
	to    []Recipient

	cek       *[32]byte                // instead of a fresh one
	statement func(*Statement)         // changes it before it is signed
	text      func([]byte) []byte      // changes what is signed
	sign      func(text []byte) []byte // instead of the author's signature
	salt      *[32]byte                // instead of a fresh one
	commit    func(Hash) Hash          // changes the commitment in the head
	head      func(h []byte)           // changes the finished head, before slots and body are made
	plain     func([]byte) []byte      // changes the plaintext before it is padded
	pad       func([]byte) []byte      // changes the padded plaintext
	slot      func(i int, s *slotPlan) // changes what goes into slot i
	cipher    func(e *Envelope, cek [32]byte, body []byte) []byte
}

// slotPlan is what is about to be sealed into a slot.
type slotPlan struct {
	seal []byte // X-Wing public key; nil for a throw-away key
	cek  [32]byte
	tag  [16]byte
	info []byte
	raw  []byte // if set, the bytes of the slot, unsealed
}

func (m *member) forge(to string, reg Register, parts ...Part) *forgery {
	d, rcp := m.draft(to, reg, "note", parts...)
	return &forgery{draft: d, by: m.dev, to: rcp}
}

func (f *forgery) seal(t testing.TB) (*Envelope, [32]byte) {
	t.Helper()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	d := f.draft
	e := &Envelope{Process: d.Process, Roster: d.Roster, Slots: slotBucket(len(f.to)), suite: suiteSealed}
	rand.Read(e.Nonce[:])
	cek := NewSeed()
	if f.cek != nil {
		cek = *f.cek
	}
	body := f.body(t, e, cek)
	if f.plain != nil {
		body = f.plain(body)
	}
	body = append(body, make([]byte, bucket(len(body))-len(body))...)
	if f.pad != nil {
		body = f.pad(body)
	}
	e.putHead(len(body) + tagSize)
	if f.head != nil {
		f.head(e.raw)
	}
	e.hh = lh(labelHead, e.head())
	slots := make([]byte, e.Slots*slotSize)
	for i := range e.Slots {
		p := slotPlan{cek: cek, info: slotInfo(i, e.head())}
		if i < len(f.to) {
			p.seal = f.to[i].Seal
			if d.Register == WithoutPrejudice {
				key, err := macKey(f.by.auth, f.to[i].Auth, d.Process, f.by.Author, f.to[i].Seat)
				ok(err)
				p.tag = authTag(key, e.hh)
			}
		}
		if f.slot != nil {
			f.slot(i, &p)
		}
		copy(slots[i*slotSize:], p.bytes(t))
	}
	e.raw = append(e.raw, slots...)
	e.sh = lh(labelSlots, slots)
	if f.cipher != nil {
		e.raw = append(e.raw, f.cipher(e, cek, body)...)
	} else {
		sealed, err := encryptBody(cek, e.hh, e.sh, body)
		ok(err)
		e.raw = append(e.raw, sealed...)
	}
	e, err := ParseEnvelope(e.raw)
	ok(err)
	return e, cek
}

func (p *slotPlan) bytes(t testing.TB) []byte {
	t.Helper()
	if p.raw != nil {
		return p.raw
	}
	var pub hpke.PublicKey
	if p.seal == nil {
		k, err := kem().GenerateKey()
		if err != nil {
			t.Fatal(err)
		}
		pub = k.PublicKey()
	} else {
		var err error
		if pub, err = kem().NewPublicKey(p.seal); err != nil {
			t.Fatal(err)
		}
	}
	ct, err := hpke.Seal(pub, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), p.info, append(p.cek[:], p.tag[:]...))
	if err != nil {
		t.Fatal(err)
	}
	return ct
}

// body is [Draft.compose] with the hooks of the forgery.
func (f *forgery) body(t testing.TB, e *Envelope, cek [32]byte) []byte {
	t.Helper()
	d := f.draft
	salt, seed := NewSeed(), NewSeed()
	if f.salt != nil {
		salt = *f.salt
	}
	chain := d.Chain.Text()
	s := &Statement{
		Process: d.Process, Author: f.by.Author, RosterIndex: d.RosterIndex, Roster: d.Roster,
		Time: d.Time, Kind: d.Kind, Register: d.Register, Audience: d.Audience,
		CEK: cekCommit(cek, e.Nonce), ChainLength: int64(len(chain)),
	}
	commit := func(i int, media string, data []byte) Hash {
		ps, err := partSalt(seed[:], i)
		if err != nil {
			t.Fatal(err)
		}
		return partCommit(i, ps, media, data)
	}
	s.ChainCommit = commit(0, chainMedia, chain)
	for i, p := range d.Parts {
		s.Parts = append(s.Parts, PartRef{p.Media, int64(len(p.Data)), commit(1+i, p.Media, p.Data)})
	}
	for i, b := range d.Blobs {
		s.Blobs = append(s.Blobs, PartRef{b.Media, b.Length, commit(1+len(d.Parts)+i, b.Media, b.data())})
	}
	if f.statement != nil {
		f.statement(s)
	}
	words := s.Text()
	if f.text != nil {
		words = f.text(words)
	}
	sig := make([]byte, sigSize)
	switch {
	case f.sign != nil:
		sig = f.sign(words)
	case d.Register == OnRecord:
		sig = f.by.Signer().sign(words)
	}
	e.Commit = statementCommit(salt[:], words, sig)
	if f.commit != nil {
		e.Commit = f.commit(e.Commit)
	}
	body := slices.Concat(salt[:], seed[:], sig, binary.BigEndian.AppendUint32(nil, uint32(len(words))), words, chain)
	for _, p := range d.Parts {
		body = append(body, p.Data...)
	}
	for _, b := range d.Blobs {
		body = append(body, b.data()...)
	}
	return body
}
