// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"parley/internal/web"
)

// The floors of the frontier are moved by the keyboard: arrows on a slider, figures
// in a box. What is left follows at once, and no address names a floor. Without
// script the button does the same.
func TestFloorsByKeyboard(t *testing.T) {
	ownProcess(t)
	p := sitAt(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	p.visit("/mediator/packages/browse")
	p.sees("43 of 43 ways of sharing are left")
	p.field("slide.0")
	p.press(strings.Repeat(string(kb.ArrowRight), 3))
	if box := ask[string](p, `document.getElementById('floor-0').value`); box != "3" {
		t.Errorf("the slider went three steps, and its box says %q", box)
	}
	p.fill("floor.0", "60")
	p.fill("floor.1", "70")
	p.sees("0 of 43 ways of sharing are left")
	p.sees("These floors cannot hold together.")
	if slide := ask[string](p, `document.getElementById('slide-1').value`); slide != "70" {
		t.Errorf("the box says 70, and its slider %q", slide)
	}
	if name := p.focus().Field; name != "floor.1" {
		t.Errorf("what is left took the focus away: it is on %q", name)
	}
	if at := p.at(); strings.ContainsAny(at, "067") {
		t.Errorf("the address names a floor: %s", at)
	}
	p.withoutScript()
	p.visit("/mediator/packages/browse")
	p.fill("floor.0", "60")
	p.to("Show what is left")
	p.enter()
	p.sees("of 43 ways of sharing are left")
	if strings.Contains(p.words(), "43 of 43") || strings.Contains(p.at(), "60") {
		t.Errorf("without script: %s", p.at())
	}
}
