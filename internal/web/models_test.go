// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"encoding/csv"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/node"
	"parley/record"
)

// publishedCrisis is the Cuban missile crisis after Fraser and Hipel (1984).
const publishedCrisis = `{"schema":"parley.stability/1","name":"Cuban missile crisis, 1962",
"options":[{"id":"strike","name":"Air strike","direction":"forward"},{"id":"blockade","name":"Blockade"},{"id":"withdraw","name":"Withdraw the missiles"},{"id":"escalate","name":"Escalate"}],
"dms":[{"id":"us","name":"United States","options":["strike","blockade"],"ranking":[4,6,5,7,2,1,3,0,11,9,10,8]},
{"id":"ussr","name":"Soviet Union","options":["withdraw","escalate"],"ranking":[0,4,6,2,5,1,7,3,11,9,10,8]}],
"infeasible":["withdraw & escalate"],"status_quo":2}`

// keep writes a model of one desk into its own channel, and gives its address.
func (w *parliament) keep(key string, m act.Model) string {
	w.randomWorld.t.Helper()
	w.late.Add(60)
	id, err := w.at(key).node.Post(context.Background(), node.Draft{Audience: []string{w.at(key).name}, Register: record.WithoutPrejudice, Act: m})
	w.ok(err)
	w.settle()
	return "/model/" + (&saying{id: id}).ref()
}

func (w *parliament) crisis() string {
	threat := w.tell("host", act.Leverage{Sort: "threat", Title: "A strike on the sites", Holder: "United States", Target: "Soviet Union", Does: "the sites are bombed", Set: act.Moment{Day: "2026-03-01"}, Ground: act.Ground{Mark: act.Uncertain, Teller: "papers"}})
	return w.keep("host", act.Model{
		Title: "Who would leave the blockade", Document: publishedCrisis,
		DMs:   []act.ModelDM{{ID: "us", Basis: act.Inferred, Words: "from speeches"}, {ID: "ussr", Seat: w.at("south").name, Basis: act.Said}},
		Links: []act.ModelLink{{Item: "strike", Entry: threat}}, Ground: act.Ground{Mark: act.Uncertain, Teller: "letters"},
	})
}

// says fails unless a page holds every text in its words.
func says(t *testing.T, at, body string, wants ...string) {
	t.Helper()
	words := strings.NewReplacer("\u2068", "", "\u2069", "").Replace(text(body))
	for _, want := range wants {
		if !strings.Contains(words, want) {
			t.Errorf("%s does not say %q: %.3000s", at, want, words)
		}
	}
}

var outcomeIn = regexp.MustCompile(`<th scope="row" class="num"><a href="/host/model/[0-9a-f]{64}/(\d+)"`)

func outcomesOn(body string) string {
	var out []string
	for _, m := range outcomeIn.FindAllStringSubmatch(body, -1) {
		out = append(out, m[1])
	}
	return strings.Join(out, " ")
}

// The pages of a model give the published answers, and its estimates as estimates,
// to its author alone.
func TestModelPages(t *testing.T) {
	w := newParliament(t)
	body := w.page("/host/models")
	says(t, "the empty list", body, "No model yet", "who decides, what each can do alone")
	at := w.crisis()
	says(t, "the list", w.page("/host/models"), "Who would leave the blockade", "United States estimate", "Soviet Union said", "Nash 1", "GMR 7", "SEQ 3", "Air strike:")

	body = w.page("/host" + at)
	says(t, "the table", body, "What it says of United States is an estimate", "12 outcomes, 7 of them hold", "A strike on the sites", "only our own seat reads it")
	if got := outcomesOn(body); got != "2 0 1 4 5 6 7 3 8 9 10 11" {
		t.Errorf("outcomes in the order %s; want today, those that hold, the others", got)
	}
	if _, _, path := w.post("/host"+at, url.Values{"concept": {"nash"}, "holds": {"yes"}}); path != "/host"+at {
		t.Errorf("what was asked for stands in the address %s", path)
	}
	for _, x := range []struct {
		ask  url.Values
		want string
	}{
		{url.Values{"concept": {"nash"}, "holds": {"yes"}}, "5"},
		{url.Values{"concept": {"seq"}, "holds": {"yes"}}, "4 5 6"},
		{url.Values{"option.1": {"yes"}, "option.3": {"no"}}, "2 6 7 3"},
		{url.Values{"option.2": {"yes"}, "option.3": {"yes"}}, ""},
		{url.Values{"option.99": {"yes"}, "concept": {"none"}, "page": {"7"}}, "2 0 1 4 5 6 7 3 8 9 10 11"},
	} {
		if _, body, _ := w.post("/host"+at, x.ask); outcomesOn(body) != x.want {
			t.Errorf("%v: outcomes %s, want %s", x.ask, outcomesOn(body), x.want)
		}
	}

	body = w.page("/host" + at + "/5")
	says(t, "outcome 5", body, "It holds: everybody stays under Nash", "Soviet Union as it said", "estimate of Office",
		"United States stays: the one state that it could move to is not better", "The model states orders and no amounts", "Air strike")
	body = w.page("/host" + at + "/4")
	says(t, "outcome 4", body, "Soviet Union would leave", "giving up “Withdraw the missiles”, to 0 (NNNN)", "A strike on the sites", "What would be answered with", "Would do, as others may, under", "one is named; others may do as well", "Draw this way")
	says(t, "today", w.page("/host"+at+"/2"), "It is the outcome of today.")

	says(t, "moves", w.page("/host"+at+"/graph?concept=seq"), "Which moves pay", "who stays under SEQ", "6: Blockade, Withdraw the missiles")
	says(t, "from today", w.page("/host"+at+"/today?to=5"), "The way to outcome 5", "Today is outcome 2.", "Where moves lead that pay")

	for _, at := range []string{at + "/99", at + "/12", at + "/x", at + "/file/other.csv"} {
		if status, _ := w.get("/host" + at); status != http.StatusNotFound {
			t.Errorf("%s answers %d", at, status)
		}
	}
	for _, page := range []string{"", "/5", "/graph", "/today", "/file/model.json"} {
		if status, _ := w.get("/south" + at + page); status == http.StatusOK {
			t.Errorf("%s%s is shown to another seat", at, page)
		}
	}
	if strings.Contains(w.page("/south/models"), "blockade") {
		t.Error("another seat is told of the model")
	}
}

