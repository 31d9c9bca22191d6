// SPDX-License-Identifier: Apache-2.0

package sheet

import "strings"

// A record is one row as it stands in the file.
type record struct {
	cells  []string
	quirks []quirk
	more   int  // cells beyond maxColumns, which are not kept
	open   bool // its last cell opens a quote that is never closed
}

// A quirk is a cell that breaks RFC 4180 and can be read nevertheless.
type quirk struct {
	cell int
	why  string
}

// blank reports that nothing is in the row.
func (r record) blank() bool {
	for _, c := range r.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

const (
	quirkInside  = "a quote stands inside the text and is taken as part of it"
	quirkDoubled = "a quote inside quotes is not doubled and is taken as part of the text"
	quirkSpace   = "space around the quotes is left out"
)

// split cuts a text into records. The standard library's reader stops at the
// first quote that is out of place, or takes every such quote without saying
// where; here the row goes on and the place is noted. What that reader accepts
// when it is strict comes out the same (see the tests). At most limit records are
// cut, and whole is false if there are more.
func split(text string, sep byte, limit int) (records []record, whole bool) {
	s := splitter{text: text, sep: sep}
	for s.pos < len(text) && len(records) < limit {
		records = append(records, s.record())
	}
	return records, s.pos >= len(text)
}

type splitter struct {
	text string
	sep  byte
	pos  int
}

func (s *splitter) record() record {
	var r record
	for {
		cell, why, open := s.cell()
		r.open = open
		if len(r.cells) == maxColumns {
			r.more++
		} else {
			if why != "" {
				r.quirks = append(r.quirks, quirk{len(r.cells), why})
			}
			r.cells = append(r.cells, cell)
		}
		if s.pos < len(s.text) && s.text[s.pos] == s.sep {
			s.pos++
			continue
		}
		s.pos += s.end()
		return r
	}
}

// end is the length of the line end here, 0 if there is none.
func (s *splitter) end() int {
	switch rest := s.text[s.pos:]; {
	case strings.HasPrefix(rest, "\r\n"):
		return 2
	case strings.HasPrefix(rest, "\n"):
		return 1
	}
	return 0
}

// stop reports that a cell ends here.
func (s *splitter) stop() bool {
	return s.pos >= len(s.text) || s.text[s.pos] == s.sep || s.end() > 0
}

func (s *splitter) cell() (text, why string, open bool) {
	start := s.pos
	for s.pos < len(s.text) && s.text[s.pos] == ' ' {
		s.pos++
	}
	if s.pos < len(s.text) && s.text[s.pos] == '"' {
		if s.pos > start {
			why = quirkSpace
		}
		return s.quoted(why)
	}
	for !s.stop() {
		s.pos++
	}
	text = s.text[start:s.pos]
	if strings.Contains(text, `"`) {
		why = quirkInside
	}
	return text, why, false
}

// quoted reads on from an opening quote.
func (s *splitter) quoted(why string) (string, string, bool) {
	var b strings.Builder
	s.pos++
	for {
		next := strings.IndexByte(s.text[s.pos:], '"')
		if next < 0 {
			b.WriteString(s.text[s.pos:])
			s.pos = len(s.text)
			return unix(b.String()), why, true
		}
		b.WriteString(s.text[s.pos : s.pos+next])
		s.pos += next + 1
		if strings.HasPrefix(s.text[s.pos:], `"`) {
			b.WriteByte('"')
			s.pos++
			continue
		}
		after := s.pos
		for s.pos < len(s.text) && s.text[s.pos] == ' ' {
			s.pos++
		}
		if s.stop() {
			if s.pos > after {
				why = quirkSpace
			}
			return unix(b.String()), why, false
		}
		s.pos, why = after, quirkDoubled
		b.WriteByte('"')
	}
}

func unix(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// separators are what may stand between cells, the commonest first.
const separators = ",;\t"

// separator finds what stands between the cells: that which gives the header
// several cells and most rows as many as the header.
func separator(text string) byte {
	const sample, rows = 64 << 10, 30
	cut := len(text) > sample
	text = text[:min(sample, len(text))]
	best, bestScore := separators[0], 0
	for _, sep := range []byte(separators) {
		var width, same, all int
		records, whole := split(text, sep, rows)
		if cut && whole && len(records) > 1 {
			records = records[:len(records)-1] // the sample ends inside of it
		}
		for _, r := range records {
			switch {
			case r.blank():
				continue
			case width == 0:
				width = len(r.cells)
			}
			all++
			if len(r.cells) == width {
				same++
			}
		}
		if width < 2 {
			continue
		}
		if score := 1000*same/all + min(width, maxColumns); score > bestScore {
			best, bestScore = sep, score
		}
	}
	return best
}
