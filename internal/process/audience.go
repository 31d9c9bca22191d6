// SPDX-License-Identifier: Apache-2.0

package process

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"parley/internal/act"
	"parley/record"
)

// Resolve finds the seats that a word names: the name of a seat in the roster,
// an alias or a display name, of the seats that are in the roster now. The name
// in the roster, as written, goes before everything else; otherwise upper and
// lower case are one. Several seats mean that the word is not clear; ok is
// false when nothing has that name.
func (s State) Resolve(word string) (seats []string, ok bool) {
	return s.resolve(s.Roster(), word)
}

func (s State) resolve(r *record.Roster, word string) (seats []string, ok bool) {
	if r == nil {
		return nil, false
	}
	if r.Seat(word) != nil {
		return []string{word}, true
	}
	want := folded(word)
	for _, seat := range r.Seats {
		for _, w := range s.called(seat.Name) {
			if folded(w) == want {
				seats = append(seats, seat.Name)
				break
			}
		}
	}
	return seats, len(seats) > 0
}

// called returns every word that names a seat, the name in the roster first.
func (s State) called(seat string) []string {
	out := []string{seat}
	for _, n := range s.Names(seat) {
		if n.Value.Short != "" {
			out = append(out, n.Value.Short)
		}
		out = append(out, n.Value.Name)
	}
	return out
}

// folded is the form in which names are compared: one case, and one kind of
// space, so that two names that look alike are alike.
func folded(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return unicode.ToLower(unicode.ToUpper(r))
	}, name)
}

// Audience turns the words of an address into seats: "all" or "plenary" for
// every seat that has accepted, the word of a role for the seats that have it,
// and else what [State.Resolve] knows. The words of roles and of all go before
// aliases and display names, which any seat can choose. The result is sorted,
// has the seat of s in it, and can be sealed to; else the error says what is
// known here.
func Audience(r *record.Roster, s State, words []string) ([]string, error) {
	if r == nil {
		return nil, fmt.Errorf("no roster is known here yet")
	}
	if len(words) == 0 {
		return nil, fmt.Errorf("say who is to read it; known here are: %s", known(r, s))
	}
	var out []string
	for _, word := range words {
		seats, err := s.address(r, word)
		if err != nil {
			return nil, err
		}
		out = append(out, seats...)
	}
	if s.seat != "" {
		out = append(out, s.seat)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	if err := r.Readable(out); err != nil {
		return nil, err
	}
	return out, nil
}

func (s State) address(r *record.Roster, word string) ([]string, error) {
	group, isGroup := members(r, word)
	if r.Seat(word) != nil && isGroup {
		return nil, fmt.Errorf("%q is a seat and also a word for several; name the seats one by one", word)
	}
	if isGroup {
		if len(group) == 0 {
			return nil, fmt.Errorf("no seat that %q stands for has accepted the process yet", word)
		}
		return group, nil
	}
	seats, ok := s.resolve(r, word)
	switch {
	case !ok:
		return nil, fmt.Errorf("%.80q names nobody here; known are: %s", word, known(r, s))
	case len(seats) > 1:
		return nil, fmt.Errorf("%.80q names the seats %s; use the name of the seat", word, strings.Join(seats, " and "))
	}
	return seats, nil
}

// members returns the seats that have accepted and that a word for several
// stands for; ok is false when it is no such word.
func members(r *record.Roster, word string) (seats []string, ok bool) {
	// A seat that calls itself "Mediator" must not be reached by that word.
	word = folded(word)
	if slices.Contains(act.Reserved(), word) {
		return r.Accepted(), true
	}
	for _, s := range r.Seats {
		if s.Role == word {
			ok = true
			if s.Accepted {
				seats = append(seats, s.Name)
			}
		}
	}
	return seats, ok
}

// known lists the words that can be used in an address.
func known(r *record.Roster, s State) string {
	out := []string{"all"}
	for _, seat := range r.Seats {
		if !slices.Contains(out, seat.Role) {
			out = append(out, seat.Role)
		}
	}
	slices.Sort(out[1:])
	for _, seat := range r.Seats {
		words := s.called(seat.Name)
		if len(words) == 1 {
			out = append(out, words[0])
			continue
		}
		out = append(out, fmt.Sprintf("%s (%s)", words[0], strings.Join(words[1:], ", ")))
	}
	return strings.Join(out, ", ")
}
