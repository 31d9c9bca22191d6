// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"database/sql/driver"
	"iter"
	"slices"
)

// A scan reads ahead in batches and holds no SQLite cursor while the loop body
// runs, so that the body may scan, write or leave as it likes. Batches grow,
// because many loops stop at the first pair and others read a whole table.
const (
	firstBatch    = 4
	largestBatch  = 256
	fullBatchSize = 256 << 10 // bytes
)

// scan is one loop over a table.
type scan struct {
	process Process
	table   Table
	next    []byte // smallest key not read yet
	to      []byte // nil: to the end

	ready []Pair // read, not yielded yet
	batch int    // rows to read next time
	done  bool   // there is nothing from next on
}

// ahead reports whether key is among those that s has yet to read.
func (s *scan) ahead(key []byte) bool {
	return !s.done && bytes.Compare(key, s.next) >= 0 && (s.to == nil || bytes.Compare(key, s.to) < 0)
}

// Scan implements Reader. It costs one search of the key tree per batch and
// one of the values per pair, and holds a batch of at most 256 KiB (or one
// pair) in memory.
//
// In an Update the loop sees the pairs as they were when it began. A body that
// writes to keys which its own loop has not read yet makes the rest of the
// range be held in memory; deleting or replacing the pair at hand does not.
func (p *pairs) Scan(process Process, t Table, from, to []byte) iter.Seq2[Pair, error] {
	from, to = notNil(bytes.Clone(from)), bytes.Clone(to) // nil stays nil
	return func(yield func(Pair, error) bool) {
		s := &scan{process: process, table: t, next: from, to: to, batch: firstBatch}
		if err := p.begin(s); err != nil {
			yield(Pair{}, err)
			return
		}
		defer p.finish(s)
		for {
			pair, ok, err := p.step(s)
			if err != nil {
				yield(Pair{}, err)
				return
			}
			if !ok || !yield(pair, nil) {
				return
			}
		}
	}
}

// begin makes writes from here on heed s.
func (p *pairs) begin(s *scan) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.usable(); err != nil {
		return err
	}
	p.scans = append(p.scans, s)
	return nil
}

func (p *pairs) finish(s *scan) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.scans = slices.DeleteFunc(p.scans, func(x *scan) bool { return x == s })
}

// step returns the next pair of s, and false at the end.
func (p *pairs) step(s *scan) (Pair, bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.usable(); err != nil {
		return Pair{}, false, err
	}
	if len(s.ready) == 0 && !s.done {
		if err := p.fill(s, s.batch); err != nil {
			return Pair{}, false, err
		}
		s.batch = min(4*s.batch, largestBatch)
	}
	if len(s.ready) == 0 {
		return Pair{}, false, nil
	}
	pair := s.ready[0]
	s.ready[0] = Pair{} // let go of it as soon as the loop does
	s.ready = s.ready[1:]
	return pair, true, nil
}

// fill reads the next rows of s, all that are left if rows is negative.
func (p *pairs) fill(s *scan, rows int) error {
	if s.done {
		return nil
	}
	id, err := p.id(s.process)
	if err != nil {
		return err
	}
	if id == 0 {
		s.done = true
		return nil
	}
	query, args := scanPairs, []driver.Value{space(id, s.table), s.next}
	if s.to != nil {
		query, args = scanPairsTo, append(args, s.to)
	}
	size, n := 0, 0
	s.done = true // unless the reading stops before the end
	err = p.conn.each(query, func(cols []driver.Value) bool {
		pair := Pair{blob(cols[0]), blob(cols[1])}
		s.ready = append(s.ready, pair)
		size += len(pair.Key) + len(pair.Value)
		n++
		if rows >= 0 && (n >= rows || size >= fullBatchSize) {
			s.done = false
			// The key followed by a zero byte is the very next key there can be.
			s.next = append(bytes.Clone(pair.Key), 0)
			return false
		}
		return true
	}, args...)
	if err != nil {
		return p.fail("scan", err)
	}
	return nil
}
