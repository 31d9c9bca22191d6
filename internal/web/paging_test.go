// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func asks(address string) *request {
	return &request{Request: httptest.NewRequest("GET", address, nil)}
}

func TestPagesOfATable(t *testing.T) {
	for _, x := range []struct {
		address string
		unasked int
		lengths []int
		page    int
		pages   int
		newer   string
		older   string
	}{
		{"/l", 1, []int{0}, 1, 1, "", ""},
		{"/l", 1, []int{10}, 1, 1, "", ""},
		{"/l", 1, []int{11}, 1, 2, "", "/l?page=2"},
		{"/l", 0, []int{11}, 2, 2, "/l?page=1", ""},
		{"/l?page=2&seat=a", 1, []int{25}, 2, 3, "/l?page=1&seat=a", "/l?page=3&seat=a"},
		{"/l?page=9", 1, []int{25}, 3, 3, "/l?page=2", ""},
		{"/l?page=-4", 0, []int{25}, 1, 3, "", "/l?page=2"},
		{"/l?page=x", 0, []int{25}, 3, 3, "/l?page=2", ""},
		{"/l?page=2", 1, []int{5, 15}, 2, 2, "/l?page=1", ""}, // the longer table decides
		{"/l?of=abc", 2, []int{25}, 2, 3, "/l?page=1", "/l?page=3"},
	} {
		p := asks(x.address).paging("/l", 10, x.unasked, x.lengths...)
		if p.Page != x.page || p.Pages != x.pages || p.Newer != x.newer || p.Older != x.older || p.Of != x.lengths[0] {
			t.Errorf("%s of %v rows: %+v", x.address, x.lengths, p)
		}
	}
}

// Every row stands on one page, and tables that are cut together end when they
// end.
func TestPagesHoldEveryRowOnce(t *testing.T) {
	for _, n := range []int{0, 1, 9, 10, 11, 40} {
		all := make([]int, n)
		for i := range all {
			all[i] = i
		}
		var got []int
		for page := 1; ; page++ {
			p := asks(fmt.Sprint("/l?page=", page)).paging("/l", 10, 1, n, 40)
			got = append(got, cut(p, all)...)
			if p.Page == p.Pages {
				break
			}
		}
		if !slices.Equal(got, all) {
			t.Errorf("of %d rows the pages hold %v", n, got)
		}
	}
}

// A whole table, for a pack, is one page.
func TestWholeTableIsOnePage(t *testing.T) {
	r := asks("/l?page=2")
	r.whole = true
	if list, p := paged(r, "/l", make([]int, 1000), 10); len(list) != 1000 || p.Pages != 1 {
		t.Errorf("%d rows, %+v", len(list), p)
	}
}

// The days of the timeline stand on one page each, in order, also where many
// entries are of one day.
func TestNoDayIsTorn(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		days := make([]string, rnd.IntN(60))
		for i := range days {
			days[i] = fmt.Sprintf("2025-01-%02d", 1+rnd.IntN(1+rnd.IntN(28)))
		}
		slices.Sort(days)
		var got []string
		for page := 1; ; page++ {
			x := timelinePage{paging: asks(fmt.Sprint("/t?page=", page)).paging("/t", 7, 0, len(days))}
			shown := x.span(days)
			for _, d := range days {
				if shown(d) {
					got = append(got, d)
				}
			}
			if x.Page == x.Pages {
				break
			}
		}
		if !slices.Equal(got, days) {
			t.Fatalf("of %s the pages hold %s", strings.Join(days, " "), strings.Join(got, " "))
		}
	}
}