// A model can be taken along: the document as it is, and who stays where as a table
// with a row for each outcome.
func TestModelFiles(t *testing.T) {
	w := newParliament(t)
	at := w.crisis()
	if status, body := w.get("/host" + at + "/file/model.json"); status != http.StatusOK || body != publishedCrisis {
		t.Errorf("the document as a file: %d %q", status, body)
	}
	_, body := w.get("/host" + at + "/file/table.csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
	if err != nil || len(rows) != 13 {
		t.Fatalf("%d rows, %v: %q", len(rows), err, body)
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	if _, ok := column["United States (estimate) stays under"]; !ok {
		t.Errorf("the file does not say what is an estimate: %q", rows[0])
	}
	for _, row := range rows[1:] {
		if row[column["picture of"]] == "" || row[column["model"]] != "Who would leave the blockade" || row[column["illustrative"]] != "no" {
			t.Errorf("the file does not say whose picture it is: %q", row)
		}
		if row[0] == "5" && (row[column["United States: Air strike"]] != "Y" || row[column["holds for everybody under"]] != "nash gmr smr seq sseq sim") {
			t.Errorf("outcome 5 in the file: %q", row)
		}
		if (row[column["today"]] == "today") != (row[0] == "2") {
			t.Errorf("today in the file: %q", row)
		}
	}
}

// A document that cannot be solved gives a page that says where and why.
func TestModelFaults(t *testing.T) {
	w := newParliament(t)
	for _, x := range []struct{ document, want string }{
		{strings.Replace(publishedCrisis, "11,9,10,8]}],", "11,9,10]}],", 1), "What is wrong stands in line 4"},
		{"{}", "This model cannot be read"},
		{strings.Replace(publishedCrisis, `"infeasible":[`, `"infeasible":["strike | !strike",`, 1), "This model cannot be read"},
	} {
		at := w.keep("host", act.Model{Title: "Off", Document: x.document})
		for _, page := range []string{"", "/graph", "/today", "/0"} {
			says(t, page, w.page("/host"+at+page), x.want)
		}
		if status, _ := w.get("/host" + at + "/file/table.csv"); status != http.StatusNotFound {
			t.Errorf("a table of a model that cannot be read: %d", status)
		}
	}
	says(t, "the list", w.page("/host/models"), "It cannot be read: see why")
}

// A copy of a model is a new picture: it is not told by the teller of the other one, and
// what a seat is reported to have said there is an estimate here. In its place all stays.
func TestCopyOfAModel(t *testing.T) {
	w := newParliament(t)
	ref := strings.TrimPrefix(w.crisis(), "/model/")
	for how, want := range map[string]string{"copy": " inferred inferred", "again": "uncertain inferred said"} {
		status, body, home := w.upload("/host/models/begin", "file", nil, map[string]string{"how": how, "of": ref, "readers": "own"})
		if status != http.StatusOK {
			t.Fatalf("%s: %d %s", how, status, text(body))
		}
		list, err := w.at("host").node.Drafts(t.Context())
		w.ok(err)
		for _, d := range list {
			if !strings.HasSuffix(home, d.ID) {
				continue
			}
			v := url.Values(d.Values)
			if got := v.Get("mark") + " " + v.Get("dms.0.basis") + " " + v.Get("dms.1.basis"); got != want {
				t.Errorf("%s: %q, want %q", how, got, want)
			}
			want = ""
		}
		if want != "" {
			t.Errorf("%s: there is no draft at %s", how, home)
		}
	}
}
