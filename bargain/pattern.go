// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"slices"
	"strconv"
	"strings"
)

// A pattern is a Pattern in the form that the engines use: every issue once, in
// ascending order, and only issues on which some option does not match.
type pattern struct {
	scope []int
	sets  [][]bool // sets[j][o]: option o of issue scope[j] matches
	add   []int64  // per party, for a term; nil for a forbidden combination
}

// pack brings a pattern into that form. never is true if no package matches.
func (m *Model) pack(p Pattern) (out pattern, never bool) {
	sets := map[int][]bool{}
	for _, match := range p {
		set := make([]bool, len(m.Issues[match.Issue].Options))
		for _, o := range match.Options {
			set[o] = true
		}
		if old := sets[match.Issue]; old != nil {
			for o := range set {
				set[o] = set[o] && old[o]
			}
		}
		sets[match.Issue] = set
	}
	for i := range sets {
		if !slices.Contains(sets[i], true) {
			return pattern{}, true
		}
		if slices.Contains(sets[i], false) {
			out.scope = append(out.scope, i)
		}
	}
	slices.Sort(out.scope)
	for _, i := range out.scope {
		out.sets = append(out.sets, sets[i])
	}
	return out, false
}

// key is equal for two patterns that match the same packages.
func (p pattern) key() string {
	var b strings.Builder
	for j, i := range p.scope {
		b.WriteString(strconv.Itoa(i))
		b.WriteByte(3)
		for _, in := range p.sets[j] {
			if in {
				b.WriteByte(1)
			} else {
				b.WriteByte(0)
			}
		}
		b.WriteByte(2)
	}
	return b.String()
}

// matches reports whether package x matches.
func (p pattern) matches(x Package) bool {
	for j, i := range p.scope {
		if !p.sets[j][x[i]] {
			return false
		}
	}
	return true
}

// forbidden turns the constraints into combinations that no package may match:
// "if A then B and C" forbids A with not-B, and A with not-C.
func (m *Model) forbidden() (out []pattern) {
	seen := map[string]bool{}
	keep := func(p Pattern) {
		if packed, never := m.pack(p); !never && !seen[packed.key()] {
			seen[packed.key()] = true
			out = append(out, packed)
		}
	}
	for _, c := range m.Constraints {
		if len(c.Then) == 0 {
			keep(c.If)
			continue
		}
		for _, then := range c.Then {
			var others []int
			for o := range m.Issues[then.Issue].Options {
				if !slices.Contains(then.Options, o) {
					others = append(others, o)
				}
			}
			keep(append(slices.Clone(c.If), Match{Issue: then.Issue, Options: others}))
		}
	}
	return out
}
