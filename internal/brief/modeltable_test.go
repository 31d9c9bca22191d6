// SPDX-License-Identifier: Apache-2.0

package brief_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"parley/internal/brief"
	"parley/stability"
)

func solvedTest(t *testing.T, document string) *brief.SolvedModel {
	t.Helper()
	m, err := brief.SolveModel(t.Context(), conflictOf(t, document), 512<<20, true)
	if err != nil || m.Fault != nil {
		t.Fatal(err, m.Fault)
	}
	return m
}

// TestOutcomesPaged: pages of any length together list each state that fits once, in
// the order that is promised, and say of each what the solution says.
func TestOutcomesPaged(t *testing.T) {
	for _, document := range []string{cubanCrisis, wideModel(6)} {
		m := solvedTest(t, document)
		seq := stability.SEQ
		for n, q := range []brief.OutcomesAsked{{}, {Concept: &seq}, {Holds: true}, {Concept: &seq, Holds: true}, {Taken: map[int]bool{0: true, 2: false}}} {
			var rows []brief.OutcomeRow
			for q.Many = 5; ; q.From += q.Many {
				l, err := m.Outcomes(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				rows = append(rows, l.Rows...)
				if len(l.Rows) < q.Many {
					if l.Of != len(rows) {
						t.Errorf("question %d: %d rows of %d", n, len(rows), l.Of)
					}
					break
				}
			}
			want := 0
			for s := range m.States() {
				held := false
				for _, c := range m.Concepts {
					held = held || (q.Concept == nil || c == seq) && m.Solution.Equilibria(c).Has(s)
				}
				if (!q.Holds || held) && (q.Taken == nil || s&1 == 1 && s&4 == 0) {
					want++
				}
			}
			if len(rows) != want {
				t.Errorf("question %d: %d outcomes, by the definition %d", n, len(rows), want)
			}
			seen := map[brief.StateNumber]bool{}
			last := 0
			for _, row := range rows {
				if seen[row.State] {
					t.Errorf("question %d: outcome %s comes twice", n, row.State)
				}
				seen[row.State] = true
				class := 2
				if row.Today {
					class = 0
				} else if len(row.Holds) > 0 {
					class = 1
				}
				if class < last {
					t.Errorf("question %d: outcome %s is out of order", n, row.State)
				}
				last = class
				for i, stays := range row.Stays {
					for _, c := range m.Concepts {
						if asked := q.Concept == nil || c == seq; slices.Contains(stays, c.String()) != (asked && m.Solution.Stable(i, c).Has(stability.State(row.State))) {
							t.Errorf("question %d: outcome %s, decision maker %d, %s: %v", n, row.State, i, c, stays)
						}
					}
				}
			}
		}
	}
}

// TestOutcomesStop: a list of very many outcomes ends with whoever asked for it.
func TestOutcomesStop(t *testing.T) {
	m := solvedTest(t, wideModel(14))
	gone, leave := context.WithCancel(t.Context())
	leave()
	seq := m.Concepts[0]
	for name, list := range map[string]func() error{
		"outcomes": func() error { _, err := m.Outcomes(gone, brief.OutcomesAsked{Many: 50}); return err },
		"first":    func() error { _, err := m.FirstOutcomes(gone, seq, 20); return err },
		"today":    func() error { _, err := m.TodayFirst(gone, seq.String()); return err },
	} {
		if err := list(); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v; want that it ended", name, err)
		}
	}
}

// BenchmarkOutcomes lists the first page of 2^18 outcomes: each is visited thrice, and
// the sets of those that hold are made once.
func BenchmarkOutcomes(b *testing.B) {
	m, err := brief.SolveModel(b.Context(), conflictOf(b, wideModel(18)), 512<<20, false)
	if err != nil || m.Fault != nil {
		b.Fatal(err, m)
	}
	for b.Loop() {
		if l, err := m.Outcomes(b.Context(), brief.OutcomesAsked{Many: 50}); err != nil || l.Of != 1<<18 {
			b.Fatal(l.Of, err)
		}
	}
}

