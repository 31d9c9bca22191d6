// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"bytes"
	"testing"

	"parley/record"
)

// What these parsers accept, the printers print: there is one form of each
// thing, and nothing can be hidden in it.

// FuzzParseInbox parses data as it is and with the padding that would make it
// right: a fuzzer works better on what is short.
func FuzzParseInbox(f *testing.F) {
	for _, data := range [][]byte{
		Inbox(nil, 0), Inbox(nil, 1<<62), Inbox([]Delivery{{0, []byte("one")}, {5, nil}, {9, []byte("two")}}, 12),
	} {
		f.Add(bytes.TrimRight(data, "\x00"))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return
		}
		full := append(bytes.Clone(data), make([]byte, padded(len(data))-len(data))...)
		for _, data := range [][]byte{data, full} {
			ds, next, err := ParseInbox(data)
			if err != nil {
				continue
			}
			if !bytes.Equal(Inbox(ds, next), data) {
				t.Errorf("%d envelopes, next %d, are printed otherwise", len(ds), next)
			}
			for i, d := range ds {
				if d.Index < 0 || d.Index >= next || i > 0 && d.Index <= ds[i-1].Index || len(d.Envelope) > record.MaxEnvelope {
					t.Errorf("envelope %d has index %d and %d bytes", i, d.Index, len(d.Envelope))
				}
			}
		}
	})
}

func FuzzParseWaiting(f *testing.F) {
	f.Add([]byte{})
	f.Add(WaitingRoom([]Waiting{{record.Hash{1}, []byte("one")}, {record.Hash{2}, nil}}))
	f.Fuzz(func(t *testing.T, data []byte) {
		ws, err := ParseWaiting(data)
		if err == nil && !bytes.Equal(WaitingRoom(ws), data) {
			t.Errorf("%d requests are printed otherwise", len(ws))
		}
	})
}

func FuzzParseTilePath(f *testing.F) {
	for _, path := range []string{
		"tile/0/000", "tile/3/x001/x234/067.p/8", "tile/entries/x001/000.p/255", "tile/data/000", "tile/8/0/000",
		"tile/entries/x072/x057/x594/x037/x927/936", "tile/0/x009/x007/x199/x254/x740/991", "tile/63/000",
	} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		tile, err := ParseTilePath(path)
		if err != nil {
			return
		}
		printed := EntriesPath(tile.N, tile.W)
		if tile.L >= 0 {
			printed = TilePath(tile.L, tile.N, tile.W)
		}
		if printed != path {
			t.Errorf("%q is printed as %q", path, printed)
		}
		if tile.H != 8 || tile.L < -1 || tile.L > 5 || tile.N < 0 || tile.W < 1 || tile.W > TileWidth {
			t.Errorf("%q is %+v", path, tile)
		}
		// Neither the first leaf nor the one after the last wraps around.
		for n, l := tile.N+1, max(tile.L, 0)+1; l > 0; l-- {
			if n<<8>>8 != n || n<<8 <= 0 {
				t.Fatalf("%q: its leaves have no index", path)
			}
			n <<= 8
		}
	})
}

func FuzzParseEntries(f *testing.F) {
	f.Add(Entries(nil), 0)
	f.Add(Entries([]record.Hash{{1}, {2}}), 2)
	f.Fuzz(func(t *testing.T, data []byte, n int) {
		if n < 0 || n > TileWidth {
			return
		}
		ids, err := ParseEntries(data, n)
		if err == nil && (len(ids) != n || !bytes.Equal(Entries(ids), data)) {
			t.Errorf("%d of %d leaves are printed otherwise", len(ids), n)
		}
	})
}
