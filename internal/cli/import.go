// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/node"
	"parley/internal/sheet"
	"parley/record"
)

// Outcomes of a row.
const (
	rowTaken = "taken"         // it would be, or was, written
	rowThere = "already there" // this seat has written the same act before
)

// rowsReport is a table that was read, row by row, and what was written of it.
type rowsReport struct {
	File      string          `json:"file"`
	Encoding  string          `json:"encoding"`
	Separator string          `json:"separator"`
	Kind      string          `json:"kind"`
	Written   int             `json:"written"` // entries put into the outbox
	Readers   []brief.SeatRef `json:"readers"` // of them; empty when no audience was named
	Rows      []rowLine       `json:"rows"`    // those that were understood
	Repaired  []rowRepair     `json:"repaired"`
	Refused   []rowRefusal    `json:"refused"`
	Settled   []rowsSettled   `json:"settled"` // columns of dates whose order the table settles itself
	Unused    []string        `json:"unused"`  // columns that went into no act
	Next      string          `json:"next"`
}

type rowLine struct {
	Row   int    `json:"row"` // as a spreadsheet program counts them
	State string `json:"state"`
	Entry string `json:"entry"` // empty when it was not written
	Says  string `json:"says"`
}

type rowRepair struct {
	Row    int    `json:"row"`
	Column string `json:"column"`
	Was    string `json:"was"`
	Is     string `json:"is"`
	Why    string `json:"why"`
}

