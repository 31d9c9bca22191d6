// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"parley/internal/brief"
	"parley/internal/chart"
)

// robustPage asks what would change if the numbers were others.
type robustPage struct {
	casePage
	Report      *brief.WhatIfReport
	Shares      chart.Figure
	More        int // samples of the button; 0: none
	Few         bool
	Asked       *brief.WhatIfPackage // whose assumptions are tried
	Sensitivity *brief.SensitivityReport
	Tornado     chart.Figure
	Tree        *brief.CoalitionsReport
	TreeFigure  chart.Figure
	AllBut      int
	Rules       []ruleChoice
}

// ruleChoice is one rule of agreement that can be asked for.
type ruleChoice struct {
	AllBut int
	Chosen bool
}

// sampleSteps are the numbers of samples that a page draws: it begins with few, and
// a button asks for more.
func sampleSteps() []int { return []int{100, 400, 1600, 6400} }

// fewSamples are drawn where a page would take too long otherwise.
const fewSamples = 20

// The seed of the samples of pages: one and the same, so that two people who look at
// one record see one answer.
const pageSeed = 1

// Times that parts of the page may take. Who leaves the page ends its work.
const (
	sampleTime      = 8 * time.Second
	assumptionsTime = 8 * time.Second
)

func buildRobust(r *request) (any, lane, error) {
	base, err := r.casePage()
	if err != nil {
		return nil, lane{}, err
	}
	out := robustPage{casePage: base}
	if base.Case.Solution == nil {
		return out, r.ownLane(), nil
	}
	for _, do := range []func(*request) error{out.sample, out.assume, out.tree} {
		if err := do(r); err != nil {
			return nil, lane{}, err
		}
	}
	return out, r.ownLane(), nil
}

// timed makes something once for a record, within a time; it is nil if that was too
// short.
func timed[T any](r *request, name string, most time.Duration, do func(context.Context) (*T, error)) (*T, error) {
	out, err := remembered(r, name, func() (*T, error) {
		done, err := r.server.turn(r.Context())
		if err != nil {
			return nil, err
		}
		defer done()
		ctx, stop := context.WithTimeout(r.Context(), most)
		defer stop()
		return do(ctx)
	})
	if errors.Is(err, context.DeadlineExceeded) && r.Context().Err() == nil {
		return nil, nil
	}
	return out, err
}

// samples draws so many.
func (p casePage) samples(n int) func(context.Context) (*brief.WhatIfReport, error) {
	return func(ctx context.Context) (*brief.WhatIfReport, error) { return p.Case.WhatIf(ctx, n, pageSeed) }
}

// sample draws preferences, counts and draws a picture.
func (p *robustPage) sample(r *request) error {
	if err := p.count(r); err != nil || p.Report == nil || len(p.Report.Packages) == 0 {
		return err
	}
	var names []string
	for _, x := range p.Report.Packages {
		names = append(names, x.Title)
	}
	p.Shares = chart.Shares(r.p, p.Report.Shares(), names)
	return nil
}

// count draws as many samples as are asked for, and few where these took too long:
// the page and its files count alike.
func (p *robustPage) count(r *request) (err error) {
	steps := sampleSteps()
	samples := steps[0]
	asked, _ := strconv.Atoi(r.FormValue("samples"))
	for i, n := range steps {
		if n == asked || asked == fewSamples {
			samples = asked
		}
		if n == samples && i+1 < len(steps) {
			p.More = steps[i+1]
		}
	}
	if samples == steps[len(steps)-1] {
		p.More = 0
	}
	for _, n := range []int{samples, fewSamples} {
		p.Report, err = timed(r, fmt.Sprint("samples ", p.Query(), p.On, n), sampleTime, p.samples(n))
		if err != nil || p.Report != nil {
			break
		}
		p.Few, p.More = true, 0
	}
	return err
}

// Files is the query of the files of the page.
func (p robustPage) Files() string {
	return asking(p.Query(), "samples", strconv.Itoa(p.Report.Samples))
}

// assume tries the assumptions behind one package on the table.
func (p *robustPage) assume(r *request) (err error) {
	if p.Report == nil {
		return nil
	}
	for i := range p.Report.Packages {
		x := &p.Report.Packages[i]
		if x.Entry != "" && (p.Asked == nil || x.First == r.FormValue("package")) {
			p.Asked = x
		}
	}
	if p.Asked == nil {
		return nil
	}
	p.Sensitivity, err = timed(r, fmt.Sprint("assumptions ", p.Query(), p.On, p.Asked.First), assumptionsTime, func(ctx context.Context) (*brief.SensitivityReport, error) {
		return p.Case.Sensitivity(ctx, p.Asked.First)
	})
	if errors.Is(err, brief.ErrNotJudged) {
		return nil
	}
	if p.Sensitivity != nil {
		p.Tornado = chart.Tornado(r.p, p.Sensitivity, p.chartView())
	}
	return err
}

// tree counts out what sets of parties can reach.
func (p *robustPage) tree(r *request) (err error) {
	n := len(p.Case.Parties)
	if n < 3 {
		return nil
	}
	p.AllBut, _ = strconv.Atoi(r.FormValue("but"))
	p.AllBut = min(max(p.AllBut, 0), n-1)
	for k := range n {
		p.Rules = append(p.Rules, ruleChoice{k, k == p.AllBut})
	}
	p.Tree, err = timed(r, fmt.Sprint("tree ", p.Query(), p.On, p.AllBut), assumptionsTime, func(ctx context.Context) (*brief.CoalitionsReport, error) {
		return p.Case.Coalitions(ctx, p.AllBut)
	})
	if p.Tree != nil {
		p.TreeFigure = chart.Coalitions(r.p, p.Tree, p.chartView())
	}
	return err
}

// With is the address of the page with one thing asked for otherwise. It names
// entries and counts, and no number of a party.
func (p robustPage) With(name string, value any) string {
	return "/packages/robust" + asking(p.Query(), name, fmt.Sprint(value))
}

// asking is a query that asks for one thing more.
func asking(query, name, value string) string {
	if query == "" {
		return "?" + name + "=" + value
	}
	return query + "&" + name + "=" + value
}

// Percent is a number of samples as a share.
func (p robustPage) Percent(n int) string {
	if p.Report.Samples == 0 {
		return ""
	}
	return strconv.Itoa((200*n+p.Report.Samples)/(2*p.Report.Samples)) + " %"
}
