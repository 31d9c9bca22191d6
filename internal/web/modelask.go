// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/brief"
)

// modelAsk is what the pages share that ask something of one model.
type modelAsk struct {
	Line    brief.ModelLine
	Solved  *brief.SolvedModel
	Concept string // of those that are offered
	Offered []conceptChoice

	r *request
}

// conceptChoice is one way of thinking that a page can be asked for.
type conceptChoice struct {
	Word   string
	Chosen bool
}

// modelAskPages are the pages that ask something of a model.
func modelAskPages() []page {
	return []page{
		{path: "/model/{ref}/prices", place: placeModels, title: phrase.T("What it would take to hold each outcome"), template: "model-prices", live: true, build: buildModelPrices},
		*holdTo(),
		*ordersTo(),
		*whatIfTo(),
		{path: "/model/{ref}/more", place: placeModels, title: phrase.T("Further questions"), template: "model-more", live: true, build: buildModelMore},
	}
}

// modelAskActions are what these pages send.
func modelAskActions() []action {
	return []action{
		{"/model/{ref}/hold", askHold},
		{"/model/{ref}/orders", askOrders},
		{"/model/{ref}/whatif", beginWhatIf},
		{"/model/{ref}/whatif/stop", endWhatIf},
	}
}

// modelTime is how long a page may take to answer one question about a model.
const modelTime = 8 * time.Second

// modelAsk finds the model of an address and the concept that is asked for; own says
// whether each can think in its own way too.
func (r *request) modelAsk(own bool) (modelAsk, error) {
	line, solved, err := r.modelOf()
	out := modelAsk{Line: line, Solved: solved, r: r}
	if err != nil || solved.Model == nil {
		return out, err
	}
	words := solved.Priced()
	if own && solved.Thinking() {
		words = append([]string{brief.OwnWay}, words...)
	}
	if out.Concept = r.FormValue("concept"); !slices.Contains(words, out.Concept) {
		out.Concept = words[0]
	}
	for _, w := range words {
		out.Offered = append(out.Offered, conceptChoice{w, w == out.Concept})
	}
	return out, nil
}

func (a modelAsk) lane() lane { return a.r.entryLaneOf(a.Line.Entry) }

// Path is the address of a page of the model.
func (a modelAsk) Path(page string) string {
	if page == "" {
		return a.r.at("/model/" + a.Line.First)
	}
	return a.r.at("/model/" + a.Line.First + "/" + page)
}

// outcomeView is an outcome as pages name it.
type outcomeView struct {
	Number  brief.StateNumber
	Letters string   // or its name
	Taken   []string // names of options
	Free    bool     // it is a named state and has no options
	Today   bool
	Path    string
}

// State names an outcome.
func (a modelAsk) State(n brief.StateNumber) outcomeView {
	d := a.Solved.Definition()
	out := outcomeView{Number: n, Letters: brief.StatePattern(a.Solved.Model, n), Free: d.States != nil, Path: a.Path(n.String())}
	if today, ok := a.Solved.Today(); ok {
		out.Today = n == brief.StateNumber(today)
	}
	for k, o := range d.Options {
		if !out.Free && n>>uint(k)&1 == 1 {
			out.Taken = append(out.Taken, cmp.Or(o.Name, o.ID))
		}
	}
	return out
}

// states names several.
func (a modelAsk) states(list []brief.StateNumber) (out []outcomeView) {
	for _, n := range list {
		out = append(out, a.State(n))
	}
	return out
}

// Said is an outcome in one line of a list to choose from.
func (s outcomeView) Said() string {
	out := s.Number.String() + " " + s.Letters
	if len(s.Taken) > 0 {
		out += ": " + strings.Join(s.Taken, ", ")
	}
	return out
}

// askedModel answers a question about a model once for the record, within the time of
// a page; nil if that is too short. What a model is not defined for is not asked.
func askedModel[T any](a modelAsk, question string, do func(context.Context) (*T, error)) (*T, error) {
	return timed(a.r, "model "+a.Line.Entry+" "+a.r.p.Tag()+" "+question, modelTime, func(ctx context.Context) (*T, error) {
		out, err := do(ctx)
		if brief.TooLarge(err) {
			return nil, context.DeadlineExceeded // either way it is too much for a page
		}
		return out, err
	})
}

// choosable is how many outcomes a list offers; of more, options are ticked instead.
const choosable = 64

// targetAsk is the outcome that is asked about, and how another is chosen.
type targetAsk struct {
	modelAsk
	Target  outcomeView
	List    []outcomeView // to choose from, where they are few
	Options []optionTick  // else
	Cannot  bool          // what was ticked cannot be together, and Target is another outcome
}

// optionTick is an option that an outcome takes or not.
type optionTick struct {
	Field string
	Name  string
	Taken bool
}

// targetAsk reads which outcome is asked about: without a word, today's, or the first
// that holds under some concept.
func (a modelAsk) targetAsk() targetAsk {
	out := targetAsk{modelAsk: a}
	d := a.Solved.Definition()
	target, ok := a.typed()
	out.Cannot = !ok && (a.r.FormValue("state") != "" || a.r.FormValue("by") != "")
	if !ok {
		target = a.usual()
	}
	out.Target = a.State(target)
	if d.States != nil || a.Solved.Len() <= choosable {
		for s := range a.Solved.States() {
			out.List = append(out.List, a.State(brief.StateNumber(s)))
		}
		return out
	}
	for k, o := range d.Options {
		out.Options = append(out.Options, optionTick{"take." + strconv.Itoa(k), cmp.Or(o.Name, o.ID), target>>uint(k)&1 == 1})
	}
	return out
}

// typed is the outcome that a form or an address names.
func (a modelAsk) typed() (brief.StateNumber, bool) {
	if a.r.FormValue("by") == "options" {
		var n brief.StateNumber
		for k := range a.Solved.Definition().Options {
			if a.r.FormValue("take."+strconv.Itoa(k)) != "" {
				n |= 1 << uint(k)
			}
		}
		return a.state(n)
	}
	n, err := strconv.ParseUint(a.r.FormValue("state"), 10, 64)
	if err != nil {
		return 0, false
	}
	return a.state(brief.StateNumber(n))
}

func (a modelAsk) state(n brief.StateNumber) (brief.StateNumber, bool) {
	s, ok := a.Solved.State(n)
	return brief.StateNumber(s), ok
}

// usual is today's outcome, else the first that holds for everybody under the concept
// that asks least, else the first of all.
func (a modelAsk) usual() brief.StateNumber {
	if today, ok := a.Solved.Today(); ok {
		return brief.StateNumber(today)
	}
	for _, w := range slices.Backward(a.Offered) {
		if held := a.Solved.Everybody(w.Word, 1); len(held.States) > 0 {
			return held.States[0]
		}
	}
	for s := range a.Solved.States() {
		return brief.StateNumber(s)
	}
	return 0
}
