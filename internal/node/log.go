// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"parley/internal/store"
	"parley/record"
)

// pieceEntries is how many envelopes are read, at about half a millisecond each,
// before others get at the node again.
const pieceEntries = 32

// extend advances the log by verified leaves in pieces, and lets go of n.mu
// between them: who waits for a page does not wait for a whole log. cursor is the
// place in the inbox when the log has come to an index.
func (n *Node) extend(ctx context.Context, ids []record.Hash, envelopes map[int64][]byte, cursor func(end int64) int64, report *SyncReport) error {
	start := n.reader.Tree().Size()
	for from := 0; from < len(ids); {
		upto, held := from, 0
		for ; upto < len(ids) && held < pieceEntries; upto++ {
			if envelopes[start+int64(upto)] != nil {
				held++
			}
		}
		if from > 0 {
			if err := (away{n: n}).ask(ctx, func() error { return nil }); err != nil {
				return err
			}
		}
		if err := n.advance(ctx, ids[from:upto], envelopes, cursor(start+int64(upto)), report); err != nil {
			return err
		}
		from = upto
	}
	return nil
}

// advance keeps verified leaves and their envelopes durably, and folds them.
// An envelope that is not the one of its leaf is kept too: its verdict must
// come out the same whenever the log is read again.
func (n *Node) advance(ctx context.Context, ids []record.Hash, envelopes map[int64][]byte, cursor int64, report *SyncReport) error {
	start := n.reader.Tree().Size()
	held := make([][]byte, len(ids))
	err := n.home.Store.View(ctx, func(r store.Reader) error {
		for i, id := range ids {
			old, err := n.held(r, id)
			if err != nil {
				return err
			}
			// What came before is right; what comes now may not be.
			if held[i] = old; old == nil {
				held[i] = envelopes[start+int64(i)]
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = n.update(ctx, func(w store.Writer, at store.Process) error {
		for i, id := range ids {
			index := start + int64(i)
			if err := w.Put(at, tableLeaf, u64(index), leaf{id, held[i] != nil}.encode()); err != nil {
				return err
			}
			if held[i] == nil || envelopes[index] == nil {
				continue
			}
			if err := w.Put(at, tableEnvelope, id[:], held[i]); err != nil {
				return err
			}
		}
		return w.Put(at, tableState, keyCursor, u64(cursor))
	})
	if err != nil {
		return err
	}
	before := len(n.entries)
	n.unsure = true // until the fold has come to its end
	for i, id := range ids {
		if err := n.next(id, held[i]); err != nil {
			return err
		}
	}
	n.unsure = false
	report.Leaves += int64(len(ids))
	report.Opened += len(n.entries) - before
	if err := n.settle(ctx); err != nil {
		return err
	}
	return n.clearOutbox(ctx)
}

// settle does what follows from entries newly read.
func (n *Node) settle(ctx context.Context) error {
	if err := n.knowsOwn(ctx); err != nil {
		return err
	}
	return n.keepOpenings(ctx)
}

// held returns the envelope of a leaf if the archive has it from earlier: by
// its author's own hand, from a bundle, or because it is in the log twice.
func (n *Node) held(r store.Reader, id record.Hash) ([]byte, error) {
	if _, kept := n.kept[id]; !kept && !n.has(id) {
		return nil, nil
	}
	b, err := getOr(r, store.Process(n.pid), tableEnvelope, id[:])
	if err != nil || !isEnvelope(b, id) {
		return nil, err
	}
	return b, nil
}

// isEnvelope reports whether b is the envelope with that identifier.
func isEnvelope(b []byte, id record.Hash) bool {
	if b == nil {
		return false
	}
	e, err := record.ParseEnvelope(b)
	return err == nil && e.ID() == id
}

// takeLate adds envelopes, by index, and what opens them, to leaves that were
// read without, and folds the whole archive anew if there were any: an entry
// may release others that waited for it. fromHub says that bytes which are not
// those of their leaf show what the hub did; in a bundle they show nothing. It
// returns how many entries that made readable.
func (n *Node) takeLate(ctx context.Context, envelopes map[int64][]byte, openings map[record.Hash][32]byte, fromHub bool) (opened int, err error) {
	fresh := map[int64]leaf{}
	relayed := map[record.Hash]record.Opening{}
	err = n.home.Store.View(ctx, func(r store.Reader) error {
		at := store.Process(n.pid)
		for index, b := range envelopes {
			row, err := r.Get(at, tableLeaf, u64(index))
			if err != nil {
				return err
			}
			l, err := decodeLeaf(row)
			if err != nil {
				return err
			}
			right := isEnvelope(b, l.id)
			if !right && (!fromHub || l.held) {
				continue
			}
			if l.held {
				old, err := getOr(r, at, tableEnvelope, l.id[:])
				if err != nil {
					return err
				}
				l.held = isEnvelope(old, l.id)
			}
			if o, ok, err := n.relayed(b, openings); err != nil {
				return err
			} else if ok {
				relayed[l.id] = o
				l.held = false
			}
			if !l.held {
				fresh[index] = leaf{l.id, true}
			}
		}
		return nil
	})
	if err != nil || len(fresh) == 0 {
		return 0, err
	}
	wrapped, err := n.wrap(relayed)
	if err != nil {
		return 0, err
	}
	err = n.update(ctx, func(w store.Writer, at store.Process) error {
		for _, index := range slices.Sorted(maps.Keys(fresh)) {
			l := fresh[index]
			if err := errors.Join(
				w.Put(at, tableEnvelope, l.id[:], envelopes[index]),
				w.Put(at, tableLeaf, u64(index), l.encode())); err != nil {
				return err
			}
		}
		return putKept(w, at, wrapped)
	})
	if err != nil {
		return 0, err
	}
	before := len(n.entries)
	err = n.refold(ctx)
	return len(n.entries) - before, err
}

// relayed is the opening that another reader passed on for an envelope, if this
// seat is among its readers and its own keys do not open it.
func (n *Node) relayed(b []byte, openings map[record.Hash][32]byte) (record.Opening, bool, error) {
	var none record.Opening
	if len(openings) == 0 {
		return none, false, nil
	}
	e, err := record.ParseEnvelope(b)
	if err != nil || e.Open() {
		return none, false, nil
	}
	cek, ok := openings[e.ID()]
	if _, kept := n.kept[e.ID()]; !ok || kept {
		return none, false, nil
	}
	if _, err := n.keys.Open(e); err == nil {
		return none, false, nil
	}
	opened, err := e.OpenWith(cek)
	if err != nil {
		return none, false, fmt.Errorf("bundle: the opening of entry %s does not open it: %w", e.ID(), err)
	}
	return record.Opening{CEK: cek, Origin: record.Relayed}, opened.Statement.Has(n.seat), nil
}

// keptRow is a row of tableKept.
type keptRow struct {
	id      record.Hash
	opening record.Opening
	wrapped []byte
}

// wrap encrypts openings under the storage key, in the order of their ids.
func (n *Node) wrap(openings map[record.Hash]record.Opening) ([]keptRow, error) {
	var out []keptRow
	ids := slices.SortedFunc(maps.Keys(openings), func(a, b record.Hash) int { return bytes.Compare(a[:], b[:]) })
	for _, id := range ids {
		wrapped, err := n.keys.Keep(id, openings[id])
		if err != nil {
			return nil, err
		}
		out = append(out, keptRow{id, openings[id], wrapped})
	}
	return out, nil
}

func putKept(w store.Writer, at store.Process, rows []keptRow) error {
	for _, x := range rows {
		if err := w.Put(at, tableKept, x.id[:], x.wrapped); err != nil {
			return err
		}
	}
	return nil
}

// keep makes openings durable and uses them from now on.
func (n *Node) keep(ctx context.Context, openings map[record.Hash]record.Opening) error {
	rows, err := n.wrap(openings)
	if err != nil || len(rows) == 0 {
		return err
	}
	err = n.update(ctx, func(w store.Writer, at store.Process) error { return putKept(w, at, rows) })
	if err == nil {
		for _, x := range rows {
			n.kept[x.id] = x.opening
			delete(n.found, x.id)
		}
	}
	return err
}

// keepOpenings keeps what opened each newly accepted entry, so that the archive
// stays readable when the seat key is destroyed.
func (n *Node) keepOpenings(ctx context.Context) error {
	accepted := map[record.Hash]record.Opening{}
	for id, o := range n.found {
		// Only of an accepted entry has the author been checked.
		if n.has(id) {
			accepted[id] = record.Opening{CEK: o.CEK, Origin: record.Checked}
		}
	}
	return n.keep(ctx, accepted)
}
