// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strconv"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/sheet"
)

// listing makes a register as a file; ok is false for a name that is none.
func (r *request) listing(name string, at brief.AsOf) (l listing, ok bool) {
	switch name {
	case "formats":
		return r.formatRows(at), true
	case "leverage":
		return r.leverageRows(at), true
	case "commitments":
		return r.commitmentRows(at), true
	case "consultations":
		return r.consultationRows(at), true
	case "proposals":
		return r.proposalRows(at), true
	case "issues":
		return r.issueRows(at), true
	case "consents":
		return r.consentRows(at), true
	case "exits":
		return r.exitRows(at), true
	case "events":
		return r.eventRows(at), true
	}
	if l, ok := r.packageRows(name); ok {
		return l, true
	}
	return r.talkRows(name)
}

func (r *request) formatRows(at brief.AsOf) listing {
	x := brief.Formats(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	l := listing{"format.list", x, x.Footing, columns("state", "date", "venue", "level", "unknown", "objections", "title")}
	for i := range x.Formats {
		p := &x.Formats[i]
		l.row(&p.Written, p.State, plainValues(p, "date"), plainValues(p, "venue"), plainValues(p, "level"),
			strings.Join(p.Unknown, " "), strconv.Itoa(len(p.Objections)), p.Title)
	}
	return l
}

// plainValues puts the values of an aspect side by side, each with its state.
func plainValues(p *brief.FormatPlan, aspect string) string {
	var out []string
	for _, v := range aspectValues(*p, aspect) {
		value := v.Value
		switch {
		case v.NoDate:
			value = "no date, “" + v.Value + "”"
		case v.When.Known():
			value = plainMoment(v.When)
		}
		out = append(out, value+" ("+v.State+")")
	}
	if out == nil {
		return brief.PlanUnknown
	}
	return strings.Join(out, "; ")
}

func (r *request) leverageRows(at brief.AsOf) listing {
	x := brief.Leverages(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	l := listing{"leverage.list", x, x.Footing, columns("set", "sort", "holder", "target", "state", "deadline", "moves", "clock", "decides", "title")}
	for i := range x.Leverages {
		v := &x.Leverages[i]
		l.row(&v.Written, plainMoment(v.Set), v.Sort, v.Holder, v.Target, v.State, plainDue(v.Deadline.Now), strconv.Itoa(v.Deadline.Moves),
			v.Deadline.Clock.Says, stated(v.Decides), v.Title)
	}
	return l
}

func stated(text string) string {
	if text == "" {
		return "not stated"
	}
	return text
}

func (r *request) commitmentRows(at brief.AsOf) listing {
	x := brief.Commitments(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	l := listing{"commitment.list", x, x.Footing, columns("on", "seat", "standing", "due", "clock", "kept", "words")}
	for i := range x.Commitments {
		c := &x.Commitments[i]
		var kept []string
		for _, claim := range c.Claims {
			kept = append(kept, claim.Step+" (says "+claim.By.Name+")")
		}
		l.row(&c.Written, plainMoment(c.On), c.Seat.Name, c.Says, plainDue(c.Due), c.Clock.Says, strings.Join(kept, "; "), c.Words)
	}
	return l
}

func (r *request) consultationRows(at brief.AsOf) listing {
	x := brief.Consultations(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	l := listing{"consult.list", x, x.Footing, columns("on", "with", "issues", "answers", "topic")}
	for i := range x.Consultations {
		c := &x.Consultations[i]
		var with, answers []string
		for _, s := range c.With {
			with = append(with, s.Seat.Name)
		}
		if c.Circle != "" {
			with = append(with, c.Circle)
		}
		for _, a := range c.Answers {
			if a.Withdrawn == nil {
				answers = append(answers, a.Seat.Name+": "+a.Answer)
			}
		}
		l.row(&c.Written, plainMoment(c.On), strings.Join(with, ", "), plainIssues(c.Issues), strings.Join(answers, "; "), c.Topic)
	}
	return l
}

func (r *request) proposalRows(at brief.AsOf) listing {
	x := brief.Consultations(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	l := listing{"proposal.list", x.Proposals, x.Footing, columns("stage", "gate", "issues", "why", "title")}
	for i := range x.Proposals {
		p := &x.Proposals[i]
		l.row(&p.Written, p.Stage, p.Gate, plainIssues(p.Issues), p.Says+after(": ", p.Override), p.Title)
	}
	return l
}

func (r *request) issueRows(at brief.AsOf) listing {
	x := brief.Issues(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	l := listing{"issue.list", x, x.Footing, columns("basket", "owners", "options", "spoken of", "title")}
	for _, s := range x.Sheets {
		for _, b := range s.Baskets {
			for i := range b.Issues {
				q := &b.Issues[i]
				l.row(&q.Written, q.Basket, calledSeats(q.Owners), strings.Join(q.Options, "; "), strconv.Itoa(spokenOf(*q)), q.Title)
			}
		}
	}
	return l
}

func (r *request) consentRows(at brief.AsOf) listing {
	x := brief.Consents(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	l := listing{"consent.list", x, x.Footing, columns("to", "seat", "stand", "condition", "on", "words")}
	add := func(to string, stands []brief.ConsentStand) {
		for _, c := range stands {
			for i := range c.History {
				h := &c.History[i]
				l.row(&h.Written, to, c.Seat.Name, h.Stand, h.Condition, plainMoment(h.On), h.Words)
			}
		}
	}
	add("the process", x.Process)
	for _, f := range x.Formats {
		add(f.Title, f.Seats)
	}
	return l
}

func (r *request) exitRows(at brief.AsOf) listing {
	x := r.exits(at)
	l := listing{"exit.list", x, x.Footing, columns("on", "stage", "condition", "effect", "successor", "hub", "words")}
	for i := range x.Events {
		e := &x.Events[i]
		successor := ""
		if e.Successor != nil {
			successor = e.Successor.Name
		}
		l.row(&e.Written, plainMoment(e.On), e.Stage, stated(e.Condition), plainDue(e.Effect), stated(successor), e.Host, e.Words)
	}
	return l
}

// eventRows are accounts of events in the columns that an import reads back.
func (r *request) eventRows(at brief.AsOf) listing {
	x := brief.Timeline(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
	var events []act.Event
	for _, v := range r.view.State.Versions(act.KindEvent) {
		if e, ok := v.Act.(act.Event); ok && v.Withdrawn == nil && (at.Until == "" || e.Date <= at.Until) {
			events = append(events, e)
		}
	}
	return listing{"timeline", x, x.Footing, sheet.EventTable(events)}
}
