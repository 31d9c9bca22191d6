// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

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
	if n.locked {
		return record.Hash{}, ErrLocked
	}
	size := n.reader.Tree().Size()
	var ids []record.Hash
	var receipts [][]byte
	envelopes := map[record.Hash]bool{}
	at := store.Process(n.pid)
	var sum record.Hash
	err := n.home.Store.View(ctx, func(r store.Reader) error {
		for x, err := range r.Scan(at, tableLeaf, nil, u64(size)) {
			if err != nil {
				return err
			}
			id := record.Hash(x.Value)
			ids = append(ids, id)
			if _, err := r.Get(at, tableEnvelope, id[:]); err == nil {
				envelopes[id] = true
			} else if !errors.Is(err, store.ErrNotFound) {
				return err
			}
			if b, err := getOr(r, at, tableReceipt, id[:]); err != nil {
				return err
			} else if b != nil {
				receipts = append(receipts, b)
			}
		}
		m := &record.Manifest{Process: n.pid, From: n.seat, Leaves: size, Envelopes: int64(len(envelopes)), Created: n.now()}
		if openings {
			m.Openings = int64(len(n.kept))
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
	Envelopes int // envelopes not held before
	Outbound  int // entries of others handed to the hub
}

// Import reads a bundle as strictly as what a hub sends: the checkpoint must
// extend the log here, or the log here must extend it, and each envelope is
// held to its leaf. The order in which bundles arrive and how often does not
// matter. With a hub, entries that wait in the bundle are handed in.
func (n *Node) Import(ctx context.Context, b []byte, hub Hub) (ImportReport, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	var report ImportReport
	if n.locked {
		return report, ErrLocked
	}
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
	for _, data := range waiting {
		if hub == nil {
			break
		}
		audience, envelope, ok := bytes.Cut(data, []byte("\n"))
		e, err := record.ParseEnvelope(envelope)
		if !ok || err != nil {
			return report, fmt.Errorf("bundle: a waiting entry cannot be read: %w", errors.Join(err, record.ErrBundle))
		}
		if _, err := hub.Submit(ctx, n.pid, e.ID(), envelope, strings.Fields(string(audience))); err != nil {
			return report, err
		}
		report.Outbound++
	}
	return report, nil
}

func (n *Node) importLog(ctx context.Context, ids []record.Hash, note []byte, envelopes map[record.Hash][]byte, openings map[record.Hash][32]byte, report *ImportReport) error {
	if len(ids) == 0 || note == nil {
		return nil
	}
	byIndex := map[int64][]byte{}
	for i, id := range ids {
		if b := envelopes[id]; b != nil {
			byIndex[int64(i)] = b
		}
	}
	c, err := n.verifyNote(note, byIndex)
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
	}
	if err := n.takeEnvelopes(ctx, ids[:min(have, c.Size)], envelopes, openings, report); err != nil {
		return err
	}
	if c.Size <= have {
		return nil
	}
	if err := n.keepRelayed(ctx, ids, envelopes, openings); err != nil {
		return err
	}
	cursor, err := n.cursor(ctx)
	if err != nil {
		return err
	}
	if err := n.advance(ctx, c, ids[have:c.Size], byIndex, cursor, &report.SyncReport); err != nil {
		return err
	}
	if _, err := n.reader.Roster().Checkpoint(note); err != nil {
		return err
	}
	return n.keepNote(ctx, note)
}

// takeEnvelopes adds envelopes to leaves that are known already and were not
// held, and folds the whole archive anew if there were any: an entry may
// release others that waited for it.
func (n *Node) takeEnvelopes(ctx context.Context, ids []record.Hash, envelopes map[record.Hash][]byte, openings map[record.Hash][32]byte, report *ImportReport) error {
	at := store.Process(n.pid)
	var fresh []record.Hash
	err := n.home.Store.View(ctx, func(r store.Reader) error {
		for _, id := range ids {
			b := envelopes[id]
			if b == nil {
				continue
			}
			old, err := getOr(r, at, tableEnvelope, id[:])
			if err != nil {
				return err
			}
			_, opens := openings[id]
			if _, kept := n.kept[id]; old == nil || opens && !kept {
				fresh = append(fresh, id)
			}
		}
		return nil
	})
	if err != nil || len(fresh) == 0 {
		return err
	}
	err = n.home.Store.Update(ctx, func(w store.Writer) error {
		for _, id := range fresh {
			if err := w.Put(at, tableEnvelope, id[:], envelopes[id]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := n.keepRelayed(ctx, fresh, envelopes, openings); err != nil {
		return err
	}
	report.Envelopes += len(fresh)
	return n.refoldLocked(ctx)
}

// keepRelayed keeps openings that another reader passed on, for envelopes that
// this seat's own keys do not open.
func (n *Node) keepRelayed(ctx context.Context, ids []record.Hash, envelopes map[record.Hash][]byte, openings map[record.Hash][32]byte) error {
	for _, id := range ids {
		cek, ok := openings[id]
		b := envelopes[id]
		if _, kept := n.kept[id]; !ok || b == nil || kept {
			continue
		}
		e, err := record.ParseEnvelope(b)
		if err != nil || e.Open() {
			continue
		}
		if _, err := n.keys.Open(e); err == nil {
			continue
		}
		opened, err := e.OpenWith(cek)
		if err != nil {
			return fmt.Errorf("bundle: the opening of entry %s does not open it: %w", id, err)
		}
		if !opened.Statement.Has(n.seat) {
			continue
		}
		o := record.Opening{CEK: cek, Origin: record.Relayed}
		wrapped, err := n.keys.Keep(id, o)
		if err != nil {
			return err
		}
		err = n.home.Store.Update(ctx, func(w store.Writer) error {
			return w.Put(store.Process(n.pid), tableKept, id[:], wrapped)
		})
		if err != nil {
			return err
		}
		n.kept[id] = o
	}
	return nil
}
