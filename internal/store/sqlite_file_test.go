// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func mustOpen(t *testing.T, path string, opt SQLiteOptions) *SQLite {
	t.Helper()
	s, err := OpenSQLite(path, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// Only who asks for it goes without the fsync of each update.
func TestSQLiteIsSyncedUnlessToldNotTo(t *testing.T) {
	for _, opt := range []SQLiteOptions{{}, {Unsynced: true}} {
		c, err := openWriter(dial, filepath.Join(t.TempDir(), "store.db"), opt)
		if err != nil {
			t.Fatal(err)
		}
		mode, err := c.number("PRAGMA synchronous")
		if err != nil {
			t.Fatal(err)
		}
		if full := mode == 2; full == opt.Unsynced {
			t.Errorf("with %+v the file is in synchronous mode %d", opt, mode)
		}
		if err := c.close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSQLiteModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes there")
	}
	outer := t.TempDir()
	path := filepath.Join(outer, "a", "b", "store.db")
	s := mustOpen(t, path, SQLiteOptions{})
	if err := s.Update(context.Background(), putKey("a")); err != nil {
		t.Fatal(err)
	}
	keys(t, s) // a reader too
	for name, want := range map[string]os.FileMode{
		"a": 0o700, "a/b": 0o700,
		"a/b/store.db": 0o600, "a/b/store.db-wal": 0o600, "a/b/store.db-shm": 0o600, "a/b/store.db.lock": 0o600,
	} {
		info, err := os.Stat(filepath.Join(outer, name))
		if err != nil {
			t.Error(err)
		} else if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", name, got, want)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != 2 { // store.db and its lock
		t.Errorf("after Close the directory holds %v", left)
	}
}

// TestSQLitePaths opens names that a URI or an SQL string might take amiss.
func TestSQLitePaths(t *testing.T) {
	for _, name := range []string{"a?b=c#d%20e&_pragma=x.db", ":memory:", "it's \"quoted\";.db", "Женева 会議.db", "file:x"} {
		path := filepath.Join(t.TempDir(), name)
		for range 2 {
			s, err := OpenSQLite(path, SQLiteOptions{})
			if err != nil {
				t.Errorf("%q: %v", name, err)
				continue
			}
			if err := s.Update(context.Background(), putKey("a")); err != nil {
				t.Errorf("%q: %v", name, err)
			}
			if got := keys(t, s); got != "a" {
				t.Errorf("%q: keys %q", name, got)
			}
			if err := s.Close(); err != nil {
				t.Errorf("%q: %v", name, err)
			}
		}
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%q: the data is elsewhere: %v", name, err)
		}
	}
}

func TestSQLiteInUseByAnotherName(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "store.db")
	mustOpen(t, path, SQLiteOptions{})
	link := filepath.Join(dir, "link.db")
	linkedDir := filepath.Join(t.TempDir(), "dir")
	if err := errors.Join(os.Symlink(path, link), os.Symlink(dir, linkedDir)); err != nil {
		t.Skip(err)
	}
	for _, other := range []string{link, filepath.Join(linkedDir, "store.db"), filepath.Join(dir, ".", "store.db")} {
		if s, err := OpenSQLite(other, SQLiteOptions{}); !errors.Is(err, ErrInUse) {
			t.Errorf("open %q: %v, want ErrInUse", other, err)
			if err == nil {
				_ = s.Close()
			}
		}
	}
}

