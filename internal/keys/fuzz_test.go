// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"bytes"
	"testing"
)

// What parses is valid, is printed to the same bytes, and parses to the same.
// The seeds are in testdata/fuzz.
func FuzzParseRing(f *testing.F) {
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := parseRing(text)
		if err != nil {
			return
		}
		if err := r.Validate(); err != nil {
			t.Fatalf("parsed, but: %v", err)
		}
		if again := r.text(); !bytes.Equal(again, text) {
			t.Fatalf("printed differently:\n%s", again)
		}
	})
}

// As FuzzParseRing, for backups.
func FuzzParseBackup(f *testing.F) {
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := parseBackup(text)
		if err != nil {
			return
		}
		if again := b.text(); !bytes.Equal(again, text) {
			t.Fatalf("printed differently:\n%s", again)
		}
	})
}
