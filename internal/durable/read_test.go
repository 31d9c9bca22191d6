// SPDX-License-Identifier: Apache-2.0

package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	if err := os.WriteFile(path, make([]byte, 100), 0o600); err != nil {
		t.Fatal(err)
	}
	for max, want := range map[int64]error{0: ErrTooLarge, 99: ErrTooLarge, 100: nil, 101: nil} {
		got, err := ReadFile(path, max)
		if !errors.Is(err, want) {
			t.Errorf("limit %d: %v, want %v", max, err, want)
		}
		if want == nil && len(got) != 100 {
			t.Errorf("limit %d: %d bytes", max, len(got))
		}
	}
	if _, err := ReadFile(filepath.Join(dir, "none"), 10); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: %v", err)
	}
	if _, err := ReadFile(dir, 10); err == nil {
		t.Error("a directory was read")
	}
	empty := filepath.Join(dir, "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadFile(empty, 0); err != nil || len(got) != 0 {
		t.Errorf("empty file: %q, %v", got, err)
	}
}

// Some files say they are empty and are not; the limit must hold there too.
func TestReadFileSizeUnknown(t *testing.T) {
	const path = "/proc/self/status"
	if runtime.GOOS != "linux" {
		t.Skip("needs " + path)
	}
	got, err := ReadFile(path, 1<<20)
	if err != nil || len(got) == 0 {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
	if _, err := ReadFile(path, 10); !errors.Is(err, ErrTooLarge) {
		t.Errorf("limit 10: %v", err)
	}
}

func TestMkdirAll(t *testing.T) {
	base := t.TempDir()
	path := filepath.Join(base, "a", "b", "c")
	for range 2 { // the second time it is there
		if err := MkdirAll(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range []string{path, filepath.Join(base, "a")} {
		info, err := os.Stat(p)
		if err != nil || !info.IsDir() {
			t.Fatalf("%s: %v", p, err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
			t.Errorf("%s: permissions %v", p, info.Mode().Perm())
		}
	}
	if err := os.WriteFile(filepath.Join(base, "f"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := MkdirAll(filepath.Join(base, "f"), 0o700); err == nil {
		t.Error("a file passed for a directory")
	}
	if err := MkdirAll(filepath.Join(base, "f", "g"), 0o700); err == nil {
		t.Error("a directory was made under a file")
	}
	t.Chdir(base)
	if err := MkdirAll("x/y", 0o700); err != nil {
		t.Errorf("relative path: %v", err)
	}
	if err := MkdirAll(".", 0o700); err != nil {
		t.Errorf("working directory: %v", err)
	}
}
