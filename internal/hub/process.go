// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// process is one log. Its reader follows the log as any member's does, seeing
// only the open entries; the roster it arrives at is the roster in force.
type process struct {
	hub     *Hub
	id      record.Hash
	key     record.LogKey
	cover   [32]byte
	nonce   record.Hash
	genesis record.Hash

	// gate is held shared while an entry is being made durable, and exclusive
	// while a roster entry goes in: no entry can be acknowledged under a
	// roster that is just being replaced.
	gate sync.RWMutex

	// ticking is held while a tick is being closed.
	ticking sync.Mutex

	mu      sync.Mutex // guards what follows
	reader  *record.Reader
	tick    int64          // the open tick
	closed  time.Time      // when the last tick was closed
	note    []byte         // signed checkpoint with cosignatures
	backlog map[string]int // entries acknowledged or being so, not yet logged, by channel
	total   int
	bytes   int64
	rates   map[string]*rate.Limiter
}

func (h *Hub) newProcess(pid, nonce record.Hash) *process {
	return &process{
		hub: h, id: pid, nonce: nonce,
		key: h.LogKey(nonce), cover: h.derive("cover", pid),
		reader:  record.NewReader(pid, "", sealedToOthers{}),
		backlog: map[string]int{}, rates: map[string]*rate.Limiter{},
		closed: h.opt.Now(),
	}
}

// sealedToOthers is the opener of a hub: nothing opens.
type sealedToOthers struct{}

func (sealedToOthers) Open(*record.Envelope) (record.Opening, error) {
	return record.Opening{}, record.ErrNotForUs
}

// readProcess rebuilds a process from the store: the leaves in order, the open
// entries among them, and what is still waiting.
func (h *Hub) readProcess(ctx context.Context, pid record.Hash) (*process, error) {
	var p *process
	err := h.store.View(ctx, func(r store.Reader) error {
		at := store.Process(pid)
		raw, err := r.Get(at, tableHead, keyHead)
		if errors.Is(err, store.ErrNotFound) {
			return courier.ErrUnknown
		} else if err != nil {
			return err
		}
		row, err := decodeHead(raw)
		if err != nil {
			return err
		}
		p = h.newProcess(pid, row.nonce)
		p.tick, p.bytes = row.tick, row.bytes
		open := map[record.Hash][]byte{}
		for x, err := range r.Scan(at, tableRoster, nil, nil) {
			if err != nil {
				return err
			}
			b, err := r.Get(at, tableEnvelope, x.Value)
			if err != nil {
				return fmt.Errorf("roster entry: %w", err)
			}
			open[record.Hash(x.Value)] = b
		}
		for x, err := range r.Scan(at, tableLeaf, nil, nil) {
			if err != nil {
				return err
			}
			id := record.Hash(x.Value)
			p.reader.Next(id, open[id])
			if len(open) > 0 && p.genesis == (record.Hash{}) && open[id] != nil {
				p.genesis = id
			}
		}
		if n := p.reader.Tree().Size(); n != row.size {
			return fmt.Errorf("hub store: process %s has %d leaves and its head says %d", courier.Hex(pid), n, row.size)
		}
		for x, err := range r.Scan(at, tablePending, nil, nil) {
			if err != nil {
				return err
			}
			b, err := r.Get(at, tableMeta, x.Value)
			if err != nil {
				return err
			}
			m, err := decodeMeta(b)
			if err != nil {
				return err
			}
			p.backlog[channelOf(m.deliver)]++
			p.total++
		}
		p.note, err = r.Get(at, tableCheckpoint, keyNote)
		if errors.Is(err, store.ErrNotFound) {
			err = nil
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	// A crash between closing a tick and signing it leaves the checkpoint
	// behind the log; it is signed now.
	if err := p.sign(ctx); err != nil {
		return nil, err
	}
	return p, nil
}

// channelOf names a channel by its readers, all that a hub knows of it.
func channelOf(deliver []string) string { return strings.Join(deliver, " ") }

// member returns the seat of a caller.
func (p *process) member(cert record.Hash) (record.Author, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a, ok := p.reader.Roster().DeviceByTLS(cert)
	if !ok {
		return a, courier.ErrNotMember
	}
	return a, nil
}

// mayRead admits members and guarantors.
func (p *process) mayRead(cert record.Hash) error {
	if _, err := p.member(cert); err == nil {
		return nil
	}
	for _, g := range p.roster().Guarantors {
		if g.TLS == cert {
			return nil
		}
	}
	return courier.ErrNotMember
}

func (p *process) roster() *record.Roster {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.reader.Roster()
}

func (p *process) due(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.reader.Roster()
	tick := r.Policy.Tick
	return tick > 0 && !r.Closed && now.Sub(p.closed) >= time.Duration(tick)*time.Second
}

// quota is how many entries of one channel go into a tick. With it, a burst in
// one channel does not delay the entries of another, as long as no more than
// batch/quota channels are busy at once (N3).
func (p *process) quota(batch int64) int64 {
	if p.hub.opt.Unmetered {
		return maxUnmetered
	}
	return max(1, batch/4)
}

// reserve finds the tick in which an entry of a channel is due, and counts it
// in. The caller takes it back with release if the entry is not kept.
func (p *process) reserve(seat, channel string, size int, now time.Time) (int64, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	batch := p.reader.Roster().Policy.Batch
	if p.hub.opt.Unmetered {
		batch = maxUnmetered
	} else {
		if p.bytes+int64(size) > maxProcess {
			return 0, fmt.Errorf("%w: the process has reached %d bytes", courier.ErrFull, maxProcess)
		}
		l := p.rates[seat]
		if l == nil {
			l = rate.NewLimiter(rate.Limit(maxPerMinute)/60, burst)
			p.rates[seat] = l
		}
		if !l.AllowN(now, size) {
			return 0, fmt.Errorf("%w: seat %s has sent more than %d bytes a minute", courier.ErrBusy, seat, maxPerMinute)
		}
	}
	// Each tick takes the oldest entries, up to the quota of each channel: it
	// either serves this channel's quota or is full of older entries.
	ahead := int64(p.backlog[channel])/p.quota(batch) + int64(p.total)/batch
	if ahead > maxAhead && !p.hub.opt.Unmetered {
		return 0, fmt.Errorf("%w: %d ticks of entries wait", courier.ErrBusy, ahead)
	}
	p.backlog[channel]++
	p.total++
	p.bytes += int64(size)
	return p.tick + ahead, nil
}

func (p *process) release(channel string, size int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.served(channel)
	p.bytes -= int64(size)
}

// served takes one entry of a channel out of the count, with p.mu held.
func (p *process) served(channel string) {
	p.total--
	if p.backlog[channel]--; p.backlog[channel] <= 0 {
		delete(p.backlog, channel)
	}
}

func (p *process) receipt(id record.Hash, m entryMeta) ([]byte, error) {
	return record.Receipt{
		Process: p.id, Envelope: id, Tick: m.tick, Received: m.received, NotAfter: m.notAfter,
	}.Sign(p.key)
}

// receiptOf gives the receipt of an entry again.
func (h *Hub) receiptOf(ctx context.Context, p *process, id record.Hash) ([]byte, error) {
	var m entryMeta
	err := h.store.View(ctx, func(r store.Reader) error {
		b, err := r.Get(store.Process(p.id), tableMeta, id[:])
		if err == nil {
			m, err = decodeMeta(b)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return p.receipt(id, m)
}
