// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"parley/stability"
)

// dilemmaGMCR is the prisoner's dilemma in statements, as GMCR+ saves it.
const dilemmaGMCR = `{"program":"gmcr-py","version":"0.3.12","useManualPreferenceRanking":false,"infeasibles":[],
 "options":[{"name":"Cooperate","permittedDirection":"both"},{"name":"Cooperate","permittedDirection":"both"}],
 "decisionMakers":[{"name":"Prisoner One","options":[0],"preferences":[[[1,"Y"]],[[0,"N"]]],"payoffs":[2,1,4,3],"misperceptions":[]},
  {"name":"Prisoner Two","options":[1],"preferences":[[[0,"Y"]],{"compound":true,"members":[[[1,"N"]]]}]}],"coalitions":[0,1]}`

func TestGMCR(t *testing.T) {
	c := readModel(t, "dilemma.gmcr", dilemmaGMCR)
	if c.Format != GMCR || c.Definition.Name != "dilemma" || c.Definition.Options[1].ID != "Cooperate_2" || c.Definition.DMs[0].ID != "Prisoner_One" || len(c.Repairs) != 0 {
		t.Errorf("%+v %v", c.Definition, c.Repairs)
	}
	m := compiled(t, c)
	if got := equilibria(t, m, stability.SEQ); !reflect.DeepEqual(got, []stability.State{0, 3}) {
		t.Errorf("%v", got)
	}
	// The same by rankings, under the key of older versions, with a tie.
	old := strings.NewReplacer(`"useManualPreferenceRanking":false`, `"useManualPreferenceVectors":true`,
		`"options":[0],"preferences":[[[1,"Y"]],[[0,"N"]]]`, `"options":[0],"preferences":[],"preferenceVector":[3,4,[1,2]]`,
		`"options":[1],"preferences":[[[0,"Y"]],{"compound":true,"members":[[[1,"N"]]]}]`, `"options":[1],"preferences":[],"preferenceVector":[2,4,1,3]`).Replace(dilemmaGMCR)
	c = readModel(t, "old.gmcr", old)
	if got := c.Definition.DMs[0].Preference.Ranking; !reflect.DeepEqual(got, [][]stability.State{{2}, {3}, {0, 1}}) || len(c.Repairs) != 0 {
		t.Errorf("%v %v", got, c.Repairs)
	}
}

// orderGMCR has the option of the second decision maker first. Its statements give
// One 2 > 3 > 0 > 1 and Two likewise, where option 0 is Two's.
func orderGMCR(one, two string) string {
	return `{"useManualPreferenceRanking":true,"infeasibles":[],
"options":[{"name":"t","permittedDirection":"both"},{"name":"o","permittedDirection":"both"}],
"decisionMakers":[
{"name":"One","options":[1],"preferences":[[[0,"Y"]],[[1,"N"]]],"preferenceRanking":` + one + `},
{"name":"Two","options":[0],"preferences":[[[1,"Y"]],[[0,"N"]]],"preferenceRanking":` + two + `}]}`
}

// TestGMCROrder: rankings name states by numbers that depend on the order of
// options, which their program changes when it opens a file.
func TestGMCROrder(t *testing.T) {
	wanted := [][]stability.State{{1}, {3}, {0}, {2}} // One: t alone, both, none, o alone
	for _, c := range []struct {
		name, text, says string
		want             [][]stability.State
	}{
		// As in the file: states NN, t, o, t o are numbers 1 to 4.
		{"file", orderGMCR("[2,4,1,3]", "[3,4,1,2]"), "numbered as in the file", wanted},
		// As their program numbers them: NN, o, t, o t.
		{"theirs", orderGMCR("[3,4,1,2]", "[2,4,1,3]"), "states are numbered in that order", wanted},
		// Neither agrees: said, and read as in the file.
		{"neither", orderGMCR("[1,2,3,4]", "[4,3,2,1]"), "check the rankings", [][]stability.State{{0}, {1}, {2}, {3}}},
	} {
		x := readModel(t, c.name+".gmcr", c.text)
		if got := x.Definition.DMs[0].Preference.Ranking; !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
		if len(x.Repairs) == 0 || !strings.Contains(x.Repairs[0].What, c.says) {
			t.Errorf("%s: %v", c.name, x.Repairs)
		}
	}
	// In order now, but the numbers are those of the order o2, o1 before.
	text := `{"useManualPreferenceRanking":true,"infeasibles":[],"options":[{"name":"o","permittedDirection":"both"},{"name":"t","permittedDirection":"both"}],
"decisionMakers":[{"name":"One","options":[0],"preferences":[[[1,"Y"]],[[0,"N"]]],"preferenceRanking":[2,4,1,3]},
{"name":"Two","options":[1],"preferences":[[[0,"Y"]],[[1,"N"]]],"preferenceRanking":[3,4,1,2]}]}`
	x := readModel(t, "moved.gmcr", text)
	if got := x.Definition.DMs[0].Preference.Ranking; !reflect.DeepEqual(got, [][]stability.State{{2}, {3}, {0}, {1}}) ||
		!strings.Contains(x.Repairs[0].What, "if the options are in the order t, o") {
		t.Errorf("%v %v", got, x.Repairs)
	}
}

