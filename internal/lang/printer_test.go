// SPDX-License-Identifier: Apache-2.0

package lang_test

import (
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"parley/internal/lang"

	"pgregory.net/rapid"
)

func TestSentence(t *testing.T) {
	p := lang.For("en")
	for _, c := range []struct {
		key  string
		args []any
		want string
	}{
		{"Written by {who}", []any{"who", "the mediator"}, "Written by the mediator"},
		{"{a} and {b}, {a}", []any{"b", 2, "a", true}, "true and 2, true"},
		{"{a}", []any{"a", "{b}", "b", "x"}, "{b}"}, // a value is never a place
		{"{a}", nil, "{a}"},
		{"{a}", []any{"a"}, "{a}"},
		{"{A} { } {} {a b} {", []any{"A", 1}, "{A} { } {} {a b} {"},
		{"{{a}}", []any{"a", 1}, "{1}"},
		{"<b>", nil, "<b>"},
	} {
		if got := p.T(c.key, c.args...); got != c.want {
			t.Errorf("T(%q, %v) = %q, want %q", c.key, c.args, got, c.want)
		}
	}
}

func TestFallback(t *testing.T) {
	p, err := lang.With("fr",
		`{"Read": "Lire", "{n} entries": {"one": "{n} entrée", "many": "{n} d’entrées", "other": "{n} entrées"}}`,
		`{"{n} entries": {"one": "{n} entry", "other": "{n} entries"},
		  "{n} leaves": {"one": "{n} leaf", "other": "{n} leaves"}, "Open (verb)": "Open"}`)
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		p.T("Read"):                         "Lire",
		p.T("Seal"):                         "Seal",
		p.T("Open (verb)"):                  "Open",
		p.T("By {who}", "who", "x"):         "By x",
		p.N("{n} entries", 0):               "0 entrée",
		p.N("{n} entries", 1):               "1 entrée",
		p.N("{n} entries", 2):               "2 entrées",
		p.N("{n} entries", 1_000_000):       "1\u202f000\u202f000 d’entrées",
		p.N("{n} leaves", 1):                "1 leaf",
		p.N("{n} leaves", 7):                "7 leaves",
		p.N("{n} seals on {x}", 1, "x", 3):  "1 seals on 3",
		p.N("{n} seals on {x}", 12, "x", 3): "12 seals on 3",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for key, want := range map[string]bool{"Read": false, "{n} entries": false, "Seal": true, "{n} leaves": true} {
		if got := p.Missing(key); got != want {
			t.Errorf("Missing(%q) = %v, want %v", key, got, want)
		}
	}
	if lang.For("en").Missing("Seal") || lang.For("qps").Missing("Seal") {
		t.Error("English, dressed or not, has every key")
	}
}

// The examples are those that CLDR gives for each form.
func TestPluralForms(t *testing.T) {
	for tag, want := range map[string]map[string][]int64{
		"en": {"one": {1, -1}, "other": {0, 2, 11, 21, 100}},
		"fr": {"one": {0, 1}, "other": {2, 17, 100, 1000}, "many": {1_000_000}},
		"uk": {"one": {1, 21, 31, 101}, "few": {2, 4, 22, 1002}, "many": {0, 5, 11, 12, 14, 19, 100, 111}},
		"ru": {"one": {1, 21, 31, 101}, "few": {2, 4, 22, 1002}, "many": {0, 5, 11, 12, 14, 19, 100, 111}},
		"ar": {"zero": {0}, "one": {1}, "two": {2}, "few": {3, 10, 103, 1003}, "many": {11, 26, 111, 1011}, "other": {100, 102, 200}},
	} {
		formOf, err := lang.FormsOf(tag)
		if err != nil {
			t.Fatal(err)
		}
		for form, numbers := range want {
			for _, n := range numbers {
				if got, err := formOf(n); err != nil || got != form {
					t.Errorf("%s: %d takes %q (%v), want %q", tag, n, got, err, form)
				}
			}
		}
	}
}

