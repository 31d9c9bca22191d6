// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"reflect"
	"slices"
	"strings"
	"unicode"

	"parley/internal/process"
)

// SearchReport is the entries that hold every word that was looked for, newest
// first. Only what this seat opened is looked at.
type SearchReport struct {
	Footing
	Query string      `json:"query"`
	Found int         `json:"found"`
	More  bool        `json:"more"` // some of them are not shown
	Hits  []SearchHit `json:"hits"`
}

// SearchHit is one entry with the place where a word was found.
type SearchHit struct {
	EntryLine
	Before string `json:"before"` // of the passage
	Match  string `json:"match"`
	After  string `json:"after"`
}

// around is how much of a text is shown on each side of a match, in characters.
const around = 80

// Search looks for words in what was opened. Upper and lower case are one. A
// word is found inside others too. Limit 0 is no limit.
func Search(s process.State, query string, limit int, h Head, withheld int64) SearchReport {
	out := SearchReport{Footing: footing(h, withheld), Query: query, Hits: []SearchHit{}}
	words := strings.Fields(folded(query))
	if len(words) == 0 {
		return out
	}
	f := newFaces(s, s.Roster())
	for _, l := range slices.Backward(s.Lines()) {
		texts := f.texts(l)
		if !holdsAll(texts, words) {
			continue
		}
		if out.Found++; limit > 0 && len(out.Hits) == limit {
			out.More = true
			continue
		}
		hit := SearchHit{EntryLine: f.entry(l)}
		hit.Before, hit.Match, hit.After = passage(texts, words[0])
		out.Hits = append(out.Hits, hit)
	}
	return out
}

// texts is what an entry says: its words, those that it shows, and the name of
// its author.
func (f faces) texts(l process.Line) []string {
	out := []string{process.Ref(l.ID), f.seat(l.Author.Seat).Name, l.Kind}
	if l.Act != nil {
		out = strung(reflect.ValueOf(l.Act), out)
	} else {
		out = append(out, f.says(l))
	}
	if l.Shown != nil {
		for _, p := range l.Shown.Parts {
			if p.Act != nil {
				out = strung(reflect.ValueOf(p.Act), out)
			}
		}
	}
	return out
}

// strung collects every text in an act.
func strung(v reflect.Value, out []string) []string {
	switch v.Kind() {
	case reflect.String:
		if v.Len() > 0 {
			out = append(out, v.String())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				out = strung(v.Field(i), out)
			}
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			out = strung(v.Index(i), out)
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			out = strung(v.Elem(), out)
		}
	}
	return out
}

func holdsAll(texts, words []string) bool {
	low := folded(strings.Join(texts, "\n"))
	for _, w := range words {
		if !strings.Contains(low, w) {
			return false
		}
	}
	return true
}

// folded is a text in one case, rune by rune, so that a place in it is the same
// place in the original.
func folded(text string) string {
	return strings.Map(func(r rune) rune { return unicode.ToLower(r) }, text)
}

// passage finds a word in some texts and returns it with what stands around.
// The reference, the author and the kind stand first and are looked at last.
func passage(texts []string, word string) (before, match, after string) {
	ordered := append(slices.Clone(texts[3:]), texts[:3]...)
	want := []rune(word)
	for _, text := range ordered {
		original, low := []rune(text), []rune(folded(text))
		for i := 0; i+len(want) <= len(low); i++ {
			if !slices.Equal(low[i:i+len(want)], want) {
				continue
			}
			from, to := max(0, i-around), min(len(original), i+len(want)+around)
			before, match, after = string(original[from:i]), string(original[i:i+len(want)]), string(original[i+len(want):to])
			if from > 0 {
				before = "… " + before
			}
			if to < len(original) {
				after += " …"
			}
			return before, match, after
		}
	}
	return "", "", ""
}
