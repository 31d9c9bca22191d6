// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/emersion/go-ical"

	"parley/internal/brief"
	"parley/internal/sheet"
)

// registers are the tables that can be taken along as files.
func registers() []string {
	return []string{
		"formats", "leverage", "commitments", "consultations", "proposals", "issues", "consents", "exits", "events",
		"contacts", "undertakings", "announcements",
	}
}

// files are the addresses of the files of one desk.
func files(desk string) []string {
	out := []string{"/" + desk + "/calendar.ics"}
	for _, name := range registers() {
		out = append(out, "/"+desk+"/export/"+name+".csv", "/"+desk+"/export/"+name+".json")
	}
	for _, name := range []string{"packages-map", "packages-movement", "packages-robust"} {
		out = append(out, "/"+desk+"/export/"+name+".csv", "/"+desk+"/export/"+name+".json")
	}
	return out
}

// Every register goes out as a table with source and certainty, and as the
// report in the envelope of the command line.
func TestRegistersGoOutAsFiles(t *testing.T) {
	b := sitDown(t)
	for _, name := range registers() {
		table, err := sheet.Read([]byte(b.page("/ukraine/export/"+name+".csv")), sheet.Options{Separator: ","})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(table.Refused) > 0 || len(table.Rows) == 0 {
			t.Errorf("%s: %d rows, refused %v", name, len(table.Rows), table.Refused)
		}
		n := len(table.Columns)
		if n < 2 || table.Columns[n-2] != sheet.SourceColumn || table.Columns[n-1] != sheet.CertaintyColumn {
			t.Errorf("%s ends with the columns %v", name, table.Columns)
		}
		var file struct {
			Schema   string
			Head     brief.Head
			Withheld brief.Withheld
			Data     json.RawMessage
		}
		if err := json.Unmarshal([]byte(b.page("/ukraine/export/"+name+".json")), &file); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.HasPrefix(file.Schema, "parley.") || !strings.HasSuffix(file.Schema, "/v1") || file.Head.Size == 0 || len(file.Data) < 10 {
			t.Errorf("%s: schema %q, head %+v, %d bytes", name, file.Schema, file.Head, len(file.Data))
		}
	}
	if status, _ := b.get("/ukraine/export/secrets.csv"); status != 404 {
		t.Errorf("a table that is none answers %d", status)
	}
}

// What goes out as tables of events and of statements is read back whole.
func TestTablesComeBack(t *testing.T) {
	b := sitDown(t)
	table, err := sheet.Read([]byte(b.page("/turkiye/export/events.csv")), sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	events, err := table.Chronology(nil)
	if err != nil || len(events.Refused) > 0 || len(events.Events) != len(table.Rows) || len(events.Events) < 40 {
		t.Errorf("%d of %d events came back (%v), refused %v", len(events.Events), len(table.Rows), err, events.Refused)
	}
	if table, err = sheet.Read([]byte(b.page("/turkiye/export/announcements.csv")), sheet.Options{}); err != nil {
		t.Fatal(err)
	}
	said, err := table.Statements(nil)
	if err != nil || len(said.Refused) > 0 || len(said.Announcements) < 20 {
		t.Errorf("%d statements came back (%v), refused %v", len(said.Announcements), err, said.Refused)
	}
}

// A calendar program reads the calendar: meetings that are not agreed are
// tentative, those without a date are to-dos without one, and the deadline that
// was moved is one event.
func TestCalendarIsReadElsewhere(t *testing.T) {
	b := sitDown(t)
	read := func(path string) (events, todos []ical.Component) {
		cal, err := ical.NewDecoder(strings.NewReader(b.page(path))).Decode()
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, c := range cal.Children {
			switch c.Name {
			case ical.CompEvent:
				events = append(events, *c)
			case ical.CompToDo:
				todos = append(todos, *c)
			}
		}
		return events, todos
	}
	one := func(c ical.Component, name string) string {
		p := c.Props.Get(name)
		if p == nil {
			return ""
		}
		text, err := p.Text()
		if err != nil {
			return p.Value
		}
		return text
	}
	find := func(list []ical.Component, title string) []ical.Component {
		var out []ical.Component
		for _, c := range list {
			if strings.Contains(one(c, "SUMMARY"), title) {
				out = append(out, c)
			}
		}
		return out
	}
	events, _ := read("/russia/calendar.ics")
	if tariffs := find(events, "Secondary tariffs"); len(tariffs) != 1 || !strings.HasPrefix(one(tariffs[0], "DTSTART"), "20250807") || one(tariffs[0], "SEQUENCE") == "0" {
		t.Errorf("the deadline is %v", tariffs)
	}
	if first := find(events, "Direct talks, first round"); len(first) != 1 || one(first[0], "STATUS") != "CONFIRMED" || one(first[0], "LOCATION") != "Istanbul" {
		t.Errorf("the first round is %v", first)
	}
	events, todos := read("/ukraine/calendar.ics?on=2025-05-19")
	if next := find(todos, "Next talks"); len(next) != 1 || len(find(events, "Next talks")) != 0 {
		t.Errorf("on 19 May the next talks are %v; they have no date", next)
	}
	all, _ := read("/mediator/calendar.ics")
	for _, c := range all {
		if one(c, "STATUS") == "" || one(c, "UID") == "" {
			t.Errorf("%v has no status or no id", c)
		}
	}
}
