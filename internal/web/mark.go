// SPDX-License-Identifier: Apache-2.0

package web

import (
	"html/template"
	"slices"

	"parley/internal/brief"
)

// marks are the classes that give a seat its shape and hue, by its place in the
// roster. Further seats have none: a shape must not stand for two.
var marks = []string{"a", "b", "c", "d", "e"}

// markOf is the class of a seat, the same on every page and for every reader.
func (r *request) markOf(seat string) string {
	if i := slices.Index(r.roster(), seat); i >= 0 && i < len(marks) {
		return marks[i]
	}
	return "none"
}

// seatHTML shows a seat: its mark, and its name set apart from the text around
// it, since it may be written in the other direction.
func (r *request) seatHTML(s brief.SeatRef) template.HTML {
	name := template.HTMLEscapeString(s.Name)
	if s.Gone {
		name = template.HTMLEscapeString(r.p.T("{seat}, who left", "seat", s.Name))
	}
	return template.HTML(`<span class="party ` + r.markOf(s.Seat) + `"><bdi>` + name + `</bdi></span>`)
}

// seatsHTML shows several seats, the own one first.
func (r *request) seatsHTML(list []brief.SeatRef) template.HTML {
	own := slices.Clone(list)
	slices.SortStableFunc(own, func(a, b brief.SeatRef) int {
		return rankOwn(a.Seat, r.node.Seat()) - rankOwn(b.Seat, r.node.Seat())
	})
	var out template.HTML
	for i, s := range own {
		if i > 0 {
			out += ", "
		}
		out += r.seatHTML(s)
	}
	return out
}

// readersHTML shows the readers of an entry, in short when they are every seat.
func (r *request) readersHTML(list []brief.SeatRef) template.HTML {
	var seats []string
	for _, s := range list {
		seats = append(seats, s.Seat)
	}
	slices.Sort(seats)
	if r.plenary(seats) {
		return template.HTML(template.HTMLEscapeString(r.p.T("all seats")))
	}
	return r.seatsHTML(list)
}

func rankOwn(seat, own string) int {
	if seat == own {
		return 0
	}
	return 1
}
