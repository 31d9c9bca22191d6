// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/bargain"
	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// CaseQuery asks for the case of packages that a seat holds.
type CaseQuery struct {
	// Parties are the seats whose preferences are wanted; none: all of which one
	// is held.
	Parties []string

	// Prefer is the basis (act.Said or act.Inferred) that is taken where a seat's
	// preference is held on both; empty is act.Said.
	Prefer string
}

// HeldCase is the case of packages that this seat can make of what it reads:
// issues and their options, and of each party what it stated, is reported to have
// stated, or is estimated to prefer. It is made of this seat's record alone and
// holds nothing of other channels.
//
// Only what every party of the case has stated is counted: an option or an issue
// of which one of them states nothing is left out and named. What is not known is
// not zero.
type HeldCase struct {
	Footing
	AsOf     AsOf           `json:"as_of"`
	Issues   []CaseIssue    `json:"issues"`
	Parties  []CaseParty    `json:"parties"`
	LeftOut  []CaseGap      `json:"left_out"` // of the agenda
	Excluded []CaseRefusal  `json:"excluded"` // options that a party could not live with
	Packages []CasePackage  `json:"packages"` // by when they were put
	Without  []SeatRef      `json:"without"`  // parties of the process of which no preference is held
	Says     string         `json:"says"`
	Middle   *bargain.Model `json:"-"` // every range at its middle, every order at its centroid; nil if it has no issue or no party
	Ranges   *bargain.Model `json:"-"` // as stated, with ranges, orders and views

	offered []caseOffer // by when they were made
}

const heldCaseSays = "This case is made of what this seat reads. Where ranges are stated, single figures stand at their middle; " +
	"where only an order of issues is stated, weights are those of its centroid. What a party could not live with is taken out for all. " +
	"Of a limit that counts further issues, the middle of what these can bring is taken off."

// CaseIssue is an issue of the case with the options that are counted.
type CaseIssue struct {
	IssueRef
	Basket  string   `json:"basket,omitempty"`
	Options []string `json:"options"`
}

// CaseParty is one party of the case and what its preference rests on.
type CaseParty struct {
	Seat     SeatRef          `json:"seat"`
	You      bool             `json:"you"`
	Basis    string           `json:"basis"`            // a word of act.PositionBases; inferred is an estimate
	Views    []PreferenceLink `json:"views"`            // the newest first; single figures are of the first
	Ranged   bool             `json:"ranged"`           // some number is a range, or weights follow an order
	Ordered  bool             `json:"ordered"`          // weights are those of an order alone
	Unused   string           `json:"unused,omitempty"` // a word of [CaseUnused]: what is stated beside that and not used
	Limit    string           `json:"limit"`            // a word of [CaseLimits]
	LimitIs  string           `json:"limit_is"`         // in the words stated
	Stated   int              `json:"stated"`           // issues of the agenda of which it states something
	Agenda   int              `json:"agenda"`           // issues of the agenda that have options
	Estimate bool             `json:"estimate"`         // by a seat other than the party
}

// PreferenceLink names an entry that states a preference.
type PreferenceLink struct {
	Entry        string  `json:"entry"`
	By           SeatRef `json:"by"`
	Day          string  `json:"day"` // on which it was entered
	View         string  `json:"view,omitempty"`
	Mark         string  `json:"mark,omitempty"`
	Illustrative bool    `json:"illustrative,omitempty"`
}

// CaseUnused returns the words for what a party states and the case does not use:
// weights of some issues, where more issues are ordered than weighed; an order
// that the ranges of the weights contradict.
func CaseUnused() []string { return []string{"weights", "order"} }

// CaseLimits returns the words for what is known of the least that a party could
// live with: a worth; a worth of more issues than the case counts, which is met
// or not also by how those are settled; a package; only words; a package that
// leaves an issue of the case open, or that chooses an option which is not
// counted; or nothing.
func CaseLimits() []string {
	return []string{"worth", "worth-of-more", "package", "words", "open-package", "uncounted-package", "none"}
}

// CaseGap is what is left out of a case, since somebody has not stated it.
type CaseGap struct {
	Issue  IssueRef  `json:"issue"`
	Option string    `json:"option,omitempty"` // empty: the issue as a whole
	Why    string    `json:"why"`              // a word of [CaseGaps]
	Seats  []SeatRef `json:"seats"`            // that have not stated it
}

// CaseGaps returns the reasons for which something is left out: an issue without
// options, one without a weight, one of whose options fewer than two are valued
// by all, an option that is not valued by all.
func CaseGaps() []string { return []string{"no-options", "no-weight", "few-values", "no-value"} }

