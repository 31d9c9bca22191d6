// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"slices"
	"testing"
)

// TestConflict tries every set of constraints of random cases.
func TestConflict(t *testing.T) {
	found := 0
	for seed := range uint64(3000) {
		m := randomModel(seed)
		for extra := range uint64(4) {
			m.Constraints = append(m.Constraints, randomModel(seed+5000*(extra+1)).Constraints...)
		}
		m.Constraints = slices.DeleteFunc(m.Constraints, func(c Constraint) bool { return m.checkPattern(c.If) != nil || m.checkPattern(c.Then) != nil })
		if len(m.Constraints) > 9 {
			m.Constraints = m.Constraints[:9]
		}
		least := -1 // the size of the smallest set that excludes everything
		for set := range 1 << len(m.Constraints) {
			if size := len(members(uint32(set))); excludes(m, members(uint32(set))) && (least < 0 || size < least) {
				least = size
			}
		}
		got, smallest, err := m.Conflict(t.Context())
		if err != nil || !smallest {
			t.Fatal(seed, smallest, err)
		}
		if least < 0 != (got == nil) || got != nil && (len(got) != least || !excludes(m, got)) {
			t.Fatalf("seed %d: %v, want a set of %d", seed, got, least)
		}
		if got != nil {
			found++
		}
	}
	if found < 20 {
		t.Errorf("only %d cases had a conflict", found)
	}
}

// excludes reports whether constraints exclude every package.
func excludes(m *Model, set []int) bool {
	x := make(Package, len(m.Issues))
	for {
		if !slices.ContainsFunc(set, func(c int) bool { return !m.Constraints[c].Allows(x) }) {
			return false
		}
		i := 0
		for ; i < len(x); i++ {
			if x[i]++; x[i] < len(m.Issues[i].Options) {
				break
			}
			x[i] = 0
		}
		if i == len(x) {
			return true
		}
	}
}
