// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"reflect"
	"slices"

	"github.com/spf13/cobra"

	"parley/internal/brief"
	"parley/internal/process"
)

// showing makes a command that shows one act of a register as it stands, from
// the report that lists them all. ask returns the report's own list, what it
// rests on and how it is laid out for people.
func showing[T any](a *app, kind, name string, v verb, ask func(*desk) ([]T, brief.Footing), written func(*T) *brief.Written, lay func(*T) []table) *cobra.Command {
	return a.readingOf(kind, v, func(d *desk, e opened) (report, error) {
		version, ok := d.view.State.Version(e.ID)
		if !ok {
			return report{}, failure(exitFailed, "the entry %s changes nothing, so there is nothing to show of it", shortRef(e.ID)).
				hint(d.app.line("entry show " + shortRef(e.ID)))
		}
		list, f := ask(d)
		i := slices.IndexFunc(list, func(x T) bool { return written(&x).First == process.Ref(version.First) })
		if i < 0 {
			return report{}, brief.ErrNotOpened
		}
		out := report{name: name, data: list[i], tables: lay(&list[i]), texts: openedFields(list[i])}
		out.grounds(f)
		return out, nil
	})
}

// openedFields names the fields of an act of a register that may hold opened
// text: all but those that say how it stands in the record.
func openedFields(data any) []string {
	return slices.DeleteFunc(fieldNames(reflect.TypeOf(data)), func(name string) bool {
		return slices.Contains([]string{
			"entry", "first", "by", "time", "register", "readers", "mark", "illustrative", "writings", "rivals",
		}, name)
	})
}
