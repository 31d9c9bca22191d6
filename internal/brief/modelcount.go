// SPDX-License-Identifier: Apache-2.0

package brief

// OutcomeCount is in how many outcomes everybody stays under a concept.
type OutcomeCount struct {
	Concept string
	Count   int
}

// Holding counts the outcomes that hold, by concept.
func (x *SolvedModel) Holding() []OutcomeCount {
	var out []OutcomeCount
	if x.Model == nil {
		return nil
	}
	for _, c := range x.Concepts {
		out = append(out, OutcomeCount{c.String(), x.Solution.Equilibria(c).Len()})
	}
	return out
}
