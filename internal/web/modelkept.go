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

// solvedModel solves a model, of the record or not yet, or finds the solution of the
// same document. The error is that of a browser that went away.
func (r *request) solvedModel(line brief.ModelLine) (*brief.SolvedModel, error) {
	if line.Conflict == nil {
		return brief.UnreadModel(line.Fault), nil
	}
	return inTurn(r, fmt.Sprintf("model %x", sha256.Sum256([]byte(line.Document))), func(ctx context.Context) (*brief.SolvedModel, int, error) {
		made, err := solveModelSoon(ctx, line)
		return made, bytesOfModel(made), err
	})
}

// bytesOfModel is about what a model takes with its solution. One of which something
// is missing because time ran out takes none: next time the machine may be less busy.
func bytesOfModel(m *brief.SolvedModel) int {
	switch {
	case m == nil, m.Fault != nil && m.Fault.Why == brief.FaultSlow,
		slices.ContainsFunc(m.Left, func(x brief.LeftConcept) bool { return x.Why == brief.FaultSlow }):
		return 0
	case m.Model == nil:
		return answerBytes
	}
	return answerBytes + 16*m.Len()*m.DMs()
}

// solveModelSoon solves every concept while that is fast enough, then the others.
func solveModelSoon(ctx context.Context, line brief.ModelLine) (*brief.SolvedModel, error) {
	for _, try := range []struct {
		time time.Duration
		same bool
	}{{allTime, true}, {withoutTime, false}} {
		part, stop := context.WithTimeout(ctx, try.time)
		made, err := brief.SolveModel(part, line.Conflict, modelBytes, try.same)
		stop()
		if err == nil || !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
			return made, err
		}
	}
	return &brief.SolvedModel{Fault: &brief.ModelFault{Why: brief.FaultSlow}}, nil
}
