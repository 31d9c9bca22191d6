// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/brief"
)

type holdReport struct {
	brief.HoldReport
	repaired
}

func (a *app) stabilityPrice() *cobra.Command {
	var f modelFlags
	c := f.asking(a, verb{
		use:   "price FILE --state STATE",
		short: "Say what would hold a state, or break its hold, for each",
		long: `The price is the least reward, paid only in that state, that makes it stable for
a decision maker: 0 where it is. The margin is what the state could lose before
it stops being stable, so what an offer from outside must beat. Where
preferences are ranks and not amounts, the numbers count ranks and say nothing
about amounts.`,
		example: "  parley stability price model.json --state 5\n  parley stability price model.json --state YNYN --concepts nash --json",
	}, func(ctx context.Context, cf *conflict) (report, error) {
		s, err := f.state(cf)
		if err != nil {
			return report{}, err
		}
		r, err := brief.Hold(ctx, cf.m, s, cf.asked)
		if err != nil {
			return report{}, err
		}
		return report{name: "stability.price", data: holdReport{*r, cf.repairs()}, tables: cf.holdTables(r)}, nil
	})
	f.addConcepts(c)
	f.addState(c, "state", "the `state`")
	return c
}

func (c *conflict) holdTables(r *brief.HoldReport) []table {
	head := c.basisTable(&r.StabilityBasis)
	c.addState(&head, "state", r.State)
	t := table{title: "prices", cols: []col{{name: "decision maker"}, {name: "concept"}, {name: "price", right: true}, {name: "margin", right: true}, {name: "what this means"}}}
	for k, x := range r.Price {
		for i, p := range x.Value {
			t.add(c.dmName(p.Name), x.Name, p.Value, marginSays(r.Margin[k].Value[i].Value), c.priceSays(r, k, i))
		}
	}
	t.note = ordinalNote(r.Cardinal)
	return []table{head, t}
}

func marginSays(margin *string) string {
	if margin == nil {
		return "no move"
	}
	return *margin
}

// ordinalNote says whose numbers are no amounts.
func ordinalNote(cardinal brief.Named[bool]) string {
	var ranks []string
	for _, x := range cardinal {
		if !x.Value {
			ranks = append(ranks, x.Name)
		}
	}
	if ranks == nil {
		return "in each decision maker's own unit of worth"
	}
	return "numbers of " + strings.Join(ranks, ", ") + " count ranks, because only an order is stated; they say nothing about amounts"
}

func (c *conflict) priceSays(r *brief.HoldReport, k, i int) string {
	who := c.dmName(r.DMs[i])
	to := r.Temptation[k].Value[i].Value
	price := r.Price[k].Value[i].Value
	unit := " in this state"
	if !r.Cardinal[i].Value {
		unit = " ranks in this state"
	}
	switch {
	case to == nil:
		return who + " cannot leave"
	case price != "0" && !r.Attained[k].Value[i].Value:
		return who + " stays for anything more than " + price + unit + "; " + c.name(*to) + " tempts it most"
	case price != "0":
		return who + " stays for " + price + " more" + unit + "; " + c.name(*to) + " tempts it most"
	case !r.Attained[k].Value[i].Value:
		return who + " stays for anything more" + unit + "; " + c.name(*to) + " tempts it most"
	}
	return who + " stays; " + c.name(*to) + " would tempt it if it lost more than the margin"
}

type holdMapReport struct {
	brief.HoldMapReport
	repaired
}

func (a *app) stabilityMap() *cobra.Command {
	var f modelFlags
	c := f.asking(a, verb{
		use:   "map FILE",
		short: "Price every state: what would hold each, and whom",
		long: `The price of every state for every decision maker, under each concept: 0 where
it stays; and the margin, what it could lose before that ends. Of more than
100,000 states, how many are stable and the highest price; --list N names the
first N.`,
		example: "  parley stability map model.json --concepts nash,seq\n  parley stability map model.json --json",
	}, func(ctx context.Context, cf *conflict) (report, error) {
		r, err := brief.HoldMap(ctx, cf.m, cf.asked, f.list)
		if err != nil {
			return report{}, err
		}
		return report{name: "stability.map", data: holdMapReport{*r, cf.repairs()}, tables: cf.mapTables(r)}, nil
	})
	f.addConcepts(c)
	f.addList(c)
	return c
}

func (c *conflict) mapTables(r *brief.HoldMapReport) []table {
	out := []table{c.basisTable(&r.StabilityBasis)}
	sum := table{title: "in all states", cols: []col{{name: "decision maker"}, {name: "concept"}, {name: "stable", right: true}, {name: "highest price", right: true}}}
	for k, x := range r.Stable {
		for i, n := range x.Value {
			sum.add(c.dmName(n.Name), x.Name, number(n.Value), r.Highest[k].Value[i].Value)
		}
	}
	out = append(out, sum)
	for of, x := range r.Price {
		t := table{title: "prices and margins under " + x.Name, cols: []col{{name: "state", right: true}, {name: "letters"}}}
		for i := range r.DMs {
			t.cols = append(t.cols, col{name: c.dmName(r.DMs[i]), right: true}, col{name: "margin", right: true})
		}
		t.cols = append(t.cols, col{name: "options taken"})
		n := min(len(r.States.States), tabledStates)
		for k, s := range r.States.States[:n] {
			row := []string{s.String(), brief.StatePattern(c.m, s)}
			for i := range r.DMs {
				row = append(row, x.Value[i].Value[k], marginSays(r.Margin[of].Value[i].Value[k]))
			}
			t.add(append(row, c.taken(s))...)
		}
		t.note = "0: it stays; the margin beside it is what the state could lose before it would not. " + ordinalNote(r.Cardinal)
		if n < r.States.Count {
			t.note += ". The first " + number(n) + " states of " + number(r.States.Count) + "; --json has more"
		}
		out = append(out, t)
	}
	return out
}
