// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"parley/internal/store"
	"parley/record"
)

// The tables of a hub, one set to a process. Numbers are never reused. All of
// it is public or sealed: there is no plaintext of an entry here, and no key.
const (
	tableEnvelope   store.Table = 1  // id → envelope
	tableMeta       store.Table = 2  // id → entryMeta
	tablePending    store.Table = 3  // u64 arrival → id
	tableLeaf       store.Table = 4  // u64 index → id
	tableDeliver    store.Table = 5  // seat, 0x00, u64 index → id
	tableRoster     store.Table = 6  // u64 index → id of an open entry
	tableHead       store.Table = 7  // "head" → head; the row that ticks are closed under
	tableCheckpoint store.Table = 8  // "note" → newest checkpoint that was cosigned
	tableToken      store.Table = 9  // token hash → u64 expiry
	tableWaiting    store.Table = 10 // token hash → join request
)

var (
	keyHead = []byte("head")
	keyNote = []byte("note")
)

// head is what must match for a tick to be closed: two hubs on one log would
// find each other's.
type head struct {
	tick  int64 // the tick that is open
	size  int64
	bytes int64 // of the envelopes in the log
	nonce record.Hash
}

func (x head) encode() []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(x.tick))
	b = binary.BigEndian.AppendUint64(b, uint64(x.size))
	b = binary.BigEndian.AppendUint64(b, uint64(x.bytes))
	return append(b, x.nonce[:]...)
}

func decodeHead(b []byte) (head, error) {
	if len(b) != 56 {
		return head{}, errors.New("hub store: the head row is damaged")
	}
	n := func(i int) int64 { return int64(binary.BigEndian.Uint64(b[i:])) }
	return head{n(0), n(8), n(16), record.Hash(b[24:])}, nil
}

// entryMeta is what the hub keeps of a submission beside its bytes: enough to
// give the same receipt again.
type entryMeta struct {
	tick, notAfter int64
	received       time.Time
	open           bool
	size           int // of the envelope
	deliver        []string
}

func (m *entryMeta) encode() []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(m.tick))
	b = binary.BigEndian.AppendUint64(b, uint64(m.notAfter))
	b = binary.BigEndian.AppendUint64(b, uint64(m.received.Unix()))
	if m.open {
		b = append(b, 1)
	} else {
		b = append(b, 0)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(m.size))
	return append(b, strings.Join(m.deliver, " ")...)
}

func decodeMeta(b []byte) (entryMeta, error) {
	if len(b) < 29 {
		return entryMeta{}, errors.New("hub store: the row of an entry is damaged")
	}
	n := func(i int) int64 { return int64(binary.BigEndian.Uint64(b[i:])) }
	return entryMeta{
		tick: n(0), notAfter: n(8), received: time.Unix(n(16), 0).UTC(), open: b[24] == 1,
		size: int(binary.BigEndian.Uint32(b[25:])), deliver: strings.Fields(string(b[29:])),
	}, nil
}

func u64(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

func deliverKey(seat string, index int64) []byte {
	return append([]byte(seat+"\x00"), u64(index)...)
}

func indexOf(key []byte) (int64, error) {
	if len(key) < 8 {
		return 0, fmt.Errorf("hub store: a key of %d bytes where an index was expected", len(key))
	}
	return int64(binary.BigEndian.Uint64(key[len(key)-8:])), nil
}
