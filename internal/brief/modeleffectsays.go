// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/stability"
)

// LeaveSays says who would leave an outcome without what an entry stands for, in the
// language of p. m is the model, which the move is of.
func LeaveSays(p Speaker, m *stability.Model, l Leave) string {
	t := teller{p, m}
	i := slices.Index(dmIDs(m), l.DM)
	if i < 0 {
		return ""
	}
	return t.T("Without this, {who} gains by {move}", "who", t.dm(i), "move", t.move(stability.State(l.From), stability.State(l.To)))
}

// Telling is the concept under which an effect is told first: of those under which it
// holds outcomes, the one that asks most of those who would answer; ok is false if it
// holds none.
func (e Effect) Telling() (c ConceptEffect, ok bool) {
	return e.first(func(c ConceptEffect) bool { return c.Held.Count > 0 })
}

// Done is the same for outcomes that hold and in which it is taken.
func (e Effect) Done() (c ConceptEffect, ok bool) {
	return e.first(func(c ConceptEffect) bool { return c.Taken.Count > 0 })
}

func (e Effect) first(tells func(ConceptEffect) bool) (c ConceptEffect, ok bool) {
	for _, word := range []string{"seq", "sseq", "gmr", "smr", "sim", "nash"} {
		k := slices.IndexFunc(e.Concepts, func(c ConceptEffect) bool { return c.Concept == word && tells(c) })
		if k >= 0 {
			return e.Concepts[k], true
		}
	}
	return ConceptEffect{}, false
}

// Changed are the concepts under which the entry changes anything.
func (e Effect) Changed() []ConceptEffect {
	return slices.DeleteFunc(slices.Clone(e.Concepts), func(c ConceptEffect) bool { return !c.Changes() })
}
