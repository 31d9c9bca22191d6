// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"math/big"
	"slices"
	"strings"
	"testing"

	"parley/bargain"
	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// desk is a process of a mediator and two parties over four issues, of which one
// has no options yet.
type desk struct {
	*processtest.World
	truce, monitors, relief, later string
}

const both = "A B M"

func newDesk(t testing.TB) *desk {
	w := &desk{World: processtest.New(t, "M:mediator", "A:party", "B:party")}
	issue := func(title string, options ...string) string {
		return process.Ref(w.Do("M", both, record.OnRecord, act.Issue{Title: title, Basket: "Security", Options: options}))
	}
	w.truce = issue("Truce", "30 days", "90 days")
	w.monitors = issue("Monitors", "none", "regional", "international")
	w.relief = issue("Relief", "none", "in steps")
	w.later = issue("Later questions")
	w.Tick()
	return w
}

// worth states one issue: its weight and, option by option, its worth.
func worth(issue, weight string, options ...[2]string) act.IssueWorth {
	x := act.IssueWorth{Issue: issue, Weight: span(weight)}
	for _, o := range options {
		x.Options = append(x.Options, act.OptionWorth{Option: o[0], Worth: span(o[1])})
	}
	return x
}

func span(s string) act.Span {
	low, high, _ := strings.Cut(s, "-")
	return act.Span{Low: low, High: high}
}

func byIssue(list ...act.IssueWorth) []act.IssueWorth {
	slices.SortFunc(list, func(a, b act.IssueWorth) int { return strings.Compare(a.Issue, b.Issue) })
	return list
}

func (w *desk) wishes(seat string) act.Preference {
	x := act.Preference{Of: seat, Basis: act.Said}
	if seat == "A" {
		x.Issues = byIssue(
			worth(w.truce, "60", [2]string{"30 days", "0"}, [2]string{"90 days", "100"}),
			worth(w.monitors, "30", [2]string{"none", "0"}, [2]string{"regional", "50"}, [2]string{"international", "100"}),
			worth(w.relief, "10", [2]string{"none", "0"}, [2]string{"in steps", "100"}),
		)
		return x
	}
	x.Issues = byIssue(
		worth(w.truce, "20", [2]string{"30 days", "100"}, [2]string{"90 days", "0"}),
		worth(w.monitors, "20", [2]string{"none", "100"}, [2]string{"regional", "75"}, [2]string{"international", "0"}),
		worth(w.relief, "60", [2]string{"none", "0"}, [2]string{"in steps", "100"}),
	)
	return x
}

func (w *desk) held(seat string, q CaseQuery) *HeldCase {
	return Case(w.State(seat), w.Roster(), head, w.Withheld(seat), AsOf{}, q)
}

// utility of a package by the options chosen, of one party of the middle model.
func utility(t *testing.T, c *HeldCase, party int, options ...string) string {
	t.Helper()
	p, err := bargain.Compile(c.Middle)
	if err != nil {
		t.Fatal(err)
	}
	x := make(bargain.Package, len(c.Issues))
	for i, o := range options {
		if x[i] = slices.Index(c.Issues[i].Options, o); x[i] < 0 {
			t.Fatalf("%q is not counted in %+v", o, c.Issues[i])
		}
	}
	u, err := p.Utility(x)
	if err != nil {
		t.Fatal(err)
	}
	return u[party].RatString()
}

