// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"math/big"
	"slices"
)

const (
	maxBranches = 200_000
	maxAnswers  = 20_000 // sequences of answers looked at for one deviation
)

// comparison is a linear condition on the intensities: of·z ≤ most, or < most.
type comparison struct {
	row
	strict bool
	what   Binding
}

// bargainer searches for the cheapest intensities. A deviation is met in one of
// several ways, each a list of comparisons that must all hold; those that are
// met for any intensities are dropped, so open has what remains to be decided.
type bargainer struct {
	m          *Model
	ctx        context.Context
	tools      Toolbox
	target     int
	open       [][][]comparison
	cut        bool
	strictRows bool
	nodes      int
	best       []*big.Rat
	bestCost   *big.Rat
	strict     bool // second search: at cost bestCost, strict comparisons strictly
	attained   []*big.Rat
}

// notBetter is the comparison "to is not better than than for i", or if strict
// "than is better than to".
func (b *bargainer) notBetter(i, to, than int, strict bool, role Role) comparison {
	u := &b.m.worth[i]
	c := comparison{strict: strict, what: Binding{role, i, b.m.at(to), b.m.at(than)}}
	if role == Credible {
		c.what.To, c.what.Than = c.what.Than, c.what.To
	}
	c.most = new(big.Rat).Sub(u.worthOf(b.m.level(i, than)), u.worthOf(b.m.level(i, to)))
	for k := range b.tools.Instruments {
		tool := &b.tools.Instruments[k]
		x := new(big.Rat)
		switch a, z := tool.When.Holds(b.m.at(to)), tool.When.Holds(b.m.at(than)); {
		case a && !z:
			x.Set(tool.effect(i))
		case z && !a:
			x.Neg(tool.effect(i))
		}
		c.of = append(c.of, x)
	}
	return c
}

// extremes are the least and the greatest of·z within the limits of z.
func (b *bargainer) extremes(c *comparison) (low, high *big.Rat) {
	low, high = new(big.Rat), new(big.Rat)
	for k, a := range c.of {
		x := new(big.Rat).Mul(a, b.tools.Instruments[k].Max)
		if x.Sign() < 0 {
			low.Add(low, x)
		} else {
			high.Add(high, x)
		}
	}
	return low, high
}

// possible and certain say whether a comparison can hold, or always does.
func (b *bargainer) possible(c *comparison) bool {
	low, _ := b.extremes(c)
	d := low.Cmp(c.most)
	return d < 0 || d == 0 && !c.strict
}

func (b *bargainer) certain(c *comparison) bool {
	_, high := b.extremes(c)
	d := high.Cmp(c.most)
	return d < 0 || d == 0 && !c.strict
}

// deviations lists, for every move from the target, the ways to meet it.
func (b *bargainer) deviations(concepts []Concept) error {
	for i, c := range concepts {
		for _, q := range b.m.moves(i, b.target, nil) {
			w := &responses{b: b}
			w.add([]comparison{b.notBetter(i, int(q), b.target, false, Temptation)})
			if c != Nash && !w.met {
				if err := b.answers(w, i, int(q), c); err != nil {
					return err
				}
			}
			if w.met {
				continue
			}
			for _, way := range w.all {
				for _, x := range way {
					b.strictRows = b.strictRows || x.strict
				}
			}
			b.open = append(b.open, w.all)
		}
	}
	// Those with the fewest ways first: they decide the most.
	slices.SortStableFunc(b.open, func(x, y [][]comparison) int { return len(x) - len(y) })
	return nil
}

// responses collects the ways to meet one deviation.
type responses struct {
	b    *bargainer
	met  bool // for any intensities
	all  [][]comparison
	seen map[string]bool
}

// add drops what always holds from a way, and the way if it cannot hold.
func (w *responses) add(way []comparison) {
	var left []comparison
	key := ""
	for k := range way {
		if !w.b.possible(&way[k]) {
			return
		}
		if !w.b.certain(&way[k]) {
			left = append(left, way[k])
			key += fmt.Sprint(way[k].of, way[k].most, way[k].strict)
		}
	}
	if w.seen == nil {
		w.seen = map[string]bool{}
	}
	w.met = w.met || len(left) == 0
	if !w.seen[key] {
		w.seen[key] = true
		w.all = append(w.all, left)
	}
}

// answers adds the sanctions against the move of i to q.
func (b *bargainer) answers(w *responses, i, q int, c Concept) error {
	if c == GMR || c == SMR {
		walk := walk{m: b.m, sequences: b.m.def.Settings.Sequences}
		if err := walk.from(b.ctx, b.m.others(i), q); err != nil {
			return err
		}
		seen := map[int32]bool{}
		for _, n := range walk.nodes[1:] {
			if !seen[n.at] && !w.met {
				seen[n.at] = true
				w.add(b.sanction(i, int(n.at), c, nil))
			}
		}
		return nil
	}
	visited, left := map[int]bool{q: true}, maxAnswers
	var extend func(at, last int, used uint64, depth int, steps []comparison) error
	extend = func(at, last int, used uint64, depth int, steps []comparison) error {
		for _, j := range b.m.others(i) {
			s := b.m.def.Settings.Sequences
			if j == last || s == Single && depth > 0 || s == Once && used>>uint(j)&1 == 1 {
				continue
			}
			for _, r := range b.m.moves(j, at, nil) {
				if left--; left < 0 {
					b.cut = true
				}
				if b.cut || w.met {
					return nil
				}
				if err := b.ctx.Err(); err != nil {
					return err
				}
				step := b.notBetter(j, at, int(r), true, Credible)
				if visited[int(r)] || !b.possible(&step) {
					continue
				}
				all := append(slices.Clone(steps), step)
				w.add(b.sanction(i, int(r), c, all))
				visited[int(r)] = true
				if err := extend(int(r), j, used|1<<uint(j), depth+1, all); err != nil {
					return err
				}
				delete(visited, int(r))
			}
		}
		return nil
	}
	return extend(q, -1, 0, 0, nil)
}

