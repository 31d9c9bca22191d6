// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"math/bits"
	"sync"
	"sync/atomic"
)

// cubeEngine sweeps a field over the cube of all settings. For each decision
// maker the cube is cut into tiles that hold whole fibres: all settings of its
// own options, times a run of neighbouring positions. A tile fits the cache.
type cubeEngine[T level] struct {
	m      *Model
	ctx    context.Context
	tile   []tile
	orders []orders
	spare  sync.Pool // of *[]T: room for one tile, for each goroutine
}

// room lends a buffer of n cells, to be put back to spare. What it holds is not defined.
func (e *cubeEngine[T]) room(n int) *[]T {
	if buf, ok := e.spare.Get().(*[]T); ok && cap(*buf) >= n {
		*buf = (*buf)[:n]
		return buf
	}
	buf := make([]T, n)
	return &buf
}

// tile is the cut of the cube for one decision maker. A row is 1<<row
// neighbouring positions; a tile has one row for each setting of the options
// above the row bits. Options inside the row are low.
type tile struct {
	control
	row    uint
	low    uint64   // own options inside a row
	high   []uint64 // own options above it, one bit each
	offset []int    // of each row of a tile
	free   uint64   // the bits that number the tiles
	count  int
	solid  bool // the rows of a tile follow each other
}

const (
	tileBits = 15 // a tile has about 1<<15 cells at most
	rowMost  = 12
	rowLeast = 5
)

func newTile(c control, n uint) tile {
	t := tile{control: c}
	k := uint(bits.OnesCount64(c.mask))
	first := uint(bits.TrailingZeros64(c.mask))
	switch {
	case k == 0:
		t.row = min(n, rowMost)
	case first >= rowLeast:
		t.row = min(first, rowMost)
		for t.row > rowLeast && t.row+k > tileBits {
			t.row--
		}
	case c.mask == 1<<k-1:
		t.row = max(k, min(n, rowMost))
	default:
		t.row = min(n, rowMost)
		for t.row > rowLeast && t.row+uint(bits.OnesCount64(c.mask>>t.row)) > tileBits {
			t.row--
		}
	}
	t.low = c.mask & (1<<t.row - 1)
	above := c.mask &^ t.low
	t.offset = []int{0}
	for h := above; h != 0; h &= h - 1 {
		bit := h & -h
		t.high = append(t.high, bit)
		for _, o := range t.offset {
			t.offset = append(t.offset, o|int(bit))
		}
	}
	t.free = (1<<n - 1) &^ (1<<t.row - 1) &^ above
	t.count = 1 << bits.OnesCount64(t.free)
	t.solid = above == uint64(len(t.offset)-1)<<t.row
	return t
}

// base is the first position of tile number k.
func (t *tile) base(k int) int {
	p := uint64(0)
	for free := t.free; free != 0 && k != 0; free &= free - 1 {
		if k&1 == 1 {
			p |= free & -free
		}
		k >>= 1
	}
	return int(p)
}

func (e *cubeEngine[T]) prepare(improving bool) error {
	n := uint(bits.TrailingZeros(uint(e.m.size)))
	for _, c := range e.m.control {
		e.tile = append(e.tile, newTile(c, n))
	}
	if !improving {
		return nil
	}
	e.orders = make([]orders, len(e.tile))
	for j := range e.tile {
		if e.tile[j].mask == 0 { // never moves
			continue
		}
		if err := buildOrders[T](e, j); err != nil {
			return err
		}
	}
	return nil
}

// pieces is how many tiles one call of work takes.
func (t *tile) pieces() int { return max(1, 1<<16>>(t.row+uint(len(t.high)))) }

func (e *cubeEngine[T]) own(i int, f []T) error {
	_, err := e.plain(i, f, true)
	return err
}

func (e *cubeEngine[T]) step(j int, f []T, improving bool) (bool, error) {
	if improving {
		return e.improve(j, f)
	}
	return e.plain(j, f, false)
}

func (e *cubeEngine[T]) legal(i int, f []T, improving bool) error {
	movers := e.m.others(i)
	if e.m.feas == nil && !improving { // without holes one round is the closure
		for _, j := range movers {
			if _, err := e.plain(j, f, false); err != nil {
				return err
			}
		}
		return nil
	}
	return settle(e, movers, f, improving)
}

