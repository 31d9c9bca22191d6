// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"strings"
	"testing"
)

// A round by the keyboard alone: the mediator opens it, three delegations answer,
// one of which refuses a package, the mediator reads who answered what on a page
// of its own and closes; then each delegation reads the same.
func TestRoundWalkByKeyboard(t *testing.T) {
	needChromium(t)
	w := newParliament(t)
	p := newPerson(t, w.browser.base)
	p.visit(strings.TrimPrefix(w.server.Launch(), w.browser.base))

	p.seat("host", "desk host")
	p.goes("y", "/host/packages")
	p.to("Rounds")
	p.enter()
	p.sees("Each party marks what it could accept. Only overlaps are shown.")
	p.to("Open a round")
	p.enter()
	p.in("Write here", "All seats")
	p.enter()
	p.sees("the mediator learns every answer")
	p.fill("title", "Two lengths")
	p.tick("packages", "Truce of 30 days")
	p.tick("packages", "Truce of 90 days")
	for _, name := range []string{"Delegation N", "Delegation S", "Delegation E"} {
		p.tick("asked", name)
	}
	p.field("closes.day")
	p.press("03202026")
	p.seal("Open this round before", "Truce of 30 days", "Delegation E", "not all accept", "Every seat")
	w.pass()

	answers := map[string][2]string{"north": {"yes", "yes"}, "south": {"no", "yes"}, "east": {"yes", "yes"}}
	for _, key := range []string{"north", "south", "east"} {
		p.visit("/" + key + "/standing")
		p.sees("To answer in the acceptance round")
		p.in("Answer", "Two lengths")
		p.enter()
		p.sees("the mediator learns every answer")
		p.to("Answer in confidence")
		p.enter()
		p.sees("What who learns")
		for i, word := range answers[key] {
			p.choose("answers."+w.packages[i]+".answer", word)
		}
		p.seal("Seal our answer to the mediator", "2 seats, your own included.", "Not readable by:")
		w.pass()
	}

	p.visit("/host/rounds")
	p.to("Two lengths")
	p.enter()
	p.sees("has answered")
	p.to("Show who answered what")
	p.enter()
	p.sees("These are answers in confidence.")
	p.sees("Delegation S")
	p.to("Close the round")
	p.enter()
	p.sees("Close the round?")
	p.to("Go on: closing words, then the check")
	p.enter()
	p.fill("words", "Thank you for answering.")
	p.seal("Close the round before", "not all accept", "all accept", "Thank you for answering.", "Every seat")
	w.pass()

	for _, key := range []string{"north", "east"} {
		p.visit("/" + key + "/rounds")
		p.to("Two lengths")
		p.enter()
		p.sees("Thank you for answering.")
		words := p.words()
		for _, want := range []string{"not all accept", "Whether another seat has answered is not known here.", "No answer counts unless the closing is taken back."} {
			if !strings.Contains(words, want) {
				t.Errorf("%s does not read %q: %s", key, want, words)
			}
		}
	}
}
