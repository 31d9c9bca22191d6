// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"parley/internal/web"
)

// A delegation says what the ways to settle the issues are worth to it, by the
// keyboard alone, from the first question to the receipt.
func TestPreferenceByKeyboard(t *testing.T) {
	ownProcess(t)
	p := sitAt(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Hour}, false)
	p.seat("ukraine", "Ukraine")
	p.finds("What it is worth to each", "/ukraine/preferences")
	p.sees("Worksheet to fill in by hand")
	p.to("Say what it is worth to us")
	p.enter()
	p.to("Begin")
	p.enter()
	p.sees("go on here")
	p.to("Go on")
	p.enter()

	// The order: the focus goes on by itself, and an issue is moved by its button.
	p.sees("Step 1 of 7")
	p.to("This one next")
	p.enter()
	for range 2 {
		p.rests("This one next")
		p.enter()
	}
	first := ask[string](p, `document.querySelectorAll('main table')[0].querySelectorAll('tbody th')[1].innerText.trim()`)
	p.to("Up: " + first)
	p.enter()
	p.rests("Down: " + first) // the button beside the one that is gone
	if now := ask[string](p, `document.querySelector('main table tbody th').innerText.trim()`); now != first {
		t.Fatalf("first in the order is %q; want %q", now, first)
	}
	p.to("Save and go on")
	p.enter()

	// Each issue: best and worst by arrows, and what lies between by the slider.
	slid := 0
	for range 40 {
		if !strings.Contains(p.at(), "/worth/") {
			break
		}
		if ask[bool](p, `document.querySelector('input[name=best][value=""]').checked`) {
			p.field("best")
			p.press(kb.ArrowDown)
			p.field("worst")
			p.press(kb.ArrowUp)
		} else if ask[int](p, `document.querySelectorAll('input[type=range]').length`) > 0 {
			p.tabTo("a slider", func(s stop) bool { return strings.HasSuffix(s.Field, ".slide") })
			p.press(strings.Repeat(kb.ArrowRight, 12))
			if got := ask[string](p, `document.querySelector('.spanfield input[type=text]').value`); got != "62" {
				t.Fatalf("the box beside the slider holds %q; want 62", got)
			}
			slid++
		}
		p.to("Save and go on")
		p.enter()
	}
	if slid == 0 {
		t.Error("no option lay between others")
	}

	// Weights: a word, and a number, which chooses its own answer.
	p.sees("Step 3 of 7")
	p.sees("Counts 100:")
	p.tabTo("the first answer", func(s stop) bool { return strings.HasSuffix(s.Field, ".word") })
	p.press(kb.ArrowDown)
	p.press(kb.ArrowDown)
	p.tabTo("a number", func(s stop) bool { return strings.HasSuffix(s.Field, ".low") })
	p.tabTo("the number of the next", func(s stop) bool { return strings.HasSuffix(s.Field, ".low") })
	p.press("40")
	if n := ask[int](p, `document.querySelectorAll('input[value=number]:checked').length`); n != 1 {
		t.Errorf("%d answers are a number; want the one that was typed", n)
	}
	p.to("Save and go on")
	p.enter()

	// What could be lived with, and the least of it.
	p.sees("Step 4 of 7")
	p.tabTo("an answer", func(s stop) bool { return strings.HasPrefix(s.Field, "l.") })
	p.press(kb.ArrowUp) // from not stated to no
	p.to("Save and go on")
	p.enter()
	p.sees("Step 5 of 7")
	const least = "A pause that both can check."
	p.fill("words", least)
	p.to("Save and go on")
	p.enter()

	// What follows is asked back, and a no leads to where it can be changed.
	p.sees("Is the first preferred to the second?")
	p.field("q.0")
	p.press(kb.ArrowUp)
	p.press(kb.ArrowUp)
	p.to("Save and go on")
	p.enter()
	p.sees("Then a number does not say what is meant")
	p.to("Save and go on")
	p.enter()
	p.sees(least)
	p.sees("open in the step before")
	p.to("Check what will be sealed")
	p.enter()
	p.sees("Check before it is sealed")
	p.sees("Only Ukraine reads this.")
	p.to("Seal this preference to Ukraine")
	p.enter()
	p.sees("Keep the reference")
	p.to("Undo: take it back")
	p.enter()
	p.sees("You can stop here")
}
