// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"slices"

	"parley/bargain"
	"parley/internal/act"
	"parley/internal/process"
)

// partyViews are the preferences that are held of one seat, the newest first.
type partyViews struct {
	seat  string
	views []dated[act.Preference]
}

// caseMaker makes a case; its fields are filled from top to bottom.
type caseMaker struct {
	faces
	at      AsOf
	out     *HeldCase
	agenda  []process.Version
	baskets []string
	parties []partyViews
	issues  []act.Issue // of out.Issues
}

// worthOf is what a preference states of an issue, by whichever writing of the
// issue it names.
func worthOf(v *process.Version, x act.Preference) (act.IssueWorth, bool) {
	// Most name the writing in force or the first one: to look for these decodes
	// nothing.
	now, first := process.Ref(v.ID), process.Ref(v.First)
	for _, w := range x.Issues {
		if w.Issue == now || w.Issue == first {
			return w, true
		}
	}
	if len(v.Earlier)+len(v.Rivals) == 0 {
		return act.IssueWorth{}, false
	}
	for _, w := range x.Issues {
		if id, ok := entryID(w.Issue); ok && v.Is(id) {
			return w, true
		}
	}
	return act.IssueWorth{}, false
}

// rankOf is the place of an issue in an order, from 0; -1 if it is not in it.
func rankOf(v *process.Version, x act.Preference) int {
	return slices.IndexFunc(x.Order, func(ref string) bool {
		id, ok := entryID(ref)
		return ok && v.Is(id)
	})
}

func optionWorth(w act.IssueWorth, option string) (act.OptionWorth, bool) {
	i := slices.IndexFunc(w.Options, func(o act.OptionWorth) bool { return o.Option == option })
	if i < 0 {
		return act.OptionWorth{}, false
	}
	return w.Options[i], true
}

// chooseIssues keeps what every view of every party states, and names the rest.
func (c *caseMaker) chooseIssues() {
	for i := range c.agenda {
		v := &c.agenda[i]
		x := v.Act.(act.Issue)
		ref := c.issue(process.Ref(v.First))
		gap := func(option, why string, seats []SeatRef) {
			c.out.LeftOut = append(c.out.LeftOut, CaseGap{ref, option, why, list(seats)})
		}
		if len(x.Options) < 2 {
			gap("", "no-options", nil)
			continue
		}
		if len(c.parties) == 0 {
			continue
		}
		if without := c.lacking(func(p act.Preference) bool { return c.weighs(v, p) }); len(without) > 0 {
			gap("", "no-weight", without)
			continue
		}
		var options []string
		var gaps []CaseGap
		for _, o := range x.Options {
			without := c.lacking(func(p act.Preference) bool {
				w, _ := worthOf(v, p)
				k, ok := optionWorth(w, o)
				return ok && k.Worth != (act.Span{})
			})
			if len(without) == 0 {
				options = append(options, o)
			} else {
				gaps = append(gaps, CaseGap{ref, o, "no-value", without})
			}
		}
		if len(options) < 2 {
			var seats []SeatRef
			for _, g := range gaps {
				for _, s := range g.Seats {
					if !slices.Contains(seats, s) {
						seats = append(seats, s)
					}
				}
			}
			gap("", "few-values", seats)
			continue
		}
		c.out.LeftOut = append(c.out.LeftOut, gaps...)
		c.out.Issues = append(c.out.Issues, CaseIssue{ref, c.baskets[i], options})
		x.Options = options
		c.issues = append(c.issues, x)
		c.refusals(v, ref, options)
	}
}

// weighs reports whether a preference gives an issue a weight: one that is stated,
// or a place in the order where that is what the preference goes by.
func (c *caseMaker) weighs(v *process.Version, x act.Preference) bool {
	if c.byOrder(x) {
		return rankOf(v, x) >= 0
	}
	w, _ := worthOf(v, x)
	return w.Weight != (act.Span{})
}

// byOrder reports whether weights follow from the order alone: more issues are
// ordered than weighed. Weights and places are never mixed, since nothing says how
// much a place is worth beside a weight.
func (c *caseMaker) byOrder(x act.Preference) bool {
	ordered, weighed := 0, 0
	for i := range c.agenda {
		v := &c.agenda[i]
		if len(v.Act.(act.Issue).Options) < 2 {
			continue
		}
		if rankOf(v, x) >= 0 {
			ordered++
		}
		if w, _ := worthOf(v, x); w.Weight != (act.Span{}) {
			weighed++
		}
	}
	return ordered > weighed
}

// lacking returns the seats of which some view does not state something.
func (c *caseMaker) lacking(states func(act.Preference) bool) []SeatRef {
	var out []SeatRef
	for _, p := range c.parties {
		if slices.ContainsFunc(p.views, func(d dated[act.Preference]) bool { return !states(d.says) }) {
			out = append(out, c.seat(p.seat))
		}
	}
	return out
}

// refusals lists the options of an issue that some could not live with.
func (c *caseMaker) refusals(v *process.Version, ref IssueRef, options []string) {
	for _, o := range options {
		if e, ok := c.refusal(v, ref, o); ok {
			c.out.Excluded = append(c.out.Excluded, e)
		}
	}
}

// refusal names the seats that could not live with an option, in some view.
func (c *caseMaker) refusal(v *process.Version, ref IssueRef, option string) (CaseRefusal, bool) {
	out := CaseRefusal{Issue: ref, Option: option}
	for _, p := range c.parties {
		if slices.ContainsFunc(p.views, func(d dated[act.Preference]) bool {
			w, _ := worthOf(v, d.says)
			k, _ := optionWorth(w, option)
			return k.Live == "no"
		}) {
			out.Seats = append(out.Seats, c.seat(p.seat))
		}
	}
	return out, len(out.Seats) > 0
}

