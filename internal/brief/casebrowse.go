// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"math/big"
	"slices"
)

// BrowseReport is what is left of a frontier when each party is to have at least so
// much. Every figure is a number of points of 100 of the party, exact.
type BrowseReport struct {
	Footing
	How      string      `json:"how"` // a word of the Solve constants
	Vectors  int         `json:"vectors"`
	Left     int         `json:"left"`     // of Vectors
	Packages *string     `json:"packages"` // behind those that are left; nil: not counted
	Floors   []FloorPart `json:"floors"`   // by party
	// Excludes are the floors without which most would be left; none if no floor
	// alone brings anything back.
	Excludes []SeatRef      `json:"excludes"`
	Points   []PackagePoint `json:"points"`
	Says     string         `json:"says"`
}

// FloorPart is one party's floor and what it does.
type FloorPart struct {
	Party SeatRef `json:"party"`
	Floor string  `json:"floor"` // as asked for; empty: none
	Least string  `json:"least"` // on the whole frontier
	Most  string  `json:"most"`
	// Without is how many vectors would be left without this floor and with all
	// others.
	Without int `json:"without"`
	// Reach is the most that this party can get while the other floors hold; empty:
	// nothing meets them.
	Reach      string `json:"reach"`
	Infeasible bool   `json:"infeasible"` // it asks for more than Reach
}

const browseSays = "Of the ways of sharing that nobody can improve on without cost to another, these give each party at least its floor. " +
	"They stand in this order: first the one in which the party that has gone the smallest part of the way from its floor to its most has gone furthest."

// ParseFloor reads a floor in points of 100; empty is none.
func ParseFloor(s string) (*big.Rat, error) {
	if s == "" {
		return nil, nil
	}
	plain := len(s) <= 20
	for _, r := range s {
		plain = plain && (r >= '0' && r <= '9' || r == '.')
	}
	x, ok := new(big.Rat).SetString(s)
	if !plain || !ok || x.Cmp(hundred()) > 0 {
		return nil, fmt.Errorf("floor %q: want a number from 0 to 100", s)
	}
	return x, nil
}

// Browse finds what is left of the frontier over floors, one for each party of the
// case, in points of 100; nil is none. At most points of it are listed. The cost is
// linear in the vectors.
func (c *SolvedCase) Browse(floors []*big.Rat, points int) BrowseReport {
	out := BrowseReport{Footing: c.Footing, How: c.How, Floors: []FloorPart{}, Excludes: []SeatRef{}, Points: []PackagePoint{}, Says: browseSays}
	if c.frontier == nil {
		return out
	}
	b := newBrowser(c, floors)
	out.Vectors = c.frontier.Len()
	b.walk(&out)
	out.Left = len(b.left)
	total := new(big.Int)
	for _, i := range b.left {
		n := c.frontier.Packages(i)
		if n == nil {
			total = nil
			break
		}
		total.Add(total, n)
	}
	out.Packages = wholeNumber(total)
	most := out.Left
	for _, f := range out.Floors {
		most = max(most, f.Without)
	}
	for _, f := range out.Floors {
		if f.Floor != "" && f.Without == most && most > out.Left {
			out.Excludes = append(out.Excludes, f.Party)
		}
	}
	b.order()
	for _, i := range b.left[:min(points, len(b.left))] {
		x := c.frontier.Point(i)
		out.Points = append(out.Points, PackagePoint{UtilityList: utilities(x.Utility), Packages: wholeNumber(x.Packages), PackagesAtLeast: c.frontier.AtLeast(i),
			Package: NamePackage(c.middle, x.Package)})
	}
	return out
}

// floorBrowser walks a frontier under floors.
type floorBrowser struct {
	c      *SolvedCase
	floors []*big.Rat
	about  []float64 // floors as numbers to compare with first
	top    []float64 // the most of each party on the frontier
	left   []int     // points that meet every floor
}

func newBrowser(c *SolvedCase, floors []*big.Rat) *floorBrowser {
	b := &floorBrowser{c: c, floors: floors}
	for _, f := range floors {
		x := 0.0
		if f != nil {
			x, _ = f.Float64()
		}
		b.about = append(b.about, x)
	}
	return b
}

// near is a distance at which a rounded utility decides nothing.
const near = 1e-6

// meets reports whether a point gives a party at least its floor.
func (b *floorBrowser) meets(i, party int) bool {
	if b.floors[party] == nil {
		return true
	}
	if d := b.c.about(i, party) - b.about[party]; d > near || d < -near {
		return d > 0
	}
	return b.c.frontier.Value(i, party).Cmp(b.floors[party]) >= 0
}

// walk looks at every point once: which floors it misses, and what it gives.
func (b *floorBrowser) walk(out *BrowseReport) {
	f, n := b.c.frontier, len(b.c.Parties)
	alone := make([]int, n) // points that miss this party's floor and no other
	ends := make([]struct{ least, most, reach int }, n)
	for q := range ends {
		ends[q].reach = -1
	}
	for i := range f.Len() {
		missed, misses := -1, 0
		for q := range n {
			if !b.meets(i, q) {
				missed, misses = q, misses+1
			}
			if b.c.about(i, q) > b.c.about(ends[q].most, q) {
				ends[q].most = i
			}
			if b.c.about(i, q) < b.c.about(ends[q].least, q) {
				ends[q].least = i
			}
		}
		reaches := func(q int) {
			if r := ends[q].reach; r < 0 || b.c.about(i, q) > b.c.about(r, q) {
				ends[q].reach = i
			}
		}
		switch misses {
		case 0:
			b.left = append(b.left, i)
			for q := range n {
				reaches(q)
			}
		case 1:
			alone[missed]++
			reaches(missed)
		}
	}
	for q, p := range b.c.Parties {
		x := FloorPart{Party: p.Seat, Without: len(b.left) + alone[q]}
		if b.floors[q] != nil {
			x.Floor = Rounded(b.floors[q])
		}
		if f.Len() > 0 {
			x.Least, x.Most = Rounded(f.Value(ends[q].least, q)), Rounded(f.Value(ends[q].most, q))
			b.top = append(b.top, b.c.about(ends[q].most, q))
		}
		if r := ends[q].reach; r >= 0 {
			most := f.Value(r, q)
			x.Reach = Rounded(most)
			x.Infeasible = b.floors[q] != nil && most.Cmp(b.floors[q]) < 0
		}
		out.Floors = append(out.Floors, x)
	}
}

// order puts what is left in the order that browseSays describes. It sorts by
// rounded shares: an order to read in, and not a result.
func (b *floorBrowser) order() {
	n := len(b.floors)
	shares := make([]float64, len(b.left)*n) // of each point that is left, the smallest first
	places := make([]int, len(b.left))
	for k, i := range b.left {
		places[k] = k
		row := shares[k*n : k*n]
		for q := range b.floors {
			share := 1.0 // nothing is left to go for this party
			if room := b.top[q] - b.about[q]; room > near {
				share = (b.c.about(i, q) - b.about[q]) / room
			}
			row = append(row, share)
		}
		slices.Sort(row)
	}
	slices.SortStableFunc(places, func(i, k int) int { return slices.Compare(shares[k*n:k*n+n], shares[i*n:i*n+n]) })
	left := make([]int, len(places))
	for k, place := range places {
		left[k] = b.left[place]
	}
	b.left = left
}
