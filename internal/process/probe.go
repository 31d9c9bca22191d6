// SPDX-License-Identifier: Apache-2.0

package process

import "slices"

// probe is a draft as it is held against entries: what to look for, and what was
// found of it.
type probe struct {
	texts [][]token
	words [][]uint64
	marks [][]mark

	sieve sieve
	clues map[uint64]*clue
	near  []span // of words that stand near each other in some entry

	// graver reports whether the line at place a weighs more than the one at b,
	// in which the order inside a tick has no part.
	graver func(a, b int) bool
}

// clue is one thing to look for, and where it was found.
type clue struct {
	common  bool // an entry that every reader of the draft reads holds it
	foreign int  // place of the gravest other entry that does, from 1

	// Of a word:
	at    []spot // where it stands in the draft
	named bool   // it stands in an entry as a name
	lower bool   // some entry writes it without a capital
	count int    // entries that hold it
	last  int    // place of the last one counted, from 1
}

// spot is the place of a word in a draft.
type spot struct{ text, word int }

// sieve lets most of what is not looked for fall through, at a few operations.
type sieve [1 << 12]uint64

func (s *sieve) set(key uint64)      { s[key>>52] |= 1 << (key >> 46 & 63) }
func (s *sieve) has(key uint64) bool { return s[key>>52]>>(key>>46&63)&1 != 0 }

// newProbe reads the texts of a draft.
func newProbe(x *lexicon, texts []string, graver func(a, b int) bool) *probe {
	d := &probe{clues: map[uint64]*clue{}, graver: graver}
	for n, text := range texts {
		tokens := x.tokens(text)
		d.texts = append(d.texts, tokens)
		d.words = append(d.words, x.wording(texts[n:n+1]).words)
		d.marks = append(d.marks, marksOf(text, tokens))
		for i, t := range tokens {
			if sought(t) {
				c := d.want(d.words[n][i] &^ wordFlags)
				c.at = append(c.at, spot{n, i})
			}
		}
		windows(d.words[n], true, func(key uint64, first, last int) {
			if telling(d.words[n][first : last+1]) {
				d.want(key)
			}
		})
		for _, m := range d.marks[n] {
			d.want(m.key)
		}
	}
	return d
}

func (d *probe) want(key uint64) *clue {
	c := d.clues[key]
	if c == nil {
		c = &clue{}
		d.clues[key] = c
		d.sieve.set(key)
	}
	return c
}

// sought reports whether a word is looked for by itself.
func sought(t token) bool {
	return t.content && t.sense.kind == isWord && (t.capital || t.lower || t.caseless)
}

// look holds the draft against the entry at a place. Entries that all its readers
// read must come first: what is in one of them is not looked for in the others.
func (d *probe) look(w *wording, place int, common bool) {
	place++
	found := func(key uint64) *clue {
		c := d.clues[key]
		switch {
		case c == nil:
			return nil
		case common:
			c.common = true
		case c.foreign == 0 || d.graver(place-1, c.foreign-1):
			c.foreign = place
		}
		return c
	}
	var recent []hit
	for i, word := range w.words {
		if !d.sieve.has(word) {
			continue
		}
		c := found(word &^ wordFlags)
		if c == nil || c.at == nil {
			continue
		}
		c.named = c.named || word&wordNamed != 0
		c.lower = c.lower || word&wordLower != 0
		if c.last != place {
			c.last = place
			c.count++
		}
		if !c.common {
			recent = d.gather(recent, hit{i, c, word&wordCaseless != 0}, place)
		}
	}
	windows(w.words, common, func(key uint64, _, _ int) {
		if d.sieve.has(key) {
			found(key)
		}
	})
	for _, key := range w.marks {
		if d.sieve.has(key) {
			found(key)
		}
	}
}

// hit is a word of the draft that stands in an entry.
type hit struct {
	word     int // its place in the entry
	clue     *clue
	caseless bool
}

const (
	reach = 16 // words within which words stand near each other
	many  = 3  // words near each other, here and there, that say the same in other words
	pair  = 2  // the same for words of scripts without capitals, where names do not show
)

// gather adds a hit to those near it, and keeps the span of the draft in which
// enough of them stand near each other as well.
func (d *probe) gather(recent []hit, h hit, place int) []hit {
	recent = slices.DeleteFunc(recent, func(old hit) bool { return old.clue == h.clue || h.word-old.word >= reach })
	recent = append(recent, h)
	enough := many
	if h.caseless {
		enough = pair
	}
	if len(recent) < enough {
		return recent
	}
	for _, from := range h.clue.at {
		first, last, n := from, from, 0
		for _, r := range recent {
			for _, at := range r.clue.at {
				if at.text == from.text && max(last.word, at.word)-min(first.word, at.word) < reach {
					first.word, last.word = min(first.word, at.word), max(last.word, at.word)
					n++
					break
				}
			}
		}
		if n >= enough {
			tokens := d.texts[from.text]
			d.near = append(d.near, span{from.text, tokens[first.word].start, tokens[last.word].end, byWords, place - 1})
		}
	}
	return recent
}

// A word of a script without capitals is taken for a name when it is so long and
// stands in so few entries.
const (
	long = 7
	rare = 2
)

// foreign returns what of the draft is known from other channels only.
func (d *probe) foreign() []span {
	out := d.near
	for n, tokens := range d.texts {
		careless := !slices.ContainsFunc(tokens, func(t token) bool { return t.capital && !t.initial && t.letters > 1 })
		add := func(first, last int, why string, c *clue) {
			out = append(out, span{n, tokens[first].start, tokens[last].end, why, c.foreign - 1})
		}
		for i, t := range tokens {
			if !sought(t) {
				continue
			}
			c := d.clues[d.words[n][i]&^wordFlags]
			if c.only() && (t.caseless && t.letters >= long && c.count <= rare || c.named && (t.capital || t.code || careless && !c.lower)) {
				add(i, i, byName, c)
			}
		}
		windows(d.words[n], true, func(key uint64, first, last int) {
			if c := d.clues[key]; c.only() {
				add(first, last, byWords, c)
			}
		})
		for _, m := range d.marks[n] {
			if c := d.clues[m.key]; c.only() {
				add(m.first, m.last, byNumber, c)
			}
		}
	}
	return d.merge(out)
}

// only reports whether something was found, and in no entry that all readers of
// the draft read.
func (c *clue) only() bool { return c != nil && c.foreign > 0 && !c.common }
