// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"math/big"
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// A PackageBoard is every package that this seat reads, side by side, and what
// each is worth to those whose preferences it holds. Each party stands in its own
// terms: its worths count what it has stated itself, whatever others have stated.
type PackageBoard struct {
	Footing
	AsOf     AsOf           `json:"as_of"`
	Issues   []CaseIssue    `json:"issues"`   // of the agenda that have options
	Parties  []CaseParty    `json:"parties"`  // whose preferences are held, the own seat first
	Without  []SeatRef      `json:"without"`  // parties of the process of which no preference is held
	Refused  []CaseRefusal  `json:"refused"`  // options that somebody could not live with
	Packages []BoardPackage `json:"packages"` // by when they were put
	Says     string         `json:"says"`

	terms []partyTerms // of Parties
}

const packageBoardSays = "Worths are of 100, which is the best option of every issue that the party has stated. They rest on what this seat holds; a party alone knows what a package is worth to it."

// BoardPackage is a package with what it is worth to each party of the board.
type BoardPackage struct {
	CasePackage
	Worth []PackageWorth `json:"worth"` // by party, as on the board
}

// PackageWorth is what a package is worth to one party.
type PackageWorth struct {
	Seat    SeatRef `json:"seat"`
	State   string  `json:"state"`   // a word of [WorthStates]
	Worth   *Worth  `json:"worth"`   // nil unless it is settled or open
	Limit   string  `json:"limit"`   // a word of [LimitVerdicts]
	Counted int     `json:"counted"` // issues that count for the party
	Agenda  int     `json:"agenda"`  // issues of the agenda that have options
}

// The states of a worth.
const (
	WorthSettled  = "settled"  // every issue that counts for the party is settled
	WorthOpen     = "open"     // some is left open: the worth lies between its options
	WorthUnvalued = "unvalued" // an option is chosen of which the party has not stated the worth
	WorthSilent   = "silent"   // no issue counts: the party has stated too little
)

// WorthStates returns the states of a worth.
func WorthStates() []string { return []string{WorthSettled, WorthOpen, WorthUnvalued, WorthSilent} }

// LimitVerdicts returns how a worth stands to the least that the party could live
// with: at or above it, below it, either within the ranges; the limit is stated in
// words alone, or with issues left open; none is stated; or there is no worth.
func LimitVerdicts() []string {
	return []string{"above", "below", "depends", "words", "open-package", "uncounted-package", "none", "unknown"}
}

// partyTerms are the numbers of one party: over the issues of which it has stated
// enough.
type partyTerms struct {
	*caseMaker
	newest act.Preference // of whose limit it is asked
	views  []worthView    // the newest first
}

// Board makes the board.
func Board(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) *PackageBoard {
	f := newFaces(s, r)
	held := f.preferences(at, CaseQuery{})
	whole := f.wholeAgenda(at, held)
	whole.packages()
	out := &PackageBoard{
		Footing: footing(h, withheld), AsOf: at, Issues: whole.out.Issues, Parties: []CaseParty{}, Without: whole.out.Without,
		Refused: whole.out.Excluded, Packages: []BoardPackage{}, Says: packageBoardSays,
	}
	for _, p := range whole.parties {
		t := f.termsOf(at, held, p.seat)
		out.terms = append(out.terms, t)
		out.Parties = append(out.Parties, t.out.Parties[0])
	}
	for _, p := range whole.out.Packages {
		x := BoardPackage{p, []PackageWorth{}}
		for i := range out.terms {
			x.Worth = append(x.Worth, out.terms[i].worth(p.Choices))
		}
		out.Packages = append(out.Packages, x)
	}
	return out
}

// Package finds a package by the id of its first writing.
func (b *PackageBoard) Package(first string) (BoardPackage, bool) {
	i := slices.IndexFunc(b.Packages, func(p BoardPackage) bool { return p.First == first })
	if i < 0 {
		return BoardPackage{}, false
	}
	return b.Packages[i], true
}

