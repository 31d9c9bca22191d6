// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/internal/process/processtest"
	"parley/record"
)

// owing plays a process in which both sides owe something, in every way there
// is.
func owing(t testing.TB, a, b string) *processtest.World {
	w := processtest.New(t, "M:mediator", a+":party", b+":party", "G:guarantor")
	all := a + " " + b + " G M"
	due := func(day string) act.Due { return act.Due{When: act.Moment{Day: day}} }
	do := func(seat string, x act.Act) string {
		id := w.Do(seat, all, record.OnRecord, x)
		w.Tick()
		return process.Ref(id)
	}
	lists := do("M", act.Undertaking{By: a, To: []string{b}, Words: "lists", Due: due("2025-05-20")})
	do("M", act.Undertaking{By: b, To: []string{a}, Words: "memorandum", Due: act.Due{Says: "soon"}})
	do("M", act.Undertaking{By: a, Words: "an answer"})
	gone := do("M", act.Undertaking{By: b, Words: "never said", Due: due("2025-05-01")})
	do(b, act.UndertakingAnswer{Undertaking: gone, Answer: "disowned"})
	do(a, act.UndertakingAnswer{Undertaking: lists, Answer: "kept"})
	do(b, act.UndertakingAnswer{Undertaking: lists, Answer: "not-kept", Words: "three are missing"})
	late := do(b, act.Commitment{By: b, Words: "bodies", Due: due("2025-06-01")})
	do(a, act.CommitmentStep{Commitment: late, Step: "not-kept", On: act.Moment{Day: "2025-06-02"}})
	do(a, act.Commitment{By: a, Words: "a truce", If: []string{strings.Repeat("ab", 32)}, Due: due("2025-06-01")})
	back := do(a, act.Commitment{By: a, Words: "taken back"})
	do(a, act.Withdrawal{Entry: back})
	do(b, act.Commitment{By: b, Words: "a summit", Due: due("2025-08-31")})
	return w
}

func TestWhoOwes(t *testing.T) {
	w := owing(t, "Aa1", "Bb2")
	for _, seat := range w.Roster().Names() {
		r := WhoOwes(w.State(seat), w.Roster(), head, 0, noon)
		var got []string
		for _, o := range r.Owed {
			line := o.Owes.Seat + " " + o.Kind + " " + o.Words + ": " + o.State + ", " + o.Due.Clock.State
			if o.Open {
				line += ", open"
			}
			if o.Overdue {
				line += ", overdue"
			}
			for _, c := range o.Outcome {
				line += "; " + c.By.Seat + " says " + c.Says
			}
			got = append(got, line)
		}
		want := []string{
			"Aa1 undertaking lists: not-read-back, passed, open, overdue; Aa1 says kept; Bb2 says not-kept",
			"Bb2 commitment bodies: stands, passed, open, overdue; Aa1 says not-kept",
			"Aa1 commitment a truce: waits, passed, open", // what it waits for does not stand
			"Bb2 commitment a summit: stands, ahead, open",
			"Bb2 undertaking memorandum: not-read-back, words, open",
			"Aa1 undertaking an answer: not-read-back, no-date, open",
		}
		if !slices.Equal(got, want) {
			t.Errorf("seat %s: owed\n%s\nwant\n%s", seat, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if r.Found != 6 || r.Open != 6 || r.Overdue != 2 || len(r.Owed[2].If) != 1 || r.Owed[2].If[0].Opened {
			t.Errorf("seat %s: found %d, open %d, overdue %d", seat, r.Found, r.Open, r.Overdue)
		}
	}
	// The same of the other side, in the same words.
	v := owing(t, "Bb2", "Aa1")
	swap := strings.NewReplacer("Aa1", "Bb2", "Bb2", "Aa1")
	one := swap.Replace(plain(w.State("M"), marshal(t, WhoOwes(w.State("M"), w.Roster(), head, 0, noon))))
	two := plain(v.State("M"), marshal(t, WhoOwes(v.State("M"), v.Roster(), head, 0, noon)))
	if x, y := unordered(t, one), unordered(t, two); x != y {
		x, y = difference(x, y)
		t.Errorf("… %s …\nwith the parties swapped … %s …", x, y)
	}
}
