// SPDX-License-Identifier: Apache-2.0

package brief_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"parley/internal/brief"
	"parley/internal/casefile"
	"parley/stability"
)

// cubanCrisis is a published model with published answers: N. M. Fraser and K. W.
// Hipel, Conflict Analysis (1984).
const cubanCrisis = `{"schema":"parley.stability/1","name":"Cuban missile crisis, 1962",
"options":[{"id":"strike","name":"air strike","direction":"forward"},{"id":"blockade","name":"blockade"},{"id":"withdraw","name":"withdraw the missiles"},{"id":"escalate","name":"escalate"}],
"dms":[{"id":"us","name":"United States","options":["strike","blockade"],"ranking":[4,6,5,7,2,1,3,0,11,9,10,8]},
{"id":"ussr","name":"Soviet Union","options":["withdraw","escalate"],"ranking":[0,4,6,2,5,1,7,3,11,9,10,8]}],
"infeasible":["withdraw & escalate"],"status_quo":2}`

// conflictOf reads a model that a test writes out.
func conflictOf(t testing.TB, document string) *casefile.Conflict {
	t.Helper()
	c, err := casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(document)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestSolveModel holds what pages show to the published answers.
func TestSolveModel(t *testing.T) {
	k, err := brief.SolveModel(t.Context(), conflictOf(t, cubanCrisis), 512<<20, true)
	if err != nil || k.Fault != nil {
		t.Fatal(err, k.Fault)
	}
	if len(k.Concepts) != len(stability.Concepts()) || len(k.Left) != 0 {
		t.Errorf("concepts %v, left out %v; want all", k.Concepts, k.Left)
	}
	for c, want := range map[stability.Concept]string{stability.Nash: "[5]", stability.SEQ: "[4 5 6]", stability.GMR: "[0 1 2 4 5 6 7]", stability.SMR: "[0 1 2 4 5 6 7]"} {
		if got := fmt.Sprint(k.Solution.Equilibria(c).List(-1)); got != want {
			t.Errorf("%s: %s, published is %s", c, got, want)
		}
	}
}

// TestSolveModelSaysWhy: what cannot be solved is told with its line, and who went
// away gets an error and leaves nothing to keep.
func TestSolveModelSaysWhy(t *testing.T) {
	faulty := strings.Replace(cubanCrisis, "0,4,6,2,5,1,7,3,11,9,10,8", "0,4,6,2,5,1,7,3,11,9,10", 1)
	k, err := brief.SolveModel(t.Context(), conflictOf(t, faulty), 512<<20, true)
	if err != nil || k.Fault == nil || k.Fault.Why != brief.FaultUnread || k.Fault.Line != 4 || !strings.Contains(k.Fault.Says, "8 (NNNY)") {
		t.Errorf("a ranking without state 8: %+v, %v; want the line of the Soviet Union and the state", k.Fault, err)
	}
	merged := strings.Replace(cubanCrisis, `"infeasible"`, `"coalesce":["escalate"],"infeasible"`, 1)
	merged = strings.NewReplacer(",11,9,10,8", ",8").Replace(merged)
	if k, err = brief.SolveModel(t.Context(), conflictOf(t, merged), 512<<20, true); err != nil || k.Fault != nil || len(k.Left) != 1 || k.Left[0] != (brief.LeftConcept{stability.SIM, brief.FaultUndefined}) {
		t.Errorf("coalesced states: left out %v, fault %+v, %v; want that SIM is not defined", k.Left, k.Fault, err)
	}
	if brief.AtOnce(conflictOf(t, merged)) || !brief.AtOnce(conflictOf(t, cubanCrisis)) {
		t.Error("moves at the same time are defined, but not for coalesced states")
	}
	if k, err = brief.SolveModel(t.Context(), conflictOf(t, wideModel(40)), 512<<20, true); err != nil || k.Fault == nil || k.Fault.Why != brief.FaultLarge {
		t.Errorf("2^40 states: %+v, %v; want that it is too large", k.Fault, err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err = brief.SolveModel(gone, conflictOf(t, cubanCrisis), 512<<20, true); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits: %v", err)
	}
}

// wideModel has options of two decision makers and no condition.
func wideModel(options int) string {
	var all, own [2][]string
	for k := range options {
		id := fmt.Sprintf(`o%d`, k)
		all[k%2] = append(all[k%2], fmt.Sprintf(`{"id":%q}`, id))
		own[k%2] = append(own[k%2], fmt.Sprintf("%q", id))
	}
	dm := func(id string, i int, first string) string {
		return fmt.Sprintf(`{"id":%q,"options":[%s],"statements":[%q,"!o0","o1","o0 & o1"]}`, id, strings.Join(own[i], ","), first)
	}
	return fmt.Sprintf(`{"schema":"parley.stability/1","options":[%s,%s],"dms":[%s,%s]}`,
		strings.Join(all[0], ","), strings.Join(all[1], ","), dm("a", 0, "o0 -> o1"), dm("b", 1, "o1 -> o0"))
}
