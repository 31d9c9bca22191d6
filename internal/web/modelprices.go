// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/chart"
)

// pricesPage says of every outcome what it would take to hold it, and by how much it
// holds.
type pricesPage struct {
	modelAsk
	paging
	Report    *brief.HoldMapReport
	Undefined bool // there are no prices of such a model
	Heads     []priceHead
	Rows      []pricesRow
	Figure    chart.Figure
}

// priceHead is a decision maker over its column.
type priceHead struct {
	Name     string
	Ranks    bool // its preference is an order and has no amounts
	Estimate bool
	Stays    int    // outcomes in which it stays
	Highest  string // the greatest price
}

type pricesRow struct {
	State outcomeView
	Holds bool // for everybody
	Cells []priceCell
}

// priceCell is what it would take that one decision maker stays in one outcome, and
// what that could lose before it left.
type priceCell struct {
	Price  string // "0" where it stays
	More   bool   // the price itself is not enough, only more
	Margin string
	Moves  bool // else it cannot leave, and there is no margin
	Ranks  bool // numbers count ranks
}

// Stays reports whether the decision maker stays as things are.
func (c priceCell) Stays() bool { return c.Price == "0" && !c.More }

// Count is a number of ranks.
func (priceCell) Count(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func newPriceCell(price string, more bool, margin *string, ranks bool) priceCell {
	out := priceCell{Price: price, More: more, Ranks: ranks, Moves: margin != nil}
	if margin != nil {
		out.Margin = *margin
	}
	return out
}

// pricesRows is how many outcomes stand on a page, pricedStates how many there may be
// in all.
const (
	pricesRows   = 30
	pricedStates = 1 << 18
)

func buildModelPrices(r *request) (any, lane, error) {
	base, err := r.modelAsk(false)
	out := pricesPage{modelAsk: base}
	if err != nil || base.Solved.Model == nil {
		return out, base.lane(), err
	}
	if base.Solved.Len() > pricedStates {
		return out, base.lane(), nil
	}
	every, err := base.Solved.TodayFirst(r.Context(), base.Concept)
	if err != nil {
		return out, base.lane(), err
	}
	states, pages := paged(r, "/model/"+base.Line.First+"/prices", every, pricesRows)
	out.paging = pages
	out.Report, err = askedModel(base, fmt.Sprint("prices ", base.Concept, pages.Page, r.whole), func(ctx context.Context) (*brief.HoldMapReport, error) {
		return base.Solved.HoldStates(ctx, states, base.Concept)
	})
	if brief.Undefined(err) {
		out.Undefined = true
		return out, base.lane(), nil
	}
	if err != nil || out.Report == nil {
		return out, base.lane(), err
	}
	out.rows()
	out.draw()
	return out, base.lane(), nil
}

// rows puts the report, which is by concept and decision maker, into rows of outcomes.
func (p *pricesPage) rows() {
	for i, dm := range p.Line.DMs {
		p.Heads = append(p.Heads, priceHead{Name: dm.Name, Ranks: !p.Report.Cardinal[i].Value, Estimate: dm.Basis == act.Inferred,
			Stays: p.Report.Stable[0].Value[i].Value, Highest: p.Report.Highest[0].Value[i].Value})
	}
	for k, n := range p.Report.States.States {
		row := pricesRow{State: p.State(n), Holds: p.Solved.EverybodyStays(p.Concept, n)}
		for i := range p.Heads {
			more := p.Report.More != nil && slices.Contains(p.Report.More[0].Value[i].Value, n)
			row.Cells = append(row.Cells, newPriceCell(p.Report.Price[0].Value[i].Value[k], more, p.Report.Margin[0].Value[i].Value[k], p.Heads[i].Ranks))
		}
		p.Rows = append(p.Rows, row)
	}
}

// AnyRanks reports whether the numbers of somebody count ranks.
func (p pricesPage) AnyRanks() bool {
	return slices.ContainsFunc(p.Heads, func(h priceHead) bool { return h.Ranks })
}

// draw makes the picture of the rows of the page.
func (p *pricesPage) draw() {
	t := p.r.p.T
	var names []string
	for _, h := range p.Heads {
		names = append(names, h.Name)
	}
	p.Figure = chart.PriceRows(p.r.p, p.Report, p.Concept, names, func(n brief.StateNumber) string {
		s := p.State(n)
		return strings.TrimSpace(n.String() + " " + s.Letters)
	}, chart.ConflictWords{
		Title:       t("What it would take to hold each outcome"),
		Description: t("A bar for each decision maker and outcome, as long as what it would take that it stays. The table below has every number."),
		States:      t("Outcome"), Ranks: t("ranks, not amounts"),
		Holds: t("dot: stays; bar: what it would take, each column on its own scale"),
	})
}
