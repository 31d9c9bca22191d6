// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"parley/internal/courier"
	"parley/record"
)

// tiles reads a log over HTTPS and knows nothing of Parley but the address and
// the certificates: what any client of C2SP tlog-tiles could do.
type tiles struct {
	base  string // URL of the log
	http  *http.Client
	kept  map[tlog.Tile][]byte
	reads int
}

func (c *tiles) Height() int { return 8 }

// path is that of C2SP tlog-tiles, written here once more on purpose.
func (c *tiles) path(t tlog.Tile) string {
	n := fmt.Sprintf("%03d", t.N%1000)
	for rest := t.N / 1000; rest > 0; rest /= 1000 {
		n = fmt.Sprintf("x%03d/%s", rest%1000, n)
	}
	if t.W < 256 {
		n += fmt.Sprintf(".p/%d", t.W)
	}
	if t.L < 0 {
		return "/tile/entries/" + n
	}
	return fmt.Sprintf("/tile/%d/%s", t.L, n)
}

func (c *tiles) get(path string) ([]byte, error) {
	res, err := c.http.Get(c.base + path)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: status %d: %s", path, res.StatusCode, b)
	}
	return b, err
}

func (c *tiles) ReadTiles(ts []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, t := range ts {
		c.reads++
		b, err := c.get(c.path(t))
		if err != nil {
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

func (c *tiles) SaveTiles(ts []tlog.Tile, data [][]byte) {
	for i, t := range ts {
		c.kept[t] = data[i]
	}
}

// TestAnyTlogClientCanAudit: the checkpoint, the hash tiles and the entry
// bundles are those of C2SP tlog-tiles, so that golang.org/x/mod's client checks
// inclusion and consistency with them.
func TestAnyTlogClientCanAudit(t *testing.T) {
	w := newWorld(t, plan{guarantor: true})
	own, _, err := courier.Certificate(fixed("g", "tls"))
	if err != nil {
		t.Fatal(err)
	}
	address := w.serve()
	newTiles := func() *tiles {
		transport := &http.Transport{TLSClientConfig: courier.ClientTLS(own, w.hubTLS), ForceAttemptHTTP2: true}
		t.Cleanup(transport.CloseIdleConnections)
		return &tiles{address + "/p/" + courier.Hex(w.pid), &http.Client{Transport: transport}, map[tlog.Tile][]byte{}, 0}
	}
	type head struct {
		tlog.Tree
		ids []record.Hash
	}
	var heads []head
	// From partial tiles to a full one, a second level, and all but full.
	for _, ticks := range []int{0, 1, 27, 3, 29, 8000, 163, 1} {
		if ticks > 1000 { // at once, for the sake of time
			if err := w.process().commitTick(t.Context(), nil, 8*ticks); err != nil {
				t.Fatal(err)
			}
		} else {
			for range ticks {
				w.tick()
			}
		}
		c := newTiles()
		note, err := c.get("/checkpoint")
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(note), "\n")
		var size int64
		if _, err := fmt.Sscan(lines[1], &size); err != nil {
			t.Fatal(err)
		}
		root, err := tlog.ParseHash(lines[2])
		if err != nil {
			t.Fatal(err)
		}
		tree := tlog.Tree{N: size, Hash: root}
		hashes := tlog.TileHashReader(tree, c) // verifies every tile against the root
		if got, err := tlog.TreeHash(size, hashes); err != nil || got != root {
			t.Fatalf("size %d: root %s, %v; the checkpoint says %s", size, got, err, root)
		}
		// The leaves, from the entry bundles.
		var ids []record.Hash
		for n := int64(0); n*256 < size; n++ {
			b, err := c.get(c.path(tlog.Tile{H: 8, L: -1, N: n, W: int(min(256, size-n*256))}))
			if err != nil {
				t.Fatal(err)
			}
			for ; len(b) >= 34; b = b[34:] {
				if b[0] != 0 || b[1] != 32 {
					t.Fatalf("bundle %d: an entry has another length than 32", n)
				}
				ids = append(ids, record.Hash(b[2:34]))
			}
			if len(b) != 0 {
				t.Fatalf("bundle %d: %d bytes are left over", n, len(b))
			}
		}
		if !slices.Equal(ids, w.leaves()) {
			t.Fatalf("size %d: the bundles hold %d other leaves", size, len(ids))
		}
		for range 5 {
			i := w.random.Int64N(size)
			p, err := tlog.ProveRecord(size, i, hashes)
			if err != nil {
				t.Fatal(err)
			}
			if err := tlog.CheckRecord(p, size, root, i, tlog.RecordHash(ids[i][:])); err != nil {
				t.Errorf("leaf %d of %d: %v", i, size, err)
			}
		}
		for _, old := range heads {
			p, err := tlog.ProveTree(size, old.N, hashes)
			if err != nil {
				t.Fatal(err)
			}
			if err := tlog.CheckTree(p, size, root, old.N, old.Hash); err != nil {
				t.Errorf("size %d does not extend %d: %v", size, old.N, err)
			}
		}
		heads = append(heads, head{tree, ids})
	}
	if n := heads[len(heads)-1].N; n < 256*256-300 {
		t.Errorf("the log has only %d leaves: the test shows nothing of full levels", n)
	}
}

func TestTilesThatAreNotThere(t *testing.T) {
	w := newWorld(t, plan{})
	size := int64(len(w.leaves()))
	for _, tile := range []tlog.Tile{
		{H: 8, L: 0, N: 0, W: int(size) + 1}, {H: 8, L: 0, N: 0, W: 256}, {H: 8, L: 0, N: 1, W: 1},
		{H: 8, L: 1, N: 0, W: 1}, {H: 8, L: 5, N: 0, W: 1}, {H: 8, L: -1, N: 0, W: int(size) + 1}, {H: 8, L: -1, N: 1, W: 1},
		{H: 8, L: 0, N: 1<<53 - 1, W: 256}, {H: 8, L: -1, N: 1<<53 - 1, W: 256}, {H: 8, L: 5, N: 1<<13 - 1, W: 256},
	} {
		if b, err := w.hub.Tile(t.Context(), w.pid, w.founder.cert, tile); !errors.Is(err, courier.ErrNotFound) {
			t.Errorf("%+v: %d bytes, %v", tile, len(b), err)
		}
	}
}
