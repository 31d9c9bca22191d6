// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

func (w *desk) preferences(seat string) PreferencesReport {
	return Preferences(w.State(seat), w.Roster(), head, w.Withheld(seat), AsOf{})
}

// What a party states of itself, what the mediator heard and what it estimates
// stand apart; a party sees nothing of the others, and silence is listed.
func TestPreferencesApart(t *testing.T) {
	w := newDesk(t)
	w.Do("A", "A M", record.WithoutPrejudice, w.wishes("A"))
	guess := act.Preference{Of: "B", Basis: act.Inferred, Order: []string{w.relief, w.truce}}
	w.Do("M", "M", record.WithoutPrejudice, guess)
	w.Tick()

	m := w.preferences("M")
	if len(m.Agenda) != 3 || len(m.Bare) != 1 || m.Bare[0].Title != "Later questions" {
		t.Fatalf("agenda %+v, bare %+v", m.Agenda, m.Bare)
	}
	a, b := m.of("A"), m.of("B")
	if len(a.Said) != 1 || len(a.Estimated) != 0 || a.Said[0].Stated != 3 || a.Said[0].Alone {
		t.Errorf("of A the mediator holds %+v", a)
	}
	if len(b.Said) != 0 || len(b.Estimated) != 1 || b.Estimated[0].By.Seat != "M" || !b.Estimated[0].Alone {
		t.Errorf("of B the mediator holds %+v", b)
	}
	var gaps []string
	for _, g := range b.Estimated[0].Missing {
		if g.Issue == nil {
			gaps = append(gaps, g.What)
		} else {
			gaps = append(gaps, strings.TrimSpace(g.What+" "+g.Issue.Title+" "+g.Option))
		}
	}
	want := []string{"worth Truce 30 days", "worth Truce 90 days", "issue Monitors", "worth Relief none", "worth Relief in steps", "limit"}
	if !slices.Equal(gaps, want) {
		t.Errorf("missing are %q; want %q", gaps, want)
	}
	for i, want := range []string{"60", "30", "10"} {
		if got := a.Said[0].Issues[i].Share.Low; got != want {
			t.Errorf("issue %d has a share of %q; want %s", i, got, want)
		}
	}
	if b.Estimated[0].Issues[0].Share != (act.Span{}) || b.Estimated[0].Issues[2].Rank != 1 {
		t.Errorf("an order alone gives no shares: %+v", b.Estimated[0].Issues)
	}
	if x := w.preferences("B"); len(x.All()) != 0 || len(x.Seats) != 2 {
		t.Errorf("B reads %+v", x.Seats)
	}
}

func (r PreferencesReport) of(seat string) SeatPreferences {
	for _, s := range r.Seats {
		if s.Seat.Seat == seat {
			return s
		}
	}
	return SeatPreferences{}
}

// A preference that was stated again stands in the place of the earlier one,
// which stays in the history.
func TestPreferenceStatedAgain(t *testing.T) {
	w := newDesk(t)
	first := w.Do("A", "A", record.WithoutPrejudice, w.wishes("A"))
	w.Tick()
	again := w.wishes("A")
	again.Amends, again.Words = process.Ref(first), "after a call to the capital"
	w.Do("A", "A", record.WithoutPrejudice, again)
	w.Tick()
	x := w.preferences("A").of("A").Said
	if len(x) != 1 || x[0].Words != again.Words || len(x[0].Earlier) != 1 || x[0].Earlier[0].Entry != process.Ref(first) || !x[0].Alone {
		t.Errorf("%+v", x)
	}
}

func (w *desk) line(x act.Preference) PreferenceLine {
	return DraftPreference(w.State("A"), w.Roster(), AsOf{}, []string{"A"}, x).Line
}

func doubtCodes(list []PreferenceDoubt) string {
	var out []string
	for _, d := range list {
		out = append(out, d.Code)
	}
	return strings.Join(out, " ")
}

