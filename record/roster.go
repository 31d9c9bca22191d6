// SPDX-License-Identifier: Apache-2.0

package record

import (
	"fmt"
	"slices"
	"strings"
)

// The kinds of roster entries (docs/spec/roster.md). Every kind that begins
// with "roster." is of the open suite, and no other is.
const (
	rosterPrefix     = "roster."
	kindGenesis      = "roster.genesis"
	kindAccept       = "roster.accept"
	kindDeviceAdd    = "roster.device.add"
	kindDeviceRemove = "roster.device.remove"
	kindSeatKey      = "roster.seat.key"
	kindSeatAdd      = "roster.seat.add"
	kindSeatRemove   = "roster.seat.remove"
	kindConsent      = "roster.consent"
	kindPolicy       = "roster.policy"
	kindClose        = "roster.close"
)

// Roles that the rules of the roster depend on. A seat may carry any other
// word as its role; it then has no say in admitting seats.
const (
	RoleMediator  = "mediator"  // may add and remove seats, and close the process
	RoleParty     = "party"     // must consent to every new seat
	RoleGuarantor = "guarantor" // a neutral seat, whose witness makes a quorum meaningful
)

const maxDevices = 16 // active devices of a seat

func isRosterKind(kind string) bool { return strings.HasPrefix(kind, rosterPrefix) }

// SeatKey is one generation of the public keys that a seat is sealed to.
type SeatKey struct {
	Generation int64
	Seal, Auth []byte
	By         Author // device that put it on the record
	Wraps      []Wrap // the secret half, sealed to each device of the seat
}

// Wrap is a seat key sealed to one device.
type Wrap struct {
	Device string
	Sealed []byte
}

// Seat is a member of a process.
type Seat struct {
	Name, Role string
	Root       []byte
	Accepted   bool     // its root has accepted the process
	Founding   bool     // its keys are in the genesis
	First      string   // label of the device it enrolled with
	Devices    []Device // active ones, sorted by label
	Retired    []string // labels of removed devices; never used again
	Key        SeatKey  // newest generation
}

// Device returns the active device with that label, or nil.
func (s *Seat) Device(label string) *Device {
	for i := range s.Devices {
		if s.Devices[i].Label == label {
			return &s.Devices[i]
		}
	}
	return nil
}

// Proposal is a roster change that waits for consents.
type Proposal struct {
	Entry Hash   // id of the entry that proposed it
	Kind  string // roster.seat.add or roster.policy
	By    Author
	Seat  *Enrolment // for roster.seat.add
	Waits []string   // seats whose consent is missing, sorted

	policy Policy
}

// Roster is who takes part in a process, with which keys and under which
// policy, after a certain entry of the log. It is a value: applying an entry
// gives a new one.
type Roster struct {
	Process    Hash
	Index      int64 // log index of the last entry applied
	Hash       Hash  // R, which every entry names
	Policy     Policy
	Shred      int64
	HubKey     []byte
	HubTLS     Hash
	Founder    string
	Guarantors []Guarantor
	Seats      []Seat // sorted by name
	Removed    []string
	Pending    []Proposal
	Opened     bool // every founding seat has accepted
	Closed     bool
}

// RosterError says why an entry does not change the roster. Such an entry
// stays in the log and has no effect.
type RosterError struct {
	Kind string
	Msg  string
}

// Error gives the kind of the entry and the rule it breaks.
func (e *RosterError) Error() string { return e.Kind + ": " + e.Msg }

// Seat returns the member with that name, or nil.
func (r *Roster) Seat(name string) *Seat {
	i, ok := slices.BinarySearchFunc(r.Seats, name, func(s Seat, n string) int { return strings.Compare(s.Name, n) })
	if !ok {
		return nil
	}
	return &r.Seats[i]
}

// Device returns the active device of an author, or nil.
func (r *Roster) Device(a Author) *Device {
	if s := r.Seat(a.Seat); s != nil {
		return s.Device(a.Device)
	}
	return nil
}

// DeviceByTLS returns the active device that presents a TLS certificate with
// that hash.
func (r *Roster) DeviceByTLS(cert Hash) (Author, bool) {
	for _, s := range r.Seats {
		for _, d := range s.Devices {
			if d.TLS == cert {
				return Author{s.Name, d.Label}, true
			}
		}
	}
	return Author{}, false
}

// Names returns the names of all seats, sorted: the audience of a roster entry.
func (r *Roster) Names() []string {
	out := make([]string, len(r.Seats))
	for i, s := range r.Seats {
		out[i] = s.Name
	}
	return out
}

// Accepted returns the names of the seats that have accepted the process and so
// can be sealed to, sorted. A roster that is not known yet has none.
func (r *Roster) Accepted() []string {
	if r == nil {
		return nil
	}
	var out []string
	for _, s := range r.Seats {
		if s.Accepted {
			out = append(out, s.Name)
		}
	}
	return out
}

