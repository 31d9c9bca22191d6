// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"errors"
	"fmt"
	"math/big"
)

// ErrTooFine says that the numbers of a party cannot be added exactly in 62 bits:
// they have too many digits, or their denominators have too little in common.
// [CompileAt] with a resolution takes such a model, and states its error.
var ErrTooFine = errors.New("the numbers are too fine to be added exactly")

// A Problem is a checked model with every utility as an integer. Party p's
// utility of a package is offset + unit × (a sum of integers); the unit and the
// offset are rationals of that party alone. A Problem is immutable and safe for
// concurrent use.
type Problem struct {
	model      *Model
	parties    int
	sizes      []int
	unary      [][]int64 // per issue, options × parties
	terms      []pattern // over two issues or more, one entry per distinct pattern
	forbids    []pattern // over two issues or more
	banned     [][]bool  // per issue, options that no package may take
	unit       []*big.Rat
	offset     []*big.Rat
	stated     []bool
	limit      []int64    // reservation in units, where stated and within reach
	limitRat   []*big.Rat // reservation as stated
	hopeless   []bool     // the reservation is above every package, feasible or not
	resolution int64      // 0: exact
	rounding   []*big.Rat // per party, greatest error of a package's utility
	lows, ups  []int64    // bounds of every sum, feasible or not
	cut        []int64    // where sums are cut off, in units; see [Frontier.Cut]
	cuts       []bool     // whether some sum is above that
}

// Compile checks the model and prepares it. Every number must be exact and every
// party must have one view; [Problem] for ranges, orders and several views is made
// by the functions of robustness. The model is kept and must not be changed.
//
// Errors say what is empty, named twice, out of range or missing; [ErrTooFine] is
// wrapped when exact integers do not hold the numbers. Cost: linear in the numbers
// of the model.
func Compile(m *Model) (*Problem, error) { return CompileAt(m, 0) }

// CompileAt is Compile on a points scale: with resolution R > 0 every number of a
// party is rounded to the nearest of R equal steps of the span between its worst
// and best sum. [Problem.RoundingError] states how far a package's utility may be
// off. R = 0 is exact; a negative R, or more than 10^12, is an error.
func CompileAt(m *Model, resolution int64) (*Problem, error) {
	if resolution < 0 || resolution > 1e12 {
		return nil, fmt.Errorf("resolution %d is not between 0 and 10^12", resolution)
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	for _, party := range m.Parties {
		if len(party.Views) > 1 {
			return nil, fmt.Errorf("party %q has %d views; only robustness compares several", party.ID, len(party.Views))
		}
		if err := party.Views[0].certain(m); err != nil {
			return nil, fmt.Errorf("party %q: %w", party.ID, err)
		}
	}
	p := &Problem{model: m, parties: len(m.Parties), resolution: resolution}
	p.shape()
	seen := map[string]int{}
	for i := range m.Parties {
		if err := p.addParty(i, seen); err != nil {
			return nil, fmt.Errorf("party %q: %w", m.Parties[i].ID, err)
		}
	}
	return p, nil
}

// certain returns an error if the view holds a range, an order or an unknown.
func (v View) certain(m *Model) error {
	if len(v.Order) > 0 {
		return errors.New("an order of weights is not a number; only robustness can use it")
	}
	if len(v.Better) > 0 {
		return errors.New("an order of packages is not a number; only robustness can use it")
	}
	for i, w := range v.Weights {
		if !w.isExact() {
			return fmt.Errorf("the weight of issue %q is %s; only robustness can use it", m.Issues[i].ID, w)
		}
	}
	for i, row := range v.Values {
		for o, value := range row {
			if !value.isExact() {
				return fmt.Errorf("the value of option %q of issue %q is %s; only robustness can use it",
					m.Issues[i].Options[o].ID, m.Issues[i].ID, value)
			}
		}
	}
	for t, term := range v.Terms {
		if !term.Add.isExact() {
			return fmt.Errorf("term %d adds %s; only robustness can use it", t, term.Add)
		}
	}
	if r := v.Reservation; r != nil && r.Package == nil && !r.Value.isExact() {
		return fmt.Errorf("the reservation is %s; only robustness can use it", r.Value)
	}
	if v.Most != nil && !v.Most.isExact() {
		return fmt.Errorf("sums are cut off at %s, which is not one number", *v.Most)
	}
	return nil
}

// shape fills in what does not depend on utilities.
func (p *Problem) shape() {
	n := len(p.model.Issues)
	p.sizes, p.unary, p.banned = make([]int, n), make([][]int64, n), make([][]bool, n)
	for i, issue := range p.model.Issues {
		p.sizes[i] = len(issue.Options)
		p.unary[i] = make([]int64, len(issue.Options)*p.parties)
		p.banned[i] = make([]bool, len(issue.Options))
	}
	for _, f := range p.model.forbidden() {
		switch len(f.scope) {
		case 0: // matches everything: no package is left
			for o := range p.banned[0] {
				p.banned[0][o] = true
			}
		case 1:
			for o, in := range f.sets[0] {
				p.banned[f.scope[0]][o] = p.banned[f.scope[0]][o] || in
			}
		default:
			p.forbids = append(p.forbids, f)
		}
	}
	p.unit, p.offset = make([]*big.Rat, p.parties), make([]*big.Rat, p.parties)
	p.limitRat, p.rounding = make([]*big.Rat, p.parties), make([]*big.Rat, p.parties)
	p.stated, p.hopeless = make([]bool, p.parties), make([]bool, p.parties)
	p.limit = make([]int64, p.parties)
	p.lows, p.ups = make([]int64, p.parties), make([]int64, p.parties)
	p.cut, p.cuts = make([]int64, p.parties), make([]bool, p.parties)
}
