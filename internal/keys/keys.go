// SPDX-License-Identifier: Apache-2.0

// Package keys keeps the secret keys of one home: the directory of one person
// or delegation on one machine, with the keys of one seat for each process it
// takes part in. It makes, locks and unlocks the key files and runs the unlock
// agent. It knows no envelope, no roster and no hub; what the keys open is the
// business of seal and node.
//
// # Files of a home
//
//	identity.age  an age hybrid identity (ML-KEM-768 with X25519), one line,
//	              encrypted to the passphrase with age's scrypt
//	ring.age      the ring (see Ring), encrypted to that identity, written
//	              anew and atomically at each change
//	ring.age.new  only between two steps of Create, or after it was cut short
//	ring.lock     empty; locked while the files above are changed
//	agent.sock    while an agent runs (ServeAgent), with agent.lock, which is
//	              empty, and agent.path when the socket had to be elsewhere
//
// Both .age files are ordinary age files, so a person whose Parley is gone can
// read the ring with "age -d -i identity.age ring.age". Nothing secret is in
// clear in any file. Changing the passphrase changes identity.age only; an old
// copy of that file still opens with the old passphrase.
//
// # What is not protected
//
//   - ring.age carries no signature. It can be forged only by who knows the
//     identity's public half, which therefore never leaves this package, but
//     somebody with write access to the home can put an older ring.age back.
//   - The length of ring.age tells roughly how many seats it holds.
//   - Lock overwrites the keys this package holds. Go may have copied them
//     meanwhile, passphrases and identities pass through strings inside age,
//     and the inner state of age cannot be reached; the system may have swapped
//     any of it to disk. Switching the machine off is the only sure way.
//   - The passphrase is taken as bytes and is not normalised (no Unicode NFC):
//     the same letters typed on another system may be other bytes. Callers
//     should advise ASCII.
package keys

import (
	"errors"
	"fmt"
)

// Errors that callers tell apart; the errors returned wrap them and name the
// file.
var (
	// ErrNoHome means the directory holds no keys.
	ErrNoHome = errors.New("there is no home here")
	// ErrExists means Create found keys already, and touched nothing.
	ErrExists = errors.New("there is a home here already")
	// ErrPassphrase means the passphrase is wrong, or the few bytes of
	// identity.age that depend on it were altered: the two look the same.
	ErrPassphrase = errors.New("the passphrase does not open this file")
	// ErrShortPassphrase means a new passphrase is shorter than MinPassphrase.
	ErrShortPassphrase = fmt.Errorf("a passphrase needs at least %d bytes", MinPassphrase)
	// ErrDamaged means a key file is missing, cut short, altered or not ours.
	ErrDamaged = errors.New("the key file is damaged")
	// ErrLocked means the keys are locked: after Lock, or when no agent answers.
	ErrLocked = errors.New("the keys are locked")
	// ErrBusy means another program held the ring for too long (10 seconds).
	ErrBusy = errors.New("the keys are in use by another program")
)

// Names of the files in a home, and what they may weigh in bytes.
const (
	identityName = "identity.age"
	ringName     = "ring.age"
	newRingName  = "ring.age.new"
	ringLockName = "ring.lock"

	// An identity file is 400 bytes; the rest is room for later age versions.
	maxIdentityFile = 16 << 10
	// age adds a header of 1.7 kB and 16 bytes to each 64 KiB.
	maxRingFile = maxRingText + maxRingText/1024 + 16<<10
)
