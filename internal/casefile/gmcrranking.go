// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"parley/stability"
)

// rankings reads the rankings that a person made by hand. They name states by
// their place among the feasible ones in increasing decimal order, so they mean
// something only together with an order of options. Their program puts the
// options of the first decision maker first when it reads a file and when it
// saves one, but leaves the numbers as they were. Where the order in the file is
// not that order, the numbers can be meant for either; what the statements of a
// decision maker give decides where it can, and otherwise the order in the file
// counts, because the numbers were made with it.
func (r *gmcrReader) rankings(n *node, states []stability.State) error {
	ordinals := make([][][]int, len(r.d.DMs))
	at := make([]*node, len(r.d.DMs))
	for i := range r.d.DMs {
		at[i] = n.items[i].first("preferenceRanking", "preferenceVector")
		if at[i] == nil || at[i].kind == null {
			r.repair(n.items[i], "%q has no ranking, though the file says that rankings count; its statements are taken", r.d.DMs[i].Name)
			continue
		}
		var err error
		if ordinals[i], err = r.ordinals(at[i], r.d.DMs[i].Name, len(states)); err != nil {
			return err
		}
	}
	order := r.grouped()
	regrouped := inOrder(states, order) // as their program would number them
	numbered, moved := states, !slices.Equal(states, regrouped)
	if !slices.IsSorted(order) {
		switch inFile, inTheirs := r.agreeing(ordinals, states), r.agreeing(ordinals, regrouped); {
		case !moved:
			r.repair(n, "the options are not in the order of their decision makers; the numbers of states are the same either way")
		case inTheirs > inFile:
			numbered = regrouped
			r.repair(n, "the options are not in the order of their decision makers; the rankings agree with the statements if states are numbered in that order, so they are read so. Decimals here follow the order of options in the file")
		case inFile > inTheirs:
			r.repair(n, "the options are not in the order of their decision makers; the rankings agree with the statements if states are numbered as in the file, so they are read so. The program that wrote the file puts the options into order when it opens it, and then reads these rankings otherwise")
		default:
			r.repair(n, "the options are not in the order of their decision makers, and the program that wrote the file puts them into order when it opens it: its numbers of states can be meant for either order. They are read as numbers of the order in the file; check the rankings")
		}
	}
	if other := r.otherOrder(ordinals, states); slices.IsSorted(order) && other != nil {
		numbered = inOrder(states, other)
		r.repair(n, "the rankings are not those that the statements give, but they all are if the options are in the order %s: options were put into another order after the numbers of states were saved. The rankings are read so. Decimals here follow the order of options in the file", r.orderSays(other))
	}
	for i := range r.d.DMs {
		if ordinals[i] == nil {
			continue
		}
		r.compare(at[i], i, ordinals[i], numbered)
		p := stability.Preference{Ranking: [][]stability.State{}}
		for _, g := range ordinals[i] {
			var group []stability.State
			for _, k := range g {
				group = append(group, numbered[k])
			}
			p.Ranking = append(p.Ranking, group)
		}
		r.d.DMs[i].Preference = p
		r.c.dms[i].preference = at[i].at()
	}
	return nil
}

// ordinals reads groups of places among the feasible states, counted from 0 here.
func (r *gmcrReader) ordinals(n *node, name string, many int) (out [][]int, err error) {
	items, err := n.list("the ranking of " + short(name))
	if err != nil {
		return nil, err
	}
	seen := make([]bool, many)
	out = [][]int{}
	for _, item := range items {
		members := []*node{item}
		if item.kind == list {
			members = item.items
		}
		var group []int
		for _, m := range members {
			k, err := strconv.Atoi(m.text)
			if m.kind != number || err != nil || k < 1 || k > many {
				return nil, m.fail("the ranking of %q names %s; states are numbered from 1 to %d, the feasible ones in increasing order", short(name), m.describe(), many)
			}
			if seen[k-1] {
				return nil, m.fail("the ranking of %q names state number %d twice", short(name), k)
			}
			seen[k-1] = true
			group = append(group, k-1)
		}
		if len(group) > 0 {
			out = append(out, group)
		}
	}
	if k := slices.Index(seen, false); k >= 0 {
		return nil, n.fail("the ranking of %q leaves out state number %d of %d; it may have been made before an infeasible condition was changed", short(name), k+1, many)
	}
	return out, nil
}

