// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"parley/internal/act"
)

// A form is the description of one kind of entry that people write. The pages
// that ask, check, seal and give a receipt are made from it.
type form struct {
	name   string // in addresses and drafts: "note"
	kind   string // of the entry, as wordFor knows it
	title  string // what a person does: phrase.T("Write a note")
	intro  string // one or two sentences below it
	seal   string // on the button, with {seats}: phrase.T("Seal this note to {seats}", "seats", "")
	about  place  // lit in the rail while it is written
	all    bool   // always said to every seat, on the record
	aside  bool   // begun from another page only, for an audience it gives
	fields []field
	// parse makes the act; nil makes it from the fields by their names, see
	// actOf. Mistakes that it returns stand at their fields: a mistakes value, or
	// an *act.Error, whose field has the name of the form's.
	parse func(*request, values) (act.Act, error)
	// deed, when set, stands in the place of parse, for what is not an act: it
	// checks and, with seal, also writes. It returns the id of the entry.
	deed func(r *request, d draft, v values, seal bool) (string, error)
	// fill is the way back, to write an entry again; nil goes by the names of the
	// fields. A form with a field "amends" writes entries again.
	fill func(act.Act) values
	// shape makes the fields of a form that depend on what its draft is about, and
	// may fill in what is computed; nil: they are always the same.
	shape func(*request, values) []field
	// rules say what who learns, before there is a place to type; nil for none.
	rules func(*request, values) []string
	// start fills a new draft in from what the page that began it gave.
	start func(*request, values)
	// after is where to go on from the receipt; empty is the record.
	after string
	// home is the place of a draft that is written on pages of its own, to which
	// its id is added; empty is the page of forms.
	home string
	// whole shows the act on the check page as its readers will see it, in the place
	// of one answer after another.
	whole bool
}

// fieldKind is how a field is asked for and read.
type fieldKind string

// The kinds of fields.
const (
	lineField   fieldKind = "line"   // one line of text
	textField   fieldKind = "text"   // several lines
	shortField  fieldKind = "short"  // a few lines
	dateField   fieldKind = "date"   // a day, 2025-05-19
	clockField  fieldKind = "clock"  // a time of day, 16:05
	zoneField   fieldKind = "zone"   // a zone, from a list
	numberField fieldKind = "number" // a whole number, not negative
	// decimalField is a number such as 120 or 0.5, which stays text: nothing is
	// rounded.
	decimalField fieldKind = "decimal"
	choiceField  fieldKind = "choice" // one of a few, all shown
	selectField  fieldKind = "select" // one of many
	yesField     fieldKind = "yes"    // yes or not
	seatsField   fieldKind = "seats"  // several seats of the process
	checksField  fieldKind = "checks" // several of a few
	entryField   fieldKind = "entry"  // an entry, chosen from a list
	linesField   fieldKind = "lines"  // a list of texts, one on a line
	hiddenField  fieldKind = "hidden" // known before; shown by the check page only
	shownField   fieldKind = "shown"  // computed; shown, and not typed
	groupField   fieldKind = "group"  // rows of fields
	chosenField  fieldKind = "chosen" // one option of each issue, or none
)

// A field is one question of a form. Its name is that of the act's field in
// JSON, so that what the act says against it stands beside it.
type field struct {
	name     string
	label    string   // marked with phrase.T
	about    string   // words of a person that say what it is asked of; after the label
	lines    []string // words of a person below the label
	hint     string   // marked with phrase.T; empty for none
	kind     fieldKind
	required bool
	most     int // characters, or rows of a group; 0 is the kind's own limit
	// options are the choices; nil for seats and zones, which have their own.
	options func(*request) []option
	fields  []field // of a row of a group
	half    bool    // two such fields stand side by side
	// suggest gives what the first field of a new row of a group can be begun
	// with, from what was typed so far; nil suggests nothing.
	suggest func(*request, values) []string
}

// option is one choice.
type option struct {
	Value string
	Label string // in the language of the page, or words of a person
}

// values is what was typed, by field. A field of a group's row has a name such
// as "sources.0.key".
type values map[string][]string

// Get is the first value of a field.
func (v values) Get(name string) string {
	if x := v[name]; len(x) > 0 {
		return x[0]
	}
	return ""
}

// Yes reports whether a yes-or-not field was ticked.
func (v values) Yes(name string) bool { return v.Get(name) == "yes" }

// All are the values of a field that takes several, sorted.
func (v values) All(name string) []string {
	return slices.Compact(slices.Sorted(slices.Values(v[name])))
}

// Rows are the rows of a group in which something was typed, in their order.
func (v values) Rows(group string) []values {
	var out []values
	for i := range v.count(group) {
		row := values{}
		prefix := rowName(group, i, "")
		for name, x := range v {
			if rest, ok := strings.CutPrefix(name, prefix); ok && strings.Join(x, "") != "" {
				row[rest] = x
			}
		}
		if len(row) > 0 {
			out = append(out, row)
		}
	}
	return out
}

// count is how many rows of a group were shown.
func (v values) count(group string) int {
	n := 0
	for name := range v {
		if i, ok := rowOf(group, name); ok {
			n = max(n, i+1)
		}
	}
	return min(n, maxRows)
}

const maxRows = 64

// mistake is what is wrong with one field, in the language of the page.
type mistake struct {
	Field string
	Text  string
}

// mistakes is every one that was found. It is an error of parse.
type mistakes []mistake

// Error lists them.
func (m mistakes) Error() string {
	var out []string
	for _, x := range m {
		out = append(out, x.Field+": "+x.Text)
	}
	return strings.Join(out, "; ")
}

// wrongField makes the error of a parse function for one field.
func wrongField(field, text string) error { return mistakes{{field, text}} }

// findForm finds a form by its name.
func findForm(name string) *form {
	for _, f := range forms() {
		if f.name == name {
			return &f
		}
	}
	return nil
}

// read makes what a form was filled in with into an act. All mistakes of the
// general kind are found at once; what only the act knows comes after them.
func (f *form) read(r *request, v values) (act.Act, error) {
	if m := checkFields(r, f.fields, v, ""); len(m) > 0 {
		return nil, m
	}
	switch {
	case f.deed != nil:
		return nil, nil
	case f.parse == nil:
		a, err := actOf(f.kind, f.fields, v)
		return a, f.explain(r, err)
	}
	a, err := f.parse(r, v)
	if err == nil {
		err = a.Validate()
	}
	return a, f.explain(r, err)
}

// explain turns the fault of an act into a mistake at the field it names.
func (f *form) explain(r *request, err error) error {
	var fault *act.Error
	if !errors.As(err, &fault) {
		return err
	}
	// The act says sources[0].key where the form says sources.0.key.
	name := strings.NewReplacer("[", ".", "]", "").Replace(fault.Field)
	label := labelOf(f.fields, name)
	// What is said of a row or of a moment stands at the nearest field.
	for at := strings.LastIndex(name, "."); label == "" && at > 0; at = strings.LastIndex(name, ".") {
		name = name[:at]
		label = labelOf(f.fields, name)
	}
	label = cmp.Or(label, fault.Field, f.kind)
	return mistakes{{name, r.p.T("{field}: {fault}", "field", r.p.T(label), "fault", r.faultSaid(fault))}}
}

// labelOf finds the label of a field by its name, that of a row included.
func labelOf(fields []field, name string) string {
	for _, f := range fields {
		if f.name == name {
			return f.label
		}
		if i, ok := rowOf(f.name, name); f.kind == groupField && ok {
			return labelOf(f.fields, strings.TrimPrefix(name, rowName(f.name, i, "")))
		}
	}
	return ""
}
