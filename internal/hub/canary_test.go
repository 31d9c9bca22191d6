// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"parley/internal/courier"
	"parley/record"
)

// tap notes every body that goes in or out of a handler, and what is in the
// lines and headers around it.
type tap struct {
	mu   sync.Mutex
	seen bytes.Buffer
}

func (t *tap) note(b []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.seen.Write(b)
}

func (t *tap) wrap(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.note([]byte(fmt.Sprintln(r.Method, r.URL, r.Header)))
		r.Body = io.NopCloser(io.TeeReader(r.Body, writer(t.note)))
		h.ServeHTTP(&tapped{w, t}, r)
	})
}

type writer func([]byte)

func (w writer) Write(b []byte) (int, error) { w(b); return len(b), nil }

type tapped struct {
	http.ResponseWriter
	t *tap
}

func (w *tapped) Write(b []byte) (int, error) {
	w.t.note([]byte(fmt.Sprintln(w.Header())))
	w.t.note(b)
	return w.ResponseWriter.Write(b)
}

// canary is a word that stands nowhere but in entries of one channel.
func canary(channel string, n int) string {
	h := fixed("canary", channel, fmt.Sprint(n))
	return "canary" + hex.EncodeToString(h[:10])
}

// forms are those in which a canary might show.
func forms(c string) [][]byte {
	return [][]byte{
		[]byte(c), []byte(strings.ToUpper(c)), []byte(hex.EncodeToString([]byte(c))),
		// Base64 of the inner part, which looks the same at each of three
		// positions but for its ends.
		[]byte(base64.RawStdEncoding.EncodeToString([]byte(c))[4:32]),
		[]byte(base64.RawStdEncoding.EncodeToString([]byte("x" + c))[4:32]),
		[]byte(base64.RawStdEncoding.EncodeToString([]byte("xx" + c))[4:32]),
	}
}

// TestI4HubHoldsNoPlaintext: 64 words in each channel, on SQLite and over TLS.
// None is in a file of the hub or of its temporary folder, in a log line, or in
// what goes over HTTP, while it runs, after a crash and after it is closed.
func TestI4HubHoldsNoPlaintext(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	logged := recorded(t)
	st := openSQLite(t, filepath.Join(dir, "hub.db"))
	w := newWorld(t, plan{store: st, policy: record.Policy{Batch: 64}})
	own := &tap{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{
		Handler: own.wrap(w.hub.Handler()), TLSConfig: courier.ServerTLS(w.hubCert),
		ErrorLog: log.New(writer(own.note), "", 0),
	}
	go server.ServeTLS(l, "", "")
	address := "https://" + l.Addr().String()

	inside := []string{"A", "A M", "B M", "A B M"}
	const words, each = 64, 8
	search := func(when string) {
		t.Helper()
		places := map[string][]byte{"HTTP": own.seen.Bytes(), "log": logged.Bytes()}
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			places[d.Name()], err = os.ReadFile(path)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(places["hub.db"])+len(places["hub.db-wal"]) < 100<<10 || len(places["HTTP"]) < 100<<10 {
			t.Fatalf("%s: too little was searched: %d bytes of database, %d of HTTP", when, len(places["hub.db"]), len(places["HTTP"]))
		}
		if !bytes.Contains(append(places["hub.db"], places["hub.db-wal"]...), w.genesis.Bytes()[:64]) {
			t.Errorf("%s: not even the genesis is found: the search shows nothing", when)
		}
		for place, b := range places {
			for _, channel := range inside {
				for n := range words {
					for _, form := range forms(canary(channel, n)) {
						if bytes.Contains(b, form) {
							t.Errorf("%s: %s holds word %d of channel %s as %s", when, place, n, channel, form)
						}
					}
				}
			}
		}
	}
	for n := 0; n < words; n += each {
		for i, channel := range inside {
			s := w.seats[strings.Fields(channel)[0]]
			c := s.client(address)
			s.sync(c)
			var parts []record.Part
			for k := range each {
				parts = append(parts, record.Part{Media: "text/plain", Data: []byte(canary(channel, n+k))})
			}
			reg := []record.Register{record.OnRecord, record.WithoutPrejudice}[(n/each+i)%2]
			e := s.seal(channel, reg, parts...)
			w.receipt(w.ok(c.Submit(t.Context(), w.pid, e.ID(), e.Bytes(), audience(channel))))
		}
		if err := w.founder.client(address).Tick(t.Context(), w.pid); err != nil {
			t.Fatal(err)
		}
		if n == words/2 {
			search("while it runs")
		}
	}
	// Faults have texts too.
	bad := w.seats["A"].seal("A M", record.OnRecord, record.Part{Media: "text/plain", Data: []byte(canary("A M", 0))})
	_, err = w.seats["A"].client(address).Submit(t.Context(), w.pid, bad.ID(), bad.Bytes(), []string{"M"})
	isError(t, err, courier.ErrMalformed)
	_, err = w.seats["A"].client(address).Submit(t.Context(), w.pid, fixed("x"), bad.Bytes()[:4000], []string{"M"})
	isError(t, err, courier.ErrMalformed)

	// M reads its channels: the words were really there.
	m := w.founder
	m.sync(m.client(address))
	m.wellRead()
	read := map[string]bool{}
	for _, v := range m.read {
		if v.Code.OK() {
			for _, p := range v.Entry.Parts() {
				read[string(p.Data)] = true
			}
		}
	}
	for _, channel := range inside[1:] {
		for n := range words {
			if !read[canary(channel, n)] {
				t.Errorf("M did not read word %d of channel %s", n, channel)
			}
		}
	}
	search("at the end")
	server.Close()
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	search("when it is closed")
}
