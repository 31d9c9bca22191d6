// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
)

// shownAct is the content of an act for reading: words first, then facts.
type shownAct struct {
	Words   string
	Quoted  bool // the words are verbatim
	Rows    []shownRow
	Claims  []act.Claim
	Choices []act.Choice

	Preference *act.Preference // shown as a table of what is worth how much
}

// shownRow is one fact. Of its values one is set, or several that belong
// together.
type shownRow struct {
	Label      string // marked with phrase.T
	Text       string
	Lines      []string
	Word       string // of the record
	Vocabulary string // of the word; empty for one of wordFor
	Moment     act.Moment
	Minutes    *[2]int64 // at the least and at the most; 0 is not stated
	Entry      string
	Seats      []string
}

// shownRows collects facts, and leaves out what was not stated.
type shownRows []shownRow

func (s *shownRows) text(label, text string) {
	if text != "" {
		*s = append(*s, shownRow{Label: label, Text: text})
	}
}

func (s *shownRows) term(label, vocabulary, word string) {
	if word != "" {
		*s = append(*s, shownRow{Label: label, Word: word, Vocabulary: vocabulary})
	}
}

func (s *shownRows) moment(label string, m act.Moment) {
	if m.Known() {
		*s = append(*s, shownRow{Label: label, Moment: m})
	}
}

func (s *shownRows) due(label string, d act.Due) {
	s.moment(label, d.When)
	s.text(phrase.T("Due, in the words spoken"), d.Says)
}

func (s *shownRows) seats(label string, seats ...string) {
	if len(seats) > 0 && seats[0] != "" {
		*s = append(*s, shownRow{Label: label, Seats: seats})
	}
}

func (s *shownRows) entry(label string, refs ...string) {
	for _, ref := range refs {
		if ref != "" {
			*s = append(*s, shownRow{Label: label, Entry: ref})
		}
	}
}

func (s *shownRows) lines(label string, lines []string) {
	if len(lines) > 0 {
		*s = append(*s, shownRow{Label: label, Lines: lines})
	}
}

// fieldsOf lays out an act. A kind that it does not know is shown by its kind
// alone.
func fieldsOf(a act.Act) shownAct {
	var rows shownRows
	switch a := a.(type) {
	case act.Note:
		return shownAct{Words: a.Text}
	case act.Event:
		rows.text(phrase.T("What happened, in one line"), a.Title)
		rows.moment(phrase.T("Day"), act.Moment{Day: a.Date, Until: a.Until})
		rows = append(rows, groundRows(act.Ground{Mark: a.Mark, Teller: a.Teller, Sources: a.Sources, Illustrative: a.Illustrative})...)
		return shownAct{Words: a.Text, Rows: rows}
	case act.Title:
		rows.text(phrase.T("Title"), a.Title)
		return shownAct{Words: a.Summary, Rows: rows}
	case act.SeatName:
		rows.text(phrase.T("Seat"), a.Seat)
		rows.text(phrase.T("Name"), a.Name)
		rows.text(phrase.T("How it describes its part"), a.Says)
		rows.text(phrase.T("Short word for the command line"), a.Short)
	case act.Ask:
		rows.entry(phrase.T("Entry"), a.Entry)
		rows.seats(phrase.T("Who is to be shown it"), a.To...)
		rows.text(phrase.T("Parts asked for"), numbersText(a.Parts))
		return shownAct{Words: a.Why, Rows: rows}
	case act.Contact:
		return showContact(a)
	case act.Readout:
		return showReadout(a)
	case act.Announcement:
		return showAnnouncement(a)
	case act.Undertaking:
		return showUndertaking(a)
	case act.UndertakingAnswer:
		return showAnswer(a)
	case act.Issue:
		return showIssue(a)
	case act.Format:
		return showFormat(a)
	case act.FormatPoint:
		return showPoint(a)
	case act.Leverage:
		return showLeverage(a)
	case act.LeverageStep:
		return showLeverageStep(a)
	case act.Commitment:
		return showCommitment(a)
	case act.CommitmentStep:
		return showCommitmentStep(a)
	case act.Consultation:
		return showConsultation(a)
	case act.ConsultationAnswer:
		return showConsulted(a)
	case act.Proposal:
		return showProposal(a)
	case act.Consent:
		return showConsent(a)
	case act.Phase:
		return showPhase(a)
	case act.Exit:
		return showExit(a)
	case act.Position:
		return showPosition(a)
	case act.Preference:
		return showPreference(a)
	case act.Model:
		return showModel(a)
	case act.Round:
		return showRound(a)
	case act.RoundAnswer:
		return showRoundAnswer(a)
	case act.RoundResult:
		return showRoundResult(a)
	case act.Withdrawal:
		rows.entry(phrase.T("Takes back"), a.Entry)
		return shownAct{Words: a.Why, Rows: rows}
	}
	return shownAct{Rows: rows}
}

// sourcesText lists sources: short name, then where it can be read.
func sourcesText(sources []act.Source) string {
	var out []string
	for _, s := range sources {
		out = append(out, "["+s.Key+"] "+s.At)
	}
	return strings.Join(out, "; ")
}

func seconds(d time.Duration) int { return int(d.Round(time.Second) / time.Second) }

// Has reports whether a seat is ticked for a new channel.
func (w writePage) Has(seat string) bool {
	for _, s := range w.Chosen {
		if s == seat {
			return true
		}
	}
	return false
}

// Own reports whether a seat is the own one.
func (f *frame) Own(seat string) bool { return f.Me.Seat == seat }

// Ref names a seat.
func (f *frame) Ref(seat string) brief.SeatRef { return f.r.refs([]string{seat})[0] }
