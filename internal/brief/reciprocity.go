// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"fmt"
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// weighing is which commitments stand when each may hang on others.
type weighing struct {
	all     []commitment // by when they were given
	holds   []bool
	circle  []int   // number of the circle that each is in, -1 for none
	circles [][]int // members in order
}

// commitment is one commitment with what it hangs on, by place in the weighing.
type commitment struct {
	dated[act.Commitment]
	told   []dated[act.CommitmentStep] // what became of it, by when it happened
	hangs  []int                       // -1 when it is not opened here
	needed []int                       // those that hang on it

	withdrawn, released bool
}

// byPlace puts what a commitment hangs on into the order in which it was given,
// what is not opened here last: the ids are in an order that says nothing.
func (c *commitment) byPlace() []int {
	order := make([]int, len(c.hangs))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(uint(c.hangs[a]), uint(c.hangs[b])) // -1 is the largest
	})
	return order
}

// weigh finds what stands. A commitment stands when nothing ended it and all
// that it hangs on stands. Where commitments hang on each other in a circle this
// says that they stand together or not at all; they stand, because each gave its
// word for exactly that case. So what stands is the largest set that agrees with
// the rule: it is found by taking away what cannot stand until nothing more
// falls, and does not depend on the order.
func (f faces) weigh(at AsOf) *weighing {
	w := &weighing{all: f.given(at)}
	place := map[string]int{}
	for i := range w.all {
		for _, id := range writings(*w.all[i].Version) {
			place[process.Ref(id)] = i
		}
	}
	for i := range w.all {
		for _, ref := range w.all[i].says.If {
			j, opened := place[ref]
			if !opened {
				j = -1
			}
			w.all[i].hangs = append(w.all[i].hangs, j)
		}
	}
	w.fall()
	w.findCircles()
	return w
}

// fall takes away what cannot stand, and what falls with it.
func (w *weighing) fall() {
	w.holds = make([]bool, len(w.all))
	var fallen []int
	for i := range w.all {
		c := &w.all[i]
		for _, j := range c.hangs {
			if j >= 0 {
				w.all[j].needed = append(w.all[j].needed, i)
			}
		}
		w.holds[i] = !c.withdrawn && !c.released && !slices.Contains(c.hangs, -1)
		if !w.holds[i] {
			fallen = append(fallen, i)
		}
	}
	for len(fallen) > 0 {
		i := fallen[len(fallen)-1]
		fallen = fallen[:len(fallen)-1]
		for _, j := range w.all[i].needed {
			if w.holds[j] {
				w.holds[j] = false
				fallen = append(fallen, j)
			}
		}
	}
}

// given gathers the commitments and what became of them.
func (f faces) given(at AsOf) []commitment {
	all := inOrder(at, f.state.Versions(act.KindCommitment), onCommitment)
	out := make([]commitment, 0, len(all))
	for _, d := range all {
		c := commitment{dated: d, withdrawn: at.withdrawn(d.Version)}
		c.told = inOrder(at, f.state.About(*d.Version, act.KindCommitmentStep), onStep)
		for _, t := range c.told {
			c.released = c.released || t.says.Step == StandsReleased && !at.withdrawn(t.Version) && f.releases(&t, d.says.By)
		}
		out = append(out, c)
	}
	return out
}

// releases reports whether who says that a seat is released may let it go: the
// other parties may, each in its own words. No seat releases itself, since to say
// so is to take the commitment back; nobody else lets go what parties owe each
// other; and a report that one of them did is a report. Who has left the roster
// was a party or not, which cannot be told any more, and its word stays.
func (f faces) releases(t *dated[act.CommitmentStep], by string) bool {
	if t.Author.Seat == by || t.says.Mark != "" {
		return false
	}
	if f.roster == nil {
		return true
	}
	seat := f.roster.Seat(t.Author.Seat)
	return seat == nil || seat.Role == record.RoleParty
}

// standing is the word for how a commitment stands.
func (w *weighing) standing(i int) string {
	switch {
	case w.all[i].withdrawn:
		return StandsWithdrawn
	case w.all[i].released:
		return StandsReleased
	case !w.holds[i]:
		return StandsNotYet
	case w.circle[i] >= 0:
		return StandsMutually
	}
	return Stands
}

// circleOf returns the members of the circle that a commitment is in.
func (w *weighing) circleOf(i int) []int {
	if w.circle[i] < 0 {
		return nil
	}
	return w.circles[w.circle[i]]
}

// findCircles finds the sets of commitments that hang on each other: the
// strongly connected components with more than one member (Tarjan 1972, written
// without recursion because a chain can be as long as the record). No commitment
// can name itself. What was ended is in no circle.
func (w *weighing) findCircles() {
	const unseen = -1
	n := len(w.all)
	w.circle = make([]int, n)
	index, low, onStack := make([]int, n), make([]int, n), make([]bool, n)
	for i := range n {
		index[i], w.circle[i] = unseen, -1
	}
	type frame struct{ node, next int }
	var stack []int
	count := 0
	for root := range n {
		if index[root] != unseen {
			continue
		}
		work := []frame{{root, 0}}
		for len(work) > 0 {
			top := &work[len(work)-1]
			i := top.node
			if top.next == 0 && index[i] == unseen {
				index[i], low[i] = count, count
				count++
				stack, onStack[i] = append(stack, i), true
			}
			if j, ok := w.edge(i, top.next); ok {
				top.next++
				switch {
				case j < 0:
				case index[j] == unseen:
					work = append(work, frame{j, 0})
				case onStack[j]:
					low[i] = min(low[i], index[j])
				}
				continue
			}
			work = work[:len(work)-1]
			if len(work) > 0 {
				parent := work[len(work)-1].node
				low[parent] = min(low[parent], low[i])
			}
			if low[i] == index[i] {
				at := len(stack) - 1
				for stack[at] != i {
					at--
				}
				w.addCircle(stack[at:])
				for _, j := range stack[at:] {
					onStack[j] = false
				}
				stack = stack[:at]
			}
		}
	}
	slices.SortFunc(w.circles, func(a, b []int) int { return a[0] - b[0] })
	for n, members := range w.circles {
		for _, i := range members {
			w.circle[i] = n
		}
	}
}

// edge is the k-th commitment that one hangs on, -1 for one that is not there or
// was ended; ok is false after the last.
func (w *weighing) edge(i, k int) (j int, ok bool) {
	c := &w.all[i]
	if k >= len(c.hangs) {
		return -1, false
	}
	j = c.hangs[k]
	if c.withdrawn || c.released || j >= 0 && (w.all[j].withdrawn || w.all[j].released) {
		j = -1
	}
	return j, true
}

func (w *weighing) addCircle(members []int) {
	if len(members) > 1 {
		members = slices.Clone(members)
		slices.Sort(members)
		w.circles = append(w.circles, members)
	}
}

// counted writes a number with the noun that goes with it.
func counted(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
