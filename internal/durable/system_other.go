// SPDX-License-Identifier: Apache-2.0

//go:build !windows

package durable

import (
	"errors"
	"os"
	"syscall"
)

// rename is renameat, which replaces in one step.
func rename(from, to string) error {
	return os.Rename(from, to)
}

// syncDir flushes a directory, so that names made or swapped in it last.
// File systems that have no such operation answer EINVAL or ENOTSUP; there
// nothing more can be done, and refusing to write at all would help nobody.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil
	}
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	return err
}

func systemFull() []syscall.Errno { return nil }
