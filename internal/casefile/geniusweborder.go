// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"slices"
	"strconv"

	"parley/bargain"
)

// webOrdering reads a profile that has no numbers: it lists whole packages and
// says of pairs of them which one is better. That is a case for robustness alone.
func webOrdering(p *node, d *domain, c *Case) (v bargain.View, err error) {
	bids, better := p.get("bids"), p.get("better")
	if bids == nil || better == nil || bids.kind != list || better.kind != list {
		return v, p.fail("a profile that orders packages needs lists of bids and of better pairs")
	}
	packages := make([]bargain.Package, len(bids.items))
	for k, n := range bids.items {
		if packages[k], err = webBid(n, d); err != nil {
			return v, err
		}
	}
	for _, pair := range better.items {
		if pair.kind != list || len(pair.items) != 2 {
			return v, pair.fail("better is a list of pairs [better, worse] of numbers of bids")
		}
		var out [2]bargain.Package
		for k, n := range pair.items {
			i, err := strconv.Atoi(n.text)
			if err != nil || i < 0 || i >= len(packages) {
				return v, n.fail("better names the bid %s; there are %d bids, the first is 0", n.describe(), len(packages))
			}
			out[k] = packages[i]
		}
		if slices.Equal(out[0], out[1]) {
			c.repair(pair.at(), "a bid is said to be better than itself; that says nothing and is left out")
			continue
		}
		v.Better = append(v.Better, out)
	}
	if len(v.Better) == 0 {
		return v, better.fail("the profile says of no bid that it is better than another")
	}
	for _, issue := range d.issues {
		row := make([]bargain.Number, len(issue.Options))
		for o := range row {
			row[o] = bargain.Unknown()
		}
		v.Values = append(v.Values, row)
	}
	if n := p.get("reservationBid"); n != nil && n.kind != null {
		whole, err := webBid(n, d)
		if err != nil {
			c.repair(n.at(), "without numbers, a reservation bid that leaves issues open has no value; none is stated")
			return v, nil
		}
		v.Reservation = &bargain.Reservation{Package: whole}
	}
	return v, nil
}

// webBid reads a bid that settles every issue.
func webBid(n *node, d *domain) (bargain.Package, error) {
	values := n.first("issuevalues", "issueValues")
	if values == nil || values.kind != object {
		return nil, n.fail("the bid has no issuevalues")
	}
	x := make(bargain.Package, len(d.issues))
	given := make([]bool, len(x))
	if err := values.each(func(k key, of *node) error {
		i := d.issue(k.name)
		if i < 0 {
			return place{of.file.name, k.line}.fail("the domain has no issue %q", short(k.name))
		}
		o := d.option(i, of.text)
		if o < 0 {
			return of.fail("issue %q has no option %s", short(k.name), of.describe())
		}
		x[i], given[i] = o, true
		return nil
	}); err != nil {
		return nil, err
	}
	if i := slices.Index(given, false); i >= 0 {
		return nil, values.fail("the bid does not settle issue %q", short(d.issues[i].ID))
	}
	return x, nil
}
