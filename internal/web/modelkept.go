// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"crypto/sha256"
	"errors"
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

// A desk keeps a few models with their solutions, and of large ones fewer, by the
// states of all decision makers together.
const (
	keptModelsMost   = 6
	keptModelsStates = 8 << 20
)

// modelKey is the SHA-256 of a document.
type modelKey [sha256.Size]byte

// solvedModels are the models that were solved last, the newest first. They hold
// opened words: a desk that is locked forgets them.
type solvedModels []keptModel

type keptModel struct {
	key   modelKey
	value *brief.SolvedModel
}

func (l solvedModels) find(key modelKey) *brief.SolvedModel {
	for _, x := range l {
		if x.key == key {
			return x.value
		}
	}
	return nil
}

// with keeps one more, unless something in it is missing because time ran out: next
// time the machine may be less busy.
func (l solvedModels) with(key modelKey, m *brief.SolvedModel) solvedModels {
	late := m.Fault != nil && m.Fault.Why == brief.FaultSlow ||
		slices.ContainsFunc(m.Left, func(x brief.LeftConcept) bool { return x.Why == brief.FaultSlow })
	if late || l.find(key) != nil {
		return l
	}
	out, states := solvedModels{{key, m}}, statesKept(m)
	for _, x := range l {
		if states += statesKept(x.value); len(out) == keptModelsMost || states > keptModelsStates {
			break
		}
		out = append(out, x)
	}
	return out
}

func statesKept(m *brief.SolvedModel) int {
	if m.Model == nil {
		return 0
	}
	return m.Len() * m.DMs()
}

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
	key, d := modelKey(sha256.Sum256([]byte(line.Document))), r.desk
	find := func() *brief.SolvedModel {
		d.mu.Lock()
		defer d.mu.Unlock()
		return d.models.find(key)
	}
	if found := find(); found != nil {
		return found, nil
	}
	done, err := r.server.turn(r.Context())
	if err != nil {
		return nil, err
	}
	defer done()
	if found := find(); found != nil { // somebody asked the same before
		return found, nil
	}
	made, err := solveModelSoon(r.Context(), line)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Node == r.node { // not locked meanwhile
		d.models = d.models.with(key, made)
	}
	return made, nil
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
