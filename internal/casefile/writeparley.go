// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"bytes"
	"encoding/json"
	"math/big"
	"strings"

	"parley/bargain"
)

// parley writes a case file of ours.
func (w *writer) parley() ([]File, error) {
	m := w.m
	o := &fields{}
	o.add("schema", quote(schemaBargain))
	if m.Name != "" {
		o.add("name", quote(m.Name))
	}
	if m.ComparableScales {
		o.add("comparable_scales", "true")
	}
	var issues, parties, constraints []string
	for _, i := range m.Issues {
		var options []string
		for _, x := range i.Options {
			options = append(options, identified(x.ID, x.Name).String())
		}
		f := identified(i.ID, i.Name)
		f.add("options", array(options))
		issues = append(issues, f.String())
	}
	o.add("issues", array(issues))
	for p, party := range m.Parties {
		f := identified(party.ID, party.Name)
		if len(party.Views) == 1 {
			w.view(f, party.Views[0])
		} else {
			var views []string
			for _, v := range party.Views {
				g := &fields{}
				if v.Name != "" {
					g.add("name", quote(v.Name))
				}
				w.view(g, v)
				views = append(views, g.String())
			}
			f.add("profiles", array(views))
		}
		parties = append(parties, f.String())
		w.noteCut(p)
	}
	o.add("parties", array(parties))
	for _, c := range m.Constraints {
		f := &fields{}
		if len(c.Then) == 0 {
			f.add("forbid", w.pattern(c.If))
		} else {
			f.add("if", w.pattern(c.If))
			f.add("then", w.pattern(c.Then))
		}
		if c.Why != "" {
			f.add("why", quote(c.Why))
		}
		constraints = append(constraints, f.String())
	}
	if constraints != nil {
		o.add("constraints", array(constraints))
	}
	if w.c.Reference != nil {
		o.add("reference", w.whole(w.c.Reference))
	}
	if m.SocialWeights != nil {
		f := &fields{}
		for p, x := range m.SocialWeights {
			f.add(m.Parties[p].ID, w.number(x))
		}
		o.add("social_weights", f.String())
	}
	if w.c.Rule != nil {
		o.add("rule", w.rule(*w.c.Rule))
	}
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(o.String()), "", " "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return []File{{Name: "case.json", Data: out.Bytes()}}, nil
}

// noteCut says that a cut of the source is not kept, if it could matter.
func (w *writer) noteCut(party int) {
	v := w.m.Parties[party].Views[0]
	if v.Most == nil {
		return
	}
	top := new(big.Rat)
	for i, issue := range w.m.Issues {
		row := make([]*big.Rat, len(issue.Options))
		for o := range row {
			row[o] = contribution(v, i, o)
		}
		top.Add(top, most(row))
	}
	for _, t := range v.Terms {
		if add, _ := t.Add.Exact(); add.Sign() > 0 {
			top.Add(top, add)
		}
	}
	if cut, _ := v.Most.Exact(); top.Cmp(cut) > 0 {
		w.note("utilities above %s are cut to it in the source and stand as they are in a case file", fraction(cut))
	}
}

func (w *writer) view(f *fields, v bargain.View) {
	if r := v.Reservation; r != nil {
		if r.Package != nil {
			g := &fields{}
			g.add("package", w.whole(r.Package))
			f.add("reservation", g.String())
		} else {
			f.add("reservation", w.number(r.Value))
		}
	}
	if v.Weights != nil {
		g := &fields{}
		for i, x := range v.Weights {
			if v.Values[i] != nil {
				g.add(w.m.Issues[i].ID, w.number(x))
			}
		}
		f.add("weights", g.String())
	}
	if v.Values != nil {
		g := &fields{}
		for i, row := range v.Values {
			if row == nil {
				continue
			}
			h := &fields{}
			for o, x := range row {
				h.add(w.m.Issues[i].Options[o].ID, w.number(x))
			}
			g.add(w.m.Issues[i].ID, h.String())
		}
		f.add("values", g.String())
	}
	if len(v.Terms) > 0 {
		var boxes []string
		for _, t := range v.Terms {
			if w.never(t.When) {
				continue
			}
			g := &fields{}
			g.add("when", w.pattern(t.When))
			g.add("add", w.number(t.Add))
			boxes = append(boxes, g.String())
		}
		f.add("boxes", array(boxes))
	}
	if len(v.Order) > 0 {
		var pairs []string
		for _, p := range v.Order {
			pairs = append(pairs, array([]string{quote(w.m.Issues[p[0]].ID), quote(w.m.Issues[p[1]].ID)}))
		}
		f.add("order", array(pairs))
	}
}

// never reports whether a pattern matches no package, as a rectangle beyond the
// range of an issue does.
func (w *writer) never(p bargain.Pattern) bool {
	for _, m := range p {
		if len(m.Options) == 0 {
			return true
		}
	}
	return false
}

func (w *writer) number(n bargain.Number) string {
	low, high, known := n.Bounds()
	switch {
	case !known:
		return "null"
	case low.Cmp(high) == 0:
		return quote(fraction(low))
	}
	f := &fields{}
	f.add("between", array([]string{quote(fraction(low)), quote(fraction(high))}))
	return f.String()
}

// pattern writes an issue that a pattern names twice with what both allow.
func (w *writer) pattern(p bargain.Pattern) string {
	f := &fields{}
	done := map[int]bool{}
	for _, m := range p {
		if done[m.Issue] {
			continue
		}
		done[m.Issue] = true
		var ids []string
		for o, x := range w.m.Issues[m.Issue].Options {
			if allows(p, m.Issue, o) {
				ids = append(ids, quote(x.ID))
			}
		}
		f.add(w.m.Issues[m.Issue].ID, array(ids))
	}
	return f.String()
}

func allows(p bargain.Pattern, issue, option int) bool {
	for _, m := range p {
		if m.Issue != issue {
			continue
		}
		in := false
		for _, o := range m.Options {
			in = in || o == option
		}
		if !in {
			return false
		}
	}
	return true
}

func (w *writer) whole(x bargain.Package) string {
	f := &fields{}
	for i, o := range x {
		f.add(w.m.Issues[i].ID, quote(w.m.Issues[i].Options[o].ID))
	}
	return f.String()
}

func (w *writer) rule(r bargain.Rule) string {
	f := &fields{}
	f.add("kind", quote("quorum"))
	f.add("at_least", w.count(r.AtLeast))
	if len(r.Veto) > 0 {
		var ids []string
		for _, p := range r.Veto {
			ids = append(ids, quote(w.m.Parties[p].ID))
		}
		f.add("veto", array(ids))
	}
	return f.String()
}

func (w *writer) count(n int) string { return new(big.Int).SetInt64(int64(n)).String() }

// fields are the members of a JSON object in the order in which they were added.
type fields struct{ list []string }

func (f *fields) add(name, value string) { f.list = append(f.list, quote(name)+":"+value) }

// String is the object.
func (f *fields) String() string { return "{" + strings.Join(f.list, ",") + "}" }

func array(items []string) string { return "[" + strings.Join(items, ",") + "]" }

func identified(id, name string) *fields {
	f := &fields{}
	f.add("id", quote(id))
	if name != "" && name != id {
		f.add("name", quote(name))
	}
	return f
}
