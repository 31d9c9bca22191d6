// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/act"
)

// maxValues is how many different values of one facet are compared with each
// other. More than that come from no honest process; they are counted, so that
// a flood of accounts cannot hold up a report or hide in it.
const maxValues = 32

// Divergence is one facet of one point of a contact that accounts of different
// tellers state differently. It is computed from the accounts and never typed
// in; docs/methods/divergence.md defines it. Nothing is said of which is right.
type Divergence struct {
	Point  string        `json:"point"` // in the words of the account that names it first
	Facet  string        `json:"facet"` // number, scope, time, condition, actor or status
	Rules  []string      `json:"rules"` // how the values depart from each other, such as [RuleWords]
	Values []StatedValue `json:"values"`
	Pairs  []ValuePair   `json:"pairs"`          // which values depart from each other
	More   int           `json:"more,omitempty"` // further values, which were not compared
}

// StatedValue is what one account states on a facet.
type StatedValue struct {
	Account      string      `json:"account"` // id of the readout
	Teller       string      `json:"teller"`
	Side         *SeatRef    `json:"side,omitempty"`
	Value        string      `json:"value"` // as the account gives it
	Number       *act.Figure `json:"number,omitempty"`
	Words        string      `json:"words,omitempty"` // of the claim
	Quoted       bool        `json:"quoted,omitempty"`
	Mark         string      `json:"mark,omitempty"`
	Sources      []string    `json:"sources"` // short names
	Illustrative bool        `json:"illustrative,omitempty"`
	Form         int         `json:"form"` // equal for accounts that state the same, from 1
}

// ValuePair is two forms of a value that depart from each other, and how.
type ValuePair struct {
	One   int    `json:"one"`
	Other int    `json:"other"`
	Rule  string `json:"rule"`
}

// Silence is a point that one account alone speaks of. Silence of the others is
// no denial, and no difference.
type Silence struct {
	Point   string   `json:"point"`
	Account string   `json:"account"` // the one that speaks of it
	Teller  string   `json:"teller"`
	Side    *SeatRef `json:"side,omitempty"`
	Words   string   `json:"words,omitempty"`
	Silent  int      `json:"silent"` // accounts with claims on other points
}

// point is one point of a contact with the claims on it.
type point struct {
	name   string
	claims []placed
}

type placed struct {
	account int // place in the list of accounts
	claim   *act.Claim
	facets  []act.Facet
}

// points gathers the claims of accounts by point, in the order in which the
// accounts came. Points are one when their names differ in case, spaces and
// punctuation only.
func points(accounts []account) []point {
	var out []point
	places := map[string]int{}
	for i := range accounts {
		if accounts[i].Withdrawn != nil {
			continue
		}
		claims := accounts[i].body.Claims
		for j := range claims {
			key := foldValue(claims[j].Point)
			at, ok := places[key]
			if !ok {
				at = len(out)
				places[key] = at
				out = append(out, point{name: claims[j].Point})
			}
			if n := len(out[at].claims); n > 0 && out[at].claims[n-1].account == i {
				continue // one account, one point in two spellings: the first stands
			}
			out[at].claims = append(out[at].claims, placed{i, &claims[j], claims[j].Facets()})
		}
	}
	return out
}

// compared is what the comparison of the accounts of one contact finds.
type compared struct {
	points      []point
	divergences []Divergence
	compatible  []Divergence
	silences    []Silence
}

func compare(accounts []account) compared {
	out := compared{points(accounts), []Divergence{}, []Divergence{}, []Silence{}}
	split := 0
	for i := range accounts {
		if accounts[i].Withdrawn == nil && accounts[i].Claims > 0 {
			split++
		}
	}
	for i := range out.points {
		p := &out.points[i]
		if len(p.claims) == 1 {
			if split > 1 {
				a, k := &accounts[p.claims[0].account], p.claims[0].claim
				out.silences = append(out.silences, Silence{p.name, a.Entry, a.Teller, a.Side, k.Words, split - 1})
			}
			continue
		}
		for i, f := range p.claims[0].facets {
			differs, overlaps := p.facet(accounts, f.Name, i)
			if differs != nil {
				out.divergences = append(out.divergences, *differs)
			}
			if overlaps != nil {
				out.compatible = append(out.compatible, *overlaps)
			}
		}
	}
	return out
}

// form is one form of a value with those who state it.
type form struct {
	value
	teller  string
	several bool // tellers
}

// facet compares what the accounts state on one facet of a point. An account
// that does not state it is silent, and takes no part.
func (p *point) facet(accounts []account, name string, at int) (differs, overlaps *Divergence) {
	var forms []form
	places := map[value]int{}
	for _, c := range p.claims {
		if c.facets[at].Value == "" {
			continue
		}
		v, teller := newValue(name, c.claim, c.facets[at].Value), accounts[c.account].teller
		if n, ok := places[v]; ok {
			forms[n].several = forms[n].several || forms[n].teller != teller
		} else {
			places[v] = len(forms)
			forms = append(forms, form{value: v, teller: teller})
		}
	}
	for i := range forms[:min(len(forms), maxValues)] {
		for j := i + 1; j < min(len(forms), maxValues); j++ {
			x, y := &forms[i], &forms[j]
			if x.teller == y.teller && !x.several && !y.several {
				continue // one teller's words at two times are no divergence
			}
			switch rule := departs(name, x.value, y.value); rule {
			case "":
			case RuleOverlap:
				overlaps = overlaps.with(i+1, j+1, rule)
			default:
				differs = differs.with(i+1, j+1, rule)
			}
		}
	}
	for _, d := range []*Divergence{differs, overlaps} {
		if d == nil {
			continue
		}
		d.Point, d.Facet, d.More = p.name, name, max(0, len(forms)-maxValues)
		for _, c := range p.claims {
			if stated := c.facets[at].Value; stated != "" {
				n := places[newValue(name, c.claim, stated)]
				d.Values = append(d.Values, accounts[c.account].states(c.claim, name, stated, n+1))
			}
		}
	}
	return differs, overlaps
}

// with adds a pair to what was found so far.
func (d *Divergence) with(one, other int, rule string) *Divergence {
	if d == nil {
		d = &Divergence{}
	}
	d.Pairs = append(d.Pairs, ValuePair{one, other, rule})
	if !slices.Contains(d.Rules, rule) {
		d.Rules = append(d.Rules, rule)
	}
	return d
}

func (a *account) states(k *act.Claim, facet, stated string, form int) StatedValue {
	out := StatedValue{
		Account: a.Entry, Teller: a.Teller, Side: a.Side, Value: stated, Words: k.Words, Quoted: k.Quoted,
		Mark: a.Mark, Sources: keys(a.Sources), Illustrative: a.Illustrative, Form: form,
	}
	if facet == facetNumber {
		n := k.Number
		out.Number = &n
	}
	return out
}
