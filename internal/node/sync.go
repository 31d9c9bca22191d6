// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// SyncReport says what one sync did.
type SyncReport struct {
	Submitted int   // entries acknowledged by the hub
	Waiting   int   // entries that the hub asked to send later
	Refused   int   // entries whose audience is no longer possible
	Leaves    int64 // new leaves of the log
	Opened    int   // entries newly readable here
	Witnessed bool  // a quorum has cosigned the log as it is now
}

// Errors of a sync that show the hub, or somebody, doing what the rules
// exclude. The archive is left as it was.
var (
	// ErrSplitView means that the hub signed a log that is not an extension
	// of the one read here.
	ErrSplitView = errors.New("the hub shows a log that does not extend the one read here")
	// ErrRollback means that the hub shows an older log than before.
	ErrRollback = errors.New("the hub shows an older log than it has shown before")
)

// maxReseal bounds how often one sync seals its outbox anew: each time means
// that the roster changed within moments.
const maxReseal = 5

// Sync submits the outbox, closes a tick where ticks are on demand, fetches and
// verifies the log, folds what is new, and cosigns it. It may be interrupted at
// any point and run again.
func (n *Node) Sync(ctx context.Context, hub Hub) (SyncReport, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.locked {
		return SyncReport{}, ErrLocked
	}
	var report SyncReport
	if n.reader.Roster() == nil {
		if err := n.pull(ctx, hub, &report); err != nil {
			return report, err
		}
	}
	for try := 0; ; try++ {
		stale, err := n.submit(ctx, hub, &report)
		if err != nil {
			return report, err
		}
		if !stale {
			break
		}
		if try == maxReseal {
			return report, courier.ErrStale
		}
		if err := n.pull(ctx, hub, &report); err != nil {
			return report, err
		}
	}
	if n.reader.Roster().Policy.Tick == 0 && !n.reader.Roster().Closed {
		if err := hub.Tick(ctx, n.pid); err != nil && !errors.Is(err, courier.ErrNotMember) {
			return report, err
		}
	}
	err := n.pull(ctx, hub, &report)
	return report, err
}

// submit hands the queued entries in, oldest first. It reports whether one was
// refused because the roster has changed.
func (n *Node) submit(ctx context.Context, hub Hub, report *SyncReport) (stale bool, err error) {
	if n.cosig.quarantine {
		return false, nil
	}
	if err := n.reseal(ctx); err != nil {
		return false, err
	}
	report.Waiting, report.Refused = 0, 0
	for i := range n.outbox {
		o := &n.outbox[i]
		switch o.state {
		case Refused:
			report.Refused++
			continue
		case Acked:
			continue
		}
		receipt, err := hub.Submit(ctx, n.pid, o.id, o.opened.Envelope.Bytes(), o.opened.Statement.Audience)
		switch {
		case errors.Is(err, courier.ErrStale):
			return true, nil
		case errors.Is(err, courier.ErrBusy):
			// Later entries of the same chain would have to wait too.
			report.Waiting = len(n.outbox) - i
			return false, nil
		case err != nil:
			return false, err
		}
		r, err := record.OpenReceipt(n.pid, n.reader.Roster().HubKey, receipt)
		if err != nil || r.Envelope != o.id {
			return false, fmt.Errorf("the hub's receipt for entry %s does not hold: %w", o.id, errors.Join(err, courier.ErrOtherHub))
		}
		acked := *o
		acked.state = Acked
		err = n.home.Store.Update(ctx, func(w store.Writer) error {
			at := store.Process(n.pid)
			return errors.Join(
				w.Put(at, tableOutbox, u64(acked.number), acked.encode()),
				w.Put(at, tableReceipt, acked.id[:], receipt))
		})
		if err != nil {
			return false, err
		}
		*o = acked
		report.Submitted++
	}
	return false, nil
}

