// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/chart"
)

// whatIfPage asks which outcomes still hold when preferences are not quite as stated.
type whatIfPage struct {
	modelAsk
	Ways    []wayField
	Runs    []runsChoice
	Few     bool        // what was sent varies nothing
	Busy    bool        // a job is under way already
	Large   bool        // the model has too many outcomes for a page
	Job     *sweepState // of this model or, while it is under way, of another one
	Own     bool        // Job is of this model
	Old     bool        // and of a writing that is not in force
	Varied  []variedRow
	Answers []whatIfAnswer
	Shown   *whatIfAnswer // under the concept that is asked for
}

// wayField is how the preference of one decision maker may vary.
type wayField struct {
	Number, Times int
	ID, Name      string
	Way           string
	Orders        bool // it states more than one statement
	Amounts       bool
}

type runsChoice struct {
	Runs   int
	Chosen bool
}

// variedRow is what was varied, and how often the answer stayed as it is when that
// alone varied.
type variedRow struct {
	Name  string
	Way   string // order, swaps or within
	Times int
	Same  []int // by answer; none where it was the only one
}

// whatIfAnswer is what a sweep found under one concept.
type whatIfAnswer struct {
	Word    string
	Same    int
	Rows    []whatIfRow
	Options []optionRow
	All     int // outcomes that held, over all runs
	Figure  chart.Figure
}

type whatIfRow struct {
	State outcomeView
	Runs  int
	Base  bool // it holds as the model is stated
}

// optionRow is in how many of the outcomes that held an option was taken.
type optionRow struct {
	Name  string
	Taken int
}

func whatIfTo() *page {
	return &page{path: "/model/{ref}/whatif", place: placeModels, title: phrase.T("What if preferences were not quite as stated?"), template: "model-whatif", build: buildModelWhatIf}
}

func buildModelWhatIf(r *request) (any, lane, error) {
	out, err := r.modelWhatIf()
	return out, out.lane(), err
}

// modelWhatIf is the form as it stands before anything is sent, and what is under way.
func (r *request) modelWhatIf() (whatIfPage, error) {
	base, err := r.modelAsk(false)
	out := whatIfPage{modelAsk: base}
	if err != nil || base.Solved.Model == nil {
		return out, err
	}
	out.Large = base.Solved.Len() > sweepStates
	out.find()
	sent, runs := r.PostForm.Get("runs") != "", 1000
	if out.Own && !out.Old {
		runs = out.Job.Runs
	}
	for i, dm := range base.Line.DMs {
		f := wayField{Number: i, Times: 1, ID: dm.ID, Name: dm.Name, Way: "swaps"}
		f.Orders, f.Amounts = base.Solved.Varies(i)
		if f.Orders {
			f.Way = "order"
		}
		switch {
		case sent:
			f.read(r)
		case out.Own && !out.Old:
			f.recall(out.Job.vary)
		}
		out.Ways = append(out.Ways, f)
	}
	if n, err := strconv.Atoi(r.PostForm.Get("runs")); err == nil && slices.Contains(sweepRuns(), n) {
		runs = n
	}
	for _, n := range sweepRuns() {
		out.Runs = append(out.Runs, runsChoice{n, n == runs})
	}
	return out, nil
}

// mostTimes bounds how often neighbours change places, and how far worths shift.
const mostTimes = 100

// read takes what a form sent for one decision maker.
func (f *wayField) read(r *request) {
	n := strconv.Itoa(f.Number)
	switch way := r.PostForm.Get("way." + n); {
	case way == "swaps", way == "order" && f.Orders, way == "within" && f.Amounts:
		f.Way = way
	default:
		f.Way = ""
	}
	if times, err := strconv.Atoi(r.PostForm.Get("times." + n)); err == nil {
		f.Times = min(max(times, 1), mostTimes)
	}
}

// recall takes what was asked for before.
func (f *wayField) recall(vary []brief.VariationPart) {
	f.Way = ""
	for _, v := range vary {
		if v.DM == f.ID {
			f.Way, f.Times = wayOf(v)
		}
	}
}

// wayOf is how a preference varies, and how often or by how much.
func wayOf(v brief.VariationPart) (way string, times int) {
	switch {
	case v.Order > 0:
		return "order", v.Order
	case v.Within > 0:
		return "within", int(v.Within)
	}
	return "swaps", v.Swaps
}

