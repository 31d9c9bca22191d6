// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
)

var (
	hrefIn       = regexp.MustCompile(`href="(/[^"#]*)`)
	idIn         = regexp.MustCompile(`[0-9a-f]{64}|[0-9a-f]{32}|[a-z2-7]{26}`)
	modelStateIn = regexp.MustCompile(`^(/model/ID)/[0-9]+`)
	valueIn      = regexp.MustCompile(`=[^&]*`)
	// perShape bounds how many pages of one shape a crawl reads. Entries are of many
	// kinds, each shown in a way of its own.
	perShape = map[string]int{"/entry/ID": 30, "/receipt/ID": 2, "/write?form=": 100, "/draft/ID": 100}
)

// crawl reads every page that leads on from the pages of one desk, two of each
// shape: what is new in the rail or the palette is found without a list here.
// It gives the addresses in the order in which they were found, with the pages.
func crawl(b *browser, desk string) (order []string, page map[string]string) {
	b.t.Helper()
	page = map[string]string{}
	count, from := map[string]int{}, map[string]string{}
	queue := []string{"/" + desk + "/standing", "/settings"}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if _, ok := page[at]; ok {
			continue
		}
		shape := shapeOf(desk, at)
		if count[shape] >= max(2, perShape[shape]) {
			continue
		}
		status, body := b.get(at)
		if status != http.StatusOK {
			b.t.Errorf("a link of %s leads to %s, which answers %d: %.300s", from[at], at, status, text(body))
			continue
		}
		count[shape]++
		order, page[at] = append(order, at), body
		for _, m := range hrefIn.FindAllStringSubmatch(body, -1) {
			to := html.UnescapeString(m[1])
			if _, ok := from[to]; !ok && strings.HasPrefix(to, "/"+desk+"/") {
				queue, from[to] = append(queue, to), at
			}
		}
	}
	return order, page
}

// shapeOf is an address without what tells one entry, seat, outcome of a model or
// choice from another.
func shapeOf(desk, at string) string {
	at = strings.TrimPrefix(at, "/"+desk)
	return valueIn.ReplaceAllString(modelStateIn.ReplaceAllString(idIn.ReplaceAllString(at, "ID"), "$1/STATE"), "=")
}

// firstOfShape keeps one address of each shape, and each kind of entry there is.
func firstOfShape(desk string, order []string) (out []string) {
	seen := map[string]bool{}
	for _, at := range order {
		if shape := shapeOf(desk, at); !seen[shape] || shape == "/entry/ID" {
			seen[shape] = true
			out = append(out, at)
		}
	}
	return out
}

// draftPaths begins a draft of every form that is offered and gives their pages.
func draftPaths(b *browser, desk, reader string) (out []string) {
	b.t.Helper()
	for _, m := range regexp.MustCompile(`href="/`+desk+`/write\?form=([a-z-]+)"`).FindAllStringSubmatch(b.page("/"+desk+"/write"), -1) {
		out = append(out, b.begin(desk, m[1], "record", reader))
	}
	return out
}
