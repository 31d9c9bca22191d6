// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"errors"
	"fmt"
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// ErrNotCounted means that this seat neither opened the round nor is a mediator,
// and so cannot count it.
var ErrNotCounted = errors.New("who answered what is counted by the seat that opened the round, and by a mediator whom every seat has answered")

// ErrCountsPart is the cause of the error for a mediator who did not open the round
// and reads no answer of some seat that is asked: it has not answered, or not this
// mediator. Which of the two cannot be told.
var ErrCountsPart = errors.New("no answer is read here of some that are asked")

// RoundCountReport is who answered what in a round: for the mediator who opened
// it, and for another whom every seat has answered. It is asked for apart from the
// round, so that no page shows it by chance.
type RoundCountReport struct {
	Footing
	Round    RoundLine      `json:"round"`
	Beside   bool           `json:"beside"`   // this seat did not open it: what it reads may be less than what was answered
	Packages []PackageCount `json:"packages"` // in the order of the round
	Seats    []SeatCount    `json:"seats"`    // in the order of those asked
	Says     string         `json:"says"`
}

const roundCountSays = "These are answers in confidence. Each seat that is asked reads its own, and none of the others."

// PackageCount is how the seats that were asked answer to one package.
type PackageCount struct {
	Package string          `json:"package"`
	Title   string          `json:"title"`
	Yes     []SeatRef       `json:"yes"`
	YesIf   []SeatCondition `json:"yes_if"`
	No      []SeatRef       `json:"no"`
	None    []SeatRef       `json:"none"`    // not answered
	Left    []SeatRef       `json:"left"`    // has left the process: counts as not accepting, whatever it answered
	Outcome string          `json:"outcome"` // what the count makes: a word of act.RoundOutcomes
	Told    string          `json:"told,omitempty"`
	Differs bool            `json:"differs,omitempty"` // something else was told than the count makes
}

// SeatCondition is on what a seat would accept a package.
type SeatCondition struct {
	Seat      SeatRef `json:"seat"`
	Condition string  `json:"condition"`
}

// SeatCount is what one seat answered.
type SeatCount struct {
	Seat     SeatRef       `json:"seat"`
	Answered string        `json:"answered"` // a word of [RoundAnswered]
	By       []AnswerCount `json:"by"`       // more than one where two devices wrote without seeing each other
	Late     []LateAnswer  `json:"late"`
}

// AnswerCount is one standing answer.
type AnswerCount struct {
	Written
	Answers []PackageAnswer `json:"answers"` // in the order of the round
	Words   string          `json:"words,omitempty"`
}

// PackageAnswer is what one answer says of one package.
type PackageAnswer struct {
	Package   string `json:"package"`
	Title     string `json:"title"`
	Answer    string `json:"answer"` // a word of act.RoundAnswers; empty: not answered
	Condition string `json:"condition,omitempty"`
}

// LateAnswer is an entry that came when the round had been counted.
type LateAnswer struct {
	Entry string `json:"entry"`
	Kind  string `json:"kind"` // an answer, or the withdrawal of one
}

// RoundCount counts a round for a seat that can. Errors: [ErrNotOpened],
// [ErrNotCounted], [ErrCountsPart].
func RoundCount(s process.State, r *record.Roster, h Head, withheld int64, at AsOf, round record.Hash) (RoundCountReport, error) {
	f := newFaces(s, r)
	t, ok := s.Tally(round)
	if !ok {
		return RoundCountReport{}, ErrNotOpened
	}
	if err := f.mayCount(&t); err != nil {
		return RoundCountReport{}, err
	}
	out := RoundCountReport{Footing: footing(h, withheld), Beside: t.Round.Author.Seat != s.Seat(), Round: f.round(at, &t), Packages: []PackageCount{}, Seats: []SeatCount{}, Says: roundCountSays}
	for _, p := range out.Round.Packages {
		out.Packages = append(out.Packages, f.packageCount(&t, p))
	}
	for _, a := range f.alternat(t.Answers) {
		out.Seats = append(out.Seats, f.seatCount(at, &t, a, out.Round.Packages))
	}
	return out, nil
}

// mayCount says why this seat cannot count a round.
func (f faces) mayCount(t *process.Tally) error {
	me := f.state.Seat()
	if t.Round.Author.Seat == me {
		return nil
	}
	if f.role(me) != record.RoleMediator {
		return ErrNotCounted
	}
	var missing []string
	for _, a := range f.alternat(t.Answers) {
		if len(a.By) == 0 && !slices.Contains(t.Left, a.Seat) {
			missing = append(missing, a.Seat)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%w: %s", ErrCountsPart, f.names(missing))
	}
	return nil
}

func (f faces) packageCount(t *process.Tally, p RoundPackage) PackageCount {
	i := slices.IndexFunc(t.Packages, func(x process.PackageTally) bool { return x.Package == p.Package })
	x := t.Packages[i]
	out := PackageCount{
		Package: p.Package, Title: p.Title, Yes: f.seats(x.Yes), YesIf: []SeatCondition{}, No: f.seats(x.No), None: f.seats(x.None), Left: f.seats(x.Left),
		Outcome: x.Outcome(), Told: p.Outcome,
	}
	out.Differs = out.Told != "" && out.Told != out.Outcome
	for _, seat := range x.YesIf {
		for _, a := range t.Answers {
			if a.Seat == seat {
				out.YesIf = append(out.YesIf, SeatCondition{f.seat(seat), conditionOf(a.By, p.Package)})
			}
		}
	}
	return out
}

func (f faces) seatCount(at AsOf, t *process.Tally, a *process.SeatAnswers, packages []RoundPackage) SeatCount {
	out := SeatCount{Seat: f.seat(a.Seat), Answered: answered(t, a.Seat), By: []AnswerCount{}, Late: []LateAnswer{}}
	for i := range a.By {
		v := &a.By[i]
		out.By = append(out.By, answerCount(f.writtenAt(at, v, act.Ground{}), v.Line, packages))
		for _, l := range v.Rivals {
			out.By = append(out.By, answerCount(f.writtenAt(at, &process.Version{Line: l, First: v.First}, act.Ground{}), l, packages))
		}
	}
	for _, l := range a.Late {
		out.Late = append(out.Late, LateAnswer{process.Ref(l.ID), l.Kind})
	}
	return out
}

// answerCount lays an answer out in the order of the round.
func answerCount(w Written, l process.Line, packages []RoundPackage) AnswerCount {
	x, _ := l.Act.(act.RoundAnswer)
	out := AnswerCount{Written: w, Answers: []PackageAnswer{}, Words: x.Words}
	for _, p := range packages {
		y := PackageAnswer{Package: p.Package, Title: p.Title}
		for _, a := range x.Answers {
			if a.Package == p.Package {
				y.Answer, y.Condition = a.Answer, a.Condition
			}
		}
		out.Answers = append(out.Answers, y)
	}
	return out
}
