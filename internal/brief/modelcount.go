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

// Mixed are the outcomes in which everybody stays, each thinking in the way that the
// document says of it; ok is false where it says none, or one that is not solved.
func (x *SolvedModel) Mixed() (l *StateList, ok bool) {
	if x.Model == nil || len(x.Think) != x.DMs() {
		return nil, false
	}
	s, err := x.Solution.Mixed(x.Think)
	if err != nil {
		return nil, false
	}
	return statesOf(s, listedMixed), true
}

// listedMixed is how many outcomes of [SolvedModel.Mixed] are listed.
const listedMixed = 20
