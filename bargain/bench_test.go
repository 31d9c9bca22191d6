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

// independentModel makes a case in which every value of every party is drawn by
// itself, from 0 to 1 with three decimals.
func independentModel(parties, issues, options int, seed uint64) *Model {
	r := rand.New(rand.NewPCG(seed, 2))
	m := &Model{Name: "independent", ComparableScales: true}
	for i := range issues {
		issue := Issue{ID: fmt.Sprint("i", i)}
		for o := range options {
			issue.Options = append(issue.Options, Option{ID: fmt.Sprint("o", o)})
		}
		m.Issues = append(m.Issues, issue)
	}
	for p := range parties {
		var v View
		for range issues {
			var row []Number
			for range options {
				row = append(row, Rational(big.NewRat(r.Int64N(1000), 1000)))
			}
			v.Values = append(v.Values, row)
		}
		m.Parties = append(m.Parties, Party{ID: fmt.Sprint("p", p), Views: []View{v}})
	}
	return m
}

// BenchmarkFrontier measures frontier and fair points, from the model on. The
// names are parties, issues × options and decimals; the last groups show growth.
// s/Mvector is per million vectors of all steps, B/vector what the result keeps
// for each of those.
func BenchmarkFrontier(b *testing.B) {
	for _, c := range []struct{ parties, issues, options, digits int }{
		{2, 6, 10, 4}, {2, 7, 10, 4}, {3, 7, 10, 4}, {4, 7, 10, 4},
		{2, 30, 5, 4}, {2, 50, 5, 4}, {2, 100, 5, 4}, {2, 360, 5, 4},
		{3, 30, 5, 3}, {3, 30, 5, 4}, {4, 15, 5, 3}, {4, 20, 5, 3}, {4, 30, 5, 3},
		{2, 30, 5, 12}, {2, 50, 5, 12}, {2, 100, 5, 12}, {2, 200, 5, 12}, {2, 360, 5, 12},
		{3, 10, 5, 12}, {3, 20, 5, 12}, {3, 30, 5, 12}, {3, 40, 5, 12},
		{4, 10, 5, 12}, {4, 15, 5, 12}, {4, 20, 5, 12}, {4, 25, 5, 12},
		{5, 8, 5, 12}, {5, 10, 5, 12}, {5, 12, 5, 12}, {6, 10, 5, 3}, {8, 8, 5, 3},
	} {
		b.Run(fmt.Sprintf("%d/%dx%d/%d", c.parties, c.issues, c.options, c.digits), func(b *testing.B) {
			m := opposedModel(c.parties, c.issues, c.options, c.digits, 1)
			b.ReportAllocs()
			settled := 0
			var f *Frontier
			for b.Loop() {
				settled = 0
				p, err := Compile(m)
				if err != nil {
					b.Fatal(err)
				}
				f, err = p.Frontier(b.Context(), Options{Progress: func(g Progress) { settled += g.Vectors }})
				if err != nil || !f.Proven() {
					b.Fatal(err)
				}
				if _, err := f.Solve(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			seconds := b.Elapsed().Seconds() / float64(b.N)
			b.ReportMetric(float64(f.Len()), "vectors")
			b.ReportMetric(seconds/float64(settled)*1e6, "s/Mvector")
			var with, without runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&with)
			b.ReportMetric(float64(with.Sys)/1e6, "MB-sys")
			runtime.KeepAlive(f)
			f = nil
			runtime.GC()
			runtime.ReadMemStats(&without)
			b.ReportMetric((float64(with.HeapAlloc)-float64(without.HeapAlloc))/float64(settled), "B/vector")
		})
	}
}

// BenchmarkEnumerate is the reference: every package is visited, and compared with
// the vectors that none has dominated so far.
func BenchmarkEnumerate(b *testing.B) {
	for _, c := range []struct{ parties, issues, options int }{{2, 6, 10}, {2, 7, 10}, {3, 6, 10}, {4, 5, 10}} {
		b.Run(fmt.Sprintf("%d/%dx%d", c.parties, c.issues, c.options), func(b *testing.B) {
			p, err := Compile(opposedModel(c.parties, c.issues, c.options, 4, 1))
			if err != nil {
				b.Fatal(err)
			}
			f, err := p.Frontier(b.Context(), Options{})
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				var kept [][]int64
				enumerate(p.model, func(x Package) {
					u := p.sums(x)
					for _, v := range kept {
						if covers(v, u) {
							return
						}
					}
					left := kept[:0]
					for _, v := range kept {
						if !covers(u, v) {
							left = append(left, v)
						}
					}
					kept = append(left, u)
				})
				if len(kept) != f.Len() {
					b.Fatalf("%d vectors, and %d by the engine", len(kept), f.Len())
				}
			}
		})
	}
}

