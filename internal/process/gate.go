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

// Gate looks at the issues that a proposal by a seat touches.
func (s State) Gate(seat string, x act.Proposal) Gate {
	g := Gate{Proposal: x, Open: true, Override: x.Override}
	for _, ref := range x.Issues {
		id, _ := hash(ref)
		issue, ok := s.Version(id)
		body, isIssue := issue.Act.(act.Issue)
		if !ok || !isIssue {
			g.Unknown = append(g.Unknown, ref)
			continue
		}
		for _, owner := range body.Owners {
			o := Owner{Seat: owner, Issue: issue, Author: owner == seat, Asked: s.consulted(issue, owner)}
			g.Open = g.Open && o.Cleared()
			g.Owners = append(g.Owners, o)
		}
	}
	g.Open = g.Open && len(g.Unknown) == 0
	return g
}

// consulted returns the consultations with a seat on an issue that stand.
func (s State) consulted(issue Version, seat string) []Version {
	return slices.DeleteFunc(s.About(issue, act.KindConsultation), func(v Version) bool {
		return v.Withdrawn != nil || !slices.Contains(v.Act.(act.Consultation).With, seat)
	})
}

// Proposals returns every proposal with its gate, by the time of its writing in
// force.
func (s State) Proposals() []ProposalGate {
	var out []ProposalGate
	for _, v := range s.Versions(act.KindProposal) {
		out = append(out, ProposalGate{v, s.Gate(v.Author.Seat, v.Act.(act.Proposal))})
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

// Consulted reports whether any consultation on an issue with a seat is known
// here.
func (s State) Consulted(issue record.Hash, seat string) bool {
	v, ok := s.Version(issue)
	return ok && len(s.consulted(v, seat)) > 0
}