// TestCaseOfWhatIsRead: each side works on its own numbers, the mediator on those
// it was given; nobody's case holds what was not addressed to it.
func TestCaseOfWhatIsRead(t *testing.T) {
	w := newDesk(t)
	w.Do("A", "A M", record.WithoutPrejudice, w.wishes("A"))
	w.Do("B", "B", record.WithoutPrejudice, w.wishes("B")) // kept to itself
	w.Tick()

	m := w.held("M", CaseQuery{})
	if len(m.Parties) != 1 || m.Parties[0].Seat.Seat != "A" || len(m.Without) != 1 || m.Without[0].Seat != "B" {
		t.Fatalf("the mediator's parties: %+v, without %+v", m.Parties, m.Without)
	}
	// By hand: (60·100 + 30·50 + 10·0)/100 = 75 of 100.
	if got := utility(t, m, 0, "90 days", "regional", "none"); got != "3/4" {
		t.Errorf("A's worth of the package is %s, want 3/4", got)
	}
	if len(m.LeftOut) != 1 || m.LeftOut[0].Issue.Issue != w.later || m.LeftOut[0].Why != "no-options" {
		t.Errorf("left out: %+v", m.LeftOut)
	}
	if b := w.held("B", CaseQuery{}); len(b.Parties) != 1 || !b.Parties[0].You || b.Parties[0].Seat.Seat != "B" {
		t.Errorf("B's case: %+v", b.Parties)
	}

	guess := w.wishes("B")
	guess.Basis = act.Inferred
	guess.Issues = slices.DeleteFunc(slices.Clone(guess.Issues), func(x act.IssueWorth) bool { return x.Issue == w.relief })
	w.Do("M", "M", record.WithoutPrejudice, guess)
	w.Tick()
	m = w.held("M", CaseQuery{})
	if len(m.Parties) != 2 || !m.Parties[1].Estimate || m.Parties[1].Basis != act.Inferred || m.Parties[1].Stated != 2 || m.Parties[1].Agenda != 3 {
		t.Fatalf("with an estimate: %+v", m.Parties)
	}
	// Nothing is known of B's relief, so it is in nobody's sum: 60/90 and 30/90.
	if len(m.Issues) != 2 || m.LeftOut[0].Why != "no-weight" || m.LeftOut[0].Seats[0].Seat != "B" {
		t.Errorf("issues %+v, left out %+v", m.Issues, m.LeftOut)
	}
	if got := utility(t, m, 0, "30 days", "international"); got != "1/3" {
		t.Errorf("A's worth is %s, want 1/3", got)
	}
	if text := marshal(t, w.held("A", CaseQuery{})); strings.Contains(text, `"B"`) && strings.Contains(text, act.Inferred) {
		t.Error("A learns of an estimate of B")
	}
	// Once B tells the mediator, its own word counts before the estimate.
	w.Do("B", "B M", record.WithoutPrejudice, w.wishes("B"))
	w.Tick()
	if m := w.held("M", CaseQuery{}); m.Parties[1].Estimate || len(m.Issues) != 3 {
		t.Errorf("with B's word: %+v", m.Parties[1])
	}
	if m := w.held("M", CaseQuery{Prefer: act.Inferred}); !m.Parties[1].Estimate || m.Parties[0].Estimate {
		t.Errorf("with estimates preferred: %+v", m.Parties)
	}
}

// TestCaseModel: ranges, an order, red lines, a limit and packages.
func TestCaseModel(t *testing.T) {
	w := newDesk(t)
	a := w.wishes("A")
	a.Issues = byIssue(
		worth(w.truce, "50-70", [2]string{"30 days", "0"}, [2]string{"90 days", "80-100"}),
		worth(w.monitors, "30", [2]string{"none", "0"}, [2]string{"regional", "50"}, [2]string{"international", "100"}),
		worth(w.relief, "10", [2]string{"none", "0"}, [2]string{"in steps", "100"}),
	)
	a.Issues[slices.IndexFunc(a.Issues, func(x act.IssueWorth) bool { return x.Issue == w.monitors })].Options[0].Live = "no"
	a.Limit = act.Limit{Worth: span("40-50")}
	w.Do("A", "A M", record.WithoutPrejudice, a)
	b := w.wishes("B")
	for i := range b.Issues {
		b.Issues[i].Weight = act.Span{}
	}
	b.Order = []string{w.relief, w.truce, w.monitors}
	choice := func(list ...string) (out []act.Choice) {
		for i, issue := range []string{w.truce, w.monitors, w.relief} {
			if i < len(list) {
				out = append(out, act.Choice{Issue: issue, Option: list[i]})
			}
		}
		slices.SortFunc(out, func(a, b act.Choice) int { return strings.Compare(a.Issue, b.Issue) })
		return out
	}
	b.Limit = act.Limit{Package: choice("30 days", "none", "none")}
	w.Do("B", "B M", record.WithoutPrejudice, b)
	put := func(seat, stage string, choices []act.Choice) {
		x := act.Proposal{Stage: stage, Title: "package of " + seat, Choices: choices}
		for _, k := range choices {
			x.Issues = append(x.Issues, k.Issue)
		}
		if seat != "M" {
			x.By = seat
		}
		w.Do(seat, both, record.OnRecord, x)
		w.Tick()
	}
	put("A", act.Tabled, choice("90 days", "international", "in steps"))
	put("B", act.Tabled, choice("30 days", "none", "in steps"))
	put("M", act.Tabled, choice("90 days"))
	m := w.held("M", CaseQuery{})

	// A's middle: 60, 30, 10 and a worth of 90 for the long truce.
	if got := utility(t, m, 0, "90 days", "none", "none"); got != "27/50" {
		t.Errorf("A's worth at the middle is %s, want 60·90/100 = 27/50", got)
	}
	// B's centroid of three in order: 11/18, 5/18, 2/18 (Barron and Barrett, table 1).
	for i, want := range []string{"5/18", "2/18", "11/18"} {
		x := []string{"90 days", "international", "none"}
		x[i] = []string{"30 days", "none", "in steps"}[i]
		r, _ := new(big.Rat).SetString(want)
		if got := utility(t, m, 1, x...); got != r.RatString() {
			t.Errorf("B's weight of issue %d is %s, want %s", i, got, want)
		}
	}
	if p := m.Parties; !p[0].Ranged || p[0].Ordered || p[0].Limit != "worth" || !p[1].Ranged || !p[1].Ordered || p[1].Limit != "package" {
		t.Errorf("parties: %+v", p)
	}
	if len(m.Excluded) != 1 || m.Excluded[0].Option != "none" || m.Excluded[0].Seats[0].Seat != "A" ||
		len(m.Middle.Constraints) != 1 || !strings.Contains(m.Middle.Constraints[0].Why, "could not live with") {
		t.Errorf("excluded: %+v, %+v", m.Excluded, m.Middle.Constraints)
	}
	if x := m.Packages; len(x) != 3 || x[0].Package == nil || x[0].Offer.Seat != "A" || len(x[1].Refused) != 1 || x[2].Offer != nil ||
		x[2].Package != nil || len(x[2].Open) != 2 || x[0].Choices[0].Option != "90 days" {
		t.Errorf("packages: %+v", x)
	}
	p, err := bargain.Compile(m.Middle)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Packages(context.Background(), p, bargain.Options{}, 100)
	if err != nil || !r.Frontier.Proven || *r.Outcomes != "8" {
		t.Errorf("solved: %+v, %v", r, err)
	}
	q, err := Robust(context.Background(), m.Ranges, bargain.RobustOptions{Samples: 50, Seed: 1})
	if err != nil || q.Samples != 50 {
		t.Errorf("robust: %+v, %v", q, err)
	}
}

