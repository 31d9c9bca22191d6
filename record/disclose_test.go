// SPDX-License-Identifier: Apache-2.0

package record

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
)

// proof shows that an entry is in the log, under a checkpoint cosigned by some
// seats.
func (w *world) proof(id Hash, by ...string) *Proof {
	w.t.Helper()
	tree := w.members[w.roster.Founder].reader.Tree()
	index := int64(slices.Index(w.ids, id))
	hashes, err := Inclusion(tree.Size(), index, tree)
	w.ok(err)
	return &Proof{index, hashes, w.checkpoint(by...)}
}

// show discloses parts of an entry that m has read, as every seat witnesses it.
func (m *member) show(id Hash, grant, adopt *Disclosure, parts ...int64) *Disclosure {
	m.w.t.Helper()
	d, err := m.read[id].Opened().Disclose(parts, m.w.proof(id, m.w.roster.Names()...), grant, adopt)
	m.w.ok(err)
	return d
}

// check reads the bytes of a disclosure at a seat, as from a discloser.
func (m *member) check(d *Disclosure, discloser string) error {
	m.w.t.Helper()
	got, err := ParseDisclosure(d.Bytes())
	if err != nil {
		return err
	}
	return m.reader.CheckDisclosure(got, discloser)
}

// say writes an entry of a kind and returns its id.
func (m *member) say(to string, reg Register, kind string, parts ...Part) Hash {
	m.w.t.Helper()
	e := m.seal(to, reg, kind, parts...)
	for seat, v := range m.w.log(e) {
		if v.Code != Accepted && v.Code != NotHeld {
			m.w.t.Fatalf("%s reads %s (%s)", seat, v.Code, v.Why)
		}
	}
	return e.ID()
}

func (m *member) grant(to string, g Grant) Hash {
	m.w.t.Helper()
	return m.say(to, OnRecord, KindGrant, Part{mediaText, g.Text()})
}

// caucusWorld is a process in which A has written to M in the given register,
// in three parts.
func caucusWorld(t testing.TB, reg Register) (*world, Hash) {
	t.Helper()
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	return w, w.members["A"].say("M", reg, "note", text("thirty days"), text("and the port"), text("not the airfield"))
}

