// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Policy is what a process fixes at its beginning and changes only by the
// consent of every seat.
type Policy struct {
	Tick   int64 // seconds between ticks, 1 to 3600; 0 is "on demand", for tests and demonstrations
	Batch  int64 // leaves in a tick, 1 to 128, cover included
	Quorum int64 // cosignatures that make an entry witnessed, at least
	Faulty int64 // lying witnesses that the quorum must withstand
}

// Guarantor is a witness without a seat: it cosigns the log and reads none of
// its entries.
type Guarantor struct {
	Name    string
	Witness []byte // Ed25519
	TLS     Hash
}

// Genesis is the first entry of a record. Its text names the hub, the policy
// and the founding seats; the enrolment of each seat follows as a part of its
// own.
type Genesis struct {
	Policy     Policy
	Shred      int64 // days after which transport keys are destroyed; 0 is off
	HubKey     []byte
	HubTLS     Hash
	Nonce      Hash // makes the process identifier unique
	Guarantors []Guarantor
	Seats      []*Enrolment // sorted by seat name
	Founder    string
}

// Text prints the genesis text; [Genesis.Process] is its labelled hash.
func (g *Genesis) Text() []byte {
	w := newTextWriter(labelGenesis)
	w.line("version", "1")
	w.policy(g.Policy)
	w.line("shred", dec(g.Shred))
	w.line("nonce", g.Nonce.String())
	w.line("hub", b64(g.HubKey), g.HubTLS.String())
	for _, x := range g.Guarantors {
		w.line("guarantor", x.Name, b64(x.Witness), x.TLS.String())
	}
	w.line("founder", g.Founder)
	for _, s := range g.Seats {
		w.line("seat", s.Seat, s.Role, b64(s.Root))
	}
	return w.bytes()
}

// Process is the identifier of the process that g founds.
func (g *Genesis) Process() Hash { return lh(labelGenesis, g.Text()) }

func (w *textWriter) policy(p Policy) {
	w.line("tick", dec(p.Tick))
	w.line("batch", dec(p.Batch))
	w.line("quorum", dec(p.Quorum), dec(p.Faulty))
}

func (r *textReader) policy() Policy {
	p := Policy{Tick: r.int(r.line("tick", 1)[0]), Batch: r.int(r.line("batch", 1)[0])}
	f := r.line("quorum", 2)
	if r.err == nil {
		p.Quorum, p.Faulty = r.int(f[0]), r.int(f[1])
	}
	if r.err == nil {
		switch {
		case p.Tick > 3600:
			r.fail("tick is %d seconds; the longest is 3600", p.Tick)
		case p.Batch < 1 || p.Batch > 128:
			r.fail("batch is %d leaves; want 1 to 128", p.Batch)
		case p.Quorum < 1 || p.Quorum > 2*MaxSeats || p.Faulty > MaxSeats:
			r.fail("quorum %d %d is out of range", p.Quorum, p.Faulty)
		}
	}
	return p
}

const (
	mediaText  = "text/plain"
	mediaEnrol = "text/plain;parley=enrol"
)

// NewGenesis builds the first envelope of a process. The founder signs it with
// the root key of its seat.
func NewGenesis(g *Genesis, founder Signer, now time.Time) (*Envelope, error) {
	slices.SortFunc(g.Seats, func(a, b *Enrolment) int { return strings.Compare(a.Seat, b.Seat) })
	g.Founder = founder.Author.Seat
	text := g.Text()
	draft := &Draft{
		Process: g.Process(), Time: now, Kind: kindGenesis, Register: OnRecord,
		Chain: Chain{Seq: 1, SeenRoot: emptyRoot()},
		Parts: []Part{{mediaText, text}},
	}
	for _, s := range g.Seats {
		draft.Audience = append(draft.Audience, s.Seat)
		draft.Parts = append(draft.Parts, Part{mediaEnrol, s.Text()})
	}
	if _, err := parseGenesis(text, draft.Parts[1:]); err != nil {
		return nil, err
	}
	return founder.SealOpen(draft)
}

