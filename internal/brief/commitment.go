// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// The standings of a commitment, as far as this seat can know. See
// docs/methods/reciprocity.md.
const (
	Stands          = "stands"    // it hangs on nothing that is missing
	StandsMutually  = "mutual"    // it holds if the others of its circle do, and theirs if it does
	StandsNotYet    = "waits"     // something that it hangs on does not stand
	StandsReleased  = "released"  // another party has released it
	StandsWithdrawn = "withdrawn" // its seat took it back
)

// CommitmentsReport is what seats have bound themselves to, and on what each of
// these hangs.
type CommitmentsReport struct {
	Footing
	AsOf        AsOf                 `json:"as_of"`
	Commitments []CommitmentStanding `json:"commitments"` // by when they were given
	Circles     []Circle             `json:"circles"`
	Says        string               `json:"says"`
}

const commitmentSays = "Whether a commitment was kept is for each side to say, and is never decided here. " +
	"A condition in words is shown and not judged. What is not opened here counts as not standing, and is named."

// CommitmentStanding is a commitment as it stands.
type CommitmentStanding struct {
	Written
	Seat      SeatRef           `json:"seat"` // that commits itself
	Words     string            `json:"words"`
	On        act.Moment        `json:"on,omitzero"` // when it was given, where that is stated
	Issue     *IssueRef         `json:"issue,omitempty"`
	Due       act.Due           `json:"due"`
	Clock     Clock             `json:"clock"`
	Condition string            `json:"condition,omitempty"` // in words, not judged
	Standing  string            `json:"standing"`            // a word such as [Stands]
	Says      string            `json:"says"`                // the standing in a sentence
	If        []Counterpart     `json:"if"`                  // what it hangs on
	Circle    []string          `json:"circle"`              // first writings of the others that it stands together with
	Needed    []string          `json:"needed"`              // first writings of those that hang on it
	Claims    []CommitmentClaim `json:"claims"`              // the newest of each seat on whether it was kept
	History   []CommitmentClaim `json:"history"`             // everything that was said to have become of it
}

// Counterpart is a commitment that another one hangs on.
type Counterpart struct {
	Entry    string   `json:"entry"`  // id of its first writing, or the one that is named when it is not opened here
	Opened   bool     `json:"opened"` // this seat reads it
	Seat     *SeatRef `json:"seat,omitempty"`
	Words    string   `json:"words,omitempty"`
	Standing string   `json:"standing,omitempty"` // its own; absent when it is not opened here
	Holds    bool     `json:"holds"`
	Why      string   `json:"why,omitempty"` // why it does not hold
}

// Circle is a set of commitments each of which holds if the others do.
type Circle struct {
	Commitments []string  `json:"commitments"` // first writings, by when they were given
	Seats       []SeatRef `json:"seats"`
	Stands      bool      `json:"stands"` // each of them hangs on nothing outside the circle that is missing
	Says        string    `json:"says"`
}

// CommitmentClaim is what somebody says became of a commitment.
type CommitmentClaim struct {
	Written
	Step  string     `json:"step"` // a word of act.CommitmentSteps
	On    act.Moment `json:"on"`
	Words string     `json:"words,omitempty"`
}

// Commitments shows what seats have bound themselves to.
func Commitments(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) CommitmentsReport {
	f := newFaces(s, r)
	out := CommitmentsReport{Footing: footing(h, withheld), AsOf: at, Says: commitmentSays}
	out.Commitments, out.Circles = f.commitments(at)
	return out
}

func (f faces) commitments(at AsOf) ([]CommitmentStanding, []Circle) {
	w := f.weigh(at)
	out := make([]CommitmentStanding, 0, len(w.all))
	for i := range w.all {
		out = append(out, f.commitment(at, w, i))
	}
	circles := []Circle{}
	for _, members := range w.circles {
		c := Circle{Commitments: []string{}, Seats: []SeatRef{}, Stands: w.holds[members[0]], Says: "holds if yours does, both ways"}
		if !c.Stands {
			c.Says = "would hold together, and waits for something outside the circle"
		}
		for _, i := range members {
			c.Commitments = append(c.Commitments, process.Ref(w.all[i].First))
			if seat := f.seat(w.all[i].says.By); !slices.Contains(c.Seats, seat) {
				c.Seats = append(c.Seats, seat)
			}
		}
		circles = append(circles, c)
	}
	return out, circles
}

