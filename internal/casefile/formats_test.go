// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"parley/bargain"
)

const webProfileJSON = `{"LinearAdditiveUtilitySpace": {"name": "p1",
 "domain": {"name": "d", "issuesValues": {
  "a": {"values": ["x", " y", "z"]},
  "n": {"range": ["0", 10, "2.5"]}}},
 "issueUtilities": {
  "a": {"DiscreteValueSetUtilities": {"valueUtilities": {"x": 1, "y": 0.25}}},
  "n": {"numberutils": {"lowValue": 2.5, "lowUtility": 0.2, "highValue": 7.5, "highUtility": 1}}},
 "issueWeights": {"a": 0.6, "n": 0.4},
 "reservationBid": {"issuevalues": {"a": "y"}}}}`

func TestGeniusWeb(t *testing.T) {
	c := mustRead(t, "p1.json", webProfileJSON, "p2.json", strings.Replace(strings.Replace(webProfileJSON, "DiscreteValueSetUtilities", "discreteutils", 1),
		`{"a": "y"}`, `{"a": "y", "n": 5.0}`, 1))
	for want, options := range map[string][]string{
		"21/25 21/25": {"x", "5"},   // 0.6·1 + 0.4·0.6
		"3/20 3/20":   {" y", "10"}, // beyond the line there is nothing
		"0 0":         {"z", "0"},
	} {
		if got := utility(t, c, options...); got != want {
			t.Errorf("%v: %s, want %s", options, got, want)
		}
	}
	r := c.Model.Parties[0].Views[0].Reservation
	if x, _ := r.Value.Exact(); r.Package != nil || x.RatString() != "3/20" {
		t.Errorf("the partial bid is worth %v", r)
	}
	if r := c.Model.Parties[1].Views[0].Reservation; r.Package == nil || r.Package[1] != 2 {
		t.Errorf("the whole bid is %v", r)
	}
	wantRepair(t, c, "p1.json", 6, `"z" of issue "a" has no value`)
	wantRepair(t, c, "p1.json", 9, "leaves issues open")
}

func TestGeniusWebGroups(t *testing.T) {
	c := mustRead(t, "p.json", `{"SumOfGroupsUtilitySpace": {"name": "g", "domain": {"name": "d", "issuesValues": {
 "a": {"values": ["1", "2"]}, "b": {"values": ["u", "v"]}}},
 "partUtilities": {"ab": {"partsutils": {"issues": ["a", "b"], "utilslist": [
  {"values": ["1", "u"], "util": 0.5}, {"values": ["2", "v"], "util": "0.75"}]}}}}}`)
	if got := utility(t, c, "1", "u") + " " + utility(t, c, "1", "v") + " " + utility(t, c, "2", "v"); got != "1/2 0 3/4" {
		t.Error(got)
	}
}

const orderingJSON = `{"DefaultPartialOrdering": {"name": "o", "domain": {"name": "d", "issuesValues": {
 "a": {"values": ["x", "y"]}, "b": {"values": ["1", "2"]}}},
 "reservationBid": {"issuevalues": {"a": "y", "b": "2"}},
 "bids": [{"issuevalues": {"a": "x", "b": "1"}}, {"issuevalues": {"a": "x", "b": "2"}}, {"issuevalues": {"a": "y", "b": "2"}}],
 "better": [[0, 1], [1, 2],
  [2, 2]]}}`

