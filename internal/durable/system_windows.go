// SPDX-License-Identifier: Apache-2.0

package durable

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// Windows error numbers that package syscall does not name (winerror.h).
const (
	errorSharingViolation = syscall.Errno(32)
	errorHandleDiskFull   = syscall.Errno(39)
	errorDiskFull         = syscall.Errno(112)
)

// rename replaces in one step, but Windows refuses while another program has
// the old file open without leave to delete it. Readers of our files are quick,
// so it is tried again for half a second.
func rename(from, to string) error {
	const attempts, pause = 50, 10 * time.Millisecond
	for i := 0; ; i++ {
		err := os.Rename(from, to)
		busy := errors.Is(err, errorSharingViolation) || errors.Is(err, syscall.ERROR_ACCESS_DENIED)
		if !busy || i == attempts {
			return err
		}
		time.Sleep(pause)
	}
}

// syncDir does nothing: FlushFileBuffers refuses a directory.
func syncDir(string) error { return nil }

func systemFull() []syscall.Errno {
	return []syscall.Errno{errorDiskFull, errorHandleDiskFull}
}