// TestCaseOfNothing is empty, and says of whom nothing is held.
func TestCaseOfNothing(t *testing.T) {
	w := newDesk(t)
	m := w.held("M", CaseQuery{})
	if m.Middle != nil || len(m.Without) != 2 || len(m.Issues) != 0 {
		t.Errorf("%+v", m)
	}
	x := w.wishes("A")
	x.Issues[0].Options = x.Issues[0].Options[:1]
	w.Do("A", "A M", record.WithoutPrejudice, x)
	m = w.held("M", CaseQuery{})
	if len(m.Issues) != 2 || !slices.ContainsFunc(m.LeftOut, func(g CaseGap) bool { return g.Why == "few-values" && g.Option == "" && len(g.Seats) == 1 }) {
		t.Errorf("%+v, %+v", m.Issues, m.LeftOut)
	}
}

// spanOfPackage is the span of a package in the uncertain model.
func spanOfPackage(t *testing.T, c *HeldCase, party int, options ...string) bargain.Span {
	t.Helper()
	x := make(bargain.Package, len(c.Issues))
	for i, o := range options {
		if x[i] = slices.Index(c.Issues[i].Options, o); x[i] < 0 {
			t.Fatalf("%q is not counted in %+v", o, c.Issues[i])
		}
	}
	s, err := c.Ranges.Spans(x)
	if err != nil {
		t.Fatal(err)
	}
	return s[party]
}

// TestCaseOfSilence: B has not weighed relief. Its refusal of A's is still known,
// and A's limit, which is of all three issues, is not held against two.
func TestCaseOfSilence(t *testing.T) {
	w := newDesk(t)
	a := w.wishes("A")
	at := slices.IndexFunc(a.Issues, func(x act.IssueWorth) bool { return x.Issue == w.relief })
	a.Issues[at].Options[0].Live = "no"
	a.Limit = act.Limit{Worth: span("65")}
	w.Do("A", "A M", record.WithoutPrejudice, a)
	b := w.wishes("B")
	b.Issues = slices.DeleteFunc(b.Issues, func(x act.IssueWorth) bool { return x.Issue == w.relief })
	w.Do("B", "B M", record.WithoutPrejudice, b)
	var choices []act.Choice
	for _, k := range [][2]string{{w.truce, "90 days"}, {w.monitors, "none"}, {w.relief, "none"}} {
		choices = append(choices, act.Choice{Issue: k[0], Option: k[1]})
	}
	slices.SortFunc(choices, func(a, b act.Choice) int { return strings.Compare(a.Issue, b.Issue) })
	x := act.Proposal{Stage: act.Tabled, Title: "p", Choices: choices}
	for _, k := range choices {
		x.Issues = append(x.Issues, k.Issue)
	}
	w.Do("M", both, record.OnRecord, x)
	w.Tick()
	m := w.held("M", CaseQuery{})
	if len(m.Issues) != 2 || m.Parties[0].Limit != "worth-of-more" {
		t.Fatalf("%+v, %+v", m.Issues, m.Parties)
	}
	if p := m.Packages[0]; len(p.Refused) != 1 || p.Refused[0].Option != "none" || p.Package != nil {
		t.Errorf("what A could not live with is not known: %+v", p)
	}
	// Relief has a tenth of A's weight: of 65 between (65-10)/90 and 65/90 must come from the rest.
	s := spanOfPackage(t, m, 0, "90 days", "none") // 60 of 90
	if !s.Stated || s.MostGain.Cmp(big.NewRat(60-55, 90)) != 0 || s.LeastGain.Cmp(big.NewRat(60-65, 90)) != 0 {
		t.Errorf("gains from %s to %s", s.LeastGain, s.MostGain)
	}
}

