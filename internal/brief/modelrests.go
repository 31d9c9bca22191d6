// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"context"
	"math/bits"
	"slices"

	"parley/stability"
)

// OutcomeRests is an option that somebody could use, or would, to answer a move away
// from the outcome.
type OutcomeRests struct {
	Option  string      // its name
	Taken   bool        // the answer takes it; else gives it up
	By      string      // whose option it is
	Against string      // whose move it answers
	Needed  []string    // concepts under which Against would leave if nobody could answer with it
	Would   []string    // those under which it is an answer that would do, and others may
	Entries []EntryLink // what the option stands for
}

// answeredWith is an option that an answer changes, and who changes it.
type answeredWith struct{ dm, option int }

// rests finds the options that hold the outcome: those that an answer changes on which
// somebody's staying rests, or may rest. It looks at every decision maker who could
// answer alone, so that the order in which a model names them singles nobody out. In a
// model too large to look, that is said instead.
func (o *OutcomeReport) rests(ctx context.Context, x *SolvedModel, line ModelLine, s stability.State) error {
	if o.Answered = o.answered(); !o.Answered || x.Definition().States != nil {
		return nil
	}
	if o.RestsLarge = x.Len() > EffectStatesMost; o.RestsLarge {
		return nil
	}
	for i := range o.DMs {
		for k, c := range x.Concepts {
			if !o.DMs[i].Reasons[k].Stable {
				continue
			}
			found, err := x.answersTo(ctx, s, i, c)
			if err != nil {
				return err
			}
			needed, err := found.needed(ctx, x, s, i, c)
			if err != nil {
				return err
			}
			for _, sanctions := range found {
				for _, a := range slices.Concat(sanctions...) {
					o.rest(x, line, s, i, a, c, needed[a.option])
				}
			}
		}
	}
	return nil
}

// answered reports whether an answer of others keeps anybody in the outcome.
func (o *OutcomeReport) answered() bool {
	return slices.ContainsFunc(o.DMs, func(d OutcomeDM) bool {
		return slices.ContainsFunc(d.Reasons, func(r ReasonPart) bool {
			return r.Stable && slices.ContainsFunc(r.Deviations, func(d DeviationPart) bool { return d.Deterred && len(d.Sanction) > 0 })
		})
	})
}

// answersTo are, for each move by which somebody would gain, answers that would do.
type answersTo [][][]answeredWith

// answersTo finds for each of the moves an answer of each other decision maker that
// would do alone; where there is none, one of several together.
func (x *SolvedModel) answersTo(ctx context.Context, s stability.State, i int, c stability.Concept) (answersTo, error) {
	whole, err := x.Explain(ctx, s, i, c)
	if err != nil {
		return nil, err
	}
	out := make(answersTo, len(whole.Deviations))
	for j := range x.DMs() {
		if j == i {
			continue
		}
		alone, err := x.ExplainWithin(ctx, s, i, c, func(step stability.Step) bool { return step.DM == j })
		if err != nil {
			return nil, err
		}
		out.add(s, alone, func([][]answeredWith) bool { return true })
	}
	out.add(s, whole, func(have [][]answeredWith) bool { return have == nil })
	return out, nil
}

// add takes in the answers of a reason, to moves of which it wants more than it has.
func (f answersTo) add(s stability.State, reason stability.Reason, more func(have [][]answeredWith) bool) {
	for k, d := range reason.Deviations {
		if d.Deterred && len(d.Sanction) > 0 && more(f[k]) {
			f[k] = append(f[k], changesIn(s, d.Sanction))
		}
	}
}

// needed are the options without which the decision maker would leave. Of another one
// that stands in each answer found, the answer that does without it is added, so that
// it does not stand alone. Where states are merged, nothing is said to be needed: one
// state is of several settings of an option.
func (f answersTo) needed(ctx context.Context, x *SolvedModel, s stability.State, i int, c stability.Concept) (map[int]bool, error) {
	needed := map[int]bool{}
	if !combined(x.Definition()) {
		return needed, nil
	}
	for k := 0; k < len(x.Definition().Options); k++ {
		without := func(have [][]answeredWith) bool { return inEach(have, k) }
		if _, known := needed[k]; known || !slices.ContainsFunc(f, without) {
			continue
		}
		reason, err := x.ExplainWithin(ctx, s, i, c, func(step stability.Step) bool { return (step.From^step.To)>>uint(k)&1 == 0 })
		if err != nil {
			return nil, err
		}
		needed[k] = !reason.Stable
		if f.add(s, reason, without); reason.Stable {
			k = -1 // what was added may make others stand in each
		}
	}
	return needed, nil
}

// changesIn are the options that steps bring from where they are in s to where they
// are not.
func changesIn(s stability.State, steps []stability.Step) (out []answeredWith) {
	for _, step := range steps {
		for left := (step.From ^ step.To) & (step.To ^ s); left != 0; left &= left - 1 {
			out = append(out, answeredWith{step.DM, bits.TrailingZeros64(uint64(left))})
		}
	}
	return out
}

// inEach reports whether there are answers, and every one changes an option: otherwise
// it is not needed.
func inEach(sanctions [][]answeredWith, option int) bool {
	return sanctions != nil && !slices.ContainsFunc(sanctions, func(list []answeredWith) bool {
		return !slices.ContainsFunc(list, func(a answeredWith) bool { return a.option == option })
	})
}

// rest adds one option, or one more concept under which it matters.
func (o *OutcomeReport) rest(x *SolvedModel, line ModelLine, s stability.State, against int, a answeredWith, c stability.Concept, needed bool) {
	option := x.Definition().Options[a.option]
	r := OutcomeRests{Option: cmp.Or(option.Name, option.ID), Taken: s>>uint(a.option)&1 == 0, By: DMSays(x.Model, a.dm), Against: o.DMs[against].Name}
	at := slices.IndexFunc(o.Rests, func(y OutcomeRests) bool {
		return y.Option == r.Option && y.Taken == r.Taken && y.By == r.By && y.Against == r.Against
	})
	if at < 0 {
		for _, l := range line.Links {
			if l.Item == option.ID {
				r.Entries = append(r.Entries, l.Link)
			}
		}
		at, o.Rests = len(o.Rests), append(o.Rests, r)
	}
	list := &o.Rests[at].Would
	if needed {
		list = &o.Rests[at].Needed
	}
	if word := c.String(); !slices.Contains(*list, word) {
		*list = append(*list, word)
	}
}
