// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// A started model has at most so many options and decision makers: more than that
// nobody can rank.
const (
	startOptions = 14
	startDMs     = 16
	startWords   = 2000 // as act.Model.Words
	startName    = 110  // characters of an entry in the name of an option
)

// StartModel makes the frame of a model of what this seat and every reader of the
// model read of the process. Decision makers are the parties and whoever owns an
// option: the holder of a threat or an incentive, the giver of a commitment, each
// party to whom a proposal was tabled. Today is as the entries stand: what was
// enacted, kept or accepted is taken. What is undecided comes before what is decided,
// the newest first, until the model is full; what is left out is named in Words, with
// deadlines and conditions. It states no preference: that is for its author.
func StartModel(s process.State, r *record.Roster, at AsOf, readers []string, say Speaker) ModelDraft {
	f := starting{faces: newFaces(s, r), at: at, readers: readers, say: say, accepted: map[string][]string{}}
	f.rounds()
	f.leverage()
	f.promises()
	f.proposals()
	return f.draft(f.choose())
}

// starting gathers what could become an option.
type starting struct {
	faces
	at       AsOf
	readers  []string
	say      Speaker
	accepted map[string][]string // seats by the first writing of a proposal that all of them accept
	found    []startEntry
	left     []string // what is named as left out
}

// startEntry is an entry with the options that stand for it: one, or of a proposal
// one for each party.
type startEntry struct {
	entry, kind, title string
	class              int // what is undecided is 0; the less, the earlier
	day                string
	place              int // among those of its kind, by when they happened
	note               string
	circle             []string // first writings of entries with which it stands: all of them go in, or none
	options            []startOption
}

type startOption struct {
	seat, name, direction string
	taken                 bool
}

// The classes of entries: those that nobody calls decided come first.
const (
	startUndecided = iota
	startDecided
	startPast     // its date has passed
	startInvented // illustrative: this and the class that it would have else
)

// reads reports whether every reader of the model reads an entry.
func (f *starting) reads(v *process.Version) bool {
	return !slices.ContainsFunc(f.readers, func(seat string) bool { return !slices.Contains(v.Audience, seat) })
}

func (f *starting) add(e startEntry, w Written) {
	if w.Illustrative {
		e.class += startInvented
		e.note = joinNotes(f.say.T("illustrative"), e.note)
	}
	e.entry, e.place = w.First, len(f.found)
	f.found = append(f.found, e)
}

func (f *starting) skip(title, why string) {
	f.left = append(f.left, "“"+clipped(title, startName)+"”: "+why)
}

// seated reports whether a seat is there to decide.
func (f *starting) seated(name string) bool { return f.roster != nil && f.roster.Seat(name) != nil }

func (f *starting) leverage() {
	for _, d := range inOrder(f.at, f.state.Versions(act.KindLeverage), onLeverage) {
		l := f.faces.leverage(f.at, d.Version, &d.says)
		switch {
		case !f.reads(d.Version) || l.Withdrawn != nil:
			continue
		case l.State == "lapsed" || l.State == StandsWithdrawn:
			f.skip(l.Title, f.say.T("it is over"))
			continue
		case l.HolderSeat == nil || !f.seated(l.HolderSeat.Seat):
			f.skip(l.Title, f.say.T("who holds it has no seat: {holder}", "holder", clipped(l.Holder, startName)))
			continue
		}
		e := startEntry{kind: act.KindLeverage, title: l.Title, day: l.Set.Day, class: startDecided, note: f.leverageNote(l)}
		if l.Open {
			e.class = startUndecided
		}
		for _, step := range l.Steps {
			if !step.Withdrawn && step.On.Day > e.day {
				e.day = step.On.Day
			}
		}
		o := startOption{seat: l.HolderSeat.Seat, name: clipped(l.Title, startName), taken: l.State == "enacted" || l.State == "restored"}
		if l.Reversible == "no" {
			o.direction = "forward"
		}
		e.options = []startOption{o}
		f.add(e, l.Written)
	}
}

func (f *starting) leverageNote(l LeverageStanding) string {
	note := joinNotes(f.condition(l.Condition), where(l.Trigger, f.say.T("set off by {words}", "words", clipped(l.Trigger, startName))), f.due(l.Deadline.Now))
	if l.Reversible == "" {
		note = joinNotes(note, f.say.T("whether it can be undone is not stated"))
	}
	return note
}

// promises are the commitments, and not the releases or withdrawals of them.
func (f *starting) promises() {
	w := f.weigh(f.at)
	for i := range w.all {
		c := f.faces.commitment(f.at, w, i)
		switch {
		case !f.reads(w.all[i].Version) || c.Withdrawn != nil:
			continue
		case c.Standing == StandsReleased || c.Standing == StandsWithdrawn || !f.seated(c.Seat.Seat):
			f.skip(c.Words, f.say.T("it is over"))
			continue
		}
		e := startEntry{kind: act.KindCommitment, title: c.Words, day: w.all[i].at.day, circle: c.Circle, note: joinNotes(f.condition(c.Condition), f.hangs(c), f.due(c.Due))}
		kept := c.kept()
		switch {
		case kept:
			e.class = startDecided
		case c.Clock.State == ClockPassed:
			e.class = startPast
		}
		e.options = []startOption{{seat: c.Seat.Seat, name: f.say.T("keeps: {words}", "words", clipped(c.Words, startName)), taken: kept}}
		f.add(e, c.Written)
	}
}

