// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parley/internal/node"
	"parley/internal/scenario"
	"parley/internal/web"
)

// demo is the played process of 2025, one for all tests of the package: playing
// it takes seconds. Tests that change it sit at a desk of their own.
type demo struct {
	played *scenario.Played
	dir    string
	err    error
}

// demoPlayed says that a test has asked for it.
var demoPlayed atomic.Bool

var playOnce = sync.OnceValue(func() demo {
	demoPlayed.Store(true)
	dir, err := os.MkdirTemp("", "parley-web-")
	if err != nil {
		return demo{err: err}
	}
	p, err := scenario.Load2025()
	if err != nil {
		return demo{dir: dir, err: err}
	}
	played, err := scenario.Play(context.Background(), p, scenario.Options{Dir: dir + "/played"})
	return demo{played, dir, err}
})

func TestMain(m *testing.M) {
	code := m.Run()
	closeChromium()
	if demoPlayed.Load() {
		d := playOnce()
		if d.played != nil {
			d.played.Close()
		}
		os.RemoveAll(d.dir)
	}
	os.Exit(code)
}

// processOf holds the processes that tests play for themselves, by the name of the
// test; see ownProcess.
var processOf sync.Map

func play(t testing.TB) *scenario.Played {
	t.Helper()
	name, _, _ := strings.Cut(t.Name(), "/")
	if own, ok := processOf.Load(name); ok {
		return own.(*scenario.Played)
	}
	d := playOnce()
	if d.err != nil {
		t.Fatal(d.err)
	}
	return d.played
}

// browser is a person's browser that was let in by a launch address.
type browser struct {
	t    testing.TB
	base string
	c    *http.Client
}

// sit serves desks and returns a browser that is in. The loops of the desks run
// only with loops.
func sit(t testing.TB, opt web.Options, loops bool) (*browser, *web.Server) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	opt.Address = l.Addr().String()
	if !loops {
		opt.Every = time.Hour
	}
	s, err := web.New(opt)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	b := newBrowser(t, "http://"+opt.Address)
	if status, _ := b.get(strings.TrimPrefix(s.Launch(), b.base)); status != http.StatusOK {
		t.Fatalf("the launch address answers %d", status)
	}
	return b, s
}

func newBrowser(t testing.TB, base string) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t, base, &http.Client{Jar: jar, Timeout: time.Minute}}
}

// demoDesks are the five seats of the played process.
func demoDesks(t *testing.T) []*web.Desk {
	p := play(t)
	var out []*web.Desk
	for _, s := range p.Seats {
		tidyDrafts(t, s.Node)
		out = append(out, &web.Desk{Key: s.Key, Label: s.Seat.Name, Node: s.Node, Hub: s.Hub,
			Unlock: func(ctx context.Context, pass []byte) (*node.Node, node.Hub, error) {
				n, err := s.Reopen(ctx, pass)
				return n, s.Hub, err
			}})
	}
	return out
}

// tidyDrafts drops what other tests left on a desk of the process that all of
// them share, before there is no room for more drafts.
func tidyDrafts(t *testing.T, n *node.Node) {
	t.Helper()
	drafts, err := n.Drafts(t.Context())
	if errors.Is(err, node.ErrLocked) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if len(drafts) < 60 {
		return
	}
	for _, d := range drafts {
		if err := n.DropDraft(t.Context(), d.ID); err != nil {
			t.Fatal(err)
		}
	}
}

// drafts are the ids of what is kept unsealed at a desk.
func drafts(t *testing.T, n *node.Node) (out []string) {
	t.Helper()
	list, err := n.Drafts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range list {
		out = append(out, d.ID)
	}
	return out
}

func (b *browser) do(r *http.Request) (int, string, *http.Response) {
	b.t.Helper()
	resp, err := b.c.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return resp.StatusCode, string(body), resp
}

func (b *browser) get(path string) (int, string) {
	b.t.Helper()
	r, err := http.NewRequest("GET", b.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	status, body, _ := b.do(r)
	return status, body
}

// page is get of a page that must be there.
func (b *browser) page(path string) string {
	b.t.Helper()
	status, body := b.get(path)
	if status != http.StatusOK {
		b.t.Fatalf("%s answers %d: %.600s", path, status, cmp.Or(text(body), body))
	}
	return body
}

// post sends a form and returns the page that it leads to, and its path.
func (b *browser) post(path string, form url.Values) (status int, body, at string) {
	b.t.Helper()
	r, err := http.NewRequest("POST", b.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Origin", b.base)
	status, body, resp := b.do(r)
	return status, body, resp.Request.URL.Path
}

// text is the content of the main element without tags, for messages.
func text(body string) string {
	_, body, _ = strings.Cut(body, "<main")
	body, _, _ = strings.Cut(body, "</main>")
	var out strings.Builder
	in := false
	for _, r := range body {
		switch r {
		case '<':
			in = true
		case '>':
			in = false
		default:
			if !in {
				out.WriteRune(r)
			}
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

func seatOf(t testing.TB, key string) string {
	for _, s := range play(t).Seats {
		if s.Key == key {
			return s.Name
		}
	}
	t.Fatalf("no seat %s", key)
	return ""
}
