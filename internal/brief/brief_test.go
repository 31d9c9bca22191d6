// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"parley/internal/process"
)

var update = flag.Bool("update", false, "write the golden files")

// TestSameStateSameBytes: whoever recomputes a report gets the same bytes, from
// the same state and from one folded anew.
func TestSameStateSameBytes(t *testing.T) {
	w := tell(t, "Aa1", "Bb2")
	w.release("Bb2")
	for _, seat := range w.Roster().Names() {
		first := marshal(t, w.reports(t, seat))
		for range 3 {
			if marshal(t, w.reports(t, seat)) != first {
				t.Fatalf("seat %s: two reports of one state differ", seat)
			}
		}
		// The same words from another record: only ids and keys differ.
		x := tell(t, "Aa1", "Bb2")
		x.release("Bb2")
		for name, want := range w.reports(t, seat) {
			got := plain(x.State("M"), marshal(t, x.reports(t, seat)[name]))
			if want := plain(w.State("M"), marshal(t, want)); name != "roster" && got != want {
				x, y := difference(want, got)
				t.Errorf("%s: … %s …\nand again … %s …", name, x, y)
			}
		}
	}
}

// TestGolden holds the reports that people see first.
func TestGolden(t *testing.T) {
	w := tell(t, "Aa1", "Bb2")
	w.release("Bb2")
	words := regexp.MustCompile(`"(([a-z]{4}",\s+"){11}[a-z]{4})"`)
	for _, c := range []struct{ seat, report string }{
		{"M", "standing"}, {"Bb2", "standing"}, {"M", "knows"}, {"M", "roster"}, {"Bb2", "told Bb2"}, {"M", "entries"},
	} {
		v := w.reports(t, c.seat)[c.report]
		if r, ok := v.(SeatsReport); ok {
			r.Roster = "hash"
			v = r
		}
		got := words.ReplaceAllString(plain(w.State("M"), marshal(t, v)), `"twelve words"`) + "\n"
		file := filepath.Join("testdata", strings.ReplaceAll(c.seat+" "+c.report, " ", "-")+".json")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s has changed: look at the difference after go test -update\n%s", file, got)
		}
	}
}

// TestNothingIsNull: a reader of the JSON need not tell null from an empty list.
func TestNothingIsNull(t *testing.T) {
	w := tell(t, "Aa1", "Bb2")
	w.release("Bb2")
	empty := process.New("X")
	all := map[string]any{
		"empty standing": Standing(empty, nil, Head{}, 0), "empty roster": RosterReport(empty, nil, Head{}, 0),
		"empty entries": Entries(empty, EntriesQuery{}), "empty knows": WhoKnows(empty, w.entry, Head{}, 0),
		"empty told": ToldTo(empty, "A", w.Now, Head{}, 0), "empty releases": Releases(empty, nil, Head{}, 0),
	}
	for _, seat := range w.Roster().Names() {
		for name, v := range w.reports(t, seat) {
			all[seat+" "+name] = v
		}
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		var v any
		if err := json.Unmarshal([]byte(marshal(t, all[name])), &v); err != nil {
			t.Fatal(err)
		}
		if at := null(v, name); at != "" {
			t.Errorf("%s is null", at)
		}
		top, _ := v.(map[string]any)
		if top["head"] == nil || top["withheld"] == nil {
			t.Errorf("%s has no footing", name)
		}
	}
}

func null(v any, at string) string {
	switch v := v.(type) {
	case nil:
		return at
	case []any:
		for i, x := range v {
			if found := null(x, fmt.Sprintf("%s[%d]", at, i)); found != "" {
				return found
			}
		}
	case map[string]any:
		for k, x := range v {
			if found := null(x, at+"."+k); found != "" {
				return found
			}
		}
	}
	return ""
}

