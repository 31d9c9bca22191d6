// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// pull fetches what is new, verifies it, folds it, and cosigns.
func (n *Node) pull(ctx context.Context, hub away, report *SyncReport) error {
	quarantine := n.cosig.quarantine
	note, err := hub.checkpoint(ctx)
	if err != nil {
		return err
	}
	cursor, err := n.cursor(ctx)
	if err != nil {
		return err
	}
	page, next, err := hub.inbox(ctx, cursor)
	if err != nil {
		return err
	}
	c, err := n.verifyNote(note, genesisIn(page))
	if err != nil {
		return err
	}
	have := n.reader.Tree().Size()
	if c.Size < have {
		return fmt.Errorf("%w: %d leaves after %d", ErrRollback, c.Size, have)
	}
	ids, err := hub.leaves(ctx, have, c.Size)
	if err != nil {
		return err
	}
	if err := n.extends(c, ids); err != nil {
		return err
	}
	if err := n.beginsWith(ids, genesisIn(page)); err != nil {
		return err
	}
	// The log is verified to its end; its envelopes come page by page, so that
	// a long log need not be held in memory. Each page is kept and folded
	// before the next is asked for: an interrupted sync goes on where it was.
	for {
		upto := min(next, c.Size)
		if upto <= cursor && cursor < c.Size {
			return fmt.Errorf("%w: it delivers nothing after leaf %d", courier.ErrInternal, cursor)
		}
		if err := n.takePage(ctx, page, ids, have, upto, report); err != nil {
			return err
		}
		if cursor = upto; cursor >= c.Size {
			break
		}
		if page, next, err = hub.inbox(ctx, cursor); err != nil {
			return err
		}
	}
	if err := n.witness(ctx, hub, note, report); err != nil {
		return err
	}
	return n.newly(quarantine)
}

