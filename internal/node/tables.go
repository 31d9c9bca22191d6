// SPDX-License-Identifier: Apache-2.0

package node

import (
	"encoding/binary"
	"errors"

	"parley/internal/store"
	"parley/record"
)

// The tables of a node's archive, one set to a process. Numbers are never
// reused. Values are public, sealed, or wrapped under the home's storage key.
const (
	tableEnvelope store.Table = 1 // id → envelope
	tableLeaf     store.Table = 2 // u64 index → leaf
	tableKept     store.Table = 3 // id → wrapped opening
	tableOutbox   store.Table = 4 // u64 number → outItem
	tableReceipt  store.Table = 5 // id → receipt
	tableState    store.Table = 6 // single values, below
	tableConfirm  store.Table = 7 // seat → device labels whose keys a person confirmed
	tableInvite   store.Table = 8 // token hash → wrapped invitation
)

// Keys of tableState.
var (
	keyNote   = []byte("note")   // newest verified checkpoint
	keyProof  = []byte("proof")  // newest one that a quorum had cosigned
	keyCosig  = []byte("cosig")  // largest checkpoint cosigned: u64 size, root, quarantine byte, device
	keyCursor = []byte("cursor") // u64 log index up to which the inbox was read
)

// leaf is one row of the log. Whether its envelope was there when it was read
// is part of the row, so that reading it again comes to the same verdict.
type leaf struct {
	id   record.Hash
	held bool
}

func (l leaf) encode() []byte {
	if l.held {
		return append(l.id[:], 1)
	}
	return append(l.id[:], 0)
}

func decodeLeaf(b []byte) (leaf, error) {
	if len(b) != 33 || b[32] > 1 {
		return leaf{}, errors.New("archive: the row of a leaf is damaged")
	}
	return leaf{record.Hash(b), b[32] == 1}, nil
}

func u64(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// getOr is Get with nil for a key that is not there.
func getOr(r store.Reader, p store.Process, t store.Table, key []byte) ([]byte, error) {
	b, err := r.Get(p, t, key)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return b, err
}
