// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"math/big"

	"parley/bargain"
)

// An AnswerPart says how a package stands when every number is one number.
type AnswerPart struct {
	U          []string  `json:"u"`
	Gains      []*string `json:"gains"`      // above the stated limit; nil: none is stated
	Value      *string   `json:"value"`      // the answer to the question
	Acceptable bool      `json:"acceptable"` // it meets every stated limit
	Efficient  bool      `json:"efficient"`
	Proven     bool      `json:"proven"`
}

// A FlipPart is where a property of the package changes.
type FlipPart struct {
	Property string  `json:"property"` // acceptable or efficient
	Holds    bool    `json:"holds"`    // from there on
	After    *string `json:"after"`    // between these; nil for another view
	Before   *string `json:"before"`
	Exact    bool    `json:"exact"`
	Value    *string `json:"value"` // the answer to the question there, where it is known
}

// A SwingPart is how the answer moves with one assumption.
type SwingPart struct {
	Party  string     `json:"party"`
	Kind   string     `json:"kind"` // weight, value, term, limit or view
	Issue  string     `json:"issue,omitempty"`
	Option string     `json:"option,omitempty"`
	When   string     `json:"when,omitempty"` // for a term
	View   string     `json:"view,omitempty"`
	Low    *string    `json:"low"`
	Middle *string    `json:"middle"`
	High   *string    `json:"high"`
	AtLow  AnswerPart `json:"at_low"`
	AtHigh AnswerPart `json:"at_high"`
	Swing  string     `json:"swing"`
	Flips  []FlipPart `json:"flips"`
}

// The properties that may change with an assumption.
const (
	FlipAcceptable = "acceptable"
	FlipEfficient  = "efficient"
)

// A SensitivityReport says which assumptions would change the answer about a
// package.
type SensitivityReport struct {
	Case     string         `json:"case"`
	Parties  []string       `json:"parties"`
	Package  SettledPackage `json:"package"`
	Question string         `json:"question"` // least_gain, unused or worth
	Of       string         `json:"of,omitempty"`
	Spread   string         `json:"spread"`
	Steps    int            `json:"steps"`
	Middle   AnswerPart     `json:"middle"`
	Swings   []SwingPart    `json:"assumptions"` // greatest swing first
	Rounded  int            `json:"rounded"`
	Names    []IssueNamed   `json:"issues"`
}

// Sensitivity asks which assumptions would change the answer. Errors: as
// [bargain.Model.Sensitivity].
func Sensitivity(ctx context.Context, m *bargain.Model, o bargain.SensitivityOptions) (*SensitivityReport, error) {
	if o.Question == "" {
		o.Question = bargain.LeastGain
	}
	if o.Steps == 0 {
		o.Steps = 8
	}
	x, err := m.Sensitivity(ctx, o)
	if err != nil {
		return nil, err
	}
	r := &SensitivityReport{Case: m.Name, Parties: partyIDs(m), Package: NamePackage(m, o.Package), Question: string(o.Question),
		Spread: "0", Steps: o.Steps, Rounded: x.Rounded, Swings: []SwingPart{}, Names: issueNames(m)}
	if o.Spread != nil {
		r.Spread = Rounded(o.Spread)
	}
	if o.Question == bargain.Worth {
		r.Of = m.Parties[o.Party].ID
	}
	r.Middle = answerPart(x.Middle, o)
	for _, s := range x.Swings {
		r.Swings = append(r.Swings, swingPart(m, s, o))
	}
	return r, nil
}

func answerPart(a bargain.Answer, o bargain.SensitivityOptions) AnswerPart {
	out := AnswerPart{U: utilities(a.Utility).U, Gains: optionals(a.Gains), Acceptable: a.Acceptable, Efficient: a.Efficient, Proven: a.Proven}
	switch o.Question {
	case bargain.LeastGain:
		out.Value = optional(a.LeastGain)
	case bargain.Unused:
		out.Value = optional(a.Unused)
	case bargain.Worth:
		out.Value = optional(a.Utility[o.Party])
	}
	return out
}

func swingPart(m *bargain.Model, s bargain.Swing, o bargain.SensitivityOptions) SwingPart {
	party := m.Parties[s.Party]
	out := SwingPart{Party: party.ID, Kind: string(s.Kind), Low: optional(s.Low), Middle: optional(s.Middle), High: optional(s.High),
		AtLow: answerPart(s.AtLow, o), AtHigh: answerPart(s.AtHigh, o), Swing: Rounded(s.Swing), Flips: []FlipPart{}}
	if s.Issue >= 0 {
		out.Issue = m.Issues[s.Issue].ID
	}
	if s.Option >= 0 {
		out.Option = m.Issues[s.Issue].Options[s.Option].ID
	}
	if s.Term >= 0 {
		out.When = patternSays(m, party.Views[0].Terms[s.Term].When)
	}
	if s.View >= 0 {
		if out.View = party.Views[s.View].Name; out.View == "" {
			out.View = big.NewInt(int64(s.View + 1)).String()
		}
	}
	for _, f := range s.Flips {
		p := FlipPart{Property: FlipAcceptable, Holds: f.Holds, After: optional(f.After), Before: optional(f.Before)}
		if f.Efficient {
			p.Property = FlipEfficient
		}
		if f.After != nil {
			p.Exact = f.After.Cmp(f.Before) == 0
			p.Value = optional(valueAt(s, f, o))
		}
		out.Flips = append(out.Flips, p)
	}
	return out
}

// valueAt answers the question half way between the ends of a flip: utilities and
// gains are linear in an assumption; how much is unused is not.
func valueAt(s bargain.Swing, f bargain.Flip, o bargain.SensitivityOptions) *big.Rat {
	share := new(big.Rat).Add(f.After, f.Before)
	share.Mul(share, big.NewRat(1, 2)).Sub(share, s.Low)
	share.Quo(share, new(big.Rat).Sub(s.High, s.Low))
	between := func(a, b *big.Rat) *big.Rat {
		x := new(big.Rat).Sub(b, a)
		return x.Mul(x, share).Add(x, a)
	}
	switch o.Question {
	case bargain.Worth:
		return between(s.AtLow.Utility[o.Party], s.AtHigh.Utility[o.Party])
	case bargain.LeastGain:
		var least *big.Rat
		for q, a := range s.AtLow.Gains {
			if b := s.AtHigh.Gains[q]; a != nil && b != nil {
				if x := between(a, b); least == nil || x.Cmp(least) < 0 {
					least = x
				}
			}
		}
		return least
	}
	return nil
}
