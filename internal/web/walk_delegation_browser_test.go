// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"parley/internal/web"
)

func TestDelegationWalksByKeyboard(t *testing.T) {
	ownProcess(t)
	b, s := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Nanosecond, Every: 200 * time.Millisecond}, true)
	// The mediator asks to show what this party told it.
	const told = "A list of persons held could be exchanged before the talks."
	entry := strings.TrimPrefix(b.seal(b.begin("ukraine", "note", "record", "mediator"), url.Values{"text": {told}}), "/ukraine/receipt/")
	b.eventually("/mediator/search?q=persons+held+could", told)
	_, _, at := b.post("/mediator/entry/"+entry+"/begin/ask", nil)
	b.seal(at, url.Values{"to": {seatOf(t, "russia")}, "how": {"words"}, "entry": {entry}, "why": {"They offer a list of their own."}})
	b.eventually("/ukraine/standing", "They offer a list of their own.")

	p := newPerson(t, b.base)
	p.visit(strings.TrimPrefix(s.Launch(), b.base))
	p.seat("ukraine", "Ukraine")

	// What changed since the last visit.
	p.goes("d", "/ukraine/changes")
	p.sees("What changed")

	// A request to show our words is read and answered.
	p.goes("s", "/ukraine/standing")
	p.in("Answer", "They offer a list of their own.")
	p.enter()
	p.sees(told)
	p.to("Permit that it be shown")
	p.enter()
	p.tick("to", "Russian Federation")
	p.choose("how", "The words, as they were written")
	p.seal("Seal this permission to United States", "Russian Federation")

	// Our account of a contact, beside those of the others.
	p.goes("t", "/ukraine/contacts")
	p.row("First call of 19 May")
	p.enter()
	p.to("Add an account")
	p.enter()
	p.in("Write here", "All seats")
	p.enter()
	p.pick("side", "Ukraine")
	p.fill("text", "The length of the call was not stated by our side.")
	p.to("Add a row")
	p.enter()
	p.fill("claims.0.point", "what follows")
	p.fill("claims.0.words", "A call with others on the same day.")
	p.choose("mark", "It is said here, by this seat itself")
	p.fill("teller", "our delegation")
	p.seal("Seal this account to", "what follows", "A call with others on the same day.", "Every seat")

	// A venue of the next meeting is confirmed.
	p.follow("e")
	p.to("Say how a seat stands to a planned meeting")
	p.enter()
	p.in("Write here", "All seats")
	p.enter()
	p.pick("format", "Next talks")
	p.choose("aspect", "Venue")
	p.fill("value", "Türkiye")
	p.choose("stand", "confirms")
	p.seal("Seal this word on the meeting to", "Türkiye", "Every seat")

	// Our receipts, and the record verified.
	p.goes("b", "/ukraine/receipts")
	p.sees("In the record")
	p.row("Word on a planned meeting")
	p.enter()
	p.sees("Keep the reference")
	p.finds("Verification", "/ukraine/verify")
	p.to("Verify now")
	p.enter()
	p.sees("The record of this desk holds")
}
