// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"parley/internal/store"
	"parley/record"
)

// ItemState is where an entry of the outbox is on its way. The legal moves are
// queued → sent → acked → (in the log, and gone from the outbox); queued or
// sent → itself when it is sealed again for a new roster, and → refused when it
// cannot be; refused → sent when it can be after all; acked → sent when the hub
// broke its promise; queued or refused → undone, which removes it.
type ItemState byte

// The states of an item.
const (
	// Queued: here only. It can still be undone.
	Queued ItemState = 1
	// Acked: the hub has given its receipt. It cannot be taken back: a hub
	// that was asked to forget it could log it all the same.
	Acked ItemState = 2
	// Refused: its audience is no longer possible, or has keys that nobody
	// here has confirmed. It waits for a person.
	Refused ItemState = 3
	// Sent: it has been handed to the hub or written into a bundle, and
	// whether it arrived is not known. It cannot be taken back either:
	// another entry in its place in the chain would show its author forking.
	Sent ItemState = 4
)

// String is the word that people read.
func (s ItemState) String() string {
	switch s {
	case Queued:
		return "queued"
	case Acked:
		return "acknowledged"
	case Refused:
		return "refused"
	case Sent:
		return "sent"
	}
	return fmt.Sprintf("state %d", byte(s))
}

// outItem is one entry of the outbox, in the order of writing.
type outItem struct {
	number   int64
	state    ItemState
	id       record.Hash // of the envelope as it is now
	original record.Hash // of its first submission; what a `replaces` line names
	opened   *record.Opened
}

func (o *outItem) encode() []byte {
	return slices.Concat([]byte{byte(o.state)}, o.id[:], o.original[:])
}

// Pending is an entry of the outbox, as a person sees it.
type Pending struct {
	ID    record.Hash
	State ItemState
	Entry *record.Opened

	// Why says why an entry is refused, as things stand now: nil when it can be
	// sent after all, with the next sync. An [UnconfirmedError] is answered by
	// comparing words; a reader who is gone, by taking the entry back.
	Why error
}

// Outbox lists what has been written and is not in the log yet.
func (n *Node) Outbox() []Pending {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.enter(context.Background()) != nil {
		return nil
	}
	out := make([]Pending, 0, len(n.outbox))
	for _, o := range n.outbox {
		p := Pending{ID: o.id, State: o.state, Entry: o.opened}
		if o.state == Refused {
			p.Why = n.sealable(n.reader.Roster(), o.opened.Statement.Audience)
		}
		out = append(out, p)
	}
	return out
}

// sealable says whether an entry can be sealed to an audience: all may read it,
// and a person here has confirmed the keys of each (R6). The caller holds n.mu.
func (n *Node) sealable(roster *record.Roster, audience []string) error {
	if err := roster.Readable(audience); err != nil {
		return err
	}
	for _, seat := range audience {
		if err := n.confirmed(roster, seat); err != nil {
			return err
		}
	}
	return nil
}

// readOutbox fills the outbox from the archive and drops what the log holds by
// now. The caller holds n.mu, and the log has been folded.
func (n *Node) readOutbox(r store.Reader) error {
	at := store.Process(n.pid)
	for x, err := range r.Scan(at, tableOutbox, nil, nil) {
		if err != nil {
			return err
		}
		if len(x.Key) != 8 || len(x.Value) != 65 {
			return errors.New("archive: an outbox row is damaged")
		}
		o := outItem{
			number: int64(binary.BigEndian.Uint64(x.Key)), state: ItemState(x.Value[0]),
			id: record.Hash(x.Value[1:33]), original: record.Hash(x.Value[33:]),
		}
		b, err := getOr(r, at, tableEnvelope, o.id[:])
		if err != nil {
			return err
		}
		e, err := record.ParseEnvelope(b)
		if err != nil {
			return fmt.Errorf("archive: %w", err)
		}
		if o.opened, err = e.OpenWith(n.kept[o.id].CEK); err != nil {
			return fmt.Errorf("archive: an entry of the outbox does not open: %w", err)
		}
		// What a replaced device has left behind is not for this one to send.
		if o.opened.Statement.Author == n.keys.Device.Author && !n.logged(&o) {
			n.outbox = append(n.outbox, o)
		}
	}
	return nil
}

// logged reports whether an entry of the outbox is in the log, under any of the
// ids that it was submitted with: nobody but this device writes its chains. The
// caller holds n.mu.
func (n *Node) logged(o *outItem) bool {
	if n.has(o.id) || n.has(o.original) {
		return true
	}
	s := o.opened.Statement
	last, _ := n.reader.Last(s.Author, s.Channel(), s.Register)
	return o.opened.Chain.Seq <= last && !n.cosig.quarantine
}

