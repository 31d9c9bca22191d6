// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"strings"
	"testing"
)

// quirky is a domain and one profile of Genius around the issues that are given.
func quirky(domain, profile string) []string {
	return []string{
		"domain.xml", `<negotiation_template><utility_space number_of_issues="0"><objective index="0" name="r">` + domain + `</objective></utility_space></negotiation_template>`,
		"p.xml", `<utility_space><objective index="0" name="r">` + profile + `</objective></utility_space>`,
	}
}

// TestGeniusQuirks: what files in the wild are like, each with the reading that its
// own tool gives and the repair that says so.
func TestGeniusQuirks(t *testing.T) {
	for name, x := range map[string]struct {
		domain, profile string
		utility         map[string]string // of the option of the first issue, the others at their first
		repairs         []string
	}{
		"a value twice in the domain is one option, and in the profile the later counts": {
			`<issue index="1" name="a"><item index="1" value="x"/><item index="2" value="x"/><item index="3" value="y"/></issue>`,
			`<weight index="1" value="1"/><issue index="1" name="a"><item index="1" value="x" evaluation="9"/><item index="2" value="x" evaluation="2"/><item index="3" value="y" evaluation="4"/></issue>`,
			map[string]string{"x": "1/2", "y": "1"},
			[]string{`domain.xml:1: the value "x" of issue "a" appears twice`, `p.xml:1: "x" of issue "a" has two evaluations; the later one counts`},
		},
		"a value that agrees exactly wins over one that differs in blanks": {
			`<issue index="1" name="a"><item index="1" value="x"/><item index="2" value="x "/></issue>`,
			`<weight index="1" value="1"/><issue index="1" name="a"><item index="1" value="x" evaluation="1"/><item index="2" value=" x" evaluation="4"/></issue>`,
			map[string]string{"x": "1/4", "x ": "1"},
			[]string{`p.xml:1: " x" of issue "a" is taken as "x " of the domain`},
		},
		"the greatest evaluation is that of the profile, also of a value that the domain lacks": {
			`<issue index="1" name="a"><item index="1" value="x"/></issue>`,
			`<weight index="1" value="0.5"/><issue index="1" name="a"><item index="1" value="x" evaluation="3"/><item index="2" value="z" evaluation="4"/></issue>`,
			map[string]string{"x": "3/8"},
			[]string{`p.xml:1: the domain has no value "z"`},
		},
		"an issue worth less than 0.00001 counts 0": {
			`<issue index="1" name="a"><item index="1" value="x"/></issue>`,
			`<weight index="1" value="1"/><issue index="1" name="a"><item index="1" value="x" evaluation="0.0000099"/></issue>`,
			map[string]string{"x": "0"}, nil,
		},
		"a type wins over etype and vtype, and none is discrete": {
			`<issue index="1" name="a" type="discrete" etype="integer" vtype="real"><item index="1" value="x"/></issue><issue index="2" name="b"><item index="1" value="1"/></issue>`,
			`<weight index="1" value="0.5"/><weight index="2" value="0.25"/><issue index="1" name="a"><item index="1" value="x" evaluation="1"/></issue><issue index="2" name="b"><item index="1" value="1" evaluation="7"/></issue>`,
			map[string]string{"x": "3/4"}, nil,
		},
		"issues stand in another order, and their numbers do not run from 1": {
			`<issue index="7" name="a"><item index="1" value="x"/><item index="2" value="y"/></issue><issue index="3" name="b"><item index="1" value="1"/></issue>`,
			`<weight index="3" value="0.5"/><weight index="7" value="0.25"/><issue index="3" name="b"><item index="1" value="1" evaluation="7"/></issue><issue index="7" name="a"><item index="1" value="y" evaluation="1"/><item index="2" value="x" evaluation="2"/></issue>`,
			map[string]string{"x": "3/4", "y": "5/8"}, nil,
		},
		"the root has the number of an issue, and its weight is left out": {
			`<issue index="1" name="a"><item index="1" value="x"/></issue>`,
			`<weight index="1" value="0.5"/><issue index="1" name="a"><item index="1" value="x" evaluation="2"/><similarity_function weight="0.9"><criteria_function weight="1"><item index="1" value="x" evaluation="100"/></criteria_function></similarity_function></issue>`,
			map[string]string{"x": "1/2"}, nil,
		},
		"whole numbers lie on a line that is cut": {
			`<issue index="1" name="a" type="integer" lowerbound="2" upperbound="6"/>`,
			`<weight index="1" value="1"/><issue index="1" name="a" type="integer" lowerbound="2" upperbound="6"><evaluator ftype="linear" slope="0.5" offset="-0.25"/></issue>`,
			map[string]string{"2": "0", "3": "1/4", "4": "3/4", "5": "1", "6": "1"}, nil,
		},
		"a profile leaves the bounds of whole numbers to the domain": {
			`<issue index="1" name="a" type="integer"><range lowerbound="2" upperbound="6"/></issue>`,
			`<weight index="1" value="1"/><issue index="1" etype="integer" type="integer" vtype="integer" name="a"><evaluator ftype="linear" offset="0.0" slope="0.25"></evaluator></issue>`,
			map[string]string{"2": "0", "4": "1/2", "6": "1"},
			[]string{`p.xml:1: issue "a" states no bounds; those of the domain count`},
		},
		"real numbers are 21, on a triangle": {
			`<issue index="1" name="a" type="real"><range lowerbound="0" upperbound="10"></range></issue>`,
			`<weight index="1" value="1"/><issue index="1" name="a" type="real"><range lowerbound="0" upperbound="10"/><evaluator ftype="triangular" parameter0="1" parameter1="9" parameter2="4"/></issue>`,
			map[string]string{"0.5": "0", "1": "0", "2.5": "1/2", "4": "1", "6.5": "1/2", "9.5": "0"},
			[]string{"domain.xml:1: issue \"a\" has real numbers without a step; 21 evenly spaced ones stand for it"},
		},
		"real numbers are constant": {
			`<issue index="1" name="a" type="real"><range lowerbound="0" upperbound="1"/></issue>`,
			`<weight index="1" value="1"/><issue index="1" name="a" type="real"><range lowerbound="0" upperbound="1"/><evaluator ftype="constant" parameter0="0.3"/></issue>`,
			map[string]string{"0": "3/10", "0.05": "3/10"}, nil,
		},
		"quotes inside a value are not escaped": {
			`<issue index="1" name="a"><item index="1" value="('Dell', "19'' LCD")" cost="0"/></issue>`,
			`<weight index="1" value="1"/><issue index="1" name="a"><item index="1" value="('Dell', "19'' LCD")"evaluation="5"/></issue>`,
			map[string]string{`('Dell', "19'' LCD")`: "1"},
			[]string{`domain.xml:1: a " stands inside the value of value`, "p.xml:1: there is no blank between two attributes"},
		},
		"an issue without a weight, and one of which nothing is said": {
			`<issue index="1" name="a"><item index="1" value="x"/></issue><issue index="2" name="b"><item index="1" value="1"/></issue><issue index="3" name="c"><item index="1" value="1"/></issue>`,
			`<weight index="1" value="0.5"/><issue index="1" name="a"><item index="1" value="x" evaluation="2"/></issue><issue index="3" name="c"><item index="1" value="1" evaluation="2"/></issue>`,
			map[string]string{"x": "1/2"},
			[]string{`p.xml:1: the profile says nothing of issue "b"`, `p.xml:1: issue "c" has no weight`},
		},
	} {
		c := mustRead(t, quirky(x.domain, x.profile)...)
		for option, want := range x.utility {
			options := []string{option}
			for _, issue := range c.Model.Issues[1:] {
				options = append(options, issue.Options[0].ID)
			}
			if got := utility(t, c, options...); got != want {
				t.Errorf("%s: utility of %q is %s, want %s", name, option, got, want)
			}
		}
		var all []string
		for _, r := range c.Repairs {
			all = append(all, r.String())
		}
		for _, want := range x.repairs {
			if !strings.Contains(strings.Join(all, "\n"), want) {
				t.Errorf("%s: no repair %q in\n%s", name, want, strings.Join(all, "\n"))
			}
		}
	}
}

