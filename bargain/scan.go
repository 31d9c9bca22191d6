// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"slices"
)

// A ScanPoint is one vector of a scanned frontier.
type ScanPoint struct {
	Utility  []int64
	Packages uint64  // packages with exactly this vector
	Package  Package // the first of them in lexicographic order
}

// maxScan bounds a scan: a machine visits some 10^8 packages in a second.
const maxScan = 1 << 42

// scanPieces is the number of ranges that are scanned beside each other; it is
// fixed, so that results do not depend on the machine.
const scanPieces = 8

// ScanFrontier visits every package of issues with the given numbers of options
// and returns the frontier of an arbitrary utility, in descending order. utility
// writes one integer per party for package x into u, and reports false if x is not
// feasible; it is called from several goroutines at once and must keep neither
// slice. It is an error if there are no issues or parties, an issue has no options,
// or there are more than 2^42 packages. Cost: one call and a few comparisons for
// each package; memory of the frontier.
func ScanFrontier(ctx context.Context, sizes []int, parties int, utility func(x Package, u []int64) bool) ([]ScanPoint, error) {
	if len(sizes) == 0 || parties < 1 {
		return nil, errors.New("a scan needs at least one issue and one party")
	}
	total := uint64(1)
	for i, k := range sizes {
		if k < 1 {
			return nil, fmt.Errorf("issue %d has %d options", i, k)
		}
		hi, lo := bits.Mul64(total, uint64(k))
		if total = lo; hi != 0 || lo > maxScan {
			return nil, fmt.Errorf("more than %d packages are too many to visit", uint64(maxScan))
		}
	}
	known, err := sampleScan(ctx, sizes, parties, total, utility)
	if err != nil {
		return nil, err
	}
	scans := make([]*scan, scanPieces)
	err = each(scanPieces, func(i int) error {
		scans[i] = &scan{sizes: sizes, parties: parties, utility: utility, found: newTree(parties), index: map[string]int{}}
		for at := 0; at < len(known); at += parties {
			scans[i].found.insert(known[at : at+parties])
		}
		from := total / scanPieces * uint64(i)
		to := total / scanPieces * uint64(i+1)
		if i == scanPieces-1 {
			to = total
		}
		return scans[i].run(ctx, from, to)
	})
	if err != nil {
		return nil, err
	}
	return joinScans(scans, parties), nil
}

// scanSamples is how many packages are visited beforehand, so that every range
// knows good vectors of the others from the start.
const scanSamples = 1 << 15

// sampleScan returns the vectors of some packages that none of them dominates.
func sampleScan(ctx context.Context, sizes []int, parties int, total uint64, utility func(x Package, u []int64) bool) ([]int64, error) {
	if total < 16*scanSamples {
		return nil, nil
	}
	// Steps of the golden section spread evenly over the packages.
	step := uint64(float64(total) * 0.618034)
	s := &scan{sizes: sizes, parties: parties, utility: utility, found: newTree(parties), index: map[string]int{}}
	x, u := make(Package, len(sizes)), make([]int64, parties)
	for k := range uint64(scanSamples) {
		if k%stride == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		s.settle(x, k*step%total)
		if utility(x, u) && !s.beaten(u) {
			s.keep(x, u)
		}
	}
	var known []int64
	for _, e := range joinScans([]*scan{s}, parties) {
		known = append(known, e.Utility...)
	}
	return known, nil
}

// settle makes x the n-th package in lexicographic order.
func (s *scan) settle(x Package, n uint64) {
	for i := len(x) - 1; i >= 0; i-- {
		x[i] = int(n % uint64(s.sizes[i]))
		n /= uint64(s.sizes[i])
	}
}

// champions is how many vectors that dominated much are tried first.
const champions = 12

// A scan visits one range of packages.
type scan struct {
	sizes   []int
	parties int
	utility func(x Package, u []int64) bool
	found   *tree
	index   map[string]int
	points  []ScanPoint
	top     []int64 // champions, stride parties
}

func (s *scan) run(ctx context.Context, from, to uint64) error {
	x, u := make(Package, len(s.sizes)), make([]int64, s.parties)
	s.settle(x, from)
	for n := from; n < to; n++ {
		if n%(16*stride) == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if s.utility(x, u) && !s.beaten(u) {
			s.keep(x, u)
		}
		for i := len(x) - 1; i >= 0; i-- {
			if x[i]++; x[i] < s.sizes[i] {
				break
			}
			x[i] = 0
		}
	}
	return nil
}

// beaten reports whether a champion dominates u, and moves it up one place.
func (s *scan) beaten(u []int64) bool {
	p := s.parties
next:
	for c := 0; c < len(s.top); c += p {
		row := s.top[c : c+p]
		equal := true
		for q, v := range row {
			if v < u[q] {
				continue next
			}
			equal = equal && v == u[q]
		}
		if equal {
			return false // to be counted
		}
		if c > 0 {
			for q := range row {
				s.top[c+q], s.top[c-p+q] = s.top[c-p+q], s.top[c+q]
			}
		}
		return true
	}
	return false
}

func (s *scan) keep(x Package, u []int64) {
	if s.found.covers(u) {
		if !slices.Equal(s.found.recent, u) {
			s.champion(s.found.recent)
			return
		}
		if at, ok := s.index[vectorKey(u)]; ok {
			s.points[at].Packages++
			return
		} // else its vector is of the sample
	} else {
		s.found.insert(u)
		if s.found.size >= s.found.repair {
			s.found.rebuild()
		}
	}
	s.index[vectorKey(u)] = len(s.points)
	s.points = append(s.points, ScanPoint{slices.Clone(u), 1, slices.Clone(x)})
}

// champion puts a vector in the last place.
func (s *scan) champion(u []int64) {
	if len(s.top) < champions*s.parties {
		s.top = append(s.top, u...)
		return
	}
	copy(s.top[len(s.top)-s.parties:], u)
}

// joinScans keeps what no vector of any range dominates.
func joinScans(scans []*scan, parties int) (out []ScanPoint) {
	var all []ScanPoint
	for _, s := range scans { // ranges are in lexicographic order of packages
		all = append(all, s.points...)
	}
	slices.SortStableFunc(all, func(a, b ScanPoint) int { return slices.Compare(b.Utility, a.Utility) })
	seen := newArchive(parties)
	for _, e := range all {
		if n := len(out); n > 0 && slices.Equal(out[n-1].Utility, e.Utility) {
			out[n-1].Packages += e.Packages
			continue
		}
		if !seen.covered(e.Utility) {
			seen.add(e.Utility)
			out = append(out, e)
		}
	}
	return out
}
