// SPDX-License-Identifier: Apache-2.0

package durable

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// MkdirAll makes the directory at path and every missing directory above it,
// each with perm less the umask, and returns once their names are durable:
// mkdirat(path) is followed by fsync of the directory that holds the new name.
// A directory that is there already is left as it is, its permissions too. It
// is an error when something that is no directory is in the way. The error
// wraps ErrFull when there is no space.
func MkdirAll(path string, perm fs.FileMode) error {
	path = filepath.Clean(path)
	info, err := os.Stat(path)
	if err == nil {
		if !info.IsDir() {
			return fmt.Errorf("make directory %s: %w", path, syscall.ENOTDIR)
		}
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return failed("make directory", path, err)
	}
	parent := filepath.Dir(path)
	if parent != path {
		if err := MkdirAll(parent, perm); err != nil {
			return err
		}
	}
	if err := os.Mkdir(path, perm); err != nil {
		// Somebody else may have made it since we looked.
		if info, serr := os.Stat(path); serr != nil || !info.IsDir() {
			return failed("make directory", path, err)
		}
	}
	// The new directory itself needs no flush: it is empty, and its own name
	// is what the parent's flush makes durable.
	if err := syncDir(parent); err != nil {
		return failed("make directory", path, err)
	}
	return nil
}
