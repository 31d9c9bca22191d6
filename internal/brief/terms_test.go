// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// TestTermsGolden holds the reports that pages and commands are built on.
func TestTermsGolden(t *testing.T) {
	w := newSeason(t)
	for _, c := range []struct {
		report string
		at     AsOf
	}{
		{"formats", may19}, {"unknowns", may19}, {"leverages", AsOf{Today: "2025-08-20"}}, {"commitments", AsOf{}}, {"consultations", AsOf{}},
		{"consents", AsOf{}}, {"exits", may19}, {"issues", AsOf{}}, {"calendar", AsOf{Today: "2025-05-19"}},
	} {
		got := plain(w.State("M"), marshal(t, w.terms("M", c.at)[c.report])) + "\n"
		file := filepath.Join("testdata", "spring-"+c.report+".json")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			x, y := difference(string(want), got)
			t.Errorf("%s has changed: look at the difference after go test -update\n… %s …\nnow … %s …", file, x, y)
		}
	}
}

// TestTermsAreWhole: every report has its footing, no list is null, and a process
// without entries has reports too.
func TestTermsAreWhole(t *testing.T) {
	w := newSeason(t)
	empty, at := process.New("X"), AsOf{Today: "2025-05-19"}
	all := map[string]any{
		"formats": Formats(empty, nil, Head{}, 0, at), "unknowns": FormatUnknowns(empty, nil, Head{}, 0, at),
		"leverages": Leverages(empty, nil, Head{}, 0, at), "commitments": Commitments(empty, nil, Head{}, 0, at),
		"consultations": Consultations(empty, nil, Head{}, 0, at), "consents": Consents(empty, nil, Head{}, 0, at),
		"exits": Exits(empty, nil, Head{}, 0, at), "issues": Issues(empty, nil, Head{}, 0, at),
		"calendar": CalendarItems(empty, nil, Head{}, 0, at), "standing": StandingAt(empty, nil, Head{}, 0, at),
	}
	for _, seat := range w.Roster().Names() {
		for name, v := range w.terms(seat, may19) {
			all[seat+" "+name] = v
		}
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		var v any
		if err := json.Unmarshal([]byte(marshal(t, all[name])), &v); err != nil {
			t.Fatal(err)
		}
		if at := null(v, name); at != "" {
			t.Errorf("%s is null", at)
		}
		top, _ := v.(map[string]any)
		if top["head"] == nil || top["withheld"] == nil || top["as_of"] == nil {
			t.Errorf("%s does not say what it rests on", name)
		}
	}
}

// TestTermsInAnyOrder: entries that a tick holds, or that were late, may be
// applied in any order; every report is the same to the byte.
func TestTermsInAnyOrder(t *testing.T) {
	w := newSeason(t)
	w.Do("R", plenary, record.OnRecord, act.Withdrawal{Entry: process.Ref(w.truceR)})
	rnd := rand.New(rand.NewPCG(5, 19))
	for _, seat := range []string{"M", "U"} {
		reports := func(s process.State) string {
			r, n := w.Roster(), w.Withheld(seat)
			return marshal(t, []any{
				Formats(s, r, head, n, may19), FormatUnknowns(s, r, head, n, AsOf{}), Leverages(s, r, head, n, AsOf{Today: "2025-08-01"}),
				Commitments(s, r, head, n, AsOf{}), Consultations(s, r, head, n, AsOf{}), Consents(s, r, head, n, AsOf{}),
				Exits(s, r, head, n, AsOf{}), Issues(s, r, head, n, AsOf{}), CalendarItems(s, r, head, n, AsOf{}),
			})
		}
		want := reports(w.State(seat))
		items := w.Items(seat)
		first := slices.IndexFunc(items, func(it process.Item) bool { return !strings.HasPrefix(it.Entry.Statement().Kind, "roster.") })
		for range 20 {
			rnd.Shuffle(len(items)-first, func(i, j int) { items[first+i], items[first+j] = items[first+j], items[first+i] })
			s := process.New(seat)
			for _, it := range items {
				s = s.Apply(it)
			}
			if got := reports(s); got != want {
				x, y := difference(want, got)
				t.Fatalf("seat %s: … %s …\nin another order … %s …", seat, x, y)
			}
		}
	}
}

