// SPDX-License-Identifier: Apache-2.0

package web

import (
	"html/template"
	"regexp"
	"strings"
)

// The marks of a page that change when it becomes a part of another. Words of
// people are escaped in a page: none of them can look like one of these.
var (
	packAway = regexp.MustCompile(`(?s)<form\b.*?</form>|<nav\b.*?</nav>|<section aria-labelledby="withheld">.*?</section>`)
	packHead = regexp.MustCompile(`<(/?)h([1-4])\b`)
	packName = regexp.MustCompile(` (id|for|aria-labelledby|aria-describedby)="([^"]+)"`)
	packLink = regexp.MustCompile(`( href="#|url\(#)`)
)

// partOf makes a page into a part of a pack: what one acts with goes, headings
// step down by one, and names that must be the only ones of a page get the part's
// before them.
func partOf(page, part string) template.HTML {
	page = packAway.ReplaceAllString(page, "")
	page = packHead.ReplaceAllStringFunc(page, func(tag string) string {
		return tag[:len(tag)-1] + string(tag[len(tag)-1]+1)
	})
	page = packName.ReplaceAllStringFunc(page, func(attr string) string {
		m := packName.FindStringSubmatch(attr)
		names := strings.Fields(m[2])
		for i := range names {
			names[i] = part + "-" + names[i]
		}
		return " " + m[1] + `="` + strings.Join(names, " ") + `"`
	})
	page = packLink.ReplaceAllString(page, "${1}"+part+"-")
	return template.HTML(page)
}
