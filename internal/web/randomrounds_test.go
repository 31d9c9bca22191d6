// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"slices"

	"parley/internal/act"
	"parley/internal/process"
)

// inventedRounds are the acts of an acceptance round, each by a seat that may
// write it: a package that was put, the round, an answer, the closing.
func inventedRounds() []func(x *script) act.Act {
	return []func(x *script) act.Act{
		func(x *script) act.Act {
			id := x.earlier(act.KindIssue)
			if id == "" || x.author.role != "mediator" {
				return nil
			}
			return act.Proposal{
				Stage: act.Tabled, Title: x.mark("a package that is put"), Issues: []string{id}, Choices: []act.Choice{{Issue: id, Option: plainOption}},
				Override: x.mark("why nobody was asked"),
			}
		},
		func(x *script) act.Act {
			var asked []string
			for _, s := range x.audience {
				if x.chair(s).role != "mediator" {
					asked = append(asked, s)
				}
			}
			for _, s := range x.said {
				if v, ok := x.state().Version(s.id); ok && s.kind == act.KindProposal && within(x.audience, s.audience) && len(asked) > 1 {
					if p := v.Act.(act.Proposal); p.Stage == act.Tabled && len(p.Choices) > 0 {
						return act.Round{Title: x.mark("a round"), Packages: []string{s.ref()}, Asked: asked, Closes: x.day(), Words: x.mark("to those who are asked")}
					}
				}
			}
			return nil
		},
		func(x *script) act.Act {
			for _, s := range x.said {
				t, ok := x.state().Tally(s.id)
				if !ok || t.Result != nil {
					continue
				}
				for _, a := range t.Answers {
					if a.Seat == x.author.name && len(a.By) == 0 {
						x.audience = []string{x.author.name, s.author.name}
						slices.Sort(x.audience)
						return act.RoundAnswer{Round: s.ref(), Words: x.mark("to the mediator"), Answers: []act.PackageAnswer{
							{Package: t.Packages[0].Package, Answer: act.YesIf, Condition: x.mark("on a condition")},
						}}
					}
				}
			}
			return nil
		},
		func(x *script) act.Act {
			for _, s := range x.said {
				if t, ok := x.state().Tally(s.id); ok && t.Result == nil && s.author == x.author {
					x.audience = s.audience
					return act.RoundResult{
						Round: s.ref(), Outcomes: []act.PackageOutcome{{Package: t.Packages[0].Package, Outcome: t.Packages[0].Outcome()}},
						Words: x.mark("closing words"),
					}
				}
			}
			return nil
		},
	}
}

// state is what the author of a script reads.
func (x *script) state() process.State {
	v, err := x.author.node.View()
	x.ok(err)
	return v.State
}
