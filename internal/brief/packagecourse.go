// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"math/big"

	"parley/bargain"
)

// An OfferPart is an offer with its utilities.
type OfferPart struct {
	Party string `json:"party"`
	UtilityList
	Package SettledPackage `json:"package"`
}

// A StepPart is the move from one offer of a party to its next.
type StepPart struct {
	Party     string `json:"party"`
	From      int    `json:"from"` // places in the list of offers, from 0
	To        int    `json:"to"`
	Own       string `json:"own"` // change of utility as a share of the party's scale
	Other     string `json:"other"`
	Kind      string `json:"kind"`
	Responds  *int   `json:"responds"` // the step that it may answer
	Surrender string `json:"surrender"`
}

// A CoursePart sums up the steps of one party.
type CoursePart struct {
	Party          string         `json:"party"`
	Kinds          map[string]int `json:"kinds"`
	ConcessionRate *string        `json:"concession_rate"`
	Reciprocity    *string        `json:"reciprocity"`
}

// A MovementReport says how offers moved, step by step. It describes steps and
// not intentions.
type MovementReport struct {
	Case      string       `json:"case"`
	Between   []string     `json:"between"`
	Threshold string       `json:"threshold"`
	Lag       int          `json:"lag"`
	Offers    []OfferPart  `json:"offers"`
	Steps     []StepPart   `json:"steps"`
	Course    []CoursePart `json:"course"`
}

// Movement classifies the steps of two parties. Errors: as
// [bargain.Problem.Movement].
func Movement(p *bargain.Problem, offers []bargain.Offer, pair [2]int, threshold *big.Rat, lag int) (*MovementReport, error) {
	x, err := p.Movement(offers, pair, threshold, lag)
	if err != nil {
		return nil, err
	}
	m := p.Model()
	r := &MovementReport{Case: m.Name, Between: idsOf(m, pair[:]), Threshold: Rounded(x.Threshold), Lag: lag, Steps: []StepPart{}}
	if r.Offers, err = offerParts(p, offers); err != nil {
		return nil, err
	}
	for _, s := range x.Steps {
		part := StepPart{m.Parties[s.Party].ID, s.From, s.To, Rounded(s.Own), Rounded(s.Other), string(s.Kind), nil, Rounded(s.Surrender)}
		if s.Responds >= 0 {
			part.Responds = &s.Responds
		}
		r.Steps = append(r.Steps, part)
	}
	for i, q := range pair {
		c := CoursePart{Party: m.Parties[q].ID, Kinds: map[string]int{}, ConcessionRate: optional(x.ConcessionRate[i]), Reciprocity: optional(x.Reciprocity[i])}
		for k, n := range x.Counts[i] {
			c.Kinds[string(k)] = n
		}
		r.Course = append(r.Course, c)
	}
	return r, nil
}

func offerParts(p *bargain.Problem, offers []bargain.Offer) ([]OfferPart, error) {
	out := []OfferPart{}
	for _, o := range offers {
		u, err := p.Utility(o.Package)
		if err != nil {
			return nil, err
		}
		out = append(out, OfferPart{p.Model().Parties[o.Party].ID, utilities(u), NamePackage(p.Model(), o.Package)})
	}
	return out, nil
}

// A SimulationReport is the course of one simulated exchange: a what-if.
type SimulationReport struct {
	Case     string        `json:"case"`
	Parties  []string      `json:"parties"`
	Tactics  []string      `json:"tactics"`
	Seed     uint64        `json:"seed"`
	Agreed   bool          `json:"agreed"`
	Deadline bool          `json:"deadline"` // it ended by the deadline
	Rounds   int           `json:"rounds"`
	Package  *PackagePoint `json:"package"`
	// Efficient and Step are those of Gains for the package agreed on.
	Efficient *bool         `json:"efficient"`
	Step      *SolutionPart `json:"step"`
	Offers    []OfferPart   `json:"offers"`
}

