// SPDX-License-Identifier: Apache-2.0

package brief_test

import (
	"context"
	"math/big"
	"slices"
	"strings"
	"testing"

	"parley/bargain"
	"parley/internal/brief"
)

// worked is the example of docs/methods: two issues of three options each.
func worked() *bargain.Model {
	number := func(list ...int64) (out []bargain.Number) {
		for _, n := range list {
			out = append(out, bargain.Int(n))
		}
		return out
	}
	options := []bargain.Option{{ID: "a"}, {ID: "b", Name: "option b"}, {ID: "c"}}
	party := func(id string, limit int64, one, two []bargain.Number) bargain.Party {
		return bargain.Party{ID: id, Views: []bargain.View{{Values: [][]bargain.Number{one, two}, Reservation: &bargain.Reservation{Value: bargain.Int(limit)}}}}
	}
	return &bargain.Model{Name: "worked", Issues: []bargain.Issue{{ID: "one", Name: "Issue one", Options: options}, {ID: "two", Options: options}}, Parties: []bargain.Party{
		party("first", 2, number(8, 5, 6), number(3, 1, 0)), party("second", 1, number(0, 9, 7), number(0, 4, 8)),
	}}
}

// doubted is worked with the first party's value of option b of issue one between
// 0 and 10.
func doubted(t *testing.T) *bargain.Model {
	m := worked()
	n, err := bargain.Between(bargain.Int(0), bargain.Int(10))
	if err != nil {
		t.Fatal(err)
	}
	m.Parties[0].Views[0].Values[0][1] = n
	return m
}

// Of what is on the table it is said for certain what holds whatever the numbers
// are, and left open what depends on them.
func TestTabled(t *testing.T) {
	m := worked()
	m.Constraints = []bargain.Constraint{{If: bargain.Pattern{{Issue: 0, Options: []int{0}}, {Issue: 1, Options: []int{0}}}, Why: "not both"}}
	m.Parties[1].Views[0].Reservation = nil
	list := []brief.NamedPackage{{Name: "bc", Package: bargain.Package{1, 2}}, {Name: "ab", Package: bargain.Package{0, 1}}, {Name: "aa", Package: bargain.Package{0, 0}}}
	r, err := brief.Tabled(context.Background(), m, list, bargain.Options{})
	if err != nil || !r.Certain {
		t.Fatal(err, r)
	}
	for i, want := range []struct {
		u, efficient, meets string
		excluded            int
	}{{"5 17", "yes", "yes, not stated", 0}, {"9 4", "no", "yes, not stated", 0}, {"11 0", "not certain", "yes, not stated", 1}} {
		x := r.Packages[i]
		if strings.Join(x.U, " ") != want.u || x.Efficient != want.efficient || strings.Join(x.Meets, ", ") != want.meets || len(x.Excluded) != want.excluded || x.Low != nil {
			t.Errorf("%s: %+v; want %+v", x.Name, x, want)
		}
	}
	d, err := brief.Tabled(context.Background(), doubted(t), []brief.NamedPackage{{Name: "bc", Package: bargain.Package{1, 2}}, {Name: "ba", Package: bargain.Package{1, 0}}}, bargain.Options{})
	if err != nil || d.Certain {
		t.Fatal(err, d)
	}
	if x := d.Packages[0]; x.Low[0] != "0" || x.High[0] != "10" || x.U[0] != "5" || x.Low[1] != "17" || x.High[1] != "17" || x.Meets[0] != "not certain" || x.Efficient != "yes" {
		t.Errorf("%+v: nothing gives the second party as much, whatever the first wants", x)
	}
	if x := d.Packages[1]; x.Meets[0] != "yes" || x.Efficient != "not certain" {
		t.Errorf("%+v", x)
	}
	if _, err := brief.Tabled(context.Background(), m, []brief.NamedPackage{{Name: "half", Package: bargain.Package{1}}}, bargain.Options{}); err == nil || !strings.Contains(err.Error(), `"half"`) {
		t.Error(err)
	}
}

// Offers of any number of parties are followed in their order.
func TestHistory(t *testing.T) {
	m := worked()
	m.Parties[1].Views[0].Reservation = nil
	p, err := bargain.Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	r, err := brief.History(p, []bargain.Offer{{Party: 0, Package: bargain.Package{0, 0}}, {Party: 1, Package: bargain.Package{1, 2}}})
	if err != nil || len(r.Offers) != 2 || r.Offers[1].Party != "second" || !slices.Equal(r.Offers[1].U, []string{"5", "17"}) || *r.Limits[0] != "2" || r.Limits[1] != nil {
		t.Errorf("%v %+v", err, r)
	}
}

