// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"parley/internal/act"
)

// slowModel has so many options of three decision makers that a sweep of it takes a
// while.
func slowModel(n int) string {
	var all []string
	var own [3][]string
	for k := range n {
		all = append(all, fmt.Sprintf(`{"id":"o%d"}`, k))
		own[k%3] = append(own[k%3], fmt.Sprintf(`"o%d"`, k))
	}
	dm := func(i int) string {
		return fmt.Sprintf(`{"id":"d%d","options":[%s],"statements":["o%d -> o%d","!o%d","o3 & o4","o5 | o6"]}`, i, strings.Join(own[i], ","), i, (i+1)%3, i)
	}
	return fmt.Sprintf(`{"schema":"parley.stability/1","options":[%s],"dms":[%s,%s,%s],"status_quo":0}`, strings.Join(all, ","), dm(0), dm(1), dm(2))
}

// A sweep is begun, watched, ended and begun again by the keyboard alone; its page
// moves on by itself and takes nobody's place away, and other pages answer meanwhile.
// Without script a link shows how far it is.
func TestWhatIfByKeyboard(t *testing.T) {
	needChromium(t)
	w := newParliament(t)
	at := w.keep("host", act.Model{Title: "Fourteen questions", Document: slowModel(14)})
	p := newPerson(t, w.browser.base)
	p.visit(strings.TrimPrefix(w.server.Launch(), w.browser.base))
	p.visit("/host" + at + "/whatif")
	p.sees("Nothing was asked yet.")
	p.pick("runs", "10,000")
	p.to("Begin")
	p.enter()
	p.sees("of 40,000 runs are done")
	p.to("End it")
	first := ask[float64](p, `document.querySelector("progress").value`)
	for end := time.Now().Add(time.Minute); ask[float64](p, `document.querySelector("progress").value`) <= first; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the page stays at %v runs", first)
		}
	}
	if name := p.focus().Name; name != "End it" {
		t.Errorf("the page that moved on took the focus away: it is on %q", name)
	}
	began := time.Now()
	w.page("/host/models")
	if wait := time.Since(began); wait > 20*time.Second {
		t.Errorf("another page waited %v for the sweep", wait)
	}
	p.enter()
	p.sees("Nothing was asked yet.")
	if strings.Contains(p.words(), "runs are done") {
		t.Error("what was ended still runs")
	}

	at = w.crisis()
	p.visit("/host" + at + "/whatif")
	p.field("runs")
	p.press(kb.Home)
	p.to("Begin")
	p.enter()
	p.seesWithin("100 runs from the seed 1", time.Minute)
	p.sees("Which preference matters most?")
	p.withoutScript()
	p.visit("/host" + at + "/whatif")
	p.to("Begin")
	p.enter()
	for end := time.Now().Add(time.Minute); !strings.Contains(p.words(), "100 runs from the seed 1"); {
		if time.Now().After(end) {
			t.Fatal("without script the sweep never ends")
		}
		p.to("See how far it is")
		p.enter()
	}
}
