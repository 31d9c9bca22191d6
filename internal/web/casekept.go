// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"fmt"
	"time"

	"parley/internal/act"
	"parley/internal/brief"
)

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
	name := r.ofRecord(fmt.Sprint("solved ", at, " ", q.Prefer, " ", chosenKey(q.Parties)))
	return inTurn(r, name, func(ctx context.Context) (*brief.SolvedCase, int, error) {
		made, err := solveInTime(ctx, brief.Case(r.view.State, r.view.Roster, r.head, r.view.Withheld, at, q))
		return made, bytesOfCase(made), err
	})
}

// bytesOfCase is about what a case takes. One that was not solved in time takes none:
// next time the machine may be less busy.
func bytesOfCase(c *brief.SolvedCase) int {
	switch {
	case c == nil || c.How == brief.SolveTooLarge:
		return 0
	case c.Solution == nil:
		return answerBytes
	}
	return 8*answerBytes + 400*c.Solution.Frontier.Vectors
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
