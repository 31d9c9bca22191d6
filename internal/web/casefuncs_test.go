// SPDX-License-Identifier: Apache-2.0

package web

import "testing"

// TestCells: exact numbers are rounded for readers; what people wrote stays.
func TestCells(t *testing.T) {
	for from, want := range map[string]string{
		"61.843971631206": "61.84", "-0.1234": "−0.12", "-0.001": "0", "100": "100", "12.5": "12.5", "1.2.3456": "1.2.3456", "30 days": "30 days",
		"1/3": "1/3", "0x10": "0x10", "1e9": "1e9", "v 1.2345": "v 1.2345",
	} {
		if got := cellText(from); got != want {
			t.Errorf("%q is shown as %q, want %q", from, got, want)
		}
	}
}