// TestGeniusWebOrdering: a profile without numbers is a case for robust; the others
// name it.
func TestGeniusWebOrdering(t *testing.T) {
	const linear = `{"LinearAdditiveUtilitySpace": {"name": "l", "domain": {"name": "d", "issuesValues": {
 "a": {"values": ["x", "y"]}, "b": {"values": ["1", "2"]}}},
 "issueWeights": {"a": 0.5, "b": 0.5}, "issueUtilities": {"a": {"discreteutils": {"valueUtilities": {"x": 0, "y": 1}}}, "b": {"discreteutils": {"valueUtilities": {"1": 1, "2": 0}}}}}}`
	c := mustRead(t, "l.json", linear, "o.json", orderingJSON)
	wantRepair(t, c, "o.json", 6, "better than itself")
	if e := c.Uncertain(); e == nil || e.Error() != `o.json:1: party "o" only orders packages` {
		t.Error(e)
	}
	v := c.Model.Parties[1].Views[0]
	if len(v.Better) != 2 || !slices.Equal(v.Better[1][0], bargain.Package{0, 1}) || !slices.Equal(v.Better[1][1], bargain.Package{1, 1}) || v.Reservation.Package[0] != 1 {
		t.Errorf("%+v", v)
	}
	r, err := c.Model.Robust(t.Context(), bargain.RobustOptions{Samples: 50, Seed: 1, Packages: []bargain.Package{{0, 0}, {1, 1}}})
	if err != nil {
		t.Fatal(err)
	}
	// x,1 is best for o; y,2 is least for both orders known of it, and y,1 gives l more.
	if r.Packages[0].Efficient != 50 || r.Packages[1].Efficient != 0 || r.Packages[0].Acceptable != 50 {
		t.Errorf("%+v", r.Packages)
	}
	for _, f := range []Format{Parley, Genius, GeniusWeb, NegMAS} {
		if _, _, err := Write(c, f); err == nil || !strings.Contains(err.Error(), "only orders packages") {
			t.Errorf("%s: %v", f, err)
		}
	}
	for want, old := range map[string][2]string{
		`o.json:6: better names the bid "3"`:          {"[2, 2]", "[2, 3]"},
		`o.json:4: the bid does not settle issue "b"`: {`"x", "b": "2"}`, `"x"}`},
		`o.json:4: issue "b" has no option "7"`:       {`"x", "b": "2"}`, `"x", "b": "7"}`},
		`o.json:5: better is a list of pairs`:         {"[0, 1]", "[0]"},
	} {
		if _, err := read(t, Options{}, "l.json", linear, "o.json", strings.Replace(orderingJSON, old[0], old[1], 1)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

func TestNegMAS(t *testing.T) {
	space := `type: negmas.outcomes.DiscreteCartesianOutcomeSpace
name: trade
issues:
- {name: price, type: ContiguousIssue, values: [1, 4]}
- {name: mode, type: CategoricalIssue, values: [sea, air, 3.0]}
`
	profile := `type: LinearAdditiveUtilityFunction
reserved_value: -.inf
weights: [0.5, 2]
values:
- {type: AffineFun, slope: -1, bias: 4}
- type: TableFun
  mapping: {sea: 0.1, air: 0.3, 3: .5}
bias: 0.25
`
	disc := `{"type": "ExpDiscountedUFun", "reserved_value": 0.5, "ufun": {"type": "HyperRectangleUtilityFunction",
"outcome_ranges": [{"0": [2, 3], "1": ["sea", "air"]}, null], "utilities": [2, 1], "weights": [3, 1], "bias": -0.5}}`
	c := mustRead(t, "_skip.yml", "nonsense: [", "trade.yml", space, "u1.yml", profile, "u2.json", disc)
	if got := utility(t, c, "2", "3.0"); got != "9/4 1/2" { // 0.5·2 + 2·0.5 + 0.25; 1 - 0.5
		t.Error(got)
	}
	if got := utility(t, c, "3", "air"); got != "27/20 13/2" { // 0.5·1 + 2·0.3 + 0.25; 3·2 + 1 - 0.5
		t.Error(got)
	}
	if v := c.Model.Parties[0].Views[0]; v.Reservation != nil {
		t.Errorf("minus infinity is read as %v", v.Reservation)
	}
	if v := c.Model.Parties[1].Views[0]; v.Reservation == nil {
		t.Error("the reservation around a discount is lost")
	}
	wantRepair(t, c, "u2.json", 1, "discount of ExpDiscountedUFun is left out")
	_, err := read(t, Options{}, "trade.yml", space, "u1.yml", strings.Replace(profile, "[0.5, 2]", "[0.5, .nan]", 1))
	if err == nil || !strings.Contains(err.Error(), "u1.yml:3: the weight of mode") {
		t.Error(err)
	}
}

func TestNegoLog(t *testing.T) {
	profile := `{"reservationValue": 0.3, "issueWeights": {"a": 0.7, "b": 0.3},
"issues": {"a": {"x": 1, "y": 0.5}, "b": {"u": 0.2, "v": 1}}}`
	c := mustRead(t, "domain3/profileA.json", profile, "domain3/profileB.json", strings.Replace(profile, `"x": 1, "y"`, `"y": 1, "x"`, 1))
	if got := utility(t, c, "x", "v"); got != "1 13/20" || c.Format != NegoLog || c.Model.Name != "domain3" {
		t.Errorf("%s %+v", got, c.Model)
	}
}

// game reads one of the games in testdata.
func game(t *testing.T, dir string) *Case {
	t.Helper()
	var files []File
	err := fs.WalkDir(os.DirFS("testdata"), dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile("testdata/" + p)
		files = append(files, File{p, data})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	c, err := Read(files, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestDeliberation compares with the counts that were published for the game of
// six: deals, acceptable to all, acceptable with at most one dissenter and both
// vetoes, efficient. For the game of seven, 2,880, 52, 204 and 1,360 were published,
// of sheets that are not at hand; with another state of them, which testdata
// holds, a count deal by deal outside this program gives those below.
func TestDeliberation(t *testing.T) {
	for dir, want := range map[string][4]int64{"stadium6": {720, 12, 55, 481}, "stadium7": {2880, 281, 546, 1549}} {
		c := game(t, dir)
		p, err := c.Compile(0)
		if err != nil {
			t.Fatal(err)
		}
		f, err := p.Frontier(t.Context(), bargain.Options{})
		if err != nil {
			t.Fatal(err)
		}
		z, err := f.Zone(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		n, err := p.Acceptable(t.Context(), *c.Rule, 0)
		if err != nil {
			t.Fatal(err)
		}
		got := [4]int64{z.Feasible.Exact.Int64(), z.Packages.Exact.Int64(), n.Exact.Int64(), f.Total().Int64()}
		if got != want || c.Model.Name != dir {
			t.Errorf("%s %s: %v, want %v", dir, c.Model.Name, got, want)
		}
	}
}

func TestFormatsTogether(t *testing.T) {
	negolog := `{"reservationValue": 0.3, "issueWeights": {"a": 1}, "issues": {"a": {"x": 1}}}`
	c := mustRead(t, "a.json", negolog, "b.json", negolog, "g.json", webProfileJSON, "note.txt", "hello", "x.json", `{"y": 1}`)
	if c.Format != NegoLog || len(c.Model.Parties) != 2 {
		t.Errorf("%s with %d parties", c.Format, len(c.Model.Parties))
	}
	wantRepair(t, c, "g.json", 0, "the format geniusweb")
	wantRepair(t, c, "note.txt", 0, "left out")
	wantRepair(t, c, "x.json", 0, "of no format")
	c, err := read(t, Options{Format: GeniusWeb}, "a.json", negolog, "g.json", webProfileJSON)
	if err != nil || c.Format != GeniusWeb || len(c.Model.Parties) != 1 {
		t.Error(err)
	}
	for _, bad := range [][]string{{"x.json", `{"y": 1}`}, {"x.bin", "\x00\x01"}, {"e.json", ""}, {"a.json", negolog, "b/a.json", negolog}} {
		if _, err := read(t, Options{}, bad...); err == nil {
			t.Errorf("%v is read", bad)
		}
	}
}
