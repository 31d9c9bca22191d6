// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
)

// Variation says how the preferences of one decision maker are varied. Exactly
// one way is set.
type Variation struct {
	DM int
	// Swaps exchanges, so many times, two neighbouring groups of the ranking that
	// the preference gives, at a random place. Any kind of preference.
	Swaps int
	// Order exchanges, so many times, two neighbouring statements at random.
	Order int
	// Within adds to the worth of each state, independently, a random whole number
	// of steps of 1/unit between −Within and +Within, where unit is the common
	// denominator of the payoffs or weights. Cardinal preferences only.
	Within int64
}

// Sweep is how often states stay equilibria when preferences vary.
type Sweep struct {
	Runs     int
	Seed     uint64
	Settings Settings
	// Base are the equilibria of the model itself, by concept.
	Base map[Concept]*Set
	// Count is, by concept and state, the number of runs in which it was an
	// equilibrium; states that never were are absent.
	Count map[Concept]map[State]int
	// Same is, by concept, the number of runs with exactly the equilibria of Base.
	Same map[Concept]int
	// Taken is, by concept and option, the number of equilibria over all runs in
	// which that option is taken; of All. Coalesced states count by their least
	// decimal. Nil for free-form models.
	Taken map[Concept][]int
	// All is, by concept, the number of equilibria over all runs.
	All map[Concept]int
}

// Sweep solves the model runs times with varied preferences. Run k draws from
// SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014) started from seed and k,
// so the result depends on neither the order of runs nor the machine. Shares
// over runs are shares of what was drawn, not probabilities of an outcome. Cost:
// for each run one compilation of the varied preferences and one Solve.
func (m *Model) Sweep(ctx context.Context, runs int, seed uint64, vary []Variation, concepts ...Concept) (*Sweep, error) {
	return m.SweepProgress(ctx, runs, seed, vary, nil, concepts...)
}

// SweepProgress is Sweep; done, unless nil, is called now and then with the number
// of runs that are finished, by one goroutine at a time.
func (m *Model) SweepProgress(ctx context.Context, runs int, seed uint64, vary []Variation, done func(int), concepts ...Concept) (*Sweep, error) {
	if err := m.checkVariations(vary); err != nil {
		return nil, err
	}
	base, err := m.Solve(ctx, concepts...)
	if err != nil {
		return nil, err
	}
	out := &Sweep{Runs: runs, Seed: seed, Settings: m.def.Settings, Base: map[Concept]*Set{},
		Count: map[Concept]map[State]int{}, Same: map[Concept]int{}, Taken: map[Concept][]int{}, All: map[Concept]int{}}
	for _, c := range base.Concepts {
		out.Base[c], out.Count[c] = base.Equilibria(c), map[State]int{}
		if m.def.States == nil {
			out.Taken[c] = make([]int, len(m.def.Options))
		}
	}
	const batch = 64 // results are kept for one batch and added in order
	found := make([]*Solution, batch)
	errs := make([]error, batch)
	for from := 0; from < runs; from += batch {
		n := min(batch, runs-from)
		err := parallel(ctx, m.def.Limits.Workers, n, 1, func(k, _ int) {
			found[k], errs[k] = m.varied(ctx, seed, from+k, vary, base.Concepts)
		})
		for k := range n {
			if errs[k] != nil {
				return nil, errs[k]
			}
		}
		if err != nil {
			return nil, err
		}
		for _, s := range found[:n] {
			out.add(s)
		}
		if done != nil {
			done(from + n)
		}
	}
	return out, nil
}

func (out *Sweep) add(s *Solution) {
	for _, c := range s.Concepts {
		set := s.Equilibria(c)
		if slices.Equal(set.words, out.Base[c].words) {
			out.Same[c]++
		}
		for state := range set.All() {
			out.Count[c][state]++
			out.All[c]++
			for x := uint64(state); out.Taken[c] != nil && x != 0; x &= x - 1 {
				out.Taken[c][bits.TrailingZeros64(x)]++
			}
		}
	}
}

