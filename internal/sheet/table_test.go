// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/act"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTable(t *testing.T) {
	table := Table{Columns: []string{"=party", "count"}, Lines: []Line{
		{Cells: []string{"A, B", "+5"}, Sources: []act.Source{{Key: "C12", At: "p. 4"}, {Key: "D6", At: "row; 1"}}, Certainty: act.Disputed},
		{Cells: []string{"\"C\"\nD", ""}},
	}}
	got, err := table.CSV(true)
	if err != nil {
		t.Fatal(err)
	}
	want := "\ufeff'=party,count,source,certainty\r\n\"A, B\",'+5,\"C12: p. 4\r\nD6: row; 1\",disputed\r\n\"\"\"C\"\"\r\nD\",,,\r\n"
	if string(got) != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if table.Columns[0] != "=party" || table.Lines[0].Cells[1] != "+5" {
		t.Error("writing changed the table")
	}
	table.Lines[1].Cells = nil
	if _, err := table.CSV(false); err == nil || !strings.Contains(err.Error(), "line 1 has 0 cells") {
		t.Errorf("a line without cells: %v", err)
	}
}

// words draws a text that an act may hold, with what is hard on tables.
func words(limit int, more string) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("abяع=+-@'\",;: ."+more)), 1, limit, -1).Draw(t, "words")
		if clean(text) == "" || strings.ContainsAny(text[:1], " \n") {
			return "x" + strings.TrimSpace(text)
		}
		return clean(text)
	})
}

func drawGround(t *rapid.T) act.Ground {
	g := act.Ground{Mark: rapid.SampledFrom(act.Marks()).Draw(t, "mark"), Teller: words(12, "").Draw(t, "teller")}
	g.Illustrative = g.Mark == act.Uncertain && rapid.Bool().Draw(t, "illustrative")
	if !g.Illustrative {
		for range rapid.IntRange(1, 3).Draw(t, "sources") {
			key := rapid.StringMatching(`[A-Z][0-9]{1,2}( [a-z]{2})?`).Draw(t, "key")
			at := rapid.StringMatching(`https://[a-z]{3}\.example/[a-z;,=]{0,9}x`).Draw(t, "at")
			g.Sources = append(g.Sources, act.Source{Key: key, At: at})
		}
	}
	return g
}

// What is written is read back, whole and without a word of repair but for the
// guards.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		mark := rapid.Bool().Draw(rt, "mark")
		var events []act.Event
		var said []act.Announcement
		for range rapid.IntRange(1, 4).Draw(rt, "rows") {
			g := drawGround(rt)
			e := act.Event{
				Date: "2025-05-19", Until: rapid.SampledFrom([]string{"", "2025-05-20"}).Draw(rt, "until"),
				Title: words(20, "").Draw(rt, "title"), Text: words(30, "\n\t").Draw(rt, "text"),
				Mark: g.Mark, Teller: g.Teller, Sources: g.Sources, Illustrative: g.Illustrative,
			}
			a := act.Announcement{
				Speaker: act.Person{Name: words(20, "").Draw(rt, "name"), Seat: rapid.SampledFrom([]string{"", "A"}).Draw(rt, "seat")},
				When:    rapid.SampledFrom([]act.Moment{{Day: "2025-05-19"}, {Day: "2025-05-19", Clock: "18:00", Zone: "UTC+03:00"}}).Draw(rt, "when"),
				Where:   words(9, "").Draw(rt, "where"), Words: words(30, "\n\t").Draw(rt, "words"), Quoted: rapid.Bool().Draw(rt, "quoted"),
				Language: rapid.SampledFrom([]string{"", "uk"}).Draw(rt, "language"), Ground: g,
			}
			for _, x := range []act.Act{e, a} {
				if err := x.Validate(); err != nil {
					rt.Skip(err)
				}
			}
			events, said = append(events, e), append(said, a)
		}
		back, err := reread(rt, EventTable(events), mark).Chronology(nil)
		if err != nil {
			rt.Fatal(err)
		}
		var gotEvents []act.Event
		for _, e := range back.Events {
			gotEvents = append(gotEvents, e.Event)
		}
		if d := cmp.Diff(events, gotEvents); d != "" {
			rt.Fatalf("%s\n%s", d, why(back.Report))
		}
		told, err := reread(rt, AnnouncementTable(said), mark).Statements(nil)
		if err != nil {
			rt.Fatal(err)
		}
		var gotSaid []act.Announcement
		for _, a := range told.Announcements {
			gotSaid = append(gotSaid, a.Announcement)
		}
		if d := cmp.Diff(said, gotSaid); d != "" {
			rt.Fatalf("%s\n%s", d, why(told.Report))
		}
		for _, r := range slices.Concat(back.Repaired, told.Repaired) {
			if !strings.HasPrefix(r.Why, "the apostrophe") {
				rt.Fatalf("a table of our own was repaired: %+v", r)
			}
		}
		if len(back.Unused)+len(told.Unused) > 0 {
			rt.Fatalf("columns of our own are unused: %q %q", back.Unused, told.Unused)
		}
	})
}

func reread(t *rapid.T, table Table, mark bool) *Import {
	data, err := table.CSV(mark)
	if err != nil {
		t.Fatal(err)
	}
	im, err := Read(data, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return im
}

// FuzzRead holds any bytes to the promise of the package: each row of the table
// becomes an act that holds to its rules, or is refused once.
func FuzzRead(f *testing.F) {
	for _, table := range []string{agreements, mediation, violence, corridors, digitsOnly, "\xff\xfed\x00", "sep=;\na;b\n1;\"2"} {
		f.Add([]byte(table))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		im, err := Read(data, Options{})
		if err != nil {
			return
		}
		m := Mapping{Date: im.Columns[0], Title: im.Columns[len(im.Columns)-1]}
		if len(im.Columns) == 1 {
			m = nil
		}
		c, err := im.Chronology(m)
		if err != nil {
			return
		}
		rows := map[int]int{}
		for _, e := range c.Events {
			rows[e.Row]++
			if err := e.Event.Validate(); err != nil {
				t.Fatal(err)
			}
		}
		for _, r := range c.Refused {
			rows[r.Row]++
		}
		for _, r := range im.Rows {
			if rows[r.Number] != 1 {
				t.Fatalf("row %d was counted %d times", r.Number, rows[r.Number])
			}
		}
	})
}
