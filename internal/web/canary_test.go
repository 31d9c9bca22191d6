// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"bufio"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"parley/internal/web"
)

// What was sealed to some seats is on no page of another: neither on those that
// list, nor under its own address, nor in a search for it, in a bundle or in the
// stream of events.
func TestNoPageShowsWhatWasNotSealedToIt(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Nanosecond, Every: 200 * time.Millisecond}, true)
	const canary = "quoll-7351"
	receipt := b.seal(b.begin("ukraine", "note", "wp", "mediator"), url.Values{"text": {"Our limit is " + canary + "."}})
	b.eventually("/mediator/search?q="+canary, "Our limit is")
	entry := strings.TrimPrefix(receipt, "/ukraine/receipt/")
	for _, desk := range []string{"russia", "europe", "turkiye"} {
		// They have the leaf by now, and cannot open it.
		b.eventually("/"+desk+"/sync", headOf(t, b, "ukraine"))
		list := append(paths(b, desk), files(desk)...)
		list = append(list, "/"+desk+"/search?q="+canary, "/"+desk+"/record?q="+canary, "/"+desk+"/told?seat="+seatOf(t, "mediator"))
		for _, path := range list {
			body := strings.ReplaceAll(b.page(path), `value="`+canary+`"`, "") // what the reader typed
			if strings.Contains(body, canary) || strings.Contains(body, "Our limit") {
				t.Errorf("%s holds the canary", path)
			}
		}
		for _, path := range []string{"/entry/" + entry, "/receipt/" + entry} {
			if status, body := b.get("/" + desk + path); status != http.StatusNotFound || strings.Contains(body, "Our limit") {
				t.Errorf("/%s%s answers %d", desk, path, status)
			}
		}
		for _, with := range []url.Values{nil, {"openings": {"yes"}}, {"outbox": {"yes"}, "openings": {"yes"}}} {
			if _, file, _ := b.post("/"+desk+"/sync/export", with); strings.Contains(file, canary) {
				t.Errorf("a bundle of %s holds the canary", desk)
			}
		}
	}
	// A draft is on nobody else's page either, and not in a file.
	at := b.begin("ukraine", "note", "wp", "mediator")
	b.post(at, url.Values{"text": {"draft " + canary + "-draft"}, "do": {"quiet"}})
	for _, path := range append(paths(b, "mediator"), strings.Replace(at, "/ukraine/", "/mediator/", 1)) {
		if _, body := b.get(path); strings.Contains(body, canary+"-draft") {
			t.Errorf("%s holds a draft of Ukraine", path)
		}
	}
}

func headOf(t *testing.T, b *browser, desk string) string {
	t.Helper()
	_, body, _ := strings.Cut(b.page("/"+desk+"/sync"), `class="ref full" dir="ltr">`)
	root, _, _ := strings.Cut(body, "<")
	return root
}

// A page of another seat learns within moments that there is something new, and
// the event says nothing else.
func TestEventsTellOfNews(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Nanosecond, Every: time.Second}, true)
	time.Sleep(1500 * time.Millisecond) // the first round of syncs
	resp, err := b.c.Get(b.base + "/europe/events")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("the stream is %s", resp.Header.Get("Content-Type"))
	}
	lines := make(chan string, 100)
	go func() {
		for s := bufio.NewScanner(resp.Body); s.Scan(); {
			lines <- s.Text()
		}
	}()
	start := time.Now()
	b.seal(b.begin("mediator", "note", "wp", "europe"), url.Values{"text": {"A word on the agenda."}})
	for {
		select {
		case line := <-lines:
			if strings.Contains(line, "agenda") {
				t.Fatalf("the stream carries words: %s", line)
			}
			if line == "event: changed" && strings.Contains(b.page("/europe/record"), "A word on the agenda.") {
				t.Logf("it took %v", time.Since(start))
				return
			}
		case <-time.After(10 * time.Second):
			t.Fatal("no event came within ten seconds")
		}
	}
}
