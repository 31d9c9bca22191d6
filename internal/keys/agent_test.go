// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// startAgent runs an agent for the home on its own opening and waits until it
// answers. The result is what the agent returns, once.
func startAgent(t testing.TB, u *Unlocked, dir string) <-chan error {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	served := open(t, u)
	done := make(chan error, 1)
	var wg sync.WaitGroup
	wg.Go(func() { done <- ServeAgent(ctx, served, time.Hour) })
	t.Cleanup(func() { cancel(); wg.Wait() })
	for range 1000 {
		if _, err := FromAgent(dir); err == nil {
			return done
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("the agent does not answer")
	return nil
}

// agentSocket returns where the agent listens; the temporary directory of a test
// may have a path too long for a socket.
func agentSocket(t *testing.T, dir string) string {
	t.Helper()
	real, err := realDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	path, err := socketPath(real)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAgent(t *testing.T) {
	dir, u := newHome(t)
	if _, err := FromAgent(dir); !errors.Is(err, ErrLocked) {
		t.Errorf("no agent: %v", err)
	}
	if err := LockAgent(dir); err != nil {
		t.Errorf("lock without agent: %v", err)
	}
	done := startAgent(t, u, dir)
	socket := agentSocket(t, dir)
	if runtime.GOOS != "windows" {
		info, err := os.Stat(socket)
		if err != nil || info.Mode().Perm() != 0o600 || info.Mode().Type() != os.ModeSocket {
			t.Errorf("socket: %v, %v", info.Mode(), err)
		}
	}
	if err := u.Change(addSeat(joining(t, "x"))); err != nil {
		t.Fatal(err)
	}
	got, err := FromAgent(dir)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(mustRing(t, u), mustRing(t, got)); d != "" {
		t.Error(d)
	}
	if err := ServeAgent(t.Context(), open(t, u), time.Hour); !errors.Is(err, ErrAgentRunning) {
		t.Errorf("second agent: %v", err)
	}
	if _, err := FromAgent(dir); err != nil {
		t.Errorf("the refused agent broke the first: %v", err)
	}
	if err := LockAgent(dir); err != nil {
		t.Error(err)
	}
	if err := <-done; err != nil {
		t.Errorf("the agent ended with %v", err)
	}
	if _, err := FromAgent(dir); !errors.Is(err, ErrLocked) {
		t.Errorf("after lock: %v", err)
	}
	if _, err := os.Stat(socket); err == nil {
		t.Error("the socket is still there")
	}
	// And once more, in the same place.
	done = startAgent(t, u, dir)
	if err := LockAgent(dir); err != nil {
		t.Error(err)
	}
	<-done
	for _, f := range []func() error{
		func() error { _, err := FromAgent(t.TempDir()); return err },
		func() error { return LockAgent(filepath.Join(t.TempDir(), "none")) },
	} {
		if err := f(); !errors.Is(err, ErrNoHome) {
			t.Errorf("no home: %v", err)
		}
	}
	if err := ServeAgent(t.Context(), u, 0); err == nil {
		t.Error("an agent without end was accepted")
	}
}

// The agent's own keys are forgotten however it ends.
func TestAgentContext(t *testing.T) {
	_, u := newHome(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := ServeAgent(ctx, u, time.Hour); err != nil {
		t.Error(err)
	}
	if _, err := u.Ring(); !errors.Is(err, ErrLocked) {
		t.Errorf("after the agent: %v", err)
	}
}

// An agent that was killed leaves its socket; the next one takes its place.
func TestAgentStaleSocket(t *testing.T) {
	dir, u := newHome(t)
	t.Chdir(dir) // a short path for the socket
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: socketName, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	ln.SetUnlinkOnClose(false)
	ln.Close()
	writeHome(t, dir, pointerName, []byte(filepath.Join(dir, "gone", socketName)))
	if _, err := FromAgent(dir); !errors.Is(err, ErrLocked) {
		t.Errorf("stale socket: %v", err)
	}
	if err := LockAgent(dir); err != nil {
		t.Errorf("lock on stale socket: %v", err)
	}
	startAgent(t, u, dir)
}

// A home whose path is too long for a socket.
func TestAgentLongPath(t *testing.T) {
	_, u := newHome(t)
	deep := filepath.Join(t.TempDir(), strings.Repeat("a", 120), strings.Repeat("b", 60))
	if err := os.MkdirAll(filepath.Dir(deep), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(u.Dir(), deep); err != nil {
		t.Fatal(err)
	}
	u.dir = deep
	done := startAgent(t, u, deep)
	pointer := string(readHome(t, deep, pointerName))
	if runtime.GOOS != "windows" {
		info, err := os.Stat(filepath.Dir(pointer))
		if err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("directory of the socket: %v, %v", info.Mode(), err)
		}
	}
	// By another spelling of the path the same agent is found.
	link := filepath.Join(t.TempDir(), "l")
	if err := os.Symlink(deep, link); err != nil {
		t.Fatal(err)
	}
	if _, err := FromAgent(link); err != nil {
		t.Error(err)
	}
	if err := LockAgent(link); err != nil {
		t.Error(err)
	}
	<-done
	for _, path := range []string{filepath.Dir(pointer), filepath.Join(deep, pointerName)} {
		if _, err := os.Lstat(path); err == nil {
			t.Errorf("%s is left", path)
		}
	}
}

// LockAgent does not claim success when an agent lives that it cannot reach.
func TestLockAgentUnreachable(t *testing.T) {
	dir, u := newHome(t)
	startAgent(t, u, dir)
	if err := os.Remove(agentSocket(t, dir)); err != nil {
		t.Fatal(err)
	}
	if err := LockAgent(dir); !errors.Is(err, ErrAgentRunning) {
		t.Errorf("lock: %v", err)
	}
	if _, err := FromAgent(dir); !errors.Is(err, ErrLocked) {
		t.Errorf("from agent: %v", err)
	}
}

func TestAgentRefusesRequests(t *testing.T) {
	dir, u := newHome(t)
	startAgent(t, u, dir)
	for _, request := range []string{"", "ring", "IDENTITY", "identity ", "identity\r", strings.Repeat("x", 10*maxAgentLine)} {
		if got, err := exchange(dir, request); err == nil {
			t.Errorf("%.20q was answered: %q", request, got)
		}
	}
	if _, err := FromAgent(dir); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// An answer that is no identity is not believed.
func TestFromFalseAgent(t *testing.T) {
	dir, _ := newHome(t)
	_, other := newHome(t)
	foreign, _ := other.Identity()
	t.Chdir(dir)
	ln, err := net.Listen("unix", socketName)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	go func() {
		for _, answer := range []string{"ok " + foreign + "\n", "ok\n", "okay\n", "error locked\n", "", strings.Repeat("ok ", 1000)} {
			conn, err := ln.Accept()
			if err != nil {
				return
			}
			readLine(conn)
			io.WriteString(conn, answer)
			conn.Close()
		}
	}()
	for range 6 {
		if _, err := FromAgent(dir); !errors.Is(err, ErrLocked) && !errors.Is(err, ErrDamaged) {
			t.Errorf("got %v", err)
		}
	}
}

func TestCheckPeer(t *testing.T) {
	t.Chdir(t.TempDir())
	ln, err := net.Listen("unix", "s")
	if err != nil {
		t.Skip(err)
	}
	defer ln.Close()
	client, err := net.Dial("unix", "s")
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	server, err := ln.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	for _, conn := range []net.Conn{client, server} {
		if err := checkPeer(conn, os.Geteuid()); err != nil {
			t.Errorf("ourselves: %v", err)
		}
		known := runtime.GOOS == "linux" || runtime.GOOS == "darwin"
		if err := checkPeer(conn, os.Geteuid()+1); (err != nil) != known {
			t.Errorf("somebody else: %v", err)
		}
	}
}

// pipes is a listener whose connections are pipes, which a synctest bubble can
// see through.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipes() *pipes {
	return &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { p.once.Do(func() { close(p.closed) }); return nil }
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{} }

func (p *pipes) dial() (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case p.conns <- server:
		return client, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) ask(request string) (string, error) {
	conn, err := p.dial()
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, request+"\n"); err != nil {
		return "", err
	}
	line, err := readLine(conn)
	return string(line), err
}

// The agent ends exactly when idle has passed since its last answer.
func TestAgentIdle(t *testing.T) {
	_, u := newHome(t)
	synctest.Test(t, func(t *testing.T) {
		const idle = 15 * time.Minute
		p, done := newPipes(), make(chan error, 1)
		go func() { done <- newAgent(u, idle).serve(t.Context(), p) }()
		for range 3 {
			time.Sleep(idle - time.Second)
			if answer, err := p.ask(requestIdentity); err != nil || !strings.HasPrefix(answer, "ok AGE-SECRET-KEY-PQ-1") {
				t.Fatalf("answer %.10q, %v", answer, err)
			}
		}
		time.Sleep(idle - 2*time.Second)
		// What is not answered with keys does not prolong anything.
		if answer, err := p.ask("hello"); err != nil || answer != "error unknown request" {
			t.Errorf("answer %q, %v", answer, err)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if _, err := u.Ring(); err != nil {
			t.Errorf("a second too early: %v", err)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if _, err := u.Ring(); !errors.Is(err, ErrLocked) {
			t.Errorf("after the idle time: %v", err)
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
		if _, err := p.ask(requestIdentity); err == nil {
			t.Error("the ended agent answers")
		}
	})
}

// Silent and slow clients do not hold the agent for longer than its patience,
// and it serves no more than its limit at a time.
func TestAgentPatience(t *testing.T) {
	_, u := newHome(t)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		p, done := newPipes(), make(chan error, 1)
		go func() { done <- newAgent(u, time.Hour).serve(ctx, p) }()
		for i := range maxAgentConns {
			conn, err := p.dial()
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			io.WriteString(conn, "identity"[:i])
		}
		synctest.Wait()
		start := time.Now()
		if _, err := p.ask(requestIdentity); err != nil {
			t.Errorf("after the silent ones: %v", err)
		}
		if waited := time.Since(start); waited != agentPatience {
			t.Errorf("waited %v, want %v", waited, agentPatience)
		}
		// Ending does not wait for those who are connected.
		if _, err := p.dial(); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		start = time.Now()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if waited := time.Since(start); waited != 0 {
			t.Errorf("took %v to end", waited)
		}
	})
}

// When the socket breaks, the agent ends with an error and without keys.
func TestAgentBrokenSocket(t *testing.T) {
	_, u := newHome(t)
	p := newPipes()
	p.Close()
	if err := newAgent(u, time.Hour).serve(t.Context(), p); !errors.Is(err, net.ErrClosed) {
		t.Errorf("the agent ended with %v", err)
	}
	if _, err := u.Ring(); !errors.Is(err, ErrLocked) {
		t.Errorf("afterwards: %v", err)
	}
}

// A lid closed overnight: the timers stood still and the wall clock went on, or
// the wall clock was set back and time went on.
func TestAgentTwoClocks(t *testing.T) {
	_, u := newHome(t)
	for _, shift := range []func(*agent){
		func(a *agent) { a.lastWall = a.lastWall.Add(-8 * time.Hour) },
		func(a *agent) { a.last = a.last.Add(-8 * time.Hour) },
	} {
		a := newAgent(u, time.Hour)
		if left := a.left(); left <= 0 || left > time.Hour {
			t.Errorf("at the start %v are left", left)
		}
		shift(a)
		if left := a.left(); left > -7*time.Hour+time.Minute {
			t.Errorf("after 8 of 1 hours %v are left", left)
		}
	}
}

// A request that comes right after waking up, before any timer, gets no keys.
func TestAgentWakesUp(t *testing.T) {
	_, u := newHome(t)
	a := newAgent(u, time.Hour)
	a.lastWall = a.lastWall.Add(-2 * time.Hour)
	client, server := net.Pipe()
	go func() { io.WriteString(client, "identity\n"); io.Copy(io.Discard, client) }()
	if !a.answer(server) {
		t.Error("the agent would go on")
	}
}
