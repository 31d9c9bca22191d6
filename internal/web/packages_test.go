// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/web"
)

var (
	packageIn = regexp.MustCompile(`/package/([0-9a-f]{64})"><bdi>([^<]*)<`)
	choiceIn  = regexp.MustCompile(`<option value="([0-9a-f]{64} [^"]*)"`)
	pinIn     = regexp.MustCompile(`name="pin" value="([0-9a-f]{64})"`)
	worthIn   = regexp.MustCompile(`<bdi>[^<]*</bdi></span> <svg class="worthband|[0-9.]+ (?:to [0-9.]+ )?of 100`)
)

// packageNamed finds a package on the page of a desk.
func (b *browser) packageNamed(desk, title string) string {
	b.t.Helper()
	for _, m := range packageIn.FindAllStringSubmatch(b.page("/"+desk+"/packages"), -1) {
		if m[2] == title {
			return m[1]
		}
	}
	b.t.Fatalf("no package at %s is called %q", desk, title)
	return ""
}

// A package is built from blank, which its own delegation alone reads; sealed, it
// is beside the others, and written again it keeps what it settled. Put to the
// parties it waits for the owners of its issues, and each side then sees what it
// gives itself and nothing of the other.
func TestBuildPackageAndPutIt(t *testing.T) {
	b, _ := sit(t, web.Options{Desks: demoDesks(t), Demo: true, Hold: time.Nanosecond, Every: 200 * time.Millisecond}, true)
	status, body, at := b.post("/ukraine/write", url.Values{"form": {"package"}, "register": {"wp"}, "audience": {seatOf(t, "ukraine")}, "alone": {"yes"}})
	if status != http.StatusOK || !strings.HasPrefix(at, "/ukraine/draft/") {
		t.Fatalf("no draft: %d at %s", status, at)
	}
	territory, ceasefire := b.issueNamed("ukraine", "Territory"), b.issueNamed("ukraine", "Ceasefire")
	v := url.Values{"title": {"A package of quokka"}, "mark": {""}, "do": {"check"}}
	for _, m := range choiceIn.FindAllStringSubmatch(body, -1) {
		value := strings.NewReplacer("&#39;", "'", "&amp;", "&").Replace(m[1])
		if value == territory+" recognition and full withdrawal" || value == ceasefire+" before negotiation, without conditions" {
			v.Add("choices", value)
		}
	}
	if len(v["choices"]) != 2 || !strings.Contains(body, "could not live with it: Ukraine") {
		t.Fatalf("the form offers %q: %s", v["choices"], text(body))
	}
	_, body, where := b.post(at, v)
	if where != at+"/check" {
		t.Fatalf("not at the check page but at %s: %s", where, text(body))
	}
	for _, want := range []string{"Seal this package to Ukraine", "Before you seal this package", "somebody could not live with", "It leaves open:", "Sanctions", "recognition and full withdrawal"} {
		if !strings.Contains(body, want) {
			t.Errorf("the check page does not say %q: %s", want, text(body))
		}
	}
	ref := b.entryOf(b.seal(at, v))
	b.eventually("/ukraine/packages", "A package of quokka")
	for _, desk := range []string{"russia", "mediator"} {
		b.eventually("/"+desk+"/sync", headOf(t, b, "ukraine"))
		if strings.Contains(b.page("/"+desk+"/packages"), "quokka") {
			t.Errorf("%s reads an internal package of Ukraine", desk)
		}
	}
	body = b.page("/ukraine/package/" + ref)
	for _, want := range []string{"Put it to the parties", "What does it give us?", "We could not live with", "recognition and full withdrawal"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page of the package does not say %q: %s", want, text(body))
		}
	}
	if !strings.Contains(b.page("/ukraine/entry/"+ref), "Settled by") {
		t.Error("the entry does not show its choices as a table")
	}

	// Written again, it keeps its choices.
	_, body, again := b.post("/ukraine/entry/"+ref+"/again", nil)
	if strings.Count(body, " selected") < 2 || !strings.Contains(body, `value="`+territory+` recognition and full withdrawal" selected`) {
		t.Errorf("at %s the choices are gone: %s", again, text(body))
	}
	b.post(again, url.Values{"do": {"drop"}})

	// An option that is none, and one issue settled twice, are mistakes at the field.
	wrong := url.Values{"title": {"x"}, "choices": {territory + " a line on the moon"}, "do": {"check"}}
	_, _, other := b.post("/ukraine/write", url.Values{"form": {"package"}, "register": {"wp"}, "audience": {seatOf(t, "ukraine")}, "alone": {"yes"}})
	if status, body, _ := b.post(other, wrong); status != http.StatusUnprocessableEntity || !strings.Contains(body, "is not an option of") || !strings.Contains(body, "a line on the moon") {
		t.Errorf("an option that is none answers %d: %s", status, text(body))
	}
	wrong.Set("choices", v["choices"][1])
	wrong.Add("choices", v["choices"][1])
	if status, body, _ := b.post(other, wrong); status != http.StatusUnprocessableEntity || !strings.Contains(body, "is settled twice") {
		t.Errorf("an issue that is settled twice answers %d: %s", status, text(body))
	}
	b.post(other, url.Values{"do": {"drop"}})

	// It goes to the parties through the same gate as any proposal.
	_, body, table := b.post("/ukraine/write", url.Values{
		"form": {"table"}, "register": {"record"}, "v.from": {ref},
		"audience": {seatOf(t, "ukraine"), seatOf(t, "russia"), seatOf(t, "mediator"), seatOf(t, "europe"), seatOf(t, "turkiye")},
	})
	if !strings.Contains(body, `value="`+territory+` recognition and full withdrawal" selected`) {
		t.Fatalf("what is put to the parties does not begin with the choices: %s", text(body))
	}
	v.Set("from", ref)
	_, body, _ = b.post(table, v)
	if !strings.Contains(body, "It waits for consultation") {
		t.Errorf("the gate does not hold it: %s", text(body))
	}
	if _, body, _ = b.post(table+"/override", url.Values{"reason": {"Illustrative: a test of the gate."}}); strings.Contains(body, "It waits for consultation") {
		t.Fatalf("with a reason it waits still: %s", text(body))
	}
	_, _, receipt := b.post(table+"/seal", url.Values{"stamp": {stampIn.FindStringSubmatch(body)[1]}})
	put := b.entryOf(receipt)
	b.eventually("/russia/packages", "quokka")
	russia, ukraine := b.page("/russia/package/"+put), b.page("/ukraine/package/"+put)
	for desk, body := range map[string]string{"Ukraine": russia, "Russian Federation": ukraine} {
		if strings.Contains(body, "What does it give "+desk) || strings.Contains(text(body), "What does it give "+desk) {
			t.Errorf("a page holds what the package is worth to %s", desk)
		}
		if !strings.Contains(body, "needs what the package is worth to at least two parties") {
			t.Errorf("it is not said whose preferences are missing: %s", text(body))
		}
		for _, f := range faults(body) {
			t.Error(f)
		}
	}
}

