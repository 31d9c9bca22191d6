// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"testing"

	"parley/internal/node"
)

// TestMemo: what is kept is of one record, bounded, and gone when the desk is
// locked.
func TestMemo(t *testing.T) {
	var d station
	d.Desk = &Desk{}
	d.changed = make(chan struct{})
	m := &d.memo
	m.keep("record 1", "board", "first")
	if x, ok := m.find("record 1", "board"); !ok || x != "first" {
		t.Errorf("kept, it is %v, %v", x, ok)
	}
	if x, ok := m.find("record 2", "board"); ok {
		t.Errorf("of another record it is %v", x)
	}
	m.keep("record 2", "case", "second")
	if _, ok := m.find("record 1", "board"); ok {
		t.Error("what was made of an earlier record is still there")
	}
	for i := range 3 * maxMemo {
		m.keep("record 2", fmt.Sprint(i), i)
	}
	if len(m.made) > maxMemo {
		t.Errorf("%d answers are kept; at most %d", len(m.made), maxMemo)
	}
	d.lock()
	if len(m.made) > 0 || m.of != "" {
		t.Errorf("locked, the desk still holds %d answers of %q", len(m.made), m.of)
	}
	// What was being made for the node of before is not kept, also not when the desk
	// was opened again meanwhile.
	before, again := &node.Node{}, &node.Node{}
	for _, now := range []*node.Node{nil, again} {
		d.Node = now
		d.remember(before, "record 2", "case", "late")
		if _, ok := m.find("record 2", "case"); ok {
			t.Errorf("what ended after the desk was locked is kept (open again: %v)", now != nil)
		}
	}
	d.remember(again, "record 2", "case", "in time")
	if x, ok := m.find("record 2", "case"); !ok || x != "in time" {
		t.Errorf("what was made in time is %v, %v", x, ok)
	}
}