// CaseRefusal is an option that some could not live with.
type CaseRefusal struct {
	Issue  IssueRef  `json:"issue"`
	Option string    `json:"option"`
	Seats  []SeatRef `json:"seats"`
}

// CasePackage is a proposal that chooses options.
type CasePackage struct {
	Written
	Title   string          `json:"title"`
	Stage   string          `json:"stage"`
	Offer   *SeatRef        `json:"offer,omitempty"` // whose offer; absent: nobody's
	From    string          `json:"from,omitempty"`  // the first writing of the internal one that it was tabled from
	On      act.Moment      `json:"on,omitzero"`
	Choices []PackageChoice `json:"choices"` // in the order of the agenda
	Open    []IssueRef      `json:"open"`    // issues of the case that it leaves open
	Unknown []IssueRef      `json:"unknown"` // issues of the case where it chooses an option that is not counted
	Refused []CaseRefusal   `json:"refused"` // what it chooses that some could not live with

	// Package is it in the model; nil when it leaves something open or chooses an
	// option that is not counted.
	Package bargain.Package `json:"-"`
}

// PackageChoice is one choice of a package.
type PackageChoice struct {
	Issue  IssueRef `json:"issue"`
	Option string   `json:"option"`
}

// Case makes the case of packages that a seat holds.
func Case(s process.State, r *record.Roster, h Head, withheld int64, at AsOf, q CaseQuery) *HeldCase {
	f := newFaces(s, r)
	held := f.preferences(at, q)
	c := f.caseMaker(at, held, f.caseSeats(q, held))
	c.out.Footing = footing(h, withheld)
	c.chooseIssues()
	c.describeParties()
	c.models()
	c.packages()
	c.offers()
	return c.out
}

// caseMaker begins a case of some seats: those of which no preference is held are
// named.
func (f faces) caseMaker(at AsOf, held map[string][]dated[act.Preference], seats []string) *caseMaker {
	out := &HeldCase{
		AsOf: at, Issues: []CaseIssue{}, Parties: []CaseParty{}, LeftOut: []CaseGap{}, Excluded: []CaseRefusal{},
		Packages: []CasePackage{}, Without: []SeatRef{}, Says: heldCaseSays,
	}
	c := &caseMaker{faces: f, at: at, out: out}
	for _, b := range f.agenda(at) {
		for _, v := range b.issues {
			c.agenda = append(c.agenda, v)
			c.baskets = append(c.baskets, b.name)
		}
	}
	for _, seat := range seats {
		if views := held[seat]; len(views) > 0 {
			c.parties = append(c.parties, partyViews{seat, views})
		} else {
			out.Without = append(out.Without, f.seat(seat))
		}
	}
	return c
}

// preferences returns the preferences that are held of each seat on one basis,
// the newest first, one of each view.
func (f faces) preferences(at AsOf, q CaseQuery) map[string][]dated[act.Preference] {
	prefer := q.Prefer
	if prefer == "" {
		prefer = act.Said
	}
	all := map[string][]dated[act.Preference]{}
	for _, d := range slices.Backward(inOrder(at, f.state.Versions(act.KindPreference), onPreference)) {
		if !at.withdrawn(d.Version) {
			all[d.says.Of] = append(all[d.says.Of], d)
		}
	}
	out := map[string][]dated[act.Preference]{}
	for seat, list := range all {
		// The seat's own word counts before what this seat reports of it or infers,
		// and that before what others do.
		rank := func(d dated[act.Preference]) int {
			n := 0
			switch d.Author.Seat {
			case seat:
			case f.state.Seat():
				n = 1
			default:
				n = 2
			}
			if d.says.Basis != prefer {
				n += 3
			}
			return n
		}
		best := slices.MinFunc(list, func(a, b dated[act.Preference]) int { return rank(a) - rank(b) })
		seen := map[string]bool{}
		for _, d := range list {
			if d.says.Basis == best.says.Basis && d.Author.Seat == best.Author.Seat && !seen[fold(d.says.View)] {
				seen[fold(d.says.View)] = true
				out[seat] = append(out[seat], d)
			}
		}
	}
	return out
}

// caseSeats returns the seats that are asked for, or all parties and those of
// which a preference is held, the own seat first.
func (f faces) caseSeats(q CaseQuery, held map[string][]dated[act.Preference]) []string {
	if len(q.Parties) > 0 {
		return q.Parties
	}
	known := map[string][]PositionLine{}
	for seat := range held {
		known[seat] = []PositionLine{{}}
	}
	return f.positioned(known)
}
