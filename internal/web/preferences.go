// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/node"
)

// preferencesPage is what the ways to settle the issues are worth to each seat,
// as far as it is held here.
type preferencesPage struct {
	dayed
	brief.PreferencesReport
	Whole     bool            // it goes on paper: nothing is folded away
	Delegates bool            // this seat is a party
	Drafts    []draftLine     // that were begun
	Mediators []brief.SeatRef // who would read what is shared
	r         *request
}

func buildPreferences(r *request) (any, lane, error) {
	at, day := r.asOf()
	out := preferencesPage{
		dayed: day, PreferencesReport: brief.Preferences(r.view.State, r.view.Roster, r.head, r.view.Withheld, at), Delegates: r.role() == roleParty,
		Mediators: r.refs(r.mediators()), r: r,
	}
	if out.Whole = r.whole; out.Whole {
		return out, r.ownLane(), nil // drafts are nothing to take along
	}
	drafts, err := r.draftLines()
	for _, d := range drafts {
		if d.Kind == preferenceForm().name {
			out.Drafts = append(out.Drafts, d)
		}
	}
	return out, r.ownLane(), err
}

// mediators are the mediators that can be written to, without the own seat.
func (r *request) mediators() []string {
	var out []string
	if r.view.Roster != nil {
		for _, s := range r.view.Roster.Seats {
			if s.Role == roleMediator && s.Accepted && s.Name != r.node.Seat() {
				out = append(out, s.Name)
			}
		}
	}
	return out
}

// Shares reports whether a preference can be shared with the mediators: it is
// that of the own seat, which alone reads it.
func (p preferencesPage) Shares(x brief.PreferenceLine) bool {
	return x.Alone && x.Of.Seat == p.r.node.Seat() && x.Withdrawn == nil && len(p.Mediators) > 0
}

// Again reports whether the own seat may state a preference again, or take it
// back.
func (p preferencesPage) Again(x brief.PreferenceLine) rewritten {
	again, back := p.r.rewrites(x.Entry)
	return rewritten{again, back, x.Entry}
}

// sharePreference begins the same preference once more, for the mediators:
// sharing is writing it again, and the first entry stays where it is. Nothing of
// it is in the address, and nothing leaves before it is checked and sealed.
func sharePreference(r *request) (answer, error) {
	l, err := r.view.State.Find(r.PathValue("ref"))
	if err != nil {
		return answer{}, brief.ErrNotOpened
	}
	v, ok := r.view.State.Version(l.ID)
	a, is := v.Act.(act.Preference)
	to := r.mediators()
	if !ok || !is || a.Of != r.node.Seat() || v.Author.Seat != r.node.Seat() || v.Withdrawn != nil || len(to) == 0 {
		return answer{}, errNotFound
	}
	a.Amends = "" // it takes nobody's place in the other channel
	d := draft{ID: node.NewDraftID(), Kind: preferenceForm().name, Audience: append(to, r.node.Seat()), Register: "wp"}
	if d.Values, err = valuesOf(a, preferenceForm().fields); err != nil {
		return answer{}, &wrong{problemRewrite, err}
	}
	slices.Sort(d.Audience)
	return answer{to: preferenceHome + d.ID + "/summary"}, r.node.SaveDraft(r.Context(), d)
}
