// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"math/big"

	"parley/bargain"
)

// A GainsReport says what a tabled package leaves on the table.
type GainsReport struct {
	Case         string         `json:"case"`
	Parties      []string       `json:"parties"`
	From         PackagePoint   `json:"from"`
	Efficient    bool           `json:"efficient"`
	Proven       bool           `json:"proven"`
	BetterForAll int            `json:"better_for_all"` // points that give everybody more
	Vectors      int            `json:"vectors"`        // points that give nobody less
	Step         *SolutionPart  `json:"step"`           // the greatest least gain; nil if efficient
	More         []*MorePart    `json:"more"`           // per party, at no cost to anybody; nil if nothing
	Points       []PackagePoint `json:"points"`
}

// MorePart is the most that can be added for one party at no cost to anybody.
type MorePart struct {
	Party string `json:"party"`
	SolutionPart
}

// Gains finds the joint gains over a package. Errors: the package is not feasible,
// or those of ctx.
func Gains(ctx context.Context, p *bargain.Problem, from bargain.Package, o bargain.Options, points int) (*GainsReport, error) {
	g, err := p.Gains(ctx, from, o)
	if err != nil {
		return nil, err
	}
	m := p.Model()
	r := &GainsReport{Case: m.Name, Parties: partyIDs(m), Efficient: g.Efficient, Proven: g.Proven, BetterForAll: g.BetterForAll,
		From:    PackagePoint{UtilityList: utilities(g.From.Utility), Package: NamePackage(m, g.From.Package)},
		Vectors: g.Frontier.Len(), Step: solutionPart(m, g.Step), More: []*MorePart{}}
	for q, s := range g.More {
		if s == nil {
			r.More = append(r.More, nil)
			continue
		}
		r.More = append(r.More, &MorePart{m.Parties[q].ID, *solutionPart(m, s)})
	}
	r.Points = frontierPart(g.Frontier, points).Points
	return r, nil
}

// A ChangePart is one change of a package and what it means to each party.
type ChangePart struct {
	Issue   string   `json:"issue"`
	From    string   `json:"from"`
	To      string   `json:"to"`
	Change  []string `json:"change"` // of utility, per party
	Exact   []string `json:"exact"`
	Less    []string `json:"less"`
	More    []string `json:"more"`
	Allowed bool     `json:"allowed"` // no constraint excludes the changed package
}

// A LogrollPart is an exchange of two concessions that costs nobody anything.
type LogrollPart struct {
	First  ChangedIssue `json:"first"`
	Second ChangedIssue `json:"second"`
	Change []string     `json:"change"`
	Exact  []string     `json:"exact"`
}

// A ChangedIssue is an issue and its options before and after.
type ChangedIssue struct {
	Issue string `json:"issue"`
	From  string `json:"from"`
	To    string `json:"to"`
}

// A PriceReport says what each concession costs, and what would make up for it.
type PriceReport struct {
	Case         string        `json:"case"`
	Parties      []string      `json:"parties"`
	From         PackagePoint  `json:"from"`
	Prices       []ChangePart  `json:"prices"`
	Logrolls     []LogrollPart `json:"logrolls"`     // best first
	Change       *ChangedIssue `json:"change"`       // that was asked for
	Compensation *SolutionPart `json:"compensation"` // with that change, nobody worse off; nil if none
}

// Price prices every change of a package; change asks for what would make up for
// one of them. Errors: the package is not feasible, or those of ctx.
func Price(ctx context.Context, p *bargain.Problem, from bargain.Package, change *bargain.Change, o bargain.Options, logrolls int) (*PriceReport, error) {
	m := p.Model()
	prices, err := p.Prices(from)
	if err != nil {
		return nil, err
	}
	u, err := p.Utility(from)
	if err != nil {
		return nil, err
	}
	r := &PriceReport{Case: m.Name, Parties: partyIDs(m), From: PackagePoint{UtilityList: utilities(u), Package: NamePackage(m, from)},
		Prices: []ChangePart{}, Logrolls: []LogrollPart{}}
	for _, x := range prices {
		c := changed(m, x.Change)
		d := utilities(x.Difference)
		r.Prices = append(r.Prices, ChangePart{c.Issue, c.From, c.To, d.U, d.Exact, idsOf(m, x.Losers), idsOf(m, x.Gainers), x.Allowed})
	}
	rolls, err := p.Logrolls(ctx, from, change, logrolls)
	if err != nil {
		return nil, err
	}
	for _, x := range rolls {
		d := utilities(x.Difference)
		r.Logrolls = append(r.Logrolls, LogrollPart{changed(m, x.First), changed(m, x.Second), d.U, d.Exact})
	}
	if change != nil {
		c := changed(m, *change)
		r.Change = &c
		s, err := p.Compensate(ctx, from, *change, o)
		if err != nil {
			return nil, err
		}
		r.Compensation = solutionPart(m, s)
	}
	return r, nil
}

