// SPDX-License-Identifier: Apache-2.0

package brief

import "slices"

// A PackageComparison is packages side by side: a row for each issue that one of
// them settles, a column for each package, and what each is worth to each party.
type PackageComparison struct {
	Footing
	AsOf     AsOf           `json:"as_of"`
	Packages []BoardPackage `json:"packages"` // in the order in which they were put
	Issues   []CompareRow   `json:"issues"`
	Open     []IssueRef     `json:"open"` // that none of them settles
	Worths   []CompareWorth `json:"worths"`
	Without  []SeatRef      `json:"without"` // parties of the process of which no preference is held
	Says     string         `json:"says"`
}

// CompareRow is how each package settles an issue.
type CompareRow struct {
	CaseIssue
	Begins  bool          `json:"begins"`  // the first of its basket
	Settles []CompareCell `json:"settles"` // by package
	Same    bool          `json:"same"`    // all settle it alike
}

// CompareCell is an option of one package.
type CompareCell struct {
	Option  string    `json:"option"`  // empty: left open
	Other   bool      `json:"other"`   // not as the first package of the comparison
	Refused []SeatRef `json:"refused"` // who could not live with it, as far as this seat holds it
}

// CompareWorth is what each package is worth to a party.
type CompareWorth struct {
	CaseParty
	Worth []PackageWorth `json:"worth"` // by package
}

// Compare lays packages of the board side by side, which are named by their first
// writings. Errors: [ErrNoPackage].
func (b *PackageBoard) Compare(firsts []string) (*PackageComparison, error) {
	out := &PackageComparison{
		Footing: b.Footing, AsOf: b.AsOf, Packages: []BoardPackage{}, Issues: []CompareRow{}, Open: []IssueRef{}, Worths: []CompareWorth{},
		Without: b.Without, Says: b.Says,
	}
	for _, first := range firsts {
		if _, ok := b.Package(first); !ok {
			return nil, ErrNoPackage
		}
	}
	for _, p := range b.Packages {
		if slices.Contains(firsts, p.First) {
			out.Packages = append(out.Packages, p)
		}
	}
	basket := ""
	for n, issue := range b.Issues {
		row := CompareRow{CaseIssue: issue, Begins: n == 0 || issue.Basket != basket, Settles: []CompareCell{}, Same: true}
		basket = issue.Basket
		open := true
		for _, p := range out.Packages {
			cell := CompareCell{Refused: []SeatRef{}}
			for _, k := range p.Choices {
				if k.Issue.Issue == issue.Issue {
					cell.Option, open = k.Option, false
				}
			}
			for _, x := range p.Refused {
				if x.Issue.Issue == issue.Issue {
					cell.Refused = x.Seats
				}
			}
			cell.Other = len(row.Settles) > 0 && cell.Option != row.Settles[0].Option
			row.Settles = append(row.Settles, cell)
			row.Same = row.Same && !cell.Other
		}
		if open {
			out.Open = append(out.Open, issue.IssueRef)
		} else {
			out.Issues = append(out.Issues, row)
		}
	}
	for i, party := range b.Parties {
		x := CompareWorth{CaseParty: party, Worth: []PackageWorth{}}
		for _, p := range out.Packages {
			x.Worth = append(x.Worth, p.Worth[i])
		}
		out.Worths = append(out.Worths, x)
	}
	return out, nil
}
