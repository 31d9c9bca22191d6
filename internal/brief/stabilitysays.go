// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"fmt"

	"parley/stability"
)

// StateSays names a state for people: its decimal and its letters, or its name.
func StateSays(m *stability.Model, s stability.State) string {
	if p := m.Pattern(s); p != "" {
		return fmt.Sprintf("%d (%s)", s, p)
	}
	return fmt.Sprint(s)
}

// StatePattern is the letters of a state, or its name.
func StatePattern(m *stability.Model, s StateNumber) string { return m.Pattern(stability.State(s)) }

// DMSays is what a decision maker is called.
func DMSays(m *stability.Model, i int) string {
	dm := m.Definition().DMs[i]
	return cmp.Or(dm.Name, dm.ID)
}

// MoveSays says what changes between two states: which options are taken and
// which are given up.
func MoveSays(p Speaker, m *stability.Model, from, to stability.State) string {
	return teller{p, m}.move(from, to)
}

// A teller makes sentences about one model in one language.
type teller struct {
	Speaker
	m *stability.Model
}

func (t teller) state(s stability.State) string { return setApart(t.Speaker, StateSays(t.m, s)) }

func (t teller) dm(i int) string { return setApart(t.Speaker, DMSays(t.m, i)) }

func (t teller) move(from, to stability.State) string {
	if change := t.change(from, to); change != "" {
		return t.T("{change}, to {state}", "change", change, "state", t.state(to))
	}
	return t.T("going to {state}", "state", t.state(to))
}

// change is which options are taken and which are given up; empty where states have
// no options, or are merged ones that differ in none.
func (t teller) change(from, to stability.State) string {
	d := t.m.Definition()
	if d.States != nil {
		return ""
	}
	var taken, left []string
	for k, o := range d.Options {
		name := t.T("“{name}”", "name", setApart(t.Speaker, cmp.Or(o.Name, o.ID)))
		switch a, b := from>>uint(k)&1, to>>uint(k)&1; {
		case a < b:
			taken = append(taken, name)
		case a > b:
			left = append(left, name)
		}
	}
	var parts []string
	if taken != nil {
		parts = append(parts, t.T("taking {options}", "options", allOf(t, taken)))
	}
	if left != nil {
		parts = append(parts, t.T("giving up {options}", "options", allOf(t, left)))
	}
	return allOf(t, parts)
}

// steps is a sequence of moves with who makes them.
func (t teller) steps(steps []stability.Step) string {
	var parts []string
	for _, s := range steps {
		parts = append(parts, t.T("{who} by {move}", "who", t.dm(s.DM), "move", t.move(s.From, s.To)))
	}
	return inList(parts, func(list, next string) string { return t.T("{list}; then {next}", "list", list, "next", next) })
}

// left says how bad an answer is under the setting for sanctions.
func (t teller) left() string {
	if t.m.Settings().Sanction == stability.Worse {
		return t.T("worse off than here")
	}
	return t.T("no better off than here")
}

// deviation is one improvement and what would follow, as a sentence. named says
// who would gain; in a sentence that has said it, it is "it".
func (t teller) deviation(r stability.Reason, d stability.Deviation, named bool) string {
	move := t.move(r.State, d.To)
	gain := t.T("it would gain by {move}", "move", move)
	if named {
		gain = t.T("{who} would gain by {move}", "who", t.dm(r.DM), "move", move)
	}
	if len(d.Sanction) > 0 && r.Concept != stability.SIM {
		return t.sanctioned(r, d, gain)
	}
	credible := r.Concept == stability.SEQ || r.Concept == stability.SSEQ
	switch {
	case r.Concept == stability.Nash:
		return t.T("{gain}, and under this concept looks no further", "gain", gain)
	case r.Concept == stability.SIM && d.Deterred && len(d.Sanction) == 0:
		return t.T("{gain}, but that alone leaves it {left}", "gain", gain, "left", t.left())
	case r.Concept == stability.SIM && d.Deterred:
		return t.T("{gain}, but if at the same time {steps}, it ends in {state}, {left}",
			"gain", gain, "steps", t.steps(d.Sanction), "state", t.state(d.End), "left", t.left())
	case r.Concept == stability.SIM:
		return t.T("{gain}, whatever improvements others make at the same time", "gain", gain)
	case d.Answers == 0 && credible:
		return t.T("{gain}, and nobody would gain by answering", "gain", gain)
	case d.Answers == 0:
		return t.T("{gain}, and nobody could answer", "gain", gain)
	case credible:
		return t.T("{gain}, and no answer that pays those who give it leaves it {left}", "gain", gain, "left", t.left())
	}
	return t.T("{gain}, and no answer of others leaves it {left}", "gain", gain, "left", t.left())
}