func changed(m *bargain.Model, c bargain.Change) ChangedIssue {
	i := m.Issues[c.Issue]
	return ChangedIssue{i.ID, i.Options[c.From].ID, i.Options[c.To].ID}
}

// A RobustPart is how one package fares over samples of uncertain preferences.
type RobustPart struct {
	Package          SettledPackage `json:"package"`
	Efficient        int            `json:"efficient"` // samples, of all
	Acceptable       int            `json:"acceptable"`
	Nash             int            `json:"nash"`
	KalaiSmorodinsky int            `json:"kalai_smorodinsky"`
	Egalitarian      int            `json:"egalitarian"`
	Regret           string         `json:"regret"`
	Possibly         string         `json:"possibly_efficient"`
	Necessarily      string         `json:"necessarily_efficient"`
}

// A RobustReport says which packages survive when preferences are not certain.
type RobustReport struct {
	Case     string       `json:"case"`
	Parties  []string     `json:"parties"`
	Samples  int          `json:"samples"`
	Seed     uint64       `json:"seed"`
	Rounded  int          `json:"rounded"`
	Unproven int          `json:"unproven"`
	Packages []RobustPart `json:"packages"`
}

// Robust samples the preferences of a model. Errors: as [bargain.Model.Robust].
func Robust(ctx context.Context, m *bargain.Model, o bargain.RobustOptions) (*RobustReport, error) {
	x, err := m.Robust(ctx, o)
	if err != nil {
		return nil, err
	}
	r := &RobustReport{Case: m.Name, Parties: partyIDs(m), Samples: x.Samples, Seed: x.Seed, Rounded: x.Rounded, Unproven: x.Unproven, Packages: []RobustPart{}}
	for _, k := range x.Packages {
		r.Packages = append(r.Packages, RobustPart{NamePackage(m, k.Package), k.Efficient, k.Acceptable, k.Nash, k.KalaiSmorodinsky, k.Egalitarian,
			Rounded(k.Regret), string(k.Possibly), string(k.Necessarily)})
	}
	return r, nil
}

// A DivisionReport says how goods are divided between two parties.
type DivisionReport struct {
	Parties []string     `json:"parties"`
	Items   []ItemShare  `json:"items"`
	Points  UtilityList  `json:"points"`
	Split   *string      `json:"split"` // the item that is divided
	Tests   DivisionTest `json:"tests"`
}

// An ItemShare is what each party gets of an item.
type ItemShare struct {
	Item   string   `json:"item"`
	Shares []string `json:"shares"` // exact fractions, one per party
	Claims []string `json:"claims"`
}

// A DivisionTest holds three tests of fairness, as numbers so that a near miss
// shows.
type DivisionTest struct {
	Proportional []string `json:"proportional"` // points over half of the party's own total
	Envy         []string `json:"envy"`         // what the other's share is worth to it, over its own
	Inequity     string   `json:"inequity"`
}

// Divide divides goods by Adjusted Winner. Errors: as [bargain.AdjustedWinner].
func Divide(parties [2]string, items []string, claims [2][]bargain.Number) (*DivisionReport, error) {
	d, err := bargain.AdjustedWinner(claims[0], claims[1])
	if err != nil {
		return nil, err
	}
	test, err := bargain.Judge(claims[0], claims[1], d.First)
	if err != nil {
		return nil, err
	}
	r := &DivisionReport{Parties: parties[:], Items: []ItemShare{}, Points: utilities(d.Points[:])}
	for i, item := range items {
		rest := new(big.Rat).Sub(big.NewRat(1, 1), d.First[i])
		a, _ := claims[0][i].Exact()
		b, _ := claims[1][i].Exact()
		r.Items = append(r.Items, ItemShare{item, []string{d.First[i].RatString(), rest.RatString()}, []string{Rounded(a), Rounded(b)}})
	}
	if d.Split >= 0 {
		r.Split = &items[d.Split]
	}
	r.Tests = DivisionTest{roundedList(test.Proportional[:]), roundedList(test.Envy[:]), Rounded(test.Inequity)}
	return r, nil
}
