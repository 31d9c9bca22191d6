// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"
	"math/big"
	"slices"

	"parley/bargain"
)

// Ways in which a held case that was solved may be less than exact, or nothing.
const (
	SolveNothing  = "nothing"   // no issue is stated by every party that is held
	SolveExact    = "exact"     // every number as stated
	SolveStepped  = "stepped"   // too fine to be added exactly, or too large: taken in steps
	SolvePartial  = "partial"   // numbers as stated, and a bound of memory ended the search: not proven
	SolveExcluded = "excluded"  // what parties could not live with leaves no package
	SolveTooLarge = "too-large" // it took too long
)

// A SolvedCase is a held case with its frontier, kept so that many questions can be
// asked of it. Utilities in it are points of 100. It is immutable and safe for
// concurrent use.
type SolvedCase struct {
	*HeldCase
	How      string          // a word of the Solve constants
	Solution *PackagesReport // nil if there is nothing to solve
	Tabled   *TabledReport   // of Placed, in the same order; nil with Solution

	middle, ranges *bargain.Model
	frontier       *bargain.Frontier
	rounded        []float64 // utilities of the frontier, point by point and party by party
}

// about is the rounded utility of a point of the frontier for a party.
func (c *SolvedCase) about(point, party int) float64 { return c.rounded[point*len(c.Parties)+party] }

// solvedPoints is how many points of a frontier a solved case lists; its numbers
// are those of all.
const solvedPoints = 2000

// caseMemory bounds the frontier of a page.
const caseMemory = 512 << 20

// fineSteps is the number of steps in which numbers are taken that are too fine to
// be added exactly.
const fineSteps = 1_000_000_000

// SolveCase solves a held case. With steps above 0 each party's numbers are taken in
// that many steps between its least and its most, which the result says. Errors:
// those of ctx, and contradictions in what parties stated.
func SolveCase(ctx context.Context, c *HeldCase, steps int64) (*SolvedCase, error) {
	return solveCase(ctx, c, steps, caseMemory)
}

func solveCase(ctx context.Context, c *HeldCase, steps, memory int64) (*SolvedCase, error) {
	out := &SolvedCase{HeldCase: c, How: SolveNothing}
	if c.Middle == nil {
		return out, nil
	}
	out.middle, out.ranges = inHundredths(c.Middle), inHundredths(c.Ranges)
	p, err := bargain.CompileAt(out.middle, steps)
	if errors.Is(err, bargain.ErrTooFine) {
		p, err = bargain.CompileAt(out.middle, fineSteps)
	}
	if err != nil {
		return nil, err
	}
	o := bargain.Options{MemoryBytes: memory}
	if out.frontier, err = p.Frontier(ctx, o); err != nil {
		return nil, err
	}
	for i := range out.frontier.Len() {
		for q := range c.Parties {
			out.rounded = append(out.rounded, out.frontier.Float(i, q))
		}
	}
	if out.Solution, err = packagesOf(ctx, out.frontier, o, solvedPoints); err != nil {
		return nil, err
	}
	if out.Tabled, err = out.table(ctx); err != nil {
		return nil, err
	}
	switch {
	case out.frontier.Len() == 0 && (out.frontier.Proven() || p.Resolution() > 0):
		out.How = SolveExcluded
	case p.Resolution() > 0:
		out.How = SolveStepped
	case !out.frontier.Proven():
		out.How = SolvePartial
	default:
		out.How = SolveExact
	}
	return out, nil
}

// Unsolved is a case that took too long to solve.
func Unsolved(c *HeldCase) *SolvedCase { return &SolvedCase{HeldCase: c, How: SolveTooLarge} }

// Model is the case as stated, with ranges, orders and views, in points of 100, for
// a case file; nil if there is none.
func (c *HeldCase) Model() *bargain.Model {
	if c.Ranges == nil {
		return nil
	}
	return inHundredths(c.Ranges)
}

// MiddleModel is the case with every range at its middle, in points of 100; nil if
// there is none.
func (c *HeldCase) MiddleModel() *bargain.Model {
	if c.Middle == nil {
		return nil
	}
	return inHundredths(c.Middle)
}

// inHundredths is a model whose utilities run from 0 to 1 in points of 100.
func inHundredths(m *bargain.Model) *bargain.Model {
	out := *m
	out.Parties = slices.Clone(m.Parties)
	for p := range out.Parties {
		views := slices.Clone(out.Parties[p].Views)
		for i, v := range views {
			views[i].Values = make([][]bargain.Number, len(v.Values))
			for k, row := range v.Values {
				for _, x := range row {
					views[i].Values[k] = append(views[i].Values[k], hundredfold(x))
				}
			}
			if r := v.Reservation; r != nil && r.Package == nil {
				views[i].Reservation = &bargain.Reservation{Value: hundredfold(r.Value)}
			}
		}
		out.Parties[p].Views = views
	}
	return &out
}

func hundredfold(n bargain.Number) bargain.Number {
	low, high, known := n.Bounds()
	if !known {
		return n
	}
	return number(new(big.Rat).Mul(low, hundred()), new(big.Rat).Mul(high, hundred()), true)
}

// seatOf is the seat of a party of the case by its id.
func (c *HeldCase) seatOf(id string) SeatRef {
	for _, p := range c.Parties {
		if p.Seat.Seat == id {
			return p.Seat
		}
	}
	return SeatRef{Seat: id, Name: id}
}

// table places what is on the table. What a package is worth at the middle is that
// of the case, so that it lies where its frontier is.
func (c *SolvedCase) table(ctx context.Context) (*TabledReport, error) {
	var named []NamedPackage
	for _, x := range c.Placed() {
		named = append(named, NamedPackage{x.Title, x.Package})
	}
	r, err := Tabled(ctx, c.ranges, named, bargain.Options{MemoryBytes: caseMemory})
	if err != nil {
		return nil, err
	}
	for i, x := range named {
		u, err := c.frontier.Problem().Utility(x.Package)
		if err != nil {
			return nil, err
		}
		r.Packages[i].UtilityList = utilities(u)
		if r.Packages[i].Low != nil {
			for q := range c.Parties {
				r.Packages[i].Low[q], r.Packages[i].High[q] = c.ends(q, x.Package)
			}
		}
	}
	return r, nil
}

// ends are the least and the most that a package can be worth to a party, over all
// that it stated. Weights are shares of a whole: when one is higher the others count
// less, so that nothing is worth more than 100.
func (c *SolvedCase) ends(party int, x bargain.Package) (least, most string) {
	var low, high *big.Rat
	for _, ranges := range c.Ranges.Parties[party].Views {
		v := newWorthView(c.Middle.Parties[party].Views[0], ranges)
		l := v.extreme(func(i int) *big.Rat { return v.values[i][x[i]].low }, 1)
		h := v.extreme(func(i int) *big.Rat { return v.values[i][x[i]].high }, -1)
		if low == nil || l.Cmp(low) < 0 {
			low = l
		}
		if high == nil || h.Cmp(high) > 0 {
			high = h
		}
	}
	return Rounded(low.Mul(low, hundred())), Rounded(high.Mul(high, hundred()))
}

// CaseMap is a solved case as data: what it was made of, and what it offers.
type CaseMap struct {
	*HeldCase
	How      string          `json:"how"`
	Solution *PackagesReport `json:"solution"`
	Tabled   *TabledReport   `json:"tabled"`
}

// Map is the case as data.
func (c *SolvedCase) Map() CaseMap { return CaseMap{c.HeldCase, c.How, c.Solution, c.Tabled} }
