// SPDX-License-Identifier: Apache-2.0

package web

import (
	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
)

// roundTerm names the words of acceptance rounds. The term is a vocabulary and a
// word of it.
func roundTerm(p *lang.Printer, term string) string {
	switch term {
	case "accept " + act.Yes:
		return p.T("yes")
	case "accept " + act.YesIf:
		return p.T("yes, if")
	case "accept " + act.No:
		return p.T("no")
	case "outcome " + act.AllAccept:
		return p.T("all accept")
	case "outcome " + act.NotAllAccept:
		return p.T("not all accept")
	case "round " + brief.RoundOpen:
		return p.T("open")
	case "round " + brief.RoundPast:
		return p.T("its day has passed; answers count until it is closed")
	case "round " + brief.RoundClosed:
		return p.T("closed")
	case "round " + brief.RoundWithdrawn:
		return p.T("taken back")
	case "round " + brief.RoundAdrift:
		return p.T("left without its mediator")
	case "answered " + brief.AnsweredAll:
		return p.T("has answered")
	case "answered " + brief.AnsweredPart:
		return p.T("has answered in part")
	case "answered " + brief.AnsweredNot:
		return p.T("has not answered")
	case "answered " + brief.AnsweredUnknown:
		return p.T("not known here")
	case "answered " + brief.AnsweredLeft:
		return p.T("has left the process")
	}
	return ""
}
