// SPDX-License-Identifier: Apache-2.0

package act

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestRefusedCharacters(t *testing.T) {
	refuse := []rune{
		0x00, 0x07, 0x08, 0x0b, 0x0c, '\r', 0x1b, 0x7f, 0x85, 0x9f, // controls
		0x00ad, 0x034f, 0x061c, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, // not seen
		0x200b, 0x200c, 0x200d, 0x200e, 0x200f, // zero width, joiners between Latin letters, direction marks
		0x2028, 0x2029, // line and paragraph separator
		0x202a, 0x202b, 0x202c, 0x202d, 0x202e, // embeddings and overrides
		0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x2065, // joiner, invisible operators
		0x2066, 0x2067, 0x2068, 0x2069, 0x206a, 0x206f, // isolates, deprecated
		0x2800, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xfffb, // fillers, selectors
		0xe000, 0xf8ff, 0x100000, // private use
		0xfdd0, 0xfffe, 0x10ffff, // never characters
		0x0378, 0xe0001, 0xe0041, 0xe007f, 0xe0100, 0x1d173, // unassigned, tags, musical format
	}
	for _, r := range refuse {
		err := Note{Text: "ab" + string(r) + "c"}.Validate()
		var e *Error
		if !errors.As(err, &e) || e.Field != "text" {
			t.Errorf("U+%04X: %v", r, err)
			continue
		}
		if norm.NFC.IsNormalString(string(r)) && !strings.Contains(e.Msg, "as character 3") {
			t.Errorf("U+%04X: the error does not say where: %v", r, err)
		}
	}
	if err := (Note{Text: "a\u202eb"}).Validate(); !strings.Contains(err.Error(), "U+202E as character 2") {
		t.Errorf("the error does not name the character: %v", err)
	}
	allow := "Аа Її Ґґ ë é ı İ ß ½ № « \u00a0» „“ – — … 停戦 휴전 हिन्दी هدنة \u06dd שלום Ελ 😀 € ± → ﷺ \ufffd"
	if err := (Note{Text: norm.NFC.String(allow)}).Validate(); err != nil {
		t.Error(err)
	}
	if err := (Note{Text: "می\u200cخواهم क्\u200dष"}).Validate(); err != nil {
		t.Errorf("joiners where they are needed: %v", err)
	}
	for _, bad := range []string{"می\u200c", "\u200cمی", "می\u200c خواهم", "م\u200c\u200cخ", "a\u200cم", "می\u200cb"} {
		if err := (Note{Text: bad}).Validate(); err == nil {
			t.Errorf("%+q holds a joiner that joins nothing", bad)
		}
	}
	if err := (Note{Text: "a\n\tb"}).Validate(); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"a\nb", "a\tb"} {
		if err := (Title{Title: bad}).Validate(); err == nil {
			t.Errorf("title %q has one line", bad)
		}
	}
}

func TestSeatWords(t *testing.T) {
	for _, seat := range []string{"", "a/b", "a b", "Ä", "seventeen.letters", "a-b"} {
		if (SeatName{Seat: seat, Name: "x"}).Validate() == nil {
			t.Errorf("seat %q", seat)
		}
	}
	for _, short := range []string{"A", "-a", "a-", "a b", "a.b", "ü", "all", "plenary", "seventeen-letters"} {
		if (SeatName{Seat: "A", Name: "x", Short: short}).Validate() == nil {
			t.Errorf("alias %q", short)
		}
	}
	for _, name := range []string{"all", "All", "PLENARY", " x", "x ", "x\u00a0"} {
		if (SeatName{Seat: "A", Name: name}).Validate() == nil {
			t.Errorf("name %q", name)
		}
	}
}

func TestEventRules(t *testing.T) {
	src := []Source{{"C1", "example.org"}}
	good := Event{Date: "2025-05-16", Title: "t", Text: "x", Mark: Confirmed, Sources: src}
	for name, c := range map[string]struct {
		change func(*Event)
		says   string // empty: it holds
	}{
		"as it is":                 {func(*Event) {}, ""},
		"each mark with a source":  {func(e *Event) { e.Mark = Measured }, ""},
		"uncertain, no source":     {func(e *Event) { e.Mark, e.Sources = Uncertain, nil }, ""},
		"uncertain, with source":   {func(e *Event) { e.Mark = Uncertain }, ""},
		"confirmed, no source":     {func(e *Event) { e.Sources = nil }, "sources are missing"},
		"disputed, no source":      {func(e *Event) { e.Mark, e.Sources = Disputed, nil }, "sources are missing"},
		"no mark":                  {func(e *Event) { e.Mark = "" }, "mark is"},
		"another mark":             {func(e *Event) { e.Mark = "sure" }, "mark is"},
		"illustrative":             {func(e *Event) { e.Illustrative, e.Mark, e.Sources = true, Uncertain, nil }, ""},
		"illustrative, sourced":    {func(e *Event) { e.Illustrative, e.Mark = true, Uncertain }, "has none"},
		"illustrative, confirmed":  {func(e *Event) { e.Illustrative, e.Sources = true, nil }, "is uncertain"},
		"13 sources":               {func(e *Event) { e.Sources = make([]Source, 13) }, "sources are 13"},
		"source without address":   {func(e *Event) { e.Sources = []Source{{"a", ""}} }, "sources[0].at is empty"},
		"source without key":       {func(e *Event) { e.Sources = []Source{{"", "a"}} }, "sources[0].key is empty"},
		"no date":                  {func(e *Event) { e.Date = "" }, "date is"},
		"a day that is not":        {func(e *Event) { e.Date = "2025-02-29" }, "date is"},
		"short date":               {func(e *Event) { e.Date = "2025-5-16" }, "date is"},
		"date with time":           {func(e *Event) { e.Date = "2025-05-16T00:00:00Z" }, "date is"},
		"until later":              {func(e *Event) { e.Until = "2025-05-17" }, ""},
		"until the same day":       {func(e *Event) { e.Until = "2025-05-16" }, "not later"},
		"until earlier":            {func(e *Event) { e.Until = "2025-05-15" }, "not later"},
		"until a day that is not":  {func(e *Event) { e.Until = "2025-06-31" }, "until is"},
		"until of another century": {func(e *Event) { e.Until = "12025-06-30" }, "until is"},
	} {
		e := good
		c.change(&e)
		err := e.Validate()
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v; want %q", name, err, c.says)
		}
	}
}

func TestTidy(t *testing.T) {
	for in, want := range map[string]string{
		"  e\u0301\r\nb\rc \n": "é\nb\nc",
		"":                     "",
		"a\u200bb":             "a\u200bb", // the author is told, not corrected
	} {
		if got := Tidy(in); got != want {
			t.Errorf("Tidy(%q) = %q; want %q", in, got, want)
		}
	}
}

// TestErrorsAreShort: an error quotes what was sent, but never much of it.
func TestErrorsAreShort(t *testing.T) {
	long := strings.Repeat("\u202e", 5000)
	for _, a := range []Act{
		SeatName{Seat: long, Name: "a"}, SeatName{Seat: "A", Name: "a", Short: long},
		Event{Date: long}, Event{Date: "2025-01-01", Title: "t", Text: "x", Mark: Mark(long)},
		Ask{Entry: long}, Ask{Entry: someID, To: []string{long}}, Note{Text: long},
	} {
		err := a.Validate()
		if err == nil || utf8.RuneCountInString(err.Error()) > 700 {
			t.Errorf("%T: %d bytes", a, len(err.Error()))
		} else if strings.ContainsRune(err.Error(), '\u202e') {
			t.Errorf("%T: the error turns the line around: %q", a, err)
		}
	}
}