// TestTermsSwapped: with the parties' places exchanged in the data, what is said
// of one is said of the other in the same words.
func TestTermsSwapped(t *testing.T) {
	sentences := regexp.MustCompile(`"says": "[^"]*"`)
	words := func(a, b string) (who, says string) {
		d := newDeal(t)
		const all = "A B C M"
		one := d.commit("one", a, all, act.Commitment{})
		two := d.commit("two", b, all, act.Commitment{If: ids(one)})
		d.commit("one", a, all, act.Commitment{Amends: process.Ref(one), If: ids(two)})
		d.step(a, "not-kept", two)
		d.step(b, "not-kept", one)
		f := d.Do("M", all, record.OnRecord, act.Format{Title: "F", Keys: []string{"A", "B"}})
		d.Do(a, all, record.OnRecord, act.FormatPoint{Format: process.Ref(f), Aspect: "venue", Value: "X", Stand: "confirmed"})
		d.Do(b, all, record.OnRecord, act.FormatPoint{Format: process.Ref(f), Aspect: "venue", Value: "X", Stand: "objected"})
		r := Commitments(d.State("M"), d.Roster(), head, 0, AsOf{})
		p := Formats(d.State("M"), d.Roster(), head, 0, AsOf{})
		out := joined(r.Commitments, func(c CommitmentStanding) string {
			return c.Seat.Seat + " " + c.Standing + " " + joined(c.Claims, func(x CommitmentClaim) string { return x.By.Seat + " " + x.Step })
		}) + joined(p.Formats[0].Aspects[:1], tellAspect)
		return out, strings.Join(sentences.FindAllString(marshal(t, []any{r, p}), -1), "\n")
	}
	who, says := words("A", "B")
	otherWho, otherSays := words("B", "A")
	same(t, "who", strings.NewReplacer("A ", "B ", "B ", "A ").Replace(who), otherWho)
	same(t, "words", says, otherSays)
}

// TestTermsStayInTheirChannel: what E said to the mediator, the talk with T and
// the internal proposal are in no report of the parties.
func TestTermsStayInTheirChannel(t *testing.T) {
	w := newSeason(t)
	for _, seat := range []string{"R", "U"} {
		text := marshal(t, w.terms(seat, AsOf{}))
		for _, hidden := range []string{"A ceasefire first", "What should be asked of Moscow", "A line of contact", "The call that follows", process.Ref(w.asked), process.Ref(w.internal)} {
			if strings.Contains(text, hidden) {
				t.Errorf("seat %s reads %q", seat, hidden)
			}
		}
	}
}

// TestTermsSay puts each kind into one line.
func TestTermsSay(t *testing.T) {
	w := newSeason(t)
	w.Do("M", plenary, record.OnRecord, act.CommitmentStep{Commitment: process.Ref(w.truce), Step: "partly-kept", On: day("2025-05-20"), Ground: source(act.OneSource, "C1")})
	var says []string
	for _, e := range Entries(w.State("M"), EntriesQuery{}).Entries {
		if !strings.HasPrefix(e.Kind, "roster.") {
			says = append(says, e.Says)
		}
	}
	for _, want := range []string{
		"plans a meeting: Next talks", "offers the venue Türkiye of “Next talks”", "claims the venue Vatican of “Next talks”",
		"reports that R objects to the venue the Vatican of “Next talks”", "lists a threat, held by United States: Secondary tariffs",
		"lists an incentive, held by United States: Trade", "says that “Secondary tariffs” lapsed on 2025-08-08",
		"says that “Secondary tariffs” was moved on 2025-07-28, to 2025-08-07 to 2025-08-09", "R commits itself: A pause of 30 days on energy.",
		"says that “A ceasefire of 30 days if Russia does the same.” was kept in part", "consulted E, four leaders on The calls of the next day",
		"comments on “The calls of the next day”", "works on a proposal: A line of contact", "consents, on a condition, to take part in “Next talks”",
		"may leave as mediator",
	} {
		if !slices.Contains(says, want) {
			t.Errorf("no entry says %q in\n%s", want, strings.Join(says, "\n"))
		}
	}
	avoid := regexp.MustCompile(`(?i)\b(demands?|refus\w+|blocks?|blame\w*|fail\w*|accus\w+)\b`)
	for _, s := range says {
		if avoid.MatchString(s) {
			t.Errorf("says %q", s)
		}
	}
}