// TestGMCRGrouped follows the program move by move, by hand.
func TestGMCRGrouped(t *testing.T) {
	for _, c := range []struct {
		owned [][]int
		n     int
		want  []int // new place of each
	}{
		{[][]int{{0, 1}, {2, 3}}, 4, []int{0, 1, 2, 3}},
		{[][]int{{1}, {0}}, 2, []int{1, 0}},
		{[][]int{{2, 3}, {0, 1}}, 4, []int{2, 3, 0, 1}},
		{[][]int{{0}, {2}}, 3, []int{1, 0, 2}},    // nobody's comes first
		{[][]int{{2, 3}}, 4, []int{0, 3, 1, 2}},   // of two, one first and one last
		{[][]int{{1, 0}, {2}}, 3, []int{1, 0, 2}}, // in the order in which they are owned
		{[][]int{{}, {}}, 2, []int{0, 1}},         // nobody owns anything
		{[][]int{{3}, {1}, {0, 2}}, 4, []int{2, 1, 3, 0}},
	} {
		d := stability.Definition{Options: make([]stability.Option, c.n)}
		for _, o := range c.owned {
			d.DMs = append(d.DMs, stability.DM{Options: o})
		}
		r := &gmcrReader{d: &d}
		got := r.grouped()
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%v: %v, want %v", c.owned, got, c.want)
		}
		// Done again, it changes nothing: what we write is read as it was meant.
		for i := range d.DMs {
			for k, o := range d.DMs[i].Options {
				c.owned[i][k] = got[o]
			}
		}
		if again := r.grouped(); !slices.IsSorted(again) {
			t.Errorf("%v: done again %v", c.owned, again)
		}
	}
}

func TestGMCRErrors(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{`"permittedDirection":"both"}]`, `"permittedDirection":"up"}]`, "m.gmcr:2: the permittedDirection of option \"Cooperate\" is \"up\""},
		{`[[1,"Y"]]`, `[[7,"Y"]]`, "m.gmcr:3: the option of a condition is 7; there are 2, counted from 0"},
		{`[[1,"Y"]]`, `[[1,"-"]]`, `wants "Y" or "N"`},
		{`[[1,"Y"]]`, `"x"`, "a condition is a text"},
		{`"options":[1]`, `"options":[0]`, "is controlled by both"},
		{`"infeasibles":[]`, `"infeasibles":[[[0,"Y"]],[[0,"N"]]]`, "no feasible state"},
		{`"name":"Prisoner One",`, ``, "m.gmcr:3: this decision maker has no name"},
		{dilemmaGMCR[len(dilemmaGMCR)-30:], ``, "cut short"},
	} {
		x, err := ReadConflict(File{"m.gmcr", []byte(strings.Replace(dilemmaGMCR, c.from, c.to, 1))})
		if err == nil {
			_, err = x.Compile(context.Background())
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want %q, got %v", c.want, err)
		}
	}
	for _, c := range []struct{ ranking, want string }{
		{"[2,4,1]", "leaves out state number 3 of 4"},
		{"[2,4,1,[3,2]]", "names state number 2 twice"},
		{"[2,4,1,5]", "states are numbered from 1 to 4"},
		{"[2,4,1,0]", "states are numbered from 1 to 4"},
	} {
		_, err := ReadConflict(File{"m.gmcr", []byte(orderGMCR(c.ranking, "[3,4,1,2]"))})
		if err == nil || !strings.Contains(err.Error(), "m.gmcr:4: ") || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want %q, got %v", c.want, err)
		}
	}
}

