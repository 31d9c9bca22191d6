// SPDX-License-Identifier: Apache-2.0

package act

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

var someID = strings.Repeat("0f", 32)

// samples has one full and one bare act of every kind.
func samples() map[string]Act {
	return map[string]Act{
		"title": Title{
			Title:   "Cease-fire talks: “framework” & <annex>",
			Summary: "Two parties, one mediator.\nПерший етап — обмін; второй — перемирие.\t(ü, 停戦, هدنة)",
		},
		"title-bare": Title{Title: "T"},
		"seat":       SeatName{Seat: "K3f.a", Name: "Türkiye", Says: "host and guarantor", Short: "turkiye-1"},
		"seat-bare":  SeatName{Seat: "A", Name: "A"},
		"note":       Note{Text: "We could live with thirty days.\n\n\t- if the list is complete"},
		"event": Event{
			Date: "2025-05-16", Until: "2025-05-17", Title: "Talks in Istanbul", Text: "1,000 for 1,000.",
			Mark: Disputed, Teller: "Delegation of B",
			Sources: []Source{{"C1", "example.org/a?b=1&c=2"}, {"D 6", "table 4, row 7"}},
		},
		"event-illustrative": Event{Date: "2025-05-16", Title: "A call", Text: "Invented.", Mark: Uncertain, Illustrative: true},
		"event-uncertain":    Event{Date: "2024-02-29", Title: "A call", Text: "Said to have taken place.", Mark: Uncertain},
		"ask":                Ask{Entry: someID, Parts: []int64{1, 3, 64}, To: []string{"A", "B.2"}, Why: "B asks about the date."},
		"ask-idea":           Ask{Entry: someID, To: []string{"B"}},
	}
}

// TestGolden holds the printed form of each kind byte by byte.
func TestGolden(t *testing.T) {
	kinds := map[string]bool{}
	for name, a := range samples() {
		kinds[a.Kind()] = true
		got, err := Body(a)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		file := filepath.Join("testdata", name+".json")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s prints\n%s\nwant\n%s", name, got, want)
		}
		back, err := Parse(a.Kind(), want)
		if err != nil || !reflect.DeepEqual(back, a) {
			t.Errorf("%s reads back as %#v, %v", name, back, err)
		}
	}
	for _, k := range Kinds() {
		if !kinds[k] {
			t.Errorf("kind %s has no golden file", k)
		}
	}
}

func TestUnknownKind(t *testing.T) {
	for _, kind := range []string{"", "disclose.grant", "adopt.words", "disclose", "roster.accept", "note2", "Note", strings.Repeat("k", 9999)} {
		_, err := Parse(kind, []byte(`{}`))
		var e *Error
		if !errors.Is(err, ErrKind) || !errors.As(err, &e) || len(err.Error()) > 200 {
			t.Errorf("kind %.20q: %v", kind, err)
		}
	}
	if _, err := Body(nil); err == nil {
		t.Error("no act has a body")
	}
	if _, err := Body(stranger{Note{"a"}}); !errors.Is(err, ErrKind) {
		t.Errorf("an act of another package: %v", err)
	}
	if _, err := Body(forger{"a", "b"}); err == nil {
		t.Error("an act of another package under a known kind has a body")
	}
}

// stranger is of a kind that the package does not know, forger of one that it
// knows with another body.
type (
	stranger struct{ Note }
	forger   struct {
		Text string `json:"text"`
		More string `json:"more"`
	}
)

func (stranger) Kind() string  { return "stranger" }
func (forger) Kind() string    { return KindNote }
func (forger) Validate() error { return nil }
func repeat(n int) string      { return strings.Repeat("x", n) }

