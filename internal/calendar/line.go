// SPDX-License-Identifier: Apache-2.0

package calendar

import (
	"strings"
	"unicode/utf8"
)

// maxLine is the length of a line in octets, without its end; RFC 5545,
// section 3.1.
const maxLine = 75

// line writes one content line, folded between characters. RFC 5545 allows to
// fold inside of one, and readers that unfold after decoding break on it.
func (f *file) line(name, value string) {
	rest := name + ":" + value
	limit := maxLine
	for len(rest) > limit {
		cut := limit
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		f.WriteString(rest[:cut])
		f.WriteString("\r\n ")
		rest = rest[cut:]
		limit = maxLine - 1 // the space that opens the line counts
	}
	f.WriteString(rest)
	f.WriteString("\r\n")
}

// escape writes a text as a value; RFC 5545, section 3.3.11. A control character
// has no place in one, nor has a byte that is not UTF-8: each becomes U+FFFD, so
// that it is seen that something stood there.
func escape(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == '\\' || r == ';' || r == ',':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			if !strings.HasPrefix(text[i+1:], "\n") {
				b.WriteString(`\n`)
			}
		case r < ' ' && r != '\t', r == 0x7f:
			b.WriteRune('\uFFFD')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
