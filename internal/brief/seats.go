// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"

	"parley/internal/process"
	"parley/record"
)

// SeatStanding is one seat as everybody should see it.
type SeatStanding struct {
	Seat     string `json:"seat"`
	Name     string `json:"name"`            // the name of the roster when it has no other
	Says     string `json:"says,omitempty"`  // how it shows its role
	Short    string `json:"short,omitempty"` // alias
	Role     string `json:"role"`            // as the roster has it
	Accepted bool   `json:"accepted"`
	Devices  int    `json:"devices"`
	You      bool   `json:"you"`

	// Alternatives are further names, given without knowledge of the first.
	Alternatives []NameValue `json:"alternatives"`
}

// NameValue is one name of a seat with the seat that gave it.
type NameValue struct {
	Name  string  `json:"name"`
	Says  string  `json:"says,omitempty"`
	Short string  `json:"short,omitempty"`
	By    SeatRef `json:"by"`
	Entry string  `json:"entry"`
}

func (f faces) standing(seat *record.Seat) SeatStanding {
	out := SeatStanding{
		Seat: seat.Name, Name: seat.Name, Role: seat.Role, Accepted: seat.Accepted,
		Devices: len(seat.Devices), You: seat.Name == f.state.Seat(), Alternatives: []NameValue{},
	}
	for i, n := range f.state.Names(seat.Name) {
		if i == 0 {
			out.Name, out.Says, out.Short = n.Value.Name, n.Value.Says, n.Value.Short
			continue
		}
		out.Alternatives = append(out.Alternatives, NameValue{
			n.Value.Name, n.Value.Says, n.Value.Short, f.seat(n.By.Seat), process.Ref(n.Entry),
		})
	}
	return out
}

// PolicyText is the policy of a process in figures.
type PolicyText struct {
	Tick   int64 `json:"tick"`   // seconds; 0 is on demand
	Batch  int64 `json:"batch"`  // leaves in a tick
	Quorum int64 `json:"quorum"` // cosignatures asked for at least
	Faulty int64 `json:"faulty"` // witnesses that may lie
}

// ProposalStanding is a change of the roster that waits for consents.
type ProposalStanding struct {
	Entry string    `json:"entry"`
	Kind  string    `json:"kind"`
	By    SeatRef   `json:"by"`
	Seat  string    `json:"seat,omitempty"`  // the seat to be added
	Role  string    `json:"role,omitempty"`  // its role
	Words []string  `json:"words,omitempty"` // its key words, to be compared by telephone
	Text  string    `json:"text,omitempty"`  // the policy proposed
	Waits []SeatRef `json:"waits"`           // seats whose consent is missing
	You   bool      `json:"you"`             // this seat's consent is missing
}

func (f faces) proposals() []ProposalStanding {
	out := []ProposalStanding{}
	for _, p := range f.roster.Pending {
		x := ProposalStanding{
			Entry: process.Ref(p.Entry), Kind: p.Kind, By: f.seat(p.By.Seat), Waits: f.seats(p.Waits),
		}
		if p.Seat != nil {
			words := p.Seat.KeyWords()
			x.Seat, x.Role, x.Words = p.Seat.Seat, p.Seat.Role, words[:]
		}
		if l, ok := f.state.Line(p.Entry); ok {
			x.Text = l.Text
		}
		for _, w := range p.Waits {
			x.You = x.You || w == f.state.Seat()
		}
		out = append(out, x)
	}
	return out
}

// SeatDetail is a seat with what people compare before they trust its keys.
type SeatDetail struct {
	SeatStanding
	Words      []string `json:"words"`      // twelve, of all its public keys
	Labels     []string `json:"labels"`     // of its active devices
	Retired    []string `json:"retired"`    // labels of removed devices
	Generation int64    `json:"generation"` // of its seat key
}

// GuarantorStanding is a witness without a seat: it reads none of the entries.
type GuarantorStanding struct {
	Name    string `json:"name"`
	Witness string `json:"witness"` // public key it cosigns with, hexadecimal
}

// SeatsReport is who takes part, with which keys and under which policy.
type SeatsReport struct {
	Footing
	Index      int64               `json:"index"`  // of the last entry that changed the roster
	Roster     string              `json:"roster"` // its hash, base64
	Open       bool                `json:"open"`
	Closed     bool                `json:"closed"`
	Founder    SeatRef             `json:"founder"`
	Quorum     int                 `json:"quorum"`    // cosignatures that make a checkpoint witnessed
	Witnesses  int                 `json:"witnesses"` // seats and guarantors
	Policy     PolicyText          `json:"policy"`
	Seats      []SeatDetail        `json:"seats"`
	Guarantors []GuarantorStanding `json:"guarantors"`
	Removed    []SeatRef           `json:"removed"`
	Pending    []ProposalStanding  `json:"pending"`
}

// RosterReport says who takes part.
func RosterReport(s process.State, r *record.Roster, h Head, withheld int64) SeatsReport {
	out := SeatsReport{
		Footing: footing(h, withheld), Seats: []SeatDetail{}, Guarantors: []GuarantorStanding{},
		Removed: []SeatRef{}, Pending: []ProposalStanding{},
	}
	if r == nil {
		return out
	}
	f := newFaces(s, r)
	out.Index, out.Roster, out.Open, out.Closed = r.Index, r.Hash.String(), r.Opened, r.Closed
	out.Founder, out.Quorum, out.Witnesses = f.seat(r.Founder), r.Quorum(), len(r.Seats)+len(r.Guarantors)
	out.Policy = PolicyText{r.Policy.Tick, r.Policy.Batch, r.Policy.Quorum, r.Policy.Faulty}
	for i := range r.Seats {
		seat := &r.Seats[i]
		words := seat.KeyWords()
		d := SeatDetail{
			SeatStanding: f.standing(seat), Words: words[:], Labels: []string{},
			Retired: list(seat.Retired), Generation: seat.Key.Generation,
		}
		for _, dev := range seat.Devices {
			d.Labels = append(d.Labels, dev.Label)
		}
		out.Seats = append(out.Seats, d)
	}
	for _, g := range r.Guarantors {
		out.Guarantors = append(out.Guarantors, GuarantorStanding{g.Name, fmt.Sprintf("%x", g.Witness)})
	}
	out.Removed = f.seats(r.Removed)
	out.Pending = f.proposals()
	return out
}
