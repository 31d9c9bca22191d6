// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"fmt"
	"strconv"

	"parley/internal/brief"
)

// ordersPage asks which orders of preference of one decision maker would make an
// outcome hold.
type ordersPage struct {
	targetAsk
	DMs       []dmChoice
	Who       brief.ModelActor
	Undefined bool
	Holds     bool // for everybody as things are
	Report    *brief.RankingsReport
}

// dmChoice is a decision maker that can be asked about.
type dmChoice struct {
	Number int
	Name   string
	Chosen bool
}

func ordersTo() *page {
	return &page{path: "/model/{ref}/orders", place: placeModels, title: phrase.T("Which orders of preference would make an outcome hold?"), template: "model-orders", build: buildOrders}
}

func buildOrders(r *request) (any, lane, error) {
	out, err := r.orders()
	return out, out.lane(), err
}

func askOrders(r *request) (answer, error) {
	out, err := r.orders()
	return answer{page: ordersTo(), content: out, lane: out.lane(), fine: !out.Cannot}, err
}

func (r *request) orders() (ordersPage, error) {
	base, err := r.modelAsk(false)
	out := ordersPage{targetAsk: targetAsk{modelAsk: base}}
	if err != nil || base.Solved.Model == nil {
		return out, err
	}
	out.targetAsk = base.targetAsk()
	target := out.Target.Number
	out.Holds = base.Solved.EverybodyStays(base.Concept, target)
	who, err := strconv.Atoi(r.FormValue("who"))
	if err != nil || who < 0 || who >= len(base.Line.DMs) {
		who = base.leaver(target)
	}
	out.Who = base.Line.DMs[who]
	for i, dm := range base.Line.DMs {
		out.DMs = append(out.DMs, dmChoice{i, dm.Name, i == who})
	}
	out.Report, err = askedModel(base, fmt.Sprint("orders ", who, " ", target, base.Concept), func(ctx context.Context) (*brief.RankingsReport, error) {
		return base.Solved.Rankings(ctx, voice{r.p}, who, target, base.Concept)
	})
	if brief.Undefined(err) {
		out.Undefined, err = true, nil
	}
	return out, err
}

// Satisfying is a count of the report, which can be long.
func (p ordersPage) Satisfying() *string { return &p.Report.Satisfying }

// OwnSatisfying is as Satisfying.
func (p ordersPage) OwnSatisfying() *string { return &p.Report.OwnSatisfying }

// OfAll is as Satisfying.
func (p ordersPage) OfAll() *string { return &p.Report.Of }

// Swaps is a number of exchanges; -1 where there is none.
func (ordersPage) Swaps(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// leaver is the first decision maker that would leave an outcome, else the first.
func (a modelAsk) leaver(s brief.StateNumber) int {
	for i := range a.Line.DMs {
		if !a.Solved.Stays(i, a.Concept, s) {
			return i
		}
	}
	return 0
}
