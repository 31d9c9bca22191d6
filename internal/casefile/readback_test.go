// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"parley/bargain"
)

// anyCase makes a case of everything that the model holds exactly: points or
// weights, issues without values, tables over one or more issues or none, limits of
// each kind, constraints, utilities beyond 1 and below 0.
func anyCase(seed uint64) *Case {
	r := rand.New(rand.NewPCG(seed, 9))
	c := &Case{Model: &bargain.Model{Name: "any"}}
	number := func() bargain.Number {
		if r.IntN(12) == 0 {
			return bargain.Rational(big.NewRat(1+r.Int64N(5), 7)) // no decimal
		}
		return bargain.Rational(big.NewRat(r.Int64N(120)-r.Int64N(20), 100))
	}
	n := 1 + r.IntN(3)
	for i := range n {
		issue := bargain.Issue{ID: fmt.Sprintf("issue %d", i)}
		for o := range 1 + r.IntN(3) {
			issue.Options = append(issue.Options, bargain.Option{ID: fmt.Sprint(o * (1 + r.IntN(2)))})
		}
		issue.Options = slices.Compact(issue.Options)
		c.Model.Issues = append(c.Model.Issues, issue)
	}
	pattern := func(most int) (p bargain.Pattern) {
		for i := range c.Model.Issues {
			if len(p) < most && r.IntN(2) == 0 {
				p = append(p, bargain.Match{Issue: i, Options: []int{r.IntN(len(c.Model.Issues[i].Options))}})
			}
		}
		return p
	}
	for p := range 1 + r.IntN(3) {
		var v bargain.View
		weighted := r.IntN(2) == 0
		for _, issue := range c.Model.Issues {
			var row []bargain.Number
			if r.IntN(6) > 0 {
				for range issue.Options {
					row = append(row, number())
				}
			}
			v.Values = append(v.Values, row)
			if weighted {
				v.Weights = append(v.Weights, bargain.Rational(big.NewRat(r.Int64N(60), 100)))
			}
		}
		for range r.IntN(3) {
			v.Terms = append(v.Terms, bargain.Term{When: pattern(r.IntN(3)), Add: number()})
		}
		switch r.IntN(3) {
		case 0:
			v.Reservation = &bargain.Reservation{Value: number()}
		case 1:
			v.Reservation = &bargain.Reservation{Package: make(bargain.Package, n)}
		}
		c.Model.Parties = append(c.Model.Parties, bargain.Party{ID: fmt.Sprint("p", p), Views: []bargain.View{v}})
		c.parties = append(c.parties, place{})
	}
	if r.IntN(4) == 0 {
		if p := pattern(2); len(p) > 0 {
			c.Model.Constraints = append(c.Model.Constraints, bargain.Constraint{If: p, Why: "so"})
		}
	}
	return c
}

// everyUtility lists the utilities of all packages, and the limits.
func everyUtility(t *testing.T, c *Case) string {
	t.Helper()
	p, err := c.Compile(0)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	x := make(bargain.Package, len(c.Model.Issues))
	for {
		u, err := p.Utility(x)
		if err != nil {
			t.Fatal(err)
		}
		ok, _, err := p.Feasible(x)
		fmt.Fprintln(&b, x, says(u), ok, err)
		i := 0
		for ; i < len(x); i++ {
			if x[i]++; x[i] < len(c.Model.Issues[i].Options) {
				break
			}
			x[i] = 0
		}
		if i == len(x) {
			break
		}
	}
	for q, party := range c.Model.Parties {
		d := p.Reservation(q)
		fmt.Fprintln(&b, party.ID, d == nil || d.RatString() == "", d)
	}
	return b.String()
}

// TestReadBackAny writes any case in every format. What is written without a loss
// is read back with the same utility of every package, whoever is asked; what is
// refused is refused in words that say why.
func TestReadBackAny(t *testing.T) {
	reasons := []string{"has constraints", "cuts them at 1", "negative value", "constant part", "tables or boxes over several issues"}
	whole, refused := map[Format]int{}, map[string]int{}
	for seed := range uint64(1500) {
		c := anyCase(seed)
		want := everyUtility(t, c)
		for _, f := range []Format{Parley, Genius, NegMAS, GeniusWeb} {
			files, lost, err := Write(c, f)
			if err != nil {
				k := slices.IndexFunc(reasons, func(s string) bool { return strings.Contains(err.Error(), s) })
				if k < 0 || f == Parley {
					t.Fatalf("%s, seed %d: %v", f, seed, err)
				}
				refused[reasons[k]]++
				continue
			}
			lost = slices.DeleteFunc(lost, func(s string) bool {
				return strings.HasPrefix(s, "GeniusWeb itself") || strings.Contains(s, "written as numbers, not as packages")
			})
			back, err := Read(files, Options{})
			if err != nil {
				t.Fatalf("%s, seed %d: %v\n%s", f, seed, err, files[len(files)-1].Data)
			}
			if len(lost) > 0 {
				continue
			}
			whole[f]++
			if got := everyUtility(t, back); got != want {
				t.Fatalf("%s, seed %d: %s\nwant %s\n%s", f, seed, got, want, files[len(files)-1].Data)
			}
		}
	}
	t.Logf("read back %v, refused %v", whole, refused)
	for _, f := range []Format{Parley, Genius, NegMAS, GeniusWeb} {
		if whole[f] < 20 {
			t.Errorf("only %d cases of the format %s were read back whole", whole[f], f)
		}
	}
}
