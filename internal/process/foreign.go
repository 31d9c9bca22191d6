// SPDX-License-Identifier: Apache-2.0

package process

import (
	"cmp"
	"slices"

	"parley/internal/act"
	"parley/record"
)

// Passage is a piece of a draft that is known here from other channels only:
// from entries that some of its readers cannot read, and from none that all of
// them can. It is a stop for tired people, and no proof of where words are from.
type Passage struct {
	Text    string      // as it stands in the draft
	Why     string      // "words", "number" or "name"
	Entry   record.Hash // the entry that it is known from which weighs most, see [State.Foreign]
	Channel record.Hash // of that entry
	Readers []string    // of that entry, sorted; shared, not to be changed

	// Granted says that the author of the entry permits each reader of the draft
	// who cannot read it to be shown it; OwnWords, that it may be told to them as
	// an idea, without the author's words.
	Granted, OwnWords bool
}

// Stops reports whether the author of the entry has not permitted what the
// passage does: leave to tell an idea covers a number or a name, and not the
// author's own words.
func (p Passage) Stops() bool { return !p.Granted && !(p.OwnWords && p.Why != byWords) }

// The reasons why a passage is foreign.
const (
	byWords  = "words"
	byNumber = "number"
	byName   = "name"
)

// Foreign compares the texts of a draft for an audience with every entry that
// this seat reads, its own ones included, and returns what is foreign to that
// audience, in the order of the draft. Compared are words that say something, in
// a row or near each other here and there; dates, quantities and telling numbers;
// and names. Case, accents, punctuation, look-alike letters, most endings and the
// way in which a number is written make no difference. What was said to all at
// its time is foreign to nobody who came later. Entries in from are what the draft
// is made of: what this seat wrote in them is not foreign. Cost: about a
// millisecond for each thousand entries of a hundred words.
func (s State) Foreign(audience, texts []string, from ...record.Hash) []Passage {
	x := s.lexicon
	if x == nil {
		return nil // nothing was read here
	}
	weights := map[int]int{}
	weight := func(place int) int {
		w, ok := weights[place]
		if !ok {
			w = s.weight(&s.lines.items[place], audience)
			weights[place] = w
		}
		return w
	}
	d := newProbe(x, texts, func(a, b int) bool {
		x, y := &s.lines.items[a], &s.lines.items[b]
		return cmp.Or(weight(a)-weight(b), x.Time.Compare(y.Time), slices.Compare(x.ID[:], y.ID[:])) > 0
	})
	reads := readers{audience: audience}
	known := func(l *Line) bool {
		switch l.Kind {
		case act.KindTitle, act.KindSeat, act.KindPhase:
			return true // said to all by right, and said again to who comes later
		}
		return reads.all(l) || l.toAll || len(from) > 0 && l.Author.Seat == s.seat && slices.Contains(from, l.ID)
	}
	for _, common := range []bool{true, false} {
		for i := range s.wordings.items {
			if w := &s.wordings.items[i]; len(w.words) > 0 && known(&s.lines.items[i]) == common {
				d.look(w, i, common)
			}
		}
	}
	var out []Passage
	for _, f := range d.foreign() {
		out = append(out, s.passage(f, audience, texts))
	}
	return out
}

// readers answers for many entries whether the whole audience reads them.
type readers struct {
	audience []string
	known    map[*string]bool // by the list of readers, which a channel shares
}

func (r *readers) all(l *Line) bool {
	if l.Shown != nil {
		// A disclosure is read beside the entry by those who read it anyway.
		return !slices.ContainsFunc(r.audience, func(seat string) bool {
			return !slices.Contains(l.Audience, seat) && !slices.Contains(l.Shown.Audience, seat)
		})
	}
	if len(l.Audience) == 0 {
		return len(r.audience) == 0
	}
	if r.known == nil {
		r.known = map[*string]bool{}
	}
	all, ok := r.known[&l.Audience[0]]
	if !ok {
		all = !slices.ContainsFunc(r.audience, func(seat string) bool { return !slices.Contains(l.Audience, seat) })
		r.known[&l.Audience[0]] = all
	}
	return all
}

// weight is how much an entry stands against telling what it holds: words of
// another seat that are not released most, own words least.
func (s State) weight(l *Line, audience []string) int {
	granted, ownWords := s.permits(l, audience)
	author := l.Author.Seat
	if l.Shown != nil {
		author = l.Shown.Author.Seat
	}
	switch {
	case author == s.seat:
		return 0
	case granted:
		return 1
	case ownWords:
		return 2
	}
	return 3
}

// passage says where a span of a draft is from, and what its author permits.
func (s State) passage(f span, audience, texts []string) Passage {
	l := &s.lines.items[f.place]
	out := Passage{
		Text: texts[f.text][f.start:f.end], Why: f.why, Entry: l.ID, Channel: l.Channel, Readers: l.Audience,
	}
	out.Granted, out.OwnWords = s.permits(l, audience)
	return out
}

// permits says whether the author of an entry lets each reader of a draft who
// cannot read it be shown its words, and be told its idea.
func (s State) permits(l *Line, audience []string) (granted, ownWords bool) {
	entry, reads := l.ID, l.Audience
	if l.Shown != nil {
		entry, reads = l.Shown.Entry, slices.Concat(l.Audience, l.Shown.Audience)
	}
	may := map[string]leave{}
	for _, g := range s.Release(entry).Granted {
		for _, seat := range g.To {
			if g.Void == "" {
				may[seat] = leave{may[seat].parts | setOf(g.Parts), may[seat].own || g.OwnWords}
			}
		}
	}
	granted, ownWords = true, true
	for _, seat := range audience {
		if !slices.Contains(reads, seat) {
			// The text of an act is its first part.
			granted = granted && may[seat].parts&1 != 0
			ownWords = ownWords && may[seat].own
		}
	}
	return granted, ownWords
}

// MadeOf returns the entries that an act says it is made of, for
// [State.Foreign]: every writing of the proposal that it comes from.
func (s State) MadeOf(a act.Act) []record.Hash {
	x, ok := a.(act.Proposal)
	if !ok {
		return nil
	}
	id, _ := hash(x.From)
	v, ok := s.Version(id)
	if !ok {
		return nil
	}
	return v.writings()
}

// span is a foreign piece of one text of a draft, and the place of the line it is
// known from.
type span struct {
	text, start, end int
	why              string
	place            int
}

// merge joins spans of one text that overlap. The stronger reason and the entry
// that weighs more stand for both.
func (d *probe) merge(spans []span) []span {
	strength := []string{byName, byNumber, byWords}
	slices.SortFunc(spans, func(a, b span) int {
		return cmp.Or(a.text-b.text, a.start-b.start, b.end-a.end, slices.Index(strength, b.why)-slices.Index(strength, a.why))
	})
	var out []span
	for _, x := range spans {
		if n := len(out); n > 0 && out[n-1].text == x.text && x.start < out[n-1].end {
			y := &out[n-1]
			y.end = max(y.end, x.end)
			if d.graver(x.place, y.place) {
				y.place = x.place
			}
			if slices.Index(strength, x.why) > slices.Index(strength, y.why) {
				y.why = x.why
			}
			continue
		}
		out = append(out, x)
	}
	return out
}
