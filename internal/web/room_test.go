// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// roomPaths are the pages about meetings, pressure, promises and consultation.
func roomPaths(b *browser, desk string) (out []string) {
	for _, p := range []string{
		"standing?on=2025-05-19", "standing?on=soon", "timeline", "timeline?on=2025-05-19", "formats", "formats?on=2025-05-19", "leverage", "leverage?on=2025-08-01",
		"commitments", "commitments?on=2025-03-26", "consultation", "issues", "issues?sheet=2", "issues?sheet=99", "consents", "exit", "exit?on=2025-05-19",
		"write?form=issue", "write?form=point", "write?form=leverage", "write?form=commitment", "write?form=table",
	} {
		out = append(out, "/"+desk+"/"+p)
	}
	for register, in := range map[string]*regexp.Regexp{
		"formats": pageIn("format"), "leverage": pageIn("leverage"), "issues": pageIn("issue"), "consultation": pageIn("proposal"),
	} {
		if m := in.FindStringSubmatch(b.page("/" + desk + "/" + register)); m != nil {
			out = append(out, m[1])
		}
	}
	return out
}

func pageIn(kind string) *regexp.Regexp {
	return regexp.MustCompile(`href="(/[a-z]+/` + kind + `/[0-9a-f]{64})"`)
}

// between is the part of a page between two texts.
func between(t *testing.T, body, from, to string) string {
	t.Helper()
	_, rest, ok := strings.Cut(body, from)
	out, _, ok2 := strings.Cut(rest, to)
	if !ok || !ok2 {
		t.Fatalf("the page has no %q … %q", from, to)
	}
	return out
}

// The state of 19 May 2025: three venues, no date, and a level that nobody has
// named, from every seat.
func TestNextTalksAsOf19May(t *testing.T) {
	b := sitDown(t)
	for _, s := range play(t).Seats {
		for _, page := range []string{"/standing?on=2025-05-19", "/formats?on=2025-05-19"} {
			body := b.page("/" + s.Key + page)
			row := between(t, body, "Next talks, after the calls of 19 May", "</tr>")
			for _, venue := range []string{"Türkiye", "Vatican", "Switzerland"} {
				if !strings.Contains(row, venue) {
					t.Errorf("%s at %s does not name %s: %s", page, s.Key, venue, row)
				}
			}
			if n := strings.Count(row, ">unknown<"); n != 2 {
				t.Errorf("%s at %s: %d things are unknown; want the date and the level: %s", page, s.Key, n, row)
			}
			if !strings.Contains(row, "claimed, not confirmed") || strings.Contains(row, "objected") || strings.Contains(row, "agreed") {
				t.Errorf("%s at %s: %s", page, s.Key, row)
			}
			if !strings.Contains(body, "as it is known now") {
				t.Errorf("%s at %s does not say what an earlier day means", page, s.Key)
			}
		}
	}
	// Four days later one side objects to one of them.
	if row := between(t, b.page("/ukraine/formats?on=2025-05-23"), "Next talks, after the calls of 19 May", "</tr>"); !strings.Contains(row, "objected to") {
		t.Errorf("the objection of 23 May is not on the page: %s", row)
	}
}

