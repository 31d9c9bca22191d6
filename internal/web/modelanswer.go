// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"parley/internal/brief"
)

// modelAnswer is what a model would answer, beside every step, and what became
// different since the one it is compared with.
type modelAnswer struct {
	Missing  []mistakeLink // what is missing for an answer, with where to give it
	More     int           // beyond those
	TooLarge bool
	Read     string // amounts with a point that could be misread
	States   int
	Concepts []conceptAnswer
	Left     bool   // one concept is not defined for this model
	Since    string // what it is compared with: again, process, file, copy, fixed or first; empty: nothing
	Same     bool   // nothing became different
	Changed  []conceptChange
	States2  changedStates // what is a state now and was none, and the other way round
	Settings bool
}

// conceptAnswer is what holds under one concept.
type conceptAnswer struct {
	Word, Name, Gloss string
	Count, More       int
	List              []stateView
}

// stateView is a state in words.
type stateView struct {
	Number string
	Names  []string // of the options that are taken
}

// conceptChange is what became different under one concept.
type conceptChange struct {
	Name string
	changedStates
	For []changedFor
}

// changedFor is what became different for one decision maker.
type changedFor struct {
	Name string
	changedStates
}

// changedStates are states that came and went, the first of them, and how many more.
type changedStates struct {
	Came, Went         []stateView
	MoreCame, MoreWent int
}

// How much of an answer stands beside a step.
const (
	answerMissing = 6
	answerStates  = 8
	answerChanged = 5
)

// answer looks at the draft as it is.
func (e *modeling) answer() (modelAnswer, error) {
	out := modelAnswer{TooLarge: e.look.TooLarge}
	if list := pointed(e.m); list != nil {
		out.Read = e.r.p.T("A point stands before decimals and not between thousands: {list}", "list", apart(strings.Join(first(list, answerStates), ", ")))
	}
	for _, f := range e.look.Faults {
		if len(out.Missing) == answerMissing {
			out.More++
			continue
		}
		out.Missing = append(out.Missing, mistakeLink{e.faultPath(f), e.faultText(f)})
	}
	if !e.look.Whole() {
		return out, nil
	}
	late, states := "late answer "+e.d.ID, e.look.Frame.Len()
	if e.late(late, states) {
		out.TooLarge = true
		return out, nil
	}
	ctx, stop := context.WithTimeout(e.r.Context(), answerTime)
	defer stop()
	a, err := e.look.Answer(ctx, answerStates)
	if err == nil { // only then is it worth while to solve what it is compared with
		err = e.since(&a)
	}
	if errors.Is(err, context.DeadlineExceeded) && e.r.Context().Err() == nil {
		e.tooLate(late, states)
		out.TooLarge = true
		return out, nil
	}
	if err != nil {
		return out, err
	}
	out.States, out.Left = a.States, len(a.Left) > 0
	for _, c := range a.Concepts {
		x := conceptAnswer{Word: c.Concept, Name: conceptName(c.Concept), Gloss: conceptTerm(e.r.p, c.Concept), Count: c.Count, More: c.Count - len(c.List)}
		for _, s := range c.List {
			x.List = append(x.List, e.stateView(s))
		}
		out.Concepts = append(out.Concepts, x)
	}
	out.compare(a, values(e.d.Values))
	return out, nil
}

// since compares an answer with the model before.
func (e *modeling) since(a *brief.DraftAnswer) error {
	base, err := e.base()
	if err != nil {
		return err
	}
	ctx, stop := context.WithTimeout(e.r.Context(), draftTime)
	defer stop()
	return a.Compare(ctx, base)
}

// compare says what became different.
func (out *modelAnswer) compare(a brief.DraftAnswer, v values) {
	if a.Change == nil {
		return
	}
	if out.Since = cmp.Or(v.Get(modelFixed), v.Get(modelFrom)); out.Since == "" {
		out.Since = "first"
	}
	c := a.Change
	out.Same, out.Settings = c.Empty(), c.Settings
	out.States2 = changeView(c.States, a.Names)
	for _, x := range c.Concepts {
		y := conceptChange{Name: conceptName(x.Concept), changedStates: changeView(x.Equilibria, a.Names)}
		for _, d := range x.DMs {
			name := a.Names["dm:"+d.DM]
			y.For = append(y.For, changedFor{cmp.Or(name.Now, name.Before), changeView(d.StateChange, a.Names)})
		}
		out.Changed = append(out.Changed, y)
	}
}

func changeView(c brief.StateChange, names map[string]brief.Both) (out changedStates) {
	view := func(list []brief.ChangedState, before bool) (views []stateView) {
		for _, s := range list {
			if len(views) == answerChanged {
				break
			}
			x := stateView{Number: strconv.FormatUint(uint64(s.State), 10)}
			for _, id := range s.Taken {
				if before {
					x.Names = append(x.Names, cmp.Or(names[id].Before, id))
				} else {
					x.Names = append(x.Names, cmp.Or(names[id].Now, id))
				}
			}
			views = append(views, x)
		}
		return views
	}
	out.Came, out.Went = view(c.Came.List, false), view(c.Went.List, true)
	out.MoreCame, out.MoreWent = c.Came.Count-len(out.Came), c.Went.Count-len(out.Went)
	return out
}

func (e *modeling) stateView(s brief.DraftState) stateView {
	out := stateView{Number: strconv.FormatUint(uint64(s.State), 10)}
	for _, id := range s.Taken {
		out.Names = append(out.Names, e.optionName(id))
	}
	return out
}

// mistakes are the faults of one step, and of one decision maker where the step has a
// page for each. What is only missing yet is left out unless all is asked for.
func (e *modeling) mistakes(step string, n int, all bool) (out mistakes) {
	quiet := []string{brief.FaultEmpty, brief.FaultNone, brief.FaultUnstated, brief.FaultMissing, brief.FaultSomeOnly}
	for _, f := range e.look.Faults {
		if f.Step != step || !all && slices.Contains(quiet, f.Code) {
			continue
		}
		if i, ok := rowOf("dms", f.Field); step == brief.DraftPrefer && ok && i != n {
			continue
		}
		out = append(out, mistake{e.faultField(f), e.faultText(f)})
	}
	return out
}

// faultField is the field on the page of its step at which a fault stands.
func (e *modeling) faultField(f brief.DraftFault) string {
	if i, ok := rowOf("dms", f.Field); ok && f.Step == brief.DraftPrefer && i < len(e.m.DMs) {
		if way := e.m.DMs[i].Way; f.Line == 0 || way == brief.ByRanking || way == brief.ByPayoffs {
			return f.Field
		}
	}
	if f.Line > 0 {
		return f.Field + "." + strconv.Itoa(f.Line-1)
	}
	return f.Field
}

// faultPath leads to where a fault can be mended.
func (e *modeling) faultPath(f brief.DraftFault) string {
	for _, s := range modelSteps() {
		if s.name == f.Step {
			i, _ := rowOf("dms", f.Field)
			return modelHome + e.d.ID + "/" + s.at(i) + "#" + fieldID(e.faultField(f))
		}
	}
	return modelHome + e.d.ID
}
