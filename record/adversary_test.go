// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// plaintext is the padded body of an envelope, as any of its readers sees it.
func plaintext(t testing.TB, e *Envelope, cek [32]byte) []byte {
	t.Helper()
	o, err := e.OpenWith(cek)
	if err != nil {
		t.Fatal(err)
	}
	body := slices.Concat(o.salt[:], o.seed[:], o.sig, binary.BigEndian.AppendUint32(nil, uint32(len(o.text))), o.text, o.chainText)
	for _, p := range o.Parts {
		body = append(body, p.Data...)
	}
	return append(body, make([]byte, bucket(len(body))-len(body))...)
}

// rewrap makes a new envelope around the plaintext of another, under a content
// key and for readers of the forger's choice. edit may change the head first.
func rewrap(t testing.TB, e *Envelope, old, cek [32]byte, to []Recipient, edit func(*Envelope)) *Envelope {
	t.Helper()
	body := plaintext(t, e, old)
	n := &Envelope{Process: e.Process, Roster: e.Roster, Commit: e.Commit, Nonce: e.Nonce, Slots: e.Slots, suite: suiteSealed}
	if edit != nil {
		edit(n)
	}
	n.putHead(len(body) + tagSize)
	n.hh = lh(labelHead, n.head())
	var slots []byte
	for i := range n.Slots {
		p := slotPlan{cek: cek, info: slotInfo(i, n.head())}
		if i < len(to) {
			p.seal = to[i].Seal
		}
		slots = append(slots, p.bytes(t)...)
	}
	n.raw = append(n.raw, slots...)
	n.sh = lh(labelSlots, slots)
	sealed, err := encryptBody(cek, n.hh, n.sh, body)
	if err != nil {
		t.Fatal(err)
	}
	n, err = ParseEnvelope(append(n.raw, sealed...))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// deliver lets one seat read an envelope that the hub gives it, whether or not
// it can open it.
func (m *member) deliver(e *Envelope) Verdict {
	r := m.replay()
	return r.Next(e.ID(), e.Bytes())[0]
}

// What an author can do wrong in an envelope, each with the verdict of every
// other reader. The author is A, who is also reader, by its slot like M and B.
func TestForgedEnvelopes(t *testing.T) {
	two := []Part{text("the first part"), text("the other one ")} // of one length
	replace := func(old, new string) func([]byte) []byte {
		return func(b []byte) []byte {
			out := bytes.Replace(b, []byte(old), []byte(new), 1)
			if bytes.Equal(out, b) {
				t.Fatalf("nothing to replace: %q", old)
			}
			return out
		}
	}
	for _, c := range []struct {
		what string
		edit func(w *world, f *forgery)
		want string // both registers, if it does not begin with one
	}{
		{"honest", func(*world, *forgery) {}, "A:accepted B:accepted M:accepted"},
		{"two content keys", func(_ *world, f *forgery) {
			f.slot = func(i int, s *slotPlan) {
				if i == 1 {
					s.cek = NewSeed()
				}
			}
		}, "A:accepted B:bad.body M:accepted"},
		{"a garbage slot", func(_ *world, f *forgery) {
			f.slot = func(i int, s *slotPlan) {
				if i == 1 {
					s.raw = bytes.Repeat([]byte{7}, slotSize)
				}
			}
		}, "A:accepted B:not-for-us M:accepted"},
		{"a slot for another place", func(_ *world, f *forgery) {
			f.slot = func(i int, s *slotPlan) {
				if i == 1 {
					s.info = slotInfo(3, s.info[len(labelSlot)+1:])
				}
			}
		}, "A:accepted B:not-for-us M:accepted"},
		{"wp: the tag of another reader", func(_ *world, f *forgery) {
			var tags [3][16]byte
			f.slot = func(i int, s *slotPlan) {
				if i < 3 {
					tags[i] = s.tag
				}
				if i == 1 {
					s.tag = tags[0]
				}
			}
		}, "A:accepted B:bad.author M:accepted"},
		{"wp: no tag", func(_ *world, f *forgery) {
			f.slot = func(i int, s *slotPlan) {
				if i == 1 {
					s.tag = [16]byte{}
				}
			}
		}, "A:accepted B:bad.author M:accepted"},
		{"record: a tag", func(_ *world, f *forgery) {
			f.slot = func(i int, s *slotPlan) {
				if i == 1 {
					s.tag[15] = 1
				}
			}
		}, "A:accepted B:bad.author M:accepted"},
		{"wp: a signature", func(_ *world, f *forgery) { f.sign = f.by.Signer().sign }, "A:bad.author B:bad.author M:bad.author"},
		{"wp: one bit of a signature", func(_ *world, f *forgery) {
			f.sign = func([]byte) []byte { return append(make([]byte, sigSize-1), 1) }
		}, "A:bad.author B:bad.author M:bad.author"},
		{"record: no signature", func(_ *world, f *forgery) {
			f.sign = func([]byte) []byte { return make([]byte, sigSize) }
		}, "A:bad.author B:bad.author M:bad.author"},
		{"record: the signature of another device", func(w *world, f *forgery) { f.sign = w.members["B"].dev.Signer().sign }, "A:bad.author B:bad.author M:bad.author"},
		{"record: the signature of the witness key", func(_ *world, f *forgery) { f.sign = Signer{key: f.by.witness}.sign }, "A:bad.author B:bad.author M:bad.author"},
		{"record: the signature of the root", func(w *world, f *forgery) {
			f.statement = func(s *Statement) { s.Author = Root("A") }
			f.sign = RootSigner("A", w.members["A"].root).sign
		}, "A:bad.author B:bad.author M:bad.author"},
		{"in the name of another", func(_ *world, f *forgery) { f.statement = func(s *Statement) { s.Author = Author{"B", "d1"} } }, "A:bad.author B:bad.author M:bad.author"},
		{"in the name of no device", func(_ *world, f *forgery) { f.statement = func(s *Statement) { s.Author.Device = "d7" } }, "A:bad.author B:bad.author M:bad.author"},

		{"an audience without its author", func(_ *world, f *forgery) {
			f.statement = func(s *Statement) { s.Audience = []string{"B", "M"} }
		}, "A:bad.binding B:bad.author M:bad.author"},
		{"an audience without one reader", func(_ *world, f *forgery) {
			f.statement = func(s *Statement) { s.Audience = []string{"A", "M"} }
		}, "A:accepted B:bad.binding M:accepted"},
		{"an audience with a seat that is none", func(_ *world, f *forgery) {
			f.statement = func(s *Statement) { s.Audience = []string{"A", "B", "M", "Z"} }
		}, "A:bad.binding B:bad.binding M:bad.binding"},
		{"an audience that is not sorted", func(_ *world, f *forgery) {
			f.statement = func(s *Statement) { s.Audience = []string{"B", "A", "M"} }
		}, "A:bad.grammar B:bad.grammar M:bad.grammar"},

		{"another roster in the statement", func(_ *world, f *forgery) { f.statement = func(s *Statement) { s.Roster[0] ^= 1 } }, "A:bad.binding B:bad.binding M:bad.binding"},
		{"another roster index", func(_ *world, f *forgery) { f.statement = func(s *Statement) { s.RosterIndex-- } }, "A:bad.binding B:bad.binding M:bad.binding"},
		{"another process in the statement", func(_ *world, f *forgery) { f.statement = func(s *Statement) { s.Process[0] ^= 1 } }, "A:bad.binding B:bad.binding M:bad.binding"},
		{"another content key in the statement", func(_ *world, f *forgery) { f.statement = func(s *Statement) { s.CEK[0] ^= 1 } }, "A:bad.key B:bad.key M:bad.key"},
		{"a roster kind, sealed", func(_ *world, f *forgery) { f.draft.Kind = kindConsent }, "A:bad.binding B:bad.binding M:bad.binding"},
		{"another commitment", func(_ *world, f *forgery) { f.commit = func(h Hash) Hash { h[0] ^= 1; return h } }, "A:bad.commit B:bad.commit M:bad.commit"},

		{"a word of a later version", func(_ *world, f *forgery) { f.text = replace("kind note\n", "kind note\nmood good\n") }, "A:bad.grammar B:bad.grammar M:bad.grammar"},
		{"a carriage return", func(_ *world, f *forgery) { f.text = replace("kind note\n", "kind note\r\n") }, "A:bad.grammar B:bad.grammar M:bad.grammar"},
		{"text after the end", func(_ *world, f *forgery) { f.text = func(b []byte) []byte { return append(b, "x\n"...) } }, "A:bad.grammar B:bad.grammar M:bad.grammar"},
		{"a text that is longer than the body", func(_ *world, f *forgery) {
			f.plain = func(b []byte) []byte { b[128] = 0xff; return b }
		}, "A:bad.grammar B:bad.grammar M:bad.grammar"},
		{"a part that is longer than the body", func(_ *world, f *forgery) { f.statement = func(s *Statement) { s.Parts[1].Length = maxInt } }, "A:bad.part B:bad.part M:bad.part"},
		{"a blob that is not there", func(_ *world, f *forgery) {
			f.statement = func(s *Statement) {
				for range MaxBlobs {
					s.Blobs = append(s.Blobs, PartRef{"a/b", 1, Hash{}})
				}
			}
		}, "A:bad.part B:bad.part M:bad.part"},
		{"a chain block that is longer than the body", func(_ *world, f *forgery) { f.statement = func(s *Statement) { s.ChainLength = maxInt } }, "A:bad.part B:bad.part M:bad.part"},
		{"another chain block", func(_ *world, f *forgery) { f.plain = replace("seq 1\n", "seq 2\n") }, "A:bad.part B:bad.part M:bad.part"},
		{"another part", func(_ *world, f *forgery) { f.plain = replace("first part", "first cart") }, "A:bad.part B:bad.part M:bad.part"},
		{"parts in another order", func(_ *world, f *forgery) {
			f.plain = replace("the first partthe other one ", "the other one the first part")
		}, "A:bad.part B:bad.part M:bad.part"},
		{"another media type", func(_ *world, f *forgery) { f.statement = func(s *Statement) { s.Parts[0].Media = "text/html" } }, "A:bad.part B:bad.part M:bad.part"},
		{"a byte of padding", func(_ *world, f *forgery) { f.pad = func(b []byte) []byte { b[len(b)-1] = 1; return b } }, "A:bad.padding B:bad.padding M:bad.padding"},
		{"the first byte of padding", func(_ *world, f *forgery) {
			n := 0
			f.plain = func(b []byte) []byte { n = len(b); return b }
			f.pad = func(b []byte) []byte { b[n] = 1; return b }
		}, "A:bad.padding B:bad.padding M:bad.padding"},
		{"a larger bucket than is needed", func(_ *world, f *forgery) {
			f.pad = func(b []byte) []byte { return append(b, make([]byte, len(b))...) }
		}, "A:bad.padding B:bad.padding M:bad.padding"},
		{"a sequence number of zero", func(_ *world, f *forgery) { f.draft.Chain.Seq = 0 }, "A:bad.grammar B:bad.grammar M:bad.grammar"},
		{"acknowledgements out of order", func(_ *world, f *forgery) {
			h := Have{Author{"B", "d1"}, 1, Hash{}}
			f.draft.Chain.Have = []Have{h, h}
		}, "A:bad.grammar B:bad.grammar M:bad.grammar"},
	} {
		only, what, limited := strings.Cut(c.what, ": ")
		for _, reg := range []Register{OnRecord, WithoutPrejudice} {
			if limited && string(reg) != only {
				continue
			}
			w := newWorld(t, "M:mediator", "A:party", "B:party")
			f := w.members["A"].forge("B M", reg, two...)
			c.edit(w, f)
			e, _ := f.seal(t)
			got := map[string]Verdict{}
			for seat, m := range w.members {
				got[seat] = m.deliver(e)
			}
			w.expect(string(reg)+", "+what, got, c.want)
		}
	}
}

// What a reader, or the hub, can do with an entry that A wrote to M, and with
// one that A wrote to M and B.
func TestMisusedEnvelopes(t *testing.T) {
	for _, reg := range []Register{OnRecord, WithoutPrejudice} {
		w := newWorld(t, "M:mediator", "A:party", "B:party")
		rcp := func(seats ...string) []Recipient {
			out, err := w.roster.Recipients(seats)
			w.ok(err)
			return out
		}
		caucus := w.members["A"].seal("M", reg, "note", text("for the mediator"))
		plenary := w.members["A"].seal("B M", reg, "note", text("for everybody"))
		cek := w.members["A"].own[plenary.ID()].CEK
		mine := w.members["A"].own[caucus.ID()].CEK
		w.members["A"].own = map[Hash]Opening{} // it reads like the others
		as := func(who, what string, e *Envelope, want Code) {
			t.Helper()
			if v := w.members[who].deliver(e); v.Code != want {
				t.Errorf("%s: %s: %s reads %q (%s); want %q", reg, what, who, v.Code, v.Why, want)
			}
		}
		as("M", "the entry itself", plenary, Accepted)
		as("B", "the entry itself", plenary, Accepted)
		as("B", "an entry to others, delivered to B", caucus, NotForUs)

		as("B", "wrapped anew under another key", rewrap(t, plenary, cek, NewSeed(), rcp("A", "B", "M"), nil), BadKey)
		as("B", "with another nonce", rewrap(t, plenary, cek, cek, rcp("A", "B", "M"), func(e *Envelope) { e.Nonce[0] ^= 1 }), BadKey)
		as("B", "forwarded to a third seat, same key", rewrap(t, caucus, mine, mine, rcp("A", "B", "M"), nil), BadBinding)
		as("B", "forwarded to a third seat, other key", rewrap(t, caucus, mine, NewSeed(), rcp("B"), nil), BadKey)
		as("B", "put into another process", rewrap(t, plenary, cek, cek, rcp("A", "B", "M"), func(e *Envelope) { e.Process[0] ^= 1 }), BadBinding)
		as("B", "put under another roster", rewrap(t, plenary, cek, cek, rcp("A", "B", "M"), func(e *Envelope) { e.Roster[0] ^= 1 }), Stale)
		as("B", "under another commitment", rewrap(t, plenary, cek, cek, rcp("A", "B", "M"), func(e *Envelope) { e.Commit[0] ^= 1 }), BadCommit)

		change := func(e *Envelope, edit func(raw []byte) []byte) *Envelope {
			t.Helper()
			n, err := ParseEnvelope(edit(bytes.Clone(e.Bytes())))
			w.ok(err)
			return n
		}
		other := w.members["A"].seal("B M", reg, "note", text("for everybody, too"))
		swap := func(i, j int) func([]byte) []byte {
			return func(b []byte) []byte {
				x, y := b[headSize+i*slotSize:][:slotSize], b[headSize+j*slotSize:][:slotSize]
				kept := bytes.Clone(x)
				copy(x, y)
				copy(y, kept)
				return b
			}
		}
		for i := range 4 {
			// Wherever B's slot is, one of these moves it. The reader of a slot
			// that has stayed finds that the others have changed.
			e := change(plenary, swap(i, (i+1)%4))
			v := w.members["B"].deliver(e)
			if v.Code != NotForUs && v.Code != BadBody {
				t.Errorf("%s: slots %d and %d swapped: B reads %q", reg, i, (i+1)%4, v.Code)
			}
		}
		as("B", "with the slots of another entry", change(plenary, func(b []byte) []byte {
			copy(b[headSize:], other.slots())
			return b
		}), NotForUs)
		as("B", "with the body of another entry", change(plenary, func(b []byte) []byte {
			copy(b[headSize+plenary.Slots*slotSize:], other.body())
			return b
		}), BadBody)
		as("B", "with the head of another entry", change(plenary, func(b []byte) []byte {
			copy(b, other.head())
			return b
		}), NotForUs)
		as("B", "as an open entry", change(plenary, func(b []byte) []byte {
			b = append(b[:headSize:headSize], plaintext(t, plenary, cek)...)
			b[128], b[129] = 0, suiteOpen
			copy(b[104:128], make([]byte, 24))
			binary.BigEndian.PutUint32(b[132:], uint32(len(b)-headSize))
			return b
		}), BadKey)

		// The bytes of one entry for the leaf of another; half an entry.
		r := w.members["B"].replay()
		if v := r.Next(plenary.ID(), other.Bytes())[0]; v.Code != HubFault {
			t.Errorf("other bytes than those of the leaf: %s", v.Code)
		}
		if v := r.Next(plenary.ID(), plenary.Bytes()[:5000])[0]; v.Code != BadEnvelope {
			t.Errorf("half an envelope: %s", v.Code)
		}
		if v := r.Next(plenary.ID(), plenary.Bytes())[0]; v.Code != Accepted {
			t.Errorf("the entry itself, after the hub has blundered: %s (%s)", v.Code, v.Why)
		}

		// The same statement under the same key in slots of the reader's
		// making is the author's entry still, and no second one.
		again := rewrap(t, plenary, cek, cek, rcp("A", "B", "M"), nil)
		if reg == OnRecord {
			for _, log := range [][]*Envelope{{plenary, again, again}, {again, plenary, plenary}} {
				r := w.members["B"].replay()
				var got []string
				for _, e := range log {
					got = append(got, string(r.Next(e.ID(), e.Bytes())[0].Code))
				}
				if s := strings.Join(got, " "); s != "accepted duplicate duplicate" && s != "accepted duplicate replay" {
					t.Errorf("a statement in two envelopes reads %s", s)
				}
			}
		} else {
			as("B", "in slots without tags", again, BadAuthor)
		}
		// A reader can also keep the slots of the others, change its own and
		// seal the body to fit: tags cover the head, which has not changed.
		outcomes := map[Code]int{}
		for i := range plenary.Slots {
			raw := bytes.Clone(plenary.Bytes())
			raw[headSize+i*slotSize] ^= 1
			raw = raw[:headSize+plenary.Slots*slotSize]
			sh := lh(labelSlots, raw[headSize:])
			body, err := encryptBody(cek, plenary.hh, sh, plaintext(t, plenary, cek))
			w.ok(err)
			e, err := ParseEnvelope(append(raw, body...))
			w.ok(err)
			r := w.members["B"].replay()
			r.Next(plenary.ID(), plenary.Bytes())
			outcomes[r.Next(e.ID(), e.Bytes())[0].Code]++
		}
		if outcomes[Duplicate] != 3 || outcomes[NotForUs] != 1 {
			t.Errorf("%s: a statement with one slot changed after itself: %v; want a duplicate, or not for B if the slot was B's", reg, outcomes)
		}
	}
}

// I3: an entry is sealed to the seats of the roster that its audience names,
// with the keys that the roster has for them, and to nobody else.
func TestI3RecipientsComeFromTheRoster(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	m := w.members["M"]
	rcp, err := w.roster.Recipients([]string{"A", "M"})
	w.ok(err)
	for _, r := range rcp {
		seal, auth := w.members[r.Seat].keys[0].Public()
		if !bytes.Equal(r.Seal, seal) || !bytes.Equal(r.Auth, auth) {
			t.Errorf("the recipient %s has not the keys of the seat", r.Seat)
		}
	}
	d, _ := m.draft("A", OnRecord, "note", text("x"))
	for what, to := range map[string][]Recipient{
		"nobody":          nil,
		"one too few":     rcp[:1],
		"one too many":    append(slices.Clone(rcp), Recipient{"Z", rcp[0].Seal, rcp[0].Auth}),
		"another order":   {rcp[1], rcp[0]},
		"another seat":    {rcp[0], {"Z", rcp[1].Seal, rcp[1].Auth}},
		"one seat twice":  {rcp[0], rcp[0]},
		"many":            slices.Repeat(rcp, MaxAudience),
		"an unusable key": {rcp[0], {"M", rcp[1].Seal[1:], rcp[1].Auth}},
	} {
		if _, _, err := m.dev.Seal(d, to); err == nil {
			t.Errorf("sealed to %s", what)
		}
	}
	for _, audience := range [][]string{{"A", "Z"}, {"Z"}, slices.Repeat([]string{"A"}, MaxAudience+1)} {
		if got, err := w.roster.Recipients(audience); err == nil {
			t.Errorf("the roster gives %d recipients for %v", len(got), audience)
		}
	}
	// The newest generation, and no other.
	w.effective("key", w.change(w.members["A"], w.members["A"].seatKey(2, "d1")))
	next, err := w.roster.Recipients([]string{"A", "M"})
	w.ok(err)
	if bytes.Equal(next[0].Seal, rcp[0].Seal) || bytes.Equal(next[0].Auth, rcp[0].Auth) || !bytes.Equal(next[1].Seal, rcp[1].Seal) {
		t.Error("the recipients are not those of the newest generation")
	}
	w.expect("an entry under the old roster", w.log(m.sealDraft(d, rcp)), "A:stale M:stale")
	w.expect("an entry that A cannot open yet", m.write("A", WithoutPrejudice, "x"), "A:not-held M:accepted")
	second, err := NewSeatSecret(2, fixedSeed("A", "seal", "2"), fixedSeed("A", "auth", "2"))
	w.ok(err)
	w.members["A"].keys = append(w.members["A"].keys, second)
	w.expect("and can open with the new key", w.log(m.seal("A", OnRecord, "note", text("x"))), "A:accepted M:accepted")
	if got := w.members["A"].replay(); got.Withheld() != 0 {
		t.Errorf("with both keys, %d leaves are withheld from A", got.Withheld())
	}
}

// I11: what a removed device writes is invalid everywhere, what it wrote before
// stays valid, and the log tells which is which.
func TestI11RemovedDevice(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	a := w.members["A"]
	w.expect("before", a.write("B M", OnRecord, "early"), "A:accepted B:accepted M:accepted")
	pending := a.seal("B M", OnRecord, "note", text("written before, logged after"))
	w.effective("a second device", w.change(a, a.addDevice("d2")))
	held := a.seal("B M", OnRecord, "note", text("written by a thief"))
	w.effective("removal", w.change(a, RemoveDevice("d1")))
	w.expect("before, logged after", w.log(pending), "A:stale B:stale M:stale")
	w.expect("before, logged after", w.log(held), "A:stale B:stale M:stale")
	for _, reg := range []Register{OnRecord, WithoutPrejudice} {
		w.expect("after", a.write("B M", reg, "late"), "A:bad.author B:bad.author M:bad.author")
	}
	w.refused("a roster change by it", w.change(a, a.seatKey(2, "d2")), "not an active device")
	w.refused("another device in its place", w.change(a, a.addDevice("d1")), "has been used")
	a.dev = a.device("d2")
	w.expect("another device", a.write("B M", OnRecord, "still here"), "A:accepted B:accepted M:accepted")
	for seat, m := range w.members {
		r := m.replay()
		if seq, _ := r.Last(Author{"A", "d1"}, ChannelID(w.process, []string{"A", "B", "M"}), OnRecord); seq != 1 {
			t.Errorf("%s has read %d entries of the removed device; want the early one", seat, seq)
		}
	}
	// A removed seat neither writes nor is written to.
	late := w.members["B"].seal("A M", OnRecord, "note", text("x"))
	w.change(w.members["M"], RemoveSeat("B"))
	w.expect("a removed seat", w.log(late), "A:stale M:stale")
	if _, err := w.roster.Recipients([]string{"B", "M"}); err == nil {
		t.Error("a removed seat is a recipient")
	}
}

// Deniability: a reader of an entry without prejudice can make one that is as
// good to itself as one by the alleged author, and no good to anybody else.
func TestWithoutPrejudiceIsDeniable(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	m := w.members["M"]
	f := m.forge("A B", WithoutPrejudice, text("A never said this"))
	f.statement = func(s *Statement) { s.Author = Author{"A", "d1"} }
	f.slot = func(i int, s *slotPlan) {
		if i < len(f.to) && f.to[i].Seat == "M" {
			// From its own secret key and the public key of A's device.
			key, err := macKey(m.keys[0].auth, w.roster.Seat("A").Devices[0].Auth, w.process, Author{"A", "d1"}, "M")
			w.ok(err)
			s.tag = authTag(key, lh(labelHead, s.info[len(labelSlot)+1:]))
		}
	}
	e, _ := f.seal(t)
	w.expect("an invention of M", w.log(e), "A:bad.author B:bad.author M:accepted")
}

// Nobody can be written to before the process is open, nor before accepting.
func TestNobodyIsWrittenToBeforeAccepting(t *testing.T) {
	w := newUnopened(t, nil, "M:mediator", "A:party", "B:party")
	entry := func() *Envelope {
		audience := []string{"A", "B", "M"}
		f := &forgery{by: w.members["M"].dev, draft: &Draft{
			Process: w.process, RosterIndex: w.roster.Index, Roster: w.roster.Hash, Time: w.now, Kind: "note",
			Register: OnRecord, Audience: audience, Chain: w.members["M"].chain(w.members["M"].dev.Author, ChannelID(w.process, audience), OnRecord),
		}}
		for _, s := range audience {
			f.to = append(f.to, Recipient{s, w.roster.Seat(s).Key.Seal, w.roster.Seat(s).Key.Auth})
		}
		e, _ := f.seal(t)
		return e
	}
	for _, s := range []string{"M", "A", "B"} {
		w.expect("before "+s+" has accepted", w.log(entry()), "A:bad.binding B:bad.binding M:bad.binding")
		w.effective("accept", w.change(w.members[s], Accept(w.process)))
	}
	w.expect("after all have accepted", w.log(entry()), "A:accepted B:accepted M:accepted")

	_, c := w.member("C", RoleParty)
	delete(w.members, "C")
	id := w.change(w.members["M"], AddSeat(c))["M"].ID
	w.change(w.members["A"], Consent(id))
	w.change(w.members["B"], Consent(id))
	f := &forgery{by: w.members["M"].dev, draft: &Draft{
		Process: w.process, RosterIndex: w.roster.Index, Roster: w.roster.Hash, Time: w.now, Kind: "note", Register: OnRecord,
		Audience: []string{"A", "C", "M"}, Chain: w.members["M"].chain(w.members["M"].dev.Author, ChannelID(w.process, []string{"A", "C", "M"}), OnRecord),
	}}
	for _, s := range f.draft.Audience {
		f.to = append(f.to, Recipient{s, w.roster.Seat(s).Key.Seal, w.roster.Seat(s).Key.Auth})
	}
	e, _ := f.seal(t)
	w.expect("a seat that has not accepted", w.log(e), "A:bad.binding M:bad.binding")
}
