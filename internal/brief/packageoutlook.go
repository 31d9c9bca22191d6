// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"
	"slices"

	"parley/bargain"
)

// A PackageOutlook says what is to be gained from a package on, and what each
// change of it would cost whom. It needs the preferences of two parties at the
// least, and counts the issues alone of which all of them have stated enough.
type PackageOutlook struct {
	Footing
	AsOf    AsOf         `json:"as_of"`
	Parties []CaseParty  `json:"parties"`
	Without []SeatRef    `json:"without"` // parties of the process of which no preference is held
	Issues  []CaseIssue  `json:"issues"`  // that are counted
	LeftOut []CaseGap    `json:"left_out"`
	Why     string       `json:"why"` // a word of [OutlookSilences]; empty when there are gains and prices
	Gains   *GainsReport `json:"gains"`
	Prices  *PriceReport `json:"prices"`
	Says    string       `json:"says"`
}

// OutlookSilences returns the reasons why nothing can be said of what a package
// leaves to be gained: the preferences of fewer than two parties are held; there
// is no issue of which all have stated enough; the package leaves such an issue
// open; it chooses an option of which somebody has not stated the worth; it chooses
// one that somebody could not live with; the numbers are finer than is calculated
// here; the calculation was stopped.
func OutlookSilences() []string {
	return []string{"alone", "no-issue", "open", "unvalued", "refused", "too-fine", "stopped"}
}

const packageOutlookSays = "Where ranges are stated, single figures stand at their middle. A gain is what these numbers say, and asks which of them is wrong."

// outlookPoints is how many packages are named that give nobody less.
const outlookPoints = 6

// outlookLogrolls is how many exchanges of two concessions are named.
const outlookLogrolls = 8

// Outlook looks at a package of a case; change, if not nil, asks what would make
// up for one change, by the places of its issue and options in the case. The error
// is [ErrNoPackage].
func Outlook(ctx context.Context, c *HeldCase, first string, change *bargain.Change, o bargain.Options) (*PackageOutlook, error) {
	i := slices.IndexFunc(c.Packages, func(p CasePackage) bool { return p.First == first })
	if i < 0 {
		return nil, ErrNoPackage
	}
	p := c.Packages[i]
	out := &PackageOutlook{Footing: c.Footing, AsOf: c.AsOf, Parties: c.Parties, Without: c.Without, Issues: c.Issues, LeftOut: c.LeftOut, Says: packageOutlookSays}
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
		out.Gains, err = Gains(ctx, problem, p.Package, o, outlookPoints)
	}
	if err == nil {
		out.Prices, err = Price(ctx, problem, p.Package, change, o, outlookLogrolls)
	}
	switch {
	case err == nil:
		return out, nil
	case errors.Is(err, bargain.ErrTooFine):
		out.Why = "too-fine"
	case ctx.Err() != nil:
		out.Why = "stopped"
	default:
		return nil, err
	}
	out.Gains, out.Prices = nil, nil
	return out, nil
}
