// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"parley/record"
)

// fakeHub answers as it is told, with the certificate of seed 2.
func fakeHub(t *testing.T, answer http.HandlerFunc) (address string, hash record.Hash) {
	t.Helper()
	own, hash := certificate(t, 2)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: answer, TLSConfig: ServerTLS(own), ErrorLog: log.New(io.Discard, "", 0)}
	go s.ServeTLS(l, "", "")
	t.Cleanup(func() { s.Close() })
	return "https://" + l.Addr().String(), hash
}

func newClient(t *testing.T, address string, hub record.Hash) *Client {
	t.Helper()
	device, _ := certificate(t, 1)
	c, err := NewClient(address, hub, device, 20*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func TestClientSpeaksTheProtocol(t *testing.T) {
	var got string
	address, hash := fakeHub(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = fmt.Sprintf("%s %s %s [%s] [%s] %s %s", r.Proto, r.Method, r.URL.RequestURI(),
			r.Header.Get(DeliverHeader), r.Header.Get(AdmissionHeader), body, r.TLS.CurveID)
		switch {
		case strings.HasSuffix(r.URL.Path, "/inbox"):
			w.Write(Inbox(nil, 7))
		case strings.Contains(r.URL.Path, "/tile/entries/000.p/5"):
			w.Write(Entries(make([]record.Hash, 5)))
		case strings.Contains(r.URL.Path, "/tile/"):
			w.Write(Entries(make([]record.Hash, 256)))
		}
	})
	c := newClient(t, address+"/", hash)
	pid, id := record.Hash{1}, record.Hash{2}
	p, e := "/p/"+Hex(pid), Hex(id)
	ctx := t.Context()
	for want, call := range map[string]func() error{
		"GET /key/" + e + " [] [] ":                 func() error { _, err := c.LogKey(ctx, id); return err },
		"PUT " + p + " [] [word] text":              func() error { _, err := c.Create(ctx, pid, []byte("text"), "word"); return err },
		"PUT " + p + "/env/" + e + " [A B] [] text": func() error { _, err := c.Submit(ctx, pid, id, []byte("text"), []string{"A", "B"}); return err },
		"POST " + p + "/tick [] [] ":                func() error { return c.Tick(ctx, pid) },
		"GET " + p + "/checkpoint [] [] ":           func() error { _, err := c.Checkpoint(ctx, pid); return err },
		"POST " + p + "/cosign [] [] line":          func() error { return c.Cosign(ctx, pid, []byte("line")) },
		"GET " + p + "/inbox?from=3 [] [] ":         func() error { _, _, err := c.Inbox(ctx, pid, 3); return err },
		"GET " + p + "/tile/entries/000.p/5 [] [] ": func() error { _, err := c.Leaves(ctx, pid, 2, 5); return err },
		"PUT " + p + "/token/" + e + " [] [] 99":    func() error { return c.Invite(ctx, pid, id, time.Unix(99, 0)) },
		"PUT " + p + "/join/" + e + " [] [] text":   func() error { return c.Join(ctx, pid, id, []byte("text")) },
		"GET " + p + "/join [] [] ":                 func() error { _, err := c.WaitingRoom(ctx, pid); return err },
	} {
		got = ""
		if err := call(); err != nil {
			t.Errorf("%s: %v", want, err)
		}
		if want := "HTTP/2.0 " + want + " X25519MLKEM768"; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestClientReadsLeavesByBundles(t *testing.T) {
	var paths []string
	address, hash := fakeHub(t, func(w http.ResponseWriter, r *http.Request) {
		path := r.URL.Path[strings.Index(r.URL.Path, "tile/"):]
		paths = append(paths, path)
		tile, err := ParseTilePath(path)
		if err != nil {
			t.Error(err)
		}
		ids := make([]record.Hash, tile.W)
		for i := range ids {
			n := tile.N*256 + int64(i)
			ids[i] = record.Hash{byte(n), byte(n >> 8)}
		}
		w.Write(Entries(ids))
	})
	c := newClient(t, address, hash)
	for _, r := range [][2]int64{{0, 0}, {5, 5}, {0, 1}, {0, 256}, {255, 257}, {3, 700}, {256, 512}, {600, 601}} {
		paths = nil
		ids, err := c.Leaves(t.Context(), record.Hash{}, r[0], r[1])
		if err != nil || int64(len(ids)) != r[1]-r[0] {
			t.Errorf("%v: %d leaves, %v", r, len(ids), err)
		}
		for i, id := range ids {
			if n := r[0] + int64(i); id != (record.Hash{byte(n), byte(n >> 8)}) {
				t.Fatalf("%v: leaf %d is another", r, n)
			}
		}
	}
}

func TestClientKnowsAnotherHub(t *testing.T) {
	address, hash := fakeHub(t, func(http.ResponseWriter, *http.Request) {})
	c := newClient(t, address, record.Hash{1})
	for range 2 {
		if _, err := c.Checkpoint(t.Context(), record.Hash{}); !errors.Is(err, ErrOtherHub) || errors.Is(err, ErrUnreachable) {
			t.Errorf("%v", err)
		}
	}
	if _, err := newClient(t, address, hash).Checkpoint(t.Context(), record.Hash{}); err != nil {
		t.Error(err)
	}
}

func TestClientKnowsWhenNobodyAnswers(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "https://" + l.Addr().String()
	l.Close()
	_, hash := certificate(t, 2)
	if _, err := newClient(t, address, hash).Checkpoint(t.Context(), record.Hash{}); !errors.Is(err, ErrUnreachable) {
		t.Errorf("nobody there: %v", err)
	}
	address, hash = fakeHub(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		w.Write([]byte("half"))
		panic(http.ErrAbortHandler)
	})
	if _, err := newClient(t, address, hash).Checkpoint(t.Context(), record.Hash{}); !errors.Is(err, ErrUnreachable) {
		t.Errorf("half an answer: %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := newClient(t, address, hash).Checkpoint(stopped, record.Hash{}); !errors.Is(err, ErrUnreachable) || !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestClientTimesOut(t *testing.T) {
	done := make(chan struct{})
	address, hash := fakeHub(t, func(http.ResponseWriter, *http.Request) { <-done })
	defer close(done)
	device, _ := certificate(t, 1)
	c, err := NewClient(address, hash, device, 200*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Tick(t.Context(), record.Hash{}); !errors.Is(err, ErrUnreachable) {
		t.Errorf("%v", err)
	}
}

func TestClientDoesNotFollowNorBelieve(t *testing.T) {
	elsewhere := 0
	address, hash := fakeHub(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/elsewhere"):
			elsewhere++
		case strings.HasSuffix(r.URL.Path, "/tick"):
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		case strings.HasSuffix(r.URL.Path, "/checkpoint"):
			for b := make([]byte, 1<<20); ; {
				if _, err := w.Write(b); err != nil {
					return
				}
			}
		case strings.HasSuffix(r.URL.Path, "/inbox"):
			io.WriteString(w, "hello")
		case strings.Contains(r.URL.Path, "/tile/"):
			w.Write(Entries(make([]record.Hash, 3)))
		case strings.HasSuffix(r.URL.Path, "/join"):
			w.Write(make([]byte, 35))
		default:
			w.WriteHeader(http.StatusTeapot)
		}
	})
	c := newClient(t, address, hash)
	if err := c.Tick(t.Context(), record.Hash{}); err == nil || elsewhere > 0 {
		t.Errorf("a redirection was followed: %v", err)
	}
	if _, err := c.Checkpoint(t.Context(), record.Hash{}); !errors.Is(err, ErrInternal) {
		t.Errorf("an answer without end: %v", err)
	}
	if _, _, err := c.Inbox(t.Context(), record.Hash{}, 0); !errors.Is(err, ErrMalformed) {
		t.Errorf("a bad inbox: %v", err)
	}
	if _, err := c.Leaves(t.Context(), record.Hash{}, 0, 4); !errors.Is(err, ErrMalformed) {
		t.Errorf("a bundle of another size: %v", err)
	}
	if _, err := c.WaitingRoom(t.Context(), record.Hash{}); !errors.Is(err, ErrMalformed) {
		t.Errorf("a bad waiting room: %v", err)
	}
	if err := c.Invite(t.Context(), record.Hash{}, record.Hash{}, time.Now()); !errors.Is(err, ErrInternal) {
		t.Errorf("an unknown status: %v", err)
	}
}

func TestClientAddress(t *testing.T) {
	for _, address := range []string{
		"", "http://127.0.0.1:1", "127.0.0.1:1", "https://", "https:///path", "https://host/?q", "https://host/#f",
		"https://user:word@host", "https://user@host", "ftp://host", "https://host:port:port", "https://ho st",
	} {
		if _, err := NewClient(address, record.Hash{}, tls.Certificate{}, 0); err == nil {
			t.Errorf("%q was taken", address)
		}
	}
	for _, address := range []string{"https://host", "https://host:8443", "https://host/", "https://[::1]:8443/hub"} {
		if _, err := NewClient(address, record.Hash{}, tls.Certificate{}, 0); err != nil {
			t.Errorf("%q: %v", address, err)
		}
	}
}
