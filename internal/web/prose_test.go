// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strings"
	"testing"

	"parley/docs/methods"
)

// TestProse holds the small renderer to what the pages of methods use.
func TestProse(t *testing.T) {
	body, title := (&prose{link: func(to string) string {
		if to == "zone.md" {
			return "/d/method/zone"
		}
		return ""
	}}).render("# A *title*\n\nOne\ntwo **three** `a<b` & <script>.\n\n- x\n  goes on\n- [y](zone.md), [z](../code.go), 2*3*4\n\n1. n\n\n> q\n\n| h | i |\n|---|---|\n| 1 | **2** |\n\n```\n<raw> *no*\n```\n")
	want := `<h1>A <i>title</i></h1>
<p>One two <b>three</b> <code>a&lt;b</code> &amp; &lt;script&gt;.</p>
<ul><li>x goes on</li>
<li><a href="/d/method/zone">y</a>, z, 2<i>3</i>4</li>
</ul>
<ol><li>n</li>
</ol>
<blockquote>q</blockquote>
<div class="scroll" tabindex="0" role="region" aria-labelledby="table-1"><table><caption id="table-1">A *title*</caption><thead><tr><th scope="col">h</th><th scope="col">i</th></tr></thead><tbody><tr><td>1</td><td><b>2</b></td></tr></tbody></table></div>
<pre>&lt;raw&gt; *no*</pre>
`
	if string(body) != want || title != "A *title*" {
		t.Errorf("title %q, body\n%s\nwant\n%s", title, body, want)
	}
}

// TestProseOfMethods: every page has one title, nothing of its marks is left over
// and every page that is referred to is there.
func TestProseOfMethods(t *testing.T) {
	for _, name := range append(methods.Names(), "") {
		text, ok := methods.Page(name)
		if !ok {
			t.Fatalf("no page %q", name)
		}
		body, title := (&prose{link: func(to string) string {
			if n, md := strings.CutSuffix(strings.SplitN(to, "#", 2)[0], ".md"); md && !strings.Contains(to, "/") {
				if _, ok := methods.Page(n); !ok {
					t.Errorf("%s refers to %s, which is not there", name, to)
				}
			}
			return to
		}}).render(text)
		if title == "" || strings.Count(string(body), "<h1>") != 1 {
			t.Errorf("%s: title %q and %d headings of the first order", name, title, strings.Count(string(body), "<h1>"))
		}
		for _, mark := range []string{"**", "](", "|--", "```"} {
			if strings.Contains(string(body), mark) {
				t.Errorf("%s: %q is left over", name, mark)
			}
		}
	}
	for _, name := range []string{"nothing", "../README", "methods.go", `..\x`} {
		if _, ok := methods.Page(name); ok {
			t.Errorf("there is a page %q", name)
		}
	}
}

// FuzzProse: whatever the text, what comes out opens and closes no element that the
// renderer does not write.
func FuzzProse(f *testing.F) {
	f.Add("# a\n- b\n| c |\n|---|\n`d` [e](f.md) **g**")
	f.Add("[<x>](\"onclick=)\n> \n```\n</pre>")
	f.Fuzz(func(t *testing.T, text string) {
		body, _ := (&prose{link: func(to string) string { return to }}).render(text)
		for _, m := range strings.SplitAfter(string(body), "<")[1:] {
			tag := strings.TrimPrefix(m, "/")
			ok := false
			for _, known := range []string{"h1>", "h2>", "h3>", "h4>", "h5>", "h6>", "p>", "ul>", "ol>", "li>", "blockquote>", "pre>", "code>", "b>", "i>", "a href=\"", "a>",
				"div class=", "div>", "table>", "caption id=", "caption>", "thead>", "tbody>", "tr>", "th scope=", "th>", "td>"} {
				ok = ok || strings.HasPrefix(tag, known)
			}
			if !ok {
				t.Fatalf("%q writes <%.20s", text, m)
			}
		}
	})
}
