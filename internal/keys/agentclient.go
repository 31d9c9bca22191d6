// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"
)

// FromAgent opens the home in dir with the identity that its unlock agent
// holds, and so prolongs the agent's life by its idle time. It fails with
// ErrNoHome, with ErrLocked when no agent answers, or as UnlockWith does.
func FromAgent(dir string) (*Unlocked, error) {
	if err := checkHome(dir); err != nil {
		return nil, err
	}
	identity, err := askAgent(dir, requestIdentity)
	if err != nil {
		return nil, err
	}
	defer clear(identity)
	return UnlockWith(dir, string(identity))
}

// LockAgent makes the unlock agent of the home in dir forget its keys and end.
// When it returns nil, no agent holds them: the agent obeyed, or there was none.
// It fails with ErrNoHome, and with ErrAgentRunning when there is an agent that
// does not answer.
func LockAgent(dir string) error {
	if err := checkHome(dir); err != nil {
		return err
	}
	_, err := askAgent(dir, requestLock)
	if err == nil {
		return nil
	}
	release, lerr := lockFile(filepath.Join(dir, agentLockName), agentLockWait)
	if errors.Is(lerr, ErrBusy) {
		return fmt.Errorf("lock %s: %w but does not answer: %w", dir, ErrAgentRunning, err)
	}
	if lerr != nil {
		return fmt.Errorf("lock %s: %w", dir, lerr)
	}
	release()
	return nil
}

// askAgent sends one request and returns what follows "ok". All its errors wrap
// ErrLocked: whatever is wrong, no keys can be had. The answer is a slice of its
// own, which the caller clears.
func askAgent(dir, request string) ([]byte, error) {
	answer, err := exchange(dir, request)
	if err != nil {
		return nil, fmt.Errorf("ask unlock agent of %s: %w: %w", dir, ErrLocked, err)
	}
	return answer, nil
}

func exchange(dir, request string) ([]byte, error) {
	dir, err := realDir(dir)
	if err != nil {
		return nil, err
	}
	path, err := socketPath(dir)
	if err != nil {
		return nil, err
	}
	conn, err := net.DialTimeout("unix", path, agentPatience)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(agentPatience))
	// An impostor could not learn anything, but could feign a lock.
	if err := checkPeer(conn, os.Geteuid()); err != nil {
		return nil, err
	}
	if _, err := io.WriteString(conn, request+"\n"); err != nil {
		return nil, err
	}
	line, err := readLine(conn)
	if err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	answer, ok := bytes.CutPrefix(line, []byte("ok"))
	if !ok {
		return nil, fmt.Errorf("the agent answers %q", line)
	}
	return bytes.TrimPrefix(answer, []byte(" ")), nil
}
