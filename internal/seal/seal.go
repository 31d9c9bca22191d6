// SPDX-License-Identifier: Apache-2.0

// Package seal knows which of a person's keys open which envelope. It turns the
// seeds of a key ring into the keys that package record works with, opens
// envelopes with them, and keeps what opens an envelope wrapped under the
// home's storage key, so that the keys envelopes travel under can be destroyed
// while the archive stays readable.
//
// It knows no log, no roster and no disk.
package seal

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/crypto/chacha20poly1305"

	"parley/internal/keys"
	"parley/record"
)

// Keys are the keys of one seat in one process, ready for use.
type Keys struct {
	Process record.Hash
	Device  *record.DeviceSecret
	Root    *record.Signer // nil when the root key is kept elsewhere
	TLS     [32]byte       // seed of the connection's certificate

	seat    string
	secrets []*record.SeatSecret // by generation, newest last
	storage [32]byte
}

// New prepares the keys of a seat of a ring.
func New(s keys.Seat, storage [32]byte) (*Keys, error) {
	device, err := record.NewDeviceSecret(record.Author{Seat: s.Name, Device: s.Device},
		record.DeviceSeeds{Sign: s.Sign, Witness: s.Witness, Seal: s.Seal, Auth: s.Auth})
	if err != nil {
		return nil, fmt.Errorf("keys of seat %s: %w", s.Name, err)
	}
	k := &Keys{Process: s.Process, Device: device, TLS: s.TLS, seat: s.Name, storage: storage}
	if len(s.Root) == 32 {
		root := record.RootSigner(s.Name, [32]byte(s.Root))
		k.Root = &root
	}
	for _, g := range s.Generations {
		if err := k.Add(g); err != nil {
			return nil, err
		}
	}
	return k, nil
}

// Add takes in a further generation of the seat's keys.
func (k *Keys) Add(g keys.Generation) error {
	secret, err := record.NewSeatSecret(int64(g.Number), g.Seal, g.Auth)
	if err != nil {
		return fmt.Errorf("generation %d of the keys of seat %s: %w", g.Number, k.seat, err)
	}
	at, found := k.find(secret.Generation)
	if found {
		return fmt.Errorf("generation %d of the keys of seat %s is there already", g.Number, k.seat)
	}
	k.secrets = slices.Insert(k.secrets, at, secret)
	return nil
}

// Has reports whether a generation of the seat's keys is held.
func (k *Keys) Has(generation int64) bool {
	_, found := k.find(generation)
	return found
}

func (k *Keys) find(generation int64) (int, bool) {
	return slices.BinarySearchFunc(k.secrets, generation, func(s *record.SeatSecret, g int64) int { return cmp.Compare(s.Generation, g) })
}

// Generation is the number of the newest seat key held; 0 for none.
func (k *Keys) Generation() int64 {
	if len(k.secrets) == 0 {
		return 0
	}
	return k.secrets[len(k.secrets)-1].Generation
}

// First is the oldest seat key held: that of an enrolment.
func (k *Keys) First() (*record.SeatSecret, error) {
	if len(k.secrets) == 0 {
		return nil, fmt.Errorf("seat %s has no seat key on this machine", k.seat)
	}
	return k.secrets[0], nil
}

// Open finds what opens an envelope among the seat keys.
func (k *Keys) Open(e *record.Envelope) (record.Opening, error) { return e.Unlock(k.seat, k.secrets) }

// ErrKept means that something wrapped under the storage key does not open: it
// was damaged, or belongs to another home.
var ErrKept = errors.New("what was kept here does not open with this home's storage key")

const keptLabel = "parley.kept/v1\n"

// Wrap encrypts data under the storage key, bound to a name that Unwrap must
// be given again.
func (k *Keys) Wrap(name, data []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(k.storage[:])
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(data)+aead.Overhead())
	rand.Read(nonce)
	return aead.Seal(nonce, nonce, data, append([]byte(keptLabel), name...)), nil
}

// Unwrap decrypts what Wrap made.
func (k *Keys) Unwrap(name, wrapped []byte) ([]byte, error) {
	aead, err := chacha20poly1305.NewX(k.storage[:])
	if err != nil {
		return nil, err
	}
	if len(wrapped) < aead.NonceSize() {
		return nil, ErrKept
	}
	n := aead.NonceSize()
	data, err := aead.Open(nil, wrapped[:n], wrapped[n:], append([]byte(keptLabel), name...))
	if err != nil {
		return nil, ErrKept
	}
	return data, nil
}

// Keep wraps an opening whose provenance has been settled: checked by this
// reader, or relayed by another.
func (k *Keys) Keep(id record.Hash, o record.Opening) ([]byte, error) {
	data := append(o.CEK[:], 0)
	if o.Origin == record.Relayed {
		data[32] = 1
	}
	return k.Wrap(id[:], data)
}

// Kept is the inverse of Keep.
func (k *Keys) Kept(id record.Hash, wrapped []byte) (record.Opening, error) {
	data, err := k.Unwrap(id[:], wrapped)
	if err != nil {
		return record.Opening{}, err
	}
	if len(data) != 33 {
		return record.Opening{}, ErrKept
	}
	o := record.Opening{CEK: [32]byte(data[:32]), Origin: record.Checked}
	if data[32] == 1 {
		o.Origin = record.Relayed
	}
	return o, nil
}

// Enrol signs the enrolment of a seat: what an invitation is answered with.
func Enrol(s keys.Seat, role string, cert record.Hash) (*record.Enrolment, error) {
	k, err := New(s, [32]byte{})
	if err != nil {
		return nil, err
	}
	if k.Root == nil {
		return nil, fmt.Errorf("seat %s has no root key on this machine", s.Name)
	}
	first, err := k.First()
	if err != nil {
		return nil, err
	}
	return record.NewEnrolment(role, *k.Root, k.Device, cert, first)
}
