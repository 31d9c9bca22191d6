// SPDX-License-Identifier: Apache-2.0

package chart_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"parley/internal/brief"
	"parley/internal/chart"
	"parley/internal/lang"
)

func TestBalanceSaysWhatItShows(t *testing.T) {
	r := brief.BalanceReport{
		Parties: []brief.SeatBalance{
			{Seat: brief.SeatRef{Seat: "A", Name: "Delegation <A>"}, Contacts: 4, Length: brief.LengthSum{AtLeast: 120, AtLeastOf: 2}},
			{Seat: brief.SeatRef{Seat: "B", Name: "Delegation B"}, Contacts: 2, Length: brief.LengthSum{NotStated: 2}},
		},
	}
	for _, tag := range []string{"en", "ar", "qps-rtl"} {
		p := lang.For(tag)
		svg := chart.Balance(r, p)
		var x struct {
			Title string `xml:"title"`
			Desc  string `xml:"desc"`
			Bars  []struct {
				X     int `xml:"x,attr"`
				Width int `xml:"width,attr"`
			} `xml:"rect"`
		}
		if err := xml.Unmarshal([]byte(svg), &x); err != nil {
			t.Fatalf("%s: %v in %s", tag, err, svg)
		}
		if x.Title == "" || !strings.Contains(x.Desc, "Delegation <A>") || !strings.Contains(x.Desc, p.T("not stated")) {
			t.Errorf("%s: title %q, description %q", tag, x.Title, x.Desc)
		}
		// A length that was not stated has no bar: it is not zero.
		if len(x.Bars) != 3 || x.Bars[0].Width != 2*x.Bars[2].Width {
			t.Errorf("%s: bars %+v", tag, x.Bars)
		}
		// Bars of one measure begin on one line, on the side where lines begin.
		start := func(i int) int {
			if p.Dir() == "rtl" {
				return x.Bars[i].X + x.Bars[i].Width
			}
			return x.Bars[i].X
		}
		if start(0) != start(2) {
			t.Errorf("%s: the bars begin at %d and %d", tag, start(0), start(2))
		}
		if strings.Contains(svg, "style=") {
			t.Errorf("%s: the picture carries style", tag)
		}
	}
}

// Without a contact there is no bar to scale, and no division by nothing.
func TestBalanceOfNothing(t *testing.T) {
	svg := chart.Balance(brief.BalanceReport{Parties: []brief.SeatBalance{{Seat: brief.SeatRef{Name: "A"}}}}, lang.For("en"))
	if !strings.Contains(svg, ">0<") || !strings.Contains(svg, "not stated") {
		t.Errorf("%s", svg)
	}
}