// Recipients returns the sealing keys of an audience. It is the only place
// where recipients come from.
func (r *Roster) Recipients(audience []string) ([]Recipient, error) {
	if err := r.Readable(audience); err != nil {
		return nil, err
	}
	out := make([]Recipient, len(audience))
	for i, name := range audience {
		s := r.Seat(name)
		out[i] = Recipient{name, s.Key.Seal, s.Key.Auth}
	}
	return out, nil
}

// Readable says whether an entry may be addressed to an audience: the process
// is open, and each seat is a member that has accepted.
func (r *Roster) Readable(audience []string) error {
	switch {
	case r.Closed:
		return fmt.Errorf("the process is closed")
	case !r.Opened:
		return fmt.Errorf("the process is not open: not every founding seat has accepted")
	case len(audience) > MaxAudience:
		return fmt.Errorf("%d seats are addressed; an entry has %d readers at most", len(audience), MaxAudience)
	}
	for _, name := range audience {
		if s := r.Seat(name); s == nil {
			return fmt.Errorf("seat %s is not in the roster", name)
		} else if !s.Accepted {
			return fmt.Errorf("seat %s has not accepted the process yet", name)
		}
	}
	return nil
}

// Quorum is the number of cosignatures that make a checkpoint witnessed: what
// the policy says, and never so few that two quorums could have only lying
// witnesses in common, q > (n+f)/2. Without a neutral guarantor it is all of
// them.
func (r *Roster) Quorum() int {
	n := int64(len(r.Seats) + len(r.Guarantors))
	if !r.Guaranteed() {
		return int(n)
	}
	return int(min(n, max(r.Policy.Quorum, (n+r.Policy.Faulty)/2+1)))
}

// Guaranteed reports whether a neutral witness takes part.
func (r *Roster) Guaranteed() bool {
	return len(r.Guarantors) > 0 ||
		slices.ContainsFunc(r.Seats, func(s Seat) bool { return s.Role == RoleGuarantor })
}

// NewRoster reads the genesis entry, the one entry that no earlier roster can
// vouch for.
func NewRoster(o *Opened) (*Roster, error) {
	s := o.Statement
	bad := func(format string, args ...any) (*Roster, error) {
		return nil, &RosterError{kindGenesis, fmt.Sprintf(format, args...)}
	}
	if s.Kind != kindGenesis || len(o.Parts) == 0 || len(o.Blobs) != 0 || o.Parts[0].Media != mediaText {
		return bad("the first entry of the log is not a genesis")
	}
	g, err := parseGenesis(o.Parts[0].Data, o.Parts[1:])
	if err != nil {
		return bad("%v", err)
	}
	founder := g.seat(s.Author.Seat)
	switch {
	case g.Process() != s.Process:
		return bad("the process identifier is not the hash of the genesis text")
	case s.Author != Root(g.Founder) || s.RosterIndex != 0 || s.Roster != Hash{} || s.Register != OnRecord:
		return bad("it is not signed by its founder as the first entry")
	case o.Chain.Seq != 1 || o.Chain.Prev != Hash{} || o.Chain.SeenSize != 0 || o.Chain.SeenRoot != emptyRoot():
		return bad("its chain block does not begin a chain")
	case !o.signedBy(founder.Root):
		return bad("the founder's signature is not right")
	}
	r := &Roster{
		Process: s.Process, Policy: g.Policy, Shred: g.Shred, Founder: g.Founder,
		HubKey: g.HubKey, HubTLS: g.HubTLS, Guarantors: g.Guarantors,
	}
	for _, e := range g.Seats {
		seat := newSeat(e)
		seat.Founding = true
		r.Seats = append(r.Seats, seat)
	}
	if !slices.Equal(r.Names(), s.Audience) {
		return bad("its audience is not its seats")
	}
	if err := r.distinctKeys(); err != nil {
		return bad("%v", err)
	}
	r.Hash = lh(labelRoster, make([]byte, 32), o.Envelope.id[:])
	return r, nil
}

func newSeat(e *Enrolment) Seat {
	return Seat{
		Name: e.Seat, Role: e.Role, Root: e.Root, Devices: []Device{e.Device},
		First: e.Device.Label,
		Key:   SeatKey{1, e.SeatSeal, e.SeatAuth, Author{e.Seat, e.Device.Label}, nil},
	}
}

// distinctKeys refuses one signing key or certificate in two places: a
// certificate must name one device, and a cosignature one seat.
func (r *Roster) distinctKeys() error {
	seen := map[string]string{}
	for _, s := range r.Seats {
		for _, d := range s.Devices {
			for _, k := range [...]struct{ what, key string }{
				{"signing key", string(d.Sign)}, {"witness key", string(d.Witness)}, {"certificate", string(d.TLS[:])},
			} {
				if other, ok := seen[k.key]; ok {
					return fmt.Errorf("the %s of device %s/%s is also used by %s", k.what, s.Name, d.Label, other)
				}
				seen[k.key] = s.Name + "/" + d.Label
			}
		}
	}
	return nil
}
