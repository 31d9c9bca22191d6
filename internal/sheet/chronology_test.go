// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"strings"
	"testing"

	"parley/internal/act"

	"github.com/google/go-cmp/cmp"
)

// The tables below are invented; each has the traps of one published table that
// mediators work with, as they were found in it.

// Peace agreements: a byte order mark, line feeds, line breaks in quotes, the day
// first with strokes.
const agreements = "\ufeffCon,AgtId,Agt,Dat,Status,description\n" +
	"Example,930,\"Accord,\nfirst part\",05/09/2014,Multiparty,\"Two parties\nagree on \"\"all\"\"\"\n" +
	"Example,931,Second accord,21/11/2014,,\n"

// Mediation events: mark, Windows line ends, two columns without a name, a
// misspelt header, lists with semicolons, day, month and year apart, no day.
const mediation = "\ufeffmed_event_ID,conflict_counry_ID,Day,Month,Year,third_party,,Summary,source_urls,\r\n" +
	"1,365,19,5,2025,A; B,,Mediator meets both sides,https://a.example/1; https://b.example/2,\r\n" +
	"2,365,,6,2025,A,,Talks at a time not known,https://a.example/3,\r\n" +
	"3,365,31,6,2025,A,,A day that there is not,,\r\n"

// Events of violence: Windows-1252, two forms of date in one column with the
// month first in both, line breaks.
const violence = "id,side_a,date_start,date_end,source_headline,best\n" +
	"1,Side A,1/22/2014 12:00:00 AM,1/22/2014 12:00:00 AM,\"Both sides\x92 account\nof the day\",3\n" +
	"2,Side B,05/02/2014 00:00,05/04/2014 00:00,\"Caf\xe9, caf\xe9\",0\n"

// Corridors: two columns of dates whose names differ in case only, quotes inside
// of text that are not doubled.
const corridors = "HC_ID,Date,date,status_result,text,Link\r\n" +
	"1,05.03.22,2022-03-05,unknown,route \"north\" said open,https://c.example\r\n" +
	"2,06.03.22,2022-03-06,successful,\"a \"\"second\"\" route\",\r\n"

// Events with dates as digits only, in two alphabets.
const digitsOnly = "event_id;date;time;url;text;lang\n7;20250519;14:05;https://d.example;Подія – событие;ua\n"

