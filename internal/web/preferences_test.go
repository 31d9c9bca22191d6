// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/act"
	"parley/internal/node"
	"parley/internal/web"
)

// preferencePaths are the pages of preferences; those of the steps need a draft.
func preferencePaths(desk string) (out []string) {
	for _, p := range []string{"preferences", "preferences?on=2025-05-31", "preferences/begin", "preferences/worksheet"} {
		out = append(out, "/"+desk+"/"+p)
	}
	return out
}

// beginPreference begins a preference of the own seat and returns its path.
func (b *browser) beginPreference(desk, readers string) string {
	b.t.Helper()
	status, body, at := b.post("/"+desk+"/preferences/begin", url.Values{"of": {seatOf(b.t, desk)}, "basis": {"said"}, "readers": {readers}})
	if status != http.StatusOK || !strings.HasPrefix(at, "/"+desk+"/preferences/") || strings.HasSuffix(at, "begin") {
		b.t.Fatalf("no preference was begun: %d at %s: %s", status, at, text(body))
	}
	return at
}

// stepPaths are the pages of the steps of a draft.
func stepPaths(home string) (out []string) {
	for _, s := range []string{"", "/about", "/order", "/worth/1", "/weight", "/live", "/limit", "/check", "/summary"} {
		out = append(out, home+s)
	}
	return out
}

var (
	nextIn   = regexp.MustCompile(`name="do" value="(next:[0-9a-f]{64})"`)
	radioIn  = regexp.MustCompile(`<input type="radio" name="([^"]+)" value="([^"]*)"( checked)?`)
	hiddenAt = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)
	textIn   = regexp.MustCompile(`<input type="text"[^>]* name="([^"]+)" value="([^"]*)"`)
	slideIn  = regexp.MustCompile(`<input type="range"[^>]* name="([^"]+)" value="([^"]*)"`)
)

// filled is the form of a step as a browser would send it untouched.
func filled(body string) url.Values {
	_, body, _ = strings.Cut(body, "<main")
	v := url.Values{}
	set := func(m []string) { v.Set(m[1], html.UnescapeString(m[2])) }
	for _, in := range []*regexp.Regexp{hiddenAt, textIn, slideIn} {
		for _, m := range in.FindAllStringSubmatch(body, -1) {
			set(m)
		}
	}
	for _, m := range radioIn.FindAllStringSubmatch(body, -1) {
		if m[3] != "" {
			set(m)
		}
	}
	return v
}

// options are the options of the issue of a page, in order.
func optionsIn(body string) (out []string) {
	for _, m := range radioIn.FindAllStringSubmatch(body, -1) {
		if m[1] == "best" && m[2] != "" {
			out = append(out, html.UnescapeString(m[2]))
		}
	}
	return out
}

// states walks through the steps up to the summary, without script: the first
// three issues ordered, the first option best and the last worst, those between
// at 40, weights in words, the first option of all refused, and a limit in words.
func (b *browser) states(home, limit string) (body string) {
	b.t.Helper()
	send := func(at string, v url.Values) string {
		status, body, to := b.post(at, v)
		if status != http.StatusOK {
			b.t.Fatalf("%s answers %d at %s: %s", at, status, to, text(body))
		}
		return body
	}
	body = b.page(home + "/order")
	for range 3 {
		m := nextIn.FindStringSubmatch(body)
		if m == nil {
			b.t.Fatal("no issue can be ordered")
		}
		body = send(home+"/order", url.Values{"do": {m[1]}})
	}
	_, body, at := b.post(home+"/order", url.Values{"do": {"go"}})
	for strings.Contains(at, "/worth/") {
		v, list := filled(body), optionsIn(body)
		v.Set("best", list[0])
		v.Set("worst", list[len(list)-1])
		for name := range v {
			if strings.HasSuffix(name, ".low") {
				v.Set(name, "40")
			}
		}
		v.Set("do", "go")
		_, body, at = b.post(at, v)
	}
	if !strings.HasSuffix(at, "/weight") {
		b.t.Fatalf("the issues lead to %s: %s", at, text(body))
	}
	v := filled(body)
	words := []string{"three-quarters", "half", "quarter"}
	for i, m := range regexp.MustCompile(`name="(w\.[0-9]+)\.issue"`).FindAllStringSubmatch(body, -1) {
		v.Set(m[1]+".word", words[min(i, 2)])
	}
	v.Set("do", "go")
	_, body, at = b.post(at, v)
	v = filled(body)
	v.Set("l.0.0", "no")
	v.Set("do", "go")
	_, body, at = b.post(at, v)
	v = filled(body)
	v.Set("words", limit)
	v.Set("do", "go")
	_, body, at = b.post(at, v)
	if !strings.HasSuffix(at, "/check") {
		b.t.Fatalf("the limit leads to %s: %s", at, text(body))
	}
	v = filled(body)
	v.Set("q.0", "yes")
	v.Set("do", "go")
	_, body, at = b.post(at, v)
	if !strings.HasSuffix(at, "/summary") {
		b.t.Fatalf("the check leads to %s: %s", at, text(body))
	}
	return body
}

