// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
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
	"parley/record"
)

// parliament is a process of a mediator, three parties and a guarantor, with two
// packages that were put to all of them.
type parliament struct {
	*randomWorld
	*browser
	server   *web.Server
	packages []string // ids, in the order in which they were put
	round    string   // address below a desk: /round/ID
}

func newParliament(t *testing.T) *parliament { return newParliamentOf(t) }

// newParliamentOf has further seats.
func newParliamentOf(t *testing.T, more ...string) *parliament {
	seats := append([]string{"host mediator kaaaaa", "north party kbbbbb", "south party kccccc", "east party kddddd", "witness guarantor keeeee"}, more...)
	w := &parliament{randomWorld: newWorldOf(t, 7, seats...)}
	titles := map[string]string{"host": "Office", "north": "Delegation N", "south": "Delegation S", "east": "Delegation E", "witness": "Guarantor", "office": "Second office"}
	for _, c := range w.seats {
		w.tell("host", node.SeatName(c.name, titles[c.key], "", ""))
	}
	issue := w.tell("host", act.Issue{Title: "Length", Options: []string{"30 days", "90 days"}})
	for _, option := range []string{"30 days", "90 days"} {
		w.packages = append(w.packages, w.tell("host", act.Proposal{
			Stage: act.Tabled, Title: "Truce of " + option, Issues: []string{issue}, Choices: []act.Choice{{Issue: issue, Option: option}},
		}))
	}
	w.browser, w.server = sit(t, web.Options{Desks: w.desks(), Now: w.now, Hold: time.Nanosecond, Language: "en", Demo: true}, false)
	return w
}

// at is the chair of a desk.
func (w *parliament) at(key string) *chair {
	return w.seats[slices.IndexFunc(w.seats, func(c *chair) bool { return c.key == key })]
}

// tell posts an act of a desk to all, a minute later than the last one.
func (w *parliament) tell(key string, a act.Act) string {
	w.randomWorld.t.Helper()
	w.late.Add(60)
	id, err := w.at(key).node.Post(context.Background(), node.Draft{Audience: w.everybody(), Register: record.OnRecord, Act: a})
	w.ok(err)
	w.settle()
	return (&saying{id: id}).ref()
}

// open opens the round by the forms of the mediator.
func (w *parliament) open(asked ...string) {
	t := w.randomWorld.t
	t.Helper()
	v := url.Values{"form": {"round"}, "register": {"record"}, "audience": w.everybody()}
	status, body, at := w.post("/host/write", v)
	if status != http.StatusOK || !strings.HasPrefix(at, "/host/draft/") {
		t.Fatalf("no draft of a round: %d %s", status, text(body))
	}
	for _, want := range []string{"What who learns", "the mediator learns every answer", "Truce of 30 days"} {
		if !strings.Contains(body, want) {
			t.Errorf("the form does not say %q: %s", want, text(body))
		}
	}
	v = url.Values{"title": {"Two lengths"}, "packages": w.packages, "closes.day": {"2026-03-20"}, "words": {"In confidence."}}
	for _, key := range asked {
		v.Add("asked", w.at(key).name)
	}
	w.sealed(at, v)
	_, rest, ok := strings.Cut(w.page("/host/rounds"), `href="/host/round/`)
	if !ok {
		t.Fatal("the round is not listed")
	}
	id, _, _ := strings.Cut(rest, `"`)
	w.round = "/round/" + id
}

// sealed seals a draft a minute later than the last entry, and lets all read it.
func (w *parliament) sealed(at string, v url.Values) {
	w.randomWorld.t.Helper()
	w.late.Add(60)
	w.seal(at, v)
	w.pass()
}

// pass lets what was sealed travel: it is not held any more.
func (w *parliament) pass() {
	w.randomWorld.t.Helper()
	w.late.Add(1)
	w.settle()
}

// answer answers for a desk: to the first package, then to the second.
func (w *parliament) answer(key, one, two string) {
	t := w.randomWorld.t
	t.Helper()
	at, body := w.begun(key)
	for _, want := range []string{"What who learns", "Answer in confidence", "Truce of 90 days", "Length: 90 days", "not answered"} {
		if !strings.Contains(body, want) && !strings.Contains(body, "Write again") {
			t.Errorf("the form does not say %q: %s", want, text(body))
		}
	}
	v := w.answers(one, two)
	if _, rest, again := strings.Cut(body, `name="amends" value="`); again {
		id, _, _ := strings.Cut(rest, `"`)
		v.Set("amends", id)
	}
	w.sealed(at, v)
}

func (w *parliament) begun(key string) (at, body string) {
	t := w.randomWorld.t
	t.Helper()
	status, body, at := w.post("/"+key+w.round+"/answer", url.Values{})
	if status != http.StatusOK || !strings.HasPrefix(at, "/"+key+"/draft/") {
		t.Fatalf("no draft of an answer: %d at %s: %s", status, at, text(body))
	}
	return at, body
}

