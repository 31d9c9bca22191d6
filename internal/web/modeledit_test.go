// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/web"
)

// beginModel begins a model and returns the path of its draft.
func (b *browser) beginModel(desk, how string, more url.Values) string {
	b.t.Helper()
	v := url.Values{"how": {how}, "readers": {"own"}}
	for name, x := range more {
		v[name] = x
	}
	status, body, at := b.post("/"+desk+"/models/begin", v)
	parts := strings.Split(at, "/")
	if status != http.StatusOK || len(parts) < 4 || parts[3] == "begin" {
		b.t.Fatalf("no model was begun: %d at %s: %s", status, at, text(body))
	}
	return strings.Join(parts[:4], "/")
}

// modelPaths are the pages on which a draft is built.
func modelPaths(home string) (out []string) {
	for _, s := range []string{"", "/who", "/options", "/together", "/prefer/1", "/prefer/2", "/today", "/means", "/check", "/file"} {
		out = append(out, home+s)
	}
	return out
}

// fill sends a step, and gives the page that it leads to.
func (b *browser) fill(at, do string, v url.Values) (status int, body, to string) {
	b.t.Helper()
	if v == nil {
		v = url.Values{}
	}
	v.Set("do", do)
	return b.post(at, v)
}

// whoSent and optionsSent are steps as a browser sends them.
func whoSent(title string, names ...string) url.Values {
	v := url.Values{"title": {title}}
	for n, name := range names {
		at := fmt.Sprintf("dms.%d.", n)
		v.Set(at+"name", name)
		v.Set(at+"id", "")
		v.Set(at+"seat", "")
		v.Set(at+"basis", "inferred")
	}
	return v
}

func optionsSent(rows ...[3]string) url.Values {
	v := url.Values{}
	for n, r := range rows {
		at := fmt.Sprintf("options.%d.", n)
		v.Set(at+"name", r[0])
		v.Set(at+"id", "")
		v.Set(at+"dm", r[1])
		v.Set(at+"direction", r[2])
		v.Set(at+"entry", "")
	}
	return v
}

// cuban builds the missile crisis of 1962 without script, up to the last step.
func (b *browser) cuban(desk string) (home, body string) {
	b.t.Helper()
	home = b.beginModel(desk, "nothing", nil)
	send := func(step, do string, v url.Values) string {
		b.t.Helper()
		status, body, at := b.fill(home+step, do, v)
		if status != http.StatusOK {
			b.t.Fatalf("%s answers %d at %s: %s", step, status, at, text(body))
		}
		return body
	}
	send("/who", "go", whoSent("Cuban missile crisis", "United States", "Soviet Union"))
	send("/options", "go", optionsSent([3]string{"Air strike", "united_states", "forward"}, [3]string{"Blockade", "united_states", "both"}, [3]string{"Withdraw", "soviet_union", "both"}, [3]string{"Escalate", "soviet_union", "both"}))
	send("/together", "go", url.Values{"infeasible.0": {"withdraw & escalate"}, "infeasible.1": {""}})
	send("/prefer/1", "way", url.Values{"way": {"ranking"}})
	send("/prefer/1", "go", url.Values{"way": {"ranking"}, "typed": {"4,6,5,7,2,1,3,0,11,9,10,8"}, "typed.was": {""}})
	send("/prefer/2", "way", url.Values{"way": {"ranking"}})
	send("/prefer/2", "go", url.Values{"way": {"ranking"}, "typed": {"0, 4, 6, 2, 5, 1, 7, 3, 11, 9, 10, 8"}, "typed.was": {""}})
	send("/today", "go", url.Values{"today": {"0"}, "sanction": {""}})
	send("/means", "go", url.Values{})
	return home, b.page(home + "/check")
}

var (
	holdsIn   = regexp.MustCompile(`(?s)<tr id="holds-(\w+)">.*?</tr>`)
	outcomeAt = regexp.MustCompile(`<span class="state"><span class="ref" dir="ltr">(\d+)</span>`)
)

// holds are the outcomes that a page says hold, by concept.
func holds(body string) map[string]string {
	out := map[string]string{}
	for _, m := range holdsIn.FindAllStringSubmatch(body, -1) {
		var states []string
		for _, s := range outcomeAt.FindAllStringSubmatch(m[0], -1) {
			states = append(states, s[1])
		}
		out[m[1]] = strings.Join(states, " ")
	}
	return out
}

