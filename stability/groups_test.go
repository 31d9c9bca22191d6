// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"errors"
	"math/bits"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// coalition checks from the definitions whether members would stay in s.
func (r *reference) coalitionStable(members []int, c Concept, s State) bool {
	var outside []int
	for i := range r.d.DMs {
		if !slices.Contains(members, i) {
			outside = append(outside, i)
		}
	}
	all := func(a, b State) bool { // every member prefers a to b
		return !slices.ContainsFunc(members, func(i int) bool { return r.compare(i, a, b) <= 0 })
	}
	own := func(a State) []State { return r.membersReach(members, a) }
	for _, s1 := range own(s) {
		if !all(s1, s) {
			continue
		}
		deterred := false
		for s2 := range r.answers(outside, s1, c == SEQ) {
			hurts := slices.ContainsFunc(members, func(i int) bool { return r.deters(i, s2, s) })
			if c == SMR {
				hurts = hurts && !slices.ContainsFunc(own(s2), func(s3 State) bool { return all(s3, s) })
			}
			deterred = deterred || hurts
		}
		if c == Nash || !deterred {
			return false
		}
	}
	return true
}

// membersReach is what members can reach together under the coalition convention.
func (r *reference) membersReach(members []int, s State) (out []State) {
	if r.d.Settings.Coalition == InSequence {
		legal := *r
		legal.d.Settings.Sequences = Legal
		for t := range legal.answers(members, s, false) {
			out = append(out, t)
		}
		return out
	}
	for _, t := range r.states { // option form only: each member makes its part, seeing both ends
		ok, rest := t != s, s^t
		for _, i := range members {
			var mask State
			for _, k := range r.d.DMs[i].Options {
				mask |= 1 << k
			}
			part := rest & mask
			rest &^= mask
			ok = ok && (part == 0 || matches(r.d.DMs[i].Blind, s) < 0 && matches(r.d.DMs[i].Blind, t) < 0)
			for k, o := range r.d.Options {
				if part>>k&1 == 1 && (o.Direction == Forward && s>>k&1 == 1 || o.Direction == Back && s>>k&1 == 0) {
					ok = false
				}
			}
		}
		if ok && rest == 0 {
			out = append(out, t)
		}
	}
	return out
}

func TestCoalitionEqualsDefinitions(t *testing.T) {
	ctx := context.Background()
	smallModels(t, 5000, 20, func(t *testing.T, rng *rand.Rand, d Definition, m *Model, r *reference) {
		var members []int
		for set := rng.IntN(1<<len(d.DMs)-1) + 1; set != 0; set &= set - 1 {
			members = append(members, bits.TrailingZeros(uint(set)))
		}
		got, err := m.Coalition(ctx, members)
		if m.kind == graph && d.Settings.Coalition == Jointly {
			if !errors.Is(err, ErrUnsupported) {
				t.Fatal(err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []Concept{Nash, GMR, SMR, SEQ} {
			for _, s := range r.states {
				if want := r.coalitionStable(members, c, s); got.Stable(c).Has(s) != want {
					t.Fatalf("%v of %v at %d: want %v (%+v)", c, members, s, want, d.Settings)
				}
			}
		}
		if len(members) == 1 {
			alone, err := m.Solve(ctx)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range []Concept{Nash, GMR, SMR, SEQ} {
				if !reflect.DeepEqual(alone.Stable(members[0], c).words, got.Stable(c).words) {
					t.Fatalf("%v of %v: alone and as a coalition differ", c, members)
				}
			}
		}
	})
}

// TestElmiraCoalition: published, the ministry and the company together move
// from state 5 to state 8 (decimals 18 and 21), so of 5, 8 and 9 only 8 and 9
// are coalitionally stable: that is what happened in 1991.
func TestElmiraCoalition(t *testing.T) {
	ctx := context.Background()
	m := must(t, elmira(t))
	jump, err := m.CoalitionImprovements(ctx, []int{0, 1}, 18)
	if err != nil || !reflect.DeepEqual(jump, []State{21}) {
		t.Errorf("from 18: %v, %v", jump, err)
	}
	s, err := m.CoalitionallyStable(ctx, Nash)
	if err != nil || s.Has(18) || !s.Has(21) || !s.Has(8) {
		t.Errorf("coalitionally stable: %v, %v", s.List(-1), err)
	}
	if _, err := m.Coalition(ctx, []int{1, 1}); err == nil {
		t.Error("a member twice")
	}
}

// TestForesight: horizon 1 is Nash; and the dilemma. With two moves ahead,
// mutual cooperation (3) holds: a departure is answered. Non-myopic stability of
// mutual cooperation in the dilemma, when it is the starting state, is the
// result of S. J. Brams and D. Wittman (1981).
func TestForesight(t *testing.T) {
	ctx := context.Background()
	m := must(t, dilemma())
	f, err := m.Horizon(ctx, 2)
	if err != nil || !f.Equilibria.Has(3) {
		t.Errorf("horizon 2: %v, %v", f.Equilibria.List(-1), err)
	}
	n, err := m.NonMyopic(ctx)
	if err != nil || !n.Equilibria.Has(3) {
		t.Errorf("non-myopic: %v, %v", n.Equilibria.List(-1), err)
	}
	if _, err := must(t, elmira(t)).Horizon(ctx, 2); !errors.Is(err, ErrUnsupported) {
		t.Errorf("three decision makers: %v", err)
	}
	smallModels(t, 600, 21, func(t *testing.T, rng *rand.Rand, d Definition, m *Model, r *reference) {
		if len(d.DMs) != 2 {
			return
		}
		nash, err1 := m.Solve(ctx, Nash)
		one, err2 := m.Horizon(ctx, 1)
		h := 1 + rng.IntN(4)
		deep, err3 := m.Horizon(ctx, h)
		far, err4 := m.NonMyopic(ctx)
		if err := errors.Join(err1, err2, err3, err4); err != nil {
			t.Fatal(err)
		}
		always := [2]map[State]bool{{}, {}}
		for i := range 2 {
			if !reflect.DeepEqual(nash.Stable(i, Nash).words, one.Stable[i].words) {
				t.Fatal("horizon 1 is not Nash")
			}
			for _, s := range r.states {
				if r.foresight(i, s, h) == s && r.stays(i, s, h) != deep.Stable[i].Has(s) {
					t.Fatalf("dm %d at %d, horizon %d", i, s, h)
				}
				always[i][s] = true
			}
		}
		for h := 400; h < 440; h++ { // small models repeat long before, with short periods
			g, err := m.Horizon(ctx, h)
			if err != nil {
				t.Fatal(err)
			}
			for i := range 2 {
				for _, s := range r.states {
					always[i][s] = always[i][s] && g.Stable[i].Has(s)
				}
			}
		}
		for i := range 2 {
			for _, s := range r.states {
				if far.Stable[i].Has(s) != always[i][s] {
					t.Fatalf("non-myopic, dm %d at %d: %v", i, s, always[i][s])
				}
			}
		}
	})
}

// foresight is the end of play that i anticipates when it is to move at s.
func (r *reference) foresight(i int, s State, h int) State {
	if h == 0 {
		return s
	}
	end, by := s, s
	for _, t := range r.reach[i][s] {
		after := r.foresight(1-i, t, h-1)
		if x := r.compare(i, after, end); x > 0 || x == 0 && by != s && t < by {
			end, by = after, t
		}
	}
	return end
}

func (r *reference) stays(i int, s State, h int) bool {
	return !slices.ContainsFunc(r.reach[i][s], func(t State) bool {
		return r.compare(i, r.foresight(1-i, t, h-1), s) > 0
	})
}
