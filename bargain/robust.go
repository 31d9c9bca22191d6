// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// RobustOptions say how to sample uncertain preferences.
type RobustOptions struct {
	Samples int    // from 1 to a million
	Seed    uint64 // part of the result
	// Packages are judged. If there are none, the packages of the fair points of all
	// samples are, most frequent first, at most 20.
	Packages []Package
	// Frontier steers the frontier of each sample.
	Frontier Options
}

// A Verdict is yes, no or not known.
type Verdict string

// The verdicts.
const (
	Yes       Verdict = "yes"
	No        Verdict = "no"
	Undecided Verdict = "not known"
)

// Robust is how packages fare when preferences are uncertain (stochastic
// multicriteria acceptability analysis, Lahdelma, Hokkanen and Salminen 1998).
// Shares are out of Samples and hold for that number and Seed.
type Robust struct {
	Samples  int
	Seed     uint64
	Rounded  int // samples whose numbers were too fine and were taken at a resolution of 10^9
	Unproven int // samples whose frontier is not proven for another reason
	Packages []RobustPackage
}

// A RobustPackage counts the samples in which a package has a property.
type RobustPackage struct {
	Package          Package
	Efficient        int // no feasible package dominates it
	Acceptable       int // it gives every party at least its stated reservation
	Nash             int // it has the vector of the Nash solution
	KalaiSmorodinsky int
	Egalitarian      int
	// Regret is the greatest common gain over it that any sample leaves unused: the
	// least gain of the largest guaranteed step; 0 if it was always efficient.
	Regret *big.Rat
	// Possibly: some preferences within the ranges make it efficient (yes: a sample
	// shows it; no: proven, one package dominates it whatever they are).
	Possibly Verdict
	// Necessarily: all preferences within the ranges make it efficient. Yes is
	// proven; no is proven, or shown by a sample.
	Necessarily Verdict
}

// Robust samples the preferences of a model and judges packages. Each sample
// draws one view of each party with equal chance, every range uniformly on a grid
// of 4096 steps, unknown weights and values from 0 to 1, and weights under an order
// uniformly where the order holds; weights of which nothing is known are scaled to
// add up to 1. Under an order of packages, values are drawn uniformly where it
// holds and scaled so that the worst combination of options is worth 0 and the best
// 1. An unknown reservation counts as not stated. Errors: those of
// [Compile] except uncertainty, infeasible packages, contradicting orders, and the
// context's. Cost: Samples times a frontier; samples run beside each other.
func (m *Model) Robust(ctx context.Context, o RobustOptions) (*Robust, error) {
	if o.Samples < 1 || o.Samples > 1e6 {
		return nil, fmt.Errorf("%d samples, want 1 to a million", o.Samples)
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	for _, x := range o.Packages {
		if err := m.CheckPackage(x); err != nil {
			return nil, err
		}
		for i, c := range m.Constraints {
			if !c.Allows(x) {
				return nil, fmt.Errorf("constraint %d excludes a package to be judged", i)
			}
		}
	}
	if len(o.Packages) == 0 {
		found, err := m.candidates(ctx, o)
		if err != nil {
			return nil, err
		}
		o.Packages = found
	}
	trials := make([]trial, o.Samples)
	if err := m.eachSample(ctx, o, func(i int, t *sampled) error {
		return trials[i].judge(ctx, t, o.Packages)
	}); err != nil {
		return nil, err
	}
	r := &Robust{Samples: o.Samples, Seed: o.Seed}
	for k, x := range o.Packages {
		out := RobustPackage{Package: slices.Clone(x), Regret: new(big.Rat)}
		for _, t := range trials {
			out.add(t.marks[k])
		}
		var err error
		if out.Possibly, out.Necessarily, err = m.always(ctx, x, out, o); err != nil {
			return nil, err
		}
		r.Packages = append(r.Packages, out)
	}
	for _, t := range trials {
		if t.rounded {
			r.Rounded++
		} else if !t.proven {
			r.Unproven++
		}
	}
	return r, nil
}

// A sampled is one drawn case, solved.
type sampled struct {
	p       *Problem
	f       *Frontier
	s       *Solutions
	rounded bool
}

// eachSample draws and solves every sample and visits it; several at a time.
func (m *Model) eachSample(ctx context.Context, o RobustOptions, visit func(i int, t *sampled) error) error {
	const lanes = 4
	return each(lanes, func(lane int) error {
		for i := lane; i < o.Samples; i += lanes {
			exact, err := m.sample(newDice(o.Seed, i))
			if err != nil {
				return err
			}
			t := &sampled{}
			if t.p, err = Compile(exact); errors.Is(err, ErrTooFine) {
				t.rounded = true
				t.p, err = CompileAt(exact, 1e9)
			}
			if err != nil {
				return err
			}
			if t.f, err = t.p.Frontier(ctx, o.Frontier); err != nil {
				return err
			}
			if t.s, err = t.f.Solve(ctx); err != nil {
				return err
			}
			if err := visit(i, t); err != nil {
				return err
			}
		}
		return nil
	})
}

// candidates collects the packages of fair points over all samples.
func (m *Model) candidates(ctx context.Context, o RobustOptions) ([]Package, error) {
	found := make([][]Package, o.Samples)
	err := m.eachSample(ctx, o, func(i int, t *sampled) error {
		for _, s := range []*Solution{t.s.Nash, t.s.KalaiSmorodinsky, t.s.Egalitarian} {
			if s != nil {
				found[i] = append(found[i], s.Package)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	times := map[string]int{}
	var all []Package
	for _, list := range found {
		for _, x := range list {
			key := fmt.Sprint(x)
			if times[key] == 0 {
				all = append(all, x)
			}
			times[key]++
		}
	}
	slices.SortStableFunc(all, func(a, b Package) int { return times[fmt.Sprint(b)] - times[fmt.Sprint(a)] })
	return all[:min(20, len(all))], nil
}
