// SPDX-License-Identifier: Apache-2.0

package langtest

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const page = `{{define "row"}}{{n "{n} entries" (len .Rows)}}{{end}}
<h1>{{t "Written by {who}" "who" .Who}}</h1>{{/* {{t "not said"}} */}}
{{if .A}}{{t "If"}}{{else if .B}}{{template "row" (t "As a value")}}{{else}}{{with .C}}{{t "With"}}{{end}}{{end}}
{{range .X}}{{printf "%s" (t "Inside")}}{{else}}{{.P.T "Method"}}{{end}}
{{$p := .P}}{{$p.N "{n} in {place}" 5 "place" .}}{{t .Dynamic}}{{.x.t "a field"}}{{other "Not ours"}}
`

const code = `package web

func f(p *lang.Printer, rest ...any) {
	p.T("Sealed to {seat}", "seat", x)
	_ = lang.Key("Contacts") + lang.Key("{n} talks") + other.Key("Not ours")
	p.N(("{n} leaves"), int64(len(x)))
	p.T("Joined " + "from {parts}", rest...)
	p.T(title)
	p.T("Joined with " + x)
	T("Not a method")
	t.Run("T", nil)
	say, count := p.T, p.N
	say("Said for short", "who", x)
	count("{n} for short", 2)
	say = print
	say("Not a method any more")
}

func g() { count("Of another function") }
`

