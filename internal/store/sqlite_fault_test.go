// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	sqlite3 "modernc.org/sqlite/lib"
)

// faulty is a disk that fails where a test wants it to. It stands between the
// store and the driver.
type faulty struct {
	// fail is asked before every statement and returns what it fails with.
	fail func(text string) error
	// after is asked after every statement that succeeded.
	after func(text string) error
}

type codeError int

func (e codeError) Error() string { return fmt.Sprintf("injected (%d)", int(e)) }
func (e codeError) Code() int     { return int(e) }

const (
	diskFull  = codeError(sqlite3.SQLITE_FULL)
	diskError = codeError(sqlite3.SQLITE_IOERR_FSYNC)
)

func (f *faulty) dial(path string, pragmas []string) (driver.Conn, error) {
	if f.fail != nil {
		if err := f.fail("open"); err != nil {
			return nil, err
		}
	}
	c, err := dial(path, pragmas)
	if err != nil {
		return nil, err
	}
	return &faultyConn{c, f}, nil
}

type faultyConn struct {
	driver.Conn
	f *faulty
}

func (c *faultyConn) ExecContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Result, error) {
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, text, args)
}

func (c *faultyConn) PrepareContext(ctx context.Context, text string) (driver.Stmt, error) {
	s, err := c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, text)
	return &faultyStmt{s, c, text}, err
}

type faultyStmt struct {
	driver.Stmt
	c    *faultyConn
	text string
}

// check fails as SQLite does: with the whole transaction rolled back.
func (s *faultyStmt) check(ask func(string) error) error {
	if ask == nil {
		return nil
	}
	err := ask(s.text)
	if err != nil && s.text != "COMMIT" {
		_, _ = s.c.ExecContext(context.Background(), "ROLLBACK", nil)
	}
	return err
}

func (s *faultyStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	if err := s.check(s.c.f.fail); err != nil {
		return nil, err
	}
	r, err := s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
	if err == nil {
		err = s.check(s.c.f.after)
	}
	return r, err
}

func (s *faultyStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	if err := s.check(s.c.f.fail); err != nil {
		return nil, err
	}
	return s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
}

// once fails the first statement that begins with prefix.
func once(prefix string, err error) func(string) error {
	return func(text string) error {
		if err == nil || !strings.HasPrefix(text, prefix) {
			return nil
		}
		e := err
		err = nil
		return e
	}
}

