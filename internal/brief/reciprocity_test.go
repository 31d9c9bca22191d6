// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// deal is a process in which two parties, A and B, bind themselves; C reads a
// part of it.
type deal struct {
	*processtest.World
	t     *testing.T
	names map[string]string // by reference
}

func newDeal(t *testing.T) *deal {
	return &deal{processtest.New(t, "M:mediator", "A:party", "B:party", "C:party"), t, map[string]string{}}
}

func (d *deal) commit(name, seat, to string, x act.Commitment) record.Hash {
	x.By, x.Words = seat, name
	id := d.Do(seat, to, record.OnRecord, x)
	first := id
	if x.Amends != "" {
		first = mustRef(d.t, x.Amends)
	}
	d.names[process.Ref(first)] = name
	return id
}

func mustRef(t *testing.T, ref string) record.Hash {
	t.Helper()
	id, ok := entryID(ref)
	if !ok {
		t.Fatalf("%q is no reference", ref)
	}
	return id
}

func (d *deal) step(seat, word string, of record.Hash) record.Hash {
	return d.Do(seat, "A B C M", record.OnRecord, act.CommitmentStep{Commitment: process.Ref(of), Step: word, On: day("2025-05-20")})
}

func (d *deal) standings(seat string) string {
	r := Commitments(d.State(seat), d.Roster(), head, 0, AsOf{})
	out := joined(r.Commitments, func(c CommitmentStanding) string {
		s := d.names[c.First] + " " + c.Standing
		if hangs := joined(c.If, func(x Counterpart) string {
			name := d.names[x.Entry]
			if !x.Opened {
				name = "(not opened)"
			}
			if !x.Holds {
				name += " missing"
			}
			return name
		}); hangs != "" {
			s += " [" + hangs + "]"
		}
		return s
	})
	for _, c := range r.Circles {
		names := strings.Split(joined(c.Commitments, func(ref string) string { return d.names[ref] }), "; ")
		slices.Sort(names)
		out += fmt.Sprintf(" | circle %s %v", strings.Join(names, "+"), c.Stands)
	}
	return out
}

// TestReciprocity is S15: U's readiness of 11 March hangs on R's. What R gives a
// week later is what it hangs on, and R's own hangs on nothing.
func TestReciprocity(t *testing.T) {
	w := newSeason(t)
	tell := func(at AsOf) string {
		return joined(Commitments(w.State("M"), w.Roster(), head, 0, at).Commitments, func(c CommitmentStanding) string {
			return c.Seat.Seat + " " + c.Standing + ": " + c.Says + " (" + c.Clock.State + ")"
		})
	}
	same(t, "11 March", tell(AsOf{Until: "2025-03-17"}),
		"U waits: waits for 1 commitment that does not stand; not opened here: 1 of them (words)")
	same(t, "18 March", tell(AsOf{}), "U stands: stands (words); R stands: stands (no-date)")
}

// TestHoldsIfYoursDoes follows the worked example of docs/methods/reciprocity.md.
func TestHoldsIfYoursDoes(t *testing.T) {
	d := newDeal(t)
	const all = "A B C M"
	lists := d.commit("lists", "A", all, act.Commitment{})
	same(t, "one alone", d.standings("M"), "lists stands")
	stop := d.commit("stop", "B", all, act.Commitment{If: ids(lists)})
	same(t, "one way", d.standings("M"), "lists stands; stop stands [lists]")

	lists = d.commit("lists", "A", all, act.Commitment{Amends: process.Ref(lists), If: ids(stop)})
	access := d.commit("access", "C", all, act.Commitment{If: ids(stop), Condition: "the road is open"})
	same(t, "both ways", d.standings("M"), "stop mutual [lists]; lists mutual [stop]; access stands [stop] | circle lists+stop true")

	released := d.step("A", "released", stop)
	same(t, "released", d.standings("M"), "stop released [lists missing]; lists waits [stop missing]; access waits [stop missing]")
	d.Do("A", all, record.OnRecord, act.Withdrawal{Entry: process.Ref(released)})
	same(t, "and taken back", d.standings("M"), "stop mutual [lists]; lists mutual [stop]; access stands [stop] | circle lists+stop true")
	d.step("B", "released", stop) // no seat releases itself
	same(t, "by itself", d.standings("M"), "stop mutual [lists]; lists mutual [stop]; access stands [stop] | circle lists+stop true")

	d.step("M", "released", stop) // nor does who is no party
	d.Do("A", all, record.OnRecord, act.CommitmentStep{
		Commitment: process.Ref(stop), Step: "released", On: act.Moment{Day: "2025-06-01"}, Ground: act.Ground{Mark: act.Uncertain, Teller: "C"},
	}) // nor does a report
	same(t, "by nobody who may", d.standings("M"), "stop mutual [lists]; lists mutual [stop]; access stands [stop] | circle lists+stop true")

	// A further commitment that C does not read pulls the circle down, for those
	// who know of it; C is told that something is not opened.
	secret := d.commit("secret", "A", "B M", act.Commitment{})
	d.commit("stop", "B", all, act.Commitment{Amends: process.Ref(stop), If: ids(lists, secret)})
	same(t, "M knows it", d.standings("M"), "lists mutual [stop]; access stands [stop]; secret stands; stop mutual [lists; secret] | circle lists+stop true")
	c := d.standings("C")
	for _, want := range []string{"lists waits [stop missing]", "access waits", "(not opened) missing", "circle lists+stop false"} {
		if !strings.Contains(c, want) {
			t.Errorf("C sees %s, without %s", c, want)
		}
	}
	d.Do("A", "B M", record.OnRecord, act.Withdrawal{Entry: process.Ref(secret)})
	if m := d.standings("M"); !strings.Contains(m, "secret withdrawn") || !strings.Contains(m, "circle lists+stop false") || !strings.Contains(m, "access waits") {
		t.Errorf("after it was taken back: %s", m)
	}
	r := Commitments(d.State("M"), d.Roster(), head, 0, AsOf{})
	for _, x := range r.Commitments {
		if x.First == process.Ref(access) && x.Says != "waits for 1 commitment that does not stand, on a condition in words" {
			t.Errorf("says %q", x.Says)
		}
	}
}