// A delegation states what the issues are worth to it step by step, without
// script. It is on its own page, in nobody else's, and in no address; sharing
// it with the mediators is a second entry.
func TestPreferenceStepByStep(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Nanosecond, Every: 200 * time.Millisecond}, true)
	const canary = "numbat-4410"
	home := b.beginPreference("ukraine", "own")
	if body := b.page(home); !strings.Contains(body, "go on here") || !strings.Contains(body, "You can stop here") {
		t.Errorf("the steps are not shown: %s", text(body))
	}
	body := b.states(home, "Nothing below "+canary)
	for _, want := range []string{"What matters most first:", canary, "Weight:", "100", "Nothing below", "Step 7 of 7"} {
		if !strings.Contains(body, want) {
			t.Errorf("the summary does not say %q: %s", want, text(body))
		}
	}
	_, body, at := b.post(home+"/summary", url.Values{"do": {"go"}})
	if !strings.HasSuffix(at, "/check") || !strings.Contains(at, "/draft/") {
		t.Fatalf("the summary leads to %s: %s", at, text(body))
	}
	for _, want := range []string{canary, "Only Ukraine reads this.", "1 seat, your own", "Seal this preference to Ukraine", "Could live with it"} {
		if !strings.Contains(body, want) {
			t.Errorf("the check page does not say %q: %s", want, text(body))
		}
	}
	stamp := stampIn.FindStringSubmatch(body)
	if stamp == nil {
		t.Fatal("it cannot be sealed")
	}
	_, body, at = b.post(strings.TrimSuffix(at, "/check")+"/seal", url.Values{"stamp": {stamp[1]}})
	if !strings.HasPrefix(at, "/ukraine/receipt/") {
		t.Fatalf("sealing leads to %s: %s", at, text(body))
	}
	b.eventually("/ukraine/preferences", canary)
	b.eventually("/ukraine/receipts", "Nothing waits.")
	own := b.page("/ukraine/preferences")
	for _, want := range []string{"only our own seat reads it", "Share it with the mediators", "as the seat itself states it"} {
		if !strings.Contains(own, want) {
			t.Errorf("the page does not say %q: %s", want, text(own))
		}
	}
	for _, desk := range []string{"mediator", "russia", "europe", "turkiye"} {
		b.eventually("/"+desk+"/sync", headOf(t, b, "ukraine"))
		for _, path := range append(preferencePaths(desk), "/"+desk+"/standing", "/"+desk+"/changes", "/"+desk+"/record", "/"+desk+"/search?q=Nothing+below") {
			if strings.Contains(b.page(path), canary) {
				t.Errorf("%s holds what Ukraine keeps to itself", path)
			}
		}
	}
	share := regexp.MustCompile(`action="(/ukraine/preferences/[0-9a-f]{64}/share)"`).FindStringSubmatch(own)
	if share == nil {
		t.Fatal("sharing is not offered")
	}
	_, body, at = b.post(share[1], nil)
	if !strings.HasSuffix(at, "/summary") || !strings.Contains(body, canary) || !strings.Contains(body, "United States") {
		t.Fatalf("sharing leads to %s: %s", at, text(body))
	}
	_, body, _ = b.post(at, url.Values{"do": {"go"}})
	if n := strings.Count(body, "These are our own words"); n == 0 || n > 2 {
		t.Errorf("%d stops ask whether these are our own words; want one or two: %s", n, text(body))
	}
	// Nobody shares what another seat stated.
	if status, _, _ := b.post(strings.Replace(share[1], "/ukraine/", "/mediator/", 1), nil); status != http.StatusNotFound {
		t.Errorf("the mediator shares what it does not read: %d", status)
	}
}

