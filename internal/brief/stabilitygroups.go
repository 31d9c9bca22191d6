// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"

	"parley/stability"
)

// A TogetherPart says from which states some decision makers would not depart
// together.
type TogetherPart struct {
	Members []string `json:"members"`
	// Every says that all coalitions were looked at, each decision maker alone
	// included, and not only that of the members.
	Every  bool      `json:"every,omitempty"`
	Stable ByConcept `json:"stable"`
	// Departures are where the members could go together, each of them better off,
	// from states that are equilibria for decision makers alone.
	Departures []DeparturePart `json:"departures,omitempty"`
}

// A DeparturePart is a state and what a coalition would leave it for.
type DeparturePart struct {
	From StateNumber   `json:"from"`
	To   []StateNumber `json:"to"`
}

// coalitionConcepts are those defined for coalitions.
func coalitionConcepts(asked []stability.Concept) []stability.Concept {
	out := without(asked, stability.SEQ)
	if len(out) == 0 {
		return []stability.Concept{stability.Nash, stability.GMR, stability.SMR, stability.SEQ}
	}
	return out
}

// maxDepartures bounds the equilibria of which departures are listed.
const maxDepartures = 1000

func (r *ConflictReport) coalition(ctx context.Context, m *stability.Model, s *stability.Solution, asked []stability.Concept, q StabilityQuestion) error {
	ids := dmIDs(m)
	concepts := coalitionConcepts(asked)
	part := &TogetherPart{Members: []string{}, Every: q.Every, Stable: ByConcept{}}
	switch {
	case q.Every:
		part.Members = ids
		for _, c := range concepts {
			x, err := m.CoalitionallyStable(ctx, c)
			if err != nil {
				return err
			}
			part.Stable = append(part.Stable, NamedValue[*StateList]{c.String(), statesOf(x, q.List)})
		}
	case len(q.Coalition) > 0:
		x, err := m.Coalition(ctx, q.Coalition, concepts...)
		if err != nil {
			return err
		}
		for _, i := range x.Members {
			part.Members = append(part.Members, ids[i])
		}
		for _, c := range concepts {
			part.Stable = append(part.Stable, NamedValue[*StateList]{c.String(), statesOf(x.Stable(c), q.List)})
		}
		if part.Departures, _, err = departures(ctx, m, s, asked, x.Members, maxDepartures); err != nil {
			return err
		}
	default:
		return nil
	}
	r.Coalition = part
	return nil
}

// departures are where a coalition could go from the outcomes that hold for everybody
// alone under some of the concepts, each member better off. The first most of them are
// looked at; all says that there are no more.
func departures(ctx context.Context, m *stability.Model, s *stability.Solution, asked []stability.Concept, members []int, most int) (out []DeparturePart, all bool, err error) {
	sets := equilibriaOf(s, asked)
	looked, visited := 0, 0
	for from := range m.States() {
		if visited++; visited%betweenAsks == 0 && ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		if !holds(from, sets) {
			continue
		}
		if looked++; looked > most {
			return out, false, nil
		}
		to, err := m.CoalitionImprovements(ctx, members, from)
		if err != nil {
			return nil, false, err
		}
		if len(to) > 0 {
			out = append(out, DeparturePart{StateNumber(from), stateNumbers(to)})
		}
	}
	return out, true, nil
}

// A ForesightPart says where two decision makers stay put who look ahead.
type ForesightPart struct {
	Moves      int               `json:"moves"` // looked ahead; 0: every number from some one on
	Stable     Named[*StateList] `json:"stable"`
	Equilibria *StateList        `json:"equilibria"`
}

func (r *ConflictReport) horizon(ctx context.Context, m *stability.Model, _ *stability.Solution, _ []stability.Concept, q StabilityQuestion) error {
	if q.Horizon == 0 && !q.NonMyopic {
		return nil
	}
	if err := twoOnly(m); err != nil {
		return err
	}
	look := m.NonMyopic
	if !q.NonMyopic {
		look = func(ctx context.Context) (*stability.Foresight, error) { return m.Horizon(ctx, q.Horizon) }
	}
	f, err := look(ctx)
	if err != nil {
		return err
	}
	r.Horizon = &ForesightPart{Moves: f.Horizon, Stable: Named[*StateList]{}, Equilibria: statesOf(f.Equilibria, q.List)}
	for i, id := range dmIDs(m) {
		r.Horizon.Stable = append(r.Horizon.Stable, NamedValue[*StateList]{id, statesOf(f.Stable[i], q.List)})
	}
	return nil
}

// A ModelMove is one move of one decision maker.
type ModelMove struct {
	DM   string      `json:"dm"`
	From StateNumber `json:"from"`
	To   StateNumber `json:"to"`
}

// A ReachedPart is a state that can be reached, with a shortest way to it.
type ReachedPart struct {
	State StateNumber `json:"state"`
	Steps int         `json:"steps"`
	Path  []ModelMove `json:"path"`
}

// A PathsPart says where things could go from a state.
type PathsPart struct {
	From         StateNumber   `json:"from"`
	Moves        []ReachedPart `json:"moves"`        // by any moves
	Improvements []ReachedPart `json:"improvements"` // each move paying its mover
}

func (r *ConflictReport) paths(ctx context.Context, m *stability.Model, _ *stability.Solution, _ []stability.Concept, q StabilityQuestion) (err error) {
	if q.StatusQuo != nil {
		r.Paths, err = pathsFrom(ctx, m, *q.StatusQuo)
	}
	return err
}

func pathsFrom(ctx context.Context, m *stability.Model, from stability.State) (*PathsPart, error) {
	from, err := m.Canonical(from)
	if err != nil {
		return nil, err
	}
	out := &PathsPart{From: StateNumber(from)}
	for _, x := range []struct {
		improving bool
		to        *[]ReachedPart
	}{{false, &out.Moves}, {true, &out.Improvements}} {
		reached, err := m.Paths(ctx, from, x.improving)
		if err != nil {
			return nil, err
		}
		*x.to = []ReachedPart{}
		for _, p := range reached {
			*x.to = append(*x.to, ReachedPart{StateNumber(p.State), len(p.Path), modelMoves(m, p.Path)})
		}
	}
	return out, nil
}

func modelMoves(m *stability.Model, path []stability.Step) []ModelMove {
	d := m.Definition()
	out := []ModelMove{}
	for _, s := range path {
		out = append(out, ModelMove{d.DMs[s.DM].ID, StateNumber(s.From), StateNumber(s.To)})
	}
	return out
}

// A PathsReport is a status quo analysis, with the equilibria it can lead to.
type PathsReport struct {
	StabilityBasis
	PathsPart
	Equilibria ByConcept `json:"equilibria"`
}

// Paths says which states can be reached from a state, and through whom.
func Paths(ctx context.Context, m *stability.Model, from stability.State, concepts []stability.Concept, list int) (*PathsReport, error) {
	part, err := pathsFrom(ctx, m, from)
	if err != nil {
		return nil, err
	}
	c, err := Conflict(ctx, m, StabilityQuestion{Concepts: concepts, List: list})
	if err != nil {
		return nil, err
	}
	return &PathsReport{c.StabilityBasis, *part, c.Equilibria}, nil
}
