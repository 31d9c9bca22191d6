// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/keys"
)

// said is a stream that a test reads while the program writes it.
type said struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

var launchIn = regexp.MustCompile(`http://127\.0\.0\.1:\d+/open/\S+`)

// serving runs a command that serves pages until the test ends, and returns
// what a browser sees at the address that it printed.
func serving(t *testing.T, args ...string) (c *http.Client, address, page string) {
	t.Helper()
	var out, err said
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan int, 1)
	go func() {
		a := newApp(strings.NewReader(""), &out, &err)
		a.cost = keys.CostDemonstration
		a.env = func(string) string { return "" }
		done <- a.run(ctx, args)
	}()
	t.Cleanup(func() {
		stop()
		if code := <-done; code != exitDone {
			t.Errorf("exit code %d: %s", code, err.String())
		}
	})
	for start := time.Now(); address == ""; time.Sleep(20 * time.Millisecond) {
		if address = launchIn.FindString(err.String()); address == "" && time.Since(start) > 30*time.Second {
			t.Fatalf("no address was printed: %s", err.String())
		}
	}
	jar, jarErr := cookiejar.New(nil)
	if jarErr != nil {
		t.Fatal(jarErr)
	}
	c = &http.Client{Jar: jar}
	return c, address, fetch(t, c, address)
}

func fetch(t *testing.T, c *http.Client, url string) string {
	t.Helper()
	resp, err := c.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The demonstration ends up as pages of five seats.
func TestDemoServesFiveSeats(t *testing.T) {
	c, address, page := serving(t, "demo", "--quiet", "--dir", filepath.Join(quick(t), "played"))
	for _, part := range []string{"Where we stand", "Demonstration", "You sit as", "Ukraine", "Türkiye"} {
		want(t, page, part)
	}
	want(t, fetch(t, c, address), "This address has been used")
}

// A seat of one's own is served on this machine only, and an interrupt ends it.
func TestServeOneSeat(t *testing.T) {
	dir := quick(t)
	home, pw := filepath.Join(dir, "m"), filepath.Join(dir, "pw")
	if err := os.WriteFile(pw, []byte("correct horse battery\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	base := []string{"--home", home, "--passphrase-file", pw}
	if code, _, err := run(t, nil, append(base, "init")...); code != exitDone {
		t.Fatal(err)
	}
	code, _, err := run(t, nil, append(base, "--process", "none", "serve")...)
	wantCode(t, code, exitFailed, err)
	want(t, err, "takes part in no process yet")

	played := filepath.Join(dir, "played")
	if code, _, err := run(t, nil, "demo", "--no-serve", "--quiet", "--dir", played); code != exitDone {
		t.Fatal(err)
	}
	seat := filepath.Join(played, "seats", "ukraine")
	base = []string{"--home", seat, "--passphrase-file", filepath.Join(seat, "passphrase")}
	code, _, err = run(t, nil, append(base, "serve", "--listen", "0.0.0.0:0")...)
	wantCode(t, code, exitUsage, err)
	want(t, err, "not of this machine alone")

	_, _, page := serving(t, append(base, "serve")...)
	want(t, page, "Where we stand")
	if strings.Contains(page, "You sit as") {
		t.Error("a real seat is shown with the switch of the demonstration")
	}
	// The home is in use: another command says so.
	code, _, err = run(t, nil, append(base, "status")...)
	if code == exitDone {
		t.Errorf("another command opened the home that is being served: %s", err)
	}
}
