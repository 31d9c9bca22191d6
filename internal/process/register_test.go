// SPDX-License-Identifier: Apache-2.0

package process

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/record"
)

func contact(title, amends string) act.Contact {
	return act.Contact{Amends: amends, Form: "call", Title: title, When: act.Moment{Day: "2025-05-19"}}
}

func readout(of, text string) act.Readout {
	return act.Readout{Contact: of, Text: text, Ground: act.Ground{Teller: "teller"}}
}

// does writes an act and returns its reference.
func (w *writer) does(author, to string, a act.Act) string { return Ref(w.do(author, to, a).id) }

// say is what a register holds of contacts: title, whether withdrawn, writings.
func say(vs []Version) string {
	var out []string
	for _, v := range vs {
		s := v.Act.(act.Contact).Title
		for _, l := range v.Rivals {
			s += " | " + l.Act.(act.Contact).Title
		}
		for _, l := range v.Earlier {
			s += " < " + l.Act.(act.Contact).Title
		}
		if v.Withdrawn != nil {
			s += " (withdrawn)"
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

func TestVersions(t *testing.T) {
	for name, c := range map[string]struct {
		write func(w *writer)
		want  string
	}{
		"written once": {func(w *writer) { w.does("M", "A", contact("one", "")) }, "one"},
		"amended":      {func(w *writer) { w.does("M", "A", contact("two", w.does("M", "A", contact("one", "")))) }, "two < one"},
		"amended twice": {func(w *writer) {
			w.does("M", "A", contact("three", w.does("M", "A", contact("two", w.does("M", "A", contact("one", ""))))))
		}, "three < one < two"},
		"by two devices": {func(w *writer) {
			first := w.does("M", "A", contact("one", ""))
			w.does("M/d2", "A", contact("two", first))
		}, "two < one"},
		"without having seen each other": {func(w *writer) {
			first := w.does("M", "A", contact("one", ""))
			w.tick()
			w.does("M/d1", "A", contact("two", first))
			w.does("M/d2", "A", contact("three", first))
		}, "two | three < one"},
		"settled by one who saw both": {func(w *writer) {
			first := w.does("M", "A", contact("one", ""))
			w.tick()
			two := w.does("M/d1", "A", contact("two", first))
			w.does("M/d2", "A", contact("three", first))
			w.tick()
			w.does("M/d3", "A", contact("four", two))
		}, "four < one < two < three"},
		"settled by a further amendment of the first": {func(w *writer) {
			first := w.does("M", "A", contact("one", ""))
			w.tick()
			w.does("M/d1", "A", contact("two", first))
			w.does("M/d2", "A", contact("three", first))
			w.tick()
			w.does("M/d2", "A", contact("four", first))
		}, "four < one < two < three"},
		"not settled by one who saw neither": {func(w *writer) {
			first := w.does("M", "A", contact("one", ""))
			w.tick()
			w.does("M/d1", "A", contact("two", first))
			w.does("M/d2", "A", contact("three", first))
			w.does("M/d3", "A", contact("four", first))
		}, "two | three | four < one"},
		"the same place taken twice in one chain": {func(w *writer) {
			first := w.does("M", "A", contact("one", ""))
			w.does("M", "A", contact("two", first))
			w.does("M", "A", contact("three", first))
		}, "three < one < two"},
		"amended by another seat": {func(w *writer) { w.does("A", "M", contact("ours", w.does("M", "A", contact("one", "")))) }, "one"},
		"and that amended in turn": {func(w *writer) {
			theirs := w.does("A", "M", contact("ours", w.does("M", "A", contact("one", ""))))
			w.does("A", "M", contact("still ours", w.does("A", "M", contact("ours again", theirs))))
		}, "one"},
		"amended as another kind": {func(w *writer) { w.does("M", "A", contact("two", w.does("M", "A", act.Note{Text: "one"}))) }, ""},
		"an amendment of what is void": {func(w *writer) {
			f := w.do("M", "A", contact("one", ""))
			f.parts[0].Data = []byte(`{}`)
			w.does("M", "A", contact("two", Ref(f.id)))
		}, ""},
		"of an entry not opened here": {func(w *writer) { w.does("M", "A", contact("two", Ref(id("elsewhere")))) }, "two"},
		"two of one entry not opened here": {func(w *writer) {
			w.does("M", "A", contact("two", w.does("M", "A", contact("one", Ref(id("elsewhere"))))))
			w.does("A", "M", contact("ours", Ref(id("elsewhere"))))
		}, "ours; two < one"},
		"withdrawn": {func(w *writer) { w.does("M", "A", act.Withdrawal{Entry: w.does("M", "A", contact("one", ""))}) }, "one (withdrawn)"},
		"an amendment is withdrawn": {func(w *writer) {
			w.does("M", "A", act.Withdrawal{Entry: w.does("M", "A", contact("two", w.does("M", "A", contact("one", ""))))})
		}, "two < one (withdrawn)"},
		"withdrawn by another seat": {func(w *writer) { w.does("A", "M", act.Withdrawal{Entry: w.does("M", "A", contact("one", ""))}) }, "one"},
		"relayed amendment": {func(w *writer) {
			f := w.do("M", "A", contact("two", w.does("M", "A", contact("one", ""))))
			f.relayed = true
		}, "one"},
		"relayed withdrawal": {func(w *writer) {
			f := w.do("M", "A", act.Withdrawal{Entry: w.does("M", "A", contact("one", ""))})
			f.relayed = true
		}, "one"},
	} {
		w := newWriter(t)
		c.write(w)
		s := w.fold("M", process4())
		if got := say(s.Versions(act.KindContact)); got != c.want {
			t.Errorf("%s: the register holds %q; want %q", name, got, c.want)
		}
		// Each writing leads to the act, and nothing void does.
		for _, l := range s.Lines() {
			v, ok := s.Version(l.ID)
			if ok == (s.Void(l) != "") {
				t.Errorf("%s: %s is an act: %v, void %q", name, l.Kind, ok, s.Void(l))
			}
			if ok && l.Kind == act.KindContact && !v.Is(l.ID) {
				t.Errorf("%s: %v is not among its own writings", name, l.Act)
			}
		}
	}
}

// TestVoidOfAmendments: what is not the author's to change says so.
func TestVoidOfAmendments(t *testing.T) {
	w := newWriter(t)
	one := w.does("M", "A", contact("one", ""))
	note := w.does("A", "M", act.Note{Text: "a"})
	title := w.does("M", everybody, act.Title{Title: "a"})
	u := w.does("M", "A", act.Undertaking{By: "A", Words: "we look into it"})
	theirs := w.do("A", "M", contact("ours", one)).id
	for _, c := range []struct {
		id   record.Hash
		says string
	}{
		{theirs, "the entry is by seat M, and only that seat can amend or withdraw it"},
		{w.do("A", "M", contact("ours", Ref(theirs))).id, "the entry that it is about changes nothing itself"},
		{w.do("A", "M", contact("two", note)).id, "it amends an entry of another kind, note"},
		{w.do("A", "M", act.Withdrawal{Entry: one}).id, "the entry is by seat M"},
		{w.do("M", "A", act.Withdrawal{Entry: title}).id, "an entry of the kind process.title cannot be withdrawn"},
		{w.do("A", "M", act.Withdrawal{Entry: note}).id, ""},
		{w.do("M", "A", act.UndertakingAnswer{Undertaking: u, Answer: "confirmed"}).id, "seat A undertook it, and only that seat can say that its words are confirmed"},
		{w.do("M", "A", act.UndertakingAnswer{Undertaking: u, Answer: "disowned"}).id, "seat A undertook it"},
		{w.do("M", "A", act.UndertakingAnswer{Undertaking: u, Answer: "corrected", Words: "x", Ground: act.Ground{Mark: act.Uncertain}}).id, ""},
		{w.do("M", "A", act.UndertakingAnswer{Undertaking: u, Answer: "read-back"}).id, ""},
		{w.do("A", "M", act.UndertakingAnswer{Undertaking: u, Answer: "confirmed"}).id, ""},
	} {
		s := w.fold("M", process4())
		l, _ := s.Line(c.id)
		if got := s.Void(l); c.says == "" && got != "" || !strings.Contains(got, c.says) {
			t.Errorf("%#v is void: %q; want %q", l.Act, got, c.says)
		}
	}
	s := w.fold("M", process4())
	v, _ := s.Version(id("entry", 3))
	if got := s.About(v, act.KindUndertakingAnswer); len(got) != 3 {
		t.Errorf("%d answers count; want the report, the reading back and the confirmation", len(got))
	}
}

// TestAbout: what is said of an act is found under each of its writings, and no
// more once it is amended away.
func TestAbout(t *testing.T) {
	w := newWriter(t)
	one := w.does("M", "A", contact("one", ""))
	other := w.does("M", "A", contact("other", ""))
	w.does("A", "M", readout(one, "of the first writing"))
	two := w.does("M", "A", contact("two", one))
	w.does("M", "A", readout(two, "of the second"))
	moved := w.does("M", "A", readout(one, "of the wrong contact"))
	x := readout(other, "put right")
	x.Amends = moved
	w.does("M", "A", x)
	back := w.does("M", "A", readout(one, "taken back"))
	w.does("M", "A", act.Withdrawal{Entry: back})
	s := w.fold("M", process4())
	texts := func(ref string) string {
		id, _ := hash(ref)
		v, ok := s.Version(id)
		if !ok {
			t.Fatal("no such act")
		}
		var out []string
		for _, r := range s.About(v, act.KindReadout) {
			text := r.Act.(act.Readout).Text
			if r.Withdrawn != nil {
				text += " (withdrawn)"
			}
			out = append(out, text)
		}
		slices.Sort(out)
		return strings.Join(out, "; ")
	}
	const want = "of the first writing; of the second; taken back (withdrawn)"
	if texts(one) != want || texts(two) != want {
		t.Errorf("about the contact: %q and %q; want %q", texts(one), texts(two), want)
	}
	if got := texts(other); got != "put right" {
		t.Errorf("about the other: %q", got)
	}
	// An issue that links to its own first writing is not about itself.
	w = newWriter(t)
	first := w.does("M", "A", act.Issue{Title: "one"})
	second := w.does("M", "A", act.Issue{Title: "two", Amends: first})
	w.does("M", "A", act.Issue{Title: "three", Amends: second, Links: []string{first}})
	w.does("M", "A", act.Issue{Title: "another", Links: []string{first}})
	s = w.fold("M", process4())
	id, _ := hash(first)
	v, _ := s.Version(id)
	if got := s.About(v, act.KindIssue); len(got) != 1 || got[0].Act.(act.Issue).Title != "another" {
		t.Errorf("linked are %+v", got)
	}
}

// TestHeldAmendment: an amendment that could be read only later was not seen by
// who had verified no more than its place in the log.
func TestHeldAmendment(t *testing.T) {
	w := newWriter(t)
	first := *w.do("M", "A", contact("one", ""))
	gap := *w.do("M", "A", act.Note{Text: "comes late"})
	held := *w.do("M", "A", contact("held", Ref(first.id)))
	other := *w.do("M/d2", "A", contact("other", Ref(first.id)))
	held.index, other.index, gap.index = 1, 2, 3
	other.seen = 2 // it holds the leaf of the held one, which nobody could read
	s := New("A")
	for _, f := range []fact{first, other, gap, held} {
		s = s.apply(f, process4())
	}
	if got := say(s.Versions(act.KindContact)); got != "held | other < one" {
		t.Errorf("the register holds %q", got)
	}
}

// registers is what the registers say, in no order of chance.
func registers(s State) string {
	var out []string
	refs := func(ls []Line) (ids []string) {
		for _, l := range ls {
			ids = append(ids, Ref(l.ID)[:8])
		}
		return ids
	}
	for _, kind := range act.Kinds() {
		for _, v := range s.Versions(kind) {
			line := fmt.Sprintf("%s %.8s first %.8s earlier %v rivals %v", kind, Ref(v.ID), Ref(v.First), refs(v.Earlier), refs(v.Rivals))
			if v.Withdrawn != nil {
				line += " withdrawn by " + Ref(v.Withdrawn.ID)[:8]
			}
			for _, k := range act.Kinds() {
				for _, x := range s.About(v, k) {
					line += fmt.Sprintf(" %s %.8s", k, Ref(x.ID))
				}
			}
			out = append(out, line)
		}
	}
	for _, p := range s.Proposals() {
		out = append(out, fmt.Sprintf("gate of %.8s open %v unknown %v owners %d", Ref(p.ID), p.Gate.Open, p.Gate.Unknown, len(p.Gate.Owners)))
	}
	for _, l := range s.Lines() {
		out = append(out, fmt.Sprintf("%s void %q", Ref(l.ID), s.Void(l)))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// registerStory writes ticks of random acts that amend, answer and withdraw one
// another, some of them without right.
func registerStory(t *testing.T, rnd *rand.Rand) [][]fact {
	w := newWriter(t)
	var refs, contacts []string
	some := func() string {
		if len(refs) == 0 || rnd.IntN(20) == 0 {
			return Ref(id("elsewhere", rnd.IntN(3)))
		}
		// Few targets, so that they meet.
		return refs[max(0, len(refs)-1-rnd.IntN(8))]
	}
	amends := func() string {
		if rnd.IntN(3) == 0 {
			return ""
		}
		return some()
	}
	var ends []int
	for range 6 {
		for range 1 + rnd.IntN(8) {
			author := []string{"M/d1", "M/d1", "M/d2", "A/d1", "A/d2"}[rnd.IntN(5)]
			to := []string{"A B M", "A B M", "A M"}[rnd.IntN(3)]
			var a act.Act
			switch rnd.IntN(8) {
			case 0, 1, 2:
				ref := amends()
				if len(contacts) > 0 && rnd.IntN(2) == 0 {
					ref = contacts[rnd.IntN(len(contacts))]
				}
				a = contact(fmt.Sprint("contact ", rnd.IntN(9)), ref)
			case 3:
				x := readout(some(), "told")
				x.Amends = amends()
				a = x
			case 4:
				a = act.Issue{Title: "issue", Amends: amends(), Owners: []string{"A"}}
			case 5:
				a = act.Consultation{Topic: "t", Amends: amends(), With: []string{"A"}, Issues: []string{some()}, On: act.Moment{Day: "2025-05-19"}}
			case 6:
				a = act.Proposal{Stage: act.Tabled, Title: "t", Text: "x", Amends: amends(), Issues: []string{some()}}
			default:
				a = act.Withdrawal{Entry: some()}
			}
			f := w.do(author, to, a)
			if rnd.IntN(6) == 0 && len(ends) > 0 {
				f.seen = int64(ends[rnd.IntN(len(ends))])
			}
			f.relayed = rnd.IntN(15) == 0
			refs = append(refs, Ref(f.id))
			if x, ok := a.(act.Contact); ok && x.Amends == "" {
				contacts = append(contacts, Ref(f.id))
			}
		}
		ends = append(ends, len(w.facts))
		w.tick()
	}
	var ticks [][]fact
	for i, start := range append([]int{0}, ends[:len(ends)-1]...) {
		ticks = append(ticks, w.facts[start:ends[i]])
	}
	return ticks
}

// TestRegistersHaveNoChance is the law of the fold for the registers: in which
// order the entries of a tick stand changes nothing, not even for an amendment
// that stands before what it amends; and a seat that reads some channels only
// says of what it reads what every other seat says that reads the same.
func TestRegistersHaveNoChance(t *testing.T) {
	r := roster("M:mediator", "A:party", "B:party")
	rivals, withdrawn, idle, before := 0, 0, 0, 0
	for seed := range uint64(200) {
		rnd := rand.New(rand.NewPCG(seed, 2))
		ticks := registerStory(t, rnd)
		fold := func(seat string, ticks [][]fact) State {
			s := New(seat)
			for _, f := range slices.Concat(ticks...) {
				if slices.Contains(f.text.Audience, seat) {
					s = s.apply(f, r)
				}
			}
			return s
		}
		for _, seat := range []string{"M", "B"} {
			s := fold(seat, ticks)
			want := registers(s)
			for _, v := range s.Versions(act.KindContact) {
				rivals += len(v.Rivals)
				if v.Withdrawn != nil {
					withdrawn++
				}
			}
			for _, l := range s.Lines() {
				if l.Void == "" && s.Void(l) != "" {
					idle++
				}
			}
			for range 4 {
				other := make([][]fact, len(ticks))
				for i, tick := range ticks {
					other[i] = shuffle(rnd, tick)
				}
				s := fold(seat, other)
				for _, l := range s.Lines() {
					if old, ok := s.Line(aims(l.Act)); ok && old.Index > l.Index {
						before++
					}
				}
				if got := registers(s); got != want {
					t.Fatalf("seed %d, seat %s: one order says\n%s\n\nanother\n%s", seed, seat, want, got)
				}
			}
		}
	}
	if rivals < 30 || withdrawn < 60 || idle < 1000 || before < 1000 {
		t.Errorf("the stories hold too little to show anything: %d rivals, %d withdrawn, %d without effect, %d before what they are about", rivals, withdrawn, idle, before)
	}
}

// TestTakenBackTwice: of two withdrawals, the same one is shown in any order.
func TestTakenBackTwice(t *testing.T) {
	w := newWriter(t)
	one := w.does("M", "A", contact("one", ""))
	first := *w.do("M/d1", "A", act.Withdrawal{Entry: one})
	second := *w.do("M/d2", "A", act.Withdrawal{Entry: one})
	for _, order := range [][]fact{{w.facts[0], first, second}, {w.facts[0], second, first}, {second, first, w.facts[0]}} {
		s := New("A")
		for i, f := range order {
			f.index = int64(i)
			s = s.apply(f, process4())
		}
		if got := s.Versions(act.KindContact); len(got) != 1 || got[0].Withdrawn == nil || got[0].Withdrawn.ID != first.id {
			t.Errorf("the register holds %+v", got)
		}
	}
}
