// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"fmt"
	"slices"
	"strings"
)

// Field is what a column can be taken for.
type Field string

// The fields of a chronology and of statements. Year, Month and DayOfMonth are
// taken together, where no column holds whole dates. What Words holds is
// verbatim only if Quoted says so, or if the table has Paraphrase beside it.
const (
	Date         Field = "date"
	Until        Field = "until"
	Year         Field = "year"
	Month        Field = "month"
	DayOfMonth   Field = "day"
	Title        Field = "title"
	Text         Field = "text"
	Mark         Field = "mark"
	Teller       Field = "teller"
	Sources      Field = "sources"
	Illustrative Field = "illustrative"
	Speaker      Field = "speaker"
	Capacity     Field = "capacity"
	Seat         Field = "seat"
	Clock        Field = "clock"
	Zone         Field = "zone"
	Where        Field = "where"
	Words        Field = "words"
	Paraphrase   Field = "paraphrase"
	Quoted       Field = "quoted"
	Language     Field = "language"
)

// spellings are the names by which tables call a field, folded; the likelier
// ones first. They were collected from the published tables of peace agreements,
// mediation events and violent events that mediators use.
var spellings = map[Field][]string{
	Date:         {"date", "eventdate", "datestart", "startdate", "dat", "agtdat", "when", "start", "dateofevent"},
	Until:        {"until", "dateend", "enddate", "end", "dateuntil"},
	Year:         {"year"},
	Month:        {"month"},
	DayOfMonth:   {"day"},
	Title:        {"title", "heading", "headline", "event", "eventtitle", "agt", "sourceheadline"},
	Text:         {"text", "description", "summary", "details", "notes", "eventtext"},
	Mark:         {"mark", "certainty", "confidence"},
	Teller:       {"teller", "accountof", "toldby", "reportedby"},
	Sources:      {"sources", "source", "sourceurls", "sourceurl", "links", "link", "url", "references", "sourcearticle"},
	Illustrative: {"illustrative"},
	Speaker:      {"speaker", "who", "person", "saidby", "name"},
	Capacity:     {"capacity", "role", "office", "position", "function"},
	Seat:         {"seat"},
	Clock:        {"clock", "time"},
	Zone:         {"zone", "timezone"},
	Where:        {"where", "place", "venue", "medium", "location", "channel"},
	Words:        {"words", "statement", "quote", "quotation", "said", "text", "summary"},
	Paraphrase:   {"paraphrase"},
	Quoted:       {"quoted", "verbatim"},
	Language:     {"language", "lang"},
}

// Mapping says which column holds a field, by its name in [Import.Columns]. A
// field that it does not name is found by spelling; one that it gives the empty
// name is in no column.
type Mapping map[Field]string

// columns finds the column of each field that is wanted; a field without one is
// not in the result.
func (im *Import) columns(r *Report, wanted []Field, m Mapping) (map[Field]int, error) {
	found := map[Field]int{}
	taken := map[int]Field{}
	for _, f := range wanted {
		name, given := m[f]
		if !given || name == "" {
			continue
		}
		i := slices.Index(im.Columns, name)
		if i < 0 {
			return nil, fmt.Errorf("%s is to be in the column %.40q, and the table has none of this name; it has %s", f, name, strings.Join(im.Columns, ", "))
		}
		if other, twice := taken[i]; twice {
			return nil, fmt.Errorf("the column %.40q is to hold both %s and %s", name, other, f)
		}
		found[f], taken[i] = i, f
	}
	for f := range m {
		if !slices.Contains(wanted, f) {
			return nil, fmt.Errorf("%.40q is no field of this table; it has %v", string(f), wanted)
		}
	}
	for _, f := range wanted {
		if _, given := m[f]; given {
			continue
		}
		var all []int
		for _, spelling := range spellings[f] {
			for i, h := range im.headers {
				if _, twice := taken[i]; h == spelling && !twice {
					all = append(all, i)
				}
			}
		}
		if len(all) == 0 {
			continue
		}
		best := all[0]
		if f == Date && len(all) > 1 {
			best = im.mostDates(r, all)
		}
		found[f], taken[best] = best, f
	}
	for i, name := range im.Columns {
		if _, used := taken[i]; !used && im.holds(i) {
			r.Unused = append(r.Unused, name)
		}
	}
	return found, nil
}

// mostDates chooses among columns of dates that one in which most can be read.
func (im *Import) mostDates(r *Report, columns []int) int {
	best, most := columns[0], -1
	for _, i := range columns {
		n := 0
		for _, row := range im.Rows {
			if _, err := parseDate(clean(row.Cells[i])); err == nil {
				n++
			}
		}
		if n > most {
			best, most = i, n
		}
	}
	var names []string
	for _, i := range columns {
		names = append(names, im.Columns[i])
	}
	r.repair(0, im.Columns[best], strings.Join(names, ", "), im.Columns[best],
		fmt.Sprintf("several columns hold dates; this one has most that can be read, %d of %d", most, len(im.Rows)))
	return best
}

// holds reports whether a column has anything in it.
func (im *Import) holds(column int) bool {
	return slices.ContainsFunc(im.Rows, func(r Row) bool { return clean(r.Cells[column]) != "" })
}
