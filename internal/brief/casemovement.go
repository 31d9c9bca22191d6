// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"math/big"
	"slices"

	"parley/bargain"
	"parley/internal/act"
)

// MovementQuery asks how offers moved.
type MovementQuery struct {
	Between   []string // two seats; none: the first two that made an offer and are held
	Threshold *big.Rat // below which a change counts as none, as a share of a party's scale; nil: 3/100
	Lag       int      // offers after which a step may answer another; 0: 1
}

// OffersReport follows the offers that are on the record: packages that a seat
// called its own, in every writing that changed what they choose, also those that
// were taken back. It describes steps and not intentions.
type OffersReport struct {
	Footing
	AsOf    AsOf           `json:"as_of"`
	Parties []CaseParty    `json:"parties"` // in whose points offers are measured
	Offers  []OfferLine    `json:"offers"`  // by when they were made
	History *HistoryReport `json:"history"` // of those that can be measured; nil if none
	Between []SeatRef      `json:"between"` // whose steps are classified; none if fewer than two made offers and are held
	// Course classifies the steps between those two; nil if neither has made two.
	Course *MovementReport `json:"course"`
	Steps  []StepLine      `json:"steps"` // of Course, with the entries that are its evidence
	Says   string          `json:"says"`
}

const offersSays = "Steps are classified by what they change for the party that makes them and for the other, in the points held here. This describes steps, not intentions."

// OfferLine is one offer.
type OfferLine struct {
	Entry   string          `json:"entry"`   // this writing
	Package string          `json:"package"` // the first writing of the package that it is a writing of
	Title   string          `json:"title"`
	By      SeatRef         `json:"by"`
	On      act.Moment      `json:"on"`     // as stated, if no writing before stated the same; else the day of the entry
	Stands  string          `json:"stands"` // a word of [OfferStandings]
	Choices []PackageChoice `json:"choices"`
	U       []string        `json:"u"` // per party, in points of 100; empty if it cannot be measured
	// Open and Unknown are the issues because of which it cannot be measured.
	Open    []IssueRef `json:"open"`
	Unknown []IssueRef `json:"unknown"`
	// Changed are the issues on which it differs from the offer before it of the same
	// seat; empty for a first one.
	Changed []OfferChange `json:"changed"`
	First   bool          `json:"first"` // of its seat
	// Withdrawn is how the seat took it back.
	Withdrawn *Taken `json:"withdrawn,omitempty"`
}

// OfferChange is an issue on which two offers of a seat differ.
type OfferChange struct {
	Issue IssueRef `json:"issue"`
	From  string   `json:"from"` // empty: left open
	To    string   `json:"to"`
}

// StepLine is a step between two offers of a seat.
type StepLine struct {
	By      SeatRef  `json:"by"`
	From    string   `json:"from"` // entries
	To      string   `json:"to"`
	Kind    string   `json:"kind"`
	Own     string   `json:"own"`     // change for the party that makes it, in points of 100 of its scale
	Other   string   `json:"other"`   // and for the other
	Answers []string `json:"answers"` // the two entries of the step that it may answer; none otherwise
}

// Movement follows the offers of a case. Errors: what is asked for makes no sense.
func (c *SolvedCase) Movement(q MovementQuery) (*OffersReport, error) {
	out := &OffersReport{Footing: c.Footing, AsOf: c.AsOf, Parties: c.Parties, Offers: []OfferLine{}, Between: []SeatRef{}, Steps: []StepLine{}, Says: offersSays}
	last := map[string]int{}
	var placed []bargain.Offer
	var places []int // in out.Offers, of placed
	for _, x := range c.offered {
		l := OfferLine{
			Entry: x.Entry, Package: x.First, Title: x.Title, By: *x.Offer, On: x.On, Stands: x.stands, Withdrawn: x.Withdrawn,
			Choices: x.Choices, U: []string{}, Open: x.Open, Unknown: x.Unknown, Changed: []OfferChange{}, First: true,
		}
		if before, ok := last[l.By.Seat]; ok {
			l.First, l.Changed = false, changedChoices(out.Offers[before].Choices, l.Choices)
		}
		last[l.By.Seat] = len(out.Offers)
		if x.Package != nil && c.frontier != nil {
			u, err := c.frontier.Problem().Utility(x.Package)
			if err != nil {
				return nil, err
			}
			l.U = utilities(u).U
			party := slices.IndexFunc(c.Parties, func(p CaseParty) bool { return p.Seat.Seat == l.By.Seat })
			placed, places = append(placed, bargain.Offer{Party: party, Package: x.Package}), append(places, len(out.Offers))
		}
		out.Offers = append(out.Offers, l)
	}
	if len(placed) == 0 {
		return out, nil
	}
	c.history(out, placed, places)
	return out, c.classify(out, placed, places, q)
}