// What is typed is kept, also when it is wrong; a slider counts only when it was
// moved; and the last change can be taken back.
func TestPreferenceNumbersAndUndo(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	home := b.beginPreference("russia", "own")
	at, body := "", ""
	for i := 1; ; i++ { // an issue with an option between
		at = fmt.Sprintf("%s/worth/%d", home, i)
		if body = b.page(at); len(optionsIn(body)) > 2 {
			break
		}
	}
	list := optionsIn(body)
	v := filled(body)
	v.Set("best", list[0])
	v.Set("worst", list[0])
	status, body, _ := b.post(at, v)
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, "cannot be the best and the worst") {
		t.Errorf("best and worst at once: %d: %s", status, text(body))
	}
	v.Set("worst", list[2])
	_, body, to := b.post(at, v)
	if to != at || !strings.Contains(body, "Move the slider or type a number") {
		t.Fatalf("those between are not asked for: %s: %s", to, text(body))
	}
	untouched := filled(body)
	span := func(change func(v url.Values)) (int, string) {
		v := url.Values{}
		for name, x := range untouched {
			v[name] = slices.Clone(x)
		}
		change(v)
		v.Set("do", "stop")
		status, body, _ := b.post(at, v)
		return status, body
	}
	shown := func() string {
		v := filled(b.page(at))
		return v.Get("w.1.low") + "-" + v.Get("w.1.high")
	}
	for _, c := range []struct {
		name, field, value, want string
		status                   int
	}{
		{"nothing is touched", "", "", "-", 200},
		{"the slider alone", "w.1.slide", "70", "70-", 200},
		{"a number with a comma", "w.1.low", "62,50", "62.5-", 200},
		{"a number that is none", "w.1.low", "much", "62.5-", 422},
		{"a number beyond the scale", "w.1.low", "140", "62.5-", 422},
	} {
		status, body := span(func(v url.Values) { v.Set(c.field, c.value) })
		if got := shown(); status != c.status || got != c.want {
			t.Errorf("%s: %d, and %s stands there; want %d and %s", c.name, status, got, c.status, c.want)
		}
		if status == http.StatusUnprocessableEntity && (!strings.Contains(body, `value="`+c.value+`"`) || !strings.Contains(body, "Give a number from 0 to 100")) {
			t.Errorf("%s: what was typed is not shown again with the reason: %s", c.name, text(body))
		}
	}
	span(func(v url.Values) { v.Set("w.1.low", "30"); v.Set("w.1.high", "60") })
	if got := shown(); got != "30-60" {
		t.Errorf("of a range stands %s", got)
	}
	b.post(at, url.Values{"do": {"undo"}})
	if got := shown(); got != "62.5-" {
		t.Errorf("taken back, %s stands there", got)
	}
	if status, _, to := b.post(home, url.Values{"do": {"drop"}}); status != http.StatusOK || to != "/russia/preferences" {
		t.Errorf("thrown away: %d at %s", status, to)
	}
	if status, _ := b.get(home); status != http.StatusNotFound {
		t.Errorf("a draft that was thrown away answers %d", status)
	}
}

