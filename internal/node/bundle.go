// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// Export writes a bundle: the log, the newest checkpoint, the receipts and
// every envelope that this node holds. With openings, whoever has the file can
// read what this seat can read; without, it holds only what is sealed. With
// outbox, the entries that wait are included, for somebody with a connection
// to submit.
func (n *Node) Export(ctx context.Context, out io.Writer, openings, outbox bool) (record.Hash, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.enter(ctx); err != nil {
		return record.Hash{}, err
	}
	outbox = outbox && !n.cosig.quarantine // what a copy has written must not leave it
	if outbox {
		// A seat that exchanges files alone learns of a new roster by them.
		if err := n.reseal(ctx); err != nil {
			return record.Hash{}, err
		}
		if err := n.markSent(ctx); err != nil {
			return record.Hash{}, err
		}
	}
	size := n.reader.Tree().Size()
	m := &record.Manifest{Process: n.pid, From: n.seat, Leaves: size, Created: n.now()}
	var ids []record.Hash
	var receipts [][]byte
	envelopes := map[record.Hash]bool{}
	var sum record.Hash
	err := n.home.Store.View(ctx, func(r store.Reader) error {
		at := store.Process(n.pid)
		for x, err := range r.Scan(at, tableLeaf, nil, u64(size)) {
			if err != nil {
				return err
			}
			l, err := decodeLeaf(x.Value)
			if err != nil {
				return err
			}
			ids = append(ids, l.id)
			if l.held && !envelopes[l.id] {
				b, err := r.Get(at, tableEnvelope, l.id[:])
				if err != nil {
					return err
				}
				envelopes[l.id] = isEnvelope(b, l.id)
			}
			if b, err := getOr(r, at, tableReceipt, l.id[:]); err != nil {
				return err
			} else if b != nil {
				receipts = append(receipts, b)
			}
		}
		for id, right := range envelopes {
			if !right { // what a hub delivered in the place of an envelope
				continue
			}
			m.Envelopes++
			if _, ok := n.kept[id]; openings && ok {
				m.Openings++
			}
		}
		w := record.NewBundleWriter(out, m)
		w.Leaves(0, ids)
		if len(n.note) > 0 {
			w.Frame(record.FrameCheckpoint, n.note)
		}
		for _, b := range receipts {
			w.Frame(record.FrameReceipt, b)
		}
		for _, id := range ids {
			if !envelopes[id] {
				continue
			}
			envelopes[id] = false // once, wherever the log repeats it
			b, err := r.Get(at, tableEnvelope, id[:])
			if err != nil {
				return err
			}
			w.Frame(record.FrameEnvelope, b)
			if k, ok := n.kept[id]; openings && ok {
				w.Opening(id, k.CEK)
			}
		}
		if outbox {
			for _, o := range n.outbox {
				if o.state != Refused {
					w.Frame(record.FrameOutbound, outbound(o.opened))
				}
			}
		}
		var err error
		sum, err = w.Close()
		return err
	})
	return sum, err
}

func outbound(o *record.Opened) []byte {
	return append([]byte(strings.Join(o.Statement.Audience, " ")+"\n"), o.Envelope.Bytes()...)
}

// ImportReport says what a bundle brought.
type ImportReport struct {
	SyncReport
	Outbound int // entries of others handed to the hub
}

