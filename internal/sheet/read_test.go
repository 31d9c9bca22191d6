// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T, text string, o Options) *Import {
	t.Helper()
	im, err := Read([]byte(text), o)
	if err != nil {
		t.Fatalf("Read(%.60q): %v", text, err)
	}
	return im
}

// why joins the reasons of a report, for tests that look for one.
func why(r Report) string {
	var b strings.Builder
	for _, x := range r.Repaired {
		fmt.Fprintf(&b, "repaired %d %s %q %q: %s\n", x.Row, x.Column, x.Was, x.Is, x.Why)
	}
	for _, x := range r.Refused {
		fmt.Fprintf(&b, "refused %d %s %q: %s\n", x.Row, x.Column, x.Value, x.Why)
	}
	for _, x := range r.Settled {
		fmt.Fprintf(&b, "settled %s %s %d %q %d %d\n", x.Column, x.Order, x.Row, x.Value, x.Proofs, x.Rested)
	}
	fmt.Fprintf(&b, "unused %v\n", r.Unused)
	return b.String()
}

func utf16le(text string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		b.WriteByte(byte(u))
		b.WriteByte(byte(u >> 8))
	}
	return b.String()
}

func swap(text string) string {
	b := []byte(text)
	for i := 0; i+1 < len(b); i += 2 {
		b[i], b[i+1] = b[i+1], b[i]
	}
	return string(b)
}

func TestEncodings(t *testing.T) {
	const plain = "день,title\n2025-05-19,Стамбул – İstanbul\n"
	for name, c := range map[string]struct {
		bytes string
		o     Options
		enc   Encoding
		cell  string
	}{
		"UTF-8":                      {plain, Options{}, UTF8, "Стамбул – İstanbul"},
		"UTF-8 with mark":            {"\ufeff" + plain, Options{}, UTF8, "Стамбул – İstanbul"},
		"UTF-16 with mark":           {"\xff\xfe" + utf16le(plain), Options{}, UTF16LE, "Стамбул – İstanbul"},
		"UTF-16 big-endian, mark":    {"\xfe\xff" + swap(utf16le(plain)), Options{}, UTF16BE, "Стамбул – İstanbul"},
		"UTF-16 without mark":        {utf16le(plain), Options{}, UTF16LE, "Стамбул – İstanbul"},
		"UTF-16 big-endian, no mark": {swap(utf16le(plain)), Options{}, UTF16BE, "Стамбул – İstanbul"},
		"Windows-1252":               {"date,title\n2025-05-19,the side\x92s view \x96 caf\xe9", Options{}, Windows1252, "the side’s view – café"},
		"Windows-1251, named":        {"date,title\n2025-05-19,\xd1\xf2\xe0\xec\xe1\xf3\xeb", Options{Encoding: Windows1251}, Windows1251, "Стамбул"},
		"old line ends":              {"date,title\r2025-05-19,x\r", Options{}, UTF8, "x"},
		"Windows line ends":          {"date,title\r\n2025-05-19,\"x\r\ny\"\r\n", Options{}, UTF8, "x\ny"},
	} {
		im := read(t, c.bytes, c.o)
		if im.Encoding != c.enc || len(im.Rows) != 1 || im.Rows[0].Cells[1] != c.cell {
			t.Errorf("%s: %s, %+v", name, im.Encoding, im.Rows)
		}
		if said := strings.Contains(why(im.Report), "encoding that it is written in"); said != (c.enc != UTF8) {
			t.Errorf("%s: the report says nothing of the encoding, or too much: %s", name, why(im.Report))
		}
	}
}

func TestReadRefusesFiles(t *testing.T) {
	wide := strings.Repeat("a,", maxColumns) + "a\n"
	for want, c := range map[string]struct {
		bytes string
		o     Options
	}{
		"nothing is in it":        {" , \n\n", Options{}},
		"nothing is in it ":       {"", Options{}},
		"name the encoding":       {"date,title\n2025-05-19,\xd1\xf2\xe0\xec\xe1\xf3\xeb", Options{}},
		"not UTF-8 throughout":    {"date\n\xff", Options{Encoding: UTF8}},
		"is not known":            {"date\n1", Options{Encoding: "EBCDIC"}},
		"begins with the mark":    {"\ufeffdate", Options{Encoding: Windows1252}},
		"zero bytes and is not":   {"PK\x03\x04\x00\x00\x00\x00ab", Options{}},
		"cut short":               {"\xff\xfea", Options{}},
		"separator is":            {"a|b", Options{Separator: "|"}},
		"order \"year first\"":    {"a", Options{Order: "year first"}},
		"header opens a quote":    {"\"date,title\n1,2", Options{}},
		"has 501 columns":         {wide, Options{}},
		"limit is 10485760":       {strings.Repeat("a", maxBytes+1), Options{}},
		"more than 100000 rows":   {"a\n" + strings.Repeat("b\n", maxRows+1), Options{}},
		"more than 200000 lines":  {"a\n" + strings.Repeat("\n", 2*maxRows), Options{}},
		"more than 5000000 cells": {wide[2:] + strings.Repeat("b\n", 10_002), Options{}},
	} {
		if im, err := Read([]byte(c.bytes), c.o); err == nil || im != nil || !strings.Contains(err.Error(), strings.TrimSpace(want)) {
			t.Errorf("got %v, want an error with %q", err, want)
		}
	}
	if im := read(t, "a\n"+strings.Repeat("b\n", maxRows), Options{}); len(im.Rows) != maxRows {
		t.Errorf("%d rows, want as many as the limit allows", len(im.Rows))
	}
}

