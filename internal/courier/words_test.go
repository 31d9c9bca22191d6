// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"parley/record"
)

// TestErrorsSurviveTheWire: a client sees the sentinel that the hub returned,
// and its sentence.
func TestErrorsSurviveTheWire(t *testing.T) {
	words, statuses := map[string]bool{}, map[int]bool{}
	for _, c := range codes() {
		if words[c.word] {
			t.Errorf("the word %q stands for two errors", c.word)
		}
		words[c.word], statuses[c.status] = true, true
		for _, err := range []error{c.err, fmt.Errorf("%w: because", c.err), fmt.Errorf("%w: %w", c.err, errors.New("cause"))} {
			status, word := StatusOf(err)
			if status != c.status || word != c.word {
				t.Errorf("%v: %d %s; want %d %s", err, status, word, c.status, c.word)
			}
			back := errorOf(status, word, err.Error())
			if !errors.Is(back, c.err) || back.Error() != err.Error() {
				t.Errorf("%v came back as %v", err, back)
			}
			for _, other := range codes() {
				if other.err != c.err && errors.Is(back, other.err) {
					t.Errorf("%v came back as %v too", err, other.err)
				}
			}
		}
	}
	for _, s := range []int{http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusTooManyRequests} {
		if !statuses[s] {
			t.Errorf("no error has status %d (security design §9)", s)
		}
	}
}

func TestUnknownErrorsAreInternal(t *testing.T) {
	if status, word := StatusOf(errors.New("disk sda1 at /var/lib failed")); status != 500 || word != "internal" {
		t.Errorf("%d %s", status, word)
	}
	for _, word := range []string{"", "a word of later", "STALE"} {
		if err := errorOf(418, word, "text"); !errors.Is(err, ErrInternal) {
			t.Errorf("%q: %v", word, err)
		}
	}
}

// TestSentenceOfAHubIsPlain: a hub that is not trusted cannot write to a
// person's terminal, nor without end.
func TestSentenceOfAHubIsPlain(t *testing.T) {
	err := errorOf(409, "stale", "first\x1b[2J\r\nsecond\u202e\x00third"+strings.Repeat("!", 1<<20))
	if !errors.Is(err, ErrStale) {
		t.Errorf("%v", err)
	}
	if s := err.Error(); strings.ContainsAny(s, "\x1b\r\n\x00\u202e") || len(s) > maxSentence+8 {
		t.Errorf("%d bytes: %.100q", len(s), s)
	}
	if err := errorOf(409, "stale", "\x00\n"); err != ErrStale {
		t.Errorf("an empty sentence gives %q", err)
	}
}

func TestParseHexTakesOneForm(t *testing.T) {
	h := record.Hash{0xab, 1, 2}
	if got, err := ParseHex(Hex(h)); err != nil || got != h {
		t.Errorf("%v, %v", got, err)
	}
	for _, s := range []string{"", "ab", strings.ToUpper(Hex(h)), Hex(h) + "00", Hex(h)[2:], " " + Hex(h)[1:], strings.Repeat("g", 64)} {
		if _, err := ParseHex(s); !errors.Is(err, ErrMalformed) {
			t.Errorf("%.70q: %v", s, err)
		}
	}
}

// TestTilePaths are those of C2SP tlog-tiles.
func TestTilePaths(t *testing.T) {
	for path, want := range map[string]tlog.Tile{
		"tile/0/000":                          {H: 8, L: 0, N: 0, W: 256},
		"tile/1/x001/x234/067":                {H: 8, L: 1, N: 1234067, W: 256},
		"tile/5/000.p/1":                      {H: 8, L: 5, N: 0, W: 1},
		"tile/entries/000":                    {H: 8, L: -1, N: 0, W: 256},
		"tile/entries/x001/000.p/255":         {H: 8, L: -1, N: 1000, W: 255},
		"tile/0/x009/x007/x199/x254/x740/991": {H: 8, L: 0, N: 9007199254740991, W: 256},
	} {
		got, err := ParseTilePath(path)
		if err != nil || got != want {
			t.Errorf("%s: %+v, %v; want %+v", path, got, err, want)
		}
		printed := EntriesPath(want.N, want.W)
		if want.L >= 0 {
			printed = TilePath(want.L, want.N, want.W)
		}
		if printed != path {
			t.Errorf("%s is printed as %s", path, printed)
		}
	}
	for _, path := range []string{
		"", "tile", "tile/", "tile/0", "tile/0/0", "tile/0/0000", "tile/-1/000", "tile/00/000", "tile/6/000", "tile/63/000",
		"tile/data/000", "tile/8/0/000", "tile/8/data/000", "tile/entries", "tile/entries/", "tile/entries/entries/000",
		"tile/0/x000/001", "tile/0/001/002", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/257", "tile/0/000.p/01",
		"tile/0/000.p/-1", "tile/0/000.p", "tile/0/000/", "/tile/0/000", "tile/0/000?x", "0/000", "tile/0/+00",
		"tile/0/x009/x007/x199/x254/x740/992",       // the first leaf beyond what an index can count
		"tile/5/x008/192",                           // likewise, on the highest level
		"tile/entries/x072/x057/x594/x037/x927/936", // 2^56: its first leaf would wrap around to 0
		"tile/0/x018/x446/x744/x073/x709/x551/616",  // 2^64
		"tile/0/" + strings.Repeat("x999/", 200) + "999",
	} {
		if got, err := ParseTilePath(path); !errors.Is(err, ErrMalformed) {
			t.Errorf("%.80q: %+v, %v", path, got, err)
		}
	}
}
