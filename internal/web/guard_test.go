// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"parley/internal/scenario"
	"parley/internal/web"
)

// ask sends one request with headers of its own and no redirect followed.
func (b *browser) ask(method, path string, set func(*http.Request)) *http.Response {
	b.t.Helper()
	r, err := http.NewRequest(method, b.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	if set != nil {
		set(r)
	}
	c := &http.Client{Jar: b.c.Jar, Timeout: time.Minute, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := c.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	resp.Body.Close()
	return resp
}

// A launch address lets one browser in, once; a browser without a session is
// told how to get in, on every path.
func TestOnlyTheInvitedBrowser(t *testing.T) {
	b, s := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	launch := strings.TrimPrefix(s.Launch(), b.base)
	other := newBrowser(t, b.base)
	for _, path := range []string{"/", "/mediator/standing", "/settings", "/mediator/events", "/nobody", "/open/wrong"} {
		status, body := other.get(path)
		if status != http.StatusForbidden || strings.Contains(body, "Ukraine") {
			t.Errorf("%s answers %d to a browser that was not let in", path, status)
		}
		if f := faults(body); len(f) > 0 {
			t.Errorf("%s: %v", path, f)
		}
	}
	if status, _ := other.get(launch); status != http.StatusOK {
		t.Fatalf("a fresh launch address answers %d", status)
	}
	if status, body := newBrowser(t, b.base).get(launch); status != http.StatusForbidden || !strings.Contains(body, "has been used") {
		t.Errorf("a used launch address answers %d", status)
	}
	resp := other.ask("GET", strings.TrimPrefix(s.Launch(), b.base), nil)
	cookie := resp.Header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Strict", "Path=/"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("the session cookie %q lacks %s", cookie, want)
		}
	}
}

// A name that was made to resolve to this machine is refused, as is a request
// from another site, whatever cookies come with it.
func TestOtherNamesAndSitesAreRefused(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	port := b.base[strings.LastIndex(b.base, ":"):]
	for host, want := range map[string]int{
		"127.0.0.1" + port: 200, "localhost" + port: 403, "[::1]" + port: 403, // names of this machine, under which no session was begun
		"evil.example" + port: 421, "127.0.0.1": 421, "localhost:1": 421, "parley.localhost" + port: 421, "evil.example": 421,
	} {
		if resp := b.ask("GET", "/mediator/standing", func(r *http.Request) { r.Host = host }); resp.StatusCode != want {
			t.Errorf("asked as %q it answers %d, want %d", host, resp.StatusCode, want)
		}
	}
	for name, set := range map[string]func(*http.Request){
		"cross-site":     func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"same-site":      func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		"foreign origin": func(r *http.Request) { r.Header.Set("Origin", "http://evil.example") },
		"other port":     func(r *http.Request) { r.Header.Set("Origin", "http://127.0.0.1:1") },
		"null origin":    func(r *http.Request) { r.Header.Set("Origin", "null") },
	} {
		if resp := b.ask("POST", "/mediator/lock", set); resp.StatusCode != http.StatusForbidden {
			t.Errorf("a post from %s answers %d", name, resp.StatusCode)
		}
	}
	b.page("/mediator/standing") // nothing of it locked the desk
	// Nothing is changed by asking for a page.
	for _, path := range []string{"/mediator/lock", "/mediator/send", "/mediator/sync/export"} {
		if status, _ := b.get(path); status != http.StatusNotFound && status != http.StatusMethodNotAllowed {
			t.Errorf("GET %s answers %d", path, status)
		}
	}
}

