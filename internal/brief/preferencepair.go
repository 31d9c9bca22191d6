// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"parley/internal/act"
)

// PairQuestion asks whether what follows from a preference is what is meant: by
// its numbers Better is preferred to Beside, with all else the same. A no says
// that some number is not what the seat thinks.
type PairQuestion struct {
	Key    string          `json:"key"` // the same for the same question
	Better []PackageChoice `json:"better"`
	Beside []PackageChoice `json:"beside"`
}

// pairQuestions is how many are asked.
const pairQuestions = 2

// Questions draws pairs of packages that differ in a trade between issues: one
// issue against two others, and a step on the way against all of another issue
// (the trade-off checks of Keeney and Raiffa, Decisions with Multiple Objectives,
// 1976, chapter 3). Of those it takes the ones that are neither near a tie,
// where nobody could tell, nor plain, where nobody would ask.
func (l PreferenceLine) Questions() []PairQuestion {
	issues := l.swings()
	var against, step, plain []trade
	for a := range issues {
		for b := range issues {
			if a == b {
				continue
			}
			for _, m := range issues[a].between {
				step = append(step, newTrade([]side{{issues[a], m, issues[a].worst}}, []side{{issues[b], issues[b].best, issues[b].worst}}))
			}
			if a < b {
				plain = append(plain, newTrade(full(issues[a]), full(issues[b])))
			}
			for c := b + 1; c < len(issues); c++ {
				if c != a {
					against = append(against, newTrade(full(issues[a]), append(full(issues[b]), full(issues[c])...)))
				}
			}
		}
	}
	out := []PairQuestion{}
	for _, list := range [][]trade{against, step, plain} {
		list = slices.DeleteFunc(list, func(t trade) bool { return t.lean.Cmp(leastLean()) < 0 })
		if len(list) == 0 || len(out) == pairQuestions {
			continue
		}
		best := slices.MinFunc(list, func(a, b trade) int {
			return cmp.Or(a.off().Cmp(b.off()), strings.Compare(a.question.Key, b.question.Key))
		})
		out = append(out, best.question)
	}
	return out
}

// swing is an issue in which something is to be gained.
type swing struct {
	issue       *PreferredIssue
	place       int // on the agenda
	weight      *big.Rat
	best, worst *PreferredOption
	between     []*PreferredOption
}

// swings are the issues whose weight and whose best and worst options are stated,
// the heaviest first and eight at the most.
func (l PreferenceLine) swings() []swing {
	var out []swing
	for n := range l.Issues {
		i := &l.Issues[n]
		best, worst, _ := i.ends()
		if i.Off || i.Weight == (act.Span{}) || best == nil || best.middle().Cmp(worst.middle()) == 0 {
			continue
		}
		x := swing{issue: i, place: n, weight: middleOf(spanOf(i.Weight)), best: best, worst: worst}
		for k := range i.Options {
			o := &i.Options[k]
			if !o.Gone && o.Worth != (act.Span{}) && o.middle().Cmp(worst.middle()) > 0 && o.middle().Cmp(best.middle()) < 0 {
				x.between = append(x.between, o)
			}
		}
		if x.weight.Sign() > 0 {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b swing) int { return b.weight.Cmp(a.weight) })
	return out[:min(len(out), 8)]
}

// side is one step of a trade: an option instead of a lesser one.
type side struct {
	of       swing
	to, from *PreferredOption
}

func full(s swing) []side { return []side{{s, s.best, s.worst}} }

func (s side) gain() *big.Rat {
	x := new(big.Rat).Sub(s.to.middle(), s.from.middle())
	return x.Mul(x, s.of.weight)
}

// trade sets the gains of two sides against each other.
type trade struct {
	question PairQuestion
	lean     *big.Rat // what the better side gains more, as a share of all that is gained
}

func newTrade(a, b []side) trade {
	gain := func(list []side) *big.Rat {
		sum := new(big.Rat)
		for _, s := range list {
			sum.Add(sum, s.gain())
		}
		return sum
	}
	ga, gb := gain(a), gain(b)
	if ga.Cmp(gb) < 0 {
		a, b, ga, gb = b, a, gb, ga
	}
	lean := new(big.Rat).Sub(ga, gb)
	lean.Quo(lean, new(big.Rat).Add(ga, gb))
	q := PairQuestion{Better: chosenOf(a, b), Beside: chosenOf(b, a)}
	var key []string
	for _, k := range append(slices.Clone(q.Better), q.Beside...) {
		key = append(key, k.Issue.Issue+"="+k.Option)
	}
	q.Key = strings.Join(key, ";")
	return trade{q, lean}
}

// chosenOf is a package that takes the gains of one side and not of the other.
func chosenOf(with, without []side) []PackageChoice {
	both := append(slices.Clone(with), without...)
	option := map[int]string{}
	for n, s := range both {
		if option[s.of.place] = s.to.Option; n >= len(with) {
			option[s.of.place] = s.from.Option
		}
	}
	slices.SortFunc(both, func(a, b side) int { return a.of.place - b.of.place })
	out := []PackageChoice{}
	for _, s := range both {
		out = append(out, PackageChoice{s.of.issue.IssueRef, option[s.of.place]})
	}
	return out
}

// leastLean is the least lean of a question that is asked; a fifth is sought.
func leastLean() *big.Rat { return big.NewRat(1, 20) }

func (t trade) off() *big.Rat {
	x := new(big.Rat).Sub(t.lean, big.NewRat(1, 5))
	return x.Abs(x)
}
