// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"filippo.io/age"

	"parley/internal/durable"
)

// lockWait is how long a change waits for another program's change, which
// takes milliseconds.
const lockWait = 10 * time.Second

// Unlocked is a home whose keys are open in memory. Its methods may be called
// from several goroutines, and several programs may have the same home unlocked
// at the same time. Call Lock when done.
type Unlocked struct {
	dir string

	mu   sync.Mutex          // guards all below
	id   *age.HybridIdentity // nil once locked
	ring Ring                // as last read from or written to ring.age
	seen [sha256.Size]byte   // hash of the ring.age that ring came from
}

// Dir returns the directory of the home, as it was given.
func (u *Unlocked) Dir() string { return u.dir }

// Ring returns a copy of the ring as it is on disk now, so that changes made by
// another program are seen. Reading costs some 20 µs while nothing changed. The
// caller should Wipe the copy. It fails with ErrLocked, or ErrDamaged.
func (u *Unlocked) Ring() (Ring, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if err := u.refresh(); err != nil {
		return Ring{}, err
	}
	return u.ring.clone(), nil
}

// Change reads the ring, lets f change it, sorts and validates it, and writes
// it durably. Changes are made one after the other, also between programs, and
// each starts from the result of the one before: none is lost. When f returns
// an error, or leaves an invalid ring, nothing is written and that error is
// returned; when f changes nothing, nothing is written either. f should be
// quick, since other changes wait for it (at most 10 seconds), must not keep the
// pointer, and must not call Change or ChangePassphrase. Besides f's errors
// Change fails with ErrLocked, ErrBusy, ErrDamaged or durable.ErrFull.
func (u *Unlocked) Change(f func(*Ring) error) error {
	// Without u.mu, so that Lock need not wait for another program or for f.
	// The lock file also keeps the goroutines of this program apart.
	release, err := u.holdRing()
	if err != nil {
		return fmt.Errorf("change ring: %w", err)
	}
	defer release()
	// Not wiped afterwards: f may put slices of its own into it.
	next, err := u.Ring()
	if err != nil {
		return err
	}
	if err := f(&next); err != nil {
		return err
	}
	if err := u.replace(next); err != nil {
		return fmt.Errorf("change ring: %w", err)
	}
	return nil
}

// holdRing takes ring.lock.
func (u *Unlocked) holdRing() (release func(), err error) {
	if _, err := u.openIdentity(); err != nil {
		return nil, err
	}
	return lockFile(filepath.Join(u.dir, ringLockName), lockWait)
}

// replace makes next the ring. The caller holds ring.lock.
func (u *Unlocked) replace(next Ring) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.id == nil {
		return ErrLocked
	}
	own := next.clone()
	slices.SortStableFunc(own.Seats, compareSeats)
	err := own.Validate()
	if err == nil && own.equal(u.ring) {
		own.Wipe()
		return nil
	}
	var file []byte
	if err == nil {
		file, err = u.sealRing(own)
	}
	if err == nil {
		err = writeHomeFile(u.dir, ringName, file)
	}
	if err != nil {
		// The file may nevertheless be the new one (see durable.WriteFile).
		// Then its hash is not u.seen and the next call reads it.
		own.Wipe()
		return err
	}
	u.ring.Wipe()
	u.ring, u.seen = own, digest(file)
	return nil
}

// ChangePassphrase encrypts the identity to another passphrase. The ring and
// the identity itself stay as they are. It fails with ErrShortPassphrase,
// ErrLocked, ErrBusy, ErrDamaged or durable.ErrFull; the old passphrase holds
// then.
func (u *Unlocked) ChangePassphrase(passphrase []byte, cost Cost) error {
	id, err := u.openIdentity()
	if err != nil {
		return fmt.Errorf("change passphrase: %w", err)
	}
	// Before taking any lock, since it takes a second.
	file, err := sealIdentity(id, passphrase, cost)
	if err != nil {
		return fmt.Errorf("change passphrase: %w", err)
	}
	release, err := u.holdRing()
	if err != nil {
		return fmt.Errorf("change passphrase: %w", err)
	}
	defer release()
	u.mu.Lock()
	defer u.mu.Unlock()
	// The identity in memory must still be the one of this home, which may
	// have been removed and made anew; otherwise we would shut its owner out.
	if err := u.refresh(); err != nil {
		return fmt.Errorf("change passphrase: %w", err)
	}
	if err := writeHomeFile(u.dir, identityName, file); err != nil {
		return fmt.Errorf("change passphrase: %w", err)
	}
	return nil
}

// Identity returns the age identity of the home, for UnlockWith. It opens the
// ring without a passphrase: keep it in memory only. It fails with ErrLocked.
func (u *Unlocked) Identity() (string, error) {
	id, err := u.openIdentity()
	if err != nil {
		return "", err
	}
	return id.String(), nil
}

func (u *Unlocked) openIdentity() (*age.HybridIdentity, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.id == nil {
		return nil, ErrLocked
	}
	return u.id, nil
}

// Lock overwrites the keys held by u, as far as Go allows (see the package
// comment), and makes later calls return ErrLocked. Copies handed out by Ring
// are the callers' to wipe. Calling it again does nothing.
func (u *Unlocked) Lock() {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.ring.Wipe()
	u.ring, u.seen, u.id = Ring{}, [sha256.Size]byte{}, nil
}

// refresh reads the ring again if the file changed, and says what is wrong.
func (u *Unlocked) refresh() error {
	if u.id == nil {
		return ErrLocked
	}
	return damagedIfMissing(u.read())
}

// read reads ring.age into u.ring unless it is the file already read. A hash
// decides, not the time of the file: two changes may fall into one tick of the
// file system's clock. An error that wraps fs.ErrNotExist means there is none.
func (u *Unlocked) read() error {
	path := filepath.Join(u.dir, ringName)
	file, err := durable.ReadFile(path, maxRingFile)
	if err != nil {
		return damagedIfLarge(err)
	}
	sum := digest(file)
	if sum == u.seen {
		return nil
	}
	ring, err := u.openRing(file)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	u.ring.Wipe()
	u.ring, u.seen = ring, sum
	return nil
}

func (u *Unlocked) sealRing(r Ring) ([]byte, error) {
	text := r.text()
	defer clear(text)
	if len(text) > maxRingText {
		return nil, fmt.Errorf("the ring would take %d bytes, the limit is %d", len(text), maxRingText)
	}
	return sealAge(text, u.id.Recipient())
}

func (u *Unlocked) openRing(file []byte) (Ring, error) {
	text, err := openAge(file, u.id)
	var mismatch *age.NoIdentityMatchError
	if errors.As(err, &mismatch) {
		return Ring{}, fmt.Errorf("%w: it is not encrypted to this identity", ErrDamaged)
	}
	if err != nil {
		return Ring{}, err
	}
	defer clear(text)
	ring, err := parseRing(text)
	if err != nil {
		return Ring{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return ring, nil
}

func digest(file []byte) [sha256.Size]byte { return sha256.Sum256(file) }
