// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/stability"
)

// modelReport is one model with what it answers.
type modelReport struct {
	brief.ModelLine
	Today  *brief.StateNumber    `json:"today"`  // nil: not stated
	Answer *brief.ConflictReport `json:"answer"` // nil: see why
	Why    string                `json:"why,omitempty"`
	// Changes are what the last amendment did to the answers; nil: there was none,
	// or one of the writings has no answer.
	Changes *brief.ModelChange `json:"changes"`
}

// maxModelBytes is the memory that a model of the record may take. It may have been
// written by another seat, and a few lines can stand for 2^60 states.
const maxModelBytes = 1 << 30

func (a *app) modelShow() *cobra.Command {
	c := a.command(verb{
		use:   "show REF",
		short: "Show a model, on what it rests and which outcomes would hold",
		long: `Shows the decision makers and on what the picture of each rests, which entries
the options stand for, what the last amendment changed, and which outcomes would
hold under each way of thinking ahead, as parley stability solve says it of the
file. An outcome that holds is no forecast: it follows from what the model
states. More is asked of the file: parley model write, then parley stability
explain, price, paths, sweep.`,
		example: "  parley model show 7f3a09c41b22\n  parley model show 7f3a09c41b22 --json=answer --reveal",
		args:    cobra.ExactArgs(1),
		exits:   []int{exitLocked, exitWithheld},
		run: func(ctx context.Context, args []string) error {
			m, f, err := a.modelOf(ctx, args[0])
			if err != nil {
				return err
			}
			r := modelReport{ModelLine: m}
			tables, err := r.fill(ctx)
			if err != nil {
				return err
			}
			out := report{name: "model.show", data: r, texts: openedFields(r), tables: tables}
			out.grounds(f)
			return a.emit(out)
		},
	})
	c.ValidArgsFunction = a.oneEntry(act.KindModel)
	return c
}

// fill solves the model and lays out all that there is to say of it. What cannot be
// solved is said in place of the answer.
func (r *modelReport) fill(ctx context.Context) ([]table, error) {
	c, err := compileModel(ctx, &r.ModelLine)
	if err == nil {
		r.Answer, err = brief.Conflict(ctx, c.m, brief.StabilityQuestion{List: -1, Mixed: c.Concepts})
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	head := r.headTable(c)
	if err != nil {
		r.Why = err.Error()
		head.add("no answer", r.Why)
		return append([]table{head}, r.groundTables()...), nil
	}
	if err := r.since(ctx, c); err != nil {
		return nil, err
	}
	answers, err := c.solveTables(ctx, r.Answer)
	if err != nil {
		return nil, err
	}
	answers[0] = head // which says all that the first of them does
	return slices.Insert(answers, 1, append(r.groundTables(), r.changeTables()...)...), nil
}

// compileModel compiles the document of a model within bounds.
func compileModel(ctx context.Context, m *brief.ModelLine) (*conflict, error) {
	if m.Conflict == nil {
		return nil, errors.New(m.Fault)
	}
	read := *m.Conflict
	read.Definition.Limits = stability.Limits{Bytes: maxModelBytes}
	x, err := read.Compile(ctx)
	if err != nil {
		return nil, err
	}
	return &conflict{Conflict: &read, m: x}, nil
}

// headTable is what a model asks, whose it is, and where things stand in it.
func (r *modelReport) headTable(c *conflict) table {
	t := table{title: "model", card: true}
	t.add("title", r.Title)
	writtenCard(&t, &r.Written)
	t.body = r.Words
	if c == nil {
		return t
	}
	t.add("states", number(c.m.Len()))
	if r.Answer != nil {
		t.add("conventions", settingsSay(r.Answer.Settings))
	}
	today := "not stated"
	if s := c.Definition.StatusQuo; s != nil {
		if at, err := c.m.Canonical(*s); err == nil {
			n := brief.StateNumber(at)
			r.Today = &n
			today = c.name(n)
			if c.Definition.States == nil {
				today += ": " + c.taken(n)
			}
		}
	}
	t.add("today", today)
	return t
}

// groundTables are on what the model rests, what its parts stand for, and what it
// took the place of.
func (r *modelReport) groundTables() []table {
	dms := table{title: "decision makers", cols: []col{{name: "id"}, {name: "name"}, {name: "seat"}, {name: "rests on"}, {name: "why"}}}
	for _, d := range r.DMs {
		seat := ""
		if d.Seat != nil {
			seat = seatName(*d.Seat)
		}
		dms.add(d.ID, d.Name, seat, restsOn(d.Basis), d.Words)
	}
	dms.note = "an estimate is that of " + seatName(r.By)
	links := table{title: "stands for", cols: []col{{name: "id"}, {name: "name"}, {name: "entry"}}}
	for _, l := range r.Links {
		links.add(l.Item, l.Name, linkName(&l.Link))
	}
	earlier := table{title: "earlier writings", cols: []col{{name: "entry", ref: true}, {name: "by"}, {name: "day"}}}
	for _, w := range r.Earlier {
		earlier.add(w.Entry, seatName(w.By), w.Day)
	}
	return []table{dms, links, earlier}
}
