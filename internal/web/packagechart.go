// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"slices"
	"strings"

	"parley/internal/brief"
	"parley/internal/chart"
)

// Chart draws what is in the package for one of the parties, in points of 100; nil
// where the package has no worth for it.
func (p packagePage) Chart(party int) *chart.Figure {
	terms := p.Terms[party]
	if terms.State != brief.WorthSettled {
		return nil
	}
	of := brief.ContentsOf{Name: p.Package.Title, Worth: terms.Worth.Middle}
	rep := &brief.ContentsReport{Case: p.r.view.State.Title(), Party: terms.Seat.Seat}
	for i, s := range terms.Shares {
		// Two issues may have one title: the picture tells them apart by their place.
		id := fmt.Sprint(i)
		rep.Names = append(rep.Names, brief.IssueNamed{ID: id, Name: s.Title, Options: map[string]string{s.Option: s.Option}})
		of.Parts = append(of.Parts, brief.ContentsPart{
			Issue: id, Option: s.Option, Worth: s.Gives.Middle, Low: s.Gives.Low, High: s.Gives.High, Least: s.Least, Most: s.Most.Middle,
		})
	}
	rep.Packages = []brief.ContentsOf{of}
	if terms.LimitAt != nil {
		rep.Limit = &terms.LimitAt.Middle
	}
	f := chart.Contents(p.r.p, rep, terms.Seat.Name, slices.Index(marks, p.r.markOf(terms.Seat.Seat)))
	// A page may hold one for each party, and ids are of one page.
	f.SVG = strings.ReplaceAll(f.SVG, `chart-contents-`, fmt.Sprintf("chart-contents-%d-", party))
	return &f
}