// pull fetches what is new, verifies it, folds it, and cosigns.
func (n *Node) pull(ctx context.Context, hub Hub, report *SyncReport) error {
	note, err := hub.Checkpoint(ctx, n.pid)
	if err != nil {
		return err
	}
	envelopes, cursor, err := n.fetchInbox(ctx, hub)
	if err != nil {
		return err
	}
	c, err := n.verifyNote(note, envelopes)
	if err != nil {
		return err
	}
	have := n.reader.Tree().Size()
	if c.Size < have {
		return fmt.Errorf("%w: %d leaves after %d", ErrRollback, c.Size, have)
	}
	ids, err := hub.Leaves(ctx, n.pid, have, c.Size)
	if err != nil {
		return err
	}
	if err := n.advance(ctx, c, ids, envelopes, min(cursor, c.Size), report); err != nil {
		return err
	}
	// With the new roster in force, cosignatures of new members count.
	roster := n.reader.Roster()
	if c, err = roster.Checkpoint(note); err != nil {
		return err
	}
	if err := n.checkOwn(ctx, c); err != nil {
		return err
	}
	line, err := n.cosign(ctx, c)
	if err != nil {
		return err
	}
	if line != nil {
		if err := hub.Cosign(ctx, n.pid, line); err != nil && !errors.Is(err, courier.ErrNotMember) {
			return err
		}
		if note, err = roster.MergeCosignatures(note, line); err != nil {
			return err
		}
		if c, err = roster.Checkpoint(note); err != nil {
			return err
		}
	}
	report.Witnessed = roster.Witnessed(c)
	return n.keepNote(ctx, note)
}

// fetchInbox reads the inbox from where it was last read to, keyed by index.
func (n *Node) fetchInbox(ctx context.Context, hub Hub) (map[int64][]byte, int64, error) {
	cursor, err := n.cursor(ctx)
	if err != nil {
		return nil, 0, err
	}
	envelopes := map[int64][]byte{}
	for {
		ds, next, err := hub.Inbox(ctx, n.pid, cursor)
		if err != nil {
			return nil, 0, err
		}
		for _, d := range ds {
			if d.Index >= cursor {
				envelopes[d.Index] = d.Envelope
			}
		}
		if len(ds) == 0 || next <= cursor {
			return envelopes, max(next, cursor), nil
		}
		cursor = next
	}
}

// cursor is the log index up to which the hub's inbox has been read.
func (n *Node) cursor(ctx context.Context) (cursor int64, err error) {
	err = n.home.Store.View(ctx, func(r store.Reader) error {
		b, err := getOr(r, store.Process(n.pid), tableState, keyCursor)
		if len(b) == 8 {
			cursor = int64(binary.BigEndian.Uint64(b))
		}
		return err
	})
	return cursor, err
}

// verifyNote checks a checkpoint's signature. Before the first sync the hub's
// key comes from the genesis, which is known by its hash alone.
func (n *Node) verifyNote(note []byte, envelopes map[int64][]byte) (*record.SignedCheckpoint, error) {
	roster := n.reader.Roster()
	if roster == nil {
		e, err := record.ParseEnvelope(envelopes[0])
		if err != nil {
			return nil, fmt.Errorf("the genesis of process %s was not delivered: %w", n.pid, err)
		}
		o, err := e.OpenClear()
		if err != nil {
			return nil, err
		}
		if roster, err = record.NewRoster(o); err != nil {
			return nil, err
		}
		if roster.Process != n.pid {
			return nil, fmt.Errorf("%w: the genesis delivered is that of another process", ErrSplitView)
		}
	}
	return roster.Checkpoint(note)
}

