// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
)

// randomModel makes a small case with whatever a model may hold: weights, tables,
// boxes, constraints, reservations of every kind, ends of utility, and many ties.
func randomModel(seed uint64) *Model {
	r := rand.New(rand.NewPCG(seed, 1))
	if r.IntN(5) == 0 {
		return mirrored(r, fmt.Sprint(seed))
	}
	m := &Model{Name: fmt.Sprint(seed), ComparableScales: true}
	issues, parties := 1+r.IntN(4), 2+r.IntN(5)
	if r.IntN(20) == 0 {
		parties = 1
	}
	additive := r.IntN(3) == 0 // no pattern over several issues
	total, most := 1, []int{16, 40, 90, 200}[r.IntN(4)]
	for i := range issues {
		k := 1 + r.IntN(4)
		if total*k > most {
			k = 1 + r.IntN(2)
		}
		total *= k
		issue := Issue{ID: fmt.Sprint("i", i)}
		for o := range k {
			issue.Options = append(issue.Options, Option{ID: fmt.Sprint("o", o)})
		}
		m.Issues = append(m.Issues, issue)
	}
	for p := range parties {
		m.Parties = append(m.Parties, Party{ID: fmt.Sprint("p", p), Views: []View{randomView(r, m, additive)}})
	}
	if r.IntN(3) == 0 {
		for range parties {
			m.SocialWeights = append(m.SocialWeights, Int(r.Int64N(4)))
		}
	}
	for range r.IntN(4) {
		c := Constraint{If: randomPattern(r, m, 1), Why: "test"}
		if r.IntN(2) == 0 {
			c.Then = randomPattern(r, m, 1)
		}
		if additive {
			c.If, c.Then = c.If[:1], nil
		}
		m.Constraints = append(m.Constraints, c)
	}
	return m
}

// mirrored makes a case of even numbers of parties in which each second party sees
// the issues of the party before it in the opposite order, with few different
// numbers: its fair points are tied unless they are in the middle.
func mirrored(r *rand.Rand, name string) *Model {
	m := &Model{Name: name, ComparableScales: true}
	n, k := 2+r.IntN(3), 2+r.IntN(2)
	for i := range n {
		issue := Issue{ID: fmt.Sprint("i", i)}
		for o := range k {
			issue.Options = append(issue.Options, Option{ID: fmt.Sprint("o", o)})
		}
		m.Issues = append(m.Issues, issue)
	}
	if r.IntN(4) > 0 { // no even exchange of the first issue and the last
		for o := range k {
			m.Constraints = append(m.Constraints, Constraint{If: Pattern{{0, []int{o}}, {n - 1, []int{o}}}, Why: "test"})
		}
	}
	most := []int64{4, 9, 100}[r.IntN(3)]
	for p := 0; p < 2*(1+r.IntN(5)/4); p += 2 {
		one, other := View{Values: make([][]Number, n)}, View{Values: make([][]Number, n)}
		for i := range n {
			for o := range k {
				v := r.Int64N(most)
				if twin := n - 1 - i; twin < i { // what matters here matters little there
					v = max(0, most-one.Values[twin][o].exact().Num().Int64()-r.Int64N(3))
				}
				one.Values[i] = append(one.Values[i], Int(v))
			}
			other.Values[n-1-i] = one.Values[i]
		}
		if r.IntN(2) == 0 {
			one.Reservation = &Reservation{Value: Int(r.Int64N(4))}
			other.Reservation = one.Reservation
		}
		m.Parties = append(m.Parties, Party{ID: fmt.Sprint("p", p), Views: []View{one}}, Party{ID: fmt.Sprint("p", p+1), Views: []View{other}})
	}
	return m
}

