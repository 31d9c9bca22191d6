// SPDX-License-Identifier: Apache-2.0

package stability

import "iter"

// Set is a set of states of one model. It is immutable.
type Set struct {
	m     *Model
	words []uint64 // over positions
}

func newSet(m *Model) *Set { return &Set{m: m, words: make([]uint64, m.blocks())} }

// Has reports whether s, or the coalesced state that s belongs to, is in the set.
func (x *Set) Has(s State) bool {
	p, err := x.m.position(s)
	return err == nil && x.has(p)
}

func (x *Set) has(p int) bool { return x.words[p>>6]>>(p&63)&1 == 1 }
func (x *Set) add(p int)      { x.words[p>>6] |= 1 << (p & 63) }

// Len returns the number of states in the set. Cost: one pass over size/64 words.
func (x *Set) Len() int { return popcount(x.words) }

// All yields the states of the set, ascending.
func (x *Set) All() iter.Seq[State] {
	return func(yield func(State) bool) {
		for w, word := range x.words {
			for p := w * 64; word != 0; p, word = p+1, word>>1 {
				if word&1 == 1 && !yield(x.m.at(p)) {
					return
				}
			}
		}
	}
}

// List returns at most limit states of the set, ascending; all of them if limit
// is negative.
func (x *Set) List(limit int) []State {
	out := []State{}
	for s := range x.All() {
		if len(out) == limit {
			break
		}
		out = append(out, s)
	}
	return out
}

// intersect returns the states in every one of the sets, of which there is one.
func intersect(sets []*Set) *Set {
	out := newSet(sets[0].m)
	copy(out.words, sets[0].words)
	for _, x := range sets[1:] {
		for w := range out.words {
			out.words[w] &= x.words[w]
		}
	}
	return out
}
