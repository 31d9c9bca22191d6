// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"math/big"

	"parley/bargain"
)

// FinePackages is [Packages] for a case whose numbers are too fine for
// [bargain.Compile]. Errors: as [bargain.Model.SolveFine].
func FinePackages(ctx context.Context, m *bargain.Model, rationalOnly bool, points int) (*PackagesReport, error) {
	f, err := m.SolveFine(ctx)
	if err != nil {
		return nil, err
	}
	r := &PackagesReport{Case: m.Name, Parties: partyIDs(m), Issues: len(m.Issues), Limits: []LimitPart{}, Outcomes: wholeNumber(f.Feasible)}
	if rationalOnly {
		var kept []bargain.Point
		var least []bool
		for i, x := range f.Points {
			if f.Rational[i] {
				kept, least = append(kept, x), append(least, f.AtLeast[i])
			}
		}
		f.Points, f.AtLeast, f.Rational = kept, least, nil
	}
	r.Frontier = finePart(m, f.Points, f.AtLeast, points)
	r.Frontier.RationalVectors = len(f.Points)
	if f.Rational != nil {
		r.Frontier.RationalVectors = 0
		for _, ok := range f.Rational {
			if ok {
				r.Frontier.RationalVectors++
			}
		}
	}
	if f.Whole != nil {
		before := finePart(m, f.Whole, nil, points)
		before.RationalVectors = rationalOf(f, f.Whole)
		r.Unclamped = &before
	}
	s := f.Solutions
	for q, d := range s.Limits {
		l := LimitPart{Value: Rounded(d), Stated: s.Stated[q]}
		if s.Ideal != nil {
			l.Ideal = optional(s.Ideal[q])
		}
		r.Limits = append(r.Limits, l)
	}
	r.Solutions = SolutionParts{solutionPart(m, s.Nash), solutionPart(m, s.KalaiSmorodinsky), solutionPart(m, s.Egalitarian),
		solutionPart(m, s.EqualGain), solutionPart(m, s.Utilitarian)}
	r.Zone = ZonePart{Exists: f.Best != nil, Packages: wholeNumber(f.Inside.Exact), Proven: true, Best: optionals(f.Best), Relaxations: optionals(f.Relaxations)}
	if r.Zone.Packages == nil {
		r.Zone.AtLeast, r.Zone.AtMost = wholeNumber(f.Inside.AtLeast), wholeNumber(f.Inside.AtMost)
	}
	if f.Feasible.Sign() == 0 {
		set, _, err := m.Conflict(ctx)
		if err != nil {
			return nil, err
		}
		for _, c := range set {
			r.Conflict = append(r.Conflict, ConstraintSays(m, c))
		}
	}
	return r, nil
}

// rationalOf counts the points that meet all stated reservations.
func rationalOf(f *bargain.Fine, points []bargain.Point) (n int) {
	for _, x := range points {
		ok := true
		for q, stated := range f.Solutions.Stated {
			ok = ok && (!stated || x.Utility[q].Cmp(f.Solutions.Limits[q]) >= 0)
		}
		if ok {
			n++
		}
	}
	return n
}

func finePart(m *bargain.Model, list []bargain.Point, least []bool, points int) FrontierPart {
	out := FrontierPart{Vectors: len(list), Proven: true, Points: []PackagePoint{}}
	total := new(big.Int)
	for i, x := range list {
		total.Add(total, x.Packages)
		if i < points {
			out.Points = append(out.Points, PackagePoint{UtilityList: utilities(x.Utility), Packages: wholeNumber(x.Packages),
				PackagesAtLeast: least != nil && least[i], Package: NamePackage(m, x.Package)})
		}
	}
	out.Packages = wholeNumber(total)
	return out
}
