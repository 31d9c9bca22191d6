// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"errors"
	"math/big"
	"slices"
)

// A PackageReport is one package in the terms of each party of which this seat
// holds a preference, the own seat first.
type PackageReport struct {
	Footing
	AsOf    AsOf           `json:"as_of"`
	Package BoardPackage   `json:"package"`
	Parties []CaseParty    `json:"parties"` // as Terms
	Terms   []PackageTerms `json:"terms"`
	Without []SeatRef      `json:"without"`
	Beside  *PackageBeside `json:"beside"` // another package, if one was asked for
	Says    string         `json:"says"`
}

// PackageTerms is a package in the terms of one party.
type PackageTerms struct {
	PackageWorth
	Shares  []IssueShare `json:"shares"`   // of the issues that count for the party, in the order of the agenda
	Best    *IssueRef    `json:"best"`     // the issue that gives it most; nil if several do
	Least   *IssueRef    `json:"least"`    // the issue in which it is furthest from its best option; nil if several are
	LeftOut []CaseGap    `json:"left_out"` // of the agenda, since the party has not stated enough
	LimitAt *Worth       `json:"limit_at"` // of 100; nil if no limit is a number or a whole package
}

// IssueShare is what one issue gives a party in a package.
type IssueShare struct {
	IssueRef
	Basket string `json:"basket,omitempty"`
	Option string `json:"option"` // empty: left open
	Gives  Worth  `json:"gives"`  // of the 100 of the whole package
	Most   Worth  `json:"most"`   // what the best option of the issue would give
	Least  string `json:"least"`  // what the worst would give, at the middle
	Short  string `json:"short"`  // what it lacks of that, at the middle
}

// PackageBeside compares a package with another.
type PackageBeside struct {
	First   string          `json:"first"`
	Title   string          `json:"title"`
	Changes []BesideChange  `json:"changes"` // issues that the two settle differently
	Same    int             `json:"same"`    // issues that both settle alike
	More    []BesideBalance `json:"more"`    // by party, what the other gives more
}

// BesideChange is an issue that two packages settle differently; empty is left
// open.
type BesideChange struct {
	Issue IssueRef `json:"issue"`
	From  string   `json:"from"`
	To    string   `json:"to"`
}

// BesideBalance is what the other package gives a party more; nil where one of the
// two has no worth for it.
type BesideBalance struct {
	Seat SeatRef `json:"seat"`
	More *Worth  `json:"more"`
	Sign string  `json:"sign"` // a word of [BesideSigns]
}

// BesideSigns returns how two packages stand to each other for a party: the other
// gives it more, less, or the same; either within the ranges; it is not known.
func BesideSigns() []string { return []string{"more", "less", "same", "depends", "unknown"} }

// ErrNoPackage means that an entry is no package, or is not opened here.
var ErrNoPackage = errors.New("no package with this reference is opened here")

// Terms reports one package of the board, beside another if one is named. Both
// are ids of first writings. The error is [ErrNoPackage].
func (b *PackageBoard) Terms(first, beside string) (*PackageReport, error) {
	p, ok := b.Package(first)
	if !ok {
		return nil, ErrNoPackage
	}
	out := &PackageReport{Footing: b.Footing, AsOf: b.AsOf, Package: p, Parties: b.Parties, Terms: []PackageTerms{}, Without: b.Without, Says: b.Says}
	for i := range b.terms {
		out.Terms = append(out.Terms, b.terms[i].of(p, p.Worth[i]))
	}
	if beside == "" {
		return out, nil
	}
	q, ok := b.Package(beside)
	if !ok {
		return nil, ErrNoPackage
	}
	out.Beside = b.beside(p, q)
	return out, nil
}

// of says a package in the terms of the party.
func (t *partyTerms) of(p BoardPackage, w PackageWorth) PackageTerms {
	out := PackageTerms{PackageWorth: w, Shares: []IssueShare{}, LeftOut: t.out.LeftOut}
	if len(t.views) == 0 {
		return out
	}
	if place := t.place(t.newest.Limit.Package); place != nil {
		x := t.over(func(v worthView) valueSpan { return v.span(v.valuesOf(place)) }).worth()
		out.LimitAt = &x
	} else if t.newest.Limit.Worth.Low != "" {
		low, high := spanOf(t.newest.Limit.Worth)
		out.LimitAt = &Worth{Rounded(middleOf(low, high)), Rounded(low), Rounded(high)}
	}
	at, _, ok := t.options(p.Choices)
	if !ok {
		return out
	}
	var kept, short []*big.Rat
	for i, issue := range t.out.Issues {
		gives := t.over(func(v worthView) valueSpan { return v.alone(i, v.valuesOf(at)[i]) })
		most := t.over(func(v worthView) valueSpan { return v.alone(i, v.best(i)) })
		lacks := new(big.Rat).Sub(most.middle, gives.middle)
		x := IssueShare{IssueRef: issue.IssueRef, Basket: issue.Basket, Gives: gives.worth(), Most: most.worth(), Least: t.views[0].alone(i, t.views[0].worst(i)).worth().Middle, Short: Rounded(new(big.Rat).Mul(lacks, hundred()))}
		if at[i] >= 0 {
			x.Option = issue.Options[at[i]]
		}
		out.Shares = append(out.Shares, x)
		kept, short = append(kept, gives.middle), append(short, lacks)
	}
	if w.State == WorthSettled {
		out.Best, out.Least = t.single(kept), t.single(short)
	}
	return out
}

