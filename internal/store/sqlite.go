// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"

	"github.com/gofrs/flock"
)

// SQLiteOptions are the choices in OpenSQLite. The zero value is what a hub or
// a node wants.
type SQLiteOptions struct {
	// MaxPages bounds the database file, in pages of 4 KiB. An Update that
	// would need more fails with ErrFull. 0 means no bound but the disk.
	MaxPages int64

	// Readers is how many Views can run at once; more wait. Each keeps a page
	// cache of up to 2 MiB. 0 means 8.
	Readers int

	// Unsynced leaves it to the operating system when an Update reaches the
	// disk. The end of this program loses nothing; a machine that loses its
	// power may lose what was written and damage the file. It is for what can be
	// made again at any time.
	Unsynced bool
}

// SQLite is a Store in one file. Next to it SQLite keeps a -wal and a -shm file
// while the store is open, and there is a .lock file, which is left behind
// empty. All of them belong together when the store is copied, unless it was
// closed.
//
// An Update is on the disk (fsync of the write-ahead log) when it returns,
// unless SQLiteOptions.Unsynced is set.
// Updates that come at the same time share one fsync. A View reads the last
// committed state and waits for no Update, nor any Update for it; a View that
// stays open for long keeps the -wal file from being cut back, so it grows.
//
// If the operating system reports an error at the moment of commit (other than
// a full disk), nobody can know whether that update will be found when the file
// is opened again. It and every later Update then fail, until the store is
// closed and opened.
type SQLite struct {
	path   string
	lock   *flock.Flock
	writer *writer

	// readers holds one token per permitted View: a connection to reuse, or
	// nil for one yet to be opened.
	readers chan *conn
	dial    dialer

	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup // Views and Updates; Add only under mu
}

// OpenSQLite opens the store in the file at path, and creates file and directory
// if they are missing, for their owner alone. It returns ErrInUse, wrapped, if
// the store is open already, in this program or another, and refuses a file
// that something else wrote or that a newer version of Parley did.
//
// After a crash it recovers what the -wal file holds, in time proportional to
// the size of that file.
func OpenSQLite(path string, opt SQLiteOptions) (*SQLite, error) {
	return openSQLite(path, opt, dial)
}

func openSQLite(path string, opt SQLiteOptions, dial dialer) (_ *SQLite, err error) {
	resolved, lock, err := prepareFile(path)
	if err != nil {
		return nil, fmt.Errorf("store: open %q: %w", path, err)
	}
	c, err := openWriter(dial, resolved, opt)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: open %q: %w", path, err), lock.Close())
	}
	readers := opt.Readers
	if readers <= 0 {
		readers = 8
	}
	s := &SQLite{
		path:    resolved,
		lock:    lock,
		writer:  newWriter(c),
		readers: make(chan *conn, readers),
		dial:    dial,
	}
	for range readers {
		s.readers <- nil
	}
	go s.writer.run()
	return s, nil
}

// openWriter opens the connection that writes, and makes the file ready.
func openWriter(dial dialer, path string, opt SQLiteOptions) (_ *conn, err error) {
	c, err := openConn(dial, path, []string{
		"busy_timeout(5000)",  // an administrator's sqlite3 may hold the file for a moment
		"temp_store(MEMORY)",  // no temporary files
		"trusted_schema(OFF)", // the schema is ours and calls no functions
		"cache_size(-16384)",  // 16 MiB, so that a group does not spill
	})
	if err != nil {
		return nil, notOurs(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.close())
		}
	}()
	empty, err := identify(c)
	if err != nil {
		return nil, err
	}
	if empty {
		if err := c.script("PRAGMA page_size=4096"); err != nil {
			return nil, fmt.Errorf("set page size: %w", err)
		}
	}
	var mode string
	if mode, err = c.text("PRAGMA journal_mode=WAL"); err != nil {
		return nil, fmt.Errorf("switch to write-ahead log: %w", err)
	} else if mode != "wal" {
		return nil, fmt.Errorf("switch to write-ahead log: the file system allows only journal mode %q", mode)
	}
	synced := "PRAGMA synchronous=FULL;" // fsync at every commit
	if opt.Unsynced {
		synced = "PRAGMA synchronous=OFF;"
	}
	if err := c.script(synced +
		"PRAGMA fullfsync=ON;" + // on a Mac, the fsync that reaches the platter
		"PRAGMA checkpoint_fullfsync=ON;" +
		"PRAGMA secure_delete=ON;" + // deleted content is overwritten
		"PRAGMA wal_autocheckpoint=1000;" +
		"PRAGMA journal_size_limit=16777216;"); err != nil {
		return nil, fmt.Errorf("configure: %w", err)
	}
	if err := migrate(c); err != nil {
		return nil, err
	}
	// 0 would leave the bound as it is, so the largest possible stands for none.
	bound := int64(4294967294)
	if opt.MaxPages > 0 {
		bound = opt.MaxPages
	}
	if err := c.script("PRAGMA max_page_count=" + strconv.FormatInt(bound, 10)); err != nil {
		return nil, fmt.Errorf("bound the file: %w", err)
	}
	return c, nil
}

