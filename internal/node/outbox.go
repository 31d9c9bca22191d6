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
// queued → acked → (in the log, and gone from the outbox), queued → queued
// when it is sealed again for a new roster, queued → refused when it cannot
// be, and queued or refused → undone, which removes it.
type ItemState byte

// The states of an item.
const (
	// Queued: here only. It can still be undone.
	Queued ItemState = 1
	// Acked: the hub has given its receipt. It cannot be taken back: a hub
	// that was asked to forget it could log it all the same.
	Acked ItemState = 2
	// Refused: its audience is no longer possible. It waits for a person.
	Refused ItemState = 3
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
}

// Outbox lists what has been written and is not in the log yet.
func (n *Node) Outbox() []Pending {
	n.mu.Lock()
	defer n.mu.Unlock()
	out := make([]Pending, 0, len(n.outbox))
	for _, o := range n.outbox {
		out = append(out, Pending{o.id, o.state, o.opened})
	}
	return out
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
		if _, logged := n.byID[o.id]; logged {
			continue
		}
		b, err := r.Get(at, tableEnvelope, o.id[:])
		if err != nil {
			return fmt.Errorf("archive: an entry of the outbox: %w", err)
		}
		e, err := record.ParseEnvelope(b)
		if err != nil {
			return fmt.Errorf("archive: %w", err)
		}
		if o.opened, err = e.OpenWith(n.kept[o.id].CEK); err != nil {
			return fmt.Errorf("archive: an entry of the outbox does not open: %w", err)
		}
		n.outbox = append(n.outbox, o)
	}
	return nil
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
	if n.locked {
		return ErrLocked
	}
	i := slices.IndexFunc(n.outbox, func(o outItem) bool { return o.id == id })
	if i < 0 {
		if _, logged := n.byID[id]; logged {
			return ErrGone
		}
		return fmt.Errorf("the outbox holds no entry %s", id)
	}
	if n.outbox[i].state == Acked {
		return ErrGone
	}
	gone := n.outbox[i]
	rest := slices.Delete(slices.Clone(n.outbox), i, i+1)
	err := n.home.Store.Update(ctx, func(w store.Writer) error {
		at := store.Process(n.pid)
		return errors.Join(
			w.Delete(at, tableOutbox, u64(gone.number)),
			w.Delete(at, tableEnvelope, gone.id[:]),
			w.Delete(at, tableKept, gone.id[:]),
		)
	})
	if err != nil {
		return err
	}
	n.outbox = rest
	delete(n.kept, gone.id)
	return n.reseal(ctx)
}

// reseal writes the entries of the outbox anew that have not been submitted
// and whose place in the roster or in their chain has changed. The caller
// holds n.mu.
func (n *Node) reseal(ctx context.Context) error {
	old := n.outbox
	n.outbox = nil
	for k, o := range old {
		if o.state == Acked {
			n.outbox = append(n.outbox, o)
			continue
		}
		s := o.opened.Statement
		roster := n.reader.Roster()
		seq, prev := n.tail(s.Channel(), s.Register)
		if o.state == Queued && s.Roster == roster.Hash && o.opened.Chain.Seq == seq+1 && o.opened.Chain.Prev == prev {
			n.outbox = append(n.outbox, o)
			continue
		}
		d := draft{kind: s.Kind, register: s.Register, audience: s.Audience, parts: o.opened.Parts, time: s.Time, replaces: o.original}
		next, err := n.seal(d)
		if err != nil {
			o.state = Refused
			next = &sealedEntry{item: o}
		} else {
			next.item.number, next.item.original = o.number, o.original
		}
		if err := n.keepItem(ctx, next, o.id); err != nil {
			n.outbox = append(n.outbox, old[k:]...)
			return err
		}
		n.outbox = append(n.outbox, next.item)
	}
	return nil
}

// keepItem makes one item of the outbox durable, with its envelope if it was
// sealed anew. old is the envelope it takes the place of, or zero.
func (n *Node) keepItem(ctx context.Context, s *sealedEntry, old record.Hash) error {
	at := store.Process(n.pid)
	err := n.home.Store.Update(ctx, func(w store.Writer) error {
		errs := []error{w.Put(at, tableOutbox, u64(s.item.number), s.item.encode())}
		if s.envelope != nil {
			errs = append(errs,
				w.Put(at, tableEnvelope, s.item.id[:], s.envelope.Bytes()),
				w.Put(at, tableKept, s.item.id[:], s.kept))
			if old != (record.Hash{}) && old != s.item.id {
				errs = append(errs, w.Delete(at, tableEnvelope, old[:]), w.Delete(at, tableKept, old[:]))
			}
		}
		return errors.Join(errs...)
	})
	if err == nil && s.envelope != nil {
		n.kept[s.item.id] = s.opening
	}
	return err
}
