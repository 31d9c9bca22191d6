// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"errors"
	"fmt"
	"math/big"
)

// ErrBudget is wrapped by errors of work that would exceed a limit of [Limits].
// Nothing is computed in part: raise the limit or make the model smaller.
var ErrBudget = errors.New("over the budget")

// ErrUnsupported is wrapped by errors of a question that is not defined for the
// kind of model, such as SIM on coalesced states.
var ErrUnsupported = errors.New("not defined for this model")

// DMError is an error of [New] that concerns one decision maker.
type DMError struct {
	DM int // an index into Definition.DMs
	ID string
	// Seen is the decision maker whose preference, as DM sees it, is wrong; -1 if
	// it is not a view.
	Seen int
	Err  error
}

// Error names the decision maker.
func (e *DMError) Error() string { return fmt.Sprintf("decision maker %q: %v", e.ID, e.Err) }

// Unwrap is what is wrong.
func (e *DMError) Unwrap() error { return e.Err }

// Direction says which changes of an option its owner can make.
type Direction uint8

const (
	Both    Direction = iota // taken and taken back
	Forward                  // from not taken to taken only
	Back                     // from taken to not taken only
)

// Option is one yes-or-no choice of one decision maker.
type Option struct {
	ID        string // unique, as in the text of conditions
	Name      string // for people; may be empty
	Direction Direction
}

// Weight adds Amount to the worth of every state where When holds.
type Weight struct {
	When   Condition
	Amount *big.Rat
}

// Payoff is the cardinal worth of one state.
type Payoff struct {
	State State
	Worth *big.Rat
}

// Preference orders the states for one decision maker. Exactly one of its
// fields is set; the first two need options, so not a free-form model.
type Preference struct {
	// Statements, most important first: of two states the one is better that
	// fulfils the first statement on which they differ. Ordinal. N. M. Fraser,
	// K. W. Hipel (1988); X. Peng, K. W. Hipel, D. M. Kilgour, L. Fang (1997).
	Statements []Condition
	// Weights are summed. Cardinal.
	Weights []Weight
	// Ranking lists groups of equally good states, best first; every state
	// exactly once. Ordinal.
	Ranking [][]State
	// Payoffs gives every state exactly one worth. Cardinal.
	Payoffs []Payoff
}

// View is how a decision maker sees the preferences of another one.
type View struct {
	DM         int // whose preference is seen, an index into Definition.DMs
	Preference Preference
}

// Pair is an ordered pair of states.
type Pair [2]State

// DM is a decision maker.
type DM struct {
	ID         string // unique
	Name       string // for people; may be empty
	Options    []int  // indices into Definition.Options; each option has one owner at most
	Preference Preference
	Blind      []Condition // states matching one are not seen: no move from or to them
	Arcs       []Pair      // free-form models only: the moves, from and to
	Unknown    []Pair      // pairs whose order is not known, either way round; see Model.Unknown
	MuchBetter []Pair      // pairs [better, worse] of strong preference; see Model.Strength
	Views      []View      // how this decision maker sees others; see Model.Hypergame
}

// Sanction says how bad an answer must be to deter. The zero value is NotBetter.
type Sanction uint8

const (
	NotBetter Sanction = iota // the answer leaves the mover not better off than before
	Worse                     // the answer leaves the mover worse off than before
)

// Sequences says which answers others can give. The zero value is Legal.
type Sequences uint8

const (
	Legal  Sequences = iota // any sequence in which nobody moves twice in a row
	Single                  // one move by one decision maker
	Once                    // a sequence in which each moves at most once, in any order
)

// CoalitionMoves says how a coalition moves. The zero value is InSequence.
type CoalitionMoves uint8

const (
	InSequence CoalitionMoves = iota // by legal sequences of its members, through states
	Jointly                          // by one change of any of its members' options at once
)

// Settings are the conventions on which published definitions differ. They
// belong to the model and are repeated in every result. The zero value is the
// default of docs/methods/stability-concepts.md.
type Settings struct {
	Sanction  Sanction
	Sequences Sequences
	Coalition CoalitionMoves
}

// Limits bound the work of one model. A zero field takes its default.
type Limits struct {
	States  int   // most states, or cells of a cube; default 1<<28
	Bytes   int64 // most memory for one model and one question; default 8 GiB
	Workers int   // goroutines; default one for each processor
}

// Definition is a conflict as a person states it. New copies what it needs; the
// slices must not change while New runs.
//
// With Options it is a model in option form: a state is a setting of all
// options that matches no condition of Infeasible (and is listed in Feasible,
// if that is not nil). An option that nobody owns never changes. With States
// instead it is free-form: the states are named, and each DM lists its arcs.
type Definition struct {
	Name       string
	Options    []Option
	DMs        []DM
	Infeasible []Condition
	Feasible   []State     // nil: every setting
	Coalesce   []Condition // all states that match one are one state; the first match wins
	States     []string
	StatusQuo  *State
	Settings   Settings
	Limits     Limits
}

// Concept is a solution concept: a way of thinking ahead under which a decision
// maker stays in a state. Definitions and citations: docs/methods/stability-concepts.md.
type Concept uint8

const (
	Nash Concept = iota // Nash (1950): no improvement
	GMR                 // Howard (1971), general metarational: others could punish
	SMR                 // Howard (1971), symmetric metarational: … without escape
	SEQ                 // Fraser and Hipel (1979), sequential: others would punish, because it pays them
	SSEQ                // Rêgo and Vieira (2017), symmetric sequential: … without escape
	SIM                 // Fraser and Hipel (1979), simultaneous: others might move at the same time
)

// Concepts lists every concept in the order of its constants.
func Concepts() []Concept { return []Concept{Nash, GMR, SMR, SEQ, SSEQ, SIM} }

// String returns the word of c in files and commands: nash, gmr, smr, seq,
// sseq or sim; "" for a value that is no concept.
func (c Concept) String() string {
	switch c {
	case Nash:
		return "nash"
	case GMR:
		return "gmr"
	case SMR:
		return "smr"
	case SEQ:
		return "seq"
	case SSEQ:
		return "sseq"
	case SIM:
		return "sim"
	}
	return ""
}

// ParseConcept is the inverse of Concept.String; ok is false for other words.
func ParseConcept(word string) (c Concept, ok bool) {
	for _, c := range Concepts() {
		if c.String() == word {
			return c, true
		}
	}
	return 0, false
}