// alone is what one issue gives of the whole: most where its own weight stands high
// and all others low.
func (v worthView) alone(issue int, x valueSpan) valueSpan {
	if v.low != nil {
		share := func(own, others []*big.Rat, value *big.Rat) *big.Rat {
			all := copyOf(own[issue])
			for i, w := range others {
				if i != issue {
					all.Add(all, w)
				}
			}
			if all.Sign() == 0 {
				return all
			}
			return all.Quo(new(big.Rat).Mul(own[issue], value), all)
		}
		return valueSpan{share(v.low, v.high, x.low), share(v.middle, v.middle, x.middle), share(v.high, v.low, x.high)}
	}
	vals := make([]valueSpan, len(v.middle))
	for i := range vals {
		vals[i] = valueSpan{new(big.Rat), new(big.Rat), new(big.Rat)}
	}
	vals[issue] = x
	return v.span(vals)
}

func copyOf(x *big.Rat) *big.Rat { return new(big.Rat).Set(x) }

// best is the worth of the best option of an issue, at the middle.
func (v worthView) best(issue int) valueSpan {
	return slices.MaxFunc(v.values[issue], func(a, b valueSpan) int { return a.middle.Cmp(b.middle) })
}

// worst is the worth of the worst option of an issue, at the middle.
func (v worthView) worst(issue int) valueSpan {
	return slices.MinFunc(v.values[issue], func(a, b valueSpan) int { return a.middle.Cmp(b.middle) })
}

// single is the issue with the greatest number, if it is above zero and one
// alone.
func (t *partyTerms) single(list []*big.Rat) *IssueRef {
	at, ties := 0, 0
	for i, x := range list {
		switch c := x.Cmp(list[at]); {
		case c > 0:
			at, ties = i, 0
		case c == 0 && i != at:
			ties++
		}
	}
	if ties > 0 || list[at].Sign() <= 0 {
		return nil
	}
	return &t.out.Issues[at].IssueRef
}

// beside compares p with q.
func (b *PackageBoard) beside(p, q BoardPackage) *PackageBeside {
	out := &PackageBeside{First: q.First, Title: q.Title, Changes: []BesideChange{}, More: []BesideBalance{}}
	chosen := func(list []PackageChoice, issue string) (PackageChoice, bool) {
		i := slices.IndexFunc(list, func(k PackageChoice) bool { return k.Issue.Issue == issue })
		if i < 0 {
			return PackageChoice{}, false
		}
		return list[i], true
	}
	for _, k := range p.Choices {
		switch other, _ := chosen(q.Choices, k.Issue.Issue); other.Option {
		case k.Option:
			out.Same++
		default:
			out.Changes = append(out.Changes, BesideChange{k.Issue, k.Option, other.Option})
		}
	}
	for _, k := range q.Choices {
		if _, ok := chosen(p.Choices, k.Issue.Issue); !ok {
			out.Changes = append(out.Changes, BesideChange{k.Issue, "", k.Option})
		}
	}
	for i := range b.terms {
		out.More = append(out.More, b.terms[i].more(p, q))
	}
	return out
}

func (t *partyTerms) more(p, q BoardPackage) BesideBalance {
	out := BesideBalance{Seat: t.out.Parties[0].Seat, Sign: "unknown"}
	if len(t.views) == 0 {
		return out
	}
	from, openFrom, okFrom := t.options(p.Choices)
	to, openTo, okTo := t.options(q.Choices)
	if !okFrom || !okTo || openFrom+openTo > 0 {
		return out
	}
	d := t.over(func(v worthView) valueSpan { return v.span(v.differences(from, to)) })
	w := d.worth()
	out.More = &w
	switch {
	case d.low.Sign() == 0 && d.high.Sign() == 0:
		out.Sign = "same"
	case d.low.Sign() >= 0:
		out.Sign = "more"
	case d.high.Sign() <= 0:
		out.Sign = "less"
	default:
		out.Sign = "depends"
	}
	return out
}
