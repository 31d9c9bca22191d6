// SPDX-License-Identifier: Apache-2.0

package process

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"parley/internal/act"
	"parley/record"
)

// TestPassage: what is stopped says what, why, and where it is from: from who
// said it, and not from who read it back.
func TestPassage(t *testing.T) {
	w := newWriter(t)
	w.do("M", everybody, act.Note{Text: "The round is on 2 June."})
	said := w.do("A", "M", act.Note{Text: "We would open the road to Karvel within forty days."})
	w.do("M", "A", act.Note{Text: "You said that you would open the road to Karvel. Within forty days?"})
	s := w.fold("M", process4())
	draft := "Perhaps they will open the road to Karvel. The round is on 2 June."
	got := s.Foreign([]string{"B", "M"}, []string{"nothing", draft, "", "A pause of 40 days?"})
	if len(got) != 2 {
		t.Fatalf("passages %+v", got)
	}
	for i, want := range []struct{ text, why string }{{"open the road to Karvel", byWords}, {"40 days", byNumber}} {
		p := got[i]
		if p.Text != want.text || p.Why != want.why || p.Entry != said.id || strings.Join(p.Readers, " ") != "A M" || p.Granted || p.OwnWords {
			t.Errorf("passage %d: %+v; want %+v", i, p, want)
		}
		if l, _ := s.Line(p.Entry); p.Channel != l.Channel {
			t.Errorf("passage %d is said to be of another channel", i)
		}
	}
	for _, audience := range []string{"A M", "M"} {
		if got := s.Foreign(strings.Fields(audience), []string{draft}); len(got) != 0 {
			t.Errorf("to %s: %+v", audience, got)
		}
	}
	if got := s.Foreign([]string{"A", "B", "M"}, []string{draft}); len(got) != 1 {
		t.Errorf("to both: %+v", got)
	}
	if s.Foreign([]string{"B", "M"}, nil) != nil || (State{}).Foreign([]string{"B"}, []string{draft}) != nil {
		t.Error("something foreign in nothing")
	}
}

// TestPassagesHaveNoChance: the order inside a tick has no part in what is
// stopped and where it is said to be from.
func TestPassagesHaveNoChance(t *testing.T) {
	facts := talks(t).facts
	rnd := rand.New(rand.NewPCG(9, 9))
	said := func(facts []fact) string {
		s := New("M")
		for i, f := range facts {
			f.index = int64(i)
			s = s.apply(f, roster(process5...))
		}
		var out []string
		for _, c := range slips() {
			out = append(out, fmt.Sprint(s.Foreign(strings.Fields(c.to), act.Texts(c.draft))))
		}
		return strings.Join(out, "\n")
	}
	want := said(facts)
	for range 10 {
		other := slices.Clone(facts)
		rnd.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
		if got := said(other); got != want {
			t.Fatalf("one order says\n%s\n\nanother\n%s", want, got)
		}
	}
}

