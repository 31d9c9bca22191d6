// SPDX-License-Identifier: Apache-2.0

package record

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// maxText is the largest text of the line grammar, in bytes.
const maxText = 64 << 10

// maxInt is the largest integer in any text of the record, 2^53: larger ones
// would not survive a reader that keeps numbers as floating point.
const maxInt = 1 << 53

// TextError says where a text of the record departs from its grammar.
type TextError struct {
	What string // which text: "statement", "receipt", …
	Line int    // from 1; 0 when the fault is not on one line
	Msg  string
}

// Error names the text, the line and the fault.
func (e *TextError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.What, e.Msg)
	}
	return fmt.Sprintf("%s line %d: %s", e.What, e.Line, e.Msg)
}

// textReader reads the one grammar of all signed texts: printable ASCII lines
// that end in LF; a keyword, then fields, separated by single spaces. The
// first fault sticks, so that parsers read as the list of their lines.
type textReader struct {
	what  string
	lines []string
	at    int // index of the next line
	err   error
}

// newTextReader splits text and checks its alphabet. A non-empty label is
// expected as the first line.
func newTextReader(what string, text []byte, label string) *textReader {
	r := &textReader{what: what}
	switch {
	case len(text) > maxText:
		r.err = &TextError{what, 0, fmt.Sprintf("is %d bytes long; the limit is %d", len(text), maxText)}
		return r
	case len(text) == 0 || text[len(text)-1] != '\n':
		r.err = &TextError{what, 0, "does not end with a line feed"}
		return r
	}
	line := 1
	for _, c := range text {
		if c == '\n' {
			line++
		} else if c < 0x20 || c > 0x7e {
			r.err = &TextError{what, line, fmt.Sprintf("holds the byte 0x%02x; only printable ASCII is allowed", c)}
			return r
		}
	}
	r.lines = strings.Split(string(text[:len(text)-1]), "\n")
	if label != "" {
		if r.lines[0]+"\n" != label {
			r.err = &TextError{what, 1, fmt.Sprintf("is %.40q; want %q", r.lines[0], label[:len(label)-1])}
		}
		r.at = 1
	}
	return r
}

func (r *textReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = &TextError{r.what, r.at, fmt.Sprintf(format, args...)}
	}
}

// peek returns the keyword of the next line, or "" at the end or after a fault.
func (r *textReader) peek() string {
	if r.err != nil || r.at >= len(r.lines) {
		return ""
	}
	keyword, _, _ := strings.Cut(r.lines[r.at], " ")
	return keyword
}

// line consumes the next line, which must be keyword and want non-empty
// fields (want < 0: one or more). After a fault it returns empty fields, so
// that callers may index the result.
func (r *textReader) line(keyword string, want int) []string {
	empty := make([]string, max(want, 1))
	if r.err != nil {
		return empty
	}
	if r.at >= len(r.lines) {
		r.at++
		r.fail("is missing; want %q", keyword)
		return empty
	}
	fields := strings.Split(r.lines[r.at], " ")
	r.at++
	if fields[0] != keyword {
		r.fail("begins with %.40q; want %q", fields[0], keyword)
		return empty
	}
	fields = fields[1:]
	for _, f := range fields {
		if f == "" {
			r.fail("%q: fields must be separated by single spaces", keyword)
			return empty
		}
	}
	if want >= 0 && len(fields) != want {
		r.fail("%q has %d fields; want %d", keyword, len(fields), want)
		return empty
	}
	if want < 0 && len(fields) == 0 {
		r.fail("%q has no field", keyword)
		return empty
	}
	return fields
}

// end reports the first fault, or lines that should not be there.
func (r *textReader) end() error {
	if r.err == nil && r.at < len(r.lines) {
		r.at++
		r.fail("is left over")
	}
	return r.err
}

func (r *textReader) int(field string) int64 {
	if r.err != nil {
		return 0
	}
	n, err := strconv.ParseInt(field, 10, 64)
	if err != nil || n < 0 || n > maxInt || strconv.FormatInt(n, 10) != field {
		r.fail("%.40q is not a decimal number between 0 and 2^53 without leading zeros", field)
		return 0
	}
	return n
}

func (r *textReader) bytes(field string, size int) []byte {
	out := make([]byte, size)
	if r.err != nil {
		return out
	}
	b, err := base64.StdEncoding.Strict().DecodeString(field)
	if err != nil || len(b) != size {
		r.fail("%.60q is not the base64 of %d bytes", field, size)
		return out
	}
	return b
}

func (r *textReader) hash(field string) Hash { return Hash(r.bytes(field, 32)) }

// word checks a field against one of the small alphabets below.
func (r *textReader) word(field, what string, ok func(string) bool) string {
	if r.err == nil && !ok(field) {
		r.fail("%.60q is not a %s", field, what)
	}
	return field
}

func (r *textReader) time(field string) time.Time {
	if r.err != nil {
		return time.Time{}
	}
	t, err := time.Parse(timeLayout, field)
	if err != nil || t.Format(timeLayout) != field {
		r.fail("%.40q is not a time of the form 2006-01-02T15:04:05Z", field)
		return time.Time{}
	}
	return t
}

const timeLayout = "2006-01-02T15:04:05Z"

// textWriter prints the grammar that textReader reads.
type textWriter struct{ strings.Builder }

func newTextWriter(label string) *textWriter {
	w := new(textWriter)
	w.WriteString(label)
	return w
}

func (w *textWriter) line(keyword string, fields ...string) {
	w.WriteString(keyword)
	for _, f := range fields {
		w.WriteByte(' ')
		w.WriteString(f)
	}
	w.WriteByte('\n')
}

func (w *textWriter) bytes() []byte { return []byte(w.String()) }

func dec[T int | int64](n T) string { return strconv.FormatInt(int64(n), 10) }

func b64(b []byte) string { return base64.StdEncoding.EncodeToString(b) }

// matches reports whether s has between 1 and limit bytes, all of them in
// class.
func matches(s string, limit int, class func(c byte) bool) bool {
	if s == "" || len(s) > limit {
		return false
	}
	for i := range len(s) {
		if !class(s[i]) {
			return false
		}
	}
	return true
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

// ValidSeat reports whether s can name a seat: 1 to 16 letters, digits and
// dots.
func ValidSeat(s string) bool {
	return matches(s, 16, func(c byte) bool { return isLower(c) || isUpper(c) || isDigit(c) || c == '.' })
}

// ValidDevice reports whether s can label a device: 1 to 8 lower-case letters
// and digits. "root" is reserved for the seat's root key.
func ValidDevice(s string) bool {
	return s != rootDevice && matches(s, 8, func(c byte) bool { return isLower(c) || isDigit(c) })
}

// ValidKind reports whether s can be the kind of an entry: a lower-case letter,
// then up to 31 lower-case letters, digits and dots.
func ValidKind(s string) bool {
	return s != "" && isLower(s[0]) &&
		matches(s, 32, func(c byte) bool { return isLower(c) || isDigit(c) || c == '.' })
}

// ValidRole reports whether s can be the role of a seat, as [ValidKind] but of
// at most 16 bytes.
func ValidRole(s string) bool { return len(s) <= 16 && ValidKind(s) }

func validMedia(s string) bool {
	main, rest, ok := strings.Cut(s, "/")
	return ok && main != "" && rest != "" && len(s) <= 128 && !strings.ContainsAny(s, " ")
}
