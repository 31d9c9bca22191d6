// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"parley/internal/web"
)

// The walks do the commonest tasks of each role by the keyboard alone: no mouse,
// and no click made by script. Every control that is passed on the way is looked
// at: it shows a ring, it is inside the window, and nothing lies over it.

// seat takes a person to a desk by the switch of the demonstration.
func (p *person) seat(desk, label string) {
	p.t.Helper()
	if !strings.HasPrefix(p.at(), "/"+desk+"/") {
		p.to(label)
		p.enter()
	}
	if at := p.at(); at != "/"+desk+"/standing" {
		p.t.Fatalf("the switch of seats leads to %s", at)
	}
}

// channel begins a draft for one reader, without prejudice or on the record.
func (p *person) channel(register string, readers ...string) {
	p.t.Helper()
	for _, r := range readers {
		p.tick("audience", r)
	}
	p.field("register")
	p.arrow("register", register, `document.activeElement.labels[0].innerText.trim()`)
	p.to("Begin a draft for these readers")
	p.enter()
	p.sees("Nothing is sealed yet")
}

// seal goes from the form over the check page to the receipt.
func (p *person) seal(button string, checks ...string) {
	p.t.Helper()
	p.to("Check")
	p.enter()
	p.sees("Check before it is sealed")
	for _, c := range checks {
		p.sees(c)
	}
	p.to(button)
	p.enter()
	p.sees("Keep the reference")
}

func TestMediatorWalksByKeyboard(t *testing.T) {
	ownProcess(t)
	p := sitAt(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Hour}, false)

	// Where we stand: the first key leads past the rail into the page.
	p.seat("mediator", "United States")
	p.press(kb.Tab)
	if s := p.focus(); s.Name != "Skip to content" {
		t.Errorf("the first control is %v", s)
	}
	p.press(kb.Enter)
	if inside := ask[bool](p, `document.activeElement.id === 'main' || location.hash === '#main'`); !inside {
		t.Error("the way past the rail leads nowhere")
	}
	p.sees("Waits for us")
	p.sees("Who takes part")

	// A contact, and where its accounts differ.
	p.goes("t", "/mediator/contacts")
	p.row("18 March")
	p.enter()
	p.sees("Where the accounts differ")
	p.sees("silent")
	p.goes("v", "/mediator/divergences")
	p.sees("Where accounts differ")

	// A note into one caucus: channel, form, check, seal, receipt, undo.
	p.follow("e")
	p.sees("Write: first who will read it")
	p.channel("without prejudice", "Ukraine")
	const words = "What would a first exchange of all for all need from this table?"
	p.fill("text", words)
	p.seal("Seal this note to Ukraine", words, "Not readable by", "Russian Federation")
	p.to("Undo: take it back")
	p.enter()
	p.sees("Taken back: nothing left this machine")
	if text := ask[string](p, `document.querySelector('textarea[name=text]').value`); text != words {
		t.Errorf("the draft holds %q after undoing", text)
	}

	// A request to show words that one party told in confidence.
	p.to("Check") // away from the words: keys are letters there
	p.goes("r", "/mediator/record")
	p.pick("kind", "Answer to a consultation")
	p.to("Show")
	p.enter()
	p.row("Ukraine")
	p.enter()
	p.to("Ask to show it to others")
	p.enter()
	p.tick("to", "Russian Federation")
	p.choose("how", "The words, as they were written")
	p.fill("why", "They ask what stands behind the number.")
	p.seal("Seal this request to", "They ask what stands behind the number.")

	// A point of a planned meeting.
	p.follow("e")
	p.to("Say how a seat stands to a planned meeting")
	p.enter()
	p.in("Write here", "All seats")
	p.enter()
	p.pick("format", "Next talks")
	p.choose("aspect", "Venue")
	p.fill("value", "Geneva")
	p.choose("stand", "offered")
	p.seal("Seal this word on the meeting to", "Geneva", "Every seat")
}
