// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"bytes"
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"strconv"

	"parley/stability"
)

// WriteConflict writes a model of ours. [ReadConflict] makes an equal conflict of
// it.
func WriteConflict(c *Conflict) ([]byte, error) {
	d := &c.Definition
	ids := optionIDs(d)
	o := &fields{}
	o.add("schema", quote(schemaStability))
	if d.Name != "" {
		o.add("name", quote(d.Name))
	}
	if d.States != nil {
		o.add("states", array(quoted(d.States)))
	} else {
		var options []string
		for _, x := range d.Options {
			f := identified(x.ID, x.Name)
			f.add("direction", quote(directionWords()[x.Direction]))
			options = append(options, f.String())
		}
		o.add("options", array(options))
	}
	var dms []string
	for _, dm := range d.DMs {
		f := identified(dm.ID, dm.Name)
		if d.States == nil {
			var own []string
			for _, k := range dm.Options {
				own = append(own, quote(ids[k]))
			}
			f.add("options", array(own))
		}
		c.writePreference(f, dm.Preference)
		if len(dm.Blind) > 0 {
			f.add("blind", conditionTexts(dm.Blind, ids))
		}
		dms = append(dms, f.String())
	}
	o.add("dms", array(dms))
	c.writePairs(o)
	if len(d.Infeasible) > 0 {
		o.add("infeasible", conditionTexts(d.Infeasible, ids))
	}
	if len(d.Coalesce) > 0 {
		o.add("coalesce", conditionTexts(d.Coalesce, ids))
	}
	if d.StatusQuo != nil {
		o.add("status_quo", decimalText(*d.StatusQuo))
	}
	s := &fields{}
	s.add("sanction", quote(sanctionWords()[d.Settings.Sanction]))
	s.add("sequences", quote(sequenceWords()[d.Settings.Sequences]))
	s.add("coalition", quote(coalitionWords()[d.Settings.Coalition]))
	o.add("settings", s.String())
	c.writeTools(o)
	if c.Concepts != nil {
		f := &fields{}
		for i, x := range c.Concepts {
			f.add(d.DMs[i].ID, quote(x.String()))
		}
		o.add("concepts", f.String())
	}
	c.writeViews(o)
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(o.String()), "", " "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// safeDecimal is the least whole number that other programs cannot hold exactly.
const safeDecimal = 1 << 53

// decimalText is a decimal in JSON: a number, or from 2^53 on a text.
func decimalText(s stability.State) string {
	if s >= safeDecimal {
		return quote(strconv.FormatUint(uint64(s), 10))
	}
	return strconv.FormatUint(uint64(s), 10)
}

func quoted(list []string) (out []string) {
	for _, s := range list {
		out = append(out, quote(s))
	}
	return out
}

func conditionTexts(all []stability.Condition, ids []string) string {
	var out []string
	for _, c := range all {
		out = append(out, quote(c.Text(ids)))
	}
	return array(out)
}

func (c *Conflict) writePreference(f *fields, p stability.Preference) {
	ids := optionIDs(&c.Definition)
	switch {
	case p.Statements != nil:
		f.add("statements", conditionTexts(p.Statements, ids))
	case p.Weights != nil:
		// One condition may carry several amounts; an object has each key once.
		sum, order := map[string]*big.Rat{}, []string{}
		for _, w := range p.Weights {
			t := w.When.Text(ids)
			if sum[t] == nil {
				sum[t] = new(big.Rat)
				order = append(order, t)
			}
			sum[t].Add(sum[t], w.Amount)
		}
		g := &fields{}
		for _, t := range order {
			g.add(t, quote(fraction(sum[t])))
		}
		f.add("weights", g.String())
	case p.Ranking != nil:
		var groups []string
		for _, g := range p.Ranking {
			var states []string
			for _, s := range g {
				states = append(states, decimalText(s))
			}
			groups = append(groups, array(states))
		}
		f.add("ranking", array(groups))
	default:
		g := &fields{}
		for _, x := range p.Payoffs {
			key := strconv.FormatUint(uint64(x.State), 10)
			if c.Definition.States != nil {
				key = c.Definition.States[x.State]
			}
			g.add(key, quote(fraction(x.Worth)))
		}
		f.add("payoffs", g.String())
	}
}

func (c *Conflict) writePairs(o *fields) {
	for _, x := range []struct {
		key string
		of  func(dm stability.DM) []stability.Pair
	}{
		{"arcs", func(dm stability.DM) []stability.Pair { return dm.Arcs }},
		{"unknown", func(dm stability.DM) []stability.Pair { return dm.Unknown }},
		{"much_better", func(dm stability.DM) []stability.Pair { return dm.MuchBetter }},
	} {
		f := &fields{}
		for _, dm := range c.Definition.DMs {
			var pairs []string
			for _, p := range x.of(dm) {
				pairs = append(pairs, array([]string{decimalText(p[0]), decimalText(p[1])}))
			}
			if pairs != nil {
				f.add(dm.ID, array(pairs))
			}
		}
		if f.list != nil || x.key == "arcs" && c.Definition.States != nil {
			o.add(x.key, f.String())
		}
	}
}

func (c *Conflict) writeTools(o *fields) {
	d := &c.Definition
	var tools []string
	for k, t := range c.Tools.Instruments {
		f := identified(t.ID, c.ToolNames[k])
		g := &fields{}
		for i, x := range t.Effects {
			if rat(x).Sign() != 0 {
				g.add(d.DMs[i].ID, quote(fraction(x)))
			}
		}
		f.add("dm_effects", g.String())
		f.add("when", quote(t.When.Text(optionIDs(d))))
		f.add("max", quote(fraction(rat(t.Max))))
		f.add("cost", quote(fraction(rat(t.Cost))))
		f.add("readiness_cost", quote(fraction(rat(t.Readiness))))
		f.add("fixed_cost", quote(fraction(rat(t.Fixed))))
		if t.Payer != "" {
			f.add("payer", quote(t.Payer))
		}
		tools = append(tools, f.String())
	}
	if tools != nil {
		o.add("instruments", array(tools))
	}
	f := &fields{}
	for _, payer := range sortedKeys(c.Tools.Budgets) {
		f.add(payer, quote(fraction(c.Tools.Budgets[payer])))
	}
	if f.list != nil {
		o.add("budgets", f.String())
	}
}

func (c *Conflict) writeViews(o *fields) {
	f := &fields{}
	for _, dm := range c.Definition.DMs {
		var seen []string
		for _, v := range dm.Views {
			g := identified(c.Definition.DMs[v.DM].ID, "")
			c.writePreference(g, v.Preference)
			seen = append(seen, g.String())
		}
		if seen != nil {
			g := &fields{}
			g.add("dms", array(seen))
			f.add(dm.ID, g.String())
		}
	}
	if f.list != nil {
		o.add("views", f.String())
	}
}

func sortedKeys(m map[string]*big.Rat) []string { return slices.Sorted(maps.Keys(m)) }