// BenchmarkFine solves numbers as floating point prints them, with 256 bits.
func BenchmarkFine(b *testing.B) {
	for _, issues := range []int{10, 20, 30} {
		b.Run(fmt.Sprintf("2/%dx5", issues), func(b *testing.B) {
			r := rand.New(rand.NewPCG(1, 31))
			m := opposedModel(2, issues, 5, 4, 1)
			for q := range m.Parties {
				v := &m.Parties[q].Views[0]
				for range issues {
					w, err := Decimal(fmt.Sprint(r.Float64()))
					if err != nil {
						b.Fatal(err)
					}
					v.Weights = append(v.Weights, w)
				}
				for _, row := range v.Values {
					for o := range row {
						row[o], _ = Decimal(fmt.Sprint(r.Float64()))
					}
				}
			}
			if _, err := Compile(m); err == nil {
				b.Fatal("62 bits hold the numbers")
			}
			for b.Loop() {
				f, err := m.SolveFine(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(f.Points)), "vectors")
			}
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

// BenchmarkFair proves fair points of eight parties, where frontiers are too
// large. Value and bound are equal if the result is proven.
func BenchmarkFair(b *testing.B) {
	for _, c := range []struct {
		name  string
		model *Model
	}{
		{"8/15x5", opposedModel(8, 15, 5, 3, 1)}, {"8/20x5", opposedModel(8, 20, 5, 3, 1)}, {"8/30x5", opposedModel(8, 30, 5, 3, 1)},
		{"8/30x5-independent", independentModel(8, 30, 5, 1)}, {"8/50x5", opposedModel(8, 50, 5, 12, 1)},
	} {
		for _, k := range []Criterion{Egalitarian, KalaiSmorodinsky, Nash, Utilitarian} {
			b.Run(fmt.Sprintf("%s/%s", c.name, k), func(b *testing.B) {
				fairPoint(b, c.model, k, 2_000_000)
			})
		}
	}
}

func fairPoint(b *testing.B, m *Model, k Criterion, steps int64) {
	for b.Loop() {
		p, err := Compile(m)
		if err != nil {
			b.Fatal(err)
		}
		f, err := p.Fair(b.Context(), k, Options{Steps: steps})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(f.Value, "value")
		b.ReportMetric(f.Bound, "bound")
		b.ReportMetric(map[bool]float64{true: 1}[f.Proven], "proven")
	}
}

// BenchmarkBoxes finds frontier and fair points of two parties with box
// preferences.
func BenchmarkBoxes(b *testing.B) {
	for _, c := range []struct{ issues, boxes int }{{6, 40}, {8, 100}, {10, 40}, {10, 80}, {10, 100}, {10, 130}} {
		m := boxModel(2, c.issues, 10, c.boxes, 1)
		b.Run(fmt.Sprintf("%dx10/%d/frontier", c.issues, c.boxes), func(b *testing.B) {
			for b.Loop() {
				p, err := Compile(m)
				if err != nil {
					b.Fatal(err)
				}
				f, err := p.Frontier(b.Context(), Options{})
				if err != nil || !f.Proven() {
					b.Fatal(err)
				}
				if _, err := f.Solve(b.Context()); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(f.Len()), "vectors")
			}
		})
	}
	for _, c := range []struct{ issues, boxes int }{{10, 40}, {10, 100}, {10, 130}, {20, 100}, {40, 100}, {50, 130}} {
		for _, k := range []Criterion{Egalitarian, Nash} {
			b.Run(fmt.Sprintf("%dx10/%d/%s", c.issues, c.boxes, k), func(b *testing.B) {
				fairPoint(b, boxModel(2, c.issues, 10, c.boxes, 1), k, 200_000)
			})
		}
	}
}