// Each doubt is raised by what it is about, and by nothing else.
func TestDoubts(t *testing.T) {
	w := newDesk(t)
	live := func(x *act.Preference, issue, option, word string) {
		for i := range x.Issues {
			for o := range x.Issues[i].Options {
				if k := &x.Issues[i].Options[o]; x.Issues[i].Issue == issue && k.Option == option {
					k.Live = word
				}
			}
		}
	}
	value := func(x *act.Preference, issue string, worths ...string) {
		for i := range x.Issues {
			for o, s := range worths {
				if x.Issues[i].Issue == issue {
					x.Issues[i].Options[o].Worth = span(s)
				}
			}
		}
	}
	pack := func(truce, monitors, relief string) []act.Choice {
		out := []act.Choice{{Issue: w.truce, Option: truce}, {Issue: w.monitors, Option: monitors}, {Issue: w.relief, Option: relief}}
		slices.SortFunc(out, func(a, b act.Choice) int { return strings.Compare(a.Issue, b.Issue) })
		return out
	}
	for name, c := range map[string]struct {
		change func(x *act.Preference)
		want   string
	}{
		"nothing":             {func(*act.Preference) {}, ""},
		"order that agrees":   {func(x *act.Preference) { x.Order = []string{w.truce, w.monitors, w.relief} }, ""},
		"order that does not": {func(x *act.Preference) { x.Order = []string{w.relief, w.truce} }, "order-weight"},
		"best below 100":      {func(x *act.Preference) { value(x, w.monitors, "0", "50", "80") }, "best-not-100"},
		"best up to 100":      {func(x *act.Preference) { value(x, w.monitors, "0", "50", "80-100") }, ""},
		"worst above 0":       {func(x *act.Preference) { value(x, w.monitors, "10", "50", "100") }, "worst-not-0"},
		"not all are stated":  {func(x *act.Preference) { value(x, w.monitors, "10", "", "80") }, ""},
		"all the same":        {func(x *act.Preference) { value(x, w.relief, "50", "50") }, "all-equal"},
		"the better refused":  {func(x *act.Preference) { live(x, w.truce, "90 days", "no"); live(x, w.truce, "30 days", "yes") }, "refused-better"},
		"all are refused":     {func(x *act.Preference) { live(x, w.relief, "none", "no"); live(x, w.relief, "in steps", "no") }, "all-refused"},
		"refused in the limit": {func(x *act.Preference) {
			live(x, w.relief, "none", "no")
			x.Limit.Package = pack("30 days", "none", "none")
		}, "refused-limit"},
		"a limit out of reach": {func(x *act.Preference) { live(x, w.truce, "90 days", "no"); x.Limit.Worth = span("50") }, "limit-high"},
		"a limit in reach":     {func(x *act.Preference) { live(x, w.truce, "90 days", "no"); x.Limit.Worth = span("40") }, ""},
		"each but not together": {func(x *act.Preference) {
			for _, i := range []string{w.truce, w.monitors, w.relief} {
				live(x, i, "none", "yes")
			}
			live(x, w.truce, "30 days", "yes")
			x.Limit.Package = pack("30 days", "regional", "in steps") // 25 of 100
		}, "limit-together"},
	} {
		x := w.wishes("A")
		c.change(&x)
		l := w.line(x)
		if got := doubtCodes(l.Doubts); got != c.want {
			t.Errorf("%s: doubts %q; want %q", name, got, c.want)
		}
		for _, d := range l.Doubts {
			if d.Says == "" || !slices.Contains(PreferenceDoubts(), d.Code) {
				t.Errorf("%s: %+v", name, d)
			}
		}
	}
}

// Of weights 60, 30 and 10: all of the truce against the two others together
// (60 to 40, a lean of a fifth), and half of the monitors against all of the
// relief (15 to 10, a fifth too).
func TestQuestionsAreDrawnFromTrades(t *testing.T) {
	w := newDesk(t)
	q := w.line(w.wishes("A")).Questions()
	if len(q) != 2 {
		t.Fatalf("%d questions: %+v", len(q), q)
	}
	says := func(list []PackageChoice) string {
		var out []string
		for _, k := range list {
			out = append(out, k.Issue.Title+" "+k.Option)
		}
		return strings.Join(out, ", ")
	}
	for i, want := range []string{
		"Truce 90 days, Monitors none, Relief none | Truce 30 days, Monitors international, Relief in steps",
		"Monitors regional, Relief none | Monitors none, Relief in steps",
	} {
		if got := says(q[i].Better) + " | " + says(q[i].Beside); got != want {
			t.Errorf("question %d is %s; want %s", i+1, got, want)
		}
	}
	if x := w.line(act.Preference{Of: "A", Basis: act.Said}).Questions(); len(x) != 0 {
		t.Errorf("of nothing is asked %+v", x)
	}
}

