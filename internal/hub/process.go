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

	// gate is held shared while an entry is being counted and made durable,
	// and exclusive while a tick is closed or a roster entry goes in. So the
	// promise of a receipt is kept: no tick passes between counting an entry
	// and keeping it. And no entry is acknowledged under a roster that is just
	// being replaced.
	gate sync.RWMutex

	// noting is held while cosignatures are being added.
	noting sync.Mutex

	mu       sync.Mutex // guards what follows
	reader   *record.Reader
	tick     int64          // the open tick
	next     time.Time      // when the clock is to close a tick
	note     []byte         // signed checkpoint with cosignatures
	noted    int64          // its size
	arrivals int64          // entries are logged in the order of these numbers
	backlog  map[string]int // entries counted in, not yet logged, by channel
	total    int
	bytes    int64 // of the envelopes in the log and counted in
	rates    map[string]*rate.Limiter
	unsure   bool // a write failed, and may have been kept all the same

	// under holds the envelopes that are being kept. Who brings one of them
	// again waits for the channel.
	under map[record.Hash]chan struct{}
}

func (h *Hub) newProcess(pid, nonce record.Hash) *process {
	return &process{
		hub: h, id: pid, nonce: nonce,
		key: h.LogKey(nonce), cover: h.derive("cover", pid),
		reader:  record.NewReader(pid, "", sealedToOthers{}),
		backlog: map[string]int{}, rates: map[string]*rate.Limiter{},
		under: map[record.Hash]chan struct{}{},
	}
}

// sealedToOthers is the opener of a hub: nothing opens.
type sealedToOthers struct{}

func (sealedToOthers) Open(*record.Envelope) (record.Opening, error) {
	return record.Opening{}, record.ErrNotForUs
}

// readProcess rebuilds a process from the store.
func (h *Hub) readProcess(ctx context.Context, pid record.Hash) (*process, error) {
	var p *process
	err := h.store.View(ctx, func(r store.Reader) error {
		row, err := readHead(r, store.Process(pid))
		if err != nil {
			return err
		}
		p = h.newProcess(pid, row.nonce)
		if p.note, err = r.Get(store.Process(pid), tableCheckpoint, keyNote); err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		return p.catchUp(r)
	})
	if err != nil {
		return nil, err
	}
	if c, err := p.reader.Roster().Checkpoint(p.note); err == nil {
		p.noted = c.Size
	}
	p.schedule(h.opt.Now())
	return p, p.sign()
}

func readHead(r store.Reader, at store.Process) (head, error) {
	raw, err := r.Get(at, tableHead, keyHead)
	if errors.Is(err, store.ErrNotFound) {
		return head{}, courier.ErrUnknown
	} else if err != nil {
		return head{}, err
	}
	return decodeHead(raw)
}

// catchUp reads what the store holds beyond what is in memory: leaves in order,
// the open entries among them, and all that is waiting.
func (p *process) catchUp(r store.Reader) error {
	at := store.Process(p.id)
	row, err := readHead(r, at)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	start := u64(p.reader.Tree().Size())
	open := map[record.Hash][]byte{}
	for x, err := range r.Scan(at, tableRoster, start, nil) {
		if err != nil {
			return err
		}
		b, err := r.Get(at, tableEnvelope, x.Value)
		if err != nil {
			return fmt.Errorf("roster entry: %w", err)
		}
		open[record.Hash(x.Value)] = b
	}
	for x, err := range r.Scan(at, tableLeaf, start, nil) {
		if err != nil {
			return err
		}
		id := record.Hash(x.Value)
		if p.reader.Tree().Size() == 0 {
			p.genesis = id
		}
		p.reader.Next(id, open[id])
	}
	if n := p.reader.Tree().Size(); n != row.size {
		return fmt.Errorf("hub store: process %s has %d leaves and its head says %d", courier.Hex(p.id), n, row.size)
	}
	if p.reader.Roster() == nil {
		return fmt.Errorf("hub store: process %s has no valid genesis", courier.Hex(p.id))
	}
	p.tick, p.bytes, p.total = row.tick, row.bytes, 0
	clear(p.backlog)
	for x, err := range r.Scan(at, tablePending, nil, nil) {
		if err != nil {
			return err
		}
		m, arrival, err := readPending(r, at, x)
		if err != nil {
			return err
		}
		p.arrivals = max(p.arrivals, arrival+1)
		p.backlog[channelOf(m.deliver)]++
		p.total++
		p.bytes += int64(m.size)
	}
	p.unsure = false
	return nil
}

