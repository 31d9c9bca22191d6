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

// entryOf is the reference of the entry of a receipt, once it stands in the
// record.
func (b *browser) entryOf(receipt string) string {
	b.t.Helper()
	b.eventually(receipt, "It stands in the record")
	_, ref, _ := strings.Cut(receipt, "/receipt/")
	return ref
}

// A contact is entered, told by two sides, an undertaking in it is read back and
// owned, a statement made on it: each goes through its form, the check page and
// the hub, and the page of the contact shows it to the seats of the channel.
func TestTalksFromFormToPage(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Nanosecond, Every: 200 * time.Millisecond}, true)
	russia, mediator := seatOf(t, "russia"), seatOf(t, "mediator")

	at := b.begin("mediator", "contact", "wp", "russia")
	contact := b.entryOf(b.seal(at, url.Values{
		"form": {"meeting"}, "title": {"Talk in the margins of a conference"}, "when.day": {"2025-09-03"}, "when.clock": {"16:05"}, "when.zone": {"Europe/Istanbul"},
		"level": {"envoys"}, "at_least": {"40"}, "seats": {russia, mediator}, "who.0.name": {"N. N."}, "who.0.seat": {russia}, "who.1.name": {""},
		"about": {"Prisoners of the spring."},
	}))
	page := "/russia/contact/" + contact
	b.eventually("/russia/contacts", "Talk in the margins of a conference")
	body := b.page(page)
	for _, want := range []string{"3 September 2025, 16:05 (Europe/Istanbul)", "at least 40 minutes", "N. N.", "said here", "No account of this contact can be read here yet"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q: %s", want, text(body))
		}
	}

	for desk, scope := range map[string]string{"mediator": "all categories", "russia": "the wounded"} {
		other := map[string]string{"mediator": "russia", "russia": "mediator"}[desk]
		at := b.begin(desk, "readout", "wp", other)
		b.entryOf(b.seal(at, url.Values{
			"contact": {contact}, "side": {seatOf(t, desk)}, "given.day": {"2025-09-03"}, "teller": {"Note of " + desk},
			"claims.0.point": {"next exchange"}, "claims.0.words": {"An exchange was talked about."}, "claims.0.scope": {scope},
			"claims.0.number.says": {"about 100"}, "claims.0.number.low": {"90"}, "claims.0.number.high": {"110.5"}, "claims.1.point": {""},
		}))
	}
	body = b.eventually(page, "How they depart from each other")
	for _, want := range []string{`<span class="differs"><bdi>all categories</bdi></span>`, `<span class="differs"><bdi>the wounded</bdi></span>`, "Write our account again"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not show %s", want)
		}
	}

	// A third account is offered the names of the points.
	at = b.begin("mediator", "readout", "wp", "russia")
	_, body, _ = b.post(at, url.Values{"contact": {contact}, "do": {"add:claims:next exchange"}})
	if !strings.Contains(body, `name="claims.0.point" value="next exchange"`) {
		t.Errorf("the point was not begun: %s", text(body))
	}

	at = b.begin("mediator", "undertaking", "wp", "russia")
	undertaking := b.entryOf(b.seal(at, url.Values{
		"by": {russia}, "to": {mediator}, "words": {"We send a list by Friday."}, "quoted": {"yes"}, "spoken.day": {"2025-09-03"}, "contact": {contact},
		"due.when.day": {"2025-09-05"}, "due.says": {"by Friday"},
	}))
	b.eventually("/russia/undertakings", "We send a list by Friday.")
	body = b.page("/russia/undertaking/" + undertaking)
	if !strings.Contains(body, "not read back") || !strings.Contains(body, "These are our words") || !strings.Contains(body, "date has passed") {
		t.Errorf("the undertaking: %s", text(body))
	}
	if strings.Contains(b.page("/mediator/undertaking/"+undertaking), "These are our words") {
		t.Error("the mediator is offered to own the words of another seat")
	}
	status, body, at := b.post("/russia/write", url.Values{
		"form": {"answer"}, "register": {"wp"}, "audience": {russia, mediator}, "v.undertaking": {undertaking}, "v.answer": {"confirmed"},
	})
	if status != http.StatusOK || !strings.Contains(body, "Answer an undertaking") {
		t.Fatalf("no draft of an answer: %d %s", status, text(body))
	}
	b.entryOf(b.seal(at, url.Values{"undertaking": {undertaking}, "answer": {"confirmed"}}))
	b.eventually("/mediator/undertaking/"+undertaking, "confirmed by the seat that undertakes")

	at = b.begin("mediator", "announcement", "wp", "russia")
	statement := b.entryOf(b.seal(at, url.Values{
		"speaker.name": {"A spokesperson"}, "when.day": {"2025-09-04"}, "words": {"There was a useful talk."}, "contact": {contact}, "points": {"next exchange\n\nvenue"},
		"mark": {"uncertain"},
	}))
	b.eventually(page, "There was a useful talk.")

	// The seat takes its statement back, and the page says so.
	_, _, at = b.post("/mediator/entry/"+statement+"/begin/withdrawal", nil)
	b.entryOf(b.seal(at, url.Values{"entry": {statement}, "why": {"It was another talk."}}))
	b.eventually("/russia/announcements?speaker=spokesperson", "withdrawn")

	// It writes the contact again; what stays is filled in, what changes is shown.
	_, body, at = b.post("/mediator/entry/"+contact+"/again", nil)
	for _, want := range []string{`value="Talk in the margins of a conference"`, `value="16:05"`, `name="amends" value="` + contact, "whose place it takes"} {
		if !strings.Contains(body, want) {
			t.Errorf("the form does not hold %s", want)
		}
	}
	v := fieldsIn(body)
	v.Set("place", "Antalya")
	b.entryOf(b.seal(at, v))
	body = b.eventually(page, "Antalya")
	if !strings.Contains(body, "written again") || !strings.Contains(body, "at least 40 minutes") {
		t.Errorf("the contact was not written again: %s", text(body))
	}

	// None of it is known to a seat that does not read the channel.
	for _, path := range append(talkPaths(b, "ukraine"), "/ukraine/search?q=margins") {
		if strings.Contains(b.page(path), "margins of a conference") {
			t.Errorf("%s holds a title that was not told to it", path)
		}
	}
	if status, _ := b.get("/ukraine/contact/" + contact); status != http.StatusNotFound {
		t.Errorf("the page of a contact of others answers %d", status)
	}
}

