// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"slices"
	"strconv"
)

// pathWord is what is written beside an offer or a move.
type pathWord struct {
	x, y, reach int
	class       string
	words       string
}

// maxNamedMoves is up to how many moves have the letters of their kinds beside them;
// the table names all.
const maxNamedMoves = 12

// drawPath draws the offers in their order, each with the shape of the party that
// made it, and an arrow from each to the next of the same party. Offers that stand
// on one place share their numbers.
func (g *plane) drawPath() []pathWord {
	course := g.v.Course
	var words []pathWord
	for _, s := range course.Steps {
		x1, y1 := g.at(course.Offers[s.From].U)
		x2, y2 := g.at(course.Offers[s.To].U)
		x, y, drawn := g.move(x1, y1, x2, y2, 11, seatInk(g.seatOf(s.Party)))
		if drawn && len(course.Steps) <= maxNamedMoves {
			words = append(words, pathWord{x, y, 2, "soft", StepLetter(s.Kind)})
		}
	}
	numbers := map[[2]int]string{}
	var places [][2]int
	for i, o := range course.Offers {
		x, y := g.at(o.U)
		g.sign(g.seatOf(o.Party), x, y, 6, true)
		g.placer.block(x, y, 8)
		at := [2]int{x, y}
		if numbers[at] == "" {
			places = append(places, at)
			numbers[at] = strconv.Itoa(i + 1)
		} else {
			numbers[at] += ", " + strconv.Itoa(i+1)
		}
	}
	var out []pathWord
	for _, at := range places {
		out = append(out, pathWord{at[0], at[1], 7, "", numbers[at]})
	}
	return append(out, words...)
}

// seatOf is the shape of a party that a report calls by its word.
func (g *plane) seatOf(id string) int { return g.v.seat(slices.Index(g.r.Parties, id)) }

func (g *plane) pathNotes() []string {
	course := g.v.Course
	if course == nil || len(course.Offers) == 0 {
		return nil
	}
	return []string{
		g.p.T("Numbers: offers in their order, each with the shape of the party that made it; an arrow leads to the next offer of the same party."),
		g.p.T("A change of less than {share} of a party’s scale counts as none. Letters stand for what a step changes, not for an intention.", "share", shown(course.Threshold)),
	}
}

// pathTerms says what the letters of the steps that occur stand for.
func (g *plane) pathTerms() (out []string) {
	if g.v.Course == nil {
		return nil
	}
	var kinds []string
	for _, s := range g.v.Course.Steps {
		if !slices.Contains(kinds, s.Kind) {
			kinds = append(kinds, s.Kind)
			out = append(out, g.p.T("{name}: {definition}.", "name", StepLetter(s.Kind), "definition", StepKind(g.p, s.Kind)))
		}
	}
	return out
}