func TestTags(t *testing.T) {
	for asked, want := range map[string][2]string{
		"en": {"en", "ltr"}, "fr-CH": {"fr", "ltr"}, "uk-Cyrl-UA": {"uk", "ltr"}, "AR_eg": {"ar", "rtl"},
		"": {"en", "ltr"}, "de": {"en", "ltr"}, "und": {"en", "ltr"}, "<script>": {"en", "ltr"},
		"qps": {"qps", "ltr"}, "QPS-rtl": {"qps-rtl", "rtl"},
	} {
		if p := lang.For(asked); p.Tag() != want[0] || p.Dir() != want[1] {
			t.Errorf("For(%q) is %s %s, want %v", asked, p.Tag(), p.Dir(), want)
		}
	}
	for _, l := range lang.Languages() {
		p := lang.For(l.Tag)
		if p.Tag() != l.Tag || p.Dir() != l.Dir || p.Reviewed() != l.Reviewed {
			t.Errorf("For(%q) is another language", l.Tag)
		}
		if l.Reviewed && l.Tag != "en" {
			t.Errorf("%s says that a speaker has read it", l.Tag)
		}
	}
}

func TestMatch(t *testing.T) {
	for header, want := range map[string]string{
		"":                                    "en",
		"fr-CH, fr;q=0.9, en;q=0.8, *;q=0.5":  "fr",
		"de;q=0.9, uk;q=0.8, ru;q=0.7":        "uk",
		"ar-SY;q=0.3, en;q=0.2":               "ar",
		"en-GB,en;q=0.9,ru;q=0.8":             "en",
		"kk-KZ, be;q=0.9":                     "en", // not a cousin
		"uk;q=0, fr;q=0.1":                    "fr",
		"*":                                   "en",
		"q=;;;,,\x00":                         "en",
		strings.Repeat("fr;q=0.1,", 5) + "uk": "uk",
	} {
		if got := lang.Match(header); got != want {
			t.Errorf("Match(%q) = %q, want %q", header, got, want)
		}
	}
}

// What a person wrote comes through the pseudo-locale untouched, what the
// program says does not, and it is as much longer as a translation would be.
func TestPseudo(t *testing.T) {
	for _, tag := range []string{lang.Pseudo, lang.PseudoRTL} {
		p := lang.For(tag)
		if got, want := p.T("Written by {who}", "who", "Aa {x}"), "[Ŵŕíťťéñ ƀý Aa {x} ōñé]"; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		for _, key := range []string{"Seal our answer to the mediator", "This page shows what this seat may read.", "Standing"} {
			got, plain := utf8.RuneCountInString(p.T(key)), utf8.RuneCountInString(key)
			if got*10 < plain*13 || got*10 > plain*15 {
				t.Errorf("%q became %d characters from %d, want about 40 %% more", key, got, plain)
			}
		}
		if got := p.Day("2025-05-19"); got != "19 Ṁáý 2025" {
			t.Errorf("Day = %q", got)
		}
	}
}

// A sentence keeps all of its text and all values, whatever they are.
func TestFillLosesNothing(t *testing.T) {
	p := lang.For("en")
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.String().Draw(t, "a"), rapid.String().Draw(t, "b")
		if got, want := p.T("x {a} y {b} z", "a", a, "b", b), "x "+a+" y "+b+" z"; got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
		text := rapid.StringOfN(rapid.RuneFrom([]rune("{}ab ")), 0, 20, -1).Draw(t, "text")
		if got := p.T(text); got != text {
			t.Fatalf("T(%q) without values = %q", text, got)
		}
		if got := p.T(text, "a", "{a}", "b", "{b}", "ab", "{ab}"); got != text {
			t.Fatalf("T(%q) with each place as its own value = %q", text, got)
		}
		for _, name := range lang.Placeholders(text) {
			if !strings.Contains(text, "{"+name+"}") {
				t.Fatalf("%q has no place {%s}", text, name)
			}
		}
	})
}

func TestPrinterIsShared(t *testing.T) {
	p := lang.For("ar")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				if p.Span("", "2025-03-18") != p.T("until {day}", "day", p.Day("2025-03-18")) {
					t.Error("two pages at once disagree")
				}
			}
		})
	}
	all.Wait()
}

func BenchmarkSentence(b *testing.B) {
	p := lang.For("fr")
	for b.Loop() {
		p.T("until {day}", "day", "x")
	}
}
