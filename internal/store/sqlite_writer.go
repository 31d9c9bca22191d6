// SPDX-License-Identifier: Apache-2.0

package store

import (
	"errors"
	"fmt"

	sqlite3 "modernc.org/sqlite/lib"
)

// Bounds of a group. They keep the first member from waiting too long for the
// last, and the transaction within SQLite's page cache.
const (
	largestGroup     = 256
	fullGroupWritten = 4 << 20 // bytes
)

// writer owns the one connection that writes. It takes updates from the queue,
// runs those that are waiting in one transaction, and answers them all after
// the one COMMIT that made them durable. It waits for nobody: an update that
// comes alone is committed alone.
type writer struct {
	conn     *conn
	queue    chan *job     // unbuffered: an update that was taken has started
	returned chan outcome  // an update gives the connection back
	stopped  chan struct{} // closed when the writer has ended

	ids    map[Process]int64
	newIDs bool  // ids may hold what a rollback would undo
	inTx   bool  // between BEGIN and COMMIT or ROLLBACK
	broken error // why no update is accepted any more
}

// job is one update on its way through the writer. Its fn runs in the caller's
// own goroutine, to which the writer lends the connection: a panic or a
// runtime.Goexit in fn then unwinds the goroutine it belongs to.
type job struct {
	turn   chan *pairs // the connection, lent
	answer chan error  // what Update returns, once

	// The writer's own notes.
	last    outcome // of the last run
	wasFull bool    // it has met a full disk
}

// outcome is how a run of fn ended.
type outcome struct {
	err     error
	unwound bool // by a panic or runtime.Goexit, so there is no err
}

func (o outcome) ok() bool { return o.err == nil && !o.unwound }

func newWriter(c *conn) *writer {
	return &writer{
		conn:     c,
		queue:    make(chan *job),
		returned: make(chan outcome),
		stopped:  make(chan struct{}),
		ids:      make(map[Process]int64),
	}
}

// do runs fn as often as the writer asks for, and returns the outcome. It is
// called by the goroutine of the update after its job was taken.
func (j *job) do(w *writer, fn func(Writer) error) error {
	for {
		select {
		case p := <-j.turn:
			j.call(w, p, fn)
		case err := <-j.answer:
			return err
		}
	}
}

func (j *job) call(w *writer, p *pairs, fn func(Writer) error) {
	o := outcome{unwound: true}
	defer func() {
		p.end()
		w.returned <- o
		if o.unwound {
			// Let the panic go on only when the writes are rolled back.
			<-j.answer
		}
	}()
	o.err = fn(p)
	o.unwound = false
}

// run is the writer goroutine. It ends when the queue is closed.
func (w *writer) run() {
	defer close(w.stopped)
	for j := range w.queue {
		w.group(j, largestGroup)
	}
}

// group runs first, and up to limit-1 updates that are already waiting, in one
// transaction.
//
// No member is answered before the COMMIT, not even one whose fn failed: it
// may have failed because of what it read from the members before it, and its
// caller may act on that.
func (w *writer) group(first *job, limit int) {
	var members []*job
	kept, written := 0, 0
	for j := first; j != nil; j = w.next(len(members) < limit && written < fullGroupWritten) {
		members = append(members, j)
		n, err := w.attempt(j, kept > 0)
		if err != nil {
			w.retreat(members, err)
			return
		}
		if j.last.ok() {
			kept++
		}
		written += n
	}
	if err := w.commit(); err != nil {
		w.retreat(members, err)
		return
	}
	for _, j := range members {
		j.answer <- j.last.err
	}
}

// next returns an update that is waiting, or nil.
func (w *writer) next(wanted bool) *job {
	if !wanted {
		return nil
	}
	select {
	case j := <-w.queue: // nil when closed
		return j
	default:
		return nil
	}
}

// attempt runs one update and undoes its writes if its fn fails. It returns
// how many bytes were written. An error is one of SQLite, after which the
// transaction may be gone.
func (w *writer) attempt(j *job, guarded bool) (written int, err error) {
	j.last = outcome{}
	if w.broken != nil {
		return 0, w.broken
	}
	// Only an update that follows a kept one needs a savepoint of its own: if
	// there is nothing to keep, the whole transaction can be rolled back.
	switch {
	case !w.inTx:
		if _, err := w.conn.exec("BEGIN IMMEDIATE"); err != nil {
			return 0, failed("begin", err)
		}
		w.inTx = true
	case guarded:
		if _, err := w.conn.exec("SAVEPOINT member"); err != nil {
			return 0, failed("begin", err)
		}
	}
	p := newPairs(w.conn, w.ids)
	j.turn <- p
	j.last = <-w.returned
	w.newIDs = w.newIDs || p.newIDs
	if p.err != nil {
		return 0, p.err
	}
	if j.last.ok() {
		if err := p.dropEmptied(); err != nil {
			return 0, err
		}
		w.newIDs = w.newIDs || p.newIDs
		if guarded {
			_, err = w.conn.exec("RELEASE member")
		}
	} else {
		undo := []string{"ROLLBACK"}
		if guarded {
			undo = []string{"ROLLBACK TO member", "RELEASE member"}
		}
		for _, text := range undo {
			if _, e := w.conn.exec(text); e != nil {
				err = e
			}
		}
		w.inTx = guarded
		w.forgetIDs()
	}
	if err != nil {
		return 0, failed("end update", err)
	}
	return p.writtenSize, nil
}

// commit makes the group durable.
func (w *writer) commit() error {
	if !w.inTx {
		return nil // every member failed and was rolled back
	}
	_, err := w.conn.exec("COMMIT")
	if err == nil {
		w.inTx, w.newIDs = false, false
		return nil
	}
	switch resultCode(err) {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY:
		// The frame that ends the transaction was not written.
	default:
		// It may have been, and may reach the disk or not: nobody can tell
		// before the file is opened again. Going on would build on sand.
		w.broken = fmt.Errorf("store: a commit failed and may be found done or undone when the store is opened again: %w", err)
		return w.broken
	}
	return failed("commit", err)
}

// retreat rolls the group back after err. What SQLite rolls back on its own
// when it fails is not only the statement or savepoint at hand, so to keep one
// member's failure from the others each is run again alone, as Update's
// contract allows. A member that was alone has its answer, unless the disk was
// full and there is a hope.
func (w *writer) retreat(members []*job, err error) {
	// An error says only that SQLite has done it already; were it otherwise,
	// the next BEGIN would fail and nothing would be mixed up.
	_, _ = w.conn.exec("ROLLBACK")
	w.inTx = false
	w.forgetIDs()
	full := errors.Is(err, ErrFull)
	if full {
		// What is written back to the database gives space in the -wal file
		// free for use. Unasked, SQLite does that only after a commit.
		_, _ = w.conn.number("PRAGMA wal_checkpoint(PASSIVE)")
	}
	for _, j := range members {
		hope := len(members) > 1 || full && !j.wasFull
		j.wasFull = j.wasFull || full
		switch {
		case j.last.unwound:
			j.answer <- nil // nobody is told
		case hope && w.broken == nil:
			w.group(j, 1)
		case len(members) == 1 && j.last.err != nil:
			j.answer <- j.last.err
		default:
			j.answer <- err
		}
	}
}

// forgetIDs drops the process numbers that a rollback may have undone.
func (w *writer) forgetIDs() {
	if w.newIDs {
		clear(w.ids)
	}
	w.newIDs = w.inTx && w.newIDs
}