// The deadline that was set on 14 July, moved on 28 July and lapsed on 8 August
// is one row with one move, before and after.
func TestOneDeadlineMovedAndLapsed(t *testing.T) {
	b := sitDown(t)
	for _, c := range []struct {
		day  string
		want []string
		not  []string
	}{
		{"2025-07-20", []string{"2 September 2025", ">set<", "44 days left"}, []string{"moved", "lapsed"}},
		{"2025-07-30", []string{"7–9 August 2025", "deadline moved", "8 to 10 days left"}, []string{"lapsed"}},
		{"2025-08-10", []string{"7–9 August 2025", ">lapsed<", "moved"}, []string{"days left"}},
	} {
		list := b.page("/europe/leverage?on=" + c.day)
		row := between(t, list, "<bdi>Secondary tariffs", "</tr>")
		if n := strings.Count(between(t, list, "By when they were set", "</table>"), "<bdi>Secondary tariffs"); n != 1 {
			t.Errorf("on %s the deadline stands in %d rows", c.day, n)
		}
		for _, want := range c.want {
			if !strings.Contains(row, want) {
				t.Errorf("on %s the row does not say %q: %s", c.day, want, row)
			}
		}
		for _, not := range c.not {
			if strings.Contains(row, not) {
				t.Errorf("on %s the row says %q: %s", c.day, not, row)
			}
		}
	}
	m := regexp.MustCompile(`href="(/europe/leverage/[0-9a-f]{64})[^"]*"><bdi>Secondary tariffs`).FindStringSubmatch(b.page("/europe/leverage"))
	if m == nil {
		t.Fatal("the deadline has no page")
	}
	body := b.page(m[1])
	history := between(t, body, "What became of it</h2>", "</table>")
	for _, want := range []string{"14 July 2025", "50 days", "28 July 2025", "10 to 12 days", "8 August 2025", "lapsed"} {
		if !strings.Contains(history, want) {
			t.Errorf("the history does not say %q: %s", want, history)
		}
	}
	for _, want := range []string{`role="img"`, "<title", "<desc", "Time runs from left to right", "not stated"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page of the deadline does not hold %q", want)
		}
	}
}

// Talk of stepping back is an event with its condition and no date.
func TestSteppingBackIsAnEventWithItsCondition(t *testing.T) {
	b := sitDown(t)
	for _, page := range []string{"/russia/exit?on=2025-05-19", "/russia/standing?on=2025-05-19"} {
		body := b.page(page)
		for _, want := range []string{"considered", "if nothing comes of it", "if there is no progress", "18 April 2025"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not say %q", page, want)
			}
		}
	}
	if body := b.page("/russia/exit?on=2025-05-01"); strings.Contains(body, "if nothing comes of it") {
		t.Error("what was said on 19 May stands on the page of 1 May")
	}
}

// Two commitments that hold if the other does are drawn as that, with a table
// beside the picture, and each side's view of whether it was kept stands alone.
func TestCommitmentsBothWays(t *testing.T) {
	b := sitDown(t)
	for _, desk := range []string{"ukraine", "russia"} {
		body := b.page("/" + desk + "/commitments")
		for _, want := range []string{"Both ways", "holds both ways", "not kept", `id="chart-reciprocity-t"`, "on the condition, not judged"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: the page does not say %q", desk, want)
			}
		}
		if n := strings.Count(body, "<rect"); n != 4 {
			t.Errorf("%s: %d commitments are drawn; want four that hang together", desk, n)
		}
	}
}

