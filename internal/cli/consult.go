// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
)

func (a *app) consultCommands() *cobra.Command {
	return a.noun("consult", "Who was consulted on what, and what came back",
		`Seats own issues. Nothing about an issue is tabled before its owners were
consulted on it, or with a reason that every reader reads.`,
		`  parley consult gate
  parley consult add --topic "Access to the plant" --issue 7f3a09c41b22 --with b --on 2025-05-18 --to b
  parley consult answer 7f3a09c41b22 agrees --to mediator`,
		a.consultList(), a.consultShow(), a.consultGate(), a.consultAdd(), a.consultAnswer())
}

func (a *app) consultList() *cobra.Command {
	var day asOf
	c := a.listing(verb{
		use:   "list",
		short: "List who was consulted on what, and what came back",
		long: `Lists consultations by when they were: with whom, on which issues, whether the
seat consulted can read this record of it, and its answer.`,
		example: "  parley consult list\n  parley consult list --csv consultations.csv",
	}, func(d *desk) (report, *listing, error) {
		at, err := day.of(a)
		if err != nil {
			return report{}, nil, err
		}
		s, r, h, w := d.basis()
		x := brief.Consultations(s, r, h, w, at)
		out := report{name: "consult.list", data: x}
		out.texts = append(texts("consultations", len(x.Consultations) > 0), texts("issues", len(x.Issues) > 0)...)
		out.texts = append(out.texts, texts("proposals", len(x.Proposals) > 0)...)
		out.grounds(x.Footing)
		l := newListing("consultations", col{name: "on"}, col{name: "with"}, col{name: "issues"}, col{name: "answers"}, col{name: "topic"})
		for i := range x.Consultations {
			c := &x.Consultations[i]
			l.add(&c.Written, momentSays(c.On), consultedSay(c), issueNames(c.Issues), answersSay(c.Answers), c.Topic)
		}
		l.note = x.Says
		return out, l, nil
	})
	day.flags(c)
	return c
}

// consultedSay names who was consulted, and who of them cannot read the record
// of it.
func consultedSay(c *brief.ConsultationLine) string {
	var out []string
	for _, x := range c.With {
		name := seatName(x.Seat)
		if !x.Reads {
			name += " (does not read this)"
		}
		out = append(out, name)
	}
	if c.Circle != "" {
		out = append(out, c.Circle)
	}
	return strings.Join(out, ", ")
}

func answersSay(answers []brief.ConsultationAnswer) string {
	var out []string
	for i := range answers {
		if answers[i].Withdrawn == nil {
			out = append(out, answerSeat(&answers[i])+": "+answers[i].Answer)
		}
	}
	if len(out) == 0 {
		return "none is known here"
	}
	return strings.Join(out, "; ")
}

func answerSeat(x *brief.ConsultationAnswer) string {
	if x.Self {
		return seatName(x.Seat)
	}
	return seatName(x.Seat) + ", says " + seatName(x.By)
}

func (a *app) consultShow() *cobra.Command {
	return showing(a, act.KindConsultation, "consult.show", verb{
		use:     "show REF",
		short:   "Show one consultation, what was put and what was said back",
		long:    "Shows one consultation in full: what was put to whom, and every answer in its\nwords.",
		example: "  parley consult show 7f3a09c41b22",
	}, func(d *desk) ([]brief.ConsultationLine, brief.Footing) {
		s, r, h, w := d.basis()
		x := brief.Consultations(s, r, h, w, a.today())
		return x.Consultations, x.Footing
	}, func(x *brief.ConsultationLine) *brief.Written { return &x.Written }, consultationCard)
}

func consultationCard(x *brief.ConsultationLine) []table {
	t := table{title: "consultation", card: true}
	t.add("topic", x.Topic)
	t.add("with", consultedSay(x))
	t.add("on", momentSays(x.On))
	t.add("issues", issueNames(x.Issues))
	if x.Contact != "" {
		t.add("contact", x.Contact[:refDigits])
	}
	writtenCard(&t, &x.Written)
	t.filled()
	t.body = x.Words
	out := []table{t}
	if len(x.Answers) > 0 {
		l := newListing("answers", col{name: "seat"}, col{name: "on"}, col{name: "answer"}, col{name: "words"})
		for i := range x.Answers {
			r := &x.Answers[i]
			l.add(&r.Written, answerSeat(r), momentSays(r.On), r.Answer, r.Words)
		}
		out = append(out, l.table())
	}
	return out
}

func (a *app) consultGate() *cobra.Command {
	return a.reading(verb{
		use:   "gate",
		short: "Show which issues were consulted on, and what waits for it",
		long: `Shows, for each issue that has owners, whether each of them was consulted on it,
and for each proposal whether it can be tabled, whom it waits for, or why it was
tabled without. It rests on the consultations that this seat can read.`,
		example: "  parley consult gate\n  parley consult gate --json --reveal",
	}, func(d *desk, _ []string) (report, error) {
		s, r, h, w := d.basis()
		x := brief.Consultations(s, r, h, w, a.today())
		owners := table{title: "owners", cols: []col{{name: "issue", ref: true}, {name: "owner"}, {name: "consulted"}, {name: "title"}}}
		for _, i := range x.Issues {
			for _, o := range i.Owners {
				owners.add(i.Issue, seatName(o.Seat), yes(o.Consulted), i.Title)
			}
		}
		out := report{name: "consult.gate", data: gateReport{x.Issues, x.Proposals, x.Says}, tables: []table{owners, proposalListing(x.Proposals).table()}}
		out.tables[1].note = x.Says
		out.texts = append(texts("issues", len(x.Issues) > 0), texts("proposals", len(x.Proposals) > 0)...)
		out.grounds(x.Footing)
		return out, nil
	})
}

// gateReport is the part of the report on consultation that the gate is.
type gateReport struct {
	Issues    []brief.IssueOwners  `json:"issues"`
	Proposals []brief.ProposalGate `json:"proposals"`
	Says      string               `json:"says"`
}