// enter admits a View or Update, which must call s.running.Done.
func (s *SQLite) enter() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrClosed
	}
	s.running.Add(1)
	return nil
}

// Update implements Store. fn runs in the calling goroutine, while other
// Updates wait, so it should not wait for anything itself; it must not call
// Update or Close. If ctx ends before fn was called, its error is returned and
// fn is not called; after that ctx has no effect. If fn panics, or ends its
// goroutine, its writes are undone and the panic goes on.
//
// A lone Update costs one fsync; see the benchmarks for what many at once cost.
func (s *SQLite) Update(ctx context.Context, fn func(Writer) error) error {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.running.Done()
	if err := ctx.Err(); err != nil {
		return err
	}
	j := &job{turn: make(chan *pairs), answer: make(chan error, 1)}
	select {
	case s.writer.queue <- j:
		return j.do(s.writer, fn)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// View implements Store. ctx bounds only the wait for one of the readers
// (SQLiteOptions.Readers). The snapshot is taken before fn is called. An Update
// that is running at that moment is seen whole or not at all. fn may call
// Update, which it will not see; it should not call View, since Views that wait
// for each other's readers would wait for ever.
func (s *SQLite) View(ctx context.Context, fn func(Reader) error) (err error) {
	if err := s.enter(); err != nil {
		return err
	}
	defer s.running.Done()
	if err := ctx.Err(); err != nil {
		return err
	}
	var c *conn
	select {
	case c = <-s.readers:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.readers <- c }()
	if c == nil {
		if c, err = s.openReader(); err != nil {
			return failed("open reader", err)
		}
	}
	// BEGIN alone takes no snapshot; the first read does.
	if _, err = c.exec("BEGIN"); err == nil {
		_, err = c.number("SELECT 1 FROM process LIMIT 1")
	}
	p := newPairs(c, make(map[Process]int64))
	defer func() {
		p.end()
		if _, e := c.exec("COMMIT"); e != nil {
			// A connection stuck in an old snapshot is of no use to anyone.
			_ = c.close()
			c = nil
		}
	}()
	if err != nil {
		return failed("take snapshot", err)
	}
	return fn(p)
}

func (s *SQLite) openReader() (*conn, error) {
	return openConn(s.dial, s.path, []string{
		"busy_timeout(5000)",
		"temp_store(MEMORY)",
		"trusted_schema(OFF)",
		"query_only(ON)",
	})
}

// Close implements Store. It waits for running Views as well as Updates, and
// writes the -wal file back into the database. A second Close returns
// ErrClosed.
func (s *SQLite) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return ErrClosed
	}
	s.closed = true
	s.mu.Unlock()

	s.running.Wait()
	close(s.writer.queue)
	<-s.writer.stopped
	var errs []error
	for range cap(s.readers) {
		if c := <-s.readers; c != nil {
			errs = append(errs, c.close())
		}
	}
	// The writer last, because the last connection removes the -wal file and
	// the readers may not write.
	errs = append(errs, s.writer.conn.close(), s.lock.Close())
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("store: close: %w", err)
	}
	return nil
}