// A model is built without script, answers beside every step, says what a change
// changes, and is sealed to its author alone.
func TestModelIsBuilt(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Nanosecond, Every: 200 * time.Millisecond}, true)
	home, body := b.cuban("ukraine")
	want := map[string]string{"nash": "5", "seq": "4 5 6", "gmr": "0 1 2 4 5 6 7", "smr": "0 1 2 4 5 6 7"}
	for concept, states := range want {
		if got := holds(body)[concept]; got != states {
			t.Errorf("%s: %q, want %q", concept, got, states)
		}
	}
	if !strings.Contains(body, "Nothing is missing.") || !strings.Contains(body, "Nothing: the same outcomes hold") {
		t.Errorf("%s", text(body))
	}
	for _, at := range modelPaths(home) {
		if list := append(faults(b.page(at)), marks(b.page(at))...); len(list) > 0 {
			t.Errorf("%s: %q", at, list)
		}
	}

	// Another assumption: the strike can be taken back.
	v := url.Values{}
	for n, r := range [][4]string{{"Air strike", "united_states", "both", "air_strike"}, {"Blockade of the island", "united_states", "both", "blockade"}, {"Withdraw", "soviet_union", "both", "withdraw"}, {"Escalate", "soviet_union", "both", "escalate"}} {
		at := fmt.Sprintf("options.%d.", n)
		v.Set(at+"name", r[0])
		v.Set(at+"dm", r[1])
		v.Set(at+"direction", r[2])
		v.Set(at+"id", r[3])
	}
	status, body, _ := b.fill(home+"/options", "live", v)
	if got := holds(body); status != http.StatusOK || got["nash"] != "" || got["seq"] != "4 6" {
		t.Errorf("%d %v", status, got)
	}
	for _, want := range []string{"What changed since the first answer", "Holds no more:", "would now leave", "What holds now that did not", "Blockade of the island"} {
		if !strings.Contains(body, want) {
			t.Errorf("does not say %q: %s", want, text(body))
		}
	}
	if body := b.page(home + "/together"); !strings.Contains(body, `value="withdraw &amp; escalate"`) || strings.Contains(body, "blockade_of") {
		t.Errorf("a new name changed the short one: %s", text(body))
	}
	if body := b.page(home); !strings.Contains(body, "Holds no more:") {
		t.Errorf("the steps do not say what changed: %s", text(body))
	}
	_, body, _ = b.fill(home, "base", nil)
	if !strings.Contains(body, "What changed since you fixed the comparison") || !strings.Contains(body, "Nothing: the same outcomes hold") {
		t.Errorf("%s", text(body))
	}
	_, body, _ = b.fill(home+"/options", "undo", nil)
	if got := holds(body)["nash"]; got != "5" {
		t.Errorf("undo leaves Nash at %q", got)
	}

	// Sealed to the own seat, and read again as the same model.
	_, body, at := b.fill(home+"/check", "go", nil)
	if !strings.Contains(at, "/draft/") || !strings.Contains(body, "Only Ukraine reads this.") {
		t.Fatalf("%s: %s", at, text(body))
	}
	stamp := stampIn.FindStringSubmatch(body)
	if stamp == nil {
		t.Fatalf("no stamp: %s", text(body))
	}
	status, body, receipt := b.post(strings.TrimSuffix(at, "/check")+"/seal", url.Values{"stamp": {stamp[1]}})
	if status != http.StatusOK || !strings.HasPrefix(receipt, "/ukraine/receipt/") {
		t.Fatalf("%d %s", status, text(body))
	}
	if body := b.page("/russia/models/begin"); strings.Contains(body, "Cuban") {
		t.Error("another party reads the model")
	}
	entry := b.entryOf(receipt)
	_, body, at = b.post("/ukraine/entry/"+entry+"/again", nil)
	if !strings.Contains(at, "/models/") || !strings.Contains(body, "It takes the place of an earlier one") || holds(body)["nash"] != "5" {
		t.Errorf("%s: %s", at, text(body))
	}
	if body := b.page(at + "/who"); !strings.Contains(body, "What changed since the model on the record") {
		t.Errorf("%s", text(body))
	}
}

