// SPDX-License-Identifier: Apache-2.0

package act

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Tidy brings typed or pasted text into the form that acts ask for, where that
// changes nothing that can be seen: normalization form C, line feeds as line
// ends, no space at either end. Characters that acts refuse stay in, so that
// the author is told of them.
func Tidy(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	return strings.TrimSpace(norm.NFC.String(text))
}

// check collects the first fault of an act, so that the rules of a kind read as
// a list.
type check struct {
	kind string
	err  *Error
}

func (c *check) fail(field, format string, args ...any) {
	if c.err == nil {
		c.err = &Error{Kind: c.kind, Field: field, Msg: fmt.Sprintf(format, args...)}
	}
}

// refuse is fail with a fault that every language can say.
func (c *check) refuse(field string, why error) {
	if c.err == nil {
		c.err = &Error{Kind: c.kind, Field: field, Msg: why.Error(), cause: why}
	}
}

// refuse makes such faults.
var refuse = Refusals{}

// quoted is what was written, cut if it is long.
func quoted(text string) Quoted {
	if runes := []rune(text); len(runes) > 40 {
		text = string(runes[:40])
	}
	return Quoted(text)
}

// done returns the first fault. A nil *Error must not become a non-nil error.
func (c *check) done() error {
	if c.err == nil {
		return nil
	}
	return c.err
}

// line checks a text of one line that must be there.
func (c *check) line(field, text string, limit int) {
	c.characters(field, text, limit, false)
	if text != strings.TrimSpace(text) {
		c.refuse(field, refuse.T("begins or ends with a space"))
	}
}

// optional checks a text of one line that may be absent.
func (c *check) optional(field, text string, limit int) {
	if text != "" {
		c.line(field, text, limit)
	}
}

// long checks a text that may have several lines.
func (c *check) long(field, text string, limit int) {
	c.characters(field, text, limit, true)
	if strings.TrimSpace(text) == "" {
		c.refuse(field, refuse.T("holds nothing but space"))
	}
}

func (c *check) characters(field, text string, limit int, long bool) {
	switch {
	case text == "":
		c.refuse(field, refuse.T("is empty"))
	case !utf8.ValidString(text):
		c.fail(field, "is not UTF-8")
	case utf8.RuneCountInString(text) > limit:
		c.refuse(field, refuse.T("is {count} characters long; the limit is {limit}", "count", utf8.RuneCountInString(text), "limit", limit))
	case !norm.NFC.IsNormalString(text):
		c.fail(field, "is not in Unicode normalization form C")
	}
	at := 0
	before := rune(0)
	for i, r := range text {
		at++
		last := before
		before = r
		if long && (r == '\n' || r == '\t') {
			continue
		}
		if joins(r) {
			if next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):]); shaped(last) && shaped(next) {
				continue
			}
		}
		if why := refused(r); why != "" {
			c.fail(field, "holds U+%04X as character %d: %s", r, at, why)
			return
		}
		if at == 1 && unicode.Is(unicode.M, r) {
			c.fail(field, "begins with U+%04X, a mark that would join whatever stands before it", r)
		}
	}
}

// joins reports whether r is the zero width joiner or non-joiner, which correct
// Persian, Sinhala and several Indic languages cannot be written without. They
// may stand between two letters of such a script and nowhere else: there they
// change how the letters look, and elsewhere nothing (Unicode Standard Annex 31,
// section 2.3).
func joins(r rune) bool { return r == '\u200c' || r == '\u200d' }

// shaped reports whether r is of a script in which letters join.
func shaped(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Devanagari, unicode.Bengali,
		unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada,
		unicode.Malayalam, unicode.Sinhala)
}

// refused says why a character may not stand in any text, or nothing.
func refused(r rune) string {
	switch {
	case r >= ' ' && r < 0x7f:
		return "" // most of most texts
	case unicode.Is(unicode.Bidi_Control, r):
		return "it is not seen and changes the order in which other characters are shown"
	case unicode.IsControl(r):
		return "it is a control character"
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		return "" // format characters that are seen: signs around Arabic and Kaithi numbers
	case unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point), r == '\u2800':
		return "it is not seen"
	case unicode.In(r, unicode.Zl, unicode.Zp):
		return "it is a line break that many programs do not show; use a line feed"
	case unicode.Is(unicode.Co, r):
		return "it is for private use and looks different on every machine"
	case !unicode.IsGraphic(r):
		return "this version of Unicode does not assign it"
	}
	return ""
}

// seat checks the name of a seat: 1 to 16 letters, digits and dots, as in the
// roster.
func (c *check) seat(field, name string) {
	if !words(name, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.") {
		c.fail(field, "is %.40q; a seat name has 1 to 16 letters, digits and dots", name)
	}
}

// words reports whether s has between 1 and limit bytes, each of them in
// alphabet.
func words(s string, limit int, alphabet string) bool {
	return s != "" && len(s) <= limit && strings.Trim(s, alphabet) == ""
}
