// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// garrison is the Garrison diversion as it stands among the examples of gmcr-py (O.
// Petersons, save_files/Garrison.gmcr): four decision makers, nine options, 23 states.
const garrison = `{"schema":"parley.stability/1","name":"Garrison diversion",
 "options":[{"id":"full"},{"id":"reduced"},{"id":"appease"},{"id":"legal"},{"id":"treaty"},
  {"id":"approve"},{"id":"approve-less"},{"id":"lonetree"},{"id":"suspend"}],
 "dms":[
  {"id":"support","options":["full","reduced","appease"],
   "ranking":[41,57,[34,36],42,[50,52],58,66,82,74,90,68,84,89,148,146,153,154,276,274,281,282]},
  {"id":"opposition","options":["legal"],
   "ranking":[[276,148,84,68,52,36],[282,154],90,74,58,42,281,153,89,57,41,274,146,82,66,50,34]},
  {"id":"canada","options":["treaty"],
   "ranking":[282,[274,276],154,[146,148],74,[66,68],90,[82,84],36,42,34,58,[50,52],281,153,89,41,57]},
  {"id":"commission","options":["approve","approve-less","lonetree","suspend"],
   "ranking":[[34,36,41,42,50,52,57,58,66,68,74,82,84,89,90,146,148,153,154,274,276,281,282]]}],
 "infeasible":["full & reduced","full & appease","reduced & appease","!full & !reduced & !appease",
  "approve & approve-less","approve & lonetree","approve & suspend","approve-less & lonetree","approve-less & suspend","lonetree & suspend",
  "!approve & !approve-less & !lonetree & !suspend","full & !legal","appease & legal","full & !treaty & !approve",
  "!full & !treaty & lonetree","!full & !treaty & suspend"]}`

// TestAnswersOfAnotherProgram holds the command to answers that gmcr-py keeps with its
// tests (test_data/Garrison_logSol.txt, rows 1, 2, 3 and 6), in which an answer is one
// move of one other. It numbers the states 2, 3, 8, 11, 13, 14, 15, 17, 18, 19, 21, 22.
// Longer answers hold three more under gmr and smr, which the last row says.
func TestAnswersOfAnotherProgram(t *testing.T) {
	file := filepath.Join(t.TempDir(), "garrison.json")
	if err := os.WriteFile(file, []byte(garrison), 0o600); err != nil {
		t.Fatal(err)
	}
	few, many := "[36 41 74 148 153 276 281]", "[36 41 58 74 84 89 90 148 153 154 276 281]"
	for _, x := range []struct {
		sequences string
		want      map[string]string
	}{
		{"single", map[string]string{"nash": few, "seq": few, "gmr": many, "smr": many}},
		{"legal", map[string]string{"nash": few, "seq": few, "gmr": "[36 41 42 52 58 68 74 84 89 90 148 153 154 276 281]"}},
	} {
		code, out, stderr := run(t, nil, "stability", "solve", file, "--sequences", x.sequences, "--json=feasible,equilibria")
		wantCode(t, code, exitDone, stderr)
		var got struct {
			Data struct {
				Feasible   int
				Equilibria map[string][]int
			}
		}
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err)
		}
		if got.Data.Feasible != 23 {
			t.Errorf("%d states, want 23", got.Data.Feasible)
		}
		for concept, want := range x.want {
			if list := fmt.Sprint(got.Data.Equilibria[concept]); list != want {
				t.Errorf("%s, %s: %s, want %s", x.sequences, concept, list, want)
			}
		}
	}
}