// TestSymmetry swaps the two parties everywhere: what is said of one is then
// said of the other, and nothing else changes.
func TestSymmetry(t *testing.T) {
	const a, b = "Aa1", "Bb2"
	one, two := tell(t, a, b), tell(t, b, a)
	one.release(b)
	two.release(a)
	swap := strings.NewReplacer(a, b, b, a, strings.ToLower(a), strings.ToLower(b), strings.ToLower(b), strings.ToLower(a))
	hashes := regexp.MustCompile(`"(words|roster)": *("[^"]*"|\[[^\]]*\])`)
	for _, seat := range []string{"M", "G", a} {
		other := swap.Replace(seat)
		swapped := one.reports(t, seat)
		for name, v := range two.reports(t, other) {
			mine := swap.Replace(plain(one.State("M"), marshal(t, swapped[swap.Replace(name)])))
			theirs := plain(two.State("M"), marshal(t, v))
			mine, theirs = hashes.ReplaceAllString(mine, `"$1": ""`), hashes.ReplaceAllString(theirs, `"$1": ""`)
			if x, y := unordered(t, mine), unordered(t, theirs); x != y {
				x, y = difference(x, y)
				t.Errorf("seat %s, %s: … %s …\nwith the parties swapped … %s …", seat, name, x, y)
			}
		}
	}
}

// difference is where two texts depart from each other, with a little around it.
func difference(x, y string) (string, string) {
	at := 0
	for at < min(len(x), len(y)) && x[at] == y[at] {
		at++
	}
	from := max(0, at-200)
	return x[from:min(len(x), at+100)], y[from:min(len(y), at+100)]
}

// unordered sorts every list: what is in the order of names is in another when
// names are swapped.
func unordered(t *testing.T, text string) string {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	var sorted func(v any) any
	sorted = func(v any) any {
		switch v := v.(type) {
		case []any:
			for i := range v {
				v[i] = sorted(v[i])
			}
			slices.SortFunc(v, func(x, y any) int { return strings.Compare(marshal(t, x), marshal(t, y)) })
		case map[string]any:
			for k := range v {
				v[k] = sorted(v[k])
			}
		case string: // names of seats inside a sentence or the name of a channel
			words := strings.Fields(v)
			slices.Sort(words)
			return strings.Join(words, " ")
		}
		return v
	}
	return marshal(t, sorted(v))
}

// TestCompartments: nothing that was said to the mediator alone is in a report of
// a seat that cannot read it, until it is shown, and then nothing more than that.
func TestCompartments(t *testing.T) {
	w := tell(t, "Aa1", "Bb2")
	for _, c := range []struct{ seat, not string }{
		{"Bb2", secret + "Aa1"}, {"Aa1", secret + "Bb2"}, {"G", secret},
	} {
		text := marshal(t, w.reports(t, c.seat))
		// Whether and by whom an entry was asked for is as confidential.
		for _, hidden := range []string{c.not, "it would help"} {
			if strings.Contains(text, hidden) && !(c.seat == "Aa1" && hidden == "it would help") {
				t.Errorf("seat %s reads %q", c.seat, hidden)
			}
		}
	}
	ref := process.Ref(w.entry)
	all := w.reports(t, "G")
	delete(all, "knows") // which was asked with the reference
	if strings.Contains(marshal(t, all), ref) {
		t.Error("seat G is told of an entry that it cannot read")
	}
	w.release("Bb2")
	text := marshal(t, w.reports(t, "Bb2"))
	if !strings.Contains(text, secret+"Aa1") || strings.Contains(text, process.Ref(w.ask)) {
		t.Error("seat Bb2 reads less or more than was shown")
	}
	if text := marshal(t, w.reports(t, "Aa1")); strings.Contains(text, process.Ref(w.shown)) || strings.Contains(text, secret+"Bb2") {
		t.Error("seat Aa1 reads a channel of others")
	}
}

// TestWording holds the sentences of these packages to the words of the house.
func TestWording(t *testing.T) {
	avoid := regexp.MustCompile(`(?i)\b(invalid|forbidden|illegal|please|sorry|oops|enemy|enemies|opponent|adversar\w+|terror\w*|hostages?|violat\w+|win|winner|optimal|abort\w*|fatal)\b`)
	for _, dir := range []string{".", "../act", "../process"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			// The lexicon lists words of others, which it has to know to pass over.
			if strings.HasSuffix(file, "_test.go") || filepath.Base(file) == "lexicon.go" {
				continue
			}
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				lit, ok := n.(*ast.BasicLit)
				if !ok || lit.Kind != token.STRING {
					return true
				}
				if s, err := strconv.Unquote(lit.Value); err == nil && avoid.MatchString(s) {
					t.Errorf("%s: %q", fset.Position(lit.Pos()), s)
				}
				return true
			})
		}
	}
}
