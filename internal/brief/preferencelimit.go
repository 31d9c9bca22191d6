// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"math/big"

	"parley/internal/act"
)

// limitDoubts looks at the least that the seat could live with beside all else.
func (l PreferenceLine) limitDoubts() []PreferenceDoubt {
	var out []PreferenceDoubt
	for n := range l.Limit.Package {
		k := &l.Limit.Package[n]
		i := l.issue(k.Issue)
		if i == nil {
			continue
		}
		for _, o := range i.Options {
			if o.Option == k.Option && o.Live == "no" {
				out = append(out, PreferenceDoubt{
					Code: DoubtInLimit, Issue: &i.IssueRef, Option: o.Option,
					Says: fmt.Sprintf("%s in %s could not be lived with, and is in the package that could just be lived with", quoted(o.Option), i.Title),
				})
			}
		}
	}
	limit := l.limitWorth()
	if limit == nil {
		return out
	}
	if best := l.whole(func(o, than *PreferredOption) bool {
		return o.Live != "no" && (than == nil || o.middle().Cmp(than.middle()) > 0)
	}); best != nil && best.Cmp(limit) < 0 {
		out = append(out, PreferenceDoubt{
			Code: DoubtTooHigh, Worth: tenths(best), Limit: tenths(limit),
			Says: fmt.Sprintf("the best package without what could not be lived with is worth %s of 100, less than the limit of %s", tenths(best), tenths(limit)),
		})
	}
	if least := l.whole(func(o, than *PreferredOption) bool {
		return o.Live == "yes" && (than == nil || o.middle().Cmp(than.middle()) < 0)
	}); least != nil && least.Cmp(limit) < 0 {
		out = append(out, PreferenceDoubt{
			Code: DoubtTogether, Worth: tenths(least), Limit: tenths(limit),
			Says: fmt.Sprintf("the least of what could be lived with in each issue is, taken together, worth %s of 100, less than the limit of %s", tenths(least), tenths(limit)),
		})
	}
	return out
}

// limitWorth is the limit in points of 100 of the whole, by middles; nil when it
// is not stated or does not follow from what is.
func (l PreferenceLine) limitWorth() *big.Rat {
	if l.Limit.Worth != (act.Span{}) {
		return middleOf(spanOf(l.Limit.Worth))
	}
	if len(l.Limit.Package) == 0 {
		return nil
	}
	chosen := map[string]string{}
	for _, k := range l.Limit.Package {
		chosen[k.Issue.Issue] = k.Option
	}
	return l.wholeOf(func(i *PreferredIssue) *PreferredOption {
		for n := range i.Options {
			if o := &i.Options[n]; o.Option == chosen[i.Issue] && o.Worth != (act.Span{}) {
				return o
			}
		}
		return nil
	})
}

// whole is the worth of the package that takes of each issue the option that
// comes before all others; nil when there is none in some issue, or a weight or a
// worth that it needs is not stated.
func (l PreferenceLine) whole(before func(o, than *PreferredOption) bool) *big.Rat {
	return l.wholeOf(func(i *PreferredIssue) *PreferredOption {
		var out *PreferredOption
		for n := range i.Options {
			o := &i.Options[n]
			if o.Gone {
				continue
			}
			if o.Worth == (act.Span{}) {
				return nil
			}
			if before(o, out) {
				out = o
			}
		}
		return out
	})
}

// wholeOf is the worth of a package in points of 100, by the middles of ranges.
func (l PreferenceLine) wholeOf(choose func(*PreferredIssue) *PreferredOption) *big.Rat {
	sum, weights := new(big.Rat), new(big.Rat)
	for n := range l.Issues {
		i := &l.Issues[n]
		if i.Off {
			continue
		}
		o := choose(i)
		if o == nil || i.Weight == (act.Span{}) {
			return nil
		}
		w := middleOf(spanOf(i.Weight))
		weights.Add(weights, w)
		sum.Add(sum, w.Mul(w, o.middle()))
	}
	if weights.Sign() == 0 {
		return nil
	}
	return sum.Quo(sum, weights)
}
