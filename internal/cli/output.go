// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"parley/internal/brief"
)

// report is what a command answers: data for programs, and the same as tables.
type report struct {
	name   string // the schema is "parley.NAME/v1"
	data   any    // a struct, or a slice of structs
	tables []table

	// head and withheld are set where the data rests on a record.
	head     *brief.Head
	withheld *brief.Withheld

	// texts names the fields of data that hold opened text just now. Where the
	// output is not a terminal, they are printed only when revealed.
	texts []string
}

// allFields is the value of --json without a list.
const allFields = "*"

// emit prints a report in the form that was asked for.
func (a *app) emit(r report) error {
	if a.flags.json != "" {
		return a.emitJSON(r)
	}
	if err := a.guard(r.texts); err != nil {
		return err
	}
	var b bytes.Buffer
	if !a.out.terminal || a.flags.plain {
		printLines(&b, r.tables)
	} else {
		for i := range r.tables {
			if i > 0 {
				b.WriteByte('\n')
			}
			printTable(&b, &r.tables[i], a.out.width)
		}
		if r.withheld != nil {
			fmt.Fprintln(&b)
			for _, line := range wrap(r.withheld.Says, a.out.width) {
				fmt.Fprintln(&b, line)
			}
		}
	}
	_, err := a.out.Write(b.Bytes())
	return err
}

// mayEmit says beforehand whether a report would be printed, for a command that
// writes a file first: a failed command leaves none.
func (a *app) mayEmit(r report) error {
	if a.flags.json == "" {
		return a.guard(r.texts)
	}
	_, shown, err := selectFields(r.data, a.flags.json)
	if err != nil {
		return err
	}
	return a.guard(slices.DeleteFunc(slices.Clone(r.texts), func(t string) bool { return !shown(t) }))
}

// guard keeps opened text from being written where it stays: to a file or into
// another program.
func (a *app) guard(texts []string) error {
	if len(texts) == 0 || a.flags.reveal || a.out.terminal {
		return nil
	}
	e := failure(exitWithheld, "the output is not a terminal, and it would hold opened text of the record")
	if a.flags.json != "" {
		return e.hint("add --reveal, or choose fields without " + strings.Join(texts, ", ") + " (parley help json)")
	}
	return e.hint("add --reveal")
}

func (a *app) emitJSON(r report) error {
	data, shown, err := selectFields(r.data, a.flags.json)
	if err != nil {
		return err
	}
	texts := slices.DeleteFunc(slices.Clone(r.texts), func(t string) bool { return !shown(t) })
	if err := a.guard(texts); err != nil {
		return err
	}
	out, err := encode(struct {
		Schema   string          `json:"schema"`
		Head     *brief.Head     `json:"head"`
		Withheld *brief.Withheld `json:"withheld"`
		Data     json.RawMessage `json:"data"`
	}{"parley." + r.name + "/v1", r.head, r.withheld, data})
	if err != nil {
		return err
	}
	_, err = a.out.Write(out)
	return err
}

// encode prints a value as one indented JSON text, with < and & as they are.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}

// grounds puts the footing of a report of package brief where the envelope has
// it.
func (r *report) grounds(f brief.Footing) {
	r.head, r.withheld = &f.Head, &f.Withheld
}
