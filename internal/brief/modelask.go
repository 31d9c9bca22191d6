// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"
	"slices"

	"parley/stability"
)

// Undefined reports whether an error says that a question is not defined for a model.
func Undefined(err error) bool { return errors.Is(err, stability.ErrUnsupported) }

// Priced are the words of the concepts that are solved and for which prices, mixes of
// instruments and orders are defined.
func (x *SolvedModel) Priced() (out []string) {
	for _, c := range without(x.Concepts, stability.SSEQ) {
		out = append(out, c.String())
	}
	return out
}

// OwnWay asks in place of the word of a concept that each decision maker thinks in the
// way that the document says of it.
const OwnWay = "own"

// Thinking reports whether the document says how each thinks, in ways that have prices.
func (x *SolvedModel) Thinking() bool {
	return len(x.Think) == x.DMs() && len(without(x.Think, stability.SSEQ)) == x.DMs()
}

// concepts is the concept with a word, or one for each decision maker, as the reports
// take it.
func (x *SolvedModel) concepts(word string) []stability.Concept {
	if word == OwnWay {
		return x.Think
	}
	c, _ := x.Concept(word)
	return []stability.Concept{c}
}

// Stays reports whether a decision maker stays in a state under a concept that is solved.
func (x *SolvedModel) Stays(dm int, word string, s StateNumber) bool {
	return stays(x.Solution, dm, x.concepts(word), stability.State(s))
}

// Everybody are the states that hold for everybody under a concept, the first few of
// them listed.
func (x *SolvedModel) Everybody(word string, list int) StateList {
	if word == OwnWay {
		mixed, err := x.Solution.Mixed(x.Think)
		if err != nil { // it thinks in a way that was not solved
			return StateList{}
		}
		return *statesOf(mixed, list)
	}
	return *statesOf(x.Solution.Equilibria(x.concepts(word)[0]), list)
}

// EverybodyStays reports whether a state holds for everybody under a concept.
func (x *SolvedModel) EverybodyStays(word string, s StateNumber) bool {
	return everybodyStays(x.Solution, x.DMs(), x.concepts(word), stability.State(s))
}

// TodayFirst is every state: today's, then those that hold for everybody under a
// concept, then the others. The error is that of ctx.
func (x *SolvedModel) TodayFirst(ctx context.Context, word string) (out []StateNumber, err error) {
	for s := range x.inOrder(ctx, x.equilibria(x.concepts(word))) {
		out = append(out, StateNumber(s))
	}
	return out, ctx.Err()
}

// Hold prices a state under a concept.
func (x *SolvedModel) Hold(ctx context.Context, s StateNumber, word string) (*HoldReport, error) {
	r, err := Hold(ctx, x.Model, stability.State(s), x.concepts(word))
	if err == nil && word == OwnWay {
		r.Price, r.Attained = ownOf(r.Price, x.Think), ownOf(r.Attained, x.Think)
		r.Margin, r.Temptation = ownOf(r.Margin, x.Think), ownOf(r.Temptation, x.Think)
	}
	return r, err
}

// ownOf takes of each decision maker what is so under its own concept.
func ownOf[T any](by ByDM[T], think []stability.Concept) ByDM[T] {
	var own Named[T]
	for i, c := range think {
		all, _ := by.Get(c.String())
		own = append(own, all[i])
	}
	return ByDM[T]{{OwnWay, own}}
}

// HoldStates prices states under a concept.
func (x *SolvedModel) HoldStates(ctx context.Context, states []StateNumber, word string) (*HoldMapReport, error) {
	list := make([]stability.State, len(states))
	for k, s := range states {
		list[k] = stability.State(s)
	}
	return HoldStates(ctx, x.Model, x.concepts(word), list)
}

// Outlay finds the mix of the model's instruments that holds a state at the least cost.
func (x *SolvedModel) Outlay(ctx context.Context, p Speaker, s StateNumber, word string, list int) (*OutlayReport, error) {
	return Outlay(ctx, p, x.Model, stability.State(s), x.concepts(word), x.Tools, list)
}

// Provided reports whether an instrument must be given in a state, so that readiness
// is not enough.
func (x *SolvedModel) Provided(tool int, s StateNumber) bool {
	return x.Tools.Instruments[tool].When.Holds(stability.State(s))
}

// Rankings says which orders of a decision maker make a state hold.
func (x *SolvedModel) Rankings(ctx context.Context, p Speaker, dm int, s StateNumber, word string) (*RankingsReport, error) {
	return Rankings(ctx, p, x.Model, dm, stability.State(s), x.concepts(word)[0])
}

// coalesced are the concepts that are defined for coalitions.
func coalesced() []stability.Concept { return coalitionConcepts(nil) }

// Together are where a coalition could go, each member better off, from the states
// that hold for everybody alone. The first most of them are looked at; all says that
// there are no more.
func (x *SolvedModel) Together(ctx context.Context, members []int, most int) (out []DeparturePart, all bool, err error) {
	return departures(ctx, x.Model, x.Solution, coalesced(), members, most)
}

// NobodyLeaves are the states that no coalition would leave, nor anybody alone.
func (x *SolvedModel) NobodyLeaves(ctx context.Context, list int) (ByConcept, error) {
	r, err := Conflict(ctx, x.Model, StabilityQuestion{Concepts: coalesced(), Every: true, List: list})
	if err != nil {
		return nil, err
	}
	return r.Coalition.Stable, nil
}

// Ahead are the states in which two decision makers stay who look so many moves ahead;
// 0 is every number from some one on.
func (x *SolvedModel) Ahead(ctx context.Context, moves, list int) (*ForesightPart, error) {
	r, err := Conflict(ctx, x.Model, StabilityQuestion{Concepts: []stability.Concept{stability.Nash}, Horizon: moves, NonMyopic: moves == 0, List: list})
	if err != nil {
		return nil, err
	}
	return r.Horizon, nil
}

// states reports whether some decision maker states something.
func (x *SolvedModel) states(what func(stability.DM) bool) bool {
	return slices.ContainsFunc(x.Definition().DMs, what)
}

// Unknowns are the answers under the four readings of pairs whose order is not known;
// none where the model has no such pairs.
func (x *SolvedModel) Unknowns(ctx context.Context, list int) (out []UnknownPart, err error) {
	if !x.states(func(d stability.DM) bool { return len(d.Unknown) > 0 }) {
		return nil, nil
	}
	for reading := stability.ReadingA; reading <= stability.ReadingD; reading++ {
		r, err := Conflict(ctx, x.Model, StabilityQuestion{Concepts: pricedConcepts(nil), Reading: &reading, List: list})
		if err != nil {
			return nil, err
		}
		out = append(out, *r.Unknown)
	}
	return out, nil
}

// StrengthAndViews are the states that are strongly held, and those that hold as each
// sees the others; nil where the model says nothing of either.
func (x *SolvedModel) StrengthAndViews(ctx context.Context, list int) (*ConflictReport, error) {
	q := StabilityQuestion{Concepts: pricedConcepts(nil), List: list,
		Strength: x.states(func(d stability.DM) bool { return len(d.MuchBetter) > 0 }),
		Views:    x.states(func(d stability.DM) bool { return len(d.Views) > 0 })}
	if !q.Strength && !q.Views {
		return &ConflictReport{}, nil
	}
	return Conflict(ctx, x.Model, q)
}
