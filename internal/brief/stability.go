// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"parley/internal/casefile"
	"parley/stability"
)

// StabilitySettings are the conventions on which published definitions differ.
type StabilitySettings struct {
	Sanction  string `json:"sanction"`
	Sequences string `json:"sequences"`
	Coalition string `json:"coalition"`
}

// A StabilityBasis is what every report on a conflict begins with.
type StabilityBasis struct {
	Model    string            `json:"model"`
	DMs      []string          `json:"dms"`
	Feasible int               `json:"feasible"` // states
	Settings StabilitySettings `json:"settings"`
}

func stabilityBasis(m *stability.Model) StabilityBasis {
	d := m.Definition()
	s := m.Settings()
	return StabilityBasis{Model: d.Name, DMs: dmIDs(m), Feasible: m.Len(), Settings: StabilitySettings{
		Sanction:  [...]string{"not_better", "worse"}[s.Sanction],
		Sequences: [...]string{"legal", "single", "once"}[s.Sequences],
		Coalition: [...]string{"sequences", "joint"}[s.Coalition],
	}}
}

func dmIDs(m *stability.Model) []string {
	out := []string{}
	for _, dm := range m.Definition().DMs {
		out = append(out, dm.ID)
	}
	return out
}

// ByConcept holds sets of states by the word of a concept; nil is a concept that
// is not defined for the model.
type ByConcept = Named[*StateList]

// StabilityQuestion says what is asked beside the concepts themselves.
type StabilityQuestion struct {
	Concepts []stability.Concept // none: all of them
	List     int                 // states of a set that are listed; below 0, as [ListedStates] says
	Mixed    []stability.Concept // one for each decision maker, or none
	// Coalition are members that might move together; Every asks for all coalitions.
	Coalition []int
	Every     bool
	// Horizon is the number of moves that two decision makers look ahead;
	// NonMyopic, for every number from some one on.
	Horizon   int
	NonMyopic bool
	StatusQuo *stability.State
	Reading   *stability.Reading // of pairs whose order is not known
	Strength  bool
	Views     bool
}

// A ConflictReport says which states are stable for whom.
type ConflictReport struct {
	StabilityBasis
	Equilibria ByConcept        `json:"equilibria"`
	Stable     Named[ByConcept] `json:"stable"`
	Mixed      *StateList       `json:"mixed,omitempty"` // equilibria, each decision maker under its own concept
	Coalition  *TogetherPart    `json:"coalition,omitempty"`
	Horizon    *ForesightPart   `json:"horizon,omitempty"`
	Paths      *PathsPart       `json:"paths,omitempty"`
	Unknown    *UnknownPart     `json:"unknown,omitempty"`
	Strength   *StrengthPart    `json:"strength,omitempty"`
	Views      *SolutionSets    `json:"views,omitempty"`
}

// SolutionSets are the stable states of one way of solving.
type SolutionSets struct {
	Equilibria ByConcept        `json:"equilibria"`
	Stable     Named[ByConcept] `json:"stable"`
}

