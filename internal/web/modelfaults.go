// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strconv"
	"strings"

	"parley/internal/brief"
)

// faultText says in the language of the page what is missing or wrong, and what can
// be done.
func (e *modeling) faultText(f brief.DraftFault) string {
	p, what := e.r.p, apart(f.What)
	list := apart(strings.Join(f.List, ", "))
	if f.More > 0 {
		list += " " + p.N("and {n} more", int64(f.More))
	}
	text := ""
	switch f.Code {
	case brief.FaultEmpty:
		return p.T("Fill in: {field}", "field", e.fieldSays(f))
	case brief.FaultNone:
		if f.Step == brief.DraftWho {
			return p.T("Name at least one who decides")
		}
		return p.T("Name at least one thing that somebody can do")
	case brief.FaultMany:
		text = p.T("More than {most} are not possible; what always goes together can be one", "most", f.What)
	case brief.FaultTwice:
		if f.Step == brief.DraftPrefer && len(f.List) > 0 {
			text = p.T("{what} stands there a second time: no outcome is both better and worse than another", "what", what)
		} else {
			text = p.T("{what} stands there a second time", "what", what)
		}
	case brief.FaultID:
		text = p.T("{what} cannot be named in a condition: use letters, digits, “_”, “.” and “-”", "what", what)
	case brief.FaultWord:
		text = p.T("Choose one of those that are offered")
	case brief.FaultOption:
		text = p.T("There is no option {what}. There are: {list}", "what", what, "list", list)
	case brief.FaultDM:
		text = p.T("Nobody is called {what}. There are: {list}", "what", what, "list", list)
	case brief.FaultCondition:
		text = p.T("{what} cannot be read: join the short names by the signs that are listed, and close every parenthesis", "what", what)
	case brief.FaultNoState:
		return p.T("No outcome is left: what is said here excludes everything")
	case brief.FaultState:
		text = p.T("{what} is no outcome: give its number, or one letter Y or N for each option", "what", what)
	case brief.FaultApart:
		text = p.T("{what} is one outcome with another that stands elsewhere in the order", "what", what)
	case brief.FaultExcluded:
		text = p.T("{what} cannot be, because of {list}; leave it out", "what", what, "list", list)
	case brief.FaultMissing:
		text = p.T("These outcomes have no place yet: {list}", "list", list)
	case brief.FaultUnstated:
		return p.T("Nothing is said yet of what {name} prefers", "name", apart(e.faultDM(f)))
	case brief.FaultAmount:
		if maybeThousands(f.What, ",") {
			text = p.T("{what} can be read in two ways: write {whole} or {parts}", "what", what,
				"whole", apart(strings.Replace(f.What, ",", "", 1)), "parts", apart(strings.TrimRight(strings.Replace(f.What, ",", ".", 1), "0")+"0"))
			break
		}
		text = p.T("{what} is no number; write for example 2, 0.5 or 1/3", "what", what)
	case brief.FaultNegative:
		text = p.T("{what} is less than nothing", "what", what)
	case brief.FaultNoAmount:
		text = p.T("{what} has no amount", "what", what)
	case brief.FaultTooLarge:
		text = p.T("There are too many outcomes to list them; state an order of statements instead")
	case brief.FaultLong:
		text = p.T("As a file the model is longer than {most} characters; an order of statements is shorter than a list of outcomes", "most", f.What)
	case brief.FaultSomeOnly:
		return p.T("A way of thinking ahead is said for some and not for all")
	default:
		text = f.What
	}
	if f.Step == brief.DraftPrefer {
		text = p.T("{name}: {fault}", "name", apart(e.faultDM(f)), "fault", text)
	}
	if f.Line > 0 {
		text = p.T("Line {line}: {fault}", "line", p.Number(int64(f.Line)), "fault", text)
	}
	return text
}

// faultDM is the decision maker that a fault is of.
func (e *modeling) faultDM(f brief.DraftFault) string {
	if i, ok := rowOf("dms", f.Field); ok && i < len(e.m.DMs) {
		return e.whose(e.m.DMs[i].ID)
	}
	return ""
}

// fieldSays names the field that is empty.
func (e *modeling) fieldSays(f brief.DraftFault) string {
	p := e.r.p
	label := func() string {
		switch field := f.Field[strings.LastIndexByte(f.Field, '.')+1:]; {
		case f.Field == "title":
			return p.T("What it asks, in one line")
		case field == "name":
			return p.T("Name")
		case f.Field == "infeasible":
			return p.T("What cannot be together")
		case f.Field == "coalesce":
			return p.T("What counts as one outcome")
		case field == "when":
			return p.T("When it counts")
		case field == "max":
			return p.T("Most there can be of it")
		case strings.HasPrefix(f.Field, "budgets"):
			return p.T("Budgets")
		case strings.Contains(f.Field, "effects"):
			return p.T("What a unit is worth")
		}
		return p.T("Condition")
	}()
	for _, group := range []string{"dms", "options", "tools"} {
		if i, ok := rowOf(group, f.Field); ok {
			return label + " (" + strconv.Itoa(i+1) + ")"
		}
	}
	return label
}
