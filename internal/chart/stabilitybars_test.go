// SPDX-License-Identifier: Apache-2.0

package chart_test

import (
	"strings"
	"testing"

	"parley/internal/brief"
	"parley/internal/chart"
	"parley/internal/lang"
)

func TestShareRows(t *testing.T) {
	rows := []chart.BarRow{{Label: "one & two", Value: "3 of 4", Part: 3, Whole: 4, Mark: "as stated"}, {Label: "none", Value: "0 of 4", Whole: 4}, {Label: "odd", Value: "?", Part: 9}}
	en, ar := chart.ShareRows(lang.For("en"), "share", rows, conflictWords()), chart.ShareRows(lang.For("ar"), "share", rows, conflictWords())
	golden(t, "stability-shares", en.SVG)
	golden(t, "stability-shares-rtl", ar.SVG)
	if !strings.Contains(en.SVG, `width="225"`) || strings.Count(en.SVG, "<rect") != 4 || !strings.Contains(en.SVG, "one &amp; two") {
		t.Errorf("three quarters of 300 is not 225, or a bar of nothing is drawn: %s", en.SVG)
	}
	if f := chart.ShareRows(lang.For("en"), "share", nil, conflictWords()); f.SVG != "" {
		t.Error("nothing is drawn as something")
	}
}

func TestStatePath(t *testing.T) {
	path := []brief.ModelMove{{DM: "a", From: 0, To: 2}, {DM: "b", From: 2, To: 6}}
	says := func(s brief.StateNumber) string { return "state " + s.String() + " <of> it" }
	does := func(m brief.ModelMove) string { return m.DM + " moves" }
	f := chart.StatePath(lang.For("en"), 0, path, says, does, conflictWords())
	golden(t, "stability-path", f.SVG)
	golden(t, "stability-path-rtl", chart.StatePath(lang.For("ar"), 0, path, says, does, conflictWords()).SVG)
	if strings.Count(f.SVG, "h560v44") != 3 || strings.Count(f.SVG, "l-5 -10h10z") != 2 || strings.Index(f.SVG, "state 0") > strings.Index(f.SVG, "state 6") {
		t.Error("not three boxes and two arrows in their order")
	}
	if f := chart.StatePath(lang.For("en"), 3, nil, says, does, conflictWords()); strings.Count(f.SVG, "h560v44") != 1 {
		t.Error("a way of no moves is not one box")
	}
}