// advance verifies that a checkpoint extends the log read here, keeps the new
// leaves and envelopes durably, and folds them. Nothing is kept of a log that
// does not verify.
func (n *Node) advance(ctx context.Context, c *record.SignedCheckpoint, ids []record.Hash, envelopes map[int64][]byte, cursor int64, report *SyncReport) error {
	start := n.reader.Tree().Size()
	root, err := n.reader.Tree().RootWith(ids)
	if err != nil {
		return err
	}
	if start+int64(len(ids)) != c.Size || root != c.Root {
		return fmt.Errorf("%w: at size %d the hub signed root %s; its leaves give %s", ErrSplitView, c.Size, c.Root, root)
	}
	if len(ids) == 0 {
		return nil
	}
	at := store.Process(n.pid)
	fresh := map[record.Hash][]byte{}
	err = n.home.Store.Update(ctx, func(w store.Writer) error {
		for i, id := range ids {
			index := start + int64(i)
			if err := w.Put(at, tableLeaf, u64(index), id[:]); err != nil {
				return err
			}
			if b := envelopes[index]; b != nil {
				fresh[id] = b
				// Kept even when it is not the envelope of its leaf: the bytes
				// are evidence, under the id they were delivered for.
				if err := w.Put(at, tableEnvelope, id[:], b); err != nil {
					return err
				}
			}
		}
		return w.Put(at, tableState, keyCursor, u64(cursor))
	})
	if err != nil {
		return err
	}
	before := len(n.entries)
	for _, id := range ids {
		envelope := fresh[id]
		if envelope == nil {
			if envelope, err = n.held(ctx, id); err != nil {
				return err
			}
		}
		if err := n.next(id, envelope); err != nil {
			return err
		}
	}
	report.Leaves += int64(len(ids))
	report.Opened += len(n.entries) - before
	if err := n.keepOpenings(ctx, n.entries[before:]); err != nil {
		return err
	}
	return n.clearOutbox(ctx)
}

// held returns the envelope of a leaf if it came earlier, by its author's own
// hand or in a bundle.
func (n *Node) held(ctx context.Context, id record.Hash) ([]byte, error) {
	if _, ok := n.kept[id]; !ok {
		return nil, nil
	}
	var b []byte
	err := n.home.Store.View(ctx, func(r store.Reader) (err error) {
		b, err = getOr(r, store.Process(n.pid), tableEnvelope, id[:])
		return err
	})
	return b, err
}

// keepOpenings wraps what opened each new entry, so that the archive stays
// readable when the seat key is destroyed.
func (n *Node) keepOpenings(ctx context.Context, entries []*record.Entry) error {
	type row struct {
		id      record.Hash
		opening record.Opening
		wrapped []byte
	}
	var rows []row
	for _, e := range entries {
		id, envelope := e.ID(), e.Opened().Envelope
		if _, ok := n.kept[id]; ok || envelope.Open() {
			continue
		}
		o, err := n.keys.Open(envelope)
		if err != nil {
			return err
		}
		o = record.Opening{CEK: o.CEK, Origin: record.Checked}
		wrapped, err := n.keys.Keep(id, o)
		if err != nil {
			return err
		}
		rows = append(rows, row{id, o, wrapped})
	}
	if len(rows) == 0 {
		return nil
	}
	err := n.home.Store.Update(ctx, func(w store.Writer) error {
		for _, x := range rows {
			if err := w.Put(store.Process(n.pid), tableKept, x.id[:], x.wrapped); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		for _, x := range rows {
			n.kept[x.id] = x.opening
		}
	}
	return err
}

// clearOutbox drops the entries that the log holds by now.
func (n *Node) clearOutbox(ctx context.Context) error {
	var rest, done []outItem
	for _, o := range n.outbox {
		if _, logged := n.byID[o.id]; logged {
			done = append(done, o)
		} else {
			rest = append(rest, o)
		}
	}
	if len(done) == 0 {
		return nil
	}
	err := n.home.Store.Update(ctx, func(w store.Writer) error {
		for _, o := range done {
			if err := w.Delete(store.Process(n.pid), tableOutbox, u64(o.number)); err != nil {
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

func (n *Node) keepNote(ctx context.Context, note []byte) error {
	err := n.home.Store.Update(ctx, func(w store.Writer) error {
		return w.Put(store.Process(n.pid), tableState, keyNote, note)
	})
	if err == nil {
		n.note = note
	}
	return err
}
