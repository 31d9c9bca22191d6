// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"math/big"
	"slices"

	"parley/internal/act"
	"parley/internal/process"
)

// preference lays one statement out on the agenda.
func (f faces) preference(at AsOf, d dated[act.Preference], agenda []ValuedIssue) PreferenceLine {
	out := f.laid(d.says, agenda)
	out.Written = f.writtenAt(at, d.Version, d.says.Ground)
	out.Alone = len(out.Readers) == 1 && out.Readers[0].Seat == f.state.Seat()
	for _, l := range slices.Backward(d.Earlier) {
		out.Earlier = append(out.Earlier, PastPreference{process.Ref(l.ID), f.seat(l.Author.Seat), dayOf(l.Time)})
	}
	return out
}

// laid lays out what is stated, whether it is an entry yet or not.
func (f faces) laid(x act.Preference, agenda []ValuedIssue) PreferenceLine {
	out := PreferenceLine{
		Of: f.seat(x.Of), View: x.View, Basis: x.Basis, Order: []IssueRef{}, Issues: []PreferredIssue{}, Words: x.Words, Agenda: len(agenda),
		Limit: PreferenceLimit{Words: x.Limit.Words, Worth: x.Limit.Worth, Package: []PackageChoice{}}, Missing: []PreferenceGap{}, Earlier: []PastPreference{},
	}
	for _, ref := range x.Order {
		out.Order = append(out.Order, f.issue(ref))
	}
	used := make([]bool, len(x.Issues))
	for _, v := range agenda {
		stated := act.IssueWorth{}
		for n, w := range x.Issues {
			if f.issue(w.Issue).Issue == v.Issue {
				stated, used[n] = w, true
			}
		}
		out.Issues = append(out.Issues, preferredIssue(v, stated, out.Order))
	}
	for n, w := range x.Issues {
		if !used[n] {
			i := preferredIssue(ValuedIssue{IssueRef: f.issue(w.Issue)}, w, out.Order)
			i.Off = true
			out.Issues = append(out.Issues, i)
		}
	}
	out.shares()
	f.limitPackage(&out, x.Limit.Package, agenda)
	out.gaps()
	out.Doubts = out.raise()
	return out
}

// preferredIssue sets what is stated of an issue beside the options it has.
func preferredIssue(v ValuedIssue, w act.IssueWorth, order []IssueRef) PreferredIssue {
	out := PreferredIssue{IssueRef: v.IssueRef, Basket: v.Basket, Weight: w.Weight, Options: []PreferredOption{}}
	out.Rank = 1 + slices.IndexFunc(order, func(r IssueRef) bool { return r.Issue == v.Issue })
	for _, o := range v.Options {
		k, _ := optionWorth(w, o)
		out.Options = append(out.Options, PreferredOption{Option: o, Worth: k.Worth, Live: k.Live})
	}
	for _, k := range w.Options {
		if !slices.Contains(v.Options, k.Option) {
			out.Options = append(out.Options, PreferredOption{Option: k.Option, Worth: k.Worth, Live: k.Live, Gone: len(v.Options) > 0})
		}
	}
	return out
}

// shares divides each weight by the sum of their middles, when all of the agenda
// are stated: what an issue is worth of 100 of the whole.
func (l *PreferenceLine) shares() {
	sum := new(big.Rat)
	for _, i := range l.Issues {
		if i.Off {
			continue
		}
		if i.Weight == (act.Span{}) {
			return
		}
		sum.Add(sum, middleOf(spanOf(i.Weight)))
	}
	if sum.Sign() == 0 {
		return
	}
	for n := range l.Issues {
		i := &l.Issues[n]
		if i.Off {
			continue
		}
		low, high := spanOf(i.Weight)
		share := func(x *big.Rat) *big.Rat { return new(big.Rat).Quo(new(big.Rat).Mul(x, hundred()), sum) }
		i.Share.Low = tenths(share(low))
		if i.Weight.High != "" {
			i.Share.High = tenths(share(high))
		}
	}
}

// tenths prints a number with one digit after the point, and none where that is 0.
func tenths(x *big.Rat) string {
	s := x.FloatString(1)
	if len(s) > 2 && s[len(s)-2:] == ".0" {
		return s[:len(s)-2]
	}
	return s
}

// limitPackage puts the package of a limit in the order of the agenda.
func (f faces) limitPackage(l *PreferenceLine, choices []act.Choice, agenda []ValuedIssue) {
	for _, k := range choices {
		l.Limit.Package = append(l.Limit.Package, PackageChoice{f.issue(k.Issue), k.Option})
	}
	place := func(k PackageChoice) int {
		if i := slices.IndexFunc(agenda, func(v ValuedIssue) bool { return v.Issue == k.Issue.Issue }); i >= 0 {
			return i
		}
		return len(agenda)
	}
	slices.SortStableFunc(l.Limit.Package, func(a, b PackageChoice) int { return place(a) - place(b) })
}

// gaps lists what is not stated, and counts the issues that are.
func (l *PreferenceLine) gaps() {
	for n := range l.Issues {
		i := &l.Issues[n]
		if i.Off {
			continue
		}
		var without []string
		said := i.Weight != (act.Span{}) || i.Rank > 0
		for _, o := range i.Options {
			said = said || o.Live != "" || o.Worth != (act.Span{})
			if o.Worth == (act.Span{}) && !o.Gone {
				without = append(without, o.Option)
			}
		}
		if !said {
			l.Missing = append(l.Missing, PreferenceGap{&i.IssueRef, "", GapIssue})
			continue
		}
		if i.Weight == (act.Span{}) && i.Rank == 0 {
			l.Missing = append(l.Missing, PreferenceGap{&i.IssueRef, "", GapWeight})
		} else if valued(i.Options) >= 2 {
			l.Stated++
		}
		for _, o := range without {
			l.Missing = append(l.Missing, PreferenceGap{&i.IssueRef, o, GapWorth})
		}
	}
	if l.Limit.Words == "" && l.Limit.Worth == (act.Span{}) && len(l.Limit.Package) == 0 {
		l.Missing = append(l.Missing, PreferenceGap{nil, "", GapLimit})
	}
}

// valued counts the options whose worth is stated.
func valued(options []PreferredOption) int {
	n := 0
	for _, o := range options {
		if o.Worth != (act.Span{}) {
			n++
		}
	}
	return n
}
