// SPDX-License-Identifier: Apache-2.0

package process

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word or figure of a text.
type token struct {
	key        uint64 // of the stem of a word, of the value of a figure
	start, end int    // bytes of the text
	sense      sense
	amount     amount // when it is a number

	letters  int  // of a word, folded
	content  bool // it says something, where a stop word does not
	initial  bool // a sentence begins with it
	capital  bool // it begins with a capital letter
	lower    bool // it begins with a small letter
	caseless bool // it is of a script without capitals
	code     bool // capitals only, or letters with figures
}

// named reports whether a token looks like a name where it stands.
func (t token) named() bool {
	return t.sense.kind == isWord && (t.capital && !t.initial || t.code)
}

// stemLength is how much of a word counts: enough to tell words apart, too short
// for most endings of case, number and tense.
const stemLength = 5

// scanner reads the tokens of one text.
type scanner struct {
	*lexicon
	text    string
	at      int
	initial bool
	word    []rune // folded, of the token being read
	out     []token
}

// tokens reads a text.
func (x *lexicon) tokens(text string) []token {
	s := scanner{lexicon: x, text: text, initial: true, out: make([]token, 0, len(text)/5+1), word: make([]rune, 0, 24)}
	for s.at < len(text) {
		r, size := utf8.DecodeRuneInString(text[s.at:])
		switch {
		case unicode.IsLetter(r):
			s.letters()
		case unicode.Is(unicode.Nd, r):
			s.figures()
		case r == '%' || r == '٪' || r == '％':
			s.out = append(s.out, token{key: keyOf("%"), start: s.at, end: s.at + size, sense: x.whole["percent"]})
			s.at += size
		default:
			s.initial = s.initial || strings.ContainsRune(".!?…:;\n؟。", r)
			s.at += size
		}
	}
	return join(s.out)
}

// unspaced reports whether a script puts no spaces between its words.
func unspaced(r rune) bool {
	return r >= 0x0e00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// letters reads a word: letters, and figures that follow them; marks, apostrophes
// and what is not seen do not end it, nor does a hyphen at the end of a line.
func (s *scanner) letters() {
	first, size := utf8.DecodeRuneInString(s.text[s.at:])
	if unspaced(first) {
		s.pair(first, size)
		return
	}
	t := token{start: s.at, initial: s.initial, capital: unicode.IsUpper(first) || unicode.IsTitle(first)}
	t.caseless = !t.capital && !unicode.IsLower(first)
	t.lower = !t.capital && !t.caseless
	s.word, s.initial = s.word[:0], false
	capitals, smalls, digits := 0, 0, 0
	for s.at < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		switch {
		case unspaced(r):
			size = 0
		case unicode.IsLetter(r):
			if unicode.IsUpper(r) {
				capitals++
			} else {
				smalls++
			}
			s.word = fold(s.word, r)
		case unicode.Is(unicode.Nd, r):
			digits++
			s.word = fold(s.word, r)
		case unicode.Is(unicode.Mc, r):
			s.word = append(s.word, r)
		case r >= utf8.RuneSelf && invisible(r):
		default:
			size = s.bridge(r, size)
		}
		if size == 0 {
			break
		}
		s.at += size
	}
	t.end = s.at
	t.code = capitals > 1 && smalls == 0 || digits > 0
	t.sense = s.look(s.word)
	t.letters = len(s.word)
	t.content = t.sense.kind != isStop && t.sense.kind != isUnit && (t.letters > 2 || t.code && t.letters > 1)
	t.key = stem(s.word)
	s.out = append(s.out, t)
}

// bridge returns the length of what joins two halves of a word: an apostrophe
// between letters, or a hyphen where a line ends; else 0.
func (s *scanner) bridge(r rune, size int) int {
	rest := s.text[s.at+size:]
	switch r {
	case '\'', '’', 'ʼ', '`', '´', '‘':
	case '-', '‐', '‑':
		line := strings.TrimLeft(rest, " \t\r")
		if !strings.HasPrefix(line, "\n") {
			return 0
		}
		line = strings.TrimLeft(line, " \t\r\n")
		size += len(rest) - len(line)
		rest = line
	default:
		return 0
	}
	if next, _ := utf8.DecodeRuneInString(rest); !unicode.IsLetter(next) {
		return 0
	}
	return size
}

// pair reads two characters of a script without spaces; the next pair begins
// with the second of them.
func (s *scanner) pair(first rune, size int) {
	t := token{start: s.at, content: true}
	s.at += size
	second, n := utf8.DecodeRuneInString(s.text[s.at:])
	if !unspaced(second) {
		return // the last one is in the pair before it
	}
	t.end = s.at + n
	t.key = keyOf("pair", uint64(first), uint64(second))
	s.out = append(s.out, t)
}

// stem is the key of a folded word without most of its ending, and without the
// article of Arabic.
func stem(word []rune) uint64 {
	n := len(word)
	if n > 3 && word[n-1] == 's' && word[n-2] != 's' {
		word = word[:n-1]
	}
	if n > 4 {
		switch {
		case word[0] == 'ا' && word[1] == 'ل':
			word = word[2:]
		case (word[0] == 'و' || word[0] == 'ب') && word[1] == 'ا' && word[2] == 'ل':
			word = word[3:]
		}
	}
	h := fnvStart
	for _, r := range word[:min(stemLength, len(word))] {
		h = (h ^ uint64(r)) * fnvPrime
	}
	return mix(h)
}
