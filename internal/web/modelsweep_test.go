// SPDX-License-Identifier: Apache-2.0

//go:build unix

package web

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"parley/internal/brief"
	"parley/stability"
)

// swept waits until the sweep of a desk has come to its end.
func swept(t *testing.T, d *station) sweepState {
	t.Helper()
	for range 3000 {
		if s := d.sweepNow(); s != nil && s.Ended {
			return *s
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the sweep does not end")
	return sweepState{}
}

// TestWhatIfSaysTheReport: the page says the numbers of the report that the command
// writes for the same variations, runs and seed.
func TestWhatIfSaysTheReport(t *testing.T) {
	w := newBusy(t)
	s := sitAt(t, w.desk())
	at, m := "/model/"+w.model("paid", paidDilemma)+"/whatif", solvedOf(t, paidDilemma)
	if out := s.ask("POST", at, url.Values{"runs": {"100"}, "way.0": {""}, "way.1": {""}}); out.Code != 422 || !strings.Contains(out.Body.String(), "Let at least one preference vary.") {
		t.Fatalf("nothing varies: %d", out.Code)
	}
	if out := s.ask("POST", at, url.Values{"runs": {"100"}, "way.0": {"within"}, "times.0": {"2"}, "way.1": {"swaps"}, "times.1": {"3"}}); out.Code != 303 {
		t.Fatalf("begun: %d", out.Code)
	}
	swept(t, s.Server.desk("big"))
	vary := []stability.Variation{{DM: 0, Within: 2}, {DM: 1, Swaps: 3}}
	for _, c := range []stability.Concept{stability.Nash, stability.SEQ} {
		page := s.ask("GET", at+"?concept="+c.String(), nil).Body.String()
		report, err := brief.SweepModel(t.Context(), m.Model, 100, pageSeed, vary, nil, -1, nil)
		if err != nil {
			t.Fatal(err)
		}
		found, _ := report.Concepts.Get(c.String())
		rows := rowIn.FindAllStringSubmatch(page, -1)
		if len(rows) != len(found.States) {
			t.Fatalf("%v: %d rows for %d outcomes", c, len(rows), len(found.States))
		}
		for k, x := range found.States {
			got := numbersIn(rows[k][2])
			if rows[k][1] != x.State.String() || len(got) != 1 || got[0] != fmt.Sprint(x.Runs) || strings.Contains(rows[k][2], "does not hold") == x.Base {
				t.Errorf("%v: row %v, the report says %+v", c, rows[k][1:], x)
			}
		}
		_, table, _ := strings.Cut(page, "Which preference matters most?")
		table, _, _ = strings.Cut(table, "</table>")
		var want []string
		for _, part := range [][]stability.Variation{vary[:1], vary[1:], vary} {
			r, err := brief.SweepModel(t.Context(), m.Model, 100, pageSeed, part, nil, 0, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range r.Concepts {
				want = append(want, fmt.Sprint(x.Value.Same))
			}
		}
		if got := numbersIn(table); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("what matters: %v, the reports say %v", got, want)
		}
	}
}

// TestSweepBesidePages: a sweep holds up no page, is the only one of its desk, tells
// how far it is, ends when it is asked to, and is forgotten when the desk is locked.
func TestSweepBesidePages(t *testing.T) {
	w := newBusy(t)
	s := sitAt(t, w.desk())
	d := s.Server.desk("big")
	wide, small := "/model/"+w.model("wide", manyOptions(12)), "/model/"+w.model("small", paidDilemma)
	form := url.Values{"runs": {"10000"}, "way.0": {"order"}, "times.0": {"2"}, "way.1": {"swaps"}, "times.1": {"5"}}
	begin := func() {
		t.Helper()
		if out := s.ask("POST", wide+"/whatif", form); out.Code != 303 {
			t.Fatalf("begun: %d", out.Code)
		}
		if x := d.sweepNow(); x == nil || x.Ended {
			t.Fatal("no sweep is under way")
		}
	}
	begin()
	for _, at := range []string{small + "/prices", small + "/hold?state=3", wide + "/prices", small + "/whatif"} {
		if out := s.ask("GET", at, nil); out.Code != 200 {
			t.Errorf("%s beside a sweep: %d", at, out.Code)
		}
	}
	if x := d.sweepNow(); x == nil || x.Ended {
		t.Fatal("the sweep ended before the pages did: it proves nothing")
	}
	page := s.ask("GET", wide+"/whatif", nil).Body.String()
	if !strings.Contains(page, "<progress") || !strings.Contains(page, `hx-trigger="every 1s"`) || !strings.Contains(page, "30,000 runs are done") {
		t.Error("the page does not say how far the sweep is")
	}
	if out := s.ask("POST", small+"/whatif", url.Values{"runs": {"100"}, "way.0": {"swaps"}}); out.Code != 422 || !strings.Contains(out.Body.String(), "One sweep runs at a time") {
		t.Errorf("a second sweep: %d", out.Code)
	}
	job := d.swept
	if out := s.ask("POST", wide+"/whatif/stop", url.Values{}); out.Code != 303 || d.sweepNow() != nil {
		t.Errorf("ended: %d", out.Code)
	}
	ends := func(why string) {
		t.Helper()
		for range 500 {
			if job.state().Ended {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Error(why + ": its work goes on for five seconds")
	}
	ends("ended")
	if page := s.ask("GET", wide+"/whatif", nil).Body.String(); !strings.Contains(page, "Nothing was asked yet.") {
		t.Error("what was ended is still shown")
	}
	begin()
	job = d.swept
	d.lock()
	if d.swept != nil {
		t.Error("a desk that is locked keeps its sweep")
	}
	ends("locked")
}

// manyOptions has so many options of two decision makers, one of whom states an order
// of conditions, and no condition on what can be together.
func manyOptions(n int) string {
	var all []string
	var own [2][]string
	for k := range n {
		all = append(all, fmt.Sprintf(`{"id":"o%d"}`, k))
		own[k%2] = append(own[k%2], fmt.Sprintf(`"o%d"`, k))
	}
	return fmt.Sprintf(`{"schema":"parley.stability/1","options":[%s],"dms":[{"id":"a","options":[%s],"statements":["o0 -> o1","!o2","o3 & o4"]},
{"id":"b","options":[%s],"weights":{"o1":"2","o0 & o5":"3","o7":"-1"}}],"status_quo":0}`, strings.Join(all, ","), strings.Join(own[0], ","), strings.Join(own[1], ","))
}
