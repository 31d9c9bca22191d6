// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"parley/internal/web"
)

// What one side told the mediator is stopped on its way to the other: the seal
// waits until it is taken out, released, or said to be public with its source;
// and what was sealed carries that on its check page.
func TestWordsOfAnotherChannelAreStopped(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Nanosecond, Every: 200 * time.Millisecond}, true)
	const told = "We would accept a demarcation commission of fourteen surveyors in Kharivka."
	b.seal(b.begin("ukraine", "note", "wp", "mediator"), url.Values{"text": {told}})
	b.eventually("/mediator/search?q=demarcation+commission", "fourteen surveyors")

	at := b.begin("mediator", "note", "wp", "russia")
	_, body, check := b.post(at, url.Values{"text": {"The other side would accept a demarcation commission of fourteen surveyors."}, "do": {"check"}})
	for _, want := range []string{"came only from another channel", "disabled", "Ask its author to release these words", "It is public: add the source"} {
		if !strings.Contains(body, want) {
			t.Fatalf("the check page does not say %q: %s", want, text(body))
		}
	}
	for _, f := range faults(body) {
		t.Errorf("the check page: %s", f)
	}
	// The button is disabled; a request made by hand is refused as well.
	stamp := stampIn.FindStringSubmatch(body)[1]
	if _, body, where := b.post(at+"/seal", url.Values{"stamp": {stamp}}); where != check || !strings.Contains(body, "came only from another channel") {
		t.Fatalf("a stopped draft was sealed: at %s", where)
	}
	// Asking prefills the request: the entry, and the readers of the draft.
	entry := regexp.MustCompile(`/mediator(/entry/[0-9a-f]{64})/begin/ask`).FindStringSubmatch(body)
	if entry == nil {
		t.Fatal("the stop does not lead to asking")
	}
	_, body, _ = b.post("/mediator"+entry[1]+"/begin/ask", url.Values{"to": {seatOf(t, "russia")}})
	if !strings.Contains(body, `value="`+seatOf(t, "russia")+`" checked`) || !strings.Contains(body, "fourteen surveyors") {
		t.Errorf("the request is not prefilled: %s", text(body))
	}

	// Said to be public, with its source: every passage one by one.
	for range 10 {
		body = b.page(check)
		m := regexp.MustCompile(`href="([^"]*/public\?[^"]*)"`).FindStringSubmatch(body)
		if m == nil {
			break
		}
		if strings.Contains(m[1], "surveyors") {
			t.Errorf("words of a channel stand in an address, which browsers keep: %s", m[1])
		}
		passage := regexp.MustCompile(`name="passage" value="([^"]*)"`).FindStringSubmatch(b.page(m[1]))[1]
		if status, body, _ := b.post(at+"/public", url.Values{"passage": {passage}, "source": {""}}); status != 422 || !strings.Contains(body, "Say in one line") {
			t.Errorf("an empty source was taken: %d", status)
		}
		b.post(at+"/public", url.Values{"passage": {passage}, "source": {"Agency report, 19 May 2025"}})
	}
	body = b.page(check)
	if !strings.Contains(body, "Let through by this seat") || !strings.Contains(body, "Agency report, 19 May 2025") || strings.Contains(body, "disabled") {
		t.Fatalf("the stop stays after the source was given: %s", text(body))
	}
	stamp = stampIn.FindStringSubmatch(body)[1]
	if status, body, where := b.post(at+"/seal", url.Values{"stamp": {stamp}}); status != 200 || !strings.Contains(where, "/receipt/") {
		t.Fatalf("what is said to be public is not sealed: %d at %s: %s", status, where, text(body))
	}
	// That one's own words may be said is decided for one's own words only.
	at = b.begin("mediator", "note", "wp", "russia")
	_, body, _ = b.post(at, url.Values{"text": {"A demarcation commission of fourteen surveyors, in Kharivka."}, "do": {"check"}})
	if m := regexp.MustCompile(`class="differs" dir="auto">([^<]+)<`).FindStringSubmatch(body); m == nil {
		t.Fatalf("nothing is stopped: %s", text(body))
	} else if _, body, _ = b.post(at+"/own", url.Values{"passage": {m[1]}}); !strings.Contains(body, "disabled") {
		t.Error("words of another passed as one's own")
	}
	// Reading words back to who said them makes them nobody's own either.
	b.seal(b.begin("mediator", "note", "wp", "ukraine"), url.Values{"text": {"You said that you would accept a commission of fourteen surveyors in Sosnivka."}})
	b.seal(b.begin("ukraine", "note", "wp", "mediator"), url.Values{"text": {"Yes: fourteen surveyors in Sosnivka."}})
	b.eventually("/mediator/search?q=Sosnivka+yes", "fourteen surveyors")
	b.seal(b.begin("mediator", "note", "wp", "ukraine"), url.Values{"text": {"Understood: fourteen surveyors in Sosnivka, as you say."}})
	b.eventually("/mediator/search?q=understood+Sosnivka", "as you say")
	at = b.begin("mediator", "note", "wp", "russia")
	if _, body, _ = b.post(at, url.Values{"text": {"They speak of Sosnivka."}, "do": {"check"}}); !strings.Contains(body, "It was told to you by") {
		t.Errorf("words that were read back are taken for own ones: %s", text(body))
	}
	// Plain words are not stopped.
	at = b.begin("mediator", "note", "wp", "russia")
	_, body, _ = b.post(at, url.Values{"text": {"Could we meet again on Thursday?"}, "do": {"check"}})
	if strings.Contains(body, "came only from another channel") {
		t.Errorf("plain words were stopped: %s", text(body))
	}
}
