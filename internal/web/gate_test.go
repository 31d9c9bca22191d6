// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// issueNamed returns the reference of an issue of the agenda.
func (b *browser) issueNamed(desk, title string) string {
	b.t.Helper()
	for _, sheet := range []string{"1", "2", "3"} {
		list := b.page("/" + desk + "/issues?sheet=" + sheet)
		if m := regexp.MustCompile(`/issue/([0-9a-f]{64})"><bdi>` + regexp.QuoteMeta(title) + `<`).FindStringSubmatch(list); m != nil {
			return m[1]
		}
	}
	b.t.Fatalf("no issue at %s is called %q", desk, title)
	return ""
}

// A proposal on what Ukraine owns does not pass to the parties before Ukraine
// was consulted; with a reason it does, and the reason is in it for all to read.
func TestGateOfProposal(t *testing.T) {
	b := sitDown(t)
	territory := b.issueNamed("mediator", "Territory")
	at := b.begin("mediator", "table", "record", "europe", "russia", "turkiye", "ukraine")
	typed := url.Values{
		"title": {"A line of contact"}, "text": {"Illustrative: a line is drawn where it is today."}, "issues": {territory},
		"mark": {"uncertain"}, "illustrative": {"yes"}, "do": {"check"},
	}
	status, body, check := b.post(at, typed)
	if status != http.StatusOK || check != at+"/check" {
		t.Fatalf("check: %d at %s: %s", status, check, text(body))
	}
	for _, want := range []string{"It waits for consultation", "Ukraine", "Territory", "Consult them first", at + "/override", "<button class=\"act\" disabled"} {
		if !strings.Contains(body, want) {
			t.Errorf("the check page does not say %q: %s", want, text(body))
		}
	}
	stamp := stampIn.FindStringSubmatch(body)[1]
	if _, _, where := b.post(at+"/seal", url.Values{"stamp": {stamp}}); where != at+"/check" {
		t.Fatalf("it was sealed all the same, at %s", where)
	}
	if body = b.page(at + "/override"); !strings.Contains(body, "It passes over") || !strings.Contains(body, "Territory") {
		t.Errorf("the interruption does not say whom it passes over: %s", text(body))
	}
	for _, f := range faults(body) {
		t.Errorf("the interruption: %s", f)
	}
	if status, body, _ := b.post(at+"/override", url.Values{"reason": {" "}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Fill in: Reason") {
		t.Errorf("without a reason it answers %d: %s", status, text(body))
	}
	const reason = "Illustrative: both leaders meet in an hour."
	_, body, where := b.post(at+"/override", url.Values{"reason": {reason}})
	if where != at+"/check" || strings.Contains(body, "It waits for consultation") || !strings.Contains(body, reason) {
		t.Fatalf("with a reason, at %s: %s", where, text(body))
	}
	stamp = stampIn.FindStringSubmatch(body)[1]
	_, body, receipt := b.post(at+"/seal", url.Values{"stamp": {stamp}})
	if !strings.HasPrefix(receipt, "/mediator/receipt/") {
		t.Fatalf("not sealed: at %s: %s", receipt, text(body))
	}
	// The other tests of the package read the same record.
	if _, body, _ = b.post(receipt+"/undo", nil); !strings.Contains(body, reason) {
		t.Errorf("undone, the reason is gone from the draft: %s", text(body))
	}
	b.post(at, url.Values{"do": {"drop"}})
}

// An internal proposal is refused to a party, and what is put to the parties
// begins with the words of the internal one.
func TestInternalProposalStaysInternal(t *testing.T) {
	b := sitDown(t)
	at := b.begin("mediator", "proposal", "wp", "russia")
	_, body, _ := b.post(at, url.Values{"title": {"x"}, "text": {"Illustrative."}, "mark": {"uncertain"}, "illustrative": {"yes"}, "do": {"check"}})
	if !strings.Contains(body, "would read an internal proposal") || !strings.Contains(body, "disabled") {
		t.Errorf("an internal proposal passes to a party: %s", text(body))
	}
	b.post(at, url.Values{"do": {"drop"}})
	m := pageIn("proposal").FindStringSubmatch(b.page("/mediator/consultation"))
	if m == nil {
		t.Fatal("no proposal is listed")
	}
	ref := m[1][len(m[1])-64:]
	status, body, draft := b.post("/mediator/write", url.Values{
		"form": {"table"}, "register": {"record"}, "audience": {seatOf(t, "russia"), seatOf(t, "ukraine")}, "v.from": {ref},
	})
	if status != http.StatusOK || !strings.Contains(body, "One clock and one rule for language versions") {
		t.Errorf("%d: the draft does not begin with the internal proposal: %s", status, text(body))
	}
	b.post(draft, url.Values{"do": {"drop"}})
}