// I13: a disclosure holds exactly when its parts are verbatim parts of a logged
// entry of that author, and its author has permitted it to this seat.
func TestI13DisclosureHoldsExactlyForVerbatimParts(t *testing.T) {
	w, id := caucusWorld(t, OnRecord)
	other := w.members["A"].say("M", OnRecord, "note", text("something else"))
	m, b := w.members["M"], w.members["B"]
	permit := func(g Grant) *Disclosure { return m.show(w.members["A"].grant("M", g), nil, nil, 1) }
	g := Grant{Entry: id, Parts: []int64{1, 2}, Audience: []string{"B"}}
	good := permit(g)

	verdict := func(what string, d *Disclosure, discloser, want string) {
		t.Helper()
		got := "holds"
		if err := b.check(d, discloser); errors.Is(err, ErrNoGrant) {
			got = "no grant"
		} else if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: %s; want %s", what, got, want)
		}
	}
	verdict("one part", m.show(id, good, nil, 1), "M", "holds")
	verdict("two parts", m.show(id, good, nil, 1, 2), "M", "holds")
	verdict("no part: that an entry was written", m.show(id, good, nil), "M", "holds")
	verdict("by its author", m.show(id, nil, nil, 1, 2, 3), "A", "holds")

	verdict("without permission", m.show(id, nil, nil, 1), "M", "no grant")
	verdict("a part beyond the permission", m.show(id, good, nil, 2, 3), "M", "no grant")
	verdict("another entry than the permission is for", m.show(other, good, nil, 1), "M", "no grant")
	verdict("permission as own words", m.show(id, permit(Grant{Entry: id, Audience: []string{"B"}, OwnWords: true}), nil), "M", "no grant")
	verdict("permission to show M", m.show(id, permit(Grant{Entry: id, Parts: []int64{1}, Audience: []string{"M"}}), nil, 1), "M", "no grant")
	verdict("permission by the discloser", m.show(id, m.show(m.grant("A", g), nil, nil, 1), nil, 1), "M", "no grant")
	verdict("a permission that is an ordinary note", m.show(id, m.show(w.members["A"].say("M", OnRecord, "note", Part{mediaText, g.Text()}), nil, nil, 1), nil, 1), "M", "no grant")
	verdict("a permission without prejudice", m.show(id, m.show(w.members["A"].say("M", WithoutPrejudice, KindGrant, Part{mediaText, g.Text()}), nil, nil, 1), nil, 1), "M", "has not adopted")
	verdict("a permission whose text is kept back", m.show(id, m.show(w.members["A"].grant("M", g), nil, nil), nil, 1), "M", "grant")
	verdict("an author who names no permission", m.show(id, nil, nil, 1), "B", "no grant")

	// What is shown is changed, and printed again as it then stands.
	for what, edit := range map[string]func(d *Disclosure){
		"another word":          func(d *Disclosure) { d.Parts[1] = []byte("sixty days") },
		"a byte more":           func(d *Disclosure) { d.Parts[1] = append(slices.Clone(d.Parts[1]), '!') },
		"an empty part":         func(d *Disclosure) { d.Parts[1] = nil },
		"another salt":          func(d *Disclosure) { d.salts[1] = slices.Repeat([]byte{1}, 32) },
		"under another number":  func(d *Disclosure) { d.Parts[2], d.salts[2] = d.Parts[1], d.salts[1] },
		"two parts exchanged":   func(d *Disclosure) { d.Parts[1], d.Parts[2] = d.Parts[2], d.Parts[1] },
		"a part there is not":   func(d *Disclosure) { d.Parts[4], d.salts[4] = d.Parts[1], d.salts[1] },
		"part zero, the chain":  func(d *Disclosure) { d.Parts[0], d.salts[0] = d.Parts[1], d.salts[1] },
		"another author":        func(d *Disclosure) { d.text = []byte(strings.Replace(string(d.text), "author A/", "author B/", 1)) },
		"another time":          func(d *Disclosure) { d.text = []byte(strings.Replace(string(d.text), "time 2025", "time 2024", 1)) },
		"another signature":     func(d *Disclosure) { d.fixed[len(d.fixed)-1] ^= 1 },
		"another body":          func(d *Disclosure) { d.fixed[headSize+32] ^= 1 },
		"other slots":           func(d *Disclosure) { d.fixed[headSize] ^= 1 },
		"another index":         func(d *Disclosure) { d.Proof.Index-- },
		"the index of another":  func(d *Disclosure) { d.Proof = w.proof(other, "A", "B", "M") },
		"a proof cut short":     func(d *Disclosure) { d.Proof.Hashes = d.Proof.Hashes[1:] },
		"no quorum":             func(d *Disclosure) { d.Proof = w.proof(id, "M", "A") },
		"no witness":            func(d *Disclosure) { d.Proof = w.proof(id) },
		"a head of another log": func(d *Disclosure) { d.fixed[8] ^= 1 },
	} {
		d := m.show(id, good, nil, 1, 2)
		d.fixed, d.Parts, d.salts = slices.Clone(d.fixed), maps.Clone(d.Parts), maps.Clone(d.salts)
		p := *d.Proof
		d.Proof = &p
		verdict("unchanged", d, "M", "holds")
		edit(d)
		if err := b.check(d, "M"); err == nil || errors.Is(err, ErrNoGrant) {
			t.Errorf("%s: %v; want it to be false", what, err)
		}
	}

	// A permission is for the seats it names: B cannot pass on what it was
	// shown, though what it shows is genuine.
	c := w.join("M", "C", RoleParty)
	passed, err := ParseDisclosure(m.show(id, good, nil, 1).Bytes())
	w.ok(err)
	if err := c.reader.CheckDisclosure(passed, "B"); !errors.Is(err, ErrNoGrant) {
		t.Errorf("C is shown it by B: %v; want that there is no permission", err)
	}
	auditor := NewReader(w.process, "", c)
	for _, x := range w.ids {
		auditor.Next(x, c.held(x))
	}
	if err := auditor.CheckDisclosure(passed, "M"); err != nil {
		t.Errorf("an auditor without seat: %v", err)
	}
}

