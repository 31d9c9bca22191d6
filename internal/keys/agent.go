// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// The agent keeps a home unlocked for a while, so that one passphrase serves
// many commands. It answers one request per connection, one line each way:
//
//	identity   ok AGE-SECRET-KEY-PQ-1…    the identity, for UnlockWith
//	lock       ok                         the keys are forgotten, the agent ends
//	           error WORDS                on anything else
const (
	requestIdentity = "identity"
	requestLock     = "lock"

	// maxAgentLine bounds a line either way, in bytes.
	maxAgentLine = 256
	// maxAgentConns bounds the connections served at the same time.
	maxAgentConns = 8
	// agentPatience is how long either side waits for the other.
	agentPatience = 5 * time.Second
	// agentLockWait lets an agent that is just ending get out of the way.
	agentLockWait = 200 * time.Millisecond
	// wallCheck is how often the agent compares its idle time with the wall
	// clock; see agent.left.
	wallCheck = 30 * time.Second
)

// ErrAgentRunning is returned by ServeAgent when the home has an agent already,
// and by LockAgent when that agent does not answer.
var ErrAgentRunning = errors.New("an unlock agent is running")

// ServeAgent runs the unlock agent of u's home until ctx is done, a client asks
// it to lock, or idle has passed since the last answer (or since the start). It
// then locks u and returns nil. It answers only programs of the same user; on
// systems that cannot tell (all but Linux and macOS) the permissions of the
// socket and of its directory are the only guard.
//
// It fails, leaving u as it is, with ErrLocked, with ErrAgentRunning, or when
// the socket cannot be made; and, having locked u, when the socket breaks.
func ServeAgent(ctx context.Context, u *Unlocked, idle time.Duration) error {
	if idle <= 0 {
		return fmt.Errorf("unlock agent: idle time %v must be positive", idle)
	}
	if _, err := u.Identity(); err != nil {
		return fmt.Errorf("unlock agent: %w", err)
	}
	dir, err := realDir(u.Dir())
	if err != nil {
		return fmt.Errorf("unlock agent: %w", err)
	}
	// The lock, not the socket, says whether an agent lives: it cannot be
	// stale, and taking it leaves no moment for a second agent.
	release, err := lockFile(filepath.Join(dir, agentLockName), agentLockWait)
	if errors.Is(err, ErrBusy) {
		return fmt.Errorf("unlock agent %s: %w", dir, ErrAgentRunning)
	}
	if err != nil {
		return fmt.Errorf("unlock agent: %w", err)
	}
	defer release()
	ln, remove, err := listen(dir)
	if err != nil {
		return fmt.Errorf("unlock agent: %w", err)
	}
	defer remove()
	if err := newAgent(u, idle).serve(ctx, ln); err != nil {
		return fmt.Errorf("unlock agent: %w", err)
	}
	return nil
}

// agent is one run of the unlock agent.
type agent struct {
	u    *Unlocked
	idle time.Duration

	// When the last answer was given, by two clocks; mu guards both.
	mu       sync.Mutex
	last     time.Time // by the monotonic clock
	lastWall time.Time // by the wall clock
}

func newAgent(u *Unlocked, idle time.Duration) *agent {
	a := &agent{u: u, idle: idle}
	a.answered()
	return a
}

// answered starts the idle time anew. The caller holds a.mu.
func (a *agent) answered() {
	a.last = time.Now()
	a.lastWall = a.last.Round(0) // drops the monotonic reading
}

// left returns what is left of the idle time. The caller holds a.mu. Timers and
// Go's monotonic clock stand still while a laptop sleeps, and the wall clock can
// be set back; the clock that says the longer time counts, so that a lid closed
// overnight does not keep the keys.
func (a *agent) left() time.Duration {
	now := time.Now()
	return a.idle - max(now.Sub(a.last), now.Round(0).Sub(a.lastWall))
}

// serve answers on ln and closes it. When it returns, u is locked, ln is closed
// and no connection is open.
func (a *agent) serve(ctx context.Context, ln net.Listener) error {
	ctx, end := context.WithCancel(ctx)
	var conns sync.WaitGroup
	defer conns.Wait()
	// Closing removes the socket, which must be done before another agent can
	// make its own: not left to the function below.
	defer ln.Close()
	defer a.u.Lock()
	defer end()
	// Lock at once, not only when the last connection is done.
	defer context.AfterFunc(ctx, func() { a.u.Lock(); ln.Close() })()
	conns.Go(func() { a.expire(ctx, end) })

	slots := make(chan struct{}, maxAgentConns)
	for {
		select {
		case slots <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		conn, err := ln.Accept()
		if ctx.Err() != nil {
			if err == nil {
				conn.Close()
			}
			return nil
		}
		if err != nil {
			return err
		}
		conns.Go(func() {
			defer func() { <-slots }()
			defer conn.Close()
			defer context.AfterFunc(ctx, func() { conn.Close() })()
			if a.answer(conn) {
				end()
			}
		})
	}
}

// expire ends the agent when it was idle for too long.
func (a *agent) expire(ctx context.Context, end context.CancelFunc) {
	for {
		a.mu.Lock()
		left := a.left()
		a.mu.Unlock()
		if left <= 0 {
			end()
			return
		}
		select {
		case <-time.After(min(left, wallCheck)):
		case <-ctx.Done():
			return
		}
	}
}

// answer serves one connection and says whether the agent is to end.
func (a *agent) answer(conn net.Conn) (end bool) {
	conn.SetDeadline(time.Now().Add(agentPatience))
	if err := checkPeer(conn, os.Geteuid()); err != nil {
		return false // no word to strangers
	}
	request, err := readLine(conn)
	if err != nil {
		return false
	}
	switch string(request) {
	case requestIdentity:
		return a.giveIdentity(conn)
	case requestLock:
		a.u.Lock()
		io.WriteString(conn, "ok\n")
		return true
	default:
		io.WriteString(conn, "error unknown request\n")
		return false
	}
}

func (a *agent) giveIdentity(conn net.Conn) (end bool) {
	// Held while answering, so that expire sees either the old time, and ends
	// the agent, or the new one.
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.left() <= 0 {
		return true // woken from sleep, and expire has not run yet
	}
	identity, err := a.u.Identity()
	if err != nil {
		io.WriteString(conn, "error locked\n")
		return true // locked elsewhere: nothing left to serve
	}
	line := []byte("ok " + identity + "\n")
	defer clear(line)
	if _, err := conn.Write(line); err == nil {
		a.answered()
	}
	return false
}

// readLine reads one line of at most maxAgentLine bytes, without its end.
func readLine(r io.Reader) ([]byte, error) {
	line, err := bufio.NewReaderSize(r, maxAgentLine).ReadSlice('\n')
	if err != nil {
		return nil, err
	}
	return line[:len(line)-1], nil
}