func (w *parliament) answers(says ...string) url.Values {
	v := url.Values{"round": {strings.TrimPrefix(w.round, "/round/")}, "words": {"To you alone."}}
	for i, word := range says {
		word, condition, _ := strings.Cut(word, ":")
		v.Set("answers."+w.packages[i]+".answer", word)
		v.Set("answers."+w.packages[i]+".condition", condition)
	}
	return v
}

func (w *parliament) close() {
	t := w.randomWorld.t
	t.Helper()
	if body := w.page("/host" + w.round + "/close"); !strings.Contains(body, "Close the round?") || !strings.Contains(body, "all learn") {
		t.Errorf("nothing interrupts before a round is closed: %s", text(body))
	}
	status, _, at := w.post("/host"+w.round+"/close", url.Values{})
	if status != http.StatusOK || !strings.HasPrefix(at, "/host/draft/") {
		t.Fatalf("no draft of the closing: %d at %s", status, at)
	}
	w.sealed(at, url.Values{"round": {strings.TrimPrefix(w.round, "/round/")}, "words": {"Thank you."}})
}

func TestRoundFromOpeningToClosing(t *testing.T) {
	w := newParliament(t)
	if body := w.page("/north/rounds"); !strings.Contains(body, "No round is open.") {
		t.Errorf("without a round: %s", text(body))
	}
	w.open("north", "south", "east")
	for _, key := range []string{"north", "south", "east"} {
		if body := w.page("/" + key + "/standing"); !strings.Contains(body, "To answer in the acceptance round") {
			t.Errorf("%s is not told that it is asked: %s", key, text(body))
		}
	}
	if body := w.page("/witness" + w.round); strings.Contains(body, "/answer") || !strings.Contains(body, "Whether another seat has answered is not known here.") {
		t.Errorf("who is not asked is shown %s", text(body))
	}
	if status, body := w.get("/north" + w.round + "/count"); status != http.StatusForbidden || !strings.Contains(body, "Who answered what is not for this seat") {
		t.Errorf("a party counts: %d %s", status, text(body))
	}
	// Mistakes stand at their package.
	at, _ := w.begun("south")
	_, body, _ := w.post(at, with(w.answers("yes-if", ""), "do", "check"))
	if !strings.Contains(body, "Say on what condition: Truce of 30 days") {
		t.Errorf("a condition is not asked for: %s", text(body))
	}
	_, body, _ = w.post(at, with(w.answers("no:something", ""), "do", "check"))
	if !strings.Contains(body, "A condition belongs to") {
		t.Errorf("a condition of a refusal passes: %s", text(body))
	}
	_, body, _ = w.post(at, with(w.answers("", ""), "do", "check"))
	if !strings.Contains(body, "Answer to one package at the least") {
		t.Errorf("an empty answer passes: %s", text(body))
	}
	// The check page: exactly two readers, what is answered and what is not.
	_, body, check := w.post(at, with(w.answers("yes-if:the list comes first", ""), "do", "check"))
	for _, want := range []string{"2 seats, your own included.", "Seal our answer to the mediator", "without prejudice", "the list comes first", "not answered", "To you alone.", "the mediator learns every answer"} {
		if !strings.Contains(strings.ToLower(body), strings.ToLower(want)) {
			t.Errorf("%s does not say %q: %s", check, want, text(body))
		}
	}
	w.answer("south", "yes-if:the list comes first", "yes")
	w.answer("north", "yes", "yes")
	if body := w.page("/host" + w.round); strings.Contains(body, "the list comes first") || !strings.Contains(body, "has not answered") || !strings.Contains(body, "Show who answered what") {
		t.Errorf("the page of the round, at the mediator's: %s", text(body))
	}
	if body := w.page("/host" + w.round + "/count"); !strings.Contains(body, "the list comes first") || !strings.Contains(body, "To you alone.") {
		t.Errorf("the count holds no condition: %s", text(body))
	}
	w.answer("east", "no", "yes")
	w.answer("east", "yes", "yes") // changed before the end
	if body := w.page("/east" + w.round); !strings.Contains(body, "2 writings") || !strings.Contains(body, "Change our answer") {
		t.Errorf("a changed answer: %s", text(body))
	}
	if body := w.page("/host" + w.round + "/card"); strings.Contains(body, "the list comes first") || !strings.Contains(body, "What who learns") {
		t.Errorf("the rules on paper: %s", text(body))
	}
	w.close()
	for _, key := range []string{"host", "north", "south", "east", "witness"} {
		body := text(w.page("/" + key + w.round))
		for _, want := range []string{"closed", "not all accept", "all accept", "Thank you."} {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not read %q: %s", key, want, body)
			}
		}
	}
	if body := w.page("/south" + w.round); !strings.Contains(body, "No answer counts unless the closing is taken back.") {
		t.Errorf("after the end: %s", text(body))
	}
}

