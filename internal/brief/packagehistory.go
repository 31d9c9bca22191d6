// SPDX-License-Identifier: Apache-2.0

package brief

import "parley/bargain"

// A HistoryReport holds the offers of any number of parties in their order, with
// what each was worth to each party.
type HistoryReport struct {
	Case    string      `json:"case"`
	Parties []string    `json:"parties"`
	Offers  []OfferPart `json:"offers"`
	Limits  []*string   `json:"limits"` // per party; nil: not stated
}

// History follows offers. Errors: an offer that is incomplete.
func History(p *bargain.Problem, offers []bargain.Offer) (*HistoryReport, error) {
	m := p.Model()
	parts, err := offerParts(p, offers)
	if err != nil {
		return nil, err
	}
	r := &HistoryReport{Case: m.Name, Parties: partyIDs(m), Offers: parts, Limits: []*string{}}
	for q := range m.Parties {
		r.Limits = append(r.Limits, optional(p.Reservation(q)))
	}
	return r, nil
}
