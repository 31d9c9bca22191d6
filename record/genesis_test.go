// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
)

// genesisParts are the parts of a sound genesis of three seats and one
// guarantor, before they are signed.
func genesisParts(t testing.TB) (w *world, g *Genesis) {
	w = newUnopened(t, func(x *Genesis) {
		key, err := NewDeviceSecret(Author{"G", "d1"}, DeviceSeeds{Witness: fixedSeed("G", "witness")})
		if err != nil {
			t.Fatal(err)
		}
		x.Guarantors = []Guarantor{{"G", key.WitnessKey(), fixedSeed("G", "tls")}}
		g = x
	}, "M:mediator", "A:party", "B:party")
	return w, g
}

// Every rule of the first entry, broken once. The edits change the text of the
// genesis, the draft around it or the key that signs.
func TestGenesisRefuses(t *testing.T) {
	line := func(old, new string) func(*Genesis, []byte) []byte {
		return func(_ *Genesis, text []byte) []byte {
			out := bytes.Replace(text, []byte(old), []byte(new), 1)
			if bytes.Equal(out, text) {
				t.Fatalf("the genesis text has no %q", old)
			}
			return out
		}
	}
	for _, c := range []struct {
		what    string
		text    func(g *Genesis, text []byte) []byte
		draft   func(d *Draft)
		signer  string // whose root signs; M's if empty
		because string
	}{
		{what: "honest"},
		{what: "a later version", text: line("version 1\n", "version 2\n"), because: "format version"},
		{what: "a tick of over an hour", text: line("tick 60\n", "tick 3601\n"), because: "the longest is 3600"},
		{what: "129 leaves in a tick", text: line("batch 8\n", "batch 129\n"), because: "want 1 to 128"},
		{what: "no quorum", text: line("quorum 2 0\n", "quorum 0 0\n"), because: "out of range"},
		{what: "leading zeros", text: line("tick 60\n", "tick 060\n"), because: "leading zeros"},
		{what: "two spaces", text: line("tick 60\n", "tick  60\n"), because: "single spaces"},
		{what: "a founder without seat", text: line("founder M\n", "founder Z\n"), because: "no seat"},
		{what: "another founder than signs", text: line("founder M\n", "founder A\n"), because: "not signed by its founder"},
		{what: "a role that the enrolment does not name", text: line("seat A party", "seat A mediator"), because: "says something else"},
		{what: "a seat name that the enrolment does not name", text: line("seat A party", "seat AA party"), because: "says something else"},
		{what: "a guarantor named like a seat", text: line("guarantor G ", "guarantor A "), because: "also the name of a seat"},
		{what: "a line too many", text: func(_ *Genesis, x []byte) []byte { return append(x, "seat Z party x\n"...) }, because: "no enrolment"},
		{what: "another process identifier", draft: func(d *Draft) { d.Process[0] ^= 1 }, because: "another process"},
		{what: "an identifier that is not of the text", text: func(_ *Genesis, x []byte) []byte { return x }, draft: func(d *Draft) { d.Parts[0].Data = line("tick 60\n", "tick 61\n")(nil, d.Parts[0].Data) }, because: "not the hash of the genesis text"},
		{what: "signed by another root", signer: "A", because: "not signed by its founder"},
		{what: "signed in the founder's name with another key", signer: "M with A's key", because: "signature is not right"},
		{what: "an enrolment too many", draft: func(d *Draft) { d.Parts = append(d.Parts, d.Parts[1]) }, because: "4 enrolments for 3 seats"},
		{what: "an enrolment missing", draft: func(d *Draft) { d.Parts = d.Parts[:3] }, because: "no enrolment"},
		{what: "enrolments in another order", draft: func(d *Draft) { d.Parts[1], d.Parts[2] = d.Parts[2], d.Parts[1] }, because: "says something else"},
		{what: "an enrolment as plain text", draft: func(d *Draft) { d.Parts[1].Media = mediaText }, because: "no enrolment"},
		{what: "a blob", draft: func(d *Draft) { d.Blobs = []Blob{{Media: "a/b"}} }, because: "not a genesis"},
		{what: "another kind", draft: func(d *Draft) { d.Kind = kindAccept }, because: "not a genesis"},
		{what: "an audience with a seat missing", draft: func(d *Draft) { d.Audience = []string{"A", "M"} }, because: "audience is not its seats"},
		{what: "a roster before the first", draft: func(d *Draft) { d.RosterIndex = 1 }, because: "as the first entry"},
		{what: "a second entry", draft: func(d *Draft) { d.Chain.Seq = 2 }, because: "does not begin a chain"},
		{what: "an entry before it", draft: func(d *Draft) { d.Chain.Prev[0] = 1 }, because: "does not begin a chain"},
		{what: "another empty tree", draft: func(d *Draft) { d.Chain.SeenRoot[0] ^= 1 }, because: "does not begin a chain"},
	} {
		w, g := genesisParts(t)
		words := g.Text()
		if c.text != nil {
			words = c.text(g, bytes.Clone(words))
		}
		d := &Draft{
			Process: lh(labelGenesis, words), Time: w.now, Kind: kindGenesis, Register: OnRecord,
			Audience: []string{"A", "B", "M"}, Chain: Chain{Seq: 1, SeenRoot: emptyRoot()},
			Parts: []Part{{mediaText, words}},
		}
		for _, s := range g.Seats {
			d.Parts = append(d.Parts, Part{mediaEnrol, s.Text()})
		}
		process := d.Process
		if c.draft != nil {
			c.draft(d)
		}
		signer := RootSigner("M", w.members["M"].root)
		switch c.signer {
		case "A":
			signer = RootSigner("A", w.members["A"].root)
		case "M with A's key":
			signer = RootSigner("M", w.members["A"].root)
		}
		e, err := signer.SealOpen(d)
		w.ok(err)
		r := NewReader(process, "A", w.members["A"])
		v := r.Next(e.ID(), e.Bytes())[0]
		switch {
		case c.because == "" && (v.Code != Accepted || r.Roster() == nil):
			t.Errorf("%s: %s (%s); want it accepted", c.what, v.Code, v.Why)
		case c.because != "" && (v.Code.OK() || r.Roster() != nil || !strings.Contains(v.Why, c.because)):
			t.Errorf("%s: %s (%s); want it refused because %q", c.what, v.Code, v.Why, c.because)
		}
		if c.because == "" {
			continue
		}
		// Without a genesis nothing that follows means anything.
		next := w.rosterEntry(w.members["M"], RootSigner("M", w.members["M"].root), Accept(w.process), nil)
		if v := r.Next(next.ID(), next.Bytes())[0]; v.Code.OK() {
			t.Errorf("%s: the entry after it is %s", c.what, v.Code)
		}
	}
}

