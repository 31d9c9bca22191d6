// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/brief"
)

// modelTablePage says of each outcome who stays in it.
type modelTablePage struct {
	modelView
	paging
	List    brief.OutcomeList
	Groups  []brief.OptionGroup
	DMs     []string
	Cells   [][]stayCell // by row and decision maker
	Notes   []outcomeNote
	Unnoted int // outcomes of this page whose reasons are not written out
	Filter  outcomeFilter
	Mixed   *brief.StateList // where the document says how each thinks
	Thinks  string           // of the same, who thinks how
	Wide    bool             // options are too many for a column each
}

// stayCell is where one decision maker stays.
type stayCell struct {
	Codes []string // of the concepts; none: it would leave under all of them
	All   bool
}

// outcomeNote is why everybody stays in an outcome or leaves it, for paper.
type outcomeNote struct {
	State   brief.StateNumber
	Concept string
	Says    []string
}

// outcomeFilter is what a list of outcomes was asked for. It stands in no address.
type outcomeFilter struct {
	Asked   bool
	Concept string // empty: each
	Holds   bool
	Options map[int]string // yes or no, by option; others: either
}

// Is reports whether a radio button is the chosen one.
func (f outcomeFilter) Is(option int, word string) bool {
	have := f.Options[option]
	return have == word || have == "" && word == "either"
}

// Stacked reports whether the table needs the width of the page, so that reasons
// stand below it.
func (p modelTablePage) Stacked() bool {
	return p.Wide || len(p.Solved.Definition().Options)+2*len(p.DMs) > besideColumns
}

// Step is the number of a page before or after this one.
func (p modelTablePage) Step(by int) int { return p.Page + by }

const (
	outcomeRows = 50          // on one page
	notedRows   = 12          // of them with their reasons written out
	notesTime   = time.Second // that writing them may take
	wideOptions = 14          // options with a column each

	besideColumns = 11 // that leave room beside the table, a decision maker counting two
)

func buildModelTable(r *request) (any, lane, error) { return r.modelTable(outcomeFilter{}) }

// filterModel answers with the outcomes that fit what was sent.
func filterModel(r *request) (answer, error) {
	f := outcomeFilter{Asked: true, Concept: r.PostForm.Get("concept"), Holds: r.PostForm.Get("holds") != "", Options: map[int]string{}}
	for name := range r.PostForm {
		number, of := strings.CutPrefix(name, "option.")
		k, err := strconv.Atoi(number)
		if v := r.PostForm.Get(name); of && err == nil && k >= 0 && k < 64 && (v == "yes" || v == "no") {
			f.Options[k] = v
		}
	}
	content, l, err := r.modelTable(f)
	if err != nil {
		return answer{}, err
	}
	i := slices.IndexFunc(pages(), func(p page) bool { return p.template == "model" })
	return answer{page: &pages()[i], content: content, lane: l, fine: true}, nil
}

func (r *request) modelTable(f outcomeFilter) (any, lane, error) {
	view, l, err := r.modelView()
	out := modelTablePage{modelView: view, Filter: f}
	if err != nil || view.Solved.Fault != nil {
		return out, l, err
	}
	m := view.Solved
	q := brief.OutcomesAsked{Holds: f.Holds, Taken: map[int]bool{}, Many: outcomeRows}
	if c, ok := m.Concept(f.Concept); ok {
		q.Concept = &c
	} else {
		out.Filter.Concept = ""
	}
	for k, word := range f.Options {
		q.Taken[k] = word == "yes"
	}
	page, err := strconv.Atoi(r.FormValue("page"))
	if err != nil || page < 1 {
		page = 1
	}
	q.From = (page - 1) * outcomeRows
	if out.List, err = m.Outcomes(r.Context(), q); err == nil && len(out.List.Rows) == 0 && page > 1 {
		page, q.From = 1, 0
		out.List, err = m.Outcomes(r.Context(), q)
	}
	if err != nil {
		return nil, lane{}, err
	}
	out.paging = paging{Page: page, Pages: max(1, (out.List.Of+outcomeRows-1)/outcomeRows), Of: out.List.Of}
	if !f.Asked {
		if page > 1 {
			out.Newer = pageAt(view.Below(""), r.URL.Query(), page-1)
		}
		if page < out.Pages {
			out.Older = pageAt(view.Below(""), r.URL.Query(), page+1)
		}
	}
	out.Groups, out.DMs = m.OptionGroups(), m.DMNames()
	if l, ok := m.Mixed(); ok {
		var each []string
		for i, c := range m.Think {
			each = append(each, out.DMs[i]+": "+conceptName(c.String()))
		}
		out.Mixed, out.Thinks = l, strings.Join(each, ", ")
	}
	out.Wide = len(m.Definition().Options) > wideOptions
	for _, row := range out.List.Rows {
		cells := []stayCell{}
		for _, stays := range row.Stays {
			c := stayCell{All: len(stays) == len(out.List.Concepts)}
			for _, word := range stays {
				c.Codes = append(c.Codes, conceptCode(word))
			}
			cells = append(cells, c)
		}
		out.Cells = append(out.Cells, cells)
	}
	return out, l, out.note(r)
}

// note writes out the reasons of the first rows, while that is fast enough.
func (p *modelTablePage) note(r *request) error {
	ctx, stop := context.WithTimeout(r.Context(), notesTime)
	defer stop()
	for _, row := range p.List.Rows {
		if len(p.Notes) == notedRows {
			break
		}
		word := p.Filter.Concept
		if word == "" {
			word = strongest(row.Holds, "gmr")
		}
		c, _ := p.Solved.Concept(word)
		s, _ := p.Solved.State(row.State)
		why, err := brief.Reasons(ctx, voice{r.p}, p.Solved.Model, s, nil, p.Solved.Only(c))
		if errors.Is(err, context.DeadlineExceeded) && r.Context().Err() == nil {
			break
		}
		if err != nil {
			return err
		}
		note := outcomeNote{State: row.State, Concept: word}
		for _, x := range why.Reasons {
			note.Says = append(note.Says, x.Says)
		}
		p.Notes = append(p.Notes, note)
	}
	p.Unnoted = len(p.List.Rows) - len(p.Notes)
	return nil
}

// conceptCode is a concept in a cell: the first two letters of its name.
func conceptCode(word string) string { return conceptName(word)[:2] }
