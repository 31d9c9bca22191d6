// SPDX-License-Identifier: Apache-2.0

package node

import (
	"strings"
	"testing"

	"parley/record"
)

// Words that come from a page are taken only in the one form they are printed in.
func TestWordsFromPages(t *testing.T) {
	for word, want := range map[string]record.Register{"record": record.OnRecord, "wp": record.WithoutPrejudice} {
		if r, err := ParseRegister(word); err != nil || r != want {
			t.Errorf("register %q: %q, %v", word, r, err)
		}
	}
	for _, bad := range []string{"", "WP", "record ", "all"} {
		if r, err := ParseRegister(bad); err == nil || r != "" {
			t.Errorf("register %q was taken as %q", bad, r)
		}
	}
	id, err := ParseID(strings.Repeat("0a", 32))
	if err != nil || id[0] != 10 || id[31] != 10 {
		t.Errorf("id %v: %v", id, err)
	}
	for _, bad := range []string{"", "0a", strings.Repeat("0a", 33), strings.Repeat("zz", 32), "#12"} {
		if _, err := ParseID(bad); err == nil {
			t.Errorf("id %q was taken", bad)
		}
	}
}
