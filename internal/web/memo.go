// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"parley/internal/brief"
	"parley/internal/node"
)

// memo keeps what pages of a desk had calculated: of packages, cases and models. It
// is in memory alone and forgotten when the desk is locked. What it returns is shared
// and not changed by anybody. Where it holds too much, what was used longest ago goes.
type memo struct {
	mu   sync.Mutex // guards kept
	kept []keptAnswer
}

type keptAnswer struct {
	name  string // with all that it was made of
	value any
	bytes int
}

// Sizes are rough, and stand on the safe side. One answer never fills a memo, so that
// a large one is not lost to the small ones that a page makes of it.
const (
	memoBytes   = 128 << 20
	mostBytes   = 96 << 20
	answerBytes = 1 << 20 // of an answer that is no frontier and no graph
)

// forget drops everything.
func (m *memo) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = nil
}

func (m *memo) find(name string) (any, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i := slices.IndexFunc(m.kept, func(k keptAnswer) bool { return k.name == name })
	if i < 0 {
		return nil, false
	}
	k := m.kept[i]
	m.kept = append(slices.Delete(m.kept, i, i+1), k)
	return k.value, true
}

func (m *memo) keep(name string, x any, bytes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept = slices.DeleteFunc(m.kept, func(k keptAnswer) bool { return k.name == name })
	m.kept = append(m.kept, keptAnswer{name, x, min(bytes, mostBytes)})
	total, first := 0, len(m.kept)
	for first > 0 && total+m.kept[first-1].bytes <= memoBytes {
		first--
		total += m.kept[first].bytes
	}
	m.kept = slices.Delete(m.kept, 0, first)
}

// remember keeps an answer that was made for a node, unless the desk was locked while
// it was made: what a desk has forgotten does not come back.
func (d *station) remember(n *node.Node, name string, x any, bytes int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Node == n {
		d.memo.keep(name, x, bytes)
	}
}

// remembered is what was made of the present record under a name, or is made now.
// An error is not remembered, and nothing of a pack is: it is made of a part of the
// record alone.
func remembered[T any](r *request, name string, do func() (T, error)) (T, error) {
	if r.whole {
		return do()
	}
	name = r.ofRecord(name)
	if x, ok := r.desk.memo.find(name); ok {
		return x.(T), nil
	}
	x, err := do()
	if err == nil {
		r.desk.remember(r.node, name, x, answerBytes)
	}
	return x, err
}

// ofRecord is a name for what is made of the record as this seat reads it now.
func (r *request) ofRecord(name string) string {
	return fmt.Sprint(r.head, r.view.Withheld, r.view.State.Len(), " ", name)
}

// inTurn is what was made under a name, or is made now, while no other page of this
// server calculates. What says that it takes no bytes is not kept.
func inTurn[T any](r *request, name string, do func(context.Context) (made T, bytes int, err error)) (out T, err error) {
	if x, ok := r.desk.memo.find(name); ok {
		return x.(T), nil
	}
	done, err := r.server.turn(r.Context())
	if err != nil {
		return out, err
	}
	defer done()
	if x, ok := r.desk.memo.find(name); ok { // somebody asked the same before
		return x.(T), nil
	}
	out, bytes, err := do(r.Context())
	if err == nil && bytes > 0 {
		r.desk.remember(r.node, name, out, bytes)
	}
	return out, err
}

// turn waits until no page of this server solves anything, so that the memory of one
// solution bounds that of all, and says how to let the next one in. Time spent waiting
// does not count as time of the page.
func (s *Server) turn(ctx context.Context) (done func(), err error) {
	select {
	case s.solving <- struct{}{}:
		return func() { <-s.solving }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// board is every package with what it is worth to those whose preferences this
// seat holds.
func (r *request) board(at brief.AsOf) *brief.PackageBoard {
	out, _ := remembered(r, fmt.Sprint("board ", at), func() (*brief.PackageBoard, error) {
		return brief.Board(r.view.State, r.view.Roster, r.head, r.view.Withheld, at), nil
	})
	return out
}

// heldCase is the case of packages that this seat holds.
func (r *request) heldCase(at brief.AsOf) *brief.HeldCase {
	out, _ := remembered(r, fmt.Sprint("case ", at), func() (*brief.HeldCase, error) {
		return brief.Case(r.view.State, r.view.Roster, r.head, r.view.Withheld, at, brief.CaseQuery{}), nil
	})
	return out
}
