// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"net/http"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/sheet"
)

// listedInFile is how many outcomes the table as a file has at most.
const listedInFile = 100_000

// modelFile answers with a model as a file: its document as the author wrote it, or
// who stays in each outcome as a table. It holds opened words, and the page says so
// beside the link.
func (s *Server) modelFile(w http.ResponseWriter, hr *http.Request) {
	r, err := s.read(hr)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	line, solved, err := r.modelOf()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	name := "model-" + shorten(line.Entry)
	switch {
	case hr.PathValue("file") == "model.json":
		sendFile(w, "application/json; charset=utf-8", name+".json", []byte(line.Document))
	case hr.PathValue("file") == "table.csv" && solved.Fault == nil:
		table, err := outcomeTable(r.Context(), line, solved)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		body, err := table.CSV(true)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		sendFile(w, "text/csv; charset=utf-8", name+"-outcomes.csv", body)
	default:
		s.fail(w, r, errNotFound)
	}
}

// outcomeTable has a row for each outcome, and says in each whose picture it is: a file
// is passed on alone. A file is data, and not in the language of the page.
func outcomeTable(ctx context.Context, line brief.ModelLine, m *brief.SolvedModel) (sheet.Table, error) {
	list, err := m.Outcomes(ctx, brief.OutcomesAsked{Many: listedInFile})
	if err != nil {
		return sheet.Table{}, err
	}
	out := sheet.Table{Columns: []string{"state", "today"}}
	groups := m.OptionGroups()
	for _, g := range groups {
		for _, o := range g.Options {
			out.Columns = append(out.Columns, strings.TrimPrefix(g.Name+": "+o.Name, ": "))
		}
	}
	if len(groups) == 0 {
		out.Columns = append(out.Columns, "name")
	}
	for n, name := range m.DMNames() {
		if n < len(line.DMs) && line.DMs[n].Basis == act.Inferred {
			name += " (estimate)"
		}
		out.Columns = append(out.Columns, name+" stays under")
	}
	out.Columns = append(out.Columns, "holds for everybody under", "model", "picture of", "illustrative")
	illustrative := map[bool]string{true: "yes", false: "no"}[line.Illustrative]
	for _, row := range list.Rows {
		cells := []string{row.State.String(), ""}
		if row.Today {
			cells[1] = "today"
		}
		for _, g := range groups {
			for _, o := range g.Options {
				cells = append(cells, map[bool]string{true: "Y", false: "N"}[row.Taken[o.Index]])
			}
		}
		if len(groups) == 0 {
			cells = append(cells, row.Says)
		}
		for _, stays := range row.Stays {
			cells = append(cells, strings.Join(stays, " "))
		}
		cells = append(cells, strings.Join(row.Holds, " "), line.Title, line.By.Name, illustrative)
		out.Lines = append(out.Lines, sheet.Line{Cells: cells, Sources: line.Sources, Certainty: act.Mark(line.Mark)})
	}
	return out, nil
}
