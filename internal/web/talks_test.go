// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/url"
	"regexp"
	"strconv"
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

// The call of 18 March was told with two scopes: the page of every seat sets them
// side by side, marks them, and says why.
func TestContactSetsAccountsSideBySide(t *testing.T) {
	b := sitDown(t)
	for _, s := range play(t).Seats {
		_, body := b.contactNamed(s.Key, "18 March")
		for _, want := range []string{
			"Where the accounts differ", `<span class="differs"><bdi>energy and infrastructure</bdi></span>`, `<span class="differs"><bdi>energy infrastructure</bdi></span>`,
			">silent<", "other words", "/method/divergence", "one account alone",
		} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the page does not say %q", s.Key, want)
			}
		}
	}
}

// On the call of 19 May the accounts differ in what starts and on what a
// ceasefire hangs; the lengths differ and can both hold, which is no difference.
func TestContactOf19May(t *testing.T) {
	b := sitDown(t)
	_, body := b.contactNamed("ukraine", "Telephone call of 19 May")
	differs, rest, _ := strings.Cut(body, `id="overlaps"`)
	for _, want := range []string{"negotiations toward a ceasefire", "a memorandum on a possible future treaty", "none: said outright", "if agreements are reached"} {
		if !strings.Contains(differs, `<span class="differs">`) || !strings.Contains(differs, want) {
			t.Errorf("among the differences there is no %q", want)
		}
	}
	overlaps, _, _ := strings.Cut(rest, `id="silences"`)
	if !strings.Contains(overlaps, "length of the call") || !strings.Contains(overlaps, "both can hold") {
		t.Errorf("the lengths are not shown as compatible: %s", text("<main>"+overlaps+"</main>"))
	}
	// The undertaking spoken in it, and what was said of it in public.
	for _, want := range []string{"Undertaken in it", "not read back", "Said of it in public", "Yuri Ushakov"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// Nothing that was told in one channel is on a page of a seat that does not read
// it: not the words, not the number of accounts.
func TestTalksOfOneChannelStayThere(t *testing.T) {
	b := sitDown(t)
	const words = "The agreement is not signed at this meeting"
	for _, desk := range []string{"mediator", "ukraine"} {
		if _, body := b.contactNamed(desk, "Oval Office"); !strings.Contains(body, words) {
			t.Errorf("%s does not read the account that was told to it", desk)
		}
	}
	for _, desk := range []string{"russia", "turkiye", "europe"} {
		list := talkPaths(b, desk)
		path, body := b.contactNamed(desk, "Oval Office")
		if !strings.Contains(body, "No account of this contact can be read here yet") {
			t.Errorf("%s knows of an account: %s", desk, text(body))
		}
		for _, path := range append(list, path) {
			if strings.Contains(b.page(path), words) {
				t.Errorf("%s holds words of a channel that %s does not read", path, desk)
			}
		}
	}
}

var foundIn = regexp.MustCompile(`>(\d+) facets on which tellers state a point differently`)

// Nobody typed a difference in, and the page of all of them counts what the
// accounts hold.
func TestDifferencesAreFound(t *testing.T) {
	b := sitDown(t)
	body := b.page("/turkiye/divergences")
	m := foundIn.FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("no count: %s", text(body))
	}
	if n, _ := strconv.Atoi(m[1]); n < 8 {
		t.Errorf("%d differences are found; the process holds at least eight", n)
	}
	scope := b.page("/turkiye/divergences?facet=scope")
	if !strings.Contains(scope, "energy infrastructure") || strings.Contains(scope, "more than an hour") {
		t.Error("the filter by facet does not keep scopes and them alone")
	}
}

// Filters keep what they say, and a day that is none is said to be none.
func TestRegistersAreFiltered(t *testing.T) {
	b := sitDown(t)
	may := b.page("/mediator/contacts?from=2025-05-19&until=2025-05-19")
	if !strings.Contains(may, "Telephone call of 19 May") || strings.Contains(may, "Summit in Alaska") {
		t.Error("the days are not kept to")
	}
	if body := b.page("/mediator/contacts?from=soon"); !strings.Contains(body, "From the day must be a day such as 2025-05-19") {
		t.Errorf("soon is taken for a day: %s", text(body))
	}
	if body := b.page("/mediator/contacts?seat=" + seatOf(t, "europe")); strings.Contains(body, "Summit in Alaska") || !strings.Contains(body, "Second call of 19 May") {
		t.Error("the seat is not kept to")
	}
	if body := b.page("/mediator/announcements?speaker=lavrov"); !strings.Contains(body, "inelegant") || strings.Contains(body, "50 days") {
		t.Error("the speaker is not kept to")
	}
	if body := b.page("/mediator/undertakings?state=kept&seat=" + seatOf(t, "russia")); !strings.Contains(body, "memorandum") || strings.Contains(body, ">nobody says<") {
		t.Error("the state is not kept to")
	}
}

// A person says that all was read; then only what came since is new.
func TestChangesSinceAllWasRead(t *testing.T) {
	b := sitDown(t)
	body := b.page("/turkiye/changes")
	size := regexp.MustCompile(`name="size" value="(\d+)"`).FindStringSubmatch(body)
	newest := pageIn("entry").FindStringSubmatch(body)
	if size == nil || newest == nil {
		t.Fatalf("before: %s", text(body))
	}
	if _, body, _ := b.post("/turkiye/changes/seen", url.Values{"size": {size[1]}}); !strings.Contains(body, "Nothing new can be read here.") {
		t.Errorf("after: %s", text(body))
	}
	if status, _, _ := b.post("/turkiye/changes/seen", url.Values{"size": {"99999999"}}); status != 404 {
		t.Errorf("what was not seen yet can be marked: %d", status)
	}
	if body := b.page("/turkiye/changes?since=all"); !strings.Contains(body, newest[1]) {
		t.Error("what was read cannot be seen any more")
	}
	b.post("/turkiye/changes/seen", url.Values{"size": {"1"}})
	if body := b.page("/turkiye/changes"); !strings.Contains(body, newest[1]) {
		t.Error("the mark does not move back")
	}
}
