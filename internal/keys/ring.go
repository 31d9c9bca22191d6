// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"slices"
)

// KeySize is the size of every key in a ring, and of identifiers and hashes, in
// bytes.
const KeySize = 32

// Limits of a ring; Validate checks them.
const (
	// MaxSeats is the largest number of seats in a ring.
	MaxSeats = 10_000
	// MaxGenerations is the largest number of seat key generations kept for a
	// seat. With a generation a month and old ones destroyed, a few are normal.
	MaxGenerations = 256
	// MaxURL is the length of the longest hub address, in bytes.
	MaxURL = 256

	maxGenerationNumber = 1<<31 - 1
)

// Ring holds the secret keys of a home. Printing it with fmt shows counts only,
// and text encoders such as encoding/json refuse it.
type Ring struct {
	// Storage is the key under which a node wraps content keys and whatever
	// else it keeps on disk. Random at creation.
	Storage [KeySize]byte
	// Seats are sorted by Process; those that are still joining have the zero
	// process and come first, in the order they were added.
	Seats []Seat
}

// Seat holds the keys of one seat in one process, as one device has them.
type Seat struct {
	// Label is the person's own short name for the process, used on the
	// command line: 1 to 32 of a-z, 0-9 and "-". Unique in the ring.
	Label string
	// Process is the process identifier, unique in the ring, or zero while
	// joining: the request is sent, but the process is not yet confirmed.
	Process [KeySize]byte
	// Name is the seat's name in the process: 1 to 16 of A-Z, a-z, 0-9 and ".".
	Name string
	// Device is the device's name in the seat: 1 to 8 of a-z and 0-9.
	Device string
	// Root is the Ed25519 seed of the seat's root key, or empty when that key
	// is kept elsewhere, as it should be.
	Root []byte
	// Sign, Witness and TLS are Ed25519 seeds of this device: for statements,
	// for cosignatures of checkpoints, and for the connection to the hub.
	Sign, Witness, TLS [KeySize]byte
	// Seal is the device's X-Wing (ML-KEM-768 with X25519) decapsulation seed.
	Seal [KeySize]byte
	// Auth is the device's X25519 private key.
	Auth [KeySize]byte
	// Generations are the keys that all devices of the seat share, ascending
	// by Number.
	Generations []Generation
	// Hub is where the hub is; zero when there is none.
	Hub HubAddress
	// Token is the one-time invitation token while joining, otherwise empty.
	Token []byte
}

// Generation is one generation of the keys that all devices of a seat share.
type Generation struct {
	// Number counts generations, from 0 to 2^31-1.
	Number int
	// Seal is an X-Wing decapsulation seed, Auth an X25519 private key.
	Seal, Auth [KeySize]byte
}

// HubAddress says where a hub is and how to recognise it.
type HubAddress struct {
	// URL is an https address without user, query or fragment.
	URL string
	// Cert is the SHA-256 hash of the hub's certificate (DER).
	Cert [KeySize]byte
}

// NewSeat returns a seat that is joining, with fresh device keys read from
// random (crypto/rand.Reader except in tests), and without root, generations,
// hub and token. It fails only if random fails; names are checked by Validate.
func NewSeat(label, name, device string, random io.Reader) (Seat, error) {
	s := Seat{Label: label, Name: name, Device: device}
	for _, k := range s.deviceKeys() {
		if _, err := io.ReadFull(random, k.key[:]); err != nil {
			return Seat{}, fmt.Errorf("make keys of seat %q: %w", name, err)
		}
	}
	return s, nil
}

// NewGeneration returns a generation with fresh keys read from random.
func NewGeneration(number int, random io.Reader) (Generation, error) {
	g := Generation{Number: number}
	for _, key := range []*[KeySize]byte{&g.Seal, &g.Auth} {
		if _, err := io.ReadFull(random, key[:]); err != nil {
			return Generation{}, fmt.Errorf("make seat keys %d: %w", number, err)
		}
	}
	return g, nil
}

// newRing returns an empty ring with a fresh storage key.
func newRing() Ring {
	var r Ring
	rand.Read(r.Storage[:]) // never fails: it ends the program instead
	return r
}

// Find returns the seat with that label, inside r, or nil.
func (r *Ring) Find(label string) *Seat {
	for i := range r.Seats {
		if r.Seats[i].Label == label {
			return &r.Seats[i]
		}
	}
	return nil
}

// Joining says whether the seat is not yet confirmed in a process.
func (s *Seat) Joining() bool { return s.Process == [KeySize]byte{} }

// namedKey is a key of a seat with its keyword in the text form.
type namedKey struct {
	word string
	key  *[KeySize]byte
}

// deviceKeys lists the keys every seat has, in the order of the text form.
func (s *Seat) deviceKeys() [5]namedKey {
	return [...]namedKey{
		{"sign", &s.Sign}, {"witness", &s.Witness}, {"tls", &s.TLS}, {"seal", &s.Seal}, {"auth", &s.Auth},
	}
}

// clone returns a copy that shares no memory with r.
func (r Ring) clone() Ring {
	r.Seats = slices.Clone(r.Seats)
	for i := range r.Seats {
		s := &r.Seats[i]
		s.Root = cloneKey(s.Root)
		s.Token = cloneKey(s.Token)
		s.Generations = slices.Clone(s.Generations)
	}
	return r
}

// cloneKey makes an absent key nil, so that it compares like one just read.
func cloneKey(key []byte) []byte {
	if len(key) == 0 {
		return nil
	}
	return bytes.Clone(key)
}

// equal compares rings that are valid.
func (r Ring) equal(o Ring) bool {
	a, b := r.text(), o.text()
	defer clear(a)
	defer clear(b)
	return bytes.Equal(a, b)
}

// Wipe overwrites every key in r, also in the memory that copies of r share.
func (r *Ring) Wipe() {
	clear(r.Storage[:])
	for i := range r.Seats {
		s := &r.Seats[i]
		for _, k := range s.deviceKeys() {
			clear(k.key[:])
		}
		clear(s.Root)
		clear(s.Token)
		clear(s.Generations)
	}
}

// compareSeats orders by process only: seats still joining are equal.
func compareSeats(a, b Seat) int { return bytes.Compare(a.Process[:], b.Process[:]) }
