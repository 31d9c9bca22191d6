// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A text of a body that begins with refMark is a reference: "@call-0519" to the
// row of that key, "@seat:russia" to a seat. What they are called in the record
// is known only when the process is played.
const (
	refMark  = "@"
	seatMark = "seat:"
)

// seatRef returns the key of the seat that a reference names.
func seatRef(ref string) (string, bool) { return strings.CutPrefix(ref, seatMark) }

// inOwnOrder is the field whose list of references means something by its order:
// what matters most comes first.
const inOwnOrder = "order"

// resolve returns a body with its references replaced. An array of references
// becomes a sorted one, as every act wants its lists of entries and seats, and so
// does an array of objects that are each about one issue.
func resolve(v any, names func(ref string) (string, error)) (any, error) {
	switch v := v.(type) {
	case string:
		if ref, ok := strings.CutPrefix(v, refMark); ok {
			return names(ref)
		}
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			y, err := resolve(x, names)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", k, err)
			}
			if list, ok := y.([]any); ok && k != inOwnOrder {
				inOrder(x.([]any), list)
			}
			out[k] = y
		}
		return out, nil
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			var err error
			if out[i], err = resolve(x, names); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	return v, nil
}

// inOrder sorts a resolved list that was one of references, or of objects that
// are each about one issue.
func inOrder(was, list []any) {
	switch {
	case allRefs(was):
		slices.SortFunc(list, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	case allRefs(issuesOf(was)):
		slices.SortFunc(list, func(a, b any) int {
			return strings.Compare(a.(map[string]any)["issue"].(string), b.(map[string]any)["issue"].(string))
		})
	}
}

// issuesOf returns the issue of each object in a list.
func issuesOf(list []any) []any {
	out := make([]any, len(list))
	for i, x := range list {
		if m, ok := x.(map[string]any); ok {
			out[i] = m["issue"]
		}
	}
	return out
}

// allRefs reports whether every element of an array is a reference.
func allRefs(list []any) bool {
	for _, v := range list {
		if s, ok := v.(string); !ok || !strings.HasPrefix(s, refMark) {
			return false
		}
	}
	return true
}

// writeOut replaces the keys of sources by what acts carry: the key with each of
// its addresses. The file sources.json has every address once.
func writeOut(v any, sources map[string][]string) (any, error) {
	body, ok := v.(map[string]any)
	if !ok {
		return nil, errors.New("body is not a JSON object")
	}
	list, ok := body["sources"]
	if !ok {
		return body, nil
	}
	keys, ok := list.([]any)
	if !ok {
		return nil, errors.New("sources is not a list of keys")
	}
	var out []any
	for _, k := range keys {
		key, _ := k.(string)
		if len(sources[key]) == 0 {
			return nil, fmt.Errorf("sources: %v is not in sources.json", k)
		}
		for _, at := range sources[key] {
			out = append(out, map[string]any{"key": key, "at": at})
		}
	}
	body["sources"] = out
	return body, nil
}
