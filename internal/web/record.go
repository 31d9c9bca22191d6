// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"parley/internal/brief"
)

// recordPage is every entry that this seat reads, a page of rows at a time.
type recordPage struct {
	Entries  []brief.EntryLine // newest first
	Found    int               // by the filters
	Total    int               // that this seat reads
	Page     int               // from 1
	Pages    int
	Older    string // address of the page of older ones; empty at the end
	Newer    string
	Kinds    []option
	Authors  []brief.SeatRef
	Channels []option
	Kind     string
	Author   string
	Channel  string
	Query    string
	Filtered bool
}

func buildRecord(r *request) (any, lane, error) {
	q := r.URL.Query()
	out := recordPage{Kind: q.Get("kind"), Author: q.Get("author"), Channel: q.Get("channel"), Query: strings.TrimSpace(q.Get("q"))}
	out.Filtered = out.Kind != "" || out.Author != "" || out.Channel != "" || out.Query != ""
	out.Total, out.Page = r.view.State.Len(), 1
	if n, err := strconv.Atoi(q.Get("page")); err == nil && n > 0 && n < 1e6 {
		out.Page = n
	}
	rep := brief.Entries(r.view.State, brief.EntriesQuery{
		Head: r.head, Withheld: r.view.Withheld, Kind: out.Kind, Author: out.Author, Channel: out.Channel, Text: out.Query,
		Limit: pageRows, Newest: true, Skip: (out.Page - 1) * pageRows,
	})
	out.Entries, out.Found = rep.Entries, rep.Found
	slices.Reverse(out.Entries)
	out.Pages = max(1, (out.Found+pageRows-1)/pageRows)
	if out.Page < out.Pages {
		out.Older = recordAt(q, out.Page+1)
	}
	if out.Page > 1 {
		out.Newer = recordAt(q, out.Page-1)
	}
	r.filters(&out)
	return out, r.ownLane(), nil
}

// filters are what can be chosen from: what occurs in the entries read here.
func (r *request) filters(out *recordPage) {
	kinds := map[string]bool{}
	for _, l := range r.view.State.Lines() {
		kinds[l.Kind] = true
	}
	for kind := range kinds {
		out.Kinds = append(out.Kinds, option{kind, wordFor(r.p, kind)})
	}
	slices.SortFunc(out.Kinds, func(a, b option) int { return strings.Compare(a.Label, b.Label) })
	out.Authors = r.refs(r.roster())
	for _, c := range r.view.State.Channels() {
		label := r.names(c.Audience)
		if r.plenary(c.Audience) {
			label = r.p.T("All seats")
		}
		out.Channels = append(out.Channels, option{hex.EncodeToString(c.ID[:]), label})
	}
}

// recordAt is the address of another page of the same list.
func recordAt(q url.Values, n int) string {
	next := url.Values{}
	for k, v := range q {
		next[k] = v
	}
	next.Set("page", strconv.Itoa(n))
	return "/record?" + next.Encode()
}