// TestGMCRNotes: what the model has no place for, or has to decide, is said.
func TestGMCRNotes(t *testing.T) {
	text := strings.NewReplacer(`"coalitions":[0,1]`, `"coalitions":[[0,1]]`, `"misperceptions":[]`, `"misperceptions":[[[0,"Y"]]]`,
		`"preferences":[[[0,"Y"]],{"compound":true,"members":[[[1,"N"]]]}]`, `"preferences":[]`, `,"permittedDirection":"both"}]`, `}]`).Replace(dilemmaGMCR)
	c := readModel(t, "m.gmcr", text)
	var all []string
	for _, r := range c.Repairs {
		all = append(all, r.String())
	}
	says := strings.Join(all, "\n")
	for _, want := range []string{"m.gmcr:4: the coalition of Prisoner_One and Prisoner_Two", "--coalition Prisoner_One,Prisoner_Two",
		`m.gmcr:3: "Prisoner One" does not see`, `m.gmcr:4: "Prisoner Two" states no preference`, "m.gmcr:2: option \"Cooperate\" states no direction"} {
		if !strings.Contains(says, want) {
			t.Errorf("want %q in\n%s", want, says)
		}
	}
	if len(c.Definition.DMs[0].Blind) != 1 {
		t.Error("a misperception is lost")
	}
}

// TestWriteGMCR: what is written is read back as the same conflict, also where
// options have to be put into order.
func TestWriteGMCR(t *testing.T) {
	for _, text := range []string{cubanYAML, strings.Replace(strings.Replace(cubanYAML, "[strike, blockade]", "[blockade, escalate]", 1), "[withdraw, escalate]", "[withdraw, strike]", 1)} {
		c := readModel(t, "c.yaml", text)
		m := compiled(t, c)
		data, lost, err := WriteGMCR(c, m)
		if err != nil {
			t.Fatal(err)
		}
		back := readModel(t, "c.gmcr", string(data))
		order := (&gmcrReader{d: &c.Definition}).grouped()
		again := compiled(t, back)
		for _, concept := range stability.Concepts() {
			var want []stability.State
			for _, s := range inOrder(equilibria(t, m, concept), order) {
				want = append(want, reordered(s, order))
			}
			if got := equilibria(t, again, concept); len(got) != len(want) || len(got) > 0 && !reflect.DeepEqual(got, want) {
				t.Errorf("%v: %v, want %v (%v)", concept, got, want, lost)
			}
		}
		for _, r := range back.Repairs {
			t.Errorf("a repair of our own file: %v", r)
		}
	}
	w := readModel(t, "whole.json", wholeJSON)
	if _, _, err := WriteGMCR(w, compiled(t, w)); err == nil {
		t.Error("coalesced states are written")
	}
}

// TestWriteNFG is the dilemma in the form of Gambit, first player fastest.
func TestWriteNFG(t *testing.T) {
	c := readModel(t, "d.gmcr", dilemmaGMCR)
	data, lost, err := WriteNFG(c, compiled(t, c))
	want := "NFG 1 R \"d\"\n{ \"Prisoner One\" \"Prisoner Two\" }\n{ { \"none\" \"Cooperate\" }\n  { \"none\" \"Cooperate\" } }\n\n1 1\n0 3\n3 0\n2 2\n"
	if err != nil || string(data) != want || len(lost) != 2 {
		t.Errorf("%v %v\n%s", err, lost, data)
	}
	for name, text := range map[string]string{"infeasible": cubanYAML, "free-form": freeJSON, "coalesced": wholeJSON,
		"goes one way": strings.Replace(cubanYAML, "infeasible: [withdraw & escalate]\n", "", 1)} {
		if name == "goes one way" {
			text = strings.NewReplacer("ranking: [[4], 6, \"YNYN\", 7, 2, 1, 3, 0, 11, 9, 10, 8]", "statements: []",
				"ranking: [[0], [4], [6], [2], [5], [1], [7], [3], [11], [9], [10], [8]]", "statements: []").Replace(text)
		}
		c := readModel(t, name, text)
		if _, _, err := WriteNFG(c, compiled(t, c)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
