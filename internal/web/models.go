// SPDX-License-Identifier: Apache-2.0

package web

import (
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
)

// modelPages are the pages of models of stability: the list of them, and what each
// answers.
func modelPages() []page {
	return []page{
		{path: "/models", place: placeModels, opens: true, title: phrase.T("Would it hold, who would leave, what would hold it"), template: "models", live: true, build: buildModels},
		{path: "/model/{ref}", place: placeModels, title: phrase.T("Who stays in which outcome"), template: "model", build: buildModelTable},
		{path: "/model/{ref}/graph", place: placeModels, title: phrase.T("Moves between outcomes"), template: "modelgraph", live: true, build: buildModelGraph},
		{path: "/model/{ref}/today", place: placeModels, title: phrase.T("Where things could go from today"), template: "modeltoday", live: true, build: buildModelToday},
		{path: "/model/{ref}/{state}", place: placeModels, title: phrase.T("An outcome"), template: "modeloutcome", live: true, build: buildModelOutcome},
	}
}

// modelActions is what those pages ask to be done.
func modelActions() []action {
	return []action{{"/model/{ref}", filterModel}}
}

// modelsPage is every model that this seat reads.
type modelsPage struct {
	dayed
	paging
	brief.ModelsReport
	Rows  []modelRow
	Ways  []railLink // to begin one
	Party bool       // this seat is a party
}

// modelRow is one model of the list with its answer.
type modelRow struct {
	brief.ModelLine
	Solved *brief.SolvedModel // nil: too large for the list
	Counts []brief.OutcomeCount
}

// modelRows is how many models are listed on one page.
const modelRows = 20

// listedOptions is how many options a model may have so that the list tells its
// answer: 2^12 states are solved in no time.
const listedOptions = 12

func buildModels(r *request) (any, lane, error) {
	at, day := r.asOf()
	out := modelsPage{dayed: day, ModelsReport: r.models(at), Party: r.role() == roleParty, Ways: r.modelBeginnings()}
	var lines []brief.ModelLine
	lines, out.paging = paged(r, "/models", out.Models, modelRows)
	for _, l := range lines {
		row := modelRow{ModelLine: l}
		if l.Conflict == nil || len(l.Conflict.Definition.Options) <= listedOptions {
			var err error
			if row.Solved, err = r.solvedModel(l); err != nil {
				return nil, lane{}, err
			}
			row.Counts = row.Solved.Holding()
		}
		out.Rows = append(out.Rows, row)
	}
	return out, r.ownLane(), nil
}

// modelBeginnings are the ways to begin a model.
func (r *request) modelBeginnings() []railLink {
	return []railLink{
		{Path: r.at("/models/begin?how=nothing"), Name: r.p.T("From nothing: who decides, what each can do, what each prefers")},
		{Path: r.at("/models/begin?how=process"), Name: r.p.T("From the process: what is threatened, promised and on the table here")},
		{Path: r.at("/models/begin?how=file"), Name: r.p.T("From a file: a model of Parley or of GMCR+")},
	}
}

// modelAnswers are the pages about one model in the order in which they lead to each
// other, below its address.
func modelAnswers(p *lang.Printer) []railLink {
	return []railLink{
		{Path: "", Name: p.T("Who stays where")},
		{Path: "/graph", Name: p.T("Moves")},
		{Path: "/today", Name: p.T("From today")},
		{Path: "/prices", Name: p.T("Prices")},
		{Path: "/hold", Name: p.T("What would hold it")},
		{Path: "/orders", Name: p.T("Orders")},
		{Path: "/whatif", Name: p.T("What if")},
		{Path: "/more", Name: p.T("Further questions")},
	}
}

// modelLinks are the pages about a model, for the template "modelnav".
func (f *frame) modelLinks(first string) []railLink {
	out := modelAnswers(f.r.p)
	for i := range out {
		out[i].Here = f.r.page != nil && f.r.page.path == "/model/{ref}"+out[i].Path
		out[i].Path = f.r.at("/model/" + first + out[i].Path)
	}
	return out
}

// estimated are the decision makers of whom a model says what its author estimates.
func estimated(l brief.ModelLine) string {
	var names []string
	for _, d := range l.DMs {
		if d.Basis == act.Inferred {
			names = append(names, d.Name)
		}
	}
	return strings.Join(names, ", ")
}

// conceptName is what the field calls a concept: a name, in every language the same.
func conceptName(word string) string {
	if word == "nash" {
		return "Nash"
	}
	return strings.ToUpper(word)
}

// conceptTerm says in words what a concept asks.
func conceptTerm(p *lang.Printer, word string) string {
	switch word {
	case "nash":
		return p.T("nobody gains by moving, whatever follows")
	case "gmr":
		return p.T("others could answer, even at their own cost")
	case "smr":
		return p.T("others could answer, even at their own cost, and there is no way out")
	case "seq":
		return p.T("others would answer, because it pays them")
	case "sseq":
		return p.T("others would answer, because it pays them, and there is no way out")
	case "sim":
		return p.T("others might move at the same time")
	}
	return word
}

// conceptMethod is the page of the method of a concept.
func conceptMethod(word string) string {
	if word == "sim" {
		return "/method/stability-sim"
	}
	return "/method/stability-concepts"
}

// voice says the sentences of reports on a page, where names run in their own
// direction.
type voice struct{ *lang.Printer }

// Name sets a name apart (Unicode's first strong isolate).
func (voice) Name(name string) string { return "\u2068" + name + "\u2069" }
