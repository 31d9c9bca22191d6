// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/casefile"
	"parley/stability"
)

// truce is the example of docs/methods/stability-effect.md: one decision maker could
// resume, the other could answer with a sanction. States: 0 nothing, 1 resumed, 2
// sanction alone, 3 both.
const truce = `{"schema": "parley.stability/1",
 "options": [{"id": "resume", "name": "resume"}, {"id": "sanction", "name": "sanction"}],
 "dms": [{"id": "a", "options": ["resume"], "ranking": [[1], [0], [3], [2]]}, {"id": "b", "options": ["sanction"], "ranking": [[0], [3], [1], [2]]}],
 "status_quo": 0%s}`

// truceAmounts is the same with amounts, and with a fine in place of the sanction.
const truceAmounts = `{"schema": "parley.stability/1",
 "options": [{"id": "resume", "name": "resume"}], "dms": [{"id": "a", "options": ["resume"], "payoffs": {"0": 2, "1": 3}}],
 "instruments": [{"id": "fine", "when": "resume", "dm_effects": {"a": "-2"}, "max": 1}]}`

// effectsOf compiles, solves and asks.
func effectsOf(t *testing.T, document string, items ...string) []Effect {
	t.Helper()
	c, err := casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(document)})
	if err != nil {
		t.Fatal(err)
	}
	m := compiled(t, document)
	solved, err := m.Solve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out, err := EffectOf(t.Context(), m, solved, c.Tools, items)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// tellEffect is an effect in a few words.
func tellEffect(e Effect) string {
	out := joined(e.Items, func(s string) string { return s }) + " " + e.Fault + "\n"
	numbers := func(x EffectStates) string {
		return joined(x.List, func(s EffectState) string {
			return strings.TrimSpace(s.State.String() + " " + joined(s.Leaves, func(l Leave) string { return l.DM + ">" + l.To.String() }))
		})
	}
	for _, c := range e.Concepts {
		out += fmt.Sprintf("%s: held [%s] taken [%s] opened [%s]\n", c.Concept, numbers(c.Held), numbers(c.Taken), numbers(c.Opened))
	}
	return out
}

// Worked by hand. With the sanction, 3 is a Nash equilibrium and 0 is none: a gains by
// resuming. Under GMR, SMR, SEQ and SSEQ 0 holds, since b would answer 1 by 3, which
// is worse for a than 0. 1 holds under GMR alone: b would go to 3, but a could go on to 2,
// which is worse for b; it would not pay a (SEQ), and b could go back to 0 (SMR). Without
// the sanction there are 0 and 1, and a resumes.
func TestEffectOfAThreat(t *testing.T) {
	e := effectsOf(t, fmt.Sprintf(truce, ""), "sanction")
	same(t, "effect", joined(e, tellEffect), `sanction 
nash: held [] taken [3] opened [1]
gmr: held [0 a>1] taken [3] opened []
smr: held [0 a>1] taken [3] opened [1]
seq: held [0 a>1] taken [3] opened [1]
sseq: held [0 a>1] taken [3] opened [1]
`)
	if x := e[0].Concepts[1].Held.List[0]; x.Leaves[0].From != 0 || len(x.Taken) != 0 || !e[0].Concepts[1].Changes() {
		t.Errorf("%+v", x)
	}
}

// An instrument at its greatest beside none: the fine of 2 on 3 makes resuming worth 1,
// less than the 2 of not resuming.
func TestEffectOfAnInstrument(t *testing.T) {
	e := effectsOf(t, truceAmounts, "fine")
	if len(e) != 1 || !e[0].Tool {
		t.Fatalf("%+v", e)
	}
	for _, c := range e[0].Concepts {
		if c.Held.Count != 1 || c.Held.List[0].State != 0 || c.Held.List[0].Leaves[0].To != 1 || c.Opened.Count != 1 || c.Taken.Count != 0 {
			t.Errorf("%s: %+v", c.Concept, c)
		}
	}
	if _, err := RestsOf(t.Context(), compiled(t, truceAmounts), &stability.Solution{}, stability.Toolbox{}, nil, 9); err == nil {
		t.Error("a state that there is not rests on something")
	}
}