// What is in a package for a party adds up to what it is worth to it, and silence
// stays silence.
func TestContents(t *testing.T) {
	m := doubted(t)
	m.Parties[0].Views[0].Values[1] = nil
	m.Parties[0].Views[0].Reservation = &bargain.Reservation{Package: bargain.Package{2, 0}}
	m.Parties[0].Views[0].Terms = []bargain.Term{{When: bargain.Pattern{{Issue: 0, Options: []int{1}}, {Issue: 1, Options: []int{2}}}, Add: bargain.Int(-1)}}
	r, err := brief.Contents(m, 0, []brief.NamedPackage{{Name: "bc", Package: bargain.Package{1, 2}}})
	if err != nil {
		t.Fatal(err)
	}
	parts := r.Packages[0].Parts
	if r.Packages[0].Worth != "4" || len(parts) != 3 || *r.Limit != "6" {
		t.Fatalf("%+v", r)
	}
	if p := parts[0]; p.Worth != "5" || p.Low != "0" || p.High != "10" || p.Least != "5" || p.Most != "8" {
		t.Errorf("%+v", p)
	}
	if !parts[1].Silent || parts[0].Silent || parts[2].When != "one = b, two = c" || parts[2].Worth != "-1" {
		t.Errorf("%+v", parts)
	}
	if r.Names[0].Name != "Issue one" || r.Names[1].Name != "two" || r.Names[0].Options["b"] != "option b" {
		t.Errorf("%+v", r.Names)
	}
}

// The tree has every set once, below the one it extends, and what a set can enforce
// is the frontier of its members alone.
func TestCoalitions(t *testing.T) {
	m := worked()
	m.Parties = append(m.Parties, bargain.Party{ID: "third", Views: []bargain.View{{Values: [][]bargain.Number{{bargain.Int(1), bargain.Int(2), bargain.Int(3)}, nil}}}})
	p, err := bargain.Compile(m)
	if err != nil {
		t.Fatal(err)
	}
	r, err := brief.Coalitions(context.Background(), p, bargain.Rule{AtLeast: 2, Veto: []int{0}}, bargain.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range r.Nodes {
		word := strings.Join(n.Members, "+")
		for _, x := range []struct {
			is   bool
			word string
		}{{n.Winning, " wins"}, {n.Blocks, " blocks"}, {n.Minimal, " minimal"}} {
			if x.is {
				word += x.word
			}
		}
		got = append(got, word)
	}
	want := []string{"first blocks", "first+second wins blocks minimal", "first+second+third wins blocks", "first+third wins blocks minimal", "second", "second+third blocks", "third"}
	if !slices.Equal(got, want) {
		t.Errorf("the sets are %q", got)
	}
	if n := r.Nodes[1]; n.Vectors != 6 || !slices.Equal(n.From, []string{"5", "0"}) || !slices.Equal(n.To, []string{"11", "17"}) {
		t.Errorf("%+v", n)
	}
	if r.Limits[2] != nil || *r.Limits[0] != "2" {
		t.Error(r.Limits)
	}
	alone, err := brief.Coalitions(context.Background(), p, bargain.Rule{AtLeast: 1, Veto: []int{0}}, bargain.Options{})
	if err != nil || !alone.Nodes[0].Minimal || alone.Nodes[1].Minimal {
		t.Errorf("%v %+v: whom one member alone makes decide is not minimal", err, alone.Nodes[:2])
	}
}

// The report of a sensitivity says where the package stops meeting a limit, with
// the answer there.
func TestSensitivityReport(t *testing.T) {
	m := doubted(t)
	r, err := brief.Sensitivity(context.Background(), m, bargain.SensitivityOptions{Package: bargain.Package{1, 2}, Spread: big.NewRat(1, 2)})
	if err != nil {
		t.Fatal(err)
	}
	if r.Question != "least_gain" || *r.Middle.Value != "3" || r.Spread != "0.5" || r.Steps != 8 {
		t.Errorf("%+v", r)
	}
	first := r.Swings[0]
	if first.Kind != "value" || first.Issue != "one" || first.Option != "b" || first.Swing != "10" || len(first.Flips) != 1 {
		t.Fatalf("%+v", first)
	}
	if f := first.Flips[0]; f.Property != brief.FlipAcceptable || !f.Holds || *f.After != "2" || !f.Exact || *f.Value != "0" {
		t.Errorf("%+v", f)
	}
	kinds := map[string]int{}
	for _, s := range r.Swings {
		kinds[s.Kind]++
	}
	if kinds["value"] != 1 || kinds["weight"] != 4 || kinds["limit"] != 2 {
		t.Error(kinds)
	}
}