// TestCaseOfRanges: weights are shares, an order beside them holds, and one that
// contradicts them is said.
func TestCaseOfRanges(t *testing.T) {
	w := newDesk(t)
	a := w.wishes("A")
	for i := range a.Issues {
		a.Issues[i].Weight = span("50-100")
	}
	a.Limit = act.Limit{Worth: span("90")}
	a.Order = []string{w.truce, w.monitors, w.relief}
	first := w.Do("A", "A M", record.WithoutPrejudice, a)
	w.Tick()
	m := w.held("M", CaseQuery{})
	if s := spanOfPackage(t, m, 0, "90 days", "international", "in steps"); s.Low.Cmp(big.NewRat(1, 1)) != 0 || s.High.Cmp(s.Low) != 0 || s.LeastGain.Cmp(big.NewRat(1, 10)) != 0 {
		t.Errorf("the best of all is worth %s to %s", s.Low, s.High)
	}
	if v := m.Ranges.Parties[0].Views[0]; len(v.Order) != 2 || m.Parties[0].Unused != "" || m.Parties[0].Ordered {
		t.Errorf("order %v, %+v", v.Order, m.Parties[0])
	}
	a.Amends = process.Ref(first)
	for i := range a.Issues {
		if a.Issues[i].Issue == w.relief {
			a.Issues[i].Weight = span("200-300")
		}
	}
	w.Do("A", "A M", record.WithoutPrejudice, a)
	w.Tick()
	m = w.held("M", CaseQuery{})
	if v := m.Ranges.Parties[0].Views[0]; len(v.Order) != 0 || m.Parties[0].Unused != "order" {
		t.Errorf("a contradicted order: %v, %+v", v.Order, m.Parties[0])
	}
	if _, err := Robust(context.Background(), m.Ranges, bargain.RobustOptions{Samples: 20, Seed: 1}); err != nil {
		t.Error(err)
	}
}

// TestCaseOfMixedWeights: weights and places are never mixed, and what is not used
// is said.
func TestCaseOfMixedWeights(t *testing.T) {
	w := newDesk(t)
	a := w.wishes("A")
	for i := range a.Issues {
		if a.Issues[i].Issue != w.truce {
			a.Issues[i].Weight = act.Span{}
		}
	}
	a.Order = []string{w.relief, w.monitors}
	w.Do("A", "A M", record.WithoutPrejudice, a)
	w.Tick()
	m := w.held("M", CaseQuery{})
	if len(m.Issues) != 2 || !m.Parties[0].Ordered || m.Parties[0].Unused != "weights" || m.LeftOut[0].Issue.Issue != w.truce || m.LeftOut[0].Why != "no-weight" {
		t.Errorf("%+v, %+v, left out %+v", m.Issues, m.Parties[0], m.LeftOut)
	}
	if got := utility(t, m, 0, "international", "none"); got != "1/4" { // the centroid of two in order is 3/4, 1/4
		t.Errorf("monitors weigh %s", got)
	}
}

// TestCaseOfOwnWord: what a party says itself comes before what others report of
// it, whoever looks.
func TestCaseOfOwnWord(t *testing.T) {
	w := newDesk(t)
	w.Do("A", "A M", record.WithoutPrejudice, w.wishes("A"))
	w.Tick()
	told := w.wishes("A")
	told.Ground = source(act.OneSource, "C1")
	told.Limit = act.Limit{Worth: span("99")}
	w.Do("M", "M", record.WithoutPrejudice, told)
	w.Tick()
	if m := w.held("M", CaseQuery{}); m.Parties[0].Views[0].By.Seat != "A" || m.Parties[0].Limit != "none" {
		t.Errorf("%+v", m.Parties[0])
	}
}
