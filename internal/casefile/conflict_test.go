// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"parley/stability"
)

// cubanYAML is the missile crisis of 1962 after Fraser and Hipel 1984.
const cubanYAML = `schema: parley.stability/1
name: Cuban missile crisis
options:
- {id: strike, direction: forward}
- {id: blockade}
- {id: withdraw}
- {id: escalate}
dms:
- {id: US, options: [strike, blockade], ranking: [[4], 6, "YNYN", 7, 2, 1, 3, 0, 11, 9, 10, 8]}
- {id: USSR, options: [withdraw, escalate], ranking: [[0], [4], [6], [2], [5], [1], [7], [3], [11], [9], [10], [8]]}
infeasible: [withdraw & escalate]
status_quo: 0
`

// wholeJSON has every part that a model can have.
const wholeJSON = `{"schema":"parley.stability/1","name":"whole",
 "options":[{"id":"withdraw","name":"Leave the zone","direction":"both"},{"id":"strike","direction":"forward"},{"id":"talk","direction":"back"}],
 "dms":[{"id":"a","name":"First","options":["withdraw"],"weights":{"!strike & withdraw":"1/3","talk":2,"strike -> withdraw":"0.25"},"blind":["strike & !talk"]},
  {"id":"b","options":["strike"],"payoffs":{"0":"3.5","1":1,"NYN":"-2","4":"7/9","5":0,"YYY":4}},
  {"id":"c","options":["talk"],"statements":["talk","withdraw <-> strike"]}],
 "infeasible":["withdraw & strike & !talk"],"coalesce":["strike & talk"],"status_quo":"NNN",
 "settings":{"sanction":"worse","sequences":"once","coalition":"sequences"},
 "instruments":[{"id":"relief","name":"Relief","dm_effects":{"a":"1","b":"-0.5"},"when":"withdraw","max":"5","cost":"1","readiness_cost":"0.1","fixed_cost":"0.3","payer":"w"}],
 "budgets":{"w":"4"},"concepts":{"a":"seq","b":"nash","c":"gmr"},
 "unknown":{"c":[[0,2]]},"much_better":{"a":[[5,0]]},
 "views":{"b":{"dms":[{"id":"a","ranking":[[0],[1],[2,4],[5,7]]}]}}}`

const freeJSON = `{"schema":"parley.stability/1","states":["war","truce","7"],
 "dms":[{"id":"a","ranking":[["truce"],["7"],["war"]]},{"id":"b","payoffs":{"war":0,"truce":"1.5","7":3}}],
 "arcs":{"a":[["war","truce"],["truce",0]],"b":[["truce","7"]]},"status_quo":"war"}`

