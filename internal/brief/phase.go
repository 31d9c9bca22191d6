// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

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
	var standing []process.Version
	all := f.state.Versions(act.KindPhase)
	slices.SortFunc(all, func(a, b process.Version) int { return phasePlace(a).compare(phasePlace(b)) })
	for _, v := range all {
		x, ok := v.Act.(act.Phase)
		if !ok || at.Until != "" && x.Since > at.Until {
			continue
		}
		out.History = append(out.History, f.phase(at, v, x))
		if !at.withdrawn(v) {
			standing = append(standing, v)
		}
	}
	seen := map[string]bool{}
	newest := newKnowledge(standing)
	for _, v := range standing {
		x, _ := v.Act.(act.Phase)
		if !newest.covers(v.Line) && !seen[x.Phase] {
			seen[x.Phase] = true
			out.Now = append(out.Now, f.phase(at, v, x))
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

func chainOf(l process.Line) chain { return chain{l.Author, l.Channel, l.Register} }

func newKnowledge(all []process.Version) knowledge {
	k := knowledge{chain: map[chain]int64{}}
	for _, v := range all {
		k.log = max(k.log, v.Seen)
		k.chain[chainOf(v.Line)] = max(k.chain[chainOf(v.Line)], v.Seq)
	}
	return k
}

// covers reports whether the author of another of these entries had seen this
// one: it was in the log that the author had verified, or stands earlier in the
// same chain. No author can have seen their own entry before they wrote it.
func (k knowledge) covers(l process.Line) bool {
	return k.log > l.Index || k.chain[chainOf(l)] > l.Seq
}

func (f faces) phase(at AsOf, v process.Version, x act.Phase) PhaseLine {
	return PhaseLine{f.writtenAt(at, v, act.Ground{}), x.Phase, x.Since, x.Words}
}

func phasePlace(v process.Version) happened {
	x, _ := v.Act.(act.Phase)
	return happens(act.Moment{Day: x.Since}, v.Line)
}
