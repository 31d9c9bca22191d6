// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"math/big"

	"parley/bargain"
)

// A PackagePoint is one vector of a frontier with a package behind it.
type PackagePoint struct {
	UtilityList
	Packages        *string        `json:"packages"` // nil: not counted
	PackagesAtLeast bool           `json:"packages_at_least,omitempty"`
	Package         SettledPackage `json:"package"`
}

// A FrontierPart is a frontier, with as many of its points as were asked for.
type FrontierPart struct {
	Vectors         int            `json:"vectors"`
	Packages        *string        `json:"packages"`
	RationalVectors int            `json:"rational_vectors"`
	Proven          bool           `json:"proven"`
	Resolution      *int64         `json:"resolution"`
	Why             string         `json:"why,omitempty"`      // it is not proven
	Ceiling         []string       `json:"ceiling,omitempty"`  // if not proven: no package gives a party more
	Gap             []string       `json:"gap,omitempty"`      // if not proven: no package gives all so much more
	Rounding        []string       `json:"rounding,omitempty"` // under a resolution, how far a utility may be off
	Points          []PackagePoint `json:"points"`
}

// A SolutionPart is a fair point.
type SolutionPart struct {
	UtilityList
	Package SettledPackage `json:"package"`
	Ties    int            `json:"ties"`
	Proven  bool           `json:"proven"`
}

// SolutionParts are the fair points by name; nil is none.
type SolutionParts struct {
	Nash             *SolutionPart `json:"nash"`
	KalaiSmorodinsky *SolutionPart `json:"kalai_smorodinsky"`
	Egalitarian      *SolutionPart `json:"egalitarian"`
	EqualGain        *SolutionPart `json:"equal_gain"`
	Utilitarian      *SolutionPart `json:"utilitarian"`
}

// A ZonePart is the zone of agreement.
type ZonePart struct {
	Exists      bool      `json:"exists"`
	Packages    *string   `json:"packages"`
	AtLeast     *string   `json:"at_least"`
	AtMost      *string   `json:"at_most"`
	Proven      bool      `json:"proven"`
	Best        []*string `json:"best"`        // per party; nil where the zone is empty
	Relaxations []*string `json:"relaxations"` // per party, what would open an empty zone
}

// A LimitPart is the utility from which gains of a party are measured.
type LimitPart struct {
	Value  string  `json:"value"`
	Stated bool    `json:"stated"` // else it is the least that any package gives the party
	Ideal  *string `json:"ideal"`  // the most it gets where all stated limits are met
}

// A PackagesReport says what packages over many issues offer to the parties.
type PackagesReport struct {
	Case      string        `json:"case"`
	Parties   []string      `json:"parties"`
	Issues    int           `json:"issues"`
	Outcomes  *string       `json:"outcomes"`
	AtLeast   *string       `json:"at_least,omitempty"`
	AtMost    *string       `json:"at_most,omitempty"`
	Frontier  FrontierPart  `json:"frontier"`
	Limits    []LimitPart   `json:"limits"`
	Solutions SolutionParts `json:"solutions"`
	Zone      ZonePart      `json:"zone"`
	Unclamped *FrontierPart `json:"unclamped"` // the frontier before a format cut utilities off
	// Conflict lists the reasons of constraints that exclude every package together.
	Conflict []string `json:"conflict,omitempty"`
}

// searchNodes bounds the search for a fair point where the frontier did not fit.
const searchNodes = 2_000_000

// Packages solves a case. points is how many points of the frontier are listed;
// the numbers are those of all. Where the frontier is not proven for want of
// memory, fair points are searched for without it. The errors are those of ctx.
func Packages(ctx context.Context, p *bargain.Problem, o bargain.Options, points int) (*PackagesReport, error) {
	whole, err := p.Frontier(ctx, o)
	if err != nil {
		return nil, err
	}
	return packagesOf(ctx, whole, o, points)
}

