// SPDX-License-Identifier: Apache-2.0

package process

import (
	"slices"
	"strings"

	"parley/internal/act"
)

// wording is what is kept of the texts of one entry, to compare drafts with: the
// keys of its words in their order, without the words.
type wording struct {
	words []uint64 // keys with flags in their last bits; a zero ends each field
	marks []uint64 // dates, quantities and telling numbers
}

// Flags of a word, in place of the last bits of its key.
const (
	wordContent = 1 << iota
	wordNamed
	wordLower
	wordCaseless
	wordFlags = 1<<iota - 1
)

// Lengths of what is compared: so many words that say something, in any order,
// or so many words of all sorts. A field may be shorter and is compared whole.
const (
	wordsOfContent = 4
	wordsOfField   = 3
	wordsInRow     = 6
)

// textsOf returns the texts of a line, those that a disclosure shows included.
func textsOf(l *Line) []string {
	switch {
	case l.Act != nil:
		return act.Texts(l.Act)
	case l.Shown == nil:
		return nil
	}
	var out []string
	for _, p := range l.Shown.Parts {
		if p.Act != nil {
			out = append(out, act.Texts(p.Act)...)
		} else if strings.HasPrefix(p.Media, "text/") {
			out = append(out, string(p.Data))
		}
	}
	return out
}

// wordingOf reads a line as it is applied. A state that did not begin with [New]
// knows no words.
func (s *State) wordingOf(l *Line) wording {
	if s.lexicon == nil {
		return wording{}
	}
	return s.lexicon.wording(textsOf(l))
}

// wording reads the texts of an entry.
func (x *lexicon) wording(texts []string) wording {
	var out wording
	for _, text := range texts {
		tokens := x.tokens(text)
		out.words = slices.Grow(out.words, len(tokens)+1)
		for _, t := range tokens {
			key := t.key &^ wordFlags
			if t.content {
				key |= wordContent
			}
			if t.named() {
				key |= wordNamed
			}
			if t.lower {
				key |= wordLower
			}
			if t.caseless {
				key |= wordCaseless
			}
			out.words = append(out.words, key)
		}
		for _, m := range marksOf(text, tokens) {
			out.marks = append(out.marks, m.key)
		}
		if len(tokens) > 0 {
			out.words = append(out.words, 0)
		}
	}
	return out
}

// mark is a date, a quantity or a number in a text, and the tokens it stands in.
type mark struct {
	key         uint64
	first, last int
}

// marksOf finds what can be recognised in other words: the twelfth of June
// however it is written, thirty days in figures and in letters.
func marksOf(text string, tokens []token) []mark {
	var out []mark
	add := func(first, last int, key uint64) { out = append(out, mark{key, first, last}) }
	near := func(i, j int) bool {
		return i >= 0 && j < len(tokens) && tokens[i].end <= tokens[j].start && !strings.ContainsAny(text[tokens[i].end:tokens[j].start], ".,;:!?()\n")
	}
	for i, t := range tokens {
		after := i + 1 // the 12th of June
		for near(i, after) && after < i+3 && !tokens[after].content && tokens[after].sense.kind != isUnit {
			after++
		}
		day := t.amount.whole()
		isDay := t.sense.kind == isNumber && day >= 1 && day <= 31
		switch {
		case t.sense.kind == isDate:
			add(i, i, t.key)
		case isDay && near(i, after) && tokens[after].sense.kind == isMonth:
			add(i, after, keyOf("date", uint64(tokens[after].sense.n*100+day)))
		case isDay && near(i-1, i) && tokens[i-1].sense.kind == isMonth && (!near(i, i+1) || tokens[i+1].sense.kind != isUnit):
			add(i-1, i, keyOf("date", uint64(tokens[i-1].sense.n*100+day)))
		case t.sense.kind == isNumber:
			if t.amount.telling() {
				add(i, i, keyOf("telling", t.key))
			}
			if !near(i, i+1) || !t.content {
				continue // two of something are in every text
			}
			if unit := unitOf(tokens[i+1]); unit != 0 {
				add(i, i+1, keyOf("quantity", t.key, unit))
			}
			if near(i, i+2) && tokens[i+1].sense.kind != isUnit && tokens[i+2].sense.kind == isUnit { // thirty calendar days
				add(i, i+2, keyOf("quantity", t.key, tokens[i+2].sense.unit))
			}
		}
	}
	return out
}

// unitOf is the key of what a number counts, or 0.
func unitOf(t token) uint64 {
	switch {
	case t.sense.kind == isUnit:
		return t.sense.unit
	case t.content && t.sense.kind == isWord:
		return t.key
	}
	return 0
}

// The sorts of combinations are kept apart by a constant in their keys.
const (
	saltContent uint64 = 0x6a09e667f3bcc908
	saltField   uint64 = 0xbb67ae8584caa73b
	saltRow     uint64 = 0x3c6ef372fe94f82b
)

// windows calls found for each combination of words that is compared: its key,
// and the first and last word of it. Keys of words are spread evenly, so their
// sum is the key of the words in any order. A combination as long as a short
// field is found everywhere if parts is set, else where it is the whole field.
func windows(words []uint64, parts bool, found func(key uint64, first, last int)) {
	var last [wordsOfContent]int // the words of content read last, the newest first
	content, row := 0, 0
	var rowSum uint64
	for i, w := range words {
		if w == 0 {
			if content == wordsOfField && !parts {
				found(saltField^(words[last[0]]&^wordFlags+words[last[1]]&^wordFlags+words[last[2]]&^wordFlags), last[2], last[0])
			}
			content, row, rowSum = 0, 0, 0
			continue
		}
		row++
		rowSum += w &^ wordFlags
		if row > wordsInRow {
			rowSum -= words[i-wordsInRow] &^ wordFlags
		}
		if row >= wordsInRow {
			found(saltRow^rowSum, i-wordsInRow+1, i)
		}
		if w&wordContent == 0 {
			continue
		}
		content++
		last[3], last[2], last[1], last[0] = last[2], last[1], last[0], i
		if content < wordsOfField {
			continue
		}
		sum := words[last[0]]&^wordFlags + words[last[1]]&^wordFlags + words[last[2]]&^wordFlags
		if parts {
			found(saltField^sum, last[2], i)
		}
		if content >= wordsOfContent {
			found(saltContent^(sum+words[last[3]]&^wordFlags), last[3], i)
		}
	}
}

// telling reports whether some words in a row hold enough that says something.
func telling(words []uint64) bool {
	n := 0
	for _, w := range words {
		if w&wordContent != 0 {
			n++
		}
	}
	return n >= wordsOfField
}