// Whatever the numbers, the package that a question calls better is worth more,
// and the worth of the whole lies between 0 and 100.
func TestQuestionsFollowFromTheNumbers(t *testing.T) {
	w := newDesk(t)
	rng := rand.New(rand.NewPCG(5, 9))
	asked := 0
	for range 300 {
		x := w.wishes("A")
		for i := range x.Issues {
			x.Issues[i].Weight = span(fmt.Sprint(rng.IntN(1001)))
			for o := range x.Issues[i].Options {
				x.Issues[i].Options[o].Worth = span(fmt.Sprint(rng.IntN(101)))
			}
		}
		l := w.line(x)
		for _, q := range l.Questions() {
			asked++
			worth := func(list []PackageChoice) string { return l.part(list) }
			if a, b := worth(q.Better), worth(q.Beside); a <= b {
				t.Fatalf("%s is called better than %s: %+v of %+v", a, b, q, x)
			}
		}
	}
	if asked < 300 {
		t.Errorf("only %d questions were asked", asked)
	}
}

// part is the weighted worth of some choices, padded so that it sorts as a number.
func (l PreferenceLine) part(list []PackageChoice) string {
	sum := int64(0)
	for _, k := range list {
		i := l.issue(k.Issue)
		for n := range i.Options {
			if i.Options[n].Option == k.Option {
				sum += middleOf(spanOf(i.Weight)).Num().Int64() * i.Options[n].middle().Num().Int64()
			}
		}
	}
	return fmt.Sprintf("%012d", sum)
}

// A draft to readers who do not read an issue says nothing of it.
func TestDraftLeavesOutWhatReadersDoNotRead(t *testing.T) {
	w := newDesk(t)
	own := process.Ref(w.Do("A", "A", record.WithoutPrejudice, act.Issue{Title: "Ours alone", Options: []string{"yes", "no"}}))
	w.Tick()
	see := func(readers ...string) PreferenceDraft {
		return DraftPreference(w.State("A"), w.Roster(), AsOf{}, readers, w.wishes("A"))
	}
	if x := see("A"); len(x.Agenda) != 4 || len(x.Hidden) != 0 {
		t.Errorf("of our own seat: %+v", x.Agenda)
	}
	if x := see("A", "M"); len(x.Agenda) != 3 || len(x.Hidden) != 1 || x.Hidden[0].Issue != own {
		t.Errorf("of the mediator: %+v, hidden %+v", x.Agenda, x.Hidden)
	}
}

// The example of docs/methods/elicitation.md.
func TestElicitationExample(t *testing.T) {
	w := newDesk(t)
	x := act.Preference{Of: "A", Basis: act.Said, Order: []string{w.truce, w.monitors, w.relief}, Issues: byIssue(
		worth(w.truce, "100", [2]string{"30 days", "0"}, [2]string{"90 days", "100"}),
		worth(w.monitors, "75", [2]string{"none", "0"}, [2]string{"regional", "60"}, [2]string{"international", "100"}),
		worth(w.relief, "25", [2]string{"none", "0"}, [2]string{"in steps", "100"}),
	)}
	x.Limit.Package = []act.Choice{{Issue: w.truce, Option: "90 days"}, {Issue: w.monitors, Option: "regional"}, {Issue: w.relief, Option: "none"}}
	l := w.line(x)
	for i, want := range []string{"50", "37.5", "12.5"} {
		if got := l.Issues[i].Share.Low; got != want {
			t.Errorf("share %d is %s; want %s", i, got, want)
		}
	}
	if got := tenths(l.limitWorth()); got != "72.5" {
		t.Errorf("the package is worth %s; want 72.5", got)
	}
	if len(l.Doubts) != 0 {
		t.Errorf("doubts: %+v", l.Doubts)
	}
	// Truce with relief is preferred to monitors: 125 beside 75.
	q := l.Questions()
	if len(q) == 0 || q[0].Better[0].Option != "90 days" || q[0].Better[1].Option != "none" || q[0].Better[2].Option != "in steps" {
		t.Errorf("the first question is %+v", q)
	}
}