// What a party could not live with, which it told the mediator alone, is named in
// drafts that stay between them and in none that another seat is to read.
func TestRefusalsStayInTheirChannel(t *testing.T) {
	b := sitDown(t)
	mediator, ukraine, russia := seatOf(t, "mediator"), seatOf(t, "ukraine"), seatOf(t, "russia")
	refusal := regexp.MustCompile(`value="([^"]*)"[^>]*>[^<]*could not live with it: Ukraine`)
	choice := ""
	for _, x := range []struct {
		form, register string
		readers        []string
		named          bool
	}{{"package", "wp", []string{mediator}, true}, {"table", "record", []string{mediator, ukraine, russia, seatOf(t, "europe"), seatOf(t, "turkiye")}, false}} {
		v := url.Values{"form": {x.form}, "register": {x.register}, "audience": x.readers}
		if len(x.readers) == 1 {
			v.Set("alone", "yes")
		}
		_, body, at := b.post("/mediator/write", v)
		if !strings.HasPrefix(at, "/mediator/draft/") || !strings.Contains(body, "How it settles the issues") {
			t.Fatalf("no draft: at %s: %s", at, text(body))
		}
		m := refusal.FindStringSubmatch(body)
		if (m != nil) != x.named || strings.Contains(body, "could not live with it:") != x.named {
			t.Errorf("%s for %d readers: the form says %q", x.form, len(x.readers), m)
		}
		if m != nil {
			choice = strings.NewReplacer("&#39;", "'", "&amp;", "&").Replace(m[1])
		}
		_, body, where := b.post(at, url.Values{"title": {"Of a quoll"}, "choices": {choice}, "mark": {""}, "do": {"check"}})
		if where != at+"/check" || strings.Contains(body, "somebody could not live with") != x.named {
			t.Errorf("%s for %d readers, at %s: %s", x.form, len(x.readers), where, text(body))
		}
		b.post(at, url.Values{"do": {"drop"}})
	}
}

