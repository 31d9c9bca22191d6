// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"parley/internal/act"
)

// letters are the short forms of the marks, as chronologies on paper use them.
var letters = map[string]act.Mark{
	"c": act.Confirmed, "1": act.OneSource, "d": act.Disputed, "u": act.Uncertain, "m": act.Measured,
}

// ground reads what an account rests on. An account without a mark is uncertain,
// whatever its sources: that it is confirmed is for a person to say.
func (b *builder) ground() act.Ground {
	g := act.Ground{Teller: b.line(Teller), Sources: ParseSources(b.long(Sources)), Illustrative: b.yes(Illustrative)}
	text, column, ok := b.raw(Mark)
	mark := act.Mark(strings.ReplaceAll(strings.ToLower(text), " ", "-"))
	if long, short := letters[strings.ToLower(text)]; short {
		mark = long
	}
	switch {
	case !ok:
		g.Mark = act.Uncertain
		b.repairs = append(b.repairs, Repair{b.row.Number, "", "", string(act.Uncertain), "no column says how certain it is"})
	case text == "":
		g.Mark = act.Uncertain
		b.repair(column, "", string(act.Uncertain), "nothing says how certain it is")
	case !slices.Contains(act.Marks(), mark):
		b.fail(column, fmt.Sprintf("is not one of %v", act.Marks()))
	default:
		g.Mark = mark
		if string(mark) != text {
			b.repair(column, text, string(mark), "the mark was written in another way")
		}
	}
	return g
}

// ParseSources reads the sources of a cell: one on each line, or divided by a
// semicolon and a space. The short name of one stands before a colon and a space,
// or is its first word, if it has at most 16 characters and more follows. One
// without a short name, such as a bare address, is called "source" with its
// number.
func ParseSources(cell string) []act.Source {
	parts := strings.Split(cell, "\n")
	if len(parts) == 1 {
		parts = strings.Split(cell, "; ")
	}
	var out []act.Source
	for i, p := range parts {
		p = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(p), ";"))
		if p != "" {
			out = append(out, parseSource(p, i+1))
		}
	}
	return out
}

func parseSource(text string, number int) act.Source {
	for _, sep := range []string{": ", " "} {
		key, at, _ := strings.Cut(text, sep)
		key, at = strings.TrimSpace(key), strings.TrimSpace(at)
		if key != "" && at != "" && utf8.RuneCountInString(key) <= maxKey {
			return act.Source{Key: key, At: at}
		}
	}
	return act.Source{Key: fmt.Sprintf("source %d", number), At: text}
}

// maxKey is the limit of act.Source.Key, in characters.
const maxKey = 16

// FormatSources writes sources, one on each line, so that [ParseSources] reads
// them. (It takes one source alone for two if a semicolon and a space are in it.)
func FormatSources(sources []act.Source) string {
	var lines []string
	for _, s := range sources {
		lines = append(lines, s.Key+": "+s.At)
	}
	return strings.Join(lines, "\n")
}
