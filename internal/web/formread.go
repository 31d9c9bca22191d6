// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"parley/internal/act"
)

// Limits of what is typed, where a field names none.
const (
	maxLine = 300
	maxText = 60000
)

// rowName is the name of a field in a row of a group.
func rowName(group string, i int, name string) string {
	return group + "." + strconv.Itoa(i) + "." + name
}

// rowOf is the row of a group that a name belongs to.
func rowOf(group, name string) (int, bool) {
	rest, ok := strings.CutPrefix(name, group+".")
	if !ok {
		return 0, false
	}
	digits, _, ok := strings.Cut(rest, ".")
	i, err := strconv.Atoi(digits)
	return i, ok && err == nil && i >= 0 && i < maxRows
}

// typed takes the values of a form's fields out of what a browser sent, and
// nothing else. Texts are brought into the form that acts ask for.
func typed(fields []field, sent url.Values) values {
	v := values{}
	take(fields, sent, "", v)
	return v
}

func take(fields []field, sent url.Values, prefix string, into values) {
	for _, f := range fields {
		name := prefix + f.name
		if f.kind == groupField {
			for i := range values(sent).count(name) {
				take(f.fields, sent, rowName(name, i, ""), into)
			}
			continue
		}
		if x, ok := sent[name]; ok {
			clean := make([]string, 0, len(x))
			for _, text := range x {
				if text = act.Tidy(text); text != "" || len(x) == 1 {
					clean = append(clean, text)
				}
			}
			into[name] = clean
		}
	}
}

// checkFields finds the mistakes that need nothing but the description.
func checkFields(r *request, fields []field, v values, prefix string) (out mistakes) {
	for _, f := range fields {
		name := prefix + f.name
		if f.kind == groupField {
			out = append(out, checkRows(r, f, v, name)...)
			continue
		}
		if text := checkField(r, f, v[name]); text != "" {
			out = append(out, mistake{name, text})
		}
	}
	return append(out, checkMoments(r, fields, v, prefix)...)
}

// checkRows checks each row in which something was typed, and asks for one where
// the group is required.
func checkRows(r *request, f field, v values, name string) (out mistakes) {
	filled := 0
	for i := range v.count(name) {
		prefix := rowName(name, i, "")
		empty := true
		for n, x := range v {
			if strings.HasPrefix(n, prefix) && strings.Join(x, "") != "" {
				empty = false
			}
		}
		if !empty {
			filled++
			out = append(out, checkFields(r, f.fields, v, prefix)...)
		}
	}
	if f.required && filled == 0 {
		out = append(out, mistake{name, r.p.T("Fill in at least one: {field}", "field", r.p.T(f.label))})
	}
	return out
}

// checkField says what is wrong with the values of one field, or nothing.
func checkField(r *request, f field, x []string) string {
	label := r.p.T(f.label)
	value := strings.Join(x, "")
	if value == "" {
		switch {
		case !f.required:
			return ""
		case slices.Contains([]fieldKind{choiceField, selectField, entryField, seatsField, checksField, zoneField, chosenField}, f.kind):
			return r.p.T("Choose: {field}", "field", label)
		}
		return r.p.T("Fill in: {field}", "field", label)
	}
	if limit := f.limit(); limit > 0 && utf8.RuneCountInString(x[0]) > limit {
		return r.p.T("{field} has {count} characters; at most {limit} are possible", "field", label,
			"count", r.p.Number(int64(utf8.RuneCountInString(x[0]))), "limit", r.p.Number(int64(limit)))
	}
	switch f.kind {
	case chosenField:
		return checkChoices(r, x)
	case lineField:
		if strings.ContainsAny(x[0], "\n\t") {
			return r.p.T("{field} is one line: take the line breaks out", "field", label)
		}
	case dateField:
		if t, err := time.Parse(time.DateOnly, x[0]); err != nil || t.Format(time.DateOnly) != x[0] {
			return r.p.T("{field} must be a day such as 2025-05-19", "field", label)
		}
	case clockField:
		if _, err := time.Parse("15:04", x[0]); err != nil {
			return r.p.T("{field} must be a time such as 16:05", "field", label)
		}
	case numberField:
		if n, err := strconv.ParseInt(x[0], 10, 64); err != nil || n < 0 {
			return r.p.T("{field} must be a whole number", "field", label)
		}
	case decimalField:
		if !isDecimal(x[0]) {
			return r.p.T("{field} must be a number such as 120 or 0.5", "field", label)
		}
	case choiceField, selectField, seatsField, checksField:
		options := f.choices(r)
		for _, value := range x {
			if !slices.ContainsFunc(options, func(o option) bool { return o.Value == value }) {
				return r.p.T("{field}: what was chosen is not among the choices any more", "field", label)
			}
		}
	}
	return ""
}

// limit is how many characters a field takes; 0 for those that are not typed.
func (f field) limit() int {
	switch f.kind {
	case lineField:
		return positive(f.most, maxLine)
	case textField, shortField, linesField:
		return positive(f.most, maxText)
	}
	return 0
}

func positive(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}

// choices are the options of a field.
func (f field) choices(r *request) []option {
	switch {
	case f.options != nil:
		return f.options(r)
	case f.kind == seatsField:
		return seatOptions(r)
	case f.kind == zoneField:
		return zoneOptions(r)
	}
	return nil
}

// seatOptions are the seats of the process, the own one first.
func seatOptions(r *request) []option {
	var out []option
	for _, s := range r.refs(r.roster()) {
		out = append(out, option{s.Seat, s.Name})
	}
	return out
}

// zoneOptions are zones of places where talks are held, and UTC.
func zoneOptions(*request) []option {
	var out []option
	for _, z := range []string{
		"UTC", "Africa/Addis_Ababa", "Africa/Cairo", "Africa/Nairobi", "America/Bogota", "America/New_York", "Asia/Dubai", "Asia/Qatar",
		"Asia/Riyadh", "Asia/Tokyo", "Europe/Berlin", "Europe/Brussels", "Europe/Istanbul", "Europe/Kyiv", "Europe/London",
		"Europe/Moscow", "Europe/Oslo", "Europe/Paris", "Europe/Rome", "Europe/Zurich",
	} {
		out = append(out, option{z, z})
	}
	return out
}
