// SPDX-License-Identifier: Apache-2.0

package process

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"
	"testing"

	"parley/record"
)

func TestShelfIsAValue(t *testing.T) {
	var s shelf[int]
	var all []shelf[int]
	for i := range 100 {
		all = append(all, s)
		s = s.add(i)
	}
	// Growing again out of every earlier state must leave all others alone.
	var branches []shelf[int]
	for i, old := range all {
		branches = append(branches, old.add(1000+i).add(2000+i))
	}
	for i, old := range append(all, s) {
		if old.len() != i {
			t.Fatalf("state %d has %d items", i, old.len())
		}
		for j, x := range old.items {
			if x != j {
				t.Fatalf("state %d item %d is %d", i, j, x)
			}
		}
	}
	for i, b := range branches {
		want := append(slices.Clone(all[i].items), 1000+i, 2000+i)
		if !slices.Equal(b.items, want) {
			t.Fatalf("branch %d is %v", i, b.items)
		}
	}
	v := s.view()
	_ = append(v, -1)
	if s = s.add(100); s.items[100] != 100 {
		t.Error("appending to a view has changed the shelf")
	}
}

// TestShelfManyAtOnce grows one state from several goroutines while others read
// it: run with -race.
func TestShelfManyAtOnce(t *testing.T) {
	var s shelf[int]
	for i := range 9 {
		s = s.add(i)
	}
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			x := s
			for i := range 50 {
				x = x.add(g*1000 + i)
				if x.items[9] != g*1000 || len(s.items) != 9 {
					t.Errorf("goroutine %d reads %v", g, x.items)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestTrieIsAMap(t *testing.T) {
	var tr trie[int]
	want := map[record.Hash]int{}
	var old trie[int]
	key := func(i int) record.Hash {
		h := record.Hash(sha256.Sum256([]byte(fmt.Sprint(i))))
		if i%3 == 0 {
			// Keys that differ in the last digits only.
			h = record.Hash{31: byte(i), 30: byte(i >> 8)}
		}
		return h
	}
	for i := range 3000 {
		if i == 1500 {
			old = tr
		}
		k := key(i % 2000)
		tr = tr.put(k, i)
		want[k] = i
	}
	for k, v := range want {
		if got, ok := tr.get(k); !ok || got != v {
			t.Fatalf("%s is %d, %v; want %d", k, got, ok, v)
		}
	}
	if _, ok := tr.get(key(2500)); ok {
		t.Error("a key that was never put is there")
	}
	for i := range 1500 {
		if got, ok := old.get(key(i)); !ok || got != i {
			t.Fatalf("an old state has changed: key %d is %d, %v", i, got, ok)
		}
	}
	if _, ok := old.get(key(1600)); ok {
		t.Error("an old state has grown")
	}
	if _, ok := (trie[int]{}).get(record.Hash{}); ok {
		t.Error("the empty trie holds something")
	}
}