// grouped is the order that their program gives to options, as the new place of
// each: those of the first decision maker first. It takes one option after the
// other out of the list and puts it back at the number of those that it has moved;
// an option that nobody controls can so come to stand before them.
func (r *gmcrReader) grouped() []int {
	list := make([]int, len(r.d.Options))
	for k := range list {
		list[k] = k
	}
	moved := 0
	for _, dm := range r.d.DMs {
		for _, k := range dm.Options {
			moved++
			list = slices.DeleteFunc(list, func(x int) bool { return x == k })
			list = slices.Insert(list, min(moved, len(list)), k)
		}
	}
	order := make([]int, len(list))
	for place, k := range list {
		order[k] = place
	}
	return order
}

// inOrder sorts states by the decimals they would have with options in an order.
func inOrder(states []stability.State, order []int) []stability.State {
	out := slices.Clone(states)
	slices.SortStableFunc(out, func(a, b stability.State) int { return cmp.Compare(reordered(a, order), reordered(b, order)) })
	return out
}

// maxTried is the most options whose orders are all tried.
const maxTried = 7

// otherOrder finds an order of options under which the rankings of all decision
// makers that have statements are what those give, where none is in the order of
// the file; nil if there is none. One decision maker alone proves little.
func (r *gmcrReader) otherOrder(ordinals [][][]int, states []stability.State) []int {
	told := 0
	for i, dm := range r.d.DMs {
		if ordinals[i] != nil && len(dm.Preference.Statements) > 0 {
			told++
		}
	}
	if told < 2 || len(r.d.Options) > maxTried || r.agreeing(ordinals, states) > 0 {
		return nil
	}
	order := make([]int, len(r.d.Options))
	for k := range order {
		order[k] = k
	}
	var found []int
	var try func(k int)
	try = func(k int) {
		if found != nil {
			return
		}
		if k == len(order) {
			if r.agreeing(ordinals, inOrder(states, order)) == told {
				found = slices.Clone(order)
			}
			return
		}
		for j := k; j < len(order); j++ {
			order[k], order[j] = order[j], order[k]
			try(k + 1)
			order[k], order[j] = order[j], order[k]
		}
	}
	try(0)
	return found
}

// orderSays lists the options by their places in an order.
func (r *gmcrReader) orderSays(order []int) string {
	names := make([]string, len(order))
	for k, to := range order {
		names[to] = r.d.Options[k].Name
	}
	return strings.Join(names, ", ")
}

func reordered(s stability.State, order []int) (out stability.State) {
	for k, to := range order {
		out |= s >> uint(k) & 1 << uint(to)
	}
	return out
}

// agreeing counts the decision makers whose ranking is what their statements give.
func (r *gmcrReader) agreeing(ordinals [][][]int, numbered []stability.State) (n int) {
	for i, dm := range r.d.DMs {
		if ordinals[i] != nil && len(dm.Preference.Statements) > 0 && sameOrder(ordinals[i], numbered, dm.Preference.Statements) {
			n++
		}
	}
	return n
}

// compare says where a ranking made by hand is not what the statements give.
func (r *gmcrReader) compare(n *node, i int, groups [][]int, numbered []stability.State) {
	if all := r.d.DMs[i].Preference.Statements; len(all) > 0 && !sameOrder(groups, numbered, all) {
		r.repair(n, "the ranking of %q is not the one that its statements give; the ranking is taken, as the file says", r.d.DMs[i].Name)
	}
}

// sameOrder reports whether statements give exactly these groups.
func sameOrder(groups [][]int, numbered []stability.State, all []stability.Condition) bool {
	var before stability.State
	for g, group := range groups {
		for k, m := range group {
			switch {
			case k > 0 && byStatements(all, numbered[m], numbered[group[0]]) != 0,
				k == 0 && g > 0 && byStatements(all, before, numbered[m]) <= 0:
				return false
			}
		}
		before = numbered[group[0]]
	}
	return true
}

// byStatements is positive if a fulfils the first statement on which they differ.
func byStatements(all []stability.Condition, a, b stability.State) int {
	for _, c := range all {
		switch x, y := c.Holds(a), c.Holds(b); {
		case x && !y:
			return 1
		case y && !x:
			return -1
		}
	}
	return 0
}
