// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"

	"parley/record"
)

// minInbox is the smallest inbox answer, bytes.
const minInbox = 16 << 10

// Inbox prints an answer: u64be index to continue from, then for each
// envelope u64be index, u32be length and bytes; then eight 0xff bytes and
// zeros up to the next power of two, so that the size on the wire says little
// of what was delivered.
func Inbox(ds []Delivery, next int64) []byte {
	out := binary.BigEndian.AppendUint64(nil, uint64(next))
	for _, d := range ds {
		out = binary.BigEndian.AppendUint64(out, uint64(d.Index))
		out = binary.BigEndian.AppendUint32(out, uint32(len(d.Envelope)))
		out = append(out, d.Envelope...)
	}
	out = append(out, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
	return append(out, make([]byte, padded(len(out))-len(out))...)
}

// ParseInbox reads what Inbox prints: indexes ascend and are below the one to
// continue from, and the padding is what it should be.
func ParseInbox(data []byte) (ds []Delivery, next int64, err error) {
	bad := func(what string) ([]Delivery, int64, error) {
		return nil, 0, fmt.Errorf("%w: an inbox answer %s", ErrMalformed, what)
	}
	if len(data) < 8 {
		return bad("ends early")
	}
	all := len(data)
	if next = int64(binary.BigEndian.Uint64(data)); next < 0 {
		return bad("goes on at no index")
	}
	data = data[8:]
	last := int64(-1)
	for {
		if len(data) < 8 {
			return bad("ends early")
		}
		index := binary.BigEndian.Uint64(data)
		if index == 1<<64-1 {
			break
		}
		if index >= uint64(next) || int64(index) <= last {
			return bad("is out of order")
		}
		last = int64(index)
		if len(data) < 12 {
			return bad("ends early")
		}
		n := binary.BigEndian.Uint32(data[8:])
		if n > record.MaxEnvelope || len(data) < 12+int(n) {
			return bad("ends early")
		}
		ds = append(ds, Delivery{last, data[12 : 12+n : 12+n]})
		data = data[12+n:]
	}
	padding := data[8:]
	if all != padded(all-len(padding)) || len(bytes.TrimLeft(padding, "\x00")) > 0 {
		return bad("is not padded as it should be")
	}
	return ds, next, nil
}

// padded is the size of an answer that has n bytes without its padding.
func padded(n int) int { return max(minInbox, 1<<bits.Len(uint(n-1))) }

// WaitingRoom prints a list of join requests: 32 bytes of token hash, u32be
// length, bytes; then zero padding as in Inbox is not needed: only members
// read it.
func WaitingRoom(ws []Waiting) []byte {
	var out []byte
	for _, w := range ws {
		out = append(out, w.Token[:]...)
		out = binary.BigEndian.AppendUint32(out, uint32(len(w.Request)))
		out = append(out, w.Request...)
	}
	return out
}

// ParseWaiting reads what WaitingRoom prints.
func ParseWaiting(data []byte) ([]Waiting, error) {
	var out []Waiting
	for len(data) > 0 {
		if len(data) < 36 {
			return nil, fmt.Errorf("%w: the waiting room's answer ends early", ErrMalformed)
		}
		n := binary.BigEndian.Uint32(data[32:])
		if n > record.MaxJoin || len(data) < 36+int(n) {
			return nil, fmt.Errorf("%w: the waiting room's answer ends early", ErrMalformed)
		}
		out = append(out, Waiting{record.Hash(data[:32]), data[36 : 36+n : 36+n]})
		data = data[36+n:]
	}
	return out, nil
}
