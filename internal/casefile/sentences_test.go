// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"strings"
	"testing"
)

// sentence is a case about one party in which only parts change.
func sentence(party, rest string) string {
	return `{"schema":"parley.bargain/1","issues":[
 {"id":"truce","options":[{"id":"30d"},{"id":"90d"},{"id":"180d"}]},
 {"id":"zone","range":{"from":"-5","to":"12","step":"2.5"}},
 {"id":"posts","options":[{"id":"1"},{"id":"2"},{"id":"10"}]}],
"parties":[{"id":"a",` + party + `}]` + rest + `}`
}

// TestSentences holds the reader to each sentence of docs/spec/case.md that decides
// a number: the utility of one package under one way of writing a preference.
func TestSentences(t *testing.T) {
	for _, x := range []struct{ says, party, rest, packages, want string }{
		{"numbers are decimals in texts or JSON numbers, with exponents and signs", `"values":{"truce":{"30d":"1e-3","90d":-0.25,"180d":"+.5"}}`, "", "30d 0 1; 90d 0 1; 180d 0 1", "1/1000 -1/4 1/2"},
		{"a fraction of whole numbers", `"values":{"truce":{"30d":"7/9"}}`, "", "30d 0 1", "7/9"},
		{"without weights, values are points", `"values":{"truce":{"30d":3},"posts":{"2":"4"}}`, "", "30d 0 2; 90d 0 2", "7 4"},
		{"weight times value", `"weights":{"truce":"0.6","posts":2},"values":{"truce":{"30d":"0.5"},"posts":{"2":"4"}}`, "", "30d 0 2", "83/10"},
		{"a range stops at the last step not above its end, and ids are canonical decimals", `"values":{"zone":{"-5":1,"-2.5":2,"0":3,"10":9}}`, "", "30d -5 1; 30d -2.5 1; 30d 0 1; 30d 10 1; 30d 7.5 1", "1 2 3 9 0"},
		{"linear runs from the range's from to its to, not to its last step", `"values":{"zone":{"linear":{"at_from":"0","at_to":"1"}}}`, "", "30d -5 1; 30d 10 1", "0 15/17"},
		{"linear may fall", `"values":{"zone":{"linear":{"at_from":3,"at_to":-1}}}`, "", "30d 0 1", "31/17"},
		{"every matching row and every matching box is added", `"tables":[{"issues":["truce","posts"],"rows":[{"when":{"truce":"30d"},"add":1},{"when":{"truce":"30d","posts":"2"},"add":"0.5"}]}],"boxes":[{"when":{"posts":["1","2"]},"add":10}]`, "", "30d 0 2; 30d 0 10; 90d 0 1", "23/2 1 10"},
		{"a pattern names one option, a list, or an interval with both ends", `"boxes":[{"when":{"zone":{"from":"-2.5","to":2.5},"truce":["30d","90d"]},"add":1}]`, "", "30d -2.5 1; 90d 2.5 1; 180d 0 1; 30d 5 1", "1 1 0 0"},
		{"an interval works where the options of a list are numbers", `"boxes":[{"when":{"posts":{"from":2,"to":10}},"add":1}]`, "", "30d 0 1; 30d 0 2; 30d 0 10", "0 1 1"},
		{"a number in a pattern is the option of that number", `"boxes":[{"when":{"zone":7.50,"posts":1.0},"add":1}]`, "", "30d 7.5 1", "1"},
		{"an empty pattern matches every package", `"boxes":[{"when":{},"add":"0.25"}]`, "", "180d 0 10", "1/4"},
		{"values and tables add up", `"values":{"truce":{"30d":1}},"tables":[{"issues":["truce","zone"],"rows":[{"when":{"truce":"30d","zone":"0"},"add":"-0.2"}]}]`, "", "30d 0 1; 30d 5 1", "4/5 1"},
	} {
		c := mustRead(t, "c.json", sentence(x.party, x.rest))
		var got []string
		for _, p := range strings.Split(x.packages, "; ") {
			got = append(got, utility(t, c, strings.Fields(p)...))
		}
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%s: %s, want %s", x.says, s, x.want)
		}
	}
}

// TestSentencesStrict: what a case file must not say, and what it may leave out.
func TestSentencesStrict(t *testing.T) {
	values := `"values":{"truce":{"30d":1,"90d":0,"180d":0}}`
	for _, x := range []struct{ says, party, rest, want string }{
		{"an option without a value is reported", `"values":{"truce":{"30d":1}}`, "", `repair c.json:5: party "a" states no value for 90d, 180d of issue "truce"; it counts 0`},
		{"a weight for each issue with values", `"weights":{"posts":1},` + values, "", `c.json:5: party "a" gives no weight to issue "truce"`},
		{"no package of a reservation leaves an issue open", `"reservation":{"package":{"truce":"30d"}},` + values, "", `does not settle issue "zone"`},
		{"an interval is not for words", values, `,"constraints":[{"forbid":{"truce":{"from":1,"to":2}}}]`, `option "30d" of issue "truce" is no number`},
		{"a constraint is forbid, or if and then", values, `,"constraints":[{"if":{"truce":"30d"}}]`, `either "forbid", or "if" with "then"`},
		{"a range that is not one number is for robust", `"reservation":{"between":["0.2","0.5"]},` + values, "", `uncertain c.json:5: party "a" gives a range from 0.2 to 0.5`},
		{"a range may stand at the ends of linear values", `"values":{"zone":{"linear":{"at_from":0,"at_to":{"between":["0.5",1]}}}}`, "", `uncertain c.json:5: party "a" gives a range from `},
		{"a value that is not known is for robust", `"values":{"truce":{"30d":null,"90d":0,"180d":0}}`, "", `uncertain c.json:5: party "a" gives a number that is not known`},
		{"an order is for robust", `"weights":{"truce":1,"posts":1},"order":[["truce","posts"]],"values":{"truce":{"30d":1},"posts":{"1":1}}`, "", `uncertain c.json:5: party "a" gives an order`},
		{"profiles are for robust", `"profiles":[{` + values + `},{` + values + `}]`, "", `uncertain c.json:5: party "a" has 2 profiles`},
		{"profiles stand in place of the rest", `"reservation":1,"profiles":[{` + values + `}]`, "", `"reservation" belongs into each of them`},
		{"a key that is not known", `"weight":{},` + values, "", `c.json:5: a party has no key "weight"`},
		{"a key twice", values + `,` + values, "", `the key "values" twice`},
		{"a rule is one of three", values, `,"rule":{"kind":"majority"}`, `there are unanimity, all_but and quorum`},
	} {
		c, err := read(t, Options{}, "c.json", sentence(x.party, x.rest))
		var got []string
		if err != nil {
			got = append(got, err.Error())
		} else {
			for _, r := range c.Repairs {
				got = append(got, "repair "+r.String())
			}
			if e := c.Uncertain(); e != nil {
				got = append(got, "uncertain "+e.Error())
			}
		}
		if !strings.Contains(strings.Join(got, "\n"), x.want) {
			t.Errorf("%s:\n got %s\n want %s", x.says, strings.Join(got, "\n "), x.want)
		}
	}
}
