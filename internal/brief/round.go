// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// RoundsReport is every confidential acceptance round that this seat reads of.
type RoundsReport struct {
	Footing
	AsOf   AsOf        `json:"as_of"`
	Rounds []RoundLine `json:"rounds"` // open ones by when they close, then the others, the newest first
	Waits  int         `json:"waits"`  // open ones that wait for an answer of this seat
	Says   string      `json:"says"`
}

const roundSays = "What a seat answers is known to that seat and to the mediators whom it answers. " +
	"Of each package everybody else learns, when the round is closed, that all accept it or that not all accept it."

// The states of a round.
const (
	RoundOpen      = "open"
	RoundPast      = "past" // the day on which it closes has passed and nobody has closed it: answers still count
	RoundClosed    = "closed"
	RoundWithdrawn = "withdrawn"
	RoundAdrift    = "left" // the mediator who opened it has left: nobody can count or close it, and nobody waits
)

// RoundStates returns the states of a round.
func RoundStates() []string {
	return []string{RoundOpen, RoundPast, RoundClosed, RoundWithdrawn, RoundAdrift}
}

// The parts that this seat can have in a round.
const (
	PartAsks  = "asks"  // it opened the round and counts
	PartAsked = "asked" // it answers
	PartReads = "reads" // it reads that there is a round, and what comes of it
)

// RoundParts returns the parts in a round.
func RoundParts() []string { return []string{PartAsks, PartAsked, PartReads} }

// Whether a seat has answered in a round, as far as it can be known here.
const (
	AnsweredAll     = "answered"
	AnsweredPart    = "partly" // not to every package
	AnsweredNot     = "not-answered"
	AnsweredUnknown = "not-known" // the answers of that seat are not read here
	AnsweredLeft    = "left"      // the seat has left the process, and counts as not accepting
)

// RoundAnswered returns the words for whether a seat has answered.
func RoundAnswered() []string {
	return []string{AnsweredAll, AnsweredPart, AnsweredNot, AnsweredUnknown, AnsweredLeft}
}

// RoundLine is one round, as every reader of it may see it. Nothing in it says
// what anybody but this seat has answered.
type RoundLine struct {
	Written
	Title    string         `json:"title"`
	Words    string         `json:"words,omitempty"`
	State    string         `json:"state"` // a word such as [RoundOpen]
	Part     string         `json:"part"`  // of this seat: a word such as [PartAsks]
	Closes   act.Moment     `json:"closes"`
	Clock    Clock          `json:"clock"`
	Asked    []RoundSeat    `json:"asked"`
	Packages []RoundPackage `json:"packages"` // by when they were put
	Own      *RoundOwn      `json:"own,omitempty"`
	Result   *RoundResult   `json:"result,omitempty"`
	Waits    bool           `json:"waits"`  // for an answer of this seat
	Counts   bool           `json:"counts"` // this seat can count it: it opened it, or is a mediator whom every seat has answered
	Rules    []string       `json:"rules"`  // what who learns
}

// RoundSeat is a seat that is asked.
type RoundSeat struct {
	Seat     SeatRef `json:"seat"`
	Answered string  `json:"answered"` // a word of [RoundAnswered]
}

// RoundPackage is a package as the round puts it: that writing of the proposal
// which the round names.
type RoundPackage struct {
	Package   string          `json:"package"` // id of that writing
	First     string          `json:"first"`   // of its first writing
	Title     string          `json:"title"`
	Text      string          `json:"text,omitempty"`
	Offer     *SeatRef        `json:"offer,omitempty"` // whose offer; absent: nobody's
	Choices   []PackageChoice `json:"choices"`
	Opened    bool            `json:"opened"`
	Rewritten bool            `json:"rewritten,omitempty"` // it was written again since; the round is about the earlier words
	Withdrawn bool            `json:"withdrawn,omitempty"`
	Own       string          `json:"own,omitempty"`       // what this seat answers: a word of act.RoundAnswers
	Condition string          `json:"condition,omitempty"` // of that
	Outcome   string          `json:"outcome,omitempty"`   // a word of act.RoundOutcomes; absent while the round is open
	Differs   bool            `json:"differs,omitempty"`   // it was told that all accept, and the own answer as counted here does not
}

// RoundOwn is the answer of this seat as it is counted.
type RoundOwn struct {
	Written
	Words string   `json:"words,omitempty"`
	Late  []string `json:"late"` // entries of this seat that came after the count
}

// RoundResult is that a round was closed.
type RoundResult struct {
	Written
	Words string `json:"words,omitempty"`
}

// Rounds lists acceptance rounds.
func Rounds(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) RoundsReport {
	out := RoundsReport{Footing: footing(h, withheld), AsOf: at, Rounds: newFaces(s, r).rounds(at), Says: roundSays}
	for i := range out.Rounds {
		if out.Rounds[i].Waits {
			out.Waits++
		}
	}
	return out
}

// Round shows one round; ok is false where the entry is no round that is read
// here.
func (r RoundsReport) Round(first string) (RoundLine, bool) {
	for i := range r.Rounds {
		if r.Rounds[i].First == first {
			return r.Rounds[i], true
		}
	}
	return RoundLine{}, false
}