// changedChoices lists the issues on which two packages differ.
func changedChoices(before, after []PackageChoice) []OfferChange {
	out := []OfferChange{}
	option := func(list []PackageChoice, issue string) string {
		i := slices.IndexFunc(list, func(k PackageChoice) bool { return k.Issue.Issue == issue })
		if i < 0 {
			return ""
		}
		return list[i].Option
	}
	for _, k := range after {
		if was := option(before, k.Issue.Issue); was != k.Option {
			out = append(out, OfferChange{k.Issue, was, k.Option})
		}
	}
	for _, k := range before {
		if option(after, k.Issue.Issue) == "" {
			out = append(out, OfferChange{k.Issue, k.Option, ""})
		}
	}
	return out
}

// history sets what offers were worth in a row. An offer of a party of which nothing
// is held stands in it too: it is worth something to the others.
func (c *SolvedCase) history(out *OffersReport, placed []bargain.Offer, places []int) {
	h := &HistoryReport{Case: c.middle.Name, Parties: partyIDs(c.middle), Offers: []OfferPart{}, Limits: []*string{}}
	for i, o := range placed {
		l := out.Offers[places[i]]
		h.Offers = append(h.Offers, OfferPart{l.By.Seat, UtilityList{l.U, l.U}, NamePackage(c.middle, o.Package)})
	}
	for q := range c.Parties {
		h.Limits = append(h.Limits, optional(c.frontier.Problem().Reservation(q)))
	}
	out.History = h
}

// classify names the steps of two parties.
func (c *SolvedCase) classify(out *OffersReport, placed []bargain.Offer, places []int, q MovementQuery) error {
	pair, err := c.pairOf(placed, q.Between)
	if err != nil || pair == nil {
		return err
	}
	var offers []bargain.Offer
	var entries []string
	for i, o := range placed {
		if o.Party == pair[0] || o.Party == pair[1] {
			offers, entries = append(offers, o), append(entries, out.Offers[places[i]].Entry)
		}
	}
	for _, p := range pair {
		out.Between = append(out.Between, c.Parties[p].Seat)
	}
	threshold, lag := q.Threshold, q.Lag
	if threshold == nil {
		threshold = bargain.DefaultThreshold()
	}
	if lag == 0 {
		lag = 1
	}
	m, err := Movement(c.frontier.Problem(), offers, [2]int{pair[0], pair[1]}, threshold, lag)
	if err != nil {
		return err
	}
	if len(m.Steps) == 0 {
		return nil
	}
	out.Course = m
	for _, s := range m.Steps {
		l := StepLine{c.seatOf(s.Party), entries[s.From], entries[s.To], s.Kind, inPercent(s.Own), inPercent(s.Other), []string{}}
		if s.Responds != nil {
			r := m.Steps[*s.Responds]
			l.Answers = []string{entries[r.From], entries[r.To]}
		}
		out.Steps = append(out.Steps, l)
	}
	return nil
}

// pairOf are the two parties whose steps are classified; nil if there are no two.
func (c *SolvedCase) pairOf(placed []bargain.Offer, between []string) ([]int, error) {
	var out []int
	for _, seat := range between {
		i := slices.IndexFunc(c.Parties, func(p CaseParty) bool { return p.Seat.Seat == seat })
		if i < 0 || slices.Contains(out, i) {
			return nil, fmt.Errorf("between %q: want two different parties of which a preference is held", seat)
		}
		out = append(out, i)
	}
	if len(between) > 0 && len(out) != 2 {
		return nil, fmt.Errorf("between: want two parties, not %d", len(out))
	}
	for _, o := range placed {
		if len(out) < 2 && o.Party >= 0 && !slices.Contains(out, o.Party) {
			out = append(out, o.Party)
		}
	}
	if len(out) < 2 {
		return nil, nil
	}
	// The order of the case, so that who offered first decides nothing.
	slices.Sort(out)
	return out, nil
}

// StepSays says what a kind of step changes, for tables of plain words; empty for a
// word that is no kind.
func StepSays(kind string) string {
	switch bargain.Kind(kind) {
	case bargain.Silent:
		return "no change that counts, for either"
	case bargain.Nice:
		return "more for the other, at no cost to itself"
	case bargain.Concession:
		return "less for itself, not less for the other"
	case bargain.Unfortunate:
		return "not more for itself, and less for the other"
	case bargain.Selfish:
		return "more for itself, not more for the other"
	case bargain.Fortunate:
		return "more for both"
	}
	return ""
}

// inPercent is a share in hundredths.
func inPercent(share string) string {
	x, ok := new(big.Rat).SetString(share)
	if !ok {
		return share
	}
	return Rounded(x.Mul(x, hundred()))
}
