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
	meta     entryMeta
	envelope []byte // of a roster entry, which is stored with its tick
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
	p.gate.Lock()
	defer p.gate.Unlock()
	if err := p.recall(ctx); err != nil {
		return err
	}
	_, err = p.closePending(ctx)
	return storeError(err)
}

// closeTick closes the open tick, whether or not anything is waiting.
func (p *process) closeTick(ctx context.Context) error {
	p.gate.Lock()
	defer p.gate.Unlock()
	if err := p.recall(ctx); err != nil {
		return err
	}
	n, err := p.closePending(ctx)
	if err != nil || n > 0 {
		return storeError(err)
	}
	return storeError(p.commitTick(ctx, nil, int(p.roster().Policy.Batch)))
}

// closePending closes a tick if something is waiting, and returns how many
// entries went in. The caller holds the gate exclusively.
func (p *process) closePending(ctx context.Context) (int, error) {
	p.mu.Lock()
	batch, waiting := p.reader.Roster().Policy.Batch, p.total
	p.mu.Unlock()
	if waiting == 0 {
		return 0, nil
	}
	quota := p.quota(batch)
	room := batch
	if p.hub.opt.Unmetered {
		room = maxUnmetered
	}
	var chosen []batchEntry
	err := p.hub.store.View(ctx, func(r store.Reader) error {
		chosen = nil
		pid, taken := store.Process(p.id), map[string]int64{}
		for x, err := range r.Scan(pid, tablePending, nil, nil) {
			if err != nil {
				return err
			}
			if int64(len(chosen)) == room {
				break
			}
			m, arrival, err := readPending(r, pid, x)
			if err != nil {
				return err
			}
			channel := channelOf(m.deliver)
			if taken[channel] == quota {
				continue
			}
			taken[channel]++
			chosen = append(chosen, batchEntry{id: record.Hash(x.Value), arrival: arrival, meta: m})
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
// ids: neither the order of arrival nor what is cover can be told. The caller
// holds the gate exclusively, or is the only one to know the process.
func (p *process) commitTick(ctx context.Context, chosen []batchEntry, size int) error {
	p.mu.Lock()
	tick, start := p.tick, p.reader.Tree().Size()
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
		at := slices.Index(ids, p.genesis)
		ids = slices.Insert(slices.Delete(ids, at, at+1), 0, p.genesis)
	}

	pid := store.Process(p.id)
	err := p.hub.store.Update(ctx, func(w store.Writer) error {
		row, err := readHead(w, pid)
		if errors.Is(err, courier.ErrUnknown) {
			row, err = head{nonce: p.nonce}, nil
		}
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
			row.bytes += int64(e.meta.size)
		}
		row.tick, row.size = tick+1, start+int64(len(ids))
		return w.Put(pid, tableHead, keyHead, row.encode())
	})
	if err != nil {
		p.doubt()
		return err
	}

	p.mu.Lock()
	for _, id := range ids {
		p.reader.Next(id, byID[id].envelope)
	}
	p.tick = tick + 1
	for _, e := range chosen {
		if !e.meta.open {
			p.served(channelOf(e.meta.deliver))
		}
	}
	p.mu.Unlock()
	return p.sign()
}

// logEntry writes the rows of one entry that got an index.
func logEntry(w store.Writer, pid store.Process, index int64, e batchEntry) error {
	if e.meta.open {
		return errors.Join(
			w.Put(pid, tableEnvelope, e.id[:], e.envelope),
			w.Put(pid, tableMeta, e.id[:], e.meta.encode()),
			w.Put(pid, tableRoster, u64(index), e.id[:]),
		)
	}
	if err := w.Delete(pid, tablePending, u64(e.arrival)); err != nil {
		return err
	}
	for _, seat := range e.meta.deliver {
		if err := w.Put(pid, tableDeliver, deliverKey(seat, index), e.id[:]); err != nil {
			return err
		}
	}
	return nil
}

// sign signs the newest tree, if the newest checkpoint is of an older one. The
// tree is durable by now: a signed checkpoint is never taken back. The
// signature itself need not be stored, since signing again gives the same.
func (p *process) sign() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	size := p.reader.Tree().Size()
	if p.noted == size {
		return nil
	}
	root, err := p.reader.Tree().Root(size)
	if err != nil {
		return err
	}
	note, err := p.key.Sign(p.id, size, root)
	if err != nil {
		return err
	}
	p.note, p.noted = note, size
	return nil
}

func (p *process) putNote(ctx context.Context, note []byte) error {
	return p.hub.store.Update(ctx, func(w store.Writer) error {
		return w.Put(store.Process(p.id), tableCheckpoint, keyNote, note)
	})
}
