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
	Compare *brief.PackageComparison
	Chosen  int // packages that were chosen to be compared
	Most    int
}

// packageCard is a package in short.
type packageCard struct {
	brief.BoardPackage
	Pinned bool
}

func buildPackages(r *request) (any, lane, error) {
	at, day := r.asOf()
	out := packagesPage{dayed: day, PackageBoard: r.board(at), Most: mostPinned}
	pinned := r.URL.Query()["pin"]
	var shown []string
	for _, p := range out.Packages {
		pin := slices.Contains(pinned, p.First)
		if pin {
			out.Chosen++
		}
		if pin && len(shown) < mostPinned {
			shown = append(shown, p.First)
		}
		out.Cards = append(out.Cards, packageCard{p, pin})
	}
	if r.whole && len(shown) == 0 {
		for _, p := range out.Packages[max(0, len(out.Packages)-mostPinned):] {
			shown = append(shown, p.First)
		}
	}
	if len(shown) > 1 {
		var err error
		if out.Compare, err = out.PackageBoard.Compare(shown); err != nil {
			return nil, lane{}, err
		}
	}
	return out, r.ownLane(), nil
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