// hangs says on whose commitments one hangs.
func (f *starting) hangs(c CommitmentStanding) string {
	var on []string
	for _, x := range c.If {
		if x.Opened {
			on = append(on, "“"+clipped(x.Words, startName)+"”")
		}
	}
	if on == nil {
		return ""
	}
	return f.say.T("hangs on {words}", "words", strings.Join(on, ", "))
}

// rounds notes what all who were asked accept.
func (f *starting) rounds() {
	for _, v := range f.state.Versions(act.KindRound) {
		t, ok := f.state.Tally(v.ID)
		if !ok || t.Result == nil || f.at.withdrawn(&v) || !f.reads(t.Result) {
			continue
		}
		result, _ := t.Result.Act.(act.RoundResult)
		round, _ := v.Act.(act.Round)
		for _, o := range result.Outcomes {
			if id, ok := entryID(o.Package); ok && o.Outcome == act.AllAccept {
				if p, ok := f.state.Version(id); ok && p.ID == id { // and was not written anew
					f.accepted[process.Ref(p.First)] = round.Asked
				}
			}
		}
	}
}

func (f *starting) proposals() {
	for _, d := range inOrder(f.at, f.state.Versions(act.KindProposal), onProposal) {
		if d.says.Stage != act.Tabled || f.at.withdrawn(d.Version) || !f.reads(d.Version) {
			continue
		}
		w := f.writtenAt(f.at, d.Version, d.says.Ground)
		e := startEntry{kind: act.KindProposal, title: d.says.Title, day: d.at.day, class: startUndecided}
		if f.accepted[w.First] != nil {
			e.class = startDecided
		}
		if d.says.By != "" {
			e.note = f.say.T("offer of {seat}", "seat", f.seat(d.says.By).Name)
		}
		for _, seat := range f.parties() {
			e.options = append(e.options, startOption{seat: seat, name: f.say.T("accepts: {title}", "title", clipped(d.says.Title, startName)), taken: slices.Contains(f.accepted[w.First], seat)})
		}
		f.add(e, w)
	}
}

// parties are the seats of parties in the order of the roster.
func (f *starting) parties() []string {
	var out []string
	if f.roster != nil {
		for _, s := range f.roster.Seats {
			if s.Role == record.RoleParty && len(out) < startDMs {
				out = append(out, s.Name)
			}
		}
	}
	return out
}

// choose fills the model, and names what does not go in.
func (f *starting) choose() []startEntry {
	slices.SortStableFunc(f.found, func(a, b startEntry) int {
		return cmp.Or(a.class-b.class, cmp.Compare(b.day, a.day), cmp.Compare(a.kind, b.kind), b.place-a.place)
	})
	deciding, n, done := map[string]bool{}, 0, map[string]bool{}
	for _, seat := range f.parties() {
		deciding[seat] = true
	}
	var out []startEntry
	for _, e := range f.found {
		if done[e.entry] {
			continue
		}
		group, many, more := f.circleOf(e), 0, map[string]bool{}
		for _, x := range group {
			done[x.entry] = true
			many += len(x.options)
			for _, o := range x.options {
				if !deciding[o.seat] {
					more[o.seat] = true
				}
			}
		}
		if many == 0 || n+many > startOptions || len(deciding)+len(more) > startDMs {
			for _, x := range group {
				f.skip(x.title, f.say.T("there is no room for more"))
			}
			continue
		}
		n += many
		for seat := range more {
			deciding[seat] = true
		}
		out = append(out, group...)
	}
	return out
}

// circleOf is an entry with those that hold only together with it: half of a promise
// that was given both ways would take a side.
func (f *starting) circleOf(e startEntry) []startEntry {
	out := []startEntry{e}
	for _, x := range f.found {
		if slices.Contains(e.circle, x.entry) {
			out = append(out, x)
		}
	}
	return out
}

// joinNotes joins what there is.
func joinNotes(notes ...string) string {
	return strings.Join(slices.DeleteFunc(notes, func(s string) bool { return s == "" }), "; ")
}

// condition says on what something hangs, in the words of the entry.
func (f *starting) condition(words string) string {
	return where(words, f.say.T("if: {words}", "words", clipped(words, startName)))
}

// where is a sentence about some words, or nothing where there are none.
func where(words, sentence string) string {
	if words == "" {
		return ""
	}
	return sentence
}

// due is a date as it was stated.
func (f *starting) due(d act.Due) string {
	switch {
	case !d.Known():
		return ""
	case !d.When.Known():
		return f.say.T("until {day}", "day", d.Says)
	case d.When.Until != "":
		return f.say.T("until {day}", "day", d.When.Day+" – "+d.When.Until)
	}
	return f.say.T("until {day}", "day", d.When.Day)
}

// clipped is the first line of a text, at most so many characters of it.
func clipped(text string, most int) string {
	line := firstLine(text)
	if r := []rune(line); len(r) > most {
		return strings.TrimRightFunc(string(r[:most-1]), unicode.IsSpace) + "…"
	}
	return line
}