// No two seats begin with one certificate, or one key, between them.
func TestGenesisKeysAreDistinct(t *testing.T) {
	w, g := genesisParts(t)
	a, b := w.members["A"], w.members["B"]
	sharing := *b.dev
	sharing.witness = a.dev.witness
	for what, x := range map[string]struct {
		dev *DeviceSecret
		tls Hash
	}{
		"certificate": {b.dev, fixedSeed("A", "tls")}, "witness key": {&sharing, fixedSeed("B", "tls")},
	} {
		e, err := NewEnrolment(RoleParty, RootSigner("B", b.root), x.dev, x.tls, b.keys[0])
		w.ok(err)
		g.Seats[1] = e
		first, err := NewGenesis(g, RootSigner("M", w.members["M"].root), w.now)
		w.ok(err)
		v := NewReader(g.Process(), "A", a).Next(first.ID(), first.Bytes())[0]
		if v.Code != BadRoster || !strings.Contains(v.Why, what) {
			t.Errorf("one %s in two seats: %s (%s)", what, v.Code, v.Why)
		}
	}
}

// A founder may take one seat only, or several at once.
func TestGenesisOfOneSeat(t *testing.T) {
	w := newWorld(t, "M:mediator")
	if !w.roster.Opened {
		t.Error("a process of one seat that has accepted is not open")
	}
	w.expect("a note to itself", w.members["M"].write("", WithoutPrejudice, "alone"), "M:accepted")
}