func readModel(t testing.TB, name, text string) *Conflict {
	t.Helper()
	c, err := ReadConflict(File{name, []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func compiled(t testing.TB, c *Conflict) *stability.Model {
	t.Helper()
	m, err := c.Compile(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func equilibria(t testing.TB, m *stability.Model, c stability.Concept) []stability.State {
	t.Helper()
	s, err := m.Solve(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return s.Equilibria(c).List(-1)
}

func TestReadCuban(t *testing.T) {
	c := readModel(t, "cuban.yaml", cubanYAML)
	m := compiled(t, c)
	for concept, want := range map[stability.Concept][]stability.State{
		stability.Nash: {5}, stability.SEQ: {4, 5, 6}, stability.GMR: {0, 1, 2, 4, 5, 6, 7}, stability.SMR: {0, 1, 2, 4, 5, 6, 7},
	} {
		if got := equilibria(t, m, concept); !reflect.DeepEqual(got, want) {
			t.Errorf("%v: %v, want %v", concept, got, want)
		}
	}
	if m.Len() != 12 || *c.Definition.StatusQuo != 0 {
		t.Errorf("%d states from %v", m.Len(), c.Definition.StatusQuo)
	}
}

// TestWholeModel reads every part, and reads what is written of it as the same.
func TestWholeModel(t *testing.T) {
	for name, text := range map[string]string{"whole.json": wholeJSON, "free.json": freeJSON, "cuban.yaml": cubanYAML} {
		c := readModel(t, name, text)
		once, err := WriteConflict(c)
		if err != nil {
			t.Fatal(err)
		}
		again := readModel(t, "again.json", string(once))
		twice, err := WriteConflict(again)
		if err != nil || string(once) != string(twice) {
			t.Fatalf("%v\n%s\n%s", err, once, twice)
		}
		if !reflect.DeepEqual(again.Concepts, c.Concepts) || !reflect.DeepEqual(again.ToolNames, c.ToolNames) || !reflect.DeepEqual(again.Tools.Budgets, c.Tools.Budgets) {
			t.Errorf("%s: concepts or budgets differ", name)
		}
	}
	c := readModel(t, "whole.json", wholeJSON)
	m := compiled(t, c)
	d := m.Definition()
	if m.Len() != 6 || d.Settings != (stability.Settings{Sanction: stability.Worse, Sequences: stability.Once}) {
		t.Errorf("%d states, %+v", m.Len(), d.Settings)
	}
	if x, cardinal, err := m.Worth(0, 5); err != nil || !cardinal || x.RatString() != "31/12" { // 1/3 + 2 + 1/4
		t.Errorf("worth %v %v %v", x, cardinal, err)
	}
	if len(d.DMs[0].Blind) != 1 || len(d.DMs[1].Views) != 1 || d.DMs[2].Unknown[0] != (stability.Pair{0, 2}) ||
		d.DMs[0].MuchBetter[0] != (stability.Pair{5, 0}) || d.Options[1].Direction != stability.Forward || d.Options[2].Direction != stability.Back {
		t.Errorf("%+v", d.DMs)
	}
	tool := c.Tools.Instruments[0]
	if tool.Effects[1].RatString() != "-1/2" || tool.Effects[2] != nil || tool.Max.RatString() != "5" || tool.Readiness.RatString() != "1/10" ||
		tool.Fixed.RatString() != "3/10" || tool.Payer != "w" || !tool.When.Holds(1) || tool.When.Holds(2) || c.Tools.Budgets["w"].RatString() != "4" {
		t.Errorf("%+v", tool)
	}
	f := readModel(t, "free.json", strings.Replace(freeJSON, `"status_quo"`, `"infeasible":[],"coalesce":[],"status_quo"`, 1))
	if f.Definition.Name != "free" || f.Definition.DMs[0].Arcs[1] != (stability.Pair{1, 0}) || f.Definition.DMs[1].Arcs[0] != (stability.Pair{1, 2}) {
		t.Errorf("%+v", f.Definition)
	}
	if got := equilibria(t, compiled(t, f), stability.Nash); !reflect.DeepEqual(got, []stability.State{2}) {
		t.Errorf("free-form: %v", got)
	}
}

// TestModelErrors holds each error to its line and its words.
func TestModelErrors(t *testing.T) {
	const head = "{\"schema\":\"parley.stability/1\",\n\"options\":[{\"id\":\"a\"},{\"id\":\"b\"}],\n\"dms\":[{\"id\":\"x\",\"options\":[\"a\"],\n\"ranking\":[[0],[1],[2],[3]]},\n{\"id\":\"y\",\"options\":[\"b\"],\n\"statements\":[\"a\"]}]"
	many := make([]string, 64)
	for k := range many {
		many[k] = `{"id":"o` + strings.Repeat("x", k) + `"}`
	}
	for _, c := range []struct{ text, want string }{
		{"", "m.json: the file is empty"},
		{"\xff\xfe{", "UTF-16"},
		{"\x80\x02}q", "pickle"},
		{"{\"a\":1}", "m.json:1: the file is neither a model of ours"},
		{"{\"dms\":[]}", "m.json:1: the file looks like a model of ours"},
		{"{\"schema\":\"parley.bargain/1\"}", `m.json:1: the file is of the kind "parley.bargain/1", want "parley.stability/1"`},
		{head + ",\n\"extra\":1}", `m.json:7: the model has no key "extra"`},
		{strings.Replace(head, "[2],[3]", "[2]", 1) + "}", `m.json:4: decision maker "x": ranking: state 3 (YY) is not listed`},
		{strings.Replace(head, "[2],[3]", "[2],\n[1],[3]", 1) + "}", `m.json:5: the ranking of "x" lists state 1 (YN) twice, first on line 4`},
		{strings.Replace(head, "[3]]", "[4]]", 1) + "}", "m.json:4: the ranking of x: state 4 is too large: with 2 options decimals run from 0 to 3"},
		{strings.Replace(head, "[3]]", "[\"YYY\"]]", 1) + "}", `m.json:4: the ranking of x: state "YYY" is neither a decimal nor 2 letters`},
		{strings.Replace(head, "[3]]", "[]]", 1) + "}", "has an empty group"},
		{head + ",\n\"infeasible\":[\"a & b\"]}", `m.json:4: the ranking of x: state 3 (YY) is infeasible, by "a & b" on line 7; leave it out`},
		{head + ",\n\"infeasible\":[\"a & d\"]}", `m.json:7: infeasible "a & d": unknown option "d" at byte 4; there are: a, b`},
		{head + ",\n\"infeasible\":[\"a | !a\"]}", `m.json:4: the ranking of x: state 0 (NN) is infeasible`},
		{strings.Replace(strings.Replace(head, "\"ranking\":[[0],[1],[2],[3]]", "\"statements\":[]", 1), "[\"a\"]}]", "[]}]", 1) + ",\"infeasible\":[\"a | !a\"]}", "m.json: model: no feasible state"},
		{strings.Replace(head, "[\"b\"]", "[\"b\",\"a\"]", 1) + "}", `m.json:5: option "a" is controlled by both "x" and "y"`},
		{strings.Replace(head, "[\"b\"]", "[\"c\"]", 1) + "}", `m.json:5: there is no option "c"; there are: a, b`},
		{strings.Replace(head, "\"id\":\"b\"}", "\"id\":\"a b\"}", 1) + "}", `the option id "a b" could not be named`},
		{strings.Replace(head, "\"id\":\"b\"}", "\"id\":\"b\",\"direction\":\"up\"}", 1) + "}", `want both, forward or back`},
		{strings.Replace(head, "\"statements\":[\"a\"]", "\"statements\":[\"a\"],\"weights\":{}", 1) + "}", `decision maker "y" has statements and weights`},
		{strings.Replace(head, "\"statements\":[\"a\"]", "\"name\":\"Y\"", 1) + "}", `decision maker "y" has no preference`},
		{strings.Replace(head, "\"statements\":[\"a\"]", "\"payoffs\":{\"0\":1,\n\"NN\":2}", 1) + "}", `m.json:7: the payoffs of "y" name state 0 (NN) twice`},
		{strings.Replace(head, "\"statements\":[\"a\"]", "\"payoffs\":{\"0\":\"much\"}", 1) + "}", `the payoff of 0: "much" is not a decimal number`},
		{strings.Replace(head, "[\"a\"]}]", "[\" \"]}]", 1) + "}", `a statement of y is empty; in YAML`},
		{head + ",\n\"coalesce\":[\"a\"]}", `m.json:4: the ranking of "x" lists 3 (YY) apart from 1 (YN) on line 4; "coalesce" makes them one state`},
		{head + ",\n\"status_quo\":9}", "m.json:7: the status quo: state 9 is too large"},
		{head + ",\n\"settings\":{\"sanction\":\"hard\"}}", `m.json:7: the setting sanction is "hard", want not_better or worse`},
		{head + ",\n\"concepts\":{\"x\":\"seq\"}}", `m.json:7: concepts says nothing of "y"`},
		{head + ",\n\"concepts\":{\"x\":\"seq\",\"y\":\"kalai\"}}", `m.json:7: the concept of "y" is "kalai"`},
		{head + ",\n\"unknown\":{\"z\":[]}}", `m.json:7: unknown: there is no decision maker "z"; there are: x, y`},
		{head + ",\n\"views\":{\"y\":{\"dms\":[{\"id\":\"x\",\n\"ranking\":[[0]]}]}}}", `m.json:8: as decision maker "y" sees "x": ranking: state 1 (YN) is not listed`},
		{head + ",\n\"views\":{\"y\":{\"dms\":[{\"id\":\"y\",\"ranking\":[[0]]}]}}}", "has a view of itself"},
		{head + ",\n\"instruments\":[{\"id\":\"i\",\"when\":\"a\"}]}", `m.json:7: instrument "i" has no "max"`},
		{head + ",\n\"instruments\":[{\"id\":\"i\",\"max\":\"-1\"}]}", `m.json:7: max of instrument "i" is "-1", and cannot be negative`},
		{head + ",\n\"instruments\":[{\"id\":\"i\",\"max\":1,\"when\":\"a &\"}]}", `m.json:7: the trigger of i "a &": an option expected at the end`},
		{head + ",\n\"arcs\":{}}", "m.json:7: arcs belong to a free-form model"},
		{`{"schema":"parley.stability/1","options":[` + strings.Join(many, ",") + `],"dms":[]}`, "m.json:1: the model has 64 options, more than 63"},
		{strings.Replace(freeJSON, `"arcs"`, `"blind"`, 1), "needs \"arcs\""},
		{strings.Replace(freeJSON, `["truce",0]`, `["truce","peace"]`, 1), `an arc: there is no state "peace"; there are: war, truce, 7`},
		{strings.Replace(freeJSON, `["truce"],["7"]`, `["truce"]`, 1), `m.json:2: decision maker "a": ranking: state 2 (7) is not listed`},
	} {
		x, err := ReadConflict(File{"m.json", []byte(c.text)})
		if err == nil {
			_, err = x.Compile(context.Background())
		}
		var own *Error
		if err == nil || !errors.As(err, &own) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want %q, got %v", c.want, err)
		}
	}
}

// TestCoalescedGroup: a ranking may name several settings of one state together.
func TestCoalescedGroup(t *testing.T) {
	c := readModel(t, "m.json", `{"schema":"parley.stability/1","options":[{"id":"a"},{"id":"b"}],"coalesce":["b"],
"dms":[{"id":"x","options":["a"],"ranking":[[1],[2,3],[0]]},{"id":"y","options":["b"],"ranking":[["NY"],0,1]}]}`)
	if m := compiled(t, c); m.Len() != 3 {
		t.Errorf("%d states", m.Len())
	}
	if got := c.Definition.DMs[0].Preference.Ranking; !reflect.DeepEqual(got, [][]stability.State{{1}, {2}, {0}}) {
		t.Errorf("%v", got)
	}
}

// TestModelNotes: what is allowed and probably not meant is said.
func TestModelNotes(t *testing.T) {
	c := readModel(t, "m.json", `{"schema":"parley.stability/1","options":[{"id":"a"},{"id":"lone"}],
"dms":[{"id":"x","options":["a"],"statements":["a"]}],"instruments":[{"id":"i","max":1,"payer":"w"}],
"budgets":{"w":1,"v":2}}`)
	if len(c.Repairs) != 2 || !strings.Contains(c.Repairs[0].What, `nobody controls option "lone"`) || c.Repairs[1].Line != 3 || !strings.Contains(c.Repairs[1].What, `paid by "v"`) {
		t.Errorf("%v", c.Repairs)
	}
	if _, line := c.Place(0); line != 2 {
		t.Errorf("line %d", line)
	}
}

// TestContradictedStrength: a pair that the preference contradicts is left out and
// said; one that holds stays.
func TestContradictedStrength(t *testing.T) {
	c := readModel(t, "m.json", `{"schema":"parley.stability/1","options":[{"id":"withdraw"},{"id":"strike","direction":"forward"}],
"dms":[{"id":"a","options":["withdraw"],"statements":["!strike & withdraw","strike -> withdraw","withdraw | strike"]},
{"id":"b","options":["strike"],"ranking":[[0],[2],[1]]}],"infeasible":["withdraw & strike"],
"much_better":{"a":[[0,1],[1,2]]}}`)
	for range 2 { // and once, however often it is compiled
		if d := compiled(t, c).Definition(); !reflect.DeepEqual(d.DMs[0].MuchBetter, []stability.Pair{{1, 2}}) {
			t.Errorf("%v", d.DMs[0].MuchBetter)
		}
	}
	if len(c.Repairs) != 1 || c.Repairs[0].Line != 4 || !strings.Contains(c.Repairs[0].What, `"a" is said to prefer state 0 (NN) much to 1 (YN)`) {
		t.Errorf("%v", c.Repairs)
	}
}

// TestManyOptions: with few feasible states, 60 options are as good as 6.
func TestManyOptions(t *testing.T) {
	var options, pairs []string
	for k := range 60 {
		id := "o" + strings.Repeat("i", k)
		options = append(options, `{"id":"`+id+`"}`)
		if k > 0 {
			pairs = append(pairs, `"o <-> !`+id+`"`)
		}
	}
	text := `{"schema":"parley.stability/1","options":[` + strings.Join(options, ",") + `],"dms":[{"id":"x","options":["o"],"ranking":[["1152921504606846975"],[0]]}],"infeasible":[` + strings.Join(pairs, ",") + `]}`
	c := readModel(t, "m.json", text)
	m := compiled(t, c)
	if got := equilibria(t, m, stability.Nash); m.Len() != 2 || len(got) != 2 { // nobody can move alone between the two
		t.Errorf("%d states, %v", m.Len(), got)
	}
	out, err := WriteConflict(c)
	if err != nil || !strings.Contains(string(out), `"1152921504606846975"`) {
		t.Errorf("%v: a large decimal is not written as a text", err)
	}
}

// A model of one option has two payoffs, few enough that a compiler may keep them in a
// place that is gone when the reader returns.
func TestReadConflictOfOneOption(t *testing.T) {
	for _, prefer := range []string{`"payoffs":{"0":2,"1":3}`, `"weights":{"()":2,"x":1}`} {
		c, err := ReadConflict(File{Name: "m.json", Data: []byte(`{"schema":"parley.stability/1","options":[{"id":"x"}],"dms":[{"id":"a","options":["x"],` + prefer + `}]}`)})
		if err != nil {
			t.Fatal(err)
		}
		m, err := c.Compile(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for s, want := range []string{"2", "3"} {
			if worth, cardinal, err := m.Worth(0, stability.State(s)); err != nil || !cardinal || worth.RatString() != want {
				t.Errorf("%s: state %d is worth %v, want %s; %v", prefer, s, worth, want, err)
			}
		}
	}
}
