// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// PhaseStanding is where the process is, in the view of its mediators.
type PhaseStanding struct {
	// Now is where it is: one phase, none when no mediator has said, or several
	// when mediators said different things without having seen each other's.
	Now     []PhaseLine `json:"now"`
	History []PhaseLine `json:"history"` // everything that was said, by the day it is said to have begun
}

// PhaseLine is where the process is, in the view of one mediator.
type PhaseLine struct {
	Written
	Phase string `json:"phase"` // a word of act.Phases
	Since string `json:"since"` // YYYY-MM-DD
	Words string `json:"words,omitempty"`
}

func (f faces) phases(at AsOf) PhaseStanding {
	out := PhaseStanding{Now: []PhaseLine{}, History: []PhaseLine{}}
	var standing []dated[act.Phase]
	for _, p := range inOrder(at, f.state.Versions(act.KindPhase), onPhase) {
		out.History = append(out.History, f.phase(at, p))
		if !at.withdrawn(p.Version) {
			standing = append(standing, p)
		}
	}
	newest := newKnowledge(standing)
	seen := map[string]bool{}
	for _, p := range standing {
		if !newest.covers(&p.Line) && !seen[p.says.Phase] {
			seen[p.says.Phase] = true
			out.Now = append(out.Now, f.phase(at, p))
		}
	}
	return out
}

// knowledge is what the authors of some entries had seen.
type knowledge struct {
	log   int64           // leaves of the log that one of them had verified
	chain map[chain]int64 // the last number in each chain
}

// chain is who wrote, where and under which register.
type chain struct {
	author   record.Author
	channel  record.Hash
	register record.Register
}

func chainOf(l *process.Line) chain { return chain{l.Author, l.Channel, l.Register} }

func newKnowledge(all []dated[act.Phase]) knowledge {
	k := knowledge{chain: map[chain]int64{}}
	for _, v := range all {
		k.log = max(k.log, v.Seen)
		k.chain[chainOf(&v.Line)] = max(k.chain[chainOf(&v.Line)], v.Seq)
	}
	return k
}

// covers reports whether the author of another of these entries had seen this
// one: it was in the log that the author had verified, or stands earlier in the
// same chain. No author can have seen their own entry before they wrote it.
func (k knowledge) covers(l *process.Line) bool {
	return k.log > l.Index || k.chain[chainOf(l)] > l.Seq
}

func (f faces) phase(at AsOf, p dated[act.Phase]) PhaseLine {
	return PhaseLine{f.writtenAt(at, p.Version, act.Ground{}), p.says.Phase, p.says.Since, p.says.Words}
}
