// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/keys"
)

// unlockReport says how long the keys stay open.
type unlockReport struct {
	Home  string    `json:"home"`
	For   string    `json:"for"`   // time without use after which they are locked
	Until time.Time `json:"until"` // when that is if they are not used
}

// Limits of an unlock.
const (
	minUnlock = time.Minute
	maxUnlock = 24 * time.Hour
	// agentStart is how long the agent may take to answer.
	agentStart = 10 * time.Second
)

func (a *app) unlockCommand() *cobra.Command {
	idle := 15 * time.Minute
	c := a.command(verb{
		use:   "unlock",
		short: "Keep the keys of this home open for a while",
		long: `Asks for the passphrase once and starts an agent in the background that holds
the keys in memory, so that other commands need not ask. The agent forgets them
when they were not used for the time given, at "parley lock", or when the
machine is switched off. Whoever sits at this machine meanwhile can use them.`,
		example: `  parley unlock
  parley unlock --for 1h
  parley unlock --passphrase-file - < passphrase.txt`,
		exits: []int{exitLocked},
		run: func(ctx context.Context, _ []string) error {
			if idle < minUnlock || idle > maxUnlock {
				return usageError("--for is %v; want %v to %v", idle, minUnlock, maxUnlock)
			}
			return a.unlock(ctx, idle)
		},
	})
	c.Flags().DurationVar(&idle, "for", idle, "`time` without use after which the keys are locked")
	return c
}

func (a *app) unlock(ctx context.Context, idle time.Duration) error {
	dir, err := a.homeDir()
	if err != nil {
		return err
	}
	// A home that is not there should be said before a passphrase is asked for.
	if _, err := keys.FromAgent(dir); errors.Is(err, keys.ErrNoHome) {
		return err
	}
	pass, err := a.passphrase(dir)
	if err != nil {
		return err
	}
	u, err := keys.Unlock(dir, pass)
	clear(pass)
	if err != nil {
		return err
	}
	defer u.Lock()
	// An agent that runs already has another time to keep.
	if err := keys.LockAgent(dir); err != nil {
		return err
	}
	if err := startAgent(ctx, u, idle); err != nil {
		return err
	}
	r := unlockReport{Home: dir, For: idle.String(), Until: a.now().Add(idle).UTC().Truncate(time.Second)}
	t := table{cols: []col{{name: "home"}, {name: "for"}, {name: "until"}}}
	t.add(r.Home, r.For, stamp(r.Until))
	if err := a.emit(report{name: "unlock", data: r, tables: []table{t}}); err != nil {
		return err
	}
	a.say("the keys are open until they were not used for %v: until %s if nothing uses them", idle, stamp(r.Until))
	a.next(a.line("lock"))
	return nil
}

// startAgent runs this program once more, detached, and gives it the identity
// of the home through a pipe, never through arguments or the environment.
func startAgent(ctx context.Context, u *keys.Unlocked, idle time.Duration) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("start the unlock agent: %w", err)
	}
	identity, err := u.Identity()
	if err != nil {
		return err
	}
	home, err := filepath.Abs(u.Dir())
	if err != nil {
		return err
	}
	child := exec.Command(self, "agent", "--home", home, "--for", idle.String())
	child.Dir = home
	child.Stdin = strings.NewReader(identity + "\n")
	child.SysProcAttr = detached()
	complaint, err := child.StderrPipe()
	if err != nil {
		return err
	}
	if err := child.Start(); err != nil {
		return fmt.Errorf("start the unlock agent: %w", err)
	}
	ended := make(chan string, 1)
	go func() {
		said, _ := io.ReadAll(io.LimitReader(complaint, 4096))
		child.Wait()
		ended <- string(said)
	}()
	for start := time.Now(); ; {
		if x, err := keys.FromAgent(u.Dir()); err == nil {
			x.Lock()
			return nil
		}
		select {
		case said := <-ended:
			return failure(exitFailed, "the unlock agent ended at once: %s", strings.TrimSpace(strings.TrimPrefix(said, "parley: ")))
		case <-ctx.Done():
			return errors.Join(ctx.Err(), child.Process.Kill())
		case <-time.After(20 * time.Millisecond):
		}
		if time.Since(start) > agentStart {
			return errors.Join(failure(exitFailed, "the unlock agent does not answer"), child.Process.Kill())
		}
	}
}

// agentCommand is what unlock starts. People do not type it.
func (a *app) agentCommand() *cobra.Command {
	idle := 15 * time.Minute
	c := a.command(verb{
		use:     "agent",
		short:   "Hold the keys of a home in memory (started by unlock)",
		long:    "Reads the identity of the home from the standard input and serves it to the same\nuser's commands until it was idle for the time given.",
		example: "  parley unlock        starts it",
		exits:   []int{exitLocked},
		run: func(ctx context.Context, _ []string) error {
			dir, err := a.homeDir()
			if err != nil {
				return err
			}
			identity, err := a.readSecret(standard)
			if err != nil {
				return err
			}
			u, err := keys.UnlockWith(dir, string(identity))
			clear(identity)
			if err != nil {
				return err
			}
			return keys.ServeAgent(ctx, u, idle)
		},
	})
	c.Hidden = true
	c.Flags().DurationVar(&idle, "for", idle, "`time` without use after which the agent ends")
	return c
}

// lockReport says that no agent holds the keys.
type lockReport struct {
	Home   string `json:"home"`
	Locked bool   `json:"locked"`
}

func (a *app) lockCommand() *cobra.Command {
	return a.command(verb{
		use:   "lock",
		short: "Forget the keys that unlock left open",
		long: `Makes the unlock agent forget the keys and end. Lock ends this session; it does
not remove the files from this machine.`,
		example: "  parley lock",
		run: func(context.Context, []string) error {
			dir, err := a.homeDir()
			if err != nil {
				return err
			}
			if err := keys.LockAgent(dir); err != nil {
				return err
			}
			t := table{cols: []col{{name: "home"}, {name: "locked"}}}
			t.add(dir, yes(true))
			return a.emit(report{name: "lock", data: lockReport{dir, true}, tables: []table{t}})
		},
	})
}
