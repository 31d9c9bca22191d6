// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// From the list of models to a table, to a reason beside a cell, to the outcome and
// on to the way there, by the keyboard alone; then only some outcomes.
func TestModelWalkByKeyboard(t *testing.T) {
	needChromium(t)
	w := newParliament(t)
	at := w.crisis()
	p := newPerson(t, w.browser.base)
	p.visit(strings.TrimPrefix(w.server.Launch(), w.browser.base))

	p.seat("host", "desk host")
	p.to("Stability")
	p.enter()
	p.sees("Two models are two pictures")
	p.to("Who would leave the blockade")
	p.enter()
	p.sees("12 outcomes, 7 of them hold")

	cell := func(row, name string) {
		p.tabTo("the cell "+name+" of "+row, func(s stop) bool {
			return s.Tag == "a" && s.Name == name && strings.HasPrefix(s.Around, row+" ")
		})
	}
	cell("4", "GM SM SE SS")
	p.sees("others would answer, because it pays them:")
	p.press(kb.Tab)
	p.enter()
	p.sees("Outcome 5: who could leave it, and what holds it")
	if !strings.HasPrefix(p.at(), "/host"+at+"/5") {
		t.Errorf("the row of outcome 5 leads to %s", p.at())
	}
	p.sees("It holds: everybody stays under Nash, GMR, SMR, SEQ, SSEQ, SIM")
	p.to("Draw this way")
	p.enter()
	p.sees("The way to outcome 5")

	p.to("Who stays where")
	p.enter()
	p.to("Show only some outcomes")
	p.press(kb.Enter)
	p.pick("concept", "SEQ: others would answer, because it pays them")
	p.tick("holds", "only outcomes that hold")
	p.to("Show these")
	p.enter()
	p.sees("3 outcomes of 12 that are possible, 3 of them hold")
	if strings.Contains(p.at(), "?") {
		t.Errorf("what was asked for stands in the address %s", p.at())
	}
}
