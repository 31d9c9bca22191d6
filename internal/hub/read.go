// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// reading returns a process that the caller may read.
func (h *Hub) reading(ctx context.Context, pid, cert record.Hash) (*process, error) {
	p, err := h.process(ctx, pid)
	if err != nil {
		return nil, err
	}
	return p, p.mayRead(cert)
}

// Checkpoint returns the newest signed checkpoint with the cosignatures that
// have arrived.
func (h *Hub) Checkpoint(ctx context.Context, pid, cert record.Hash) ([]byte, error) {
	p, err := h.reading(ctx, pid, cert)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.note), nil
}

// Cosign adds cosignature lines to the newest checkpoint. Lines that are not
// for it, or by nobody in the roster, are passed over: the witness will sign
// the next.
func (h *Hub) Cosign(ctx context.Context, pid, cert record.Hash, lines []byte) error {
	p, err := h.reading(ctx, pid, cert)
	if err != nil {
		return err
	}
	if len(lines) > maxCosign {
		return fmt.Errorf("%w: %d bytes of cosignatures", courier.ErrTooLarge, len(lines))
	}
	// Each line costs the check of all signatures, so lines that cannot be
	// cosignatures of this log are dropped first.
	var some []byte
	for line := range bytes.Lines(lines) {
		if bytes.HasPrefix(line, []byte("\u2014 "+record.Origin(pid)+"/w/")) && len(line) > 104 {
			some = append(some, line...)
		}
	}
	p.noting.Lock()
	defer p.noting.Unlock()
	p.mu.Lock()
	old, roster := p.note, p.reader.Roster()
	p.mu.Unlock()
	note, err := roster.MergeCosignatures(old, some)
	if err != nil || len(note) == len(old) {
		return err
	}
	if err := p.putNote(ctx, note); err != nil {
		return storeError(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if bytes.Equal(p.note, old) { // else a tick has been closed
		p.note = note
	}
	return nil
}

// Leaves returns the leaves with from <= index < to.
func (h *Hub) Leaves(ctx context.Context, pid, cert record.Hash, from, to int64) ([]record.Hash, error) {
	if _, err := h.reading(ctx, pid, cert); err != nil {
		return nil, err
	}
	var out []record.Hash
	err := h.store.View(ctx, func(r store.Reader) error {
		for x, err := range r.Scan(store.Process(pid), tableLeaf, u64(from), u64(to)) {
			if err != nil {
				return err
			}
			out = append(out, record.Hash(x.Value))
		}
		return nil
	})
	if err == nil && int64(len(out)) != to-from {
		err = fmt.Errorf("%w: leaves %d to %d", courier.ErrNotFound, from, to)
	}
	return out, err
}

// Tile returns the bytes of a tile or entry bundle of C2SP tlog-tiles.
func (h *Hub) Tile(ctx context.Context, pid, cert record.Hash, t tlog.Tile) ([]byte, error) {
	if t.L == -1 {
		from := t.N * courier.TileWidth
		ids, err := h.Leaves(ctx, pid, cert, from, from+int64(t.W))
		if err != nil {
			return nil, err
		}
		return courier.Entries(ids), nil
	}
	p, err := h.reading(ctx, pid, cert)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	data, err := tlog.ReadTileData(t, p.reader.Tree())
	if err != nil {
		return nil, fmt.Errorf("%w: tile %s", courier.ErrNotFound, t.Path())
	}
	return data, nil
}

// Inbox returns the envelopes for the caller's seat from a log index on, in
// log order, the roster entries among them, and the index to continue from.
// Nothing is delivered before it is in the log.
func (h *Hub) Inbox(ctx context.Context, pid, cert record.Hash, from int64) ([]courier.Delivery, int64, error) {
	p, err := h.reading(ctx, pid, cert)
	if err != nil {
		return nil, 0, err
	}
	by, _ := p.member(cert) // a guarantor has no seat and gets roster entries only
	p.mu.Lock()
	size := p.reader.Tree().Size()
	p.mu.Unlock()
	next := size
	var out []courier.Delivery
	err = h.store.View(ctx, func(r store.Reader) error {
		at := store.Process(pid)
		ids := map[int64][]byte{}
		var order []int64
		// collect reads the ids of one table. When it stops early, nothing
		// behind that index may be delivered yet: the other table would be
		// ahead of it.
		collect := func(t store.Table, lo, hi []byte) error {
			n := 0
			for x, err := range r.Scan(at, t, lo, hi) {
				if err != nil {
					return err
				}
				i, err := indexOf(x.Key)
				if err != nil {
					return err
				}
				if n == inboxEntries {
					next = min(next, i)
					break
				}
				n++
				ids[i] = x.Value
				order = append(order, i)
			}
			return nil
		}
		if err := collect(tableRoster, u64(from), u64(size)); err != nil {
			return err
		}
		if by.Seat != "" {
			if err := collect(tableDeliver, deliverKey(by.Seat, from), deliverKey(by.Seat, size)); err != nil {
				return err
			}
		}
		slices.Sort(order)
		total := 0
		for _, i := range order {
			if i >= next {
				return nil
			}
			b, err := r.Get(at, tableEnvelope, ids[i])
			if err != nil {
				return err
			}
			if total += len(b); total > inboxBytes && len(out) > 0 {
				next = i
				return nil
			}
			out = append(out, courier.Delivery{Index: i, Envelope: b})
		}
		return nil
	})
	return out, next, err
}
