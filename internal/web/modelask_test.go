// SPDX-License-Identifier: Apache-2.0

//go:build unix

package web

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
	"parley/record"
	"parley/stability"
)

// paidDilemma is the worked example of docs/methods/stability-leverage.md.
const paidDilemma = `{"schema":"parley.stability/1","name":"paid","options":[{"id":"one","name":"first holds fire"},{"id":"two","name":"second holds fire"}],
"dms":[{"id":"a","name":"First","options":["one"],"payoffs":{"0":"1","1":"0","2":"3","3":"2"}},{"id":"b","name":"Second","options":["two"],"payoffs":{"0":"1","1":"3","2":"0","3":"2"}}],
"status_quo":0,"instruments":[{"id":"relief","name":"relief","dm_effects":{"a":"1","b":"1"},"when":"one & two","max":"4","cost":"5","payer":"w"},
{"id":"fineA","name":"fine on the first","dm_effects":{"a":"-1"},"when":"!one & two","max":"4","readiness_cost":"1"},
{"id":"fineB","name":"fine on the second","dm_effects":{"b":"-1"},"when":"one & !two","max":"4","readiness_cost":"1","payer":"w"}],"budgets":{"w":"9"}}`

// model writes a model to the mediator alone.
func (w *busy) model(title, document string) string {
	w.b.Helper()
	id := w.post(0, []string{w.m}, record.OnRecord, act.Model{Title: title, Document: document})
	w.sync()
	return hex.EncodeToString(id[:])
}

// drawnModel is a model of three options and two decision makers by chance; one of
// them may state an order instead of amounts, and answers may have to be worse.
func drawnModel(rng *rand.Rand) string {
	payoffs := func() string {
		var list []string
		for s := range 7 {
			list = append(list, fmt.Sprintf("%q:%q", fmt.Sprint(s), []string{"0", "1", "2.5", "3", "-1.25", "7"}[rng.IntN(6)]))
		}
		return `"payoffs":{` + strings.Join(list, ",") + `}`
	}
	second := payoffs()
	if rng.IntN(2) == 0 {
		second = `"statements":["x & !z","!y","z -> x"]`
	}
	return fmt.Sprintf(`{"schema":"parley.stability/1","options":[{"id":"x"},{"id":"y","direction":%q},{"id":"z"}],"infeasible":["x & y & z"],"settings":{"sanction":%q},
"dms":[{"id":"a","name":"Upper","options":["x","y"],%s},{"id":"b","name":"Lower","options":["z"],%s}],
"instruments":[{"id":"help","dm_effects":{"a":"2"},"when":"x","max":"3","cost":"1.5","readiness_cost":"0.25"}]}`,
		[]string{"both", "forward"}[rng.IntN(2)], []string{"not_better", "worse"}[rng.IntN(2)], payoffs(), second)
}

