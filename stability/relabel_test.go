// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// TestRelabelling: renaming decision makers and reordering options changes no
// verdict. Statements, weights and payoffs are put into the new order by giving
// the relabelled model the ranking that the first one compiled.
func TestRelabelling(t *testing.T) {
	ctx := context.Background()
	smallModels(t, 400, 60, func(t *testing.T, rng *rand.Rand, d Definition, m *Model, r *reference) {
		if m.kind == graph {
			return
		}
		option, dm := rng.Perm(len(d.Options)), rng.Perm(len(d.DMs)) // old index to new
		rename := func(s State) (out State) {
			for k, to := range option {
				out |= s >> k & 1 << to
			}
			return out
		}
		e := d
		e.Options, e.DMs = make([]Option, len(d.Options)), make([]DM, len(d.DMs))
		e.Infeasible, e.Feasible = nil, []State{}
		for k, to := range option {
			e.Options[to] = d.Options[k]
		}
		for _, s := range r.states {
			e.Feasible = append(e.Feasible, rename(s))
		}
		for i, to := range dm {
			n := DM{ID: d.DMs[i].ID, Preference: Preference{Ranking: make([][]State, m.worth[i].levels)}}
			for _, k := range d.DMs[i].Options {
				n.Options = append(n.Options, option[k])
			}
			for _, s := range r.states {
				p, _ := m.position(s)
				place := m.worth[i].levels - 1 - int(m.level(i, p))
				n.Preference.Ranking[place] = append(n.Preference.Ranking[place], rename(s))
			}
			for _, c := range d.DMs[i].Blind {
				n.Blind = append(n.Blind, c.renamed(option))
			}
			e.DMs[to] = n
		}
		a, errA := m.Solve(ctx, Concepts()...)
		b, errB := must(t, e).Solve(ctx, Concepts()...)
		if err := errors.Join(errA, errB); err != nil {
			t.Fatal(err)
		}
		for i, to := range dm {
			for _, c := range Concepts() {
				var want []State
				for s := range a.Stable(i, c).All() {
					want = append(want, rename(s))
				}
				slices.Sort(want)
				if got := b.Stable(to, c).List(-1); len(got) != len(want) || len(got) > 0 && !reflect.DeepEqual(got, want) {
					t.Fatalf("%v for %d: %v, relabelled %v", c, i, want, got)
				}
			}
		}
	})
}

func (c Condition) renamed(option []int) Condition {
	out := Condition{op: c.op}
	if c.op == opOption {
		out.option = option[c.option]
	}
	for _, a := range c.args {
		out.args = append(out.args, a.renamed(option))
	}
	return out
}

// pairsUnder is the definition of a concept with comparisons replaced.
func (r *reference) pairsUnder(i int, c Concept, s State, tempts, leaves, deters, escapes func(i int, from, to State) bool) bool {
	q := *r
	q.loose = leaves
	for _, s1 := range r.reach[i][s] {
		if !tempts(i, s, s1) {
			continue
		}
		deterred := false
		for s2 := range q.answers(r.others(i), s1, c == SEQ || c == SSEQ) {
			ok := c != Nash && deters(i, s, s2)
			if c == SMR || c == SSEQ {
				ok = ok && !slices.ContainsFunc(q.one(i, s2, c == SSEQ), func(s3 State) bool { return escapes(i, s, s3) })
			}
			deterred = deterred || ok
		}
		if !deterred {
			return false
		}
	}
	return true
}

// TestPairsEqualDefinitions tries unknown and strong pairs and attitudes.
func TestPairsEqualDefinitions(t *testing.T) {
	ctx := context.Background()
	smallModels(t, 1500, 61, func(t *testing.T, rng *rand.Rand, d Definition, _ *Model, r *reference) {
		d.DMs = slices.Clone(d.DMs)
		for i := range d.DMs {
			for range rng.IntN(4) {
				a, b := r.states[rng.IntN(len(r.states))], r.states[rng.IntN(len(r.states))]
				if a != b {
					d.DMs[i].Unknown = append(d.DMs[i].Unknown, Pair{a, b})
				}
			}
			for _, a := range r.states {
				for _, b := range r.states {
					if r.compare(i, a, b) > 0 && rng.IntN(3) == 0 {
						d.DMs[i].MuchBetter = append(d.DMs[i].MuchBetter, Pair{a, b})
					}
				}
			}
		}
		m := must(t, d)
		unknown := func(i int, a, b State) bool {
			return slices.Contains(d.DMs[i].Unknown, Pair{a, b}) || slices.Contains(d.DMs[i].Unknown, Pair{b, a})
		}
		better := func(i int, a, b State) bool { return !unknown(i, a, b) && r.compare(i, b, a) > 0 }
		loose := func(i int, a, b State) bool { return unknown(i, a, b) || r.compare(i, b, a) > 0 }
		known := func(i int, a, b State) bool { return !unknown(i, a, b) && r.deters(i, b, a) }
		perhaps := func(i int, a, b State) bool { return unknown(i, a, b) || r.deters(i, b, a) }
		plain := func(i int, a, b State) bool { return r.compare(i, b, a) > 0 }
		much := func(i int, a, b State) bool { return slices.Contains(d.DMs[i].MuchBetter, Pair{a, b}) }
		attitudes := make([][]Attitude, len(d.DMs))
		for i := range attitudes {
			for range d.DMs {
				attitudes[i] = append(attitudes[i], Attitude(rng.IntN(3)-1))
			}
		}
		would := func(i int, a, b State) bool {
			for j, x := range attitudes[i] {
				if x != Neutral && r.compare(j, b, a)*int(x) <= 0 {
					return false
				}
			}
			return true
		}
		not := func(f func(int, State, State) bool) func(int, State, State) bool {
			return func(i int, a, b State) bool { return !f(i, a, b) }
		}
		type way [4]func(int, State, State) bool // tempts, leaves, deters, escapes
		check := func(what string, got *Solution, err error, w way) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			for i := range d.DMs {
				for _, c := range got.Concepts {
					for _, s := range r.states {
						if want := r.pairsUnder(i, c, s, w[0], w[1], w[2], w[3]); got.Stable(i, c).Has(s) != want {
							t.Fatalf("%s, %v for %d at %d: want %v", what, c, i, s, want)
						}
					}
				}
			}
		}
		for reading, w := range []way{{loose, loose, known, loose}, {better, loose, known, loose}, {loose, loose, perhaps, better}, {better, loose, perhaps, better}} {
			got, err := m.Unknown(ctx, Reading(reading))
			check("unknown", got, err, w)
		}
		strong, err := m.Strength(ctx)
		check("strong", strong.Strong, err, way{plain, plain, much, not(much)})
		if d.Settings.Sanction == Worse {
			return
		}
		got, err := m.Attitudes(ctx, attitudes)
		check("attitudes", got, err, way{would, would, not(would), would})
		selfish := make([][]Attitude, len(d.DMs))
		for i := range selfish {
			selfish[i] = make([]Attitude, len(d.DMs))
			selfish[i][i] = Positive
		}
		got, err = m.Attitudes(ctx, selfish)
		check("selfish", got, err, way{plain, plain, not(plain), plain})
	})
}
