// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"slices"
	"strings"

	"parley/internal/brief"
)

// takeRanking moves one outcome, or takes the order as it was typed. The button that
// was used keeps the focus, so that it can be used again; where it is gone, the one
// beside it has it.
func takeRanking(e *modeling, x *brief.DraftDM, do string, sent url.Values) {
	if sent.Has("typed") && sent.Get("typed") != sent.Get("typed.was") {
		x.Lines = rankLines(groupsOf(strings.FieldsFunc(sent.Get("typed"), func(r rune) bool { return r == ',' || r == ';' || r == '\n' })))
	}
	groups := groupsOf(x.Lines)
	what, state, _ := strings.Cut(do, ":")
	focus := do
	switch what {
	case "next":
		groups = append(groups, []string{state})
	case "with":
		if len(groups) == 0 {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], state)
	case "rest":
		if rest := e.unranked(groups); len(rest) > 0 {
			groups = append(groups, rest)
		}
		focus = "go"
	case "out":
		groups, _, _ = without(groups, state)
		focus = "next:" + state
	case "up", "down", "tie":
		groups, focus = moved(groups, what, state)
	default:
		return
	}
	x.Lines = rankLines(groups)
	if what == "next" || what == "with" {
		focus = "go"
		if rest := e.unranked(groups); len(rest) > 0 {
			focus = what + ":" + rest[0]
		}
	}
	e.focusOn(focus)
}

// unranked are the first outcomes without a place.
func (e *modeling) unranked(groups [][]string) (out []string) {
	states, _ := e.look.List(1 << 12)
	seen := map[string]bool{}
	for _, g := range groups {
		for _, text := range g {
			if s, ok := e.look.Find(text); ok {
				seen[e.stateView(s).Number] = true
			}
		}
	}
	for _, s := range states {
		if number := e.stateView(s).Number; !seen[number] {
			out = append(out, number)
		}
	}
	return out
}

// without takes an outcome out of its group, and says which that was and whether it
// was alone there.
func without(groups [][]string, state string) (out [][]string, at int, alone bool) {
	out = slices.Clone(groups)
	for g, group := range out {
		if k := slices.Index(group, state); k >= 0 {
			out[g] = slices.Delete(slices.Clone(group), k, k+1)
			if alone = len(group) == 1; alone {
				out = slices.Delete(out, g, g+1)
			}
			return out, g, alone
		}
	}
	return groups, -1, false
}

// moved moves an outcome: out of those that are as good as it, or past the group
// beside it; tie puts it to the group above.
func moved(groups [][]string, what, state string) ([][]string, string) {
	out, g, alone := without(groups, state)
	if g < 0 {
		return groups, ""
	}
	own := []string{state}
	to := g // where its own group is put in
	switch {
	case what == "tie" && g > 0:
		out[g-1] = append(slices.Clone(out[g-1]), state)
		return out, "up:" + state
	case what == "tie":
		return groups, "up:" + state
	case what == "up" && alone:
		to = g - 1
	case what == "down":
		to = g + 1
	}
	if to < 0 || to > len(out) {
		return groups, what + ":" + state
	}
	out = slices.Insert(out, to, own)
	focus := what + ":" + state
	if what == "up" && to == 0 {
		focus = "down:" + state
	} else if what == "down" && to == len(out)-1 {
		focus = "up:" + state
	}
	return out, focus
}
