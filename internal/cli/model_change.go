// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"strings"

	"parley/internal/brief"
	"parley/internal/casefile"
)

// since says what the last amendment changed, where both writings can be solved.
func (r *modelReport) since(ctx context.Context, now *conflict) error {
	if len(r.Earlier) == 0 {
		return nil
	}
	before := brief.ModelLine{}
	var err error
	if before.Conflict, err = casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(r.Earlier[0].Document)}); err != nil {
		return nil
	}
	was, err := compileModel(ctx, &before)
	if err == nil {
		var c brief.ModelChange
		if c, err = brief.CompareModels(ctx, was.m, now.m, nil); err == nil {
			r.Changes = &c
		}
	}
	return ctx.Err()
}

// changeTables lay out what the last amendment changed.
func (r *modelReport) changeTables() []table {
	c := r.Changes
	if c == nil {
		return nil
	}
	head := table{title: "since the writing before", card: true}
	for _, x := range []struct {
		what   string
		change brief.IDChange
	}{{"options", c.Options}, {"decision makers", c.DMs}} {
		head.add("new "+x.what, strings.Join(x.change.Came, ", "))
		head.add(x.what+" left out", strings.Join(x.change.Went, ", "))
	}
	head.add("states that are new", changedSay(c.States.Came))
	head.add("states that are gone", changedSay(c.States.Went))
	if c.Settings {
		head.add("conventions", "are other ones")
	}
	head.filled()
	if c.Empty() {
		head.add("answers", "are the same")
	}
	t := table{title: "what changed", cols: []col{{name: "concept"}, {name: "for"}, {name: "holds now"}, {name: "no more"}}}
	for _, x := range c.Concepts {
		if !x.Equilibria.Empty() {
			t.add(x.Concept, "everybody", changedSay(x.Equilibria.Came), changedSay(x.Equilibria.Went))
		}
		for _, dm := range x.DMs {
			t.add(x.Concept, r.actorName(dm.DM), changedSay(dm.Came), changedSay(dm.Went))
		}
	}
	return []table{head, t}
}

// changedSay lists states that came or went, each in its own model.
func changedSay(c brief.ChangedStates) string {
	var out []string
	for _, s := range c.List {
		name := s.State.String()
		if s.Pattern != "" {
			name += " (" + s.Pattern + ")"
		}
		out = append(out, name)
	}
	if more := c.Count - len(c.List); more > 0 {
		out = append(out, "and "+number(more)+" more")
	}
	return strings.Join(out, ", ")
}

// actorName is what the model calls a decision maker.
func (r *modelReport) actorName(id string) string {
	for _, d := range r.DMs {
		if d.ID == id {
			return d.Name
		}
	}
	return id
}