// Import reads a bundle as strictly as what a hub sends: the checkpoint must
// extend the log here, or the log here must extend it, and each envelope is
// held to its leaf. The order in which bundles arrive and how often does not
// matter. With a hub, entries that wait in the bundle are handed in.
func (n *Node) Import(ctx context.Context, b []byte, hub Hub) (ImportReport, error) {
	var report ImportReport
	ctx, end, err := n.begin(ctx)
	if err != nil {
		return report, err
	}
	defer end()
	var (
		ids       []record.Hash
		note      []byte
		envelopes = map[record.Hash][]byte{}
		openings  = map[record.Hash][32]byte{}
		waiting   [][]byte
	)
	m, _, err := record.ReadBundle(bytes.NewReader(b), func(t record.FrameType, data []byte) error {
		switch t {
		case record.FrameLeaves:
			start, some, err := record.ParseLeaves(data)
			if err != nil {
				return err
			}
			if start != int64(len(ids)) {
				return fmt.Errorf("leaves begin at %d; %d were read", start, len(ids))
			}
			ids = append(ids, some...)
		case record.FrameCheckpoint:
			note = data
		case record.FrameEnvelope:
			e, err := record.ParseEnvelope(data)
			if err != nil {
				return err
			}
			envelopes[e.ID()] = data
		case record.FrameOpening:
			id, cek, err := record.ParseOpening(data)
			if err != nil {
				return err
			}
			openings[id] = cek
		case record.FrameOutbound:
			waiting = append(waiting, data)
		}
		return nil
	})
	if err != nil {
		return report, err
	}
	if m.Process != n.pid {
		return report, fmt.Errorf("%w: the bundle belongs to process %s", record.ErrOtherLog, m.Process)
	}
	if err := n.importLog(ctx, ids, note, envelopes, openings, &report); err != nil {
		return report, err
	}
	if hub == nil {
		return report, nil
	}
	report.Outbound, err = n.handIn(ctx, away{n, hub}, waiting)
	return report, err
}

// handIn submits the waiting entries of a bundle for their author. One that the
// hub refuses keeps none of the others back.
func (n *Node) handIn(ctx context.Context, hub away, waiting [][]byte) (taken int, err error) {
	var errs []error
	for _, data := range waiting {
		audience, envelope, ok := bytes.Cut(data, []byte("\n"))
		e, err := record.ParseEnvelope(envelope)
		if !ok || err != nil {
			errs = append(errs, fmt.Errorf("bundle: a waiting entry cannot be read: %w", errors.Join(err, record.ErrBundle)))
			continue
		}
		_, err = hub.submit(ctx, e.ID(), envelope, strings.Fields(string(audience)))
		switch {
		case err == nil:
			taken++
		case errors.Is(err, courier.ErrUnreachable):
			return taken, errors.Join(append(errs, err)...)
		default:
			errs = append(errs, fmt.Errorf("waiting entry %s: %w", e.ID(), err))
		}
	}
	return taken, errors.Join(errs...)
}

func (n *Node) importLog(ctx context.Context, ids []record.Hash, note []byte, envelopes map[record.Hash][]byte, openings map[record.Hash][32]byte, report *ImportReport) error {
	if len(ids) == 0 || note == nil {
		return nil
	}
	c, err := n.verifyNote(note, envelopes[ids[0]])
	if err != nil {
		return err
	}
	have := n.reader.Tree().Size()
	if c.Size > int64(len(ids)) {
		return fmt.Errorf("%w: its checkpoint covers %d leaves and it holds %d", record.ErrBundle, c.Size, len(ids))
	}
	if c.Size <= have {
		// An older copy of the same log may still bring envelopes.
		if root, err := n.reader.Tree().Root(c.Size); err != nil || root != c.Root {
			return fmt.Errorf("%w: the bundle's log at size %d is another", ErrSplitView, c.Size)
		}
	} else if err := n.extends(c, ids[have:c.Size]); err != nil {
		return err
	}
	quarantine := n.cosig.quarantine
	late, fresh := map[int64][]byte{}, map[int64][]byte{}
	passed := map[record.Hash]record.Opening{}
	for i, id := range ids[:c.Size] {
		b := envelopes[id]
		switch index := int64(i); {
		case b == nil:
		case index < have:
			late[index] = b
		default:
			fresh[index] = b
			if o, ok, err := n.relayed(b, openings); err != nil {
				return err
			} else if ok {
				passed[id] = o
			}
		}
	}
	if len(late) > 0 {
		opened, err := n.takeLate(ctx, late, openings, false)
		if err != nil {
			return err
		}
		report.Opened += opened
	}
	if c.Size <= have {
		if report.Witnessed, err = n.keepNote(ctx, note); err != nil {
			return err
		}
		return n.newly(quarantine)
	}
	if err := n.keep(ctx, passed); err != nil {
		return err
	}
	cursor, err := n.cursor(ctx)
	if err != nil {
		return err
	}
	if err := n.extend(ctx, ids[have:c.Size], fresh, func(int64) int64 { return cursor }, &report.SyncReport); err != nil {
		return err
	}
	if report.Witnessed, err = n.keepNote(ctx, note); err != nil {
		return err
	}
	return n.newly(quarantine)
}
