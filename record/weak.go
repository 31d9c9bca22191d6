// SPDX-License-Identifier: Apache-2.0

package record

import (
	"crypto/ecdh"
	"encoding/hex"
	"errors"
)

// errWeakKey is the cause of every refusal of a public key of small order.
var errWeakKey = errors.New("the key is weak: anybody could sign for it, or nobody write to it")

// weakPoints are the encodings, canonical or not, of the points of small order
// of edwards25519, the sign bit left out (libsodium,
// ge25519_has_small_order). For such a key everybody can make signatures, so
// that whoever enrols one could disown what it signed on the record.
var weakPoints = [...]string{
	"0100000000000000000000000000000000000000000000000000000000000000",
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"0000000000000000000000000000000000000000000000000000000000000000",
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
}

// checkSigningKey refuses an Ed25519 public key that everybody can sign for.
func checkSigningKey(key []byte) error {
	if len(key) != signKeySize {
		return errWeakKey
	}
	k := [signKeySize]byte(key)
	k[31] &= 0x7f
	s := hex.EncodeToString(k[:])
	for _, weak := range weakPoints {
		if s == weak {
			return errWeakKey
		}
	}
	return nil
}

// checkAgreementKey refuses an X25519 public key with which nothing can be
// agreed: one such key in an audience would keep everybody from writing to it.
func checkAgreementKey(key []byte) error {
	// Any scalar will do: the result is zero for all of them or for none
	// (RFC 7748 §6.1).
	scalar, err := ecdh.X25519().NewPrivateKey(make([]byte, authKeySize))
	if err != nil {
		return err
	}
	point, err := ecdh.X25519().NewPublicKey(key)
	if err != nil {
		return err
	}
	if _, err := scalar.ECDH(point); err != nil {
		return errWeakKey
	}
	return nil
}

// checkSealingKey refuses an X-Wing public key that cannot be sealed to: one
// outside the field, or with a weak curve point, which is its last 32 bytes.
func checkSealingKey(key []byte) error {
	if _, err := kem().NewPublicKey(key); err != nil {
		return err
	}
	return checkAgreementKey(key[sealKeySize-authKeySize:])
}
