// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"parley/internal/casefile"
	"parley/stability"
)

// today reads where things stand, and the conventions.
func (k *draftLooker) today() {
	d := &k.c.Definition
	if k.d.Today != "" {
		if s, ok := k.state(DraftToday, "today", 0, k.d.Today); ok {
			d.StatusQuo = &s
		}
	}
	for _, x := range []struct{ field, sanction, sequences, coalition, word string }{
		{"sanction", k.d.Sanction, "", "", k.d.Sanction}, {"sequences", "", k.d.Sequences, "", k.d.Sequences}, {"coalition", "", "", k.d.Coalition, k.d.Coalition},
	} {
		s, err := casefile.ParseSettings(d.Settings, x.sanction, x.sequences, x.coalition)
		if err != nil {
			k.fault(DraftToday, x.field, FaultWord, x.word)
			continue
		}
		d.Settings = s
	}
}

// means reads instruments and budgets.
func (k *draftLooker) means() {
	seen := map[string]bool{}
	for n, x := range k.d.Tools {
		at := fmt.Sprintf("tools.%d", n)
		k.name(DraftMeans, at, x.ID, x.Name, false, seen)
		if slices.Contains(k.ids, x.ID) {
			k.fault(DraftMeans, at+".name", FaultTwice, x.ID)
		}
		t := stability.Instrument{ID: x.ID, Payer: strings.TrimSpace(x.Payer), Effects: make([]*big.Rat, len(k.d.DMs))}
		if x.When == "" {
			k.fault(DraftMeans, at+".when", FaultEmpty, "")
		} else if c, ok := k.condition(DraftMeans, at+".when", 0, x.When); ok {
			t.When = c
		}
		for _, y := range []struct {
			field, text string
			to          **big.Rat
		}{{"max", x.Max, &t.Max}, {"cost", x.Cost, &t.Cost}, {"readiness", x.Readiness, &t.Readiness}, {"fixed", x.Fixed, &t.Fixed}} {
			if y.text == "" && y.field != "max" {
				continue
			}
			*y.to = k.amount(at+"."+y.field, y.text, true)
		}
		for j, e := range x.Effects {
			i := slices.Index(k.dmIDs(), e.Of)
			switch {
			case i < 0:
				k.fault(DraftMeans, fmt.Sprintf("%s.effects.%d", at, j), FaultDM, e.Of, k.dmIDs()...)
			case t.Effects[i] != nil:
				k.fault(DraftMeans, fmt.Sprintf("%s.effects.%d", at, j), FaultTwice, e.Of)
			default:
				t.Effects[i] = k.amount(fmt.Sprintf("%s.effects.%d", at, j), e.Amount, false)
			}
		}
		k.c.Tools.Instruments, k.c.ToolNames = append(k.c.Tools.Instruments, t), append(k.c.ToolNames, otherThan(x.Name, x.ID))
		k.link(x.ID, x.Entry)
	}
	for n, b := range k.d.Budgets {
		at := fmt.Sprintf("budgets.%d", n)
		payer := strings.TrimSpace(b.Of)
		if payer == "" {
			k.fault(DraftMeans, at, FaultEmpty, "")
			continue
		}
		if k.c.Tools.Budgets[payer] != nil {
			k.fault(DraftMeans, at, FaultTwice, payer)
			continue
		}
		if x := k.amount(at, b.Amount, true); x != nil {
			if k.c.Tools.Budgets == nil {
				k.c.Tools.Budgets = map[string]*big.Rat{}
			}
			k.c.Tools.Budgets[payer] = x
		}
	}
}

// amount reads a number; nil where there is none.
func (k *draftLooker) amount(field, text string, positive bool) *big.Rat {
	if strings.TrimSpace(text) == "" {
		k.fault(DraftMeans, field, FaultEmpty, "")
		return nil
	}
	x, err := casefile.ParseNumber(strings.TrimSpace(text))
	if err != nil {
		k.fault(DraftMeans, field, FaultAmount, text)
		return nil
	}
	if positive && x.Sign() < 0 {
		k.fault(DraftMeans, field, FaultNegative, text)
		return nil
	}
	return x
}
