// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// The states of an aspect of a meeting, and of one value of it.
const (
	PlanUnknown   = "unknown"   // nobody has said anything of it
	PlanOffered   = "offered"   // put forward
	PlanClaimed   = "claimed"   // said to be settled, by somebody
	PlanConfirmed = "confirmed" // by some, each for itself, and not by every key
	PlanObjected  = "objected"  // somebody objects, and not all keys have confirmed
	PlanAgreed    = "agreed"    // every key has confirmed this value itself
)

// The states of a meeting as a whole.
const (
	MeetingTentative = "tentative"
	MeetingConfirmed = "confirmed" // its date and its venue are agreed
	MeetingWithdrawn = "withdrawn" // the seat that put it on the list took it back
)

// FormatsReport is every meeting that may take place.
type FormatsReport struct {
	Footing
	AsOf    AsOf         `json:"as_of"`
	Formats []FormatPlan `json:"formats"` // by the time at which they were entered
	Says    string       `json:"says"`
}

// FormatReport is one meeting that may take place.
type FormatReport struct {
	Footing
	AsOf   AsOf       `json:"as_of"`
	Format FormatPlan `json:"format"`
	Says   string     `json:"says"`
}

const formatSays = "A value is agreed when every key has confirmed it itself; what one seat says of another is a claim. " +
	"A meeting is tentative until its date and its venue are agreed. What nobody has said is unknown."

// FormatPlan is a meeting that may take place, and what is known of it.
type FormatPlan struct {
	Written
	Title      string         `json:"title"`
	Purpose    string         `json:"purpose,omitempty"`
	Keys       []SeatRef      `json:"keys"`    // who must confirm a value for it to be agreed
	State      string         `json:"state"`   // a word such as [MeetingTentative]
	Aspects    []FormatAspect `json:"aspects"` // all of them, in a fixed order
	Unknown    []string       `json:"unknown"` // aspects of which nobody has said anything that stands
	Open       []string       `json:"open"`    // aspects of which something was said and nothing is agreed
	Objections []Objection    `json:"objections"`
	Consents   []ConsentStand `json:"consents"` // to take part in it: every key, and who else has said
	Clock      Clock          `json:"clock"`    // to its date, when exactly one is agreed
}

// FormatAspect is one thing that has to be known of a meeting.
type FormatAspect struct {
	Aspect string        `json:"aspect"`
	State  string        `json:"state"`  // that of its values which is furthest
	Values []FormatValue `json:"values"` // by when they were first said; several stay several

	// Rivals says that more values than one are agreed, of something that can
	// have one only. It is not settled then.
	Rivals bool `json:"rivals,omitempty"`
}

// FormatValue is one value of an aspect and how each seat stands to it.
type FormatValue struct {
	Value string     `json:"value"` // in the words that were said first
	When  act.Moment `json:"when,omitzero"`
	State string     `json:"state"` // unknown when everything said of it was taken back

	// NoDate says that this is said of the date and is none: "immediately".
	NoDate bool `json:"no_date,omitempty"`

	Stands    []FormatStand `json:"stands"`    // the newest of each seat, by when it was said
	Withdrawn []FormatStand `json:"withdrawn"` // what was taken back
	Waits     []SeatRef     `json:"waits"`     // keys that have not confirmed it themselves
	First     string        `json:"first"`     // the entry that said it first, an id that stays
}

// FormatStand is how a seat stands to a value, in its own words or as another
// reports it.
type FormatStand struct {
	Written
	Seat   SeatRef    `json:"seat"`  // whose stand it is
	Self   bool       `json:"self"`  // the seat says so itself; else By reports it
	Stand  string     `json:"stand"` // a word of act.FormatStands
	Words  string     `json:"words,omitempty"`
	On     act.Moment `json:"on,omitzero"` // when it was said, where that is stated
	Before []string   `json:"before"`      // what the same seat said of it earlier, in order
}

// Objection is who objects to what.
type Objection struct {
	Aspect string `json:"aspect"`
	Value  string `json:"value"`
	FormatStand
}

// Formats shows every meeting that may take place.
func Formats(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) FormatsReport {
	f := newFaces(s, r)
	return FormatsReport{footing(h, withheld), at, f.formats(at), formatSays}
}

// Format shows one meeting; the error is [ErrNotOpened] when no format with that
// id is opened here.
func Format(s process.State, r *record.Roster, h Head, withheld int64, at AsOf, id record.Hash) (FormatReport, error) {
	f := newFaces(s, r)
	v, ok := s.Version(id)
	x, isFormat := v.Act.(act.Format)
	if !ok || !isFormat {
		return FormatReport{}, ErrNotOpened
	}
	plan, _ := f.format(at, v, x)
	return FormatReport{footing(h, withheld), at, plan, formatSays}, nil
}

