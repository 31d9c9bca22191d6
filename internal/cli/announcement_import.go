// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/sheet"
)

func (a *app) announcementImport() *cobra.Command {
	return a.importCommand(importing{
		kind: act.KindAnnouncement, columnsOfExample: "speaker=Who",
		read: func(im *sheet.Import, m sheet.Mapping) ([]imported, sheet.Report, error) {
			s, err := im.Statements(m)
			var out []imported
			for _, r := range s.Announcements {
				x := r.Announcement
				out = append(out, imported{r.Row, x, x.When.Day + " " + x.Speaker.Name + ": " + quotes(x.Words, x.Quoted)})
			}
			return out, s.Report, err
		},
	}, "Read a table of public statements, row by row",
		`Reads a table (CSV) of public statements: speaker, date, words or paraphrase, and
where it has them capacity, seat, clock, zone, where, language, mark, teller and
sources. It finds these by the names of the columns, or as --column says.`,
		`  parley announcement import statements.csv
  parley announcement import statements.csv --column speaker=Who --column date=When --order day-first
  parley announcement import statements.csv --write --to all`)
}
