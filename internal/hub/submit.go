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
	e, err := parseEnvelope(envelope)
	if err != nil {
		return nil, err
	}
	return h.submit(ctx, pid, cert, e, deliver)
}

func (h *Hub) submit(ctx context.Context, pid, cert record.Hash, e *record.Envelope, deliver []string) ([]byte, error) {
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
	done, err := p.alone(ctx, e.ID())
	if err != nil {
		return nil, err
	}
	defer done()
	if receipt, err := h.receiptOf(ctx, p, e.ID()); !errors.Is(err, store.ErrNotFound) {
		return receipt, err
	}
	if e.Open() {
		return p.submitRoster(ctx, e, by)
	}
	return p.submitSealed(ctx, e, by, deliver)
}

func (p *process) submitSealed(ctx context.Context, e *record.Envelope, by record.Author, deliver []string) ([]byte, error) {
	if err := p.enter(ctx); err != nil {
		return nil, err
	}
	defer p.gate.RUnlock()
	roster := p.roster()
	switch {
	case roster.Closed:
		return nil, courier.ErrClosed
	case e.Roster != roster.Hash:
		return nil, courier.ErrStale
	case !slices.Contains(deliver, by.Seat) || !ascending(deliver):
		return nil, fmt.Errorf("%w: an entry is delivered to its readers, sorted and named once, the author's seat among them", courier.ErrMalformed)
	}
	if err := roster.Readable(deliver); err != nil {
		return nil, fmt.Errorf("%w: %w", courier.ErrRefused, err)
	}
	now, channel, size := p.hub.opt.Now(), channelOf(deliver), len(e.Bytes())
	due, arrival, err := p.reserve(by.Seat, channel, size, now)
	if err != nil {
		return nil, err
	}
	meta := entryMeta{tick: due, notAfter: due + slack, received: now, size: size, deliver: deliver}
	id, pid := e.ID(), store.Process(p.id)
	err = p.hub.store.Update(ctx, func(w store.Writer) error {
		return errors.Join(
			w.Put(pid, tableEnvelope, id[:], e.Bytes()),
			w.Put(pid, tableMeta, id[:], meta.encode()),
			w.Put(pid, tablePending, u64(arrival), id[:]),
		)
	})
	if err != nil {
		p.doubt() // counts it anew, as kept or not
		return nil, storeError(err)
	}
	return p.receipt(id, meta)
}

// ascending reports whether names are sorted and named once. A channel must
// have one name only, or it would have several quotas.
func ascending(names []string) bool {
	for i := 1; i < len(names); i++ {
		if names[i-1] >= names[i] {
			return false
		}
	}
	return true
}

// submitRoster logs a roster entry, alone in its tick. Everything acknowledged
// under the roster it replaces is logged first.
func (p *process) submitRoster(ctx context.Context, e *record.Envelope, by record.Author) ([]byte, error) {
	p.gate.Lock()
	defer p.gate.Unlock()
	if err := p.recall(ctx); err != nil {
		return nil, err
	}
	if err := p.admit(e, by); err != nil {
		return nil, err
	}
	if err := p.flush(ctx); err != nil {
		return nil, storeError(err)
	}
	p.mu.Lock()
	meta := entryMeta{
		tick: p.tick, notAfter: p.tick + slack, received: p.hub.opt.Now(), open: true, size: len(e.Bytes()),
	}
	p.bytes += int64(meta.size)
	batch := int(p.reader.Roster().Policy.Batch)
	p.mu.Unlock()
	if err := p.commitTick(ctx, []batchEntry{{id: e.ID(), envelope: e.Bytes(), meta: meta}}, batch); err != nil {
		return nil, storeError(err)
	}
	return p.receipt(e.ID(), meta)
}

// admit says whether a roster entry may go into the log now.
func (p *process) admit(e *record.Envelope, by record.Author) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reader.Roster().Closed {
		return courier.ErrClosed
	}
	switch err := p.reader.Admit(e); {
	case errors.Is(err, record.ErrStale):
		return courier.ErrStale
	case err != nil:
		return fmt.Errorf("%w: %w", courier.ErrRefused, err)
	}
	size := len(e.Bytes())
	return p.meter(by.Seat, size, max(size, rosterCost), p.hub.opt.Now())
}

// flush logs everything that waits. It closes one tick at least, and a power of
// two of them, so that a roster entry, whose place everybody sees, does not
// show whether somebody else had just written, and only roughly how much. The
// caller holds the gate exclusively.
func (p *process) flush(ctx context.Context) error {
	n := 0
	for {
		logged, err := p.closePending(ctx)
		if err != nil {
			return err
		}
		if logged == 0 {
			break
		}
		n++
	}
	for ; n == 0 || n&(n-1) != 0; n++ {
		if err := p.commitTick(ctx, nil, int(p.roster().Policy.Batch)); err != nil {
			return err
		}
	}
	return nil
}
