// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"strings"
)

// The steps in which a model is built. Every fault of a draft belongs to one.
const (
	DraftWho      = "who"      // title and decision makers
	DraftOptions  = "options"  // what each can do
	DraftTogether = "together" // what cannot be together, and what is one state
	DraftPrefer   = "prefer"   // what each prefers
	DraftToday    = "today"    // where things stand, and conventions
	DraftMeans    = "means"    // instruments and budgets
	DraftWhole    = "check"    // the model as a whole
)

// DraftFault says what of a draft is not a model yet, and where. What it says in
// words is made by whoever shows it, from Code, What, List and More.
type DraftFault struct {
	Step  string   `json:"step"`
	Field string   `json:"field"`          // as the keys of a [ModelDraft] lead to it: "dms.0.lines"
	Line  int      `json:"line,omitempty"` // of lines, from 1; 0: the field as a whole
	Code  string   `json:"code"`
	What  string   `json:"what,omitempty"` // the words in question
	List  []string `json:"list,omitempty"` // what there is instead, or what is missing
	More  int      `json:"more,omitempty"` // how many more than are listed
}

// The codes of faults.
const (
	FaultEmpty     = "empty"     // nothing is there, and something must be
	FaultNone      = "none"      // there is no row at all
	FaultMany      = "many"      // What is the limit
	FaultTwice     = "twice"     // What is there a second time
	FaultID        = "id"        // What cannot be named in a condition
	FaultWord      = "word"      // What is none of List
	FaultOption    = "option"    // What is no option; List are those that there are
	FaultDM        = "dm"        // What is no decision maker; List are those that there are
	FaultCondition = "condition" // What cannot be read as a condition
	FaultNoState   = "no-state"  // no state is left
	FaultState     = "state"     // What names no state
	FaultApart     = "apart"     // What is one state with one that stands elsewhere
	FaultExcluded  = "excluded"  // What cannot be, by the condition in List
	FaultMissing   = "missing"   // the states in List have no place
	FaultUnstated  = "unstated"  // no preference is stated
	FaultAmount    = "amount"    // What is no number
	FaultNegative  = "negative"  // What is less than nothing
	FaultNoAmount  = "no-amount" // What has no amount after it
	FaultTooLarge  = "too-large" // too many states to check it
	FaultLong      = "long"      // the document is too long
	FaultSomeOnly  = "some-only" // said for some decision makers and not for all
	FaultOtherwise = "otherwise" // What says it, in English
)

// String is the fault in one line for those who build models by program.
func (f DraftFault) String() string {
	at := f.Step + ": " + f.Field
	if f.Line > 0 {
		at = fmt.Sprintf("%s, line %d", at, f.Line)
	}
	out := fmt.Sprintf("%s: %s", at, f.Code)
	if f.What != "" {
		out += fmt.Sprintf(" %q", f.What)
	}
	if len(f.List) > 0 {
		out += " (" + strings.Join(f.List, ", ")
		if f.More > 0 {
			out += fmt.Sprintf(" and %d more", f.More)
		}
		out += ")"
	}
	return out
}
