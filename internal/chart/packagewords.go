// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"slices"

	"parley/internal/brief"
	"parley/internal/lang"
)

// A FairPoint is a fair point of a report with its name and its definition in the
// reader's language.
type FairPoint struct {
	Name, Says string
	*brief.SolutionPart
}

// FairPoints lists the fair points that the report has.
func FairPoints(p *lang.Printer, r *brief.PackagesReport) []FairPoint {
	x := &r.Solutions
	all := []FairPoint{
		{p.T("Nash"), p.T("the product of the gains above the limits is greatest"), x.Nash},
		{p.T("Kalai–Smorodinsky"), p.T("each gets the same share of the most that it could gain, as nearly as packages allow"), x.KalaiSmorodinsky},
		{p.T("egalitarian"), p.T("the least gain is as great as it can be; it compares points of different parties"), x.Egalitarian},
		{p.T("equal gain"), p.T("the gains differ least; it compares points of different parties"), x.EqualGain},
		{p.T("utilitarian"), p.T("the sum is greatest; the case says that points are of one unit"), x.Utilitarian},
	}
	return slices.DeleteFunc(all, func(f FairPoint) bool { return f.SolutionPart == nil })
}

// StepKind names the kind of a step between two offers of one party by what it
// changes. The words of the literature for kinds judge who makes the step; they stand
// in the data and in the page of the method.
func StepKind(p *lang.Printer, kind string) string {
	switch kind {
	case "silent":
		return p.T("no change that counts, for either")
	case "nice":
		return p.T("more for the other, at no cost to itself")
	case "concession":
		return p.T("less for itself, not less for the other")
	case "unfortunate":
		return p.T("not more for itself, and less for the other")
	case "selfish":
		return p.T("more for itself, not more for the other")
	case "fortunate":
		return p.T("more for both")
	}
	return kind
}

// StepKinds are the kinds of steps in the order in which they are tested.
func StepKinds() []string {
	return []string{"silent", "nice", "concession", "unfortunate", "selfish", "fortunate"}
}

// StepLetter is the letter of a kind of step in a picture.
func StepLetter(kind string) string {
	i := slices.Index(StepKinds(), kind)
	return "?abcdef"[i+1 : i+2]
}
