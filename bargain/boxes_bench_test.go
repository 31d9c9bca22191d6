// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// hubModel has boxes over one or two issues, a quarter of them over the last tenth of
// the issues, as the published domains of 40 and 50 issues have.
func hubModel(issues, boxes int, seed uint64) *Model {
	r := rand.New(rand.NewPCG(seed, 77))
	m := &Model{}
	for i := range issues {
		issue := Issue{ID: fmt.Sprint(i)}
		for o := range 10 {
			issue.Options = append(issue.Options, Option{ID: fmt.Sprint(o)})
		}
		m.Issues = append(m.Issues, issue)
	}
	for p := range 2 {
		var v View
		for range boxes {
			var when Pattern
			for n := 1 + r.IntN(2); len(when) < n; {
				i := r.IntN(issues)
				if r.IntN(4) == 0 {
					i = issues - 1 - r.IntN(issues/10)
				}
				if len(when) == 1 && when[0].Issue == i {
					continue
				}
				from, to := 0, 5+r.IntN(5)
				if r.IntN(2) == 0 {
					from, to = 1+r.IntN(9), 9
				}
				match := Match{Issue: i}
				for o := from; o <= to; o++ {
					match.Options = append(match.Options, o)
				}
				when = append(when, match)
			}
			v.Terms = append(v.Terms, Term{when, Int(1 + r.Int64N(100))})
		}
		v.Reservation = &Reservation{Value: Int(0)}
		m.Parties = append(m.Parties, Party{ID: fmt.Sprint("p", p), Views: []View{v}})
	}
	return m
}

// BenchmarkHubs finds frontier, fair points and zone of domains of boxes.
func BenchmarkHubs(b *testing.B) {
	for _, c := range [][2]int{{30, 80}, {40, 100}, {50, 130}} {
		b.Run(fmt.Sprintf("%dx10/%d", c[0], c[1]), func(b *testing.B) {
			p, err := Compile(hubModel(c[0], c[1], 1))
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				f, err := p.Frontier(b.Context(), Options{})
				if err != nil || !f.Proven() {
					b.Fatal(err)
				}
				if s, err := f.Solve(b.Context()); err != nil || !s.Nash.Proven {
					b.Fatal(err)
				}
				if z, err := f.Zone(b.Context(), 0); err != nil || z.Packages.Exact == nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(f.Len()), "vectors")
			}
		})
	}
}