// An account of a contact that a seat does not read is shown to it: its page of
// the contact holds that account, says how it is known, and knows no more.
func TestAccountShownOfAContactThatIsNotOpened(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Nanosecond, Every: 200 * time.Millisecond}, true)
	at := b.begin("russia", "contact", "record", "mediator")
	contact := b.entryOf(b.seal(at, url.Values{"form": {"visit"}, "title": {"Visit of an envoy"}, "when.day": {"2025-09-09"}}))
	at = b.begin("russia", "readout", "record", "mediator")
	readout := b.entryOf(b.seal(at, url.Values{
		"contact": {contact}, "teller": {"Note of the visit"}, "text": {"A list was handed over."}, "claims.0.point": {"list"}, "claims.0.scope": {"the wounded"},
	}))
	_, _, at = b.post("/russia/entry/"+readout+"/begin/show", url.Values{"to": {seatOf(t, "ukraine")}})
	ready := false
	for range 100 { // a quorum has to witness it first
		_, body, _ := b.post(at, url.Values{"entry": {readout}, "do": {"check"}})
		if ready = !strings.Contains(body, "disabled"); ready {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if !ready {
		t.Fatal("the account cannot be shown")
	}
	b.seal(at, url.Values{"entry": {readout}})
	b.eventually("/ukraine/contacts", "not opened here; known from accounts")
	body := b.page("/ukraine/contact/" + contact)
	for _, want := range []string{"A contact that is not opened here", "A list was handed over.", "the wounded", "what was shown to this seat, with proof", "not known here"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q: %s", want, text(body))
		}
	}
	if strings.Contains(body, "Visit of an envoy") || strings.Contains(body, "form=readout") {
		t.Errorf("the page knows more than was shown: %s", text(body))
	}
	for _, f := range faults(body) {
		t.Error(f)
	}
	if status, _ := b.get("/turkiye/contact/" + contact); status != http.StatusNotFound {
		t.Errorf("a seat that was shown nothing gets %d", status)
	}
}

