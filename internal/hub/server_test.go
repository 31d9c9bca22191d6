// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// TestWholeProtocolOverTLS is one round of everything, with real entries.
func TestWholeProtocolOverTLS(t *testing.T) {
	bothStores(t, func(t *testing.T, st store.Store) {
		w := newWorld(t, plan{closed: true, store: st, guarantor: true, opt: Options{Admission: "friend"}})
		address := w.serve()
		ctx := t.Context()
		c := map[string]*courier.Client{}
		for name, s := range w.seats {
			c[name] = s.client(address)
		}
		if key, err := c["B"].LogKey(ctx, w.nonce); err != nil || !bytes.Equal(key, w.hub.LogKey(w.nonce).Public()) {
			t.Errorf("%x, %v", key, err)
		}
		w.ok(c["M"].Create(ctx, w.pid, w.genesis.Bytes(), "friend"))
		for name, s := range w.seats {
			s.sync(c[name])
			e := s.draftOf(record.Accept(w.pid))
			w.ok(c[name].Submit(ctx, w.pid, e.ID(), e.Bytes(), nil))
		}
		given := &promises{}
		for name, s := range w.seats {
			s.sync(c[name])
			for _, reg := range []record.Register{record.OnRecord, record.WithoutPrejudice} {
				for _, to := range []string{name, "A B M"} {
					e := s.seal(to, reg, record.Part{Media: "text/plain", Data: []byte("text of " + name)})
					given.add(w.receipt(w.ok(c[name].Submit(ctx, w.pid, e.ID(), e.Bytes(), audience(to)))))
				}
			}
		}
		for range 4 {
			if err := c["A"].Tick(ctx, w.pid); err != nil {
				t.Fatal(err)
			}
		}
		given.kept(t, w.leaves(), 8)
		for name, s := range w.seats {
			s.sync(c[name])
			s.wellRead()
			n := 0
			for _, v := range s.read {
				if v.Code.OK() {
					n++
				}
			}
			if want := 1 + 3 + 2 + 6; n != want {
				t.Errorf("seat %s accepted %d entries; want %d", name, n, want)
			}
			line := must(s.dev.Cosign(w.pid, s.note.Checkpoint, w.clock.Now()))
			if err := c[name].Cosign(ctx, w.pid, line); err != nil {
				t.Error(err)
			}
		}
		if got := w.witnesses(); got != "A B M" {
			t.Errorf("cosigned by %q", got)
		}
		i, j := w.request("Z", "token")
		if err := c["A"].Invite(ctx, w.pid, j.TokenHash, i.Expires); err != nil {
			t.Fatal(err)
		}
		stranger, _, err := courier.Certificate(fixed("Z", "tls"))
		if err != nil {
			t.Fatal(err)
		}
		z := w.client(address, stranger)
		if err := z.Join(ctx, w.pid, j.TokenHash, j.Bytes()); err != nil {
			t.Fatal(err)
		}
		ws, err := c["M"].WaitingRoom(ctx, w.pid)
		if err != nil || len(ws) != 1 || !bytes.Equal(ws[0].Request, j.Bytes()) {
			t.Errorf("%d requests wait, %v", len(ws), err)
		}
		known := w.opaque()
		w.ok(c["A"].Submit(ctx, w.pid, known.ID(), known.Bytes(), []string{"A"}))
		refusedEverywhere(t, w, z, known)
	})
}

