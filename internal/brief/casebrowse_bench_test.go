// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"parley/bargain"
)

// opposedCase is a held case of a mediator with issues on which one party likes what
// the next dislikes, in whole points, from a fixed seed.
func opposedCase(issues, options, parties int) *HeldCase {
	r := rand.New(rand.NewPCG(5, uint64(issues)))
	m := &bargain.Model{Name: "opposed"}
	out := &HeldCase{Middle: m, Ranges: m}
	for i := range issues {
		x := bargain.Issue{ID: fmt.Sprint("issue ", i+1)}
		for o := range options {
			x.Options = append(x.Options, bargain.Option{ID: fmt.Sprint("option ", o+1)})
		}
		m.Issues = append(m.Issues, x)
	}
	for q := range parties {
		v := bargain.View{}
		for i := range issues {
			v.Weights = append(v.Weights, bargain.Rational(big.NewRat(1+int64(r.IntN(100)), int64(50*issues))))
			var row []bargain.Number
			for o := range options {
				worth := 100 * o / (options - 1)
				if (i+q)%parties != 0 {
					worth = 100 - worth
				}
				row = append(row, bargain.Rational(big.NewRat(int64(min(100, max(0, worth+r.IntN(21)-10))), 100)))
			}
			v.Values = append(v.Values, row)
		}
		id := fmt.Sprint("p", q)
		m.Parties = append(m.Parties, bargain.Party{ID: id, Views: []bargain.View{v}})
		out.Parties = append(out.Parties, CaseParty{Seat: SeatRef{Seat: id, Name: id}})
	}
	return out
}

// BenchmarkBrowse answers one move of a slider on a case that was solved before, of
// 20 issues with 5 options and 3 parties.
func BenchmarkBrowse(b *testing.B) {
	c, err := SolveCase(b.Context(), opposedCase(20, 5, 3), 0)
	if err != nil {
		b.Fatal(err)
	}
	floors := []*big.Rat{big.NewRat(40, 1), big.NewRat(40, 1), nil}
	b.ReportMetric(float64(c.Solution.Frontier.Vectors), "vectors")
	b.ReportAllocs()
	for b.Loop() {
		c.Browse(floors, 12)
	}
	b.ReportMetric(float64(c.Solution.Frontier.Vectors), "vectors")
}

// BenchmarkSolveCase solves that case, once for a record.
func BenchmarkSolveCase(b *testing.B) {
	held := opposedCase(20, 5, 3)
	for b.Loop() {
		if _, err := SolveCase(b.Context(), held, 0); err != nil {
			b.Fatal(err)
		}
	}
}
