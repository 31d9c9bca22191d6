// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"fmt"
	"time"

	"parley/internal/act"
)

// AnnouncementRow is one row of a table of statements as an act.
type AnnouncementRow struct {
	Row          int
	Announcement act.Announcement
}

// Statements is a table of public statements. Each row of the import is either
// an announcement or refused in the report, which begins with that of the import.
type Statements struct {
	Announcements []AnnouncementRow
	Report
}

var statementFields = []Field{
	Date, Until, Year, Month, DayOfMonth, Clock, Zone, Speaker, Capacity, Seat, Where,
	Words, Paraphrase, Quoted, Language, Mark, Teller, Sources, Illustrative,
}

// announcementFields says from which field each part of an announcement comes,
// for errors.
var announcementFields = map[string]Field{
	"speaker.name": Speaker, "speaker.capacity": Capacity, "speaker.seat": Seat,
	"when.day": Date, "when.until": Until, "when.clock": Clock, "when.zone": Zone,
	"where": Where, "words": Words, "language": Language, "mark": Mark, "teller": Teller, "sources": Sources,
}

// Statements makes announcements of the rows. The error says that the table as a
// whole holds none, with the columns that it has.
func (im *Import) Statements(m Mapping) (Statements, error) {
	s := Statements{Report: im.copied()}
	b, err := im.build(&s.Report, statementFields, m)
	if err != nil {
		return Statements{}, err
	}
	for _, either := range [][]Field{{Speaker}, {Date, Year}, {Words, Paraphrase}} {
		if err := b.missing(either...); err != nil {
			return Statements{}, err
		}
	}
	for _, row := range im.Rows {
		b.start(row)
		a := act.Announcement{
			Speaker: act.Person{Name: b.line(Speaker), Seat: b.line(Seat), Capacity: b.line(Capacity)},
			When:    b.moment(), Where: b.line(Where), Language: b.line(Language),
		}
		a.Words, a.Quoted = b.words()
		a.Ground = b.ground()
		if b.done(a, announcementFields) {
			s.Announcements = append(s.Announcements, AnnouncementRow{row.Number, a})
		}
	}
	return s, nil
}

// moment reads when something was said. A time of day without its zone cannot
// be told to people in two zones, so it is left out and reported.
func (b *builder) moment() act.Moment {
	m := act.Moment{Day: b.date()}
	m.Until = b.until(m.Day)
	clock, column, _ := b.raw(Clock)
	zone := b.line(Zone)
	if clock == "" {
		if zone != "" {
			b.repair(b.column[Zone], zone, "", "a zone says nothing without a time of day")
		}
		return m
	}
	var t time.Time
	var err error
	for _, layout := range []string{"15:04", "15:04:05", "3:04 PM", "3:04:05 PM"} {
		if t, err = time.Parse(layout, clock); err == nil {
			break
		}
	}
	switch {
	case err != nil:
		b.fail(column, "is not a time of day; want 18:00")
	case zone == "":
		b.repair(column, clock, "", "a time of day means nothing without its zone")
	default:
		m.Clock, m.Zone = t.Format("15:04"), zone
		if m.Clock != clock {
			b.repair(column, clock, m.Clock, "the time of day was written in another way")
		}
	}
	return m
}

// words reads what was said, and whether it is verbatim.
func (b *builder) words() (text string, quoted bool) {
	verbatim, column, hasWords := b.raw(Words)
	told, beside, hasBoth := b.raw(Paraphrase)
	_, says := b.column[Quoted]
	quoted = says && b.yes(Quoted) || !says && hasWords && hasBoth && verbatim != ""
	switch {
	case verbatim == "" && told != "":
		if says && quoted {
			b.fail(beside, fmt.Sprintf("is a paraphrase, and the row says that it is %s", Quoted))
		}
		return told, false
	case verbatim != "" && told != "":
		b.repair(beside, told, "", "an announcement holds words or a paraphrase; the words were kept")
	case verbatim == "" && hasWords:
		b.fail(column, "nothing is said in this row")
	}
	return verbatim, quoted
}
