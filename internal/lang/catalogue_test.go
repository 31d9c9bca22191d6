// SPDX-License-Identifier: Apache-2.0

package lang_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"parley/internal/lang"
	"parley/internal/lang/langtest"
)

// With -lang.missing=fr the test prints what French still lacks, as JSON to put
// into its catalogue and fill in.
var missing = flag.String("lang.missing", "", "print the keys that this language lacks")

// TestCatalogues holds every catalogue to every sentence of the program.
func TestCatalogues(t *testing.T) {
	uses, err := langtest.Uses(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if len(uses) == 0 {
		t.Fatal("no key was found in the whole program, so the search is broken")
	}
	if *missing != "" {
		printMissing(t, *missing, uses)
	}
	for _, fault := range langtest.Faults(uses, read(t)) {
		t.Error(fault)
	}
}

func read(t *testing.T) map[string][]byte {
	t.Helper()
	catalogues := map[string][]byte{}
	for _, l := range lang.Languages() {
		data, err := os.ReadFile("catalogue/" + l.Tag + ".json")
		if err != nil {
			t.Fatal(err)
		}
		catalogues[l.Tag] = data
	}
	return catalogues
}

func printMissing(t *testing.T, tag string, uses []langtest.Use) {
	have, err := lang.ParseCatalogue(read(t)[tag])
	if err != nil {
		t.Fatal(err)
	}
	lacks := map[string]any{}
	for _, u := range uses {
		if _, ok := have[u.Key]; ok || (tag == "en" && !u.Count) {
			continue
		}
		lacks[u.Key] = u.Key
		if u.Count {
			byForm := map[string]string{}
			for _, form := range langtest.Shapes()[tag].Forms {
				byForm[form] = u.Key
			}
			lacks[u.Key] = byForm
		}
	}
	e := json.NewEncoder(os.Stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(lacks); err != nil {
		t.Fatal(err)
	}
}

// TestShapesAreGoI18ns asks the library for each number up to 1,000 and a few
// beyond, with an entry that names its own form: every form that langtest asks
// a translator for must be reached, but "other" of the two languages that keep
// it for fractions, and none beside them.
func TestShapesAreGoI18ns(t *testing.T) {
	for _, l := range lang.Languages() {
		shape := langtest.Shapes()[l.Tag]
		if len(shape.Forms) == 0 {
			t.Errorf("%s: no shape", l.Tag)
		}
		formOf, err := lang.FormsOf(l.Tag)
		if err != nil {
			t.Fatal(err)
		}
		reached := map[string]bool{}
		var numbers []int64
		for n := range int64(1001) {
			numbers = append(numbers, n, -n)
		}
		for _, n := range append(numbers, 1_000_000, 1_000_001, 2_000_000, 1<<53) {
			form, err := formOf(n)
			if err != nil {
				t.Fatal(err)
			}
			reached[form] = true
		}
		want := map[string]bool{}
		for _, form := range shape.Forms {
			if form != "other" || (l.Tag != "uk" && l.Tag != "ru") {
				want[form] = true
			}
		}
		if fmt.Sprint(reached) != fmt.Sprint(want) {
			t.Errorf("%s: whole numbers reach %v, and langtest asks for %v", l.Tag, reached, shape.Forms)
		}
	}
}

func TestCatalogueRefusesWhatItCannotHold(t *testing.T) {
	for text, want := range map[string]string{
		`{"a": 1}`:                  "want a text",
		`{"a": null}`:               "want a text",
		`{"a": ["b"]}`:              "want a text",
		`{"a": {"single": "b"}}`:    "no plural form",
		`{"a": {"one": {"b":"c"}}}`: "want a text",
		`[]`:                        "cannot unmarshal",
		`{"a": "b"} x`:              "invalid character",
	} {
		_, err := lang.ParseCatalogue([]byte(text))
		if (err == nil) != (want == "") || (err != nil && !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v, want an error with %q", text, err, want)
		}
	}
}

func FuzzCatalogue(f *testing.F) {
	f.Add([]byte(`{"{n} entries": {"one": "{n} entry", "other": "{n} entries"}, "a": "b"}`))
	f.Add([]byte(`{"a":"b","a":"c"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := lang.ParseCatalogue(data)
		faults := langtest.Faults(nil, map[string][]byte{"en": data})
		if err != nil && len(faults) == 0 {
			t.Fatal("a catalogue that cannot be read has no fault")
		}
		if err == nil && len(entries) > 0 && len(faults) == 0 {
			t.Fatal("a catalogue of a program without sentences has no fault")
		}
	})
}