// TestPermittedPassages: what the author permits to be shown, or to be told in
// other words, is marked so, for readers whom the permission names.
func TestPermittedPassages(t *testing.T) {
	text := []string{"They would open the road to Karvel within forty days."}
	for name, c := range map[string]struct {
		permit        func(w *writer, entry record.Hash)
		to            string
		granted, own  bool
		stillPassages bool
	}{
		"nothing":        {func(*writer, record.Hash) {}, "B M", false, false, true},
		"to be shown":    {grantOf("A", record.Grant{Parts: []int64{1}, Audience: []string{"B"}}), "B M", true, false, true},
		"in other words": {grantOf("A", record.Grant{OwnWords: true, Audience: []string{"B"}}), "B M", false, true, true},
		"another part":   {grantOf("A", record.Grant{Parts: []int64{2}, Audience: []string{"B"}}), "B M", false, false, true},
		"another seat":   {grantOf("A", record.Grant{Parts: []int64{1}, Audience: []string{"G"}}), "B M", false, false, true},
		"one of two":     {grantOf("A", record.Grant{Parts: []int64{1}, Audience: []string{"B"}}), "B G M", false, false, true},
		"by a stranger":  {grantOf("B", record.Grant{Parts: []int64{1}, Audience: []string{"B"}}), "B M", false, false, true},
		"shown": {func(w *writer, entry record.Hash) {
			w.disclose("M", "B", &Shown{
				Entry: entry, Author: record.Author{Seat: "A", Device: "d1"}, Audience: []string{"A", "M"},
				Parts: []ShownPart{{Number: 1, Act: act.Note{Text: "We would open the road to Karvel within forty days."}}},
			})
		}, "B M", false, false, false},
		"shown as text": {func(w *writer, entry record.Hash) {
			w.disclose("M", "B", &Shown{
				Entry: entry, Author: record.Author{Seat: "A", Device: "d1"}, Audience: []string{"A", "M"},
				Parts: []ShownPart{{Number: 1, Media: "text/plain", Data: []byte("We would open the road to Karvel within forty days.")}},
			})
		}, "A B M", false, false, false}, // A reads the entry, and B what was shown of it
	} {
		w := newWriter(t)
		entry := w.do("A", "M", act.Note{Text: "We would open the road to Karvel within forty days."}).id
		c.permit(w, entry)
		got := w.fold("M", process4()).Foreign(strings.Fields(c.to), text)
		if len(got) > 0 != c.stillPassages {
			t.Errorf("%s: %+v", name, got)
		}
		for _, p := range got {
			if p.Granted != c.granted || p.OwnWords != c.own || p.Stops() != (!c.granted && (p.Why == byWords || !c.own)) {
				t.Errorf("%s: %+v", name, p)
			}
		}
	}
}

