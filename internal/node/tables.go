// SPDX-License-Identifier: Apache-2.0

package node

import (
	"encoding/binary"
	"errors"

	"parley/internal/store"
)

// The tables of a node's archive, one set to a process. Numbers are never
// reused. Values are public, sealed, or wrapped under the home's storage key.
const (
	tableEnvelope store.Table = 1 // id → envelope
	tableLeaf     store.Table = 2 // u64 index → id
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
	keyCosig  = []byte("cosig")  // largest checkpoint cosigned: u64 size, root, quarantine byte
	keyCursor = []byte("cursor") // u64 log index up to which the inbox was read
)

func u64(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// getOr is Get with nil for a key that is not there.
func getOr(r store.Reader, p store.Process, t store.Table, key []byte) ([]byte, error) {
	b, err := r.Get(p, t, key)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return b, err
}
