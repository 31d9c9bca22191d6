// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"testing"

	"parley/internal/act"
)

// Whatever is typed, what comes out is either refused by the act or comes out the
// same when it is typed again, and boxes that nobody touched change nothing.
func FuzzSpan(f *testing.F) {
	for _, s := range [][3]string{{"40", "", "50"}, {"62,50", "70", "62"}, {"007", "0.0", ""}, {"-1", "1e3", "x"}, {"", "", "30"}} {
		f.Add(s[0], s[1], s[2])
	}
	f.Fuzz(func(t *testing.T, low, high, slide string) {
		sent := func(s act.Span, slide string) url.Values {
			return url.Values{"w.low": {s.Low}, "w.high": {s.High}, "w.slide": {slide}, "w.shown": {viewSpan("w", s, nil, nil).Shown}}
		}
		first := takeSpan("w", act.Span{}, url.Values{"w.low": {low}, "w.high": {high}, "w.slide": {slide}, "w.shown": {"  50"}})
		w := act.OptionWorth{Option: "x", Worth: first, Live: "yes"}
		x := act.Preference{Of: "a", Basis: act.Said, Issues: []act.IssueWorth{{Issue: zeros, Options: []act.OptionWorth{w}}}}
		if x.Validate() != nil {
			return
		}
		if again := takeSpan("w", first, sent(first, slideOf(first.Low))); again != first {
			t.Errorf("%q to %q came out as %+v, and then as %+v", low, high, first, again)
		}
	})
}

const zeros = "0000000000000000000000000000000000000000000000000000000000000000"

// Numbers are brought into the one form that acts have for them.
func TestNumber(t *testing.T) {
	for typed, want := range map[string]string{" 40 ": "40", "62,50": "62.5", "7.0": "7", "007": "7", "0": "0", "0.5": "0.5", "": "", "00": "0"} {
		if got := number(typed); got != want {
			t.Errorf("%q came out as %q; want %q", typed, got, want)
		}
	}
}
