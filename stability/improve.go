// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"math/bits"
	"slices"
	"sync/atomic"
)

// orders lists, for one decision maker and each fibre of the cube, the settings
// of its own options from the best to the worst. The top bit of an entry marks
// the first of a group of equally good ones. Holes come first.
type orders struct {
	k   uint // own options
	o8  []uint8
	o16 []uint16
	o32 []uint32
}

type order interface{ uint8 | uint16 | uint32 }

func buildOrders[T level](e *cubeEngine[T], j int) error {
	t, o := &e.tile[j], &e.orders[j]
	o.k = uint(bits.OnesCount64(t.mask))
	width := orderWidth(int(o.k))
	switch width {
	case 1:
		o.o8 = make([]uint8, e.m.size)
		return sortFibres(e, j, o.o8, 1<<7)
	case 2:
		o.o16 = make([]uint16, e.m.size)
		return sortFibres(e, j, o.o16, 1<<15)
	}
	o.o32 = make([]uint32, e.m.size)
	return sortFibres(e, j, o.o32, 1<<31)
}

// orderWidth is the bytes for one entry of the order of k own options.
func orderWidth(k int) int64 {
	switch {
	case k > 15:
		return 4
	case k > 7:
		return 2
	}
	return 1
}

// places returns where the settings of the own options lie in a tile, and the
// places in a row that begin a fibre.
func (t *tile) places() (place, first []int) {
	place = []int{0}
	for low := t.low; low != 0; low &= low - 1 {
		for _, p := range place {
			place = append(place, p|int(low&-low))
		}
	}
	for h := range t.high {
		for _, p := range place {
			place = append(place, p|1<<(t.row+uint(h)))
		}
	}
	for x := range 1 << t.row {
		if uint64(x)&t.low == 0 {
			first = append(first, x)
		}
	}
	return place, first
}

func sortFibres[T level, P order](e *cubeEngine[T], j int, out []P, flag P) error {
	t, u := &e.tile[j], levelsOf[T](&e.m.worth[j])
	place, first := t.places()
	n := 1 << t.row
	return parallel(e.ctx, e.m.def.Limits.Workers, t.count, t.pieces(), func(from, to int) {
		sorted := make([]uint64, len(place))
		buf := make([]uint32, len(t.offset)*n)
		for k := from; k < to; k++ {
			base := t.base(k)
			for r, o := range t.offset {
				for x, y := range u[base+o:][:n] {
					buf[r*n+x] = ^uint32(y)
					if !e.m.isState(base + o + x) {
						buf[r*n+x] = 0 // better than any state
					}
				}
			}
			for b, x := range first {
				for s, p := range place {
					sorted[s] = uint64(buf[x+p])<<32 | uint64(s)
				}
				slices.Sort(sorted)
				at := out[(k*len(first)+b)*len(place):][:len(place)]
				for r, key := range sorted {
					at[r] = P(uint32(key))
					if r == 0 || sorted[r-1]>>32 != key>>32 {
						at[r] |= flag
					}
				}
			}
		}
	})
}

// improve spreads the least value along the improvements of j.
func (e *cubeEngine[T]) improve(j int, f []T) (bool, error) {
	o := &e.orders[j]
	switch {
	case o.o8 != nil:
		return improveCube(e, j, f, o.o8, 1<<7)
	case o.o16 != nil:
		return improveCube(e, j, f, o.o16, 1<<15)
	}
	return improveCube(e, j, f, o.o32, 1<<31)
}

func improveCube[T level, P order](e *cubeEngine[T], j int, f []T, orders []P, flag P) (bool, error) {
	t := &e.tile[j]
	place, first := t.places()
	n := 1 << t.row
	var changed atomic.Bool
	err := parallel(e.ctx, e.m.def.Limits.Workers, t.count, t.pieces(), func(from, to int) {
		var copied []T
		if !t.solid {
			lent := e.room(len(t.offset) * n)
			defer e.spare.Put(lent)
			copied = *lent
		}
		w := newOneWay[T](t.control, place, t)
		moved := false
		for k := from; k < to; k++ {
			base, cells := t.base(k), copied
			if t.solid {
				cells = f[base:][:len(t.offset)*n]
			} else {
				for r, o := range t.offset {
					copy(cells[r*n:(r+1)*n], f[base+o:])
				}
			}
			diff := false
			for b, x := range first {
				seq := orders[(k*len(first)+b)*len(place):][:len(place)]
				if w == nil {
					diff = descend(cells[x:], place, seq, flag) || diff
				} else {
					diff = descendOneWay(w, cells[x:], place, seq, flag) || diff
				}
			}
			if diff && !t.solid {
				for r, o := range t.offset {
					copy(f[base+o:], cells[r*n:(r+1)*n])
				}
			}
			moved = moved || diff
		}
		if moved {
			changed.Store(true)
		}
	})
	return changed.Load(), err
}

// descend walks a fibre from its best cell to the worst, and lowers each to the
// least among the strictly better ones.
func descend[T level, P order](cells []T, place []int, seq []P, flag P) bool {
	better, seen := most[T](), most[T]()
	changed := false
	for _, s := range seq {
		if s&flag != 0 {
			better = seen
		}
		cell := &cells[place[s&^flag]]
		x := *cell
		if better < x {
			x = better
			*cell = x
			changed = true
		}
		seen = min(seen, x)
	}
	return changed
}

// oneWay remembers the least value by what is settled for good: the options
// that go one way, read so that a move can only add to them.
type oneWay[T level] struct {
	pattern []uint32 // of each setting of the own options
	least   []T      // over the better cells that can be reached from a pattern
	waiting []int    // settings of the group that is being read
}

func newOneWay[T level](c control, place []int, t *tile) *oneWay[T] {
	if c.forward|c.back == 0 {
		return nil
	}
	w := &oneWay[T]{pattern: make([]uint32, len(place))}
	way := uint(0)
	add := func(bit uint64, apart int) {
		if (c.forward|c.back)&bit == 0 {
			return
		}
		for s, p := range place {
			if (p&apart != 0) == (c.forward&bit != 0) {
				w.pattern[s] |= 1 << way
			}
		}
		way++
	}
	for low := t.low; low != 0; low &= low - 1 {
		add(low&-low, int(low&-low))
	}
	for h, bit := range t.high {
		add(bit, 1<<(t.row+uint(h)))
	}
	w.least = make([]T, 1<<way)
	return w
}

func descendOneWay[T level, P order](w *oneWay[T], cells []T, place []int, seq []P, flag P) bool {
	for p := range w.least {
		w.least[p] = most[T]()
	}
	w.waiting = w.waiting[:0]
	changed := false
	for _, s := range seq {
		if s&flag != 0 {
			for _, g := range w.waiting {
				w.put(w.pattern[g], cells[place[g]])
			}
			w.waiting = w.waiting[:0]
		}
		s &^= flag
		cell := &cells[place[s]]
		if x := w.least[w.pattern[s]]; x < *cell {
			*cell = x
			changed = true
		}
		w.waiting = append(w.waiting, int(s))
	}
	return changed
}

// put tells every pattern from which p can be reached: its subsets.
func (w *oneWay[T]) put(p uint32, x T) {
	for q := p; ; q = (q - 1) & p {
		w.least[q] = min(w.least[q], x)
		if q == 0 {
			return
		}
	}
}
