// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"strings"
	"testing"
	"testing/fstest"
)

// small is a process of three seats with a contact, two accounts of it, an issue
// and an illustrative note, as data files.
func small() map[string]string {
	return map[string]string{
		"process.json": `{"title": "A process", "note": "For tests.", "seats": [
			{"key": "m", "name": "Mediator", "role": "mediator"},
			{"key": "a", "name": "Party A", "role": "party"},
			{"key": "b", "name": "Party B", "role": "party"}], "files": ["rows.json", "more.json"]}`,
		"sources.json": `{"S1": ["example.org/1", "example.org/2"]}`,
		"rows.json": `[
			{"to": ["all"], "by": "a", "register": "record", "kind": "readout", "body": {"contact": "@call", "side": "@seat:a", "given": {"day": "2025-05-20"},
				"claims": [{"point": "length", "issue": "@length", "words": "long"}], "mark": "confirmed", "teller": "A", "sources": ["S1"]}},
			{"key": "call", "to": ["all"], "by": "m", "register": "record", "kind": "contact", "body": {"form": "call", "title": "A call", "when": {"day": "2025-05-19"},
				"seats": ["@seat:m", "@seat:b", "@seat:a"], "mark": "one-source", "sources": ["S1"]}},
			{"key": "length", "on": "2025-05-18", "to": ["all"], "by": "m", "register": "record", "kind": "issue", "body": {"title": "Length"}}
		]`,
		"more.json": `[
			{"on": "2025-05-19", "to": ["m"], "by": "b", "register": "wp", "kind": "note", "body": {"text": "Illustrative: hello."}}
		]`,
	}
}

func loadFiles(files map[string]string) (*Process, error) {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys["p/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return load(fsys, "p")
}

func TestLoadOrdersByWaveAndDay(t *testing.T) {
	p, err := loadFiles(small())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range p.Rows {
		got = append(got, r.Kind+" "+r.Day()+" "+strings.Join(r.Readers(p.Seats), ""))
	}
	want := "issue 2025-05-18 mab, contact 2025-05-19 mab, note 2025-05-19 mb, readout 2025-05-20 mab"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("rows are %s\nwant     %s", s, want)
	}
	if w := p.Rows[3].Wave(); w != 1 {
		t.Errorf("the readout is in wave %d; it needs the rows of wave 0", w)
	}
}

// References are resolved when the process is played, and lists of them are then
// in the order that acts ask for, whatever the data says.
func TestReferencesAreSortedOnceResolved(t *testing.T) {
	p, err := loadFiles(small())
	if err != nil {
		t.Fatal(err)
	}
	for _, seats := range []map[string]string{{"m": "1", "a": "2", "b": "3"}, {"m": "3", "a": "1", "b": "2"}, {"m": "2", "a": "3", "b": "1"}} {
		a, err := p.Rows[1].Act(func(ref string) (string, error) { return seats[strings.TrimPrefix(ref, seatMark)], nil })
		if err != nil {
			t.Errorf("seats called %v: %v, %v", seats, a, err)
		}
	}
	sources := p.Rows[1].body()["sources"].([]any)
	if len(sources) != 2 {
		t.Errorf("the source is written out as %v; it has two addresses", sources)
	}
}

