// SPDX-License-Identifier: Apache-2.0

package process

import (
	"fmt"
	"strconv"
	"strings"
)

// minRef is the fewest digits that name an entry: fewer are too easily those of
// another.
const minRef = 6

// Find returns the entry that a person refers to: by the hexadecimal digits of
// its id, six at least and as many as make it the only one, or by "#" and its
// index in the log.
func (s State) Find(ref string) (Line, error) {
	if digits, ok := strings.CutPrefix(ref, "#"); ok {
		index, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return Line{}, fmt.Errorf("%.80q is not # and the index of an entry", ref)
		}
		for _, l := range s.lines.items {
			if l.Index == index {
				return l, nil
			}
		}
		return Line{}, fmt.Errorf("no entry with the index %d is opened here", index)
	}
	want := strings.ToLower(ref)
	if len(want) < minRef || len(want) > 64 || strings.Trim(want, "0123456789abcdef") != "" {
		return Line{}, fmt.Errorf("%.80q is not %d to 64 hexadecimal digits of an entry", ref, minRef)
	}
	var found []Line
	for _, l := range s.lines.items {
		if strings.HasPrefix(Ref(l.ID), want) {
			found = append(found, l)
		}
	}
	switch len(found) {
	case 0:
		return Line{}, fmt.Errorf("no entry that begins with %s is opened here", want)
	case 1:
		return found[0], nil
	}
	return Line{}, fmt.Errorf("%d entries begin with %s; give more digits", len(found), want)
}
