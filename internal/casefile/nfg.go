// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"math/big"
	"strings"

	"parley/stability"
)

// maxProfiles bounds the payoffs of one table.
const maxProfiles = 1 << 20

// WriteNFG writes a conflict as a game in normal form for Gambit: a strategy of a
// decision maker is a setting of its options. That is the same conflict only if
// every setting is a state of its own and every option goes both ways; anything
// else is an error. Ordinal preferences become ranks, 0 the worst, which lost says.
// Nash equilibria of the conflict are the equilibria in pure strategies of the game.
func WriteNFG(c *Conflict, m *stability.Model) (data []byte, lost []string, err error) {
	d := m.Definition()
	switch {
	case d.States != nil:
		return nil, nil, fmt.Errorf("a free-form model has no options, so no strategies; .nfg is for models with options")
	case len(d.Coalesce) > 0:
		return nil, nil, fmt.Errorf("coalesced states are one state with several settings; .nfg has no room for that")
	case m.Len() > maxProfiles:
		return nil, nil, fmt.Errorf("%d states are more than the %d that are written to a table", m.Len(), maxProfiles)
	case m.Len() != 1<<len(d.Options):
		return nil, nil, fmt.Errorf("%d of %d settings are infeasible; .nfg is for models in which every setting is a state", 1<<len(d.Options)-m.Len(), 1<<len(d.Options))
	}
	owned := map[int]bool{}
	for _, dm := range d.DMs {
		if len(dm.Blind) > 0 {
			return nil, nil, fmt.Errorf("%q does not see some states; .nfg has no room for that", dm.ID)
		}
		for _, k := range dm.Options {
			owned[k] = true
		}
		if dm.Preference.Ranking != nil || dm.Preference.Statements != nil {
			lost = append(lost, fmt.Sprintf("%q states an order and no amounts: its payoffs are ranks, 0 the worst", dm.ID))
		}
	}
	for k, o := range d.Options {
		switch {
		case o.Direction != stability.Both:
			return nil, nil, fmt.Errorf("option %q goes one way; .nfg is for options that can be taken and taken back", o.ID)
		case !owned[k]:
			return nil, nil, fmt.Errorf("nobody controls option %q; .nfg is for options with an owner", o.ID)
		}
	}
	for _, x := range c.Tools.Instruments {
		lost = append(lost, fmt.Sprintf("instrument %q", x.ID))
	}
	var b strings.Builder
	var ids, choices []string
	for _, dm := range d.DMs {
		ids = append(ids, gambitText(orWord(dm.Name, dm.ID)))
		choices = append(choices, "{ "+strings.Join(strategies(&d, dm), " ")+" }")
	}
	fmt.Fprintf(&b, "NFG 1 R %s\n{ %s }\n{ %s }\n\n", gambitText(d.Name), strings.Join(ids, " "), strings.Join(choices, "\n  "))
	total := 1 << len(d.Options)
	for profile := range total { // the strategy of the first decision maker changes fastest
		s, rest := stability.State(0), profile
		for _, dm := range d.DMs {
			for bit, k := range dm.Options {
				s |= stability.State(rest>>bit&1) << uint(k)
			}
			rest >>= len(dm.Options)
		}
		for i := range d.DMs {
			x, _, err := m.Worth(i, s)
			if err != nil {
				return nil, nil, err
			}
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(gambitNumber(x))
		}
		b.WriteByte('\n')
	}
	return []byte(b.String()), lost, nil
}

// strategies names the settings of the options of one decision maker: its first
// option changes fastest.
func strategies(d *stability.Definition, dm stability.DM) (out []string) {
	for set := range 1 << len(dm.Options) {
		var taken []string
		for bit, k := range dm.Options {
			if set>>bit&1 == 1 {
				taken = append(taken, orWord(d.Options[k].Name, d.Options[k].ID))
			}
		}
		name := strings.Join(taken, " + ")
		if taken == nil {
			name = "none"
		}
		out = append(out, gambitText(name))
	}
	return out
}

func orWord(name, id string) string {
	if name != "" {
		return name
	}
	return id
}

// gambitText quotes a label; the format has an escape for quotes and no control
// characters.
func gambitText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
	return `"` + strings.ReplaceAll(strings.ReplaceAll(s, `\`, `/`), `"`, `\"`) + `"`
}

// gambitNumber writes a payoff: a decimal where it is exact, else a fraction, both
// of which the format has.
func gambitNumber(x *big.Rat) string { return fraction(x) }
