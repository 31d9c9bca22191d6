// SPDX-License-Identifier: Apache-2.0

package web

import (
	"parley/internal/brief"
	"parley/internal/lang"
)

// termFor puts a word of one vocabulary of the acts into the language of the
// page. The vocabulary is named, since one English word stands for several
// things: a point that an account calls announced is not an exit that was.
func termFor(p *lang.Printer, vocabulary, code string) string {
	out := ""
	switch vocabulary {
	case "form":
		out = formTerm(p, code)
	case "level":
		out = levelTerm(p, code)
	case "facet":
		out = facetTerm(p, code)
	case "status":
		out = statusTerm(p, code)
	case "rule":
		out = ruleTerm(p, code)
	case "answer":
		out = answerTerm(p, code)
	case "undertaking":
		out = undertakingTerm(p, code)
	case "group":
		out = groupTerm(p, code)
	default:
		out = roomTerm(p, vocabulary, code)
	}
	if out == "" {
		return code
	}
	return out
}

// formTerm names how people met.
func formTerm(p *lang.Printer, code string) string {
	switch code {
	case "call":
		return p.T("Call")
	case "meeting":
		return p.T("Meeting")
	case "visit":
		return p.T("Visit")
	case "message":
		return p.T("Message")
	}
	return ""
}

func levelTerm(p *lang.Printer, code string) string {
	switch code {
	case "leaders":
		return p.T("leaders")
	case "ministers":
		return p.T("ministers")
	case "envoys":
		return p.T("envoys")
	case "delegations":
		return p.T("delegations")
	case "experts":
		return p.T("experts")
	}
	return ""
}

// facetTerm names a comparable part of a claim.
func facetTerm(p *lang.Printer, code string) string {
	switch code {
	case "number":
		return p.T("number")
	case "scope":
		return p.T("what it covers")
	case "time":
		return p.T("when")
	case "condition":
		return p.T("condition")
	case "actor":
		return p.T("who acts")
	case "status":
		return p.T("how far it is")
	}
	return ""
}

// statusTerm says how far a point is in the view of an account.
func statusTerm(p *lang.Printer, code string) string {
	switch code {
	case "requested":
		return p.T("requested")
	case "proposed":
		return p.T("proposed")
	case "noted":
		return p.T("noted")
	case "agreed":
		return p.T("agreed")
	case "announced":
		return p.T("announced")
	case "refused":
		return p.T("refused")
	case "done":
		return p.T("done")
	}
	return ""
}

// ruleTerm says how two values depart from each other.
func ruleTerm(p *lang.Printer, code string) string {
	switch code {
	case brief.RuleWords:
		return p.T("other words")
	case brief.RuleRange:
		return p.T("numbers that have none in common")
	case brief.RuleUnit:
		return p.T("numbers in different units; nothing is converted")
	case brief.RuleOutright:
		return p.T("one states it outright, the other on a condition")
	case brief.RuleOverlap:
		return p.T("numbers that differ and have some in common: both can hold")
	}
	return ""
}

// answerTerm says what was answered to an undertaking.
func answerTerm(p *lang.Printer, code string) string {
	switch code {
	case "read-back":
		return p.T("the words were read back")
	case "confirmed":
		return p.T("the words are right")
	case "corrected":
		return p.T("the words were others")
	case "disowned":
		return p.T("it was not said so")
	case "kept":
		return p.T("it was kept")
	case "not-kept":
		return p.T("it was not kept")
	}
	return ""
}

// undertakingTerm says how an undertaking stands.
func undertakingTerm(p *lang.Printer, code string) string {
	switch code {
	case brief.UndertakingOwnWords:
		return p.T("written by the seat that undertakes")
	case brief.UndertakingNotReadBack:
		return p.T("not read back")
	case brief.UndertakingReadBack:
		return p.T("read back, not confirmed")
	case brief.UndertakingReported:
		return p.T("an answer is reported by another seat")
	case brief.UndertakingConfirmed:
		return p.T("confirmed by the seat that undertakes")
	case brief.UndertakingCorrected:
		return p.T("corrected by the seat that undertakes")
	case brief.UndertakingDisowned:
		return p.T("not owned by the seat that is said to undertake")
	case brief.UndertakingReworded:
		return p.T("written again since it was answered")
	case brief.UndertakingWithdrawn:
		return p.T("withdrawn by whoever entered it")
	}
	return ""
}

// groupTerm names a register by which changes are grouped.
func groupTerm(p *lang.Printer, code string) string {
	switch code {
	case "process":
		return p.T("Process")
	case "contacts":
		return p.T("Contacts")
	case "announcements":
		return p.T("Announcements")
	case "undertakings":
		return p.T("Undertakings")
	case "formats":
		return p.T("Formats")
	case "leverage":
		return p.T("Leverage")
	case "commitments":
		return p.T("Commitments")
	case "consultation":
		return p.T("Consultation")
	case "issues":
		return p.T("Issues")
	case "positions":
		return p.T("Positions")
	case "packages":
		return p.T("Packages")
	case "models":
		return p.T("Models of stability")
	case "events":
		return p.T("Events")
	case "notes":
		return p.T("Notes")
	case "release":
		return p.T("Showing to others")
	case "roster":
		return p.T("Roster")
	case "other":
		return p.T("Other entries")
	}
	return ""
}