// TestKeptIsAClaim: who says that it was kept and who says that it was not stand
// side by side, the newest word of each; the commitment stands all the same.
func TestKeptIsAClaim(t *testing.T) {
	d := newDeal(t)
	id := d.commit("stop", "A", "B C M", act.Commitment{})
	d.step("B", "partly-kept", id)
	d.step("B", "not-kept", id)
	d.step("A", "kept", id)
	c := Commitments(d.State("C"), d.Roster(), head, 0, AsOf{}).Commitments[0]
	same(t, "claims", joined(c.Claims, func(x CommitmentClaim) string { return x.By.Seat + " " + x.Step }), "B not-kept; A kept")
	if c.Standing != Stands || len(c.History) != 3 {
		t.Errorf("%s, %d", c.Standing, len(c.History))
	}
}

// TestLargestSet: over random deals, what stands agrees with the rule, nothing
// can be added to it that agrees too, and a circle stands or falls as one.
func TestLargestSet(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		n := 1 + rnd.IntN(9)
		w := &weighing{all: make([]commitment, n), holds: make([]bool, n), circle: make([]int, n)}
		for i := range w.all {
			for range rnd.IntN(3) {
				if j := rnd.IntN(n+1) - 1; j != i {
					w.all[i].hangs = append(w.all[i].hangs, j)
				}
			}
			w.all[i].withdrawn = rnd.IntN(8) == 0
			w.all[i].released = rnd.IntN(8) == 0
		}
		w.fall()
		w.findCircles()
		agrees := func(holds []bool) bool {
			for i, c := range w.all {
				if holds[i] && (c.withdrawn || c.released || slices.ContainsFunc(c.hangs, func(j int) bool { return j < 0 || !holds[j] })) {
					return false
				}
			}
			return true
		}
		if !agrees(w.holds) {
			t.Fatalf("%+v: %v does not agree", w.all, w.holds)
		}
		// No larger set agrees: any set that does is within this one.
		for set := range 1 << n {
			holds := make([]bool, n)
			more := false
			for i := range holds {
				holds[i] = set>>i&1 == 1
				more = more || holds[i] && !w.holds[i]
			}
			if more && agrees(holds) {
				t.Fatalf("%+v: %v stands, and %v could", w.all, w.holds, holds)
			}
		}
		for i := range w.all {
			for j := range w.all {
				together := i != j && w.reaches(i, j) && w.reaches(j, i)
				if got := i != j && w.circle[i] >= 0 && w.circle[i] == w.circle[j]; got != together {
					t.Fatalf("%+v: %d and %d in one circle: %v, want %v", w.all, i, j, got, together)
				}
				if together && w.holds[i] != w.holds[j] {
					t.Fatalf("%+v: %d and %d do not stand together", w.all, i, j)
				}
			}
		}
	}
}

// reaches reports whether a commitment hangs on another, through any number of
// others.
func (w *weighing) reaches(from, to int) bool {
	seen := map[int]bool{}
	next := []int{from}
	for len(next) > 0 {
		i := next[0]
		next = next[1:]
		for k := 0; ; k++ {
			j, ok := w.edge(i, k)
			if !ok {
				break
			}
			if j == to {
				return true
			}
			if j >= 0 && !seen[j] {
				seen[j] = true
				next = append(next, j)
			}
		}
	}
	return false
}
