// SPDX-License-Identifier: Apache-2.0

package bargain

import "context"

// fewHeads is the number of sources up to which looking at every head is faster
// than a heap.
const fewHeads = 16

// A head is one source of a two-party sweep.
type head struct {
	x, y   int64 // the shifted vector at next
	next   int
	source int
}

// run2 is run for two parties and a few sources. Each source is a staircase, so
// whatever in it lies below the best second entry so far can be skipped in one
// go, unless it equals the vector kept last, which only adds to its count.
func (s *sweep) run2(ctx context.Context, src []source) error {
	longest := 0
	heads := make([]head, 0, len(src))
	for i := range src {
		if n := src[i].hi - src[i].lo; n > 0 {
			longest = max(longest, n)
			from := src[i].from.u[2*src[i].lo:]
			heads = append(heads, head{from[0] + src[i].shift[0], from[1] + src[i].shift[1], src[i].lo, i})
		}
	}
	out := s.out
	room := longest + longest/4 + 16
	out.u, out.count.n = make([]int64, 0, 2*room), make([]uint64, 0, room)
	out.back, out.via = make([]uint32, 0, room), make([]uint16, 0, room)
	lastX, best := int64(0), int64(-1<<63)
	reserved := 0
	for rounds := 1; len(heads) > 0; rounds++ {
		if rounds%stride == 0 {
			if err := s.look(ctx, &reserved); err != nil {
				return err
			}
		}
		top := 0
		for j := 1; j < len(heads); j++ {
			if h, t := &heads[j], &heads[top]; h.x > t.x || h.x == t.x && h.y > t.y {
				top = j
			}
		}
		h := &heads[top]
		from := &src[h.source]
		if h.y > best {
			lastX, best = h.x, h.y
			if s.need == nil || h.x >= s.need[0] && h.y >= s.need[1] {
				out.u = append(out.u, h.x, h.y)
				if n := from.from.count.n[h.next]; from.same == 1 && n&aside == 0 {
					out.count.n = append(out.count.n, n)
				} else {
					out.count.push(from.from.count.times(h.next, from.same, &out.count))
				}
				out.back = append(out.back, uint32(h.next))
				out.via = append(out.via, from.via)
			}
		} else if h.x == lastX && h.y == best && (s.need == nil || h.x >= s.need[0] && h.y >= s.need[1]) {
			out.count.addLast(from.from.count.times(h.next, from.same, &out.count))
		}
		if !h.forward(from, lastX, best) {
			copy(heads[top:], heads[top+1:]) // ties go to the source that comes first
			heads = heads[:len(heads)-1]
		}
	}
	s.seen = &highest{any: best > -1<<63, best: best}
	return s.look(ctx, &reserved)
}

// forward moves h to the next vector of its source that matters. It reports
// false at the end.
func (h *head) forward(src *source, lastX, best int64) bool {
	u := src.from.u[:2*src.hi]
	floor := best - src.shift[1]
	same := lastX - src.shift[0]
	for at := 2*h.next + 2; at+1 < len(u); at += 2 {
		if y := u[at+1]; y > floor || y == floor && u[at] == same {
			h.x, h.y, h.next = u[at]+src.shift[0], y+src.shift[1], at/2
			return true
		}
	}
	return false
}
