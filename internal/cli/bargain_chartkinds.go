// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"parley/bargain"
	"parley/internal/brief"
	"parley/internal/casefile"
	"parley/internal/chart"
	"parley/internal/lang"
)

// chartJob is what a chart is drawn from.
type chartJob struct {
	*app
	p       *lang.Printer
	f       caseFlags
	from    []string // packages on the table, as typed
	offers  string   // file
	between []string
	robust  bargain.RobustOptions
	doubt   doubtFlags
	rule    string

	cs     *casefile.Case
	middle *bargain.Model // cs.Model, each range at its middle
	tabled []brief.NamedPackage
	made   []bargain.Offer
}

// read reads the case, what is on the table and the offers.
func (j *chartJob) read(paths []string) (err error) {
	if j.cs, err = j.f.read(j.app, paths); err != nil {
		return err
	}
	if len(j.cs.Model.Parties) < 2 {
		return usageError("a chart needs two parties")
	}
	if j.middle, err = j.cs.Model.Middle(); err != nil {
		return err
	}
	j.noteCut(j.cs)
	name := j.p.T("on the table")
	for i, s := range j.from {
		x, err := packageOf(j.cs, s, "--from")
		if err != nil {
			return err
		}
		if len(j.from) > 1 {
			name = j.p.T("package {number}", "number", i+1)
		}
		j.tabled = append(j.tabled, brief.NamedPackage{Name: name, Package: x})
	}
	if len(j.from) == 0 && j.cs.Reference != nil {
		j.tabled = append(j.tabled, brief.NamedPackage{Name: name, Package: j.cs.Reference})
	}
	if j.offers == "" {
		return nil
	}
	data, err := j.app.read(j.offers, maxCaseFile)
	if err != nil {
		return err
	}
	made, err := casefile.ReadOffers(casefile.File{Name: filepath.ToSlash(j.offers), Data: data})
	if err != nil {
		return err
	}
	if err := made.Over(j.cs); err != nil {
		return err
	}
	j.made = made.Offers
	return nil
}

// compile prepares the case at the middle of its ranges.
func (j *chartJob) compile() (*bargain.Problem, error) {
	p, err := bargain.CompileAt(j.middle, j.f.resolution)
	if errors.Is(err, bargain.ErrTooFine) {
		e := failure(exitFailed, "%v", err).hint("add --resolution 1000000")
		e.cause = err
		return nil, e
	}
	return p, err
}

// names says how a chart calls the parties.
func (j *chartJob) names() (v chart.PackageView) {
	for _, party := range j.cs.Model.Parties {
		v.Parties = append(v.Parties, orID(party.Name, party.ID))
	}
	return v
}

// view names the parties and places what is on the table.
func (j *chartJob) view(ctx context.Context) (v chart.PackageView, err error) {
	v = j.names()
	if len(j.tabled) > 0 {
		v.Tabled, err = brief.Tabled(ctx, j.cs.Model, j.tabled, bargain.Options{})
	}
	return v, err
}

// packages solves the case for a chart of its frontier.
func (j *chartJob) packages(ctx context.Context) (p *bargain.Problem, r *brief.PackagesReport, v chart.PackageView, err error) {
	if p, err = j.compile(); err != nil {
		return nil, nil, v, err
	}
	if r, err = brief.Packages(ctx, p, bargain.Options{}, listedPoints); err != nil {
		return nil, nil, v, err
	}
	v, err = j.view(ctx)
	return p, r, v, err
}

// unsure adds to a caption that ranges were drawn at their middle.
func (j *chartJob) unsure(f chart.Figure) chart.Figure {
	if j.cs.Uncertain() != nil {
		f.Notes = append(f.Notes, j.p.T("Some numbers of the case are not certain; what is drawn stands at the middle of what is stated."))
	}
	return f
}

func (j *chartJob) plane(ctx context.Context) (chart.Figure, error) {
	p, r, v, err := j.packages(ctx)
	if err != nil {
		return chart.Figure{}, err
	}
	between := j.between
	if len(between) == 0 {
		between = partyNames(j.cs)[:2]
	}
	pair, err := pairOf(j.cs, between)
	if err != nil {
		return chart.Figure{}, err
	}
	if len(j.made) > 0 {
		kept := slices.DeleteFunc(slices.Clone(j.made), func(o bargain.Offer) bool { return !slices.Contains(pair[:], o.Party) })
		if v.Course, err = brief.Movement(p, kept, pair, bargain.DefaultThreshold(), 1); err != nil {
			return chart.Figure{}, err
		}
	}
	return j.unsure(chart.PackagePlane(j.p, r, pair, v)), nil
}

func (j *chartJob) lines(ctx context.Context) (chart.Figure, error) {
	_, r, v, err := j.packages(ctx)
	if err != nil {
		return chart.Figure{}, err
	}
	return j.unsure(chart.PackageLines(j.p, r, v)), nil
}

func (j *chartJob) matrix(ctx context.Context) (chart.Figure, error) {
	if len(j.cs.Model.Parties) < 3 {
		return chart.Figure{}, usageError("a matrix needs three parties; two have the plane")
	}
	_, r, v, err := j.packages(ctx)
	if err != nil {
		return chart.Figure{}, err
	}
	return j.unsure(chart.PackageMatrix(j.p, r, v)), nil
}

func (j *chartJob) history(ctx context.Context) (chart.Figure, error) {
	if len(j.made) == 0 {
		return chart.Figure{}, usageError("name a file of offers with --offers")
	}
	p, err := j.compile()
	if err != nil {
		return chart.Figure{}, err
	}
	r, err := brief.History(p, j.made)
	if err != nil {
		return chart.Figure{}, err
	}
	return j.unsure(chart.Concessions(j.p, r, nil, j.names())), nil
}

func (j *chartJob) shares(ctx context.Context) (chart.Figure, error) {
	o := j.robust
	var names []string
	if len(j.from) > 0 { // else the fair points of the samples
		for _, x := range j.tabled {
			o.Packages, names = append(o.Packages, x.Package), append(names, x.Name)
		}
	}
	r, err := brief.Robust(ctx, j.cs.Model, o)
	if err != nil {
		return chart.Figure{}, err
	}
	return chart.Shares(j.p, r, names), nil
}

func (j *chartJob) coalitions(ctx context.Context) (chart.Figure, error) {
	p, err := j.compile()
	if err != nil {
		return chart.Figure{}, err
	}
	rule, err := ruleOf(j.cs, j.rule)
	if err != nil {
		return chart.Figure{}, err
	}
	r, err := brief.Coalitions(ctx, p, rule, bargain.Options{})
	if err != nil {
		return chart.Figure{}, err
	}
	return j.unsure(chart.Coalitions(j.p, r, j.names())), nil
}

func (j *chartJob) contents(context.Context) (chart.Figure, error) {
	if len(j.tabled) == 0 || len(j.tabled) > 4 {
		return chart.Figure{}, usageError("say which packages with --from, one to four")
	}
	if j.doubt.of == "" {
		return chart.Figure{}, usageError("the contents of a package are those for one party; say which with --for")
	}
	q, err := partyOf(j.cs, j.doubt.of, "--for")
	if err != nil {
		return chart.Figure{}, err
	}
	r, err := brief.Contents(j.cs.Model, q, j.tabled)
	if err != nil {
		return chart.Figure{}, err
	}
	return chart.Contents(j.p, r, j.names().Parties[q], q), nil
}

// nothing says why a chart has nothing to show.
func (j *chartJob) nothing(kind string) string {
	return fmt.Sprintf("no package of %s is feasible, or the case holds nothing for a chart of kind %s", j.cs.Model.Name, kind)
}