// describeParties says of each party what its numbers rest on.
func (c *caseMaker) describeParties() {
	withOptions := 0
	for _, v := range c.agenda {
		if len(v.Act.(act.Issue).Options) > 1 {
			withOptions++
		}
	}
	for _, p := range c.parties {
		x := p.views[0].says
		y := CaseParty{
			Seat: c.seat(p.seat), You: p.seat == c.state.Seat(), Basis: x.Basis, Estimate: x.Basis == act.Inferred, Views: []PreferenceLink{},
			LimitIs: x.Limit.Words, Agenda: withOptions,
		}
		for _, d := range p.views {
			y.Views = append(y.Views, PreferenceLink{process.Ref(d.ID), c.seat(d.Author.Seat), dayOf(d.Time), d.says.View, string(d.says.Mark), d.says.Illustrative})
		}
		y.Ordered = c.byOrder(x)
		y.Ranged = y.Ordered
		for i := range c.agenda {
			v := &c.agenda[i]
			w, ok := worthOf(v, x)
			if (ok || rankOf(v, x) >= 0) && len(v.Act.(act.Issue).Options) > 1 {
				y.Stated++
			}
			if y.Ordered && w.Weight != (act.Span{}) {
				y.Unused = "weights"
			}
			if !slices.ContainsFunc(c.out.Issues, func(k CaseIssue) bool { return k.Issue == process.Ref(v.First) }) {
				continue
			}
			y.Ranged = y.Ranged || !y.Ordered && w.Weight.High != ""
			for _, o := range w.Options {
				y.Ranged = y.Ranged || o.Worth.High != ""
			}
		}
		if weights, order := c.weights(x); !y.Ordered && order != nil && contradicts(weights, order) {
			y.Unused = "order"
		}
		y.Ranged = y.Ranged || x.Limit.Worth.High != ""
		y.Limit = c.limitWord(x)
		c.out.Parties = append(c.out.Parties, y)
	}
}

func (c *caseMaker) limitWord(x act.Preference) string {
	l := x.Limit
	switch {
	case len(l.Package) > 0:
		if c.place(l.Package) != nil {
			return "package"
		}
		for _, issue := range c.out.Issues {
			if _, ok := c.choice(issue, l.Package); !ok {
				return "open-package"
			}
		}
		return "uncounted-package"
	case l.Worth != (act.Span{}):
		if c.uncounted(x).Sign() > 0 {
			return "worth-of-more"
		}
		return "worth"
	case l.Words != "":
		return "words"
	}
	return "none"
}

// place puts choices into the model; nil when an issue of the case is left open
// or an option is not counted.
func (c *caseMaker) place(choices []act.Choice) bargain.Package {
	if len(c.out.Issues) == 0 {
		return nil
	}
	out := make(bargain.Package, len(c.out.Issues))
	for i, issue := range c.out.Issues {
		o, ok := c.choice(issue, choices)
		n := slices.Index(issue.Options, o)
		if !ok || n < 0 {
			return nil
		}
		out[i] = n
	}
	return out
}

// choice is what some choices settle an issue by.
func (c *caseMaker) choice(issue CaseIssue, choices []act.Choice) (option string, ok bool) {
	for _, k := range choices {
		if c.issue(k.Issue).Issue == issue.Issue {
			return k.Option, true
		}
	}
	return "", false
}

// models makes the two models.
func (c *caseMaker) models() {
	if len(c.out.Issues) == 0 || len(c.parties) == 0 {
		return
	}
	var constraints []bargain.Constraint
	issues := make([]bargain.Issue, len(c.out.Issues))
	for i, x := range c.out.Issues {
		issues[i] = bargain.Issue{ID: c.issueID(i), Name: x.Title}
		for n, o := range x.Options {
			issues[i].Options = append(issues[i].Options, bargain.Option{ID: o, Name: o})
			for _, e := range c.out.Excluded {
				if e.Issue == x.IssueRef && e.Option == o {
					constraints = append(constraints, bargain.Constraint{If: bargain.Pattern{{Issue: i, Options: []int{n}}}, Why: c.refusalSays(e)})
				}
			}
		}
	}
	middle := &bargain.Model{Name: c.state.Title(), Issues: issues, Constraints: constraints}
	ranges := &bargain.Model{Name: middle.Name, Issues: issues, Constraints: constraints}
	for _, p := range c.parties {
		party := bargain.Party{ID: p.seat, Name: c.seat(p.seat).Name}
		one := party
		one.Views = []bargain.View{c.view(p.views[0].says, false)}
		middle.Parties = append(middle.Parties, one)
		for _, d := range p.views {
			party.Views = append(party.Views, c.view(d.says, true))
		}
		ranges.Parties = append(ranges.Parties, party)
	}
	c.out.Middle, c.out.Ranges = middle, ranges
}

// issueID is the title of an issue, made unique.
func (c *caseMaker) issueID(i int) string {
	title, n := c.out.Issues[i].Title, 1
	for _, x := range c.out.Issues[:i] {
		if x.Title == title {
			n++
		}
	}
	if n == 1 {
		return title
	}
	return fmt.Sprintf("%s (%d)", title, n)
}

func (c *caseMaker) refusalSays(e CaseRefusal) string {
	var names []string
	for _, s := range e.Seats {
		names = append(names, s.Seat)
	}
	return fmt.Sprintf("%s could not live with %s", c.names(names), quoted(e.Option))
}
