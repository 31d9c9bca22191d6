// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

func (w *desk) choose(options ...string) (out []act.Choice) {
	for i, issue := range []string{w.truce, w.monitors, w.relief} {
		if i < len(options) && options[i] != "" {
			out = append(out, act.Choice{Issue: issue, Option: options[i]})
		}
	}
	slices.SortFunc(out, func(a, b act.Choice) int { return strings.Compare(a.Issue, b.Issue) })
	return out
}

// put puts a package to all and returns its id.
func (w *desk) put(title string, options ...string) string {
	x := act.Proposal{Stage: act.Tabled, Title: title, Choices: w.choose(options...)}
	for _, k := range x.Choices {
		x.Issues = append(x.Issues, k.Issue)
	}
	id := process.Ref(w.Do("M", both, record.OnRecord, x))
	w.Tick()
	return id
}

func (w *desk) board(seat string) *PackageBoard {
	return Board(w.State(seat), w.Roster(), head, w.Withheld(seat), AsOf{})
}

func worthIn(t *testing.T, b *PackageBoard, title, seat string) PackageWorth {
	t.Helper()
	for _, p := range b.Packages {
		if p.Title != title {
			continue
		}
		for _, w := range p.Worth {
			if w.Seat.Seat == seat {
				return w
			}
		}
	}
	t.Fatalf("no worth of %q for %s in %+v", title, seat, b.Packages)
	return PackageWorth{}
}

// TestBoard: each party in its own terms, silence as silence, and every seat with
// what it holds alone.
func TestBoard(t *testing.T) {
	w := newDesk(t)
	a := w.wishes("A")
	a.Limit = act.Limit{Worth: span("60-70")}
	w.Do("A", "A M", record.WithoutPrejudice, a)
	b := w.wishes("B") // says nothing of relief, which A does: B is counted over two issues
	b.Issues = slices.DeleteFunc(b.Issues, func(x act.IssueWorth) bool { return x.Issue == w.relief })
	b.Limit = act.Limit{Package: w.choose("30 days", "regional")}
	w.Do("B", "B M", record.WithoutPrejudice, b)
	w.put("middle", "90 days", "regional", "none") // A: 60+15+0 = 75; B: (0+15)/40 = 37.5
	w.put("short", "30 days", "none", "in steps")  // A: 0+0+10 = 10; B: (20+20)/40 = 100
	w.put("half", "90 days", "", "in steps")       // A: 70 to 100; B: 0 to 50

	m := w.board("M")
	for _, x := range []struct {
		title, seat, state, worth, limit string
	}{
		{"middle", "A", WorthSettled, "75 75 75", "above"},
		{"middle", "B", WorthSettled, "37.5 37.5 37.5", "below"},
		{"short", "A", WorthSettled, "10 10 10", "below"},
		{"short", "B", WorthSettled, "100 100 100", "above"},
		{"half", "A", WorthOpen, "85 70 100", "above"},
		{"half", "B", WorthOpen, "25 0 50", "below"}, // the limit is worth (20+15)/40
	} {
		got := worthIn(t, m, x.title, x.seat)
		if s := got.Worth.Middle + " " + got.Worth.Low + " " + got.Worth.High; got.State != x.state || s != x.worth || got.Limit != x.limit {
			t.Errorf("%s for %s: %s %s, %s the limit; want %+v", x.title, x.seat, got.State, s, got.Limit, x)
		}
	}
	if len(m.Issues) != 3 || len(m.Packages[2].Open) != 1 || m.Packages[2].Open[0].Issue != w.monitors {
		t.Errorf("issues %+v, open %+v", m.Issues, m.Packages[2].Open)
	}
	own := w.board("A")
	if len(own.Parties) != 1 || !own.Parties[0].You || len(own.Without) != 1 {
		t.Errorf("A's board: %+v without %+v", own.Parties, own.Without)
	}
	if text := marshal(t, own); strings.Contains(text, "37.5") {
		t.Error("A's board holds what a package is worth to B")
	}

	r, err := m.Terms(m.Packages[0].First, m.Packages[1].First)
	if err != nil {
		t.Fatal(err)
	}
	terms := r.Terms[0]
	if terms.Best == nil || terms.Best.Issue != w.truce || terms.Least == nil || terms.Least.Issue != w.monitors {
		t.Errorf("best %+v, least %+v; want the truce, and the monitors, which lack 15", terms.Best, terms.Least)
	}
	if x := terms.Shares[1]; x.Gives.Middle != "15" || x.Most.Middle != "30" || x.Short != "15" || x.Option != "regional" {
		t.Errorf("the monitors: %+v", x)
	}
	if terms.LimitAt == nil || terms.LimitAt.Low != "60" || r.Terms[1].LimitAt.Middle != "87.5" {
		t.Errorf("limits: %+v, %+v", terms.LimitAt, r.Terms[1].LimitAt)
	}
	if x := r.Beside; len(x.Changes) != 3 || x.Same != 0 || x.More[0].Sign != "less" || x.More[0].More.Middle != "-65" || x.More[1].Sign != "more" {
		t.Errorf("beside: %+v", x)
	}
	if r, err = m.Terms(m.Packages[0].First, m.Packages[2].First); err != nil || r.Beside.More[0].Sign != "unknown" || r.Beside.Same != 1 || len(r.Beside.Changes) != 2 {
		t.Errorf("beside an open one: %+v, %v", r.Beside, err)
	}
	if _, err := m.Terms("no such", ""); !errors.Is(err, ErrNoPackage) {
		t.Error(err)
	}
}

