// SPDX-License-Identifier: Apache-2.0

package brief

import "parley/internal/act"

// ModelDraft is a model while it is being built: as it was typed, complete or not.
// It has a field for every part of a model file (docs/spec/model.md) in option form.
type ModelDraft struct {
	Title      string        `json:"title"`
	Name       string        `json:"name,omitempty"` // what the document calls itself, where that is not the title
	Words      string        `json:"words,omitempty"`
	DMs        []DraftDM     `json:"dms"`
	Options    []DraftOption `json:"options"`              // in the order of bits
	Infeasible []string      `json:"infeasible,omitempty"` // conditions
	Coalesce   []string      `json:"coalesce,omitempty"`   // conditions
	Today      string        `json:"today,omitempty"`      // letters Y and N, or a decimal; empty: not stated
	Sanction   string        `json:"sanction,omitempty"`   // as in a model file; empty: the default
	Sequences  string        `json:"sequences,omitempty"`
	Coalition  string        `json:"coalition,omitempty"`
	Tools      []DraftTool   `json:"tools,omitempty"`
	Budgets    []DraftAmount `json:"budgets,omitempty"` // by payer
	// Links are further entries that options and instruments stand for: those that
	// have more than one.
	Links []act.ModelLink `json:"links,omitempty"`
}

// The ways in which a preference can be stated.
const (
	ByStatements = "statements" // each line a condition, most important first
	ByRanking    = "ranking"    // each line a state, or several that are equally good with "=" between, best first
	ByWeights    = "weights"    // each line a condition, ":", an amount
	ByPayoffs    = "payoffs"    // each line a state, ":", an amount
)

// PreferenceWays returns the ways in which a preference can be stated.
func PreferenceWays() []string { return []string{ByStatements, ByRanking, ByWeights, ByPayoffs} }

// DraftDM is a decision maker of a draft.
type DraftDM struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Seat  string   `json:"seat,omitempty"`
	Basis string   `json:"basis"`           // a word of act.PositionBases
	Why   string   `json:"why,omitempty"`   // on what the preference rests
	Way   string   `json:"way,omitempty"`   // a word of [PreferenceWays]; empty: nothing is stated yet
	Lines []string `json:"lines,omitempty"` // the preference, as Way has it
	// Blind are conditions of states that it does not see, and Concept is the way of
	// thinking ahead that it is taken to have; both as a model file has them.
	Blind   []string `json:"blind,omitempty"`
	Concept string   `json:"concept,omitempty"`
}

// DraftOption is something that a decision maker could do.
type DraftOption struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	DM        string `json:"dm,omitempty"`        // id of its owner; empty: it never changes
	Direction string `json:"direction,omitempty"` // both, forward or back; empty is both
	Entry     string `json:"entry,omitempty"`     // id of the entry it stands for
}

// DraftTool is something that an outsider could promise or threaten.
type DraftTool struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	When      string        `json:"when"`    // a condition
	Effects   []DraftAmount `json:"effects"` // by decision maker
	Max       string        `json:"max"`
	Cost      string        `json:"cost,omitempty"`
	Readiness string        `json:"readiness,omitempty"`
	Fixed     string        `json:"fixed,omitempty"`
	Payer     string        `json:"payer,omitempty"`
	Entry     string        `json:"entry,omitempty"`
}

// DraftAmount is an amount for somebody, as typed.
type DraftAmount struct {
	Of     string `json:"of"`
	Amount string `json:"amount"`
}