func openFaulty(t *testing.T, path string, f *faulty) *SQLite {
	t.Helper()
	s, err := openSQLite(path, SQLiteOptions{}, f.dial)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// together runs the updates as one group and returns their results.
func together(s *SQLite, fns ...func(Writer) error) []error {
	results := make([]error, len(fns))
	done := make(chan struct{}, len(fns))
	started := false
	_ = s.Update(context.Background(), func(Writer) error {
		if started { // run again, being of the group itself
			return errors.New("leaves nothing behind")
		}
		started = true
		for i, fn := range fns {
			go func() {
				defer func() { done <- struct{}{} }()
				defer func() {
					if v := recover(); v != nil {
						results[i] = fmt.Errorf("panic: %v", v)
					}
				}()
				results[i] = s.Update(context.Background(), fn)
			}()
			synctest.Wait() // until it is in the queue: the order is certain
		}
		return errors.New("leaves nothing behind")
	})
	for range fns {
		<-done
	}
	return results
}

func putKey(key string) func(Writer) error {
	return func(w Writer) error { return w.Put(Process{}, 1, []byte(key), []byte("v")) }
}

func keys(t *testing.T, s Store) (all string) {
	t.Helper()
	if err := s.View(context.Background(), func(r Reader) error {
		for pair, err := range r.Scan(Process{}, 1, nil, nil) {
			if err != nil {
				return err
			}
			all += string(pair.Key)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

// TestGroupFaults lets one thing go wrong in a group of four updates.
func TestGroupFaults(t *testing.T) {
	refused := errors.New("refused")
	for _, test := range []struct {
		name    string
		fault   faulty
		b       func(Writer) error // the second of a, b, c, d; nil: like the others
		want    error              // of b
		kept    string
		commits int // attempted: those who ran until the fault go alone, the rest together
	}{
		{name: "none", kept: "abcd", commits: 1},
		{name: "one refuses", b: func(w Writer) error {
			return errors.Join(putKey("b")(w), refused)
		}, want: refused, kept: "acd", commits: 1},
		{name: "one panics", b: func(w Writer) error {
			_ = putKey("b")(w)
			panic("oh")
		}, want: errors.New("panic: oh"), kept: "acd", commits: 1},
		{name: "disk full in one, told", b: func(w Writer) error {
			return fmt.Errorf("b: %w", w.(*pairs).fail("put", diskFull))
		}, want: ErrFull, kept: "acd", commits: 2},
		{name: "disk full in one, hushed up", b: func(w Writer) error {
			_ = w.(*pairs).fail("put", diskFull)
			return nil
		}, want: ErrFull, kept: "acd", commits: 2},
		{name: "disk full once in a put", fault: faulty{fail: once("INSERT INTO pair", diskFull)}, kept: "abcd", commits: 2},
		{name: "disk full once at begin", fault: faulty{fail: once("SAVEPOINT", diskFull)}, kept: "abcd", commits: 3},
		{name: "disk full once at release", fault: faulty{fail: once("RELEASE", diskFull)}, kept: "abcd", commits: 3},
		{name: "disk full once at commit", fault: faulty{fail: once("COMMIT", diskFull)}, kept: "abcd", commits: 5},
		{name: "disk error once in a put", fault: faulty{fail: once("INSERT INTO pair", diskError)}, kept: "abcd", commits: 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				commits := 0
				f := test.fault
				f.fail = func(text string) error {
					if text == "COMMIT" {
						commits++
					}
					if test.fault.fail != nil {
						return test.fault.fail(text)
					}
					return nil
				}
				active := &faulty{}
				s := openFaulty(t, filepath.Join(t.TempDir(), "s.db"), active)
				*active = f
				b := test.b
				if b == nil {
					b = putKey("b")
				}
				results := together(s, putKey("a"), b, putKey("c"), putKey("d"))
				if commits != test.commits {
					t.Errorf("%d commits, want %d", commits, test.commits)
				}
				*active = faulty{}
				for i, err := range results {
					switch {
					case i != 1 || test.want == nil:
						if err != nil {
							t.Errorf("update %c: %v", 'a'+i, err)
						}
					case err == nil || (!errors.Is(err, test.want) && err.Error() != test.want.Error()):
						t.Errorf("update b: %v, want %v", err, test.want)
					}
				}
				if got := keys(t, s); got != test.kept {
					t.Errorf("kept %q, want %q", got, test.kept)
				}
				if err := s.Update(context.Background(), putKey("e")); err != nil {
					t.Errorf("the next update: %v", err)
				}
				if err := s.Close(); err != nil {
					t.Errorf("Close: %v", err)
				}
			})
		})
	}
}

// TestCommitUnknown lets the fsync of a commit fail, before or after the data
// reached the file. Nothing may be told of it but that it failed, and nothing
// may be built on it.
func TestCommitUnknown(t *testing.T) {
	for _, test := range []struct {
		name  string
		fault faulty
	}{
		{"not written", faulty{fail: once("COMMIT", diskError)}},
		{"written", faulty{after: once("COMMIT", diskError)}},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "s.db")
			synctest.Test(t, func(t *testing.T) {
				active := &faulty{}
				s := openFaulty(t, path, active)
				if err := s.Update(context.Background(), putKey("0")); err != nil {
					t.Fatal(err)
				}
				*active = test.fault
				refuse := func(w Writer) error {
					return errors.Join(putKey("b")(w), errors.New("refused because of what it saw of a"))
				}
				for i, err := range together(s, putKey("a"), refuse, putKey("c")) {
					if !errors.Is(err, diskError) || errors.Is(err, ErrFull) {
						t.Errorf("update %c: %v, want the disk's error", 'a'+i, err)
					}
				}
				for range 2 {
					if err := s.Update(context.Background(), func(Writer) error {
						t.Error("fn was called")
						return nil
					}); !errors.Is(err, diskError) {
						t.Errorf("a later update: %v", err)
					}
				}
				if got := keys(t, s); !strings.HasPrefix(got, "0") {
					t.Errorf("Views read %q", got)
				}
				if err := s.Close(); err != nil {
					t.Errorf("Close: %v", err)
				}
			})
			s := openFaulty(t, path, &faulty{})
			if got := keys(t, s); got != "0" && got != "0ac" {
				t.Errorf("after opening again the store has %q, want all or nothing of the group", got)
			}
			if err := s.Update(context.Background(), putKey("d")); err != nil {
				t.Errorf("after opening again: %v", err)
			}
		})
	}
}

// TestBeginAndReadFaults lets statements outside of any group fail.
func TestBeginAndReadFaults(t *testing.T) {
	active := &faulty{}
	s := openFaulty(t, filepath.Join(t.TempDir(), "s.db"), active)
	ctx := context.Background()
	look := func(r Reader) error {
		_, err := r.Get(Process{}, 1, []byte("a"))
		return err
	}
	if err := s.Update(ctx, putKey("a")); err != nil {
		t.Fatal(err)
	}
	for _, begins := range []string{"open", "BEGIN", "SELECT 1", "SELECT id", "SELECT v", "COMMIT"} {
		*active = faulty{fail: once(begins, diskError)}
		err := s.View(ctx, look)
		if begins == "COMMIT" {
			if err != nil { // the end of a View fails for nobody
				t.Errorf("View with a failing end: %v", err)
			}
		} else if !errors.Is(err, diskError) {
			t.Errorf("View with a failing %q: %v", begins, err)
		}
		*active = faulty{}
		if err := s.View(ctx, look); err != nil {
			t.Errorf("View after a failing %q: %v", begins, err)
		}
	}
	*active = faulty{fail: once("BEGIN", diskError)}
	if err := s.Update(ctx, putKey("b")); !errors.Is(err, diskError) {
		t.Errorf("Update with a failing BEGIN: %v", err)
	}
	if err := s.Update(ctx, putKey("c")); err != nil {
		t.Errorf("Update after a failing BEGIN: %v", err)
	}
	if got := keys(t, s); got != "ac" {
		t.Errorf("kept %q", got)
	}
}
