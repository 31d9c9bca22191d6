// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"

	"parley/internal/brief"
)

// standingTables lays out how things stand. The demonstration, status and
// process show all print this.
func standingTables(s brief.StandingReport) []table {
	out := []table{standingCard(s), seatTable(s.Seats)}
	channels := table{title: "channels", note: "These are the channels that this seat reads. Others may exist.",
		cols: []col{{name: "readers"}, {name: "entries", right: true}, {name: "on record", right: true}, {name: "without prejudice", right: true}, {name: "newest"}}}
	events := table{title: "newest events", cols: []col{{name: "entry", ref: true}, {name: "date"}, {name: "mark"}, {name: "readers"}, {name: "event"}}}
	for _, c := range s.Channels {
		readers := seatNames(c.Readers)
		if c.Plenary {
			readers = "all: " + readers
		}
		channels.add(readers, number(c.Entries), number(c.OnRecord), number(c.WithoutPrejudice), stamp(c.Newest))
		for _, e := range c.Events {
			to := seatNames(c.Readers)
			if c.Plenary {
				to = "all"
			}
			events.add(e.Entry, e.Date, eventMark(e), to, e.Title)
		}
	}
	out = append(out, channels)
	if len(events.rows) > 0 {
		out = append(out, events, markTable(s.Marks))
	}
	if len(s.Disputed) > 0 {
		out = append(out, disputeTable(s.Disputed))
	}
	return append(out, waitTables(s)...)
}

// waitTables lay out what is asked, permitted and waited for, and what to know
// before relying on any of it.
func waitTables(s brief.StandingReport) []table {
	var out []table
	if len(s.Asks) > 0 {
		out = append(out, askTable(s.Asks))
	}
	if len(s.Grants) > 0 {
		out = append(out, grantTable(s.Grants))
	}
	if len(s.Pending) > 0 {
		out = append(out, pendingTable(s.Pending))
	}
	if len(s.Warnings) > 0 {
		t := table{title: "to know before you rely on this", cols: []col{{name: "code"}, {name: "what"}}}
		for _, w := range s.Warnings {
			t.add(w.Code, w.Says)
		}
		out = append(out, t)
	}
	return out
}

// standingTexts names the fields of a standing that hold opened text. What the
// process and its seats are called is not counted as such: people address each
// other by it.
func standingTexts(s brief.StandingReport) []string {
	var out []string
	if s.Summary != "" {
		out = append(out, "summary")
	}
	for _, t := range s.Titles {
		if t.Summary != "" {
			out = append(out, "titles")
			break
		}
	}
	for _, c := range s.Channels {
		if len(c.Events) > 0 {
			out = append(out, "channels")
			break
		}
	}
	if len(s.Disputed) > 0 {
		out = append(out, "disputed")
	}
	for _, x := range s.Asks {
		if x.Why != "" {
			out = append(out, "asks")
			break
		}
	}
	return append(out, s.RoomStanding.Texts()...)
}

func standingCard(s brief.StandingReport) table {
	t := table{title: "standing", card: true}
	title := s.Title
	if title == "" {
		title = "(not said yet)"
	}
	t.add("title", title)
	for _, other := range s.Titles {
		if other.Title != s.Title {
			t.add("also", other.Title+", by "+seatName(other.By))
		}
	}
	if s.Summary != "" {
		t.add("summary", s.Summary)
	}
	t.add("you", seatName(s.You))
	t.add("process", processState(s.Open, s.Closed))
	t.add("record", number(s.Head.Size)+" leaves, "+witnessed(s.Head))
	return t
}

func processState(open, closed bool) string {
	switch {
	case closed:
		return "closed"
	case open:
		return "open"
	}
	return "not open yet"
}

func witnessed(h brief.Head) string {
	of := number(h.Cosignatures) + " cosignatures, " + number(h.Quorum) + " asked for"
	if h.Witnessed {
		return "witnessed: " + of
	}
	return "not witnessed: " + of
}

func seatTable(seats []brief.SeatStanding) table {
	t := table{title: "seats", cols: []col{{name: "name"}, {name: "seat"}, {name: "alias"}, {name: "role"}, {name: "accepted"}, {name: "devices", right: true}}}
	for _, s := range seats {
		name, role := s.Name, s.Role
		if s.You {
			name += " (you)"
		}
		if s.Says != "" && s.Says != s.Role {
			role += ": " + s.Says
		}
		for _, other := range s.Alternatives {
			name += ", also " + other.Name
		}
		t.add(name, s.Seat, s.Short, role, yes(s.Accepted), number(s.Devices))
	}
	return t
}

func eventMark(e brief.EventBrief) string {
	if e.Illustrative {
		return "illustrative"
	}
	return e.Mark
}

func markTable(marks []brief.MarkCount) table {
	t := table{title: "marks", note: "Entries are counted, not happenings. Accounts of different tellers are never added up.",
		cols: []col{{name: "mark"}, {name: "entries", right: true}}}
	for _, m := range marks {
		t.add(m.Mark, number(m.Entries))
	}
	return t
}

func disputeTable(disputes []brief.Dispute) table {
	t := table{title: "disputed accounts", note: "Accounts of one day stand side by side. They need not be of one happening.",
		cols: []col{{name: "date"}, {name: "entry", ref: true}, {name: "teller"}, {name: "account"}}}
	for _, d := range disputes {
		for _, x := range d.Accounts {
			teller := x.Teller
			if teller == "" {
				teller = "(not named)"
			}
			t.add(d.Date, x.Entry, teller, x.Title+". "+x.Text)
		}
	}
	return t
}

func askTable(asks []brief.AskStanding) table {
	t := table{title: "asked to be shown", cols: []col{{name: "entry", ref: true}, {name: "by"}, {name: "what"}, {name: "to"}, {name: "waits for"}, {name: "why"}}}
	for _, x := range asks {
		of := ""
		if x.Of != nil {
			of = seatName(*x.Of)
		}
		if x.You {
			of = "you"
		}
		t.add(x.Entry, seatName(x.By), partsMeant(x.Parts), seatNames(x.To), of, x.Why)
	}
	return t
}

func grantTable(grants []brief.GrantStanding) table {
	t := table{title: "permitted", cols: []col{{name: "entry", ref: true}, {name: "by"}, {name: "what"}, {name: "to"}, {name: "used"}}}
	for _, x := range grants {
		what := partsMeant(x.Parts)
		if x.OwnWords {
			what = "the idea, in the mediator's own words"
		}
		t.add(x.Entry, seatName(x.By), what, seatNames(x.To), yes(x.Used))
	}
	return t
}

func pendingTable(pending []brief.ProposalStanding) table {
	t := table{title: "waits for consent", cols: []col{{name: "ref", ref: true}, {name: "what"}, {name: "by"}, {name: "waits for"}, {name: "words"}}}
	for _, p := range pending {
		what := p.Kind
		if p.Seat != "" {
			what = "seat " + p.Seat + " as " + p.Role
		}
		t.add(p.Entry, what, seatName(p.By), seatNames(p.Waits), strings.Join(p.Words, " "))
	}
	return t
}

func partsMeant(parts []int64) string {
	if len(parts) == 0 {
		return "the idea"
	}
	return "parts " + numbers(parts)
}

func seatName(s brief.SeatRef) string {
	if s.Gone {
		return s.Name + " (left)"
	}
	return s.Name
}

func seatNames(seats []brief.SeatRef) string {
	var out []string
	for _, s := range seats {
		out = append(out, seatName(s))
	}
	return strings.Join(out, ", ")
}
