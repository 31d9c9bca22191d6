// SPDX-License-Identifier: Apache-2.0

// Package durable puts files on disk so that they are still there, and whole,
// after the power fails. It knows bytes and paths; it does not know what a file
// means, and it takes no lock: two writers of one path do not harm the file,
// but the later one wins.
//
// # What is done, and what is left
//
// [WriteFile] issues, on Linux:
//
//	openat(dir/.name.<random>.partial, O_WRONLY|O_CREAT|O_EXCL|O_CLOEXEC, perm)
//	write, repeated until all bytes are taken
//	fsync(file)
//	close(file)
//	renameat(dir/.name.<random>.partial, dir/name)
//	openat(dir, O_RDONLY|O_CLOEXEC); fsync(dir); close(dir)
//
// The first fsync makes the content durable before any name leads to it; the
// rename swaps old for new in one step, so that a reader sees one or the other
// and never a mixture; the last fsync makes the swap itself durable. On macOS
// the Go library replaces fsync with fcntl(F_FULLFSYNC), which also empties the
// drive's own cache. On Windows the rename is MoveFileEx with
// MOVEFILE_REPLACE_EXISTING, tried again for a short while when somebody reads
// the old file, and a directory cannot be flushed.
//
// Holes that remain:
//
//   - a program killed between open and rename leaves the ".partial" file;
//     [Sweep] removes such leftovers;
//   - when the last step (fsync of the directory) fails, the new file is in
//     place but may be gone after a power failure: the error says so;
//   - on Windows a power failure shortly after the call may bring the old file
//     back (never a half-written one);
//   - file systems that cannot flush a directory (EINVAL, ENOTSUP: some network
//     and shared folders) are used as they are;
//   - a drive that lies about its cache defeats every program.
package durable

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// ErrFull is wrapped by the error of every function here that failed because
// the disk, or the person's quota on it, is full.
var ErrFull = errors.New("no space left on the disk")

// partialSuffix ends the name of every unfinished file, so that Sweep, and a
// person who looks into the directory, can tell them apart.
const partialSuffix = ".partial"

// partialRandom is the number of random bytes in the name of an unfinished file.
const partialRandom = 8

// WriteFile puts data into the file at path, replacing what is there, and
// returns once it is durable (see the package comment for the exact meaning).
// The file gets perm, less the umask, whatever the permissions of the file it
// replaces; a symbolic link at path is replaced, not followed. On error the old
// file is untouched and nothing else is left behind, with one exception that the
// error names: the directory could not be flushed after the swap. The error
// wraps ErrFull when there is no space.
func WriteFile(path string, data []byte, perm fs.FileMode) error {
	return writeFile(system(), path, data, perm)
}

// steps are the operating system's part in writing a file. They are a value so
// that the tests can make each one fail in turn.
type steps struct {
	create  func(path string, perm fs.FileMode) (file, error)
	rename  func(from, to string) error
	remove  func(path string) error
	syncDir func(dir string) error
}

// file is what writeFile needs of an open file.
type file interface {
	io.WriteCloser
	Sync() error
}

func system() steps {
	return steps{
		create: func(path string, perm fs.FileMode) (file, error) {
			return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
		},
		rename:  rename,
		remove:  os.Remove,
		syncDir: syncDir,
	}
}

func writeFile(s steps, path string, data []byte, perm fs.FileMode) error {
	dir, name := filepath.Split(path)
	if name == "" {
		return fmt.Errorf("write %q: the path names no file", path)
	}
	if dir == "" {
		dir = "."
	}
	partial := filepath.Join(dir, partialName(name))
	if err := writePartial(s, partial, data, perm); err != nil {
		return failed("write", path, err)
	}
	if err := s.rename(partial, path); err != nil {
		return failed("write", path, errors.Join(err, s.remove(partial)))
	}
	if err := s.syncDir(dir); err != nil {
		return failed("write", path, fmt.Errorf("new content is in place but may not survive a power failure: %w", err))
	}
	return nil
}

// writePartial makes the unfinished file durable, or leaves none. After a
// failed fsync the file is thrown away and never retried: the kernel may have
// dropped the pages and report success the second time.
func writePartial(s steps, partial string, data []byte, perm fs.FileMode) error {
	f, err := s.create(partial, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	// Close can be the first to report a full disk (quota, network).
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return errors.Join(err, s.remove(partial))
	}
	return nil
}

// Rename moves a file to a new name in the same directory, replacing what is
// there, and returns once the move is durable. It is atomic. Both paths must be
// in one directory, because only that directory is flushed.
func Rename(from, to string) error {
	if filepath.Dir(from) != filepath.Dir(to) {
		return fmt.Errorf("rename %s: %s is in another directory", from, to)
	}
	if err := rename(from, to); err != nil {
		return failed("rename", from, err)
	}
	if err := syncDir(filepath.Dir(to)); err != nil {
		return failed("rename", from, err)
	}
	return nil
}

// Sweep removes what interrupted calls of WriteFile for path left behind, and
// nothing else. The caller makes sure that nobody is writing path meanwhile,
// or that writer's call will fail. A directory that does not exist is no error.
func Sweep(path string) error {
	dir, name := filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return failed("sweep", path, err)
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || !isPartial(e.Name(), name) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return failed("sweep", path, err)
		}
	}
	return nil
}

func partialName(name string) string {
	var random [partialRandom]byte
	rand.Read(random[:]) // never fails: it ends the program instead
	return "." + name + "." + hex.EncodeToString(random[:]) + partialSuffix
}

func isPartial(entry, name string) bool {
	middle, ok := strings.CutPrefix(entry, "."+name+".")
	if !ok {
		return false
	}
	middle, ok = strings.CutSuffix(middle, partialSuffix)
	if !ok || len(middle) != 2*partialRandom {
		return false
	}
	_, err := hex.DecodeString(middle)
	return err == nil
}

// failed puts what was being done in front of err, and ErrFull beside it when
// that is the reason.
func failed(doing, path string, err error) error {
	for _, full := range fullErrors() {
		if errors.Is(err, full) {
			return fmt.Errorf("%s %s: %w: %w", doing, path, ErrFull, err)
		}
	}
	return fmt.Errorf("%s %s: %w", doing, path, err)
}

// fullErrors are the system's numbers for "no space" and "over quota".
func fullErrors() []syscall.Errno {
	return append(systemFull(), syscall.ENOSPC, syscall.EDQUOT)
}