// What cannot be asked is said in one word, and nothing else is given.
func TestEffectFaults(t *testing.T) {
	for _, c := range []struct{ document, item, fault string }{
		{fmt.Sprintf(truce, `, "infeasible": []`), "tariff", EffectAbsent},
		{`{"schema": "parley.stability/1", "options": [{"id": "x"}, {"id": "y"}], "infeasible": ["!x"], "dms": [{"id": "a", "options": ["x", "y"], "statements": ["y"]}]}`, "x", EffectAlways},
		{fmt.Sprintf(truce, `, "instruments": [{"id": "fine", "when": "resume", "dm_effects": {"a": "-2"}, "max": 1}]`), "fine", EffectRanks},
	} {
		e := effectsOf(t, c.document, c.item)
		if len(e) != 1 || e[0].Fault != c.fault || len(e[0].Concepts) != 0 {
			t.Errorf("%s: %+v", c.item, e)
		}
	}
	m := compiled(t, fmt.Sprintf(truce, ""))
	solved, err := m.Solve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	late, stop := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer stop()
	if e, err := EffectOf(late, m, solved, stability.Toolbox{}, []string{"sanction"}); err != nil || e[0].Fault != EffectSlow {
		t.Errorf("too late: %+v, %v", e, err)
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if _, err := EffectOf(gone, m, solved, stability.Toolbox{}, []string{"sanction"}); err == nil {
		t.Error("who went away gets an answer")
	}
}

func TestRestsOf(t *testing.T) {
	m := compiled(t, fmt.Sprintf(truce, ""))
	solved, err := m.Solve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	links := []ModelStands{{Item: "sanction", Link: EntryLink{Entry: "t"}}, {Item: "resume", Link: EntryLink{Entry: "r"}}}
	rests := func(s stability.State) string {
		list, err := RestsOf(t.Context(), m, solved, stability.Toolbox{}, links, s)
		if err != nil {
			t.Fatal(err)
		}
		return joined(list, func(r Rest) string {
			return fmt.Sprintf("%s %v on %v, alone %v", r.Entry, r.Taken, r.Concepts, r.Alone)
		})
	}
	same(t, "nothing done", rests(0), "t false on [gmr smr seq sseq], alone []; r false on [], alone [gmr smr seq sseq]")
	same(t, "both", rests(3), "t true on [nash gmr smr seq sseq], alone []; r true on [nash gmr smr seq sseq], alone []")
}

// Random models in all four ways of stating preferences, with coalesced states in some:
// the model without an option has the answers of the same file with one more condition,
// where that can be written; and whoever is said to leave gains by it and could move so.
func TestEffectsOfRandomModels(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 5))
	for n := range 400 {
		ids := []string{"p", "q", "r", "s"}[:2+r.IntN(3)]
		item := ids[r.IntN(len(ids))]
		document := func(way int, extra string) string {
			r := rand.New(rand.NewPCG(uint64(n), 1)) // the same for both documents
			var options, dms []string
			for _, id := range ids {
				options = append(options, fmt.Sprintf(`{"id": %q, "direction": %q}`, id, []string{"both", "both", "forward", "back"}[r.IntN(4)]))
			}
			for k, dm := range []string{"a", "b"} {
				var owned []string
				for i, id := range ids {
					if i%2 == k {
						owned = append(owned, fmt.Sprintf("%q", id))
					}
				}
				x, y := ids[r.IntN(len(ids))], ids[r.IntN(len(ids))]
				prefer := fmt.Sprintf(`"statements": ["%s -> !%s", "%s", "!%s"]`, x, y, ids[r.IntN(len(ids))], x)
				if way == 1 {
					prefer = fmt.Sprintf(`"weights": {"%s -> !%s": 3, "%s": %d}`, x, y, ids[r.IntN(len(ids))], 1+r.IntN(3))
				}
				dms = append(dms, fmt.Sprintf(`{"id": %q, "options": [%s], %s}`, dm, strings.Join(owned, ", "), prefer))
			}
			return fmt.Sprintf(`{"schema": "parley.stability/1", "options": [%s], "dms": [%s], "infeasible": ["%s & %s"%s]}`,
				strings.Join(options, ", "), strings.Join(dms, ", "), ids[0], ids[1], extra)
		}
		way := n % 2
		with, without := compiled(t, document(way, "")), compiled(t, document(way, fmt.Sprintf(", %q", item)))
		if n%4 > 1 { // the same orders as rankings and payoffs
			with = restated(t, with)
		}
		solved, err := with.Solve(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want, err := without.Solve(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		effects, err := EffectOf(t.Context(), with, solved, stability.Toolbox{}, []string{item})
		if err != nil || effects[0].Fault != "" {
			t.Fatalf("%v %v", effects, err)
		}
		never := stability.State(1) << uint(slices.Index(ids, item))
		for _, got := range effects[0].Concepts {
			c, _ := stability.ParseConcept(got.Concept)
			held, taken, opened := 0, 0, 0
			for s := range with.States() {
				a, b := solved.Equilibria(c).Has(s), s&never == 0 && want.Equilibria(c).Has(s)
				switch {
				case s&never != 0 && a:
					taken++
				case a && !b:
					held++
				case b && !a:
					opened++
				}
			}
			if got.Held.Count != held || got.Taken.Count != taken || got.Opened.Count != opened {
				t.Fatalf("model %d without %s, %s: %+v; want %d held, %d taken, %d opened", n, item, c, got, held, taken, opened)
			}
			for _, s := range got.Held.List {
				if len(s.Leaves) == 0 {
					t.Fatalf("nobody leaves %s", s.State)
				}
				for _, l := range s.Leaves {
					i := slices.IndexFunc(without.Definition().DMs, func(d stability.DM) bool { return d.ID == l.DM })
					from, _, err := without.Worth(i, stability.State(l.From))
					if err != nil {
						t.Fatal(err)
					}
					to, _, err := without.Worth(i, stability.State(l.To))
					if reach, _ := without.Reachable(i, stability.State(l.From)); err != nil || to.Cmp(from) <= 0 || !slices.Contains(reach, stability.State(l.To)) {
						t.Fatalf("%s does not gain by going from %s to %s", l.DM, l.From, l.To)
					}
				}
			}
		}
	}
}

// restated is a model with its preferences as rankings, or as payoffs where they are
// amounts.
func restated(t *testing.T, m *stability.Model) *stability.Model {
	t.Helper()
	d := m.Definition()
	d.DMs = slices.Clone(d.DMs)
	for i := range d.DMs {
		var err error
		if d.DMs[i].Preference, err = worthsOf(m, i, m); err != nil {
			t.Fatal(err)
		}
	}
	out, err := stability.New(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A model with coalesced states loses an option like any other.
func TestEffectInCoalescedModel(t *testing.T) {
	e := effectsOf(t, `{"schema": "parley.stability/1", "options": [{"id": "resume"}, {"id": "sanction"}, {"id": "end"}],
 "dms": [{"id": "a", "options": ["resume"], "statements": ["!end", "!(resume & sanction)", "resume"]}, {"id": "b", "options": ["sanction", "end"], "statements": ["!end", "resume <-> sanction"]}],
 "coalesce": ["end"]}`, "sanction")
	k := slices.IndexFunc(e[0].Concepts, func(c ConceptEffect) bool { return c.Concept == "seq" })
	if k < 0 || e[0].Concepts[k].Held.Count != 1 || e[0].Concepts[k].Held.List[0].State != 0 {
		t.Errorf("got %s", tellEffect(e[0]))
	}
}

// The pages of a threat ask this of each model that it is linked to.
func BenchmarkEffectOf(b *testing.B) {
	var options []string
	for k := range 12 {
		options = append(options, fmt.Sprintf(`{"id": "o%d"}`, k))
	}
	document := fmt.Sprintf(`{"schema": "parley.stability/1", "options": [%s], "dms": [{"id": "a", "options": ["o0", "o1", "o2", "o3"], "statements": ["o6 -> o0", "o2"]}, {"id": "b", "options": ["o4", "o5", "o6", "o7"], "statements": ["!o1", "o7"]},
 {"id": "c", "options": ["o8", "o9", "o10", "o11"], "statements": ["o0 -> o8", "!o11"]}]}`, strings.Join(options, ", "))
	c, err := casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(document)})
	if err != nil {
		b.Fatal(err)
	}
	m, err := c.Compile(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	solved, err := m.Solve(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := EffectOf(b.Context(), m, solved, c.Tools, []string{"o8"}); err != nil {
			b.Fatal(err)
		}
	}
}
