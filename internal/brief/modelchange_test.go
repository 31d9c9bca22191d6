// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"parley/internal/casefile"
	"parley/stability"
)

// compiled reads and compiles a model file.
func compiled(t *testing.T, document string) *stability.Model {
	t.Helper()
	c, err := casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(document)})
	if err != nil {
		t.Fatal(err)
	}
	m, err := c.Compile(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// cuba is the Cuban missile crisis as N. M. Fraser and K. W. Hipel modelled it, with
// a strike of the given direction: docs/tutorial-stability.md.
func cuba(direction string) string {
	return `{"schema": "parley.stability/1", "options": [{"id": "strike", "direction": "` + direction + `"}, {"id": "blockade"}, {"id": "withdraw"}, {"id": "escalate"}],
 "dms": [{"id": "US", "options": ["strike", "blockade"], "ranking": [[4], [6], [5], [7], [2], [1], [3], [0], [11], [9], [10], [8]]},
  {"id": "USSR", "options": ["withdraw", "escalate"], "ranking": [[0], [4], [6], [2], [5], [1], [7], [3], [11], [9], [10], [8]]}],
 "infeasible": ["withdraw & escalate"], "status_quo": 0}`
}

// A strike that can be called off: state 5 is no equilibrium any more, neither at
// once (Nash) nor with answers that pay (SEQ).
func TestCompareModels(t *testing.T) {
	forward, both := compiled(t, cuba("forward")), compiled(t, cuba("both"))
	c, err := CompareModels(t.Context(), forward, both, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Empty() || !c.States.Empty() || c.Settings || len(c.Compared) != len(stability.Concepts()) {
		t.Fatalf("got %+v", c)
	}
	for _, want := range []string{"nash", "seq"} {
		k := slices.IndexFunc(c.Concepts, func(x ConceptChange) bool { return x.Concept == want })
		if k < 0 {
			t.Fatalf("nothing changed under %s: %+v", want, c.Concepts)
		}
		e := c.Concepts[k].Equilibria
		if e.Came.Count != 0 || e.Went.Count != 1 || e.Went.List[0].State != 5 || *e.Went.List[0].Other != 5 || !slices.Equal(e.Went.List[0].Taken, []string{"strike", "withdraw"}) {
			t.Errorf("%s: %+v", want, e)
		}
		if d := c.Concepts[k].DMs; len(d) != 1 || d[0].DM != "US" {
			t.Errorf("%s: for whom: %+v, want the US alone", want, d)
		}
	}
}

func TestCompareEqualModels(t *testing.T) {
	for _, document := range []string{
		cuba("both"),
		`{"schema": "parley.stability/1", "states": ["peace", "war"], "arcs": {"a": [["peace", "war"]]}, "dms": [{"id": "a", "ranking": [["peace"], ["war"]]}]}`,
		`{"schema": "parley.stability/1", "options": [{"id": "x"}, {"id": "y"}], "coalesce": ["x"], "dms": [{"id": "a", "options": ["x", "y"], "statements": ["x"]}]}`,
	} {
		c, err := CompareModels(t.Context(), compiled(t, document), compiled(t, document), nil)
		if err != nil || !c.Empty() || len(c.Compared) < 5 {
			t.Errorf("%.60s: %+v, %v", document, c, err)
		}
	}
}

// An option that is added is not taken in any state of the model before, and states
// with an option that went are states no more.
func TestCompareOptions(t *testing.T) {
	one := compiled(t, `{"schema": "parley.stability/1", "options": [{"id": "x"}], "dms": [{"id": "a", "options": ["x"], "statements": ["x"]}]}`)
	two := compiled(t, `{"schema": "parley.stability/1", "options": [{"id": "y"}, {"id": "x"}], "dms": [{"id": "a", "options": ["x"], "statements": ["x"]}, {"id": "b", "options": ["y"], "statements": ["y"]}]}`)
	c, err := CompareModels(t.Context(), one, two, []stability.Concept{stability.Nash})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(c.Options.Came, []string{"y"}) || len(c.Options.Went) != 0 || !slices.Equal(c.DMs.Came, []string{"b"}) {
		t.Errorf("options and decision makers: %+v %+v", c.Options, c.DMs)
	}
	if c.States.Came.Count != 2 || c.States.Went.Count != 0 || c.States.Came.List[0].Other != nil {
		t.Errorf("states: %+v", c.States)
	}
	e := c.Concepts[0].Equilibria // {x} held; with y there, {x, y} does
	if e.Went.Count != 1 || !slices.Equal(e.Went.List[0].Taken, []string{"x"}) || *e.Went.List[0].Other != 2 || e.Came.Count != 1 || !slices.Equal(e.Came.List[0].Taken, []string{"y", "x"}) {
		t.Errorf("equilibria: %+v", e)
	}
	back, err := CompareModels(t.Context(), two, one, []stability.Concept{stability.Nash})
	if err != nil || back.States.Went.Count != 2 || !slices.Equal(back.Options.Went, []string{"y"}) {
		t.Errorf("the other way round: %+v, %v", back, err)
	}
}

func TestCompareFreeFormWithOptions(t *testing.T) {
	free := compiled(t, `{"schema": "parley.stability/1", "states": ["peace", "war"], "arcs": {"a": [["peace", "war"]]}, "dms": [{"id": "a", "ranking": [["peace"], ["war"]]}]}`)
	c, err := CompareModels(t.Context(), free, compiled(t, cuba("both")), nil)
	if err != nil || c.States.Came.Count != 12 || c.States.Went.Count != 2 || !slices.Equal(c.Undefined, []string{"sim"}) {
		t.Errorf("got %+v, %v", c, err)
	}
}

// Random pairs of models with permuted, added and dropped options: the counts are
// those of sets of texts.
func TestCompareRandomModels(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 2026))
	draw := func() string {
		ids := []string{"p", "q", "r", "s", "t"}
		r.Shuffle(len(ids), func(i, k int) { ids[i], ids[k] = ids[k], ids[i] })
		ids = ids[:3+r.IntN(3)]
		var options []string
		owned := map[string][]string{}
		for _, id := range ids {
			options = append(options, fmt.Sprintf(`{"id": %q}`, id))
			dm := []string{"a", "b"}[r.IntN(2)]
			owned[dm] = append(owned[dm], fmt.Sprintf("%q", id))
		}
		var dms []string
		for _, dm := range []string{"a", "b"} {
			x, y := ids[r.IntN(len(ids))], ids[r.IntN(len(ids))]
			dms = append(dms, fmt.Sprintf(`{"id": %q, "options": [%s], "statements": ["%s -> !%s", "!%s"]}`, dm, strings.Join(owned[dm], ", "), x, y, y))
		}
		return fmt.Sprintf(`{"schema": "parley.stability/1", "options": [%s], "dms": [%s], "infeasible": ["%s & %s"]}`,
			strings.Join(options, ", "), strings.Join(dms, ", "), ids[0], ids[1])
	}
	texts := func(m *stability.Model, states []stability.State) map[string]bool {
		out := map[string]bool{}
		for _, s := range states {
			taken := takenOptions(m, s)
			slices.Sort(taken)
			out[strings.Join(taken, "+")] = true
		}
		return out
	}
	missing := func(a, b map[string]bool) (n int) {
		for s := range a {
			if !b[s] {
				n++
			}
		}
		return n
	}
	for range 300 {
		a, b := compiled(t, draw()), compiled(t, draw())
		got, err := CompareModels(t.Context(), a, b, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, q := texts(a, slices.Collect(a.States())), texts(b, slices.Collect(b.States()))
		if got.States.Went.Count != missing(p, q) || got.States.Came.Count != missing(q, p) {
			t.Fatalf("states: %+v, want %d gone and %d new", got.States, missing(p, q), missing(q, p))
		}
		was, _ := a.Solve(t.Context(), stability.Concepts()...)
		now, _ := b.Solve(t.Context(), stability.Concepts()...)
		for _, c := range stability.Concepts() {
			p, q := texts(a, was.Equilibria(c).List(-1)), texts(b, now.Equilibria(c).List(-1))
			var e StateChange
			for _, x := range got.Concepts {
				if x.Concept == c.String() {
					e = x.Equilibria
				}
			}
			if e.Went.Count != missing(p, q) || e.Came.Count != missing(q, p) {
				t.Fatalf("%s: %+v, want %d gone and %d new", c, e, missing(p, q), missing(q, p))
			}
		}
	}
}

// Two models of 2^12 states each are compared in well under 100 ms.
func BenchmarkCompareSolved(b *testing.B) {
	var options, left, right []string
	for k := range 12 {
		options = append(options, fmt.Sprintf(`{"id": "o%d"}`, k))
		if k < 6 {
			left = append(left, fmt.Sprintf(`"o%d"`, k))
		} else {
			right = append(right, fmt.Sprintf(`"o%d"`, k))
		}
	}
	var models [2]*stability.Model
	var solved [2]*stability.Solution
	for i := range models {
		document := fmt.Sprintf(`{"schema": "parley.stability/1", "options": [%s], "dms": [{"id": "a", "options": [%s], "statements": ["o6 -> o0", "o%d"]}, {"id": "b", "options": [%s], "statements": ["!o1", "o7"]}]}`,
			strings.Join(options, ", "), strings.Join(left, ", "), 2+i, strings.Join(right, ", "))
		c, err := casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(document)})
		if err != nil {
			b.Fatal(err)
		}
		if models[i], err = c.Compile(b.Context()); err != nil {
			b.Fatal(err)
		}
		if solved[i], err = models[i].Solve(b.Context(), stability.Concepts()...); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := CompareSolved(b.Context(), models[0], models[1], solved[0], solved[1]); err != nil {
			b.Fatal(err)
		}
	}
}