// An answer that comes between the check page and the seal changes what would be
// told: nothing is sealed, and the mediator looks again.
func TestClosingIsCountedAnew(t *testing.T) {
	w := newParliament(t)
	w.open("north", "south", "east")
	w.answer("north", "yes", "yes")
	w.answer("south", "yes", "yes")
	status, _, at := w.post("/host"+w.round+"/close", url.Values{})
	if status != http.StatusOK {
		t.Fatalf("no draft of the closing: %d", status)
	}
	v := url.Values{"round": {strings.TrimPrefix(w.round, "/round/")}, "words": {"Thank you."}, "do": {"check"}}
	_, body, _ := w.post(at, v)
	stamp := stampIn.FindStringSubmatch(body)
	if stamp == nil || strings.Count(body, "not all accept") < 2 {
		t.Fatalf("the check page does not hold what is told: %s", text(body))
	}
	w.answer("east", "yes", "no")
	_, body, to := w.post(at+"/seal", url.Values{"stamp": {stamp[1]}})
	if to != at+"/check" || !strings.Contains(text(body), "Truce of 30 daysall accept") {
		t.Errorf("after another answer the seal leads to %s: %s", to, text(body))
	}
	// A closing that is typed is not believed.
	v.Set("outcomes."+w.packages[1]+".outcome", "all-accept")
	if _, body, _ = w.post(at, v); !strings.Contains(text(body), "Truce of 90 daysnot all accept") {
		t.Errorf("a typed outcome is believed: %s", text(body))
	}
}

func with(v url.Values, name, value string) url.Values {
	v.Set(name, value)
	return v
}

// In two runs of one story another delegation refuses. What the third delegation
// and the guarantor can see, on their pages, in searches and files, is the same
// to the last letter, but for what chance gives: ids, keys, places in the log.
func TestRefuserCannotBeTold(t *testing.T) {
	see := func(refuser string) map[string]string {
		w := newParliament(t)
		w.open("north", "south", "east")
		for _, key := range []string{"north", "south", "east"} {
			one := "yes"
			if key == refuser {
				one = "no"
			}
			w.answer(key, one, "yes")
		}
		w.close()
		out := map[string]string{}
		for _, key := range []string{"east", "witness"} {
			w.ok(w.at(key).node.SaveDraft(context.Background(), node.SavedDraft{
				ID: node.NewDraftID(), Kind: "note", Audience: w.everybody(), Register: "wp", Values: map[string][]string{"text": {"a draft"}},
			}))
			for i, at := range []string{
				"standing", "changes", "rounds", w.round[1:], w.round[1:] + "/card", "entry" + strings.TrimPrefix(w.round, "/round"), "record", "consultation",
				"proposal/" + w.packages[0], "issues", "access", "told", "timeline", "overview", "kept", "balance", "exit", "consents", "receipts", "write",
				"calendar.ics", "export/proposals.csv", "export/issues.json", "pack?make=1&" + everyPart(),
				"search?q=Truce", "search?q=lengths", "search?q=confidence", "record?kind=round.answer", "record?kind=round.result",
			} {
				out[fmt.Sprintf("%s %d %s", key, i, w.plain(at))] = w.plain(w.page("/" + key + "/" + at))
			}
			_, file, _ := w.post("/"+key+"/sync/export", url.Values{"openings": {"yes"}, "outbox": {"yes"}})
			out["size of the bundle of "+key] = strings.Repeat("|", len(file)/1024)
			v, err := w.at(key).node.View()
			w.ok(err)
			out["leaves of "+key] = strings.Repeat("|", int(v.Size)) + " " + strings.Repeat("|", int(v.Withheld))
		}
		return out
	}
	one, other := see("north"), see("south")
	if len(one) != len(other) {
		t.Errorf("%d pages, and %d when another seat refuses", len(one), len(other))
	}
	for at, body := range one {
		if body != other[at] {
			t.Errorf("%s tells who refused: %s", at, apart(body, other[at]))
		}
	}
}

var chance = regexp.MustCompile(`[A-Za-z0-9+/]{43}=|[0-9a-f]{12,64}|draft/[a-z0-9]{26}|[0-9]+`)

// plain takes out what chance gives.
func (w *parliament) plain(body string) string {
	body = strings.ReplaceAll(html.UnescapeString(body), "%2f", "/")
	for _, c := range w.seats {
		v, err := c.node.View()
		w.ok(err)
		root := v.Root.String()
		body = strings.NewReplacer(root, "root", root[:4]+" "+root[4:8], "root").Replace(body)
	}
	return chance.ReplaceAllString(body, "~")
}

// apart is where two texts begin to differ.
func apart(a, b string) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	from := max(i-80, 0)
	return "…" + a[from:min(len(a), i+80)] + "… instead of …" + b[min(from, len(b)):min(len(b), i+80)] + "…"
}
