// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"strings"

	"parley/stability"
)

// StateSays names a state for people: its decimal and its letters, or its name.
func StateSays(m *stability.Model, s stability.State) string {
	if p := m.Pattern(s); p != "" {
		return fmt.Sprintf("%d (%s)", s, p)
	}
	return fmt.Sprint(s)
}

// dmSays is what a decision maker is called.
func dmSays(m *stability.Model, i int) string {
	dm := m.Definition().DMs[i]
	if dm.Name != "" {
		return dm.Name
	}
	return dm.ID
}

// MoveSays says what changes between two states: which options are taken and
// which are given up.
func MoveSays(m *stability.Model, from, to stability.State) string {
	d := m.Definition()
	if d.States != nil {
		return "going to " + StateSays(m, to)
	}
	var taken, left []string
	for k, o := range d.Options {
		name := o.Name
		if name == "" {
			name = o.ID
		}
		switch a, b := from>>uint(k)&1, to>>uint(k)&1; {
		case a < b:
			taken = append(taken, "“"+name+"”")
		case a > b:
			left = append(left, "“"+name+"”")
		}
	}
	var parts []string
	if taken != nil {
		parts = append(parts, "taking "+strings.Join(taken, " and "))
	}
	if left != nil {
		parts = append(parts, "giving up "+strings.Join(left, " and "))
	}
	if parts == nil {
		return "going to " + StateSays(m, to)
	}
	return strings.Join(parts, " and ") + ", to " + StateSays(m, to)
}

// stepsSay is a sequence of moves with who makes them.
func stepsSay(m *stability.Model, steps []stability.Step) string {
	var parts []string
	for _, s := range steps {
		parts = append(parts, dmSays(m, s.DM)+" by "+MoveSays(m, s.From, s.To))
	}
	return strings.Join(parts, "; then ")
}

// left says how bad an answer is under the setting for sanctions.
func left(m *stability.Model) string {
	if m.Settings().Sanction == stability.Worse {
		return "worse off than here"
	}
	return "no better off than here"
}

// deviationSays is one improvement and what would follow, as a sentence.
func deviationSays(m *stability.Model, r stability.Reason, d stability.Deviation) string {
	who := dmSays(m, r.DM)
	s := fmt.Sprintf("%s would gain by %s", who, MoveSays(m, r.State, d.To))
	credible := r.Concept == stability.SEQ || r.Concept == stability.SSEQ
	switch {
	case r.Concept == stability.Nash:
		return s + ", and under this concept looks no further"
	case r.Concept == stability.SIM && d.Deterred && len(d.Sanction) == 0:
		return s + ", but that alone leaves it " + left(m)
	case r.Concept == stability.SIM && d.Deterred:
		return s + ", but if at the same time " + stepsSay(m, d.Sanction) + ", it ends in " + StateSays(m, d.End) + ", " + left(m)
	case r.Concept == stability.SIM:
		return s + ", whatever improvements others make at the same time"
	case len(d.Sanction) == 0 && d.Answers == 0 && credible:
		return s + ", and nobody would gain by answering"
	case len(d.Sanction) == 0 && d.Answers == 0:
		return s + ", and nobody could answer"
	case len(d.Sanction) == 0 && credible:
		return s + ", and no answer that pays those who give it leaves it " + left(m)
	case len(d.Sanction) == 0:
		return s + ", and no answer of others leaves it " + left(m)
	}
	answer := "could answer"
	if credible {
		answer = "would answer, because it pays them"
	}
	s += fmt.Sprintf(", but others %s: %s, which leaves it %s", answer, stepsSay(m, d.Sanction), left(m))
	switch {
	case d.Escape != nil:
		return s + "; from there it would escape by " + MoveSays(m, d.End, *d.Escape) + ", better than here"
	case r.Concept == stability.SMR || r.Concept == stability.SSEQ:
		return s + ", with no way out"
	}
	return s
}

// saidDeviations is how many improvements a sentence names.
const saidDeviations = 2

// reasonSays is the verdict on a state for one decision maker with its reason.
func reasonSays(m *stability.Model, r stability.Reason, reachable int) string {
	who := dmSays(m, r.DM)
	switch {
	case reachable == 0:
		return who + " stays: it has no move from here"
	case len(r.Deviations) == 0:
		return who + " stays: " + noneBetter(reachable)
	}
	var parts []string
	for _, d := range r.Deviations { // where it would leave, only what makes it leave
		if r.Stable || !d.Deterred {
			parts = append(parts, deviationSays(m, r, d))
		}
	}
	more := ""
	if n := len(parts) - saidDeviations; n > 0 {
		more = fmt.Sprintf("; and %d more like this", n)
		parts = parts[:saidDeviations]
	}
	verdict := " stays: "
	if !r.Stable {
		verdict = " would leave: "
	}
	return who + verdict + strings.ReplaceAll(strings.Join(parts, "; "), who+" would gain", "it would gain") + more
}

func noneBetter(n int) string {
	if n == 1 {
		return "the one state that it could move to is not better for it"
	}
	return fmt.Sprintf("none of the %d states that it could move to is better for it", n)
}

// StatePattern is the letters of a state, or its name.
func StatePattern(m *stability.Model, s StateNumber) string { return m.Pattern(stability.State(s)) }
