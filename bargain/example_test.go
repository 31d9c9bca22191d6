// SPDX-License-Identifier: Apache-2.0

package bargain_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"parley/bargain"
)

// points are whole numbers of utility.
func points(v ...int64) (out []bargain.Number) {
	for _, n := range v {
		out = append(out, bargain.Int(n))
	}
	return out
}

// village is an invented case: two communities share a well and a road.
func village() *bargain.Model {
	return &bargain.Model{
		Name: "village",
		Issues: []bargain.Issue{
			{ID: "well", Options: []bargain.Option{{ID: "north"}, {ID: "days", Name: "by turns"}, {ID: "both"}}},
			{ID: "road", Options: []bargain.Option{{ID: "closed"}, {ID: "tolls"}, {ID: "open"}}},
		},
		Parties: []bargain.Party{
			{ID: "north", Views: []bargain.View{{
				Values:      [][]bargain.Number{points(8, 5, 6), points(3, 1, 0)},
				Reservation: &bargain.Reservation{Value: bargain.Int(2)},
			}}},
			{ID: "south", Views: []bargain.View{{
				Values:      [][]bargain.Number{points(0, 9, 7), points(0, 4, 8)},
				Reservation: &bargain.Reservation{Value: bargain.Int(1)},
			}}},
		},
	}
}

// mustCompile is for cases that are known to be sound.
func mustCompile(m *bargain.Model) *bargain.Problem {
	p, err := bargain.Compile(m)
	if err != nil {
		panic(err)
	}
	return p
}

// named writes a package with the words of its case.
func named(m *bargain.Model, x bargain.Package) (words string) {
	for i, o := range x {
		words += " " + m.Issues[i].Options[o].ID
	}
	return words[1:]
}

func vector(u []*big.Rat) (words string) {
	for _, v := range u {
		words += " " + v.RatString()
	}
	return words[1:]
}

// A model is a plain value. Weights, tables over several issues and constraints
// are optional; decimals are read exactly.
func Example() {
	m := village()
	more, err := bargain.Decimal("0.5")
	if err != nil {
		fmt.Println(err)
		return
	}
	// An open road is worth a little more to the north if the well is shared.
	m.Parties[0].Views[0].Terms = []bargain.Term{{
		When: bargain.Pattern{{Issue: 0, Options: []int{1, 2}}, {Issue: 1, Options: []int{2}}},
		Add:  more,
	}}
	m.Constraints = []bargain.Constraint{{
		If:  bargain.Pattern{{Issue: 0, Options: []int{0}}, {Issue: 1, Options: []int{0}}},
		Why: "the south would have neither",
	}}
	p, err := bargain.Compile(m)
	if err != nil {
		fmt.Println(err)
		return
	}
	u, err := p.Utility(bargain.Package{1, 2})
	fmt.Println(vector(u), err)
	ok, broken, err := p.Feasible(bargain.Package{0, 0})
	fmt.Println(ok, m.Constraints[broken].Why, err)
	// Output:
	// 11/2 17 <nil>
	// false the south would have neither <nil>
}

// What is wrong with a model is said in words.
func ExampleCompile() {
	m := village()
	m.Parties[1].ID = "north"
	_, err := bargain.Compile(m)
	fmt.Println(err)

	m = village()
	huge, _ := bargain.Decimal("1e30")
	m.Parties[0].Views[0].Values[0][1] = huge
	_, err = bargain.Compile(m)
	fmt.Println(errors.Is(err, bargain.ErrTooFine))
	// Output:
	// party 1: the id "north" appears twice
	// true
}

func ExampleProblem_Frontier() {
	m := village()
	f, err := mustCompile(m).Frontier(context.Background(), bargain.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Len(), "vectors, proven:", f.Proven())
	for i := range f.Len() {
		x := f.Point(i)
		fmt.Printf("%s: %s package, %s\n", vector(x.Utility), x.Packages, named(m, x.Package))
	}
	// Output:
	// 6 vectors, proven: true
	// 11 0: 1 package, north closed
	// 9 7: 1 package, both closed
	// 8 9: 1 package, days closed
	// 7 11: 1 package, both tolls
	// 6 15: 1 package, both open
	// 5 17: 1 package, days open
}

