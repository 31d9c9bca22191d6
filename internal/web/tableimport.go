// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
	"parley/internal/node"
	"parley/internal/sheet"
)

// A table of somebody else becomes entries in three steps: the file is read and
// each of its rows accounted for; the readers are chosen; the entries are sealed.
// Nothing of it is kept on the disk before the last step.

// The sorts of tables that can be brought in.
const (
	tableEvents     = "events"
	tableStatements = "statements"
)

// maxImport is how many entries one file makes at the most: a person answers for
// each of them.
const maxImport = 500

// maxTable bounds the file, in bytes.
const maxTable = 4 << 20

// tableImport is a file that was read and waits for its readers to be chosen.
type tableImport struct {
	id     string
	sort   string
	acts   []importedRow
	rows   int
	report sheet.Report
	busy   bool // it is being sealed
}

// importedRow is one row as an act.
type importedRow struct {
	Row int
	Act act.Act
	Ref string // of the entry, once it is sealed
}

// keepImport keeps one file in memory; the one before it goes.
func (d *station) keepImport(x *tableImport) {
	d.mu.Lock()
	d.table = x
	d.mu.Unlock()
}

// rowsOf are the rows of a file as they are now.
func (d *station) rowsOf(x *tableImport) []importedRow {
	d.mu.Lock()
	defer d.mu.Unlock()
	return x.acts
}

func (d *station) findImport(id string) *tableImport {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.table == nil || d.table.id != id {
		return nil
	}
	return d.table
}

// importForm is what is asked for with a file.
func importForm() form {
	return form{fields: []field{
		{name: "sort", label: phrase.T("What the table holds"), kind: choiceField, required: true, options: func(r *request) []option {
			return []option{
				{tableEvents, r.p.T("a chronology: one account of an event in each row")},
				{tableStatements, r.p.T("public statements: one in each row")},
			}
		}},
		{name: "encoding", label: phrase.T("How its characters are written"), kind: selectField, hint: phrase.T("Leave it out unless names come out wrong: the file says it in most cases."), options: func(*request) []option {
			var out []option
			for _, e := range []sheet.Encoding{sheet.UTF8, sheet.UTF16LE, sheet.UTF16BE, sheet.Windows1252, sheet.Windows1251} {
				out = append(out, option{string(e), string(e)})
			}
			return out
		}},
		{name: "order", label: phrase.T("Dates such as 05/04/2025"), kind: selectField, hint: phrase.T("Leave it out where the table itself settles it. What could be two days is refused."), options: func(r *request) []option {
			return []option{{string(sheet.DayFirst), r.p.T("the day comes first")}, {string(sheet.MonthFirst), r.p.T("the month comes first")}}
		}},
	}}
}

// importPage asks for the file.
type importPage struct {
	Fields []fieldView
	Links  []mistakeLink
	Reason string // why the file as a whole could not be read, in English
}

func buildImport(r *request) (any, lane, error) {
	f := importForm()
	return importPage{Fields: f.show(r, values{"sort": {tableEvents}}, nil)}, r.machineLane(), nil
}

// readTable reads a file and leads to what became of its rows.
func readTable(r *request) (answer, error) {
	f := importForm()
	v := typed(f.fields, r.PostForm)
	wrong := checkFields(r, f.fields, v, "")
	again := func(reason string) answer {
		return answer{
			page:    &page{title: phrase.T("Bring in a table"), template: "import", place: placeStanding},
			content: importPage{f.show(r, v, wrong), wrong.links(), reason}, lane: r.machineLane(),
		}
	}
	if len(wrong) > 0 {
		return again(""), nil
	}
	b, err := upload(r.Request, "table")
	if err != nil {
		return answer{}, err
	}
	if len(b) > maxTable {
		return again(r.p.T("The file is larger than 4 MB. Divide it.")), nil
	}
	x, err := parseTable(b, v)
	if err != nil {
		return again(err.Error()), nil
	}
	x.id = node.NewDraftID()
	r.desk.keepImport(x)
	return answer{to: "/import/" + x.id}, nil
}

// parseTable makes acts of the rows of a file. What is beyond the limit is
// refused row by row, and not dropped.
func parseTable(b []byte, v values) (*tableImport, error) {
	x := &tableImport{sort: v.Get("sort")}
	table, err := sheet.Read(b, sheet.Options{Encoding: sheet.Encoding(v.Get("encoding")), Order: sheet.Order(v.Get("order"))})
	if err != nil {
		return nil, err
	}
	if x.sort == tableStatements {
		said, err := table.Statements(nil)
		if err != nil {
			return nil, err
		}
		x.report = said.Report
		for _, row := range said.Announcements {
			x.acts = append(x.acts, importedRow{Row: row.Row, Act: row.Announcement})
		}
	} else {
		events, err := table.Chronology(nil)
		if err != nil {
			return nil, err
		}
		x.report = events.Report
		for _, row := range events.Events {
			x.acts = append(x.acts, importedRow{Row: row.Row, Act: row.Event})
		}
	}
	for _, row := range x.acts[min(len(x.acts), maxImport):] {
		x.report.Refused = append(x.report.Refused, sheet.Refusal{Row: row.Row, Why: "one file makes at most 500 entries; bring the rest in with another file"})
	}
	x.acts = x.acts[:min(len(x.acts), maxImport)]
	x.rows = len(x.acts) + len(x.report.Refused)
	return x, nil
}