// Names that are typed letter by letter, and steps that are sent a second time, make
// no further rows and no other short names.
func TestModelTypedTwice(t *testing.T) {
	b := sitDown(t)
	home := b.beginModel("ukraine", "nothing", nil)
	for _, name := range []string{"U", "Unit", "United States"} {
		b.fill(home+"/who", "live", whoSent("Typed", name))
	}
	b.fill(home+"/who", "go", whoSent("Typed", "United States", "Soviet Union"))
	rows := [][3]string{{"Wi", "united_states", "both"}, {"Withdraw", "united_states", "both"}, {"Withdraw", "united_states", "both"}}
	for _, r := range rows {
		b.fill(home+"/options", "live", optionsSent(r))
	}
	b.fill(home+"/prefer/1", "way", url.Values{"way": {"statements"}})
	b.fill(home+"/prefer/1", "go", url.Values{"way": {"statements"}, "dms.0.lines.0": {"withdraw"}})
	b.fill(home+"/who", "go", whoSent("Typed", "United States", "Soviet Union")) // the browser's way back, and again
	if body := b.page(home + "/options"); strings.Count(body, `value="Withdraw"`) != 1 || !strings.Contains(body, `value="withdraw"`) || !strings.Contains(body, `value="united_states" selected`) {
		t.Errorf("%s", text(body))
	}
	if body := b.page(home + "/prefer/1"); !strings.Contains(body, `name="dms.0.lines.0" value="withdraw"`) {
		t.Errorf("what was stated is lost: %s", text(body))
	}
}

// A page of many outcomes lists the first of them, says how many more there are, and
// stays within the budget.
func TestModelOfManyOutcomes(t *testing.T) {
	b := sitDown(t)
	home := b.beginModel("ukraine", "nothing", nil)
	b.fill(home+"/who", "go", whoSent("Many", "One", "Two"))
	var rows [][3]string
	for k := range 10 {
		rows = append(rows, [3]string{fmt.Sprintf("A thing with a rather long name, number %d", k), []string{"one", "two"}[k%2], "both"})
	}
	b.fill(home+"/options", "go", optionsSent(rows...))
	for _, way := range []string{"ranking", "payoffs", "weights", "statements"} {
		for n := range 2 {
			at := fmt.Sprintf("%s/prefer/%d", home, n+1)
			b.fill(at, "way", url.Values{"way": {way}})
			if way == "ranking" {
				b.fill(at, "rest", url.Values{"way": {way}})
			}
		}
		for _, at := range modelPaths(home) {
			if size := zipped(b.page(at)); size > htmlBudget {
				t.Errorf("%s, %s: %d bytes compressed; the budget is %d", way, at, size, htmlBudget)
			}
		}
		if body := b.page(home + "/prefer/1"); way == "ranking" && (!strings.Contains(body, "and 960 more") || strings.Count(body, ">Take out</button>") != 64) {
			t.Errorf("%s: %s", way, text(body))
		}
	}
}

// A model begins with what the seat reads of the process, states no preference, and
// says what is missing.
func TestModelFromProcess(t *testing.T) {
	b := sitDown(t)
	for _, desk := range []string{"ukraine", "russia", "mediator"} {
		home := b.beginModel(desk, "process", nil)
		body := b.page(home)
		for _, want := range []string{"No preference is stated: that is yours to say.", "Nothing is said yet of what", "go on here"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: does not say %q: %s", desk, want, text(body))
			}
		}
		if strings.Contains(body, "cannot be read") || strings.Contains(body, "second time") {
			t.Errorf("%s: a fault that nobody typed: %s", desk, text(body))
		}
		for _, at := range modelPaths(home) {
			if list := append(faults(b.page(at)), marks(b.page(at))...); len(list) > 0 {
				t.Errorf("%s: %q", at, list)
			}
		}
	}
}

