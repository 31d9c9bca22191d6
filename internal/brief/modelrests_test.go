// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"parley/internal/casefile"
	"parley/stability"
)

// outcomeOf solves a model and tells all of one outcome.
func outcomeOf(t *testing.T, document string, s stability.State) (*SolvedModel, *OutcomeReport) {
	t.Helper()
	c, err := casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(document)})
	if err != nil {
		t.Fatal(err)
	}
	x, err := SolveModel(t.Context(), c, 512<<20, true)
	if err != nil || x.Fault != nil {
		t.Fatal(err, x.Fault)
	}
	o, err := x.Outcome(t.Context(), plainly{}, ModelLine{}, s)
	if err != nil {
		t.Fatal(err)
	}
	return x, o
}

func tellRests(list []OutcomeRests) string {
	var out []string
	for _, r := range list {
		out = append(out, fmt.Sprintf("%s by %s against %s: needed %v, would do %v", r.Option, r.By, r.Against, r.Needed, r.Would))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// TestRestsSinglesNobodyOut: where either of two could answer alone, both are named
// and the outcome rests on neither, in whatever order the model names them; where one
// is left, it rests on that.
func TestRestsSinglesNobodyOut(t *testing.T) {
	dms := map[string]string{
		"A": `{"id":"A","options":["a"],"statements":["!b","!c","a"]}`,
		"B": `{"id":"B","options":["b"],"statements":["!a | b","!b"]}`,
		"C": `{"id":"C","options":["c"],"statements":["!a | c","!c"]}`,
	}
	document := func(order string) string {
		var list []string
		for _, id := range order {
			list = append(list, dms[string(id)])
		}
		return `{"schema":"parley.stability/1","options":[{"id":"a"},{"id":"b"},{"id":"c"}],"dms":[` + strings.Join(list, ",") + `]}`
	}
	const want = `b by B against A: needed [], would do [gmr smr seq sseq]
c by C against A: needed [], would do [gmr smr seq sseq]`
	for _, order := range []string{"ABC", "CBA", "BCA"} {
		if _, o := outcomeOf(t, document(order), 0); tellRests(o.Rests) != want {
			t.Errorf("%s:\n%s\nwant\n%s", order, tellRests(o.Rests), want)
		}
	}
	alone := strings.Replace(document("ABC"), `"dms"`, `"infeasible":["c"],"dms"`, 1)
	if _, o := outcomeOf(t, alone, 0); tellRests(o.Rests) != "b by B against A: needed [gmr smr seq sseq], would do []" {
		t.Errorf("without C:\n%s", tellRests(o.Rests))
	}
}

// TestRestsOfNamedStates: where outcomes are no options, it is still said that answers
// of others keep somebody in one.
func TestRestsOfNamedStates(t *testing.T) {
	named := `{"schema":"parley.stability/1","states":["peace","break","answer"],"dms":[{"id":"a","ranking":["break","peace","answer"]},{"id":"b","ranking":["peace","answer","break"]}],"arcs":{"a":[["peace","break"]],"b":[["break","answer"]]}}`
	for s, want := range []bool{true, false, false} {
		if _, o := outcomeOf(t, named, stability.State(s)); o.Answered != want || o.Rests != nil {
			t.Errorf("state %d: answered %v, want %v; %v", s, o.Answered, want, o.Rests)
		}
	}
}

// TestRestsOnWhatIsNeeded: of random models, an option that is not taken is said to be
// needed exactly where the decision maker would leave in the model in which it can
// never be taken.
func TestRestsOnWhatIsNeeded(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 1))
	needed, would := 0, 0
	for range 60 {
		document := randomOrders(rng)
		s := stability.State(rng.IntN(16))
		x, o := outcomeOf(t, document, s)
		for k, option := range x.Definition().Options {
			if s>>uint(k)&1 == 1 {
				continue
			}
			m, err := withoutOptions(t.Context(), x.Model, 1<<uint(k))
			if err != nil {
				t.Fatal(err)
			}
			solved, err := m.Solve(t.Context(), x.Concepts...)
			if err != nil {
				t.Fatal(err)
			}
			for i, dm := range x.Definition().DMs {
				if slices.Contains(dm.Options, k) {
					continue // no answer, but its own move
				}
				for _, c := range x.Concepts {
					is := slices.ContainsFunc(o.Rests, func(r OutcomeRests) bool {
						return r.Option == option.ID && r.Against == dm.ID && slices.Contains(r.Needed, c.String())
					})
					if want := x.Solution.Stable(i, c).Has(s) && !solved.Stable(i, c).Has(s); is != want {
						t.Fatalf("%s\noutcome %d, %s, %s, %s: needed %v, by the model without it %v", document, s, option.ID, dm.ID, c, is, want)
					}
				}
			}
		}
		for _, r := range o.Rests {
			needed, would = needed+len(r.Needed), would+len(r.Would)
		}
	}
	if needed == 0 || would == 0 {
		t.Errorf("%d needed and %d that would do: the models try nothing", needed, would)
	}
}

// randomOrders writes a model of four options, three decision makers and random orders.
func randomOrders(rng *rand.Rand) string {
	var dms []string
	for i, options := range []string{`"a"`, `"b","c"`, `"d"`} {
		dms = append(dms, fmt.Sprintf(`{"id":"dm%d","options":[%s],"ranking":%s}`, i, options, strings.ReplaceAll(fmt.Sprint(rng.Perm(16)), " ", ",")))
	}
	return `{"schema":"parley.stability/1","options":[{"id":"a"},{"id":"b"},{"id":"c"},{"id":"d"}],"dms":[` + strings.Join(dms, ",") + `]}`
}
