// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/internal/lang"
)

// element is an open tag with what it says of itself.
type element struct {
	name  string
	attrs map[string]string
}

// piece is a stretch of text that a person reads, with the elements around it.
type piece struct {
	text   string
	around []element
}

// piecesOf splits a page into its texts. The structure has been judged before.
func piecesOf(body string) (out []piece, elements []element) {
	var open []element
	last := 0
	for _, at := range tagIn.FindAllStringSubmatchIndex(body, -1) {
		words := strings.TrimPrefix(html.UnescapeString(body[last:at[0]]), "<!doctype html>")
		if strings.TrimSpace(words) != "" {
			out = append(out, piece{words, slices.Clone(open)})
		}
		last = at[1]
		name := strings.ToLower(body[at[4]:at[5]])
		if body[at[2]:at[3]] == "/" {
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
			continue
		}
		e := element{name, map[string]string{}}
		for _, a := range attrIn.FindAllStringSubmatch(body[at[6]:at[7]], -1) {
			e.attrs[a[1]] = html.UnescapeString(a[2])
		}
		elements = append(elements, e)
		if !slices.Contains(voidTags, name) && !strings.HasSuffix(body[at[6]:at[7]], "/") {
			open = append(open, e)
		}
	}
	return out, elements
}

// ofPeople reports whether a text is not one of the interface: what a person
// wrote, a reference, a key, a date, or a text that names its own language.
func ofPeople(around []element) bool {
	for _, e := range around {
		_, dir := e.attrs["dir"]
		_, tag := e.attrs["lang"]
		switch {
		case slices.Contains([]string{"bdi", "time", "kbd", "script", "style", "title", "textarea", "option", "pre"}, e.name):
			return true
		case (dir || tag) && e.name != "html":
			return true
		}
	}
	return false
}

var (
	lettersIn  = regexp.MustCompile(`[A-Za-z]{2,}`)
	isolatedIn = regexp.MustCompile("\u2068[^\u2069]*\u2069") // what people wrote, in a picture
	nameIn     = regexp.MustCompile(`^(Parley|CSV|JSON|qps|qps-rtl)$`)
)

// untranslated lists the texts of a page in the pseudo-locale that no catalogue
// has dressed: letters outside its brackets. A sentence may go on over several
// elements, with what people wrote between its parts.
func untranslated(body string) (out []string) {
	texts, elements := piecesOf(body)
	depth := 0
	for _, p := range texts {
		if ofPeople(p.around) {
			continue
		}
		plain := ""
		for _, r := range isolatedIn.ReplaceAllString(p.text, "") {
			switch {
			case r == '[':
				depth++
			case r == ']':
				depth--
			case depth == 0:
				plain += string(r)
			}
		}
		if lettersIn.MatchString(plain) && !nameIn.MatchString(strings.TrimSpace(plain)) {
			out = append(out, fmt.Sprintf("%.80q", strings.TrimSpace(plain)))
		}
	}
	if depth != 0 {
		out = append(out, fmt.Sprintf("%d brackets are left open", depth))
	}
	for _, e := range elements {
		for _, a := range []string{"aria-label", "alt", "placeholder", "data-text"} {
			if x := e.attrs[a]; lettersIn.MatchString(x) && !strings.Contains(x, "[") {
				out = append(out, fmt.Sprintf("%s=%q of <%s>", a, x, e.name))
			}
		}
	}
	return out
}

// marks lists what is missing for those who do not see a page: its landmarks,
// names for what there is more than one of, and a table beside each picture.
func marks(body string) (out []string) {
	_, elements := piecesOf(body)
	count := map[string]int{}
	for _, e := range elements {
		count[e.name]++
		switch e.name {
		case "nav", "dialog":
			if e.attrs["aria-label"] == "" && e.attrs["aria-labelledby"] == "" {
				out = append(out, fmt.Sprintf("a %s has no name", e.name))
			}
		case "svg":
			if e.attrs["role"] != "img" && e.attrs["aria-hidden"] != "true" {
				out = append(out, "an svg is neither a picture with a name nor hidden")
			}
		case "a":
			if e.attrs["target"] != "" {
				out = append(out, "a link opens another window")
			}
		}
	}
	for _, name := range []string{"main", "header", "footer"} {
		if count[name] != 1 {
			out = append(out, fmt.Sprintf("%d <%s>; want one", count[name], name))
		}
	}
	for _, svg := range regexp.MustCompile(`(?s)<svg[^>]*role="img"[^>]*>.*?</svg>`).FindAllString(body, -1) {
		if !strings.Contains(svg, "<title") || !strings.Contains(svg, "<desc") {
			out = append(out, "a picture has no title or description of its own")
		}
	}
	for _, figure := range regexp.MustCompile(`(?s)<figure.*?</figure>`).FindAllStringIndex(body, -1) {
		inside, rest := body[figure[0]:figure[1]], body[figure[1]:]
		rest, _, _ = strings.Cut(rest, "<figure")
		if !strings.Contains(inside, "<table") && !strings.Contains(rest, "<table") {
			out = append(out, "a picture has no table beside it")
		}
	}
	return out
}

