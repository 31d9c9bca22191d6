// SPDX-License-Identifier: Apache-2.0

package record

import (
	"crypto/ecdh"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
)

// Sizes of the public keys of the record, in bytes.
const (
	sealKeySize = 1216 // X-Wing: ML-KEM-768 encapsulation key and X25519 point
	authKeySize = 32   // X25519
	signKeySize = ed25519.PublicKeySize
)

// kem is the only key encapsulation of suite 1, X-Wing
// (draft-connolly-cfrg-xwing-kem; HPKE id 0x647a).
func kem() hpke.KEM { return hpke.MLKEM768X25519() }

// SeatSecret is one generation of the keys that a seat is sealed to. All
// devices of the seat hold it.
type SeatSecret struct {
	Generation int64
	seal       hpke.PrivateKey
	auth       *ecdh.PrivateKey
}

// NewSeatSecret makes the secret of a generation from its two seeds: the X-Wing
// decapsulation seed and the X25519 scalar.
func NewSeatSecret(generation int64, seal, auth [32]byte) (*SeatSecret, error) {
	s, err := kem().NewPrivateKey(seal[:])
	if err != nil {
		return nil, fmt.Errorf("seat sealing key: %w", err)
	}
	a, err := ecdh.X25519().NewPrivateKey(auth[:])
	if err != nil {
		return nil, fmt.Errorf("seat authentication key: %w", err)
	}
	return &SeatSecret{generation, s, a}, nil
}

// Public returns the public half: 1,216 and 32 bytes.
func (s *SeatSecret) Public() (seal, auth []byte) {
	return s.seal.PublicKey().Bytes(), s.auth.PublicKey().Bytes()
}

// DeviceSecret is what one device signs, authenticates and unwraps with. A
// device's keys are never copied to another machine or into a backup.
type DeviceSecret struct {
	Author  Author
	sign    ed25519.PrivateKey
	witness ed25519.PrivateKey
	seal    hpke.PrivateKey
	auth    *ecdh.PrivateKey
}

// DeviceSeeds are the 32-byte seeds of a device's keys.
type DeviceSeeds struct{ Sign, Witness, Seal, Auth [32]byte }

// NewDeviceSecret makes the keys of a device from their seeds.
func NewDeviceSecret(a Author, seeds DeviceSeeds) (*DeviceSecret, error) {
	seal, err := kem().NewPrivateKey(seeds.Seal[:])
	if err != nil {
		return nil, fmt.Errorf("device sealing key: %w", err)
	}
	auth, err := ecdh.X25519().NewPrivateKey(seeds.Auth[:])
	if err != nil {
		return nil, fmt.Errorf("device authentication key: %w", err)
	}
	return &DeviceSecret{
		Author:  a,
		sign:    ed25519.NewKeyFromSeed(seeds.Sign[:]),
		witness: ed25519.NewKeyFromSeed(seeds.Witness[:]),
		seal:    seal,
		auth:    auth,
	}, nil
}

// NewSeed draws a fresh 32-byte seed. It does not fail: crypto/rand.Read ends
// the program when the system has no randomness.
func NewSeed() (seed [32]byte) {
	rand.Read(seed[:])
	return seed
}

// Signer signs statements in the record register.
type Signer struct {
	Author Author
	key    ed25519.PrivateKey
}

// WitnessKey is the public key that the device cosigns with.
func (d *DeviceSecret) WitnessKey() []byte { return d.witness.Public().(ed25519.PublicKey) }

// Signer returns the signing half of a device.
func (d *DeviceSecret) Signer() Signer { return Signer{d.Author, d.sign} }

// RootSigner returns the signer of a seat's root key.
func RootSigner(seat string, seed [32]byte) Signer {
	return Signer{Root(seat), ed25519.NewKeyFromSeed(seed[:])}
}

// Public is the 32-byte Ed25519 public key of the signer.
func (s Signer) Public() []byte { return s.key.Public().(ed25519.PublicKey) }

// sign signs a text that carries its own label in its first line.
func (s Signer) sign(text []byte) []byte {
	return ed25519.Sign(s.key, append([]byte(labelSig), text...))
}

func verifySig(key, text, sig []byte) bool {
	return len(key) == signKeySize && len(sig) == ed25519.SignatureSize &&
		ed25519.Verify(key, append([]byte(labelSig), text...), sig)
}

// macKey is the key shared by an author device and a recipient seat, the same
// from either side. It binds the process and both names.
func macKey(own *ecdh.PrivateKey, peer []byte, process Hash, sender Author, recipient string) ([]byte, error) {
	p, err := ecdh.X25519().NewPublicKey(peer)
	if err != nil {
		return nil, err
	}
	secret, err := own.ECDH(p)
	if err != nil {
		return nil, err
	}
	info := labelAuth + string(process[:]) + sender.String() + "\x00" + recipient
	return hkdf.Key(sha256.New, secret, nil, info, 32)
}

// authTag is the tag by which one recipient knows the author of a
// without-prejudice entry. hh is the hash of the envelope's head, and so binds
// the process, the roster and the commitment to the text.
func authTag(key []byte, hh Hash) (tag [16]byte) {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(labelAuth))
	m.Write(hh[:])
	copy(tag[:], m.Sum(nil))
	return tag
}

// wrapInfo binds a wrapped seat key to the place it is meant for.
func wrapInfo(process Hash, seat string, generation int64, device string) []byte {
	w := newTextWriter(labelWrap)
	w.line("wrap", process.String(), seat, dec(generation), device)
	return w.bytes()
}

// wrapSize is the size of a seat key wrapped to a device: X-Wing encapsulation,
// two seeds, tag.
const wrapSize = 1120 + 64 + 16

// WrapSeatKey seals the seeds of a seat key generation to a device of the same
// seat, given the device's public sealing key.
func WrapSeatKey(process Hash, seat string, generation int64, device string, deviceSeal []byte, seal, auth [32]byte) ([]byte, error) {
	pub, err := kem().NewPublicKey(deviceSeal)
	if err != nil {
		return nil, fmt.Errorf("sealing key of device %s/%s: %w", seat, device, err)
	}
	return hpke.Seal(pub, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(),
		wrapInfo(process, seat, generation, device), append(seal[:], auth[:]...))
}

// UnwrapSeatKey opens what [WrapSeatKey] made for this device.
func (d *DeviceSecret) UnwrapSeatKey(process Hash, generation int64, wrapped []byte) (seal, auth [32]byte, err error) {
	b, err := hpke.Open(d.seal, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(),
		wrapInfo(process, d.Author.Seat, generation, d.Author.Device), wrapped)
	if err != nil {
		return seal, auth, fmt.Errorf("seat key generation %d does not open for device %s: %w", generation, d.Author, err)
	}
	if len(b) != 64 {
		return seal, auth, errors.New("wrapped seat key has the wrong length")
	}
	return [32]byte(b[:32]), [32]byte(b[32:]), nil
}
