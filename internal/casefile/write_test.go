// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"parley/bargain"
)

// randomCase makes an additive case with values and weights of few digits, odd
// names, and utilities of at most 1.
func randomCase(seed uint64) *Case {
	r := rand.New(rand.NewPCG(seed, 5))
	c := &Case{Model: &bargain.Model{Name: "n"}}
	odd := []string{"a & b", " x", "<y>", "ü", "30", "1.50", "yes", "null", "it's \"q\"", "#c: d", "- e"}
	for i := range 1 + r.IntN(4) {
		issue := bargain.Issue{ID: odd[r.IntN(len(odd))] + fmt.Sprint(i)}
		for o := range 1 + r.IntN(4) {
			issue.Options = append(issue.Options, bargain.Option{ID: odd[(o*3+i+r.IntN(2))%len(odd)]})
		}
		issue.Options = slices.CompactFunc(issue.Options, func(a, b bargain.Option) bool { return a == b })
		c.Model.Issues = append(c.Model.Issues, issue)
	}
	for p := range 1 + r.IntN(3) {
		var v bargain.View
		for _, issue := range c.Model.Issues {
			w, _ := bargain.Decimal(fmt.Sprintf("0.%02d", r.IntN(25)))
			v.Weights = append(v.Weights, w)
			var row []bargain.Number
			for range issue.Options {
				x, _ := bargain.Decimal(fmt.Sprintf("0.%03d", r.IntN(1000)))
				row = append(row, x)
			}
			v.Values = append(v.Values, row)
		}
		d, _ := bargain.Decimal(fmt.Sprintf("0.%d", r.IntN(10)))
		v.Reservation = &bargain.Reservation{Value: d}
		c.Model.Parties = append(c.Model.Parties, bargain.Party{ID: fmt.Sprint("p", p), Views: []bargain.View{v}})
		c.parties = append(c.parties, place{})
	}
	return c
}

// equal compares two cases: issues, options, and what every option adds.
func equal(a, b *Case) error {
	m, n := a.Model, b.Model
	if len(m.Issues) != len(n.Issues) || len(m.Parties) != len(n.Parties) {
		return fmt.Errorf("%d issues and %d parties, want %d and %d", len(n.Issues), len(n.Parties), len(m.Issues), len(m.Parties))
	}
	for i := range m.Issues {
		if m.Issues[i].ID != n.Issues[i].ID || len(m.Issues[i].Options) != len(n.Issues[i].Options) {
			return fmt.Errorf("issue %+v, want %+v", n.Issues[i], m.Issues[i])
		}
		for o := range m.Issues[i].Options {
			if m.Issues[i].Options[o].ID != n.Issues[i].Options[o].ID {
				return fmt.Errorf("option %+v, want %+v", n.Issues[i].Options[o], m.Issues[i].Options[o])
			}
			for p := range m.Parties {
				x, y := contribution(m.Parties[p].Views[0], i, o), contribution(n.Parties[p].Views[0], i, o)
				if x.Cmp(y) != 0 {
					return fmt.Errorf("party %d: issue %d option %d adds %s, want %s", p, i, o, y.RatString(), x.RatString())
				}
			}
		}
	}
	for p := range m.Parties {
		r, s := m.Parties[p].Views[0].Reservation, n.Parties[p].Views[0].Reservation
		switch {
		case (r == nil) != (s == nil):
			return fmt.Errorf("party %d: reservation %v, want %v", p, s, r)
		case r == nil:
		case r.Package != nil && s.Package != nil:
			if !slices.Equal(r.Package, s.Package) {
				return fmt.Errorf("party %d: reservation %v, want %v", p, s.Package, r.Package)
			}
		case r.Value.String() != s.Value.String():
			return fmt.Errorf("party %d: reservation %s, want %s", p, s.Value, r.Value)
		}
	}
	return nil
}

