// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"fmt"
	"math/big"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/chart"
)

// holdPage asks what it would take that one outcome holds.
type holdPage struct {
	targetAsk
	Undefined bool // the question is not defined for such a model
	Stand     []standRow
	Report    *brief.OutlayReport // nil: there are no instruments, or it took too long
	NoTools   bool                // instruments are not defined for such a model
	Cost      string
	Mix       []mixRow
	Figure    chart.Figure
	Payers    []payerRow
	Costs     []costRow
	Gone, New []outcomeView // outcomes that hold no more, and that begin to hold
	After     []outcomeView // all that hold then
	Unread    int           // of Before, more than are listed
}

// standRow is where one decision maker stands on the outcome as things are.
type standRow struct {
	priceCell
	Name     string
	Estimate bool
	To       *outcomeView // what tempts it most
}

// mixRow is one instrument in the mix of least cost.
type mixRow struct {
	Name      string
	Entry     *brief.EntryLink // that it stands for; nil for none
	Amount    string
	Most      string
	Used      bool
	Provided  bool // it must be given in the outcome; else readiness is enough
	Payer     string
	Cost      string // of a unit, as it is used; empty: nothing
	Fixed     string
	part, all int
}

// payerRow is what one payer spends.
type payerRow struct{ Name, Spends, Budget string }

// costRow is the cost under one concept.
type costRow struct {
	Word  string
	Cost  string // empty: no mix will do
	Saves string // less than if nobody looked further than one move; empty: nothing
	Asked bool
}

// listedHolds is how many outcomes that hold are listed before and after.
const listedHolds = 200

// holdTo is the page; it does not show itself again, since that would take away what
// was asked.
func holdTo() *page {
	return &page{path: "/model/{ref}/hold", place: placeModels, title: phrase.T("What would hold an outcome"), template: "model-hold", build: buildHold}
}

func buildHold(r *request) (any, lane, error) {
	out, err := r.hold()
	return out, out.lane(), err
}

// askHold answers for the outcome that was sent.
func askHold(r *request) (answer, error) {
	out, err := r.hold()
	return answer{page: holdTo(), content: out, lane: out.lane(), fine: !out.Cannot}, err
}

func (r *request) hold() (holdPage, error) {
	base, err := r.modelAsk(true)
	out := holdPage{targetAsk: targetAsk{modelAsk: base}}
	if err != nil || base.Solved.Model == nil {
		return out, err
	}
	out.targetAsk = base.targetAsk()
	target := out.Target.Number
	question := fmt.Sprint("hold ", target, base.Concept)
	now, err := askedModel(base, question, func(ctx context.Context) (*brief.HoldReport, error) {
		return base.Solved.Hold(ctx, target, base.Concept)
	})
	switch {
	case brief.Undefined(err):
		out.Undefined = true
	case err != nil:
		return out, err
	case now != nil:
		out.stand(now)
	}
	if len(base.Solved.Tools.Instruments) == 0 {
		return out, nil
	}
	out.Report, err = askedModel(base, "outlay "+question, func(ctx context.Context) (*brief.OutlayReport, error) {
		return base.Solved.Outlay(ctx, voice{r.p}, target, base.Concept, listedHolds)
	})
	if brief.Undefined(err) {
		out.NoTools = true
		return out, nil
	}
	if err != nil || out.Report == nil {
		return out, err
	}
	out.costs()
	if !out.Report.Possible {
		return out, nil
	}
	out.Cost = *out.Report.Cost
	out.mix()
	out.Gone, out.New = out.states(out.Report.Gone), out.states(out.Report.New)
	if out.Report.After != nil {
		out.After = out.states(out.Report.After.States)
	}
	if before := out.Report.Before; before != nil {
		out.Unread = before.Count - len(before.States)
	}
	return out, nil
}

