// SPDX-License-Identifier: Apache-2.0

package record

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// story is a chain of one device, written as letters: each letter is an entry
// that says what it follows and which earlier submission it replaces, so that
// a log is a word and what a reader makes of it is another.
type story struct {
	w       *world
	reader  *member
	entries map[string]*Envelope
	names   map[Hash]string
	last    *Reader // the reader of the last log read
}

// newStory seals the entries described by lines "name seq prev replaces words",
// with "-" for none. The author is A, the channel that of A, B and M.
func newStory(t testing.TB, reg Register, lines ...string) *story {
	t.Helper()
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	s := &story{w: w, reader: w.members["M"], entries: map[string]*Envelope{}, names: map[Hash]string{}}
	s.seal(reg, lines...)
	return s
}

func (s *story) seal(reg Register, lines ...string) {
	s.w.t.Helper()
	for _, l := range lines {
		f := strings.Fields(l)
		d, to := s.w.members["A"].draft("B M", reg, "note", text(strings.Join(f[4:], " ")))
		fmt.Sscan(f[1], &d.Chain.Seq)
		for i, h := range map[int]*Hash{2: &d.Chain.Prev, 3: &d.Chain.Replaces} {
			if e := s.entries[f[i]]; e != nil {
				*h = e.ID()
			}
		}
		e := s.w.members["A"].sealDraft(d, to)
		s.entries[f[0]], s.names[e.ID()] = e, f[0]
	}
}

// read reads the process and then a log of entries, and tells the verdicts in
// the order in which they came: "a:accepted".
func (s *story) read(log ...string) string {
	s.last = s.reader.replay()
	var out []string
	for _, name := range log {
		e := s.entries[name]
		for _, v := range s.last.Next(e.ID(), e.Bytes()) {
			out = append(out, s.names[v.ID]+":"+string(v.Code))
		}
	}
	return strings.Join(out, " ")
}

// What a reader makes of every way in which entries of one device can come.
func TestChainVerdicts(t *testing.T) {
	for _, reg := range []Register{OnRecord, WithoutPrejudice} {
		s := newStory(t, reg,
			"a 1 - - yes",
			"b 1 - a yes", // second submission of a
			"c 1 - a yes", // third; it names the first, as it must
			"d 1 - b yes", // third, by an author that names the second instead
			"n 2 a - next",
			"o 2 b - next",
			"p 2 c - next",
			"q 3 n - last",
			"x 1 - a no",  // another text, passed off as a submission of a
			"y 1 - - no",  // another text under one number
			"z 1 - n no",  // replaces what is not of its number
			"e 1 - - yes", // another submission that does not say so
			"g 5 n - far",
			"h 2 g - from nowhere",
		)
		for _, c := range []struct{ log, want string }{
			// In order, and backwards.
			{"a n q", "a:accepted n:accepted q:accepted"},
			{"q n a", "q:hold n:hold a:accepted n:accepted q:accepted"},
			{"n q a", "n:hold q:hold a:accepted n:accepted q:accepted"},
			// The same envelope twice.
			{"a a n n", "a:accepted a:replay n:accepted n:replay"},
			{"n n a", "n:hold n:replay a:accepted n:accepted"},
			// Submitted again, and logged both times, in either order.
			{"a b n", "a:accepted b:duplicate n:accepted"},
			{"b a n", "b:accepted a:duplicate n:accepted"},
			// The first submission may never come, and be named all the same.
			{"b n", "b:accepted n:accepted"},
			{"e b n", "e:accepted b:duplicate n:accepted"},
			{"a b b a", "a:accepted b:duplicate b:duplicate a:replay"},
			// The next entry may name either.
			{"a b o", "a:accepted b:duplicate o:accepted"},
			{"b a o", "b:accepted a:duplicate o:accepted"},
			// It may have to wait for the submission that it names.
			{"a o", "a:accepted o:hold"},
			{"a o b", "a:accepted o:hold b:duplicate o:accepted"},
			{"o a b", "o:hold a:accepted b:duplicate o:accepted"},
			{"o q b a", "o:hold q:hold b:accepted o:accepted a:duplicate"},
			// Submitted a third time.
			{"a b c p", "a:accepted b:duplicate c:duplicate p:accepted"},
			{"c a b n", "c:accepted a:duplicate b:duplicate n:accepted"},
			{"c b a p", "c:accepted b:duplicate a:duplicate p:accepted"},
			{"b c a o", "b:accepted c:duplicate a:duplicate o:accepted"},
			{"c p b a", "c:accepted p:accepted b:duplicate a:duplicate"},
			{"d b a", "d:accepted b:duplicate a:duplicate"},
			{"a b d", "a:accepted b:duplicate d:duplicate"},
			// Even where nothing names the other: an honest author that was
			// refused twice must not look like one that writes twice because
			// the hub logs the first and the last of three submissions.
			{"d a n", "d:accepted a:duplicate n:accepted"},
			{"a d", "a:accepted d:duplicate"},
			{"a e", "a:accepted e:duplicate"},
			// Two texts under one number are a fork, whatever they claim to
			// replace. Otherwise an author could log both, in the order in
			// which the readers pass over the one that it likes to show later.
			{"a x", "a:accepted x:author-fork"},
			{"x a", "x:accepted a:author-fork"},
			{"a y", "a:accepted y:author-fork"},
			{"y a n", "y:accepted a:author-fork n:hold"},
			{"a n z", "a:accepted n:accepted z:author-fork"},
			{"z a", "z:accepted a:author-fork"},
			// What waits is judged when its turn comes.
			{"n o a b", "n:hold o:hold a:accepted n:accepted o:duplicate b:duplicate"},
			{"g a n", "g:hold a:accepted n:accepted"},
			{"h a n", "h:hold a:accepted n:accepted h:author-fork"},
		} {
			if got := s.read(strings.Fields(c.log)...); got != c.want {
				t.Errorf("%s: the log %q reads\n\t%s; want\n\t%s", reg, c.log, got, c.want)
			}
		}
	}
}

