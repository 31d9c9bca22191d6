// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"parley/internal/web"
)

// seesHolds waits until the page says which outcomes hold under a concept.
func (p *person) seesHolds(concept string, want ...string) {
	p.t.Helper()
	quoted, _ := json.Marshal("#holds-" + concept)
	var got []string
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		list, err := tryAsk[[]string](p, `[...document.querySelectorAll(`+string(quoted)+`+" .state .ref")].map(e => e.innerText)`)
		there, err2 := tryAsk[bool](p, `document.querySelector(`+string(quoted)+`) !== null`)
		if got = list; err == nil && err2 == nil && there && slices.Equal(list, want) {
			return
		}
	}
	p.t.Fatalf("%s: under %s %q hold, want %q: %.1200s", p.at(), concept, got, want, ask[string](p, `document.querySelector("main").innerText`))
}

// decides names those who decide, one after the other.
func (p *person) decides(title string, names ...string) {
	p.t.Helper()
	p.rests("What it asks")
	p.press(title)
	p.field("dms.0.name")
	for n, name := range names {
		if n > 0 {
			p.rests("Name")
		}
		p.press(name)
		if n < len(names)-1 {
			p.enter() // another row, with the focus in it
		}
	}
	p.to("Save and go on")
	p.enter()
}

// canDo names what can be done, in rows "what|by whom|how it can change".
func (p *person) canDo(rows ...string) {
	p.t.Helper()
	for n, row := range rows {
		parts := strings.Split(row, "|")
		if n == 0 {
			p.to("What could be done")
		} else {
			p.rests("What could be done")
		}
		p.press(parts[0])
		p.press(kb.Tab)
		p.arrowFromTop(parts[1])
		p.press(kb.Tab)
		p.arrowFromTop(parts[2])
		if n < len(rows)-1 {
			p.in("Add another", "Another one")
			p.enter()
		}
	}
	p.to("Save and go on")
	p.enter()
}

// arrowFromTop chooses in the list that has the focus.
func (p *person) arrowFromTop(words string) {
	p.t.Helper()
	p.press(kb.Home)
	p.arrow("a list", words, `document.activeElement.selectedOptions[0].label`)
}

// Somebody who never heard of a graph model builds two known ones by the keyboard
// alone, reads the known answers, and then what another assumption changes.
func TestModelsByKeyboard(t *testing.T) {
	ownProcess(t)
	p := sitAt(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Hour}, false)
	p.seat("ukraine", "Ukraine")
	p.finds("Begin a model", "/ukraine/models/begin")
	p.to("Begin")
	p.enter()

	// The prisoner's dilemma: ranked by buttons.
	p.decides("Two prisoners", "One", "Two")
	p.canDo("Keep silent|One|both ways", "Stay silent|Two|both ways")
	p.sees("4 of 4 combinations are outcomes")
	p.to("Save and go on")
	p.enter()
	p.choose("way", "All outcomes in order")
	p.to("State it in this way")
	p.enter()
	for _, state := range []string{"2", "3", "0", "1"} {
		p.to("This one next: " + state)
		p.enter()
	}
	if typed := ask[string](p, `document.querySelector("input[name=typed]").value`); typed != "2, 3, 0, 1" {
		t.Errorf("the buttons gave the order %q", typed)
	}
	p.to("Save and go on")
	p.enter()
	p.choose("way", "All outcomes in order")
	p.to("State it in this way")
	p.enter()
	p.to("Typed")
	p.press("1, 3, 0, 2")
	p.seesHolds("nash", "0") // while it is typed
	for _, c := range []string{"gmr", "smr", "seq", "sseq"} {
		p.seesHolds(c, "0", "3")
	}
	p.to("Save and stop here")
	p.enter()
	p.seesHolds("nash", "0")

	// The missile crisis.
	p.finds("Begin a model", "/ukraine/models/begin")
	p.to("Begin")
	p.enter()
	p.decides("Cuban missile crisis", "United States", "Soviet Union")
	p.canDo("Air strike|United States|only taken", "Blockade|United States|both ways",
		"Withdraw|Soviet Union|both ways", "Escalate|Soviet Union|both ways")
	p.to("Condition 1")
	p.press("withdraw & escalate")
	p.to("Save and go on")
	p.enter()
	for _, order := range []string{"4,6,5,7,2,1,3,0,11,9,10,8", "0,4,6,2,5,1,7,3,11,9,10,8"} {
		p.choose("way", "All outcomes in order")
		p.to("State it in this way")
		p.enter()
		p.to("Typed")
		p.press(order)
		p.to("Save and go on")
		p.enter()
	}
	p.sees("The outcome that is there today")
	published := func() {
		t.Helper()
		p.seesHolds("nash", "5")
		p.seesHolds("seq", "4", "5", "6")
		p.seesHolds("gmr", "0", "1", "2", "4", "5", "6", "7")
		p.seesHolds("smr", "0", "1", "2", "4", "5", "6", "7")
	}
	published()

	// What if a strike could be taken back?
	for range 3 {
		p.to("Back")
		p.enter()
	}
	p.to("Back")
	p.enter()
	p.to("How it can change")
	p.arrowFromTop("both ways")
	p.sees("Holds no more:")
	p.seesHolds("nash")
	p.seesHolds("seq", "4", "6")
	changed := ask[string](p, `document.querySelector("#changed").innerText`)
	for _, want := range []string{"What changed since the first answer", "Nash", "Holds no more:", "Air strike · Withdraw", "United States: would now leave 1, 5"} {
		if !strings.Contains(changed, want) {
			t.Errorf("what changed does not say %q: %s", want, changed)
		}
	}
	p.to("Take the last change back")
	p.enter()
	published()

	// What matters most, from choices: the order follows at once, with its ties.
	p.visit(strings.TrimSuffix(p.at(), "options") + "prefer/2")
	p.choose("way", "What matters most, in order")
	p.to("State it in this way")
	p.enter()
	p.sees("Nothing is said yet of what")
	p.to("Put a condition together from choices")
	p.press(" ")
	p.to("In the condition: Withdraw")
	p.arrowFromTop("not taken")
	p.to("Add it at the end")
	p.enter()
	p.to("Condition 2")
	p.press("!escalate")
	p.sees("The order that this gives")
	p.seesHolds("nash", "1", "2") // while it is typed
}