// Two packages stand side by side in the numbers of whoever looks: a party its own,
// the mediator those it was given, a guarantor none. What was asked stands in no
// address.
func TestComparePackagesAtThreeSeats(t *testing.T) {
	b := sitDown(t)
	for desk, want := range map[string]string{"mediator": "Russian Federation", "russia": "Ours", "europe": "is not held here, and is not zero"} {
		pins := pinIn.FindAllStringSubmatch(b.page("/"+desk+"/packages"), -1)
		if len(pins) < 5 {
			t.Fatalf("%s: %d packages", desk, len(pins))
		}
		body := b.page("/" + desk + "/packages?pin=" + pins[0][1])
		if !strings.Contains(body, "Tick two packages at the least") || strings.Contains(body, `id="compare"`) {
			t.Errorf("%s: one alone is compared", desk)
		}
		body = b.page("/" + desk + "/packages?pin=" + pins[0][1] + "&pin=" + pins[1][1] + "&pin=nonsense")
		for _, part := range []string{`id="compare"`, "<b>differs</b>", "All of them leave open", want} {
			if !strings.Contains(body, part) {
				t.Errorf("%s: the comparison does not say %q: %s", desk, part, text(body))
			}
		}
		if desk == "europe" && worthIn.MatchString(body) {
			t.Errorf("a guarantor is shown a worth: %s", worthIn.FindString(body))
		}
		if desk == "russia" && strings.Contains(body[strings.Index(body, `id="compare"`):], "Ukraine could not live") {
			t.Error("a party is told what another could not live with")
		}
		six := "/" + desk + "/packages?"
		for _, p := range pins[:min(6, len(pins))] {
			six += "pin=" + p[1] + "&"
		}
		if body = b.page(six); strings.Count(body[strings.Index(body, "<thead>"):strings.Index(body, "</thead>")], `scope="col"`) > 7 {
			t.Errorf("%s: more than five are compared", desk)
		}
		for _, f := range faults(body) {
			t.Errorf("%s: %s", desk, f)
		}
	}

	ref := b.packageNamed("mediator", "Illustrative: a package that begins with persons held")
	body := b.page("/mediator/package/" + ref)
	for _, part := range []string{"The most for", "that costs nobody anything", "Build this package", "What would make up for", "Every change of one issue: 17"} {
		if !strings.Contains(body, part) {
			t.Errorf("the page does not say %q: %s", part, text(body))
		}
	}
	other := b.packageNamed("mediator", "Illustrative: a package with territory left open")
	if body := b.page("/mediator/package/" + ref + "?with=" + other); !strings.Contains(body, "issues are settled alike") || !strings.Contains(body, "it is worth ") {
		t.Errorf("beside another: %s", text(body))
	}
	_, form, _ := strings.Cut(body, `id="change"`)
	choices := choiceIn.FindAllStringSubmatch(form, -1)
	i := slices.IndexFunc(choices, func(m []string) bool { return strings.HasSuffix(m[1], "relief in steps, by date (illustrative)") })
	if i < 0 {
		t.Fatalf("the change cannot be asked about: %q", choices)
	}
	status, body, at := b.post("/mediator/package/"+ref, url.Values{"change": {choices[i][1]}})
	if status != http.StatusOK || at != "/mediator/package/"+ref || !strings.Contains(body, "<details class=\"proof\" open>") {
		t.Errorf("asked, it answers %d at %s: %s", status, at, text(body))
	}
	if !strings.Contains(body, "Nothing makes up for it") && !strings.Contains(body, "nobody would have less than now") {
		t.Errorf("the answer: %s", text(body))
	}
	// A package begun from another holds its choices.
	m := regexp.MustCompile(`(?s)<form method="post" action="/mediator/write".*?</form>`).FindString(body)
	if !strings.Contains(m, `name="alone" value="yes"`) {
		t.Errorf("the first form of the page: %s", m)
	}
	if status, _ := b.get("/mediator/package/" + strings.Repeat("0", 64)); status != http.StatusNotFound {
		t.Errorf("no such package answers %d", status)
	}
}
