// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// bundleFrame is one record of a bundle to be written.
type bundleFrame struct {
	t    FrameType
	data []byte
}

// frames are the records of a bundle in which m hands over all that it can
// read, with receipts for the sealed entries and two checkpoints.
func (m *member) frames() (out []bundleFrame) {
	w := m.w
	var openings []bundleFrame
	leaves := make([]byte, 8)
	for i, id := range w.ids {
		leaves = append(leaves, id[:]...)
		b := m.held(id)
		if b == nil {
			continue
		}
		out = append(out, bundleFrame{FrameEnvelope, b})
		e, err := ParseEnvelope(b)
		w.ok(err)
		if !e.Open() {
			o, err := m.Open(e)
			w.ok(err)
			openings = append(openings, bundleFrame{FrameOpening, slices.Concat(id[:], o.CEK[:])})
		}
		r, err := Receipt{w.process, id, int64(i), w.now, int64(i) + 2}.Sign(w.hub)
		w.ok(err)
		openings = append(openings, bundleFrame{FrameReceipt, r})
	}
	out = append([]bundleFrame{{FrameLeaves, leaves}}, out...)
	out = append(out, openings...)
	return append(out, bundleFrame{FrameCheckpoint, w.checkpoint()}, bundleFrame{FrameCheckpoint, w.checkpoint(w.roster.Names()...)})
}

func (w *world) bundle(frames []bundleFrame) []byte {
	w.t.Helper()
	var buf bytes.Buffer
	b := NewBundleWriter(&buf, &Manifest{Process: w.process, From: "M", Leaves: int64(len(w.ids)), Created: w.now})
	for _, f := range frames {
		w.ok(b.Frame(f.t, f.data))
	}
	_, err := b.Close()
	w.ok(err)
	return buf.Bytes()
}

// bundleWorld is a process with some traffic: index 4 is a caucus entry of A,
// 5 a note of B to itself, 6 a plenary entry of M, 7 a cover leaf, 8 a second
// caucus entry of A, 9 its disclosure of the first.
func bundleWorld(t testing.TB) *world {
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	a := w.members["A"]
	id := a.say("M", OnRecord, "note", text("thirty days"))
	if w.ids[4] != id {
		t.Fatal("the fixture has changed: the indices in this file are off by some")
	}
	w.members["B"].say("", WithoutPrejudice, "note", text("to myself"))
	w.members["M"].say("A B", OnRecord, "note", text("we meet on Friday"))
	w.cover()
	a.say("M", OnRecord, "note", text("or forty"))
	d := a.show(id, nil, nil, 1)
	a.say("B M", OnRecord, KindDisclose, Part{MediaDisclosure, d.Bytes()})
	return w
}

func (w *world) audit(frames []bundleFrame) *Audit {
	w.t.Helper()
	a, err := AuditBundle(bytes.NewReader(w.bundle(frames)))
	w.ok(err)
	return a
}

// find returns the position of the n-th record of a type.
func find(t testing.TB, frames []bundleFrame, kind FrameType, n int) int {
	t.Helper()
	for i, f := range frames {
		if f.t == kind {
			if n == 0 {
				return i
			}
			n--
		}
	}
	t.Fatalf("there are too few records of type %d", kind)
	return 0
}

func TestAuditOfASoundBundle(t *testing.T) {
	w := bundleWorld(t)
	a := w.audit(w.members["M"].frames())
	if len(a.Problems) != 0 || len(a.Verdicts) != 0 {
		t.Errorf("problems: %v; verdicts: %v", a.Problems, a.Verdicts)
	}
	// Four open entries, four that M can read; B's note and the cover are withheld.
	if a.Leaves != 10 || len(a.Accepted) != 8 || a.Withheld != 2 || a.Waiting != 0 || a.Receipts != 8 {
		t.Errorf("%d leaves, %d accepted, %d withheld, %d waiting, %d receipts", a.Leaves, len(a.Accepted), a.Withheld, a.Waiting, a.Receipts)
	}
	if a.Checkpoint == nil || a.Checkpoint.Size != 10 || !a.Witnessed || a.Roster.Hash != w.roster.Hash {
		t.Errorf("checkpoint %+v, witnessed: %v", a.Checkpoint, a.Witnessed)
	}
	// A bundle is sound after seats and devices have come and gone since a
	// disclosure in it was witnessed.
	w.effective("device", w.change(w.members["A"], w.members["A"].addDevice("d2")))
	w.effective("device", w.change(w.members["A"], RemoveDevice("d1")))
	w.members["A"].dev = w.members["A"].device("d2")
	w.join("M", "C", RoleParty)
	a = w.audit(w.members["M"].frames())
	if len(a.Problems) != 0 || !a.Witnessed {
		t.Errorf("after changes of the roster: problems %v, witnessed %v", a.Problems, a.Witnessed)
	}
	// Without openings it is sound too, and shows only the roster.
	frames := slices.DeleteFunc(w.members["M"].frames(), func(f bundleFrame) bool { return f.t == FrameOpening })
	a = w.audit(frames)
	if len(a.Problems) != 0 || a.Roster.Hash != w.roster.Hash || a.Withheld != 6 {
		t.Errorf("without openings: problems %v, %d withheld", a.Problems, a.Withheld)
	}
}

