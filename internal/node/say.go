// SPDX-License-Identifier: Apache-2.0

package node

import (
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// The acts that a person performs, from what was typed. Line ends, spaces
// around a text and its Unicode form are put in order; everything else is left
// for the rules of package act to judge.

// Note is something said in a channel.
func Note(text string) act.Act { return act.Note{Text: act.Tidy(text)} }

// Title is what the process is called.
func Title(title, summary string) act.Act {
	return act.Title{Title: act.Tidy(title), Summary: act.Tidy(summary)}
}

// SeatName is what a seat is called; says and short may be empty.
func SeatName(seat, name, says, short string) act.Act {
	return act.SeatName{Seat: seat, Name: act.Tidy(name), Says: act.Tidy(says), Short: short}
}

// Ask asks the author of an entry whether parts of it, or without parts its
// idea, may be shown to some seats.
func Ask(entry record.Hash, parts []int64, to []string, why string) act.Act {
	return act.Ask{
		Entry: process.Ref(entry), Parts: slices.Compact(slices.Sorted(slices.Values(parts))),
		To: slices.Compact(slices.Sorted(slices.Values(to))), Why: act.Tidy(why),
	}
}

// Audience turns the words of an address into seats: see [process.Audience].
func (v View) Audience(words []string) ([]string, error) {
	return process.Audience(v.Roster, v.State, words)
}
