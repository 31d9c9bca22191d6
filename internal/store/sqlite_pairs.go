// SPDX-License-Identifier: Apache-2.0

package store

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"iter"
	"sync"
)

// errEnded is returned by a Reader or Writer that was kept beyond the function
// it was given to.
var errEnded = errors.New("store: reader or writer used after its View or Update ended")

const (
	getProcess    = "SELECT id FROM process WHERE pid = ?"
	putProcess    = "INSERT INTO process (pid) VALUES (?) RETURNING id"
	dropProcess   = "DELETE FROM process WHERE id = ? AND NOT EXISTS (" + pairsOf + ")"
	listProcesses = "SELECT pid FROM process WHERE pid >= ? AND EXISTS (" + pairsOf + ") ORDER BY pid"
	pairsOf       = "SELECT 1 FROM pair WHERE pt >= process.id * 256 AND pt < process.id * 256 + 256"

	getPair     = "SELECT v FROM pair WHERE pt = ? AND k = ?"
	lastPair    = "SELECT k, v FROM pair WHERE pt = ? ORDER BY k DESC LIMIT 1"
	scanPairs   = "SELECT k, v FROM pair WHERE pt = ? AND k >= ? ORDER BY k"
	scanPairsTo = "SELECT k, v FROM pair WHERE pt = ? AND k >= ? AND k < ? ORDER BY k"
	putPair     = "INSERT INTO pair (pt, k, v) VALUES (?, ?, ?) ON CONFLICT (pt, k) DO UPDATE SET v = excluded.v"
	deletePair  = "DELETE FROM pair WHERE pt = ? AND k = ?"
)

// pairs is the Reader of a View and the Writer of an Update: it reads and
// writes on a connection whose transaction its owner began and will end.
type pairs struct {
	// mu makes a Reader that is shared by goroutines merely slow: the driver
	// corrupts memory when two of them use one connection.
	mu    sync.Mutex
	conn  *conn
	ended bool

	// ids are the numbers of processes as this transaction sees them. A View
	// has its own, since a number may mean another process in a later
	// snapshot; all Updates share the writer's.
	ids map[Process]int64

	// err is the first failure of SQLite. It may have rolled the transaction
	// back, so whatever fn says the update must not be committed.
	err error

	scans       []*scan          // loops under way
	thinned     map[Process]bool // processes that lost a pair
	newIDs      bool             // ids may hold what a rollback would undo
	writtenSize int              // bytes put
}

func newPairs(c *conn, ids map[Process]int64) *pairs { return &pairs{conn: c, ids: ids} }

// end makes every later use fail.
func (p *pairs) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
}

// fail notes that SQLite reported err.
func (p *pairs) fail(doing string, err error) error {
	err = failed(doing, err)
	if p.err == nil {
		p.err = err
	}
	return err
}

// usable reports why p must not touch the connection any more.
func (p *pairs) usable() error {
	if p.ended {
		return errEnded
	}
	return p.err
}

// id returns the number of process, or 0 if it has none.
func (p *pairs) id(process Process) (int64, error) {
	if id, ok := p.ids[process]; ok {
		return id, nil
	}
	id, err := p.conn.number(getProcess, process[:])
	if err != nil {
		return 0, p.fail("look up process", err)
	}
	if id != 0 {
		p.ids[process] = id
	}
	return id, nil
}

// Get implements Reader with one search of the key tree and one of the values.
func (p *pairs) Get(process Process, t Table, key []byte) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.usable(); err != nil {
		return nil, err
	}
	id, err := p.id(process)
	if err != nil {
		return nil, err
	}
	var value []byte
	if id != 0 {
		err := p.conn.each(getPair, func(cols []driver.Value) bool {
			value = blob(cols[0])
			return false
		}, space(id, t), notNil(key))
		if err != nil {
			return nil, p.fail("get", err)
		}
	}
	if value == nil {
		return nil, ErrNotFound
	}
	return value, nil
}

// Last implements Reader at the cost of a Get.
func (p *pairs) Last(process Process, t Table) (Pair, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.usable(); err != nil {
		return Pair{}, err
	}
	id, err := p.id(process)
	if err != nil {
		return Pair{}, err
	}
	var last Pair
	if id != 0 {
		err := p.conn.each(lastPair, func(cols []driver.Value) bool {
			last = Pair{blob(cols[0]), blob(cols[1])}
			return false
		}, space(id, t))
		if err != nil {
			return Pair{}, p.fail("find last", err)
		}
	}
	if last.Key == nil {
		return Pair{}, ErrNotFound
	}
	return last, nil
}

