// SPDX-License-Identifier: Apache-2.0

//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package keys

import (
	"errors"
	"os"
)

// tryLock refuses: without a lock a change could be lost.
func tryLock(*os.File) (bool, error) { return false, errors.ErrUnsupported }

func unlock(f *os.File) { f.Close() }
