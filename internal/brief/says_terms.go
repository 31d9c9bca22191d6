// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"

	"parley/internal/act"
	"parley/internal/process"
)

// terms puts into one line the acts by which meetings, leverage, commitments and
// consultation are worked on; ok is false for other acts.
func (f faces) terms(l process.Line) (says string, ok bool) {
	switch a := l.Act.(type) {
	case act.Format:
		return again(a.Amends) + "plans a meeting: " + firstLine(a.Title), true
	case act.FormatPoint:
		return f.pointSays(a), true
	case act.Leverage:
		sort := map[string]string{act.Threat: "a threat", act.Incentive: "an incentive"}[a.Sort]
		return again(a.Amends) + fmt.Sprintf("lists %s, held by %s: %s", sort, a.Holder, firstLine(a.Title)), true
	case act.LeverageStep:
		was := " was "
		if a.Step == "lapsed" {
			was = " "
		}
		return "says that " + f.called(a.Leverage) + was + a.Step + " on " + a.On.Day + dueSays(", to ", a.Deadline), true
	case act.Commitment:
		return again(a.Amends) + f.state.Name(a.By) + " commits itself: " + firstLine(a.Words), true
	case act.CommitmentStep:
		return fmt.Sprintf("says that %s was %s", f.called(a.Commitment), map[string]string{
			"kept": "kept", "partly-kept": "kept in part", "not-kept": "not kept", "released": "released",
		}[a.Step]), true
	case act.Consultation:
		return again(a.Amends) + "consulted " + f.circle(a) + " on " + firstLine(a.Topic), true
	case act.ConsultationAnswer:
		return f.reportedFor(a.For) + map[string]string{
			"agrees": "agrees", "comments": "comments", "reserves": "reserves its position", "objects": "objects",
		}[a.Answer] + " on " + f.called(a.Consultation), true
	case act.Proposal:
		return again(a.Amends) + map[string]string{act.Internal: "works on a proposal: ", act.Tabled: "tables a proposal: "}[a.Stage] + firstLine(a.Title), true
	case act.Consent:
		to := "the process"
		if a.Format != "" {
			to = f.called(a.Format)
		}
		return map[string]string{
			"given": "consents to take part in ", "conditional": "consents, on a condition, to take part in ", "withdrawn": "withdraws its consent to take part in ",
		}[a.Stand] + to, true
	case act.Position:
		return again(a.Amends) + positionSort(a, f.state.Name(a.Of)) + firstLine(positionWords(a)), true
	case act.Preference:
		return again(a.Amends) + f.preferenceSays(a), true
	case act.Model:
		return again(a.Amends) + "keeps a model of stability: " + firstLine(a.Title), true
	case act.Round:
		return again(a.Amends) + fmt.Sprintf("puts %s to %s: ", counted(len(a.Packages), "package", "packages"), f.names(a.Asked)) + firstLine(a.Title), true
	case act.RoundAnswer:
		return again(a.Amends) + "answers in " + f.called(a.Round), true
	case act.RoundResult:
		return "closes " + f.called(a.Round), true
	case act.Exit:
		return map[string]string{
			"considered": "may leave as mediator", "announced": "announces that it leaves as mediator", "done": "leaves as mediator", "returned": "returns as mediator",
		}[a.Stage] + dueSays(", from ", a.Effect), true
	}
	return "", false
}

// pointSays says how a seat stands to a value of a meeting.
func (f faces) pointSays(a act.FormatPoint) string {
	return f.reportedFor(a.For) + map[string]string{
		"offered": "offers", "claimed": "claims", "confirmed": "confirms", "objected": "objects to", "withdrawn": "takes back",
	}[a.Stand] + fmt.Sprintf(" the %s %s of %s", a.Aspect, firstLine(a.Value), f.called(a.Format))
}

// reportedFor begins a sentence that reports another seat.
func (f faces) reportedFor(seat string) string {
	if seat == "" {
		return ""
	}
	return "reports that " + f.state.Name(seat) + " "
}

func (f faces) circle(a act.Consultation) string {
	switch {
	case len(a.With) == 0:
		return a.Circle
	case a.Circle == "":
		return f.names(a.With)
	}
	return f.names(a.With) + ", " + a.Circle
}

// dueSays ends a sentence with a date, when there is one.
func dueSays(word string, d act.Due) string {
	switch {
	case d.When.Known() && d.When.Until != "":
		return word + d.When.Day + " to " + d.When.Until
	case d.When.Known():
		return word + d.When.Day
	case d.Says != "":
		return word + firstLine(d.Says)
	}
	return ""
}

// called names an entry by its title or words, or by its id when it is not
// opened here.
func (f faces) called(ref string) string {
	id, _ := entryID(ref)
	l, ok := f.state.Line(id)
	if !ok {
		return fmt.Sprintf("%.12s, which is not opened here,", ref)
	}
	if title := titleOf(l.Act); title != "" {
		return quoted(title)
	}
	return short(l.ID)
}

func quoted(text string) string { return "“" + firstLine(text) + "”" }

// positionWords is what a position says: its words, or the numbers of a range.
func positionWords(a act.Position) string {
	if a.Words != "" {
		return a.Words
	}
	return a.Number.Says
}

// positionSort begins the line of a position: what of whom it is, and whether it
// was said.
func positionSort(a act.Position, name string) string {
	what := map[string]string{
		"interest": "an interest", "position": "a position", "red-line": "a red line", act.RangeSort: "a range",
		"alternative": "what is done without an agreement",
	}[a.Sort]
	if a.Basis == act.Inferred {
		return "infers " + what + " of " + name + ": "
	}
	return "states " + what + " of " + name + ": "
}

// preferenceSays tells whose preference it is and on what it rests, and none of
// its numbers: a line stands in lists that are read over a shoulder.
func (f faces) preferenceSays(a act.Preference) string {
	verb := "states"
	if a.Basis == act.Inferred {
		verb = "estimates"
	}
	says := fmt.Sprintf("%s what %s prefers, on %s", verb, f.state.Name(a.Of), counted(len(a.Issues), "issue", "issues"))
	if a.View != "" {
		says += " (" + firstLine(a.View) + ")"
	}
	return says
}
