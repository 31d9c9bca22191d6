// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"
	"slices"

	"parley/stability"
)

// An OutcomeReport is all that a model says of one outcome.
type OutcomeReport struct {
	OutcomeRow
	Options    []OptionGroup
	DMs        []OutcomeDM
	Answered   bool           // answers of others keep somebody in it; else nothing holds it but preferences
	Rests      []OutcomeRests // options that these answers use, where outcomes are made of options
	RestsLarge bool           // the model is too large to look for all of them
}

// OutcomeDM is what one decision maker has in an outcome.
type OutcomeDM struct {
	Name    string
	Actor   ModelActor
	Reasons []ReasonPart // by concept
	Holds   []HoldPart   // by concept; none where its preference is an order, which has no amounts
}

// HoldPart is what it takes to hold one decision maker in an outcome under a concept.
type HoldPart struct {
	Concept    string
	Price      string // "0": it stays
	Attained   bool   // false: the price itself is not enough, only more
	Margin     string // what the outcome could lose before it left; empty: it has no move, or would leave
	Temptation *StateNumber
}

// Outcome tells all of one outcome, in the language of p. line gives the entries that
// options stand for. Errors: those of ctx, and of a search that would exceed the
// limits of the model.
func (x *SolvedModel) Outcome(ctx context.Context, p Speaker, line ModelLine, s stability.State) (*OutcomeReport, error) {
	why, err := Reasons(ctx, p, x.Model, s, nil, x.Concepts)
	if err != nil {
		return nil, err
	}
	out := &OutcomeReport{OutcomeRow: x.outcome(s, x.Concepts), Options: x.OptionGroups()}
	for i, name := range x.DMNames() {
		dm := OutcomeDM{Name: name, Reasons: why.Reasons[i*len(x.Concepts) : (i+1)*len(x.Concepts)]}
		if i < len(line.DMs) {
			dm.Actor = line.DMs[i]
		}
		out.DMs = append(out.DMs, dm)
	}
	if err := out.rests(ctx, x, line, s); err != nil {
		return nil, err
	}
	return out, out.price(ctx, x, s)
}

// price says what holds each decision maker whose preference has amounts. A model
// for which prices are not defined has none.
func (o *OutcomeReport) price(ctx context.Context, x *SolvedModel, s stability.State) error {
	if !slices.ContainsFunc(cardinal(x.Model), func(c NamedValue[bool]) bool { return c.Value }) {
		return nil
	}
	r, err := Hold(ctx, x.Model, s, nil)
	if errors.Is(err, stability.ErrUnsupported) || errors.Is(err, stability.ErrBudget) {
		return nil
	}
	if err != nil {
		return err
	}
	for i := range o.DMs {
		if !r.Cardinal[i].Value {
			continue
		}
		for k, c := range r.Price {
			h := HoldPart{Concept: c.Name, Price: c.Value[i].Value, Attained: r.Attained[k].Value[i].Value, Temptation: r.Temptation[k].Value[i].Value}
			if m := r.Margin[k].Value[i].Value; m != nil && h.Price == "0" && h.Attained {
				h.Margin = *m
			}
			o.DMs[i].Holds = append(o.DMs[i].Holds, h)
		}
	}
	return nil
}
