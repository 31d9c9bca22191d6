// SPDX-License-Identifier: Apache-2.0

package sheet

import "fmt"

// settle finds in which order a column writes day and month, and reports it. A
// column that shows both orders settles nothing: conflict then says where.
func (im *Import) settle(r *Report, column int) (order Order, conflict string) {
	var first [2]Settlement // of day first, month first
	orders := [2]Order{DayFirst, MonthFirst}
	open := 0
	for _, row := range im.Rows {
		d, err := parseDate(clean(row.Cells[column]))
		if err != nil {
			continue
		}
		shown, both := d.shows()
		if both {
			open++
		}
		for i, o := range orders {
			if shown != o {
				continue
			}
			if first[i].Proofs == 0 {
				first[i] = Settlement{Column: im.Columns[column], Order: o, Row: row.Number, Value: short(row.Cells[column])}
			}
			first[i].Proofs++
		}
	}
	day, month := first[0], first[1]
	switch {
	case im.order != Unsettled && open > 0:
		r.Settled = append(r.Settled, Settlement{Column: im.Columns[column], Order: im.order, Rested: open})
		return im.order, ""
	case day.Proofs > 0 && month.Proofs > 0:
		return Unsettled, fmt.Sprintf("and the column writes both orders (row %d has %q, row %d has %q)", day.Row, day.Value, month.Row, month.Value)
	case day.Proofs+month.Proofs == 0:
		return Unsettled, "and no date of the column shows the order; say whether the day or the month comes first"
	}
	settled := day
	if month.Proofs > 0 {
		settled = month
	}
	settled.Rested = open
	r.Settled = append(r.Settled, settled)
	return settled.Order, ""
}

// day reads the date in one cell. The order is that of its column.
func (b *builder) day(column int) string {
	text := b.text(column)
	if text == "" {
		return ""
	}
	d, err := parseDate(text)
	if err != nil {
		b.fail(column, err.Error())
		return ""
	}
	s := b.settled[column]
	order, both := d.shows()
	switch {
	case both && s.order == Unsettled:
		early, _ := d.read(DayFirst)
		late, _ := d.read(MonthFirst)
		b.fail(column, fmt.Sprintf("could be %s or %s, %s", early, late, s.conflict))
		return ""
	case both:
		order = s.order
	case b.im.order != Unsettled && order != Unsettled && order != b.im.order:
		b.fail(column, fmt.Sprintf("cannot be read with the %s, as the file is said to be written", b.im.order))
		return ""
	}
	iso, err := d.read(order)
	if err != nil {
		b.fail(column, err.Error())
		return ""
	}
	switch {
	case d.clock != "" && midnight(d.clock):
		b.repair(column, text, iso, "a time of day at midnight, which programs add by themselves, was left out")
	case d.clock != "":
		b.repair(column, text, iso, "the time of day was left out; put it into the text, with its zone, if it matters")
	case text != iso:
		b.repair(column, text, iso, "the date was written as "+d.form+orderWords(d, order))
	}
	return iso
}

func orderWords(d date, order Order) string {
	if !d.either || order == Unsettled {
		return ""
	}
	return ", " + string(order)
}
