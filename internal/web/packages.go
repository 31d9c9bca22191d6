// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/brief"
)

// mostPinned is how many packages are compared at once: more do not fit on a page
// and cannot be weighed together.
const mostPinned = 5

// packagesPage is every package, and those that were chosen side by side.
type packagesPage struct {
	dayed
	*brief.PackageBoard
	Cards   []packageCard
	Compare *comparison
	Chosen  int // packages that were chosen to be compared
	Most    int
}

// packageCard is a package in short.
type packageCard struct {
	brief.BoardPackage
	Pinned bool
}

// comparison is packages side by side: a row for each issue, a column for each
// package.
type comparison struct {
	Packages []brief.BoardPackage
	Issues   []compareRow
	Worths   []compareWorth
}

// compareRow is how each package settles an issue; empty is left open.
type compareRow struct {
	brief.CaseIssue
	Begins  bool // the first of its basket
	Options []compareCell
	Same    bool // all settle it alike
}

// compareCell is an option of one package.
type compareCell struct {
	Option  string
	Other   bool            // not as the first package of the comparison
	Refused []brief.SeatRef // who could not live with it, as far as this seat holds it
}

// compareWorth is what each package is worth to a party.
type compareWorth struct {
	brief.CaseParty
	Worth []brief.PackageWorth
}

func buildPackages(r *request) (any, lane, error) {
	at, day := r.asOf()
	out := packagesPage{dayed: day, PackageBoard: r.board(at), Most: mostPinned}
	pinned := r.URL.Query()["pin"]
	var shown []int
	for i, p := range out.Packages {
		pin := slices.Contains(pinned, p.First)
		if pin {
			out.Chosen++
		}
		if pin && len(shown) < mostPinned {
			shown = append(shown, i)
		}
		out.Cards = append(out.Cards, packageCard{p, pin})
	}
	if r.whole && len(shown) == 0 {
		for i := max(0, len(out.Packages)-mostPinned); i < len(out.Packages); i++ {
			shown = append(shown, i)
		}
	}
	if len(shown) > 1 {
		out.Compare = compared(out.PackageBoard, shown)
	}
	return out, r.ownLane(), nil
}

// compared lays some packages of a board side by side.
func compared(b *brief.PackageBoard, shown []int) *comparison {
	out := &comparison{}
	for _, i := range shown {
		out.Packages = append(out.Packages, b.Packages[i])
	}
	basket := ""
	for n, issue := range b.Issues {
		row := compareRow{CaseIssue: issue, Begins: n == 0 || issue.Basket != basket, Same: true}
		basket = issue.Basket
		open := true
		for _, p := range out.Packages {
			var cell compareCell
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
			cell.Other = len(row.Options) > 0 && cell.Option != row.Options[0].Option
			row.Options = append(row.Options, cell)
			row.Same = row.Same && !cell.Other
		}
		if !open { // what all leave open is said once, below
			out.Issues = append(out.Issues, row)
		}
	}
	for i, party := range b.Parties {
		x := compareWorth{CaseParty: party}
		for _, p := range out.Packages {
			x.Worth = append(x.Worth, p.Worth[i])
		}
		out.Worths = append(out.Worths, x)
	}
	return out
}

// OpenInAll are the issues that none of the packages settles.
func (c comparison) OpenInAll() []brief.IssueRef {
	out := slices.Clone(c.Packages[0].Open)
	for _, p := range c.Packages[1:] {
		out = slices.DeleteFunc(out, func(x brief.IssueRef) bool { return !slices.Contains(p.Open, x) })
	}
	return out
}

// Columns is how many columns the comparison has.
func (p packagesPage) Columns() int { return len(p.Compare.Packages) + 2 }

// buildPackage begins a package of the own seat. What it holds travels in the body
// of the request and stands in no address.
func (r *request) buildPackage(label, title string, choices []brief.PackageChoice) begun {
	b := begun{Form: packageForm().name, Label: label, Register: "wp", Readers: r.refs([]string{r.node.Seat()})}
	if title != "" {
		b.Values = append(b.Values, [2]string{"title", lineCut(r.p.T("After: {title}", "title", title), 160)})
	}
	for _, k := range choices {
		b.Values = append(b.Values, [2]string{"choices", choiceValue(k.Issue.Issue, k.Option)})
	}
	return b
}

// lineCut cuts a line to some characters.
func lineCut(line string, most int) string {
	if runes := []rune(line); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return line
}
