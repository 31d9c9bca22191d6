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

// capitalPaths are the pages of positions, duties, members and the pack.
func capitalPaths(b *browser, desk string) (out []string) {
	for _, p := range []string{
		"positions", "positions?sheet=2", "positions?on=2025-05-31", "overview", "kept", "members", "pack", "pack?make=1",
		"pack?make=1&" + everyPart(), "write?form=position", "rounds", "write?form=round",
	} {
		out = append(out, "/"+desk+"/"+p)
	}
	return out
}

func everyPart() string {
	v := url.Values{}
	for _, p := range []string{
		"standing", "issues", "positions", "undertakings", "contacts", "divergences", "announcements", "formats", "commitments", "kept",
		"leverage", "consultation", "consents", "preferences",
	} {
		v.Add("page", p)
	}
	return v.Encode()
}

// What a delegation enters for itself is on its own page, said to be its own
// alone, and on no page of any other seat after an exchange. Sharing is a second
// entry, which is stopped until somebody says that the words are their own.
func TestOwnPositionStaysOwnUntilItIsShared(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Nanosecond, Every: 200 * time.Millisecond}, true)
	const canary = "numbat-4096"
	status, body, at := b.post("/ukraine/write", url.Values{
		"form": {"position"}, "register": {"wp"}, "audience": {seatOf(t, "ukraine")}, "alone": {"yes"},
		"v.of": {seatOf(t, "ukraine")}, "v.basis": {"said"}, "v.sort": {"red-line"},
	})
	if status != http.StatusOK || !strings.HasPrefix(at, "/ukraine/draft/") {
		t.Fatalf("no draft for the own seat alone: %d at %s: %s", status, at, text(body))
	}
	v := url.Values{"of": {seatOf(t, "ukraine")}, "basis": {"said"}, "sort": {"red-line"}, "words": {"No deadline shorter than " + canary + " allows."}}
	v.Set("do", "check")
	_, body, _ = b.post(at, v)
	for _, want := range []string{"Only Ukraine reads this.", "1 seat, your own", "Seal this position to Ukraine", "Whose position it is", "Not readable by:"} {
		if !strings.Contains(body, want) {
			t.Errorf("the check page does not say %q: %s", want, text(body))
		}
	}
	b.seal(at, v)
	b.eventually("/ukraine/positions", canary)
	b.eventually("/ukraine/receipts", "Nothing waits.")
	own := b.page("/ukraine/positions")
	if !strings.Contains(own, "only our own seat reads it") || !strings.Contains(own, "Share it with United States") {
		t.Errorf("the lane is not said: %s", text(own))
	}
	for _, desk := range []string{"mediator", "russia", "europe", "turkiye"} {
		b.eventually("/"+desk+"/sync", headOf(t, b, "ukraine"))
		for _, path := range append(capitalPaths(b, desk), "/"+desk+"/standing", "/"+desk+"/changes", "/"+desk+"/record", "/"+desk+"/search?q=deadline+shorter") {
			if strings.Contains(b.page(path), canary) {
				t.Errorf("%s holds what Ukraine keeps to itself", path)
			}
		}
	}
	// The pack has it only when the lane was ticked.
	if strings.Contains(b.page("/ukraine/pack?make=1&"+everyPart()), canary) {
		t.Error("a pack without that channel holds its words")
	}
	lane := laneIn.FindStringSubmatch(b.page("/ukraine/pack"))
	if lane == nil {
		t.Fatal("the own lane is not offered")
	}
	with := b.page("/ukraine/pack?make=1&page=positions&channel=" + lane[1])
	for _, want := range []string{canary, "Confidential: it holds words", "our own seat alone", "Whoever holds this pack can read it"} {
		if !strings.Contains(with, want) {
			t.Errorf("the pack with that channel does not say %q", want)
		}
	}
	// Sharing.
	share := shareIn.FindString(own[strings.Index(own, canary):])
	sent := url.Values{}
	for _, m := range hiddenIn.FindAllStringSubmatch(share, -1) {
		sent.Add(m[1], m[2])
	}
	status, body, at = b.post("/ukraine/write", sent)
	if status != http.StatusOK || !strings.Contains(body, canary) {
		t.Fatalf("sharing began no draft: %d at %s: %s", status, at, text(body))
	}
	v.Set("words", "No deadline shorter than "+canary+" allows.")
	_, body, check := b.post(at, v)
	if check != at+"/check" || !strings.Contains(body, "These are our own words") {
		t.Fatalf("the stop does not ask: at %s: %s", check, text(body))
	}
}

var (
	laneIn   = regexp.MustCompile(`name="channel" value="([0-9a-f]{64})"> our own seat alone`)
	shareIn  = regexp.MustCompile(`(?s)<form method="post".*?</form>`)
	hiddenIn = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)
)

// A pack is one page: a cover with seat, day, head and channels, one heading of
// the first order, and each chosen page in full.
func TestPackIsOnePage(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	body := b.page("/russia/pack?make=1&" + everyPart())
	for _, want := range []string{
		"For the capital", "Copy of Russian Federation", "nothing of other channels, whether there are any or not", "Channels in it",
		`href="#part-standing"`, `id="part-consents"`, "Territory", "Working rules", "Elections in Ukraine",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the pack does not say %q", want)
		}
	}
	if n := strings.Count(body, "<h1"); n != 1 {
		t.Errorf("%d headings of the first order", n)
	}
	if strings.Contains(body, "Illustrative: so long the delegation needs") {
		t.Error("what Russia keeps to itself is in a pack without that channel")
	}
	if body := b.page("/russia/pack?make=1"); !strings.Contains(body, "Tick at least one page.") {
		t.Error("a pack of nothing is made")
	}
}

// Guarantor: what was released, agreed and is due; and who says what was kept.
func TestOverviewAndKept(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	for _, want := range []string{"Nothing has been released to you yet.", "Agreed meetings", "Undertakings due", "Note a concern"} {
		if body := b.page("/turkiye/overview"); !strings.Contains(body, want) {
			t.Errorf("the overview does not say %q", want)
		}
	}
	body := b.page("/turkiye/kept")
	for _, want := range []string{"No duty has been assigned to you.", "A verdict is always somebody’s", "Record verification", "nobody says"} {
		if !strings.Contains(body, want) {
			t.Errorf("kept does not say %q", want)
		}
	}
	if !strings.Contains(b.page("/turkiye/standing"), "/turkiye/overview") || !strings.Contains(b.page("/ukraine/standing"), "/ukraine/pack") {
		t.Error("the first page does not lead there")
	}
}

// The last device of a seat cannot be revoked, and none without a tick.
func TestMembers(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	body := b.page("/ukraine/members")
	for _, want := range []string{"You are the only member.", "parley key show", "replaced, not revoked"} {
		if !strings.Contains(body, want) {
			t.Errorf("members does not say %q", want)
		}
	}
	if status, _, _ := b.post("/ukraine/members/remove", url.Values{"device": {"none"}, "sure": {"yes"}}); status != http.StatusNotFound {
		t.Errorf("a device that is not ours: %d", status)
	}
	if status, body, _ := b.post("/ukraine/members/remove", url.Values{"device": {"d1"}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "Nothing was changed") {
		t.Errorf("without a tick: %d", status)
	}
	if status, body, _ := b.post("/ukraine/members/remove", url.Values{"device": {"d1"}, "sure": {"yes"}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "this device") {
		t.Errorf("the device one sits at: %d: %s", status, text(body))
	}
}