// Processes implements Reader with one search of the key tree per process.
func (p *pairs) Processes() iter.Seq2[Process, error] {
	return func(yield func(Process, error) bool) {
		var next Process
		for more := true; more; {
			batch, err := p.processes(next)
			if err != nil {
				yield(Process{}, err)
				return
			}
			for _, process := range batch {
				if !yield(process, nil) {
					return
				}
				next, more = successor(process)
			}
			more = more && len(batch) != 0
		}
	}
}

// processes returns the first few processes from the given one on.
func (p *pairs) processes(from Process) ([]Process, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.usable(); err != nil {
		return nil, err
	}
	const some = 256
	var batch []Process
	var odd []byte
	err := p.conn.each(listProcesses, func(cols []driver.Value) bool {
		b := blob(cols[0])
		if len(b) != len(Process{}) {
			odd = b
			return false
		}
		batch = append(batch, Process(b))
		return len(batch) < some
	}, from[:])
	if err == nil && odd != nil {
		err = fmt.Errorf("process identifier %x has %d bytes", odd, len(odd))
	}
	if err != nil {
		return nil, p.fail("list processes", err)
	}
	return batch, nil
}

// Put implements Writer. It costs an insertion into the key tree and one at
// the end of the values.
func (p *pairs) Put(process Process, t Table, key, value []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.beforeWrite(process, t, key); err != nil {
		return err
	}
	id, err := p.id(process)
	if err != nil {
		return err
	}
	if id == 0 {
		if id, err = p.conn.number(putProcess, process[:]); err != nil {
			return p.fail("put process", err)
		}
		p.ids[process] = id
		p.newIDs = true
	}
	if _, err := p.conn.exec(putPair, space(id, t), notNil(key), notNil(value)); err != nil {
		return p.fail("put", err)
	}
	p.writtenSize += len(key) + len(value)
	return nil
}

// Delete implements Writer at the cost of a Put.
func (p *pairs) Delete(process Process, t Table, key []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.beforeWrite(process, t, key); err != nil {
		return err
	}
	id, err := p.id(process)
	if err != nil || id == 0 {
		return err
	}
	n, err := p.conn.exec(deletePair, space(id, t), notNil(key))
	if err != nil {
		return p.fail("delete", err)
	}
	if n > 0 {
		if p.thinned == nil {
			p.thinned = make(map[Process]bool)
		}
		p.thinned[process] = true
	}
	return nil
}

// beforeWrite lets the loops under way keep the pairs they have not read yet.
func (p *pairs) beforeWrite(process Process, t Table, key []byte) error {
	if err := p.usable(); err != nil {
		return err
	}
	for _, s := range p.scans {
		if s.process == process && s.table == t && s.ahead(key) {
			if err := p.fill(s, -1); err != nil {
				return err
			}
		}
	}
	return nil
}

// dropEmptied removes the processes whose last pair this update deleted: that
// a process was ever here is not to be read from the file once it is deleted.
func (p *pairs) dropEmptied() error {
	for process := range p.thinned {
		id, err := p.id(process)
		if err != nil {
			return err
		}
		n, err := p.conn.exec(dropProcess, id)
		if err != nil {
			return p.fail("drop process", err)
		}
		if n > 0 {
			delete(p.ids, process)
			p.newIDs = true
		}
	}
	return nil
}

// space is the number that stands for a process and a table in pair.pt.
func space(id int64, t Table) int64 { return id<<8 | int64(t) }

// successor returns the process after the given one, if there is one.
func successor(p Process) (Process, bool) {
	for i := len(p) - 1; i >= 0; i-- {
		if p[i]++; p[i] != 0 {
			return p, true
		}
	}
	return p, false
}

// notNil keeps an empty key or value from becoming SQL NULL.
func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// blob returns a column as bytes that the driver allocated for us. The driver
// returns an empty blob as nil.
func blob(v driver.Value) []byte {
	b, _ := v.([]byte)
	return notNil(b)
}