// TestErrorsOverTheNetwork: a client sees the sentinel and the sentence that a
// caller in the same program sees.
func TestErrorsOverTheNetwork(t *testing.T) {
	m := store.NewMemory()
	w := newWorld(t, plan{opt: Options{Admission: "friend"}, policy: record.Policy{Tick: 60, Batch: 4}, store: m})
	a, ctx := w.seats["A"], t.Context()
	remote, local := a.client(w.serve()), a.local()
	both := func(name string, want error, call func(c caller) error) {
		t.Helper()
		far, near := call(remote), call(local)
		if !errors.Is(far, want) || !errors.Is(near, want) {
			t.Errorf("%s: over the network %v, here %v; want %v", name, far, near, want)
		} else if want != nil && far.Error() != near.Error() {
			t.Errorf("%s: over the network %q, here %q", name, far, near)
		}
	}
	submit := func(e *record.Envelope, deliver ...string) func(c caller) error {
		return func(c caller) error {
			_, err := c.Submit(ctx, w.pid, e.ID(), e.Bytes(), deliver)
			return err
		}
	}
	both("admission", courier.ErrAdmission, func(c caller) error { _, err := c.Create(ctx, w.pid, w.genesis.Bytes(), "foe"); return err })
	both("deliver", courier.ErrMalformed, submit(w.opaque(), "B"))
	both("reader", courier.ErrRefused, submit(w.opaque(), "A", "Z"))
	both("unknown", courier.ErrUnknown, func(c caller) error { _, err := c.Checkpoint(ctx, fixed("x")); return err })
	both("tick", courier.ErrRefused, func(c caller) error { return c.Tick(ctx, w.pid) })
	both("leaves", courier.ErrNotFound, func(c caller) error { _, err := c.Leaves(ctx, w.pid, 0, 99); return err })
	both("inbox", nil, func(c caller) error { _, _, err := c.Inbox(ctx, w.pid, 1<<62); return err })
	both("token", courier.ErrRefused, func(c caller) error { return c.Join(ctx, w.pid, fixed("x"), []byte("x")) })
	both("invitation", courier.ErrMalformed, func(c caller) error { return c.Invite(ctx, w.pid, fixed("x"), time.Unix(0, 0)) })
	if err := local.Invite(ctx, w.pid, fixed("x"), w.clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	both("request", courier.ErrMalformed, func(c caller) error { return c.Join(ctx, w.pid, fixed("x"), []byte("x")) })
	for err := error(nil); err == nil; {
		_, err = a.put(w.opaque(), "A")
	}
	both("backlog", courier.ErrBusy, submit(w.opaque(), "A"))
	stale := w.opaque()
	w.change(w.founder, record.Close(w.pid))
	both("closed", courier.ErrClosed, submit(stale, "A"))
	// The path and the body must be about the same thing.
	e := w.opaque()
	_, err := remote.Submit(ctx, w.pid, fixed("x"), e.Bytes(), []string{"A"})
	isError(t, err, courier.ErrMalformed)
	_, err = remote.Create(ctx, fixed("x"), w.genesis.Bytes(), "friend")
	isError(t, err, courier.ErrMalformed)
	_, err = remote.Submit(ctx, fixed("x"), e.ID(), e.Bytes(), []string{"A"})
	isError(t, err, courier.ErrUnknown)
}

// recorded catches what is logged while a test runs.
func recorded(t *testing.T) *bytes.Buffer {
	var b bytes.Buffer
	old := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&b, nil)))
	t.Cleanup(func() { slog.SetDefault(old) })
	return &b
}

// TestErrorsOfTheStoreAreForTheOperator: what a file is called and what the
// system says of it goes to the log, not to the caller.
func TestErrorsOfTheStoreAreForTheOperator(t *testing.T) {
	logged := recorded(t)
	m := store.NewMemory()
	w := newWorld(t, plan{store: m})
	c := w.seats["A"].client(w.serve())
	const secret = "open /var/lib/parley/hub.db: sector 17"
	submit := func() error {
		e := w.opaque()
		_, err := c.Submit(t.Context(), w.pid, e.ID(), e.Bytes(), []string{"A"})
		return err
	}
	m.FailNext(errors.New(secret))
	err := submit()
	isError(t, err, courier.ErrInternal)
	if err.Error() != courier.ErrInternal.Error() {
		t.Errorf("the caller is told %q", err)
	}
	if !strings.Contains(logged.String(), secret) {
		t.Errorf("the operator is told %q", logged)
	}
	m.FailNext(fmt.Errorf("%s: %w", secret, store.ErrFull))
	err = submit()
	isError(t, err, courier.ErrFull)
	if err.Error() != courier.ErrFull.Error() {
		t.Errorf("the caller is told %q", err)
	}
	if err := submit(); err != nil {
		t.Error(err)
	}
}

