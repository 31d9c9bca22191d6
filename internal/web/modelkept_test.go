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

// TestKeptModels: a document is kept once, few of them, and none that a machine that
// is less busy might answer otherwise.
func TestKeptModels(t *testing.T) {
	c, err := casefileOf(dilemma)
	if err != nil {
		t.Fatal(err)
	}
	m, err := solveModelSoon(t.Context(), brief.ModelLine{Document: dilemma, Conflict: c})
	if err != nil || m.Fault != nil {
		t.Fatal(err, m)
	}
	var kept solvedModels
	for n := range 9 {
		kept = kept.with(modelKey{byte(n)}, m).with(modelKey{byte(n)}, m)
	}
	if len(kept) != keptModelsMost || kept.find(modelKey{8}) == nil || kept.find(modelKey{2}) != nil {
		t.Errorf("of nine models %d are kept", len(kept))
	}
	slow, late := *m, &brief.SolvedModel{Fault: &brief.ModelFault{Why: brief.FaultSlow}}
	slow.Left = []brief.LeftConcept{{Why: brief.FaultSlow}}
	if kept.with(modelKey{20}, &slow).find(modelKey{20}) != nil || kept.with(modelKey{21}, late).find(modelKey{21}) != nil {
		t.Error("what ran out of time is kept, and would be said to be so for good")
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := solveModelSoon(gone, brief.ModelLine{Conflict: c}); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits: %v", err)
	}
}

func casefileOf(document string) (*casefile.Conflict, error) {
	return casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(document)})
}