// smallOrder are the encodings of the points of small order of edwards25519,
// canonical and not, and of curve25519, as collected in libsodium
// (ge25519_has_small_order, x25519_ref10.c). With the former as a public key,
// a signature over any text can be made by anybody, so that its owner could
// disown what it signed; with the latter, no key can be agreed on, so that
// nobody could write to an audience that includes the seat.
var smallOrder = struct{ ed, x []string }{
	ed: []string{
		"0100000000000000000000000000000000000000000000000000000000000000", // order 1
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // order 2
		"0000000000000000000000000000000000000000000000000000000000000000", // order 4
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
		"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", // order 8
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // 0 as p
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // 1 as p+1
	},
	x: []string{
		"0000000000000000000000000000000000000000000000000000000000000000",
		"0100000000000000000000000000000000000000000000000000000000000000",
		"e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
		"5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
		"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	},
}

// weakKeys returns the keys of a list, each also with its sign bit set, which
// encodes a point of the same order.
func weakKeys(list []string) (out [][]byte) {
	for _, s := range list {
		k, err := hex.DecodeString(s)
		if err != nil {
			panic(err)
		}
		signed := bytes.Clone(k)
		signed[31] |= 0x80
		out = append(out, k, signed)
	}
	return out
}

// anybody forges a signature of a key of small order: with S = 0 and R the
// neutral point it holds whenever the challenge is a multiple of the order,
// which is at least one text in eight.
func anybody(key, text []byte) []byte {
	sig := make([]byte, sigSize)
	sig[0] = 1
	if verifySig(key, text, sig) {
		return sig
	}
	return nil
}

// The attack that the next test excludes is real: without any secret, a text
// is signed for a key of each small order.
func TestWeakKeysAreSignedForByAnybody(t *testing.T) {
	for _, key := range weakKeys(smallOrder.ed) {
		forged := 0
		for i := range 256 {
			if anybody(key, []byte{byte(i)}) != nil {
				forged++
			}
		}
		if forged < 256/16 {
			t.Errorf("key %x: %d of 256 texts could be signed; want about one in eight at least", key, forged)
		}
		if checkSigningKey(key) == nil {
			t.Errorf("key %x is taken as a signing key", key)
		}
	}
	for _, key := range weakKeys(smallOrder.x) {
		if checkAgreementKey(key) == nil {
			t.Errorf("key %x is taken as a key agreement key", key)
		}
	}
}

// No key that anybody can sign for, or that nobody can write to, gets in,
// wherever the record takes a key from its owner.
func TestWeakKeysAreRefused(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party")
	m := w.members["A"]
	sealing := func(x []byte) []byte {
		seal, _ := m.keys[0].Public()
		return append(bytes.Clone(seal[:len(seal)-32]), x...)
	}
	// Each edit puts a weak key in one place of an enrolment or device. Proofs
	// are made as the owner of the weak key would: see anybody.
	edits := []struct {
		what string
		keys [][]byte
		edit func(e *Enrolment, key []byte)
	}{
		{"root", weakKeys(smallOrder.ed), func(e *Enrolment, k []byte) { e.Root = k }},
		{"sign", weakKeys(smallOrder.ed), func(e *Enrolment, k []byte) { e.Device.Sign = k }},
		{"witness", weakKeys(smallOrder.ed), func(e *Enrolment, k []byte) { e.Device.Witness = k }},
		{"auth", weakKeys(smallOrder.x), func(e *Enrolment, k []byte) { e.Device.Auth = k }},
		{"seal", weakKeys(smallOrder.x), func(e *Enrolment, k []byte) { e.Device.Seal = sealing(k) }},
		{"seat auth", weakKeys(smallOrder.x), func(e *Enrolment, k []byte) { e.SeatAuth = k }},
		{"seat seal", weakKeys(smallOrder.x), func(e *Enrolment, k []byte) { e.SeatSeal = sealing(k) }},
	}
	prove := func(key []byte, own Signer, body []byte) []byte {
		if bytes.Equal(key, own.Public()) {
			return own.sign(body)
		}
		return anybody(key, body)
	}
	for _, x := range edits {
		for _, key := range x.keys {
			e := &Enrolment{Seat: "D", Role: RoleParty, Root: RootSigner("D", m.root).Public(), Device: m.dev.Public(fixedSeed("D"))}
			e.SeatSeal, e.SeatAuth = m.keys[0].Public()
			// The body is varied until the forger is lucky; its label will do.
			var text []byte
			for i := 0; text == nil && i < 1000; i++ {
				e.Device.Label = "d" + dec(i)
				x.edit(e, key)
				body := e.print().bytes()
				root := prove(e.Root, RootSigner("D", m.root), body)
				sign := prove(e.Device.Sign, m.dev.Signer(), body)
				witness := prove(e.Device.Witness, Signer{key: m.dev.witness}, body)
				if root != nil && sign != nil && witness != nil {
					p := e.print()
					p.line("proof", "root", b64(root))
					p.line("proof", "sign", b64(sign))
					p.line("proof", "witness", b64(witness))
					text = p.bytes()
				}
			}
			if text == nil {
				t.Fatalf("%s %x: no forged proof was found", x.what, key)
			}
			if _, err := ParseEnrolment(text); err == nil {
				t.Errorf("an enrolment whose %s key is %x is taken", x.what, key)
			}
		}
	}
	for _, key := range weakKeys(smallOrder.x) {
		for _, body := range []string{
			"generation 2\nseal " + b64(sealing(key)) + "\nauth " + b64(m.roster().Seat("A").Key.Auth) + "\n",
			"generation 2\nseal " + b64(m.roster().Seat("A").Key.Seal) + "\nauth " + b64(key) + "\n",
		} {
			c := RosterChange{Kind: kindSeatKey, Body: append([]byte(body), "wrap d1 "+b64(make([]byte, wrapSize))+"\n"...)}
			w.refused("a weak seat key", w.change(m, c), "weak")
		}
	}
	w, g := genesisParts(t)
	for _, key := range weakKeys(smallOrder.ed) {
		for _, edit := range []func(){
			func() { g.HubKey = key },
			func() { g.HubKey, g.Guarantors[0].Witness = w.hub.Public(), key },
		} {
			edit()
			if _, err := NewGenesis(g, RootSigner("M", w.members["M"].root), w.now); err == nil {
				t.Errorf("a genesis with the weak key %x is taken", key)
			}
		}
		_, g = genesisParts(t)
	}
}

func (m *member) roster() *Roster { return m.w.roster }
