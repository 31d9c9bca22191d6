// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"slices"
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

// A desk keeps a few solved cases: those of one person who compares two choices and
// comes back. Of large ones it keeps fewer, by the vectors of their frontiers
// together, and the newest alone where that has more.
const (
	keptCases   = 4
	keptVectors = 200_000
)

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

// with keeps one more. A case that was not solved in time is not kept: next time the
// machine may be less busy.
func (c solvedCases) with(k caseKey, v *brief.SolvedCase) solvedCases {
	if v.How == brief.SolveTooLarge {
		return c
	}
	out := solvedCases{{k, v}}
	vectors := vectorsOf(v)
	for i := len(c) - 1; i >= 0 && len(out) < keptCases; i-- {
		if vectors += vectorsOf(c[i].value); vectors > keptVectors {
			break
		}
		out = append(out, c[i])
	}
	slices.Reverse(out)
	return out
}

func vectorsOf(v *brief.SolvedCase) int {
	if v.Solution == nil {
		return 0
	}
	return v.Solution.Frontier.Vectors
}

// turn waits until no page of this server solves anything, so that the memory of one
// solution bounds that of all, and says how to let the next one in. Time spent waiting
// does not count as time of the page.
func (s *Server) turn(ctx context.Context) (done func(), err error) {
	select {
	case s.solving <- struct{}{}:
		return func() { <-s.solving }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
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
	find := func() *brief.SolvedCase {
		d.mu.Lock()
		defer d.mu.Unlock()
		return d.cases.find(k)
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
	held := brief.Case(r.view.State, r.view.Roster, r.head, r.view.Withheld, at, q)
	made, err := solveInTime(r.Context(), held)
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.Node == r.node { // not locked meanwhile
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
