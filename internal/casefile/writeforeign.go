// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"math/big"
	"strings"

	"parley/bargain"
)

// genius writes a domain and a profile for each party.
func (w *writer) genius() ([]File, error) {
	var domain strings.Builder
	fmt.Fprintf(&domain, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<negotiation_template>\n <utility_space number_of_issues=\"%d\">\n", len(w.m.Issues))
	w.tree(&domain, nil, nil)
	domain.WriteString(" </utility_space>\n</negotiation_template>\n")
	out := []File{{Name: "domain.xml", Data: []byte(domain.String())}}
	for p := range w.m.Parties {
		s, err := w.additive(p, Genius)
		if err != nil {
			return nil, err
		}
		data, err := w.geniusProfile(p, s)
		if err != nil {
			return nil, err
		}
		out = append(out, File{Name: w.fileName(p, ".xml"), Data: data})
	}
	return out, nil
}

func (w *writer) geniusProfile(p int, s sumOf) ([]byte, error) {
	id := w.m.Parties[p].ID
	if s.base.Sign() != 0 {
		return nil, fmt.Errorf("party %q has a constant part of utility, which the format genius does not have", id)
	}
	weights := make([]*big.Rat, len(s.add))
	top := new(big.Rat)
	for i, row := range s.add {
		for _, x := range row {
			if x.Sign() < 0 {
				return nil, fmt.Errorf("party %q has a negative value on issue %q, which the format genius does not have", id, w.m.Issues[i].ID)
			}
		}
		weights[i] = most(row)
		top.Add(top, weights[i])
	}
	one := big.NewRat(1, 1)
	if cut := w.m.Parties[p].Views[0].Most; top.Cmp(one) > 0 {
		if cut == nil {
			return nil, fmt.Errorf("party %q has utilities up to %s, and the format genius cuts them at 1; divide its numbers", id, fraction(top))
		}
		if x, _ := cut.Exact(); x.Cmp(one) != 0 {
			return nil, fmt.Errorf("party %q has utilities cut at %s, and the format genius cuts them at 1", id, fraction(x))
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<utility_space number_of_issues=\"%d\">\n", len(w.m.Issues))
	w.tree(&b, s.add, weights)
	d := w.value(p, s)
	if d == nil {
		w.note("party %q states no reservation; the format reads that as 0", id)
		d = new(big.Rat)
	}
	fmt.Fprintf(&b, " <reservation value=\"%s\"/>\n</utility_space>\n", w.decimal(d))
	return []byte(b.String()), nil
}

// tree writes the issues, with evaluations and weights in a profile. Evaluations
// are whole numbers: a reader divides them by the greatest.
func (w *writer) tree(b *strings.Builder, add [][]*big.Rat, weights []*big.Rat) {
	b.WriteString(" <objective index=\"0\" name=\"" + escape(w.m.Name) + "\" type=\"objective\" etype=\"objective\">\n")
	for i, x := range weights {
		fmt.Fprintf(b, "  <weight index=\"%d\" value=\"%s\"/>\n", i+1, w.decimal(x))
	}
	for i, issue := range w.m.Issues {
		fmt.Fprintf(b, "  <issue index=\"%d\" name=\"%s\" type=\"discrete\" etype=\"discrete\" vtype=\"discrete\">\n", i+1, escape(issue.ID))
		var whole []*big.Int
		if add != nil {
			whole = proportional(add[i])
		}
		for o, option := range issue.Options {
			fmt.Fprintf(b, "   <item index=\"%d\" value=\"%s\"", o+1, escape(option.ID))
			if whole != nil {
				fmt.Fprintf(b, " evaluation=\"%s\"", whole[o])
			}
			b.WriteString("/>\n")
		}
		b.WriteString("  </issue>\n")
	}
	b.WriteString(" </objective>\n")
}

func escape(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(s)) // a buffer takes every write
	return b.String()
}

// proportional are the smallest whole numbers in the proportions of a row.
func proportional(row []*big.Rat) []*big.Int {
	den, num := big.NewInt(1), new(big.Int)
	for _, x := range row {
		g := new(big.Int).GCD(nil, nil, den, x.Denom())
		den.Mul(den, new(big.Int).Quo(x.Denom(), g))
	}
	out := make([]*big.Int, len(row))
	for o, x := range row {
		out[o] = new(big.Int).Mul(x.Num(), new(big.Int).Quo(den, x.Denom()))
		num.GCD(nil, nil, num, out[o])
	}
	if num.Sign() > 0 {
		for _, x := range out {
			x.Quo(x, num)
		}
	}
	return out
}

// split takes a view apart into weights and values as it states them, or, with
// tables folded in, into weights of 1 and what each option adds.
func (w *writer) split(p int, s sumOf) (weights []*big.Rat, values [][]*big.Rat) {
	v := w.m.Parties[p].Views[0]
	if len(v.Terms) > 0 || v.Weights == nil || v.Values == nil {
		for range s.add {
			weights = append(weights, big.NewRat(1, 1))
		}
		return weights, s.add
	}
	for i, issue := range w.m.Issues {
		x, _ := v.Weights[i].Exact()
		weights = append(weights, x)
		row := make([]*big.Rat, len(issue.Options))
		for o := range row {
			row[o] = new(big.Rat)
			if v.Values[i] != nil {
				row[o], _ = v.Values[i][o].Exact()
			}
		}
		values = append(values, row)
	}
	return weights, values
}

