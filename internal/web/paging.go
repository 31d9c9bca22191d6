// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"strconv"
)

// paging is where one page of a long table stands among the others.
type paging struct {
	Page, Pages  int    // from 1
	Newer, Older string // addresses below the desk of the pages before and after; empty at the ends
	Of           int    // rows in all
}

// paged cuts a list to the page that an address asks for, of so many rows.
func paged[T any](r *request, path string, list []T, rows int) ([]T, paging) {
	if r.whole {
		rows = max(1, len(list))
	}
	q := r.URL.Query()
	out := paging{Page: 1, Pages: max(1, (len(list)+rows-1)/rows), Of: len(list)}
	if n, err := strconv.Atoi(q.Get("page")); err == nil {
		out.Page = min(max(n, 1), out.Pages)
	}
	if out.Page < out.Pages {
		out.Older = pageAt(path, q, out.Page+1)
	}
	if out.Page > 1 {
		out.Newer = pageAt(path, q, out.Page-1)
	}
	return list[(out.Page-1)*rows : min(out.Page*rows, len(list))], out
}

// pageAt is the address of another page of the same list.
func pageAt(path string, q url.Values, n int) string {
	next := url.Values{}
	for k, v := range q {
		next[k] = v
	}
	next.Set("page", strconv.Itoa(n))
	return path + "?" + next.Encode()
}