// TestHostileBodies are bodies that other readers might take for an act.
func TestHostileBodies(t *testing.T) {
	for name, c := range map[string]struct {
		kind, body, says string
	}{
		"nothing":                {KindNote, ``, "not one JSON object"},
		"null":                   {KindNote, `null`, "empty"},
		"a list":                 {KindNote, `[]`, "does not belong"},
		"a string":               {KindNote, `"text"`, "does not belong"},
		"no field":               {KindNote, `{}`, "text is empty"},
		"cut short":              {KindNote, `{"text":"a"`, "not one JSON object"},
		"not JSON":               {KindNote, `{"text":'a'}`, "not JSON at byte"},
		"a second value":         {KindNote, `{"text":"a"}{"text":"b"}`, "one form"},
		"a line end":             {KindNote, "{\"text\":\"a\"}\n", "one form"},
		"a space":                {KindNote, `{"text": "a"}`, "one form"},
		"a byte order mark":      {KindNote, "\ufeff" + `{"text":"a"}`, "not JSON"},
		"unknown field":          {KindNote, `{"text":"a","more":1}`, `has the field "more"`},
		"upper case":             {KindNote, `{"Text":"a"}`, "one form"},
		"twice, last wins":       {KindNote, `{"text":"a","text":"b"}`, "one form"},
		"twice, one case":        {KindNote, `{"text":"a","TEXT":"b"}`, "one form"},
		"escaped letter":         {KindNote, `{"text":"\u0061"}`, "one form"},
		"escaped slash":          {KindNote, `{"text":"a\/b"}`, "one form"},
		"escaped for a page":     {KindNote, `{"text":"\u003cb\u003e"}`, "one form"},
		"half a surrogate":       {KindNote, `{"text":"\ud800"}`, "one form"},
		"a surrogate pair":       {KindNote, `{"text":"\ud83d\ude00"}`, "one form"},
		"not UTF-8":              {KindNote, "{\"text\":\"\xff\"}", "not UTF-8"},
		"raw line feed":          {KindNote, "{\"text\":\"a\nb\"}", "not JSON"},
		"not composed":           {KindNote, `{"text":"e` + "\u0301" + `"}`, "normalization form C"},
		"not composed, escaped":  {KindNote, `{"text":"e\u0301"}`, "normalization form C"},
		"a number":               {KindNote, `{"text":1}`, "text holds a JSON number"},
		"another kind":           {KindNote, `{"title":"a"}`, `has the field "title"`},
		"out of order":           {KindTitle, `{"summary":"b","title":"a"}`, "one form"},
		"empty and present":      {KindTitle, `{"title":"a","summary":""}`, "one form"},
		"null and present":       {KindTitle, `{"title":"a","summary":null}`, "one form"},
		"false and present":      {KindEvent, `{"date":"2025-05-16","title":"a","text":"b","mark":"uncertain","illustrative":false}`, "one form"},
		"no sources and present": {KindEvent, `{"date":"2025-05-16","title":"a","text":"b","mark":"uncertain","sources":[]}`, "one form"},
		"field of a source":      {KindEvent, `{"date":"2025-05-16","title":"a","text":"b","mark":"confirmed","sources":[{"key":"a","at":"b","by":"c"}]}`, `has the field "by"`},
		"float":                  {KindAsk, `{"entry":"` + someID + `","parts":[1.0],"to":["A"]}`, "parts holds a JSON number"},
		"exponent":               {KindAsk, `{"entry":"` + someID + `","parts":[1e0],"to":["A"]}`, "parts holds a JSON number"},
		"beyond every integer":   {KindAsk, `{"entry":"` + someID + `","parts":[9223372036854775808],"to":["A"]}`, "parts holds a JSON number"},
		"beyond 2^53":            {KindAsk, `{"entry":"` + someID + `","parts":[9007199254740993],"to":["A"]}`, "parts must be"},
		"minus nothing":          {KindAsk, `{"entry":"` + someID + `","parts":[-0],"to":["A"]}`, "parts must be"},
		"parts out of order":     {KindAsk, `{"entry":"` + someID + `","parts":[2,1],"to":["A"]}`, "parts must be"},
		"to nobody":              {KindAsk, `{"entry":"` + someID + `","to":[]}`, "to names 0 seats"},
		"to a seat twice":        {KindAsk, `{"entry":"` + someID + `","to":["A","A"]}`, "each once"},
		"entry in capitals":      {KindAsk, `{"entry":"` + strings.ToUpper(someID) + `","to":["A"]}`, "hexadecimal"},
		"entry cut short":        {KindAsk, `{"entry":"` + someID[1:] + `","to":["A"]}`, "hexadecimal"},
		"deep":                   {KindNote, strings.Repeat("[", 20000), "not JSON"},
		"deep inside":            {KindNote, `{"text":` + strings.Repeat("[", 20000) + `}`, "not JSON"},
		"too long for one entry": {KindNote, `{"text":"` + repeat(maxBody) + `"}`, "the limit is 98304"},
	} {
		a, err := Parse(c.kind, []byte(c.body))
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: read as %#v, %v", name, a, err)
			continue
		}
		if e.Kind != c.kind || !strings.Contains(err.Error(), c.says) || len(err.Error()) > 300 {
			t.Errorf("%s: %v\nwant … %s …", name, err, c.says)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, a := range samples() {
		body, err := Body(a)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(a.Kind(), body)
	}
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		a, err := Parse(kind, body)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("error of another type: %v", err)
			}
			return
		}
		if a.Kind() != kind {
			t.Fatalf("kind %s was read as %s", kind, a.Kind())
		}
		again, err := Body(a)
		if err != nil || !bytes.Equal(again, body) {
			t.Fatalf("accepted  %q\nprinted as %q, %v", body, again, err)
		}
		for _, r := range string(body) {
			if refused(r) != "" {
				t.Fatalf("accepted U+%04X in %q", r, body)
			}
		}
	})
}
