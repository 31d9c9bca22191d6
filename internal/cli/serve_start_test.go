// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"parley/internal/keys"
)

// person is somebody in a browser at a home of their own.
type person struct {
	t    *testing.T
	c    *http.Client
	base string
}

// sitDown makes a home and serves it.
func sitDown(t *testing.T, dir, name string) *person {
	t.Helper()
	home, pw := filepath.Join(dir, name), filepath.Join(dir, "pw")
	if err := os.WriteFile(pw, []byte("correct horse battery\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, _, err := run(t, nil, "--home", home, "--passphrase-file", pw, "init"); code != exitDone {
		t.Fatal(err)
	}
	c, address, page := serving(t, "--home", home, "--passphrase-file", pw, "serve")
	want(t, page, "No process yet")
	base, _, _ := strings.Cut(address, "/open/")
	return &person{t, c, base}
}

func (p *person) get(path string) string { p.t.Helper(); return fetch(p.t, p.c, p.base+path) }

func (p *person) post(path string, v url.Values) (body, at string) {
	p.t.Helper()
	resp, err := p.c.PostForm(p.base+path, v)
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(b), resp.Request.URL.Path
}

// until asks for a page until it holds a text.
func (p *person) until(path, part string) string {
	p.t.Helper()
	for range 300 {
		if body := p.get(path); strings.Contains(body, part) {
			return body
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.t.Fatalf("%s never holds %q", path, part)
	return ""
}

func find(t *testing.T, text, expr string) string {
	t.Helper()
	m := regexp.MustCompile(expr).FindStringSubmatch(text)
	if m == nil {
		t.Fatalf("nothing like %s in:\n%s", expr, text)
	}
	return m[1]
}

// A process from nothing, in two browsers: begun, a seat invited by letter and
// file, its words compared, let in, accepted, and the first entry read.
func TestStartAProcessInTheBrowser(t *testing.T) {
	dir := quick(t)
	startHub(t, filepath.Join(dir, "hub"))
	at, err := os.ReadFile(filepath.Join(dir, "hub", addressFile))
	if err != nil {
		t.Fatal(err)
	}
	hub, cert, _ := strings.Cut(strings.TrimSpace(string(at)), " ")
	m, a := sitDown(t, dir, "m"), sitDown(t, dir, "a")

	// What is missing is said at its field, and kept.
	body, _ := m.post("/new", url.Values{"title": {"Water talks"}, "pace": {"0"}})
	for _, part := range []string{"Water talks", `id="f-hub-mistake"`, `id="f-name-mistake"`} {
		want(t, body, part)
	}
	body, where := m.post("/new", url.Values{"title": {"Water talks"}, "name": {"Office of the mediator"}, "hub": {hub}, "cert": {cert}, "pace": {"0"}})
	if where != "/desk-1/invite" {
		t.Fatalf("beginning leads to %s: %s", where, body)
	}
	body, where = m.post("/desk-1/invite", url.Values{"name": {"Delegation A"}, "role": {"party"}, "days": {"7"}})
	if !strings.HasPrefix(where, "/desk-1/letter/") {
		t.Fatalf("inviting leads to %s: %s", where, body)
	}
	for _, part := range []string{"Delegation A", "Code", "Words of the process"} {
		want(t, body, part)
	}
	file, _ := m.post(where+"/file", nil)

	// A browser sends the lines of a text field with both line ends.
	body, where = a.post("/join", url.Values{"invitation": {strings.ReplaceAll(file, "\n", "\r\n")}})
	if where != "/desk-1/joining" {
		t.Fatalf("joining leads to %s: %s", where, body)
	}
	words := find(t, body, `words big"[^>]*>([a-z ]+)<`)
	body, _ = m.post("/desk-1/invite/waiting", nil)
	want(t, body, words)
	seat := find(t, body, `name="seat" value="([a-z0-9]+)"`)
	if _, where := m.post("/desk-1/admit", url.Values{"seat": {seat}, "words": {words}}); where != "/desk-1/invite" {
		t.Errorf("a seat was let in without the words being compared: %s", where)
	}
	if body, _ := m.post("/desk-1/admit", url.Values{"seat": {seat}, "words": {"other words"}, "compared": {"yes"}}); !strings.Contains(body, "was not let in") {
		t.Error("a seat was let in by other words")
	}
	if body, where := m.post("/desk-1/admit", url.Values{"seat": {seat}, "words": {words}, "compared": {"yes"}}); where != "/desk-1/people" {
		t.Fatalf("letting in leads to %s: %s", where, body)
	}
	a.until("/desk-1/joining", "has been let in")
	want(t, a.get("/desk-1/people"), "has not accepted the process")
	if body, where := a.post("/desk-1/people/accept", nil); where != "/desk-1/people" {
		t.Fatalf("accepting leads to %s: %s", where, body)
	}
	m.until("/desk-1/invite", "names are known here and not to every seat")
	m.post("/desk-1/people/tell", nil)
	m.post("/desk-1/send", url.Values{"back": {"/receipts"}})
	a.until("/desk-1/standing", "Water talks")

	var both []string // seats have random names, so their order on the page is chance
	for _, m := range regexp.MustCompile(`type="checkbox" name="audience" value="([a-z0-9]+)"`).FindAllStringSubmatch(a.get("/desk-1/write"), -1) {
		both = append(both, m[1])
	}
	body, where = a.post("/desk-1/write", url.Values{"form": {"note"}, "register": {"wp"}, "audience": both})
	if !strings.HasPrefix(where, "/desk-1/draft/") {
		t.Fatalf("writing leads to %s: %s", where, body)
	}
	body, check := a.post(where, url.Values{"text": {"We are ready for a first meeting."}, "do": {"check"}})
	if check != where+"/check" {
		t.Fatalf("checking leads to %s: %s", check, body)
	}
	body, receipt := a.post(where+"/seal", url.Values{"stamp": {find(t, body, `name="stamp" value="([^"]+)"`)}})
	if !strings.HasPrefix(receipt, "/desk-1/receipt/") {
		t.Fatalf("sealing leads to %s: %s", receipt, body)
	}
	a.post("/desk-1/send", url.Values{"back": {"/receipts"}})
	m.until("/desk-1/search?q=ready+first+meeting", "We are ready for a first meeting.")
}

// startHub runs a hub until the test ends.
func startHub(t *testing.T, dir string) {
	t.Helper()
	var out, errs said
	done := make(chan int, 1)
	go func() {
		a := newApp(strings.NewReader(""), &out, &errs)
		a.cost = keys.CostDemonstration
		a.env = func(string) string { return "" }
		done <- a.run(t.Context(), []string{"hub", "serve", "--dir", dir, "--listen", "127.0.0.1:0"})
	}()
	t.Cleanup(func() { <-done })
	for range 500 {
		if b, err := os.ReadFile(filepath.Join(dir, addressFile)); err == nil && strings.Contains(string(b), " ") {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("no hub: %s", errs.String())
}
