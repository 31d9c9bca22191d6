// SPDX-License-Identifier: Apache-2.0

//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package keys

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// tryLock uses flock(2), whose lock belongs to the opening of the file, not to
// the program: two openings in one program exclude each other.
func tryLock(f *os.File) (bool, error) {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EWOULDBLOCK):
			return false, nil
		default:
			return err == nil, err
		}
	}
}

// unlock releases the lock by closing the only opening of the file.
func unlock(f *os.File) { f.Close() }
