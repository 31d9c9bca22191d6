// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"strings"

	"parley/internal/act"
	"parley/internal/process"
)

// gates shows every proposal with its gate. The gate is of now, whatever day the
// report is of: it decides what can be done now.
func (f faces) gates(at AsOf) []ProposalGate {
	k := gatekeeper{f.state, map[[2]string]process.Gate{}}
	out := []ProposalGate{}
	for _, v := range f.state.Versions(act.KindProposal) {
		if x, ok := v.Act.(act.Proposal); ok && at.takes(act.Moment{}, x.Ground, &v.Line) {
			out = append(out, f.gate(at, &v, &x, k.gate(v.Author.Seat, x)))
		}
	}
	return out
}

// gatekeeper asks for the gate of each issue and seat once. Many proposals touch
// the same issues, and each answer looks at all consultations on one.
type gatekeeper struct {
	state process.State
	known map[[2]string]process.Gate
}

func (k gatekeeper) gate(seat string, x act.Proposal) process.Gate {
	out := process.Gate{Proposal: x, Open: true, Override: x.Override}
	for _, issue := range x.Issues {
		key := [2]string{seat, issue}
		g, ok := k.known[key]
		if !ok {
			g = k.state.Gate(seat, act.Proposal{Issues: []string{issue}})
			k.known[key] = g
		}
		out.Owners = append(out.Owners, g.Owners...)
		out.Unknown = append(out.Unknown, g.Unknown...)
		out.Open = out.Open && g.Open
	}
	return out
}

func (f faces) gate(at AsOf, v *process.Version, x *act.Proposal, g process.Gate) ProposalGate {
	out := ProposalGate{
		Written: f.writtenAt(at, v, x.Ground), Stage: x.Stage, Title: x.Title, Text: x.Text, Issues: f.issues(x.Issues),
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
		out.Gate, out.Says = GateNotSeen, "it was tabled; a consultation that it rests on is not opened here"
	default:
		out.Gate, out.Says = GateWaits, "it waits for consultation: "+out.waitsFor()
	}
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
