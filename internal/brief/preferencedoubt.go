// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"math/big"

	"parley/internal/act"
)

// PreferenceDoubt is something in a preference that does not sit well together.
// It is a question to whoever states it, never a fault: people may mean exactly
// what they said.
type PreferenceDoubt struct {
	Code   string    `json:"code"`            // a word of [PreferenceDoubts]
	Issue  *IssueRef `json:"issue,omitempty"` // the one spoken of; absent: the whole
	Other  *IssueRef `json:"other,omitempty"`
	Option string    `json:"option,omitempty"`
	Beside string    `json:"beside,omitempty"` // another option
	Worth  string    `json:"worth,omitempty"`  // the figure spoken of
	Limit  string    `json:"limit,omitempty"`  // the figure beside it
	Says   string    `json:"says"`
}

// The words for doubts.
const (
	DoubtOrder    = "order-weight"   // an issue comes before another and weighs less
	DoubtBest     = "best-not-100"   // all options are valued and none is worth 100
	DoubtWorst    = "worst-not-0"    // all options are valued and none is worth 0
	DoubtEqual    = "all-equal"      // all options are worth the same
	DoubtRefused  = "refused-better" // an option that is refused is worth more than one that is not
	DoubtNoOption = "all-refused"    // no option is left that the seat could live with
	DoubtInLimit  = "refused-limit"  // an option that is refused is in the package of the limit
	DoubtTooHigh  = "limit-high"     // no package without refused options reaches the limit
	DoubtTogether = "limit-together" // the least of what the seat could live with, issue by issue, is below its limit
)

// PreferenceDoubts returns the words for doubts.
func PreferenceDoubts() []string {
	return []string{DoubtOrder, DoubtBest, DoubtWorst, DoubtEqual, DoubtRefused, DoubtNoOption, DoubtInLimit, DoubtTooHigh, DoubtTogether}
}

// raise returns what does not sit well together, in the order of the steps in
// which it is stated. Ranges raise a doubt only where it holds at both ends.
func (l PreferenceLine) raise() []PreferenceDoubt {
	out := l.orderDoubts()
	for n := range l.Issues {
		if !l.Issues[n].Off {
			out = append(out, l.Issues[n].doubts()...)
		}
	}
	return append(out, l.limitDoubts()...)
}

// orderDoubts compares neighbours in the order with their weights.
func (l PreferenceLine) orderDoubts() []PreferenceDoubt {
	out := []PreferenceDoubt{}
	var before *PreferredIssue
	for _, ref := range l.Order {
		i := l.issue(ref)
		if i == nil || i.Weight == (act.Span{}) {
			continue
		}
		if before != nil {
			_, high := spanOf(before.Weight)
			low, _ := spanOf(i.Weight)
			if high.Cmp(low) < 0 {
				out = append(out, PreferenceDoubt{
					Code: DoubtOrder, Issue: &before.IssueRef, Other: &i.IssueRef, Worth: spanSays(before.Weight), Limit: spanSays(i.Weight),
					Says: fmt.Sprintf("%s comes before %s in the order, and weighs less: %s beside %s", before.Title, i.Title, spanSays(before.Weight), spanSays(i.Weight)),
				})
			}
		}
		before = i
	}
	return out
}

func (l PreferenceLine) issue(ref IssueRef) *PreferredIssue {
	for n := range l.Issues {
		if l.Issues[n].Issue == ref.Issue && !l.Issues[n].Off {
			return &l.Issues[n]
		}
	}
	return nil
}

// doubts looks at the options of one issue.
func (i *PreferredIssue) doubts() []PreferenceDoubt {
	var out []PreferenceDoubt
	add := func(d PreferenceDoubt) {
		d.Issue = &i.IssueRef
		out = append(out, d)
	}
	best, worst, all := i.ends()
	if all && best != nil {
		_, high := spanOf(best.Worth)
		low, _ := spanOf(worst.Worth)
		switch {
		case i.equal():
			add(PreferenceDoubt{Code: DoubtEqual, Worth: spanSays(best.Worth), Says: fmt.Sprintf("all options of %s are worth the same: then nothing in it is to be gained, whatever its weight", i.Title)})
		case high.Cmp(hundred()) != 0:
			add(PreferenceDoubt{Code: DoubtBest, Option: best.Option, Worth: spanSays(best.Worth), Says: fmt.Sprintf("the best option of %s, %s, is worth %s and not 100", i.Title, quoted(best.Option), spanSays(best.Worth))})
		case low.Sign() != 0:
			add(PreferenceDoubt{Code: DoubtWorst, Option: worst.Option, Worth: spanSays(worst.Worth), Says: fmt.Sprintf("the worst option of %s, %s, is worth %s and not 0", i.Title, quoted(worst.Option), spanSays(worst.Worth))})
		}
	}
	if d, ok := i.refusedBetter(); ok {
		add(d)
	}
	if i.allRefused() {
		add(PreferenceDoubt{Code: DoubtNoOption, Says: fmt.Sprintf("no option of %s is left that could be lived with", i.Title)})
	}
	return out
}

// ends returns the options that are worth most and least by their middles, and
// whether all are valued.
func (i *PreferredIssue) ends() (best, worst *PreferredOption, all bool) {
	all = true
	for n := range i.Options {
		o := &i.Options[n]
		switch {
		case o.Gone:
			continue
		case o.Worth == (act.Span{}):
			all = false
			continue
		}
		if best == nil || o.middle().Cmp(best.middle()) > 0 {
			best = o
		}
		if worst == nil || o.middle().Cmp(worst.middle()) < 0 {
			worst = o
		}
	}
	return best, worst, all
}

func (o *PreferredOption) middle() *big.Rat { return middleOf(spanOf(o.Worth)) }

// equal reports whether every option is worth exactly the same.
func (i *PreferredIssue) equal() bool {
	for _, o := range i.Options {
		if o.Gone {
			continue
		}
		if o.Worth.High != "" || o.middle().Cmp(i.Options[0].middle()) != 0 {
			return false
		}
	}
	return len(i.Options) > 1
}

// refusedBetter finds an option that is refused and worth more than one that is
// not.
func (i *PreferredIssue) refusedBetter() (PreferenceDoubt, bool) {
	for _, no := range i.Options {
		for _, yes := range i.Options {
			if no.Live != "no" || yes.Live != "yes" || no.Worth == (act.Span{}) || yes.Worth == (act.Span{}) {
				continue
			}
			low, _ := spanOf(no.Worth)
			if _, high := spanOf(yes.Worth); low.Cmp(high) > 0 {
				return PreferenceDoubt{
					Code: DoubtRefused, Option: no.Option, Beside: yes.Option, Worth: spanSays(no.Worth), Limit: spanSays(yes.Worth),
					Says: fmt.Sprintf("in %s, %s could not be lived with and is worth more than %s, which could", i.Title, quoted(no.Option), quoted(yes.Option)),
				}, true
			}
		}
	}
	return PreferenceDoubt{}, false
}

func (i *PreferredIssue) allRefused() bool {
	n := 0
	for _, o := range i.Options {
		if !o.Gone && o.Live != "no" {
			return false
		}
		if !o.Gone {
			n++
		}
	}
	return n > 0
}

// spanSays prints a number or what it lies between.
func spanSays(s act.Span) string {
	if s.High == "" {
		return s.Low
	}
	return s.Low + " to " + s.High
}