// TestGeniusHeads: what may stand before and around a file, and the kinds of
// profile.
func TestGeniusHeads(t *testing.T) {
	domain := `<issue index="1" name="a"><item index="1" value="x"/><item index="2" value="y"/></issue>`
	profile := `<weight index="1" value="1"/><issue index="1" name="a"><item index="1" value="x" evaluation="1"/><item index="2" value="y" evaluation="2"/></issue>`
	for _, x := range []struct{ from, to, repair string }{
		{"<utility_space>", "\n\n<!-- by hand --><?xml version='1.0'?>\r\n<utility_space type=\"any\" number_of_issues=\"50\">", ""},
		{"<utility_space>", "\ufeff<utility_space type=\"UNCERTAIN\">", `the profile is of type "UNCERTAIN"; the true profile`},
		{"</utility_space>", "<comparisons>100</comparisons><errors> 0 </errors><discount_factor value=\"0\"/></utility_space>", ""},
		{"</utility_space>", "<discount_factor value=\"1.5\"/><reservation value=\"none\"/></utility_space>", `the reservation "none" is no number`},
	} {
		files := quirky(domain, profile)
		files[3] = strings.Replace(files[3], x.from, x.to, 1)
		c := mustRead(t, files...)
		if got := utility(t, c, "x"); got != "1/2" {
			t.Errorf("%q: %s", x.to, got)
		}
		if r, _ := c.Model.Parties[0].Views[0].Reservation.Value.Exact(); r.Sign() != 0 {
			t.Errorf("%q: reservation %s", x.to, r)
		}
		if got := fmt.Sprint(c.Repairs); x.repair == "" && got != "[]" || !strings.Contains(got, x.repair) {
			t.Errorf("%q: repairs %s, want %q", x.to, got, x.repair)
		}
	}
	for from, to := range map[string]string{
		"<utility_space>":  `<utility_space type="constraint">`,
		"</objective>":     `<hard_constraint type="x"/></objective>`,
		"</utility_space>": `<CONSTRAINT/></utility_space>`,
	} {
		files := quirky(domain, profile)
		files[3] = strings.Replace(files[3], from, to, 1)
		if _, err := read(t, Options{}, files...); err == nil || !strings.Contains(err.Error(), "profiles with constraints are not read") || !strings.HasPrefix(err.Error(), "p.xml:1: the profile ") {
			t.Errorf("%s: %v", to, err)
		}
	}
}

// TestGeniusWide: an issue with 1,001 values, as in the game of the pie.
func TestGeniusWide(t *testing.T) {
	var domain, a, b strings.Builder
	for k := range 1001 {
		fmt.Fprintf(&domain, `<item index="%d" value="%d_%d"/>`, k+1, k, 1000-k)
		fmt.Fprintf(&a, `<item index="%d" value="%d_%d" evaluation="%d"/>`, k+1, k, 1000-k, k)
		fmt.Fprintf(&b, `<item index="%d" value="%d_%d" evaluation="%d.0"/>`, k+1, k, 1000-k, 1000-k)
	}
	issue := func(s string) string {
		return `<issue index="1" name="pie"><weight index="1" value="1"/>` + s + `</issue><weight index="1" value="1"/>`
	}
	files := append(quirky(issue(domain.String()), issue(a.String())), "q.xml", quirky("", issue(b.String()))[3])
	c := mustRead(t, files...)
	if got := utility(t, c, "250_750"); got != "1/4 3/4" || len(c.Repairs) > 0 {
		t.Errorf("%s %v", got, c.Repairs)
	}
}
