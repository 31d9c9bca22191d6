// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/act"
	"parley/internal/process"
)

// packages lists the proposals that choose options, with what this case makes of
// them.
func (c *caseMaker) packages() {
	for _, d := range inOrder(c.at, c.state.Versions(act.KindProposal), onProposal) {
		if len(d.says.Choices) == 0 || c.at.withdrawn(d.Version) {
			continue
		}
		x := c.casePackage(d.says)
		x.Written = c.writtenAt(c.at, d.Version, d.says.Ground)
		c.out.Packages = append(c.out.Packages, x)
	}
}

// casePackage is what this case makes of a proposal that chooses options.
func (c *caseMaker) casePackage(says act.Proposal) CasePackage {
	x := CasePackage{
		Title: says.Title, Stage: says.Stage, Offer: c.seatIf(says.By), On: says.On,
		Choices: []PackageChoice{}, Open: []IssueRef{}, Unknown: []IssueRef{}, Refused: []CaseRefusal{}, Package: c.place(says.Choices),
	}
	if id, ok := entryID(says.From); ok {
		x.From = says.From
		if v, ok := c.state.Version(id); ok {
			x.From = process.Ref(v.First)
		}
	}
	c.choose(&x, says.Choices)
	return x
}

// Current are the packages without drafts that stand twice: an internal one from
// which another was tabled, unless it was written again since and chooses something
// else now.
func (c *HeldCase) Current() (out []CasePackage) {
	for _, x := range c.Packages {
		if !slices.ContainsFunc(c.Packages, func(y CasePackage) bool {
			return y.From == x.First && x.Stage == act.Internal && (slices.Equal(x.Choices, y.Choices) || !x.Time.After(y.Time))
		}) {
			out = append(out, x)
		}
	}
	return out
}

// Placed are those of the current packages that settle every issue of the case by
// options that are counted.
func (c *HeldCase) Placed() []CasePackage {
	return slices.DeleteFunc(c.Current(), func(x CasePackage) bool { return x.Package == nil })
}

// choose puts choices in the order of the agenda; those of issues that are not on
// it come last.
func (c *caseMaker) choose(x *CasePackage, choices []act.Choice) {
	rest := slices.Clone(choices)
	for i := range c.agenda {
		ref := c.issue(process.Ref(c.agenda[i].First))
		n := slices.IndexFunc(rest, func(k act.Choice) bool { return c.issue(k.Issue).Issue == ref.Issue })
		at := slices.IndexFunc(c.out.Issues, func(k CaseIssue) bool { return k.Issue == ref.Issue })
		if n < 0 {
			if at >= 0 {
				x.Open = append(x.Open, ref)
			}
			continue
		}
		option := rest[n].Option
		x.Choices = append(x.Choices, PackageChoice{ref, option})
		if at >= 0 && !slices.Contains(c.out.Issues[at].Options, option) {
			x.Unknown = append(x.Unknown, ref)
		}
		if e, ok := c.refusal(&c.agenda[i], ref, option); ok {
			x.Refused = append(x.Refused, e)
			if at < 0 || !slices.Contains(c.out.Issues[at].Options, option) {
				x.Package = nil // the case does not know that somebody could not live with it
			}
		}
		rest = slices.Delete(rest, n, n+1)
	}
	for _, k := range rest {
		x.Choices = append(x.Choices, PackageChoice{c.issue(k.Issue), k.Option})
	}
}
