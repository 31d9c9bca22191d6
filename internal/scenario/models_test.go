// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/casefile"
	"parley/stability"
)

// models of the demonstration, by the key of their row.
func demoModels(t *testing.T) map[string]*stability.Model {
	t.Helper()
	p, err := Load2025()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*stability.Model{}
	for _, r := range p.Rows {
		if r.Kind != act.KindModel {
			continue
		}
		a, err := r.Act(func(ref string) (string, error) {
			if seat, ok := seatRef(ref); ok {
				return seat, nil
			}
			return strings.Repeat("0", 64), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		x := a.(act.Model)
		if !x.Illustrative || !strings.HasPrefix(x.Title, "Illustrative: ") || !strings.HasPrefix(x.Words, "Illustrative: ") || len(r.Readers(p.Seats)) != 1 {
			t.Errorf("%s is not marked as illustrative, or others read it: %+v", r.Key, x)
		}
		c, err := casefile.ReadConflict(casefile.File{Name: r.Key, Data: []byte(x.Document)})
		if err != nil {
			t.Fatal(err)
		}
		if out[r.Key], err = c.Compile(t.Context()); err != nil {
			t.Fatal(err)
		}
		for i, d := range c.Definition.DMs {
			if x.DMs[i].ID != d.ID || x.DMs[i].Basis != act.Inferred {
				t.Errorf("%s: decision maker %d is %+v, and in the document %s", r.Key, i, x.DMs[i], d.ID)
			}
		}
	}
	return out
}

// The illustrative models have few Nash equilibria and more under SEQ, and treat both
// parties alike: with the parties exchanged, every state has the same verdict. Tariffs
// are turned round with the pause of aid: what is taken for the one is given up for
// the other.
func TestDemoModels(t *testing.T) {
	models := demoModels(t)
	if len(models) != 3 {
		t.Fatalf("there are %d models", len(models))
	}
	for _, c := range []struct {
		key       string
		nash, seq []stability.State
		mirror    []int           // the option in whose place each one is when the parties are exchanged
		turned    stability.State // options that are turned round as well
	}{
		{"m-ceasefire", []stability.State{2, 4, 13}, []stability.State{2, 4, 7, 13}, []int{1, 0, 3, 2}, 0b1100},
		{"m-energy-russia", []stability.State{0}, []stability.State{0, 3}, []int{1, 0}, 0},
		{"m-energy-ukraine", []stability.State{0}, []stability.State{0, 3}, []int{1, 0}, 0},
	} {
		m := models[c.key]
		s, err := m.Solve(t.Context(), stability.Concepts()...)
		if err != nil {
			t.Fatal(err)
		}
		for concept, want := range map[stability.Concept][]stability.State{stability.Nash: c.nash, stability.SEQ: c.seq} {
			if got := s.Equilibria(concept).List(-1); !slices.Equal(got, want) {
				t.Errorf("%s under %s: %v, want %v", c.key, concept, got, want)
			}
		}
		for _, concept := range stability.Concepts() {
			for x := range m.States() {
				var y stability.State
				for k, to := range c.mirror {
					y |= (x ^ c.turned) >> uint(k) & 1 << uint(to)
				}
				if s.Equilibria(concept).Has(x) != s.Equilibria(concept).Has(y) || s.Stable(0, concept).Has(x) != s.Stable(1, concept).Has(y) {
					t.Errorf("%s, %s: state %s and with the parties exchanged %s have other verdicts", c.key, concept, m.Pattern(x), m.Pattern(y))
				}
			}
		}
	}
}
