// SPDX-License-Identifier: Apache-2.0

package chart

import (
	"fmt"
	"math"
	"strings"

	"parley/internal/brief"
	"parley/internal/lang"
)

// ConflictWords are the words of a chart of a conflict, in the reader's language.
type ConflictWords struct {
	Title, Description string
	Today              string // beside the status quo
	Holds              string // what the double ring means
	Pays               string // what an arrow means
	Leaves             string // what letters in a table mean
	States             string // heads the column of states
	Ranks              string // under whose numbers count ranks and are no amounts
	More               string // that not all states are drawn; empty if they are
}

// Most states that a chart draws; the table has all of them.
const (
	graphStates = 40
	tableStates = 60
)

// moverLetter marks a decision maker: A, B, … Z, then numbers.
func moverLetter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return fmt.Sprint(i + 1)
}

// moverDash tells the arrows of decision makers apart beside their letters.
func moverDash(i int) string { return [...]string{"", "7 3", "2 3", "9 3 2 3"}[i%4] }

// Sizes of the state graph, in pixels.
const (
	stateRadius = 17
	graphMargin = 90
)

// StateGraph draws states around a circle and the moves that pay whoever makes
// them, each with the letter of its mover. A double ring is a state that holds for
// everybody under concept, a square is the status quo.
func StateGraph(p *lang.Printer, r *brief.GraphReport, concept string, w ConflictWords) Figure {
	states := r.States[:min(len(r.States), graphStates)]
	if len(states) == 0 {
		return Figure{}
	}
	n := len(states)
	ring := max(190, n*(2*stateRadius+14)*10/63) // 2π of it hold all states
	size := 2 * (ring + graphMargin)
	legend := 24 * (len(r.Names) + 3)
	c := newCanvas(p, max(size, 560), size+legend)
	middle := c.width / 2
	place := func(k, out int) [2]int { // of state k, or so far outside of it
		angle := 2*math.Pi*float64(k)/float64(n) - math.Pi/2
		x := float64(ring+out) * math.Cos(angle)
		if c.mirrored {
			x = -x
		}
		return [2]int{middle + int(math.Round(x)), ring + graphMargin + int(math.Round(float64(ring+out)*math.Sin(angle)))}
	}
	at := map[brief.StateNumber][2]int{}
	for k, s := range states {
		at[s.State] = place(k, 0)
	}
	for _, m := range r.Moves {
		from, ok := at[m.From]
		to, ok2 := at[m.To]
		if ok && ok2 && m.Pays {
			c.transit(from, to, moverLetter(m.DM), moverDash(m.DM))
		}
	}
	for k, s := range states {
		x, y := at[s.State][0], at[s.State][1]
		label := ""
		if n <= 24 && s.Pattern != s.State.String() {
			label = s.Pattern
		}
		if s.StatusQuo {
			const half = stateRadius + 5
			c.path(fmt.Sprintf("M%d %dh%dv%dh%dz", x-half, y-half, 2*half, 2*half, -2*half), false)
			label = strings.TrimSpace(label + " " + w.Today)
		}
		c.outside(place(k, stateRadius+14), middle, label)
		c.circle(x, y, stateRadius, false)
		if contains(s.Holds, concept) {
			c.circle(x, y, stateRadius-4, false)
		}
		c.text(x, y+4, 12, centred, "", s.State.String())
	}
	y := size + 14
	for i, name := range r.Names {
		c.text(graphMargin, y, 13, startsAt, "", held(moverLetter(i)+"  ", name, 13, c.width-2*graphMargin))
		y += 22
	}
	c.text(graphMargin, y, 12, startsAt, "soft", fit(w.Holds, 12, c.width-graphMargin))
	c.text(graphMargin, y+20, 12, startsAt, "soft", fit(w.Pays, 12, c.width-graphMargin))
	return Figure{SVG: c.svg("chart-states", w.Title, w.Description), Notes: notes(w.More)}
}

func notes(words ...string) (out []string) {
	for _, x := range words {
		if x != "" {
			out = append(out, x)
		}
	}
	return out
}

func contains(list []string, word string) bool {
	for _, x := range list {
		if x == word {
			return true
		}
	}
	return false
}