// packagesOf reports on a frontier that is there.
func packagesOf(ctx context.Context, whole *bargain.Frontier, o bargain.Options, points int) (*PackagesReport, error) {
	p := whole.Problem()
	m := p.Model()
	f := whole.Cut()
	zone, err := f.Zone(ctx, 0)
	if err != nil {
		return nil, err
	}
	fair, err := f.Solve(ctx)
	if err != nil {
		return nil, err
	}
	r := &PackagesReport{Case: m.Name, Parties: partyIDs(m), Issues: len(m.Issues), Limits: []LimitPart{}}
	r.Outcomes = wholeNumber(zone.Feasible.Exact)
	if r.Outcomes == nil {
		r.AtLeast, r.AtMost = wholeNumber(zone.Feasible.AtLeast), wholeNumber(zone.Feasible.AtMost)
	}
	r.Frontier = frontierPart(f, points)
	if f != whole {
		before := frontierPart(whole, points)
		r.Unclamped = &before
	}
	for q, d := range fair.Limits {
		l := LimitPart{Value: Rounded(d), Stated: fair.Stated[q]}
		if fair.Ideal != nil {
			l.Ideal = optional(fair.Ideal[q])
		}
		r.Limits = append(r.Limits, l)
	}
	r.Zone = ZonePart{Exists: zone.Exists, Packages: wholeNumber(zone.Packages.Exact), Proven: zone.Proven,
		Best: optionals(zone.Best), Relaxations: optionals(zone.Relaxations)}
	if r.Zone.Packages == nil {
		r.Zone.AtLeast, r.Zone.AtMost = wholeNumber(zone.Packages.AtLeast), wholeNumber(zone.Packages.AtMost)
	}
	r.Solutions = SolutionParts{solutionPart(m, fair.Nash), solutionPart(m, fair.KalaiSmorodinsky), solutionPart(m, fair.Egalitarian),
		solutionPart(m, fair.EqualGain), solutionPart(m, fair.Utilitarian)}
	if f.Why() == "memory" && f == whole {
		if err := r.search(ctx, p, o); err != nil {
			return nil, err
		}
	}
	if zone.Feasible.AtMost.Sign() == 0 {
		set, _, err := m.Conflict(ctx)
		if err != nil && ctx.Err() != nil {
			return nil, err
		}
		for _, c := range set {
			r.Conflict = append(r.Conflict, ConstraintSays(m, c))
		}
	}
	return r, nil
}

// search replaces fair points of a frontier that is not whole by proven ones.
func (r *PackagesReport) search(ctx context.Context, p *bargain.Problem, o bargain.Options) error {
	o.Steps = searchNodes
	for _, x := range []struct {
		c  bargain.Criterion
		at **SolutionPart
	}{{bargain.Nash, &r.Solutions.Nash}, {bargain.KalaiSmorodinsky, &r.Solutions.KalaiSmorodinsky},
		{bargain.Egalitarian, &r.Solutions.Egalitarian}, {bargain.Utilitarian, &r.Solutions.Utilitarian}} {
		if x.c == bargain.Utilitarian && !p.Model().ComparableScales {
			continue
		}
		fair, err := p.Fair(ctx, x.c, o)
		if err != nil {
			return err
		}
		if fair.Proven && fair.Solution != nil {
			*x.at = solutionPart(p.Model(), fair.Solution)
		}
	}
	return nil
}

func frontierPart(f *bargain.Frontier, points int) FrontierPart {
	p := f.Problem()
	out := FrontierPart{Vectors: f.Len(), Packages: wholeNumber(f.Total()), RationalVectors: f.RationalLen(), Proven: f.Proven(),
		Why: f.Why(), Points: []PackagePoint{}}
	if n := p.Resolution(); n > 0 {
		out.Resolution = &n
		for q := range p.Parties() {
			out.Rounding = append(out.Rounding, Rounded(p.RoundingError(q)))
		}
	}
	if !f.Proven() {
		out.Ceiling, out.Gap = roundedList(f.Ceiling()), roundedList(f.Gap())
	}
	for i := range min(points, f.Len()) {
		x := f.Point(i)
		out.Points = append(out.Points, PackagePoint{UtilityList: utilities(x.Utility), Packages: wholeNumber(x.Packages),
			PackagesAtLeast: f.AtLeast(i), Package: NamePackage(p.Model(), x.Package)})
	}
	return out
}

func roundedList(list []*big.Rat) (out []string) {
	for _, x := range list {
		out = append(out, Rounded(x))
	}
	return out
}

func solutionPart(m *bargain.Model, s *bargain.Solution) *SolutionPart {
	if s == nil {
		return nil
	}
	return &SolutionPart{UtilityList: utilities(s.Utility), Package: NamePackage(m, s.Package), Ties: s.Ties, Proven: s.Proven}
}

// ConstraintSays is a constraint of a model with its reason.
func ConstraintSays(m *bargain.Model, c int) string {
	x := m.Constraints[c]
	s := "no package with " + patternSays(m, x.If)
	if len(x.Then) > 0 {
		s = "with " + patternSays(m, x.If) + " only " + patternSays(m, x.Then)
	}
	if x.Why != "" {
		s += " (" + x.Why + ")"
	}
	return s
}

func patternSays(m *bargain.Model, p bargain.Pattern) string {
	s := ""
	for i, match := range p {
		if i > 0 {
			s += ", "
		}
		s += m.Issues[match.Issue].ID + " = "
		for j, o := range match.Options {
			if j > 0 {
				s += " or "
			}
			s += m.Issues[match.Issue].Options[o].ID
		}
	}
	return s
}
