// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
)

func TestFoldValue(t *testing.T) {
	for in, want := range map[string]string{
		"":                                "",
		"Energy and Infrastructure":       "energy and infrastructure",
		"  energy —\tand infrastructure.": "energy and infrastructure",
		"“energy” and infrastructure":     "energy and infrastructure",
		"energy infrastructure":           "energy infrastructure",
		"18-25":                           "18 25",
		"from -5 to 5":                    "from -5 to 5",
		"−5 °C":                           "-5 °c",
		"5 %":                             "5 %",
		"€ 5":                             "€ 5",
		"≥ 5":                             "≥ 5",
		"1,000":                           "1 000",
		"1\u00a0000":                      "1 000",
		"Перемир’я":                       "перемир я",
		"ПЕРЕМИР'Я":                       "перемир я",
		"هدنة":                            "هدنة",
		"İstanbul":                        "istanbul",
		"…":                               "…", // nothing but punctuation stays what it is
		"?!":                              "?!",
	} {
		if got := foldValue(in); got != want {
			t.Errorf("%q is folded to %q; want %q", in, got, want)
		}
		if again := foldValue(foldValue(in)); again != foldValue(in) {
			t.Errorf("%q is folded to %q, and that to %q", in, foldValue(in), again)
		}
	}
}

func TestCompareDecimals(t *testing.T) {
	order := []string{"-12", "-3", "-2.75", "-2.5", "-0.5", "0", "0.05", "0.5", "0.51", "2", "2.5", "10", "11", "100", "9007199254740993"}
	for i, a := range order {
		for j, b := range order {
			if got := compareDecimals(a, b); got != min(1, max(-1, i-j)) {
				t.Errorf("%s and %s compare as %d", a, b, got)
			}
		}
	}
	if compareDecimals("-0", "0") != 0 || compareDecimals("0", "-0") != 0 {
		t.Error("minus zero is another number than zero")
	}
}

func TestDeparts(t *testing.T) {
	figure := func(says, low, high, unit string) act.Claim {
		return act.Claim{Number: act.Figure{Says: says, Low: low, High: high, Unit: unit}}
	}
	for _, c := range []struct {
		what string
		a, b act.Claim
		want string
	}{
		{"the same words", figure("a few minutes", "", "", ""), figure("A few minutes.", "", "", ""), ""},
		{"other words, no numbers", figure("a few minutes", "", "", ""), figure("more than an hour", "60", "", ""), RuleWords},
		{"the same words, read differently", figure("a few", "2", "3", ""), figure("a few", "4", "5", ""), ""},
		{"the same number", figure("two", "2", "2", "h"), figure("2", "2", "2", "h"), ""},
		{"no number in common", figure("2", "2", "2", "h"), figure("3 to 4", "3", "4", "h"), RuleRange},
		{"ends that touch", figure("up to 3", "", "3", ""), figure("3 or more", "3", "", ""), RuleOverlap},
		{"an open end inside", figure("at least 1,000", "1000", "", ""), figure("1,200", "1200", "1200", ""), RuleOverlap},
		{"an open end outside", figure("at least 1,000", "1000", "", ""), figure("900", "900", "900", ""), RuleRange},
		{"both open", figure("over two", "2", "", ""), figure("under five", "", "5", ""), RuleOverlap},
		{"both open, apart", figure("under two", "", "2", ""), figure("over five", "5", "", ""), RuleRange},
		{"other units, one number", figure("2", "2", "2", "days"), figure("2", "2", "2", "hours"), RuleUnit},
		{"other units, one length", figure("2", "2", "2", "hours"), figure("120", "120", "120", "minutes"), RuleUnit},
		{"a unit that is not stated", figure("two days", "2", "2", "days"), figure("2", "2", "2", ""), ""},
		{"a unit in other letters", figure("2 D", "2", "2", "Days"), figure("two", "2", "2", "days"), ""},
	} {
		got := departs(facetNumber, newComparer().value(facetNumber, &c.a, c.a.Number.Says), newComparer().value(facetNumber, &c.b, c.b.Number.Says))
		back := departs(facetNumber, newComparer().value(facetNumber, &c.b, c.b.Number.Says), newComparer().value(facetNumber, &c.a, c.a.Number.Says))
		if got != c.want || back != got {
			t.Errorf("%s: %q, and %q the other way round; want %q", c.what, got, back, c.want)
		}
	}
	for _, c := range []struct{ facet, a, b, want string }{
		{"scope", "energy infrastructure", "Energy, infrastructure", ""},
		{"scope", "energy infrastructure", "energy and infrastructure", RuleWords},
		{facetIf, act.NoCondition, "if agreements are reached", RuleOutright},
		{facetIf, "if agreements are reached", act.NoCondition, RuleOutright},
		{facetIf, act.NoCondition, act.NoCondition, ""},
		{facetIf, "if B does", "if A does", RuleWords},
		{"actor", act.NoCondition, "Russia", RuleWords}, // the word has a meaning as a condition alone
	} {
		if got := departs(c.facet, newComparer().value(c.facet, nil, c.a), newComparer().value(c.facet, nil, c.b)); got != c.want {
			t.Errorf("%s %q and %q: %q; want %q", c.facet, c.a, c.b, got, c.want)
		}
	}
}