func TestSQLiteRefuses(t *testing.T) {
	sql := func(text string) func(t *testing.T, path string) {
		return func(t *testing.T, path string) {
			c, err := openConn(dial, path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(c.script(text), c.close()); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, test := range []struct {
		name string
		make func(t *testing.T, path string)
		want string // in the error
	}{
		{"text", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat("Minutes of the meeting. ", 100)), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "the file is not a Parley store"},
		{"another program's database", sql("CREATE TABLE bookmark (url TEXT)"), "not a Parley store (application id 0x0)"},
		{"another application's id", sql("PRAGMA application_id=0x1234; CREATE TABLE x (y)"), "not a Parley store (application id 0x1234)"},
		{"a newer version", func(t *testing.T, path string) {
			if err := mustOpen(t, path, SQLiteOptions{}).Close(); err != nil {
				t.Fatal(err)
			}
			sql("PRAGMA user_version=99")(t, path)
		}, "schema version 99, but this program knows versions up to 1 only: use a newer program"},
		{"a directory", func(t *testing.T, path string) {
			if err := os.Mkdir(path, 0o700); err != nil {
				t.Fatal(err)
			}
		}, "open"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			test.make(t, path)
			before, _ := os.ReadFile(path)
			for range 2 { // the second time too: the lock was given back
				s, err := OpenSQLite(path, SQLiteOptions{})
				if err == nil {
					_ = s.Close()
					t.Fatal("opened")
				}
				if !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), path) {
					t.Errorf("error is %q, want it to say %q and the path", err, test.want)
				}
				if errors.Is(err, ErrInUse) {
					t.Errorf("error is ErrInUse: %v", err)
				}
			}
			after, _ := os.ReadFile(path)
			if !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestSQLiteSettings(t *testing.T) {
	s := mustOpen(t, filepath.Join(t.TempDir(), "store.db"), SQLiteOptions{})
	keys(t, s) // opens a reader
	reader := <-s.readers
	defer func() { s.readers <- reader }()
	for reader == nil {
		s.readers <- reader
		reader = <-s.readers
	}
	for _, test := range []struct {
		who    string
		conn   *conn
		pragma string
		want   int64
	}{
		{"writer", s.writer.conn, "synchronous", 2}, // FULL
		{"writer", s.writer.conn, "secure_delete", 1},
		{"writer", s.writer.conn, "temp_store", 2}, // MEMORY
		{"writer", s.writer.conn, "busy_timeout", 5000},
		{"writer", s.writer.conn, "page_size", 4096},
		{"writer", s.writer.conn, "user_version", 1},
		{"writer", s.writer.conn, "application_id", applicationID},
		{"reader", reader, "query_only", 1},
		{"reader", reader, "temp_store", 2},
		{"reader", reader, "busy_timeout", 5000},
	} {
		if got, err := test.conn.number("PRAGMA " + test.pragma); err != nil || got != test.want {
			t.Errorf("%s: %s is %d (%v), want %d", test.who, test.pragma, got, err, test.want)
		}
	}
	for _, c := range []*conn{s.writer.conn, reader} {
		if mode, err := c.text("PRAGMA journal_mode"); err != nil || mode != "wal" {
			t.Errorf("journal mode is %q (%v)", mode, err)
		}
	}
	// No query may read the whole table or sort.
	for _, query := range []string{getProcess, dropProcess, listProcesses, getPair, lastPair, scanPairs, scanPairsTo, deletePair} {
		err := reader.each("EXPLAIN QUERY PLAN "+query, func(cols []driver.Value) bool {
			detail, _ := cols[3].(string)
			if strings.HasPrefix(detail, "SCAN") || strings.Contains(detail, "TEMP B-TREE") {
				t.Errorf("%s: %s", query, detail)
			}
			return true
		}, []driver.Value{int64(256), []byte{}, []byte{}}[:strings.Count(query, "?")]...)
		if err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
}

// TestSQLiteLeavesNoTrace deletes and replaces values, and a whole process, and
// looks for them in the file.
func TestSQLiteLeavesNoTrace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	s := mustOpen(t, path, SQLiteOptions{})
	secret := bytes.Repeat([]byte("cede the northern harbour;"), 400)
	shortSecret := []byte("harbourmaster")
	gone := Process([]byte("this process is not to be known."))
	ctx := context.Background()
	for _, fn := range []func(Writer) error{
		func(w Writer) error {
			return errors.Join(
				w.Put(gone, 1, []byte("secretkey"), secret),
				w.Put(gone, 1, shortSecret, shortSecret),
				w.Put(Process{}, 1, []byte("kept"), secret),
				w.Put(Process{}, 1, []byte("kept2"), shortSecret))
		},
		func(w Writer) error {
			return errors.Join(
				w.Delete(gone, 1, []byte("secretkey")),
				w.Delete(gone, 1, shortSecret),
				w.Put(Process{}, 1, []byte("kept"), []byte("short now")),
				w.Put(Process{}, 1, []byte("kept2"), []byte("x")))
		},
	} {
		if err := s.Update(ctx, fn); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, trace := range []string{"harbour", "secretkey", "not to be known"} {
		if bytes.Contains(file, []byte(trace)) {
			t.Errorf("the file still holds %q", trace)
		}
	}
	if !bytes.Contains(file, []byte("short now")) {
		t.Error("the file does not hold what was kept: the test looks in the wrong place")
	}
}
