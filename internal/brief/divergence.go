// SPDX-License-Identifier: Apache-2.0

package brief

import "parley/internal/act"

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

func (a *account) states(k *act.Claim, facet, stated string, form int) StatedValue {
	out := StatedValue{
		Account: a.Entry, Teller: a.Teller, Side: a.Side, Value: stated, Words: k.Words, Quoted: k.Quoted,
		Mark: a.Mark, Sources: a.keys, Illustrative: a.Illustrative, Form: form,
	}
	if facet == facetNumber {
		n := k.Number
		out.Number = &n
	}
	return out
}
