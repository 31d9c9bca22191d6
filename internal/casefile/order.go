// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"path"
	"slices"
	"strings"
)

// Sorted brings the names of the files of a folder into the order in which their
// profiles are parties, 2 before 10, and drops those that begin with a dot or an
// underscore, under which tools keep what is no part of a case.
func Sorted(names []string) []string {
	out := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		b := path.Base(strings.ReplaceAll(name, "\\", "/"))
		return strings.HasPrefix(b, ".") || strings.HasPrefix(b, "_")
	})
	slices.SortStableFunc(out, natural)
	return out
}

// natural compares names so that runs of digits count as numbers.
func natural(a, b string) int {
	for a != "" && b != "" {
		x, y := digits(a), digits(b)
		if x > 0 && y > 0 {
			p, q := strings.TrimLeft(a[:x], "0"), strings.TrimLeft(b[:y], "0")
			if len(p) != len(q) {
				return len(p) - len(q)
			}
			if c := strings.Compare(p, q); c != 0 {
				return c
			}
			a, b = a[x:], b[y:]
			continue
		}
		if a[0] != b[0] {
			return int(a[0]) - int(b[0])
		}
		a, b = a[1:], b[1:]
	}
	return len(a) - len(b)
}

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