// variation is what the engine is told; ok is false where the preference stays.
func (f wayField) variation() (v brief.VariationPart, ok bool) {
	v.DM = f.ID
	switch f.Way {
	case "swaps":
		v.Swaps = f.Times
	case "order":
		v.Order = f.Times
	case "within":
		v.Within = int64(f.Times)
	}
	return v, f.Way != ""
}

// beginWhatIf begins a sweep and leads to its page, where it can be watched and ended.
func beginWhatIf(r *request) (answer, error) {
	out, err := r.modelWhatIf()
	if err != nil {
		return answer{}, err
	}
	again := answer{page: whatIfTo(), content: out, lane: out.lane()}
	if out.Solved.Model == nil || out.Large {
		return again, nil
	}
	var vary []brief.VariationPart
	for _, f := range out.Ways {
		if v, ok := f.variation(); ok {
			vary = append(vary, v)
		}
	}
	job := &sweepJob{model: out.Line.First, title: out.Line.Title, key: sha256.Sum256([]byte(out.Line.Document)), vary: vary}
	for _, x := range out.Runs {
		if x.Chosen {
			job.runs = x.Runs
		}
	}
	job.all = job.runs * brief.Turns(len(vary))
	out.Few = len(vary) == 0
	if out.Few || !r.desk.sweep(job, out.Line) {
		out.Busy = !out.Few
		again.content = out
		return again, nil
	}
	return answer{to: "/model/" + out.Line.First + "/whatif"}, nil
}

// endWhatIf ends the sweep of the desk.
func endWhatIf(r *request) (answer, error) {
	first, err := r.firstOf(act.KindModel)
	if err != nil {
		return answer{}, err
	}
	r.desk.endSweep()
	return answer{to: "/model/" + first + "/whatif"}, nil
}

// find shows the job of the desk.
func (p *whatIfPage) find() {
	job := p.r.desk.sweepNow()
	if job == nil {
		return
	}
	p.Own = job.Model == p.Line.First
	if !p.Own && job.Ended {
		return
	}
	p.Job = job
	p.Old = p.Own && job.key != sha256.Sum256([]byte(p.Line.Document))
	if p.Own && !p.Old && job.Report != nil {
		p.answer()
	}
}

// answer puts the report of the job into rows.
func (p *whatIfPage) answer() {
	together := p.Job.Report.Together
	for k, v := range p.Job.vary {
		row := variedRow{Name: p.Line.Name(v.DM)}
		row.Way, row.Times = wayOf(v)
		if k < len(p.Job.Report.Alone) {
			for _, c := range p.Job.Report.Alone[k].Concepts {
				row.Same = append(row.Same, c.Value.Same)
			}
		}
		p.Varied = append(p.Varied, row)
	}
	for _, c := range together.Concepts {
		a := whatIfAnswer{Word: c.Name, Same: c.Value.Same, All: c.Value.All}
		for _, s := range c.Value.States {
			a.Rows = append(a.Rows, whatIfRow{p.State(s.State), s.Runs, s.Base})
		}
		for k, n := range c.Value.Taken {
			o := p.Solved.Definition().Options[k]
			a.Options = append(a.Options, optionRow{cmp.Or(o.Name, o.ID), n.Value})
		}
		p.Answers = append(p.Answers, a)
		if a.Word == p.Concept {
			a.Figure = p.draw(a)
			p.Shown = &a
		}
	}
}

func (p *whatIfPage) draw(a whatIfAnswer) chart.Figure {
	t := p.r.p.T
	var rows []chart.BarRow
	for _, s := range a.Rows {
		row := chart.BarRow{Label: s.State.Number.String() + " " + s.State.Letters, Part: s.Runs, Whole: p.Job.Runs,
			Value: t("{some} of {all}", "some", p.r.p.Number(int64(s.Runs)), "all", p.r.p.Number(int64(p.Job.Runs)))}
		if s.Base {
			row.Mark = t("as stated")
		}
		rows = append(rows, row)
	}
	return chart.ShareRows(p.r.p, "sweep-"+a.Word, rows, chart.ConflictWords{
		Title:       fmt.Sprint(t("How often each outcome holds"), ": ", conceptName(a.Word)),
		Description: t("A bar for each outcome, as long as the part of the runs in which it held for everybody. The table below has every number."),
		Holds:       t("filled: holds as the model is stated"),
	})
}

// Percent is a number of runs as a share.
func (p whatIfPage) Percent(n int) string {
	return p.ShareOf(n, p.Job.Runs)
}

// ShareOf is a part of a number of outcomes.
func (p whatIfPage) ShareOf(n, all int) string {
	return strconv.Itoa((200*n+all)/(2*all)) + " %"
}