// Every page that can be reached, at every desk, has its landmarks and names; in
// every language too, where it runs in the right direction and, in the
// pseudo-locales, has no sentence that the catalogues do not know.
func TestEveryPage(t *testing.T) {
	b := sitDown(t)
	pages, pictures := 0, 0
	for n, s := range play(t).Seats {
		if testing.Short() && n > 1 {
			break // a mediator and one more; the others are looked at in the long run
		}
		var once []string // one page of each shape
		for _, tag := range append([]string{"en"}, tags()...) {
			if s.Key != "mediator" && tag != "en" || testing.Short() && tag != "en" && tag != "qps-rtl" {
				continue // one desk is enough for the other languages
			}
			kept := drafts(t, s.Node)
			b.post("/settings", url.Values{"language": {tag}})
			var order []string
			all := map[string]string{}
			switch {
			case once == nil:
				order, all = crawl(b, s.Key)
				once = firstOfShape(s.Key, order)
			case tag == "en":
				continue // it came first
			default:
				order = once
			}
			if s.Key == "mediator" {
				order = append(slices.Clone(order), draftPaths(b, "mediator", "ukraine")...)
				stated := b.beginPreference("mediator", "own")
				b.states(stated, "…")
				order = append(order, stepPaths(stated)...)
				built, _ := b.cuban("mediator")
				order = append(append(order, modelPaths(built)...), "/mediator/models/begin")
			}
			for _, at := range order {
				if all[at] == "" {
					all[at] = b.page(at)
				}
			}
			for _, id := range drafts(t, s.Node) {
				if tag != "en" && !slices.Contains(kept, id) { // there is room for 200, and those of English are looked at again
					if err := s.Node.DropDraft(t.Context(), id); err != nil {
						t.Fatal(err)
					}
				}
			}
			said := map[string]bool{}
			for _, at := range order {
				body := all[at]
				if !strings.HasPrefix(body, "<!doctype html>") {
					continue // a file
				}
				pages++
				pictures += strings.Count(body, `role="img"`)
				list := append(faults(body), marks(body)...)
				if strings.HasPrefix(tag, "qps") {
					list = append(list, untranslated(body)...)
				}
				if want := fmt.Sprintf(`<html lang="%s" dir="%s"`, lang.For(tag).Tag(), lang.For(tag).Dir()); !strings.Contains(body, want) {
					list = append(list, "does not begin with "+want)
				}
				if n := zipped(body); n > htmlBudget {
					list = append(list, fmt.Sprintf("is %d bytes compressed; the budget is %d", n, htmlBudget))
				}
				for _, x := range list {
					if !said[x] { // once for each language and desk
						t.Errorf("%s in %s: %s", at, tag, x)
					}
					said[x] = true
				}
			}
		}
	}
	t.Logf("%d pages with %d pictures were looked at", pages, pictures)
	if pictures == 0 {
		t.Error("no picture was found")
	}
}

// What the test above looks for is found.
func TestMarksAreFound(t *testing.T) {
	good := `<!doctype html><html lang="qps" dir="ltr"><body><header></header><main><h1>[á]</h1><p>[á <bdi>plain words</bdi> é] 12</p></main><footer></footer></body></html>`
	if x := append(marks(good), untranslated(good)...); len(x) > 0 {
		t.Fatalf("a good page has faults: %q", x)
	}
	for _, bad := range []string{
		`<nav></nav>`, `<svg></svg>`, `<svg role="img"><title>[á]</title></svg>`, `<figure></figure>`, `<main></main>`, `<a target="_blank">[á]</a>`,
		`<p>plain</p>`, `<p>[á</p>`, `<p>[á] and more</p>`, `<b aria-label="plain"></b>`, `<p><bdi>of people</bdi> plain</p>`,
	} {
		page := strings.Replace(good, "</h1>", "</h1>"+bad, 1)
		if len(marks(page))+len(untranslated(page)) == 0 {
			t.Errorf("nothing is said against %s", bad)
		}
	}
}
