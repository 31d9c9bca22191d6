// SPDX-License-Identifier: Apache-2.0

package process

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/record"
)

// Gate is whether a proposal can be put to the parties: nothing about an issue
// is tabled before the seats that own it were consulted on it, as far as this
// seat can know.
type Gate struct {
	Proposal act.Proposal
	Owners   []Owner  // by issue, then seat
	Unknown  []string // issues that are not opened here, by id
	Open     bool     // every owner is the author or was consulted
	Override string   // the reason given for tabling it all the same
}

// Owner is one seat that owns an issue, and where it was consulted on it.
type Owner struct {
	Seat   string
	Issue  Version
	Author bool      // it is the author of the proposal
	Asked  []Version // consultations with it on the issue
}

// Cleared reports whether this owner holds nothing up.
func (o Owner) Cleared() bool { return o.Author || len(o.Asked) > 0 }

// Gate looks at the issues that a proposal by a seat touches, and at those of
// the internal proposal that it comes from.
func (s State) Gate(seat string, x act.Proposal) Gate { return s.gate(seat, x, newInquiry()) }

// inquiry holds what the gates of many proposals have in common, so that it is
// looked up once.
type inquiry struct {
	issues map[string]Version // zero where there is no such issue
	asked  map[asking][]Version
}

// asking is the question whether an owner was consulted on an issue before a
// seat proposes.
type asking struct {
	issue        record.Hash
	owner, by    string
	illustrative bool
}

func newInquiry() inquiry { return inquiry{map[string]Version{}, map[asking][]Version{}} }

func (s State) gate(seat string, x act.Proposal, known inquiry) Gate {
	g := Gate{Proposal: x, Open: true, Override: x.Override}
	for _, ref := range s.touched(x) {
		issue, ok := known.issues[ref]
		if !ok {
			id, _ := hash(ref)
			issue, _ = s.Version(id)
			known.issues[ref] = issue
		}
		body, ok := issue.Act.(act.Issue)
		if !ok {
			g.Unknown = append(g.Unknown, ref)
			continue
		}
		for _, owner := range body.Owners {
			q := asking{issue.First, owner, seat, x.Illustrative}
			asked, ok := known.asked[q]
			if !ok {
				asked = s.consulted(issue, q)
				known.asked[q] = asked
			}
			o := Owner{Seat: owner, Issue: issue, Author: owner == seat, Asked: asked}
			g.Open = g.Open && o.Cleared()
			g.Owners = append(g.Owners, o)
		}
	}
	g.Open = g.Open && len(g.Unknown) == 0
	return g
}

// touched returns the issues of a proposal, and those of every writing of the one
// that it comes from or amends, so that none can be passed by leaving it out on
// the way to the table. One that was named by mistake is passed with the reason.
func (s State) touched(x act.Proposal) []string {
	out := slices.Clone(x.Issues)
	for _, ref := range []string{x.From, x.Amends} {
		id, ok := hash(ref)
		if !ok {
			continue
		}
		v, ok := s.Version(id)
		if !ok {
			continue
		}
		for _, l := range slices.Concat(v.Earlier, v.Rivals, []Line{v.Line}) {
			if p, ok := l.Act.(act.Proposal); ok {
				out = append(out, p.Issues...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// consulted returns the consultations that answer a question: they stand, and
// are told by the seat that proposes, by a mediator or by the owner, or the owner
// has answered them. That another seat says it has asked the owner opens no
// gate. An invented consultation counts for invented proposals only.
func (s State) consulted(issue Version, q asking) []Version {
	return slices.DeleteFunc(s.About(issue, act.KindConsultation), func(v Version) bool {
		x := v.Act.(act.Consultation)
		if v.Withdrawn != nil || !slices.Contains(x.With, q.owner) || x.Illustrative && !q.illustrative {
			return true
		}
		switch v.Author.Seat {
		case q.by, q.owner:
			return false
		}
		if r := s.rosterAt(v.Index); r != nil {
			if seat := r.Seat(v.Author.Seat); seat != nil && seat.Role == record.RoleMediator {
				return false
			}
		}
		return !slices.ContainsFunc(s.About(v, act.KindConsultationAnswer), func(answer Version) bool {
			return answer.Author.Seat == q.owner && answer.Withdrawn == nil
		})
	})
}

// Proposals returns every proposal with its gate, by the time of its writing in
// force.
func (s State) Proposals() []ProposalGate {
	var out []ProposalGate
	known := newInquiry()
	for _, v := range s.Versions(act.KindProposal) {
		out = append(out, ProposalGate{v, s.gate(v.Author.Seat, v.Act.(act.Proposal), known)})
	}
	return out
}

// ProposalGate is a proposal and its gate.
type ProposalGate struct {
	Version
	Gate Gate
}

// err is why the proposal cannot be written as it is.
func (g Gate) err() error {
	if g.Proposal.Stage != act.Tabled || g.Open || g.Override != "" {
		return nil
	}
	var missing []string
	for _, o := range g.Owners {
		if !o.Cleared() {
			missing = append(missing, fmt.Sprintf("seat %s on %q", o.Seat, o.Issue.Act.(act.Issue).Title))
		}
	}
	for _, ref := range g.Unknown {
		missing = append(missing, fmt.Sprintf("issue %.12s, which is not opened here", ref))
	}
	return fmt.Errorf("%w: %s", ErrNotConsulted, strings.Join(missing, "; "))
}

// ErrNotConsulted is the cause of the error for a proposal that touches issues
// whose owners were not consulted. Consult them and record it, or give the
// reason for tabling it all the same: it stands in the proposal for all to read.
var ErrNotConsulted = errors.New("the proposal is not tabled before those who own its issues were consulted")

// Consulted reports whether a consultation on an issue with a seat is known here
// that counts whoever proposes.
func (s State) Consulted(issue record.Hash, seat string) bool {
	v, ok := s.Version(issue)
	return ok && len(s.consulted(v, asking{v.First, seat, "", false})) > 0
}
