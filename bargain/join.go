// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"fmt"
	"slices"
	"strconv"
)

// A join is a model in which issues that tables, boxes or constraints tie together
// are one issue each, with their allowed combinations as options: such a model is a
// sum over its issues.
type join struct {
	m      *Model // additive, its constraints about one issue each
	groups [][]int
	combos [][]Package // per group, the options of its issues
}

// maxCombos bounds the combinations that are looked at for one group.
const maxCombos = 1 << 20

// joined ties issues together; nil if there is nothing to tie. [ErrTooFine] if an
// issue would have too many options.
func (m *Model) joined(ctx context.Context) (*join, error) {
	var scopes [][]int
	forbids := m.forbidden()
	for _, f := range forbids {
		scopes = append(scopes, f.scope)
	}
	raws := make([]raw, len(m.Parties))
	for q, party := range m.Parties {
		raws[q] = m.rawView(party.Views[0])
		for _, t := range raws[q].terms {
			scopes = append(scopes, t.when.scope)
		}
	}
	if !slices.ContainsFunc(scopes, func(s []int) bool { return len(s) > 1 }) {
		return nil, nil
	}
	j := &join{m: &Model{Name: m.Name, ComparableScales: m.ComparableScales, SocialWeights: m.SocialWeights}, groups: components(len(m.Issues), scopes)}
	for q, party := range m.Parties {
		v := party.Views[0]
		out := View{Values: make([][]Number, len(j.groups)), Most: v.Most, Reservation: v.Reservation}
		if v.Reservation != nil && v.Reservation.Package != nil {
			out.Reservation = &Reservation{Value: Rational(raws[q].value(v.Reservation.Package))}
		}
		out.Terms = []Term{{Add: Rational(raws[q].base)}}
		j.m.Parties = append(j.m.Parties, Party{ID: party.ID, Name: party.Name, Views: []View{out}})
	}
	for g, group := range j.groups {
		if err := j.combine(ctx, m, g, group, forbids, raws); err != nil {
			return nil, err
		}
	}
	return j, nil
}

// components are the issues that are tied together, directly or through others, in
// the order of their first issues.
func components(issues int, scopes [][]int) (out [][]int) {
	of := make([]int, issues)
	for i := range of {
		of[i] = i
	}
	for _, scope := range scopes {
		for _, i := range scope {
			from, to := of[i], of[scope[0]]
			for k := range of {
				if of[k] == from {
					of[k] = to
				}
			}
		}
	}
	at := map[int]int{}
	for i, c := range of {
		if _, known := at[c]; !known {
			at[c] = len(out)
			out = append(out, nil)
		}
		out[at[c]] = append(out[at[c]], i)
	}
	return out
}

// combine makes the issue of a group.
func (j *join) combine(ctx context.Context, m *Model, g int, group []int, forbids []pattern, raws []raw) error {
	inside := func(scope []int) bool { return len(scope) > 0 && slices.Contains(group, scope[0]) }
	var own []pattern
	for _, f := range forbids {
		if inside(f.scope) || len(f.scope) == 0 {
			own = append(own, f)
		}
	}
	terms := make([][]rawTerm, len(raws))
	for q, r := range raws {
		for _, t := range r.terms {
			if inside(t.when.scope) {
				terms[q] = append(terms[q], t)
			}
		}
	}
	issue := Issue{ID: strconv.Itoa(g)}
	var combos []Package
	x := make(Package, len(m.Issues)) // the options of other issues mean nothing here
	looked := 0
	var visit func(k int) error
	visit = func(k int) error {
		if k < len(group) {
			for o := range m.Issues[group[k]].Options {
				x[group[k]] = o
				if err := visit(k + 1); err != nil {
					return err
				}
			}
			return nil
		}
		if looked++; looked > maxCombos || len(combos) == maxOptions {
			return fmt.Errorf("%w, and tables, boxes or constraints tie more than %d combinations of options together", ErrTooFine, len(combos))
		}
		if looked%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if slices.ContainsFunc(own, func(f pattern) bool { return f.matches(x) }) {
			return nil
		}
		combo := make(Package, len(group))
		for k, i := range group {
			combo[k] = x[i]
		}
		issue.Options = append(issue.Options, Option{ID: strconv.Itoa(len(combos))})
		combos = append(combos, combo)
		for q, r := range raws {
			sum := copyRat(r.unary[group[0]][x[group[0]]])
			for _, i := range group[1:] {
				sum.Add(sum, r.unary[i][x[i]])
			}
			for _, t := range terms[q] {
				if t.when.matches(x) {
					sum.Add(sum, t.add)
				}
			}
			v := &j.m.Parties[q].Views[0]
			v.Values[g] = append(v.Values[g], Rational(sum))
		}
		return nil
	}
	if err := visit(0); err != nil {
		return err
	}
	if len(combos) == 0 { // nothing is allowed: one option that no package may take
		combos, issue.Options = []Package{make(Package, len(group))}, []Option{{ID: "none"}}
		for q := range raws {
			j.m.Parties[q].Views[0].Values[g] = []Number{Int(0)}
		}
		j.m.Constraints = append(j.m.Constraints, Constraint{If: Pattern{{Issue: g, Options: []int{0}}}})
	}
	j.m.Issues, j.combos = append(j.m.Issues, issue), append(j.combos, combos)
	return nil
}

// apart is a package of the original model.
func (j *join) apart(x Package) Package {
	n := 0
	for _, group := range j.groups {
		n += len(group)
	}
	out := make(Package, n)
	for g, group := range j.groups {
		for k, i := range group {
			out[i] = j.combos[g][x[g]][k]
		}
	}
	return out
}

// restore turns the packages of a solved joined model into those of the original.
func (j *join) restore(f *Fine) {
	for _, list := range [][]Point{f.Points, f.Whole} {
		for i := range list {
			list[i].Package = j.apart(list[i].Package)
		}
	}
	for _, s := range []*Solution{f.Solutions.Nash, f.Solutions.KalaiSmorodinsky, f.Solutions.Egalitarian, f.Solutions.EqualGain, f.Solutions.Utilitarian} {
		if s != nil {
			s.Package = j.apart(s.Package)
		}
	}
}
