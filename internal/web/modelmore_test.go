// SPDX-License-Identifier: Apache-2.0

//go:build unix

package web

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"parley/internal/brief"
	"parley/stability"
)

// doubtful is the dilemma in which one does not know an order, one finds some outcomes
// much better, and one sees the other otherwise than it is.
const doubtful = `{"schema":"parley.stability/1","name":"doubtful","options":[{"id":"one"},{"id":"two"}],
"dms":[{"id":"a","name":"First","options":["one"],"ranking":[2,3,0,1]},{"id":"b","name":"Second","options":["two"],"ranking":[1,3,0,2]}],
"status_quo":0,"unknown":{"a":[[0,3]]},"much_better":{"a":[[3,0],[3,1]]},"views":{"a":{"dms":[{"id":"b","ranking":[[3],[1],[0],[2]]}]}}}`

var stateIn = regexp.MustCompile(`<a href="/big/model/[0-9a-f]+/(\d+)">`)

// holdsIn lists the outcomes of a table of the page, a line for each concept.
func holdsIn(part string) (out []string) {
	for _, row := range strings.Split(part, "<tr>")[1:] {
		var list []string
		for _, m := range stateIn.FindAllStringSubmatch(row, -1) {
			list = append(list, m[1])
		}
		if strings.Contains(row, "<td>") {
			out = append(out, fmt.Sprint(list))
		}
	}
	return out
}

func setsSay(sets brief.ByConcept) (out []string) {
	for _, x := range sets {
		out = append(out, fmt.Sprint(append([]brief.StateNumber{}, x.Value.States...)))
	}
	return out
}

// TestFurtherQuestions: the page says the answers of the report that the command
// writes, and why it does not ask what is not defined.
func TestFurtherQuestions(t *testing.T) {
	w := newBusy(t)
	s := sitAt(t, w.desk())
	page := s.ask("GET", "/model/"+w.model("doubtful", doubtful)+"/more", nil).Body.String()
	section := func(id string) string {
		_, rest, ok := strings.Cut(page, `aria-labelledby="`+id+`"`)
		if !ok {
			t.Fatalf("no section %s", id)
		}
		rest, _, _ = strings.Cut(rest, "</section>")
		return rest
	}
	m := solvedOf(t, doubtful)
	four := stability.Concepts()[:stability.SIM]
	want, err := brief.Conflict(t.Context(), m.Model, brief.StabilityQuestion{Concepts: four, Strength: true, Views: true, List: -1})
	if err != nil {
		t.Fatal(err)
	}
	for id, sets := range map[string]brief.ByConcept{"plain": want.Equilibria, "strength": want.Strength.Strong.Equilibria, "views": want.Views.Equilibria} {
		if got := holdsIn(section(id)); fmt.Sprint(got) != fmt.Sprint(setsSay(sets)) {
			t.Errorf("%s: %v, the report says %v", id, got, setsSay(sets))
		}
	}
	var readings []string
	for r := stability.ReadingA; r <= stability.ReadingD; r++ {
		x, err := brief.Conflict(t.Context(), m.Model, brief.StabilityQuestion{Concepts: four, Reading: &r, List: -1})
		if err != nil {
			t.Fatal(err)
		}
		readings = append(readings, setsSay(x.Unknown.Equilibria)...)
	}
	if got := holdsIn(section("unknown")); fmt.Sprint(got) != fmt.Sprint(readings) {
		t.Errorf("unknown orders: %v, the reports say %v", got, readings)
	}
	var ahead []string
	for k := range moreForesees + 1 {
		h := (k + 1) % (moreForesees + 1)
		x, err := brief.Conflict(t.Context(), m.Model, brief.StabilityQuestion{Concepts: four[:1], Horizon: h, NonMyopic: h == 0, List: -1})
		if err != nil {
			t.Fatal(err)
		}
		ahead = append(ahead, fmt.Sprint(append([]brief.StateNumber{}, x.Horizon.Equilibria.States...)))
	}
	if got := holdsIn(section("ahead")); fmt.Sprint(got) != fmt.Sprint(ahead) {
		t.Errorf("foresight: %v, the reports say %v", got, ahead)
	}
	// Nobody leaves mutual defection alone; both together would leave it for 3.
	if together := section("together"); !regexp.MustCompile(`(?s)/0">.*?/3">`).MatchString(together) {
		t.Errorf("the dilemma: %v", holdsIn(together))
	}

	three := strings.Replace(strings.Replace(doubtful, `,"unknown"`, `,"concepts":{}`+"\n"+`,"unknown"`, 1), `{"id":"b"`, `{"id":"c","name":"Third","options":[],"ranking":[0,1,2,3]},{"id":"b"`, 1)
	three, _, _ = strings.Cut(three, `,"concepts"`)
	page = s.ask("GET", "/model/"+w.model("three", three+"}")+"/more", nil).Body.String()
	for _, why := range []string{"this model has 3", "names no pair of outcomes whose order is not known", "of which one is much better", "sees the others otherwise"} {
		if !strings.Contains(page, why) {
			t.Errorf("the page does not say why: %q", why)
		}
	}
}