func TestUses(t *testing.T) {
	uses, err := Uses(fstest.MapFS{
		"internal/web/templates/deep/page.html": {Data: []byte(page)},
		"internal/web/page.go":                  {Data: []byte(code)},
		"internal/web/page_test.go":             {Data: []byte(strings.ReplaceAll(code, "Sealed", "Tested"))},
		"internal/web/testdata/a.go":            {Data: []byte("not Go")},
		"docs/page.html":                        {Data: []byte("{{not a template")},
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, u := range uses {
		got = append(got, fmt.Sprintf("%s:%d %q %v %v %v", u.File[strings.LastIndex(u.File, "/")+1:], u.Line, u.Key, u.Count, u.Names, u.All))
	}
	want := []string{
		`page.go:4 "Sealed to {seat}" false [seat] true`,
		`page.go:5 "Contacts" false [] false`,
		`page.go:5 "{n} talks" true [] false`,
		`page.go:6 "{n} leaves" true [n] true`,
		`page.go:7 "Joined from {parts}" false [] false`,
		`page.go:13 "Said for short" false [who] true`,
		`page.go:14 "{n} for short" true [n] true`,
		`page.html:1 "{n} entries" true [n] true`,
		`page.html:2 "Written by {who}" false [who] true`,
		`page.html:3 "As a value" false [] true`,
		`page.html:3 "If" false [] true`,
		`page.html:3 "With" false [] true`,
		`page.html:4 "Inside" false [] true`,
		`page.html:4 "Method" false [] true`,
		`page.html:5 "{n} in {place}" true [n place] true`,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestUsesSaysWhatItCannotRead(t *testing.T) {
	for name, text := range map[string]string{
		"internal/web/templates/page.html": "{{if}}", "internal/web/page.go": "packag",
	} {
		if _, err := Uses(fstest.MapFS{name: {Data: []byte(text)}}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: got %v, want an error that names it", name, err)
		}
	}
}

// sound is a program and its catalogues without a fault; each case below breaks
// one thing.
func sound() ([]Use, map[string]string) {
	uses := []Use{
		{Key: "Written by {who}", File: "a.html", Line: 1, Names: []string{"who"}, All: true},
		{Key: "{n} entries", File: "a.html", Line: 2, Count: true, Names: []string{"n"}, All: true},
	}
	return uses, map[string]string{
		"en": `{"{n} entries": {"one": "{n} entry", "other": "{n} entries"}}`,
		"fr": `{"Written by {who}": "Écrit par {who}", "{n} entries": {"one": "{n} entrée", "many": "{n} d’entrées", "other": "{n} entrées"}}`,
		"uk": `{"Written by {who}": "Автор: {who}", "{n} entries": {"one": "{n} запис", "few": "{n} записи", "many": "{n} записів", "other": "{n} запису"}}`,
		"ar": `{"Written by {who}": "كتبه {who}", "{n} entries": {"zero": "لا قيود", "one": "قيد واحد", "two": "قيدان", "few": "{n} قيود", "many": "{n} قيدًا", "other": "{n} قيد"}}`,
	}
}

func faults(uses []Use, texts map[string]string) []string {
	data := map[string][]byte{}
	for tag, text := range texts {
		data[tag] = []byte(text)
	}
	return Faults(uses, data)
}

func TestFaults(t *testing.T) {
	uses, texts := sound()
	if found := faults(uses, texts); len(found) > 0 {
		t.Fatalf("a sound program has faults: %q", found)
	}
	for _, c := range []struct{ tag, old, new, want string }{
		{"fr", `"Written by {who}": "Écrit par {who}", `, ``, `fr: "Written by {who}" has no text (a.html:1)`},
		{"en", `"{n} entries": {"one": "{n} entry", "other": "{n} entries"}`, ``, `en: "{n} entries" has no text`},
		{"fr", `{"Written`, `{"Gone": "Parti", "Written`, `fr: "Gone" is not said anywhere`},
		{"fr", `par {who}`, `par {qui}`, `has the places [qui], its key [who]`},
		{"fr", `par {who}`, `par {who}, {who}`, `has the places [who who]`},
		{"fr", `"{n} entrée"`, `"une entrée"`, `has the places []`}, // "one" is for 0 too
		{"uk", `"{n} запис"`, `"один запис"`, `has the places []`},  // and for 21
		{"uk", `"few": "{n} записи", `, ``, `uk: "{n} entries" has no form "few"`},
		{"en", `"other"`, `"many": "{n} entries", "other"`, `has a form "many", which the language does not have`},
		{"ar", `{"zero": "لا قيود", `, `{`, `has no form "zero"`},
		{"ar", `"{n} قيود"`, `"قيود"`, `has the places []`},
		{"uk", `"Автор: {who}"`, `{"one": "Автор: {who}", "other": "Автор: {who}"}`, `needs plural forms if it has {n}, and one text otherwise`},
		{"en", `{"{n}`, `{"Written by {who}": "Written by {who}", "{n}`, `says what its key says`},
		{"fr", `{"Written`, `{"Written by {who}": "{who}", "Written`, `fr: "Written by {who}" stands twice`},
		{"fr", `par {who}`, `par {who} `, `begins or ends with a space`},
		{"fr", `Écrit`, "E\u0301crit", `normalization form C`},
		{"ar", `كتبه {who}`, "كتبه \u2068{who}\u2069", `mark of direction`},
		{"fr", `Écrit`, `<b>Écrit</b>`, `markup`},
		{"fr", `{"Written by`, `"Written by`, `fr: invalid character`},
	} {
		uses, texts := sound()
		if !strings.Contains(texts[c.tag], c.old) {
			t.Fatalf("%s: the case %q breaks nothing", c.tag, c.old)
		}
		texts[c.tag] = strings.Replace(texts[c.tag], c.old, c.new, 1)
		if found := faults(uses, texts); !strings.Contains(strings.Join(found, "\n"), c.want) {
			t.Errorf("%s: %q for %q: got %q, want a fault with %q", c.tag, c.new, c.old, found, c.want)
		}
	}
}

func TestFaultsOfUses(t *testing.T) {
	for want, u := range map[string]Use{
		`is given "whom" and has no place for it`: {Key: "By {who}", Names: []string{"who", "whom"}, All: true},
		`has the place {who} and is not given it`: {Key: "By {who}", All: true},
		`is said with N and has no {n}`:           {Key: "Entries", Count: true},
		`say it with N`:                           {Key: "{n} entries"},
		`begins or ends with a space`:             {Key: "By "},
	} {
		if found := strings.Join(faults([]Use{u}, nil), "\n"); !strings.Contains(found, want) {
			t.Errorf("%+v: got %q, want %q", u, found, want)
		}
	}
	if found := faults(nil, map[string]string{"xx": "{}"}); len(found) != 1 {
		t.Errorf("a language without plural forms: %q", found)
	}
}

func FuzzTemplate(f *testing.F) {
	f.Add(page)
	f.Add(`{{t}}{{t "a" "b"}}{{n "a"}}{{"a" | t}}{{block "x" .}}{{t "y"}}{{end}}`)
	f.Fuzz(func(t *testing.T, text string) {
		uses, err := fromTemplate("page.html", text)
		for _, u := range uses {
			if err != nil || u.Line < 1 || u.Line > 1+strings.Count(text, "\n") {
				t.Fatalf("%+v, %v", u, err)
			}
		}
	})
}