// Without prejudice, only the author's own later word on the record shows an
// outsider who wrote an entry.
func TestDisclosureWithoutPrejudiceNeedsAdoption(t *testing.T) {
	w, id := caucusWorld(t, WithoutPrejudice)
	a, m, b := w.members["A"], w.members["M"], w.members["B"]
	second := a.say("M", WithoutPrejudice, "note", text("something else"))
	adopt := func(by *member, reg Register, kind string, entry Hash) *Disclosure {
		to := "M"
		if by == m {
			to = "A"
		}
		return m.show(by.say(to, reg, kind, Part{mediaText, AdoptText(entry)}), nil, nil, 1)
	}
	good := adopt(a, OnRecord, KindAdopt, id)
	permit := m.show(a.grant("M", Grant{Entry: id, Parts: []int64{1}, Audience: []string{"B"}}), nil, nil, 1)
	if err := b.check(m.show(id, permit, good, 1), "M"); err != nil {
		t.Errorf("adopted and permitted: %v", err)
	}
	if err := b.check(m.show(id, nil, good, 1), "A"); err != nil {
		t.Errorf("adopted, shown by its author: %v", err)
	}
	if err := b.check(m.show(id, nil, good, 1), "M"); !errors.Is(err, ErrNoGrant) {
		t.Errorf("adopted, not permitted: %v", err)
	}
	for what, d := range map[string]*Disclosure{
		"not adopted":              m.show(id, permit, nil, 1),
		"adopted by another":       m.show(id, permit, adopt(m, OnRecord, KindAdopt, id), 1),
		"adopted otherwise":        m.show(id, permit, adopt(a, OnRecord, "note", id), 1),
		"adopted off the record":   m.show(id, permit, adopt(a, WithoutPrejudice, KindAdopt, id), 1),
		"adoption of another":      m.show(id, permit, adopt(a, OnRecord, KindAdopt, second), 1),
		"adoption of itself":       m.show(id, permit, m.show(id, nil, nil, 1), 1),
		"adoption without content": m.show(id, permit, m.show(good.ID(), nil, nil), 1),
	} {
		if err := b.check(d, "M"); err == nil || errors.Is(err, ErrNoGrant) {
			t.Errorf("%s: %v; want it to be refused", what, err)
		}
	}
}

// What no reader accepts cannot be disclosed either: else a text could be shown
// as said to somebody who never saw it.
func TestDisclosureOfWhatIsNotAccepted(t *testing.T) {
	for _, c := range []struct {
		what string
		reg  Register
		edit func(w *world, f *forgery)
	}{
		{"another roster index", OnRecord, func(_ *world, f *forgery) { f.statement = func(s *Statement) { s.RosterIndex-- } }},
		{"an audience that is not in the roster", OnRecord, func(_ *world, f *forgery) {
			f.statement = func(s *Statement) { s.Audience = []string{"A", "M", "Z"} }
		}},
		{"an audience without its author", OnRecord, func(_ *world, f *forgery) {
			f.statement = func(s *Statement) { s.Audience = []string{"M"} }
		}},
		{"a signature without prejudice", WithoutPrejudice, func(_ *world, f *forgery) { f.sign = f.by.Signer().sign }},
		{"no signature on the record", OnRecord, func(_ *world, f *forgery) { f.sign = func([]byte) []byte { return make([]byte, sigSize) } }},
		{"another device's signature", OnRecord, func(w *world, f *forgery) { f.sign = w.members["M"].dev.Signer().sign }},
		{"no device", OnRecord, func(_ *world, f *forgery) { f.statement = func(s *Statement) { s.Author.Device = "d9" } }},
	} {
		w := newWorld(t, "M:mediator", "A:party", "B:party")
		f := w.members["A"].forge("M", c.reg, text("as if said"))
		c.edit(w, f)
		e, cek := f.seal(t)
		if got := w.log(e); got["M"].Code.OK() {
			t.Fatalf("%s: M reads %s", c.what, got["M"].Code)
		}
		o, err := e.OpenWith(cek)
		w.ok(err)
		var adopt *Disclosure
		if c.reg == WithoutPrejudice {
			adopt = w.members["M"].show(w.members["A"].say("M", OnRecord, KindAdopt, Part{mediaText, AdoptText(e.ID())}), nil, nil, 1)
		}
		d, err := o.Disclose([]int64{1}, w.proof(e.ID(), "A", "B", "M"), nil, adopt)
		w.ok(err)
		if err := w.members["B"].check(d, "A"); err == nil || errors.Is(err, ErrNoGrant) {
			t.Errorf("%s: %v; want it to be refused", c.what, err)
		}
	}
}

