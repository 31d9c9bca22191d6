// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"parley/internal/lang"
	"parley/internal/web"
)

// tooWide gives how many pixels a page is wider than its window, and the first
// elements that reach over its end.
const tooWide = `(() => {
  const root = document.documentElement, over = root.scrollWidth - root.clientWidth
  if (over <= 0) return { Over: 0, What: [] }
  const inScroll = el => { for (let x = el.parentElement; x && x !== document.body; x = x.parentElement) if (/auto|scroll|hidden|clip/.test(getComputedStyle(x).overflowX)) return true; return false }
  const out = [...document.querySelectorAll('body *')].filter(el => {
    const r = el.getBoundingClientRect()
    return r.width && (r.right > root.clientWidth + 1 || r.left < -1) && !inScroll(el)
  })
  return { Over: over, What: out.slice(-3).map(el => el.outerHTML.slice(0, 160)) }
})()`

// overflow is what tooWide gives.
type overflow struct {
	Over float64
	What []string
}

// No page is wider than a window of 800 or 1280 pixels, in a short language, a
// long one and one that is written from right to left; and none asks another
// machine for anything or is refused anything by its policy, which every person
// of these tests listens for.
func TestNoPageIsTooWide(t *testing.T) {
	ownProcess(t)
	b, s := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Hour}, false)
	list, _ := crawl(b, "mediator")
	list = append(firstOfShape("mediator", list), draftPaths(b, "mediator", "ukraine")...)
	list = slices.DeleteFunc(list, func(at string) bool {
		return strings.Contains(at, "print=1") || strings.Contains(at, "/export/") || strings.Contains(at, "/file/") || strings.Contains(at, ".ics")
	})
	p := newPerson(t, b.base)
	p.visit(strings.TrimPrefix(s.Launch(), b.base))
	p.visit("/mediator/standing")
	ask[string](p, `document.body.style.minWidth = '3000px'`)
	if o := ask[overflow](p, tooWide); o.Over < 1000 || len(o.What) == 0 {
		t.Fatalf("a page of 3000 pixels is found to be too wide by %v: %q", o.Over, o.What)
	}
	tags := []string{"qps", "ar", "en"}
	if *browserFlag != "require" {
		tags = tags[:1] // the longest words; the others where every browser test is asked for
	}
	pages := 0
	for _, tag := range tags {
		if status, _, _ := b.postAs(p, "/settings", url.Values{"language": {tag}}); status != 200 {
			t.Fatalf("choosing %s answers %d", tag, status)
		}
		for i, at := range list {
			if tag != tags[0] && strings.Contains(at, "/entry/") && i%4 != 0 {
				continue // entries differ in their words, and those were longest
			}
			p.visit(at)
			if got := ask[string](p, `document.documentElement.lang`); got != lang.For(tag).Tag() {
				t.Fatalf("%s is in %s, want %s", at, got, tag)
			}
			pages++
			for _, width := range []int64{800, 1280} {
				p.resize(width)
				if o := ask[overflow](p, tooWide); o.Over > 0 {
					t.Errorf("%s in %s is %v pixels wider than %d: %q", at, tag, o.Over, width, o.What)
				}
			}
		}
	}
	t.Logf("%d pages were looked at in two widths", pages)
}

// Through every page of some kinds the focus goes from control to control and
// can be seen at each, in a narrow window and from right to left as well.
func TestFocusIsAlwaysSeen(t *testing.T) {
	ownProcess(t)
	b, s := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Hour}, false)
	contact, _ := b.contactNamed("ukraine", "18 March")
	list := []string{contact, "/ukraine/standing", "/ukraine/people", "/ukraine/write", b.begin("ukraine", "readout", "record", "mediator"), "/settings", "/"}
	p := newPerson(t, b.base)
	p.visit(strings.TrimPrefix(s.Launch(), b.base))
	for _, x := range []struct {
		tag   string
		width int64
	}{{"en", 1280}, {"ar", 800}} {
		b.postAs(p, "/settings", url.Values{"language": {x.tag}})
		p.resize(x.width)
		for _, at := range list {
			p.visit(at)
			p.walkThrough(at)
		}
	}
}

// walkThrough passes every control of a page once.
func (p *person) walkThrough(at string) {
	p.t.Helper()
	passed := 0
	for ; passed < longest; passed++ {
		p.press(kb.Tab)
		s := p.focus()
		if s.Body {
			break
		}
		p.look(s)
	}
	if passed < 3 {
		p.t.Errorf("%s has %d controls", at, passed)
	}
}
