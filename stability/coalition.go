// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"fmt"
	"math/bits"
	"slices"
)

// CoalitionSolution holds the states from which a coalition would not depart.
type CoalitionSolution struct {
	Members  []int // ascending
	Settings Settings
	stable   map[Concept]*Set
}

// Stable returns the states that are stable for the coalition under c, or nil
// if c was not asked for.
func (s *CoalitionSolution) Stable(c Concept) *Set { return s.stable[c] }

// CoalitionImprovements returns the states that the members can reach together
// from s and that each of them strictly prefers, ascending. How they move is
// Settings.Coalition; Jointly in coalesced or free-form models is ErrUnsupported.
func (m *Model) CoalitionImprovements(ctx context.Context, members []int, s State) ([]State, error) {
	p, err := m.position(s)
	if err != nil {
		return nil, err
	}
	c, err := m.newCoalition(ctx, members)
	if err != nil {
		return nil, err
	}
	better, err := c.improvements(p)
	return m.names(better), err
}

// Coalition finds the states that are stable for a coalition under Nash, GMR,
// SMR or SEQ (others are ErrUnsupported): for every joint improvement there is a
// sanction by those outside that leaves some member not better off (for Worse:
// worse off), for SMR one from which the members can reach nothing that all of
// them prefer to the state they left. The outsiders' improvements in SEQ are
// those of each mover. A coalition of one gives the concepts of Solve. Source:
// D. M. Kilgour, K. W. Hipel, L. Fang, X. Peng, Group Decision and Negotiation
// 10 (2001); T. Inohara, K. W. Hipel, J. Syst. Sci. Syst. Eng. 17 (2008) 1–29.
// Cost: for each state a search through what the others can reach; found ones
// are kept, so memory can grow with the square of the states, up to Limits.
func (m *Model) Coalition(ctx context.Context, members []int, concepts ...Concept) (*CoalitionSolution, error) {
	c, err := m.newCoalition(ctx, members)
	if err != nil {
		return nil, err
	}
	if len(concepts) == 0 {
		concepts = []Concept{Nash, GMR, SMR, SEQ}
	}
	out := &CoalitionSolution{Members: c.members, Settings: m.def.Settings, stable: map[Concept]*Set{}}
	for _, concept := range concepts {
		if concept > SEQ {
			return nil, fmt.Errorf("coalition under %v: %w", concept, ErrUnsupported)
		}
		out.stable[concept] = newSet(m)
	}
	for p := range m.size {
		if !m.isState(p) {
			continue
		}
		better, err := c.improvements(p)
		if err != nil {
			return nil, err
		}
		for concept, set := range out.stable {
			stable := true
			for _, q := range better {
				deterred, err := c.deterred(p, int(q), concept)
				if err != nil {
					return nil, err
				}
				if stable = deterred; !stable {
					break
				}
			}
			if stable {
				set.add(p)
			}
		}
	}
	return out, nil
}

// CoalitionallyStable finds the states that are stable under c for every
// coalition, single decision makers included. Cost: Coalition for each of the
// 2^N − 1 coalitions; more than 12 decision makers are ErrBudget.
func (m *Model) CoalitionallyStable(ctx context.Context, c Concept) (*Set, error) {
	n := m.DMs()
	if n > 12 {
		return nil, fmt.Errorf("coalitions of %d decision makers: %w", n, ErrBudget)
	}
	var sets []*Set
	for members := uint64(1); members < 1<<n; members++ {
		var list []int
		for x := members; x != 0; x &= x - 1 {
			list = append(list, bits.TrailingZeros64(x))
		}
		s, err := m.Coalition(ctx, list, c)
		if err != nil {
			return nil, err
		}
		sets = append(sets, s.Stable(c))
	}
	return intersect(sets), nil
}

// coalition answers questions about one group of decision makers.
type coalition struct {
	m       *Model
	ctx     context.Context
	members []int
	outside []int
	union   control
	kept    int64
	own     map[int32][]int32    // what the members reach, by where they start
	others  [2]map[int32][]int32 // what the outsiders reach, by moves and by improvements
}

