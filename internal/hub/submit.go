// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// Submit keeps an envelope durably and returns the signed receipt. It may be
// repeated: the same envelope gets the same receipt. cert is the hash of the
// certificate the caller presented; deliver names the seats to deliver to,
// sorted, for sealed entries. Roster entries go to every seat and are logged
// before the call returns.
func (h *Hub) Submit(ctx context.Context, pid, cert record.Hash, envelope []byte, deliver []string) ([]byte, error) {
	if len(envelope) > record.MaxEnvelope {
		return nil, fmt.Errorf("%w: an envelope of %d bytes; the limit is %d", courier.ErrTooLarge, len(envelope), record.MaxEnvelope)
	}
	e, err := record.ParseEnvelope(envelope)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", courier.ErrMalformed, err)
	}
	if e.Process != pid {
		return nil, fmt.Errorf("%w: the envelope belongs to another process", courier.ErrMalformed)
	}
	p, err := h.process(ctx, pid)
	if err != nil {
		return nil, err
	}
	by, err := p.member(cert)
	if err != nil {
		return nil, err
	}
	if receipt, err := h.receiptOf(ctx, p, e.ID()); err == nil {
		return receipt, nil
	} else if !errors.Is(err, store.ErrNotFound) {
		return nil, err
	}
	if e.Open() {
		return p.submitRoster(ctx, e)
	}
	return p.submitSealed(ctx, e, by, deliver)
}

func (p *process) submitSealed(ctx context.Context, e *record.Envelope, by record.Author, deliver []string) ([]byte, error) {
	p.gate.RLock()
	defer p.gate.RUnlock()
	roster := p.roster()
	switch {
	case roster.Closed:
		return nil, courier.ErrClosed
	case e.Roster != roster.Hash:
		return nil, courier.ErrStale
	case len(deliver) == 0 || !slices.IsSorted(deliver) || !slices.Contains(deliver, by.Seat):
		return nil, fmt.Errorf("%w: an entry is delivered to its readers, the author's seat among them", courier.ErrMalformed)
	}
	if err := roster.Readable(deliver); err != nil {
		return nil, fmt.Errorf("%w: %w", courier.ErrRefused, err)
	}
	now, channel, size := p.hub.opt.Now(), channelOf(deliver), len(e.Bytes())
	due, err := p.reserve(by.Seat, channel, size, now)
	if err != nil {
		return nil, err
	}
	meta := entryMeta{tick: due, notAfter: due + slack, received: now, deliver: deliver}
	id, pid, known := e.ID(), store.Process(p.id), false
	err = p.hub.store.Update(ctx, func(w store.Writer) error {
		// Two deliveries of one submission may arrive at once.
		b, err := w.Get(pid, tableMeta, id[:])
		if known = err == nil; known {
			meta, err = decodeMeta(b)
			return err
		} else if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		arrival := int64(0)
		if last, err := w.Last(pid, tablePending); err == nil {
			if arrival, err = indexOf(last.Key); err != nil {
				return err
			}
			arrival++
		} else if !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return errors.Join(
			w.Put(pid, tableEnvelope, id[:], e.Bytes()),
			w.Put(pid, tableMeta, id[:], meta.encode()),
			w.Put(pid, tablePending, u64(arrival), id[:]),
		)
	})
	if err != nil || known {
		p.release(channel, size)
	}
	if err != nil {
		return nil, storeError(err)
	}
	return p.receipt(id, meta)
}

// submitRoster logs a roster entry, alone in its tick. Everything acknowledged
// under the roster it replaces is logged first.
func (p *process) submitRoster(ctx context.Context, e *record.Envelope) ([]byte, error) {
	p.gate.Lock()
	defer p.gate.Unlock()
	p.mu.Lock()
	err := p.reader.Admit(e)
	p.mu.Unlock()
	switch {
	case errors.Is(err, record.ErrStale):
		return nil, courier.ErrStale
	case err != nil:
		return nil, fmt.Errorf("%w: %w", courier.ErrRefused, err)
	}
	p.ticking.Lock()
	defer p.ticking.Unlock()
	for {
		n, err := p.closePending(ctx)
		if err != nil {
			return nil, storeError(err)
		}
		if n == 0 {
			break
		}
	}
	p.mu.Lock()
	meta := entryMeta{tick: p.tick, notAfter: p.tick + slack, received: p.hub.opt.Now(), open: true}
	batch := int(p.reader.Roster().Policy.Batch)
	p.mu.Unlock()
	if err := p.commitTick(ctx, []batchEntry{{id: e.ID(), envelope: e.Bytes(), meta: &meta}}, batch); err != nil {
		return nil, storeError(err)
	}
	return p.receipt(e.ID(), meta)
}