// outside writes the name of a state outside of the circle of states.
func (c *canvas) outside(at [2]int, middle int, words string) {
	anchor, room := centred, graphMargin*2
	switch {
	case at[0] > middle+stateRadius:
		anchor, room = startsAt, c.width-at[0]-4
	case at[0] < middle-stateRadius:
		anchor, room = endsAt, at[0]-4
	}
	if words != "" {
		c.text(at[0], at[1]+4, 11, anchor, "soft", isolated(fit(words, 11, room)))
	}
}

// transit draws a move from one state to another with the letter of its mover, past
// the middle, where the letters of crossing arrows seldom meet.
func (c *canvas) transit(from, to [2]int, letter, dash string) {
	dx, dy := float64(to[0]-from[0]), float64(to[1]-from[1])
	length := math.Hypot(dx, dy)
	if length < 1 {
		return
	}
	ux, uy := dx/length, dy/length
	point := func(along, aside float64) (int, int) {
		return from[0] + int(math.Round(ux*along-uy*aside)), from[1] + int(math.Round(uy*along+ux*aside))
	}
	x1, y1 := point(stateRadius, 0)
	x2, y2 := point(length-stateRadius-2, 0)
	fmt.Fprintf(c, `<line stroke="var(--ink)" stroke-width="1" x1="%d" y1="%d" x2="%d" y2="%d"`, x1, y1, x2, y2)
	if dash != "" {
		fmt.Fprintf(c, ` stroke-dasharray="%s"`, dash)
	}
	c.WriteString("/>")
	ax, ay := point(length-stateRadius-12, 4)
	bx, by := point(length-stateRadius-12, -4)
	fmt.Fprintf(c, `<path fill="var(--ink)" d="M%d %dL%d %dL%d %dz"/>`, x2, y2, ax, ay, bx, by)
	tx, ty := point(max(length*0.62, stateRadius+12), 0)
	fmt.Fprintf(c, `<rect x="%d" y="%d" width="14" height="14" rx="7" fill="var(--paper)"/>`, tx-7, ty-7)
	c.text(tx, ty+4, 11, centred, "", letter)
}

// StateTable draws a row for each state and a column for each concept: a filled
// square where the state holds for everybody, else the letters of who would leave.
func StateTable(p *lang.Printer, r *brief.GraphReport, w ConflictWords) Figure {
	states := r.States[:min(len(r.States), tableStates)]
	if len(states) == 0 {
		return Figure{}
	}
	const first, column, row, top = 250, 90, 24, 60
	c := newCanvas(p, first+column*len(r.Concepts)+30, top+row*len(states)+24*(len(r.Names)+2))
	x := func(at int) int {
		if c.mirrored {
			return c.width - at
		}
		return at
	}
	anchor := startsAt
	if c.mirrored {
		anchor = endsAt
	}
	c.text(x(20), 34, 13, anchor, "", fit(w.States, 13, first-30))
	for k, concept := range r.Concepts {
		c.text(x(first+column*k+column/2), 34, 13, centred, "", isolated(concept))
	}
	for j, s := range states {
		y := top + row*j
		c.line("grid", 14, y+8, c.width-14, y+8, "")
		name := s.State.String()
		if s.Pattern != name {
			name += "  " + s.Pattern
		}
		today := ""
		if s.StatusQuo {
			today = "  (" + w.Today + ")"
		}
		c.text(x(20), y+2, 12, anchor, "", isolated(fit(name, 12, first-30-6*len([]rune(today))))+today)
		for k := range r.Concepts {
			mid := x(first + column*k + column/2)
			leaves := s.Leaves[k].Value
			if len(leaves) == 0 {
				c.path(fmt.Sprintf("M%d %dh12v12h-12z", mid-6, y-8), true)
				continue
			}
			var letters []string
			for _, i := range leaves {
				letters = append(letters, moverLetter(i))
			}
			c.text(mid, y+2, 12, centred, "soft", fit(strings.Join(letters, " "), 12, column-8))
		}
	}
	y := top + row*len(states) + 20
	for i, name := range r.Names {
		c.text(x(20), y, 13, anchor, "", held(moverLetter(i)+"  ", name, 13, c.width-40))
		y += 22
	}
	c.text(x(20), y, 12, anchor, "soft", fit(w.Holds+"; "+w.Leaves, 12, c.width-30))
	return Figure{SVG: c.svg("chart-concepts", w.Title, w.Description), Notes: notes(w.More)}
}