// TestMixed: each under its own concept, as the document says.
func TestMixed(t *testing.T) {
	if _, ok := solvedTest(t, cubanCrisis).Mixed(); ok {
		t.Error("a document that does not say how anybody thinks has an answer for it")
	}
	m := solvedTest(t, strings.Replace(cubanCrisis, `"status_quo"`, `"concepts":{"us":"seq","ussr":"nash"},"status_quo"`, 1))
	l, ok := m.Mixed()
	if !ok || fmt.Sprint(l.States) != "[5 6]" {
		t.Errorf("mixed: %v, %v; want [5 6]", l, ok)
	}
}

// TestWays: every way begins today, goes on where it left off, and where it is said
// to pay, each of its moves is better for who makes it.
func TestWays(t *testing.T) {
	m := solvedTest(t, cubanCrisis)
	w, err := m.Ways(t.Context(), voice{})
	if err != nil {
		t.Fatal(err)
	}
	if n := 1 + len(w.Improvements) + len(w.Moves) + w.Never; n != m.Len() {
		t.Errorf("%d outcomes are told of, want %d", n, m.Len())
	}
	for k, list := range [][]brief.WayRow{w.Improvements, w.Moves} {
		for _, way := range list {
			at, pays := w.Today.State, true
			for _, move := range way.Path {
				if move.From != at {
					t.Errorf("outcome %s: a move from %s after %s", way.State, move.From, at)
				}
				i := slices.IndexFunc(m.Definition().DMs, func(d stability.DM) bool { return d.ID == move.DM })
				before, _, _ := m.Worth(i, stability.State(move.From))
				after, _, _ := m.Worth(i, stability.State(move.To))
				pays, at = pays && after.Cmp(before) > 0, move.To
			}
			if at != way.State || k == 0 && !pays {
				t.Errorf("the way to %s ends in %s; every move pays: %v", way.State, at, pays)
			}
		}
	}
	if way, pays := w.Way(5); way == nil || !pays || !strings.Contains(way.Says, "<Soviet Union> by taking") {
		t.Errorf("the way to 5: %+v, %v", way, pays)
	}
}

// TestOutcomeRests: what holds an outcome is what answers use, with the entry that it
// stands for, and amounts only of who states amounts.
func TestOutcomeRests(t *testing.T) {
	m := solvedTest(t, cubanCrisis)
	line := brief.ModelLine{Links: []brief.ModelStands{{Item: "strike", Link: brief.EntryLink{Entry: "e1", Opened: true}}}}
	o, err := m.Outcome(t.Context(), voice{}, line, 4)
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Rests) != 2 || o.Rests[0].Option != "air strike" || !o.Rests[0].Taken || o.Rests[0].By != "United States" || o.Rests[0].Against != "Soviet Union" ||
		o.Rests[0].Needed != nil || fmt.Sprint(o.Rests[0].Would) != "[gmr smr seq sseq]" || len(o.Rests[0].Entries) != 1 || o.Rests[0].Entries[0].Entry != "e1" ||
		o.Rests[1].Option != "blockade" || fmt.Sprint(o.Rests[1].Would) != "[gmr smr seq sseq]" {
		t.Errorf("outcome 4, held by the strike or the blockade, either of which would do: %+v", o.Rests)
	}
	if o.DMs[0].Holds != nil || o.DMs[1].Holds != nil {
		t.Error("ranks are shown as amounts")
	}
	amounts := solvedTest(t, `{"schema":"parley.stability/1","options":[{"id":"x"},{"id":"y"}],"dms":[
{"id":"a","options":["x"],"weights":{"x":"2","y":"3","x & y":"1"}},{"id":"b","options":["y"],"ranking":[0,1,2,3]}]}`)
	if o, err = amounts.Outcome(t.Context(), voice{}, brief.ModelLine{}, 0); err != nil {
		t.Fatal(err)
	}
	if o.DMs[1].Holds != nil || len(o.DMs[0].Holds) == 0 || o.DMs[0].Holds[0].Price != "2" {
		t.Errorf("a would stay without x for 2 under Nash, and b states an order: %+v %+v", o.DMs[0].Holds, o.DMs[1].Holds)
	}
}
