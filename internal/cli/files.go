// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"parley/internal/durable"
)

// standard names the standard input or output in place of a file.
const standard = "-"

// read returns the content of an input file, or of the standard input.
func (a *app) read(path string, limit int64) ([]byte, error) {
	if path != standard {
		return durable.ReadFile(path, limit)
	}
	if a.in.Reader == nil {
		return nil, usageError("the standard input can be read once; name a file for one of the two")
	}
	in := a.in.Reader
	a.in.Reader = nil
	b, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > limit {
		return nil, failure(exitFailed, "the standard input holds more than %d bytes", limit)
	}
	return b, nil
}

// write puts a finished output in place. A file appears whole or not at all, for
// its owner alone. what names it in messages.
func (a *app) write(path string, data []byte, what string, text bool) error {
	if path != standard {
		return durable.WriteFile(path, data, 0o600)
	}
	if a.out.terminal && !text {
		return usageError("%s is not for a terminal; name a file", what)
	}
	_, err := a.out.Write(data)
	return err
}

// checkOutput refuses, before anything is done, an output that would replace an
// input or a file that the home needs, or that has nowhere to go.
func (a *app) checkOutput(path string, inputs ...string) error {
	switch {
	case path == standard && a.flags.json != "":
		return usageError("with --json the standard output is taken; name a file")
	case path == standard:
		return nil
	}
	for _, in := range append(inputs, a.flags.passphraseFile) {
		if in != "" && in != standard && sameFile(in, path) {
			return usageError("%s is read and would be written; name two files", path)
		}
	}
	info, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return usageError("%s is no folder", filepath.Dir(path))
	}
	info, err = os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return usageError("%s is there and is no ordinary file", path)
	}
	if home, err := a.homeDir(); err == nil && within(home, path) {
		return usageError("%s belongs to the home; name another file", path)
	}
	return nil
}

// sameFile reports whether two names lead to one file.
func sameFile(x, y string) bool {
	i, errX := os.Stat(x)
	j, errY := os.Stat(y)
	if errX == nil && errY == nil {
		return os.SameFile(i, j)
	}
	p, errX := filepath.Abs(x)
	q, errY := filepath.Abs(y)
	return errX == nil && errY == nil && p == q
}

func within(dir, path string) bool {
	d, errD := filepath.EvalSymlinks(dir)
	p, errP := filepath.EvalSymlinks(filepath.Dir(path))
	if errD != nil || errP != nil {
		return false
	}
	rel, err := filepath.Rel(d, p)
	return err == nil && rel == "."
}

// maxPassphraseFile bounds a file with a passphrase, in bytes.
const maxPassphraseFile = 4096

// readSecret reads a file with a passphrase or a hub's admission word: its
// first line end is not part of it.
func (a *app) readSecret(path string) ([]byte, error) {
	b, err := a.read(path, maxPassphraseFile)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); path != standard && err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		a.warn("chmod 600 "+quoted(path), "others on this machine can read %s", path)
	}
	line := strings.TrimSuffix(strings.TrimSuffix(string(b), "\n"), "\r")
	if strings.ContainsAny(line, "\n\r") {
		return nil, usageError("%s holds more than one line", path)
	}
	return []byte(line), nil
}
