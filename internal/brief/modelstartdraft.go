// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"parley/internal/act"
	"parley/record"
)

// draft writes down what was chosen: decision makers as the roster has them, parties
// first, and the options of each by sort and then by when they happened.
func (f *starting) draft(chosen []startEntry) ModelDraft {
	out := ModelDraft{Title: f.say.T("What would hold, and who would leave?"), DMs: []DraftDM{}, Options: []DraftOption{}}
	if f.at.Today != "" {
		out.Title = f.say.T("What would hold, and who would leave? Begun on {day}", "day", f.at.Today)
	}
	slices.SortStableFunc(chosen, func(a, b startEntry) int {
		return cmp.Or(cmp.Compare(startSort(a.kind), startSort(b.kind)), cmp.Compare(a.day, b.day), a.place-b.place)
	})
	var today strings.Builder
	var notes, ids, taken []string
	stems := map[string]string{} // of entries for which more than one has an option, so that their ids are made alike
	for _, e := range chosen {
		if len(e.options) > 1 {
			stems[e.entry] = FreshID(e.options[0].name, taken)
			taken = append(taken, stems[e.entry])
		}
	}
	for _, seat := range f.deciders(chosen) {
		dm := f.decider(seat, out.DMs)
		out.DMs = append(out.DMs, dm)
		for _, e := range chosen {
			for _, o := range e.options {
				if o.seat != seat {
					continue
				}
				id := FreshID(o.name, ids)
				if stem := stems[e.entry]; stem != "" {
					id = stem + "_" + dm.ID
				}
				for slices.Contains(ids, id) {
					id += "_"
				}
				ids = append(ids, id)
				out.Options = append(out.Options, DraftOption{ID: id, Name: o.name, DM: dm.ID, Direction: o.direction, Entry: e.entry})
				today.WriteByte(map[bool]byte{true: 'Y', false: 'N'}[o.taken])
			}
		}
	}
	for _, e := range chosen {
		if e.note != "" {
			notes = append(notes, "“"+clipped(e.title, startName)+"”: "+e.note)
		}
	}
	out.Today = today.String()
	out.Words = f.words(notes)
	return out
}

// startSort is the place of a kind of entry among the options of one decision maker.
func startSort(kind string) int {
	return slices.Index([]string{act.KindLeverage, act.KindCommitment, act.KindProposal}, kind)
}

// deciders are the seats of the decision makers.
func (f *starting) deciders(chosen []startEntry) []string {
	out := f.parties()
	if f.roster == nil {
		return out
	}
	for _, s := range f.roster.Seats {
		owns := slices.ContainsFunc(chosen, func(e startEntry) bool {
			return slices.ContainsFunc(e.options, func(o startOption) bool { return o.seat == s.Name })
		})
		if s.Role != record.RoleParty && owns {
			out = append(out, s.Name)
		}
	}
	return out
}

// decider names a seat as a decision maker. The own seat will say itself what it
// prefers; of others its author can only infer it.
func (f *starting) decider(seat string, others []DraftDM) DraftDM {
	var taken []string
	for _, d := range others {
		taken = append(taken, d.ID)
	}
	name := f.seat(seat).Name
	out := DraftDM{ID: FreshID(name, taken), Name: name, Seat: seat, Basis: act.Inferred}
	if seat == f.state.Seat() {
		out.Basis = act.Said
	}
	return out
}

// words says what the model was made from and what is not in it, as long as there is
// room: what does not fit is counted.
func (f *starting) words(notes []string) string {
	out := f.say.T("Begun from what is read in the process. Today is as the entries stand; no preference is stated yet.")
	if len(f.readers) > 1 {
		out += " " + f.say.T("Only what every reader of the model reads was taken.")
	}
	for _, part := range []struct {
		title string
		lines []string
		most  int
	}{
		{f.say.T("Conditions and dates, as the entries have them:"), notes, startWords * 11 / 20},
		{f.say.T("Not taken into it:"), f.left, startWords - startMore},
	} {
		if len(part.lines) == 0 {
			continue
		}
		out += "\n\n" + part.title
		for i, line := range part.lines {
			next := out + "\n– " + line
			if utf8.RuneCountInString(next) > part.most {
				out += "\n– " + f.say.T("more: {rest}", "rest", len(part.lines)-i)
				break
			}
			out = next
		}
	}
	return out
}

// startMore is the room that is kept for the number of what does not fit.
const startMore = 60
