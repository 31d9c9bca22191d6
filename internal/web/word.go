// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strings"

	"parley/internal/lang"
)

func holds(text, part string) bool { return strings.Contains(text, part) }

// wordFor puts a word of the record into the language of the page: a role, a
// register, a mark, a kind, the state of an entry. A word that is not known
// stays as it is.
func wordFor(p *lang.Printer, code string) string {
	switch code {
	// roles
	case "mediator":
		return p.T("Mediator")
	case "party":
		return p.T("Party")
	case "guarantor":
		return p.T("Guarantor")
	case "observer":
		return p.T("Observer")
	case "consulted":
		return p.T("Consulted")
	// registers
	case "record":
		return p.T("on the record")
	case "wp":
		return p.T("without prejudice")
	// marks
	case "confirmed":
		return p.T("confirmed")
	case "one-source":
		return p.T("one source")
	case "disputed":
		return p.T("disputed")
	case "uncertain":
		return p.T("uncertain")
	case "measured":
		return p.T("measured")
	case "illustrative":
		return p.T("illustrative")
	// entries on their way
	case "queued":
		return p.T("waits here, can be undone")
	case "sent":
		return p.T("handed to the hub, no receipt yet")
	case "acknowledged":
		return p.T("the hub has given its receipt")
	case "refused":
		return p.T("cannot be sent as it is")
	}
	return kindFor(p, code)
}

// kindFor names a kind of entry.
func kindFor(p *lang.Printer, kind string) string {
	switch kind {
	case "process.title":
		return p.T("Title of the process")
	case "seat.name":
		return p.T("Name of a seat")
	case "note":
		return p.T("Note")
	case "event":
		return p.T("Event")
	case "process.phase":
		return p.T("Phase of the process")
	case "issue":
		return p.T("Issue")
	case "contact":
		return p.T("Contact")
	case "readout":
		return p.T("Account of a contact")
	case "announcement":
		return p.T("Announcement")
	case "undertaking":
		return p.T("Undertaking")
	case "undertaking.answer":
		return p.T("Answer to an undertaking")
	case "format":
		return p.T("Planned meeting")
	case "format.point":
		return p.T("Word on a planned meeting")
	case "leverage":
		return p.T("Leverage")
	case "leverage.step":
		return p.T("Step of leverage")
	case "commitment":
		return p.T("Commitment")
	case "commitment.step":
		return p.T("Word on a commitment")
	case "consultation":
		return p.T("Consultation")
	case "consultation.answer":
		return p.T("Answer to a consultation")
	case "proposal":
		return p.T("Proposal")
	case "position":
		return p.T("Position")
	case "preference":
		return p.T("Preference")
	case "model":
		return p.T("Model of stability")
	case "round":
		return p.T("Acceptance round")
	case "round.answer":
		return p.T("Answer in an acceptance round")
	case "round.result":
		return p.T("Closing of an acceptance round")
	case "consent":
		return p.T("Consent to take part")
	case "mediator.exit":
		return p.T("Word on the mediator leaving")
	case "withdrawal":
		return p.T("Entry taken back")
	case "disclose.ask":
		return p.T("Request to show an entry")
	case "disclose.grant":
		return p.T("Permission to show an entry")
	case "disclose":
		return p.T("Entry shown with proof")
	case "adopt.words":
		return p.T("Words put on the record")
	case "roster.genesis":
		return p.T("Founding of the process")
	case "roster.accept":
		return p.T("Acceptance of the process")
	case "roster.device.add":
		return p.T("Device added")
	case "roster.device.remove":
		return p.T("Device removed")
	case "roster.seat.key":
		return p.T("New key of a seat")
	case "roster.seat.add":
		return p.T("Seat proposed")
	case "roster.seat.remove":
		return p.T("Seat removed")
	case "roster.consent":
		return p.T("Consent to a change of the roster")
	case "roster.policy":
		return p.T("Policy proposed")
	case "roster.close":
		return p.T("Closing of the process")
	}
	return kind
}
