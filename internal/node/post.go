// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/store"
	"parley/record"
)

// Draft is an entry that a person wants to write.
type Draft struct {
	Audience []string // seats; the own one is added
	Register record.Register
	Act      act.Act

	// Cleared says that a person has read which passages of the act are known
	// here from other channels only, and lets them be told to these readers.
	// Without it such a draft is a [*ForeignError].
	Cleared bool

	// Kind and Parts are used when Act is nil, for the kinds that the record
	// itself understands.
	Kind  string
	Parts []record.Part
}

// draft is what is sealed, and sealed again when the roster changes.
type draft struct {
	kind     string
	register record.Register
	audience []string
	parts    []record.Part
	time     time.Time
	replaces record.Hash
}

type sealedEntry struct {
	item     outItem
	envelope *record.Envelope
	opening  record.Opening
	kept     []byte
}

// UnconfirmedError means that an entry would be sealed to keys that no person
// at this seat has confirmed.
type UnconfirmedError struct{ Seat string }

// Error names the seat.
func (e *UnconfirmedError) Error() string {
	return fmt.Sprintf("the keys of seat %s have changed and nobody here has confirmed them", e.Seat)
}

// ErrNotFetched means that a seat has not read anything of its process yet.
var ErrNotFetched = errors.New("nothing of this process has been fetched yet: sync first")

// Check says whether a draft could be written, and returns its audience in
// full. Whether words of another channel stop it is asked with [Node.Foreign]. It
// writes nothing.
func (n *Node) Check(d Draft) ([]string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.enter(context.Background()); err != nil {
		return nil, err
	}
	x, err := n.prepare(d)
	return x.audience, err
}

// Post signs and seals a draft and puts it into the outbox, from where the
// next sync submits it. Until then it can be undone.
func (n *Node) Post(ctx context.Context, d Draft) (record.Hash, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.enter(ctx); err != nil {
		return record.Hash{}, err
	}
	x, err := n.prepare(d)
	if err != nil {
		return record.Hash{}, err
	}
	if err := n.stop(d, x.audience); err != nil {
		return record.Hash{}, err
	}
	s, err := n.seal(x)
	if err != nil {
		return record.Hash{}, err
	}
	if k := len(n.outbox); k > 0 {
		s.item.number = n.outbox[k-1].number + 1
	}
	s.item.original = s.item.id
	if err := n.keepItem(ctx, s, record.Hash{}); err != nil {
		return record.Hash{}, err
	}
	n.outbox = append(n.outbox, s.item)
	return s.item.id, nil
}

// prepare checks a draft against the roster, the rules of the process and the
// confirmed keys. The caller holds n.mu.
func (n *Node) prepare(d Draft) (draft, error) {
	x := draft{kind: d.Kind, register: d.Register, parts: d.Parts, time: n.now()}
	switch {
	case n.cosig.quarantine:
		return x, ErrQuarantine
	case len(d.Audience) == 0:
		return x, errors.New("an entry needs an audience: say who will be able to read it")
	}
	roster := n.reader.Roster()
	if roster == nil {
		return x, ErrNotFetched
	}
	me := roster.Seat(n.seat)
	if me == nil || roster.Device(n.keys.Device.Author) == nil {
		return x, fmt.Errorf("%s is not in the roster of this process any more", n.keys.Device.Author)
	}
	x.audience = n.withOwn(d.Audience)
	if err := roster.Readable(x.audience); err != nil {
		return x, err
	}
	if d.Act != nil {
		body, err := act.Body(d.Act)
		if err != nil {
			return x, err
		}
		x.kind, x.parts = d.Act.Kind(), []record.Part{{Media: act.Media, Data: body}}
		err = n.state.MayAct(n.seat, me.Role, d.Act, x.audience)
		if err != nil {
			return x, err
		}
	} else if err := n.state.May(n.seat, me.Role, x.kind, x.audience); err != nil {
		return x, err
	}
	for _, seat := range x.audience {
		if err := n.confirmed(roster, seat); err != nil {
			return x, err
		}
	}
	return x, nil
}

// seal makes the envelope of a draft as the next of its chain. The caller
// holds n.mu.
func (n *Node) seal(d draft) (*sealedEntry, error) {
	roster := n.reader.Roster()
	to, err := roster.Recipients(d.audience)
	if err != nil {
		return nil, err
	}
	channel := record.ChannelID(n.pid, d.audience)
	seq, prev := n.tail(channel, d.register)
	chain, err := n.chain(seq, prev, channel, d.register)
	if err != nil {
		return nil, err
	}
	chain.Replaces = d.replaces
	e, cek, err := n.keys.Device.Seal(&record.Draft{
		Process: n.pid, RosterIndex: roster.Index, Roster: roster.Hash, Time: d.time,
		Kind: d.kind, Register: d.register, Audience: d.audience, Chain: chain, Parts: d.parts,
	}, to)
	if err != nil {
		return nil, err
	}
	s := &sealedEntry{envelope: e, opening: record.Opening{CEK: cek, Origin: record.Checked}}
	if s.kept, err = n.keys.Keep(e.ID(), s.opening); err != nil {
		return nil, err
	}
	s.item = outItem{state: Queued, id: e.ID()}
	s.item.opened, err = e.OpenWith(cek)
	return s, err
}

// chain is the chain block of the entry after number seq.
func (n *Node) chain(seq int64, prev, channel record.Hash, register record.Register) (record.Chain, error) {
	size := n.reader.Tree().Size()
	root, err := n.reader.Tree().Root(size)
	return record.Chain{
		Seq: seq + 1, Prev: prev, SeenSize: size, SeenRoot: root,
		Have: n.reader.Heads(channel, register),
	}, err
}

// confirmed checks that a person, or a chain of confirmed devices, vouches for
// the key that a seat is sealed to (R6). The founding seats were confirmed
// when this seat accepted the process with them in it.
func (n *Node) confirmed(roster *record.Roster, seat string) error {
	s := roster.Seat(seat)
	if seat == n.seat || s.Founding && s.Key.By.Device == s.First {
		return nil
	}
	var labels []byte
	err := n.home.Store.View(context.Background(), func(r store.Reader) (err error) {
		labels, err = getOr(r, store.Process(n.pid), tableConfirm, []byte(seat))
		return err
	})
	if err != nil {
		return err
	}
	if slices.Contains(strings.Fields(string(labels)), s.Key.By.Device) {
		return nil
	}
	return &UnconfirmedError{seat}
}

// Confirm records that a person at this seat has compared the key words of
// another seat with its people, over a channel that is not the hub's.
func (n *Node) Confirm(ctx context.Context, seat string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.enter(ctx); err != nil {
		return err
	}
	roster := n.reader.Roster()
	if roster == nil {
		return ErrNotFetched
	}
	s := roster.Seat(seat)
	if s == nil {
		return fmt.Errorf("seat %s is not in the roster", seat)
	}
	var labels []string
	for _, d := range s.Devices {
		labels = append(labels, d.Label)
	}
	return n.putConfirmed(ctx, seat, strings.Join(labels, " "))
}

// Unconfirmed lists the seats whose present key no person here has confirmed.
func (n *Node) Unconfirmed() ([]string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.enter(context.Background()); err != nil {
		return nil, err
	}
	var out []string
	roster := n.reader.Roster()
	if roster == nil {
		return nil, nil
	}
	for _, s := range roster.Seats {
		var unconfirmed *UnconfirmedError
		if err := n.confirmed(roster, s.Name); errors.As(err, &unconfirmed) {
			out = append(out, s.Name)
		} else if err != nil {
			return nil, err
		}
	}
	return out, nil
}
