// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/sheet"
)

func (a *app) entryImport() *cobra.Command {
	return a.importCommand(importing{
		kind: act.KindEvent, columnsOfExample: "title=Headline",
		read: func(im *sheet.Import, m sheet.Mapping) ([]imported, sheet.Report, error) {
			c, err := im.Chronology(m)
			var out []imported
			for _, r := range c.Events {
				out = append(out, imported{r.Row, r.Event, r.Event.Date + " " + r.Event.Title})
			}
			return out, c.Report, err
		},
	}, "Read a chronology, row by row",
		`Reads a chronology (CSV): date and title or text, and where it has them until,
mark, teller and sources. It finds these by the names of the columns, or as
--column says. Each row becomes an event: one account of what happened. Two
accounts of one happening stay two entries.`,
		`  parley entry import chronology.csv
  parley entry import chronology.csv --column title=Headline --encoding Windows-1252
  parley entry import chronology.csv --write --to mediator`)
}
