// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

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

// TestKeptModels: what a machine that is less busy might answer otherwise is told from
// what is kept for good, and nobody solves for a browser that went away.
func TestKeptModels(t *testing.T) {
	m := solvedOf(t, dilemma)
	slow, late := *m, &brief.SolvedModel{Fault: &brief.ModelFault{Why: brief.FaultSlow}}
	slow.Left = []brief.LeftConcept{{Why: brief.FaultSlow}}
	if ranLate(m) || !ranLate(&slow) || !ranLate(late) {
		t.Error("what ran out of time would be said to be so for good, or what did not is not kept")
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := solveModelSoon(gone, lineOfModel(t, dilemma)); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits: %v", err)
	}
}

// TestLateModels: that time ran out is remembered for a minute, and then tried anew.
func TestLateModels(t *testing.T) {
	now := time.Date(2025, 11, 20, 12, 0, 0, 0, time.UTC)
	s := &Server{opt: Options{Now: func() time.Time { return now }}, solving: make(chan struct{}, 1)}
	r := &request{Request: httptest.NewRequest("GET", "/model/x", nil), server: s, desk: newStation(&Desk{})}
	line := lineOfModel(t, dilemma)
	slow := &brief.SolvedModel{Fault: &brief.ModelFault{Why: brief.FaultSlow}}
	r.desk.remember(nil, fmt.Sprintf("late model %x", sha256.Sum256([]byte(dilemma))), lateModel{slow, now}, answerBytes)
	now = now.Add(slowFor - time.Second)
	if m, err := r.solvedModel(line); err != nil || m != slow {
		t.Errorf("within a minute: %+v, %v; want what is remembered", m, err)
	}
	now = now.Add(2 * time.Second)
	m, err := r.solvedModel(line)
	if err != nil || m.Fault != nil {
		t.Errorf("after it: %+v, %v; want that it is tried anew", m, err)
	}
	if again, err := r.solvedModel(line); err != nil || again != m {
		t.Errorf("what was solved is not kept: %v", err)
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
