// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
)

// caseKey names what a solved case was made from: the log as far as this seat read
// it, the day, and what was asked for.
type caseKey struct {
	head           brief.Head
	withheld       int64
	at             brief.AsOf
	prefer, chosen string
}

// keptCases is how many solved cases a desk keeps: those of one person who compares
// two choices and comes back.
const keptCases = 4

// solvedCases are the cases that were solved last, the newest at the end. They hold
// opened words and numbers: a desk that is locked forgets them.
type solvedCases []keptCase

type keptCase struct {
	key   caseKey
	value *brief.SolvedCase
}

func (c solvedCases) find(k caseKey) *brief.SolvedCase {
	for _, x := range c {
		if x.key == k {
			return x.value
		}
	}
	return nil
}

func (c solvedCases) with(k caseKey, v *brief.SolvedCase) solvedCases {
	if len(c) >= keptCases {
		c = append(solvedCases{}, c[len(c)-keptCases+1:]...)
	}
	return append(c, keptCase{k, v})
}

// How long a page may take to solve a case with every number as stated, and then in
// steps.
const (
	exactTime   = 4 * time.Second
	steppedTime = 8 * time.Second
)

// pageSteps is the number of steps in which numbers are taken where they cannot all
// be told apart in time.
const pageSteps = 100

// solvedCase makes the case that a page asks for, or finds it among those that were
// made from the same log.
func (r *request) solvedCase(at brief.AsOf, q brief.CaseQuery) (*brief.SolvedCase, error) {
	k := caseKey{r.head, r.view.Withheld, at, q.Prefer, chosenKey(q.Parties)}
	d := r.desk
	d.mu.Lock()
	found := d.cases.find(k)
	d.mu.Unlock()
	if found != nil {
		return found, nil
	}
	held := brief.Case(r.view.State, r.view.Roster, r.head, r.view.Withheld, at, q)
	made, err := solveInTime(r.Context(), held)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Node == r.node && d.cases.find(k) == nil { // not locked meanwhile, and nobody was faster
		d.cases = d.cases.with(k, made)
	}
	return made, nil
}

// solveInTime takes numbers as stated while that is fast enough, then in steps.
func solveInTime(ctx context.Context, held *brief.HeldCase) (*brief.SolvedCase, error) {
	for _, try := range []struct {
		time  time.Duration
		steps int64
	}{{exactTime, 0}, {steppedTime, pageSteps}} {
		part, stop := context.WithTimeout(ctx, try.time)
		made, err := brief.SolveCase(part, held, try.steps)
		stop()
		if err == nil || !errors.Is(err, context.DeadlineExceeded) || ctx.Err() != nil {
			return made, err
		}
	}
	return brief.Unsolved(held), nil
}

// preferred is a basis of preferences that an address or a form asks for.
func preferred(word string) string {
	if word == act.Inferred {
		return act.Inferred
	}
	return act.Said
}