type rowRefusal struct {
	Row    int    `json:"row"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Why    string `json:"why"`
}

type rowsSettled struct {
	Column string `json:"column"`
	Order  string `json:"order"`
	Row    int    `json:"row"`
	Value  string `json:"value"`
	Proofs int    `json:"proofs"`
	Rested int    `json:"rested"`
}

// imported is one row as an act.
type imported struct {
	row  int
	act  act.Act
	says string
}

// maxSheet bounds a table, in bytes; package sheet says so again.
const maxSheet = 10 << 20

// importing are the flags of the commands that read tables.
type importing struct {
	to               []string
	register         string
	write, partial   bool
	encoding, sep    string
	order            string
	columns          []string
	kind             string
	columnsOfExample string
	read             func(*sheet.Import, sheet.Mapping) ([]imported, sheet.Report, error)
}

// importCommand makes a command that reads a table into acts.
func (a *app) importCommand(x importing, short, long, example string) *cobra.Command {
	c := a.command(verb{
		use:   "import FILE",
		short: short,
		long: long + `

Without --write it writes nothing: it says of each row what was taken, repaired
or refused. Nothing is guessed: a date that could be two days is refused until
its column settles which, or --order does. With --write the rows go, each as one
entry, to the readers named with --to. A row that your seat has written before
is not written again, so that the command can be repeated. When a row is refused
nothing is written, unless --partial is given; the exit code is 3 then.`,
		example: example,
		exits:   []int{exitNegative, exitLocked, exitConflict, exitWithheld},
		args:    cobra.ExactArgs(1),
		run:     func(ctx context.Context, args []string) error { return a.runImport(ctx, args[0], x) },
	})
	f := c.Flags()
	f.StringSliceVar(&x.to, "to", nil, "`who` may read the entries; repeat it, or separate with commas")
	f.StringVar(&x.register, "register", "", "record or wp (default: wp in a caucus, record in the plenary)")
	f.BoolVar(&x.write, "write", false, "write the rows that were taken, to the readers of --to")
	f.BoolVar(&x.partial, "partial", false, "with --write: also when rows are refused")
	f.StringVar(&x.encoding, "encoding", "", "of the `file`: UTF-8, UTF-16LE, UTF-16BE, Windows-1252 or Windows-1251 (default: found out)")
	f.StringVar(&x.sep, "separator", "", "between cells: , ; or tab (default: found out)")
	f.StringVar(&x.order, "order", "", "of dates such as 05/04/2025: day-first or month-first (default: as the column settles it)")
	f.StringArrayVar(&x.columns, "column", nil, "where a field is, as `FIELD=COLUMN`, as in "+x.columnsOfExample+"; repeat it")
	return c
}

// options reads the flags that say how the file is to be read.
func (x *importing) options() (sheet.Options, sheet.Mapping, error) {
	o := sheet.Options{Encoding: sheet.Encoding(x.encoding), Separator: x.sep}
	if x.sep == "tab" {
		o.Separator = "\t"
	}
	switch x.order {
	case "":
	case "day-first":
		o.Order = sheet.DayFirst
	case "month-first":
		o.Order = sheet.MonthFirst
	default:
		return o, nil, usageError("--order %q: want day-first or month-first", x.order)
	}
	m := sheet.Mapping{}
	for _, text := range x.columns {
		field, column, ok := strings.Cut(text, "=")
		if !ok {
			return o, nil, usageError("--column %q: want FIELD=COLUMN, as in %s", text, x.columnsOfExample)
		}
		m[sheet.Field(strings.TrimSpace(field))] = column
	}
	return o, m, nil
}

func (a *app) runImport(ctx context.Context, file string, x importing) error {
	if x.write {
		if err := a.checkTo(x.to); err != nil {
			return err
		}
	}
	if err := checkRegister(x.register); err != nil {
		return err
	}
	o, mapping, err := x.options()
	if err != nil {
		return err
	}
	b, err := a.read(file, maxSheet)
	if err != nil {
		return err
	}
	table, err := sheet.Read(b, o)
	if err != nil {
		return failure(exitFailed, "%s: %v", file, err)
	}
	rows, found, err := x.read(table, mapping)
	if err != nil {
		return failure(exitFailed, "%s: %v", file, err).hint("say where each field is with --column " + x.columnsOfExample)
	}
	d, err := a.readingDesk(ctx)
	if err != nil {
		return err
	}
	r := rowsReport{
		File: file, Encoding: string(table.Encoding), Separator: table.Separator, Kind: x.kind,
		Readers: []brief.SeatRef{}, Rows: []rowLine{}, Unused: append([]string{}, found.Unused...),
		Repaired: []rowRepair{}, Refused: []rowRefusal{}, Settled: []rowsSettled{},
	}
	for _, p := range found.Repaired {
		r.Repaired = append(r.Repaired, rowRepair(p))
	}
	for _, p := range found.Refused {
		r.Refused = append(r.Refused, rowRefusal(p))
	}
	for _, s := range found.Settled {
		r.Settled = append(r.Settled, rowsSettled{s.Column, string(s.Order), s.Row, s.Value, s.Proofs, s.Rested})
	}
	return d.takeRows(ctx, r, rows, x)
}

// takeRows checks every row before it writes the first.
func (d *desk) takeRows(ctx context.Context, r rowsReport, rows []imported, x importing) error {
	var audience []string
	var register record.Register
	if len(x.to) > 0 {
		var err error
		if audience, err = d.audience(x.to); err != nil {
			return err
		}
		register, _ = d.register(record.Register(x.register), d.plenary(x.to, audience))
		r.Readers = d.refs(audience)
	}
	there, err := d.writtenBefore(x.kind)
	if err != nil {
		return err
	}
	var drafts []node.Draft
	var places []int
	for _, row := range rows {
		made, err := d.settleRow(row.act)
		if err == nil && audience != nil {
			err = d.may(made, audience)
		}
		if err != nil {
			r.Refused = append(r.Refused, rowRefusal{Row: row.row, Why: err.Error()})
			continue
		}
		body, err := act.Body(made)
		if err != nil {
			return err
		}
		line := rowLine{Row: row.row, State: rowTaken, Says: row.says}
		if there[string(body)] {
			line.State = rowThere
		} else {
			there[string(body)] = true
			drafts = append(drafts, node.Draft{Audience: audience, Register: register, Act: made})
			places = append(places, len(r.Rows))
		}
		r.Rows = append(r.Rows, line)
	}
	slices.SortStableFunc(r.Refused, func(a, b rowRefusal) int { return a.Row - b.Row })
	if err := d.app.mayEmit(report{data: r}); err != nil {
		return err
	}
	write := x.write && (len(r.Refused) == 0 || x.partial)
	if write && len(drafts) > 0 {
		d.app.tell("can read these: %s", d.names(audience))
		d.app.tell("register %s: %s", register, meansRegister(register))
		for i, draft := range drafts {
			id, err := d.node.Post(ctx, draft)
			if err != nil {
				return fmt.Errorf("row %d, after %d were written: %w", r.Rows[places[i]].Row, r.Written, err)
			}
			r.Rows[places[i]].Entry = ref(id)
			r.Written++
		}
		r.Next = d.app.line("sync")
	}
	head := d.head()
	if err := d.app.emit(report{name: "rows", data: r, tables: rowTables(r), head: &head}); err != nil {
		return err
	}
	return d.app.afterImport(r, x)
}

// afterImport says what was done, and what is to be done.
func (a *app) afterImport(r rowsReport, x importing) error {
	switch {
	case r.Written > 0:
		a.say("%d entries wait in the outbox, and can be undone until the next sync", r.Written)
		a.next(r.Next)
	case !x.write:
		a.say("nothing was written: this says what would be")
	default:
		a.say("nothing was written")
	}
	if n := len(r.Refused); n > 0 {
		e := failure(exitNegative, "%d of %d rows were refused", n, n+len(r.Rows))
		if x.write && !x.partial {
			return e.hint("mend them in the file, or write the others with --partial")
		}
		return e.hint("mend them in the file; what was taken before is not taken twice")
	}
	return nil
}

// settleRow puts the names of seats in a row into the words of the roster.
func (d *desk) settleRow(x act.Act) (act.Act, error) {
	if y, ok := x.(act.Announcement); ok {
		if err := d.settleSeat(&y.Speaker.Seat, "to"); err != nil {
			return nil, fmt.Errorf("its seat %q names no one seat of this process", y.Speaker.Seat)
		}
		return y, nil
	}
	return x, nil
}

// writtenBefore returns the acts of a kind that this seat has written, in their
// printed form: those in the record and those in the outbox.
func (d *desk) writtenBefore(kind string) (map[string]bool, error) {
	out := map[string]bool{}
	for _, l := range d.view.State.Acts(kind) {
		if l.Author.Seat != d.seat.Name {
			continue
		}
		body, err := act.Body(l.Act)
		if err != nil {
			return nil, err
		}
		out[string(body)] = true
	}
	for _, p := range d.node.Outbox() {
		if p.Entry.Statement.Kind == kind && len(p.Entry.Parts) == 1 {
			out[string(p.Entry.Parts[0].Data)] = true
		}
	}
	return out, nil
}

func rowTables(r rowsReport) []table {
	sum := table{title: "file", card: true}
	sum.add("file", r.File)
	sum.add("encoding", r.Encoding)
	sum.add("separator", strings.ReplaceAll(r.Separator, "\t", "tab"))
	sum.add("taken", number(len(r.Rows)))
	sum.add("repaired", number(len(r.Repaired)))
	sum.add("refused", number(len(r.Refused)))
	sum.add("written", number(r.Written))
	if len(r.Unused) > 0 {
		sum.add("columns not used", strings.Join(r.Unused, ", "))
	}
	rows := table{title: "taken", cols: []col{{name: "row", right: true}, {name: "state"}, {name: "entry", ref: true}, {name: "says"}}}
	for _, x := range r.Rows {
		rows.add(number(x.Row), x.State, x.Entry, x.Says)
	}
	repaired := table{title: "repaired", cols: []col{{name: "row", right: true}, {name: "column"}, {name: "was"}, {name: "is"}, {name: "why"}}}
	for _, x := range r.Repaired {
		repaired.add(number(x.Row), x.Column, x.Was, x.Is, x.Why)
	}
	refused := table{title: "refused", cols: []col{{name: "row", right: true}, {name: "column"}, {name: "value"}, {name: "why"}}}
	for _, x := range r.Refused {
		refused.add(number(x.Row), x.Column, x.Value, x.Why)
	}
	settled := table{title: "dates", cols: []col{{name: "column"}, {name: "order"}, {name: "because of row", right: true}, {name: "value"}, {name: "rows so read", right: true}}}
	for _, x := range r.Settled {
		settled.add(x.Column, x.Order, number(x.Row), x.Value, number(x.Rested))
	}
	out := []table{sum}
	for _, t := range []table{rows, repaired, settled, refused} {
		if len(t.rows) > 0 {
			out = append(out, t)
		}
	}
	return out
}