// Conflict solves a conflict. Errors: a question that is not defined for the
// model, or too large; those of ctx.
func Conflict(ctx context.Context, m *stability.Model, q StabilityQuestion) (*ConflictReport, error) {
	r := &ConflictReport{StabilityBasis: stabilityBasis(m)}
	asked, undefined := q.Concepts, []stability.Concept(nil)
	if len(asked) == 0 {
		asked = DefinedConcepts(m)
		undefined = stability.Concepts()[len(asked):]
	}
	solved := slices.Clone(asked)
	for _, c := range q.Mixed {
		if !slices.Contains(solved, c) {
			solved = append(solved, c)
		}
	}
	s, err := m.Solve(ctx, solved...)
	if err != nil {
		return nil, err
	}
	sets := solutionSets(m, s, asked, undefined, q.List)
	r.Equilibria, r.Stable = sets.Equilibria, sets.Stable
	if len(q.Mixed) > 0 {
		x, err := s.Mixed(q.Mixed)
		if err != nil {
			return nil, err
		}
		r.Mixed = statesOf(x, q.List)
	}
	for _, step := range []func(context.Context, *stability.Model, *stability.Solution, []stability.Concept, StabilityQuestion) error{
		r.coalition, r.horizon, r.paths, r.unknown, r.strength, r.views,
	} {
		if err := step(ctx, m, s, asked, q); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// DefinedConcepts are the concepts that are defined for a model: all, but SIM only
// where changes of options can be combined.
func DefinedConcepts(m *stability.Model) []stability.Concept {
	if combined(m.Definition()) {
		return stability.Concepts()
	}
	return stability.Concepts()[:stability.SIM]
}

func combined(d stability.Definition) bool { return d.States == nil && len(d.Coalesce) == 0 }

// AtOnce reports whether moves at the same time are defined for a model.
func AtOnce(c *casefile.Conflict) bool { return combined(c.Definition) }

func solutionSets(m *stability.Model, s *stability.Solution, asked, undefined []stability.Concept, list int) SolutionSets {
	out := SolutionSets{Equilibria: ByConcept{}, Stable: Named[ByConcept]{}}
	for _, c := range asked {
		out.Equilibria = append(out.Equilibria, NamedValue[*StateList]{c.String(), statesOf(s.Equilibria(c), list)})
	}
	for _, c := range undefined {
		out.Equilibria = append(out.Equilibria, NamedValue[*StateList]{c.String(), nil})
	}
	for i, id := range dmIDs(m) {
		by := ByConcept{}
		for _, c := range asked {
			by = append(by, NamedValue[*StateList]{c.String(), statesOf(s.Stable(i, c), list)})
		}
		for _, c := range undefined {
			by = append(by, NamedValue[*StateList]{c.String(), nil})
		}
		out.Stable = append(out.Stable, NamedValue[ByConcept]{id, by})
	}
	return out
}

// without leaves out concepts for which a question is not defined.
func without(asked []stability.Concept, past stability.Concept) []stability.Concept {
	return slices.DeleteFunc(slices.Clone(asked), func(c stability.Concept) bool { return c > past })
}

// An UnknownPart is the solution under one reading of pairs whose order is not known.
type UnknownPart struct {
	Reading string `json:"reading"`
	SolutionSets
}

// A StrengthPart says which stable states are strongly held.
type StrengthPart struct {
	Strong SolutionSets     `json:"strong"`
	Weak   Named[ByConcept] `json:"weak"`
}

func (r *ConflictReport) unknown(ctx context.Context, m *stability.Model, _ *stability.Solution, asked []stability.Concept, q StabilityQuestion) error {
	if q.Reading == nil {
		return nil
	}
	asked = without(asked, stability.SSEQ)
	s, err := m.Unknown(ctx, *q.Reading, asked...)
	if err != nil {
		return err
	}
	r.Unknown = &UnknownPart{[...]string{"a", "b", "c", "d"}[*q.Reading], solutionSets(m, s, asked, nil, q.List)}
	return nil
}

func (r *ConflictReport) strength(ctx context.Context, m *stability.Model, _ *stability.Solution, asked []stability.Concept, q StabilityQuestion) error {
	if !q.Strength {
		return nil
	}
	asked = without(asked, stability.SSEQ)
	s, err := m.Strength(ctx, asked...)
	if err != nil {
		return err
	}
	r.Strength = &StrengthPart{Strong: solutionSets(m, s.Strong, asked, nil, q.List), Weak: Named[ByConcept]{}}
	for i, id := range dmIDs(m) {
		by := ByConcept{}
		for _, c := range asked {
			by = append(by, NamedValue[*StateList]{c.String(), statesOf(s.Weak(i, c), q.List)})
		}
		r.Strength.Weak = append(r.Strength.Weak, NamedValue[ByConcept]{id, by})
	}
	return nil
}

func (r *ConflictReport) views(ctx context.Context, m *stability.Model, _ *stability.Solution, asked []stability.Concept, q StabilityQuestion) error {
	if !q.Views {
		return nil
	}
	s, err := m.Hypergame(ctx, asked...)
	if err != nil {
		return err
	}
	sets := solutionSets(m, s, asked, nil, q.List)
	r.Views = &sets
	return nil
}

// ErrTwo is wrapped by errors of foresight in a conflict of other than two.
var ErrTwo = errors.New("looking several moves ahead is defined for two decision makers")

func twoOnly(m *stability.Model) error {
	if m.DMs() != 2 {
		return fmt.Errorf("%w, and this model has %d", ErrTwo, m.DMs())
	}
	return nil
}