// What is wrong stands at its field with what was typed, and nothing is lost.
func TestModelMistakes(t *testing.T) {
	b := sitDown(t)
	home, _ := b.cuban("russia")
	for _, c := range []struct {
		step string
		v    url.Values
		want []string
	}{
		{"/together", url.Values{"infeasible.0": {"withdraw & retreat"}}, []string{"There is no option \u2068retreat\u2069. There are: \u2068air_strike, blockade, withdraw, escalate\u2069", `value="withdraw &amp; retreat"`}},
		{"/together", url.Values{"infeasible.0": {"withdraw &"}}, []string{"cannot be read", `value="withdraw &amp;"`}},
		{"/together", url.Values{"infeasible.0": {"withdraw | !withdraw"}}, []string{"No outcome is left"}},
		{"/together", url.Values{"infeasible.0": {"withdraw & escalate"}}, nil},
		{"/prefer/1", url.Values{"way": {"ranking"}, "typed": {"4, 6, 5 = 7, 4, x"}, "typed.was": {""}}, []string{"stands there a second time", "\u2068x\u2069 is no outcome", "These outcomes have no place yet", "4, 6, 5 = 7, 4, x"}},
		{"/prefer/1", url.Values{"way": {"ranking"}, "typed": {"4,6,5,7,2,1,3,0,11,9,10,8"}, "typed.was": {""}}, nil},
		{"/means", url.Values{"tools.0.name": {"Relief"}, "tools.0.when": {"peace"}, "tools.0.max": {"lots"}, "tools.0.effect.0": {"1,5"}}, []string{"There is no option \u2068peace\u2069", "\u2068lots\u2069 is no number", `value="1.5"`}},
		{"/means", url.Values{"tools.0.name": {"Relief"}, "tools.0.when": {"withdraw"}, "tools.0.max": {"12,500"}, "tools.0.effect.0": {"1.000"}}, []string{"\u206812,500\u2069 can be read in two ways: write \u206812500\u2069 or \u206812.50\u2069", `value="12,500"`, "not between thousands: \u20681.000\u2069"}},
		{"/means", url.Values{"tools.0.name": {"Relief"}, "tools.0.when": {"peace"}, "tools.0.max": {"lots"}}, []string{"is no number"}},
		{"/today", url.Values{"today": {"12"}}, []string{"cannot be, because of"}},
	} {
		status, body, _ := b.fill(home+c.step, "go", c.v)
		if (status == http.StatusUnprocessableEntity) != (c.want != nil) {
			t.Errorf("%s answers %d: %s", c.step, status, text(body))
		}
		for _, want := range c.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not say %q: %s", c.step, want, text(body))
			}
		}
		if c.want != nil {
			if list := append(faults(body), marks(body)...); len(list) > 0 {
				t.Errorf("%s: %q", c.step, list)
			}
		}
	}
	_, body, at := b.fill(home+"/check", "go", nil)
	if !strings.HasSuffix(at, "/check") || strings.Contains(at, "/draft/") || !strings.Contains(body, "is no number") {
		t.Errorf("a model with faults goes on to %s: %s", at, text(body))
	}
}

// The order of outcomes is made by buttons.
func TestModelRankedByButtons(t *testing.T) {
	b := sitDown(t)
	home, _ := b.cuban("europe")
	at := home + "/prefer/2"
	typedIn := regexp.MustCompile(`name="typed" value="([^"]*)"`)
	order := func(body string) string {
		m := typedIn.FindStringSubmatch(body)
		if m == nil {
			t.Fatalf("no order: %s", text(body))
		}
		return strings.NewReplacer(" ", "", "&#61;", "=").Replace(m[1])
	}
	b.fill(at, "out:4", url.Values{"way": {"ranking"}})
	var body string
	for _, c := range []struct{ do, want string }{
		{"up:6", "6,0,2,5,1,7,3,11,9,10,8"}, {"down:6", "0,6,2,5,1,7,3,11,9,10,8"}, {"tie:2", "0,6=2,5,1,7,3,11,9,10,8"},
		{"up:2", "0,2,6,5,1,7,3,11,9,10,8"}, {"tie:6", "0,2=6,5,1,7,3,11,9,10,8"}, {"down:2", "0,6,2,5,1,7,3,11,9,10,8"},
		{"up:0", "0,6,2,5,1,7,3,11,9,10,8"}, {"down:8", "0,6,2,5,1,7,3,11,9,10,8"}, {"tie:0", "0,6,2,5,1,7,3,11,9,10,8"},
		{"with:4", "0,6,2,5,1,7,3,11,9,10,8=4"}, {"out:4", "0,6,2,5,1,7,3,11,9,10,8"}, {"next:4", "0,6,2,5,1,7,3,11,9,10,8,4"},
	} {
		if _, body, _ = b.fill(at, c.do, url.Values{"way": {"ranking"}}); order(body) != c.want {
			t.Errorf("%s: %s, want %s", c.do, order(body), c.want)
		}
	}
	// Said otherwise, as far as that says the same.
	_, body, _ = b.fill(at, "way", url.Values{"way": {"payoffs"}})
	if strings.Contains(body, `name="pay.0" value="1`) || !strings.Contains(body, `name="pay.0" value=""`) {
		t.Error("ranks became amounts")
	}
	_, _, _ = b.fill(at, "way", url.Values{"way": {"weights"}})
	_, body, _ = b.fill(at, "add", url.Values{"way": {"weights"}, "dms.1.lines.0": {"blockade"}, "amounts.0": {"-2"}, "dms.1.lines.1": {"withdraw"}, "amounts.1": {"1,5"}})
	if !strings.Contains(body, "The order that this gives") {
		t.Fatalf("%s", text(body))
	}
	_, body, _ = b.fill(at, "way", url.Values{"way": {"ranking"}, "dms.1.lines.0": {"blockade"}, "amounts.0": {"-2"}, "dms.1.lines.1": {"withdraw"}, "amounts.1": {"1.5"}})
	if got := order(body); got != "4=5,0=1=8=9,6=7,2=3=10=11" {
		t.Errorf("%s", got)
	}
}

