// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"fmt"
	"os"
	"time"
)

// lockPause is how long lockFile sleeps between attempts.
const lockPause = 2 * time.Millisecond

// lockFile takes an exclusive lock on the file at path, made if missing, and
// returns what releases it. The lock also excludes other holders in the same
// program, and the system releases it when the program dies. The file itself
// stays: who removed it could let two holders in. It waits at most wait and
// then fails with ErrBusy.
func lockFile(path string, wait time.Duration) (release func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	// Tried again and again instead of waiting in the system call, which could
	// not be given up.
	for start := time.Now(); ; time.Sleep(lockPause) {
		ok, err := tryLock(f)
		if ok {
			return func() { unlock(f) }, nil
		}
		if err == nil && time.Since(start) >= wait {
			err = ErrBusy
		}
		if err != nil {
			f.Close()
			return nil, fmt.Errorf("lock %s: %w", path, err)
		}
	}
}
