// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"parley/internal/brief"
	"parley/internal/casefile"
	"parley/internal/courier"
	"parley/internal/durable"
	"parley/internal/keys"
	"parley/internal/node"
	"parley/record"
)

// meaning is what an error of a lower package means to a person.
type meaning struct {
	is   error
	code int
	say  string // "" keeps the error's own sentence
	hint string // a command line, or a sentence about what to do
}

// meanings is the table of them. The first that fits counts.
func (a *app) meanings() []meaning {
	return []meaning{
		{context.Canceled, exitInterrupted, "interrupted; what was done until then is kept", ""},

		{keys.ErrNoHome, exitFailed, "", a.line("init")},
		{keys.ErrExists, exitFailed, "", a.line("status")},
		{keys.ErrPassphrase, exitLocked, "", "type it again, and look at the keyboard layout and caps lock; nobody can reset it"},
		{keys.ErrShortPassphrase, exitUsage, "", "use several words that you can remember"},
		{keys.ErrLocked, exitLocked, "the keys are locked", a.line("unlock")},
		{keys.ErrBusy, exitFailed, "", "wait for the other parley command and try again"},
		{keys.ErrAgentRunning, exitFailed, "", a.line("lock")},
		{keys.ErrDamaged, exitFailed, "", "put the key files back from a copy; a backup made with parley key backup keeps what reads the archive"},

		{node.ErrInUse, exitFailed, "another parley command is using this archive", "wait for it to end and try again"},
		{node.ErrQuarantine, exitConflict, "", a.line("key rotate --device")},
		{node.ErrSplitView, exitConflict, "", "stop relying on this hub; compare the words of parley witness status with another seat by telephone"},
		{node.ErrRollback, exitConflict, "", "the hub may have been put back from a copy; ask its operator, and compare parley witness status with another seat"},
		{node.ErrNoProcess, exitUsage, "", a.line("process list")},
		{node.ErrOtherArchive, exitFailed, "", "look for the copy of archive.db that was made beside this backup"},
		{node.ErrNotMediator, exitWithheld, "", a.line("roster show")},
		{node.ErrNotFetched, exitFailed, "nothing of this process has been fetched yet", a.line("sync")},
		{node.ErrNotFounder, exitConflict, "", "compare your words with the founder again; if they differ, the file was exchanged on the way"},
		{node.ErrNoRoot, exitWithheld, "", "run this on the machine that keeps the root key of your seat"},
		{node.ErrGone, exitWithheld, "", a.line("entry post --to …")},
		{node.ErrNoGrant, exitWithheld, "the author has not permitted that this be shown to these seats", a.line("disclose ask REF --to SEAT --why …")},
		{node.ErrNotAdopted, exitWithheld, "", "ask the author to run: parley disclose adopt REF"},
		{node.ErrNotWitnessed, exitFailed, "", a.line("sync")},
		{node.ErrLocked, exitLocked, "", a.line("unlock")},
		{brief.ErrNotOpened, exitWithheld, "", a.line("entry list")},

		{courier.ErrOtherHub, exitConflict, "", "send nothing; compare the certificate hash with your invitation letter and with another seat"},
		{courier.ErrUnreachable, exitUnreachable, "", a.line("sync export FILE") + "   (carries what waits by hand)"},
		{courier.ErrStale, exitConflict, "", a.line("sync")},
		{courier.ErrBusy, exitFailed, "", "wait a minute and run " + a.line("sync")},
		{courier.ErrTooLarge, exitFailed, "", "split the text into several entries"},
		{courier.ErrFull, exitFailed, "", "tell the operator of the hub"},
		{courier.ErrClosed, exitWithheld, "", a.line("record export FILE")},
		{courier.ErrNotMember, exitWithheld, "this device is not in the roster of the process: it has not been admitted yet, or was removed", "ask the mediator to run: parley process requests"},
		{courier.ErrAdmission, exitWithheld, "", "ask the operator of the hub for the word, and give it with --admission-file"},
		{courier.ErrRefused, exitWithheld, "", a.line("roster show")},
		{courier.ErrUnknown, exitFailed, "", "check with the mediator that this is the right hub"},
		{courier.ErrInternal, exitFailed, "", "tell the operator of the hub"},

		{record.ErrToken, exitWithheld, "", "send the invitation again, or compare the short codes of file and letter"},
		{record.ErrOtherLog, exitFailed, "", a.line("process list")},
		{record.ErrBundle, exitFailed, "", "ask for the file again; it was damaged, cut short, or is no export of parley"},

		{durable.ErrFull, exitFailed, "", "free some space and run the command again; nothing was half written"},
		{node.ErrFull, exitFailed, "", "free some space and run the command again; nothing was half written"},
		{durable.ErrTooLarge, exitFailed, "", "check that it is the right file"},
		{syscall.ENOSPC, exitFailed, "", "free some space, or choose another place, and run the command again"},
		{syscall.EADDRINUSE, exitFailed, "", "choose another address with --listen"},
		{fs.ErrNotExist, exitFailed, "", "check the name of the file"},
		{fs.ErrPermission, exitFailed, "", "check who owns the file and its permissions"},
	}
}

// explain gives an error its code and its hints.
func (a *app) explain(err error) *Error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	var file *casefile.Error
	if errors.As(err, &file) {
		return failure(exitFailed, "%v", err).hint(a.line("help case-files"))
	}
	var unconfirmed *node.UnconfirmedError
	if errors.As(err, &unconfirmed) {
		return failure(exitWithheld, "%v", err).hint(a.line("roster confirm " + unconfirmed.Seat))
	}
	for _, m := range a.meanings() {
		if !errors.Is(err, m.is) {
			continue
		}
		e := &Error{Code: m.code, Msg: m.say, cause: err}
		if e.Msg == "" {
			e.Msg = err.Error()
		}
		if m.hint != "" {
			e.Hints = []string{m.hint}
		}
		return e
	}
	return &Error{Code: exitFailed, Msg: fmt.Sprint(err), cause: err}
}