// A model comes in from a file, with what was repaired; one with parts that the
// steps have no place for is kept whole.
func TestModelFromFile(t *testing.T) {
	b := sitDown(t)
	const gmcr = `{"program":"gmcr+","version":"0.4","options":[{"name":"Cooperate","permittedDirection":"both"},{"name":"Cooperate","permittedDirection":"both"}],
"decisionMakers":[{"name":"One","options":[0],"preferences":[[[1,"Y"]],[[0,"N"]]]},{"name":"Two","options":[1],"preferences":[[[0,"Y"]],[[1,"N"]]]}],"infeasibles":[],"coalitions":[0,1]}`
	status, body, at := b.upload("/mediator/models/begin", "file", []byte(gmcr), map[string]string{"how": "file", "readers": "own"})
	if got := holds(body); status != http.StatusOK || got["nash"] != "0" || got["seq"] != "0 3" || got["gmr"] != "0 3" {
		t.Fatalf("%d %s: %v %s", status, at, got, text(body))
	}
	const views = `{"schema":"parley.stability/1","name":"Seen","options":[{"id":"a"},{"id":"b"}],"dms":[{"id":"x","options":["a"],"ranking":[[0],[1],[2],[3]]},{"id":"y","options":["b"],"statements":["a"]}],"views":{"y":{"dms":[{"id":"x","ranking":[3,2,1,0]}]}}}`
	status, body, at = b.upload("/mediator/models/begin", "file", []byte(views), map[string]string{"how": "file", "readers": "own"})
	if status != http.StatusOK || !strings.Contains(body, "nothing of it is left out") || !strings.Contains(body, "views") {
		t.Fatalf("%d: %s", status, text(body))
	}
	if body := b.page(at + "/options"); !strings.Contains(body, "The model as a file") || !strings.Contains(body, "&#34;views&#34;") {
		t.Errorf("%s", text(body))
	}
	_, body, to := b.post(at+"/file", url.Values{"title": {"Seen"}, "document": {views}, "do": {"check"}})
	if !strings.Contains(to, "/draft/") || !strings.Contains(body, "views") {
		t.Errorf("%s: %s", to, text(body))
	}
	_, body, _ = b.post(at+"/file", url.Values{"title": {"Seen"}, "document": {"{"}, "do": {"save"}})
	if !strings.Contains(body, "This is no model file") {
		t.Errorf("%s", text(body))
	}
	_, body, _ = b.post(at+"/file", url.Values{"title": {"Seen"}, "document": {views[:strings.Index(views, `,"views"`)] + "}"}, "do": {"save"}})
	if !strings.Contains(body, "The steps") || holds(body)["nash"] == "" {
		t.Errorf("%s", text(body))
	}
	status, body, _ = b.upload("/mediator/models/begin", "file", []byte("no"), map[string]string{"how": "file", "readers": "own"})
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "The file could not be read") {
		t.Errorf("%d: %s", status, text(body))
	}
	// No reader can be chosen that is a party.
	if body := b.page("/mediator/models/begin"); strings.Contains(body, `value="mediators"`) && slices.Contains(strings.Fields(text(body)), "Russia") {
		t.Errorf("%s", text(body))
	}
}
