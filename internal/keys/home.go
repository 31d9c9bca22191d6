// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"filippo.io/age"

	"parley/internal/durable"
)

// Create makes a new home in dir (made with mode 0700 if missing) with an empty
// ring and a fresh storage key, and returns it unlocked. It fails with
// ErrShortPassphrase, or with ErrExists when keys are there already, even
// damaged ones; and it refuses a directory that everybody may write to. It takes
// a second or so at CostDefault. When it is cut short there is either no home,
// and Create can be called again, or a complete one.
func Create(dir string, passphrase []byte, cost Cost) (*Unlocked, error) {
	if err := checkNew(dir); err != nil {
		return nil, err
	}
	id, err := age.GenerateHybridIdentity()
	if err != nil {
		return nil, fmt.Errorf("create home %s: %w", dir, err)
	}
	identity, err := sealIdentity(id, passphrase, cost)
	if err != nil {
		return nil, fmt.Errorf("create home %s: %w", dir, err)
	}
	u := &Unlocked{dir: dir, id: id, ring: newRing()}
	ring, err := u.sealRing(u.ring)
	if err != nil {
		return nil, fmt.Errorf("create home %s: %w", dir, err)
	}
	if err := durable.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("create home: %w", err)
	}
	if err := checkPrivate(dir); err != nil {
		return nil, err
	}
	release, err := lockFile(filepath.Join(dir, ringLockName), lockWait)
	if err != nil {
		return nil, fmt.Errorf("create home: %w", err)
	}
	defer release()
	// Again, now that nobody else can be creating.
	if err := checkNew(dir); err != nil {
		return nil, err
	}
	// The ring goes first, under a name that counts for nothing until the
	// identity is there. So neither file of a real home can be mistaken for
	// the rest of an interrupted Create and overwritten.
	if err := writeHomeFile(dir, newRingName, ring); err != nil {
		return nil, fmt.Errorf("create home: %w", err)
	}
	if err := writeHomeFile(dir, identityName, identity); err != nil {
		return nil, fmt.Errorf("create home: %w", err)
	}
	if err := adoptRing(dir); err != nil {
		return nil, fmt.Errorf("create home: %w", err)
	}
	u.seen = digest(ring)
	return u, nil
}

// Unlock opens the home in dir with its passphrase. It fails with ErrNoHome,
// ErrPassphrase or ErrDamaged. It takes as long as the cost the home was made
// with (a second or so by default) and, for a file made by others with the
// highest cost accepted (work factor 22), up to half a minute and 4 GiB.
func Unlock(dir string, passphrase []byte) (*Unlocked, error) {
	if err := checkHome(dir); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, identityName)
	file, err := durable.ReadFile(path, maxIdentityFile)
	if err != nil {
		return nil, damagedIfLarge(err)
	}
	id, err := openIdentity(file, passphrase)
	if err != nil {
		return nil, fmt.Errorf("unlock %s: %w", path, err)
	}
	return unlockWith(dir, id)
}

// UnlockWith opens the home in dir with its age identity, as Identity returns
// it, without the passphrase. It fails with ErrNoHome, or with ErrDamaged when
// the identity is malformed or is not the one the ring was encrypted to.
func UnlockWith(dir, identity string) (*Unlocked, error) {
	if err := checkHome(dir); err != nil {
		return nil, err
	}
	id, err := parseIdentity([]byte(identity))
	if err != nil {
		return nil, fmt.Errorf("unlock %s: %w", dir, err)
	}
	return unlockWith(dir, id)
}

func unlockWith(dir string, id *age.HybridIdentity) (*Unlocked, error) {
	u := &Unlocked{dir: dir, id: id}
	err := u.read()
	if errors.Is(err, fs.ErrNotExist) {
		// Create was cut short after the identity was written: finish it.
		if err := u.finishCreate(); err != nil {
			return nil, err
		}
		err = u.read()
	}
	if err != nil {
		return nil, damagedIfMissing(err)
	}
	return u, nil
}

// finishCreate gives the new ring its name, if it is there and is ours.
func (u *Unlocked) finishCreate() error {
	release, err := lockFile(filepath.Join(u.dir, ringLockName), lockWait)
	if err != nil {
		return fmt.Errorf("unlock %s: %w", u.dir, err)
	}
	defer release()
	if err := u.read(); err == nil {
		return nil // another program was faster
	}
	file, err := durable.ReadFile(filepath.Join(u.dir, newRingName), maxRingFile)
	if err != nil {
		return fmt.Errorf("unlock %s: %s is missing: %w", u.dir, ringName, ErrDamaged)
	}
	ring, err := u.openRing(file)
	if err != nil {
		return fmt.Errorf("unlock %s: %s: %w", u.dir, newRingName, err)
	}
	ring.Wipe()
	return adoptRing(u.dir)
}

func adoptRing(dir string) error {
	return durable.Rename(filepath.Join(dir, newRingName), filepath.Join(dir, ringName))
}

// writeHomeFile writes one key file and clears what interrupted writes of it
// left. The caller holds ring.lock, so no other write of it is under way.
func writeHomeFile(dir, name string, data []byte) error {
	path := filepath.Join(dir, name)
	if err := durable.Sweep(path); err != nil {
		return err
	}
	return durable.WriteFile(path, data, 0o600)
}

// checkNew says whether dir is free for a new home.
func checkNew(dir string) error {
	for _, name := range []string{identityName, ringName} {
		// Lstat: a link that leads nowhere is in the way as well.
		_, err := os.Lstat(filepath.Join(dir, name))
		if err == nil {
			return fmt.Errorf("create home %s: %s: %w", dir, name, ErrExists)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("create home: %w", err)
		}
	}
	return nil
}

// checkHome says whether there are keys in dir.
func checkHome(dir string) error {
	_, err := os.Stat(filepath.Join(dir, identityName))
	if err == nil {
		return nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("unlock: %w", err)
	}
	if _, err := os.Stat(filepath.Join(dir, ringName)); err == nil {
		return fmt.Errorf("unlock %s: %s is there but %s is missing: %w", dir, ringName, identityName, ErrDamaged)
	}
	return fmt.Errorf("unlock %s: %w", dir, ErrNoHome)
}

// checkPrivate refuses a directory in which everybody could swap our files.
// Reading is tolerated, since the files are encrypted and 0600 themselves.
func checkPrivate(dir string) error {
	if runtime.GOOS == "windows" {
		return nil // access lists are not in the mode bits
	}
	info, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("create home: %w", err)
	}
	if info.Mode().Perm()&0o002 != 0 {
		return fmt.Errorf("create home %s: everybody may write to this directory (%s)", dir, info.Mode())
	}
	return nil
}

func damagedIfMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

func damagedIfLarge(err error) error {
	if errors.Is(err, durable.ErrTooLarge) {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}