// witness cosigns the checkpoint that the log here has arrived at, and keeps it
// with the cosignatures it carries.
func (n *Node) witness(ctx context.Context, hub away, note []byte, report *SyncReport) error {
	// With the new roster in force, cosignatures of new members count.
	c, err := n.checkpoint(note)
	if err != nil {
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
		if err := hub.cosign(ctx, line); err != nil && !errors.Is(err, courier.ErrNotMember) {
			return err
		}
		note = append(slices.Clip(note), line...)
	}
	report.Witnessed, err = n.keepNote(ctx, note)
	return err
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

func genesisIn(page []courier.Delivery) []byte {
	if len(page) > 0 && page[0].Index == 0 {
		return page[0].Envelope
	}
	return nil
}

// verifyNote checks a checkpoint's signature. Before the first sync the hub's
// key comes from the genesis, which is known by its hash alone.
func (n *Node) verifyNote(note, genesis []byte) (*record.SignedCheckpoint, error) {
	if n.reader.Roster() != nil {
		return n.checkpoint(note)
	}
	e, err := record.ParseEnvelope(genesis)
	if err != nil {
		return nil, fmt.Errorf("the genesis of process %s was not delivered: %w", n.pid, err)
	}
	o, err := e.OpenClear()
	if err != nil {
		return nil, err
	}
	roster, err := record.NewRoster(o)
	if err != nil {
		return nil, err
	}
	if roster.Process != n.pid {
		return nil, fmt.Errorf("%w: the genesis delivered is that of another process", ErrSplitView)
	}
	return roster.Checkpoint(note)
}

// verified remembers the checkpoints verified against one roster: each is a
// handful of signatures, and one sync looks at the same note several times.
type verified struct {
	roster *record.Roster
	notes  map[string]*record.SignedCheckpoint
}

// checkpoint verifies a signed checkpoint against the present roster. The
// caller holds n.mu.
func (n *Node) checkpoint(note []byte) (*record.SignedCheckpoint, error) {
	roster := n.reader.Roster()
	if n.verified.roster != roster || len(n.verified.notes) > 8 {
		n.verified = verified{roster, map[string]*record.SignedCheckpoint{}}
	}
	if c := n.verified.notes[string(note)]; c != nil {
		return c, nil
	}
	c, err := roster.Checkpoint(note)
	if err == nil {
		n.verified.notes[string(note)] = c
	}
	return c, err
}

// beginsWith verifies that a log read for the first time begins with the
// genesis that its checkpoint was verified by: the archive of another log could
// never be synced again.
func (n *Node) beginsWith(ids []record.Hash, genesis []byte) error {
	if n.reader.Roster() != nil {
		return nil
	}
	e, err := record.ParseEnvelope(genesis)
	if err != nil || ids[0] != e.ID() {
		return fmt.Errorf("%w: its first leaf is not the genesis of process %s", ErrSplitView, n.pid)
	}
	return nil
}

// extends verifies that a checkpoint is the log read here and the leaves ids
// after it.
func (n *Node) extends(c *record.SignedCheckpoint, ids []record.Hash) error {
	size := n.reader.Tree().Size() + int64(len(ids))
	root, err := n.reader.Tree().RootWith(ids)
	if err != nil {
		return err
	}
	if size == 0 || size != c.Size || root != c.Root {
		return fmt.Errorf("%w: at size %d the hub signed root %s; its leaves give %s", ErrSplitView, c.Size, c.Root, root)
	}
	return nil
}

// takePage keeps and folds the leaves below index upto, which begin at index
// start of ids, with the envelopes of a page. Envelopes of leaves that were
// read before arrive when a bundle ran ahead of the hub's inbox.
func (n *Node) takePage(ctx context.Context, page []courier.Delivery, ids []record.Hash, start, upto int64, report *SyncReport) error {
	have := n.reader.Tree().Size()
	fresh, late := map[int64][]byte{}, map[int64][]byte{}
	for _, d := range page {
		switch {
		case d.Index < 0 || d.Index >= upto:
		case d.Index < have:
			late[d.Index] = d.Envelope
		default:
			fresh[d.Index] = d.Envelope
		}
	}
	if len(late) > 0 {
		opened, err := n.takeLate(ctx, late, nil, true)
		if err != nil {
			return err
		}
		report.Opened += opened
	}
	if upto <= have {
		return n.putCursor(ctx, upto)
	}
	return n.extend(ctx, ids[have-start:upto-start], fresh, func(end int64) int64 { return end }, report)
}

func (n *Node) putCursor(ctx context.Context, cursor int64) error {
	if old, err := n.cursor(ctx); err != nil || old == cursor {
		return err
	}
	return n.update(ctx, func(w store.Writer, at store.Process) error {
		return w.Put(at, tableState, keyCursor, u64(cursor))
	})
}

// keepNote keeps a checkpoint that is a prefix of the log here, if it is newer
// than the one kept, or adds cosignatures to it, and says whether a quorum has
// cosigned it. Proofs rest on the newest of which that is true: the one after
// it may wait long for its cosignatures.
func (n *Node) keepNote(ctx context.Context, note []byte) (witnessed bool, err error) {
	c, err := n.checkpoint(note)
	if err != nil {
		return false, err
	}
	size := func(note []byte) (int64, error) {
		if len(note) == 0 {
			return -1, nil
		}
		c, err := n.checkpoint(note)
		if err != nil {
			return 0, err
		}
		return c.Size, nil
	}
	have, err := size(n.note)
	if err != nil {
		return false, err
	}
	proven, err := size(n.proof)
	if err != nil {
		return false, err
	}
	if c.Size == have && !bytes.HasPrefix(note, n.note) {
		if note, err = n.reader.Roster().MergeCosignatures(n.note, note); err != nil {
			return false, err
		}
		if c, err = n.checkpoint(note); err != nil {
			return false, err
		}
	}
	newest, proof := n.note, n.proof
	if c.Size >= have {
		newest = note
	}
	if witnessed = n.reader.Roster().Witnessed(c); witnessed && c.Size >= proven {
		proof = note
	}
	if bytes.Equal(newest, n.note) && bytes.Equal(proof, n.proof) {
		return witnessed, nil
	}
	err = n.update(ctx, func(w store.Writer, at store.Process) error {
		return errors.Join(w.Put(at, tableState, keyNote, newest), w.Put(at, tableState, keyProof, proof))
	})
	if err == nil {
		n.note, n.proof = newest, proof
	}
	return witnessed, err
}
