// SPDX-License-Identifier: Apache-2.0

package record

import (
	"crypto/sha256"
	"encoding/binary"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a SHA-256 value: an envelope id, a commitment, a process id, a tree
// root. It prints as padded standard base64, the form used in every text of
// the record.
type Hash = tlog.Hash

// The label registry (docs/spec/record.md §2). Every hash, MAC and signature
// of the record starts with one of these, so that no bytes made for one
// purpose mean anything for another. Each ends in a newline, holds no other,
// and none is a prefix of another. The list is append-only.
const (
	labelGenesis    = "parley.genesis/v1\n"
	labelChannel    = "parley.channel/v1\n"
	labelStatement  = "parley.statement/v1\n"
	labelSig        = "parley.sig/v1\n"
	labelCommit     = "parley.commit/v1\n"
	labelPart       = "parley.part/v1\n"
	labelCEK        = "parley.cek/v1\n"
	labelHead       = "parley.head/v1\n"
	labelSlots      = "parley.slots/v1\n"
	labelBodyHash   = "parley.bodyhash/v1\n"
	labelEnvelope   = "parley.envelope/v1\n"
	labelSlot       = "parley.slot/v1\n"
	labelBody       = "parley.body/v1\n"
	labelAuth       = "parley.auth/v1\n"
	labelRoster     = "parley.roster/v1\n"
	labelReceipt    = "parley.receipt/v1\n"
	labelPouch      = "parley.pouch/v1\n"
	labelDummy      = "parley.dummy/v1\n"
	labelEnrol      = "parley.enrol/v1\n"
	labelDevice     = "parley.device/v1\n"
	labelWrap       = "parley.wrap/v1\n"
	labelGrant      = "parley.grant/v1\n"
	labelAdopt      = "parley.adopt/v1\n"
	labelDisclosure = "parley.disclosure/v1\n"
	labelInvite     = "parley.invite/v1\n"
	labelJoin       = "parley.join/v1\n"
	labelWords      = "parley.words/v1\n"

	// Reserved for later steps of the format; nothing in this version makes
	// or accepts them.
	labelHandover = "parley.handover/v1\n"
	labelFraud    = "parley.fraud/v1\n"
	labelBlind    = "parley.blind/v1\n"
)

// labels returns the whole registry, for the test of its rules.
func labels() []string {
	return []string{
		labelGenesis, labelChannel, labelStatement, labelSig, labelCommit,
		labelPart, labelCEK, labelHead, labelSlots, labelBodyHash,
		labelEnvelope, labelSlot, labelBody, labelAuth, labelRoster,
		labelReceipt, labelPouch, labelDummy, labelEnrol, labelDevice,
		labelWrap, labelGrant, labelAdopt,
		labelDisclosure, labelInvite, labelJoin, labelWords,
		labelHandover, labelFraud, labelBlind,
	}
}

// lh is the labelled hash of the record:
// SHA-256(label || u64be(len x1) || x1 || …). The lengths make the split into
// arguments part of what is hashed.
func lh(label string, xs ...[]byte) Hash {
	h := sha256.New()
	h.Write([]byte(label))
	var n [8]byte
	for _, x := range xs {
		binary.BigEndian.PutUint64(n[:], uint64(len(x)))
		h.Write(n[:])
		h.Write(x)
	}
	var out Hash
	h.Sum(out[:0])
	return out
}

// ChannelID is the identifier of the channel whose readers are the given
// seats, which must be sorted. It never leaves a node in clear.
func ChannelID(process Hash, audience []string) Hash {
	xs := make([][]byte, 0, len(audience)+1)
	xs = append(xs, process[:])
	for _, a := range audience {
		xs = append(xs, []byte(a))
	}
	return lh(labelChannel, xs...)
}

// CoverLeaf is the n-th leaf of a tick that stands for no entry: it is derived
// from a secret of the hub, which may publish that secret when the process is
// closed so that anyone can tell cover from entries (security design N5).
func CoverLeaf(secret [32]byte, tick int64, n int) Hash {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(tick))
	binary.BigEndian.PutUint64(b[8:], uint64(n))
	return lh(labelDummy, secret[:], b[:])
}
