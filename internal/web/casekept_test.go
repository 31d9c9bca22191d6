// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"parley/internal/brief"
)

// TestKeptCases: few are kept, fewer of large ones, and none that was not solved.
func TestKeptCases(t *testing.T) {
	of := func(vectors int) *brief.SolvedCase {
		x := &brief.SolvedCase{HeldCase: &brief.HeldCase{}, How: brief.SolveExact, Solution: &brief.PackagesReport{}}
		x.Solution.Frontier.Vectors = vectors
		return x
	}
	key := func(n int) caseKey { return caseKey{chosen: fmt.Sprint(n)} }
	var kept solvedCases
	for n := range 9 {
		kept = kept.with(key(n), of(10))
	}
	if len(kept) != keptCases || kept.find(key(8)) == nil || kept.find(key(5)) == nil || kept.find(key(4)) != nil {
		t.Errorf("of nine small cases %d are kept", len(kept))
	}
	if kept = kept.with(key(9), brief.Unsolved(&brief.HeldCase{})); kept.find(key(9)) != nil || len(kept) != keptCases {
		t.Error("a case that was not solved is kept, and would be said to be too large for good")
	}
	if kept = kept.with(key(10), of(keptVectors-10)); len(kept) != 2 || kept.find(key(8)) == nil {
		t.Errorf("beside a large case %d are kept; want it and one", len(kept))
	}
	if kept = kept.with(key(11), of(2*keptVectors)); len(kept) != 1 || kept.find(key(11)) == nil {
		t.Errorf("beside a very large case %d are kept; want it alone", len(kept))
	}
}

// TestTurn: one page solves at a time, and who leaves does not wait on.
func TestTurn(t *testing.T) {
	s := &Server{solving: make(chan struct{}, 1)}
	done, err := s.turn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := s.turn(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a second page solves beside the first: %v", err)
	}
	done()
	if done, err = s.turn(t.Context()); err != nil {
		t.Fatal(err)
	}
	done()
}
