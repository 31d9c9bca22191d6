// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/process"
)

// gates shows every proposal with its gate. The gate is of now, whatever day the
// report is of: it decides what can be done now.
func (f faces) gates(at AsOf) []ProposalGate {
	out := []ProposalGate{}
	for _, p := range f.state.Proposals() {
		if x := p.Gate.Proposal; at.takes(act.Moment{}, x.Ground, &p.Line) {
			out = append(out, f.gate(at, &p.Version, &x, p.Gate))
		}
	}
	return out
}

func (f faces) gate(at AsOf, v *process.Version, x *act.Proposal, g process.Gate) ProposalGate {
	out := ProposalGate{
		Written: f.writtenAt(at, v, x.Ground), Stage: x.Stage, Title: x.Title, Text: x.Text, Issues: f.issues(x.Issues),
		Choices: f.choices(at, x.Choices), Offer: f.seatIf(x.By), On: x.On,
		From: x.From, Waits: []GateWait{}, Unknown: list(g.Unknown), Override: g.Override,
	}
	for _, o := range g.Owners {
		if !o.Cleared() {
			issue, _ := o.Issue.Act.(act.Issue)
			out.Waits = append(out.Waits, GateWait{f.seat(o.Seat), IssueRef{process.Ref(o.Issue.First), issue.Title, true}})
		}
	}
	out.Gate, out.Says = GateOpen, "every seat that owns what it touches was consulted or wrote it"
	switch {
	case at.withdrawn(v):
		out.Gate, out.Says = GateWithdrawn, "it was taken back"
	case g.Open:
	case x.Stage == act.Tabled && g.Override != "":
		out.Gate, out.Says = GateOverridden, "it was tabled without, and the reason stands in it"
	case x.Stage == act.Tabled:
		out.Gate, out.Says = GateNotSeen, "it was tabled; whether every seat that owns what it touches was consulted cannot be told from here"
	default:
		out.Gate, out.Says = GateWaits, "it waits for consultation: "+out.waitsFor()
	}
	return out
}

// choices puts choices in the order of the agenda; those of issues that are not on
// it come last.
func (f faces) choices(at AsOf, choices []act.Choice) []PackageChoice {
	out := []PackageChoice{}
	if len(choices) == 0 {
		return out
	}
	place := map[string]int{}
	for _, b := range f.agenda(at) {
		for _, v := range b.issues {
			place[process.Ref(v.First)] = len(place) - 1<<20
		}
	}
	for _, k := range choices {
		out = append(out, PackageChoice{f.issue(k.Issue), k.Option})
	}
	slices.SortStableFunc(out, func(a, b PackageChoice) int { return place[a.Issue.Issue] - place[b.Issue.Issue] })
	return out
}

// waitsFor names whom a proposal waits for.
func (p ProposalGate) waitsFor() string {
	var out []string
	for _, w := range p.Waits {
		out = append(out, w.Seat.Name+" on "+firstLine(w.Issue.Title))
	}
	if n := len(p.Unknown); n > 0 {
		out = append(out, counted(n, "issue that is not opened here", "issues that are not opened here"))
	}
	return strings.Join(out, "; ")
}
