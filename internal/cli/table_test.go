// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/internal/brief"
)

func TestDisplayWidth(t *testing.T) {
	for _, x := range []struct {
		text string
		n    int
	}{
		{"", 0}, {"Ukraine", 7}, {"Україна", 7}, {"Türkiye", 7}, {"Tu\u0308rkiye", 7}, {"й", 1}, {"и\u0306", 1}, {"中立", 4}, {"“é”", 3}, {"العربية", 7},
	} {
		if got := displayWidth(x.text); got != x.n {
			t.Errorf("%q takes %d columns, want %d", x.text, got, x.n)
		}
	}
}

func TestPrintTable(t *testing.T) {
	x := table{
		title: "seats", note: "A note.",
		cols: []col{{name: "name"}, {name: "entry", ref: true}, {name: "n", right: true}, {name: "says"}},
		rows: [][]string{
			{"Україна", strings.Repeat("a", 64), "1", "one two three four five six"},
			{"Türkiye", "bb", "1000", "tab\there, escape \x1b[31m and \u202eturned"},
		},
	}
	var b strings.Builder
	printTable(&b, &x, 52)
	want := strings.Join([]string{
		"seats",
		"NAME     ENTRY            N  SAYS",
		"Україна  aaaaaaaaaaaa     1  one two three four five",
		"                             six",
		"Türkiye  bb            1000  tab here, escape �[31m",
		"                             and �turned",
		"A note.",
		"",
	}, "\n")
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("table (-want +got):\n%s", diff)
	}

	b.Reset()
	printLines(&b, []table{x})
	want = "Україна\t" + strings.Repeat("a", 64) + "\t1\tone two three four five six\nTürkiye\tbb\t1000\ttab here, escape �[31m and �turned\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}

	b.Reset()
	card := table{title: "entry", card: true, body: "first\nsecond\n"}
	card.add("id", "x")
	card.add("register", "wp")
	printTable(&b, &card, 0)
	if diff := cmp.Diff("entry\nid        x\nregister  wp\n  first\n  second\n", b.String()); diff != "" {
		t.Errorf("card (-want +got):\n%s", diff)
	}
	b.Reset()
	printLines(&b, []table{card, {title: "none", cols: []col{{name: "a"}}}})
	if diff := cmp.Diff("entry\tid\tx\nentry\tregister\twp\nentry\tfirst second\n", b.String()); diff != "" {
		t.Errorf("card lines (-want +got):\n%s", diff)
	}
}

func TestSelectFields(t *testing.T) {
	data := []entryLine{{EntryLine: brief.EntryLine{Entry: "e", Says: "a < b", Kind: "note"}, State: "logged"}}
	raw, shown, err := selectFields(data, "kind,entry")
	if err != nil || string(raw) != `[{"entry":"e","kind":"note"}]` || shown("says") || !shown("kind") {
		t.Errorf("%s, %v", raw, err)
	}
	if _, _, err := selectFields(data, "head"); err == nil {
		t.Error("head is a field of the envelope and was selected from the data")
	}
	raw, _, err = selectFields(brief.StandingReport{Title: "t"}, allFields)
	if err != nil || strings.Contains(string(raw), `"withheld"`) {
		t.Errorf("%s, %v", raw, err)
	}
	if raw, _, err = selectFields([]processLine{}, allFields); err != nil || string(raw) != "[]" {
		t.Errorf("%s, %v", raw, err)
	}
}

func TestReveal(t *testing.T) {
	r := report{name: "entry.list", data: []entryLine{{EntryLine: brief.EntryLine{Says: "sealed words"}}}, texts: []string{"says"}}
	r.tables = []table{{cols: []col{{name: "says"}}, rows: [][]string{{"sealed words"}}}}
	for _, x := range []struct {
		terminal, reveal bool
		json             string
		printed          bool
	}{
		{false, false, "", false}, {true, false, "", true}, {false, true, "", true},
		{false, false, allFields, false}, {false, false, "kind", true}, {false, false, "says", false}, {false, true, "says", true},
	} {
		var out strings.Builder
		a := newApp(nil, &out, &strings.Builder{})
		a.out.terminal, a.flags.reveal, a.flags.json = x.terminal, x.reveal, x.json
		err := a.emit(r)
		if (err == nil) != x.printed || !x.printed && (out.Len() > 0 || a.explain(err).Code != exitWithheld) {
			t.Errorf("%+v: %v, %q", x, err, out.String())
		}
		if x.json != "" && err == nil && !json.Valid([]byte(out.String())) {
			t.Errorf("%+v: not JSON: %q", x, out.String())
		}
	}
}

func TestPause(t *testing.T) {
	last := time.Duration(0)
	for n := range 40 {
		p := pause(time.Second, n)
		if p < last || p > maxWait {
			t.Errorf("after %d failures: %v after %v", n, p, last)
		}
		last = p
	}
	if last != maxWait {
		t.Errorf("the longest pause is %v", last)
	}
}

func TestSpan(t *testing.T) {
	for text, want := range map[string]time.Duration{"7d": 7 * 24 * time.Hour, "12h": 12 * time.Hour, "90m": 90 * time.Minute} {
		if got, err := span(text); err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "d", "-1d", "0h", "91d", "999999999999999999d", "week"} {
		if got, err := span(text); err == nil {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

func TestNumbersOf(t *testing.T) {
	if got, err := numbersOf("1,3,10"); err != nil || len(got) != 3 {
		t.Errorf("%v, %v", got, err)
	}
	for _, text := range []string{"0", "2,1", "1,1", "a", "1,", "-1"} {
		if got, err := numbersOf(text); err == nil {
			t.Errorf("%q was read as %v", text, got)
		}
	}
}

func TestQuoted(t *testing.T) {
	for in, want := range map[string]string{"plain-1.txt": "plain-1.txt", "": "''", "a b": "'a b'", "it's": `'it'\''s'`, "$x": "'$x'"} {
		if got := quoted(in); got != want {
			t.Errorf("quoted(%q) = %s, want %s", in, got, want)
		}
	}
}
