// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"sync"

	"github.com/google/btree"
)

// place is a pair and where it belongs. All tables of all processes share one
// tree, so that one pointer is a snapshot of everything.
type place struct {
	process Process
	table   Table
	key     []byte
	value   []byte
	last    bool // not a pair but a bound: after every key of the table
}

func (a place) before(b place) bool {
	if c := a.compareSpace(b); c != 0 {
		return c < 0
	}
	if a.last || b.last {
		return !a.last
	}
	return bytes.Compare(a.key, b.key) < 0
}

func (a place) compareSpace(b place) int {
	return cmp.Or(bytes.Compare(a.process[:], b.process[:]), cmp.Compare(a.table, b.table))
}

func (a place) pair() Pair {
	return Pair{notNil(bytes.Clone(a.key)), notNil(bytes.Clone(a.value))}
}

// memoryPairs is the Reader of a View and the Writer of an Update.
type memoryPairs struct {
	content
	limit  int64
	writes bool // of an Update: content is its own and changes

	mu    sync.Mutex // a Reader may be shared; guards the rest
	err   error      // a Put that failed: the update must not be kept
	ended bool
}

func (p *memoryPairs) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
}

func (p *memoryPairs) usable() error {
	if p.ended {
		return errEnded
	}
	return p.err
}

// Get implements Reader.
func (p *memoryPairs) Get(process Process, t Table, key []byte) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.usable(); err != nil {
		return nil, err
	}
	found, ok := p.pairs.Get(place{process: process, table: t, key: key})
	if !ok {
		return nil, ErrNotFound
	}
	return notNil(bytes.Clone(found.value)), nil
}

// Last implements Reader.
func (p *memoryPairs) Last(process Process, t Table) (Pair, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.usable(); err != nil {
		return Pair{}, err
	}
	pair, err := Pair{}, ErrNotFound
	end := place{process: process, table: t, last: true}
	p.pairs.DescendLessOrEqual(end, func(found place) bool {
		if found.compareSpace(end) == 0 {
			pair, err = found.pair(), nil
		}
		return false
	})
	return pair, err
}

// Scan implements Reader. In an Update the loop sees the pairs as they were
// when it began.
func (p *memoryPairs) Scan(process Process, t Table, from, to []byte) iter.Seq2[Pair, error] {
	first := place{process: process, table: t, key: bytes.Clone(from)}
	bound := place{process: process, table: t, key: bytes.Clone(to), last: to == nil}
	return func(yield func(Pair, error) bool) {
		pairs, err := p.freeze()
		if err != nil {
			yield(Pair{}, err)
			return
		}
		if !first.before(bound) {
			return
		}
		pairs.AscendRange(first, bound, func(found place) bool {
			if err := p.check(); err != nil {
				yield(Pair{}, err)
				return false
			}
			return yield(found.pair(), nil)
		})
	}
}

// Processes implements Reader with one search of the tree per process.
func (p *memoryPairs) Processes() iter.Seq2[Process, error] {
	return func(yield func(Process, error) bool) {
		var next Process
		for more := true; more; {
			process, ok, err := p.processFrom(next)
			if err != nil {
				yield(Process{}, err)
				return
			}
			if !ok || !yield(process, nil) {
				return
			}
			next, more = successor(process)
		}
	}
}

// processFrom returns the first process from the given one on.
func (p *memoryPairs) processFrom(from Process) (process Process, ok bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.usable(); err != nil {
		return Process{}, false, err
	}
	p.pairs.AscendGreaterOrEqual(place{process: from}, func(found place) bool {
		process, ok = found.process, true
		return false
	})
	return process, ok, nil
}

// Put implements Writer.
func (p *memoryPairs) Put(process Process, t Table, key, value []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.usable(); err != nil {
		return err
	}
	added := place{process: process, table: t, key: bytes.Clone(key), value: bytes.Clone(value)}
	grown := int64(len(value))
	if old, ok := p.pairs.Get(added); ok {
		grown -= int64(len(old.value))
	} else {
		grown += int64(len(key))
	}
	if grown > 0 && p.limit > 0 && p.size+grown > p.limit {
		p.err = fmt.Errorf("store: put %d bytes into memory limited to %d: %w", len(value), p.limit, ErrFull)
		return p.err
	}
	p.pairs.ReplaceOrInsert(added)
	p.size += grown
	return nil
}

// Delete implements Writer.
func (p *memoryPairs) Delete(process Process, t Table, key []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.usable(); err != nil {
		return err
	}
	if old, ok := p.pairs.Delete(place{process: process, table: t, key: key}); ok {
		p.size -= int64(len(old.key) + len(old.value))
	}
	return nil
}

// freeze returns the pairs as they are now, whatever is written later.
func (p *memoryPairs) freeze() (*btree.BTreeG[place], error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.usable(); err != nil {
		return nil, err
	}
	if !p.writes {
		return p.pairs, nil // as it is for ever; and Views share it, Clone may not be
	}
	return p.pairs.Clone(), nil
}

func (p *memoryPairs) check() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.usable()
}
