// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/node"
	"parley/record"
)

// newCouncil is a process of three parties, each of which has told the mediator alone
// what three issues are worth to it.
func newCouncil(t *testing.T) *parliament {
	w := newParliament(t)
	length := w.issueNamed("host", "Length")
	watch := w.tell("host", act.Issue{Title: "Watch", Options: []string{"none", "a few", "many"}})
	trade := w.tell("host", act.Issue{Title: "Trade", Options: []string{"closed", "open"}})
	worth := func(issue, weight string, options ...string) act.IssueWorth {
		x := act.IssueWorth{Issue: issue, Weight: act.Span{Low: weight}}
		for i := 0; i < len(options); i += 2 {
			x.Options = append(x.Options, act.OptionWorth{Option: options[i], Worth: act.Span{Low: options[i+1]}})
		}
		slices.SortFunc(x.Options, func(a, b act.OptionWorth) int { return strings.Compare(a.Option, b.Option) })
		return x
	}
	tell := func(key string, issues ...act.IssueWorth) {
		slices.SortFunc(issues, func(a, b act.IssueWorth) int { return strings.Compare(a.Issue, b.Issue) })
		c := w.at(key)
		x := act.Preference{Of: c.name, Basis: act.Said, Issues: issues}
		to := []string{c.name, w.at("host").name}
		slices.Sort(to)
		w.late.Add(60)
		_, err := c.node.Post(context.Background(), node.Draft{Audience: to, Register: record.WithoutPrejudice, Act: x})
		w.ok(err)
		w.settle()
	}
	tell("north", worth(length, "50", "30 days", "0", "90 days", "100"), worth(watch, "30", "none", "0", "a few", "60", "many", "100"), worth(trade, "20", "closed", "0", "open", "100"))
	tell("south", worth(length, "40", "30 days", "100", "90 days", "0"), worth(watch, "40", "none", "100", "a few", "70", "many", "0"), worth(trade, "20", "closed", "0", "open", "100"))
	tell("east", worth(length, "10", "30 days", "0", "90 days", "100"), worth(watch, "30", "none", "100", "a few", "80", "many", "0"), worth(trade, "60", "closed", "100", "open", "0"))
	put := func(key, title string, options ...string) {
		x := act.Proposal{Stage: act.Tabled, Title: title}
		if key != "host" {
			x.By = w.at(key).name
		}
		for i, issue := range []string{length, watch, trade} {
			x.Issues = append(x.Issues, issue)
			x.Choices = append(x.Choices, act.Choice{Issue: issue, Option: options[i]})
		}
		slices.Sort(x.Issues)
		slices.SortFunc(x.Choices, func(a, b act.Choice) int { return strings.Compare(a.Issue, b.Issue) })
		w.tell(key, x)
	}
	put("north", "North asks", "90 days", "many", "open")
	put("south", "South asks", "30 days", "none", "open")
	put("host", "In between", "90 days", "a few", "open")
	put("north", "North gives", "90 days", "a few", "open")
	return w
}

// TestMapOfThreeParties: parallel lines and pairs in the place of a plane, each with
// its table, and points of each party in a column of its own. By hand: 90 days, a few,
// open is worth 88 to north, 48 to south and 34 to east.
func TestMapOfThreeParties(t *testing.T) {
	w := newCouncil(t)
	body := w.page("/host/packages/map")
	if n := strings.Count(body, "<svg"); n != 2 {
		t.Errorf("%d pictures, want lines and pairs", n)
	}
	if n := strings.Count(body, "<summary>The picture as a table</summary>"); n != 2 {
		t.Errorf("%d tables beside pictures, want 2", n)
	}
	for _, want := range []string{"Delegation N", "Delegation S", "Delegation E", "In between", "North gives", "no party states a limit that can be measured", "The frontier, as a table"} {
		if !strings.Contains(strings.ToLower(body), strings.ToLower(want)) {
			t.Errorf("the map does not say %q: %s", want, text(body))
		}
	}
	_, table, _ := strings.Cut(text(body), "Packages on the record")
	if _, row, ok := strings.Cut(table, "In between"); !ok || !inOrder(row, "88", "48", "34", "North gives") {
		t.Errorf("what lies between is worth something else: %s", table)
	}
	// Two of the three can be looked at alone: then there is a plane.
	q := url.Values{"party": {w.at("north").name, w.at("east").name}}
	two := w.page("/host/packages/map?" + q.Encode())
	if strings.Count(two, "<svg") != 1 || !strings.Contains(two, "Which packages are better for both?") {
		t.Errorf("north and east alone: %s", text(two))
	}
	for _, path := range []string{"/packages/map", "/packages/browse", "/packages/movement", "/packages/robust"} {
		body := w.page("/host" + path)
		for _, f := range faults(body) {
			t.Errorf("%s: %s", path, f)
		}
		// A delegation sees its own points and nobody else's.
		if own := w.page("/north" + path); strings.Contains(own, "estimate of") || strings.Contains(text(own), "48 of 100") {
			t.Errorf("%s shows north what others prefer: %s", path, text(own))
		}
	}
}

// inOrder reports whether parts stand in a text, each after the one before.
func inOrder(text string, parts ...string) bool {
	for _, p := range parts {
		_, rest, ok := strings.Cut(text, p)
		if !ok {
			return false
		}
		text = rest
	}
	return true
}

// TestBrowseForThreeParties: three floors; with 50 for each nothing is left, and the
// page says what each could have while the others hold.
func TestBrowseForThreeParties(t *testing.T) {
	w := newCouncil(t)
	_, body, _ := w.post("/host/packages/browse", url.Values{"floor.0": {"50"}, "floor.1": {"40"}, "floor.2": {"30"}})
	if strings.Count(body, `type="range"`) != 3 || strings.Contains(body, "cannot hold together") {
		t.Errorf("three floors that a package meets: %s", text(body))
	}
	_, body, _ = w.post("/host/packages/browse", url.Values{"floor.0": {"80"}, "floor.1": {"80"}, "floor.2": {"80"}})
	if !strings.Contains(body, "These floors cannot hold together.") {
		t.Errorf("three floors that nothing meets: %s", text(body))
	}
	// With three parties the steps of the two that offered first are classified.
	moves := text(w.page("/host/packages/movement"))
	if !strings.Contains(moves, "Steps between Delegation N and Delegation S") && !strings.Contains(moves, "Steps between Delegation S and Delegation N") {
		t.Errorf("whose steps are shown: %s", moves)
	}
}