// I6 and I10: the order inside a tick carries no meaning. Whatever permutation
// of a device's entries is logged, resubmissions included, the same texts are
// accepted under the same numbers and nothing waits.
func TestI10OrderInsideATick(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 10)) // fixed, so that a failure can be found again
	for _, reg := range []Register{OnRecord, WithoutPrejudice} {
		s := newStory(t, reg,
			"a 1 - - one", "b 2 a - two", "c 2 a b two", "d 3 b - three", "e 4 d - four",
			"f 4 d e four", "g 4 d e four", "h 5 g - five", "i 6 h - six", "j 6 h i six", "k 7 j - seven")
		log := strings.Fields("a b c d e f g h i j k")
		for range 50 {
			rng.Shuffle(len(log), func(i, j int) { log[i], log[j] = log[j], log[i] })
			texts := map[int64]string{}
			s.last = s.reader.replay()
			for _, name := range log {
				e := s.entries[name]
				for _, v := range s.last.Next(e.ID(), e.Bytes()) {
					if v.Code == Accepted {
						seq := v.Entry.Chain().Seq
						if texts[seq] != "" {
							t.Errorf("%s %v: number %d is accepted twice", reg, log, seq)
						}
						texts[seq] = string(v.Entry.Parts()[0].Data)
					} else if v.Code != Held && v.Code != Duplicate {
						t.Errorf("%s %v: %s is %s (%s)", reg, log, name, v.Code, v.Why)
					}
				}
			}
			for i, want := range strings.Fields("one two three four five six seven") {
				if texts[int64(i+1)] != want {
					t.Errorf("%s %v: number %d is %q; want %q", reg, log, i+1, texts[int64(i+1)], want)
				}
			}
			if len(texts) != 7 || s.last.Waiting() != 0 {
				t.Errorf("%s %v: %d accepted, %d waiting", reg, log, len(texts), s.last.Waiting())
			}
		}
	}
}

// A chain is of one author device, channel and register: the same numbers
// begin anew in each, and none stops another.
func TestChainsAreApart(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	w.effective("device", w.change(w.members["A"], w.members["A"].addDevice("d2")))
	second := *w.members["A"]
	second.dev = w.members["A"].device("d2")
	for _, m := range []*member{w.members["A"], &second, w.members["M"]} {
		for _, reg := range []Register{OnRecord, WithoutPrejudice} {
			for _, to := range []string{"M", "B M"} {
				d, rcp := m.draft(to, reg, "note", text("one"))
				if d.Chain.Seq != 1 || d.Chain.Prev != (Hash{}) || len(d.Chain.Have) > 2 {
					t.Errorf("the chain of %s to %s (%s) begins with %+v", m.dev.Author, to, reg, d.Chain)
				}
				got := w.log(m.sealDraft(d, rcp))
				if v := got["M"]; slices.Contains(d.Audience, "M") && v.Code != Accepted {
					t.Errorf("%s to %s: %s (%s)", m.dev.Author, to, v.Code, v.Why)
				}
			}
		}
	}
}

// What an author says it has seen of the log is held against what the reader
// sees, entry by entry: that is how a split view comes out.
func TestSeenIsCompared(t *testing.T) {
	for _, c := range []struct {
		what string
		edit func(c *Chain)
		want Code
	}{
		{"the whole log", func(*Chain) {}, Accepted},
		{"nothing yet", func(c *Chain) { c.SeenSize, c.SeenRoot = 0, emptyRoot() }, Accepted},
		{"another root", func(c *Chain) { c.SeenRoot[31] ^= 1 }, SplitView},
		{"another empty log", func(c *Chain) { c.SeenSize, c.SeenRoot = 0, Hash{} }, SplitView},
		{"a root of another size", func(c *Chain) { c.SeenSize-- }, SplitView},
		{"more than there is", func(c *Chain) { c.SeenSize++ }, SplitView},
		{"as much as can be said", func(c *Chain) { c.SeenSize = maxInt }, SplitView},
	} {
		w := newWorld(t, "M:mediator", "A:party")
		d, to := w.members["A"].draft("M", OnRecord, "note", text("x"))
		c.edit(&d.Chain)
		w.expect(c.what, w.log(w.members["A"].sealDraft(d, to)), "A:"+string(c.want)+" M:"+string(c.want))
	}
}

