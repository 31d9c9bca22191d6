// SPDX-License-Identifier: Apache-2.0

package bargain

import "sort"

// Vectors are partial sums that no other dominates, in lexicographically
// descending order, with what is needed to find a package behind each.
type vectors struct {
	parties int
	u       []int64 // stride parties
	count   tally
	back    []uint32 // index in the list of the node before
	via     []uint16 // index of the arc into the node
}

func (v *vectors) len() int { return len(v.back) }

func (v *vectors) at(i int) []int64 { return v.u[i*v.parties : (i+1)*v.parties] }

// trailBytes is the size of the way back from one vector.
const trailBytes = 6

// bytes is the memory of the list while it is worked on.
func (v *vectors) bytes() int64 { return int64(v.len()) * int64(8*v.parties+8+trailBytes) }

// A source is a list, shifted, as one of the lists to be merged.
type source struct {
	from  *vectors
	shift []int64
	same  uint64
	via   uint16
	lo    int // the part of the list to be merged
	hi    int
}

// below returns the first index of s's list whose first entry, shifted, is less
// than x.
func (s *source) below(x int64) int {
	n := s.from.len()
	return sort.Search(n, func(i int) bool { return s.from.u[i*s.from.parties]+s.shift[0] < x })
}

// extend appends the vectors of o whose index is in chosen.
func (v *vectors) extend(o *vectors, chosen []int32) {
	v.count.extend(&o.count, chosen)
	for _, i := range chosen {
		v.u = append(v.u, o.at(int(i))...)
		v.back = append(v.back, o.back[i])
		v.via = append(v.via, o.via[i])
	}
}

// extendFrom appends the vectors of o from an index on.
func (v *vectors) extendFrom(o *vectors, from int) {
	if len(o.count.huge) > 0 {
		chosen := make([]int32, 0, o.len()-from)
		for i := from; i < o.len(); i++ {
			chosen = append(chosen, int32(i))
		}
		v.extend(o, chosen)
		return
	}
	v.count.n = append(v.count.n, o.count.n[from:]...)
	v.u = append(v.u, o.u[from*o.parties:]...)
	v.back = append(v.back, o.back[from:]...)
	v.via = append(v.via, o.via[from:]...)
}
