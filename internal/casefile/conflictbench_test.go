// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"parley/stability"
)

// widelyRanked is a model of n options of two decision makers, each of which ranks
// all states: the largest kind of file for its number of states.
func widelyRanked(n int) string {
	var options, ranking []string
	for k := range n {
		options = append(options, fmt.Sprintf(`{"id":"o%d"}`, k))
	}
	for s := range 1 << n {
		ranking = append(ranking, fmt.Sprintf("[%d]", s*5%(1<<n))) // 5 is odd, so every state comes once
	}
	own := func(from, to int) string {
		var out []string
		for k := from; k < to; k++ {
			out = append(out, fmt.Sprintf(`"o%d"`, k))
		}
		return strings.Join(out, ",")
	}
	return `{"schema":"parley.stability/1","options":[` + strings.Join(options, ",") + `],"dms":[{"id":"a","options":[` + own(0, n/2) + `],"ranking":[` +
		strings.Join(ranking, ",") + `]},{"id":"b","options":[` + own(n/2, n) + `],"ranking":[` + strings.Join(ranking, ",") + `]}]}`
}

// BenchmarkConflict reads a file, compiles it and solves it under every concept:
// what an edit costs where a model is answered while it is typed.
func BenchmarkConflict(b *testing.B) {
	for _, n := range []int{4, 8, 12, 16} {
		data := []byte(widelyRanked(n))
		b.Run(fmt.Sprintf("2^%d ranked", n), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				c, err := ReadConflict(File{"m.json", data})
				if err != nil {
					b.Fatal(err)
				}
				m := compiled(b, c)
				if _, err := m.Solve(context.Background(), stability.Concepts()[:stability.SIM]...); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
