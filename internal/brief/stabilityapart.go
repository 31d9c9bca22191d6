// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"slices"

	"parley/stability"
)

// An ApartReport is a sweep with all variations together, and one with each alone:
// the answer hangs most on the preference that leaves it as it is in the fewest runs.
type ApartReport struct {
	Together SweepReport   `json:"together"`
	Alone    []SweepReport `json:"alone"` // none where only one preference is varied
}

// SweepAsked is what a page asks of a sweep.
type SweepAsked struct {
	Runs  int
	Seed  uint64
	Vary  []VariationPart
	List  int   // outcomes of a concept that are listed
	Bytes int64 // that it may take
	// Workers is how many processors it may take.
	Workers int
}

// Sweep sweeps a model of the record with what was asked for, together and apart.
// done, unless nil, is told how many of the runs of all sweeps are finished.
func (l ModelLine) Sweep(ctx context.Context, q SweepAsked, done func(int)) (*ApartReport, error) {
	c := *l.Conflict // compiling adds to its repairs
	c.Repairs = slices.Clone(c.Repairs)
	c.Definition.Limits = stability.Limits{Bytes: q.Bytes, Workers: q.Workers}
	m, err := c.Compile(ctx)
	if err != nil {
		return nil, err
	}
	var vary []stability.Variation
	for _, v := range q.Vary {
		vary = append(vary, stability.Variation{DM: slices.Index(dmIDs(m), v.DM), Swaps: v.Swaps, Order: v.Order, Within: v.Within})
	}
	return SweepApart(ctx, m, q.Runs, q.Seed, vary, nil, q.List, done)
}

// Name is what a decision maker of the model is called.
func (l ModelLine) Name(dm string) string {
	for _, d := range l.DMs {
		if d.ID == dm {
			return d.Name
		}
	}
	return dm
}

// Varies says what of the preference of a decision maker can vary beside its order of
// states: its statements, if there are two of them, and its amounts, if it has any.
func (x *SolvedModel) Varies(dm int) (statements, amounts bool) {
	p := x.Definition().DMs[dm].Preference
	return len(p.Statements) > 1, p.Weights != nil || p.Payoffs != nil
}

// Turns is how many sweeps [SweepApart] takes for so many variations.
func Turns(vary int) int {
	if vary < 2 {
		return 1
	}
	return 1 + vary
}

// SweepApart sweeps with all variations and then with each alone, from the same seed.
// done, unless nil, is told how many of the runs of all sweeps are finished.
func SweepApart(ctx context.Context, m *stability.Model, runs int, seed uint64, vary []stability.Variation, concepts []stability.Concept, list int, done func(int)) (*ApartReport, error) {
	var out ApartReport
	for turn := range Turns(len(vary)) {
		part, tell := vary, func(n int) {}
		if done != nil {
			tell = func(n int) { done(turn*runs + n) }
		}
		if turn > 0 {
			part = vary[turn-1 : turn]
		}
		r, err := SweepModel(ctx, m, runs, seed, part, concepts, list, tell)
		if err != nil {
			return nil, err
		}
		if turn == 0 {
			out.Together = *r
		} else {
			out.Alone = append(out.Alone, *r)
		}
	}
	return &out, nil
}
