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

// point is one point of a contact with the claims on it.
type point struct {
	name   string
	claims []placed
}

type placed struct {
	account int // place in the list of accounts
	claim   *act.Claim
}

// comparer compares accounts. What it keeps from one contact to the next makes a
// report over many of them cheap, and changes nothing.
type comparer struct {
	folded map[string]string
	facets []act.Facet // of a claim that states none
	forms  forms
	of     []int

	// counts leaves out the values of what is found, for a report that shows how
	// much there is.
	counts bool
}

func newComparer() *comparer {
	return &comparer{folded: map[string]string{}, facets: act.Claim{}.Facets()}
}

// fold is [foldValue]: accounts say the same in the same words most of the time.
func (c *comparer) fold(text string) string {
	out, ok := c.folded[text]
	if !ok {
		out = foldValue(text)
		c.folded[text] = out
	}
	return out
}

// points gathers the claims of accounts by point, in the order in which the
// accounts came. Points are one when their names differ in case, spaces and
// punctuation only.
func (c *comparer) points(accounts []account) []point {
	var out []point
	places := map[string]int{}
	for i := range accounts {
		if accounts[i].Withdrawn != nil {
			continue
		}
		claims := accounts[i].body.Claims
		for j := range claims {
			key := c.fold(claims[j].Point)
			at, ok := places[key]
			if ok && out[at].claims[len(out[at].claims)-1].account == i {
				ok = false // one account, one point in two spellings: the second stands by itself
			} else if !ok {
				places[key] = len(out)
			}
			if !ok {
				at = len(out)
				out = append(out, point{claims[j].Point, make([]placed, 0, min(len(accounts), 8))})
			}
			out[at].claims = append(out[at].claims, placed{i, &claims[j]})
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

func (c *comparer) compare(accounts []account) compared {
	out := compared{c.points(accounts), []Divergence{}, []Divergence{}, []Silence{}}
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
		for _, facet := range c.facets {
			differs, overlaps := c.facet(p, accounts, facet.Name)
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

// facet compares what the accounts state on one facet of a point. An account
// that does not state it is silent, and takes no part.
func (c *comparer) facet(p *point, accounts []account, name string) (differs, overlaps *Divergence) {
	c.forms.reset()
	c.of = c.of[:0] // the form that each claim states, from 1; 0 when it states none
	stating := 0
	for _, x := range p.claims {
		n := 0
		if stated := statedOn(x.claim, name); stated != "" {
			n = c.forms.add(c.value(name, x.claim, stated), accounts[x.account].teller)
			stating++
		}
		c.of = append(c.of, n)
	}
	list := c.forms.list[:min(len(c.forms.list), maxValues)]
	for i := range list {
		for j := i + 1; j < len(list); j++ {
			x, y := &list[i], &list[j]
			if x.teller == y.teller && !x.several && !y.several {
				continue // one teller's words at two times are no divergence
			}
			switch rule := departs(name, x.value, y.value); rule {
			case "":
			case RuleOverlap:
				overlaps = c.with(overlaps, i+1, j+1, rule)
			default:
				differs = c.with(differs, i+1, j+1, rule)
			}
		}
	}
	for _, d := range []*Divergence{differs, overlaps} {
		if d == nil {
			continue
		}
		d.Point, d.Facet, d.More = p.name, name, max(0, len(c.forms.list)-maxValues)
		if c.counts {
			continue
		}
		d.Values = make([]StatedValue, 0, stating)
		for i, x := range p.claims {
			if c.of[i] > 0 {
				d.Values = append(d.Values, accounts[x.account].states(x.claim, name, statedOn(x.claim, name), c.of[i]))
			}
		}
	}
	return differs, overlaps
}

// forms are the different forms of a value, in the order in which they came.
type forms struct {
	list   []form
	places map[value]int // kept when there are more than a few
}

// form is one form of a value with those who state it.
type form struct {
	value
	teller  string
	several bool // tellers
}

func (f *forms) reset() { f.list, f.places = f.list[:0], nil }

// add enters what a teller states, and returns the number of its form, from 1.
func (f *forms) add(v value, teller string) int {
	at, ok := f.places[v]
	if f.places == nil {
		at = slices.IndexFunc(f.list, func(x form) bool { return x.value == v })
		ok = at >= 0
	}
	if ok {
		f.list[at].several = f.list[at].several || f.list[at].teller != teller
		return at + 1
	}
	f.list = append(f.list, form{value: v, teller: teller})
	n := len(f.list)
	switch {
	case f.places != nil:
		f.places[v] = n - 1
	case n > 8:
		f.places = map[value]int{}
		for i, x := range f.list {
			f.places[x.value] = i
		}
	}
	return n
}

// with adds a pair to what was found so far.
func (c *comparer) with(d *Divergence, one, other int, rule string) *Divergence {
	if d == nil {
		d = &Divergence{}
	}
	if c.counts {
		return d
	}
	d.Pairs = append(d.Pairs, ValuePair{one, other, rule})
	if !slices.Contains(d.Rules, rule) {
		d.Rules = append(d.Rules, rule)
	}
	return d
}

// statedOn is what a claim states on a facet, as its list of facets has it.
func statedOn(k *act.Claim, facet string) string {
	switch facet {
	case facetNumber:
		return k.Number.Says
	case "scope":
		return k.Scope
	case "time":
		return k.Time
	case facetIf:
		return k.Condition
	case "actor":
		return k.Actor
	case "status":
		return k.Status
	}
	return ""
}
