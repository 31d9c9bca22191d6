// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"parley/internal/web"
)

// talkPaths are the pages about what was said and by whom.
func talkPaths(b *browser, desk string) (out []string) {
	for _, p := range []string{
		"changes", "changes?since=all", "changes?since=7", "contacts", "contacts?form=call&from=2025-05-01&until=2025-05-31", "contacts?from=soon",
		"divergences", "divergences?facet=scope", "method/divergence", "announcements", "announcements?speaker=trump", "undertakings",
		"undertakings?state=open", "balance", "balance?from=2025-05-01", "write?form=contact", "write?form=readout", "write?form=announcement",
		"write?form=undertaking", "write?form=answer",
	} {
		out = append(out, "/"+desk+"/"+p)
	}
	for register, in := range map[string]*regexp.Regexp{"contacts": contactIn, "undertakings": undertakingIn} {
		if m := in.FindStringSubmatch(b.page("/" + desk + "/" + register)); m != nil {
			out = append(out, m[1])
		}
	}
	return out
}

var (
	contactIn     = regexp.MustCompile(`href="(/[a-z]+/contact/[0-9a-f]{64})"`)
	undertakingIn = regexp.MustCompile(`href="(/[a-z]+/undertaking/[0-9a-f]{64})"`)
)

// contactNamed returns the page of the contact whose link holds some words.
func (b *browser) contactNamed(desk, words string) (path, body string) {
	b.t.Helper()
	list := b.page("/" + desk + "/contacts")
	m := regexp.MustCompile(`href="(/` + desk + `/contact/[0-9a-f]{64})"><bdi>[^<]*` + regexp.QuoteMeta(words)).FindStringSubmatch(list)
	if m == nil {
		b.t.Fatalf("no contact at %s is called %q", desk, words)
	}
	return m[1], b.page(m[1])
}

func sitDown(t *testing.T) *browser {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Hour}, false)
	return b
}

// The call of 18 March was told with two scopes: the page sets them side by
// side, marks them, and says why.
func TestContactSetsAccountsSideBySide(t *testing.T) {
	b := sitDown(t)
	for _, desk := range []string{"mediator", "ukraine", "russia", "turkiye"} {
		_, body := b.contactNamed(desk, "18 March")
		for _, want := range []string{"Where the accounts differ", `class="differs"`, ">silent<", "other words", "/method/divergence"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the page does not say %q", desk, want)
			}
		}
	}
}
