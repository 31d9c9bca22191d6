// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"parley/internal/keys"
	"parley/internal/node"
)

// homeDir is the folder of the home: the flag, else the environment, else the
// place that the system has for such things.
func (a *app) homeDir() (string, error) {
	if a.flags.home != "" {
		return a.flags.home, nil
	}
	if dir := a.env("PARLEY_HOME"); dir != "" {
		return dir, nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", usageError("this system has no folder for settings; choose one with --home")
	}
	return filepath.Join(dir, "parley"), nil
}

// unlockedKeys opens the keys of the home: the agent first, then a file or a
// person with the passphrase.
func (a *app) unlockedKeys() (*keys.Unlocked, error) {
	dir, err := a.homeDir()
	if err != nil {
		return nil, err
	}
	u, err := keys.FromAgent(dir)
	if err == nil || !errors.Is(err, keys.ErrLocked) {
		return u, err
	}
	pass, err := a.passphrase(dir)
	if err != nil {
		return nil, err
	}
	defer clear(pass)
	return keys.Unlock(dir, pass)
}

// archiveWait is how long a command waits for another one to end.
const archiveWait = 3 * time.Second

// openHome opens keys and archive for the rest of the run.
func (a *app) openHome(ctx context.Context) (*node.Home, error) {
	u, err := a.unlockedKeys()
	if err != nil {
		return nil, err
	}
	a.cleanup = append(a.cleanup, u.Lock)
	h, err := a.openArchive(ctx, u)
	if err != nil {
		return nil, err
	}
	a.cleanup = append(a.cleanup, func() { h.Close() })
	return h, nil
}

func (a *app) openArchive(ctx context.Context, u *keys.Unlocked) (*node.Home, error) {
	for start := time.Now(); ; {
		h, err := a.open(u, a.now)
		if !errors.Is(err, node.ErrInUse) || time.Since(start) > a.wait {
			return h, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// chooseSeat finds the process that a command is about: the one named, or the
// only one.
func (a *app) chooseSeat(u *keys.Unlocked) (keys.Seat, error) {
	ring, err := u.Ring()
	if err != nil {
		return keys.Seat{}, err
	}
	seats := slices.DeleteFunc(ring.Seats, func(s keys.Seat) bool { return s.Joining() })
	var labels []string
	for _, s := range seats {
		if s.Label == a.flags.process {
			return s, nil
		}
		labels = append(labels, s.Label)
	}
	switch {
	case len(seats) == 0:
		return keys.Seat{}, failure(exitFailed, "this home takes part in no process yet").
			hint(a.line("process create --hub URL --hub-cert HEX")).hint(a.line("process join INVITATION"))
	case a.flags.process != "":
		return keys.Seat{}, usageError("this home has no process %q; it has: %s", a.flags.process, strings.Join(labels, ", "))
	case len(seats) > 1:
		return keys.Seat{}, usageError("this home takes part in %d processes: say which with --process; there are: %s", len(seats), strings.Join(labels, ", "))
	}
	return seats[0], nil
}

// use makes a new process the one that the rest of the run, and its hints, are
// about.
func (a *app) use(h *node.Home, label string) error {
	a.flags.process = ""
	ring, err := h.Keys.Ring()
	if err != nil {
		return err
	}
	defer ring.Wipe()
	if len(ring.Seats) > 1 {
		a.flags.process = label
	}
	return nil
}
