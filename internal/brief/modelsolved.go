// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"context"
	"errors"
	"slices"

	"parley/internal/casefile"
	"parley/stability"
)

// A SolvedModel is a model compiled and solved, or why there is no answer. Whoever
// holds it shares it and changes nothing.
type SolvedModel struct {
	*stability.Model // nil: see Fault
	Solution         *stability.Solution
	Concepts         []stability.Concept // that Solution has, in their order
	Left             []LeftConcept       // those that it has not
	Think            []stability.Concept // of each decision maker, where the document says so
	Tools            stability.Toolbox
	ToolNames        []string
	Fault            *ModelFault
}

// LeftConcept is a concept that was not solved.
type LeftConcept struct {
	Concept stability.Concept
	Why     string // FaultUndefined or FaultSlow
}

// ModelFault is why a model has no answer.
type ModelFault struct {
	Why  string // a word of the constants below
	Line int    // of the document; 0: the whole of it
	Says string // in the words of the reader or the engine; empty for FaultSlow
}

// Why a model, or a concept of it, has no answer.
const (
	FaultUnread    = "unread"    // the document says nothing that can be solved
	FaultLarge     = "large"     // it needs more memory than it may take
	FaultSlow      = "slow"      // it takes longer than it may
	FaultUndefined = "undefined" // the concept is not defined for such a model
)

// SolveModel compiles and solves a document in at most so many bytes. What cannot
// be solved is no error but a fault of the result; errors are those of ctx. Of SIM,
// which can take longer than all other concepts together, same says whether to try.
func SolveModel(ctx context.Context, read *casefile.Conflict, bytes int64, same bool) (*SolvedModel, error) {
	c := *read // compiling adds to its repairs
	c.Repairs = slices.Clone(c.Repairs)
	c.Definition.Limits = stability.Limits{Bytes: bytes}
	out := &SolvedModel{Think: c.Concepts, Tools: c.Tools, ToolNames: c.ToolNames}
	m, err := c.Compile(ctx)
	if err != nil {
		return failedModel(ctx, err)
	}
	defined := DefinedConcepts(m)
	for _, x := range stability.Concepts() {
		switch {
		case !slices.Contains(defined, x):
			out.Left = append(out.Left, LeftConcept{x, FaultUndefined})
		case x == stability.SIM && !same:
			out.Left = append(out.Left, LeftConcept{x, FaultSlow})
		default:
			out.Concepts = append(out.Concepts, x)
		}
	}
	if out.Solution, err = m.Solve(ctx, out.Concepts...); err != nil {
		return failedModel(ctx, err)
	}
	out.Model = m
	return out, nil
}

func failedModel(ctx context.Context, err error) (*SolvedModel, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	f := ModelFault{Why: FaultUnread, Says: err.Error()}
	var at *casefile.Error
	if errors.As(err, &at) {
		f.Line, f.Says = at.Line, at.Msg
	}
	if errors.Is(err, stability.ErrBudget) {
		f.Why = FaultLarge
	}
	return &SolvedModel{Fault: &f}, nil
}

// UnreadModel is the answer to a document that no reader understands.
func UnreadModel(why string) *SolvedModel {
	return &SolvedModel{Fault: &ModelFault{Why: FaultUnread, Says: why}}
}

// Concept is the concept with a word, of those that are solved.
func (x *SolvedModel) Concept(word string) (c stability.Concept, ok bool) {
	c, ok = stability.ParseConcept(word)
	return c, ok && slices.Contains(x.Concepts, c)
}

// State is the state with a decimal, as results name it.
func (x *SolvedModel) State(n StateNumber) (s stability.State, ok bool) {
	s, err := x.Canonical(stability.State(n))
	return s, err == nil
}

// Today is the status quo, where the model has one.
func (x *SolvedModel) Today() (s stability.State, ok bool) {
	if quo := x.Definition().StatusQuo; quo != nil {
		return x.State(StateNumber(*quo))
	}
	return 0, false
}

// Only is one concept as reports are asked for it.
func (x *SolvedModel) Only(c stability.Concept) []stability.Concept { return []stability.Concept{c} }

// TooLarge reports whether an error says that a question needs more memory than it
// may take.
func TooLarge(err error) bool { return errors.Is(err, stability.ErrBudget) }
