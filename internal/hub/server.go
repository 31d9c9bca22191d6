// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"parley/internal/courier"
	"parley/internal/store"
	"parley/record"
)

// Handler serves the hub protocol (docs/spec/hub.md). The connection must be
// TLS with a certificate from the caller: see [Serve]. Who may not call is told
// so before the body is read.
func (h *Hub) Handler() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /key/{nonce}", answer(func(r *request) ([]byte, error) {
		nonce, err := r.hash("nonce")
		if err != nil {
			return nil, err
		}
		return h.LogKey(nonce).Public(), nil
	}))
	m.HandleFunc("PUT /p/{pid}", answer(func(r *request) ([]byte, error) {
		if !h.admits(r.Header.Get(courier.AdmissionHeader)) {
			return nil, courier.ErrAdmission
		}
		e, err := r.envelope()
		if err != nil {
			return nil, err
		}
		if e.Process != r.pid {
			return nil, fmt.Errorf("%w: the path names another process", courier.ErrMalformed)
		}
		return h.create(r.Context(), e)
	}))
	m.HandleFunc("PUT /p/{pid}/env/{id}", answer(func(r *request) ([]byte, error) {
		id, err := r.hash("id")
		if err != nil {
			return nil, err
		}
		p, err := h.process(r.Context(), r.pid)
		if err != nil {
			return nil, err
		}
		if _, err := p.member(r.cert); err != nil {
			return nil, err
		}
		e, err := r.envelope()
		if err != nil {
			return nil, err
		}
		if e.ID() != id {
			return nil, fmt.Errorf("%w: the path names another envelope", courier.ErrMalformed)
		}
		return h.submit(r.Context(), r.pid, r.cert, e, strings.Fields(r.Header.Get(courier.DeliverHeader)))
	}))
	m.HandleFunc("GET /p/{pid}/inbox", answer(func(r *request) ([]byte, error) {
		from, err := strconv.ParseInt(r.URL.Query().Get("from"), 10, 64)
		if err != nil || from < 0 {
			return nil, fmt.Errorf("%w: from is a log index", courier.ErrMalformed)
		}
		ds, next, err := h.Inbox(r.Context(), r.pid, r.cert, from)
		if err != nil {
			return nil, err
		}
		return courier.Inbox(ds, next), nil
	}))
	m.HandleFunc("GET /p/{pid}/checkpoint", answer(func(r *request) ([]byte, error) {
		return h.Checkpoint(r.Context(), r.pid, r.cert)
	}))
	m.HandleFunc("GET /p/{pid}/tile/{path...}", answer(func(r *request) ([]byte, error) {
		t, err := courier.ParseTilePath("tile/" + r.PathValue("path"))
		if err != nil {
			return nil, err
		}
		return h.Tile(r.Context(), r.pid, r.cert, t)
	}))
	m.HandleFunc("POST /p/{pid}/cosign", answer(func(r *request) ([]byte, error) {
		body, err := r.body(maxCosign)
		if err != nil {
			return nil, err
		}
		return nil, h.Cosign(r.Context(), r.pid, r.cert, body)
	}))
	m.HandleFunc("POST /p/{pid}/tick", answer(func(r *request) ([]byte, error) {
		return nil, h.Tick(r.Context(), r.pid, r.cert)
	}))
	m.HandleFunc("PUT /p/{pid}/token/{token}", answer(func(r *request) ([]byte, error) {
		token, err := r.hash("token")
		if err != nil {
			return nil, err
		}
		body, err := r.body(32)
		if err != nil {
			return nil, err
		}
		until, err := strconv.ParseInt(string(body), 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%w: the body is a time in seconds", courier.ErrMalformed)
		}
		return nil, h.Invite(r.Context(), r.pid, r.cert, token, time.Unix(until, 0))
	}))
	m.HandleFunc("PUT /p/{pid}/join/{token}", answer(func(r *request) ([]byte, error) {
		token, err := r.hash("token")
		if err != nil {
			return nil, err
		}
		if err := h.invited(r.Context(), r.pid, token); err != nil {
			return nil, err
		}
		body, err := r.body(record.MaxJoin)
		if err != nil {
			return nil, err
		}
		return nil, h.Join(r.Context(), r.pid, token, body)
	}))
	m.HandleFunc("GET /p/{pid}/join", answer(func(r *request) ([]byte, error) {
		ws, err := h.WaitingRoom(r.Context(), r.pid, r.cert)
		if err != nil {
			return nil, err
		}
		return courier.WaitingRoom(ws), nil
	}))
	return m
}

// request is what a handler needs to know of a call.
type request struct {
	*http.Request
	pid  record.Hash // zero where the path names none
	cert record.Hash // hash of the caller's certificate
}

func (r *request) body(limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%w: the body ended early", courier.ErrMalformed)
	}
	if int64(len(b)) > limit {
		return nil, fmt.Errorf("%w: the limit is %d bytes", courier.ErrTooLarge, limit)
	}
	return b, nil
}

// hash reads a hash from the path.
func (r *request) hash(name string) (record.Hash, error) { return courier.ParseHex(r.PathValue(name)) }

func (r *request) envelope() (*record.Envelope, error) {
	b, err := r.body(record.MaxEnvelope)
	if err != nil {
		return nil, err
	}
	return parseEnvelope(b)
}

// answer turns a function into a handler: it identifies the caller and maps
// errors to the words of the protocol. An error of the store is answered
// without its text, which is for the hub's operator.
func answer(fn func(r *request) ([]byte, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		out, err := func() ([]byte, error) {
			cert, err := courier.PeerHash(req.TLS)
			if err != nil {
				return nil, courier.ErrNotMember
			}
			r := &request{Request: req, cert: cert}
			if p := req.PathValue("pid"); p != "" {
				if r.pid, err = courier.ParseHex(p); err != nil {
					return nil, err
				}
			}
			return fn(r)
		}()
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Content-Type", "application/octet-stream")
		if err != nil {
			status, word := courier.StatusOf(err)
			w.Header().Set(courier.CodeHeader, word)
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(status)
			switch {
			case word == "internal":
				if req.Context().Err() == nil { // else the caller has gone
					slog.Error("hub", "error", err)
				}
				err = courier.ErrInternal
			case errors.Is(err, store.ErrFull):
				err = courier.ErrFull
			}
			io.WriteString(w, err.Error())
			return
		}
		w.Write(out)
	}
}

// Serve answers on a listener with the hub's own certificate until ctx ends,
// and closes ticks meanwhile.
func (h *Hub) Serve(ctx context.Context, l net.Listener, own tls.Certificate) error {
	s := &http.Server{
		Handler:           h.Handler(),
		TLSConfig:         courier.ServerTLS(own),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    8 << 10,
		// Connection faults name addresses of the delegations; a hub logs
		// nothing about who called.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	running, stop := context.WithCancel(ctx)
	defer stop()
	failed := make(chan error, 2)
	go func() { failed <- s.ServeTLS(l, "", "") }()
	go func() { failed <- h.Run(running) }()
	first := <-failed // when one ends, so must the other
	stop()
	patience, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if s.Shutdown(patience) != nil {
		s.Close()
	}
	for _, err := range []error{first, <-failed} {
		if err != nil && !errors.Is(err, http.ErrServerClosed) {
			return err
		}
	}
	return nil
}