func TestSeparators(t *testing.T) {
	for text, want := range map[string]string{
		"date,title\n2025-05-19,\"a;b;c\"\n":                ",",
		"date;title\n2025-05-19;a, b, c\n2025-05-20;d, e\n": ";",
		"date\ttitle, or name\n2025-05-19\ta;b\n":           "\t",
		"sep=;\r\ndate;title\r\n2025-05-19;x\r\n":           ";",
		"\"sep=,\"\ndate,title;x;y\n2025-05-19,\"a;b;c\"\n": ",",
		"title\nonly one column; here\n":                    ",",
		"\n\ndate;a,b;c\n1;2;3\n":                           ";",
	} {
		if im := read(t, text, Options{}); im.Separator != want {
			t.Errorf("%q is divided by %q, want %q", text, im.Separator, want)
		}
	}
	if im := read(t, "a;b,c\n1;2,3\n", Options{Separator: ";"}); len(im.Columns) != 2 || im.Columns[1] != "b,c" {
		t.Errorf("a separator that is named is not used: %q", im.Columns)
	}
	long := "date;title\n" + strings.Repeat("2025-05-19;\""+strings.Repeat("a,b\n", 4000)+"\"\n", 20)
	if im := read(t, long, Options{}); im.Separator != ";" || len(im.Rows) != 20 {
		t.Errorf("a file longer than the sample is divided by %q", im.Separator)
	}
}

// The header has empty names, one name twice and one broken over lines; rows are
// short, long, blank and guarded.
func TestRows(t *testing.T) {
	im := read(t, "Date,date,,\"source\nurls\",\n"+ // row 1
		"#date,#date+2,,#meta,\n"+ // row 2, HXL
		"05.03.22,2022-03-05,x,'=1+1,\n"+
		"\n"+
		"short\n"+
		"a,b,c,d,,,\n"+
		"a,b,c,d,,,lost\n"+
		"it's,'quoted' text,'+1,,\n", Options{})
	if want := []string{"Date", "date (2)", "column 3", "source urls", "column 5"}; !slices.Equal(im.Columns, want) {
		t.Errorf("columns %q, want %q", im.Columns, want)
	}
	want := []Row{
		{3, []string{"05.03.22", "2022-03-05", "x", "=1+1", ""}},
		{5, []string{"short", "", "", "", ""}},
		{6, []string{"a", "b", "c", "d", ""}},
		{8, []string{"it's", "'quoted' text", "+1", "", ""}},
	}
	if d := cmp.Diff(want, im.Rows); d != "" {
		t.Error(d)
	}
	report := why(im.Report)
	for _, line := range []string{
		`repaired 1 date (2) "date" "date (2)": an earlier column`,
		`repaired 1 column 3 "" "column 3": the column has no name`,
		`repaired 2  "#date #date+2  #meta " "": a row of HXL tags`,
		`repaired 3 source urls "'=1+1" "=1+1": the apostrophe`,
		`repaired 5  "1 of 5 cells" "": cells are missing`,
		`refused 7  "a | b | c | d |  |  | lost": the row has 7 cells and the header 5`,
		`repaired 8 column 3 "'+1" "+1": the apostrophe`,
	} {
		if !strings.Contains(report, line) {
			t.Errorf("the report lacks %q:\n%s", line, report)
		}
	}
	if n := len(im.Repaired) + len(im.Refused); n != 8 { // the second nameless column, too
		t.Errorf("%d lines in the report, want 8:\n%s", n, report)
	}
}

func TestQuotes(t *testing.T) {
	im := read(t, "a,b\n"+
		"he said \"no\",x\n"+
		"\"he said \"no\" twice\",x\n"+
		" \"spaced\" ,x\n"+
		"\"fine \"\"quote\"\"\",x\n"+
		"last,\"open,\nand, gone\nfor good\n", Options{})
	var got []string
	for _, r := range im.Rows {
		got = append(got, r.Cells[0])
	}
	if want := []string{`he said "no"`, `he said "no" twice`, "spaced", `fine "quote"`}; !slices.Equal(got, want) {
		t.Errorf("cells %q, want %q", got, want)
	}
	report := why(im.Report)
	for _, line := range []string{
		"repaired 2 a \"\" \"he said \\\"no\\\"\": " + quirkInside, "repaired 3 a", quirkDoubled, "repaired 4 a", quirkSpace,
		`refused 6 b "open,\nand, gone\nfor good\n": a quote is opened here and never closed; the row and 3 lines after it were not read`,
	} {
		if !strings.Contains(report, line) {
			t.Errorf("the report lacks %q:\n%s", line, report)
		}
	}
	if strings.Contains(report, " 5 ") {
		t.Errorf("a sound row is in the report:\n%s", report)
	}
}