// What is wrong with a bundle is said, with the index of the first entry that
// shows it.
func TestAuditNamesWhatIsWrong(t *testing.T) {
	drop := func(fs []bundleFrame, i int) []bundleFrame { return slices.Delete(fs, i, i+1) }
	leaf := func(fs []bundleFrame, i int) []byte { return fs[0].data[8+32*i:][:32] }
	for _, c := range []struct {
		what  string
		edit  func(w *world, fs []bundleFrame) []bundleFrame
		first int64 // index of the first problem with one; -1 for none
		says  string
	}{
		{"a leaf is dropped", func(_ *world, fs []bundleFrame) []bundleFrame {
			fs[0].data = slices.Delete(fs[0].data, 8+32*5, 8+32*6) // B's note, of which nothing else is there
			return fs
		}, 5, "split-view"},
		{"the last leaf is dropped", func(_ *world, fs []bundleFrame) []bundleFrame {
			fs[0].data = fs[0].data[:len(fs[0].data)-32]
			return fs
		}, -1, "10 leaves; the bundle holds 9"},
		{"a leaf is added", func(_ *world, fs []bundleFrame) []bundleFrame {
			fs[0].data = append(fs[0].data, make([]byte, 32)...)
			return fs
		}, -1, "covers 10 of 11 leaves"},
		{"two leaves are swapped", func(w *world, fs []bundleFrame) []bundleFrame {
			x := bytes.Clone(leaf(fs, 5))
			copy(leaf(fs, 5), leaf(fs, 6))
			copy(leaf(fs, 6), x)
			return fs
		}, 5, "split-view"},
		{"the genesis is not the first leaf", func(_ *world, fs []bundleFrame) []bundleFrame {
			x := bytes.Clone(leaf(fs, 0))
			copy(leaf(fs, 0), leaf(fs, 1))
			copy(leaf(fs, 1), x)
			return fs
		}, 0, "no valid genesis"},
		{"no leaf at all", func(_ *world, fs []bundleFrame) []bundleFrame {
			fs[0].data = fs[0].data[:8]
			return fs
		}, -1, "no valid genesis"},
		{"a cover leaf is changed", func(_ *world, fs []bundleFrame) []bundleFrame {
			leaf(fs, 7)[0] ^= 1
			return fs
		}, 8, "split-view"},
		{"the last leaf is changed", func(_ *world, fs []bundleFrame) []bundleFrame {
			leaf(fs, 9)[0] ^= 1
			return fs
		}, -1, "root at size 10 is not that of these leaves"},
		{"an envelope is changed", func(_ *world, fs []bundleFrame) []bundleFrame {
			i := find(t, fs, FrameEnvelope, 4)
			fs[i].data = bytes.Clone(fs[i].data)
			fs[i].data[len(fs[i].data)-1] ^= 1
			return fs
		}, 4, "opens it and not the envelope"},
		{"an envelope is left out", func(_ *world, fs []bundleFrame) []bundleFrame {
			return drop(fs, find(t, fs, FrameEnvelope, 4))
		}, 4, "opens it and not the envelope"},
		{"a roster entry is left out", func(_ *world, fs []bundleFrame) []bundleFrame {
			return drop(fs, find(t, fs, FrameEnvelope, 2))
		}, 3, "stale"},
		{"an envelope is no envelope", func(_ *world, fs []bundleFrame) []bundleFrame {
			fs[find(t, fs, FrameEnvelope, 4)].data = []byte("nothing")
			return fs
		}, 4, "cannot be read"},
		{"an envelope is in no leaf", func(w *world, fs []bundleFrame) []bundleFrame {
			return append(fs, bundleFrame{FrameEnvelope, w.members["A"].seal("M", OnRecord, "note", text("unlogged")).Bytes()})
		}, -1, "in no leaf"},
		{"an opening is another key", func(_ *world, fs []bundleFrame) []bundleFrame {
			fs[find(t, fs, FrameOpening, 0)].data[40] ^= 1
			return fs
		}, 4, "bad.body"},
		{"no checkpoint", func(_ *world, fs []bundleFrame) []bundleFrame {
			return slices.DeleteFunc(fs, func(f bundleFrame) bool { return f.t == FrameCheckpoint })
		}, -1, "no checkpoint covers"},
		{"a checkpoint of another root", func(w *world, fs []bundleFrame) []bundleFrame {
			msg, err := w.hub.Sign(w.process, 8, fixedSeed("another root"))
			w.ok(err)
			return append(fs, bundleFrame{FrameCheckpoint, msg})
		}, -1, "root at size 8 is not that of these leaves"},
		{"a checkpoint of more leaves", func(w *world, fs []bundleFrame) []bundleFrame {
			msg, err := w.hub.Sign(w.process, 11, fixedSeed("a root"))
			w.ok(err)
			return append(fs, bundleFrame{FrameCheckpoint, msg})
		}, -1, "11 leaves; the bundle holds 10"},
		{"a checkpoint of another hub", func(w *world, fs []bundleFrame) []bundleFrame {
			msg, err := NewLogKey(fixedSeed("another hub")).Sign(w.process, 8, fixedSeed("a root"))
			w.ok(err)
			return append(fs, bundleFrame{FrameCheckpoint, msg})
		}, -1, "the hub's signature is missing"},
		{"a checkpoint of another process", func(w *world, fs []bundleFrame) []bundleFrame {
			msg, err := w.hub.Sign(fixedSeed("another process"), 8, fixedSeed("a root"))
			w.ok(err)
			return append(fs, bundleFrame{FrameCheckpoint, msg})
		}, -1, "the hub's signature is missing"},
		{"a receipt for an entry that is not there", func(w *world, fs []bundleFrame) []bundleFrame {
			msg, err := Receipt{w.process, fixedSeed("dropped by the hub"), 4, w.now, 6}.Sign(w.hub)
			w.ok(err)
			return append(fs, bundleFrame{FrameReceipt, msg})
		}, -1, "due by tick 6"},
		{"a receipt of another hub", func(w *world, fs []bundleFrame) []bundleFrame {
			msg, err := Receipt{w.process, w.ids[4], 4, w.now, 6}.Sign(NewLogKey(fixedSeed("another hub")))
			w.ok(err)
			return append(fs, bundleFrame{FrameReceipt, msg})
		}, -1, "a receipt does not hold"},
		{"a text that was never witnessed", func(w *world, fs []bundleFrame) []bundleFrame {
			o := w.members["M"].read[w.ids[8]].Opened()
			d, err := o.Disclose([]int64{1}, w.proof(w.ids[8], "M"), nil, nil)
			w.ok(err)
			w.members["M"].say("A B", OnRecord, KindDisclose, Part{MediaDisclosure, d.Bytes()})
			return w.members["M"].frames()
		}, 10, "the quorum is 3"},
		{"a disclosure without permission", func(w *world, fs []bundleFrame) []bundleFrame {
			d := w.members["M"].show(w.ids[4], nil, nil, 1)
			w.members["M"].say("A B", OnRecord, KindDisclose, Part{MediaDisclosure, d.Bytes()})
			return w.members["M"].frames()
		}, 10, "permission"},
		{"a disclosure that is none", func(w *world, fs []bundleFrame) []bundleFrame {
			w.members["M"].say("A B", OnRecord, KindDisclose, Part{MediaDisclosure, []byte("x")})
			return w.members["M"].frames()
		}, 10, "damaged"},
	} {
		w := bundleWorld(t)
		a := w.audit(c.edit(w, w.members["M"].frames()))
		first := slices.IndexFunc(a.Problems, func(p Problem) bool { return p.Index >= 0 })
		switch {
		case c.first < 0 && first >= 0:
			t.Errorf("%s: entry %d is named: %v", c.what, a.Problems[first].Index, a.Problems)
		case c.first >= 0 && (first < 0 || a.Problems[first].Index != c.first):
			t.Errorf("%s: want entry %d first: %v", c.what, c.first, a.Problems)
		}
		if !slices.ContainsFunc(a.Problems, func(p Problem) bool { return strings.Contains(p.String(), c.says) }) {
			t.Errorf("%s: nothing says %q: %v", c.what, c.says, a.Problems)
		}
	}
}