func (f faces) rounds(at AsOf) []RoundLine {
	out := []RoundLine{}
	versions := f.state.Versions(act.KindRound)
	for i := range versions {
		if v := &versions[i]; at.takes(act.Moment{}, act.Ground{}, &v.Line) {
			if t, ok := f.state.Tally(v.ID); ok {
				out = append(out, f.round(at, &t))
			}
		}
	}
	open := func(x *RoundLine) bool { return x.State == RoundOpen || x.State == RoundPast }
	slices.SortFunc(out, func(a, b RoundLine) int {
		switch {
		case open(&a) && open(&b):
			return cmp.Or(strings.Compare(a.Closes.Day, b.Closes.Day), strings.Compare(a.First, b.First))
		case open(&a):
			return -1
		case open(&b):
			return 1
		}
		return cmp.Or(b.Time.Compare(a.Time), strings.Compare(a.First, b.First))
	})
	return out
}

func (f faces) round(at AsOf, t *process.Tally) RoundLine {
	x := t.Round.Act.(act.Round)
	out := RoundLine{
		Written: f.writtenAt(at, &t.Round, act.Ground{}), Title: x.Title, Words: x.Words, Part: PartReads, Closes: x.Closes,
		Clock: at.clock(act.Due{When: x.Closes}), Asked: []RoundSeat{}, Packages: f.roundPackages(t), Rules: RoundRules(len(x.Asked)),
	}
	switch me := f.state.Seat(); {
	case t.Round.Author.Seat == me:
		out.Part = PartAsks
	case slices.Contains(x.Asked, me):
		out.Part = PartAsked
	}
	out.Counts = f.mayCount(t) == nil
	out.State = f.roundState(at, t, &out)
	if out.State != RoundOpen && out.State != RoundPast {
		out.Clock = out.Clock.closed(out.State)
	}
	for _, a := range f.alternat(t.Answers) {
		seat := RoundSeat{f.seat(a.Seat), AnsweredUnknown}
		if out.Part == PartAsks || slices.Contains(t.Left, a.Seat) || a.Seat == f.state.Seat() || len(a.By) > 0 {
			seat.Answered = answered(t, a.Seat)
		}
		out.Asked = append(out.Asked, seat)
		if a.Seat == f.state.Seat() {
			out.Own = f.roundOwn(at, a)
			out.Waits = seat.Answered != AnsweredAll && seat.Answered != AnsweredLeft && (out.State == RoundOpen || out.State == RoundPast)
		}
	}
	if t.Result != nil {
		words := t.Result.Act.(act.RoundResult).Words
		out.Result = &RoundResult{f.writtenAt(at, t.Result, act.Ground{}), words}
	}
	return out
}

// alternat orders the seats that are asked as each party's own copy does: the own
// one first, the others in the order of the roster.
func (f faces) alternat(answers []process.SeatAnswers) []*process.SeatAnswers {
	var order []string
	if f.roster != nil {
		order = f.roster.Names()
	}
	rank := func(a *process.SeatAnswers) int {
		at := slices.Index(order, a.Seat)
		switch {
		case a.Seat == f.state.Seat():
			return -1
		case at < 0:
			return len(order)
		}
		return at
	}
	out := make([]*process.SeatAnswers, 0, len(answers))
	for i := range answers {
		out = append(out, &answers[i])
	}
	slices.SortStableFunc(out, func(a, b *process.SeatAnswers) int { return rank(a) - rank(b) })
	return out
}

func (f faces) roundState(at AsOf, t *process.Tally, x *RoundLine) string {
	switch {
	case at.withdrawn(&t.Round):
		return RoundWithdrawn
	case t.Result != nil:
		return RoundClosed
	case t.Adrift:
		return RoundAdrift
	case x.Clock.State == ClockPassed:
		return RoundPast
	}
	return RoundOpen
}

// answered says whether a seat has answered to every package.
func answered(t *process.Tally, seat string) string {
	if slices.Contains(t.Left, seat) {
		return AnsweredLeft
	}
	missing := 0
	for _, p := range t.Packages {
		if slices.Contains(p.None, seat) {
			missing++
		}
	}
	switch missing {
	case 0:
		return AnsweredAll
	case len(t.Packages):
		return AnsweredNot
	}
	return AnsweredPart
}

func (f faces) roundOwn(at AsOf, a *process.SeatAnswers) *RoundOwn {
	if len(a.By)+len(a.Late) == 0 {
		return nil
	}
	out := &RoundOwn{Late: []string{}}
	if len(a.By) > 0 {
		out.Written = f.writtenAt(at, &a.By[0], act.Ground{})
		out.Words = a.By[0].Act.(act.RoundAnswer).Words
	} else {
		out.Written = Written{By: f.seat(a.Seat), Readers: []SeatRef{}, Sources: []act.Source{}, Rivals: []string{}}
	}
	for _, l := range a.Late {
		out.Late = append(out.Late, process.Ref(l.ID))
	}
	return out
}