// The place in the log decides which roster an author is judged by.
func TestDisclosureIsJudgedWhereItStands(t *testing.T) {
	w, id := caucusWorld(t, OnRecord)
	a, m, b := w.members["A"], w.members["M"], w.members["B"]
	late := a.seal("M", OnRecord, "note", text("too late"))
	w.effective("device", w.change(a, a.addDevice("d2")))
	w.effective("removal", w.change(a, RemoveDevice("d1")))
	a.dev = a.device("d2")
	w.expect("a stale entry", w.log(late), "A:stale M:stale")
	if err := b.check(m.show(id, nil, nil, 1), "A"); err != nil {
		t.Errorf("an entry of a device removed later: %v", err)
	}
	o, err := late.OpenWith(a.own[late.ID()].CEK)
	w.ok(err)
	d, err := o.Disclose([]int64{1}, w.proof(late.ID(), "A", "B", "M"), nil, nil)
	w.ok(err)
	if err := b.check(d, "A"); err == nil || !strings.Contains(err.Error(), "not valid where it stands") {
		t.Error("an entry that was stale where it stands is shown as valid")
	}
	// A checkpoint of a log that this reader has not read, or of another.
	d = m.show(id, nil, nil, 1)
	tree := &Tree{}
	for _, x := range w.ids {
		tree.Append(x)
	}
	tree.Append(Hash(fixedSeed("a leaf that B has not read")))
	sign := func(size int64, tree *Tree, index int64) *Proof {
		root, err := tree.Root(size)
		w.ok(err)
		msg, err := w.hub.Sign(w.process, size, root)
		w.ok(err)
		c := Checkpoint{Origin(w.process), size, root}
		for _, x := range []*member{a, b, m} {
			line, err := x.dev.Cosign(w.process, c, w.now)
			w.ok(err)
			msg = append(msg, line...)
		}
		hashes, err := Inclusion(size, index, tree)
		w.ok(err)
		return &Proof{index, hashes, msg}
	}
	index := int64(slices.Index(w.ids, id))
	d.Proof = sign(tree.Size()-1, tree, index)
	if err := b.check(d, "A"); err != nil {
		t.Errorf("the log as B has read it: %v", err)
	}
	d.Proof = sign(tree.Size(), tree, index)
	if err := b.check(d, "A"); err == nil || !strings.Contains(err.Error(), "fetch the log first") {
		t.Errorf("a log that B has not read: %v", err)
	}
	fork := &Tree{}
	for i, x := range w.ids {
		if i == 1 {
			x[0] ^= 1
		}
		fork.Append(x)
	}
	d.Proof = sign(fork.Size(), fork, index)
	if err := b.check(d, "A"); err == nil || !strings.Contains(err.Error(), "another log") {
		t.Errorf("a log with another past, witnessed by all: %v", err)
	}
}

// The container takes one form only, and nothing nests deeper than it must.
func TestDisclosureForm(t *testing.T) {
	w, id := caucusWorld(t, OnRecord)
	m := w.members["M"]
	grant := m.show(w.members["A"].grant("M", Grant{Entry: id, Parts: []int64{1}, Audience: []string{"B"}}), nil, nil, 1)
	d := m.show(id, grant, nil, 1, 2)
	whole := d.Bytes()
	if got, err := ParseDisclosure(whole); err != nil || string(got.Bytes()) != string(whole) || got.ID() != id {
		t.Fatalf("the disclosure itself: %v", err)
	}
	nested := m.show(id, m.show(grant.ID(), grant, nil, 1), nil, 1)
	frames := func(kinds string) []byte {
		parts := map[byte][]byte{
			frameFixed: d.fixed, frameText: d.text, frameProof: d.Proof.Text(), frameGrant: grant.Bytes(), frameAdopt: grant.Bytes(), 'x': nil,
			framePart: slices.Concat([]byte{0, 0, 0, 1}, d.salts[1], d.Parts[1]), 'q': slices.Concat([]byte{0, 0, 0, 2}, d.salts[2], d.Parts[2]),
		}
		b := []byte(labelDisclosure)
		for _, k := range []byte(kinds) {
			kind := k
			if k == 'q' { // the second part
				kind = framePart
			}
			b = appendFrame(b, kind, parts[k])
		}
		return b
	}
	for _, kinds := range []string{"ftk", "ftpk", "ftpqk", "ftkg", "ftpqkga"} {
		if _, err := ParseDisclosure(frames(kinds)); err != nil {
			t.Errorf("%q: %v", kinds, err)
		}
	}
	for what, b := range map[string][]byte{
		"nothing": nil, "only the label": []byte(labelDisclosure), "a byte more": append(slices.Clone(whole), 0),
		"a byte less": whole[:len(whole)-1], "another label": append([]byte(labelGrant), whole[len(labelDisclosure):]...),
		"a grant with a grant": nested.Bytes(), "very long": make([]byte, maxDisclosure+1),
		"no text": frames("fk"), "no head": frames("tk"), "no proof": frames("ftp"), "two texts": frames("fttk"), "two heads": frames("fftk"),
		"parts backwards": frames("ftqpk"), "a part twice": frames("ftppk"), "a part before the text": frames("fptk"), "proof first": frames("kft"),
		"adoption before grant": frames("ftkag"), "an unknown record": frames("ftkx"), "two grants": frames("ftkgg"),
		"a length that is not there": append(slices.Clone(whole), frameAdopt, 0xff, 0xff, 0xff, 0xff),
	} {
		if _, err := ParseDisclosure(b); err == nil {
			t.Errorf("taken for a disclosure: %s", what)
		}
	}
	if _, err := m.read[id].Opened().Disclose([]int64{4}, d.Proof, nil, nil); err == nil {
		t.Error("a part was disclosed that there is not")
	}
	if _, err := m.read[id].Opened().Disclose([]int64{0}, d.Proof, nil, nil); err == nil {
		t.Error("the chain block was disclosed")
	}
}
