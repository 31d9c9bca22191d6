// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"fmt"
	"slices"
)

// Exit codes, the same for every command.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitNegative    = 3
	exitLocked      = 4
	exitConflict    = 5
	exitWithheld    = 6
	exitUnreachable = 7
	exitInterrupted = 130
)

// exitMeaning says what a code means, in the words of every help text.
func exitMeaning(code int) string {
	switch code {
	case exitDone:
		return "done"
	case exitFailed:
		return "failed"
	case exitUsage:
		return "the command line is wrong"
	case exitNegative:
		return "done, and the finding is negative: something does not hold"
	case exitLocked:
		return "locked: a passphrase or the unlock agent is needed"
	case exitConflict:
		return "fork or conflict: two records, two hubs or two copies of one device"
	case exitWithheld:
		return "withheld or not permitted"
	case exitUnreachable:
		return "the hub cannot be reached"
	case exitInterrupted:
		return "interrupted"
	}
	return "unknown"
}

func exitCodes() []int {
	return []int{exitDone, exitFailed, exitUsage, exitNegative, exitLocked, exitConflict, exitWithheld, exitUnreachable, exitInterrupted}
}

// Error is what a command ends with: a sentence for people, a code for
// machines, and commands that help.
type Error struct {
	Code  int
	Msg   string
	Hints []string

	cause error
}

// Error is the sentence.
func (e *Error) Error() string { return e.Msg }

// Unwrap returns the error of a lower package that this one explains, if any.
func (e *Error) Unwrap() error { return e.cause }

// hint adds a hint.
func (e *Error) hint(line string) *Error {
	e.Hints = append(slices.Clip(e.Hints), line)
	return e
}

func usageError(format string, args ...any) *Error {
	return &Error{Code: exitUsage, Msg: fmt.Sprintf(format, args...)}
}

func failure(code int, format string, args ...any) *Error {
	return &Error{Code: code, Msg: fmt.Sprintf(format, args...)}
}
