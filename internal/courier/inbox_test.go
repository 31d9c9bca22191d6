// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"parley/record"
)

func TestInboxRoundTrip(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{0, 1, 2, 3, 50} {
		var ds []Delivery
		index := int64(0)
		for range n {
			index += random.Int64N(1 << 40)
			ds = append(ds, Delivery{index, bytes.Repeat([]byte{byte(random.Uint32())}, random.IntN(20000))})
			index++
		}
		data := Inbox(ds, index)
		got, next, err := ParseInbox(data)
		if err != nil || next != index || !slices.EqualFunc(got, ds, func(a, b Delivery) bool {
			return a.Index == b.Index && bytes.Equal(a.Envelope, b.Envelope)
		}) {
			t.Errorf("%d envelopes: %d came back, next %d of %d, %v", n, len(got), next, index, err)
		}
	}
}

// TestInboxPadding: the size on the wire is a power of two, 16 KiB at least,
// and never more than twice what is in it.
func TestInboxPadding(t *testing.T) {
	const head, foot = 8, 8
	for _, c := range [][2]int{
		{0, 16 << 10}, {16<<10 - head - 12 - foot, 16 << 10}, {16<<10 - head - 12 - foot + 1, 32 << 10},
		{32<<10 - head - 12 - foot, 32 << 10}, {100 << 10, 128 << 10}, {record.MaxEnvelope, 256 << 10},
	} {
		if n := len(Inbox([]Delivery{{1, make([]byte, c[0])}}, 2)); n != c[1] {
			t.Errorf("an envelope of %d bytes makes an answer of %d; want %d", c[0], n, c[1])
		}
	}
	if n := len(Inbox(nil, 0)); n != 16<<10 {
		t.Errorf("an empty answer has %d bytes", n)
	}
}

func TestParseInboxRefusesWhatInboxDoesNotPrint(t *testing.T) {
	good := Inbox([]Delivery{{3, []byte("one")}, {9, []byte("two")}}, 12)
	change := func(f func(b []byte) []byte) []byte { return f(bytes.Clone(good)) }
	put := func(at int, n uint64) []byte {
		return change(func(b []byte) []byte { binary.BigEndian.PutUint64(b[at:], n); return b })
	}
	for name, b := range map[string][]byte{
		"empty":                nil,
		"cut in the head":      good[:7],
		"cut after the head":   good[:8],
		"cut in an index":      good[:12],
		"cut in an envelope":   good[:21],
		"cut before the end":   good[:38],
		"cut in the padding":   good[:len(good)-1],
		"one byte more":        append(bytes.Clone(good), 0),
		"padded twice":         append(bytes.Clone(good), make([]byte, len(good))...),
		"padding with a word":  change(func(b []byte) []byte { b[len(b)-1] = 1; return b }),
		"next is negative":     put(0, 1<<63),
		"next is behind":       put(0, 9),
		"index is negative":    put(8, 1<<63),
		"indexes descend":      put(8, 10),
		"indexes repeat":       put(8, 9),
		"index beyond next":    put(23, 12),
		"too long an envelope": change(func(b []byte) []byte { binary.BigEndian.PutUint32(b[16:], record.MaxEnvelope+1); return b }),
		"length beyond memory": change(func(b []byte) []byte { binary.BigEndian.PutUint32(b[16:], 1<<32-1); return b }),
		"no end":               make([]byte, 16<<10),
	} {
		if ds, next, err := ParseInbox(b); !errors.Is(err, ErrMalformed) || ds != nil || next != 0 {
			t.Errorf("%s: %d envelopes, next %d, %v", name, len(ds), next, err)
		}
	}
}

// TestInboxEveryBit: no bit of an answer can be turned without its showing,
// unless it is one of an envelope, which has a hash of its own.
func TestInboxEveryBit(t *testing.T) {
	ds := []Delivery{{3, []byte("one")}, {9, []byte("two")}}
	good := Inbox(ds, 12)
	for i := range len(good) * 8 {
		if i > 1000 && i%61 != 0 {
			continue // padding
		}
		b := bytes.Clone(good)
		b[i/8] ^= 1 << (i % 8)
		got, next, err := ParseInbox(b)
		if err == nil && !bytes.Equal(Inbox(got, next), b) {
			t.Fatalf("bit %d: accepted, and printed otherwise", i)
		}
		if err == nil && next == 12 && slices.EqualFunc(got, ds, func(a, b Delivery) bool {
			return a.Index == b.Index && bytes.Equal(a.Envelope, b.Envelope)
		}) {
			t.Fatalf("bit %d means nothing", i)
		}
	}
}

func TestWaitingRoomRoundTrip(t *testing.T) {
	ws := []Waiting{{record.Hash{1}, []byte("one")}, {record.Hash{2}, nil}, {record.Hash{3}, make([]byte, record.MaxJoin)}}
	got, err := ParseWaiting(WaitingRoom(ws))
	if err != nil || len(got) != len(ws) {
		t.Fatalf("%d requests, %v", len(got), err)
	}
	for i, w := range ws {
		if got[i].Token != w.Token || !bytes.Equal(got[i].Request, w.Request) {
			t.Errorf("request %d came back changed", i)
		}
	}
	if got, err := ParseWaiting(nil); err != nil || got != nil {
		t.Errorf("an empty room: %v, %v", got, err)
	}
	b := WaitingRoom(ws[:1])
	for i := 1; i < len(b); i++ {
		if _, err := ParseWaiting(b[:i]); !errors.Is(err, ErrMalformed) {
			t.Errorf("cut at %d: %v", i, err)
		}
	}
	if _, err := ParseWaiting(WaitingRoom([]Waiting{{Request: make([]byte, record.MaxJoin+1)}})); !errors.Is(err, ErrMalformed) {
		t.Errorf("too long a request: %v", err)
	}
}

func TestEntriesRoundTrip(t *testing.T) {
	ids := []record.Hash{{1}, {2}, {3}}
	b := Entries(ids)
	got, err := ParseEntries(b, 3)
	if err != nil || !slices.Equal(got, ids) {
		t.Errorf("%v, %v", got, err)
	}
	for _, n := range []int{0, 2, 4} {
		if _, err := ParseEntries(b, n); !errors.Is(err, ErrMalformed) {
			t.Errorf("%d leaves were read where 3 are: %v", n, err)
		}
	}
	b[34] = 1
	if _, err := ParseEntries(b, 3); !errors.Is(err, ErrMalformed) {
		t.Errorf("a leaf of another length: %v", err)
	}
}
