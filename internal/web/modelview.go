// SPDX-License-Identifier: Apache-2.0

package web

import (
	"slices"
	"strings"

	"parley/internal/brief"
	"parley/internal/chart"
)

// modelView is what every page about one model begins with.
type modelView struct {
	dayed
	Line   brief.ModelLine
	Solved *brief.SolvedModel // with a fault where there is no answer
	Again  bool               // its author can write it again
	Back   bool               // or take it back
}

func (r *request) modelView() (modelView, lane, error) {
	line, solved, err := r.modelOf()
	_, day := r.asOf()
	r.title = line.Title
	out := modelView{dayed: day, Line: line, Solved: solved}
	out.Again, out.Back = r.rewrites(line.Entry)
	return out, r.entryLaneOf(line.Entry), err
}

// Concepts are the words of those that are solved.
func (v modelView) Concepts() []string {
	var out []string
	for _, c := range v.Solved.Concepts {
		out = append(out, c.String())
	}
	return out
}

// Below is the address of a page about the model, below the desk.
func (v modelView) Below(page string) string { return "/model/" + v.Line.First + page }

// outcomeName is an outcome as charts and lists name it: its number and what is
// taken in it, or its name.
func (v modelView) outcomeName(r *request, s brief.StateNumber) string {
	if v.Solved.Definition().States != nil {
		return brief.StatePattern(v.Solved.Model, s)
	}
	groups, alike := v.Solved.OptionGroups(), map[string]int{}
	for _, g := range groups {
		for _, o := range g.Options {
			alike[o.Name]++
		}
	}
	var taken []string
	for _, g := range groups {
		for _, o := range g.Options {
			if s>>uint(o.Index)&1 == 0 {
				continue
			}
			if alike[o.Name] > 1 && g.Name != "" {
				o.Name += " (" + g.Name + ")"
			}
			taken = append(taken, o.Name)
		}
	}
	if taken == nil {
		return r.p.T("{outcome}: nothing is taken", "outcome", s.String())
	}
	return s.String() + ": " + strings.Join(taken, ", ")
}

// drawnName is the same in a picture, set apart from the words around it and short
// enough not to be cut there.
func (v modelView) drawnName(r *request, s brief.StateNumber) string {
	name := []rune(v.outcomeName(r, s))
	if len(name) > drawnLetters {
		name = append(name[:drawnLetters-1], '…')
	}
	return voice{r.p}.Name(string(name))
}

// drawnLetters is how long a name in a picture may be.
const drawnLetters = 56

// chartWords are the words of a chart of the model.
func (v modelView) chartWords(r *request, title, description string) chart.ConflictWords {
	return chart.ConflictWords{
		Title: title, Description: description, Today: r.p.T("today"), States: r.p.T("Outcome"),
		Holds:  r.p.T("Double ring: everybody stays; square: today"),
		Pays:   r.p.T("Arrow: a move that pays who makes it"),
		Leaves: r.p.T("letters are those who would leave"),
	}
}

// strongest is the concept, of those given, that asks most of a state among those
// under which it holds; else fallback.
func strongest(holds []string, fallback string) string {
	for _, word := range []string{"nash", "sseq", "seq", "smr", "gmr", "sim"} {
		if slices.Contains(holds, word) {
			return word
		}
	}
	return fallback
}