func (m *Model) checkVariations(vary []Variation) error {
	for _, v := range vary {
		set := 0
		for _, given := range []bool{v.Swaps != 0, v.Order != 0, v.Within != 0} {
			if given {
				set++
			}
		}
		switch {
		case v.DM < 0 || v.DM >= m.DMs():
			return fmt.Errorf("variation: no decision maker %d", v.DM)
		case set != 1 || v.Swaps < 0 || v.Order < 0 || v.Within < 0 || v.Within > maxScaled/2:
			return fmt.Errorf("variation of %q: exactly one way, and it positive", m.def.DMs[v.DM].ID)
		case v.Order > 0 && len(m.def.DMs[v.DM].Preference.Statements) < 2:
			return fmt.Errorf("variation of %q: fewer than two statements", m.def.DMs[v.DM].ID)
		case v.Within > 0 && m.worth[v.DM].values == nil:
			return fmt.Errorf("variation of %q: an ordinal preference has no amounts: %w", m.def.DMs[v.DM].ID, ErrUnsupported)
		}
	}
	return nil
}

// splitMix is the SplitMix64 generator.
type splitMix uint64

func (x *splitMix) next() uint64 {
	*x += 0x9E3779B97F4A7C15
	z := uint64(*x)
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// below draws from [0, n) without bias, by rejection.
func (x *splitMix) below(n uint64) uint64 {
	for {
		hi, lo := bits.Mul64(x.next(), n)
		if lo >= n || lo >= -n%n {
			return hi
		}
	}
}

// varied solves one variant.
func (m *Model) varied(ctx context.Context, seed uint64, run int, vary []Variation, concepts []Concept) (*Solution, error) {
	mixed := splitMix(seed)
	rng := splitMix(mixed.next() ^ uint64(run)*0xD1B54A32D192ED03)
	v := *m
	v.def.Limits.Workers = 1 // the runs are spread instead
	v.worth = slices.Clone(m.worth)
	rankers := make([]*ranker, len(m.worth))
	narrow := m.narrow
	for _, change := range vary {
		k, err := v.variedKeys(ctx, &rng, change)
		if err != nil {
			return nil, err
		}
		if rankers[change.DM], err = v.newRanker(ctx, k); err != nil {
			return nil, err
		}
		narrow = narrow && rankers[change.DM].count <= narrowLevels
	}
	if v.narrow != narrow { // some worths are now too many for 16 bits: compile all anew
		for i := range rankers {
			if rankers[i] == nil {
				k, err := v.keysOf(ctx, m.def.DMs[i].Preference)
				if err == nil {
					rankers[i], err = v.newRanker(ctx, k)
				}
				if err != nil {
					return nil, err
				}
			}
		}
	}
	v.narrow = narrow
	for i, r := range rankers {
		if r == nil {
			continue
		}
		v.worth[i] = worth{}
		if err := v.fill(ctx, &v.worth[i], r); err != nil {
			return nil, err
		}
	}
	if v.kind == list {
		if err := v.group(ctx); err != nil {
			return nil, err
		}
	}
	return v.Solve(ctx, concepts...)
}

// variedKeys draws the preference of one decision maker.
func (m *Model) variedKeys(ctx context.Context, rng *splitMix, change Variation) (keys, error) {
	u := &m.worth[change.DM]
	if change.Order > 0 {
		all := slices.Clone(m.def.DMs[change.DM].Preference.Statements)
		for range change.Order {
			k := rng.below(uint64(len(all) - 1))
			all[k], all[k+1] = all[k+1], all[k]
		}
		return m.statementKeys(ctx, all)
	}
	key := make([]uint64, m.blocks()*64)
	out := keys{fill: func(at int, out *block) { copy(out[:], key[at*64:]) }}
	if change.Swaps > 0 {
		perm := make([]uint64, u.levels)
		for l := range perm {
			perm[l] = uint64(l)
		}
		for range change.Swaps * min(1, u.levels-1) {
			k := rng.below(uint64(u.levels - 1))
			perm[k], perm[k+1] = perm[k+1], perm[k]
		}
		for p := range m.size {
			if m.isState(p) {
				key[p] = perm[m.level(change.DM, p)]
			}
		}
		out.span = uint64(u.levels)
		return out, nil
	}
	least := u.values[0] - change.Within
	for p := range m.size {
		if m.isState(p) {
			by := int64(rng.below(uint64(2*change.Within+1))) - change.Within
			key[p] = uint64(u.values[m.level(change.DM, p)] + by - least)
		}
	}
	out.span = uint64(u.values[len(u.values)-1]+change.Within-least) + 1
	out.unit, out.values = u.unit, func(k uint64) int64 { return int64(k) + least }
	return out, nil
}
