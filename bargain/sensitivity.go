// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// A Question is what an assumption may change.
type Question string

// The questions that sensitivity answers with a number.
const (
	LeastGain Question = "least_gain" // what the party that gains least gets above its stated reservation
	Unused    Question = "unused"     // the largest step better for all that the package leaves unused
	Worth     Question = "worth"      // the utility of one party
)

// SensitivityOptions say what to ask about a package, and what to doubt.
type SensitivityOptions struct {
	Package  Package
	Question Question // "" means LeastGain
	Party    int      // for Worth
	// Spread is the share of itself by which each exact weight and reservation may be
	// off as well; nil or 0 doubts only what the model states as ranges, unknown, an
	// order, or several views.
	Spread *big.Rat
	// Steps is in how many parts the range of a weight is cut to look for changes of
	// efficiency; 0 means 8.
	Steps    int
	Frontier Options
}

// An Answer says how a package stands in one exact case.
type Answer struct {
	Utility []*big.Rat
	Gains   []*big.Rat // above the stated reservation; nil where none is
	// LeastGain is the least of Gains, or nil if nobody has stated a reservation.
	LeastGain  *big.Rat
	Acceptable bool // no gain is below 0
	Efficient  bool // no feasible package dominates it; proven if Proven
	Proven     bool
	// Unused is the least gain of the largest guaranteed step, 0 if the package is
	// efficient; nil unless it was asked for, since it takes a search of its own.
	Unused *big.Rat
}

// value answers the question.
func (a *Answer) value(q Question, party int) *big.Rat {
	switch q {
	case Unused:
		return a.Unused
	case Worth:
		return a.Utility[party]
	}
	return a.LeastGain
}

// A Flip is where, on the way of an assumption from Low to High, a property of the
// package changes: between After and Before, which are one number if the place is
// exact, and nil for a view.
type Flip struct {
	Efficient     bool // the property is efficiency, else acceptability
	Holds         bool // it holds from there on, and did not until there
	After, Before *big.Rat
}

// A Swing is how the answer moves with one assumption.
type Swing struct {
	Assumption
	AtLow, AtHigh Answer   // of a view: with the first view, and with this one
	Swing         *big.Rat // difference of the two values, never negative
	Flips         []Flip   // acceptability first, each in the order of their places
}

// A Sensitivity says which assumptions would change the answer.
type Sensitivity struct {
	Middle  Answer  // with everything at its middle
	Swings  []Swing // greatest first
	Rounded int     // cases whose numbers were too fine and were taken at a resolution of 10^9
}

// Sensitivity puts each assumption of the model at both its ends while all others
// are at their middle (see [Model.Middle]), and orders assumptions by how far the
// answer moves: a one-way sensitivity analysis, drawn as a tornado (Howard 1988).
// Utilities are linear in each assumption, so places where a package becomes
// acceptable or stops being so are exact. Efficiency changes at most once with a
// value or a term; with a weight it is asked at Steps+1 places, so that a change
// that is undone before the next place is not seen. A change is closed in on. What
// assumptions do together is not asked. Errors: a faulty model, contradicting
// orders, nobody who has stated a reservation (LeastGain), a package that is
// incomplete or excluded, the context's. Cost: [Problem.Gains] once and, for each
// assumption, at the places at which nothing that was found before dominates the
// package; for Unused at both ends.
func (m *Model) Sensitivity(ctx context.Context, o SensitivityOptions) (*Sensitivity, error) {
	middle, err := m.Middle()
	if err != nil {
		return nil, err
	}
	switch o.Question {
	case "":
		o.Question = LeastGain
	case LeastGain, Unused:
	case Worth:
		if o.Party < 0 || o.Party >= len(m.Parties) {
			return nil, fmt.Errorf("the question is about party %d of %d", o.Party, len(m.Parties))
		}
	default:
		return nil, fmt.Errorf("there is no question %q", o.Question)
	}
	if o.Spread != nil && (o.Spread.Sign() < 0 || o.Spread.Cmp(big.NewRat(1, 1)) > 0) {
		return nil, fmt.Errorf("the spread is %s, want 0 to 1", o.Spread.RatString())
	}
	if o.Steps == 0 {
		o.Steps = 8
	}
	if o.Steps < 1 || o.Steps > 1000 {
		return nil, fmt.Errorf("a range is cut in %d parts, want 1 to 1000", o.Steps)
	}
	d := &doubt{m: m, middle: middle, o: o}
	if err := m.CheckPackage(o.Package); err != nil {
		return nil, err
	}
	for i, c := range m.Constraints {
		if !c.Allows(o.Package) {
			return nil, fmt.Errorf("constraint %d excludes the package", i)
		}
	}
	base, better, rounded, err := d.judge(ctx, middle, nil)
	if err != nil {
		return nil, err
	}
	d.better = better
	if o.Question == LeastGain && base.LeastGain == nil {
		return nil, errors.New("nobody has stated a reservation, so there are no gains")
	}
	list, err := m.assumptions(middle, o.Spread)
	if err != nil {
		return nil, err
	}
	s := &Sensitivity{Middle: *base, Swings: make([]Swing, len(list))}
	counts := make([]int, len(list))
	const lanes = 4
	if err := each(lanes, func(lane int) error {
		for i := lane; i < len(list); i += lanes {
			var err error
			if counts[i], err = d.swing(ctx, &s.Swings[i], list[i], base); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return nil, err
	}
	if rounded {
		s.Rounded++
	}
	for _, n := range counts {
		s.Rounded += n
	}
	slices.SortStableFunc(s.Swings, func(a, b Swing) int { return b.Swing.Cmp(a.Swing) })
	return s, nil
}