func parseGenesis(text []byte, enrolments []Part) (*Genesis, error) {
	r := newTextReader("genesis", text, labelGenesis)
	if v := r.line("version", 1)[0]; r.err == nil && v != "1" {
		r.fail("the format version is %.20s; this program knows version 1", v)
	}
	g := &Genesis{Policy: r.policy()}
	g.Shred = r.int(r.line("shred", 1)[0])
	g.Nonce = r.hash(r.line("nonce", 1)[0])
	f := r.line("hub", 2)
	if r.err == nil {
		g.HubKey, g.HubTLS = r.bytes(f[0], signKeySize), r.hash(f[1])
	}
	for r.peek() == "guarantor" {
		f := r.line("guarantor", 3)
		if r.err != nil {
			break
		}
		x := Guarantor{r.word(f[0], "guarantor name", ValidSeat), r.bytes(f[1], signKeySize), r.hash(f[2])}
		if n := len(g.Guarantors); n == MaxSeats || n > 0 && g.Guarantors[n-1].Name >= x.Name {
			r.fail("guarantors must be sorted and named once, %d at most", MaxSeats)
		}
		g.Guarantors = append(g.Guarantors, x)
	}
	g.Founder = r.word(r.line("founder", 1)[0], "seat name", ValidSeat)
	for i := 0; r.peek() == "seat"; i++ {
		f := r.line("seat", 3)
		if r.err != nil {
			break
		}
		if i >= len(enrolments) || enrolments[i].Media != mediaEnrol {
			r.fail("seat %s has no enrolment", f[0])
			break
		}
		e, err := ParseEnrolment(enrolments[i].Data)
		if err != nil {
			return nil, fmt.Errorf("seat %s: %w", f[0], err)
		}
		if e.Seat != f[0] || e.Role != f[1] || b64(e.Root) != f[2] {
			r.fail("the enrolment of seat %s says something else", f[0])
		}
		if i == MaxSeats || i > 0 && g.Seats[i-1].Seat >= e.Seat {
			r.fail("seats must be sorted and named once, %d at most", MaxSeats)
		}
		g.Seats = append(g.Seats, e)
	}
	if r.err == nil && len(g.Seats) != len(enrolments) {
		r.fail("there are %d enrolments for %d seats", len(enrolments), len(g.Seats))
	}
	if err := r.end(); err != nil {
		return nil, err
	}
	if g.seat(g.Founder) == nil {
		return nil, &TextError{"genesis", 0, "the founder has no seat"}
	}
	if err := checkSigningKey(g.HubKey); err != nil {
		return nil, fmt.Errorf("genesis: key of the hub: %w", err)
	}
	for _, x := range g.Guarantors {
		if err := checkSigningKey(x.Witness); err != nil {
			return nil, fmt.Errorf("genesis: key of guarantor %s: %w", x.Name, err)
		}
		// A cosignature names its witness, and must name one only.
		if g.seat(x.Name) != nil {
			return nil, &TextError{"genesis", 0, fmt.Sprintf("guarantor %s is also the name of a seat", x.Name)}
		}
	}
	if !bytes.Equal(g.Text(), text) {
		return nil, &TextError{"genesis", 0, "is not in the one form it could be printed in"}
	}
	return g, nil
}

func (g *Genesis) seat(name string) *Enrolment {
	for _, s := range g.Seats {
		if s.Seat == name {
			return s
		}
	}
	return nil
}

// GenesisNonce returns the nonce of a genesis entry, from which a hub derives
// the key of the log.
func GenesisNonce(o *Opened) (Hash, error) {
	if o.Statement.Kind != kindGenesis || len(o.Parts) == 0 {
		return Hash{}, &RosterError{kindGenesis, "it is not a genesis"}
	}
	g, err := parseGenesis(o.Parts[0].Data, o.Parts[1:])
	if err != nil {
		return Hash{}, err
	}
	return g.Nonce, nil
}
