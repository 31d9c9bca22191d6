// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
)

// entryPage is one entry: its words, who can read it, and what became of it.
type entryPage struct {
	brief.EntryReport
	Heading string // what it is about, in the words of its author
	Home    string // the page below the desk on which it stands with others; empty for this one
	Knows   brief.KnowsReport
	Mine    bool // this seat wrote it
	Again   bool // and may write it again
	Back    bool // and may take it back
	Adopt   bool // it is mine and without prejudice, and not on the record yet
	Plenary bool
	Others  []brief.SeatRef
	Permits []brief.SeatRef // seats to which it may be shown now
	Text    string          // what was signed, without the words
	Choose  bool            // the seats to be shown it are being chosen
	Outside []brief.SeatRef // seats that do not read it
}

func buildEntry(r *request) (any, lane, error) {
	l, err := r.view.State.Find(r.PathValue("ref"))
	if err != nil {
		return nil, lane{}, brief.ErrNotOpened
	}
	rep, err := brief.EntryShow(r.view.State, r.view.Roster, r.head, r.view.Withheld, l.ID)
	if err != nil {
		return nil, lane{}, err
	}
	out := entryPage{
		EntryReport: rep, Knows: brief.WhoKnows(r.view.State, l.ID, r.head, r.view.Withheld), Mine: l.Author.Seat == r.node.Seat(),
		Plenary: r.plenary(l.Audience), Others: r.refs(r.others(l.Audience)), Choose: r.URL.Query().Get("choose") != "",
	}
	out.Adopt = out.Mine && rep.Register == "wp" && !rep.Release.Adopted
	out.Outside = r.refs(r.others(l.Audience))
	for _, s := range out.Outside {
		if out.Mine || permitted(rep.Release, s.Seat) {
			out.Permits = append(out.Permits, s)
		}
	}
	out.Again, out.Back = r.rewrites(rep.Entry)
	if home := r.homeOf(rep.Entry); !strings.HasPrefix(home, "/entry/") {
		out.Home = home
	}
	if e, ok := r.node.Entry(l.ID); ok {
		out.Text = string(e.Opened().Text())
	}
	r.title = kindFor(r.p, rep.Kind)
	switch a := rep.Act.(type) {
	case act.Event:
		out.Heading = a.Title
	case act.Title:
		out.Heading = a.Title
	case act.Contact:
		out.Heading = a.Title
	}
	if out.Heading != "" {
		r.title = out.Heading
	}
	return out, r.entryLane(l.Audience, strings.HasPrefix(l.Kind, "roster."), out.Plenary), nil
}

// permitted reports whether the author lets the words of an entry be shown to a
// seat.
func permitted(rel brief.ReleaseReport, seat string) bool {
	return slices.ContainsFunc(rel.Granted, func(g brief.GrantStanding) bool {
		return !g.OwnWords && slices.ContainsFunc(g.To, func(s brief.SeatRef) bool { return s.Seat == seat })
	})
}

func (r *request) entryLane(audience []string, roster, plenary bool) lane {
	if roster {
		return lane{r.p.T("Open to every seat and to the hub."), r.p.T("Entries of the roster are signed and not sealed.")}
	}
	return r.channelLane(r.refs(audience), plenary)
}

// toldPage answers what a seat was shown, until a day.
type toldPage struct {
	brief.KnowledgeReport
	Seats  []option
	Seat   string
	Day    string
	Access accessPage
	Shares []brief.Lane // channels of this seat that the other reads from the beginning
	Wrong  string
}

func buildTold(r *request) (any, lane, error) {
	q := r.URL.Query()
	out := toldPage{Seat: q.Get("seat"), Day: strings.TrimSpace(q.Get("day"))}
	for _, o := range seatOptions(r) {
		if o.Value != r.node.Seat() {
			out.Seats = append(out.Seats, o)
		}
	}
	if out.Seat == "" && len(out.Seats) > 0 {
		out.Seat = out.Seats[0].Value
	}
	var until time.Time
	if out.Day != "" {
		day, err := time.Parse(time.DateOnly, out.Day)
		if err != nil {
			out.Wrong = r.p.T("{field} must be a day such as 2025-05-19", "field", r.p.T("Until the end of"))
		} else {
			until = day.AddDate(0, 0, 1).Add(-time.Second)
		}
	}
	if !slices.Contains(r.roster(), out.Seat) {
		return nil, lane{}, errNotFound
	}
	out.KnowledgeReport = brief.Knowledge(r.view.State, r.view.Roster, r.head, r.view.Withheld, brief.KnowledgeQuery{Seat: out.Seat, Until: until})
	access, _, err := buildAccess(r)
	if err != nil {
		return nil, lane{}, err
	}
	out.Access = access.(accessPage)
	at := slices.IndexFunc(out.Access.Seats, func(s brief.LaneSeat) bool { return s.Seat == out.Seat })
	for _, c := range out.Access.Channels {
		if !c.Roster && at >= 0 && c.Opens[at] {
			out.Shares = append(out.Shares, c)
		}
	}
	return out, r.ownLane(), nil
}

// knowsWord says how a seat comes to know an entry.
func knowsWord(p *lang.Printer, how string) string {
	switch how {
	case brief.KnowsWrote:
		return p.T("wrote it")
	case brief.KnowsReads:
		return p.T("reads it from the beginning")
	case brief.KnowsShown:
		return p.T("was shown it, with proof")
	case brief.KnowsPermit:
		return p.T("may be shown it; that it was is not known here")
	case brief.KnowsOwnWords:
		return p.T("may be told the idea in the mediator’s own words")
	}
	return how
}
