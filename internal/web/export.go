// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/sheet"
)

// listing is one register as a file: the report for programs, and its rows for a
// spreadsheet program. The names and the columns are those of the command line,
// and so are the words: a file is data, and not in the language of the page.
type listing struct {
	schema string // parley.SCHEMA/v1
	data   any
	foot   brief.Footing
	table  sheet.Table
}

// export answers with a register as a file. It holds opened words, and the page
// says so beside the link.
func (s *Server) export(w http.ResponseWriter, hr *http.Request) {
	r, err := s.read(hr)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	name, ending, _ := strings.Cut(hr.PathValue("file"), ".")
	at, day := r.asOf()
	l, ok := r.listing(name, at)
	if !ok || day.Wrong != "" || ending != "csv" && ending != "json" {
		s.fail(w, r, errNotFound)
		return
	}
	media, body := "application/json; charset=utf-8", []byte(nil)
	if ending == "csv" {
		media = "text/csv; charset=utf-8"
		body, err = l.table.CSV(true)
	} else {
		body, err = l.json()
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	sendFile(w, media, name+after("-", day.On)+"."+ending, body)
}

// sendFile hands a browser a file to keep.
func sendFile(w http.ResponseWriter, media, name string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, name))
	w.Write(body)
}

// json is the report in the envelope of the command line's --json.
func (l listing) json() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(struct {
		Schema   string         `json:"schema"`
		Head     brief.Head     `json:"head"`
		Withheld brief.Withheld `json:"withheld"`
		Data     any            `json:"data"`
	}{"parley." + l.schema + "/v1", l.foot.Head, l.foot.Withheld, l.data})
	return b.Bytes(), err
}

// columns begin a table: the entry, what the register has, and how each row
// stands in the record. Source and certainty end it.
func columns(own ...string) sheet.Table {
	out := sheet.Table{Columns: append([]string{"entry"}, own...)}
	out.Columns = append(out.Columns, "teller", "entered", "entered by", "register", "readers", "state", "illustrative")
	return out
}

// row adds one act of a register.
func (l *listing) row(w *brief.Written, cells ...string) {
	taken, invented := "", ""
	if w.Withdrawn != nil {
		taken = "withdrawn"
	}
	if w.Illustrative {
		invented = "yes"
	}
	cells = append([]string{w.Entry}, cells...)
	cells = append(cells, w.Teller, w.Time.UTC().Format(time.RFC3339), w.By.Name, w.Register, calledSeats(w.Readers), taken, invented)
	l.table.Lines = append(l.table.Lines, sheet.Line{Cells: cells, Sources: w.Sources, Certainty: act.Mark(w.Mark)})
}

// calledSeats lists seats by what they are called.
func calledSeats(seats []brief.SeatRef) string {
	var out []string
	for _, s := range seats {
		out = append(out, s.Name)
	}
	return strings.Join(out, ", ")
}

// plainMoment is a moment as data; empty when it was not stated.
func plainMoment(m act.Moment) string {
	if m.Until != "" {
		return m.Day + ".." + m.Until
	}
	return strings.Join(strings.Fields(m.Day+" "+m.Clock+" "+m.Zone), " ")
}

// plainDue is a date as it was stated: a moment, words that are none in quotation
// marks, or both.
func plainDue(d act.Due) string {
	if d.Says == "" {
		return plainMoment(d.When)
	}
	return strings.TrimPrefix(plainMoment(d.When)+", “"+d.Says+"”", ", ")
}

func plainIssues(issues []brief.IssueRef) string {
	var out []string
	for _, x := range issues {
		if x.Opened {
			out = append(out, x.Title)
		} else {
			out = append(out, shorten(x.Issue)+" (not opened here)")
		}
	}
	return strings.Join(out, "; ")
}
