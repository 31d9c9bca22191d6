// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"parley/internal/brief"
	"parley/internal/node"
)

// TestMemo: what is kept has a bound, what was used longest ago goes first, and all is
// gone when the desk is locked.
func TestMemo(t *testing.T) {
	var d station
	d.Desk = &Desk{}
	d.changed = make(chan struct{})
	m := &d.memo
	holds := func(name string) bool { _, ok := m.find(name); return ok }
	m.keep("board", "first", answerBytes)
	m.keep("board", "second", answerBytes)
	if x, ok := m.find("board"); !ok || x != "second" || len(m.kept) != 1 {
		t.Errorf("kept, it is %v, %v; %d are kept", x, ok, len(m.kept))
	}
	m.keep("huge", "frontier", 10*memoBytes)
	for i := range 3 * memoBytes / answerBytes {
		m.keep(fmt.Sprint(i), i, answerBytes)
		if !holds("huge") {
			t.Fatalf("what is used all the time is gone after %d answers", i)
		}
	}
	if n := (memoBytes - mostBytes) / answerBytes; len(m.kept) != n+1 || holds("board") || holds("0") {
		t.Errorf("beside a huge answer %d are kept, want %d small ones, the newest", len(m.kept)-1, n)
	}
	m.keep("another", "frontier", 10*memoBytes)
	if holds("huge") || !holds("another") {
		t.Error("two huge answers are kept, or the older one alone")
	}
	d.lock()
	if len(m.kept) > 0 {
		t.Errorf("locked, the desk still holds %d answers", len(m.kept))
	}
	// What was being made for the node of before is not kept, also not when the desk
	// was opened again meanwhile.
	before, again := &node.Node{}, &node.Node{}
	for _, now := range []*node.Node{nil, again} {
		d.Node = now
		d.remember(before, "case", "late", answerBytes)
		if holds("case") {
			t.Errorf("what ended after the desk was locked is kept (open again: %v)", now != nil)
		}
	}
	d.remember(again, "case", "in time", answerBytes)
	if x, ok := m.find("case"); !ok || x != "in time" {
		t.Errorf("what was made in time is %v, %v", x, ok)
	}
}

// TestUnsolvedIsNotKept: it would be said to be too large for good.
func TestUnsolvedIsNotKept(t *testing.T) {
	if n := bytesOfCase(brief.Unsolved(&brief.HeldCase{})); n != 0 {
		t.Errorf("a case that was not solved takes %d bytes, and would be kept", n)
	}
	large := &brief.SolvedCase{HeldCase: &brief.HeldCase{}, How: brief.SolveExact, Solution: &brief.PackagesReport{}}
	large.Solution.Frontier.Vectors = 200_000
	if n := bytesOfCase(large); n < memoBytes/2 || n > mostBytes {
		t.Errorf("a large case takes %d bytes", n)
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
