// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"slices"
	"testing"
)

// TestConflict tries every set of constraints of random cases that have many.
func TestConflict(t *testing.T) {
	found := 0
	for seed := range count(10) {
		m := randomModel(seed)
		for extra := range uint64(4) {
			m.Constraints = append(m.Constraints, randomModel(seed+50000*(extra+1)).Constraints...)
		}
		m.Constraints = slices.DeleteFunc(m.Constraints, func(c Constraint) bool { return m.checkPattern(c.If) != nil || m.checkPattern(c.Then) != nil })
		if len(m.Constraints) > 9 {
			m.Constraints = m.Constraints[:9]
		}
		if comparedConflict(t, seed, m) {
			found++
		}
	}
	if found < int(count(400)) {
		t.Errorf("only %d cases had a conflict", found)
	}
}

func sameConflict(t *testing.T, c *proof) {
	if found := comparedConflict(t, c.seed, c.m); found != (len(c.b.packages) == 0) {
		t.Fatalf("seed %d: conflict %v, %d packages", c.seed, found, len(c.b.packages))
	}
}

// comparedConflict compares with the smallest of all sets that exclude everything,
// and reports whether there is one.
func comparedConflict(t *testing.T, seed uint64, m *Model) bool {
	t.Helper()
	least := -1 // the size of the smallest set
	for set := range 1 << len(m.Constraints) {
		if who := members(uint32(set)); (least < 0 || len(who) < least) && excludes(m, who) {
			least = len(who)
		}
	}
	got, smallest, err := m.Conflict(t.Context())
	if err != nil || !smallest {
		t.Fatal(seed, smallest, err)
	}
	if least < 0 != (got == nil) || got != nil && (len(got) != least || !excludes(m, got)) {
		t.Fatalf("seed %d: %v, want a set of %d", seed, got, least)
	}
	for i := range got { // none of them can be left out
		if rest := slices.Delete(slices.Clone(got), i, i+1); excludes(m, rest) {
			t.Fatalf("seed %d: %v exclude everything without constraint %d", seed, rest, got[i])
		}
	}
	return got != nil
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
