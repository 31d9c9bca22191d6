// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/act"
)

// maxColumns is how many accounts stand side by side in one table. The rest are
// listed, and compared all the same.
const maxColumns = 48

// PointTable sets what accounts say side by side: a row for each point, a column
// for each account that stands.
type PointTable struct {
	Columns []string   `json:"columns"` // ids of the accounts
	Rows    []PointRow `json:"rows"`
	LeftOut int        `json:"left_out,omitempty"` // accounts for which there is no room
}

// PointRow is one point.
type PointRow struct {
	Point   string      `json:"point"` // in the words of the account that names it first
	Issue   *IssueRef   `json:"issue,omitempty"`
	Differs []string    `json:"differs"`         // facets on which accounts diverge
	Alone   bool        `json:"alone,omitempty"` // one account alone speaks of it
	Cells   []PointCell `json:"cells"`           // one for each column
}

// States of a [PointCell].
const (
	CellSaid     = "said"
	CellSilent   = "silent"    // the account does not mention the point; that denies nothing
	CellNotSplit = "not-split" // the account is a text without claims: what it says on the point was not taken out
)

// PointCell is what one account says on one point.
type PointCell struct {
	State   string       `json:"state"`
	Words   string       `json:"words,omitempty"`
	Quoted  bool         `json:"quoted,omitempty"`
	Facets  []FacetValue `json:"facets"` // those that it states
	Sources []string     `json:"sources"`
}

// FacetValue is one stated facet of a claim.
type FacetValue struct {
	Facet   string      `json:"facet"`
	Value   string      `json:"value"`
	Number  *act.Figure `json:"number,omitempty"`
	Differs bool        `json:"differs,omitempty"` // another teller states it differently
}

func (f faces) table(x *meeting) PointTable {
	out := PointTable{Columns: []string{}, Rows: []PointRow{}}
	var columns []int
	for i := range x.accounts {
		switch {
		case x.accounts[i].Withdrawn != nil:
		case len(columns) == maxColumns:
			out.LeftOut++
		default:
			columns = append(columns, i)
			out.Columns = append(out.Columns, x.accounts[i].Entry)
		}
	}
	rest := x.divergences
	for i := range x.points {
		p := &x.points[i]
		row := PointRow{Point: p.name, Differs: []string{}, Alone: len(p.claims) == 1 && x.line.Accounts > 1, Cells: []PointCell{}}
		n := 0
		for n < len(rest) && rest[n].Point == p.name { // divergences come in the order of the points
			row.Differs = append(row.Differs, rest[n].Facet)
			n++
		}
		claims := p.claims
		for _, c := range claims {
			if c.claim.Issue != "" && row.Issue == nil {
				row.Issue = f.issueIf(c.claim.Issue)
			}
		}
		for _, column := range columns {
			for len(claims) > 0 && claims[0].account < column {
				claims = claims[1:]
			}
			if len(claims) > 0 && claims[0].account == column {
				row.Cells = append(row.Cells, x.accounts[column].cell(claims[0].claim, rest[:n]))
				continue
			}
			cell := PointCell{State: CellSilent, Facets: []FacetValue{}, Sources: []string{}}
			if x.accounts[column].Claims == 0 {
				cell.State = CellNotSplit
			}
			row.Cells = append(row.Cells, cell)
		}
		rest = rest[n:]
		out.Rows = append(out.Rows, row)
	}
	return out
}

// cell is what an account says on a point, with the facets marked that other
// tellers state differently.
func (a *account) cell(k *act.Claim, differences []Divergence) PointCell {
	out := PointCell{State: CellSaid, Words: k.Words, Quoted: k.Quoted, Facets: []FacetValue{}, Sources: a.keys}
	for _, stated := range k.Facets() {
		if stated.Value == "" {
			continue
		}
		v := FacetValue{Facet: stated.Name, Value: stated.Value}
		if stated.Name == facetNumber {
			n := k.Number
			v.Number = &n
		}
		for i := range differences {
			v.Differs = v.Differs || differences[i].Facet == stated.Name && differences[i].marks(a)
		}
		out.Facets = append(out.Facets, v)
	}
	return out
}

// marks reports whether what an account states departs from what another teller
// states.
func (d *Divergence) marks(a *account) bool {
	at := slices.IndexFunc(d.Values, func(v StatedValue) bool { return v.Account == a.Entry })
	if at < 0 {
		return false
	}
	own := d.Values[at].Form
	for _, p := range d.Pairs {
		other := p.Other
		if p.Other == own {
			other = p.One
		} else if p.One != own {
			continue
		}
		if slices.ContainsFunc(d.Values, func(v StatedValue) bool {
			return v.Form == other && foldValue(v.Teller) != a.teller
		}) {
			return true
		}
	}
	return false
}