// tablePage is what became of the rows, and, once readers are chosen, what will
// be sealed to whom.
type tablePage struct {
	ID       string
	Rows     int
	Taken    []importedRow
	Report   sheet.Report
	Channels []channelCard
	Chosen   *channelCard // nil before
	Register string
	Seal     string
	Refused  []refusedRow // rows that cannot be sealed to these readers
	Done     int          // entries that were sealed
}

// refusedRow is a row that cannot be sealed, and why.
type refusedRow struct {
	Row  int
	Why  string // in English, of the rules; empty for a passage of another channel
	Stop *stop
}

// errNoTable is the page of a file that is not in memory any more.
func errNoTable() error {
	return &wrong{problem{
		404,
		func(p *lang.Printer) string { return p.T("This table is not here any more") },
		func(p *lang.Printer) string {
			return p.T("A table is kept in memory only, until another one is read or the desk is locked.")
		},
		func(p *lang.Printer) string { return p.T("Bring the file in again.") },
	}, errNotFound}
}

func buildTable(r *request) (any, lane, error) {
	x := r.desk.findImport(r.PathValue("id"))
	if x == nil {
		return nil, lane{}, errNoTable()
	}
	q := r.URL.Query()
	out, d, err := r.tablePage(x, q["audience"], q.Get("register"))
	if err != nil {
		return nil, lane{}, err
	}
	if out.Chosen == nil {
		return out, r.machineLane(), nil
	}
	return out, r.channelLane(r.refs(d.Audience), r.plenary(d.Audience)), nil
}

// tablePage lays out a file, and with readers tries each row against the rules.
func (r *request) tablePage(x *tableImport, audience []string, register string) (tablePage, draft, error) {
	rows := r.desk.rowsOf(x)
	out := tablePage{ID: x.id, Rows: x.rows, Taken: rows, Report: x.report, Register: register}
	all := r.view.Roster.Accepted()
	out.Channels = append(out.Channels, r.card(all, r.entriesOf(all), all))
	for _, c := range r.view.State.Channels() {
		if !slices.Equal(c.Audience, all) && r.reachable(c.Audience) {
			out.Channels = append(out.Channels, r.card(c.Audience, c.Entries, all))
		}
	}
	for _, row := range rows {
		if row.Ref != "" {
			out.Done++
		}
	}
	d := draft{Audience: slices.Compact(slices.Sorted(slices.Values(audience))), Register: register}
	i := slices.IndexFunc(out.Channels, func(c channelCard) bool { return slices.Equal(c.Words, d.Audience) })
	if i < 0 || len(audience) == 0 {
		return out, d, nil
	}
	if _, err := node.ParseRegister(register); err != nil {
		d.Register = out.Channels[i].Register
	}
	out.Chosen, out.Register = &out.Channels[i], d.Register
	var err error
	out.Refused, err = r.refusedRows(rows, d)
	out.Seal = r.p.N("Seal {n} entries to {seats}", int64(len(rows)-out.Done-len(out.Refused)), "seats", r.names(r.others1(d.Audience)))
	return out, d, err
}

// refusedRows are the rows that cannot be sealed to some readers.
func (r *request) refusedRows(rows []importedRow, d draft) ([]refusedRow, error) {
	var out []refusedRow
	for _, row := range rows {
		if row.Ref != "" {
			continue
		}
		found, err := r.stops(d, row.Act)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			out = append(out, refusedRow{Row: row.Row, Stop: &found[0]})
			continue
		}
		nd, err := r.nodeDraft(d, row.Act)
		if err == nil {
			_, err = r.node.Check(nd)
		}
		if err != nil {
			out = append(out, refusedRow{Row: row.Row, Why: r.refusal(err)})
		}
	}
	return out, nil
}

// Says is a row in one line.
func (x importedRow) Says(f *frame) string { return f.r.saysAct(x.Act) }

// Fits reports whether a row can be sealed to the readers that were chosen.
func (t tablePage) Fits(row int) bool {
	return !slices.ContainsFunc(t.Refused, func(x refusedRow) bool { return x.Row == row })
}

// Readers are those that were chosen.
func (t tablePage) Readers() []brief.SeatRef {
	if t.Chosen == nil {
		return nil
	}
	return t.Chosen.Readers
}