// Every answer carries the policy; pages are kept by no cache, files by all.
func TestHeaders(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	css := fileIn.FindStringSubmatch(b.page("/"))[1]
	for path, cache := range map[string]string{
		"/": "no-store", "/mediator/standing": "no-store", "/nothing/at/all": "no-store", css: "public, max-age=31536000, immutable",
	} {
		h := b.ask("GET", path, nil).Header
		for name, want := range map[string]string{
			"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Cache-Control": cache,
		} {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q, want %q", path, name, h.Get(name), want)
			}
		}
	}
	if _, err := web.New(web.Options{Address: "0.0.0.0:80", Desks: []*web.Desk{{Key: "a"}}}); err == nil {
		t.Error("pages are served to other machines")
	}
	if _, err := web.New(web.Options{Address: "127.0.0.1:80", Desks: []*web.Desk{{Key: "static"}}}); err == nil {
		t.Error("a desk has the name of an address of the server")
	}
}

// Where a person returns to after choosing is never another site.
func TestReturnStaysHere(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	for _, to := range []string{"//evil.example", "http://evil.example", `/\evil.example`, "/\t/evil.example", "evil"} {
		_, _, at := b.post("/settings", url.Values{"theme": {"dark"}, "back": {to}})
		if at != "/" {
			t.Errorf("back to %q leads to %s", to, at)
		}
	}
	if body := b.page("/"); !strings.Contains(body, `data-theme="dark"`) {
		t.Error("the choice was not kept")
	}
}

// A desk that nobody uses is locked; one that is used is not, and a page that
// shows itself again is no use.
func TestIdleDeskIsLocked(t *testing.T) {
	var clock atomic.Int64
	now := func() time.Time { return time.Date(2025, 6, 2, 12, 0, 0, 0, time.UTC).Add(time.Duration(clock.Load())) }
	// The other desks are not at this server: they would be locked with it.
	own := slices.DeleteFunc(demoDesks(t), func(d *web.Desk) bool { return d.Key != "europe" })
	b, _ := sit(t, web.Options{Desks: own, Demo: true, Now: now, Idle: time.Hour, Every: 20 * time.Millisecond}, true)
	b.page("/europe/standing")
	for range 3 {
		clock.Add(int64(40 * time.Minute))
		b.page("/europe/standing")
	}
	clock.Add(int64(40 * time.Minute))
	b.ask("GET", "/europe/standing", func(r *http.Request) { r.Header.Set("HX-Request", "true") })
	if body := b.page("/"); strings.Contains(body, "/europe/unlock") {
		t.Error("a desk that was used is locked")
	}
	clock.Add(int64(40 * time.Minute))
	b.eventually("/", "/europe/unlock")
	if body := b.page("/europe/standing"); !strings.Contains(body, "is locked") {
		t.Errorf("the desk is open: %s", text(body))
	}
	b.post("/europe/unlock", url.Values{"passphrase": {scenario.Passphrase}})
	b.page("/europe/standing")
}

// A locked desk shows nothing of the process, on any page, until its passphrase
// opens it again.
func TestLockAndUnlock(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	before := paths(b, "turkiye")
	if _, body, at := b.post("/turkiye/lock", nil); at != "/turkiye/unlock" || strings.Contains(body, "Istanbul") {
		t.Fatalf("locking leads to %s", at)
	}
	for _, path := range before {
		if !strings.HasPrefix(path, "/turkiye/") {
			continue
		}
		body := b.page(path)
		if !strings.Contains(body, "is locked") || strings.Contains(body, "2025: the process") {
			t.Errorf("%s of a locked desk shows: %s", path, text(body))
		}
	}
	if body := b.page("/"); strings.Count(body, "/turkiye/unlock") != 1 {
		t.Error("the lobby does not lead to the lock")
	}
	status, body, _ := b.post("/turkiye/unlock", url.Values{"passphrase": {"wrong"}})
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "The desk did not open") || strings.Contains(body, "wrong") {
		t.Errorf("a wrong passphrase: %d, %s", status, text(body))
	}
	if _, _, at := b.post("/turkiye/unlock", url.Values{"passphrase": {scenario.Passphrase}}); at != "/turkiye/standing" {
		t.Fatalf("the right passphrase leads to %s", at)
	}
	b.page("/turkiye/record")
}
