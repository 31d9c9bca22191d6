// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"

	"parley/bargain"
)

// WhatIfReport says how packages fare while the numbers of the parties vary within
// what was stated. Shares hold for its number of samples and its seed.
type WhatIfReport struct {
	Footing
	Case     string          `json:"case"`
	AsOf     AsOf            `json:"as_of"`
	Parties  []CaseParty     `json:"parties"`
	Certain  bool            `json:"certain"` // every number is one number: nothing varies
	Samples  int             `json:"samples"`
	Seed     uint64          `json:"seed"`
	Rounded  int             `json:"rounded"`
	Unproven int             `json:"unproven"`
	Limited  bool            `json:"limited"`  // some party states a limit that is measured
	Packages []WhatIfPackage `json:"packages"` // on the table; without any, those of the fair points
	// Unjudged are packages on the table that cannot be placed in the case, or choose
	// what some party could not live with.
	Unjudged []CasePackage `json:"unjudged"`
	Says     string        `json:"says"`
}

const whatIfSays = "Each sample draws the numbers of every party from what was stated: ranges evenly, orders of issues as any weights that keep them, several views each with equal chance. " +
	"A share says how a package fares over these samples; it is no likelihood of anything that people do."

// WhatIfPackage is one package and how it fares.
type WhatIfPackage struct {
	Entry string   `json:"entry,omitempty"` // empty: nobody put it
	First string   `json:"first,omitempty"`
	Title string   `json:"title,omitempty"`
	Stage string   `json:"stage,omitempty"` // as of a proposal
	Offer *SeatRef `json:"offer,omitempty"`
	RobustPart
}

// sampleMemory bounds the frontier of one sample.
const sampleMemory = 128 << 20

// WhatIf samples the preferences of a case. Errors: those of ctx, and contradicting
// orders.
func (c *SolvedCase) WhatIf(ctx context.Context, samples int, seed uint64) (*WhatIfReport, error) {
	out := &WhatIfReport{Footing: c.Footing, AsOf: c.AsOf, Parties: c.Parties, Certain: true, Packages: []WhatIfPackage{}, Unjudged: []CasePackage{}, Says: whatIfSays}
	for _, p := range c.Parties {
		out.Certain = out.Certain && !p.Ranged && len(p.Views) == 1
		out.Limited = out.Limited || p.Limit == "worth" || p.Limit == "package"
	}
	if c.frontier == nil || c.frontier.Len() == 0 {
		return out, nil
	}
	out.Case = c.middle.Name
	var judged []CasePackage
	o := bargain.RobustOptions{Samples: samples, Seed: seed, Frontier: bargain.Options{MemoryBytes: sampleMemory}}
	for _, x := range c.Current() {
		switch {
		case x.Package == nil || len(x.Refused) > 0:
			out.Unjudged = append(out.Unjudged, x)
		default:
			judged, o.Packages = append(judged, x), append(o.Packages, x.Package)
		}
	}
	r, err := Robust(ctx, c.ranges, o)
	if err != nil {
		return nil, err
	}
	out.Samples, out.Seed, out.Rounded, out.Unproven = r.Samples, r.Seed, r.Rounded, r.Unproven
	for i, part := range r.Packages {
		x := WhatIfPackage{RobustPart: part}
		if i < len(judged) {
			x.Entry, x.First, x.Title, x.Stage, x.Offer = judged[i].Entry, judged[i].First, judged[i].Title, judged[i].Stage, judged[i].Offer
		}
		out.Packages = append(out.Packages, x)
	}
	return out, nil
}

// ErrNotJudged says that a package cannot be placed in a case, or that what somebody
// could not live with excludes it.
var ErrNotJudged = errors.New("the package is not one that this case can judge")

// Sensitivity says which assumption would change the answer about a package on the
// table, by the id of its first writing. The question is how much the party that is
// least above its limit has above it; where no limit is stated, what everybody could
// still gain; and in a case of one party, what the package is worth to it. Errors:
// [ErrNotJudged], those of ctx, and contradicting orders.
func (c *SolvedCase) Sensitivity(ctx context.Context, first string) (*SensitivityReport, error) {
	if c.frontier == nil {
		return nil, ErrNotJudged
	}
	o := bargain.SensitivityOptions{Question: bargain.Unused, Frontier: bargain.Options{MemoryBytes: sampleMemory}}
	for _, x := range c.Placed() {
		if x.First == first && len(x.Refused) == 0 {
			o.Package = x.Package
		}
	}
	if o.Package == nil {
		return nil, ErrNotJudged
	}
	for _, p := range c.Parties {
		if p.Limit == "worth" || p.Limit == "package" {
			o.Question = bargain.LeastGain
		}
	}
	if len(c.Parties) == 1 {
		o.Question = bargain.Worth
	}
	return Sensitivity(ctx, c.ranges, o)
}

// Coalitions says what each set of parties can reach, if all but some must accept;
// nil for fewer than three parties, and for more than eight. Errors: those of ctx.
func (c *SolvedCase) Coalitions(ctx context.Context, allBut int) (*CoalitionsReport, error) {
	n := len(c.Parties)
	if c.frontier == nil || c.frontier.Len() == 0 || n < 3 || n > maxTreeParties {
		return nil, nil
	}
	return Coalitions(ctx, c.frontier.Problem(), bargain.AllBut(n, min(max(allBut, 0), n-1)), bargain.Options{MemoryBytes: sampleMemory})
}

// Shares are the same figures as a report on samples, without whose packages they
// are.
func (w *WhatIfReport) Shares() *RobustReport {
	r := &RobustReport{Case: w.Case, Samples: w.Samples, Seed: w.Seed, Rounded: w.Rounded, Unproven: w.Unproven}
	for _, p := range w.Parties {
		r.Parties = append(r.Parties, p.Seat.Seat)
	}
	for _, x := range w.Packages {
		r.Packages = append(r.Packages, x.RobustPart)
	}
	return r
}