// Simulate plays alternating offers. Errors: as [bargain.Arena.Simulate].
func Simulate(ctx context.Context, p *bargain.Problem, players []bargain.Player, deadline int, seed uint64) (*SimulationReport, error) {
	arena, err := p.NewArena(ctx)
	if err != nil {
		return nil, err
	}
	x, err := arena.Simulate(ctx, players, deadline, seed)
	if err != nil {
		return nil, err
	}
	m := p.Model()
	r := &SimulationReport{Case: m.Name, Parties: partyIDs(m), Tactics: []string{}, Seed: seed, Agreed: x.Agreed, Deadline: x.Deadline, Rounds: x.Rounds}
	for _, pl := range players {
		r.Tactics = append(r.Tactics, string(pl.Tactic))
	}
	if r.Offers, err = offerParts(p, x.Offers); err != nil {
		return nil, err
	}
	if x.Agreed {
		r.Package = &PackagePoint{UtilityList: utilities(x.Utility), Package: NamePackage(m, x.Package)}
		g, err := p.Gains(ctx, x.Package, bargain.Options{})
		if err != nil {
			return nil, err
		}
		r.Efficient, r.Step = &g.Efficient, solutionPart(m, g.Step)
	}
	return r, nil
}

// An AgreementReport says what can pass under a rule of agreement.
type AgreementReport struct {
	Case       string   `json:"case"`
	Parties    []string `json:"parties"`
	AtLeast    int      `json:"accepting_at_least"` // parties that must accept
	Veto       []string `json:"veto"`
	Acceptable *string  `json:"acceptable"` // packages that can pass; nil if only bounds are known
	Fewest     *string  `json:"at_least"`
	Most       *string  `json:"at_most"`
	Vectors    int      `json:"vectors"` // of the frontier, which is what is judged below
	// Core are the points that can pass and that no winning coalition blocks, at
	// most as many as were asked for; CoreVectors counts them all.
	CoreVectors int            `json:"core_vectors"`
	Core        []PackagePoint `json:"core"`
	Blocked     int            `json:"blocked"`
	Refused     int            `json:"refused"` // points that those content with them cannot put in force
	Examples    []BlockPart    `json:"examples"`
	Proven      bool           `json:"proven"`
	// Coalition is set when one was asked about.
	Coalition *CoalitionPart `json:"coalition"`
}

// A BlockPart is a coalition's reason to put another package in force.
type BlockPart struct {
	Point   PackagePoint   `json:"point"`
	Members []string       `json:"members"`
	Better  SettledPackage `json:"better"`
}

// A CoalitionPart says what a set of parties can guarantee itself.
type CoalitionPart struct {
	Members   []string      `json:"members"`
	Winning   bool          `json:"winning"`
	Blocks    bool          `json:"blocks"`
	Guarantee *FrontierPart `json:"guarantee"`
}

// Agreement judges packages under a rule; members, if not nil, asks about a
// coalition. Errors: as the methods of package bargain.
func Agreement(ctx context.Context, p *bargain.Problem, rule bargain.Rule, members []int, o bargain.Options, points int) (*AgreementReport, error) {
	m := p.Model()
	r := &AgreementReport{Case: m.Name, Parties: partyIDs(m), AtLeast: rule.AtLeast, Veto: idsOf(m, rule.Veto), Core: []PackagePoint{}, Examples: []BlockPart{}}
	n, err := p.Acceptable(ctx, rule, 0)
	if err != nil {
		return nil, err
	}
	if r.Acceptable = wholeNumber(n.Exact); r.Acceptable == nil {
		r.Fewest, r.Most = wholeNumber(n.AtLeast), wholeNumber(n.AtMost)
	}
	f, err := p.Frontier(ctx, o)
	if err != nil {
		return nil, err
	}
	core, err := f.Core(ctx, rule, o)
	if err != nil {
		return nil, err
	}
	point := func(i int) PackagePoint {
		x := f.Point(i)
		return PackagePoint{UtilityList: utilities(x.Utility), Packages: wholeNumber(x.Packages), Package: NamePackage(m, x.Package)}
	}
	r.Vectors, r.CoreVectors, r.Blocked, r.Refused, r.Proven = f.Len(), len(core.Points), len(core.Blocked), len(core.Refused), core.Proven
	for _, i := range core.Points[:min(points, len(core.Points))] {
		r.Core = append(r.Core, point(i))
	}
	for i := range f.Len() {
		if b, ok := core.Blocked[i]; ok && len(r.Examples) < min(points, 5) {
			r.Examples = append(r.Examples, BlockPart{point(i), idsOf(m, b.Members), NamePackage(m, b.Package)})
		}
	}
	if members != nil {
		c, err := p.Coalition(ctx, members, rule, o)
		if err != nil {
			return nil, err
		}
		r.Coalition = &CoalitionPart{Members: idsOf(m, c.Members), Winning: c.Winning, Blocks: c.Blocks}
		if c.Guarantee != nil {
			g := frontierPart(c.Guarantee, points)
			r.Coalition.Guarantee = &g
		}
	}
	return r, nil
}
