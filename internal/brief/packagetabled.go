// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"
	"fmt"

	"parley/bargain"
)

// A NamedPackage is a package and what it is called.
type NamedPackage struct {
	Name    string
	Package bargain.Package
}

// The answers to what a report asks of a package.
const (
	AnswerYes       = "yes"
	AnswerNo        = "no"
	AnswerOpen      = "not certain" // it depends on numbers that are not certain, or is not proven
	AnswerNotStated = "not stated"  // the party has stated no limit
)

// A TabledPart is a package on the table and where it stands.
type TabledPart struct {
	Name string `json:"name"`
	UtilityList
	// Low and High are the ends between which the utility of each party lies, if
	// some number of the case is not certain; U is then at the middle of what was
	// stated.
	Low       []string       `json:"low"`
	High      []string       `json:"high"`
	Package   SettledPackage `json:"package"`
	Efficient string         `json:"efficient"` // no package gives somebody more and nobody less
	Meets     []string       `json:"meets"`     // per party, its stated limit
	Excluded  []string       `json:"excluded"`  // constraints that the package breaks
}

// A TabledReport sets packages on the table side by side.
type TabledReport struct {
	Case     string       `json:"case"`
	Parties  []string     `json:"parties"`
	Certain  bool         `json:"certain"` // every number of the case is one number
	Packages []TabledPart `json:"packages"`
}

// coarse is the resolution at which numbers are taken that cannot be added exactly.
const coarse = 1_000_000_000

// Tabled places packages in a case, whose numbers may be ranges. Errors: a package
// that is incomplete, contradicting orders, or those of ctx.
func Tabled(ctx context.Context, m *bargain.Model, list []NamedPackage, o bargain.Options) (*TabledReport, error) {
	middle, err := m.Middle()
	if err != nil {
		return nil, err
	}
	p, err := bargain.Compile(middle)
	if errors.Is(err, bargain.ErrTooFine) { // a utility is exact at any resolution
		p, err = bargain.CompileAt(middle, coarse)
	}
	if err != nil {
		return nil, err
	}
	r := &TabledReport{Case: m.Name, Parties: partyIDs(m), Certain: m.Certain(), Packages: []TabledPart{}}
	for _, x := range list {
		u, err := p.Utility(x.Package)
		if err != nil {
			return nil, fmt.Errorf("package %q: %w", x.Name, err)
		}
		t := TabledPart{Name: x.Name, UtilityList: utilities(u), Package: NamePackage(m, x.Package), Meets: []string{}, Excluded: []string{}}
		for k, c := range m.Constraints {
			if !c.Allows(x.Package) {
				t.Excluded = append(t.Excluded, ConstraintSays(m, k))
			}
		}
		if t.Efficient, err = efficiency(ctx, m, x.Package, len(t.Excluded) > 0, o); err != nil {
			return nil, err
		}
		spans, err := m.Spans(x.Package)
		if err != nil {
			return nil, err
		}
		for _, s := range spans {
			t.Meets = append(t.Meets, meets(s))
			if !r.Certain {
				t.Low, t.High = append(t.Low, Rounded(s.Low)), append(t.High, Rounded(s.High))
			}
		}
		r.Packages = append(r.Packages, t)
	}
	return r, nil
}

// meets says whether a party gets at least its stated limit, whatever its numbers
// are within what it stated.
func meets(s bargain.Span) string {
	switch {
	case !s.Stated:
		return AnswerNotStated
	case s.LeastGain.Sign() >= 0:
		return AnswerYes
	case s.MostGain.Sign() < 0:
		return AnswerNo
	}
	return AnswerOpen
}

// efficiency says whether no feasible package dominates x, whatever the numbers
// are; a package that a constraint excludes is not judged.
func efficiency(ctx context.Context, m *bargain.Model, x bargain.Package, excluded bool, o bargain.Options) (string, error) {
	if excluded {
		return AnswerOpen, nil
	}
	possibly, necessarily, err := m.Efficiency(ctx, x, o)
	switch {
	case err != nil:
		return "", err
	case necessarily == bargain.Yes:
		return AnswerYes, nil
	case possibly == bargain.No:
		return AnswerNo, nil
	}
	return AnswerOpen, nil
}
