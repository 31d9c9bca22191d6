// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"strings"
	"testing"
)

const caseJSON = `{"schema":"parley.bargain/1","name":"Truce","comparable_scales":true,
"issues":[{"id":"truce","name":"Ceasefire","options":[{"id":"30d","name":"30 days"},{"id":"90d"}]},
 {"id":"zone","name":"Depth in km","range":{"from":"0","to":"31","step":"5"}}],
"parties":[
 {"id":"a","name":"A","reservation":"0.4",
  "weights":{"truce":"0.6","zone":0.4},
  "values":{"truce":{"30d":"1","90d":"0.25"},"zone":{"linear":{"at_from":"0","at_to":"1"}}},
  "tables":[{"issues":["truce","zone"],"rows":[{"when":{"truce":"90d","zone":0},"add":"-0.2"}]}],
  "boxes":[{"when":{"zone":{"from":"5","to":"15"},"truce":["30d","90d"]},"add":"0.1"}]},
 {"id":"b","reservation":{"package":{"truce":"30d","zone":"5"}},
  "values":{"truce":{"30d":2}}}],
"constraints":[{"forbid":{"truce":["30d"],"zone":["0"]},"why":"no"},
 {"if":{"truce":["90d"]},"then":{"zone":["10","15"]},"why":"so"}],
"reference":{"truce":"30d","zone":"5"},"social_weights":{"a":"1","b":2},
"rule":{"kind":"all_but","k":1,"veto":["a"]}}`

const caseYAML = `schema: parley.bargain/1
issues:
- id: truce
  options: [{id: 30d}, {id: 90d}]
- id: zone
  range: {from: 0, to: 10, step: 5}
parties:
- id: a
  weights: {truce: 0.6, zone: {between: [0.1, 0.5]}}
  order: [[truce, zone]]
  values: {truce: {30d: 1, 90d: null}, zone: {0: 0, 5: 1/3, 10: 1}}
- id: b
  profiles:
  - {name: one adviser, values: {zone: {0: 1, 5: 0, 10: 0}}}
  - {name: another, values: {truce: {30d: 1, 90d: 0}}}
`

func TestParley(t *testing.T) {
	c := mustRead(t, "case.json", caseJSON)
	// 0.6·0.25 + 0.4·10/31 + 0.1 = 47/124, and a value that b does not state.
	if got := utility(t, c, "90d", "10"); got != "47/124 0" {
		t.Error(got)
	}
	if got := utility(t, c, "90d", "0"); got != "-1/20 0" { // 0.15 - 0.2
		t.Error(got)
	}
	if len(c.Model.Issues[1].Options) != 7 || c.Model.Issues[1].Options[6].ID != "30" {
		t.Errorf("the range is %v", c.Model.Issues[1].Options)
	}
	if c.Rule.AtLeast != 1 || len(c.Rule.Veto) != 1 || c.Reference[1] != 1 || !c.Model.ComparableScales || len(c.Model.Constraints) != 2 {
		t.Errorf("%+v", c)
	}
	wantRepair(t, c, "case.json", 11, "no value for 90d")
	wantRepair(t, c, "case.json", 11, `no values for issue "zone"; its options are counted alike`)
	if e := c.Uncertain(); e != nil {
		t.Error(e)
	}
	y := mustRead(t, "case.yaml", caseYAML)
	if e := y.Uncertain(); e == nil || !strings.Contains(e.Error(), `case.yaml:8: party "a" gives an order`) {
		t.Error(e)
	}
	if len(y.Model.Parties[1].Views) != 2 || y.Model.Parties[1].Views[1].Name != "another" {
		t.Errorf("%+v", y.Model.Parties[1])
	}
}

// What is wrong with a case file is said with file and line.
func TestParleyErrors(t *testing.T) {
	for _, x := range []struct{ from, to, want string }{
		{`"0.6","zone":0.4`, `NaN,"zone":0.4`, `c.json:6: the weight of issue "truce": "NaN" is not a number`},
		{`"0.6","zone":0.4`, `1e30,"zone":0.4`, `c.json:6: the weight of issue "truce": 1e30 is larger than 10^18`},
		{`"0.6","zone":0.4`, `"six","zone":0.4`, `c.json:6: the weight of issue "truce": "six" is not a decimal number`},
		{`"0.6","zone":0.4`, `"0.6"`, `c.json:6: party "a" gives no weight to issue "zone"`},
		{`"0.6","zone":0.4`, `"0.6","zon":0.4`, `c.json:6: there is no issue "zon"; there are: truce, zone`},
		{`[{"id":"30d","name":"30 days"},{"id":"90d"}]`, `[]`, `c.json:2: issue "truce" has no options`},
		{`{"id":"90d"}`, `{"id":"30d"}`, `c.json:2: the option id "30d" appears twice`},
		{`"id":"b","reservation"`, `"id":"a","reservation"`, `c.json:10: the party id "a" appears twice; it is on line 5 already`},
		{`,
  "values":{"truce":{"30d":2}}`, ``, `c.json:10: party "b" states no values`},
		{`"comparable_scales":true`, `"comparable_scale":true`, `c.json:1: the case has no key "comparable_scale"`},
		{`"step":"5"`, `"step":"0"`, `c.json:3: issue "zone": the step of the range is 0`},
		{`"step":"5"`, `"step":"0.0001"`, `more than 65536 steps`},
		{`"to":"31"`, `"to":"-1"`, `the lower number comes first`},
		{`"add":"-0.2"`, `"add":{"between":[2,1]}`, `c.json:8: add: the range runs from 2 to 1`},
		{`"zone":["0"]`, `"zone":["3"]`, `c.json:12: issue "zone" has no option "3"`},
		{`{"forbid":{"truce":["30d"],"zone":["0"]},"why":"no"}`, `{"forbid":{}}`, `c.json:12: this constraint names no issue`},
		{`"reference":{"truce":"30d","zone":"5"}`, `"reference":{"truce":"30d"}`, `c.json:14: the reference does not settle issue "zone"`},
		{`"k":1`, `"k":2`, "nobody would have to accept"},
		{`"veto":["a"]`, `"veto":["z"]`, `c.json:15: there is no party "z"`},
		{`"b":2`, `"c":2`, `there is no party "c"`},
		{`"a":"1","b":2`, `"a":"1"`, `party "b" has no social weight`},
		{`"rule":`, `"rule" `, "c.json:15: a colon is missing"},
		{`}}`, `}`, "c.json:"},
	} {
		bad := strings.Replace(caseJSON, x.from, x.to, 1)
		if bad == caseJSON {
			t.Fatalf("%q is not in the case", x.from)
		}
		_, err := read(t, Options{}, "c.json", bad)
		if err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s:\n %v\n want %s", x.to, err, x.want)
		}
	}
	fine := strings.Replace(caseJSON, `"0.6","zone":0.4`, `"0.60000000000000000000000000001","zone":0.4`, 1)
	c := mustRead(t, "c.json", fine)
	if _, err := c.Compile(0); err == nil || !strings.Contains(err.Error(), `c.json:5: party "a"`) || !strings.Contains(err.Error(), "too fine") {
		t.Error(err)
	}
	if _, err := c.Compile(1000); err != nil {
		t.Error(err)
	}
}