func (m *Model) newCoalition(ctx context.Context, members []int) (*coalition, error) {
	c := &coalition{m: m, ctx: ctx, members: slices.Clone(members), own: map[int32][]int32{}}
	slices.Sort(c.members)
	c.others = [2]map[int32][]int32{{}, {}}
	if len(c.members) == 0 || len(slices.Compact(slices.Clone(c.members))) < len(members) {
		return nil, fmt.Errorf("coalition %v: empty, or a member twice", members)
	}
	for i := range m.def.DMs {
		if slices.Contains(c.members, i) {
			c.union.mask |= m.control[i].mask
			c.union.forward |= m.control[i].forward
			c.union.back |= m.control[i].back
		} else {
			c.outside = append(c.outside, i)
		}
	}
	if last := c.members[len(c.members)-1]; c.members[0] < 0 || last >= m.DMs() {
		return nil, fmt.Errorf("coalition %v: no decision maker %d", members, last)
	}
	if m.kind == graph && m.def.Settings.Coalition == Jointly {
		return nil, fmt.Errorf("joint moves in coalesced or free-form states: %w", ErrUnsupported)
	}
	return c, nil
}

// reach lists, ascending, what movers can reach from p.
func (c *coalition) reach(kept map[int32][]int32, movers []int, p int, s Sequences, improving bool) ([]int32, error) {
	if out, ok := kept[int32(p)]; ok {
		return out, nil
	}
	w := walk{m: c.m, sequences: s}
	if improving {
		w.may = c.m.improves
	}
	if err := w.from(c.ctx, movers, p); err != nil {
		return nil, err
	}
	var out []int32
	for _, n := range w.nodes[1:] {
		out = append(out, n.at)
	}
	slices.Sort(out)
	return c.keep(kept, p, slices.Compact(out))
}

func (c *coalition) keep(kept map[int32][]int32, p int, out []int32) ([]int32, error) {
	if c.kept += int64(len(out))*4 + 64; c.kept > c.m.def.Limits.Bytes {
		return nil, fmt.Errorf("moves of coalitions in %d states: %w", c.m.count, ErrBudget)
	}
	kept[int32(p)] = out
	return out, nil
}

// reachOwn lists what the members can reach together.
func (c *coalition) reachOwn(p int) ([]int32, error) {
	if c.m.def.Settings.Coalition == InSequence {
		return c.reach(c.own, c.members, p, Legal, false)
	}
	if out, ok := c.own[int32(p)]; ok {
		return out, nil
	}
	var out []int32
	from := c.m.at(p)
	for q := range c.m.size {
		if q&0xffff == 0 && c.ctx.Err() != nil {
			return nil, c.ctx.Err()
		}
		to := c.m.at(q)
		if q != p && c.m.isState(q) && uint64(from^to)&^c.union.mask == 0 &&
			c.union.allows(uint64(from), uint64(to)) && c.sees(from, to) {
			out = append(out, int32(q))
		}
	}
	return c.keep(c.own, p, out)
}

// sees reports whether every member whose options change sees both states.
func (c *coalition) sees(from, to State) bool {
	for _, i := range c.members {
		if uint64(from^to)&c.m.control[i].mask == 0 {
			continue
		}
		for _, blind := range c.m.def.DMs[i].Blind {
			if blind.Holds(from) || blind.Holds(to) {
				return false
			}
		}
	}
	return true
}

// allBetter reports whether every member strictly prefers q to p.
func (c *coalition) allBetter(p, q int) bool {
	return !slices.ContainsFunc(c.members, func(i int) bool { return !c.m.improves(i, p, q) })
}

func (c *coalition) improvements(p int) (better []int32, err error) {
	own, err := c.reachOwn(p)
	for _, q := range own {
		if c.allBetter(p, int(q)) {
			better = append(better, q)
		}
	}
	return better, err
}

func (c *coalition) deterred(p, q int, concept Concept) (bool, error) {
	if concept == Nash {
		return false, nil
	}
	improving := 0
	if concept == SEQ {
		improving = 1
	}
	answers, err := c.reach(c.others[improving], c.outside, q, c.m.def.Settings.Sequences, improving == 1)
	if err != nil {
		return false, err
	}
	for _, r := range answers {
		if !slices.ContainsFunc(c.members, func(i int) bool { return c.m.deters(i, p, int(r)) }) {
			continue
		}
		escapes := false
		if concept == SMR {
			own, err := c.reachOwn(int(r))
			if err != nil {
				return false, err
			}
			escapes = slices.ContainsFunc(own, func(e int32) bool { return c.allBetter(p, int(e)) })
		}
		if !escapes {
			return true, nil
		}
	}
	return false, nil
}
