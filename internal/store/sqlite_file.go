// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
	"parley/internal/durable"
)

// applicationID marks a database file as a Parley store: "PRLY".
const applicationID = 0x50524c59

// migrationFiles holds one file for each schema version; the n-th in the order
// of their names leads from version n-1 to n. A released file is never edited.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

// prepareFile makes path ready to be opened: it creates what is missing, the
// directory for its owner alone (0700) and the file likewise (0600; SQLite
// gives its -wal and -shm files the mode of the database), and takes the lock
// that excludes other programs. It returns the path with symbolic links
// resolved, because two names for one file must come to one lock.
//
// Modes of files that exist already are left as they are.
func prepareFile(path string) (string, *flock.Flock, error) {
	dir, name := filepath.Split(path)
	dir = filepath.Clean(dir)
	if err := durable.MkdirAll(dir, 0o700); err != nil {
		return "", nil, err
	}
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return "", nil, fmt.Errorf("resolve directory: %w", err)
	}
	dir, err = filepath.Abs(dir)
	if err != nil {
		return "", nil, fmt.Errorf("resolve directory: %w", err)
	}
	path = filepath.Join(dir, name)
	switch resolved, err := filepath.EvalSymlinks(path); {
	case err == nil:
		path = resolved
	case !errors.Is(err, fs.ErrNotExist):
		return "", nil, fmt.Errorf("resolve path: %w", err)
	}

	lock := flock.New(path+".lock", flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(0o600))
	switch held, err := lock.TryLock(); {
	case err != nil:
		return "", nil, fmt.Errorf("lock %q: %w", lock.Path(), err)
	case !held:
		return "", nil, ErrInUse
	}
	if err := createFile(path); err != nil {
		return "", nil, errors.Join(err, lock.Close())
	}
	return path, lock, nil
}

// createFile creates an empty file unless there is one, and makes its name
// durable: SQLite flushes the directory for its -wal file but not for the
// database itself. It must be called before SQLite opens the file, since
// closing a file drops every POSIX lock this program has on it.
func createFile(path string) error {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		err = durable.WriteFile(path, nil, 0o600)
	}
	if err != nil {
		return fmt.Errorf("create database: %w", err)
	}
	return nil
}

// dial opens a connection to the file at path with the real driver.
func dial(path string, pragmas []string) (driver.Conn, error) {
	// A file: URI, so that no character of the path is taken for a parameter.
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path)}
	if u.Path[0] != '/' {
		u.Path = "/" + u.Path // C:\x becomes file:///C:/x
	}
	u.RawQuery = url.Values{"_pragma": pragmas, "_error_rc": {"1"}, "_dqs": {"0"}, "_defensive": {"1"}}.Encode()
	connector, err := sqlite.NewConnector(u.String())
	if err != nil {
		return nil, err
	}
	return connector.Connect(context.Background())
}

// identify refuses a file that is not a Parley store, and reports whether the
// file is still empty. It changes nothing in the file.
func identify(c *conn) (empty bool, err error) {
	var values [2]int64
	for i, q := range []string{"PRAGMA application_id", "SELECT count(*) FROM sqlite_schema"} {
		if values[i], err = c.number(q); err != nil {
			return false, notOurs(err)
		}
	}
	id, objects := values[0], values[1]
	switch {
	case id == applicationID:
		return false, nil
	case id == 0 && objects == 0:
		return true, nil
	default:
		return false, fmt.Errorf("the file is a database but not a Parley store (application id %#x)", uint32(id))
	}
}

// notOurs explains why a file could not even be looked at.
func notOurs(err error) error {
	if resultCode(err) == sqlite3.SQLITE_NOTADB {
		return fmt.Errorf("the file is not a Parley store: %w", err)
	}
	return fmt.Errorf("identify the file: %w", err)
}

// migrate brings the schema to the newest version, all in one transaction.
func migrate(c *conn) (err error) {
	files, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return fmt.Errorf("list migrations: %w", err)
	}
	version, err := c.number("PRAGMA user_version")
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	switch n := int64(len(files)); {
	case version == n:
		return nil
	case version > n || version < 0:
		return fmt.Errorf("the store has schema version %d, but this program knows versions up to %d only: use a newer program", version, n)
	}
	if err := c.script("BEGIN IMMEDIATE"); err != nil {
		return fmt.Errorf("migrate from schema version %d: %w", version, err)
	}
	defer func() {
		if err != nil {
			// An error here means that SQLite has rolled back already.
			_ = c.script("ROLLBACK")
		}
	}()
	for _, name := range files[version:] {
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read migration: %w", err)
		}
		if err := c.script(string(text)); err != nil {
			return fmt.Errorf("migrate with %q: %w", name, err)
		}
	}
	mark := fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT", applicationID, len(files))
	if err := c.script(mark); err != nil {
		return fmt.Errorf("migrate to schema version %d: %w", len(files), err)
	}
	return nil
}
