// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// maxArena bounds the packages of a simulation.
const maxArena = 1 << 22

// An Arena holds every feasible package of a case in the order of each party's
// preference, ready for many simulations. It is immutable and safe for concurrent
// use.
type Arena struct {
	p        *Problem
	packages []Package
	u        []int64   // packages × parties
	ranked   [][]int32 // per party, packages from best to worst, ties by package
	worth    [][]int64 // per party, the utilities of ranked
	limits   []int64   // reservation, or least feasible utility
}

// NewArena lists and ranks the feasible packages. It is an error if there are
// none, or more than 2^22 packages feasible or not; otherwise errors are those of
// the context.
func (p *Problem) NewArena(ctx context.Context) (*Arena, error) {
	if n := p.Outcomes(); n.Cmp(big.NewInt(maxArena)) > 0 {
		return nil, fmt.Errorf("%s packages are too many to simulate, at most %d", n, maxArena)
	}
	a := &Arena{p: p}
	total := int(p.Outcomes().Int64())
	flat := make([]int, 0, total*len(p.sizes)) // what packages are slices of
	a.packages, a.u = make([]Package, 0, total), make([]int64, 0, total*p.parties)
	x := make(Package, len(p.sizes))
	for steps := 0; ; steps++ {
		if steps%stride == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if p.feasible(x) {
			from := len(flat)
			flat = append(flat, x...)
			a.packages = append(a.packages, flat[from:len(flat):len(flat)])
			a.u = a.u[:len(a.u)+p.parties]
			p.addTo(a.u[len(a.u)-p.parties:], x)
		}
		i := len(x) - 1
		for ; i >= 0; i-- {
			if x[i]++; x[i] < p.sizes[i] {
				break
			}
			x[i] = 0
		}
		if i < 0 {
			break
		}
	}
	if len(a.packages) == 0 {
		return nil, errors.New("no package is feasible")
	}
	for q := range p.parties {
		a.rank(q)
		list := a.ranked[q]
		limit := a.value(int(list[len(list)-1]), q)
		if p.stated[q] && !p.hopeless[q] {
			limit = max(limit, p.limit[q])
		} else if p.hopeless[q] {
			limit = a.value(int(list[0]), q) + 1
		}
		a.limits = append(a.limits, limit)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return a, nil
}

func (a *Arena) value(i, q int) int64 { return a.u[i*a.p.parties+q] }

// Len returns the number of feasible packages.
func (a *Arena) Len() int { return len(a.packages) }

// rank sorts the packages by what they give q.
func (a *Arena) rank(q int) {
	type entry struct {
		value int64
		index int32
	}
	list := make([]entry, len(a.packages))
	for i := range list {
		list[i] = entry{a.value(i, q), int32(i)}
	}
	slices.SortFunc(list, func(x, y entry) int {
		switch {
		case x.value > y.value:
			return -1
		case x.value < y.value:
			return 1
		}
		return int(x.index - y.index)
	})
	ranked, worth := make([]int32, len(list)), make([]int64, len(list))
	for r, e := range list {
		ranked[r], worth[r] = e.index, e.value
	}
	a.ranked, a.worth = append(a.ranked, ranked), append(a.worth, worth)
}

// atLeast is the rank of the package that gives q the least that is still at
// least target, the first of equals; -1 if there is none.
func (a *Arena) atLeast(q int, target int64) int {
	worth := a.worth[q]
	n := firstBelow(worth, target)
	if n == 0 {
		return -1
	}
	if v := worth[n-1]; n > 1 && worth[n-2] == v {
		return firstBelow(worth[:n], v+1)
	}
	return n - 1
}

// firstBelow is the index of the first entry of a descending list that is less
// than v.
func firstBelow(list []int64, v int64) int {
	lo, hi := 0, len(list)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); list[mid] < v {
			hi = mid
		} else {
			lo = mid + 1
		}
	}
	return lo
}
