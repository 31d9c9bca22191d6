// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strconv"
	"strings"

	"parley/internal/brief"
)

// searchPage is what was found among the entries that this seat opened.
type searchPage struct {
	brief.SearchReport
	Asked bool
	Pages []paletteLink // whose names hold the words
}

func buildSearch(r *request) (any, lane, error) {
	q := strings.TrimSpace(r.FormValue("q"))
	if n, err := strconv.Atoi(r.URL.Query().Get("asked")); err == nil {
		q = r.desk.searched(n)
	}
	out := searchPage{Asked: q != ""}
	// A whole reference, as people copy it from a receipt, leads to its entry.
	out.SearchReport = brief.Search(r.view.State, q, pageRows, r.head, r.view.Withheld)
	for _, p := range pages() {
		name := r.p.T(p.title)
		if q != "" && !strings.Contains(p.path, "{") && strings.Contains(strings.ToLower(name), strings.ToLower(q)) {
			out.Pages = append(out.Pages, paletteLink{r.at(p.path), name, p.key})
		}
	}
	return out, r.ownLane(), nil
}

// searchAsked takes what was typed and leads to its answer. The words stand in no
// address, since browsers keep those on the disk: the desk keeps them in memory,
// and the address has their number.
func searchAsked(r *request) (answer, error) {
	n := r.desk.search(strings.TrimSpace(r.PostForm.Get("q")))
	return answer{to: "/search?asked=" + strconv.Itoa(n)}, nil
}

// maxSearches bounds how many searches a desk remembers.
const maxSearches = 64

// search remembers the words of a search and returns its number.
func (d *station) search(q string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.searchesMade++
	d.searches[d.searchesMade] = q
	delete(d.searches, d.searchesMade-maxSearches)
	return d.searchesMade
}

// searched are the words of a search; empty when they are forgotten.
func (d *station) searched(n int) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.searches[n]
}
