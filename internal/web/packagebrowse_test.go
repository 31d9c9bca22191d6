// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var buildForms = regexp.MustCompile(`(?s)<form method="post" action="/mediator/write" class="noprint">(.*?)<button[^>]*>Build this package</button>`)

// A row of the browser becomes a draft of a package that settles what the row does,
// for the own seat alone; its choices stand in no address.
func TestBrowsedRowIsBuilt(t *testing.T) {
	b := sitDown(t)
	_, body, _ := b.post("/mediator/packages/browse", url.Values{"floor.0": {"40"}})
	forms := buildForms.FindAllStringSubmatch(body, -1)
	if len(forms) == 0 {
		t.Fatalf("no row can be built: %s", text(body))
	}
	v := url.Values{}
	for _, m := range hiddenIn.FindAllStringSubmatch(forms[0][1], -1) {
		v.Add(m[1], html.UnescapeString(m[2]))
	}
	if got := v["audience"]; len(got) != 1 || got[0] != seatOf(t, "mediator") || len(v["v.choices"]) < 2 {
		t.Fatalf("a row would be built as %v", v)
	}
	status, draft, at := b.post("/mediator/write", v)
	if status != http.StatusOK || !strings.HasPrefix(at, "/mediator/draft/") || strings.Contains(at, "?") {
		t.Fatalf("%d at %s: %s", status, at, text(draft))
	}
	for _, choice := range v["v.choices"] {
		if !strings.Contains(html.UnescapeString(draft), `value="`+choice+`" selected`) {
			t.Errorf("the draft does not settle %q", choice)
		}
	}
	b.post(at, url.Values{"do": {"drop"}})
}
