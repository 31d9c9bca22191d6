// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"parley/internal/courier"
	"parley/record"
)

// FuzzHTTP calls the handler with anything: any method, path, query, header,
// body and certificate. It never panics, never fails inside, and its errors are
// words of the protocol. Words in braces stand for what a fuzzer cannot guess.
func FuzzHTTP(f *testing.F) {
	w := newWorld(f, plan{guarantor: true, opt: Options{Admission: "friend"}, policy: record.Policy{Batch: 4}})
	_, guarantor, err := courier.Certificate(fixed("g", "tls"))
	if err != nil {
		f.Fatal(err)
	}
	certs := map[string][][]byte{"none": nil, "nobody": {[]byte("nobody")}, "two": {w.founder.tls.Certificate[0], []byte("x")}}
	for name, s := range w.seats {
		certs[name] = s.tls.Certificate
	}
	if g, h, err := courier.Certificate(fixed("g", "tls")); err == nil && h == guarantor {
		certs["g"] = g.Certificate
	}
	names := []string{"A", "B", "M", "g", "nobody", "none", "two"}
	i, j := w.request("Z", "token")
	if err := w.founder.local().Invite(f.Context(), w.pid, j.TokenHash, i.Expires.Add(24*time.Hour)); err != nil {
		f.Fatal(err)
	}
	roster := w.seats["A"].draftOf(record.AddDevice(record.NewDeviceText(second("A"), fixed("A2 tls"))))
	e := opaque(w.pid, w.roster().Hash, rand.New(rand.NewPCG(8, 8)))
	cosigned := w.founder.cosignature()
	words := strings.NewReplacer(
		"{pid}", courier.Hex(w.pid), "{other}", courier.Hex(fixed("x")), "{token}", courier.Hex(j.TokenHash),
		"{id}", courier.Hex(e.ID()), "{roster}", courier.Hex(roster.ID()), "{nonce}", courier.Hex(w.nonce),
		"{sealed}", string(e.Bytes()), "{rosterentry}", string(roster.Bytes()), "{genesis}", string(w.genesis.Bytes()),
		"{join}", string(j.Bytes()), "{cosignature}", string(cosigned),
	)
	h := w.hub.Handler()
	for _, c := range [][5]string{
		{"GET", "/key/{nonce}", "", "", ""},
		{"PUT", "/p/{pid}", "", "friend", "{genesis}"},
		{"PUT", "/p/{other}", "", "friend", "{genesis}"},
		{"PUT", "/p/{pid}/env/{id}", "", "A B", "{sealed}"},
		{"PUT", "/p/{pid}/env/{id}", "", "A", "{sealed}x"},
		{"PUT", "/p/{pid}/env/{roster}", "", "", "{rosterentry}"},
		{"GET", "/p/{pid}/inbox", "from=0", "", ""},
		{"GET", "/p/{pid}/inbox", "from=9223372036854775807", "", ""},
		{"GET", "/p/{pid}/inbox", "from=-1", "", ""},
		{"GET", "/p/{pid}/checkpoint", "", "", ""},
		{"GET", "/p/{pid}/tile/0/000.p/8", "", "", ""},
		{"GET", "/p/{pid}/tile/entries/000.p/8", "", "", ""},
		{"GET", "/p/{pid}/tile/entries/x072/x057/x594/x037/x927/936", "", "", ""},
		{"POST", "/p/{pid}/cosign", "", "", "{cosignature}"},
		{"POST", "/p/{pid}/tick", "", "", ""},
		{"PUT", "/p/{pid}/token/{other}", "", "", "1747656100"},
		{"PUT", "/p/{pid}/join/{token}", "", "", "{join}"},
		{"GET", "/p/{pid}/join", "", "", ""},
		{"DELETE", "/p/{pid}/../{pid}//join", "", "", ""},
		{"GET", "/p/{other}/checkpoint", "", "", ""},
	} {
		for k := range names {
			f.Add(c[0], c[1], c[2], c[3], []byte(c[4]), byte(k))
		}
	}
	f.Fuzz(func(t *testing.T, method, path, query, header string, body []byte, who byte) {
		if !strings.HasPrefix(path, "/") {
			path = "/" + path
		}
		state := &tls.ConnectionState{}
		for _, raw := range certs[names[int(who)%len(names)]] {
			state.PeerCertificates = append(state.PeerCertificates, &x509.Certificate{Raw: raw})
		}
		req := (&http.Request{
			Method: method, URL: &url.URL{Path: words.Replace(path), RawQuery: query}, Host: "hub",
			Header: http.Header{courier.DeliverHeader: {header}, courier.AdmissionHeader: {header}},
			Body:   io.NopCloser(bytes.NewReader([]byte(words.Replace(string(body))))), TLS: state,
		}).WithContext(t.Context())
		out := httptest.NewRecorder()
		h.ServeHTTP(out, req)
		word := out.Header().Get(courier.CodeHeader)
		switch status := out.Code; {
		case status >= 500 || word == "internal":
			t.Errorf("status %d %s: %s", status, word, out.Body)
		case word == "" && status >= 400 && status != http.StatusNotFound && status != http.StatusMethodNotAllowed && status != http.StatusBadRequest:
			t.Errorf("status %d without a word: %s", status, out.Body)
		case word != "" && (out.Body.Len() == 0 || out.Body.Len() > 1000):
			t.Errorf("status %d %s: the sentence has %d bytes", status, word, out.Body.Len())
		case status == http.StatusOK && len(certs[names[int(who)%len(names)]]) != 1:
			t.Errorf("%s %s was answered to a caller without a certificate of its own", method, path)
		}
	})
}
