// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"
	"math/big"
	"slices"

	"parley/stability"
)

// An alternative is a model beside which another one is set: without some options,
// or without an instrument. A state has the same decimal in both.
type alternative struct {
	with, without       *stability.Model
	answers, answersNot *stability.Solution
	never               stability.State // the options that are never taken in without
}

// Why nothing can be said of what an entry changes.
const (
	EffectAlways = "always" // an option is taken in every state, so there is no model without it
	EffectRanks  = "ranks"  // an instrument counts in amounts, and a preference that it touches is an order
	EffectLarge  = "large"  // the model has more than [EffectStates] states
	EffectSlow   = "slow"   // it takes longer than it may
	EffectAbsent = "absent" // the model has no such option or instrument
)

// errEffect carries one of these words.
type errEffect string

func (e errEffect) Error() string { return string(e) }

// EffectStatesMost is the number of states up to which a model is solved a second
// time to see what an entry changes.
const EffectStatesMost = 1 << 12

// beside sets a model beside the one without some items: either options, all of which
// are then never taken, or one instrument, which is then not applied and else applied
// with its greatest intensity. solved is the solution of m.
func beside(ctx context.Context, m *stability.Model, solved *stability.Solution, tools stability.Toolbox, items []string) (*alternative, error) {
	if m.Len() > EffectStatesMost {
		return nil, errEffect(EffectLarge)
	}
	d := m.Definition()
	x := &alternative{with: m, without: m, answers: solved, answersNot: solved}
	for _, item := range items {
		if k := slices.IndexFunc(d.Options, func(o stability.Option) bool { return o.ID == item }); k >= 0 {
			x.never |= 1 << uint(k)
			continue
		}
		k := slices.IndexFunc(tools.Instruments, func(t stability.Instrument) bool { return t.ID == item })
		if k < 0 || len(items) > 1 {
			return nil, errEffect(EffectAbsent)
		}
		return x.applied(ctx, tools.Instruments[k:k+1])
	}
	var err error
	if x.without, err = withoutOptions(ctx, m, x.never); err != nil {
		return nil, err
	}
	x.answersNot, err = x.without.Solve(ctx, solved.Concepts...)
	return x, err
}

// applied is the alternative for an instrument.
func (x *alternative) applied(ctx context.Context, tool []stability.Instrument) (*alternative, error) {
	var err error
	if x.with, err = x.without.Under(ctx, tool, []*big.Rat{tool[0].Max}); err != nil {
		if errors.Is(err, stability.ErrUnsupported) {
			err = errEffect(EffectRanks)
		}
		return nil, err
	}
	x.answers, err = x.with.Solve(ctx, x.answersNot.Concepts...)
	return x, err
}

// withoutOptions is the model whose states are those in which none of some options is
// taken. Everybody prefers among them as before.
func withoutOptions(ctx context.Context, m *stability.Model, never stability.State) (*stability.Model, error) {
	d := m.Definition()
	d.Infeasible, d.DMs = slices.Clone(d.Infeasible), slices.Clone(d.DMs)
	for k := range d.Options {
		if never>>uint(k)&1 == 1 {
			d.Infeasible = append(d.Infeasible, stability.Yes(k))
		}
	}
	if d.Feasible != nil {
		d.Feasible = slices.DeleteFunc(slices.Clone(d.Feasible), func(s stability.State) bool { return s&never != 0 })
	}
	if d.StatusQuo != nil && *d.StatusQuo&never != 0 {
		d.StatusQuo = nil
	}
	prefer := make([]stability.Preference, len(d.DMs))
	for i := range d.DMs {
		prefer[i] = d.DMs[i].Preference
		d.DMs[i].Preference = stability.Preference{Statements: []stability.Condition{{}}} // to find the states first
		d.DMs[i].Unknown, d.DMs[i].MuchBetter, d.DMs[i].Views = nil, nil, nil             // of which nothing is asked here
	}
	states := slices.Collect(m.States())
	if !slices.ContainsFunc(states, func(s stability.State) bool { return s&never == 0 }) {
		return nil, errEffect(EffectAlways)
	}
	frame, err := stability.New(ctx, d)
	if err != nil {
		return nil, err
	}
	for i := range d.DMs {
		if d.DMs[i].Preference = prefer[i]; len(d.Coalesce) == 0 && prefer[i].Ranking == nil && prefer[i].Payoffs == nil {
			continue
		}
		if d.DMs[i].Preference, err = worthsOf(m, i, frame); err != nil {
			return nil, err
		}
	}
	return stability.New(ctx, d)
}

// worthsOf is how a decision maker prefers among the states of part, each of which is
// a state of m.
func worthsOf(m *stability.Model, i int, part *stability.Model) (stability.Preference, error) {
	type valued struct {
		state stability.State
		worth *big.Rat
	}
	var all []valued
	amounts := false
	for s := range part.States() {
		worth, cardinal, err := m.Worth(i, s)
		if err != nil {
			return stability.Preference{}, err
		}
		amounts = cardinal
		all = append(all, valued{s, worth})
	}
	var p stability.Preference
	if amounts {
		for _, x := range all {
			p.Payoffs = append(p.Payoffs, stability.Payoff{State: x.state, Worth: x.worth})
		}
		return p, nil
	}
	slices.SortStableFunc(all, func(a, b valued) int { return b.worth.Cmp(a.worth) })
	for k, x := range all {
		if k == 0 || all[k-1].worth.Cmp(x.worth) != 0 {
			p.Ranking = append(p.Ranking, nil)
		}
		last := len(p.Ranking) - 1
		p.Ranking[last] = append(p.Ranking[last], x.state)
	}
	return p, nil
}
