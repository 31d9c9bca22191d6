// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"
	"unicode"
)

// displayWidth is how many columns of a terminal a text takes: none for marks
// that join the letter before them, two for the wide letters of East Asia.
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case wide(r):
			n += 2
		default:
			n++
		}
	}
	return n
}

// wide reports the blocks that Unicode Standard Annex 11 counts as wide or full
// width, coarsely: a rare letter that is off by one moves a column, not a word.
func wide(r rune) bool {
	for _, x := range [...][2]rune{
		{0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0xa4cf}, {0xa960, 0xa97c}, {0xac00, 0xd7a3},
		{0xf900, 0xfaff}, {0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1faff}, {0x20000, 0x3fffd},
	} {
		if r >= x[0] && r <= x[1] {
			return true
		}
	}
	return false
}

// safeText takes out what could drive a terminal or hide what is shown:
// control characters, and those that turn the order of others around. Texts of
// entries have none; words from a network or a foreign file may.
func safeText(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' {
			return r
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return '\ufffd'
		}
		return r
	}, s)
}

// safeLine is [safeText] in one line.
func safeLine(s string) string {
	return strings.Join(strings.FieldsFunc(safeText(s), func(r rune) bool { return r == '\n' }), " ")
}