// clearOutbox drops the entries that the log holds by now.
func (n *Node) clearOutbox(ctx context.Context) error {
	var rest, done []outItem
	for _, o := range n.outbox {
		if n.logged(&o) {
			done = append(done, o)
		} else {
			rest = append(rest, o)
		}
	}
	if len(done) == 0 {
		return nil
	}
	err := n.update(ctx, func(w store.Writer, at store.Process) error {
		for _, o := range done {
			if err := w.Delete(at, tableOutbox, u64(o.number)); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		n.outbox = rest
	}
	return err
}

// markSent says of everything queued that it may have left this machine from
// now on. It is durable before anything leaves.
func (n *Node) markSent(ctx context.Context) error {
	if !slices.ContainsFunc(n.outbox, func(o outItem) bool { return o.state == Queued }) {
		return nil
	}
	next := slices.Clone(n.outbox)
	err := n.update(ctx, func(w store.Writer, at store.Process) error {
		for i := range next {
			if next[i].state != Queued {
				continue
			}
			next[i].state = Sent
			if err := w.Put(at, tableOutbox, u64(next[i].number), next[i].encode()); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		n.outbox = next
	}
	return err
}

// waiting is the place of an entry in the outbox, or -1.
func (n *Node) waiting(id record.Hash) int {
	return slices.IndexFunc(n.outbox, func(o outItem) bool { return o.id == id })
}

// unsent reports whether something in the outbox has no receipt yet.
func (n *Node) unsent() bool {
	return slices.ContainsFunc(n.outbox, func(o outItem) bool { return o.state == Queued || o.state == Sent })
}

// tail is the newest entry that this device has written in a chain: in the
// outbox or, when nothing waits there, in the log.
func (n *Node) tail(channel record.Hash, register record.Register) (int64, record.Hash) {
	for _, o := range slices.Backward(n.outbox) {
		s := o.opened.Statement
		if s.Channel() == channel && s.Register == register && s.Author == n.keys.Device.Author {
			return o.opened.Chain.Seq, o.id
		}
	}
	return n.reader.Last(n.keys.Device.Author, channel, register)
}

// ErrGone means that an entry can no longer be undone.
var ErrGone = errors.New("the entry has left the outbox and cannot be taken back; a later entry can correct it")

// Undo takes an entry back that has not been submitted. Entries written after
// it in the same channel are sealed again, since each names its predecessor.
func (n *Node) Undo(ctx context.Context, id record.Hash) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.enter(ctx); err != nil {
		return err
	}
	i := n.waiting(id)
	if i < 0 {
		if n.has(id) {
			return ErrGone
		}
		return fmt.Errorf("the outbox holds no entry %s", id)
	}
	gone := n.outbox[i]
	if gone.state != Queued && gone.state != Refused {
		return ErrGone
	}
	rest := slices.Delete(slices.Clone(n.outbox), i, i+1)
	err := n.update(ctx, func(w store.Writer, at store.Process) error {
		errs := []error{w.Delete(at, tableOutbox, u64(gone.number))}
		if gone.state == Queued {
			errs = append(errs, w.Delete(at, tableEnvelope, gone.id[:]), w.Delete(at, tableKept, gone.id[:]))
		}
		return errors.Join(errs...)
	})
	if err != nil {
		return err
	}
	n.outbox = rest
	if gone.state == Queued {
		delete(n.kept, gone.id)
	}
	return n.reseal(ctx)
}

// reseal writes the entries of the outbox anew whose place in the roster or in
// their chain has changed. If one of them had been acknowledged, the hub has
// broken its promise: it logs what it has acknowledged before the roster
// changes. The caller holds n.mu.
func (n *Node) reseal(ctx context.Context) error {
	old := n.outbox
	n.outbox = nil
	roster := n.reader.Roster()
	for k, o := range old {
		s := o.opened.Statement
		seq, prev := n.tail(s.Channel(), s.Register)
		follows := o.opened.Chain.Seq == seq+1 && o.opened.Chain.Prev == prev
		if o.state != Refused && s.Roster == roster.Hash && (follows || o.state == Acked) {
			n.outbox = append(n.outbox, o)
			continue
		}
		n.broken = n.broken || o.state == Acked
		next, err := n.sealAgain(roster, o)
		if err != nil {
			if o.state == Refused {
				n.outbox = append(n.outbox, o)
				continue
			}
			o.state = Refused
			next = &sealedEntry{item: o}
		}
		var gone record.Hash
		if o.state == Queued {
			gone = o.id
		}
		if err := n.keepItem(ctx, next, gone); err != nil {
			n.outbox = append(n.outbox, old[k:]...)
			return err
		}
		n.outbox = append(n.outbox, next.item)
	}
	return nil
}

// sealAgain makes the envelope of an entry of the outbox anew. Keys that nobody
// here has confirmed stop it as they stop a new entry (R6).
func (n *Node) sealAgain(roster *record.Roster, o outItem) (*sealedEntry, error) {
	s := o.opened.Statement
	if err := n.sealable(roster, s.Audience); err != nil {
		return nil, err
	}
	next, err := n.seal(draft{
		kind: s.Kind, register: s.Register, audience: s.Audience,
		parts: o.opened.Parts, time: s.Time, replaces: o.original,
	})
	if err != nil {
		return nil, err
	}
	next.item.number, next.item.original = o.number, o.original
	if next.item.state = Sent; o.state == Queued {
		next.item.state = Queued
	}
	return next, nil
}

// keepItem makes one item of the outbox durable, with its envelope if it was
// sealed anew. old is the envelope that it takes the place of and that has never
// left this machine, or zero. One that has may turn up in the log, and must then
// be known as written here.
func (n *Node) keepItem(ctx context.Context, s *sealedEntry, old record.Hash) error {
	err := n.update(ctx, func(w store.Writer, at store.Process) error {
		errs := []error{w.Put(at, tableOutbox, u64(s.item.number), s.item.encode())}
		if s.envelope != nil {
			errs = append(errs,
				w.Put(at, tableEnvelope, s.item.id[:], s.envelope.Bytes()),
				w.Put(at, tableKept, s.item.id[:], s.kept))
			if old != (record.Hash{}) {
				errs = append(errs, w.Delete(at, tableEnvelope, old[:]), w.Delete(at, tableKept, old[:]))
			}
		}
		return errors.Join(errs...)
	})
	if err == nil && s.envelope != nil {
		n.kept[s.item.id] = s.opening
		delete(n.kept, old)
	}
	return err
}