// From the page of a meeting a seat turns its key: the draft goes to the readers
// of the meeting and says what was on the page.
func TestSeatTurnsItsKeyFromThePage(t *testing.T) {
	b := sitDown(t)
	m := regexp.MustCompile(`href="(/ukraine/format/[0-9a-f]{64})[^"]*"><bdi>Next talks`).FindStringSubmatch(b.page("/ukraine/formats"))
	if m == nil {
		t.Fatal("the next talks have no page")
	}
	body := b.page(m[1])
	row := between(t, body, "<bdi>Switzerland</bdi>", "</tr>")
	form := regexp.MustCompile(`(?s)<form method="post" action="/ukraine/write".*?</form>`).FindString(row)
	sent := url.Values{}
	for _, x := range regexp.MustCompile(`name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(form, -1) {
		sent.Add(x[1], x[2])
	}
	if sent.Get("v.stand") != "confirmed" || len(sent["audience"]) != 5 {
		t.Fatalf("the first button sends %v", sent)
	}
	_, _, at := b.post("/ukraine/write", sent)
	typed := url.Values{"do": {"check"}}
	for name, x := range sent {
		if rest, ok := strings.CutPrefix(name, "v."); ok {
			typed[rest] = x
		}
	}
	_, body, check := b.post(at, typed)
	if check != at+"/check" || !strings.Contains(body, "Switzerland") || strings.Contains(body, "cannot be sealed") {
		t.Errorf("at %s: %s", check, text(body))
	}
	b.post(at, url.Values{"do": {"drop"}})
}

// Every form of this part reaches its check page with what it requires, and the
// node has nothing against it.
func TestRoomFormsReachTheCheck(t *testing.T) {
	b := sitDown(t)
	ref := func(desk, register, kind string) string {
		m := pageIn(kind).FindStringSubmatch(b.page("/" + desk + "/" + register))
		if m == nil {
			t.Fatalf("no %s at %s", kind, desk)
		}
		return m[1][len(m[1])-64:]
	}
	all := []string{"europe", "mediator", "russia", "turkiye", "ukraine"}
	commitment := regexp.MustCompile(`id="c-([0-9a-f]{64})"`).FindStringSubmatch(b.page("/ukraine/commitments"))[1]
	for _, c := range []struct {
		desk, form string
		typed      url.Values
	}{
		{"mediator", "issue", url.Values{"title": {"Water"}, "basket": {"Economy"}, "options": {"shared\nmeasured"}, "owners": {seatOf(t, "ukraine")}}},
		{"mediator", "format", url.Values{"title": {"A round"}, "keys": {seatOf(t, "russia"), seatOf(t, "ukraine")}}},
		{"ukraine", "point", url.Values{"format": {ref("ukraine", "formats", "format")}, "aspect": {"level"}, "level": {"experts"}, "stand": {"offered"}}},
		{"ukraine", "point", url.Values{"format": {ref("ukraine", "formats", "format")}, "aspect": {"date"}, "when.day": {"2026-01-05"}, "stand": {"offered"}}},
		{"europe", "leverage", url.Values{"sort": {"incentive"}, "title": {"A fund"}, "holder": {"those who pay"}, "target": {"both"}, "does": {"It is paid out."}, "set.day": {"2026-01-05"}}},
		{"europe", "leverage-step", url.Values{"leverage": {ref("europe", "leverage", "leverage")}, "step": {"repeated"}, "on.day": {"2026-01-06"}}},
		{"ukraine", "commitment", url.Values{"by": {seatOf(t, "ukraine")}, "words": {"We send a list."}, "if": {commitment}}},
		{"ukraine", "commitment-step", url.Values{"commitment": {commitment}, "step": {"kept"}, "on.day": {"2026-01-06"}}},
		{"mediator", "consultation", url.Values{"topic": {"Water"}, "with": {seatOf(t, "ukraine")}, "on.day": {"2026-01-06"}}},
		{"russia", "consent", url.Values{"stand": {"conditional"}, "condition": {"both come"}, "on.day": {"2026-01-06"}}},
		{"mediator", "phase", url.Values{"phase": {"text"}, "since": {"2026-01-06"}}},
		{"mediator", "exit", url.Values{"stage": {"considered"}, "on.day": {"2026-01-06"}}},
	} {
		var to []string
		for _, s := range all {
			if s != c.desk {
				to = append(to, s)
			}
		}
		at := b.begin(c.desk, c.form, "record", to...)
		c.typed.Set("do", "check")
		status, body, check := b.post(at, c.typed)
		if status != http.StatusOK || check != at+"/check" || strings.Contains(body, "cannot be sealed") || strings.Contains(body, "disabled") {
			t.Errorf("%s by %s: %d at %s: %s", c.form, c.desk, status, check, text(body))
		}
		b.post(at, url.Values{"do": {"drop"}})
	}
	// A level that is none, and a consent on no condition, are said at their field.
	at := b.begin("russia", "consent", "record", "mediator")
	if status, body, _ := b.post(at, url.Values{"stand": {"conditional"}, "on.day": {"2026-01-06"}, "do": {"check"}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, `id="f-condition-mistake"`) {
		t.Errorf("a conditional consent without a condition answers %d: %s", status, text(body))
	}
	b.post(at, url.Values{"do": {"drop"}})
}