func ExampleFrontier_Solve() {
	m := village()
	m.ComparableScales = true // or there is no utilitarian point
	f, err := mustCompile(m).Frontier(context.Background(), bargain.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := f.Solve(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("gains are counted from", vector(s.Limits), "and ideal is", vector(s.Ideal))
	for _, x := range []struct {
		name string
		at   *bargain.Solution
	}{{"Nash", s.Nash}, {"Kalai-Smorodinsky", s.KalaiSmorodinsky}, {"egalitarian", s.Egalitarian},
		{"equal gain", s.EqualGain}, {"utilitarian", s.Utilitarian}} {
		fmt.Printf("%s: %s (%s)\n", x.name, named(m, x.at.Package), vector(x.at.Utility))
	}
	// Output:
	// gains are counted from 2 1 and ideal is 9 17
	// Nash: both open (6 15)
	// Kalai-Smorodinsky: both tolls (7 11)
	// egalitarian: days closed (8 9)
	// equal gain: both closed (9 7)
	// utilitarian: days open (5 17)
}

// With many parties a fair point can be found and proven without the frontier.
func ExampleProblem_Fair() {
	m := village()
	x, err := mustCompile(m).Fair(context.Background(), bargain.Nash, bargain.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(named(m, x.Solution.Package), x.Proven)
	// Output: both open true
}

func ExampleFrontier_Zone() {
	m := village()
	m.Parties[0].Views[0].Reservation.Value = bargain.Int(8)
	m.Parties[1].Views[0].Reservation.Value = bargain.Int(12)
	f, err := mustCompile(m).Frontier(context.Background(), bargain.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	z, err := f.Zone(context.Background(), 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(z.Exists, z.Packages.Exact, "of", z.Feasible.Exact)
	for q, by := range z.Relaxations {
		fmt.Println(m.Parties[q].ID, "alone would open it by lowering its limit by", by.RatString())
	}
	// Output:
	// false 0 of 9
	// north alone would open it by lowering its limit by 2
	// south alone would open it by lowering its limit by 3
}

// What a package on the table leaves unused.
func ExampleProblem_Gains() {
	m := village()
	g, err := mustCompile(m).Gains(context.Background(), bargain.Package{0, 1}, bargain.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("from %s (%s) to %s (%s)\n", named(m, g.From.Package), vector(g.From.Utility), named(m, g.Step.Package), vector(g.Step.Utility))
	// Output: from north tolls (9 4) to both closed (9 7)
}

func ExampleProblem_Prices() {
	m := village()
	p := mustCompile(m)
	prices, err := p.Prices(bargain.Package{2, 0})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range prices {
		issue := m.Issues[c.Issue]
		fmt.Printf("%s from %s to %s: %s\n", issue.ID, issue.Options[c.From].ID, issue.Options[c.To].ID, vector(c.Difference))
	}
	rolls, err := p.Logrolls(context.Background(), bargain.Package{0, 2}, nil, 1)
	for _, r := range rolls {
		fmt.Println("from north open, two changes together:", vector(r.Difference))
	}
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// well from both to north: 2 -7
	// well from both to days: -1 2
	// road from closed to tolls: -2 4
	// road from closed to open: -3 8
	// from north open, two changes together: 0 1
}

// Which of the fair packages stand when a number is only known to lie in a range.
func ExampleModel_Robust() {
	m := village()
	m.Parties[1].Views[0].Values[1][2], _ = bargain.Between(bargain.Int(2), bargain.Int(8))
	r, err := m.Robust(context.Background(), bargain.RobustOptions{
		Samples: 100, Seed: 1,
		Packages: []bargain.Package{{2, 1}, {2, 2}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, x := range r.Packages {
		fmt.Printf("%s: efficient in %d of %d draws; possibly %s, necessarily %s\n", named(m, x.Package), x.Efficient, r.Samples, x.Possibly, x.Necessarily)
	}
	// Output:
	// both tolls: efficient in 100 of 100 draws; possibly yes, necessarily yes
	// both open: efficient in 41 of 100 draws; possibly yes, necessarily no
}

// How offers moved, in both parties' utility.
func ExampleProblem_Movement() {
	p := mustCompile(village())
	offers := []bargain.Offer{{Party: 0, Package: bargain.Package{0, 0}}, {Party: 1, Package: bargain.Package{1, 2}},
		{Party: 0, Package: bargain.Package{2, 0}}, {Party: 1, Package: bargain.Package{2, 2}}}
	v, err := p.Movement(offers, [2]int{0, 1}, bargain.DefaultThreshold(), 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range v.Steps {
		fmt.Printf("party %d: own %s, other %s of the scale: %s\n", s.Party, s.Own.RatString(), s.Other.RatString(), s.Kind)
	}
	// Output:
	// party 0: own -1/3, other 7/17 of the scale: concession
	// party 1: own -2/17, other 1/6 of the scale: concession
}

// Four items are divided; one of them has to be split.
func ExampleAdjustedWinner() {
	d, err := bargain.AdjustedWinner(points(86, 75, 30, 9), points(19, 81, 60, 40))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("the first gets", vector(d.First), "and both have", d.Points[0].FloatString(3))
	// Output: the first gets 1 95/156 0 0 and both have 131.673
}

// What two simple tactics would come to: a what-if, not advice.
func ExampleArena_Simulate() {
	m := village()
	arena, err := mustCompile(m).NewArena(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	s, err := arena.Simulate(context.Background(), []bargain.Player{{Tactic: bargain.Boulware}, {Tactic: bargain.Conceder}}, 20, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Agreed, named(m, s.Package), "in round", s.Rounds)
	// Output: true north tolls in round 20
}

// Who can put what in force under a rule, and what nobody blocks.
func ExampleFrontier_Core() {
	m := village()
	f, err := mustCompile(m).Frontier(context.Background(), bargain.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	core, err := f.Core(context.Background(), bargain.Unanimity(2), bargain.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(core.Points, "refused:", core.Refused)
	// Output: [1 2 3 4 5] refused: [0]
}

// Constraints that exclude every package between them.
func ExampleModel_Conflict() {
	m := village()
	m.Constraints = []bargain.Constraint{
		{If: bargain.Pattern{{Issue: 0, Options: []int{0}}}, Why: "the south keeps access"},
		{If: bargain.Pattern{{Issue: 1, Options: []int{2}}}, Why: "the bridge does not bear trucks"},
		{If: bargain.Pattern{{Issue: 0, Options: []int{1, 2}}}, Why: "the north keeps the pump"},
	}
	set, smallest, err := m.Conflict(context.Background())
	fmt.Println(set, smallest, err)
	// Output: [0 2] true <nil>
}

// An arbitrary utility, given as a function, over every package.
func ExampleScanFrontier() {
	found, err := bargain.ScanFrontier(context.Background(), []int{4, 4}, 2, func(x bargain.Package, u []int64) bool {
		u[0], u[1] = int64(x[0]*x[1]), int64(9-x[0]-x[1])
		return x[0] != 3
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range found {
		fmt.Println(e.Utility, e.Packages, e.Package)
	}
	// Output:
	// [6 4] 1 [2 3]
	// [4 5] 1 [2 2]
	// [2 6] 2 [1 2]
	// [1 7] 1 [1 1]
	// [0 9] 1 [0 0]
}
