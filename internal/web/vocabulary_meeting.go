// SPDX-License-Identifier: Apache-2.0

package web

import "parley/internal/lang"

// roomTerm puts a word of the acts by which a process is worked on into the
// language of the page: of meetings first, then of what moves the parties.
func roomTerm(p *lang.Printer, vocabulary, code string) string {
	if out := meetingTerm(p, vocabulary+" "+code); out != "" {
		return out
	}
	if out := roundTerm(p, vocabulary+" "+code); out != "" {
		return out
	}
	if out := packageTerm(p, vocabulary+" "+code); out != "" {
		return out
	}
	return pressureTerm(p, vocabulary+" "+code)
}

// meetingTerm names the words of planned meetings, of taking part and of where
// the process is. The term is a vocabulary and a word of it.
func meetingTerm(p *lang.Printer, term string) string {
	switch term {
	case "aspect venue":
		return p.T("Venue")
	case "aspect level":
		return p.T("Level")
	case "aspect date":
		return p.T("Date")
	case "aspect participants":
		return p.T("Participants")
	case "aspect agenda":
		return p.T("Agenda")
	case "plan unknown":
		return p.T("unknown")
	case "plan offered", "stand offered":
		return p.T("offered")
	case "plan claimed":
		return p.T("claimed, not confirmed")
	case "plan confirmed":
		return p.T("confirmed by some")
	case "plan objected":
		return p.T("objected to")
	case "plan agreed":
		return p.T("agreed by all keys")
	case "stand claimed":
		return p.T("claims that it is settled")
	case "stand confirmed":
		return p.T("confirms")
	case "stand objected":
		return p.T("objects")
	case "stand withdrawn":
		return p.T("takes it back")
	case "meeting tentative":
		return p.T("tentative")
	case "meeting confirmed":
		return p.T("date and venue agreed")
	case "meeting withdrawn":
		return p.T("taken off the list")
	case "consent given":
		return p.T("takes part")
	case "consent conditional":
		return p.T("takes part on a condition")
	case "consent withdrawn":
		return p.T("does not take part any more")
	case "consent not-stated", "exit not-stated":
		return p.T("not stated")
	case "exit considered":
		return p.T("considered")
	case "exit announced":
		return p.T("said to come")
	case "exit done":
		return p.T("has left")
	case "exit returned":
		return p.T("has come back")
	}
	return phaseTerm(p, term)
}

// phaseTerm names where a process is.
func phaseTerm(p *lang.Printer, term string) string {
	switch term {
	case "phase contact":
		return p.T("separate contacts")
	case "phase design":
		return p.T("design of the process")
	case "phase confidence":
		return p.T("first partial steps")
	case "phase positions":
		return p.T("exchange of positions")
	case "phase text":
		return p.T("work on a text")
	case "phase pressure":
		return p.T("pressure and deadlines")
	case "phase signature":
		return p.T("signature")
	case "phase implementation":
		return p.T("implementation")
	case "phase breakdown":
		return p.T("breakdown")
	}
	return ""
}
