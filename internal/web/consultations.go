// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
	"parley/internal/brief"
)

// consultationPage is who was asked about what, and which proposals wait for it.
type consultationPage struct {
	dayed
	paging
	Found  int // consultations in all
	Tabled int // proposals in all
	brief.ConsultationsReport
	Own string
}

func (r *request) consultations() (brief.ConsultationsReport, dayed) {
	at, day := r.asOf()
	return brief.Consultations(r.view.State, r.view.Roster, r.head, r.view.Withheld, at), day
}

func buildConsultation(r *request) (any, lane, error) {
	rep, day := r.consultations()
	out := consultationPage{dayed: day, Own: r.node.Seat(), Found: len(rep.Consultations), Tabled: len(rep.Proposals)}
	out.paging = r.paging("/consultation", longRows, 0, len(rep.Consultations), len(rep.Proposals))
	rep.Consultations, rep.Proposals = cut(out.paging, rep.Consultations), cut(out.paging, rep.Proposals)
	out.ConsultationsReport = rep
	return out, r.ownLane(), nil
}

// Asks reports whether a seat was asked in a consultation, reads it, and has not
// answered.
func (c consultationPage) Asks(x brief.ConsultationLine) bool {
	return x.Withdrawn == nil && slices.ContainsFunc(x.With, func(s brief.Consulted) bool {
		return s.Seat.Seat == c.Own && s.Reads && !s.Answered
	})
}

// proposalPage is one proposal and its gate.
type proposalPage struct {
	dayed
	brief.ProposalGate
	Rule  string
	Own   string
	Again bool
	Back  bool
}

func buildProposal(r *request) (any, lane, error) {
	first, err := r.firstOf(act.KindProposal)
	if err != nil {
		return nil, lane{}, err
	}
	rep, day := r.consultations()
	i := slices.IndexFunc(rep.Proposals, func(p brief.ProposalGate) bool { return p.First == first })
	if i < 0 {
		return nil, lane{}, errNotFound
	}
	out := proposalPage{dayed: day, ProposalGate: rep.Proposals[i], Rule: rep.Says, Own: r.node.Seat()}
	out.Again, out.Back = r.rewrites(out.Entry)
	r.title = out.Title
	return out, r.entryLaneOf(out.Entry), nil
}