// plain spreads the greatest or the least value along the moves of one DM.
func (e *cubeEngine[T]) plain(i int, f []T, greatest bool) (bool, error) {
	t := &e.tile[i]
	var changed atomic.Bool
	err := parallel(e.ctx, e.m.def.Limits.Workers, t.count, t.pieces(), func(from, to int) {
		n := 1 << t.row
		if t.forward|t.back != 0 {
			n *= len(t.offset)
		}
		lent := e.room(n)
		defer e.spare.Put(lent)
		buf := *lent
		moved := false
		for k := from; k < to; k++ {
			switch {
			case t.forward|t.back != 0:
				moved = directed(t, f, buf, t.base(k), greatest) || moved
			case len(t.offset) == 1 && t.low == 1<<t.row-1:
				moved = whole(f[t.base(k):t.base(k)+1<<t.row], greatest) || moved
			case len(t.offset) == 1 && t.low&(t.low+1) == 0:
				run, base := int(t.low)+1, t.base(k)
				for p := base; p < base+1<<t.row; p += run {
					moved = whole(f[p:p+run], greatest) || moved
				}
			default:
				moved = reduce(t, f, buf, t.base(k), greatest) || moved
			}
		}
		if moved {
			changed.Store(true)
		}
	})
	return changed.Load(), err
}

// whole gives every cell of a run the extreme of the run; holes stay.
func whole[T level](run []T, greatest bool) bool {
	if greatest {
		x := least[T]()
		for _, y := range run {
			x = max(x, y)
		}
		return spread(run, x, least[T]())
	}
	x := most[T]()
	for _, y := range run {
		x = min(x, y)
	}
	return spread(run, x, most[T]())
}

func spread[T level](run []T, x, hole T) bool {
	var diff T
	for p, y := range run {
		z := x
		if y == hole {
			z = hole
		}
		diff |= y ^ z
		run[p] = z
	}
	return diff != 0
}

// reduce gives every cell the extreme of its fibre, where all own options go
// both ways: the rows of the tile are folded into one and spread again.
func reduce[T level](t *tile, f, acc []T, base int, greatest bool) bool {
	copy(acc, f[base:])
	hole := most[T]()
	if greatest {
		hole = least[T]()
	}
	for _, o := range t.offset[1:] {
		row := f[base+o:][:len(acc)]
		if greatest {
			for x, y := range row {
				acc[x] = max(acc[x], y)
			}
		} else {
			for x, y := range row {
				acc[x] = min(acc[x], y)
			}
		}
	}
	for low := t.low; low != 0; low &= low - 1 {
		flip(acc, int(low&-low), true, true, greatest)
	}
	var diff T
	for _, o := range t.offset {
		row := f[base+o:][:len(acc)]
		for x, y := range row {
			z := acc[x]
			if y == hole {
				z = hole
			}
			diff |= y ^ z
			row[x] = z
		}
	}
	return diff != 0
}

// directed does the same where some options go one way only: one option after
// the other, in a copy in which holes are passed through, then written back.
func directed[T level](t *tile, f, buf []T, base int, greatest bool) bool {
	n := 1 << t.row
	for r, o := range t.offset {
		copy(buf[r*n:(r+1)*n], f[base+o:])
	}
	for low := t.low; low != 0; low &= low - 1 {
		bit := low & -low
		flip(buf, int(bit), bit&t.back == 0, bit&t.forward == 0, greatest)
	}
	for h, bit := range t.high {
		flip(buf, n<<h, bit&t.back == 0, bit&t.forward == 0, greatest)
	}
	hole := most[T]()
	if greatest {
		hole = least[T]()
	}
	var diff T
	for r, o := range t.offset {
		row := f[base+o:][:n]
		for x, z := range buf[r*n : (r+1)*n] {
			y := row[x]
			if y == hole {
				z = hole
			}
			diff |= y ^ z
			row[x] = z
		}
	}
	return diff != 0
}

// flip spreads values over one option, whose bit is apart: to the cell without
// it if it can be taken (up), to the cell with it if it can be given up (down).
func flip[T level](buf []T, apart int, up, down, greatest bool) {
	for base := 0; base < len(buf); base += 2 * apart {
		no := buf[base : base+apart]
		yes := buf[base+apart:][:len(no)]
		for x, a := range no {
			b := yes[x]
			z := min(a, b)
			if greatest {
				z = max(a, b)
			}
			if up {
				no[x] = z
			}
			if down {
				yes[x] = z
			}
		}
	}
}
