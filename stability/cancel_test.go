// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"sync/atomic"
	"testing"
	"time"
)

// impatient is a context that ends when it has been asked so many times.
type impatient struct {
	context.Context
	left atomic.Int64
}

func (c *impatient) Err() error {
	if c.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

func after(n int64) *impatient {
	c := &impatient{Context: context.Background()}
	c.left.Store(n)
	return c
}

// TestCancel ends the context at every place where long work asks for it, one
// after the other, and wants the error of the context each time. No clock is
// involved, so a slow machine cannot break it.
func TestCancel(t *testing.T) {
	d := generate(9, 3, true, 1)
	m := must(t, d)
	few, first := d, State(m.size)
	for s := range m.States() {
		first = min(first, s)
		few.Feasible = append(few.Feasible, s)
	}
	listed := must(t, few)
	e := elmira(t)
	coalesced := must(t, e)
	many := merged(10)
	pay := dilemma()
	for i := range pay.DMs {
		pay.DMs[i].Preference = Preference{Payoffs: []Payoff{{0, big.NewRat(1, 1)}, {1, big.NewRat(0, 1)}, {2, big.NewRat(3, 1)}, {3, big.NewRat(2, 1)}}}
	}
	paid := must(t, pay)
	quiet := func(PriceField) error { return nil }
	for name, work := range map[string]func(ctx context.Context) error{
		"new":       func(ctx context.Context) error { _, err := New(ctx, d); return err },
		"new graph": func(ctx context.Context) error { _, err := New(ctx, many); return err },
		"new list":  func(ctx context.Context) error { _, err := New(ctx, few); return err },
		"solve":     func(ctx context.Context) error { _, err := m.Solve(ctx); return err },
		"sim":       func(ctx context.Context) error { _, err := m.Solve(ctx, SIM); return err },
		"list":      func(ctx context.Context) error { _, err := listed.Solve(ctx); return err },
		"graph":     func(ctx context.Context) error { _, err := coalesced.Solve(ctx); return err },
		"map":       func(ctx context.Context) error { return m.PriceMap(ctx, []Concept{SSEQ}, quiet) },
		"price":     func(ctx context.Context) error { _, err := m.Price(ctx, first, SEQ); return err },
		"explain":   func(ctx context.Context) error { _, err := m.Explain(ctx, first, 0, GMR); return err },
		"paths":     func(ctx context.Context) error { _, err := m.Paths(ctx, first, false); return err },
		"coalition": func(ctx context.Context) error { _, err := coalesced.CoalitionallyStable(ctx, GMR); return err },
		"horizon":   func(ctx context.Context) error { _, err := paid.NonMyopic(ctx); return err },
		"unknown":   func(ctx context.Context) error { _, err := m.Unknown(ctx, ReadingA, GMR); return err },
		"strength":  func(ctx context.Context) error { _, err := coalesced.Strength(ctx); return err },
		"hypergame": func(ctx context.Context) error { _, err := m.Hypergame(ctx, Nash); return err },
		"inverse":   func(ctx context.Context) error { _, err := coalesced.Inverse(ctx, 0, 2, SEQ); return err },
		"sweep": func(ctx context.Context) error {
			_, err := m.Sweep(ctx, 3, 1, []Variation{{DM: 0, Order: 1}})
			return err
		},
		"leverage": func(ctx context.Context) error {
			_, err := paid.Leverage(ctx, 3, []Concept{SEQ}, Toolbox{})
			return err
		},
	} {
		whole := after(1 << 40)
		if err := work(whole); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		asked := 1<<40 - whole.left.Load()
		if asked == 0 {
			t.Errorf("%s: never asks", name)
		}
		for n := int64(0); n < asked-1; n += 1 + asked/8 {
			if err := work(after(n)); err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("%s, ended at %d of %d: %v", name, n, asked, err)
			} else if err == nil && n < asked/2 {
				t.Errorf("%s, ended at %d of %d: no error", name, n, asked)
			}
		}
	}
}

// merged is a model of two decision makers in which all settings of half of the
// options of the first are one state, so that it is a graph with many moves.
func merged(options int) Definition {
	d := Definition{DMs: make([]DM, 2)}
	for k := range options {
		d.Options = append(d.Options, Option{ID: fmt.Sprint("o", k)})
		d.DMs[k%2].Options = append(d.DMs[k%2].Options, k)
	}
	d.Coalesce = []Condition{All(Yes(0), Yes(2), Yes(4))}
	for i := range d.DMs {
		d.DMs[i].ID = fmt.Sprint("dm", i)
		d.DMs[i].Preference = Preference{Statements: []Condition{Yes(1 - i), Not(Yes(i))}}
	}
	return d
}

// TestGraphBudget: the moves between merged states take no more than they may.
func TestGraphBudget(t *testing.T) {
	d := merged(14) // of each decision maker about 2^21 pairs of settings are moves
	d.Limits.Bytes = 16 << 20
	if _, err := New(context.Background(), d); !errors.Is(err, ErrBudget) {
		t.Errorf("millions of moves in 16 MiB: %v", err)
	}
}

// asked is a context that counts how often it is asked, and ends at one of them.
type asked struct {
	context.Context
	times, ends atomic.Int64 // ends: 0 for never
}

func (c *asked) Err() error {
	if n, end := c.times.Add(1), c.ends.Load(); end > 0 && n >= end {
		return context.Canceled
	}
	return c.Context.Err()
}

// TestGraphAsks: merged states with millions of moves do not hold up whoever goes
// away: they ask again and again, and end where they are told to.
func TestGraphAsks(t *testing.T) {
	ctx := &asked{Context: context.Background()}
	if _, err := New(ctx, merged(14)); err != nil {
		t.Fatal(err)
	}
	all := ctx.times.Load()
	if all < 50 {
		t.Errorf("asked %d times while millions of moves were made", all)
	}
	for _, end := range []int64{1, all / 3, all - 1} {
		ctx := &asked{Context: context.Background()}
		ctx.ends.Store(end)
		if _, err := New(ctx, merged(14)); !errors.Is(err, context.Canceled) {
			t.Errorf("told to end at the %dth time it was asked of %d: %v", end, all, err)
		}
	}
}

// TestCancelInTime measures, on a model that takes about a second, how long it
// takes to stop. The promise is 100 ms on an idle machine; the test allows ten
// times that, because machines that run tests are not idle.
func TestCancelInTime(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	m := must(t, generate(20, 4, false, 1))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { _, err := m.Solve(ctx); done <- err }()
	time.Sleep(20 * time.Millisecond)
	start := time.Now()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("stopped after %v", d)
	}
}

// TestBudget: what would exceed a limit is refused, not cut short.
func TestBudget(t *testing.T) {
	d := generate(12, 3, false, 1)
	d.Limits.States = 100
	if _, err := New(context.Background(), d); !errors.Is(err, ErrBudget) {
		t.Errorf("states: %v", err)
	}
	d.Limits = Limits{Bytes: 1 << 10}
	if _, err := New(context.Background(), d); !errors.Is(err, ErrBudget) {
		t.Errorf("bytes: %v", err)
	}
	d = generate(12, 3, false, 1)
	d.Settings.Sequences = Once
	m := must(t, d)
	m.def.Limits.Bytes = 1 << 10
	if _, err := m.Solve(context.Background(), GMR); !errors.Is(err, ErrBudget) {
		t.Errorf("once: %v", err)
	}
}