// sanctioned is an improvement that others could answer, and the way out if there
// is one.
func (t teller) sanctioned(r stability.Reason, d stability.Deviation, gain string) string {
	says := ""
	if r.Concept == stability.SEQ || r.Concept == stability.SSEQ {
		says = t.T("{gain}, but others would answer, because it pays them: {steps}, which leaves it {left}", "gain", gain, "steps", t.steps(d.Sanction), "left", t.left())
	} else {
		says = t.T("{gain}, but others could answer: {steps}, which leaves it {left}", "gain", gain, "steps", t.steps(d.Sanction), "left", t.left())
	}
	switch {
	case d.Escape != nil:
		return t.T("{answer}; from there it would escape by {move}, better than here", "answer", says, "move", t.move(d.End, *d.Escape))
	case r.Concept == stability.SMR || r.Concept == stability.SSEQ:
		return t.T("{answer}, with no way out", "answer", says)
	}
	return says
}

// saidDeviations is how many improvements a sentence names.
const saidDeviations = 2

// reason is the verdict on a state for one decision maker with its reason.
func (t teller) reason(r stability.Reason, reachable int) string {
	who := t.dm(r.DM)
	switch {
	case reachable == 0:
		return t.T("{who} stays: it has no move from here", "who", who)
	case len(r.Deviations) == 0:
		return t.N("{who} stays: none of the {n} states that it could move to is better for it", int64(reachable), "who", who)
	}
	var parts []string
	for _, d := range r.Deviations { // where it would leave, only what makes it leave
		if r.Stable || !d.Deterred {
			parts = append(parts, t.deviation(r, d, false))
		}
	}
	more := len(parts) - saidDeviations
	if more > 0 {
		parts = parts[:saidDeviations]
	}
	says := inList(parts, func(list, next string) string { return t.T("{list}; {next}", "list", list, "next", next) })
	if more > 0 {
		says = t.N("{reasons}; and {n} more like this", int64(more), "reasons", says)
	}
	if r.Stable {
		return t.T("{who} stays: {reasons}", "who", who, "reasons", says)
	}
	return t.T("{who} would leave: {reasons}", "who", who, "reasons", says)
}

// binding is a comparison that holds with nothing to spare.
func (t teller) binding(b stability.Binding) string {
	args := []any{"who", t.dm(b.DM), "to", t.state(b.To), "than", t.state(b.Than)}
	switch b.Role {
	case stability.Temptation:
		return t.T("{who} would just not gain by leaving {than} for {to}", args...)
	case stability.Threat:
		return t.T("the answer that ends in {to} is just not better for {who} than {than}", args...)
	case stability.NoEscape:
		return t.T("escaping to {to} is just not better for {who} than {than}", args...)
	}
	return t.T("the step of an answer from {than} to {to} just does not pay {who}", args...)
}

// requirement is what the ranking of a decision maker must satisfy.
func (t teller) requirement(dm int, target stability.State, alternatives [][]stability.State) string {
	var ways []string
	for _, a := range alternatives {
		var names []string
		for _, s := range a {
			names = append(names, t.state(s))
		}
		ways = append(ways, allOf(t, names))
	}
	return t.T("{who} must rank below {state}: {ways}", "who", t.dm(dm), "state", t.state(target),
		"ways", inList(ways, func(list, next string) string { return t.T("{list}, or {next}", "list", list, "next", next) }))
}
