// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"strings"
	"testing"

	"parley/internal/act"

	"github.com/google/go-cmp/cmp"
)

// What is said here is invented.
func TestStatements(t *testing.T) {
	im := read(t, "Who;Role;Date;Time;Zone;Place;Words;Paraphrase;Mark;Source\n"+
		"A. Speaker;minister;19.05.2025;6:30 PM;UTC+03:00;briefing;We are ready.;;confirmed;S1 x\n"+ // row 2
		"B. Speaker;;20.05.2025;;;;;that talks go on;uncertain;\n"+
		"C. Speaker;;21.05.2025;18:30;;;Words here;and a summary;u;\n"+
		"D. Speaker;;22.05.2025;;;;;;u;\n"+ // row 5: nothing said
		";;23.05.2025;;;;x;;u;\n"+
		"F. Speaker;;24.05.2025;late;UTC;;x;;u;\n"+
		"G. Speaker;;25.05.2025;18:30;Moscow;;x;;u;\n"+
		"H. Speaker;;26.05.2025;;UTC;;x;;u;\n", Options{})
	s, err := im.Statements(nil)
	if err != nil {
		t.Fatal(err)
	}
	uncertain := act.Ground{Mark: act.Uncertain}
	want := []AnnouncementRow{
		{2, act.Announcement{
			Speaker: act.Person{Name: "A. Speaker", Capacity: "minister"},
			When:    act.Moment{Day: "2025-05-19", Clock: "18:30", Zone: "UTC+03:00"}, Where: "briefing", Words: "We are ready.", Quoted: true,
			Ground: act.Ground{Mark: act.Confirmed, Sources: []act.Source{{Key: "S1", At: "x"}}},
		}},
		{3, act.Announcement{Speaker: act.Person{Name: "B. Speaker"}, When: act.Moment{Day: "2025-05-20"}, Words: "that talks go on", Ground: uncertain}},
		{4, act.Announcement{Speaker: act.Person{Name: "C. Speaker"}, When: act.Moment{Day: "2025-05-21"}, Words: "Words here", Quoted: true, Ground: uncertain}},
		{9, act.Announcement{Speaker: act.Person{Name: "H. Speaker"}, When: act.Moment{Day: "2025-05-26"}, Words: "x", Quoted: true, Ground: uncertain}},
	}
	if d := cmp.Diff(want, s.Announcements); d != "" {
		t.Error(d)
	}
	report := why(s.Report)
	for _, line := range []string{
		`repaired 2 Time "6:30 PM" "18:30"`, `repaired 4 Time "18:30" "": a time of day means nothing without its zone`,
		`repaired 4 Paraphrase "and a summary" "": an announcement holds words or a paraphrase`,
		`refused 5 Words "": nothing is said in this row`, `refused 6 Who "": speaker.name is empty`,
		`refused 7 Time "late": is not a time of day`, `refused 8 Zone "Moscow": when.zone is "Moscow"`,
		`repaired 9 Zone "UTC" "": a zone says nothing without a time of day`,
	} {
		if !strings.Contains(report, line) {
			t.Errorf("the report lacks %q:\n%s", line, report)
		}
	}
}

// That words are verbatim is never assumed of a table that does not say so.
func TestQuotedIsSaid(t *testing.T) {
	for table, want := range map[string][]bool{
		"speaker,date,words\nA,2025-05-19,x\n":                                    {false},
		"speaker,date,text,summary\nA,2025-05-19,x,y\n":                           {false},
		"speaker,date,words,quoted\nA,2025-05-19,x,yes\nB,2025-05-19,x,\n":        {true, false},
		"speaker,date,words,paraphrase\nA,2025-05-19,x,\nB,2025-05-19,,y\n":       {true, false},
		"speaker,date,paraphrase,quoted\nA,2025-05-19,x,no\nB,2025-05-19,x,yes\n": {false},
	} {
		s, err := read(t, table, Options{}).Statements(nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []bool
		for _, a := range s.Announcements {
			got = append(got, a.Announcement.Quoted)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q: %s\n%s", table, d, why(s.Report))
		}
	}
	for want, table := range map[string]string{
		"no column for the speaker": "date,words\n", "no column for the date": "speaker,words\n", "no column for the words": "speaker,date\n",
	} {
		if _, err := read(t, table, Options{}).Statements(nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", table, err, want)
		}
	}
}
