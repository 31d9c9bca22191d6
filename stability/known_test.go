// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"reflect"
	"strings"
	"testing"
)

// ranked makes groups of one state each, best first.
func ranked(states ...State) Preference {
	p := Preference{Ranking: [][]State{}}
	for _, s := range states {
		p.Ranking = append(p.Ranking, []State{s})
	}
	return p
}

// told makes statements from their text.
func told(t testing.TB, ids []string, texts ...string) (out []Condition) {
	t.Helper()
	for _, text := range texts {
		c, err := ParseCondition(text, ids)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	return out
}

func idsOf(d Definition) (ids []string) {
	for _, o := range d.Options {
		ids = append(ids, o.ID)
	}
	return ids
}

func must(t testing.TB, d Definition) *Model {
	t.Helper()
	m, err := New(context.Background(), d)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// dilemma is the prisoner's dilemma. Option taken = cooperate.
func dilemma() Definition {
	return Definition{
		Name:    "prisoner's dilemma",
		Options: []Option{{ID: "one"}, {ID: "two"}},
		DMs: []DM{
			{ID: "One", Options: []int{0}, Preference: ranked(2, 3, 0, 1)},
			{ID: "Two", Options: []int{1}, Preference: ranked(1, 3, 0, 2)},
		},
	}
}

// chicken: option taken = swerve.
func chicken() Definition {
	d := dilemma()
	d.Name = "chicken"
	d.DMs[0].Preference = ranked(2, 3, 1, 0)
	d.DMs[1].Preference = ranked(1, 3, 2, 0)
	return d
}

// cuban is the missile crisis of 1962: N. M. Fraser and K. W. Hipel, Conflict
// Analysis: Models and Resolutions, North-Holland 1984, chapter 1; preference
// vectors in decimals, best first.
func cuban(strike Direction) Definition {
	return Definition{
		Name:    "Cuban missile crisis",
		Options: []Option{{ID: "strike", Direction: strike}, {ID: "blockade"}, {ID: "withdraw"}, {ID: "escalate"}},
		DMs: []DM{
			{ID: "US", Options: []int{0, 1}, Preference: ranked(4, 6, 5, 7, 2, 1, 3, 0, 11, 9, 10, 8)},
			{ID: "USSR", Options: []int{2, 3}, Preference: ranked(0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8)},
		},
		Infeasible: []Condition{All(Yes(2), Yes(3))},
	}
}

// elmira is the groundwater dispute of 1989–91: L. Fang, K. W. Hipel, D. M.
// Kilgour, Interactive Decision Making: The Graph Model for Conflict
// Resolution, Wiley 1993, chapter 3; K. W. Hipel et al., "The decision support
// system GMCR II in environmental conflict management", Applied Mathematics and
// Computation 83 (1997) 117–152.
func elmira(t testing.TB) Definition {
	d := Definition{
		Name: "Elmira",
		Options: []Option{
			{ID: "modify", Direction: Forward}, {ID: "delay", Direction: Back}, {ID: "accept"},
			{ID: "abandon", Direction: Forward}, {ID: "insist"},
		},
		DMs: []DM{
			{ID: "MoE", Options: []int{0}, Preference: elmiraRanking(7, 3, 4, 8, 5, 1, 2, 6, 9)},
			{ID: "Uniroyal", Options: []int{1, 2, 3}, Preference: elmiraRanking(1, 4, 8, 5, 9, 3, 7, 2, 6)},
			{ID: "Local Government", Options: []int{4}, Preference: elmiraRanking(7, 3, 5, 1, 8, 6, 4, 2, 9)},
		},
	}
	ids := idsOf(d)
	d.Infeasible = told(t, ids, "delay & accept", "delay & abandon", "accept & abandon", "!delay & !accept & !abandon")
	d.Coalesce = told(t, ids, "abandon")
	return d
}

// elmiraStates are the decimals of the published states 1 to 9.
var elmiraStates = []State{2, 3, 4, 5, 18, 19, 20, 21, 8}

func elmiraRanking(numbers ...int) Preference {
	var states []State
	for _, n := range numbers {
		states = append(states, elmiraStates[n-1])
	}
	return ranked(states...)
}

func TestKnownConflicts(t *testing.T) {
	type want map[Concept][]State
	for _, c := range []struct {
		d    Definition
		want want
	}{
		// A. Rapoport, M. Guyer, A taxonomy of 2×2 games, 1966; stability in N. M.
		// Fraser, K. W. Hipel 1984, chapter 2: mutual cooperation is held by sanctions.
		{dilemma(), want{Nash: {0}, GMR: {0, 3}, SMR: {0, 3}, SEQ: {0, 3}, SSEQ: {0, 3}}},
		{chicken(), want{Nash: {1, 2}, SEQ: {1, 2}, GMR: {1, 2, 3}, SMR: {1, 2, 3}}},
		{cuban(Forward), want{Nash: {5}, SEQ: {4, 5, 6}, GMR: {0, 1, 2, 4, 5, 6, 7}, SMR: {0, 1, 2, 4, 5, 6, 7}}},
		// The published answer, where an air strike could be taken back.
		{cuban(Both), want{Nash: {}, SEQ: {4, 6}}},
		// Published: states 5, 8 and 9, here 18, 21 and 8.
		{elmira(t), want{Nash: {8, 18, 21}, SEQ: {8, 18, 21}}},
	} {
		m := must(t, c.d)
		s, err := m.Solve(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for concept, want := range c.want {
			if got := s.Equilibria(concept).List(-1); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %v: got %v, want %v", c.d.Name, concept, got, want)
			}
		}
	}
}

// TestSimultaneousByHand: in chicken, from 3 (both swerve) both would leave for
// their best; at the same time that is 0, the worst. In the dilemma likewise.
// From 0 in chicken each gains by swerving, and if both do they gain as well.
func TestSimultaneousByHand(t *testing.T) {
	for _, c := range []struct {
		d    Definition
		want []State
	}{{dilemma(), []State{0, 3}}, {chicken(), []State{1, 2, 3}}} {
		s, err := must(t, c.d).Solve(context.Background(), SIM)
		if err != nil || !reflect.DeepEqual(s.Equilibria(SIM).List(-1), c.want) {
			t.Errorf("%s: %v, %v", c.d.Name, s.Equilibria(SIM).List(-1), err)
		}
	}
}

// TestElmiraStates checks the nine states and the one-way moves of the model.
func TestElmiraStates(t *testing.T) {
	m := must(t, elmira(t))
	if m.Len() != 9 || m.Pattern(18) != "NYNNY" {
		t.Errorf("%d states, 18 is %s", m.Len(), m.Pattern(18))
	}
	for _, member := range []State{8, 9, 24, 25} { // abandon, whatever the others do
		if s, err := m.Canonical(member); err != nil || s != 8 {
			t.Errorf("%d is %d, %v", member, s, err)
		}
	}
	for _, c := range []struct {
		dm   int
		from State
		to   []State
	}{
		{0, 2, []State{3}}, {0, 3, []State{}}, // modification is not taken back
		{1, 2, []State{4, 8}}, {1, 4, []State{8}}, // delay is not taken up again
		{1, 8, []State{}}, {2, 2, []State{18}}, {2, 8, []State{}},
	} {
		if got, err := m.Reachable(c.dm, c.from); err != nil || !reflect.DeepEqual(got, c.to) {
			t.Errorf("DM %d from %d: %v, %v; want %v", c.dm, c.from, got, err, c.to)
		}
	}
}

func TestDefinitionErrors(t *testing.T) {
	for _, c := range []struct {
		part   string
		change func(d *Definition)
	}{
		{"no decision maker", func(d *Definition) { d.DMs = nil }},
		{"used twice", func(d *Definition) { d.Options[1].ID = "one" }},
		{"owned by both", func(d *Definition) { d.DMs[1].Options = []int{0} }},
		{"no option 7", func(d *Definition) { d.DMs[1].Options = []int{7} }},
		{"state 3 is not listed", func(d *Definition) { d.DMs[0].Preference = ranked(0, 1, 2) }},
		{"listed twice", func(d *Definition) { d.DMs[0].Preference = ranked(0, 1, 2, 3, 3) }},
		{"not a state", func(d *Definition) { d.Infeasible = []Condition{All(Yes(0), Yes(1))} }},
		{"does not exist", func(d *Definition) { d.Infeasible = []Condition{Yes(2)} }},
		{"want one", func(d *Definition) { d.DMs[0].Preference = Preference{} }},
		{"no feasible state", func(d *Definition) { d.Infeasible = []Condition{Any(Yes(0), Not(Yes(0)))} }},
		{"status quo", func(d *Definition) { s := State(9); d.StatusQuo = &s }},
		{"is not better", func(d *Definition) { d.DMs[0].MuchBetter = []Pair{{1, 2}} }},
	} {
		d := dilemma()
		c.change(&d)
		if c.part == "no feasible state" {
			d.DMs[0].Preference, d.DMs[1].Preference = Preference{Statements: []Condition{}}, Preference{Statements: []Condition{}}
		}
		if _, err := New(context.Background(), d); err == nil || !strings.Contains(err.Error(), c.part) {
			t.Errorf("want an error with %q, got %v", c.part, err)
		}
	}
}
