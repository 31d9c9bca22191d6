// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"slices"
	"strconv"
)

// longRows is how many rows stand on one page where each of them is long.
const longRows = 100

// paging is where one page of a long table stands among the others.
type paging struct {
	Page, Pages  int    // from 1
	Newer, Older string // addresses below the desk of the pages before and after; empty at the ends
	Of           int    // rows in all
	rows         int    // of one page
}

// paged cuts a list to the page that an address asks for, of so many rows.
func paged[T any](r *request, path string, list []T, rows int) ([]T, paging) {
	out := r.paging(path, rows, 1, len(list))
	return cut(out, list), out
}

// paging is the page that an address asks for, of tables that are cut together:
// the longest decides how many pages there are, and Of counts the first. Where
// the address does not say, it is page number unasked; 0 is the last.
func (r *request) paging(path string, rows, unasked int, lengths ...int) paging {
	longest := slices.Max(lengths)
	if r.whole {
		rows = max(1, longest)
	}
	q := r.URL.Query()
	out := paging{Page: unasked, Pages: max(1, (longest+rows-1)/rows), Of: lengths[0], rows: rows}
	if n, err := strconv.Atoi(q.Get("page")); err == nil {
		out.Page = max(n, 1)
	}
	if out.Page == 0 || out.Page > out.Pages {
		out.Page = out.Pages
	}
	if out.Page < out.Pages {
		out.Older = pageAt(path, q, out.Page+1)
	}
	if out.Page > 1 {
		out.Newer = pageAt(path, q, out.Page-1)
	}
	return out
}

// cut is the rows of a table that stand on a page.
func cut[T any](p paging, list []T) []T {
	from := min((p.Page-1)*p.rows, len(list))
	return list[from:min(from+p.rows, len(list))]
}

// pageAt is the address of another page of the same list. What asked for the
// page of one row does not hold there.
func pageAt(path string, q url.Values, n int) string {
	next := url.Values{}
	for k, v := range q {
		next[k] = v
	}
	next.Del("of")
	next.Set("page", strconv.Itoa(n))
	return path + "?" + next.Encode()
}
