// SPDX-License-Identifier: Apache-2.0

package process

import (
	"fmt"
	"slices"

	"parley/internal/act"
	"parley/record"
)

// mention is an entry that an act refers to, and of which kind it must be.
type mention struct {
	ref, kind string
	subject   bool // the act is about it and means nothing without it
}

// mentions returns what an act refers to, without what it amends or withdraws.
func mentions(a act.Act) []mention {
	var out []mention
	add := func(kind string, subject bool, refs ...string) {
		for _, ref := range refs {
			if ref != "" {
				out = append(out, mention{ref, kind, subject})
			}
		}
	}
	switch x := a.(type) {
	case act.Issue:
		add(act.KindIssue, false, x.Links...)
	case act.Readout:
		add(act.KindContact, true, x.Contact)
		for _, k := range x.Claims {
			add(act.KindIssue, false, k.Issue)
		}
	case act.Announcement:
		add(act.KindContact, false, x.Contact)
		add(act.KindIssue, false, x.Issues...)
	case act.Undertaking:
		add(act.KindContact, false, x.Contact)
		add(act.KindIssue, false, x.Issue)
	case act.UndertakingAnswer:
		add(act.KindUndertaking, true, x.Undertaking)
	case act.FormatPoint:
		add(act.KindFormat, true, x.Format)
	case act.Leverage:
		add(act.KindIssue, false, x.Issues...)
	case act.LeverageStep:
		add(act.KindLeverage, true, x.Leverage)
	case act.Commitment:
		add(act.KindIssue, false, x.Issue)
		add(act.KindCommitment, false, x.If...)
	case act.CommitmentStep:
		add(act.KindCommitment, true, x.Commitment)
	case act.Consultation:
		add(act.KindContact, false, x.Contact)
		add(act.KindIssue, false, x.Issues...)
	case act.ConsultationAnswer:
		add(act.KindConsultation, true, x.Consultation)
	case act.Proposal:
		add(act.KindProposal, true, x.From)
		add(act.KindIssue, false, x.Issues...)
	case act.Consent:
		add(act.KindFormat, true, x.Format)
	case act.Position:
		add(act.KindIssue, false, x.Issue)
		add(act.KindContact, false, x.Contact)
	case act.Preference:
		add(act.KindIssue, false, x.Refs()...)
	case act.Round:
		add(act.KindProposal, true, x.Packages...)
	case act.RoundAnswer:
		add(act.KindRound, true, x.Round)
	case act.RoundResult:
		add(act.KindRound, true, x.Round)
	}
	return out
}

// mayMention asks that what an act refers to is of the right kind, and what it
// is about is opened here and counts.
func (s State) mayMention(a act.Act) error {
	for _, m := range mentions(a) {
		id, _ := hash(m.ref)
		l, ok := s.Line(id)
		switch {
		case !ok && m.subject:
			return refuse.T("no entry {entry} is opened here, and this is about it", "entry", short(m.ref))
		case !ok:
			// An issue may be known here from the words of others only.
		case l.Kind != m.kind:
			return fmt.Errorf("the entry %.12s is of the kind %s; want %s", m.ref, l.Kind, m.kind)
		case s.Void(l) != "":
			return fmt.Errorf("the entry %.12s changes nothing: %s", m.ref, s.Void(l))
		}
	}
	return nil
}

// mayPoint keeps an act from telling its readers that there is an entry which
// some of them cannot read: who is named in a caucus is told of it there. What
// was said to all at its time may be pointed at before a seat that came later,
// and so may what was disclosed to a reader. A tabled proposal names where it
// comes from: that it was drafted is no secret.
func (s State) mayPoint(seat string, a act.Act, audience []string) error {
	refs := []string{amended(a)}
	if r, ok := a.(act.Referrer); ok {
		refs = append(refs, r.Refs()...)
	}
	for _, ref := range refs {
		id, _ := hash(ref)
		l, ok := s.Line(id)
		if x, isProposal := a.(act.Proposal); !ok || isProposal && ref == x.From || l.toAll {
			continue
		}
		for _, reader := range audience {
			if reader != seat && !slices.Contains(l.Audience, reader) && !s.shownTo(id, reader) {
				return refuse.T("seat {seat} would learn of the entry {entry}, which it cannot read; write to those who read it, or let it be disclosed first", "seat", act.Named(reader), "entry", short(ref))
			}
		}
	}
	return nil
}

// saidToAll reports whether every seat reads l that had accepted when it was
// logged, two parties at least among them: with one, a plenary and a caucus are
// the same seats, and what was said may have been meant for that party alone.
func saidToAll(l *Line, r *record.Roster) bool {
	parties := 0
	for _, seat := range r.Accepted() {
		if !slices.Contains(l.Audience, seat) {
			return false
		}
		if r.Seat(seat).Role == record.RoleParty {
			parties++
		}
	}
	return parties > 1
}

// shownTo reports whether a disclosure of an entry to a seat is known here.
func (s State) shownTo(entry record.Hash, seat string) bool {
	a, _ := s.ledger.get(entry)
	return slices.ContainsFunc(a.disclosures.items, func(i int) bool {
		return slices.Contains(s.lines.items[i].Audience, seat)
	})
}
