// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"
	"math/big"
	"slices"

	"parley/bargain"
	"parley/internal/act"
)

// A PackageOutlook says what is to be gained from a package on, and what each
// change of it would cost whom. It needs the preferences of two parties at the
// least, and counts the issues alone of which all of them have stated enough.
type PackageOutlook struct {
	Footing
	AsOf    AsOf        `json:"as_of"`
	Parties []CaseParty `json:"parties"`
	Without []SeatRef   `json:"without"` // parties of the process of which no preference is held
	Issues  []CaseIssue `json:"issues"`  // that are counted
	LeftOut []CaseGap   `json:"left_out"`
	Why     string      `json:"why"` // a word of [OutlookSilences]; empty when there is an answer
	Says    string      `json:"says"`

	// Efficient says that no package gives somebody more and nobody less; with Proven
	// it is a proof.
	Efficient bool           `json:"efficient"`
	Proven    bool           `json:"proven"`
	ForAll    int            `json:"for_all"` // points that give everybody more
	Step      *OtherPackage  `json:"step"`    // whose least gain is the greatest; nil if efficient
	More      []OtherPackage `json:"more"`    // per party of which there is one: the most for it at no cost to anybody
	Prices    []PackagePrice `json:"prices"`  // of every change of one issue
	Trades    []PackageTrade `json:"trades"`  // two concessions that cost nobody anything together, the best first
	Asked     *BesideChange  `json:"asked"`   // the change that was asked for
	Makes     *OtherPackage  `json:"makes"`   // with it and nobody worse off than before; nil if there is none
}

// An OtherPackage is how another package differs from the one that is looked at.
type OtherPackage struct {
	For     *SeatRef        `json:"for,omitempty"` // for whom it is the best of its kind
	Changes []BesideChange  `json:"changes"`
	Gains   []SeatGain      `json:"gains"`
	Choices []PackageChoice `json:"choices"` // all of it, with what is not counted as it was
	Ties    int             `json:"ties"`    // other packages that do as well
	Proven  bool            `json:"proven"`
}

// A SeatGain is what a party gains, of 100; less than zero is what it loses.
type SeatGain struct {
	Seat SeatRef `json:"seat"`
	More string  `json:"more"`
}

// A PackagePrice is one change of the package and what it means to each party.
type PackagePrice struct {
	BesideChange
	Gains   []SeatGain `json:"gains"`
	Allowed bool       `json:"allowed"` // nobody said that it could not live with it
}

// A PackageTrade is two changes together.
type PackageTrade struct {
	First  BesideChange `json:"first"`
	Second BesideChange `json:"second"`
	Gains  []SeatGain   `json:"gains"`
}

// OutlookSilences returns the reasons why nothing can be said of what a package
// leaves to be gained: the preferences of fewer than two parties are held; there
// is no issue of which all have stated enough; the package leaves such an issue
// open; it chooses an option of which somebody has not stated the worth; it chooses
// one that somebody could not live with; the numbers are finer than is calculated
// here; the calculation was stopped, when prices and trades may be there all the same.
func OutlookSilences() []string {
	return []string{"alone", "no-issue", "open", "unvalued", "refused", "too-fine", "stopped"}
}

const packageOutlookSays = "Where ranges are stated, single figures stand at their middle. A gain is what these numbers say, and asks which of them is wrong."

// outlookTrades is how many exchanges of two concessions are named.
const outlookTrades = 8

// Outlook looks at a package of a case. asked names a change of one issue, for
// which it says what would make up for it; the zero choice names none. The error is
// [ErrNoPackage].
func Outlook(ctx context.Context, c *HeldCase, first string, asked act.Choice) (*PackageOutlook, error) {
	i := slices.IndexFunc(c.Packages, func(p CasePackage) bool { return p.First == first })
	if i < 0 {
		return nil, ErrNoPackage
	}
	p := c.Packages[i]
	out := &PackageOutlook{
		Footing: c.Footing, AsOf: c.AsOf, Parties: c.Parties, Without: c.Without, Issues: c.Issues, LeftOut: c.LeftOut, Says: packageOutlookSays,
		More: []OtherPackage{}, Prices: []PackagePrice{}, Trades: []PackageTrade{},
	}
	switch {
	case len(c.Parties) < 2:
		out.Why = "alone"
	case c.Middle == nil:
		out.Why = "no-issue"
	case len(p.Open) > 0:
		out.Why = "open"
	case p.Package == nil:
		out.Why = "unvalued"
	case slices.ContainsFunc(c.Middle.Constraints, func(k bargain.Constraint) bool { return !k.Allows(p.Package) }):
		out.Why = "refused"
	}
	if out.Why != "" {
		return out, nil
	}
	problem, err := bargain.Compile(c.Middle)
	if err == nil {
		err = outlook{ctx, c, p, problem, out}.fill(asked)
	}
	switch {
	case errors.Is(err, bargain.ErrTooFine):
		out.Why = "too-fine"
	case err != nil && ctx.Err() != nil:
		out.Why = "stopped"
	case err != nil:
		return nil, err
	}
	return out, nil
}

