// SPDX-License-Identifier: Apache-2.0

package lang

import (
	"strings"
	"unicode/utf8"
)

const (
	bare   = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	dented = "áƀćđéƒǵĥíĵķĺɱñóþǫŕśťúṽŵẋýźÁƁĆĐÉƑǴĤÍĴĶĹṀÑÓÞǪŔŚŤÚṼŴẊÝŹ"

	// padding is what a sentence is made longer with; in words, so that it wraps.
	padding = " ōñé ţŵō ţĥŕéé ƒōúŕ ƒīṽé śīẋ śéṽéñ éīǵĥţ ñīñé ţéñ"
)

// pseudo dresses a sentence for the pseudo-locales. Its places stay as they are,
// and values come into it later, so what people wrote is never dressed.
func pseudo(text string) string {
	var b strings.Builder
	b.WriteByte('[')
	walk(text, func(plain string) { b.WriteString(accents(plain)) },
		func(name string) { b.WriteString("{" + name + "}") })
	// IBM and Microsoft both plan for some 40 % more text when English of the
	// length of a sentence is translated; the brackets are two characters of it.
	more := utf8.RuneCountInString(text)*4/10 - 2
	filler := []rune(padding)
	for i := range max(more, 0) {
		b.WriteRune(filler[i%len(filler)])
	}
	b.WriteByte(']')
	return b.String()
}

// accents replaces each Latin letter by one with a mark.
func accents(text string) string {
	marked := []rune(dented)
	return strings.Map(func(r rune) rune {
		if i := strings.IndexRune(bare, r); i >= 0 {
			return marked[i]
		}
		return r
	}, text)
}