func TestRealQuirks(t *testing.T) {
	for name, c := range map[string]struct {
		table  string
		events []string // day, last day, title, text
		report []string
	}{
		"agreements": {agreements, []string{
			"2014-09-05||Accord, first part|Two parties\nagree on \"all\"",
			"2014-11-21||Second accord|Second accord",
		}, []string{
			`settled Dat day first 3 "21/11/2014" 1 1`, `repaired 2 Agt "Accord,\nfirst part" "Accord, first part": line breaks`,
			`unused [Con AgtId Status]`, `repaired 3 Agt "" "Second accord": the text is the title`,
		}},
		"mediation": {mediation, []string{"2025-05-19||Mediator meets both sides|Mediator meets both sides"}, []string{
			`refused 3 Year "2025": no day is stated`, `refused 4 Year "2025": "2025-6-31" names a day that there is not`,
			`repaired 1 column 7 "" "column 7": the column has no name`, `repaired 1 column 10`,
			`repaired 2 Summary "" "Mediator meets both sides": the title is the beginning of the text`,
			`unused [med_event_ID conflict_counry_ID third_party]`,
		}},
		"violence": {violence, []string{
			"2014-01-22||Both sides’ account of the day|Both sides’ account of the day",
			"2014-05-02|2014-05-04|Café, café|Café, café",
		}, []string{
			`repaired 0  "Windows-1252" "UTF-8"`, `settled date_start month first 2 "1/22/2014 12:00:00 AM" 1 1`,
			`repaired 2 date_end "2014-01-22" "": the last day is the first`,
		}},
		"corridors": {corridors, []string{
			"2022-03-05||route \"north\" said open|route \"north\" said open", "2022-03-06||a \"second\" route|a \"second\" route",
		}, []string{
			`repaired 0 date (2) "Date, date (2)" "date (2)": several columns hold dates; this one has most that can be read, 2 of 2`,
			`repaired 2 text "" "route \"north\" said open": ` + quirkInside, `unused [HC_ID Date status_result]`,
		}},
		"digits": {digitsOnly, []string{"2025-05-19||Подія – событие|Подія – событие"}, []string{
			`repaired 2 date "20250519" "2025-05-19": the date was written as yyyymmdd`, `unused [event_id time lang]`,
			`repaired 2  "" "uncertain": no column says how certain it is`,
		}},
	} {
		im := read(t, c.table, Options{})
		got, err := im.Chronology(nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var events []string
		for _, e := range got.Events {
			events = append(events, strings.Join([]string{e.Event.Date, e.Event.Until, e.Event.Title, e.Event.Text}, "|"))
		}
		if d := cmp.Diff(c.events, events); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		report := why(got.Report)
		for _, line := range c.report {
			if !strings.Contains(report, line) {
				t.Errorf("%s: the report lacks %q:\n%s", name, line, report)
			}
		}
		if len(got.Events)+len(got.Refused) != len(im.Rows)+len(im.Refused) {
			t.Errorf("%s: rows were lost", name)
		}
	}
}

func TestGroundOfRows(t *testing.T) {
	im := read(t, "date,title,mark,teller,sources,illustrative\n"+
		"2025-05-19,a,C,Kyiv,C19 https://x.example/1; C20: page 4,\n"+
		"2025-05-19,b,One source,—,https://x.example/a-long-address,\n"+
		"2025-05-19,c,,,,\n"+
		"2025-05-19,d,confirmed,,,\n"+
		"2025-05-19,e,likely,,x y,\n"+
		"2025-05-19,f,uncertain,,,yes\n"+
		"2025-05-19,g,uncertain,,,perhaps\n"+
		"2025-05-19,bad \ufffd,uncertain,,,\n"+
		"2025-05-19,bad \u202e,uncertain,,,\n", Options{})
	c, err := im.Chronology(nil)
	if err != nil {
		t.Fatal(err)
	}
	event := func(title string, m act.Mark, teller string, illustrative bool, s ...act.Source) act.Event {
		return act.Event{Date: "2025-05-19", Title: title, Text: title, Mark: m, Teller: teller, Sources: s, Illustrative: illustrative}
	}
	want := []EventRow{
		{2, event("a", act.Confirmed, "Kyiv", false, act.Source{Key: "C19", At: "https://x.example/1"}, act.Source{Key: "C20", At: "page 4"})},
		{3, event("b", act.OneSource, "", false, act.Source{Key: "source 1", At: "https://x.example/a-long-address"})},
		{4, event("c", act.Uncertain, "", false)},
		{7, event("f", act.Uncertain, "", true)},
	}
	if d := cmp.Diff(want, c.Events); d != "" {
		t.Error(d)
	}
	report := why(c.Report)
	for _, line := range []string{
		`repaired 2 mark "C" "confirmed"`, `repaired 3 teller "—" "": the cell says that nothing is stated`,
		`repaired 4 mark "" "uncertain"`, `refused 5 sources "": sources are missing`, `refused 6 mark "likely": is not one of`,
		`refused 8 illustrative "perhaps": want yes or no`, "refused 9 title \"bad \ufffd\": holds a character that could not be read",
		`refused 10 title "bad \u202e": title holds U+202E`,
	} {
		if !strings.Contains(report, line) {
			t.Errorf("the report lacks %q:\n%s", line, report)
		}
	}
}

func TestLongTitles(t *testing.T) {
	long := strings.Repeat("слово ", 60)
	c, err := read(t, "date,summary\n2025-05-19,"+long+"\n2025-05-19,\"first line\nsecond\"\n2025-05-19,"+strings.Repeat("я", 300)+"\n", Options{}).Chronology(nil)
	if err != nil || len(c.Events) != 3 {
		t.Fatalf("%v\n%s", err, why(c.Report))
	}
	for i, want := range []string{strings.Repeat("слово ", 26) + "…", "first line …", strings.Repeat("я", 158) + " …"} {
		if got := c.Events[i].Event.Title; got != want {
			t.Errorf("title %q, want %q", got, want)
		}
	}
	c, err = read(t, "date,title\n2025-05-19,"+long+"\n", Options{}).Chronology(nil)
	if err != nil || len(c.Events) != 1 || c.Events[0].Event.Text != strings.TrimSpace(long) {
		t.Errorf("a title that is too long is not kept as the text: %v\n%s", err, why(c.Report))
	}
}

func TestMapping(t *testing.T) {
	im := read(t, "wann,was,text,date\n2025-05-19,x,y,2025-06-01\n", Options{})
	c, err := im.Chronology(Mapping{Date: "wann", Title: "was", Text: ""})
	if err != nil || len(c.Events) != 1 || c.Events[0].Event.Date != "2025-05-19" || c.Events[0].Event.Text != "x" {
		t.Errorf("%v %+v", err, c.Events)
	}
	for want, m := range map[string]Mapping{
		"none of this name":            {Date: "when"},
		"to hold both date and title":  {Date: "was", Title: "was"},
		"is no field of this table":    {Speaker: "was"},
		"no column for the date":       {Date: ""},
		"no column for the title":      {Title: "", Text: ""},
		"it has wann, was, text, date": {Date: "when"},
		"It has wann, was, text, date": {Date: ""},
	} {
		if _, err := im.Chronology(m); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: got %v, want an error with %q", m, err, want)
		}
	}
}
