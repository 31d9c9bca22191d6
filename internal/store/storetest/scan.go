// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"parley/internal/store"
)

// letters writes a to z to table 1 of p, each with itself as value.
func letters(t *testing.T, s store.Store, p store.Process) {
	t.Helper()
	var pairs []string
	for c := 'a'; c <= 'z'; c++ {
		pairs = append(pairs, string(c), string(c))
	}
	putAll(t, s, p, pairs...)
}

const alphabet = "abcdefghijklmnopqrstuvwxyz"

func testScanBreak(t *testing.T, s store.Store) {
	p := proc(1)
	letters(t, s, p)
	check := func(r store.Reader) error {
		for stop := range len(alphabet) {
			seq := r.Scan(p, 1, nil, nil)
			for range 2 { // a second loop over the same sequence starts anew
				seen := ""
				for pair, err := range seq {
					if err != nil {
						return err
					}
					seen += string(pair.Key)
					if len(seen) > stop {
						break
					}
				}
				if seen != alphabet[:stop+1] {
					return fmt.Errorf("saw %q until leaving the loop after %d", seen, stop+1)
				}
			}
			if err := wantGet(r, p, 1, "m", "m"); err != nil {
				return err
			}
		}
		return nil
	}
	view(t, s, check)
	update(t, s, func(w store.Writer) error { return check(w) })
	put(t, s, p, 1, "A", "the store is not held by a loop that was left")
}

func testScanNested(t *testing.T, s store.Store) {
	p := proc(1)
	letters(t, s, p)
	check := func(r store.Reader) error {
		n := 0
		for outer, err := range r.Scan(p, 1, nil, nil) {
			if err != nil {
				return err
			}
			inner, err := scan(r, p, 1, outer.Key, nil)
			if err != nil {
				return err
			}
			if want := 2 * (len(alphabet) - n); len(inner) != want || inner[0] != string(outer.Key) {
				return fmt.Errorf("inner scan from %q yielded %d, want %d", outer.Key, len(inner), want)
			}
			if err := errors.Join(wantGet(r, p, 1, "z", "z"), wantLast(r, p, 1, "z", "z"), wantProcesses(r, p)); err != nil {
				return err
			}
			n++
		}
		if n != len(alphabet) {
			return fmt.Errorf("outer scan yielded %d pairs", n)
		}
		return nil
	}
	view(t, s, check)
	update(t, s, func(w store.Writer) error { return check(w) })
}

// testScanWhileWriting changes a table while looping over it: the loop sees
// the table as it was when it began.
func testScanWhileWriting(t *testing.T, s store.Store) {
	p := proc(1)
	del := func(w store.Writer, key string) error { return w.Delete(p, 1, []byte(key)) }
	set := func(w store.Writer, key, value string) error { return w.Put(p, 1, []byte(key), []byte(value)) }
	for _, test := range []struct {
		name  string
		body  func(w store.Writer, key string) error
		after string // values of the table after the loop
	}{
		{"delete the pair at hand", func(w store.Writer, key string) error {
			return del(w, key)
		}, ""},
		{"replace the pair at hand", func(w store.Writer, key string) error {
			return set(w, key, strings.ToUpper(key))
		}, strings.ToUpper(alphabet)},
		{"move the pair at hand ahead", func(w store.Writer, key string) error {
			return errors.Join(del(w, key), set(w, "~"+key, key))
		}, alphabet},
		{"move the pair at hand back", func(w store.Writer, key string) error {
			return errors.Join(del(w, key), set(w, " "+key, key))
		}, alphabet},
		{"delete all at the first", func(w store.Writer, key string) error {
			for _, c := range alphabet {
				if err := del(w, string(c)); err != nil {
					return err
				}
			}
			return nil
		}, ""},
		{"replace the next but one", func(w store.Writer, key string) error {
			if key > "x" {
				return nil
			}
			return set(w, string(key[0]+2), "!")
		}, "ab" + strings.Repeat("!", 24)},
		{"write to another table and process", func(w store.Writer, key string) error {
			return errors.Join(
				w.Put(p, 2, []byte(key), []byte("other table")),
				w.Put(proc(2), 1, []byte(key+key), []byte("other process")))
		}, alphabet},
	} {
		t.Run(test.name, func(t *testing.T) {
			letters(t, s, p)
			update(t, s, func(w store.Writer) error {
				seen := ""
				for pair, err := range w.Scan(p, 1, nil, nil) {
					if err != nil {
						return err
					}
					seen += string(pair.Value)
					if len(seen) > 2*len(alphabet) {
						return errors.New("the loop does not end")
					}
					if err := test.body(w, string(pair.Key)); err != nil {
						return err
					}
				}
				if seen != alphabet {
					return fmt.Errorf("the loop saw %q, want %q", seen, alphabet)
				}
				return nil
			})
			update(t, s, func(w store.Writer) error { // look, and clear for the next
				after := ""
				for pair, err := range w.Scan(p, 1, nil, nil) {
					if err != nil {
						return err
					}
					after += string(pair.Value)
					if err := w.Delete(p, 1, pair.Key); err != nil {
						return err
					}
				}
				if after != test.after {
					return fmt.Errorf("after the loop the table held %q, want %q", after, test.after)
				}
				return nil
			})
		})
	}
}