var (
	inputIn  = regexp.MustCompile(`<input ([^>]*)>`)
	areaIn   = regexp.MustCompile(`(?s)<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>`)
	selectIn = regexp.MustCompile(`(?s)<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>`)
	chosenIn = regexp.MustCompile(`<option value="([^"]*)" selected`)
)

// fieldsIn is what a browser would send of the form on a page.
func fieldsIn(body string) url.Values {
	v := url.Values{}
	_, body, _ = strings.Cut(body, "data-autosave")
	body, _, _ = strings.Cut(body, "</form>")
	for _, m := range inputIn.FindAllStringSubmatch(body, -1) {
		a := map[string]string{}
		for _, x := range attrIn.FindAllStringSubmatch(m[1], -1) {
			a[x[1]] = x[2]
		}
		_, ticked := a["checked"]
		if t := a["type"]; ticked || t != "radio" && t != "checkbox" {
			v.Add(a["name"], a["value"])
		}
	}
	for _, m := range areaIn.FindAllStringSubmatch(body, -1) {
		v.Add(m[1], m[2])
	}
	for _, m := range selectIn.FindAllStringSubmatch(body, -1) {
		if x := chosenIn.FindStringSubmatch(m[2]); x != nil {
			v.Add(m[1], x[1])
		}
	}
	return v
}

// An entry of another seat is neither written again nor taken back, and mistakes
// of a moment and of a row stand at their fields.
func TestTalkFormsRefuse(t *testing.T) {
	b := sitDown(t)
	path, _ := b.contactNamed("ukraine", "18 March")
	entry := strings.Replace(path, "/contact/", "/entry/", 1)
	for _, do := range []string{"/again", "/begin/withdrawal"} {
		if status, body, _ := b.post(entry+do, nil); status != http.StatusForbidden || !strings.Contains(body, "Only its author can do this") {
			t.Errorf("%s answers %d: %s", do, status, text(body))
		}
	}
	at := b.begin("ukraine", "contact", "wp", "mediator")
	for want, v := range map[string]url.Values{
		`id="f-when-zone-mistake"`:  {"when.day": {"2025-05-19"}, "when.clock": {"16:05"}},
		`id="f-when-until-mistake"`: {"when.day": {"2025-05-19"}, "when.until": {"2025-05-18"}},
		`id="f-at_most-mistake"`:    {"when.day": {"2025-05-19"}, "form": {"call"}, "title": {"A call"}, "at_least": {"9"}, "at_most": {"5"}},
	} {
		v.Set("do", "check")
		if status, body, _ := b.post(at, v); status != http.StatusUnprocessableEntity || !strings.Contains(body, want) {
			t.Errorf("%v: %d, and no %s: %s", v, status, want, text(body))
		}
	}
	at = b.begin("ukraine", "readout", "wp", "mediator")
	ref := path[strings.LastIndex(path, "/")+1:]
	status, body, _ := b.post(at, url.Values{
		"contact": {ref}, "teller": {"Us"}, "claims.0.point": {""}, "claims.1.point": {"venue"}, "claims.1.scope": {"x"}, "claims.2.point": {"date"},
		"claims.1.number.low": {"many"}, "do": {"check"},
	})
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="f-claims-0-number-low-mistake"`) {
		t.Errorf("%d: %s", status, text(body))
	}
	status, body, _ = b.post(at, url.Values{"contact": {ref}, "teller": {"Us"}, "claims.0.point": {"venue"}, "do": {"check"}})
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#f-claims"`) || !strings.Contains(body, "says nothing on the point") {
		t.Errorf("a row that says nothing: %d: %s", status, text(body))
	}
}
