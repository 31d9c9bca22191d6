// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"encoding/json"
	"math/big"
	"strings"

	"parley/bargain"
)

// A Settlement is the option that a package chooses on one issue, by their ids.
type Settlement struct{ Issue, Option string }

// SettledPackage is a package in the order of the issues. As JSON it is an object
// of issues and options in that order.
type SettledPackage []Settlement

// MarshalJSON writes the object.
func (x SettledPackage) MarshalJSON() ([]byte, error) {
	if x == nil {
		return []byte("null"), nil
	}
	var b strings.Builder
	b.WriteByte('{')
	for i, s := range x {
		issue, err := json.Marshal(s.Issue)
		if err != nil {
			return nil, err
		}
		option, err := json.Marshal(s.Option)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(issue)
		b.WriteByte(':')
		b.Write(option)
	}
	b.WriteByte('}')
	return []byte(b.String()), nil
}

// String is the package in one line.
func (x SettledPackage) String() string {
	var parts []string
	for _, s := range x {
		parts = append(parts, s.Issue+" = "+s.Option)
	}
	return strings.Join(parts, "; ")
}

// NamePackage says a package by the ids of its options.
func NamePackage(m *bargain.Model, x bargain.Package) SettledPackage {
	if x == nil {
		return nil
	}
	out := make(SettledPackage, len(x))
	for i, o := range x {
		out[i] = Settlement{m.Issues[i].ID, m.Issues[i].Options[o].ID}
	}
	return out
}

// shownDecimals is how many decimals a rounded utility has.
const shownDecimals = 12

// Rounded writes a number with at most 12 decimals and none that are zero.
func Rounded(x *big.Rat) string {
	s := x.FloatString(shownDecimals)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" || s == "" {
		return "0"
	}
	return s
}

// A UtilityList is one utility for each party: rounded, and as exact fractions.
type UtilityList struct {
	U     []string `json:"u"`
	Exact []string `json:"exact"`
}

func utilities(u []*big.Rat) UtilityList {
	out := UtilityList{U: []string{}, Exact: []string{}}
	for _, x := range u {
		out.U, out.Exact = append(out.U, Rounded(x)), append(out.Exact, x.RatString())
	}
	return out
}

// optional is a number that may be missing.
func optional(x *big.Rat) *string {
	if x == nil {
		return nil
	}
	s := Rounded(x)
	return &s
}

func optionals(list []*big.Rat) []*string {
	out := []*string{}
	for _, x := range list {
		out = append(out, optional(x))
	}
	return out
}

func wholeNumber(x *big.Int) *string {
	if x == nil {
		return nil
	}
	s := x.String()
	return &s
}

func partyIDs(m *bargain.Model) []string {
	out := []string{}
	for _, p := range m.Parties {
		out = append(out, p.ID)
	}
	return out
}

func idsOf(m *bargain.Model, list []int) []string {
	out := []string{}
	for _, p := range list {
		out = append(out, m.Parties[p].ID)
	}
	return out
}