// outlook is a package under analysis.
type outlook struct {
	ctx     context.Context
	c       *HeldCase
	p       CasePackage
	problem *bargain.Problem
	out     *PackageOutlook
}

func (o outlook) fill(asked act.Choice) error {
	// What is quick comes first: it stays when the rest takes too long.
	prices, err := o.problem.Prices(o.p.Package)
	if err != nil {
		return err
	}
	for _, x := range prices {
		o.out.Prices = append(o.out.Prices, PackagePrice{o.named(x.Change), o.gains(x.Difference), x.Allowed})
	}
	from, err := o.problem.Utility(o.p.Package)
	if err != nil {
		return err
	}
	trades, err := o.problem.Logrolls(o.ctx, o.p.Package, nil, outlookTrades)
	if err != nil {
		return err
	}
	for _, x := range trades {
		o.out.Trades = append(o.out.Trades, PackageTrade{o.named(x.First), o.named(x.Second), o.gains(x.Difference)})
	}
	if change := o.change(asked); change != nil {
		s, err := o.problem.Compensate(o.ctx, o.p.Package, *change, bargain.Options{})
		if err != nil {
			return err
		}
		named := o.named(*change)
		o.out.Asked, o.out.Makes = &named, o.other(s, from)
	}
	g, err := o.problem.Gains(o.ctx, o.p.Package, bargain.Options{})
	if err != nil {
		return err
	}
	o.out.Efficient, o.out.Proven, o.out.ForAll = g.Efficient, g.Proven, g.BetterForAll
	o.out.Step = o.other(g.Step, from)
	for q, s := range g.More {
		if x := o.other(s, from); x != nil {
			x.For = &o.c.Parties[q].Seat
			o.out.More = append(o.out.More, *x)
		}
	}
	return nil
}

// change is what a choice changes; nil when it changes nothing.
func (o outlook) change(k act.Choice) *bargain.Change {
	i := slices.IndexFunc(o.c.Issues, func(x CaseIssue) bool { return x.Issue == k.Issue })
	if i < 0 {
		return nil
	}
	to := slices.Index(o.c.Issues[i].Options, k.Option)
	if to < 0 || to == o.p.Package[i] {
		return nil
	}
	return &bargain.Change{Issue: i, From: o.p.Package[i], To: to}
}

func (o outlook) named(x bargain.Change) BesideChange {
	issue := o.c.Issues[x.Issue]
	return BesideChange{issue.IssueRef, issue.Options[x.From], issue.Options[x.To]}
}

func (o outlook) gains(change []*big.Rat) []SeatGain {
	var out []SeatGain
	for q, x := range change {
		out = append(out, SeatGain{o.c.Parties[q].Seat, Rounded(new(big.Rat).Mul(x, hundred()))})
	}
	return out
}

// other describes a package by how it differs from this one; nil for none.
func (o outlook) other(s *bargain.Solution, from []*big.Rat) *OtherPackage {
	if s == nil {
		return nil
	}
	out := &OtherPackage{Changes: []BesideChange{}, Choices: slices.Clone(o.p.Choices), Ties: s.Ties, Proven: s.Proven}
	for i, to := range s.Package {
		if to == o.p.Package[i] {
			continue
		}
		x := o.named(bargain.Change{Issue: i, From: o.p.Package[i], To: to})
		out.Changes = append(out.Changes, x)
		for n := range out.Choices {
			if out.Choices[n].Issue.Issue == x.Issue.Issue {
				out.Choices[n].Option = x.To
			}
		}
	}
	change := make([]*big.Rat, len(from))
	for q := range from {
		change[q] = new(big.Rat).Sub(s.Utility[q], from[q])
	}
	out.Gains = o.gains(change)
	return out
}
