// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"
)

// A countdown is a context that ends after it was asked some number of times.
type countdown struct {
	context.Context
	left atomic.Int64
}

func (c *countdown) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// longWork is everything that takes a context, on cases large enough to be worth
// stopping.
func longWork(t testing.TB) map[string]func(context.Context) error {
	compile := func(m *Model) *Problem {
		p, err := Compile(m)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	four := compile(opposedModel(4, 10, 4, 6, 1))
	two := compile(opposedModel(2, 30, 5, 12, 1))
	boxes := compile(boxModel(2, 8, 8, 40, 1))
	small := opposedModel(3, 4, 4, 3, 1)
	three := compile(small)
	first := func(f *Frontier, err error) *Frontier {
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	f, g := first(four.Frontier(t.Context(), Options{})), first(two.Frontier(t.Context(), Options{}))
	var keep, give [][]int64
	for range 11 {
		keep, give = append(keep, []int64{0, 1, 2}), append(give, []int64{2, 1, 0})
	}
	pie := first(compile(pointsModel([]int64{-1, -1}, [][][]int64{keep, give})).Frontier(t.Context(), Options{}))
	middle := f.Package(f.Len() / 2)
	many := opposedModel(2, 8, 4, 3, 2)
	for k := range 12 {
		many.Constraints = append(many.Constraints, Constraint{If: Pattern{{k % 8, []int{k % 4}}, {(k + 1) % 8, []int{0, 1, 2, 3}}}})
	}
	for o := range 4 {
		many.Constraints = append(many.Constraints, Constraint{If: Pattern{{3, []int{o}}}})
	}
	work := map[string]func(context.Context) error{
		"frontier":      func(c context.Context) error { _, err := four.Frontier(c, Options{}); return err },
		"two parties":   func(c context.Context) error { _, err := two.Frontier(c, Options{}); return err },
		"search":        func(c context.Context) error { _, err := boxes.Frontier(c, Options{}); return err },
		"out of memory": func(c context.Context) error { _, err := four.Frontier(c, Options{MemoryBytes: 1 << 16}); return err },
		"solve":         func(c context.Context) error { _, err := g.Solve(c); return err },
		"zone":          func(c context.Context) error { _, err := f.Zone(c, 1000); return err },
		"gains":         func(c context.Context) error { _, err := four.Gains(c, make(Package, 10), Options{}); return err },
		"compensation": func(c context.Context) error {
			_, err := four.Compensate(c, middle, Change{0, middle[0], 1}, Options{})
			return err
		},
		"exchanges": func(c context.Context) error { _, err := four.Logrolls(c, middle, nil, 0); return err },
		"core":      func(c context.Context) error { _, err := f.Core(c, AllBut(4, 1), Options{}); return err },
		"coalition": func(c context.Context) error {
			_, err := four.Coalition(c, []int{0, 1, 2}, AllBut(4, 1), Options{})
			return err
		},
		"acceptable":   func(c context.Context) error { _, err := four.Acceptable(c, AllBut(4, 1), 0); return err },
		"robustness":   func(c context.Context) error { _, err := small.Robust(c, RobustOptions{Samples: 20}); return err },
		"packages":     func(c context.Context) error { _, err := pie.PackagesOf(c, pie.Len()/2, 30000, 0); return err },
		"fine numbers": func(c context.Context) error { _, err := small.SolveFine(c); return err },
		"conflict":     func(c context.Context) error { _, _, err := many.Conflict(c); return err },
		"arena":        func(c context.Context) error { _, err := four.NewArena(c); return err },
		"scan": func(c context.Context) error {
			_, err := ScanFrontier(c, []int{20, 20, 20, 20, 4}, 2, func(x Package, u []int64) bool {
				u[0], u[1] = int64(x[0]*x[1]+x[4]), int64(x[2]*x[3]-x[0])
				return true
			})
			return err
		},
	}
	for _, k := range []Criterion{Egalitarian, Nash, KalaiSmorodinsky, Utilitarian} {
		work[string(k)] = func(c context.Context) error { _, err := boxes.Fair(c, k, Options{}); return err }
	}
	arena, err := three.NewArena(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	work["simulation"] = func(c context.Context) error {
		_, err := arena.Simulate(c, []Player{{Tactic: TitForTat}, {Tactic: TitForTat}, {Tactic: TitForTat}}, 3000, 1)
		return err
	}
	return work
}

// TestCancel ends the context at every one of the first looks at it, and at later
// ones ever farther apart. Nothing that has seen the end goes on, or says
// anything but that it was cancelled.
func TestCancel(t *testing.T) {
	pace := int64(2)
	if testing.Short() {
		pace = 1
	}
	for name, run := range longWork(t) {
		stopped, last := 0, int64(0)
		for at := int64(0); at < 1<<16; at += 1 + at/pace {
			ctx := &countdown{Context: t.Context()}
			ctx.left.Store(at)
			err := run(ctx)
			after := -ctx.left.Load()
			if err == nil && after <= 0 {
				break // it came to its end before
			}
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("%s, stopped at look %d: %v", name, at, err)
			}
			stopped, last = stopped+1, max(last, after)
		}
		// Ranges beside each other, and the frames of a search, each look once more.
		if stopped == 0 || last > 500 {
			t.Errorf("%s was stopped %d times and looked up to %d times after the end", name, stopped, last)
		}
	}
}

// TestCancelLarge: work that would take days ends when it is told to. The bound is
// generous, to catch what hangs; BenchmarkSilence measures.
func TestCancelLarge(t *testing.T) {
	for parties := 2; parties <= 6; parties++ {
		for _, m := range []*Model{opposedModel(parties, 400, 6, 12, 1), boxModel(parties, 40, 10, 100, 1)} {
			p, err := Compile(m)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
			done := make(chan error, 2)
			go func() { _, err := p.Frontier(ctx, Options{}); done <- err }()
			go func() { _, err := p.Fair(ctx, Nash, Options{}); done <- err }()
			for range 2 {
				select {
				case err := <-done:
					if !errors.Is(err, context.DeadlineExceeded) && err != nil {
						t.Error(err)
					}
				case <-time.After(time.Minute):
					t.Fatalf("%d parties: it does not stop", parties)
				}
			}
			cancel()
		}
	}
}

// A stopwatch is a context that measures the longest time between two looks of
// one goroutine at it, and ends after a while.
type stopwatch struct {
	context.Context
	last, longest atomic.Int64
}

func (s *stopwatch) Err() error {
	now := time.Now().UnixNano()
	if gap := now - s.last.Swap(now); gap > s.longest.Load() {
		s.longest.Store(gap)
	}
	return s.Context.Err()
}

// BenchmarkSilence reports the longest time for which large work does not look
// whether it was cancelled.
func BenchmarkSilence(b *testing.B) {
	for _, parties := range []int{2, 3, 4, 5, 8} {
		for name, m := range map[string]*Model{"additive": opposedModel(parties, 200, 5, 12, 1), "boxes": boxModel(parties, 40, 10, 100, 1)} {
			p, err := Compile(m)
			if err != nil {
				b.Fatal(err)
			}
			for what, run := range map[string]func(context.Context) error{
				"frontier": func(c context.Context) error { _, err := p.Frontier(c, Options{}); return err },
				"fair":     func(c context.Context) error { _, err := p.Fair(c, Egalitarian, Options{}); return err },
				"zone":     func(c context.Context) error { _, _, err := p.count(c, 1<<20); return err },
			} {
				b.Run(fmt.Sprintf("%s/%s/%d", what, name, parties), func(b *testing.B) {
					for b.Loop() {
						ctx, cancel := context.WithTimeout(b.Context(), 2*time.Second)
						w := &stopwatch{Context: ctx}
						w.last.Store(time.Now().UnixNano())
						if err := run(w); err != nil && !errors.Is(err, context.DeadlineExceeded) {
							b.Fatal(err)
						}
						b.ReportMetric(float64(w.longest.Load())/1e6, "ms-silence")
						cancel()
					}
				})
			}
		}
	}
}
