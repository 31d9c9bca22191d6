// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// batchEntry is an entry that goes into the log with the tick being closed.
type batchEntry struct {
	id       record.Hash
	arrival  int64
	deliver  []string
	envelope []byte     // of a roster entry, which is stored with its tick
	meta     *entryMeta // likewise
}

// Tick closes a tick at a member's request. Only processes whose ticks are on
// demand allow it; elsewhere it would show who is waiting.
func (h *Hub) Tick(ctx context.Context, pid, cert record.Hash) error {
	p, err := h.process(ctx, pid)
	if err != nil {
		return err
	}
	if _, err := p.member(cert); err != nil {
		return err
	}
	if p.roster().Policy.Tick != 0 {
		return fmt.Errorf("%w: the ticks of this process follow the clock", courier.ErrRefused)
	}
	p.ticking.Lock()
	defer p.ticking.Unlock()
	_, err = p.closePending(ctx)
	return storeError(err)
}

// closeTick closes the open tick, whether or not anything is waiting.
func (p *process) closeTick(ctx context.Context) error {
	p.ticking.Lock()
	defer p.ticking.Unlock()
	n, err := p.closePending(ctx)
	if err != nil || n > 0 {
		return storeError(err)
	}
	return storeError(p.commitTick(ctx, nil, int(p.roster().Policy.Batch)))
}

// closePending closes a tick if something is waiting, and returns how many
// entries went in. The caller holds p.ticking.
func (p *process) closePending(ctx context.Context) (int, error) {
	batch := p.roster().Policy.Batch
	quota := p.quota(batch)
	room := batch
	if p.hub.opt.Unmetered {
		room = maxUnmetered
	}
	var chosen []batchEntry
	err := p.hub.store.View(ctx, func(r store.Reader) error {
		pid, taken := store.Process(p.id), map[string]int64{}
		for x, err := range r.Scan(pid, tablePending, nil, nil) {
			if err != nil {
				return err
			}
			if int64(len(chosen)) == room {
				break
			}
			b, err := r.Get(pid, tableMeta, x.Value)
			if err != nil {
				return err
			}
			m, err := decodeMeta(b)
			if err != nil {
				return err
			}
			channel := channelOf(m.deliver)
			if taken[channel] == quota {
				continue
			}
			taken[channel]++
			arrival, err := indexOf(x.Key)
			if err != nil {
				return err
			}
			chosen = append(chosen, batchEntry{id: record.Hash(x.Value), arrival: arrival, deliver: m.deliver})
		}
		return nil
	})
	if err != nil || len(chosen) == 0 {
		return 0, err
	}
	// The batch is a multiple of the policy's size; it is larger than one only
	// where quotas are lifted.
	size := int(batch) * ((len(chosen) + int(batch) - 1) / int(batch))
	return len(chosen), p.commitTick(ctx, chosen, size)
}

// commitTick appends entries and cover to the log in one transaction, then
// signs the checkpoint. Inside a tick everything stands in the order of the
// ids: neither the order of arrival nor what is cover can be told.
func (p *process) commitTick(ctx context.Context, chosen []batchEntry, size int) error {
	p.mu.Lock()
	tick, start, total := p.tick, p.reader.Tree().Size(), p.bytes
	p.mu.Unlock()
	byID := map[record.Hash]batchEntry{}
	ids := make([]record.Hash, 0, size)
	for _, e := range chosen {
		byID[e.id] = e
		ids = append(ids, e.id)
	}
	for n := 0; len(ids) < size; n++ {
		ids = append(ids, record.CoverLeaf(p.cover, tick, n))
	}
	slices.SortFunc(ids, func(a, b record.Hash) int { return bytes.Compare(a[:], b[:]) })
	if start == 0 {
		// The genesis is leaf 0, wherever its id would sort.
		at := slices.Index(ids, chosen[0].id)
		ids = slices.Insert(slices.Delete(ids, at, at+1), 0, chosen[0].id)
		p.genesis = chosen[0].id
	}

	pid := store.Process(p.id)
	err := p.hub.store.Update(ctx, func(w store.Writer) error {
		raw, err := w.Get(pid, tableHead, keyHead)
		if errors.Is(err, store.ErrNotFound) {
			raw, err = head{nonce: p.nonce}.encode(), nil
		}
		if err != nil {
			return err
		}
		row, err := decodeHead(raw)
		if err != nil {
			return err
		}
		if row.tick != tick || row.size != start {
			return fmt.Errorf("the log of process %s was changed by another program: it is at tick %d, size %d; this hub at %d, %d",
				courier.Hex(p.id), row.tick, row.size, tick, start)
		}
		for i, id := range ids {
			index := start + int64(i)
			if err := w.Put(pid, tableLeaf, u64(index), id[:]); err != nil {
				return err
			}
			e, ok := byID[id]
			if !ok {
				continue
			}
			if err := logEntry(w, pid, index, e); err != nil {
				return err
			}
		}
		next := head{tick: tick + 1, size: start + int64(len(ids)), bytes: total, nonce: p.nonce}
		return w.Put(pid, tableHead, keyHead, next.encode())
	})
	if err != nil {
		return err
	}

	p.mu.Lock()
	for _, id := range ids {
		p.reader.Next(id, byID[id].envelope)
	}
	p.tick = tick + 1
	p.closed = p.hub.opt.Now()
	for _, e := range chosen {
		if e.meta == nil {
			p.served(channelOf(e.deliver))
		}
	}
	p.mu.Unlock()
	return p.sign(ctx)
}

// logEntry writes the rows of one entry that got an index.
func logEntry(w store.Writer, pid store.Process, index int64, e batchEntry) error {
	if e.meta != nil {
		return errors.Join(
			w.Put(pid, tableEnvelope, e.id[:], e.envelope),
			w.Put(pid, tableMeta, e.id[:], e.meta.encode()),
			w.Put(pid, tableRoster, u64(index), e.id[:]),
		)
	}
	if err := w.Delete(pid, tablePending, u64(e.arrival)); err != nil {
		return err
	}
	for _, seat := range e.deliver {
		if err := w.Put(pid, tableDeliver, deliverKey(seat, index), e.id[:]); err != nil {
			return err
		}
	}
	return nil
}

// sign signs the newest tree, if the newest checkpoint is of an older one. The
// tree is durable by now: a signed checkpoint is never taken back.
func (p *process) sign(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	roster, size := p.reader.Roster(), p.reader.Tree().Size()
	if roster == nil {
		return fmt.Errorf("process %s has no valid genesis", courier.Hex(p.id))
	}
	if len(p.note) > 0 {
		if c, err := roster.Checkpoint(p.note); err == nil && c.Size == size {
			return nil
		}
	}
	root, err := p.reader.Tree().Root(size)
	if err != nil {
		return err
	}
	note, err := p.key.Sign(p.id, size, root)
	if err != nil {
		return err
	}
	if err := p.putNote(ctx, note); err != nil {
		return err
	}
	p.note = note
	return nil
}

func (p *process) putNote(ctx context.Context, note []byte) error {
	return p.hub.store.Update(ctx, func(w store.Writer) error {
		return w.Put(store.Process(p.id), tableCheckpoint, keyNote, note)
	})
}
