// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// LeverageSet is the state of a threat or an incentive that was set and of which
// nothing more is told. Further states are words of act.LeverageSteps.
const LeverageSet = "set"

// LeveragesReport is every threat and incentive that is on the list, and what
// became of each.
type LeveragesReport struct {
	Footing
	AsOf      AsOf               `json:"as_of"`
	Leverages []LeverageStanding `json:"leverages"` // by when they were set
	Timeline  []LeverageMoment   `json:"timeline"`  // of all of them
	Says      string             `json:"says"`
}

const leverageSays = "A deadline that is moved stays one deadline with its history. That a date has passed does not say what became of it: only a step does. " +
	"What a field is silent on is named as not stated."

// LeverageStanding is a threat or an incentive as it stands.
type LeverageStanding struct {
	Written
	Sort       string         `json:"sort"` // threat or incentive
	Title      string         `json:"title"`
	Holder     string         `json:"holder"`
	HolderSeat *SeatRef       `json:"holder_seat,omitempty"`
	Target     string         `json:"target"`
	TargetSeat *SeatRef       `json:"target_seat,omitempty"`
	Does       string         `json:"does"`
	Condition  string         `json:"condition,omitempty"`
	Trigger    string         `json:"trigger,omitempty"`
	Evidence   string         `json:"evidence,omitempty"`
	Decides    string         `json:"decides,omitempty"`
	Reversible string         `json:"reversible,omitempty"`
	Snapback   string         `json:"snapback,omitempty"`
	NotStated  []string       `json:"not_stated"` // fields that the entry is silent on
	Set        act.Moment     `json:"set"`
	State      string         `json:"state"`  // [LeverageSet] or a word of act.LeverageSteps
	Open       bool           `json:"open"`   // set or moved, and nothing more came of it so far
	Rivals     []string       `json:"rivals"` // other states that others tell for the same day
	Deadline   Deadline       `json:"deadline"`
	Steps      []LeverageStep `json:"steps"` // by when they happened
	Issues     []IssueRef     `json:"issues"`
}

// Deadline is one deadline with its history.
type Deadline struct {
	Stated  bool           `json:"stated"`  // a deadline was set at some time
	First   act.Due        `json:"first"`   // as it was set first
	Now     act.Due        `json:"now"`     // the one in force last
	Moves   int            `json:"moves"`   // how often it was moved
	History []LeverageStep `json:"history"` // set, each move, and what ended it
	Clock   Clock          `json:"clock"`
}

// LeverageStep is one thing that became of a threat or an incentive. Who tells
// the same of the same day tells one step.
type LeverageStep struct {
	Step     string            `json:"step"` // [LeverageSet] or a word of act.LeverageSteps
	On       act.Moment        `json:"on"`
	Deadline act.Due           `json:"deadline,omitzero"` // that holds from then, of a setting or a move
	Told     []LeverageTelling `json:"told"`

	// Withdrawn says that everybody who told it took it back. It counts for
	// nothing then.
	Withdrawn bool `json:"withdrawn,omitempty"`
}

// LeverageTelling is one account of a step.
type LeverageTelling struct {
	Written
	Words string `json:"words,omitempty"`
}

// LeverageMoment is one step of one threat or incentive, in the timeline of all.
type LeverageMoment struct {
	Leverage string `json:"leverage"` // id of its first writing
	Title    string `json:"title"`
	Sort     string `json:"sort"`
	LeverageStep
}

// Leverages shows every threat and incentive.
func Leverages(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) LeveragesReport {
	f := newFaces(s, r)
	out := LeveragesReport{footing(h, withheld), at, f.leverages(at), []LeverageMoment{}, leverageSays}
	for _, l := range out.Leverages {
		if l.Withdrawn != nil {
			continue
		}
		for _, step := range l.all() {
			if !step.Withdrawn {
				out.Timeline = append(out.Timeline, LeverageMoment{l.First, l.Title, l.Sort, step})
			}
		}
	}
	slices.SortStableFunc(out.Timeline, func(a, b LeverageMoment) int { return strings.Compare(a.On.Day, b.On.Day) })
	return out
}

func (f faces) leverages(at AsOf) []LeverageStanding {
	all := inOrder(at, f.state.Versions(act.KindLeverage), onLeverage)
	out := make([]LeverageStanding, 0, len(all))
	for i := range all {
		out = append(out, f.leverage(at, all[i].Version, &all[i].says))
	}
	return out
}

