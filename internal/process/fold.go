// SPDX-License-Identifier: Apache-2.0

package process

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold appends a character in the form in which texts are compared: one case,
// no accents and nothing invisible, compatible forms as one, digits of every
// script as 0 to 9, and letters of Cyrillic and Greek that look like Latin ones
// as those, so that a letter of another alphabet hides nothing.
func fold(to []rune, r rune) []rune {
	switch {
	case r < utf8.RuneSelf:
		return append(to, unicode.ToLower(r))
	case r >= 0x4e00 && r <= 0x9fff: // most of Han, which has no case and no parts
		return append(to, r)
	case r >= 0x0430 && r <= 0x044f && r != 'й':
		return append(to, alike(r))
	case invisible(r):
		return to
	}
	var b [utf8.UTFMax]byte
	parts := norm.NFKD.Properties(b[:utf8.EncodeRune(b[:], r)]).Decomposition()
	if parts == nil {
		return append(to, plain(r))
	}
	for len(parts) > 0 {
		r, n := utf8.DecodeRune(parts)
		parts = parts[n:]
		if !invisible(r) {
			to = append(to, plain(r))
		}
	}
	return to
}

// invisible reports whether a character changes only how another one looks, or
// is not seen.
func invisible(r rune) bool {
	return r == 'ـ' || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf)
}

func plain(r rune) rune {
	if unicode.Is(unicode.Nd, r) {
		return '0' + digit(r)
	}
	return alike(unicode.ToLower(r))
}

// digit is the value of a decimal digit of any script: their ranges hold whole
// runs from 0 to 9.
func digit(r rune) rune {
	for _, x := range unicode.Nd.R16 {
		if lo := rune(x.Lo); r >= lo && r <= rune(x.Hi) {
			return (r - lo) % 10
		}
	}
	for _, x := range unicode.Nd.R32 {
		if lo := rune(x.Lo); r >= lo && r <= rune(x.Hi) {
			return (r - lo) % 10
		}
	}
	return 0
}

// alike gives letters that look the same, in either case, one form; and the
// forms of Arabic letters that are written one for the other.
func alike(r rune) rune {
	switch r {
	case 'а', 'α':
		return 'a'
	case 'в', 'β':
		return 'b'
	case 'с', 'ϲ':
		return 'c'
	case 'ԁ':
		return 'd'
	case 'е', 'ε', 'є':
		return 'e'
	case 'н', 'η', 'һ':
		return 'h'
	case 'і', 'ι', 'ӏ', 'ı':
		return 'i'
	case 'ј':
		return 'j'
	case 'к', 'κ', 'қ':
		return 'k'
	case 'м', 'μ':
		return 'm'
	case 'ν':
		return 'n'
	case 'о', 'ο':
		return 'o'
	case 'ς':
		return 'σ'
	case 'р', 'ρ':
		return 'p'
	case 'ѕ':
		return 's'
	case 'т', 'τ':
		return 't'
	case 'х', 'χ':
		return 'x'
	case 'у', 'υ', 'ү':
		return 'y'
	case 'ζ':
		return 'z'
	case 'ى', 'ی':
		return 'ي'
	case 'ة':
		return 'ه'
	case 'ک':
		return 'ك'
	}
	return r
}

// The constants of FNV-1a of 64 bits.
const (
	fnvStart uint64 = 14695981039346656037
	fnvPrime uint64 = 1099511628211
)

// keyOf makes the key of a word or a combination: FNV-1a of 64 bits, mixed so
// that sums of keys are keys as good.
func keyOf(word string, more ...uint64) uint64 {
	h := fnvStart
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * fnvPrime
	}
	for _, m := range more {
		h = mix(h ^ m)
	}
	return mix(h)
}

// mix spreads every bit of a key over all others (the finalizer of SplitMix64).
func mix(h uint64) uint64 {
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