// TestBoardOfRanges: a verdict holds over all that is stated, or is left open.
func TestBoardOfRanges(t *testing.T) {
	w := newDesk(t)
	a := act.Preference{Of: "A", Basis: act.Said, Issues: byIssue(
		worth(w.truce, "50-70", [2]string{"30 days", "0"}, [2]string{"90 days", "80-100"}),
		worth(w.monitors, "30", [2]string{"none", "0"}, [2]string{"regional", "50"}),
	)}
	a.Issues[slices.IndexFunc(a.Issues, func(x act.IssueWorth) bool { return x.Issue == w.monitors })].Options[0].Live = "no"
	a.Limit = act.Limit{Worth: span("60")}
	w.Do("A", "A M", record.WithoutPrejudice, a)
	w.put("long", "90 days", "none")
	w.put("outside", "90 days", "international")
	b := w.board("A")
	// At the least (50·80+30·0)/80 = 50, at the most (70·100)/100 = 70, in the middle 60·90/90.
	if got := worthIn(t, b, "long", "A"); got.Worth.Low != "50" || got.Worth.High != "70" || got.Worth.Middle != "60" || got.Limit != "depends" || !got.Worth.Ranged() {
		t.Errorf("%+v %+v", got, got.Worth)
	}
	if got := worthIn(t, b, "outside", "A"); got.State != WorthUnvalued || got.Worth != nil || got.Limit != "unknown" {
		t.Errorf("with an option that A says nothing of: %+v", got)
	}
	if len(b.Refused) != 1 || len(b.Packages[0].Refused) != 1 || b.Packages[0].Refused[0].Seats[0].Seat != "A" {
		t.Errorf("refused: %+v, %+v", b.Refused, b.Packages[0].Refused)
	}
	d := Draft(w.State("A"), w.Roster(), AsOf{}, []string{"A"}, w.choose("30 days", "none"))
	if len(d.Refused) != 1 || len(d.Open) != 1 || d.Open[0].Issue != w.relief {
		t.Errorf("a draft: %+v", d)
	}
	if d := Draft(w.State("B"), w.Roster(), AsOf{}, []string{"B"}, w.choose("30 days", "none")); len(d.Refused) != 0 {
		t.Errorf("B is told of A's red line: %+v", d)
	}
	// A mediator's draft says it to those alone who read it; one's own word stands in
	// any draft of one's own.
	for _, x := range []struct {
		seat    string
		readers []string
		refused int
	}{{"M", []string{"M"}, 1}, {"M", []string{"A", "M"}, 1}, {"M", []string{"A", "B", "M"}, 0}, {"M", []string{"B", "M"}, 0}, {"A", []string{"A", "B", "M"}, 1}} {
		d := Draft(w.State(x.seat), w.Roster(), AsOf{}, x.readers, w.choose("30 days", "none"))
		if len(d.Refused) != x.refused || len(Refusals(w.State(x.seat), w.Roster(), AsOf{}, x.readers)) != x.refused || len(d.Open) != 1 {
			t.Errorf("a draft of %s to %v: %+v; want %d refusals", x.seat, x.readers, d.Refused, x.refused)
		}
	}
	// Once a second adviser differs, the range covers both.
	a.View, a.Limit = "second adviser", act.Limit{}
	a.Issues[slices.IndexFunc(a.Issues, func(x act.IssueWorth) bool { return x.Issue == w.truce })].Weight = span("10")
	w.Do("A", "A M", record.WithoutPrejudice, a)
	if got := worthIn(t, w.board("A"), "long", "A"); got.Worth.Low != "20" || got.Worth.High != "70" || got.Limit != "none" {
		t.Errorf("two views: %+v %+v", got, got.Worth) // (10·80)/40 = 20
	}
}