// TestReadBack writes random cases in every format and reads equal cases.
func TestReadBack(t *testing.T) {
	for _, f := range []Format{Parley, Genius, NegMAS, GeniusWeb} {
		for seed := range uint64(300) {
			c := randomCase(seed)
			if f == GeniusWeb { // it has bids where others have numbers
				for p := range c.Model.Parties {
					c.Model.Parties[p].Views[0].Reservation = nil
					if p == 0 {
						c.Model.Parties[p].Views[0].Reservation = &bargain.Reservation{Package: make(bargain.Package, len(c.Model.Issues))}
					}
				}
			}
			files, lost, err := Write(c, f)
			if err != nil {
				t.Fatal(f, seed, err)
			}
			lost = slices.DeleteFunc(lost, func(s string) bool { return strings.HasPrefix(s, "GeniusWeb itself") })
			if len(lost) > 0 {
				t.Fatal(f, seed, lost)
			}
			back, err := Read(files, Options{Parties: len(c.Model.Parties)})
			if err != nil {
				t.Fatalf("%s, seed %d: %v\n%s", f, seed, err, files[len(files)-1].Data)
			}
			if err := equal(c, back); err != nil {
				t.Fatalf("%s, seed %d: %v\n%s", f, seed, err, files[len(files)-1].Data)
			}
			if len(back.Repairs) > 0 {
				t.Fatalf("%s, seed %d: %v", f, seed, back.Repairs)
			}
		}
	}
}

// A case file keeps everything, also what no other format has.
func TestReadBackParley(t *testing.T) {
	for _, text := range []string{caseJSON, caseYAML} {
		name := "case.yaml"
		if strings.HasPrefix(text, "{") {
			name = "case.json"
		}
		c := mustRead(t, name, text)
		files, lost, err := Write(c, Parley)
		if err != nil || len(lost) > 0 {
			t.Fatal(lost, err)
		}
		back, err := Read(files, Options{})
		if err != nil {
			t.Fatalf("%v\n%s", err, files[0].Data)
		}
		again, _, err := Write(back, Parley)
		if err != nil || string(again[0].Data) != string(files[0].Data) {
			t.Errorf("%v\n%s\n%s", err, files[0].Data, again[0].Data)
		}
	}
}

// What a format cannot hold is refused, or said.
func TestWriteLoses(t *testing.T) {
	c := mustRead(t, "case.json", caseJSON)
	for _, f := range []Format{Genius, GeniusWeb, NegMAS} {
		if _, _, err := Write(c, f); err == nil || !strings.Contains(err.Error(), "constraints") {
			t.Errorf("%s: %v", f, err)
		}
	}
	c.Model.Constraints = nil
	if _, _, err := Write(c, NegMAS); err == nil || !strings.Contains(err.Error(), "several issues") {
		t.Error(err)
	}
	c.Model.Parties[0].Views[0].Terms = nil
	if _, _, err := Write(c, Genius); err == nil || !strings.Contains(err.Error(), "cuts them at 1") {
		t.Error(err)
	}
	_, lost, err := Write(c, NegMAS)
	if err != nil || len(lost) != 7 {
		t.Errorf("%q %v", lost, err)
	}
	u := mustRead(t, "case.yaml", caseYAML)
	if _, _, err := Write(u, Genius); err == nil || !strings.Contains(err.Error(), "case.yaml:8") {
		t.Error(err)
	}
	g := mustRead(t, "domain.xml", geniusDomainXML, "util1.xml", geniusProfileXML)
	files, lost, err := Write(g, Genius) // thirds stay exact here
	if err != nil || len(lost) > 0 {
		t.Fatal(lost, err)
	}
	back, err := Read(files, Options{})
	if err != nil || equal(g, back) != nil {
		t.Error(err, equal(g, back))
	}
	if _, lost, _ := Write(g, NegMAS); len(lost) != 1 || !strings.Contains(lost[0], "rounded") {
		t.Errorf("%q", lost)
	}
}
