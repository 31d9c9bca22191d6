// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
	"parley/internal/node"
)

// roundsPage is every acceptance round that this seat reads of.
type roundsPage struct {
	paging
	brief.RoundsReport
	Mediates bool // this seat is a mediator, and may open one
	Packages int  // that could be put
}

func (r *request) rounds() brief.RoundsReport {
	at, _ := r.asOf()
	at.Until = "" // who may answer is a question of now
	return brief.Rounds(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
}

func buildRounds(r *request) (any, lane, error) {
	out := roundsPage{RoundsReport: r.rounds(), Mediates: r.role() == roleMediator, Packages: len(packageOptions(r))}
	if r.whole {
		out.withoutSilence()
	}
	out.paging = r.paging("/rounds", longRows, 0, len(out.Rounds))
	out.Rounds = cut(out.paging, out.Rounds)
	return out, r.ownLane(), nil
}

// withoutSilence says nothing of who has not answered. It is for a pack, which leaves
// channels out: an answer that stands in one of these is not a missing one.
func (p *roundsPage) withoutSilence() {
	p.Waits = 0
	for i := range p.Rounds {
		p.Rounds[i].Waits = false
		for k := range p.Rounds[i].Asked {
			if a := &p.Rounds[i].Asked[k]; a.Answered == brief.AnsweredNot || a.Answered == brief.AnsweredPart {
				a.Answered = brief.AnsweredUnknown
			}
		}
	}
}

// roundPage is one round: its rules, its packages, what this seat answers, and of
// a closed one what all learned. What others answer is never on it.
type roundPage struct {
	brief.RoundLine
	Rules  []string
	Open   bool // answers count
	Shared bool // what stands on the page is read by all who read the round
	Back   bool // this seat may take it back
	Odd    bool // of some package it was told what the own answer does not bear out
	Beside bool // this seat is a mediator who did not open it
}

// IsOpen reports whether answers in a round still count.
func isOpen(x brief.RoundLine) bool { return x.State == brief.RoundOpen || x.State == brief.RoundPast }

// round finds the round that an address names.
func (r *request) round() (brief.RoundLine, error) {
	first, err := r.firstOf(act.KindRound)
	if err != nil {
		return brief.RoundLine{}, err
	}
	out, ok := r.rounds().Round(first)
	if !ok {
		return out, errNotFound
	}
	r.title = out.Title
	return out, nil
}

func buildRound(r *request) (any, lane, error) {
	x, err := r.round()
	if err != nil {
		return nil, lane{}, err
	}
	out := roundPage{RoundLine: x, Rules: roundRules(r.p, len(x.Asked)), Open: isOpen(x)}
	out.Beside = x.Part == brief.PartReads && r.role() == roleMediator
	out.Odd = slices.ContainsFunc(x.Packages, func(p brief.RoundPackage) bool { return p.Differs })
	if out.Open {
		_, out.Back = r.rewrites(x.Entry)
	}
	return out, r.ownLane(), nil
}

// buildRoundCard is the rules of a round on paper: nothing that anybody answered
// is on it, so it can be laid before those who are asked.
func buildRoundCard(r *request) (any, lane, error) {
	x, err := r.round()
	if err != nil {
		return nil, lane{}, err
	}
	l := r.channelLane(x.Readers, len(r.others(seatsOf(x.Readers))) == 0)
	return roundPage{RoundLine: x, Rules: roundRules(r.p, len(x.Asked)), Open: isOpen(x), Shared: true}, l, nil
}

func seatsOf(refs []brief.SeatRef) []string {
	var out []string
	for _, s := range refs {
		out = append(out, s.Seat)
	}
	return out
}

// countPage is who answered what, for the seat that opened the round, and for a
// mediator whom every seat has answered.
type countPage struct {
	brief.RoundCountReport
	Open bool
}

func buildRoundCount(r *request) (any, lane, error) {
	rep, err := r.count()
	if err != nil {
		return nil, lane{}, err
	}
	l := r.ownLane()
	l.More = r.p.T("It shows answers that were given in confidence. Nobody else who is asked reads them: keep this page from other eyes.")
	return countPage{rep, isOpen(rep.Round)}, l, nil
}

// count counts the round that an address names, for a seat that can.
func (r *request) count() (brief.RoundCountReport, error) {
	x, err := r.round()
	if err != nil {
		return brief.RoundCountReport{}, err
	}
	id, err := node.ParseID(x.Entry)
	if err != nil {
		return brief.RoundCountReport{}, err
	}
	at, _ := r.asOf()
	at.Until = ""
	rep, err := brief.RoundCount(r.view.State, r.view.Roster, r.head, r.view.Withheld, at, id)
	switch {
	case errors.Is(err, brief.ErrCountsPart):
		return rep, &wrong{r.notReached(x), nil}
	case err != nil:
		return rep, &wrong{notCounting, nil}
	}
	return rep, nil
}

// notCounting is the page of a seat that asks for what it cannot know.
var notCounting = problem{
	http.StatusForbidden,
	func(p *lang.Printer) string { return p.T("Who answered what is not for this seat") },
	func(p *lang.Printer) string {
		return p.T("It stands on the page of the mediator who opened the round, and of another whom every seat has answered. When the round is closed you learn of each package whether all accept it.")
	},
	nil,
}

// notReached is the page of a mediator whom some have not answered.
func (r *request) notReached(x brief.RoundLine) problem {
	var names []string
	for _, s := range x.Asked {
		if s.Answered == brief.AnsweredUnknown {
			names = append(names, r.name(s.Seat.Seat))
		}
	}
	return problem{
		http.StatusForbidden,
		func(p *lang.Printer) string { return p.T("This seat cannot count the round") },
		func(p *lang.Printer) string {
			return p.T("No answer is read here of: {seats}. Either they have not answered, or they have answered the mediator who opened the round alone; which of the two is not known here.", "seats", strings.Join(names, ", "))
		},
		func(p *lang.Printer) string {
			return p.T("A seat that names this seat too when it answers lets it count. Ask them, or the mediator who opened the round.")
		},
	}
}

// buildRoundClose interrupts: once a round is closed, no answer counts any more.
func buildRoundClose(r *request) (any, lane, error) {
	rep, err := r.closing()
	if err != nil {
		return nil, lane{}, err
	}
	return countPage{rep, isOpen(rep.Round)}, r.ownLane(), nil
}

// closing is the count of a round for the seat that can close it.
func (r *request) closing() (brief.RoundCountReport, error) {
	rep, err := r.count()
	if err == nil && rep.Beside {
		err = &wrong{notClosing, nil}
	}
	return rep, err
}

// notClosing is the page of a mediator who counts a round that another opened.
var notClosing = problem{
	http.StatusForbidden,
	func(p *lang.Printer) string { return p.T("The mediator who opened the round closes it") },
	func(p *lang.Printer) string {
		return p.T("What is counted here is what this seat reads; it may be less than what was answered, and so nobody is told of it from here.")
	},
	nil,
}

// outcomes is what the answers make of each package of a round now, in the order
// of an act.
func (r *request) outcomes(ref string) []act.PackageOutcome {
	id, err := node.ParseID(ref)
	if err != nil {
		return nil
	}
	t, _ := r.view.State.Tally(id)
	var out []act.PackageOutcome
	for _, p := range t.Packages {
		out = append(out, act.PackageOutcome{Package: p.Package, Outcome: p.Outcome()})
	}
	return out
}

// answerRound begins the answer of this seat, or writes it again. Whoever reads it
// is not chosen: the seat that opened the round, and the own one.
func answerRound(r *request) (answer, error) {
	x, err := r.round()
	if err != nil {
		return answer{}, err
	}
	if x.Part != brief.PartAsked {
		return answer{}, errNotFound
	}
	if !isOpen(x) {
		return answer{to: "/round/" + x.First}, nil
	}
	f := roundAnswerForm()
	old, err := r.draftAbout(f.name, x.First)
	if err != nil {
		return answer{}, err
	}
	if old != nil {
		// It may have been begun before another device, or the command line, answered.
		if x.Own != nil && x.Own.Entry != "" && values(old.Values).Get("amends") != x.Own.Entry {
			old.Values["amends"] = []string{x.Own.Entry}
			err = r.node.SaveDraft(context.WithoutCancel(r.Context()), *old)
		}
		return answer{to: "/draft/" + old.ID}, err
	}
	d := draft{
		ID: node.NewDraftID(), Kind: f.name, Audience: []string{x.By.Seat, r.node.Seat()}, Register: "wp",
		Values: map[string][]string{"round": {x.First}},
	}
	if x.Own != nil && x.Own.Entry != "" {
		old, err := r.view.State.Find(x.Own.Entry)
		if err != nil {
			return answer{}, err
		}
		d.Audience, d.Register, d.Values = slices.Clone(old.Audience), string(old.Register), f.fill(old.Act)
		d.Values["amends"] = []string{x.Own.Entry}
	}
	d.Audience = r.remaining(d.Audience)
	return answer{to: "/draft/" + d.ID}, r.node.SaveDraft(context.WithoutCancel(r.Context()), d)
}

// closeRound begins what closes a round, for all who read it.
func closeRound(r *request) (answer, error) {
	rep, err := r.closing()
	if err != nil {
		return answer{}, err
	}
	if !isOpen(rep.Round) {
		return answer{to: "/round/" + rep.Round.First}, nil
	}
	f := roundResultForm()
	old, err := r.draftAbout(f.name, rep.Round.First)
	if err != nil {
		return answer{}, err
	}
	again := map[string][]string{"round": {rep.Round.First}}
	if old != nil {
		if len(r.remaining(old.Audience)) == len(old.Audience) {
			return answer{to: "/draft/" + old.ID}, nil
		}
		// A draft keeps its readers for life, and one of these has left: its words go
		// on in another.
		if err := r.node.DropDraft(context.WithoutCancel(r.Context()), old.ID); err != nil {
			return answer{}, err
		}
		again["words"] = old.Values["words"]
	}
	d := draft{
		ID: node.NewDraftID(), Kind: f.name, Audience: r.remaining(seatsOf(rep.Round.Readers)), Register: rep.Round.Register,
		Values: again,
	}
	return answer{to: "/draft/" + d.ID}, r.node.SaveDraft(context.WithoutCancel(r.Context()), d)
}

// remaining are the seats of a list that have not left the process, sorted.
func (r *request) remaining(seats []string) []string {
	out := slices.DeleteFunc(slices.Clone(seats), func(seat string) bool { return slices.Contains(r.view.Roster.Removed, seat) })
	slices.Sort(out)
	return out
}

// draftAbout finds a draft of a form that was begun about a round, whichever of its
// writings the draft names; nil when none is kept.
func (r *request) draftAbout(form, round string) (*draft, error) {
	list, err := r.node.Drafts(r.Context())
	for _, d := range list {
		if d.Kind != form {
			continue
		}
		if x, ok := r.roundAt(values(d.Values).Get("round")); ok && x.First == round {
			return &d, err
		}
	}
	return nil, err
}
