// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"parley/bargain"
)

// read reads files given as name and content in turn, as those of a folder.
func read(t *testing.T, o Options, pairs ...string) (*Case, error) {
	t.Helper()
	content := map[string]string{}
	var names []string
	for i := 0; i < len(pairs); i += 2 {
		names, content[pairs[i]] = append(names, pairs[i]), pairs[i+1]
	}
	var files []File
	for _, name := range Sorted(names) {
		files = append(files, File{name, []byte(content[name])})
	}
	return Read(files, o)
}

func mustRead(t *testing.T, pairs ...string) *Case {
	t.Helper()
	c, err := read(t, Options{}, pairs...)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// utility is the utility of a package, given by options, for each party.
func utility(t *testing.T, c *Case, options ...string) string {
	t.Helper()
	p, err := c.Compile(0)
	if err != nil {
		t.Fatal(err)
	}
	x := make(bargain.Package, len(c.Model.Issues))
	for i, issue := range c.Model.Issues {
		x[i] = -1
		for o, option := range issue.Options {
			if option.ID == options[i] {
				x[i] = o
			}
		}
		if x[i] < 0 {
			t.Fatalf("issue %q has no option %q: %v", issue.ID, options[i], issue.Options)
		}
	}
	u, err := p.Utility(x)
	if err != nil {
		t.Fatal(err)
	}
	return says(u)
}

func says(u []*big.Rat) string {
	var out []string
	for _, x := range u {
		out = append(out, x.RatString())
	}
	return strings.Join(out, " ")
}

// wantRepair wants a repair at a line of a file.
func wantRepair(t *testing.T, c *Case, file string, line int, what string) {
	t.Helper()
	for _, r := range c.Repairs {
		if r.File == file && r.Line == line && strings.Contains(r.What, what) {
			return
		}
	}
	t.Errorf("no repair %s:%d %q in %v", file, line, what, c.Repairs)
}

const geniusDomainXML = `
<!-- made by hand -->
<?xml version="1.0"?>
<negotiation_template>
 <agent name="x"/>
 <utility_space number_of_issues="0">
  <objective index="1" name="root" type="objective">
   <issue index="2" name="Food & drink" type="discrete" etype="real">
    <item index="1" value="Catering" cost="3"/>
    <item index="2" value=" Bar "/>
    <item index="3" value="None"/>
   </issue>
   <objective index="3" name="inner">
    <issue index="5" name="Days" vtype="integer" lowerbound="1" upperbound="5"/>
   </objective>
  </objective>
 </utility_space>
</negotiation_template>`

// Weights do not add up to 1; the objective's weight, and the division by the
// greatest evaluation, are what other readers get wrong.
const geniusProfileXML = "<utility_space number_of_issues=\"7\">\r\n" + ` <objective index="1" name="root">
  <weight index="2" value="0.5"/><weight index="3" value="0.9"/>
  <issue index="2" name="Food & drink" type="discrete">
   <item index="1" value="Bar"evaluation="2"/>
   <item index="2" value="Catering" evaluation="3"/>
   <item index="3" value="None" evaluation="null"/>
   <item index="4" value="Feast" evaluation="1"/>
  </issue>
  <objective index="3" name="inner">
   <weight index="5" value="0.25"/>
   <issue index="5" name="Days" type="integer" lowerbound="1" upperbound="5"><evaluator ftype="linear" slope="0.2" offset="0.1"/></issue>
  </objective>
 </objective>
 <reservation value="0.2"/><discount_factor value="0.9"/>
</utility_space>`

func TestGenius(t *testing.T) {
	c := mustRead(t, "g/domain.xml", geniusDomainXML, "g/util1.xml", geniusProfileXML)
	if c.Format != Genius || c.Model.Name != "g" || len(c.Model.Issues) != 2 || len(c.Model.Issues[1].Options) != 5 || c.Model.Parties[0].ID != "util1" {
		t.Fatalf("%+v", c.Model)
	}
	for want, options := range map[string][]string{
		// 0.5·(2/3) + 0.25·0.1, by hand: the bar has 2 of at most 3, the first day 0.1.
		"43/120": {" Bar ", "1"},
		// 0.5·1 + 0.25·(0.2·4 + 0.1).
		"29/40": {"Catering", "5"},
		"1/40":  {"None", "1"},
	} {
		if got := utility(t, c, options...); got != want {
			t.Errorf("%v: %s, want %s", options, got, want)
		}
	}
	if r, _ := c.Model.Parties[0].Views[0].Reservation.Value.Exact(); r.RatString() != "1/5" {
		t.Errorf("reservation %s", r)
	}
	wantRepair(t, c, "g/domain.xml", 8, "an & stands for itself")
	wantRepair(t, c, "g/util1.xml", 5, "no blank between two attributes")
	wantRepair(t, c, "g/util1.xml", 7, "no evaluation")
	wantRepair(t, c, "g/util1.xml", 8, `no value "Feast"`)
	wantRepair(t, c, "g/util1.xml", 15, "discount factor 0.9 is left out")
}

// Issue numbers do not run from 1, values of a second profile stand in another
// order, a third belongs elsewhere, and Latin-1 is not declared.
func TestGeniusFolder(t *testing.T) {
	profile := func(index int, name string, items ...string) string {
		var b strings.Builder
		fmt.Fprintf(&b, `<utility_space><objective index="0" name="o"><weight index="%d" value="1"></weight><issue index="%d" name="%s">`, index, index, name)
		for i, x := range items {
			fmt.Fprintf(&b, `<item index="%d" value="%s" evaluation="%d"/>`, i+1, x, i+1)
		}
		b.WriteString("</issue></objective></utility_space>")
		return b.String()
	}
	latin := strings.ReplaceAll(profile(7, "Caf\xe9", "a", "b", "c"), "é", "\xe9")
	c := mustRead(t,
		"d.xml", strings.Replace(strings.Replace(profile(7, "Caf\xe9", "a", "b", "c"), "<utility_space>", "<negotiation_template><utility_space>", 1), "</utility_space>", "</utility_space></negotiation_template>", 1),
		"util10.xml", profile(3, "Café", "c", "a", "b"), "util2.xml", latin, "util3.xml", profile(7, "Price", "10", "20"), ".util4.xml", latin)
	if len(c.Model.Parties) != 2 || c.Model.Parties[0].ID != "util2" || c.Model.Parties[1].ID != "util10" {
		t.Fatalf("parties %v, repairs %v", c.Model.Parties, c.Repairs)
	}
	if got := utility(t, c, "c"); got != "1 1/3" {
		t.Errorf("utility of c: %s", got)
	}
	wantRepair(t, c, "util3.xml", 0, "belongs to another domain")
	wantRepair(t, c, "util2.xml", 0, "ISO 8859-1")
}

func TestGeniusRectangles(t *testing.T) {
	domain := `<negotiation_template><utility_space><objective index="0">
 <issue index="1" name="x" type="integer" lowerbound="0" upperbound="9"/>
 <issue index="2" name="y" type="integer" lowerbound="0" upperbound="9"/>
</objective></utility_space></negotiation_template>`
	profile := `<utility_space type="nonlinear"><objective index="0">
 <issue index="1" name="x" type="integer" lowerbound="0" upperbound="9"/>
 <issue index="2" name="y" type="integer" lowerbound="0" upperbound="9"/></objective>
 <utility maxutility="100"><ufun type="PlainUfun" weight="1" aggregation="sum">
  <hyperRectangle utility="60"><INCLUDES index="1" min="2" max="5"/><INCLUDES index="2" min="0" max="3"/></hyperRectangle>
  <hyperRectangle utility="70"><EXCLUDES index="1" min="0" max="3"/></hyperRectangle>
  <ufun weight="2" aggregation="max"><hyperRectangle utility="5"><INCLUDES index="2" min="0" max="0"/></hyperRectangle>
   <hyperRectangle utility="3"><INCLUDES index="2" min="0" max="1"/></hyperRectangle></ufun>
  <hyperRectangle utility="1"/>
 </ufun></utility></utility_space>`
	c := mustRead(t, "d.xml", domain, "p.xml", profile)
	for want, options := range map[string][]string{
		"61/100":  {"2", "3"}, // the first rectangle and the constant
		"137/100": {"4", "1"}, // 60 + 70 + 2·3 + 1: not cut here
		"1/100":   {"1", "9"},
		"11/100":  {"0", "0"}, // the constant and 2·max(5, 3)
	} {
		if got := utility(t, c, options...); got != want {
			t.Errorf("%v: %s, want %s", options, got, want)
		}
	}
	p, err := c.Compile(0)
	if err != nil {
		t.Fatal(err)
	}
	f, err := p.Frontier(t.Context(), bargain.Options{})
	if err != nil {
		t.Fatal(err)
	}
	// The best is 60 + 70 + 2·5 + 1; every package above 100 is cut to 1.
	if got := f.Value(0, 0).RatString(); got != "141/100" {
		t.Errorf("best before the cut %s", got)
	}
	if cut := f.Cut(); cut.Value(0, 0).RatString() != "1" || !cut.AtLeast(0) || cut.Whole() != f {
		t.Errorf("best after the cut %s", cut.Value(0, 0))
	}
	for _, bad := range []struct{ from, to, want string }{
		{`maxutility="100"`, ``, `p.xml:4: maxutility is ""`},
		{`<INCLUDES index="2" min="0" max="3"/>`, `<INCLUDES index="4" min="0" max="3"/>`, "p.xml:5: <INCLUDES> names issue 4"},
		{`<hyperRectangle utility="1"/>`, `<constraint/>`, "p.xml:9: the profile has <constraint>"},
	} {
		_, err := read(t, Options{}, "d.xml", domain, "p.xml", strings.Replace(profile, bad.from, bad.to, 1))
		if err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%s: %v, want %q", bad.to, err, bad.want)
		}
	}
}

