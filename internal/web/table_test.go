// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// upload sends a file with a form and returns the page that it leads to.
func (b *browser) upload(path, field string, file []byte, form map[string]string) (status int, body, at string) {
	b.t.Helper()
	var sent bytes.Buffer
	w := multipart.NewWriter(&sent)
	for name, value := range form {
		w.WriteField(name, value)
	}
	part, err := w.CreateFormFile(field, "table.csv")
	if err != nil {
		b.t.Fatal(err)
	}
	part.Write(file)
	w.Close()
	r, err := http.NewRequest("POST", b.base+path, &sent)
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Origin", b.base)
	status, body, resp := b.do(r)
	return status, body, resp.Request.URL.Path
}

// A table comes in row by row: what could be read, what was repaired, what was
// refused and why. Its entries are sealed to the readers that were chosen, only
// then, and can be undone.
func TestTableComesIn(t *testing.T) {
	b := sitDown(t)
	const table = "date;title;text;mark;source\n" +
		"19.05.2025;Illustrative call;It was held.;uncertain;\n" +
		"2025-13-40;No such day;Nothing.;uncertain;\n" +
		"2025-05-20;Illustrative visit;It was planned.;uncertain;\n"
	status, body, at := b.upload("/turkiye/import", "table", []byte(table), map[string]string{"sort": "events"})
	if status != http.StatusOK || !strings.HasPrefix(at, "/turkiye/import/") {
		t.Fatalf("%d at %s: %s", status, at, text(body))
	}
	for _, f := range faults(body) {
		t.Errorf("the page of the table: %s", f)
	}
	for _, want := range []string{"Illustrative call", "Illustrative visit", "2025-13-40", "19.05.2025", "2025-05-19", "Who will read it"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q: %s", want, text(body))
		}
	}
	to := url.Values{"audience": {seatOf(t, "mediator"), seatOf(t, "turkiye")}, "register": {"wp"}}
	before := b.page("/turkiye/receipts")
	body = b.page(at + "?" + to.Encode())
	if !strings.Contains(body, "Seal 2 entries to") && !strings.Contains(body, "entries to United States") {
		t.Errorf("the check does not say what is sealed to whom: %s", text(body))
	}
	if strings.Contains(body, "not sealed") != true || b.page("/turkiye/receipts") != before {
		t.Error("something was sealed before it was confirmed")
	}
	to.Set("do", "seal")
	status, body, _ = b.post(at, to)
	refs := regexp.MustCompile(`/turkiye/receipt/([0-9a-f]{64})`).FindAllStringSubmatch(body, -1)
	if status != http.StatusOK || len(refs) != 2 {
		t.Fatalf("%d, %d entries were sealed: %s", status, len(refs), text(body))
	}
	// A second press seals nothing twice.
	if _, body, _ = b.post(at, to); len(regexp.MustCompile(`/turkiye/receipt/[0-9a-f]{64}`).FindAllString(body, -1)) != 2 {
		t.Error("pressing again sealed more")
	}
	for i := len(refs) - 1; i >= 0; i-- {
		status, body, draft := b.post("/turkiye/receipt/"+refs[i][1]+"/undo", nil)
		if status != http.StatusOK || !strings.Contains(body, "Illustrative") {
			t.Errorf("undo: %d at %s: %s", status, draft, text(body))
		}
		b.post(draft, url.Values{"do": {"drop"}})
	}
	if _, body, where := b.post(at, url.Values{"do": {"drop"}}); where != "/turkiye/import" {
		t.Errorf("forgetting the table leads to %s: %s", where, text(body))
	}
	if status, _ := b.get(at); status != http.StatusNotFound {
		t.Errorf("the table that was forgotten answers %d", status)
	}
}

// A row with a passage that this seat knows from another channel alone stays
// behind; the others go.
func TestTableStopsWhatCameFromElsewhere(t *testing.T) {
	b := sitDown(t)
	// What Ukraine answered the mediator, and nobody else.
	const foreign = "the delegation would like the clock named in every date"
	table := fmt.Sprintf("date,title,text,mark,source\n2025-05-19,Illustrative,%q,uncertain,\n2025-05-20,Illustrative too,Nothing of note.,uncertain,\n", foreign)
	_, _, at := b.upload("/mediator/import", "table", []byte(table), map[string]string{"sort": "events"})
	to := url.Values{"audience": {seatOf(t, "mediator"), seatOf(t, "russia")}, "register": {"wp"}}
	if body := b.page(at + "?" + to.Encode()); !strings.Contains(body, "is known here only from the channel of") || !strings.Contains(body, "cannot be sealed to these readers") {
		t.Errorf("the passage %q is not stopped: %s", foreign, text(body))
	}
	b.post(at, url.Values{"do": {"drop"}})
}

// A file that is no table at all says so, and asks again.
func TestNoTable(t *testing.T) {
	b := sitDown(t)
	for name, file := range map[string]string{"empty": "", "no columns": "just some words\nand more\n", "bytes": "\x00\x01\x02\xff"} {
		status, body, at := b.upload("/turkiye/import", "table", []byte(file), map[string]string{"sort": "statements"})
		if status != http.StatusUnprocessableEntity || at != "/turkiye/import" {
			t.Errorf("%s: %d at %s: %s", name, status, at, text(body))
		}
		for _, f := range faults(body) {
			t.Errorf("%s: %s", name, f)
		}
	}
}
