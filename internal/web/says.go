// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"encoding/hex"
	"strings"

	"parley/internal/act"
	"parley/internal/node"
)

// maxSays is how much of a text stands in one line, in characters.
const maxSays = 120

// says puts into one line what an entry does, in the language of the page. Words
// of its author stand as they are. An entry that is not opened here says
// nothing.
func (r *request) says(ref string) string {
	id, err := node.ParseID(ref)
	if err != nil {
		return ""
	}
	l, ok := r.view.State.Line(id)
	if !ok {
		return r.p.T("not opened here")
	}
	if l.Act != nil {
		return r.saysAct(l.Act)
	}
	zero := [len(l.Adopts)]byte{}
	switch {
	case l.Unknown:
		return r.p.T("of a kind that this version does not know")
	case l.Grant != nil && l.Grant.OwnWords:
		return r.p.T("permits the idea of {entry} to be used before {seats}, in the mediator’s own words",
			"entry", hex.EncodeToString(l.Grant.Entry[:shortRef/2]), "seats", r.names(l.Grant.Audience))
	case l.Grant != nil:
		return r.p.T("permits that {entry} be shown to {seats}", "entry", hex.EncodeToString(l.Grant.Entry[:shortRef/2]), "seats", r.names(l.Grant.Audience))
	case l.Adopts != zero:
		return r.p.T("puts {entry} on the record", "entry", hex.EncodeToString(l.Adopts[:shortRef/2]))
	case l.Shown != nil:
		return r.p.T("shows {entry}, written by {seat}", "entry", hex.EncodeToString(l.Shown.Entry[:shortRef/2]), "seat", r.name(l.Shown.Author.Seat))
	case l.Void != "":
		return r.p.T("cannot be used")
	}
	return kindFor(r.p, l.Kind)
}

// saysAct is one line for an act.
func (r *request) saysAct(a act.Act) string {
	p := r.p
	switch a := a.(type) {
	case act.Title:
		return lineOf(a.Title)
	case act.SeatName:
		return p.T("seat {seat} is called {name}", "seat", a.Seat, "name", a.Name)
	case act.Note:
		return lineOf(a.Text)
	case act.Event:
		return p.Day(a.Date) + ": " + lineOf(a.Title)
	case act.Ask:
		if len(a.Parts) == 0 {
			return p.T("asks to use the idea of {entry} before {seats}", "entry", shorten(a.Entry), "seats", r.names(a.To))
		}
		return p.T("asks to show {entry} to {seats}", "entry", shorten(a.Entry), "seats", r.names(a.To))
	case act.Phase:
		return p.T("{phase}, since {day}", "phase", termFor(p, "phase", a.Phase), "day", p.Day(a.Since))
	case act.Issue:
		return lineOf(a.Title)
	case act.Contact:
		return momentText(p, a.When) + ", " + formTerm(p, a.Form) + ": " + lineOf(a.Title)
	case act.Readout:
		return a.Teller + ": " + r.titleOf(a.Contact)
	case act.Announcement:
		return momentText(p, a.When) + ", " + a.Speaker.Name + ": " + lineOf(a.Words)
	case act.Undertaking:
		return r.name(a.By) + ": " + lineOf(a.Words)
	case act.UndertakingAnswer:
		out := answerTerm(p, a.Answer) + ": "
		if a.Words != "" {
			return out + lineOf(a.Words)
		}
		return out + r.titleOf(a.Undertaking)
	case act.Withdrawal:
		return p.T("takes back {entry}", "entry", r.titleOf(a.Entry))
	}
	return r.saysTerms(a)
}