// writtenOut is a report as a command writes it.
func writtenOut(t *testing.T, report any) (out map[string]any) {
	t.Helper()
	data, err := json.Marshal(report)
	if err == nil {
		err = json.Unmarshal(data, &out)
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// keyed follows keys into what JSON says.
func keyed(x any, keys ...string) any {
	for _, k := range keys {
		x = x.(map[string]any)[k]
	}
	return x
}

var (
	rowIn  = regexp.MustCompile(`(?s)<tr[^>]* data-state="(\d+)">(.*?)</tr>`)
	cellIn = regexp.MustCompile(`(?s)<td[^>]*>(.*?)</td>`)
	dataIn = regexp.MustCompile(`<data value="([^"]*)"`)
)

// numbersIn lists the exact numbers of a stretch of a page.
func numbersIn(part string) (out []string) {
	for _, m := range dataIn.FindAllStringSubmatch(part, -1) {
		out = append(out, m[1])
	}
	return out
}

// TestModelPagesSayTheReports: every number of the pages that ask something of a
// model is that of the report which the command of the same name writes as JSON.
func TestModelPagesSayTheReports(t *testing.T) {
	w := newBusy(t)
	documents := []string{paidDilemma, cubanCrisis}
	rng := rand.New(rand.NewPCG(7, 2025))
	for range 8 {
		documents = append(documents, drawnModel(rng))
	}
	s := sitAt(t, w.desk())
	compared := 0
	for n, document := range documents {
		at, m := "/model/"+w.model(fmt.Sprint("model ", n), document), solvedOf(t, document)
		ask := func(method, path string, form url.Values) string {
			out := s.ask(method, at+path, form)
			if out.Code != http.StatusOK {
				t.Fatalf("%s %s of model %d answers %d", method, path, n, out.Code)
			}
			return out.Body.String()
		}
		for _, c := range []stability.Concept{stability.Nash, stability.GMR, stability.SMR, stability.SEQ, stability.SSEQ} {
			word := c.String()
			held, err := brief.HoldMap(t.Context(), m.Model, []stability.Concept{c}, -1)
			if err != nil {
				t.Fatal(err)
			}
			compared += comparePrices(t, ask("GET", "/prices?concept="+word, nil), writtenOut(t, held), word)
			for target := range m.States() {
				if rng.IntN(3) > 0 {
					continue
				}
				form := url.Values{"state": {fmt.Sprint(target)}, "concept": {word}}
				compared += compareHold(t, ask("POST", "/hold", form), m, target, c)
				who := rng.IntN(2)
				form.Set("who", fmt.Sprint(who))
				orders, err := brief.Rankings(t.Context(), lang.For("en"), m.Model, who, target, c)
				if err != nil {
					t.Fatal(err)
				}
				want := []string{orders.Satisfying, orders.OwnSatisfying, orders.Of}
				if orders.LeastSwaps != nil {
					want = append(want, fmt.Sprint(*orders.LeastSwaps))
				}
				if got := numbersIn(ask("POST", "/orders", form)); fmt.Sprint(got[:len(want)]) != fmt.Sprint(want) {
					t.Errorf("orders for %d at %d under %v: %v, the report says %v", who, target, c, got, want)
				}
				compared += len(want)
			}
		}
	}
	if compared < 1000 {
		t.Errorf("only %d numbers were compared", compared)
	}
}

// comparePrices holds a page of prices to the JSON of a price map.
func comparePrices(t *testing.T, page string, want map[string]any, word string) (compared int) {
	t.Helper()
	states := want["states"].([]any)
	rows := rowIn.FindAllStringSubmatch(page, -1)
	if len(rows) != len(states) {
		t.Fatalf("%d rows for %d states", len(rows), len(states))
	}
	for _, row := range rows {
		k := 0
		for fmt.Sprint(states[k]) != row[1] {
			k++
		}
		cells := cellIn.FindAllStringSubmatch(row[2], -1)
		for i, dm := range want["dms"].([]any) {
			price := keyed(want, "price", word, dm.(string)).([]any)[k]
			margin := keyed(want, "margin", word, dm.(string)).([]any)[k]
			if got := numbersIn(cells[2*i][1]); len(got) != 1 || got[0] != price {
				t.Errorf("%s of %v in %s: price %v, the report says %v", word, dm, row[1], got, price)
			}
			got := numbersIn(cells[2*i+1][1])
			if margin == nil && len(got) > 0 || margin != nil && (len(got) != 1 || got[0] != margin) {
				t.Errorf("%s of %v in %s: margin %v, the report says %v", word, dm, row[1], got, margin)
			}
			if cardinal := keyed(want, "cardinal", dm.(string)).(bool); !cardinal && price != "0" && !strings.Contains(cells[2*i][1], "rank") {
				t.Errorf("%s of %v in %s: %q does not say that it counts ranks", word, dm, row[1], cells[2*i][1])
			}
			compared += 2
		}
	}
	return compared
}

// compareHold holds the page of what would hold an outcome to the JSON of the least
// outlay.
func compareHold(t *testing.T, page string, m *brief.SolvedModel, target stability.State, c stability.Concept) int {
	t.Helper()
	_, mix, _ := strings.Cut(page, `id="mix"`)
	outlay, err := brief.Outlay(t.Context(), lang.For("en"), m.Model, target, []stability.Concept{c}, m.Tools, listedHolds)
	if err != nil || len(m.Tools.Instruments) == 0 {
		if len(numbersIn(mix)) > 0 {
			t.Errorf("at %d: instruments are weighed though %v", target, err)
		}
		return 0
	}
	x, want := writtenOut(t, outlay), []string{}
	if outlay.Possible {
		want = append(want, x["cost"].(string))
		for _, z := range outlay.Instruments {
			want = append(want, keyed(x, "instruments", z.Name).(string))
		}
	}
	for _, cost := range outlay.ByConcept {
		if s, ok := keyed(x, "by_concept", cost.Name).(string); ok {
			want = append(want, s)
		}
	}
	if got := numbersIn(mix); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v at %d: %v, the report says %v", c, target, got, want)
	}
	if outlay.Possible && strings.Contains(mix, "exactly that is not") == outlay.Attained {
		t.Errorf("%v at %d: attained is %v", c, target, outlay.Attained)
	}
	for _, b := range outlay.Binding {
		if !strings.Contains(strings.NewReplacer("\u2068", "", "\u2069", "").Replace(mix), b.Says) {
			t.Errorf("%v at %d: the page does not say %q", c, target, b.Says)
		}
	}
	return len(want)
}
