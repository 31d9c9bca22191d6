// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"

	"parley/internal/durable"
)

// The socket is agent.sock in the home. Systems limit the path of a socket (to
// 104 bytes on macOS, 108 on Linux and Windows); for a longer one the agent
// makes a directory with a random name and mode 0700 under the system's
// directory for temporary files, puts the socket there, and writes the socket's
// path to agent.path in the home. The pointer makes agent and client agree even
// if they have different temporary directories, and the random name cannot be
// taken by somebody else beforehand. Cleaners of temporary directories may
// remove such a socket after some days; then the home has to be unlocked anew
// once the agent has ended by itself.
const (
	socketName    = "agent.sock"
	pointerName   = "agent.path"
	agentLockName = "agent.lock"

	// maxSocketPath is below every system's limit, in bytes.
	maxSocketPath = 100
	// maxPointer bounds agent.path, in bytes.
	maxPointer = 4096
)

// realDir gives the directory one spelling, whatever the working directory and
// symbolic links, so that agent and client find the same socket.
func realDir(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(abs)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s: %w", dir, ErrNoHome)
	}
	return real, err
}

// listen makes the agent's socket, in place of a stale one, and returns what
// removes it. The caller holds agent.lock, so no other agent uses it.
func listen(dir string) (ln net.Listener, remove func(), err error) {
	pointer := filepath.Join(dir, pointerName)
	path := filepath.Join(dir, socketName)
	if err := removeStale(dir); err != nil {
		return nil, nil, err
	}
	remove = func() {}
	if len(path) > maxSocketPath {
		private, err := os.MkdirTemp("", "parley-") // mode 0700
		if err != nil {
			return nil, nil, err
		}
		remove = func() {
			os.Remove(pointer)
			os.RemoveAll(private)
		}
		path = filepath.Join(private, socketName)
		if err := durable.WriteFile(pointer, []byte(path), 0o600); err != nil {
			remove()
			return nil, nil, err
		}
	}
	ln, err = net.Listen("unix", path)
	if err != nil {
		remove()
		return nil, nil, err
	}
	// Until here the umask decides; the check of the peer covers the gap.
	if err := os.Chmod(path, 0o600); err != nil {
		ln.Close()
		remove()
		return nil, nil, err
	}
	return ln, remove, nil
}

// removeStale removes what an agent that was killed left in the home. What it
// left among the temporary files is not touched: by now it may be another's.
func removeStale(dir string) error {
	for _, name := range []string{socketName, pointerName} {
		err := os.Remove(filepath.Join(dir, name))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// socketPath returns where the agent of the home in dir would listen.
func socketPath(dir string) (string, error) {
	pointer, err := durable.ReadFile(filepath.Join(dir, pointerName), maxPointer)
	if err == nil {
		return string(pointer), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	path := filepath.Join(dir, socketName)
	if len(path) > maxSocketPath {
		return "", fmt.Errorf("%s: %w", pointerName, fs.ErrNotExist)
	}
	return path, nil
}

// checkPeer refuses a connection whose other end is not the user uid, which is
// ours. Root is refused as well: it can read our memory, but should not get the
// keys by mistake.
func checkPeer(conn net.Conn, uid int) error {
	unixConn, ok := conn.(*net.UnixConn)
	if !ok {
		return nil // a test's connection
	}
	raw, err := unixConn.SyscallConn()
	if err != nil {
		return err
	}
	var (
		peer  int
		known bool
		perr  error
	)
	if err := raw.Control(func(fd uintptr) { peer, known, perr = peerUser(int(fd)) }); err != nil {
		return err
	}
	if perr != nil {
		return fmt.Errorf("ask for the user of the peer: %w", perr)
	}
	if known && peer != uid {
		return fmt.Errorf("the peer is user %d, not %d", peer, uid)
	}
	return nil
}