func (f faces) formats(at AsOf) []FormatPlan {
	out := []FormatPlan{}
	for _, v := range f.state.Versions(act.KindFormat) {
		x, _ := v.Act.(act.Format)
		plan, said := f.format(at, v, x)
		// A planned meeting has no day of its own: it is there from when something
		// was said of it, or from when it was entered.
		if said || at.Until == "" || dayOf(v.Time) <= at.Until {
			out = append(out, plan)
		}
	}
	return out
}

// format shows one meeting; said reports whether anything was said of it.
func (f faces) format(at AsOf, v process.Version, x act.Format) (out FormatPlan, said bool) {
	out = FormatPlan{
		Written: f.writtenAt(at, &v, x.Ground), Title: x.Title, Purpose: x.Purpose, Keys: f.seats(keysOf(v)),
		Aspects: []FormatAspect{}, Unknown: []string{}, Open: []string{}, Objections: []Objection{}, State: MeetingTentative,
	}
	points := map[string][]*planPoint{}
	for _, p := range inOrder(at, f.state.About(v, act.KindFormatPoint), onPoint) {
		seat := p.says.For
		if seat == "" {
			seat = p.Author.Seat
		}
		points[p.says.Aspect] = append(points[p.says.Aspect], &planPoint{p, seat})
		said = true
	}
	settled := map[string]bool{}
	for _, name := range act.Aspects() {
		a := f.aspect(at, name, keysOf(v), points[name])
		out.Aspects = append(out.Aspects, a)
		settled[name] = a.State == PlanAgreed && !a.Rivals
		switch {
		case a.State == PlanUnknown:
			out.Unknown = append(out.Unknown, name)
		case !settled[name]:
			out.Open = append(out.Open, name)
		}
		for _, value := range a.Values {
			for _, s := range value.Stands {
				if s.Stand == PlanObjected {
					out.Objections = append(out.Objections, Objection{name, value.Value, s})
				}
			}
		}
	}
	switch {
	case at.withdrawn(&v):
		out.State = MeetingWithdrawn
	case settled["date"] && settled["venue"]:
		out.State = MeetingConfirmed
	}
	out.Consents = f.consentsTo(at, v, keysOf(v))
	out.Clock = at.clock(act.Due{When: out.agreedDate()})
	return out, said
}

// agreedDate is the date that every key has confirmed, when there is exactly
// one.
func (p FormatPlan) agreedDate() (when act.Moment) {
	for _, a := range p.Aspects {
		if a.Aspect != aspectDate || a.Rivals {
			continue
		}
		for _, v := range a.Values {
			if v.State == PlanAgreed {
				when = v.When
			}
		}
	}
	return when
}

// standing are the values of an aspect that something stands for.
func (p FormatPlan) standing(aspect string) []FormatValue {
	var out []FormatValue
	for _, a := range p.Aspects {
		if a.Aspect == aspect {
			out = slices.DeleteFunc(slices.Clone(a.Values), func(v FormatValue) bool { return len(v.Stands) == 0 })
		}
	}
	return out
}

// UnknownsReport is what is not known of the meetings that may take place.
type UnknownsReport struct {
	Footing
	AsOf     AsOf            `json:"as_of"`
	Unknowns []FormatUnknown `json:"unknowns"`
	Says     string          `json:"says"`
}

// FormatUnknown is one aspect of one meeting on which there is no agreed value.
type FormatUnknown struct {
	Format string    `json:"format"` // id of its first writing
	Title  string    `json:"title"`
	Aspect string    `json:"aspect"`
	State  string    `json:"state"`  // a word such as [PlanUnknown]; never agreed, but of rival values
	Values []string  `json:"values"` // what was said of it, in words, by when it was first said
	Waits  []SeatRef `json:"waits"`  // keys that have not confirmed any value of it
	Rivals bool      `json:"rivals,omitempty"`
}

// FormatUnknowns lists, over all meetings that were not taken back, what nobody
// has said and what is said and not agreed.
func FormatUnknowns(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) UnknownsReport {
	f := newFaces(s, r)
	out := UnknownsReport{footing(h, withheld), at, []FormatUnknown{}, formatSays}
	for _, p := range f.formats(at) {
		if p.State != MeetingWithdrawn {
			out.Unknowns = append(out.Unknowns, p.unknowns()...)
		}
	}
	return out
}

func (p FormatPlan) unknowns() []FormatUnknown {
	var out []FormatUnknown
	for _, a := range p.Aspects {
		if a.State == PlanAgreed && !a.Rivals {
			continue
		}
		u := FormatUnknown{p.First, p.Title, a.Aspect, a.State, []string{}, []SeatRef{}, a.Rivals}
		confirmed := map[string]bool{}
		for _, v := range p.standing(a.Aspect) {
			u.Values = append(u.Values, v.Value)
			for _, k := range p.Keys {
				confirmed[k.Seat] = confirmed[k.Seat] || !slices.Contains(v.Waits, k)
			}
		}
		for _, k := range p.Keys {
			if !confirmed[k.Seat] {
				u.Waits = append(u.Waits, k)
			}
		}
		out = append(out, u)
	}
	return out
}
