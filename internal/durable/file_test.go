// SPDX-License-Identifier: Apache-2.0

package durable

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
)

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	for _, data := range [][]byte{[]byte("one"), nil, bytes.Repeat([]byte("long"), 1<<18)} {
		if err := WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := ReadFile(path, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, data) {
			t.Fatalf("read %d bytes back, wrote %d", len(got), len(data))
		}
		wantNames(t, dir, "f")
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("permissions %v, want 0600", info.Mode().Perm())
	}
}

// A path without a directory means the working directory.
func TestWriteFileHere(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := WriteFile("f", []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile("nodir"+string(filepath.Separator), nil, 0o600); err == nil {
		t.Error("a path that ends in a separator was accepted")
	}
	wantNames(t, ".", "f")
}

// The link is replaced; what it pointed to is not touched.
func TestWriteFileReplacesLink(t *testing.T) {
	dir := t.TempDir()
	other, link := filepath.Join(dir, "other"), filepath.Join(dir, "link")
	if err := os.WriteFile(other, []byte("other"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(other, link); err != nil {
		t.Skip(err)
	}
	if err := WriteFile(link, []byte("new"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(other); string(got) != "other" {
		t.Errorf("the target of the link became %q", got)
	}
}

// A directory in the way of the rename is a failure that leaves no trace.
func TestWriteFileOntoDirectory(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "d"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := WriteFile(filepath.Join(dir, "d"), []byte("x"), 0o600); err == nil {
		t.Error("a directory was replaced by a file")
	}
	wantNames(t, dir, "d")
}

// brokenFile fails in one of its steps.
type brokenFile struct {
	file
	step string
	err  error
}

func (b brokenFile) Write(p []byte) (int, error) {
	if b.step == "write" {
		n, _ := b.file.Write(p[:len(p)/2]) // a full disk takes a part first
		return n, b.err
	}
	return b.file.Write(p)
}

func (b brokenFile) Sync() error {
	if b.step == "sync" {
		return b.err
	}
	return b.file.Sync()
}

func (b brokenFile) Close() error {
	err := b.file.Close()
	if b.step == "close" {
		return b.err
	}
	return err
}

// Each step is made to fail: the target stays whole, nothing else stays, and
// a full disk is told apart.
func TestWriteFileFaults(t *testing.T) {
	for _, errno := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EIO} {
		for _, step := range []string{"create", "write", "sync", "close", "rename", "syncdir"} {
			t.Run(fmt.Sprintf("%s %d", step, int(errno)), func(t *testing.T) {
				dir := t.TempDir()
				path := filepath.Join(dir, "f")
				if err := WriteFile(path, []byte("old"), 0o600); err != nil {
					t.Fatal(err)
				}
				s := system()
				create := s.create
				s.create = func(path string, perm fs.FileMode) (file, error) {
					if step == "create" {
						return nil, errno
					}
					f, err := create(path, perm)
					return brokenFile{f, step, errno}, err
				}
				if step == "rename" {
					s.rename = func(string, string) error { return errno }
				}
				if step == "syncdir" {
					s.syncDir = func(string) error { return errno }
				}
				err := writeFile(s, path, []byte("new content"), 0o600)
				if !errors.Is(err, errno) {
					t.Fatalf("error %v, want %v in it", err, errno)
				}
				if full := errno != syscall.EIO; errors.Is(err, ErrFull) != full {
					t.Errorf("error %v: is ErrFull %v, want %v", err, !full, full)
				}
				if !strings.Contains(err.Error(), path) {
					t.Errorf("error %v does not name the path", err)
				}
				want := "old"
				if step == "syncdir" {
					want = "new content" // documented: the swap is done
				}
				if got, _ := os.ReadFile(path); string(got) != want {
					t.Errorf("content %q, want %q", got, want)
				}
				wantNames(t, dir, "f")
			})
		}
	}
}

// A reader beside several writers always sees one whole content.
func TestWriteFileConcurrent(t *testing.T) {
	const writers, rounds = 4, 25
	path := filepath.Join(t.TempDir(), "f")
	content := func(w int) []byte { return bytes.Repeat([]byte{byte('a' + w)}, 10_000+w) }
	if err := WriteFile(path, content(0), 0o600); err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for range rounds {
				if err := WriteFile(path, content(w), 0o600); err != nil {
					t.Error(err)
				}
			}
		})
	}
	go func() { wg.Wait(); close(done) }()
	for {
		got, err := ReadFile(path, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) == 0 || !bytes.Equal(got, content(int(got[0]-'a'))) {
			t.Fatalf("a mixture of %d bytes was read", len(got))
		}
		select {
		case <-done:
			wantNames(t, filepath.Dir(path), "f")
			return
		default:
		}
	}
}

func TestSweep(t *testing.T) {
	dir := t.TempDir()
	keep := []string{
		"f", ".f.partial", ".f.0123456789abcdex.partial", ".f.0123456789abcdef", ".g.0123456789abcdef.partial",
	}
	for _, name := range append(keep, ".f.0123456789abcdef.partial", partialName("f")) {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := Sweep(filepath.Join(dir, "f")); err != nil {
		t.Fatal(err)
	}
	wantNames(t, dir, keep...)
	if err := Sweep(filepath.Join(dir, "missing", "f")); err != nil {
		t.Errorf("sweep in a missing directory: %v", err)
	}
}

func TestRename(t *testing.T) {
	dir := t.TempDir()
	from, to := filepath.Join(dir, "from"), filepath.Join(dir, "to")
	for _, path := range []string{from, to} {
		if err := WriteFile(path, []byte(path), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := Rename(from, to); err != nil {
		t.Fatal(err)
	}
	wantNames(t, dir, "to")
	if got, _ := os.ReadFile(to); string(got) != from {
		t.Errorf("content %q, want %q", got, from)
	}
	if err := Rename(from, to); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("renaming nothing: %v", err)
	}
	if err := Rename(to, filepath.Join(t.TempDir(), "to")); err == nil {
		t.Error("a move to another directory was accepted")
	}
}

func wantNames(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for _, e := range entries {
		seen[e.Name()] = true
	}
	for _, name := range want {
		if !seen[name] {
			t.Errorf("%s is missing", name)
		}
		delete(seen, name)
	}
	for name := range seen {
		t.Errorf("%s was left behind", name)
	}
}

func BenchmarkWriteFile(b *testing.B) {
	path := filepath.Join(b.TempDir(), "f")
	data := make([]byte, 4096)
	for b.Loop() {
		if err := WriteFile(path, data, 0o600); err != nil {
			b.Fatal(err)
		}
	}
}
