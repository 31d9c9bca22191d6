// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"parley/internal/casefile"
	"parley/stability"
)

// prefer reads what each decision maker prefers and compiles what can be read.
func (k *draftLooker) prefer(ctx context.Context) error {
	said := 0
	for i := range k.d.DMs {
		x, before := &k.d.DMs[i], len(k.look.Faults)
		dm := &k.c.Definition.DMs[i]
		field := fmt.Sprintf("dms.%d.lines", i)
		dm.Blind = k.conditions(DraftPrefer, fmt.Sprintf("dms.%d.blind", i), x.Blind)
		switch {
		case x.Way == "":
			k.fault(DraftPrefer, field, FaultUnstated, "")
		case !slices.Contains(PreferenceWays(), x.Way):
			k.fault(DraftPrefer, field, FaultWord, x.Way, PreferenceWays()...)
		case x.Way == ByStatements:
			dm.Preference.Statements = append([]stability.Condition{}, k.conditions(DraftPrefer, field, x.Lines)...)
			if len(x.Lines) == 0 {
				k.fault(DraftPrefer, field, FaultUnstated, "")
			}
		case x.Way == ByWeights:
			dm.Preference.Weights = k.weights(field, x.Lines)
		case k.look.TooLarge:
			k.fault(DraftPrefer, field, FaultTooLarge, "")
		case k.look.Frame == nil: // what states there are is not known yet
			k.fault(DraftPrefer, field, FaultUnstated, "")
		case x.Way == ByRanking:
			dm.Preference.Ranking = k.ranking(field, x.Lines)
		default:
			dm.Preference.Payoffs = k.payoffs(field, x.Lines)
		}
		k.look.Stated[i] = len(k.look.Faults) == before
		if x.Concept != "" {
			said++
			if _, ok := stability.ParseConcept(x.Concept); !ok {
				k.fault(DraftToday, fmt.Sprintf("dms.%d.concept", i), FaultWord, x.Concept)
				said = -maxDraftDMs
			}
		}
	}
	if said > 0 && said < len(k.d.DMs) {
		k.fault(DraftToday, "concepts", FaultSomeOnly, "")
	} else if said > 0 {
		for _, x := range k.d.DMs {
			c, _ := stability.ParseConcept(x.Concept)
			k.c.Concepts = append(k.c.Concepts, c)
		}
	}
	return k.fill(ctx)
}

// fill compiles the frame once more, with the preferences that are stated.
func (k *draftLooker) fill(ctx context.Context) error {
	if k.look.Frame == nil || !slices.Contains(k.look.Stated, true) {
		return nil
	}
	for range len(k.d.DMs) + 1 { // each time round one preference more is found to be wrong
		d := k.c.Definition
		d.DMs = slices.Clone(d.DMs)
		for i := range d.DMs {
			if !k.look.Stated[i] {
				d.DMs[i].Preference = indifferent()
			}
		}
		m, err := k.compile(ctx, d)
		var bad *stability.DMError
		switch {
		case err == nil:
			k.look.Frame = m
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &bad) && k.look.Stated[bad.DM]:
			k.look.Stated[bad.DM] = false
			k.fault(DraftPrefer, fmt.Sprintf("dms.%d.lines", bad.DM), FaultOtherwise, bad.Err.Error())
		case errors.Is(err, stability.ErrBudget):
			k.look.Frame, k.look.TooLarge = nil, true
			return nil
		default:
			k.look.Frame = nil
			k.fault(DraftWhole, "title", FaultOtherwise, err.Error())
			return nil
		}
	}
	return nil
}

// weights reads lines of a condition, ":" and an amount.
func (k *draftLooker) weights(field string, lines []string) []stability.Weight {
	out := []stability.Weight{}
	seen := map[string]bool{}
	for n, line := range lines {
		what, x, ok := k.amountLine(field, n+1, line)
		c, readable := k.condition(DraftPrefer, field, n+1, what)
		if !ok || !readable {
			continue
		}
		if text := c.Text(k.ids); seen[text] {
			k.look.Faults = append(k.look.Faults, faultAt(DraftPrefer, field, n+1, FaultTwice, what, nil))
		} else {
			seen[text] = true
		}
		out = append(out, stability.Weight{When: c, Amount: x})
	}
	if len(lines) == 0 {
		k.fault(DraftPrefer, field, FaultUnstated, "")
	}
	return out
}

