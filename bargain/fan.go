// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"math"
	"math/bits"
	"slices"
)

// fanBits is the scale of a weighted sum: the span of each party has so many bits.
const fanBits = 40

// A fan bounds several weighted sums of the parties' utilities over everything
// that may follow a partial package. Each sum falls apart into one maximum for
// every open issue once what a term over several issues adds is split into shares
// among them (cost splitting; Cooper and Schiex 2004): an open issue grants its
// share to the options that the term accepts, and together they are at least what
// the term adds. Numbers are whole and rounded up, so that choosing and taking back
// leave no trace. In every list the sums are the last index.
type fan struct {
	s      *searcher
	weight [][]int64 // per sum and party
	unary  [][]int64 // per issue: options × sums
	term   [][]int64 // per pattern: what it adds if it matches; nil if nothing
	share  [][]int64 // per pattern: places in its scope × sums; 0 where it adds nothing
	score  [][]int64 // per issue: unary with the shares of patterns that may match
	best   [][]int64 // per issue: the most of score
	total  []int64   // the bounds
	stale  []bool    // per issue: best is to be found anew
	queue  []int     // stale issues
}

// span is the width of all sums of a party.
func (s *searcher) span(q int) uint64 { return uint64(s.p.ups[q] - s.p.lows[q]) }

// scaled is v of party q with the weight of a sum, on the common scale.
func (f *fan) scaled(k, q int, v int64, up bool) int64 {
	size := uint64(max(v, -v)) * uint64(f.weight[k][q])
	hi, lo := bits.Mul64(size, 1<<fanBits)
	whole, rest := bits.Div64(hi, lo, f.s.span(q))
	switch {
	case v < 0 && rest > 0 && !up:
		return -int64(whole) - 1
	case v < 0:
		return -int64(whole)
	case up && rest > 0:
		return int64(whole) + 1
	}
	return int64(whole)
}

func newFan(ctx context.Context, s *searcher, weight [][]int64) *fan {
	p, n := s.p, len(weight)
	f := &fan{s: s, weight: weight, total: make([]int64, n), stale: make([]bool, len(p.sizes))}
	for i, row := range p.unary {
		out := make([]int64, p.sizes[i]*n)
		for at, v := range row {
			for k := range n {
				out[at/p.parties*n+k] += f.scaled(k, at%p.parties, v, true)
			}
		}
		f.unary, f.score = append(f.unary, out), append(f.score, slices.Clone(out))
		f.best = append(f.best, make([]int64, n))
	}
	for _, t := range s.patterns {
		if t.add == nil {
			f.term, f.share = append(f.term, nil), append(f.share, nil)
			continue
		}
		w := make([]int64, n)
		for k := range w {
			for q, v := range t.add {
				w[k] += f.scaled(k, q, v, true)
			}
		}
		f.term, f.share = append(f.term, w), append(f.share, make([]int64, len(t.scope)*n))
	}
	for k := range n {
		f.split(ctx, k)
	}
	for t, pat := range s.patterns {
		for j := range pat.scope {
			f.grant(t, j, 1)
		}
	}
	for i := range f.best {
		if !f.stale[i] {
			f.stale[i] = true
			f.queue = append(f.queue, i)
		}
	}
	f.refresh()
	return f
}

// grant adds the share of a pattern to the options of the open issue at a place of
// its scope, or takes it away (by = -1).
func (f *fan) grant(t, j int, by int64) {
	if f.share[t] == nil {
		return
	}
	n := len(f.total)
	pat := f.s.patterns[t]
	i, share := pat.scope[j], f.share[t][j*n:j*n+n]
	row := f.score[i]
	for o, in := range pat.sets[j] {
		if in {
			for k, v := range row[o*n : o*n+n] {
				row[o*n+k] = v + by*share[k]
			}
		}
	}
	if !f.stale[i] {
		f.stale[i] = true
		f.queue = append(f.queue, i)
	}
}

// refresh finds the best of each issue whose scores have changed.
func (f *fan) refresh() {
	n := len(f.total)
	for _, i := range f.queue {
		f.stale[i] = false
		banned, row := f.s.p.banned[i], f.score[i]
		for k := range n {
			most := int64(-1 << 50) // if every option is forbidden
			for o, at := 0, k; o < len(banned); o, at = o+1, at+n {
				if v := row[at]; v > most && !banned[o] {
					most = v
				}
			}
			f.total[k] += most - f.best[i][k]
			f.best[i][k] = most
		}
	}
	f.queue = f.queue[:0]
}

// choose follows the choice of option o for issue i, which the searcher has made
// already, or takes it back while the searcher still holds it (by = -1).
func (f *fan) choose(i, o int, by int64) {
	s, n := f.s, len(f.total)
	for k := range n {
		f.total[k] += by * (f.unary[i][o*n+k] - f.best[i][k])
	}
	for _, u := range s.touch[i] {
		t := u.pattern
		share := f.share[t]
		switch {
		case share == nil:
		case u.set[o] && s.missed[t] == 0: // may match, or does
			for k, v := range share[u.place*n : u.place*n+n] {
				f.total[k] += by * v
			}
			if s.left[t] == 0 {
				for k, v := range f.term[t] {
					f.total[k] += by * min(v, 0)
				}
			}
		case !u.set[o] && s.missed[t] == 1: // from now on it cannot match
			for j, other := range s.patterns[t].scope {
				switch {
				case j == u.place:
				case s.settled[other]:
					for k, v := range share[j*n : j*n+n] {
						f.total[k] -= by * v
					}
				default:
					f.grant(t, j, -by)
				}
			}
		}
	}
	f.refresh()
}

// ahead is what the bounds are at most after option o of open issue i.
func (f *fan) ahead(i, o int, into []int64) {
	n := len(f.total)
	for k := range into {
		into[k] = f.total[k] - f.best[i][k] + f.score[i][o*n+k]
	}
}

// ceiling is the most that a bound on the sum of party q alone leaves for it.
func (f *fan) ceiling(k, q int) int64 {
	if f.total[k] < 0 {
		return math.MaxInt64 // nothing is known
	}
	hi, lo := bits.Mul64(uint64(f.total[k]), f.s.span(q))
	return int64(hi<<(64-fanBits) | lo>>fanBits)
}
