// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"

	"parley/stability"
)

// A DeviationPart is one improvement of a decision maker and what would follow.
type DeviationPart struct {
	To       StateNumber `json:"to"`
	Deterred bool        `json:"deterred"`
	// Answers counts the states that others could lead to; under seq and sseq,
	// those that it would pay them to lead to.
	Answers int `json:"answers"`
	// Sanction leads to End, which is not better (or under that setting worse) for
	// the decision maker; for sim the moves are made at once. Empty if there is none.
	Sanction []ModelMove  `json:"sanction"`
	End      *StateNumber `json:"end"`
	Escape   *StateNumber `json:"escape"` // where the decision maker could go from End, better than where it was
	Says     string       `json:"says"`
}

// A ReasonPart says why a decision maker would stay in a state, or leave it.
type ReasonPart struct {
	DM         string          `json:"dm"`
	Concept    string          `json:"concept"`
	Stable     bool            `json:"stable"`
	Reachable  int             `json:"reachable"` // states that it could move to alone
	Deviations []DeviationPart `json:"deviations"`
	Says       string          `json:"says"`
}

// A ReasonsReport explains a state.
type ReasonsReport struct {
	StabilityBasis
	State       StateNumber  `json:"state"`
	Pattern     string       `json:"pattern"`
	Taken       []string     `json:"taken"`
	Equilibrium Named[bool]  `json:"equilibrium"` // by concept; of all decision makers
	Reasons     []ReasonPart `json:"reasons"`
}

// Reasons explains a state for some decision makers (none: all) and concepts
// (none: all that are defined), in the language of p.
func Reasons(ctx context.Context, p Speaker, m *stability.Model, s stability.State, dms []int, concepts []stability.Concept) (*ReasonsReport, error) {
	s, err := m.Canonical(s)
	if err != nil {
		return nil, err
	}
	if len(concepts) == 0 {
		concepts = DefinedConcepts(m)
	}
	asked := map[int]bool{}
	for _, i := range dms {
		asked[i] = true
	}
	r := &ReasonsReport{StabilityBasis: stabilityBasis(m), State: StateNumber(s), Pattern: m.Pattern(s), Taken: takenOptions(m, s),
		Equilibrium: Named[bool]{}, Reasons: []ReasonPart{}}
	held := make([]bool, len(concepts))
	for k := range held {
		held[k] = true
	}
	for i := range m.DMs() {
		for k, c := range concepts {
			x, err := reasonPart(ctx, teller{p, m}, s, i, c)
			if err != nil {
				return nil, err
			}
			held[k] = held[k] && x.Stable
			if len(dms) == 0 || asked[i] {
				r.Reasons = append(r.Reasons, x)
			}
		}
	}
	for k, c := range concepts {
		r.Equilibrium = append(r.Equilibrium, NamedValue[bool]{c.String(), held[k]})
	}
	return r, nil
}

// takenOptions are the ids of the options that a state takes.
func takenOptions(m *stability.Model, s stability.State) []string {
	out := []string{}
	for k, o := range m.Definition().Options {
		if s>>uint(k)&1 == 1 {
			out = append(out, o.ID)
		}
	}
	return out
}

func reasonPart(ctx context.Context, t teller, s stability.State, i int, c stability.Concept) (ReasonPart, error) {
	m := t.m
	reason, err := m.Explain(ctx, s, i, c)
	if err != nil {
		return ReasonPart{}, err
	}
	reachable, err := m.Reachable(i, s)
	if err != nil {
		return ReasonPart{}, err
	}
	out := ReasonPart{DM: m.Definition().DMs[i].ID, Concept: c.String(), Stable: reason.Stable, Reachable: len(reachable), Deviations: []DeviationPart{}}
	for _, d := range reason.Deviations {
		x := DeviationPart{To: StateNumber(d.To), Deterred: d.Deterred, Answers: d.Answers, Sanction: modelMoves(m, d.Sanction), Says: t.deviation(reason, d, true)}
		if len(d.Sanction) > 0 {
			end := StateNumber(d.End)
			x.End = &end
		}
		if d.Escape != nil {
			escape := StateNumber(*d.Escape)
			x.Escape = &escape
		}
		out.Deviations = append(out.Deviations, x)
	}
	out.Says = t.reason(reason, len(reachable))
	return out, nil
}
