// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"slices"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/node"
)

// packageOptions are the packages that were put to the parties, the newest first.
func packageOptions(r *request) []option {
	var out []option
	for _, v := range slices.Backward(r.view.State.Versions(act.KindProposal)) {
		if x, ok := v.Act.(act.Proposal); ok && v.Withdrawn == nil && x.Stage == act.Tabled && len(x.Choices) > 0 {
			out = append(out, option{hex.EncodeToString(v.ID[:]), lineOf(x.Title)})
		}
	}
	return out
}

// askedOptions are the seats that can be asked: all but mediators.
func askedOptions(r *request) []option {
	return slices.DeleteFunc(seatOptions(r), func(o option) bool {
		s := r.view.Roster.Seat(o.Value)
		return s == nil || s.Role == roleMediator
	})
}

// shapeRound makes the form of a round. In one that is open already, what is put
// and who is asked stand as they are, whatever has become of a package or a seat.
func shapeRound(r *request, v values) []field {
	packages, asked := roundPackagesField(), roundAskedField()
	x, ok := r.roundAt(v.Get("amends"))
	if v.Get("amends") == "" || !ok {
		return roundFields(packages, asked)
	}
	var refs, seats []option
	for _, p := range x.Packages {
		refs = append(refs, option{p.Package, lineOf(p.Title)})
	}
	for _, a := range x.Asked {
		seats = append(seats, option{a.Seat.Seat, a.Seat.Name})
	}
	v["packages"], v["asked"] = valuesIn(refs), valuesIn(seats)
	packages.options = func(*request) []option { return refs }
	asked.options = func(*request) []option { return seats }
	packages.hint = phrase.T("The round is open: its packages and the seats that are asked stay as they are.")
	asked.hint = packages.hint
	return roundFields(packages, asked)
}

func valuesIn(options []option) []string {
	var out []string
	for _, o := range options {
		out = append(out, o.Value)
	}
	slices.Sort(out)
	return out
}

// roundWarnings says what of the packages that are chosen would tell more of the
// answers than the one word.
func (r *request) roundWarnings(v values) []string {
	var out []string
	asked := v.All("asked")
	again, _ := r.roundAt(v.Get("amends"))
	rounds := r.rounds().Rounds
	for _, ref := range v.All("packages") {
		p, first, ok := r.packageAt(ref)
		if !ok {
			continue
		}
		if slices.Contains(asked, p.By) {
			out = append(out, r.p.T("“{package}” is the offer of {seat}, which is asked: of it “not all accept” points at the others.", "package", lineOf(p.Title), "seat", r.view.State.Name(p.By)))
		}
		for i := range rounds {
			x := &rounds[i]
			put := slices.ContainsFunc(x.Packages, func(y brief.RoundPackage) bool { return y.First == first })
			if put && x.First != again.First && !slices.Equal(askedOf(x), asked) {
				out = append(out, r.p.T("“{package}” was put to other seats in the round “{round}”: what the two rounds tell of it can tell what one seat answered.", "package", lineOf(p.Title), "round", lineOf(x.Title)))
			}
		}
	}
	return out
}

// packageAt finds a package by the id of a writing, and its first writing.
func (r *request) packageAt(ref string) (p act.Proposal, first string, ok bool) {
	id, err := node.ParseID(ref)
	if err != nil {
		return p, "", false
	}
	v, ok := r.view.State.Version(id)
	if !ok {
		return p, "", false
	}
	l, _ := r.view.State.Line(id)
	p, ok = l.Act.(act.Proposal)
	return p, hex.EncodeToString(v.First[:]), ok
}

// askedOf are the seats that are asked, sorted.
func askedOf(x *brief.RoundLine) []string {
	var out []string
	for _, a := range x.Asked {
		out = append(out, a.Seat.Seat)
	}
	slices.Sort(out)
	return out
}