func TestStatedOn(t *testing.T) {
	k := act.Claim{Number: act.Figure{Says: "n"}, Scope: "s", Time: "t", Condition: "c", Actor: "a", Status: "agreed"}
	for _, f := range k.Facets() {
		if got := statedOn(&k, f.Name); got != f.Value || got == "" {
			t.Errorf("%s: %q; want %q", f.Name, got, f.Value)
		}
	}
}

// TestMethodPage holds docs/methods/divergence.md to the rule.
func TestMethodPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/methods/divergence.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| `(.+?)`(?: (\\d*)–(\\d*) ?(\\w*))? \\| `(.+?)`(?: (\\d*)–(\\d*) ?(\\w*))? \\| (\\w+) \\|$")
	rows := row.FindAllStringSubmatch(string(page), -1)
	if len(rows) != 7 {
		t.Fatalf("%d rows of figures", len(rows))
	}
	for _, m := range rows {
		a := act.Claim{Number: act.Figure{Says: m[1], Low: m[2], High: m[3], Unit: m[4]}}
		b := act.Claim{Number: act.Figure{Says: m[5], Low: m[6], High: m[7], Unit: m[8]}}
		c := newComparer()
		got := departs(facetNumber, c.value(facetNumber, &a, m[1]), c.value(facetNumber, &b, m[5]))
		if got == "" {
			got = "same"
		}
		if got != m[9] {
			t.Errorf("%s: %s", m[0], got)
		}
	}
	for _, rule := range []string{RuleWords, RuleOutright, RuleUnit, RuleRange, RuleOverlap} {
		if !strings.Contains(string(page), "\n| `"+rule+"` |") {
			t.Errorf("the page does not define the rule %s", rule)
		}
	}
}

// randomAccounts are accounts over few points, values and tellers, so that they
// agree and depart often.
func randomAccounts(r *rand.Rand, n int) []account {
	pick := func(words ...string) string { return words[r.IntN(len(words))] }
	var out []account
	for i := range n {
		x := &act.Readout{Ground: act.Ground{Teller: pick("Kyiv", "Moscow", "KYIV.", "Ankara")}}
		for p := range 3 {
			if r.IntN(4) == 0 {
				continue
			}
			k := act.Claim{
				Point: pick("point ", "Point-") + fmt.Sprint(p), Scope: pick("", "", "all", "All!", "some"),
				Condition: pick("", "", act.NoCondition, "if", "when"), Status: pick("", "agreed", "proposed"),
			}
			if r.IntN(2) == 0 {
				low := r.IntN(4)
				k.Number = act.Figure{Says: pick("few", "many", "two"), Low: pick("", fmt.Sprint(low)), High: pick("", fmt.Sprint(low+r.IntN(3))), Unit: pick("", "day", "days")}
			}
			x.Claims = append(x.Claims, k)
		}
		out = append(out, account{ContactAccount{Written: Written{Entry: fmt.Sprint("account ", i), Teller: x.Teller}, Claims: len(x.Claims)}, x, foldValue(x.Teller), []string{}, noon})
	}
	return out
}