// CutAmount divides a line of weights or payoffs into what is valued and the amount.
func CutAmount(line string) (what, amount string) {
	if at := strings.LastIndex(line, ":"); at >= 0 {
		return strings.TrimSpace(line[:at]), strings.TrimSpace(line[at+1:])
	}
	return strings.TrimSpace(line), ""
}

func (k *draftLooker) amountLine(field string, n int, line string) (what string, x *big.Rat, ok bool) {
	what, amount := CutAmount(line)
	if amount == "" {
		k.look.Faults = append(k.look.Faults, faultAt(DraftPrefer, field, n, FaultNoAmount, what, nil))
		return what, nil, false
	}
	x, err := casefile.ParseNumber(amount)
	if err != nil {
		k.look.Faults = append(k.look.Faults, faultAt(DraftPrefer, field, n, FaultAmount, amount, nil))
		return what, nil, false
	}
	return what, x, true
}

// draftPlaces holds states to being named once, and says which are not named.
type draftPlaces struct {
	k     *draftLooker
	field string
	seen  map[stability.State]int // the line of each state
}

// take reads the name of a state on a line.
func (p *draftPlaces) take(n int, text string) (stability.State, bool) {
	s, ok := p.k.state(DraftPrefer, p.field, n, text)
	if !ok {
		return 0, false
	}
	first, err := p.k.look.Frame.Canonical(s)
	if err != nil {
		return 0, false
	}
	if line, twice := p.seen[first]; twice {
		code := FaultTwice
		if first != s {
			code = FaultApart
			if line == n {
				return first, true // two settings of one state, in one place
			}
		}
		p.k.look.Faults = append(p.k.look.Faults, faultAt(DraftPrefer, p.field, n, code, text, []string{strconv.Itoa(line)}))
		return 0, false
	}
	p.seen[first] = n
	return first, true
}

// rest complains of states that have no place.
func (p *draftPlaces) rest() {
	f := DraftFault{Step: DraftPrefer, Field: p.field, Code: FaultMissing}
	for s := range p.k.look.Frame.States() {
		if _, ok := p.seen[s]; ok {
			continue
		}
		if len(f.List) < faultsListed {
			f.List = append(f.List, strconv.FormatUint(uint64(s), 10))
		} else {
			f.More++
		}
	}
	if f.List != nil {
		p.k.look.Faults = append(p.k.look.Faults, f)
	}
}

func (k *draftLooker) ranking(field string, lines []string) [][]stability.State {
	p := &draftPlaces{k, field, map[stability.State]int{}}
	out := [][]stability.State{}
	for n, line := range lines {
		var group []stability.State
		for text := range strings.SplitSeq(line, "=") {
			if s, ok := p.take(n+1, strings.TrimSpace(text)); ok && !slices.Contains(group, s) {
				group = append(group, s)
			}
		}
		if group != nil {
			out = append(out, group)
		}
	}
	p.rest()
	return out
}

func (k *draftLooker) payoffs(field string, lines []string) []stability.Payoff {
	p := &draftPlaces{k, field, map[stability.State]int{}}
	out := []stability.Payoff{}
	for n, line := range lines {
		what, x, ok := k.amountLine(field, n+1, line)
		if s, named := p.take(n+1, what); ok && named {
			out = append(out, stability.Payoff{State: s, Worth: x})
		}
	}
	p.rest()
	return out
}

// state reads a state that must be there.
func (k *draftLooker) state(step, field string, line int, text string) (stability.State, bool) {
	s, err := k.c.ParseState(text)
	if err != nil || len(k.c.Definition.Options) == 0 {
		k.look.Faults = append(k.look.Faults, faultAt(step, field, line, FaultState, text, nil))
		return 0, false
	}
	for _, c := range k.c.Definition.Infeasible {
		if c.Holds(s) {
			k.look.Faults = append(k.look.Faults, faultAt(step, field, line, FaultExcluded, text, []string{c.Text(k.ids)}))
			return 0, false
		}
	}
	return s, true
}
