// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"strings"
	"testing"

	"parley/internal/act"
)

// answeredTruce is the example of docs/methods/stability-effect.md.
const answeredTruce = `{"schema":"parley.stability/1","options":[{"id":"resume","name":"resume"},{"id":"sanction","name":"sanction"}],
"dms":[{"id":"a","name":"North","options":["resume"],"ranking":[1,0,3,2]},{"id":"b","name":"Guarantors","options":["sanction"],"ranking":[0,3,1,2]}],"status_quo":0}`

// The page of a threat says what it holds in the models of whoever reads it there, and
// nothing of them to anybody else. A model that is written again says what changed.
func TestEntryInModels(t *testing.T) {
	w := newParliament(t)
	threat := w.tell("host", act.Leverage{Sort: "threat", Title: "Sanctions", Holder: "Guarantors", Target: "North", Does: "sanctions follow", Set: act.Moment{Day: "2026-03-01"}, Ground: act.Ground{Mark: act.Uncertain, Teller: "papers"}})
	vow := w.tell("host", act.Commitment{By: w.at("host").name, Words: "we keep to it"})
	before := w.page("/host/leverage/" + threat)
	if strings.Contains(text(before), "In models that this seat reads") {
		t.Error("the page of a threat speaks of models where there are none")
	}
	model := act.Model{
		Title: "Does it hold?", Document: answeredTruce, DMs: []act.ModelDM{{ID: "a", Basis: act.Inferred}, {ID: "b", Basis: act.Inferred}},
		Links: []act.ModelLink{{Item: "sanction", Entry: threat}, {Item: "resume", Entry: vow}}, Ground: act.Ground{Mark: act.Uncertain, Teller: "letters"},
	}
	at := w.keep("host", model)
	says(t, "the threat", w.page("/host/leverage/"+threat), "In models that this seat reads", "Does it hold?", "Estimated: North, Guarantors",
		"“sanction”. Under SEQ, outcomes that hold with it and not without:", "0: nothing is taken Without this, North gains by taking “resume”, to 1 (YN)")
	says(t, "the commitment", w.page("/host/commitments"), "In a model Does it hold?", "Estimated: North, Guarantors", "outcome 3, in which it is done, holds under SEQ")
	for _, seat := range []string{"north", "south"} {
		if body := text(w.page("/" + seat + "/leverage/" + threat)); strings.Contains(body, "Does it hold") || strings.Contains(body, "In a model") {
			t.Errorf("%s reads of a model that is not for it: %s", seat, body)
		}
	}
	says(t, "the outcome", w.page("/host"+at+"/0"), "Would it hold without what stands for an entry of the process?", "“sanction”GMR, SMR, SEQ, SSEQnone")
	if body := text(w.page("/host" + at)); strings.Contains(body, "What changed since the writing before") {
		t.Error("a model that was written once has changed")
	}
	again := model
	again.Amends = strings.TrimPrefix(at, "/model/")
	again.Document = strings.Replace(answeredTruce, `"ranking":[0,3,1,2]`, `"ranking":[0,1,3,2]`, 1) // the answer does not pay any more
	w.keep("host", again)
	says(t, "the model", w.page("/host"+at), "What changed since the writing before", "SEQ1: resume0: nothing is taken3: resume, sanctionNorth: in 0 more, in 1 fewer")
}