// edges are the divergences as pairs of accounts with different tellers.
func edges(accounts []account) []string {
	var out []string
	for _, d := range newComparer().compare(accounts).divergences {
		for _, p := range d.Pairs {
			for _, x := range d.Values {
				for _, y := range d.Values {
					if x.Form == p.One && y.Form == p.Other && foldValue(x.Teller) != foldValue(y.Teller) {
						two := []string{x.Account, y.Account}
						slices.Sort(two)
						out = append(out, strings.Join([]string{foldValue(d.Point), d.Facet, two[0], two[1], p.Rule}, "|"))
					}
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestComparisonProperties: the order of accounts does not matter; an account
// more takes no divergence away between others; what is not stated makes none;
// identical accounts have none; and the pairs are exactly those that the rule
// gives for two accounts alone.
func TestComparisonProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	some := 0
	for range 400 {
		accounts := randomAccounts(r, 2+r.IntN(5))
		all := edges(accounts)
		some += len(all)

		shuffled := slices.Clone(accounts)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if got := edges(shuffled); !slices.Equal(got, all) {
			t.Fatalf("in another order\n%q\n%q", got, all)
		}

		out := r.IntN(len(accounts))
		rest := slices.Delete(slices.Clone(accounts), out, out+1)
		without := slices.DeleteFunc(slices.Clone(all), func(e string) bool { return strings.Contains(e, "|"+accounts[out].Entry+"|") })
		if got := edges(rest); !slices.Equal(got, without) {
			t.Fatalf("without %s\n%q\n%q", accounts[out].Entry, got, without)
		}

		// An account falls silent on one facet everywhere.
		silent := slices.Clone(accounts)
		body := *silent[out].body
		body.Claims = slices.Clone(body.Claims)
		for i := range body.Claims {
			body.Claims[i].Scope = ""
			body.Claims[i].Words = "said"
		}
		silent[out].body = &body
		want := slices.DeleteFunc(slices.Clone(all), func(e string) bool {
			return strings.Contains(e, "|"+accounts[out].Entry+"|") && strings.Contains(e, "|scope|")
		})
		if got := edges(silent); !slices.Equal(got, want) {
			t.Fatalf("silent on the scope\n%q\n%q", got, want)
		}

		var two []string
		for i := range accounts {
			for j := range i {
				two = append(two, edges([]account{accounts[i], accounts[j]})...)
			}
		}
		slices.Sort(two)
		if !slices.Equal(two, all) {
			t.Fatalf("two by two\n%q\n%q", two, all)
		}

		same := []account{accounts[0], accounts[0], accounts[0]}
		for i := range same {
			same[i].Entry, same[i].teller = fmt.Sprint("same ", i), fmt.Sprint(i)
		}
		if x := newComparer().compare(same); len(x.divergences)+len(x.compatible)+len(x.silences) != 0 {
			t.Fatalf("identical accounts: %+v", x)
		}
	}
	if some < 1000 {
		t.Errorf("only %d divergences in all: the accounts say too little to test anything", some)
	}
}

// TestFlood: many different values of one facet are cut, and said to be; a flood
// of one teller makes no divergence.
func TestFlood(t *testing.T) {
	flood := func(teller func(int) string) []account {
		var out []account
		for i := range 3000 {
			x := &act.Readout{Claims: []act.Claim{{Point: "p", Scope: fmt.Sprint("value ", i)}}}
			out = append(out, account{ContactAccount{Written: Written{Entry: fmt.Sprint(i)}, Claims: 1}, x, teller(i), []string{}, noon})
		}
		return out
	}
	x := newComparer().compare(flood(func(i int) string { return fmt.Sprint("teller ", i) }))
	if d := x.divergences; len(d) != 1 || len(d[0].Pairs) != maxValues*(maxValues-1)/2 || d[0].More != 3000-maxValues || len(d[0].Values) != 3000 {
		t.Errorf("a flood: %d divergences", len(d))
	}
	if x := newComparer().compare(flood(func(int) string { return "one teller" })); len(x.divergences) != 0 {
		t.Errorf("a flood of one teller: %d divergences", len(x.divergences))
	}
}
