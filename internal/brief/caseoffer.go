// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/act"
	"parley/internal/process"
)

// What became of an offer.
const (
	OfferStands    = "stands"
	OfferReplaced  = "replaced"  // another writing took its place
	OfferBeside    = "beside"    // another writing is in force beside it: neither author had seen the other
	OfferWithdrawn = "withdrawn" // the seat took it back
)

// OfferStandings returns the words for what became of an offer.
func OfferStandings() []string {
	return []string{OfferStands, OfferReplaced, OfferBeside, OfferWithdrawn}
}

// caseOffer is one writing of a package that a seat called its own.
type caseOffer struct {
	CasePackage // of what is written, Entry, First, Time and Withdrawn alone are set
	stands      string
	at          happened
}

// offers lists every writing of every offer at its own day: an offer that was
// written again was another offer before, and one that was taken back was made.
func (c *caseMaker) offers() {
	for _, v := range c.state.Versions(act.KindProposal) {
		c.out.offered = append(c.out.offered, c.offersOf(&v)...)
	}
	slices.SortFunc(c.out.offered, func(a, b caseOffer) int { return a.at.compare(&b.at) })
}

// offersOf lists the writings of one package in which it was a seat's offer. One
// that changes no choice is no other offer.
func (c *caseMaker) offersOf(v *process.Version) (out []caseOffer) {
	stated := map[act.Moment]bool{} // days that a writing before states
	standing := -1                  // in out
	for _, l := range slices.Concat(v.Earlier, []process.Line{v.Line}) {
		x, taken := c.writingOf(v, &l, stated)
		switch {
		case !taken:
		case standing >= 0 && x.same(out[standing]):
		default:
			if standing >= 0 {
				out[standing].stands = OfferReplaced
			}
			standing = -1
			if x.isOffer() {
				standing, out = len(out), append(out, x)
			}
		}
	}
	for _, l := range v.Rivals {
		if x, taken := c.writingOf(v, &l, stated); taken && x.isOffer() {
			x.stands = OfferBeside
			out = append(out, x)
		}
	}
	if !c.at.withdrawn(v) {
		return out
	}
	w, _ := v.Withdrawn.Act.(act.Withdrawal)
	for i := range out {
		if out[i].stands != OfferReplaced {
			out[i].stands, out[i].Withdrawn = OfferWithdrawn, &Taken{process.Ref(v.Withdrawn.ID), v.Withdrawn.Time, w.Why}
		}
	}
	return out
}

// writingOf is one writing; taken is false if it is not within the days that are
// looked at. Its day is the one that it states, unless a writing before stated the
// same: forms keep the day when other things change. Then it is the day on which it
// was entered.
func (c *caseMaker) writingOf(v *process.Version, l *process.Line, stated map[act.Moment]bool) (out caseOffer, taken bool) {
	x, ok := l.Act.(act.Proposal)
	if !ok {
		return out, false
	}
	on, reported := x.On, x.Mark != ""
	if stated[on] {
		on, reported = act.Moment{}, false
	}
	stated[x.On] = x.On.Known()
	if !c.at.within(on, reported, l.Time) {
		return out, false
	}
	out = caseOffer{CasePackage: c.casePackage(x), stands: OfferStands, at: happens(on, l)}
	if out.On = on; !on.Known() {
		out.On = act.Moment{Day: dayOf(l.Time)}
	}
	out.Entry, out.First, out.Time = process.Ref(l.ID), process.Ref(v.First), l.Time
	return out, true
}

// isOffer reports whether a writing is a package that a seat puts as its own.
func (x caseOffer) isOffer() bool {
	return x.Offer != nil && x.Stage == act.Tabled && len(x.Choices) > 0
}

// same reports whether a writing offers what another did.
func (x caseOffer) same(before caseOffer) bool {
	return x.isOffer() && *x.Offer == *before.Offer && slices.Equal(x.Choices, before.Choices)
}
