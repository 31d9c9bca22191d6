// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"parley/internal/web"
)

// A delegation builds a package, looks at what it gives, and lays it beside
// another, by the keyboard alone.
func TestPackagesWalkByKeyboard(t *testing.T) {
	ownProcess(t)
	p := sitAt(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Nanosecond, Every: 200 * time.Millisecond}, true)
	p.seat("ukraine", "Ukraine")
	p.goes("y", "/ukraine/packages")
	p.sees("Packages")

	// From a copy of one that there is: its choices are there.
	p.to("Illustrative: a package with territory left open")
	p.enter()
	p.sees("What does it give us?")
	p.to("Build one like it")
	p.enter()
	p.sees("How it settles the issues")
	p.fill("title", "A package of wombat")
	p.tabTo("the list of Sanctions", func(s stop) bool { return s.Field == "choices" && s.Name == "Sanctions" })
	p.press(kb.Home)
	p.arrow("choices", "relief in steps, with a snapback", `document.activeElement.selectedOptions[0].label`)
	p.choose("mark", "It is said here, by this seat itself")
	p.seal("Seal this package to Ukraine", "relief in steps, with a snapback", "It leaves open:")

	// Beside another, once the hub has logged it.
	for end := time.Now().Add(time.Minute); ; {
		p.goes("y", "/ukraine/packages")
		if strings.Contains(p.words(), "A package of wombat") || time.Now().After(end) {
			break
		}
	}
	p.tick("pin", "A package of wombat")
	p.tick("pin", "Framework of Ukraine, as choices")
	p.to("Compare those that are ticked")
	p.enter()
	p.sees("Side by side")
	p.sees("What it is worth, of 100")
	p.to("A package of wombat")
	p.enter()
	p.sees("Put it to the parties")
	p.pick("with", "Memorandum of the Russian Federation")
	p.to("Compare")
	p.enter()
	p.sees("it is worth less")
}