func (b *bargainer) sanction(i, end int, c Concept, steps []comparison) []comparison {
	way := append(slices.Clone(steps), b.notBetter(i, end, b.target, b.m.def.Settings.Sanction == Worse, Threat))
	if c == SMR || c == SSEQ {
		for _, e := range b.m.moves(i, end, nil) {
			if int(e) != b.target {
				way = append(way, b.notBetter(i, int(e), b.target, false, NoEscape))
			}
		}
	}
	return way
}

// meets reports whether every comparison of a way holds under z; strictly where
// it must, if strictly is set.
func (b *bargainer) meets(way []comparison, z []*big.Rat, strictly bool) bool {
	for k := range way {
		if d := dot(way[k].of, z).Cmp(way[k].most); d > 0 || d == 0 && strictly && way[k].strict {
			return false
		}
	}
	return true
}

// search branches on the first deviation that the cheapest intensities so far
// do not meet, or on a fixed cost that they ignore. paid says of instruments
// with a fixed cost whether it is paid (true) or the instrument unused.
func (b *bargainer) search(rows []comparison, paid map[int]bool) error {
	if b.nodes++; b.nodes > maxBranches {
		return fmt.Errorf("more than %d branches: %w", maxBranches, ErrBudget)
	}
	if b.attained != nil {
		return nil
	}
	z, cost, err := b.relax(rows, paid)
	if err != nil || z == nil || !b.strict && b.bestCost != nil && cost.Cmp(b.bestCost) >= 0 {
		return err
	}
	for k := range b.tools.Instruments {
		if _, decided := paid[k]; z[k].Sign() > 0 && !decided && orZero(b.tools.Instruments[k].Fixed).Sign() > 0 {
			for _, pay := range []bool{false, true} {
				next := map[int]bool{k: pay}
				for i, p := range paid {
					next[i] = p
				}
				if err := b.search(rows, next); err != nil {
					return err
				}
			}
			return nil
		}
	}
	for _, d := range b.open {
		if slices.ContainsFunc(d, func(way []comparison) bool { return b.meets(way, z, b.strict) }) {
			continue
		}
		for _, way := range d {
			if err := b.search(append(slices.Clip(rows), way...), paid); err != nil {
				return err
			}
		}
		return nil
	}
	if b.strict {
		b.attained = z
	} else {
		b.best, b.bestCost = z, cost
	}
	return nil
}

// relax solves the linear programme of a branch. In the second search it has
// one more variable, by which strict comparisons miss a slack of one, at least
// in part; the branch is dead if they must miss all of it.
func (b *bargainer) relax(rows []comparison, paid map[int]bool) (z []*big.Rat, cost *big.Rat, err error) {
	n := len(b.tools.Instruments)
	lp := &programme{}
	unit := func(k int) []*big.Rat {
		of := make([]*big.Rat, n+1)
		for j := range of {
			of[j] = new(big.Rat)
		}
		if k >= 0 {
			of[k].SetInt64(1)
		}
		return of
	}
	price, fixed := make([]*big.Rat, n+1), new(big.Rat)
	price[n] = new(big.Rat)
	spent := map[string]*big.Rat{}
	for k := range b.tools.Instruments {
		tool := &b.tools.Instruments[k]
		price[k] = orZero(tool.Readiness)
		if tool.When.Holds(b.m.at(b.target)) {
			price[k] = orZero(tool.Cost)
		}
		limit := row{of: unit(k), most: tool.Max}
		if pay, decided := paid[k]; decided && !pay {
			limit.most = new(big.Rat)
		} else if decided {
			fixed.Add(fixed, orZero(tool.Fixed))
			spent[tool.Payer] = new(big.Rat).Add(orZero(spent[tool.Payer]), orZero(tool.Fixed))
		}
		lp.rows = append(lp.rows, limit)
	}
	for k := range b.tools.Instruments { // one row for each payer, made at its first instrument
		payer := b.tools.Instruments[k].Payer
		budget := b.tools.Budgets[payer]
		first := slices.IndexFunc(b.tools.Instruments, func(t Instrument) bool { return t.Payer == payer })
		if budget == nil || first != k {
			continue
		}
		r := row{of: unit(-1), most: new(big.Rat).Sub(budget, orZero(spent[payer]))}
		for j := range b.tools.Instruments {
			if b.tools.Instruments[j].Payer == payer {
				r.of[j] = price[j]
			}
		}
		lp.rows = append(lp.rows, r)
	}
	one := big.NewRat(1, 1)
	for _, c := range rows {
		r := row{of: append(cloneRats(c.of), new(big.Rat)), most: c.most}
		if b.strict && c.strict {
			r.of[n].SetInt64(-1)
			r.most = new(big.Rat).Sub(c.most, one)
		}
		lp.rows = append(lp.rows, r)
	}
	lp.cost = price
	if b.strict {
		lp.rows = append(lp.rows, row{of: unit(n), most: one}, row{of: price, most: new(big.Rat).Sub(b.bestCost, fixed)})
		lp.cost = unit(n)
	}
	x, err := lp.solve(b.ctx)
	if err != nil || x == nil || b.strict && x[n].Cmp(one) >= 0 {
		return nil, nil, err
	}
	return x[:n], new(big.Rat).Add(dot(price, x), fixed), nil
}
