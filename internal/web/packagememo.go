// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"sync"

	"parley/internal/brief"
	"parley/internal/node"
)

// memo keeps what was calculated of packages, as long as the record of the desk is
// the same. It is in memory alone and forgotten when the desk is locked. What it
// returns is shared and not changed by anybody.
type memo struct {
	mu   sync.Mutex // guards what follows
	of   string     // the record that it is made of
	made map[string]any
}

// maxMemo bounds how many answers are kept; beyond it all are forgotten.
const maxMemo = 128

// forget drops everything.
func (m *memo) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of, m.made = "", nil
}

func (m *memo) find(of, name string) (any, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of != of {
		return nil, false
	}
	x, ok := m.made[name]
	return x, ok
}

func (m *memo) keep(of, name string, x any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of != of || len(m.made) >= maxMemo {
		m.of, m.made = of, map[string]any{}
	}
	m.made[name] = x
}

// remembered is what was made of the present record under a name, or is made now.
// An error is not remembered.
func remembered[T any](r *request, name string, do func() (T, error)) (T, error) {
	of := fmt.Sprint(r.head, r.view.Withheld, r.view.State.Len())
	if x, ok := r.desk.memo.find(of, name); ok {
		return x.(T), nil
	}
	x, err := do()
	if err == nil {
		r.desk.remember(r.node, of, name, x)
	}
	return x, err
}

// remember keeps an answer that was made for a node, unless the desk was locked while
// it was made: what a desk has forgotten does not come back.
func (d *station) remember(n *node.Node, of, name string, x any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Node == n {
		d.memo.keep(of, name, x)
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