// stand says where each decision maker stands as things are.
func (p *holdPage) stand(h *brief.HoldReport) {
	for i, dm := range p.Line.DMs {
		row := standRow{Name: dm.Name, Estimate: dm.Basis == act.Inferred}
		row.priceCell = newPriceCell(h.Price[0].Value[i].Value, !h.Attained[0].Value[i].Value, h.Margin[0].Value[i].Value, !h.Cardinal[i].Value)
		if to := h.Temptation[0].Value[i].Value; to != nil {
			s := p.State(*to)
			row.To = &s
		}
		p.Stand = append(p.Stand, row)
	}
}

// mix says how much of each instrument there is in the mix, and who pays.
func (p *holdPage) mix() {
	entries := map[string]*brief.EntryLink{}
	for i, l := range p.Line.Links {
		entries[l.Item] = &p.Line.Links[i].Link
	}
	for k, x := range p.Report.Instruments {
		tool := p.Solved.Tools.Instruments[k]
		row := mixRow{Name: tool.ID, Entry: entries[tool.ID], Amount: x.Value, Most: brief.Amount(tool.Max), Used: x.Value != "0",
			Provided: p.Solved.Provided(k, p.Target.Number), Payer: tool.Payer}
		if k < len(p.Solved.ToolNames) {
			row.Name = cmp.Or(p.Solved.ToolNames[k], tool.ID)
		}
		row.Cost = amountIf(tool.Readiness)
		if row.Provided {
			row.Cost = amountIf(tool.Cost)
		}
		row.Fixed = amountIf(tool.Fixed)
		row.part, row.all = thousandths(x.Value, tool.Max)
		p.Mix = append(p.Mix, row)
	}
	for _, x := range p.Report.Payers {
		row := payerRow{Name: x.Name, Spends: x.Value}
		if b := p.Solved.Tools.Budgets[x.Name]; b != nil {
			row.Budget = brief.Amount(b)
		}
		p.Payers = append(p.Payers, row)
	}
	p.draw()
}

// amountIf is an amount, or nothing where it is none.
func amountIf(x *big.Rat) string {
	if x == nil || x.Sign() == 0 {
		return ""
	}
	return brief.Amount(x)
}

// thousandths is a part of a whole, for the length of a bar.
func thousandths(part string, whole *big.Rat) (of, all int) {
	x, ok := new(big.Rat).SetString(part)
	if !ok || whole.Sign() <= 0 {
		return 0, 0
	}
	x.Mul(x.Quo(x, whole), big.NewRat(1000, 1))
	return int(new(big.Int).Quo(x.Num(), x.Denom()).Int64()), 1000
}

func (p *holdPage) draw() {
	t := p.r.p.T
	var rows []chart.BarRow
	for _, m := range p.Mix {
		row := chart.BarRow{Label: m.Name, Value: t("{amount} of {most}", "amount", pointsText(m.Amount), "most", pointsText(m.Most)), Part: m.part, Whole: m.all}
		switch {
		case m.Used && m.Provided:
			row.Mark = t("provided")
		case m.Used:
			row.Mark = t("ready")
		}
		rows = append(rows, row)
	}
	p.Figure = chart.ShareRows(p.r.p, "mix", rows, chart.ConflictWords{
		Title:       t("How much of each instrument it takes"),
		Description: t("A bar for each instrument, as long as the part of it that the mix of least cost takes. The table below has every number."),
		Holds:       t("filled: part of the mix"),
	})
}

// costs compares the concepts: what an answer saves that others believe in.
func (p *holdPage) costs() {
	var plain *big.Rat // if nobody looks further than one move
	for _, x := range p.Report.ByConcept {
		row := costRow{Word: x.Name, Asked: x.Name == p.Concept}
		if x.Value != nil {
			row.Cost = *x.Value
			cost, _ := new(big.Rat).SetString(row.Cost)
			switch {
			case x.Name == "nash":
				plain = cost
			case plain != nil && cost != nil && cost.Cmp(plain) < 0:
				row.Saves = brief.Amount(new(big.Rat).Sub(plain, cost))
			}
		}
		p.Costs = append(p.Costs, row)
	}
}