// Of another seat it is a report with its mark, or an estimate; of the own seat
// neither is asked.
func TestWhosePreference(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true}, false)
	for _, c := range []struct {
		name string
		v    url.Values
		want string
	}{
		{"an estimate of ourselves", url.Values{"of": {seatOf(t, "mediator")}, "basis": {"inferred"}}, "only of another is it inferred"},
		{"a report without a mark", url.Values{"of": {seatOf(t, "ukraine")}, "basis": {"said"}}, "Say how sure it is"},
		{"a mark without a source", url.Values{"of": {seatOf(t, "ukraine")}, "basis": {"said"}, "mark": {"confirmed"}}, "Sources"},
		{"of nobody", url.Values{"basis": {"inferred"}}, "Choose: Whose preference it is"},
	} {
		status, body, _ := b.post("/mediator/preferences/begin", c.v)
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, c.want) {
			t.Errorf("%s: %d, and the page does not say %q: %s", c.name, status, c.want, text(body))
		}
	}
	_, body, at := b.post("/mediator/preferences/begin", url.Values{"of": {seatOf(t, "ukraine")}, "basis": {"inferred"}, "readers": {"mediators"}})
	if !strings.Contains(body, "Estimate of what Ukraine prefers") || strings.Contains(text(body), "Readers United States, ") {
		t.Errorf("an estimate is not said to be one: %s", text(body))
	}
	if body := b.page(at + "/order"); !strings.Contains(body, "estimate of") {
		t.Errorf("the step does not say that it is an estimate: %s", text(body))
	}
}

// An option that is worded anew is not the old one: what was stated of it is left
// out and named, and the rest stays. So it is when an entry is stated again.
func TestPreferenceOfAChangedAgenda(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Nanosecond, Every: 200 * time.Millisecond}, true)
	var own *node.Node
	for _, s := range play(t).Seats {
		if s.Key == "europe" {
			own = s.Node
		}
	}
	post := func(a act.Act) string {
		t.Helper()
		id, err := own.Post(t.Context(), node.Draft{Audience: []string{own.Seat()}, Register: "wp", Act: a, Cleared: true})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%x", id[:])
	}
	issue := post(act.Issue{Title: "Wombat crossing", Basket: "Ceasefire and security", Options: []string{"open", "half open", "closed"}})
	b.eventually("/europe/issues", "Wombat crossing")
	b.eventually("/europe/receipts", "Nothing waits.")
	home := b.beginPreference("europe", "own")
	at := ""
	for i := 1; at == ""; i++ {
		if p := fmt.Sprintf("%s/worth/%d", home, i); strings.Contains(b.page(p), "Wombat crossing") {
			at = p
		}
	}
	v := filled(b.page(at))
	v.Set("best", "open")
	v.Set("worst", "closed")
	_, body, _ := b.post(at, v)
	v = filled(body)
	v.Set("w.1.low", "30")
	b.post(at, v)
	post(act.Issue{Amends: issue, Title: "Wombat crossing", Basket: "Ceasefire and security", Options: []string{"open", "ajar", "closed"}})
	b.eventually("/europe/issues", "ajar")
	body = b.page(at)
	for _, want := range []string{"Changed on the agenda since", "half open", "ajar"} {
		if !strings.Contains(body, want) {
			t.Errorf("the step does not say %q: %s", want, text(body))
		}
	}
	if v := filled(body); v.Get("best") != "open" || v.Get("worst") != "closed" || v.Get("w.1.low") != "" {
		t.Errorf("what is stated after the change: %v", v)
	}
	_, body, at = b.post(home+"/summary", url.Values{"do": {"go"}})
	if !strings.HasSuffix(at, "/check") || strings.Contains(body, "half open") || strings.Contains(body, "cannot be sealed") {
		t.Fatalf("the rest cannot be sealed: at %s: %s", at, text(body))
	}
	_, _, receipt := b.post(strings.TrimSuffix(at, "/check")+"/seal", url.Values{"stamp": {stampIn.FindStringSubmatch(body)[1]}})
	entry := strings.TrimPrefix(receipt, "/europe/receipt/")
	b.eventually("/europe/preferences", entry)
	_, body, at = b.post("/europe/entry/"+entry+"/again", nil)
	if !strings.HasPrefix(at, "/europe/preferences/") || !strings.Contains(body, "It takes the place of an earlier one") {
		t.Errorf("stating it again leads to %s: %s", at, text(body))
	}
}
