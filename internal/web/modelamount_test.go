// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"
	"testing"

	"parley/internal/brief"
)

// A comma or a point before decimals is read; one that may stand between thousands is
// not read as something else.
func TestAmountText(t *testing.T) {
	for text, want := range map[string]string{
		"1,5": "1.5", " 2 000 ": "2000", "0,125": "0.125", "1234,500": "1234.500", "-0,5": "-0.5", "1/3": "1/3", ",5": ".5",
		"1,000": "1,000", "12,500": "12,500", "-1,000": "-1,000", "1,000,000": "1,000,000", "1,000.5": "1,000.5", "1.000": "1.000", "1,00": "1.00",
	} {
		if got := amountText(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	m := brief.ModelDraft{
		DMs:     []brief.DraftDM{{Way: brief.ByPayoffs, Lines: []string{"0: 1.000", "1: 1.5"}}, {Way: brief.ByStatements, Lines: []string{"a: 2.000"}}},
		Tools:   []brief.DraftTool{{Max: "12.500", Cost: "0.125", Effects: []brief.DraftAmount{{Of: "a", Amount: "-3.000"}}}},
		Budgets: []brief.DraftAmount{{Of: "b", Amount: "1.000"}},
	}
	if got := pointed(m); !slices.Equal(got, []string{"1.000", "12.500", "-3.000"}) {
		t.Errorf("%q", got)
	}
}