func (f faces) leverage(at AsOf, v *process.Version, x *act.Leverage) LeverageStanding {
	out := LeverageStanding{
		Written: f.writtenAt(at, v, x.Ground), Sort: x.Sort, Title: x.Title,
		Holder: x.Holder, HolderSeat: f.seatIf(x.HolderSeat), Target: x.Target, TargetSeat: f.seatIf(x.TargetSeat),
		Does: x.Does, Condition: x.Condition, Trigger: x.Trigger, Evidence: x.Evidence, Decides: x.Decides,
		Reversible: x.Reversible, Snapback: x.Snapback, Set: x.Set, Issues: f.issues(x.Issues),
		NotStated: silent("condition", x.Condition, "trigger", x.Trigger, "evidence", x.Evidence, "decides", x.Decides,
			"reversible", x.Reversible, "snapback", x.Snapback),
		Steps: f.steps(at, v), State: LeverageSet, Rivals: []string{},
	}
	if !x.Deadline.Known() {
		out.NotStated = append(out.NotStated, "deadline")
	}
	out.settle()
	out.deadline(at, x)
	return out
}

// steps gathers what is told of a threat or an incentive into steps.
func (f faces) steps(at AsOf, v *process.Version) []LeverageStep {
	type same struct {
		step     string
		on, when act.Moment
		says     string
	}
	place := map[same]int{}
	out := []LeverageStep{}
	for _, t := range inOrder(at, f.state.About(*v, act.KindLeverageStep), onLeverageStep) {
		x := &t.says
		key := same{x.Step, x.On, x.Deadline.When, ""}
		if !x.Deadline.When.Known() {
			key.says = fold(x.Deadline.Says)
		}
		i, known := place[key]
		if !known {
			i = len(out)
			place[key] = i
			out = append(out, LeverageStep{Step: x.Step, On: x.On, Deadline: x.Deadline, Withdrawn: true})
		}
		out[i].Told = append(out[i].Told, LeverageTelling{f.writtenAt(at, t.Version, x.Ground), x.Words})
		out[i].Withdrawn = out[i].Withdrawn && at.withdrawn(t.Version)
	}
	return out
}

// settle finds the present state: that of the newest step that changes it. What
// others tell for the same day stands beside it.
func (l *LeverageStanding) settle() {
	last := -1
	for i, s := range l.Steps {
		if !s.Withdrawn && s.Step != "repeated" {
			last = i
		}
	}
	if last >= 0 {
		l.State = l.Steps[last].Step
		for _, s := range l.Steps[:last] {
			if s.On.Day == l.Steps[last].On.Day && !s.Withdrawn && s.Step != "repeated" && s.Step != l.State &&
				!slices.Contains(l.Rivals, s.Step) && !sharesTeller(s, l.Steps[last]) {
				l.Rivals = append(l.Rivals, s.Step)
			}
		}
	}
	l.Open = l.State == LeverageSet || l.State == act.LeverageMoved
}

// sharesTeller reports whether one seat tells both steps: then they follow each
// other and do not contradict.
func sharesTeller(a, b LeverageStep) bool {
	return slices.ContainsFunc(a.Told, func(x LeverageTelling) bool {
		return slices.ContainsFunc(b.Told, func(y LeverageTelling) bool { return x.By.Seat == y.By.Seat })
	})
}

// deadline follows the one deadline through its settings and moves to what ended
// it.
func (l *LeverageStanding) deadline(at AsOf, x *act.Leverage) {
	d := &l.Deadline
	d.Stated, d.First, d.Now, d.History = x.Deadline.Known(), x.Deadline, x.Deadline, []LeverageStep{}
	for _, s := range l.all() {
		switch {
		case s.Withdrawn || s.Step == "repeated":
			continue
		case s.Step == act.LeverageMoved:
			d.Moves++
			d.Stated, d.Now = true, s.Deadline
		}
		d.History = append(d.History, s)
	}
	if !d.Stated {
		d.History = []LeverageStep{}
	}
	d.Clock = at.clock(d.Now)
	switch {
	case l.Withdrawn != nil:
		d.Clock = d.Clock.closed("the entry was taken back")
	case !l.Open:
		d.Clock = d.Clock.closed(l.State)
	}
}

// all is the setting followed by every step.
func (l *LeverageStanding) all() []LeverageStep {
	set := LeverageStep{Step: LeverageSet, On: l.Set, Deadline: l.Deadline.First, Told: []LeverageTelling{{l.Written, l.Does}}}
	return append([]LeverageStep{set}, l.Steps...)
}
