// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/internal/lang"
	"parley/internal/web"
)

// paths are the pages of one desk, with one entry and one receipt for those
// that show one.
func paths(b *browser, desk string) []string {
	out := []string{"/", "/settings"}
	for _, p := range []string{
		"standing", "people", "access", "told", "record", "record?kind=event&q=call", "search", "search?q=call", "sync", "receipts",
		"write", "write?form=event", "write?form=title", "write?form=seat", "trust", "keys", "made?page=/" + desk + "/standing", "verify", "invite", "joining",
	} {
		out = append(out, "/"+desk+"/"+p)
	}
	out = append(out, talkPaths(b, desk)...)
	out = append(out, roomPaths(b, desk)...)
	out = append(out, capitalPaths(b, desk)...)
	out = append(out, preferencePaths(desk)...)
	out = append(out, casePaths(desk)...)
	if m := entryIn.FindStringSubmatch(b.page("/" + desk + "/record")); m != nil {
		out = append(out, m[1], strings.Replace(m[1], "/entry/", "/receipt/", 1))
	}
	return out
}

var entryIn = regexp.MustCompile(`href="(/[a-z]+/entry/[0-9a-f]{64})"`)

// What is searched for stands in no address, since browsers keep those on the
// disk, and a locked desk has forgotten it.
func TestSearchLeavesNoAddress(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	resp := b.ask("POST", "/ukraine/search", func(r *http.Request) {
		r.Body = io.NopCloser(strings.NewReader("q=counting+days"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	})
	at := resp.Header.Get("Location")
	if resp.StatusCode != http.StatusSeeOther || strings.Contains(at, "counting") {
		t.Fatalf("a search answers %d and leads to %q", resp.StatusCode, at)
	}
	if body := b.page(at); !strings.Contains(body, "counting days") {
		t.Errorf("nothing was found: %s", text(body))
	}
	if body := b.page(strings.Replace(at, "/ukraine/", "/russia/", 1)); strings.Contains(body, "counting") {
		t.Error("another desk knows what was searched for")
	}
}

// Each letter after g leads to one page.
func TestLettersLeadToOnePage(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	_, list, _ := strings.Cut(b.page("/ukraine/standing"), `id="palette-list"`)
	seen := map[string]string{}
	for _, m := range regexp.MustCompile(`href="([^"]+)" tabindex="-1" data-go="(.)"`).FindAllStringSubmatch(list, -1) {
		if seen[m[2]] != "" {
			t.Errorf("g %s leads to %s and to %s", m[2], seen[m[2]], m[1])
		}
		seen[m[2]] = m[1]
	}
	if len(seen) < 10 {
		t.Errorf("only %d letters were found", len(seen))
	}
}

func tags() []string {
	out := []string{"qps", "qps-rtl"}
	for _, l := range lang.Languages() {
		out = append(out, l.Tag)
	}
	return out
}

// Every page of every desk in every language is whole, and is built as
// assistive technology needs it.
func TestPagesAreWellFormed(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	for _, s := range play(t).Seats {
		list := paths(b, s.Key)
		for _, tag := range tags() {
			if s.Key != "ukraine" && tag != "en" && tag != "qps-rtl" {
				continue // one desk is enough for the other languages
			}
			if testing.Short() && (s.Key != "ukraine" || tag != "en") {
				continue // TestEveryPage looks at another desk
			}
			b.post("/settings", url.Values{"language": {tag}})
			for _, path := range list {
				body := b.page(path)
				for _, fault := range faults(body) {
					t.Errorf("%s in %s: %s", path, tag, fault)
				}
				if want := fmt.Sprintf(`<html lang="%s" dir="%s"`, lang.For(tag).Tag(), lang.For(tag).Dir()); !strings.Contains(body, want) {
					t.Errorf("%s in %s does not begin with %s", path, tag, want)
				}
			}
		}
	}
}

var (
	tagIn     = regexp.MustCompile(`<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>"']|"[^"]*"|'[^']*')*)>`)
	attrIn    = regexp.MustCompile(`([a-zA-Z-]+)(?:="([^"]*)")?`)
	voidTags  = []string{"meta", "link", "input", "br", "hr", "img", "path", "rect"}
	phrasing  = []string{"p", "h1", "h2", "h3", "span", "a", "label", "button", "b", "q", "bdi"}
	blockTags = []string{"p", "div", "section", "table", "form", "ul", "ol", "dl", "h1", "h2", "fieldset", "blockquote"}
)

// faults lists what is wrong with the structure of a page.
func faults(body string) (out []string) {
	fail := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if !strings.HasPrefix(body, "<!doctype html>") {
		fail("no doctype")
	}
	var open []string
	ids, fors, refs := map[string]bool{}, []string{}, []string{}
	labelled := map[string]bool{}
	type control struct{ id, html string }
	var controls []control
	h1, captions, tables := 0, 0, 0
	inLabel := 0
	for _, m := range tagIn.FindAllStringSubmatch(body, -1) {
		name, attrs := strings.ToLower(m[2]), map[string]string{}
		for _, a := range attrIn.FindAllStringSubmatch(m[3], -1) {
			attrs[a[1]] = a[2]
		}
		if m[1] == "/" {
			if len(open) == 0 || open[len(open)-1] != name {
				fail("</%s> closes %v", name, open)
				return out
			}
			open = open[:len(open)-1]
			if name == "label" {
				inLabel--
			}
			continue
		}
		if len(open) > 0 && slices.Contains(phrasing, open[len(open)-1]) && slices.Contains(blockTags, name) && !(name == "p" && open[len(open)-1] == "label") {
			fail("<%s> inside <%s>", name, open[len(open)-1])
		}
		if id := attrs["id"]; id != "" {
			if ids[id] {
				fail("two elements have the id %s", id)
			}
			ids[id] = true
		}
		for _, a := range []string{"aria-labelledby", "aria-describedby", "aria-controls"} {
			refs = append(refs, strings.Fields(attrs[a])...)
		}
		for _, a := range []string{"style", "onclick", "onload", "onsubmit", "onchange"} {
			if _, ok := attrs[a]; ok {
				fail("<%s> has %s, which the policy forbids", name, a)
			}
		}
		if strings.Contains(m[3], "http://") || strings.Contains(m[3], "https://") {
			fail("<%s%s> names another machine", name, m[3])
		}
		switch name {
		case "h1":
			h1++
		case "table":
			tables++
		case "caption":
			captions++
		case "label":
			inLabel++
			if f := attrs["for"]; f != "" {
				labelled[f] = true
				fors = append(fors, f)
			}
		case "th":
			if attrs["scope"] == "" {
				fail("a th has no scope")
			}
		case "input", "textarea", "select":
			if attrs["type"] != "hidden" && inLabel == 0 && attrs["aria-label"] == "" {
				controls = append(controls, control{attrs["id"], m[0]})
			}
		case "img":
			if _, ok := attrs["alt"]; !ok {
				fail("an img has no alt")
			}
		case "svg":
			if attrs["role"] == "img" && (!strings.Contains(body, "<title") || !strings.Contains(body, "<desc")) {
				fail("a picture has no title or description")
			}
		case "form":
			if attrs["method"] == "" || attrs["action"] == "" {
				fail("a form has no method or action")
			}
		case "section":
			if attrs["aria-labelledby"] == "" && attrs["aria-label"] == "" {
				fail("a section has no name")
			}
		}
		if !slices.Contains(voidTags, name) && !strings.HasSuffix(m[3], "/") {
			open = append(open, name)
		}
	}
	if len(open) > 0 {
		fail("left open: %v", open)
	}
	if h1 != 1 {
		fail("%d headings of the first level; want one", h1)
	}
	if tables != captions {
		fail("%d tables and %d captions", tables, captions)
	}
	for _, c := range controls {
		if !labelled[c.id] {
			fail("no label for %s", c.html)
		}
	}
	for _, id := range append(refs, fors...) {
		if !ids[id] {
			fail("nothing has the id %q that is referred to", id)
		}
	}
	for _, landmark := range []string{"<main ", "<footer ", `class="skip"`} {
		if !strings.Contains(body, landmark) {
			fail("no %s", landmark)
		}
	}
	return out
}

// The faults that the test above looks for are found.
func TestFaultsAreFound(t *testing.T) {
	good := `<!doctype html><html><body><a class="skip" href="#main">x</a><main id="main"><h1>x</h1></main><footer class="foot"></footer></body></html>`
	if f := faults(good); len(f) > 0 {
		t.Fatalf("a good page has faults: %v", f)
	}
	for _, bad := range []string{
		`<p>`, `</p>`, `<h1>y</h1>`, `<table></table>`, `<input name="a">`, `<section></section>`, `<b style="x"></b>`, `<a href="https://x"></a>`,
		`<p><div></div></p>`, `<i id="main"></i>`, `<label for="nothing">a</label>`, `<form></form>`, `<table><caption>a</caption><tr><th>a</th></tr></table>`,
	} {
		if len(faults(strings.Replace(good, "</h1>", "</h1>"+bad, 1))) == 0 {
			t.Errorf("nothing is said against %s", bad)
		}
	}
}

// Budgets of a page, compressed.
const (
	htmlBudget   = 60 << 10
	sheetBudget  = 15 << 10
	scriptBudget = 30 << 10
)

func zipped(b string) int {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write([]byte(b))
	w.Close()
	return out.Len()
}

var fileIn = regexp.MustCompile(`(?:href|src)="(/static/[^"]+)"`)

// Pages, style and script stay within their budgets, and refer to nothing that
// is not served.
func TestPageBudgets(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	css, js := 0, 0
	seen := map[string]bool{}
	for _, path := range paths(b, "mediator") {
		body := b.page(path)
		if n := zipped(body); n > htmlBudget {
			t.Errorf("%s is %d bytes compressed; the budget is %d", path, n, htmlBudget)
		}
		for _, m := range fileIn.FindAllStringSubmatch(body, -1) {
			if seen[m[1]] {
				continue
			}
			seen[m[1]] = true
			file := b.page(m[1])
			switch {
			case strings.HasSuffix(m[1], ".css"):
				css += zipped(file)
			case strings.HasSuffix(m[1], ".js"):
				js += zipped(file)
			}
		}
	}
	t.Logf("style %d bytes compressed, script %d", css, js)
	if css == 0 || css > sheetBudget {
		t.Errorf("the style sheet is %d bytes compressed; the budget is %d", css, sheetBudget)
	}
	if js == 0 || js > scriptBudget {
		t.Errorf("the scripts are %d bytes compressed; the budget is %d", js, scriptBudget)
	}
}

// A page that is not there, and an entry that this seat did not open, are pages
// in words.
func TestProblemsArePages(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	for path, want := range map[string]string{
		"/ukraine/nothing":                           "There is no such page",
		"/nobody/standing":                           "There is no such page",
		"/ukraine/entry/" + strings.Repeat("ab", 32): "Not readable by this seat",
		"/ukraine/draft/none":                        "No such draft",
	} {
		status, body := b.get(path)
		if status != http.StatusNotFound || !strings.Contains(body, want) {
			t.Errorf("%s answers %d and does not say %q", path, status, want)
		}
		for _, f := range faults(body) {
			t.Errorf("%s: %s", path, f)
		}
	}
}