func randomView(r *rand.Rand, m *Model, additive bool) View {
	scale := []int64{2, 5, 1000}[r.IntN(3)]
	number := func() Number {
		switch r.IntN(5) {
		case 0:
			n, _ := Decimal(fmt.Sprintf("%d.%d", r.Int64N(scale), r.IntN(10)))
			return n
		case 1:
			return Rational(big.NewRat(r.Int64N(3*scale), 3))
		case 2:
			return Int(-r.Int64N(scale))
		}
		return Int(r.Int64N(scale))
	}
	var v View
	if r.IntN(2) == 0 {
		for range m.Issues {
			v.Weights = append(v.Weights, Rational(big.NewRat(r.Int64N(7), 2)))
		}
	}
	if r.IntN(10) > 0 {
		for _, issue := range m.Issues {
			var row []Number
			if r.IntN(8) > 0 {
				for range issue.Options {
					row = append(row, number())
				}
			}
			v.Values = append(v.Values, row)
		}
	}
	for range max(0, r.IntN(8)-3) {
		when := randomPattern(r, m, 0)
		if additive && len(when) > 1 {
			when = when[:1]
		}
		v.Terms = append(v.Terms, Term{When: when, Add: number()})
	}
	if r.IntN(6) == 0 {
		n := number()
		v.Most = &n
	}
	switch r.IntN(7) {
	case 0:
		v.Reservation = &Reservation{Value: number()}
	case 3:
		if r.IntN(4) == 0 { // above every package
			v.Reservation = &Reservation{Value: Int(40 * scale)}
		}
	case 1:
		v.Reservation = &Reservation{Value: Int(-scale)}
	case 2:
		v.Reservation = &Reservation{Package: randomPackage(r, m)}
	}
	return v
}

func randomPattern(r *rand.Rand, m *Model, least int) (p Pattern) {
	for range least + r.IntN(3) {
		i := r.IntN(len(m.Issues))
		match := Match{Issue: i}
		for o := range m.Issues[i].Options {
			if r.IntN(2) == 0 {
				match.Options = append(match.Options, o)
			}
		}
		p = append(p, match)
	}
	return p
}

func randomPackage(r *rand.Rand, m *Model) Package {
	x := make(Package, len(m.Issues))
	for i, issue := range m.Issues {
		x[i] = r.IntN(len(issue.Options))
	}
	return x
}

// TestRandomCases: among the random cases there are enough of every kind, so that
// the comparison with brute force is one.
func TestRandomCases(t *testing.T) {
	kinds := map[string]int{}
	n := count(10)
	for seed := range n {
		m := randomModel(seed)
		b := solveBrute(m)
		mark := func(kind string, is bool) {
			if is {
				kinds[kind]++
			}
		}
		for p := 2; p <= 6; p++ {
			mark(fmt.Sprint(p, " parties"), len(m.Parties) == p)
		}
		mark("nothing feasible", len(b.packages) == 0)
		if len(b.packages) == 0 {
			continue
		}
		inside := b.inside()
		mark("empty zone", len(inside) == 0)
		mark("constraints", len(m.Constraints) > 0)
		mark("many packages behind a vector", len(b.frontier) > 0 && len(b.frontier) < len(b.packages)/4)
		fair := b.solutions()
		mark("no Kalai-Smorodinsky point", len(inside) > 0 && fair["ks"] == nil)
		for name, list := range fair {
			mark("ties of "+name, len(list) > 1)
		}
		mark("somebody gains nothing at the Nash point", len(inside) > 0 && sortedRats(b.gains(fair["nash"][0]))[0].Sign() == 0)
		p, err := Compile(m)
		if err != nil {
			t.Fatal(err)
		}
		mark("patterns over several issues", len(p.terms) > 0)
		mark("forbidden combinations", len(p.forbids) > 0)
		for q, party := range m.Parties {
			r := party.Views[0].Reservation
			mark("no reservation", r == nil)
			mark("a value", r != nil && r.Package == nil)
			mark("a reference package", r != nil && r.Package != nil)
			mark("beyond every package", p.hopeless[q])
			mark("a cut that is reached", p.cuts[q])
		}
	}
	for kind, k := range kinds {
		if k < int(n)/100 {
			t.Errorf("only %d of %d: %s", k, n, kind)
		}
	}
	if len(kinds) != 23 {
		t.Errorf("%d kinds: %v", len(kinds), kinds)
	}
}