// Data with a fault is refused, and the error says in which file and row.
func TestLoadIsStrict(t *testing.T) {
	for name, c := range map[string]struct{ file, old, new, says string }{
		"field of a row":          {"rows.json", `"by": "a",`, `"by": "a", "bye": 1,`, `rows.json: json: unknown field "bye"`},
		"field of an act":         {"rows.json", `"form": "call",`, `"form": "call", "colour": "red",`, `rows.json, row 2: contact: has the field "colour"`},
		"field of a claim":        {"rows.json", `"words": "long"`, `"word": "long"`, `rows.json, row 1: readout: has the field "word"`},
		"field of the process":    {"process.json", `"title"`, `"tittle"`, `process.json: json: unknown field "tittle"`},
		"more than one value":     {"more.json", "}}\n\t\t]", "}}\n\t\t] []", "more.json goes on after its end"},
		"not a list":              {"more.json", `[`, `{"rows": [`, "more.json: "},
		"a file that is not here": {"process.json", `"more.json"`, `"none.json"`, "none.json"},
		"kind":                    {"more.json", `"note"`, `"letter"`, `more.json, row 1: "letter"`},
		"author":                  {"more.json", `"by": "b"`, `"by": "c"`, `more.json, row 1: by: no seat "c"`},
		"everybody as author":     {"more.json", `"by": "b"`, `"by": "all"`, `by: no seat "all"`},
		"reader":                  {"more.json", `["m"]`, `["m", "c"]`, `more.json, row 1: to: no seat "c"`},
		"no reader":               {"more.json", `["m"]`, `[]`, "more.json, row 1: to: nobody reads it"},
		"register":                {"more.json", `"wp"`, `"off"`, "more.json"},
		"no register":             {"more.json", `"register": "wp", `, ``, "more.json, row 1: register"},
		"body":                    {"more.json", `{"text": "Illustrative: hello."}`, `"hello"`, "more.json, row 1: body is not a JSON object"},
		"source":                  {"rows.json", `"sources": ["S1"]}}`, `"sources": ["S2"]}}`, "rows.json, row 1: sources: S2 is not in sources.json"},
		"source in full":          {"rows.json", `"sources": ["S1"]}}`, `"sources": [{"key": "S1", "at": "x"}]}}`, "rows.json, row 1: sources: "},
		"sources not a list":      {"rows.json", `"sources": ["S1"]}}`, `"sources": "S1"}}`, "rows.json, row 1: sources is not a list"},
		"no source":               {"rows.json", `, "sources": ["S1"]}}`, `}}`, "rows.json, row 1: readout: sources are missing"},
		"mark":                    {"rows.json", `"one-source"`, `"sure"`, `rows.json, row 2: contact: mark is "sure"`},
		"row referred to":         {"rows.json", `"@call"`, `"@talk"`, `rows.json, row 1: no row has the key "talk"`},
		"seat referred to":        {"rows.json", `"@seat:b"`, `"@seat:c"`, `rows.json, row 2: seats: no seat "c"`},
		"seat twice":              {"rows.json", `"@seat:b"`, `"@seat:a"`, "rows.json, row 2: contact: seats must name"},
		"row that comes after":    {"more.json", `"to": ["m"]`, `"after": ["talk"], "to": ["m"]`, `more.json, row 1: no row has the key "talk"`},
		"row that needs itself":   {"rows.json", `"body": {"title": "Length"}`, `"body": {"title": "Length", "links": ["@length"]}`, `the key "length" needs itself`},
		"key twice":               {"rows.json", `"key": "length"`, `"key": "call"`, `rows.json, row 3: key: "call" is that of rows.json, row 2`},
		"key with a space":        {"rows.json", `"key": "length"`, `"key": "the length"`, "rows.json, row 3: key: "},
		"day twice":               {"rows.json", `"key": "call",`, `"key": "call", "on": "2025-05-19",`, "rows.json, row 2: on is 2025-05-19, and the act says itself"},
		"no day":                  {"more.json", `"on": "2025-05-19", `, ``, "more.json, row 1: on is missing"},
		"a reader in the dark":    {"rows.json", `"key": "call", "to": ["all"]`, `"key": "call", "to": ["a"]`, `rows.json, row 1: b reads it and not "call"`},
	} {
		files := small()
		if !strings.Contains(files[c.file], c.old) {
			t.Fatalf("%s: %s does not hold %s", name, c.file, c.old)
		}
		files[c.file] = strings.Replace(files[c.file], c.old, c.new, 1)
		if _, err := loadFiles(files); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v\nwant … %s …", name, err, c.says)
		}
	}
}

// The embedded data is read by people: one row begins on each line that begins
// one, and no line is longer than an editor shows without pain.
func TestFilesAreReadable(t *testing.T) {
	entries, err := data.ReadDir("2025")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := data.ReadFile("2025/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(b), "\n") {
			if n := len([]rune(line)); n > 640 {
				t.Errorf("%s, line %d is %d characters long", e.Name(), i+1, n)
			}
		}
	}
}
