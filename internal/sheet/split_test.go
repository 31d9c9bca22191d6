// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// same compares our cutting with the standard library's, where that accepts a
// text strictly. Records of one blank cell count for nothing in either.
func same(t interface{ Fatalf(string, ...any) }, text string, sep byte) {
	if strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\r") {
		return // a carriage return by itself is an end of line in some files, see Read
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord = rune(sep), -1
	want, err := r.ReadAll()
	if err != nil {
		return
	}
	blank := func(cells []string) bool { return len(cells) == 1 && cells[0] == "" }
	want = slices.DeleteFunc(want, blank)
	records, _ := split(text, sep, len(text)+1)
	var got [][]string
	for _, rec := range records {
		if rec.open || rec.more == 0 && len(rec.quirks) > 0 {
			t.Fatalf("%q is strict, and has quirks: %+v", text, rec)
		}
		if rec.more > 0 {
			return
		}
		if !blank(rec.cells) {
			got = append(got, rec.cells)
		}
	}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Fatalf("%q is cut into %q, want %q", text, got, want)
	}
}

func TestSplitIsStrictlyTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("a\"\"\",,; \nя")), 0, 30, -1).Draw(t, "text")
		same(t, strings.ReplaceAll(text, "\n", rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end")), ',')

		// What the standard library writes comes back.
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.StringOf(rapid.RuneFrom([]rune("a\",; \nя'="))), 2, 4), 1, 5).Draw(t, "rows")
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		records, whole := split(b.String(), ',', 100)
		var got [][]string
		for _, r := range records {
			got = append(got, r.cells)
		}
		if !whole || !slices.EqualFunc(got, rows, slices.Equal) {
			t.Fatalf("wrote %q, read %q", rows, got)
		}
	})
}

func FuzzSplit(f *testing.F) {
	f.Add("a,\"b\"\"c\nd\"\r\n\n\"\",e \"f\n\" \"g\"h\", \"")
	f.Add("\"a\" \n")
	f.Add("\"a\r\r\r\n\n\n0")
	f.Fuzz(func(t *testing.T, text string) {
		same(t, text, ',')
		same(t, text, '\t')
		for _, sep := range []byte(separators) {
			records, whole := split(text, sep, len(text)+1)
			if !whole {
				t.Fatalf("%q is not cut to its end", text)
			}
			// Nothing is lost but quotes, spaces, separators and line ends. That a lone
			// \r is kept, and which is a line end's, is what same compares.
			count := func(s string) int {
				return len(s) - strings.Count(s, string(sep)) - strings.Count(s, `"`) - strings.Count(s, " ") - strings.Count(s, "\n") - strings.Count(s, "\r")
			}
			kept := 0
			for _, r := range records {
				if r.more > 0 {
					return
				}
				for _, c := range r.cells {
					kept += count(c)
				}
			}
			if all := count(text); kept != all {
				t.Fatalf("%q holds %d bytes of text, its cells %d", text, all, kept)
			}
		}
	})
}

// The guard comes off whatever it was put on, and a file with it says the same.
func TestGuard(t *testing.T) {
	for text, want := range map[string]string{
		"=1+1": "'=1+1", "+380": "'+380", "-5": "'-5", "@x": "'@x", "\tx": "'\tx", "\nx": "'\nx", " =1": "' =1", "＝1": "'＝1",
		"'=1": "''=1", "plain": "plain", "'quoted'": "'quoted'", "": "", "'": "'", "a=b": "a=b", "–5": "–5",
	} {
		if got := guard(text); got != want {
			t.Errorf("guard(%q) = %q, want %q", text, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("'=+-@\t a＋")))).Draw(t, "text")
		if got := unguard(guard(text)); got != text {
			t.Fatalf("%q came back as %q", text, got)
		}
		if g := guard(text); g != "" && strings.ContainsAny(g[:1], "=+-@\t\r\n") {
			t.Fatalf("%q is still run", g)
		}
	})
}
