// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"testing"

	"parley/internal/brief"
	"parley/internal/casefile"
)

// dilemma is the prisoner's dilemma; Y is to cooperate.
const dilemma = `{"schema":"parley.stability/1","options":[{"id":"one"},{"id":"two"}],
"dms":[{"id":"a","options":["one"],"ranking":[2,3,0,1]},{"id":"b","options":["two"],"ranking":[1,3,0,2]}]}`

// cubanCrisis is a published model with published answers: N. M. Fraser and K. W.
// Hipel, Conflict Analysis (1984).
const cubanCrisis = `{"schema":"parley.stability/1","name":"Cuban missile crisis, 1962",
"options":[{"id":"strike","name":"air strike","direction":"forward"},{"id":"blockade","name":"blockade"},{"id":"withdraw","name":"withdraw the missiles"},{"id":"escalate","name":"escalate"}],
"dms":[{"id":"us","name":"United States","options":["strike","blockade"],"ranking":[4,6,5,7,2,1,3,0,11,9,10,8]},
{"id":"ussr","name":"Soviet Union","options":["withdraw","escalate"],"ranking":[0,4,6,2,5,1,7,3,11,9,10,8]}],
"infeasible":["withdraw & escalate"],"status_quo":2}`

// TestKeptModels: none is kept that a machine that is less busy might answer
// otherwise, nor one of whom nobody waits.
func TestKeptModels(t *testing.T) {
	m := solvedOf(t, dilemma)
	if bytesOfModel(m) == 0 {
		t.Error("a model that was solved is not kept")
	}
	slow, late := *m, &brief.SolvedModel{Fault: &brief.ModelFault{Why: brief.FaultSlow}}
	slow.Left = []brief.LeftConcept{{Why: brief.FaultSlow}}
	if bytesOfModel(&slow) != 0 || bytesOfModel(late) != 0 {
		t.Error("what ran out of time is kept, and would be said to be so for good")
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := solveModelSoon(gone, lineOfModel(t, dilemma)); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits: %v", err)
	}
}

// lineOfModel is a model that a test writes out, as the record would have it.
func lineOfModel(t testing.TB, document string) brief.ModelLine {
	t.Helper()
	c, err := casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(document)})
	if err != nil {
		t.Fatal(err)
	}
	return brief.ModelLine{Document: document, Conflict: c}
}

// solvedOf is the same, solved.
func solvedOf(t testing.TB, document string) *brief.SolvedModel {
	t.Helper()
	m, err := solveModelSoon(t.Context(), lineOfModel(t, document))
	if err != nil || m.Fault != nil {
		t.Fatal(err, m)
	}
	return m
}

// BenchmarkModelTable answers the page of a model of 2^12 states and three decision
// makers, solved anew and kept.
func BenchmarkModelTable(b *testing.B) {
	line := lineOfModel(b, twelveOptions)
	b.Run("solve", func(b *testing.B) {
		for b.Loop() {
			if m, err := solveModelSoon(b.Context(), line); err != nil || m.Fault != nil {
				b.Fatal(err, m.Fault)
			}
		}
	})
	m := solvedOf(b, twelveOptions)
	b.Run("list", func(b *testing.B) {
		for b.Loop() {
			if l, err := m.Outcomes(b.Context(), brief.OutcomesAsked{Many: outcomeRows}); err != nil || l.Of != 1<<12 {
				b.Fatal(l.Of, err)
			}
		}
	})
}

const twelveOptions = `{"schema":"parley.stability/1","options":[{"id":"a1"},{"id":"a2"},{"id":"a3"},{"id":"a4"},{"id":"b1"},{"id":"b2"},{"id":"b3"},{"id":"b4"},{"id":"c1"},{"id":"c2"},{"id":"c3"},{"id":"c4"}],
"dms":[{"id":"a","options":["a1","a2","a3","a4"],"statements":["b1 & c1","a1 -> b2","!b3","a2 | c2","b4 <-> a4","!a3","c3","c4"]},
{"id":"b","options":["b1","b2","b3","b4"],"statements":["c1 & a1","b1 -> c2","!c3","b2 | a2","c4 <-> b4","!b3","a3","a4"]},
{"id":"c","options":["c1","c2","c3","c4"],"statements":["a1 & b1","c1 -> a2","!a3","c2 | b2","a4 <-> c4","!c3","b3","b4"]}],"status_quo":0}`