func TestGeniusManyProfiles(t *testing.T) {
	pairs := []string{"f/domain.xml", geniusDomainXML}
	for i := range 201 {
		pairs = append(pairs, fmt.Sprintf("f/util%d.xml", i+1), geniusProfileXML)
	}
	_, err := read(t, Options{}, pairs...)
	many, ok := err.(*ManyError)
	if !ok || len(many.Profiles) != 201 || many.Profiles[1] != "util2" {
		t.Fatalf("%v", err)
	}
	c, err := read(t, Options{Parties: 2}, pairs...)
	if err != nil || len(c.Model.Parties) != 2 || c.Model.Parties[1].ID != "util2" {
		t.Fatal(err)
	}
	c, err = read(t, Options{Choose: []Choice{{"a", "util200.xml"}, {"b", "f/util3.xml"}}}, pairs...)
	if err != nil || len(c.Model.Parties) != 2 || c.Model.Parties[1].ID != "b" {
		t.Fatal(err)
	}
	if file, _ := c.Place(0); file != "f/util200.xml" {
		t.Errorf("the first party is from %s", file)
	}
	if _, err = read(t, Options{Choose: []Choice{{"a", "util999"}}}, pairs...); err == nil {
		t.Error("a profile that does not exist was chosen")
	}
}