// TestAskedOfAnyModel: each page answers for models that cannot be read, or for which
// its question is not defined, and for what cannot be.
func TestAskedOfAnyModel(t *testing.T) {
	w := newBusy(t)
	s := sitAt(t, w.desk())
	for name, x := range map[string]struct{ document, says string }{
		"unreadable": {`{"schema":"parley.stability/1","options":[{"id":"one"}],"dms":[]}`, "This model cannot be read"},
		"too large":  {manyOptions(40), "This model is too large for a page"},
		"named": {`{"schema":"parley.stability/1","states":["war","talks","peace"],"dms":[{"id":"a","name":"A","ranking":[[2],[1],[0]]},{"id":"b","name":"B","ranking":[[1],[2],[0]]}],
			"arcs":{"a":[["war","talks"],["talks","war"]],"b":[["talks","peace"]]},"status_quo":0}`, ""},
		"merged": {`{"schema":"parley.stability/1","options":[{"id":"x"},{"id":"y"}],"coalesce":["x"],"dms":[{"id":"a","options":["x"],"statements":["y"]},{"id":"b","options":["y"],"statements":["x"]}],
			"instruments":[{"id":"help","dm_effects":{"a":"2"},"when":"x","max":"3","cost":"1"}]}`, ""},
		"alone": {`{"schema":"parley.stability/1","options":[{"id":"x"}],"dms":[{"id":"a","options":["x"],"ranking":[1,0]}]}`, ""},
		"wide":  {manyOptions(8), ""},
	} {
		at := "/model/" + w.model(name, x.document)
		for _, page := range []string{"/prices", "/hold", "/orders", "/whatif", "/more"} {
			out := s.ask("GET", at+page, nil)
			if out.Code != 200 || x.says != "" && !strings.Contains(out.Body.String(), x.says) {
				t.Errorf("%s%s: %d, want %q: %.300s", name, page, out.Code, x.says, out.Body.String())
			}
		}
		if x.says == "" {
			if out := s.ask("POST", at+"/whatif", url.Values{"runs": {"100"}, "way.0": {"swaps"}}); out.Code != 303 {
				t.Errorf("%s: a sweep of it: %d", name, out.Code)
				continue
			}
			if job := swept(t, s.Server.desk("big")); job.Report == nil {
				t.Errorf("%s: its sweep has no report", name)
			}
			if page := s.ask("GET", at+"/whatif", nil).Body.String(); !strings.Contains(page, "Which preference matters most?") {
				t.Errorf("%s: the page does not show what was found", name)
			}
		}
	}
	own := s.ask("GET", "/model/"+w.model("own", strings.Replace(paidDilemma, `"status_quo"`, `"concepts":{"a":"seq","b":"nash"},"status_quo"`, 1))+"/hold?state=3", nil).Body.String()
	if !strings.Contains(own, "The least cost is 1.") || !strings.Contains(own, "each in the way that the model says of it") {
		t.Error("where the first counts on answers and the second does not, a fine on the second holds both, at 1")
	}
	at := "/model/" + w.model("pairs", strings.Replace(manyOptions(8), `"status_quo"`, `"infeasible":["o0 & o1"],"status_quo"`, 1))
	page := s.ask("POST", at+"/hold", url.Values{"by": {"options"}, "take.2": {"yes"}, "take.0": {"yes"}, "concept": {"seq"}}).Body.String()
	if !strings.Contains(page, `/5">`) || !strings.Contains(page, `name="take.2" value="yes" checked`) {
		t.Error("the outcome in which options 0 and 2 are taken is 5")
	}
	out := s.ask("POST", at+"/orders", url.Values{"by": {"options"}, "take.0": {"yes"}, "take.1": {"yes"}})
	if out.Code != 422 || !strings.Contains(out.Body.String(), "This cannot be together in the model.") {
		t.Errorf("options that cannot be together: %d", out.Code)
	}
	if out = s.ask("GET", at+"/hold?state=3", nil); !strings.Contains(out.Body.String(), "This cannot be together in the model.") {
		t.Error("the address of an outcome that cannot be")
	}
}
