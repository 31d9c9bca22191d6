// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"runtime"
	"testing"
)

// opposedModel makes a case in which, on every issue, one party likes what the
// others dislike, with a tenth of noise. Utilities are points whose sums run to
// about 1 and have the given number of decimals.
func opposedModel(parties, issues, options, digits int, seed uint64) *Model {
	r := rand.New(rand.NewPCG(seed, 2))
	m := &Model{Name: "opposed", ComparableScales: true}
	values := make([][][]Number, parties)
	scale := int64(math.Pow10(digits))
	weights := make([][]float64, parties)
	for p := range weights {
		sum := 0.0
		for range issues {
			w := 0.2 + r.Float64()
			weights[p] = append(weights[p], w)
			sum += w
		}
		for i := range weights[p] {
			weights[p][i] /= sum
		}
	}
	for i := range issues {
		issue := Issue{ID: fmt.Sprint("i", i)}
		likes := i % parties
		rows := make([][]Number, parties)
		for o := range options {
			issue.Options = append(issue.Options, Option{ID: fmt.Sprint("o", o)})
			x := r.Float64()
			for p := range parties {
				v := 1 - x
				if p == likes {
					v = x
				}
				v = min(1, max(0, v+0.1*(2*r.Float64()-1)))
				rows[p] = append(rows[p], Rational(big.NewRat(int64(v*weights[p][i]*float64(scale)), scale)))
			}
		}
		m.Issues = append(m.Issues, issue)
		for p := range parties {
			values[p] = append(values[p], rows[p])
		}
	}
	for p := range parties {
		m.Parties = append(m.Parties, Party{ID: fmt.Sprint("p", p), Views: []View{{Values: values[p]}}})
	}
	return m
}

// BenchmarkFrontier measures frontier and fair points. The names are parties,
// issues × options and decimals.
func BenchmarkFrontier(b *testing.B) {
	for _, c := range []struct{ parties, issues, options, digits int }{
		{2, 6, 10, 4}, {2, 7, 10, 4}, {3, 7, 10, 4}, {4, 7, 10, 4},
		{2, 30, 5, 4}, {2, 30, 5, 12}, {2, 50, 5, 4}, {2, 50, 5, 12}, {2, 100, 5, 12},
		{2, 360, 5, 4}, {2, 360, 5, 12},
		{3, 30, 5, 3}, {3, 30, 5, 4}, {3, 30, 5, 12}, {4, 15, 5, 3}, {4, 20, 5, 3}, {4, 15, 5, 12}, {4, 30, 5, 3},
		{5, 12, 5, 3}, {6, 10, 5, 3},
	} {
		b.Run(fmt.Sprintf("%d/%dx%d/%d", c.parties, c.issues, c.options, c.digits), func(b *testing.B) {
			p, err := Compile(opposedModel(c.parties, c.issues, c.options, c.digits, 1))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			vectors, settled := 0, 0
			var f *Frontier
			for b.Loop() {
				settled = 0
				f, err = p.Frontier(b.Context(), Options{Progress: func(g Progress) { settled += g.Vectors }})
				if err != nil || !f.Proven() {
					b.Fatal(err)
				}
				vectors = f.Len()
				if _, err := f.Solve(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(vectors), "vectors")
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/float64(settled)*1e6, "s/Mvector")
			var ms runtime.MemStats
			runtime.ReadMemStats(&ms)
			b.ReportMetric(float64(ms.Sys)/1e6, "MB-sys")
			runtime.KeepAlive(f)
		})
	}
}

// BenchmarkScan is an arbitrary utility of 10^8 packages as a Go function.
func BenchmarkScan(b *testing.B) {
	for parties := 2; parties <= 4; parties++ {
		b.Run(fmt.Sprint(parties), func(b *testing.B) {
			sizes := []int{10, 10, 10, 10, 10, 10, 10, 10}
			var table [4][8][10]int64
			r := rand.New(rand.NewPCG(1, 3))
			for q := range table {
				for i := range table[q] {
					for o := range table[q][i] {
						table[q][i][o] = r.Int64N(10000)
					}
				}
			}
			for b.Loop() {
				points, err := ScanFrontier(b.Context(), sizes, parties, func(x Package, u []int64) bool {
					for q := range u {
						u[q] = table[q][0][x[0]] + table[q][1][x[1]] + table[q][2][x[2]] + table[q][3][x[3]] +
							table[q][4][x[4]] + table[q][5][x[5]] + table[q][6][x[6]] + table[q][7][x[7]]
					}
					return true
				})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(points)), "vectors")
			}
		})
	}
}

// BenchmarkFair proves fair points of eight parties, where frontiers are too large.
func BenchmarkFair(b *testing.B) {
	for _, issues := range []int{15, 20, 30} {
		for _, c := range []Criterion{Egalitarian, KalaiSmorodinsky, Nash, Utilitarian} {
			b.Run(fmt.Sprintf("8/%dx5/%s", issues, c), func(b *testing.B) {
				p, err := Compile(opposedModel(8, issues, 5, 3, 1))
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					f, err := p.Fair(b.Context(), c, Options{Steps: 2_000_000})
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(f.Value, "value")
					b.ReportMetric(f.Bound, "bound")
				}
			})
		}
	}
}

// BenchmarkBoxes runs fair points on box preferences; value and bound meet if the
// result is proven.
func BenchmarkBoxes(b *testing.B) {
	for _, c := range []struct{ issues, boxes int }{{10, 40}, {10, 100}, {40, 100}} {
		b.Run(fmt.Sprintf("%dx10/%d", c.issues, c.boxes), func(b *testing.B) {
			p, err := Compile(boxModel(2, c.issues, 10, c.boxes, 1))
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				f, err := p.Fair(b.Context(), Egalitarian, Options{Steps: 100_000})
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(f.Value, "value")
				b.ReportMetric(f.Bound, "bound")
			}
		})
	}
}
