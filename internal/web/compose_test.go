// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"parley/internal/web"
)

var stampIn = regexp.MustCompile(`name="stamp" value="([^"]+)"`)

// begin begins a draft in the channel of some seats and returns its path.
func (b *browser) begin(desk, form, register string, seats ...string) string {
	b.t.Helper()
	v := url.Values{"form": {form}, "register": {register}}
	for _, s := range seats {
		v.Add("audience", seatOf(b.t, s))
	}
	status, body, at := b.post("/"+desk+"/write", v)
	if status != http.StatusOK || !strings.HasPrefix(at, "/"+desk+"/draft/") {
		b.t.Fatalf("no draft was begun: %d at %s: %s", status, at, text(body))
	}
	return at
}

// A note goes from the channel over the draft, the check and the receipt into
// the outbox; undone, its words are a draft again.
func TestComposeCheckSealUndo(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Hour}, false)
	at := b.begin("ukraine", "note", "wp", "mediator")
	const words = "A first meeting at expert level could be held."
	status, body, check := b.post(at, url.Values{"text": {words}, "do": {"check"}})
	if status != http.StatusOK || check != at+"/check" {
		t.Fatalf("check: %d at %s: %s", status, check, text(body))
	}
	for _, want := range []string{words, "Seal this note to United States", "without prejudice", "Russian Federation"} {
		if !strings.Contains(strings.ToLower(body), strings.ToLower(want)) {
			t.Errorf("the check page does not say %q", want)
		}
	}
	stamp := stampIn.FindStringSubmatch(body)
	if stamp == nil {
		t.Fatal("the check page has no stamp")
	}
	status, body, receipt := b.post(at+"/seal", url.Values{"stamp": {stamp[1]}})
	if status != http.StatusOK || !strings.HasPrefix(receipt, "/ukraine/receipt/") {
		t.Fatalf("seal: %d at %s: %s", status, receipt, text(body))
	}
	for _, want := range []string{"waits on this machine", "Undo", "To correct it"} {
		if !strings.Contains(body, want) {
			t.Errorf("the receipt does not say %q: %s", want, text(body))
		}
	}
	status, body, back := b.post(receipt+"/undo", nil)
	if status != http.StatusOK || back != at || !strings.Contains(body, words) || !strings.Contains(body, "Taken back") {
		t.Fatalf("undo: %d at %s: %s", status, back, text(body))
	}
	if body := b.page("/ukraine/receipts"); !strings.Contains(body, "Nothing waits.") {
		t.Error("the outbox still holds the entry that was undone")
	}
}

// What was checked is what is sealed: a draft that changed since leads back to
// the check page.
func TestSealRefusesAnotherDraft(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Hour}, false)
	at := b.begin("russia", "note", "wp", "mediator")
	_, body, _ := b.post(at, url.Values{"text": {"the first words"}, "do": {"check"}})
	stamp := stampIn.FindStringSubmatch(body)
	b.post(at, url.Values{"text": {"other words"}, "do": {"quiet"}})
	_, body, where := b.post(at+"/seal", url.Values{"stamp": {stamp[1]}})
	if where != at+"/check" || !strings.Contains(body, "other words") {
		t.Fatalf("sealed something that was not checked: at %s", where)
	}
}

// A draft keeps its readers: nothing that a form sends changes them.
func TestDraftKeepsItsReaders(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	at := b.begin("ukraine", "note", "wp", "mediator")
	_, body, _ := b.post(at, url.Values{
		"text": {"words"}, "do": {"check"}, "audience": {seatOf(t, "russia")}, "register": {"record"},
	})
	if !strings.Contains(body, "Seal this note to United States<") || strings.Contains(body, "Seal this note to United States, ") {
		t.Errorf("the readers changed: %s", text(body))
	}
}

// Mistakes stand in a summary and at their fields, and what was typed is kept.
func TestMistakesAreSaidAtTheField(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	at := b.begin("mediator", "event", "record", "ukraine")
	status, body, _ := b.post(at, url.Values{"date": {"19 May"}, "text": {"kept words"}, "sources.0.key": {"C19"}, "do": {"check"}})
	if status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", status)
	}
	for _, want := range []string{
		`href="#f-date"`, `href="#f-title"`, `href="#f-mark"`, `href="#f-sources-0-at"`, `id="f-title-mistake"`, `aria-invalid="true"`,
		"kept words", "Day must be a day such as 2025-05-19",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not hold %s", want)
		}
	}
	// One more row, without script, and one less.
	_, body, _ = b.post(at, url.Values{"sources.0.key": {"C19"}, "sources.0.at": {"azernews.az"}, "do": {"add:sources"}})
	if !strings.Contains(body, `name="sources.1.key"`) || !strings.Contains(body, `value="azernews.az"`) {
		t.Error("no second row of sources was shown")
	}
	_, body, _ = b.post(at, url.Values{"sources.0.key": {"A"}, "sources.1.key": {"B"}, "do": {"cut:sources:0"}})
	if strings.Contains(body, `name="sources.1.key"`) || !strings.Contains(body, `value="B"`) {
		t.Error("the first row of sources was not taken out")
	}
}

// Why something cannot be sealed is said with the names that people know.
func TestRefusalNamesSeats(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Hour}, false)
	at := b.begin("ukraine", "proposal", "record", "russia", "mediator")
	_, body, _ := b.post(at, url.Values{"title": {"Order of work"}, "text": {"A list first."}, "do": {"check"}})
	if !strings.Contains(body, "seat \u2068Russian Federation\u2069 is a party") || strings.Contains(text(body), seatOf(t, "russia")) {
		t.Errorf("the refusal does not name the seat: %s", text(body))
	}
}
