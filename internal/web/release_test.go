// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"parley/internal/web"
)

// send uploads a file to an action.
func (b *browser) send(path string, file []byte) (int, string) {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("bundle", "a.parley")
	if err != nil {
		b.t.Fatal(err)
	}
	part.Write(file)
	w.Close()
	r, err := http.NewRequest("POST", b.base+path, &body)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	status, page, _ := b.do(r)
	return status, page
}

// A bundle goes out of one desk and is verified and taken at another; one that
// was damaged on the way is not.
func TestBundlesTravelByHand(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Hour}, false)
	_, file, _ := b.post("/europe/sync/export", nil)
	if status, page := b.send("/turkiye/verify", []byte(file)); status != http.StatusOK || !strings.Contains(page, "The file holds") || !strings.Contains(page, "the same log") {
		t.Errorf("verify answers %d: %s", status, text(page))
	}
	if status, page := b.send("/turkiye/sync/import", []byte(file)); status != http.StatusOK || !strings.Contains(page, "The bundle was taken") {
		t.Errorf("import answers %d: %s", status, text(page))
	}
	bad := []byte(file)
	bad[len(bad)/2] ^= 1
	for _, path := range []string{"/turkiye/verify", "/turkiye/sync/import"} {
		if status, page := b.send(path, bad); status != http.StatusUnprocessableEntity && !strings.Contains(page, "do not hold") {
			t.Errorf("%s answers %d for a damaged file: %s", path, status, text(page))
		}
	}
	if _, page, _ := b.post("/ukraine/record/verify", nil); !strings.Contains(page, "The record of this desk holds") {
		t.Errorf("the own record does not hold: %s", text(page))
	}
}

// seal takes a draft through check and seal and returns the address of its
// receipt.
func (b *browser) seal(at string, v url.Values) string {
	b.t.Helper()
	v.Set("do", "check")
	status, body, check := b.post(at, v)
	stamp := stampIn.FindStringSubmatch(body)
	if status != http.StatusOK || check != at+"/check" || stamp == nil {
		b.t.Fatalf("the draft was not ready: %d at %s: %s", status, check, text(body))
	}
	status, body, receipt := b.post(at+"/seal", url.Values{"stamp": {stamp[1]}})
	if status != http.StatusOK || !strings.Contains(receipt, "/receipt/") {
		b.t.Fatalf("not sealed: %d at %s: %s", status, receipt, text(body))
	}
	return receipt
}

// eventually asks for a page until it holds a text: entries travel by a hub.
func (b *browser) eventually(path, part string) string {
	b.t.Helper()
	body := ""
	for range 200 {
		if body = b.page(path); strings.Contains(body, part) {
			return body
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Fatalf("%s never holds %q: %s", path, part, text(body))
	return ""
}

// A party tells the mediator something; the mediator asks to show it, the party
// permits, the mediator shows it, and the page of what the other side was shown
// has the words with the permission. Without the permission it is refused.
func TestReleaseFromAskToShown(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Nanosecond, Every: 200 * time.Millisecond}, true)
	const words = "We could discuss the release of seven persons held."
	receipt := b.seal(b.begin("russia", "note", "record", "mediator"), url.Values{"text": {words}})
	b.eventually(receipt, "It stands in the record")
	entry := strings.Replace(strings.TrimPrefix(receipt, "/russia"), "/receipt/", "/entry/", 1)
	b.eventually("/mediator/search?q=seven+persons", words)

	// Not permitted yet: the page of the entry offers to ask, not to show.
	if body := b.page("/mediator" + entry); strings.Contains(body, "/begin/show") || !strings.Contains(body, "/begin/ask") {
		t.Errorf("before the permission: %s", text(body))
	}
	_, _, at := b.post("/mediator"+entry+"/begin/show", url.Values{"to": {seatOf(t, "ukraine")}})
	_, body, _ := b.post(at, url.Values{"entry": {strings.TrimPrefix(entry, "/entry/")}, "do": {"check"}})
	if !strings.Contains(body, "The author has not permitted") || !strings.Contains(body, "disabled") {
		t.Fatalf("showing without permission is not stopped: %s", text(body))
	}
	ref := strings.TrimPrefix(entry, "/entry/")

	_, _, at = b.post("/mediator"+entry+"/begin/ask", url.Values{"to": {seatOf(t, "ukraine")}})
	b.seal(at, url.Values{"entry": {ref}, "to": {seatOf(t, "ukraine")}, "how": {"words"}, "why": {"They ask for a number."}})
	b.eventually("/russia/standing", "They ask for a number.")
	_, _, at = b.post("/russia"+entry+"/begin/grant", nil)
	b.seal(at, url.Values{"entry": {ref}, "to": {seatOf(t, "ukraine")}, "how": {"words"}})
	b.eventually("/mediator"+entry, "permitted the words")

	if body := b.page("/ukraine/search?q=seven+persons"); strings.Contains(body, words) {
		t.Fatal("Ukraine reads the words before they were shown")
	}
	b.eventually("/mediator"+entry, "/begin/show")
	_, _, at = b.post("/mediator"+entry+"/begin/show", url.Values{"to": {seatOf(t, "ukraine")}})
	b.seal(at, url.Values{"entry": {ref}})
	b.eventually("/ukraine/search?q=seven+persons", "seven persons")
	told := b.eventually("/mediator/told?seat="+seatOf(t, "ukraine"), words)
	if strings.Contains(told, "none known here") {
		t.Errorf("what Ukraine was shown: %s", text(told))
	}
	// Europe was told nothing of it.
	for _, path := range []string{"/europe/standing", "/europe/record", "/europe/search?q=seven+persons", "/europe/told?seat=" + seatOf(t, "ukraine")} {
		if strings.Contains(b.page(path), "seven persons held") {
			t.Errorf("%s holds words that were not shown to Europe", path)
		}
	}
}
