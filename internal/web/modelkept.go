// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/node"
)

// What a page may spend on a model: larger ones are for the command line. Where the
// first time does not suffice for every concept, the second is for all but moves at
// the same time.
const (
	modelBytes  = 512 << 20
	allTime     = 2 * time.Second
	withoutTime = 4 * time.Second
)

// modelOf finds the model that an address names, in the writing that is in force,
// with its solution. A document that cannot be read or solved is no error: then the
// solution says why.
func (r *request) modelOf() (brief.ModelLine, *brief.SolvedModel, error) {
	first, err := r.firstOf(act.KindModel)
	if err != nil {
		return brief.ModelLine{}, nil, err
	}
	id, err := node.ParseID(first)
	if err != nil {
		return brief.ModelLine{}, nil, err
	}
	at, _ := r.asOf()
	line, ok := r.models(at).Model(r.view.State, id)
	if !ok { // it was written after the day that is asked for
		return brief.ModelLine{}, nil, errNotFound
	}
	m, err := r.solvedModel(line)
	return line, m, err
}

// models is every model that this seat reads.
func (r *request) models(at brief.AsOf) brief.ModelsReport {
	return brief.Models(r.view.State, r.view.Roster, r.head, r.view.Withheld, at)
}

// slowFor is how long it is remembered that time ran out: a page that is shown again,
// or asked anew at each key, does not cost the turn of everybody each time.
const slowFor = time.Minute

// lateModel is a model for which time ran out, and when.
type lateModel struct {
	made *brief.SolvedModel
	at   time.Time
}

// solvedModel solves a model, of the record or not yet, or finds the solution of the
// same document. The error is that of a browser that went away.
func (r *request) solvedModel(line brief.ModelLine) (*brief.SolvedModel, error) {
	if line.Conflict == nil {
		return brief.UnreadModel(line.Fault), nil
	}
	name := fmt.Sprintf("model %x", sha256.Sum256([]byte(line.Document)))
	if late, ok := r.lateModel(name); ok {
		return late, nil
	}
	return inTurn(r, name, func(ctx context.Context) (*brief.SolvedModel, int, error) {
		if late, ok := r.lateModel(name); ok { // while this page waited for its turn
			return late, 0, nil
		}
		made, err := solveModelSoon(ctx, line)
		if err == nil && ranLate(made) {
			r.desk.remember(r.node, "late "+name, lateModel{made, r.server.opt.Now()}, bytesOfModel(made))
			return made, 0, nil
		}
		return made, bytesOfModel(made), err
	})
}

// lateModel is the answer to a model for which time ran out shortly before.
func (r *request) lateModel(name string) (*brief.SolvedModel, bool) {
	x, ok := r.desk.memo.find("late " + name)
	if !ok {
		return nil, false
	}
	late := x.(lateModel)
	return late.made, r.server.opt.Now().Sub(late.at) < slowFor
}

// ranLate reports whether something of a model is missing because time ran out. It is
// not kept for long: next time the machine may be less busy.
func ranLate(m *brief.SolvedModel) bool {
	return m.Fault != nil && m.Fault.Why == brief.FaultSlow ||
		slices.ContainsFunc(m.Left, func(x brief.LeftConcept) bool { return x.Why == brief.FaultSlow })
}

// bytesOfModel is about what a model takes with its solution.
func bytesOfModel(m *brief.SolvedModel) int {
	if m == nil || m.Model == nil {
		return answerBytes
	}
	return answerBytes + 16*m.Len()*m.DMs()
}

// solveModelSoon solves every concept while that is fast enough, then the others. Where
// moves at the same time are not defined, the second try would do the same again, so
// that there is one, which has its time.
func solveModelSoon(ctx context.Context, line brief.ModelLine) (*brief.SolvedModel, error) {
	for _, try := range []struct {
		time time.Duration
		same bool
	}{{allTime, true}, {withoutTime, false}} {
		if try.same && !brief.AtOnce(line.Conflict) {
			continue
		}
		part, stop := context.WithTimeout(ctx, try.time)
		made, err := brief.SolveModel(part, line.Conflict, modelBytes, try.same)
		stop()
		if err == nil || !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
			return made, err
		}
	}
	return &brief.SolvedModel{Fault: &brief.ModelFault{Why: brief.FaultSlow}}, nil
}
