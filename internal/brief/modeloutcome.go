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
	Options []OptionGroup
	DMs     []OutcomeDM
	Rests   []OutcomeRests // options that answers of others use; none: nothing holds it but preferences
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

// OutcomeRests is an option that somebody could use, or would, to answer a move away
// from the outcome.
type OutcomeRests struct {
	Option   string      // its name
	Taken    bool        // the answer takes it; else gives it up
	By       string      // whose option it is
	Against  string      // whose move it answers
	Concepts []string    // under which that holds
	Entries  []EntryLink // what the option stands for
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
	out.rests(x, line)
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

// rests finds the options that hold the outcome: those that a sanction changes on
// which somebody's staying rests.
func (o *OutcomeReport) rests(x *SolvedModel, line ModelLine) {
	d := x.Definition()
	if d.States != nil {
		return
	}
	for _, dm := range o.DMs {
		for _, reason := range dm.Reasons {
			for _, deviation := range reason.Deviations {
				if !reason.Stable || !deviation.Deterred {
					continue
				}
				for _, step := range deviation.Sanction {
					for k := range d.Options {
						if a, b := step.From>>uint(k)&1, step.To>>uint(k)&1; a != b {
							o.rest(x, line, k, b == 1, step.DM, dm.Name, reason.Concept)
						}
					}
				}
			}
		}
	}
}

// rest adds one option, or one more concept under which it matters.
func (o *OutcomeReport) rest(x *SolvedModel, line ModelLine, option int, taken bool, by, against, concept string) {
	d := x.Definition()
	r := OutcomeRests{Option: nameOr(d.Options[option].Name, d.Options[option].ID), Taken: taken, Against: against}
	for i := range d.DMs {
		if d.DMs[i].ID == by {
			r.By = DMSays(x.Model, i)
		}
	}
	for k := range o.Rests {
		if y := &o.Rests[k]; y.Option == r.Option && y.Taken == r.Taken && y.By == r.By && y.Against == r.Against {
			if !slices.Contains(y.Concepts, concept) {
				y.Concepts = append(y.Concepts, concept)
			}
			return
		}
	}
	for _, l := range line.Links {
		if l.Item == d.Options[option].ID {
			r.Entries = append(r.Entries, l.Link)
		}
	}
	r.Concepts = []string{concept}
	o.Rests = append(o.Rests, r)
}