func TestWhoMayConnect(t *testing.T) {
	w := newWorld(t, plan{})
	address := w.serve()
	other, otherHash, err := courier.Certificate(fixed("other"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := courier.NewClient(address, otherHash, w.founder.tls, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Checkpoint(t.Context(), w.pid); !errors.Is(err, courier.ErrOtherHub) {
		t.Errorf("another hub was pinned: %v", err)
	}
	if _, err := w.client(address, other).Checkpoint(t.Context(), w.pid); !errors.Is(err, courier.ErrNotMember) {
		t.Errorf("a certificate of nobody: %v", err)
	}
	if _, err := w.client(address, tls.Certificate{}).Checkpoint(t.Context(), w.pid); !errors.Is(err, courier.ErrUnreachable) {
		t.Errorf("no certificate: %v", err)
	}
	chained := w.founder.tls
	chained.Certificate = append([][]byte{chained.Certificate[0]}, other.Certificate...)
	if _, err := w.client(address, chained).Checkpoint(t.Context(), w.pid); !errors.Is(err, courier.ErrNotMember) {
		t.Errorf("two certificates: %v", err)
	}
	stolen := tls.Certificate{Certificate: w.founder.tls.Certificate, PrivateKey: other.PrivateKey}
	if _, err := w.client(address, stolen).Checkpoint(t.Context(), w.pid); !errors.Is(err, courier.ErrUnreachable) {
		t.Errorf("another's certificate: %v", err)
	}
	old := courier.ClientTLS(w.founder.tls, w.hubTLS)
	old.MinVersion, old.MaxVersion = tls.VersionTLS12, tls.VersionTLS12
	if conn, err := tls.Dial("tcp", strings.TrimPrefix(address, "https://"), old); err == nil {
		conn.Close()
		t.Error("TLS 1.2 was taken")
	}
	if res, err := http.Get("http" + strings.TrimPrefix(address, "https") + "/"); err == nil {
		res.Body.Close()
		if res.StatusCode == http.StatusOK {
			t.Error("an answer without TLS")
		}
	}
	conn, err := tls.Dial("tcp", strings.TrimPrefix(address, "https://"), courier.ClientTLS(w.founder.tls, w.hubTLS))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if s := conn.ConnectionState(); s.Version != tls.VersionTLS13 || s.CurveID != tls.X25519MLKEM768 {
		t.Errorf("version %x, curve %s", s.Version, s.CurveID)
	}
}

// TestBodyLimits: what is too large is refused, and what is refused anyway is
// refused before it is read.
func TestBodyLimits(t *testing.T) {
	w := newWorld(t, plan{opt: Options{Admission: "friend"}})
	address := w.serve()
	a := w.seats["A"].client(address)
	big := make([]byte, record.MaxEnvelope+1)
	ctx := t.Context()
	_, err := a.Submit(ctx, w.pid, fixed("x"), big, []string{"A"})
	isError(t, err, courier.ErrTooLarge)
	_, err = a.Create(ctx, w.pid, big, "friend")
	isError(t, err, courier.ErrTooLarge)
	isError(t, a.Cosign(ctx, w.pid, make([]byte, maxCosign+1)), courier.ErrTooLarge)
	if err := a.Invite(ctx, w.pid, fixed("x"), w.clock.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	isError(t, a.Join(ctx, w.pid, fixed("x"), make([]byte, record.MaxJoin+1)), courier.ErrTooLarge)

	stranger, _, err := courier.Certificate(fixed("stranger"))
	if err != nil {
		t.Fatal(err)
	}
	z := w.client(address, stranger)
	_, err = z.Submit(ctx, w.pid, fixed("x"), big, []string{"A"})
	isError(t, err, courier.ErrNotMember)
	_, err = z.Create(ctx, w.pid, big, "foe")
	isError(t, err, courier.ErrAdmission)
	isError(t, z.Join(ctx, w.pid, fixed("y"), big), courier.ErrRefused)
}

// raw speaks HTTP/1.1 on a connection of its own, as slowly as it likes.
func (w *world) raw(address string) *tls.Conn {
	w.t.Helper()
	conf := courier.ClientTLS(w.founder.tls, w.hubTLS)
	conf.NextProtos = []string{"http/1.1"}
	conn, err := tls.Dial("tcp", strings.TrimPrefix(address, "https://"), conf)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(time.Minute))
	return conn
}

func TestHeaderLimits(t *testing.T) {
	w := newWorld(t, plan{})
	address := w.serve()
	conn := w.raw(address)
	fmt.Fprintf(conn, "GET /p/%s/checkpoint HTTP/1.1\r\nHost: x\r\nParley-Deliver: %s\r\n\r\n", courier.Hex(w.pid), strings.Repeat("A ", 16<<10))
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("HTTP/1.1: status %d", res.StatusCode)
	}
	e := w.opaque()
	_, err = w.seats["A"].client(address).Submit(t.Context(), w.pid, e.ID(), e.Bytes(), strings.Fields(strings.Repeat("A ", 16<<10)))
	if err == nil || errors.Is(err, courier.ErrMalformed) {
		t.Errorf("HTTP/2: %v", err)
	}
	if n := w.rows(tablePending); n != 0 {
		t.Errorf("%d entries wait", n)
	}
}

// TestSlowClient: one that sends its header in drops is let go; others are
// served meanwhile.
func TestSlowClient(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes the five seconds that the hub is patient for")
	}
	t.Parallel()
	w := newWorld(t, plan{})
	address := w.serve()
	conn := w.raw(address)
	var wg sync.WaitGroup
	stop := make(chan struct{})
	wg.Go(func() {
		io.WriteString(conn, "GET /p/")
		for {
			select {
			case <-stop:
				return
			case <-time.After(100 * time.Millisecond):
				if _, err := io.WriteString(conn, "0"); err != nil {
					return
				}
			}
		}
	})
	if _, err := w.founder.client(address).Checkpoint(t.Context(), w.pid); err != nil {
		t.Errorf("another client is not served: %v", err)
	}
	if b, err := io.ReadAll(conn); err == nil && bytes.HasPrefix(b, []byte("HTTP/1.1 200")) {
		t.Errorf("answered with %q", b)
	} else if ne := net.Error(nil); errors.As(err, &ne) && ne.Timeout() {
		t.Error("the hub was patient for a minute")
	}
	close(stop)
	wg.Wait()
}

// TestServeEnds with its context, and does not hang on a client that stays.
func TestServeEnds(t *testing.T) {
	w := newWorld(t, plan{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.hub.Serve(ctx, l, w.hubCert) }()
	if _, err := w.founder.client("https://"+l.Addr().String()).Checkpoint(t.Context(), w.pid); err != nil {
		t.Error(err)
	}
	stop()
	if err := <-done; err != nil {
		t.Errorf("ended with %v", err)
	}
	// A listener that fails ends it too, ticks and all.
	l, err = net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := w.hub.Serve(t.Context(), l, w.hubCert); err == nil {
		t.Error("a hub that cannot listen says nothing of it")
	}
	// So does a store that fails.
	l, err = net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w.store.(*store.Memory).Crash()
	if err := w.hub.Serve(t.Context(), l, w.hubCert); !errors.Is(err, store.ErrClosed) {
		t.Errorf("ended with %v", err)
	}
}