// geniusWeb writes a profile for each party, with the domain inside.
func (w *writer) geniusWeb() (out []File, err error) {
	issues := &fields{}
	for _, i := range w.m.Issues {
		f := &fields{}
		f.add("values", array(w.ids(i)))
		issues.add(i.ID, f.String())
	}
	domain := &fields{}
	domain.add("name", quote(w.m.Name))
	domain.add("issuesValues", issues.String())
	for p, party := range w.m.Parties {
		s, err := w.additive(p, GeniusWeb)
		if err != nil {
			return nil, err
		}
		if s.base.Sign() != 0 {
			return nil, fmt.Errorf("party %q has a constant part of utility, which the format geniusweb does not have", party.ID)
		}
		weights, values := w.split(p, s)
		utilities, ws, sum := &fields{}, &fields{}, new(big.Rat)
		for i, issue := range w.m.Issues {
			table, inner, outer := &fields{}, &fields{}, &fields{}
			for o, option := range issue.Options {
				if x := values[i][o]; x.Sign() < 0 || x.Cmp(big.NewRat(1, 1)) > 0 {
					w.note("GeniusWeb itself wants values from 0 to 1 and weights that add up to 1; these are not")
				}
				table.add(option.ID, w.decimal(values[i][o]))
			}
			inner.add("valueUtilities", table.String())
			outer.add("discreteutils", inner.String())
			utilities.add(issue.ID, outer.String())
			ws.add(issue.ID, w.decimal(weights[i]))
			sum.Add(sum, weights[i])
		}
		if sum.Cmp(big.NewRat(1, 1)) != 0 {
			w.note("GeniusWeb itself wants values from 0 to 1 and weights that add up to 1; these are not")
		}
		profile := &fields{}
		profile.add("name", quote(party.ID))
		profile.add("domain", domain.String())
		profile.add("issueUtilities", utilities.String())
		profile.add("issueWeights", ws.String())
		if r := party.Views[0].Reservation; r != nil {
			if r.Package == nil {
				w.note("party %q states its reservation as a number; GeniusWeb knows only a bid, so it is left out", party.ID)
			} else {
				bid := &fields{}
				bid.add("issuevalues", w.whole(r.Package))
				profile.add("reservationBid", bid.String())
			}
		}
		w.noteCut(p)
		root := &fields{}
		root.add("LinearAdditiveUtilitySpace", profile.String())
		var b bytes.Buffer
		if err := json.Indent(&b, []byte(root.String()), "", " "); err != nil {
			return nil, err
		}
		b.WriteByte('\n')
		out = append(out, File{Name: w.fileName(p, ".json"), Data: b.Bytes()})
	}
	return out, nil
}

func (w *writer) ids(i bargain.Issue) (out []string) {
	for _, o := range i.Options {
		out = append(out, quote(o.ID))
	}
	return out
}

// negmas writes an outcome space and a utility function for each party.
func (w *writer) negmas() ([]File, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "type: DiscreteCartesianOutcomeSpace\nname: %s\nissues:\n", quote(w.m.Name))
	for _, i := range w.m.Issues {
		fmt.Fprintf(&b, "- type: CategoricalIssue\n  name: %s\n  values:\n", quote(i.ID))
		for _, id := range w.ids(i) {
			fmt.Fprintf(&b, "  - %s\n", id)
		}
	}
	out := []File{{Name: "outcome-space.yml", Data: []byte(b.String())}}
	for p := range w.m.Parties {
		s, err := w.additive(p, NegMAS)
		if err != nil {
			return nil, err
		}
		b.Reset()
		fmt.Fprintf(&b, "type: LinearAdditiveUtilityFunction\nname: %s\n", quote(w.m.Parties[p].ID))
		if d := w.value(p, s); d == nil {
			b.WriteString("reserved_value: -.inf\n")
		} else {
			fmt.Fprintf(&b, "reserved_value: %s\n", w.decimal(d))
		}
		if s.base.Sign() != 0 {
			fmt.Fprintf(&b, "bias: %s\n", w.decimal(s.base))
		}
		weights, values := w.split(p, s)
		b.WriteString("weights:\n")
		for _, x := range weights {
			fmt.Fprintf(&b, "- %s\n", w.decimal(x))
		}
		b.WriteString("values:\n")
		for i, issue := range w.m.Issues {
			b.WriteString("- type: TableFun\n  mapping:\n")
			for o, id := range w.ids(issue) {
				fmt.Fprintf(&b, "    %s: %s\n", id, w.decimal(values[i][o]))
			}
		}
		w.noteCut(p)
		out = append(out, File{Name: w.fileName(p, ".yml"), Data: []byte(b.String())})
	}
	return out, nil
}