// TestOutlook says why there is nothing to say, or what is to be gained.
func TestOutlook(t *testing.T) {
	w := newDesk(t)
	first := w.put("poor", "30 days", "international", "none")
	open := w.put("open", "30 days")
	look := func(seat, first string) *PackageOutlook {
		t.Helper()
		out, err := Outlook(context.Background(), w.held(seat, CaseQuery{}), first, act.Choice{})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	w.Do("A", "A M", record.WithoutPrejudice, w.wishes("A"))
	if x := look("M", first); x.Why != "alone" || len(x.Without) != 1 || len(x.More) > 0 {
		t.Errorf("of A alone: %+v", x)
	}
	b := w.wishes("B")
	w.Do("B", "B M", record.WithoutPrejudice, b)
	if x := look("M", open); x.Why != "open" {
		t.Errorf("with issues open: %+v", x)
	}
	x := look("M", first)
	if x.Why != "" || x.Efficient || !x.Proven || len(x.More) != 2 || len(x.Prices) != 4 || x.Step == nil {
		t.Fatalf("%+v", x)
	}
	// What is quick stays when there is no time for the rest.
	late, stop := context.WithCancel(t.Context())
	stop()
	if y, err := Outlook(late, w.held("M", CaseQuery{}), first, act.Choice{}); err != nil || y.Why != "stopped" || len(y.Prices) != 4 || y.Step != nil {
		t.Errorf("stopped: %+v (%v)", y, err)
	}
	// From (30 days, international, none) A can have 100 of 100 and B no less than
	// its 20: the long truce costs B its 20, and relief pays 60 for it.
	if got := x.More[0]; got.For.Seat != "A" || got.Gains[0].More != "70" || len(got.Changes) != 2 || len(got.Choices) != 3 || got.Choices[0].Option != "90 days" {
		t.Errorf("the most for A: %+v", got)
	}
	// Taking the monitors away costs A 30 and gives B 20; the long truce and relief
	// make up for it.
	asked, err := Outlook(context.Background(), w.held("M", CaseQuery{}), first, act.Choice{Issue: w.monitors, Option: "none"})
	if err != nil || asked.Asked == nil || asked.Asked.From != "international" || asked.Makes == nil || !slices.ContainsFunc(asked.Makes.Changes, func(k BesideChange) bool {
		return k.To == "90 days"
	}) {
		t.Errorf("asked: %+v, %v", asked, err)
	}
	for _, g := range asked.Makes.Gains {
		if strings.HasPrefix(g.More, "-") {
			t.Errorf("what makes up for it costs %+v", g)
		}
	}
	if x := look("A", first); x.Why != "alone" || x.Without[0].Seat != "B" {
		t.Errorf("A's own: %+v", x)
	}
	b.Issues[slices.IndexFunc(b.Issues, func(x act.IssueWorth) bool { return x.Issue == w.monitors })].Options[2].Live = "no"
	w.Do("B", "B M", record.WithoutPrejudice, b)
	if x := look("M", first); x.Why != "refused" {
		t.Errorf("with an option that B could not live with: %+v", x)
	}
	if _, err := Outlook(context.Background(), w.held("M", CaseQuery{}), "none", act.Choice{}); !errors.Is(err, ErrNoPackage) {
		t.Error(err)
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	c := w.held("M", CaseQuery{})
	c.Middle.Constraints = nil
	if x, err := Outlook(stopped, c, first, act.Choice{}); err != nil || x.Why != "stopped" {
		t.Errorf("stopped: %+v, %v", x, err)
	}
}