// TestGravestEntryStands: what several entries hold is judged by the one that
// its author has not released, in whatever order they were written.
func TestGravestEntryStands(t *testing.T) {
	const words = "We would open the road to Karvel within forty days."
	for name, c := range map[string]struct {
		write func(w *writer) (stands, free record.Hash)
		stops bool
	}{
		"released by one, told by another as well": {func(w *writer) (record.Hash, record.Hash) {
			kept, free := w.do("G", "M", act.Note{Text: words}).id, w.do("A", "M", act.Note{Text: words}).id
			return kept, free
		}, true},
		"released, and read back later": {func(w *writer) (record.Hash, record.Hash) {
			free := w.do("A", "M", act.Note{Text: words}).id
			w.do("M", "A", act.Note{Text: "You say: " + words})
			return free, free
		}, false},
	} {
		w := newWriter(t)
		stands, free := c.write(w)
		w.grant("A", "M", record.Grant{Entry: free, Parts: []int64{1}, Audience: []string{"B"}})
		got := w.fold("M", process4()).Foreign([]string{"B", "M"}, []string{words})
		if len(got) != 1 || got[0].Entry != stands || got[0].Stops() != c.stops {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func grantOf(by string, g record.Grant) func(*writer, record.Hash) {
	return func(w *writer, entry record.Hash) {
		g.Entry = entry
		w.grant(by, "M", g)
	}
}

// TestSaidToAll: what was said to all is no secret from a seat that came later;
// what a party said while it was the only one is.
func TestSaidToAll(t *testing.T) {
	one, two, three := roster("M:mediator", "A:party"), roster("M:mediator", "A:party", "B:party"), roster("M:mediator", "A:party", "B:party", "N:party")
	w := newWriter(t)
	early := *w.do("A", "M", act.Note{Text: "We would open the road to Karvel within forty days."})
	plenary := *w.do("M", "A B", act.Note{Text: "The second round looks at minefields near Orlivka."})
	late := *w.do("M", "N", act.Note{Text: "Welcome."})
	two.Index, three.Index = 1, 2
	s := New("M").apply(early, one).apply(plenary, two).apply(late, three)
	if got := s.Foreign([]string{"M", "N"}, []string{"We look at minefields near Orlivka."}); len(got) != 0 {
		t.Errorf("said to all: %+v", got)
	}
	for _, to := range []string{"M N", "B M"} {
		if got := s.Foreign(strings.Fields(to), []string{"They would open the road to Karvel."}); len(got) != 1 {
			t.Errorf("said by the first party to %s: %+v", to, got)
		}
	}
}

// TestTablingIsNoSlip: a proposal may say what the internal one that it comes
// from says, if that was this seat's own; nothing else of that channel.
func TestTablingIsNoSlip(t *testing.T) {
	w := newWriter(t)
	internal := act.Proposal{Stage: act.Internal, Title: "Phased access to the plant", Text: "Inspectors from Velmora enter in five steps within forty weeks."}
	mine := w.does("M", "G", internal)
	theirs := w.does("G", "M", internal)
	w.does("M", "G", act.Note{Text: "The budget for Orlivka is not decided."})
	s := w.fold("M", process4())
	for _, c := range []struct {
		from, text string
		foreign    int
	}{
		{mine, internal.Text, 0}, {theirs, internal.Text, 1}, {"", internal.Text, 1}, {Ref(id("elsewhere")), internal.Text, 1},
		{mine, internal.Text + " And what of Orlivka?", 1},
	} {
		x := act.Proposal{Stage: act.Tabled, Title: "Phased access", Text: c.text, From: c.from}
		got := s.Foreign(strings.Fields(everybody), act.Texts(x), s.MadeOf(x)...)
		if len(got) != c.foreign {
			t.Errorf("from %.8s: %+v", c.from, got)
		}
	}
	if s.MadeOf(act.Note{Text: "x"}) != nil {
		t.Error("a note is made of something")
	}
}

// TestCopiesAreStopped: of random words, whatever is copied out of an entry that
// the readers do not read is stopped; what is in one that they read is not; and
// a state knows no more than was applied to it.
func TestCopiesAreStopped(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 5))
	word := func() string {
		letters := []string{"abcdefghiklmnoprstuv", "абвгдежзиклмнопрстуі", "בגדהוזחטכלמנספצקרש"}[rnd.IntN(3)]
		var out []rune
		for range 4 + rnd.IntN(6) {
			out = append(out, []rune(letters)[rnd.IntN(len([]rune(letters)))])
		}
		return string(out)
	}
	for range 50 {
		w := newWriter(t)
		var texts []string
		for i := range 12 {
			var words []string
			for range 8 + rnd.IntN(20) {
				words = append(words, word())
			}
			texts = append(texts, strings.Join(words, " "))
			w.do("A", []string{"M", "B M"}[i%2], act.Note{Text: texts[i]})
		}
		s := w.fold("M", process4())
		for i, text := range texts {
			words := strings.Fields(text)
			from := rnd.IntN(len(words) - 5)
			part := strings.Join(words[from:from+6], " ")
			got := s.Foreign([]string{"B", "M"}, []string{"Dear all: " + strings.ToUpper(part)})
			if (len(got) > 0) != (i%2 == 0) {
				t.Errorf("%q, of entry %d: %+v", part, i, got)
			}
			before := New("M")
			for _, f := range w.facts[:i] {
				before = before.apply(f, process4())
			}
			if got := before.Foreign([]string{"B", "M"}, []string{part}); len(got) != 0 {
				t.Errorf("%q was stopped before it was said: %+v", part, got)
			}
		}
	}
}

// TestAmounts: one amount, however it is written.
func TestAmounts(t *testing.T) {
	x := newLexicon()
	for _, same := range [][]string{
		{"1200", "1,200", "1 200", "1.200", "1'200", "1’200", "1\u202f200", "١٬٢٠٠", "１２００", "one thousand two hundred", "тисяча двісті", "mille deux cents"},
		{"1.5", "1,5", "١٫٥"},
		{"3.5 million", "3,500,000", "3 500 000", "3,5 млн", "3.500.000,0"},
		{"45", "forty-five", "Forty five", "сорок п'ять", "сорок пять", "quarante cinq", "٤٥"},
		{"230", "двести тридцать", "двісті тридцять", "deux cents trente"},
		{"80", "quatre-vingts", "восьмидесяти", "ثمانين"},
		{"1,234,567.89", "1.234.567,89", "1 234 567.89"},
		{"30", "thirty", "тридцяти", "тридцатью", "ثلاثين"},
	} {
		want := x.tokens(same[0])[0].amount
		for _, text := range same {
			var got []amount
			for _, tok := range x.tokens(text) {
				if tok.sense.kind == isNumber {
					got = append(got, tok.amount)
				}
			}
			if len(got) != 1 || got[0] != want {
				t.Errorf("%q is %v; want %v", text, got, want)
			}
		}
	}
	for _, c := range []struct {
		text string
		want int64 // month times 100 plus day; 0: no date
	}{
		{"12 June", 612}, {"June 12", 612}, {"12th of June", 612}, {"the 12 June 2025", 612}, {"2025-06-12", 612}, {"12.06.2025", 612},
		{"12/6/25", 612}, {"6/25/2025", 625}, {"12 червня", 612}, {"12 июня", 612}, {"12 juin", 612}, {"12 يونيو", 612}, {"١٢ يونيو", 612},
		{"May I ask", 0}, {"12 may", 512}, {"12.06", 0}, {"32 June", 0}, {"2025-13-40", 0}, {"10-12 days", 0},
	} {
		got := int64(0)
		for _, m := range marksOf(c.text, x.tokens(c.text)) {
			for day := int64(101); day <= 1231; day++ {
				if m.key == keyOf("date", uint64(day)) {
					got = day
				}
			}
		}
		if got != c.want {
			t.Errorf("%q is the day %d; want %d", c.text, got, c.want)
		}
	}
}

// TestFold: writings that a reader takes for one are one.
func TestFold(t *testing.T) {
	folded := func(s string) string {
		var out []rune
		for _, r := range s {
			out = fold(out, r)
		}
		return string(out)
	}
	for _, same := range [][]string{
		{"Présence", "PRESENCE", "pre\u0301sence", "ｐｒｅｓｅｎｃｅ", "pre\u00adsen\u200bce"},
		{"orlivka", "Оrlіvkа", "ΟRLIVKA"},
		{"ﬁnal", "final"}, {"أربعين", "اربعين"}, {"قـــبول", "قبول"}, {"مدينة", "مدینه"}, {"ёлка", "елка", "ЕЛКА"}, {"ї", "і"}, {"４２", "٤٢", "४२", "42", "𝟒𝟐"},
	} {
		for _, s := range same {
			if folded(s) != folded(same[0]) {
				t.Errorf("%q is %q, and %q is %q", s, folded(s), same[0], folded(same[0]))
			}
		}
	}
}

func FuzzForeign(f *testing.F) {
	for _, c := range slips() {
		f.Add(strings.Join(act.Texts(c.draft), "\n"))
	}
	f.Add("1.2.3.4,5 6'7-8/9:10 ٢٠٢٥ twenty thousand thousand hundred 4-\n 9\n-\nx 99999999999999999999 千 \xff\u200d")
	s := heard(f, "M")
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, p := range s.Foreign([]string{"B", "M"}, []string{text}) {
			n := strings.Index(text[at:], p.Text)
			if p.Text == "" || n < 0 || utf8.ValidString(text) && !utf8.ValidString(p.Text) {
				t.Fatalf("passage %q of %q", p.Text, text)
			}
			at += n
			if l, ok := s.Line(p.Entry); !ok || slices.Contains(l.Audience, "B") {
				t.Fatalf("passage %q is said to be from %+v", p.Text, l)
			}
		}
		if got := s.Foreign([]string{"M"}, []string{text}); len(got) != 0 {
			t.Fatalf("foreign to its own seat: %+v", got)
		}
	})
}

// BenchmarkForeign compares one draft of a hundred words with n entries of a
// hundred words.
func BenchmarkForeign(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		var words []string
		for range 100 {
			// A few words are frequent, most are rare, as in a language.
			words = append(words, fmt.Sprintf("w%cx%d", 'a'+rune(rnd.IntN(26)), int(rnd.ExpFloat64()*300)))
		}
		return strings.NewReplacer("0", "o", "1", "i", "2", "z", "3", "e", "4", "u", "5", "s", "6", "g", "7", "t", "8", "b", "9", "q").Replace(strings.Join(words, " "))
	}
	for _, n := range []int{1_000, 3_000, 10_000} {
		w := newWriter(b)
		for i := range n {
			w.do("M", []string{everybody, "A", "B", "A B", "G"}[i%5], act.Note{Text: text()})
		}
		s := w.fold("M", process4())
		draft := []string{text()}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = s.Foreign([]string{"B", "M"}, draft)
			}
		})
		b.Run(fmt.Sprint("fold/", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = w.fold("M", process4())
			}
		})
	}
}
