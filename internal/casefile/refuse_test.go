// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"strings"
	"testing"
)

// TestForeignErrors: what cannot be read in one way only is refused with file and
// line, in every foreign format.
func TestForeignErrors(t *testing.T) {
	genius := quirky("<issue index=\"1\" name=\"a\">\n<item index=\"1\" value=\"x\"/></issue>",
		"<weight index=\"1\" value=\"0.5\"/>\n<issue index=\"1\" name=\"a\">\n<item index=\"1\" value=\"x\" evaluation=\"2\"/></issue>")
	web := []string{"p.json", strings.ReplaceAll(webProfileJSON, "\r", "")}
	negmas := []string{"d.yml", "type: OutcomeSpace\nissues:\n- {name: a, type: CategoricalIssue, values: [x, y]}\n- {name: n, type: ContiguousIssue, values: [0, 3]}\n",
		"u.yml", "type: LinearAdditiveUtilityFunction\nreserved_value: 0.1\nweights: [0.5, 2]\nvalues:\n- {type: TableFun, mapping: {x: 1, y: 0}}\n- {type: AffineFun, slope: 1, bias: 0}\n"}
	negolog := []string{"profileA.json", "{\"reservationValue\": 0.1,\n\"issueWeights\": {\"a\": 0.7},\n\"issues\": {\"a\": {\"x\": 1, \"y\": 0.5}}}"}
	sheets := []string{"scores_files/a.txt", "1, 2\n3\n4", "scores_files/b.txt", "5, 6\n7\n8"}
	for _, x := range []struct {
		files          []string
		from, to, want string
	}{
		{genius, `value="0.5"`, `value="NaN"`, `p.xml:1: the weight of issue "a": "NaN" is not a number that can be calculated with`},
		{genius, `value="0.5"`, `value="1e30"`, `p.xml:1: the weight of issue "a": 1e30 is larger than 10^18`},
		{genius, `value="0.5"`, `value="half"`, `p.xml:1: the weight of issue "a": "half" is not a decimal number`},
		{genius, `evaluation="2"`, `evaluation="Infinity"`, `p.xml:3: the evaluation of "x": "Infinity" is not a number`},
		{genius, "\n<item index=\"1\" value=\"x\"/>", "", `domain.xml:1: issue "a" has no items`},
		{genius, `name="a">`, `name="a" type="colour">`, `domain.xml:1: issue "a" is of type "colour"`},
		{genius, `name="a">`, `name="a" type="integer" lowerbound="5" upperbound="2">`, `domain.xml:1: issue "a" runs from 5 down to 2`},
		{genius, `name="a">`, `name="a" type="integer" lowerbound="0" upperbound="9999999">`, `domain.xml:1: issue "a": the range has more than 65536 steps`},
		{genius, "</objective></utility_space>", "</objective>", "domain.xml:2: </negotiation_template> stands where <utility_space>"},
		{genius, "</issue></objective></utility_space></negotiation_template>", "", "domain.xml:2: the file ends inside <issue>"},
		{web, `"a": 0.6`, `"a": NaN`, `p.json:8: the weight of a: "NaN" is not a number`},
		{web, `"a": 0.6`, `"a": 1e30`, `p.json:8: the weight of a: 1e30 is larger than 10^18`},
		{web, `["x", " y", "z"]`, `[]`, `p.json:3: issue "a" has no options`},
		{web, `"2.5"]`, `"0"]`, `p.json:4: issue "n": the step of the range is 0`},
		{web, `"issuevalues": {"a": "y"}`, `"issuevalues": {"a": "q"}`, `p.json:9: issue "a" has no option "q"`},
		{web, `"issueWeights"`, `"weights"`, "p.json:1: the profile needs issueWeights and issueUtilities"},
		{web, `"lowValue": 2.5`, `"lowValue": "low"`, `p.json:7: lowValue: "low" is not a decimal number`},
		{negmas, "weights: [0.5, 2]", "weights: [.nan, 2]", `u.yml:3: the weight of a: ".nan" is not a number`},
		{negmas, "weights: [0.5, 2]", "weights: [1.0e+30, 2]", `u.yml:3: the weight of a: 1.0e+30 is larger than 10^18`},
		{negmas, "weights: [0.5, 2]", "weights: [0.5]", "u.yml:3: there are 1 weights for 2 issues"},
		{negmas, "{name: a, type: CategoricalIssue, values: [x, y]}", "{name: a, type: CategoricalIssue, values: []}", `d.yml:3: issue "a" has no options`},
		{negmas, "name: n", "name: a", `d.yml:4: the issue "a" appears twice`},
		{negmas, "type: AffineFun", "type: QuadraticFun", `u.yml:6: value functions of type "QuadraticFun" are not read`},
		{negmas, "type: LinearAdditiveUtilityFunction", "type: NeuralFun", `u.yml:1: utility functions of type "NeuralFun" are not read`},
		{negmas, "values: [0, 3]", "values: [0, 3", "d.yml:"},
		{negolog, `"a": 0.7`, `"a": -Infinity`, `profileA.json:2: the weight of a: "-Infinity" is not a number`},
		{negolog, `{"x": 1, "y": 0.5}`, `{}`, `profileA.json:3: issue "a" has no options`},
		{negolog, `{"a": {"x": 1, "y": 0.5}}`, `{}`, `profileA.json:3: the profile has no issues`},
		{sheets, "3\n4", "3.5e40\n4", "scores_files/a.txt:2: 3.5e40 is larger than 10^18"},
		{sheets, "7\n8", "7, 9\n8", "scores_files/b.txt:2: issue B has 2 scores; the first sheet has 1"},
		{sheets, "5, 6\n7\n8", "5, 6\n8", "scores_files/b.txt:2: the sheet has 1 issues; the first sheet has 2"},
	} {
		files := append([]string{}, x.files...)
		done := false
		for i := 1; i < len(files) && !done; i += 2 {
			if strings.Contains(files[i], x.from) {
				files[i], done = strings.Replace(files[i], x.from, x.to, 1), true
			}
		}
		if !done {
			t.Fatalf("%q is in no file", x.from)
		}
		if _, err := read(t, Options{}, files...); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s:\n %v\n want %s", x.to, err, x.want)
		}
	}
	for name, x := range map[string]struct {
		o     Options
		files []string
		want  string
	}{
		"no party":          {Options{}, genius[:2], "domain.xml: no file says what a party wants"},
		"a party twice":     {Options{Choose: []Choice{{"a", "p.xml"}, {"a", "p.xml"}}}, genius, `p.xml: the party id "a" appears twice`},
		"too few profiles":  {Options{Parties: 3}, genius, "there are fewer profiles than parties"},
		"not that format":   {Options{Format: NegMAS}, genius, "no file is of the format negmas"},
		"nothing to read":   {Options{}, []string{"x.xml", ""}, "x.xml: the file is empty"},
		"another programme": {Options{}, []string{"x.json", `{"a": 1}`}, "x.json: the file is of no format that is known here"},
		"UTF-16":            {Options{}, []string{"x.xml", "\xff\xfe<\x00a\x00"}, "x.xml: the file is in UTF-16"},
	} {
		if _, err := read(t, x.o, x.files...); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v, want %s", name, err, x.want)
		}
	}
}
