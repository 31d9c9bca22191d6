// SPDX-License-Identifier: Apache-2.0

package bargain

import "sort"

// An archive answers, for a sweep in descending order of the first entry,
// whether a vector seen before is at least as good in all the other entries.
type archive interface {
	// covered reports whether some added vector is at least c in every entry but
	// the first.
	covered(c []int64) bool
	// add keeps c, which is not covered.
	add(c []int64)
}

// newArchive chooses by the number of entries: one running maximum, a staircase,
// or a k-d tree.
func newArchive(parties int) archive {
	switch parties {
	case 1:
		return &single{}
	case 2:
		return &highest{}
	case 3:
		return &staircase{}
	}
	return newTree(parties - 1)
}

// Single is the archive of one entry: whatever comes later is worse or equal.
type single struct{ any bool }

func (s *single) covered([]int64) bool { return s.any }
func (s *single) add([]int64)          { s.any = true }

// Highest is the archive of two entries.
type highest struct {
	any  bool
	best int64
}

func (h *highest) covered(c []int64) bool { return h.any && c[1] <= h.best }
func (h *highest) add(c []int64)          { h.any, h.best = true, c[1] }

// stepsPerBlock keeps an insertion to a short move.
const stepsPerBlock = 256

// Staircase is the archive of three entries: the points (c[1], c[2]) that no
// other covers, x descending and y ascending, in blocks.
type staircase struct {
	blocks [][]step // none empty
}

type step struct{ x, y int64 }

// find returns the block and place of the first step with x < the given x.
func (s *staircase) find(x int64) (block, at int) {
	block = sort.Search(len(s.blocks), func(b int) bool {
		steps := s.blocks[b]
		return steps[len(steps)-1].x < x
	})
	if block == len(s.blocks) {
		return block, 0
	}
	steps := s.blocks[block]
	lo, hi := 0, len(steps)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if steps[mid].x < x {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return block, lo
}

// covered looks at the last step with x at least c[1]: it has the greatest y.
func (s *staircase) covered(c []int64) bool {
	block, at := s.find(c[1])
	if at > 0 {
		return s.blocks[block][at-1].y >= c[2]
	}
	if block == 0 {
		return false
	}
	before := s.blocks[block-1]
	return before[len(before)-1].y >= c[2]
}

// add puts the step in and takes out those that it covers: the run of steps with
// x ≤ c[1] and y ≤ c[2], and one before it with the same x.
func (s *staircase) add(c []int64) {
	x, y := c[1], c[2]
	block, at := s.find(x)
	// The step just before may have the same x and a lesser y.
	switch {
	case at > 0 && s.blocks[block][at-1].x == x:
		at--
	case at == 0 && block > 0:
		if before := s.blocks[block-1]; before[len(before)-1].x == x {
			block, at = block-1, len(before)-1
		}
	}
	if block == len(s.blocks) {
		if block == 0 {
			s.blocks = append(s.blocks, []step{{x, y}})
			return
		}
		block--
		at = len(s.blocks[block])
	}
	s.drop(block, at, y)
	if block == len(s.blocks) { // the last block was emptied
		s.blocks = append(s.blocks, []step{{x, y}})
		return
	}
	steps := append(s.blocks[block], step{})
	copy(steps[at+1:], steps[at:])
	steps[at] = step{x, y}
	s.blocks[block] = steps
	if len(steps) > 2*stepsPerBlock {
		rest := append(make([]step, 0, 2*stepsPerBlock+1), steps[stepsPerBlock:]...)
		s.blocks[block] = steps[:stepsPerBlock]
		s.blocks = append(s.blocks, nil)
		copy(s.blocks[block+2:], s.blocks[block+1:])
		s.blocks[block+1] = rest
	}
}

// drop removes the run of steps with y at most the given y that begins at a
// place. A block emptied by it goes; then the place is the start of the next.
func (s *staircase) drop(block, at int, y int64) {
	first := block
	for block < len(s.blocks) {
		steps := s.blocks[block]
		end := at
		for end < len(steps) && steps[end].y <= y {
			end++
		}
		whole := end == len(steps)
		s.blocks[block] = append(steps[:at], steps[end:]...)
		if !whole {
			break
		}
		block, at = block+1, 0
	}
	kept := s.blocks[:first]
	for _, steps := range s.blocks[first:] {
		if len(steps) > 0 {
			kept = append(kept, steps)
		}
	}
	s.blocks = kept
}