// readPending reads what belongs to a row of the entries that wait.
func readPending(r store.Reader, at store.Process, x store.Pair) (m entryMeta, arrival int64, err error) {
	if arrival, err = indexOf(x.Key); err != nil {
		return m, 0, err
	}
	b, err := r.Get(at, tableMeta, x.Value)
	if err != nil {
		return m, 0, fmt.Errorf("waiting entry: %w", err)
	}
	m, err = decodeMeta(b)
	return m, arrival, err
}

// doubt notes that a write failed. An error is no proof that nothing was
// written, so memory is compared with the store before the next write.
func (p *process) doubt() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.unsure = true
}

func (p *process) doubted() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.unsure
}

// recall makes memory agree with the store after a write that failed. The
// caller holds the gate exclusively.
func (p *process) recall(ctx context.Context) error {
	if !p.doubted() {
		return nil
	}
	if err := p.hub.store.View(ctx, p.catchUp); err != nil {
		return err
	}
	return p.sign()
}

// enter takes the gate for an entry that is to be kept.
func (p *process) enter(ctx context.Context) error {
	for {
		p.gate.RLock()
		if !p.doubted() {
			return nil
		}
		p.gate.RUnlock()
		p.gate.Lock()
		err := p.recall(ctx)
		p.gate.Unlock()
		if err != nil {
			return err
		}
	}
}

// alone waits until no other call is keeping the envelope, and returns what to
// call when this one is done with it.
func (p *process) alone(ctx context.Context, id record.Hash) (done func(), err error) {
	for {
		p.mu.Lock()
		other := p.under[id]
		if other == nil {
			mine := make(chan struct{})
			p.under[id] = mine
			p.mu.Unlock()
			return func() {
				p.mu.Lock()
				delete(p.under, id)
				p.mu.Unlock()
				close(mine)
			}, nil
		}
		p.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
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

// due reports whether the clock has to close a tick now.
func (p *process) due(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.reader.Roster()
	return r.Policy.Tick > 0 && !r.Closed && !now.Before(p.next)
}

// schedule sets the next tick one tick length after the one that was due, so
// that a tick closed late does not delay all that follow; where more than one
// was missed, after now.
func (p *process) schedule(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	length := time.Duration(p.reader.Roster().Policy.Tick) * time.Second
	if p.next = p.next.Add(length); !p.next.After(now) {
		p.next = now.Add(length)
	}
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
// in. If the entry is then not kept, the count must be doubted.
func (p *process) reserve(seat, channel string, size int, now time.Time) (due, arrival int64, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	batch := p.reader.Roster().Policy.Batch
	if p.hub.opt.Unmetered {
		batch = maxUnmetered
	}
	// Each tick takes the oldest entries, up to the quota of each channel. An
	// entry is left to the next when its channel's quota goes to older ones;
	// or when older ones of others fill the tick, for which there must be more
	// busy channels than quotas in a batch. Short of that the others do not
	// enter into what this channel is told.
	quota := p.quota(batch)
	ahead, busy := int64(p.backlog[channel])/quota, int64(len(p.backlog))
	if p.backlog[channel] == 0 {
		busy++
	}
	if busy > batch/quota {
		ahead += int64(p.total) / batch
	}
	if ahead > maxAhead && !p.hub.opt.Unmetered {
		return 0, 0, fmt.Errorf("%w: %d ticks of entries wait", courier.ErrBusy, ahead)
	}
	if err := p.meter(seat, size, size, now); err != nil {
		return 0, 0, err
	}
	p.backlog[channel]++
	p.total++
	p.bytes += int64(size)
	arrival = p.arrivals
	p.arrivals++
	return p.tick + ahead, arrival, nil
}

// meter holds a seat to its rate, at so many bytes for this entry, and the
// process to its size. The caller holds p.mu.
func (p *process) meter(seat string, size, cost int, now time.Time) error {
	if p.hub.opt.Unmetered {
		return nil
	}
	if p.bytes+int64(size) > maxProcess {
		return fmt.Errorf("%w: the process has reached %d bytes", courier.ErrFull, maxProcess)
	}
	l := p.rates[seat]
	if l == nil {
		l = rate.NewLimiter(rate.Limit(maxPerMinute)/60, burst)
		p.rates[seat] = l
	}
	if !l.AllowN(now, cost) {
		return fmt.Errorf("%w: seat %s has sent more than %d bytes a minute", courier.ErrBusy, seat, maxPerMinute)
	}
	return nil
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

// receiptOf gives the receipt of an entry again; it returns
// [store.ErrNotFound] when there is no such entry.
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