func (f faces) commitment(at AsOf, w *weighing, i int) CommitmentStanding {
	c := &w.all[i]
	out := CommitmentStanding{
		Written: f.writtenAt(at, c.Version, c.says.Ground), Seat: f.seat(c.says.By), Words: c.says.Words, On: c.says.On,
		Issue: f.issueIf(c.says.Issue), Due: c.says.Due, Clock: at.clock(c.says.Due), Condition: c.says.Condition,
		Standing: w.standing(i), If: []Counterpart{}, Circle: []string{}, Needed: []string{},
		Claims: []CommitmentClaim{}, History: []CommitmentClaim{},
	}
	for _, k := range c.byPlace() {
		out.If = append(out.If, f.counterpart(w, c.says.If[k], c.hangs[k]))
	}
	for _, j := range w.circleOf(i) {
		if j != i {
			out.Circle = append(out.Circle, process.Ref(w.all[j].First))
		}
	}
	for _, j := range c.needed {
		out.Needed = append(out.Needed, process.Ref(w.all[j].First))
	}
	newest := map[string]int{}
	for _, t := range c.told {
		x := &t.says
		claim := CommitmentClaim{f.writtenAt(at, t.Version, x.Ground), x.Step, x.On, x.Words}
		out.History = append(out.History, claim)
		if claim.Withdrawn != nil || x.Step == StandsReleased {
			continue
		}
		if k, ok := newest[t.Author.Seat]; ok {
			out.Claims[k] = claim
			continue
		}
		newest[t.Author.Seat] = len(out.Claims)
		out.Claims = append(out.Claims, claim)
	}
	switch out.Standing {
	case StandsReleased, StandsWithdrawn:
		out.Clock = out.Clock.closed(out.Standing)
	}
	out.Says = standingSays(out)
	return out
}

// kept reports whether all who speak of it call it kept, as of an undertaking.
func (c *CommitmentStanding) kept() bool {
	return allKept(func(yield func(string) bool) {
		for i := range c.Claims {
			if !yield(c.Claims[i].Step) {
				return
			}
		}
	})
}

func (f faces) counterpart(w *weighing, ref string, j int) Counterpart {
	if j < 0 {
		return Counterpart{Entry: ref, Why: "it is not opened here, or is no commitment"}
	}
	o := &w.all[j]
	out := Counterpart{
		Entry: process.Ref(o.First), Opened: true, Seat: f.seatIf(o.says.By), Words: o.says.Words,
		Standing: w.standing(j), Holds: w.holds[j],
	}
	switch out.Standing {
	case StandsReleased:
		out.Why = "it was released"
	case StandsWithdrawn:
		out.Why = "it was taken back"
	case StandsNotYet:
		out.Why = "it waits itself"
	}
	return out
}

// standingSays puts a standing into a sentence. Whose commitments are meant is
// in the fields beside it.
func standingSays(c CommitmentStanding) string {
	says := ""
	switch c.Standing {
	case Stands:
		says = "stands"
	case StandsMutually:
		says = "holds if yours does, both ways"
	case StandsReleased:
		return "was released"
	case StandsWithdrawn:
		return "was taken back"
	case StandsNotYet:
		missing, unopened := 0, 0
		for _, x := range c.If {
			if !x.Holds {
				missing++
			}
			if !x.Opened {
				unopened++
			}
		}
		says = "waits for " + counted(missing, "commitment that does not stand", "commitments that do not stand")
		if unopened > 0 {
			says += "; not opened here: " + counted(unopened, "of them", "of them")
		}
	}
	if c.Condition != "" {
		says += ", on a condition in words"
	}
	return says
}