// What no caller should act on is refused as a file.
func TestBundleAsAFile(t *testing.T) {
	w := bundleWorld(t)
	frames := w.members["M"].frames()
	whole := w.bundle(frames)
	if _, err := AuditBundle(bytes.NewReader(whole)); err != nil {
		t.Fatal(err)
	}
	refused := func(what string, in io.Reader) {
		t.Helper()
		if _, err := AuditBundle(in); err == nil || !errors.Is(err, ErrBundle) && !strings.Contains(err.Error(), "bundle record") {
			t.Errorf("%s: %v; want it refused", what, err)
		}
	}
	// Cut at each record boundary, just after it, and in the middle.
	at := len(labelPouch) + 4 + len((&Manifest{Process: w.process, From: "M", Leaves: int64(len(w.ids)), Created: w.now}).text())
	for i, f := range frames {
		for _, cut := range []int{at, at + 1, at + 5 + len(f.data)/2} {
			refused("cut in record "+dec(i), bytes.NewReader(whole[:cut]))
		}
		at += 5 + len(f.data)
	}
	for cut := at; cut < len(whole); cut++ {
		refused("cut in the closing hash", bytes.NewReader(whole[:cut]))
	}
	for cut := range len(labelPouch) + 4 {
		refused("cut in its beginning", bytes.NewReader(whole[:cut]))
	}
	// Something follows, however the reader hands it over.
	longer := append(slices.Clone(whole), 'x')
	refused("a byte more", bytes.NewReader(longer))
	refused("a byte more, read one by one", iotest.OneByteReader(bytes.NewReader(longer)))
	refused("a byte more, that comes with the end", iotest.DataErrReader(bytes.NewReader(longer)))
	refused("a bundle twice", bytes.NewReader(slices.Concat(whole, whole)))
	refused("a bundle that fails in the middle", iotest.TimeoutReader(iotest.OneByteReader(bytes.NewReader(whole))))
	for _, r := range []io.Reader{
		iotest.OneByteReader(bytes.NewReader(whole)), iotest.HalfReader(bytes.NewReader(whole)), iotest.DataErrReader(bytes.NewReader(whole)),
	} {
		if a, err := AuditBundle(r); err != nil || len(a.Problems) != 0 {
			t.Errorf("the bundle itself, handed over in other pieces: %v", err)
		}
	}
	for what, f := range map[string]bundleFrame{
		"a type of a later version": {8, nil}, "leaves with a hole": {FrameLeaves, append([]byte{0, 0, 0, 0, 0, 0, 0, 99}, make([]byte, 32)...)},
		"leaves from below zero": {FrameLeaves, bytes.Repeat([]byte{0xff}, 40)}, "half a leaf": {FrameLeaves, make([]byte, 8+31)},
		"leaves without a start": {FrameLeaves, make([]byte, 7)}, "half an opening": {FrameOpening, make([]byte, 63)},
	} {
		refused(what, bytes.NewReader(w.bundle(append(slices.Clone(frames), f))))
	}
	// A length that the file does not have costs no memory to speak of.
	for _, n := range []uint32{maxFrame + 1, 1 << 31, 1<<32 - 1} {
		head := appendFrame(slices.Clone(whole[:len(labelPouch)+4+100]), 0, nil)
		cut := slices.Clone(whole[:at])
		cut = append(cut, byte(FrameEnvelope), byte(n>>24), byte(n>>16), byte(n>>8), byte(n))
		refused("a record of a length beyond all limits", bytes.NewReader(cut))
		copy(head[len(labelPouch):], []byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
		refused("a manifest of a length beyond all limits", bytes.NewReader(head))
	}
	var buf bytes.Buffer
	b := NewBundleWriter(&buf, &Manifest{Process: w.process, From: "M"})
	if b.Frame(FrameEnvelope, make([]byte, maxFrame+1)) == nil {
		t.Error("a record was written that no reader takes")
	}
	// The manifest of one process over the records of another.
	buf.Reset()
	b = NewBundleWriter(&buf, &Manifest{Process: fixedSeed("another"), From: "M", Created: w.now})
	for _, f := range frames {
		w.ok(b.Frame(f.t, f.data))
	}
	_, err := b.Close()
	w.ok(err)
	a, err := AuditBundle(&buf)
	w.ok(err)
	if a.Roster != nil || len(a.Accepted) != 0 || len(a.Problems) == 0 {
		t.Errorf("a foreign manifest: %d accepted, problems %v", len(a.Accepted), a.Problems)
	}
}

// Lengths are the sender's word. None of them makes a parser reserve what the
// input does not hold.
func TestLengthsReserveNothing(t *testing.T) {
	w := bundleWorld(t)
	whole := w.bundle(w.members["M"].frames())
	huge := []byte{0xff, 0xff, 0xff, 0xff}
	frame := func(label string, kind byte) []byte { return append(append([]byte(label), kind), huge...) }
	envelope := bytes.Clone(w.members["A"].seal("M", OnRecord, "note", text("x")).Bytes())
	copy(envelope[132:], huge)
	for what, f := range map[string]func(){
		"disclosure": func() { ParseDisclosure(frame(labelDisclosure, frameText)) },
		"bundle":     func() { AuditBundle(bytes.NewReader(slices.Concat(whole[:len(labelPouch)], huge))) },
		"record":     func() { AuditBundle(bytes.NewReader(slices.Concat(whole[:len(whole)-37], []byte{3}, huge))) },
		"envelope":   func() { ParseEnvelope(envelope) },
		"proof":      func() { ParseProof([]byte(proofHeader + "index 9007199254740992\n\nx")) },
		"statement":  func() { ParseStatement(bytes.Repeat([]byte("part a/b 9007199254740992 x\n"), 3000)) },
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range 10 {
			f()
		}
		runtime.ReadMemStats(&after)
		// The bundle is read up to the false length: 100 KiB, copied about
		// three times. One false length that is believed costs four gigabytes.
		if used := (after.TotalAlloc - before.TotalAlloc) / 10; used > 2<<20 {
			t.Errorf("%s: a false length costs %d bytes", what, used)
		}
	}
}

// I6: an auditor comes to the verdicts of a reader that has the same leaves and
// envelopes, and to the same ones each time.
func TestI6AuditIsWhatAReaderReads(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party")
	m := w.members["M"]
	// E is written for the roster that index 3 makes, and logged before it as
	// well as after: it is stale first, and valid then, and a replay at last.
	d, to := w.members["A"].draft("M", OnRecord, "note", text("once"))
	d.Chain.SeenSize, d.Chain.SeenRoot = 0, emptyRoot()
	d.RosterIndex++ // where that roster entry will stand
	e := w.members["A"].sealDraft(d, to)
	w.raw[e.ID()] = e.Bytes()
	w.ids = slices.Concat(w.ids[:2], []Hash{e.ID()}, w.ids[2:], []Hash{e.ID(), e.ID()})
	r := NewReader(w.process, "M", m)
	var want []Code
	for _, id := range w.ids {
		for _, v := range r.Next(id, m.held(id)) {
			if v.Code != Accepted {
				want = append(want, v.Code)
			}
		}
	}
	if !slices.Equal(want, []Code{Stale, Replay}) {
		t.Fatalf("a reader reads %v", want)
	}
	frames := m.frames()
	for range 2 {
		frames = append(frames, bundleFrame{FrameEnvelope, w.members["A"].seal("M", OnRecord, "note", text("unlogged")).Bytes()})
	}
	var first []byte
	for range 5 {
		a := w.audit(frames)
		var got []Code
		for _, v := range a.Verdicts {
			got = append(got, v.Code)
		}
		if !slices.Equal(got, want) || a.Withheld != r.Withheld() {
			t.Fatalf("an auditor reads %v, %d withheld; want %v, %d", got, a.Withheld, want, r.Withheld())
		}
		if first == nil {
			first = dump(a.Problems)
		}
		if !bytes.Equal(first, dump(a.Problems)) {
			t.Fatal("two audits of one bundle report different problems")
		}
	}
}