func (f faces) termsOf(at AsOf, held map[string][]dated[act.Preference], seat string) partyTerms {
	c := f.caseMaker(at, held, []string{seat})
	c.chooseIssues()
	c.describeParties()
	t := partyTerms{caseMaker: c, newest: held[seat][0].says}
	if len(c.out.Issues) == 0 {
		return t
	}
	for _, d := range c.parties[0].views {
		t.views = append(t.views, newWorthView(c.view(d.says, false), c.view(d.says, true)))
	}
	return t
}

// options finds the options of a package; -1 is an issue that is left open. ok is
// false when an option has no worth.
func (t *partyTerms) options(choices []PackageChoice) (at []int, open int, ok bool) {
	for _, issue := range t.out.Issues {
		i := slices.IndexFunc(choices, func(k PackageChoice) bool { return k.Issue.Issue == issue.Issue })
		if i < 0 {
			at, open = append(at, -1), open+1
			continue
		}
		n := slices.Index(issue.Options, choices[i].Option)
		if n < 0 {
			return nil, 0, false
		}
		at = append(at, n)
	}
	return at, open, true
}

func (t *partyTerms) worth(choices []PackageChoice) PackageWorth {
	x := PackageWorth{Seat: t.out.Parties[0].Seat, State: WorthSilent, Limit: "unknown", Counted: len(t.out.Issues), Agenda: t.out.Parties[0].Agenda}
	if len(t.views) == 0 {
		return x
	}
	at, open, ok := t.options(choices)
	if !ok {
		x.State = WorthUnvalued
		return x
	}
	x.State = WorthSettled
	if open > 0 {
		x.State = WorthOpen
	}
	span := t.over(func(v worthView) valueSpan { return v.span(v.valuesOf(at)) })
	w := span.worth()
	x.Worth, x.Limit = &w, t.verdict(at, span)
	return x
}

// over joins what the views of the party make of something.
func (t *partyTerms) over(of func(worthView) valueSpan) valueSpan {
	out := of(t.views[0])
	for _, v := range t.views[1:] {
		out = out.join(of(v))
	}
	return out
}

// valuesOf are the worths of some options; of an issue that is left open, what
// its options lie between.
func (v worthView) valuesOf(at []int) []valueSpan {
	out := make([]valueSpan, len(at))
	for i, o := range at {
		if o >= 0 {
			out[i] = v.values[i][o]
			continue
		}
		out[i] = v.values[i][0]
		for _, y := range v.values[i][1:] {
			out[i] = out[i].join(y)
		}
		out[i].middle = middleOf(out[i].low, out[i].high)
	}
	return out
}

// verdict holds a worth against the limit of the party.
func (t *partyTerms) verdict(at []int, span valueSpan) string {
	least, most := new(big.Rat), new(big.Rat)
	switch word := t.limitWord(t.newest); word {
	case "worth", "worth-of-more":
		limit := t.reservation(t.newest, true)
		if limit == nil {
			return "unknown"
		}
		least, most, _ = limit.Value.Bounds()
	case "package":
		span = t.over(func(v worthView) valueSpan { return v.span(v.differences(t.place(t.newest.Limit.Package), at)) })
	default:
		return word
	}
	switch {
	case span.low.Cmp(most) >= 0:
		return "above"
	case span.high.Cmp(least) < 0:
		return "below"
	}
	return "depends"
}

// differences are what some options give more than others, issue by issue.
func (v worthView) differences(from, to []int) []valueSpan {
	a, b := v.valuesOf(from), v.valuesOf(to)
	out := make([]valueSpan, len(a))
	for i := range a {
		if from[i] == to[i] && from[i] >= 0 {
			out[i] = valueSpan{new(big.Rat), new(big.Rat), new(big.Rat)}
			continue
		}
		out[i] = valueSpan{new(big.Rat).Sub(b[i].low, a[i].high), new(big.Rat).Sub(b[i].middle, a[i].middle), new(big.Rat).Sub(b[i].high, a[i].low)}
	}
	return out
}
