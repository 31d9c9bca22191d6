// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"math/big"
	"slices"
)

// reference is a conflict solved straight from the definitions, with sets and
// loops and nothing of the engine: no levels, no sweeps, no positions. States
// are named by their decimals, coalesced ones by the least.
type reference struct {
	d      Definition
	states []State
	class  map[State]State // each feasible setting to the name of its state
	worth  []map[State]*big.Rat
	codes  []map[State][]bool
	reach  []map[State][]State
	loose  func(i int, from, to State) bool // if set, improvements in place of compare
}

func newReference(d Definition) *reference {
	r := &reference{d: d, class: map[State]State{}}
	first := map[int]State{}
	n := State(len(d.States))
	if d.States == nil {
		n = 1 << len(d.Options)
	}
	for s := range n {
		if matches(d.Infeasible, s) >= 0 || d.Feasible != nil && !slices.Contains(d.Feasible, s) {
			continue
		}
		c := matches(d.Coalesce, s)
		if name, ok := first[c]; ok && c >= 0 {
			r.class[s] = name
			continue
		}
		first[c], r.class[s] = s, s
		r.states = append(r.states, s)
	}
	for i, dm := range d.DMs {
		r.worth = append(r.worth, map[State]*big.Rat{})
		r.codes = append(r.codes, map[State][]bool{})
		r.reach = append(r.reach, map[State][]State{})
		for _, s := range r.states {
			r.prefer(i, s, dm.Preference)
		}
		for from, a := range r.class {
			for to, b := range r.class {
				if a != b && r.canMove(dm, from, to) && !slices.Contains(r.reach[i][a], b) {
					r.reach[i][a] = append(r.reach[i][a], b)
				}
			}
		}
	}
	return r
}

func matches(cs []Condition, s State) int {
	return slices.IndexFunc(cs, func(c Condition) bool { return c.Holds(s) })
}

func (r *reference) prefer(i int, s State, p Preference) {
	x := new(big.Rat)
	for _, c := range p.Statements {
		r.codes[i][s] = append(r.codes[i][s], c.Holds(s))
	}
	for _, w := range p.Weights {
		if w.When.Holds(s) {
			x.Add(x, w.Amount)
		}
	}
	for g, group := range p.Ranking {
		for _, t := range group {
			if r.class[t] == s {
				x.SetInt64(int64(-g))
			}
		}
	}
	for _, v := range p.Payoffs {
		if r.class[v.State] == s {
			x.Set(v.Worth)
		}
	}
	r.worth[i][s] = x
}

func (r *reference) canMove(dm DM, from, to State) bool {
	if r.d.States != nil {
		return slices.Contains(dm.Arcs, Pair{from, to})
	}
	for k, o := range r.d.Options {
		a, b := from>>k&1, to>>k&1
		switch {
		case a == b:
		case !slices.Contains(dm.Options, k), o.Direction == Forward && a == 1, o.Direction == Back && a == 0:
			return false
		}
	}
	return matches(dm.Blind, r.class[from]) < 0 && matches(dm.Blind, r.class[to]) < 0
}

// compare is positive if i prefers a to b.
func (r *reference) compare(i int, a, b State) int {
	for k, x := range r.codes[i][a] {
		if y := r.codes[i][b][k]; x != y {
			if x {
				return 1
			}
			return -1
		}
	}
	return r.worth[i][a].Cmp(r.worth[i][b])
}

func (r *reference) improvements(i int, s State) (out []State) {
	for _, t := range r.reach[i][s] {
		if r.loose != nil && r.loose(i, s, t) || r.loose == nil && r.compare(i, t, s) > 0 {
			out = append(out, t)
		}
	}
	return out
}

func (r *reference) one(j int, s State, improving bool) []State {
	if improving {
		return r.improvements(j, s)
	}
	return r.reach[j][s]
}

// answers is what the movers can reach from s under the setting for sequences.
func (r *reference) answers(movers []int, s State, improving bool) map[State]bool {
	type step struct {
		at   State
		last int
		used int
	}
	out, seen := map[State]bool{}, map[step]bool{}
	var walk func(x step)
	walk = func(x step) {
		if seen[x] {
			return
		}
		seen[x] = true
		for _, j := range movers {
			if j == x.last || r.d.Settings.Sequences == Once && x.used>>j&1 == 1 ||
				r.d.Settings.Sequences == Single && x.last >= 0 {
				continue
			}
			for _, t := range r.one(j, x.at, improving) {
				out[t] = true
				next := step{at: t, last: j}
				if r.d.Settings.Sequences == Once {
					next.used = x.used | 1<<j
				}
				walk(next)
			}
		}
	}
	walk(step{at: s, last: -1})
	return out
}

func (r *reference) others(i int) (out []int) {
	for j := range r.d.DMs {
		if j != i {
			out = append(out, j)
		}
	}
	return out
}

func (r *reference) deters(i int, t, s State) bool {
	if r.d.Settings.Sanction == Worse {
		return r.compare(i, t, s) < 0
	}
	return r.compare(i, t, s) <= 0
}

func (r *reference) stable(i int, c Concept, s State) bool {
	for _, s1 := range r.improvements(i, s) {
		if c == Nash || !r.deterred(i, c, s, s1) {
			return false
		}
	}
	return true
}

func (r *reference) deterred(i int, c Concept, s, s1 State) bool {
	if c == SIM {
		return r.together(i, s, s1^s, 0)
	}
	for s2 := range r.answers(r.others(i), s1, c == SEQ || c == SSEQ) {
		if !r.deters(i, s2, s) {
			continue
		}
		escapes := false
		if c == SMR || c == SSEQ {
			for _, s3 := range r.one(i, s2, c == SSEQ) {
				escapes = escapes || r.compare(i, s3, s) > 0
			}
		}
		if !escapes {
			return true
		}
	}
	return false
}

func (r *reference) together(i int, s, flip State, j int) bool {
	if j == len(r.d.DMs) {
		_, feasible := r.class[s^flip]
		return feasible && r.deters(i, s^flip, s)
	}
	if r.together(i, s, flip, j+1) {
		return true
	}
	if j == i {
		return false
	}
	for _, t := range r.improvements(j, s) {
		if r.together(i, s, flip^t^s, j+1) {
			return true
		}
	}
	return false
}

func (r *reference) stableSet(i int, c Concept) []State {
	out := []State{}
	for _, s := range r.states {
		if r.stable(i, c, s) {
			out = append(out, s)
		}
	}
	return out
}