// saysTerms is one line for the acts by which meetings, leverage, commitments
// and consultation are worked on.
func (r *request) saysTerms(a act.Act) string {
	word := func(vocabulary, code string) string { return termFor(r.p, vocabulary, code) }
	switch a := a.(type) {
	case act.Format:
		return lineOf(a.Title)
	case act.FormatPoint:
		return r.titleOf(a.Format) + ", " + word("aspect", a.Aspect) + ": " + lineOf(a.Value) + ", " + r.forSeat(a.For) + word("stand", a.Stand)
	case act.Leverage:
		return word("sort", a.Sort) + ", " + a.Holder + ": " + lineOf(a.Title)
	case act.LeverageStep:
		return r.titleOf(a.Leverage) + ", " + momentText(r.p, a.On) + ": " + word("step", a.Step) + after(", ", dueText(r.p, a.Deadline))
	case act.Commitment:
		return r.name(a.By) + ": " + lineOf(a.Words)
	case act.CommitmentStep:
		return r.titleOf(a.Commitment) + ": " + word("kept", a.Step) + after(", ", lineOf(a.Words))
	case act.Consultation:
		return lineOf(a.Topic) + after(": ", strings.Trim(r.someNames(a.With)+", "+a.Circle, ", "))
	case act.ConsultationAnswer:
		return r.titleOf(a.Consultation) + ": " + r.forSeat(a.For) + word("consulted", a.Answer) + after(", ", lineOf(a.Words))
	case act.Proposal:
		return word("stage", a.Stage) + ": " + lineOf(a.Title)
	case act.Position:
		return r.name(a.Of) + ", " + word("basis", a.Basis) + ", " + word("position", a.Sort) + ": " + lineOf(cmp.Or(a.Words, a.Number.Says))
	case act.Preference:
		return r.name(a.Of) + ", " + word("basis", a.Basis) + ": " + r.p.N("what {n} issues are worth", int64(len(a.Issues))) + after(", ", lineOf(a.View))
	case act.Model:
		return lineOf(a.Title)
	case act.Round:
		return lineOf(a.Title) + after(": ", r.someNames(a.Asked))
	case act.RoundAnswer:
		return r.titleOf(a.Round)
	case act.RoundResult:
		return r.titleOf(a.Round) + after(": ", lineOf(a.Words))
	case act.Consent:
		return word("consent", a.Stand) + after(": ", r.titleOf(a.Format)) + after(", ", lineOf(a.Condition))
	case act.Exit:
		return word("exit", a.Stage) + after(", ", lineOf(a.Condition)) + after(": ", lineOf(a.Words))
	}
	return kindFor(r.p, a.Kind())
}

// forSeat begins a line that reports another seat.
func (r *request) forSeat(seat string) string {
	if seat == "" {
		return ""
	}
	return r.p.T("for {seat}:", "seat", r.name(seat)) + " "
}

// someNames lists seats; nothing for none.
func (r *request) someNames(seats []string) string {
	if len(seats) == 0 {
		return ""
	}
	return r.names(seats)
}

// titleOf calls an entry by its title or words, or by its reference when it is
// not opened here.
func (r *request) titleOf(ref string) string {
	if ref == "" {
		return ""
	}
	id, err := node.ParseID(ref)
	if err == nil {
		if l, ok := r.view.State.Line(id); ok && l.Act != nil {
			return titleOfAct(r, l.Act)
		}
	}
	return shorten(ref)
}

func titleOfAct(r *request, a act.Act) string {
	switch a := a.(type) {
	case act.Contact:
		return lineOf(a.Title)
	case act.Readout: // of which contact it is stands beside it
		return a.Teller
	case act.Announcement:
		return a.Speaker.Name + ": " + lineOf(a.Words)
	case act.Undertaking:
		return "“" + lineOf(a.Words) + "”"
	case act.Commitment:
		return "“" + lineOf(a.Words) + "”"
	case act.Leverage:
		return lineOf(a.Title)
	case act.Consultation:
		return lineOf(a.Topic)
	case act.Round:
		return lineOf(a.Title)
	}
	return r.saysAct(a)
}

// homeOf is the page below the desk on which an entry stands with what belongs
// to it: the contact of an account, the undertaking of an answer. Others stand on
// the page of their entry.
func (r *request) homeOf(ref string) string {
	id, err := node.ParseID(ref)
	if err != nil {
		return "/entry/" + ref
	}
	l, _ := r.view.State.Line(id)
	switch a := l.Act.(type) {
	case act.Contact:
		return "/contact/" + ref
	case act.Undertaking:
		return "/undertaking/" + ref
	case act.Readout:
		return "/contact/" + a.Contact
	case act.UndertakingAnswer:
		return "/undertaking/" + a.Undertaking
	case act.Round:
		return "/round/" + ref
	case act.RoundAnswer:
		return "/round/" + a.Round
	case act.RoundResult:
		return "/round/" + a.Round
	case act.Proposal:
		if len(a.Choices) > 0 {
			return "/package/" + ref
		}
		return "/proposal/" + ref
	}
	return "/entry/" + ref
}

// called is what stands in a field for a value that is not among its choices.
func (r *request) called(f field, value string) string {
	if f.kind == entryField {
		return r.titleOf(value)
	}
	return value
}

// after joins a text to what stands before it, when there is one.
func after(join, text string) string {
	if text == "" {
		return ""
	}
	return join + text
}

// lineOf is the beginning of a text, cut at a line end or at the limit.
func lineOf(text string) string {
	line, rest, _ := strings.Cut(strings.TrimSpace(text), "\n")
	line = strings.ReplaceAll(line, "\t", " ")
	if c := []rune(line); len(c) > maxSays {
		return string(c[:maxSays-1]) + "…"
	}
	if rest != "" {
		return line + " …"
	}
	return line
}