// Without prejudice, an entry that came with another reader's opening may be
// that reader's own invention. It must not take the place of what its alleged
// author writes, nor make that author look like one who writes twice.
func TestRelayedEntriesTakeNoPlace(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	b := w.members["B"]
	ch := ChannelID(w.process, []string{"A", "B", "M"})
	// M invents two entries of A, with nothing in the slots, and passes the
	// openings on to B.
	invent := func(words string, c Chain) *Envelope {
		d, to := w.members["M"].draft("A B", WithoutPrejudice, "note", text(words))
		d.Chain = c
		forger := *w.members["M"].dev
		forger.Author = Author{"A", "d1"}
		f := &forgery{draft: d, by: &forger, to: to, slot: func(_ int, s *slotPlan) { s.seal = nil }}
		e, cek := f.seal(t)
		b.own[e.ID()] = Opening{CEK: cek, Origin: Relayed}
		return e
	}
	honest := w.members["A"].chain(Author{"A", "d1"}, ch, WithoutPrejudice)
	one := invent("A gives in", honest)
	w.expect("the first invention", w.log(one), "B:accepted.relayed")
	after := honest
	after.Seq, after.Prev = 2, one.ID()
	two := invent("on all points", after)
	w.expect("the second invention", w.log(two), "B:accepted.relayed")
	after.Seq, after.Prev = 3, two.ID()
	w.expect("the third invention", w.log(invent("for good", after)), "B:accepted.relayed")

	// A's own entries arrive, the second before the first.
	s := newStoryIn(w, WithoutPrejudice, "a 1 - - never", "b 2 a - and that is that", "c 3 b - really")
	w.expect("A's second", w.log(s["b"]), "B:hold M:hold")
	if got := b.reader.Waiting(); got != 1 {
		t.Errorf("%d entries wait; want 1", got)
	}
	w.expect("A's first", w.log(s["a"]), "B:accepted M:accepted")
	if seq, _ := b.reader.Last(Author{"A", "d1"}, ch, WithoutPrejudice); seq != 3 {
		t.Errorf("B has read A's chain up to %d; want 3, two of them A's and one still invented", seq)
	}
	w.expect("A's third", w.log(s["c"]), "B:accepted M:accepted")
	if seq, id := b.reader.Last(Author{"A", "d1"}, ch, WithoutPrejudice); seq != 3 || id != s["c"].ID() || b.reader.Waiting() != 0 {
		t.Errorf("B has read A's chain up to %d, %d waiting; want 3, none", seq, b.reader.Waiting())
	}
	// An invention that comes too late shows nothing of A.
	w.expect("a late invention", w.log(invent("A gives in after all", honest)), "B:bad.author")
	// A real entry that was merely relayed still fills a gap.
	d, to := w.members["A"].draft("B M", WithoutPrejudice, "note", text("not for B"))
	f := &forgery{draft: d, by: w.members["A"].dev, to: to, slot: func(i int, s *slotPlan) {
		if i < 3 && to[i].Seat == "B" {
			s.seal = nil
		}
	}}
	gap, cek := f.seal(t)
	b.own[gap.ID()] = Opening{CEK: cek, Origin: Relayed}
	w.expect("a healed slot", w.log(gap), "A:accepted B:accepted.relayed M:accepted")
	w.expect("what follows it", w.members["A"].write("B M", WithoutPrejudice, "more"), "B:accepted M:accepted")
}

// newStoryIn seals the lines of [newStory] in a world that exists.
func newStoryIn(w *world, reg Register, lines ...string) map[string]*Envelope {
	w.t.Helper()
	s := &story{w: w, reader: w.members["M"], entries: map[string]*Envelope{}, names: map[Hash]string{}}
	s.seal(reg, lines...)
	return s.entries
}

// Acknowledgements name one head an author, and a chain block takes 512 of
// them: a seat that goes through many devices must not fill it up, or nobody
// could write in its channels any more.
func TestHeadsOfManyDevicesStillFit(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party")
	m := w.members["M"]
	w.members["A"].write("M", OnRecord, "hello")
	ch := ChannelID(w.process, []string{"A", "M"})
	// Each of these stands for a device that wrote one entry and was removed.
	for i := range maxHave + 1 {
		key := chainKey{Author{"A", "x" + dec(i)}, ch, OnRecord}
		m.reader.chains[key] = &chain{last: 1, links: map[int64]*link{1: {ids: []Hash{fixedSeed(dec(i))}}}}
	}
	got := m.reader.Heads(ch, OnRecord)
	if len(got) > maxHave || !slices.ContainsFunc(got, func(h Have) bool { return h.Author == Author{"A", "d1"} }) {
		t.Errorf("%d heads, A/d1 among them or not; want at most %d, with it", len(got), maxHave)
	}
	w.expect("an entry with all of them", m.write("A", OnRecord, "still here"), "A:accepted M:accepted")
}
