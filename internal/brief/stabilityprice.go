// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"math/big"

	"parley/stability"
)

// ByDM holds one value for each decision maker, by concept.
type ByDM[T any] = Named[Named[T]]

// A HoldReport says what it takes to hold a state, or to break that hold.
type HoldReport struct {
	StabilityBasis
	State   StateNumber  `json:"state"`
	Pattern string       `json:"pattern"`
	Price   ByDM[string] `json:"price"`
	// Attained is false where the price itself is not enough, only more than it.
	Attained ByDM[bool] `json:"attained"`
	// Margin is how much the state could lose before it stops being stable; below
	// zero where it is not; nil if there is no move.
	Margin     ByDM[*string]      `json:"margin"`
	Temptation ByDM[*StateNumber] `json:"temptation"`
	Cardinal   Named[bool]        `json:"cardinal"` // false: numbers count ranks, not amounts
}

// pricedConcepts are those with a price.
func pricedConcepts(concepts []stability.Concept) []stability.Concept {
	if len(concepts) == 0 {
		return without(stability.Concepts(), stability.SSEQ)
	}
	return concepts
}

// Hold prices a state under each concept, for every decision maker.
func Hold(ctx context.Context, m *stability.Model, s stability.State, concepts []stability.Concept) (*HoldReport, error) {
	r := &HoldReport{StabilityBasis: stabilityBasis(m), State: StateNumber(s), Pattern: m.Pattern(s), Cardinal: cardinal(m)}
	for _, c := range pricedConcepts(concepts) {
		prices, err := m.Price(ctx, s, c)
		if err != nil {
			return nil, err
		}
		var price Named[string]
		var attained Named[bool]
		var margin Named[*string]
		var temptation Named[*StateNumber]
		for i, p := range prices {
			id := r.DMs[i]
			price = append(price, NamedValue[string]{id, Amount(p.Price)})
			attained = append(attained, NamedValue[bool]{id, p.Attained})
			margin = append(margin, NamedValue[*string]{id, optionalAmount(p.Margin)})
			var to *StateNumber
			if p.Temptation != nil {
				x := StateNumber(*p.Temptation)
				to = &x
			}
			temptation = append(temptation, NamedValue[*StateNumber]{id, to})
		}
		r.Price = append(r.Price, NamedValue[Named[string]]{c.String(), price})
		r.Attained = append(r.Attained, NamedValue[Named[bool]]{c.String(), attained})
		r.Margin = append(r.Margin, NamedValue[Named[*string]]{c.String(), margin})
		r.Temptation = append(r.Temptation, NamedValue[Named[*StateNumber]]{c.String(), temptation})
	}
	return r, nil
}

// cardinal says of each decision maker whether its worths are amounts.
func cardinal(m *stability.Model) Named[bool] {
	out := Named[bool]{}
	for _, dm := range m.Definition().DMs {
		p := dm.Preference
		out = append(out, NamedValue[bool]{dm.ID, p.Weights != nil || p.Payoffs != nil})
	}
	return out
}

// A HoldMapReport is the price of every state, and its margin.
type HoldMapReport struct {
	StabilityBasis
	States StateList `json:"states"`
	// Price has, by concept and decision maker, one price for each listed state.
	Price ByDM[[]string] `json:"price"`
	// Margin has, likewise, what each listed state could lose before it stops being
	// stable; below zero where it is not; nil if there is no move.
	Margin ByDM[[]*string] `json:"margin"`
	// Stable counts the states that cost nothing, and Highest is the greatest price,
	// over all states, listed or not.
	Stable  ByDM[int]    `json:"stable"`
	Highest ByDM[string] `json:"highest"`
	// More are the listed states of which the price itself is not enough.
	More     ByDM[[]StateNumber] `json:"more,omitempty"`
	Cardinal Named[bool]         `json:"cardinal"`
}

// HoldMap prices all states. list is as in [StabilityQuestion].
func HoldMap(ctx context.Context, m *stability.Model, concepts []stability.Concept, list int) (*HoldMapReport, error) {
	if list < 0 {
		if list = ListedStates; m.Len() > list {
			list = 0
		}
	}
	var states []stability.State
	for s := range m.States() {
		if len(states) == list {
			break
		}
		states = append(states, s)
	}
	return HoldStates(ctx, m, concepts, states)
}

// HoldStates prices all states and lists those that are named, in their order.
func HoldStates(ctx context.Context, m *stability.Model, concepts []stability.Concept, states []stability.State) (*HoldMapReport, error) {
	concepts = pricedConcepts(concepts)
	r := &HoldMapReport{StabilityBasis: stabilityBasis(m), Cardinal: cardinal(m), States: StateList{Count: m.Len()}}
	for _, s := range states {
		r.States.States = append(r.States.States, StateNumber(s))
	}
	at := map[stability.Concept]int{}
	for k, c := range concepts {
		at[c] = k
		r.Price = append(r.Price, NamedValue[Named[[]string]]{c.String(), make(Named[[]string], m.DMs())})
		r.Margin = append(r.Margin, NamedValue[Named[[]*string]]{c.String(), make(Named[[]*string], m.DMs())})
		r.Stable = append(r.Stable, NamedValue[Named[int]]{c.String(), make(Named[int], m.DMs())})
		r.Highest = append(r.Highest, NamedValue[Named[string]]{c.String(), make(Named[string], m.DMs())})
		r.More = append(r.More, NamedValue[Named[[]StateNumber]]{c.String(), make(Named[[]StateNumber], m.DMs())})
	}
	// Each call writes its own places, so calls at the same time do not meet.
	err := m.PriceMap(ctx, concepts, func(f stability.PriceField) error {
		k, id := at[f.Concept], r.DMs[f.DM]
		units := func(n int64) string { return Amount(big.NewRat(n, f.Unit)) }
		highest, looked := int64(0), 0
		for s := range m.States() {
			if looked++; looked&0xffff == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			n, _ := f.At(s)
			highest = max(highest, n)
		}
		prices, margins, more := []string{}, []*string{}, []StateNumber{}
		for _, s := range states {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			n, attained := f.At(s)
			prices = append(prices, units(n))
			if !attained {
				more = append(more, StateNumber(s))
			}
			var margin *string
			if n, ok := f.Margin(s); ok {
				text := units(n)
				margin = &text
			}
			margins = append(margins, margin)
		}
		r.Price[k].Value[f.DM] = NamedValue[[]string]{id, prices}
		r.Margin[k].Value[f.DM] = NamedValue[[]*string]{id, margins}
		r.Stable[k].Value[f.DM] = NamedValue[int]{id, f.Stable.Len()}
		r.Highest[k].Value[f.DM] = NamedValue[string]{id, units(highest)}
		r.More[k].Value[f.DM] = NamedValue[[]StateNumber]{id, more}
		return nil
	})
	if m.Settings().Sanction == stability.NotBetter {
		r.More = nil
	}
	return r, err
}
