// SPDX-License-Identifier: Apache-2.0

package record

import "time"

// RosterChange is the kind and body of a roster entry that is to be written.
type RosterChange struct {
	Kind string
	Body []byte

	// ByRoot says that the root key of the seat must sign the change, not a
	// device.
	ByRoot bool
}

// Accept is the change by which a seat enters a process.
func Accept(process Hash) RosterChange {
	return RosterChange{kindAccept, oneLine("accept", process.String()), true}
}

// AddDevice admits a further device to the author's own seat; text is what
// [NewDeviceText] built on that device.
func AddDevice(text []byte) RosterChange { return RosterChange{kindDeviceAdd, text, true} }

// RemoveDevice ends a device of the author's own seat. A new seat key should
// follow at once, since the removed device holds the present one.
func RemoveDevice(label string) RosterChange {
	return RosterChange{kindDeviceRemove, oneLine("device", label), true}
}

// NewSeatKey publishes the next generation of the author's seat key, wrapped
// to each device of the seat in the order of the roster.
func NewSeatKey(s *SeatSecret, wraps []Wrap) RosterChange {
	seal, auth := s.Public()
	w := newTextWriter("")
	w.line("generation", dec(s.Generation))
	w.line("seal", b64(seal))
	w.line("auth", b64(auth))
	for _, x := range wraps {
		w.line("wrap", x.Device, b64(x.Sealed))
	}
	return RosterChange{Kind: kindSeatKey, Body: w.bytes()}
}

// AddSeat proposes a further seat. It takes effect when every party seat has
// consented.
func AddSeat(e *Enrolment) RosterChange { return RosterChange{Kind: kindSeatAdd, Body: e.Text()} }

// RemoveSeat takes a seat out of the process.
func RemoveSeat(name string) RosterChange {
	return RosterChange{Kind: kindSeatRemove, Body: oneLine("seat", name)}
}

// SetPolicy proposes a new policy. It takes effect when every seat has
// consented.
func SetPolicy(p Policy) RosterChange {
	w := newTextWriter("")
	w.policy(p)
	return RosterChange{Kind: kindPolicy, Body: w.bytes()}
}

// Consent agrees to a pending proposal, named by its entry.
func Consent(entry Hash) RosterChange {
	return RosterChange{Kind: kindConsent, Body: oneLine("entry", entry.String())}
}

// Close ends the process: no entry is accepted after it.
func Close(process Hash) RosterChange {
	return RosterChange{Kind: kindClose, Body: oneLine("close", process.String())}
}

func oneLine(keyword, field string) []byte {
	w := newTextWriter("")
	w.line(keyword, field)
	return w.bytes()
}

// Draft makes the entry of a change, to be sealed open by the signer that the
// change asks for.
func (r *Roster) Draft(c RosterChange, chain Chain, now time.Time) *Draft {
	return &Draft{
		Process: r.Process, RosterIndex: r.Index, Roster: r.Hash, Time: now,
		Kind: c.Kind, Register: OnRecord, Audience: r.Names(),
		Chain: chain, Parts: []Part{{mediaText, c.Body}},
	}
}
