// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/node"
	"parley/record"
)

// leave removes a seat from the process by another one, and goes on without it.
func (w *parliament) leave(key, by string) {
	w.randomWorld.t.Helper()
	w.late.Add(60)
	c := w.at(by)
	w.ok(c.node.Change(context.Background(), c.line, record.RemoveSeat(w.at(key).name)))
	w.seats = slices.DeleteFunc(slices.Clone(w.seats), func(c *chair) bool { return c.key == key })
	w.pass()
}

// A seat that is asked leaves: the mediator closes the round before those who
// stay, also by a draft that was begun before.
func TestRoundClosesWithoutWhoLeft(t *testing.T) {
	w := newParliament(t)
	w.open("north", "south", "east")
	for _, key := range []string{"north", "south", "east"} {
		w.answer(key, "yes", "yes")
	}
	if status, _, at := w.post("/host"+w.round+"/close", url.Values{}); status != http.StatusOK || !strings.HasPrefix(at, "/host/draft/") {
		t.Fatalf("no draft of the closing: %d at %s", status, at)
	}
	w.leave("east", "host")
	body := text(w.page("/host" + w.round + "/close"))
	for _, want := range []string{"has left the process", "counts as not accepting, and it is not told", "all learn not all accept"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page before the closing does not say %q: %s", want, body)
		}
	}
	if body := text(w.page("/host" + w.round + "/count")); !strings.Contains(body, "has left, and counts as not accepting") {
		t.Errorf("the count does not say who has left: %s", body)
	}
	w.close()
	if body := text(w.page("/north" + w.round)); !strings.Contains(body, "Acceptance round: closed") || !strings.Contains(body, "Thank you.") {
		t.Errorf("after the closing: %s", body)
	}
}

// The mediator leaves: nobody is asked to answer any more, and the page says why.
func TestRoundIsLeftWithoutItsMediator(t *testing.T) {
	w := newParliamentOf(t, "office mediator kfffff")
	w.open("north", "south", "east")
	w.leave("host", "office")
	body := w.page("/north" + w.round)
	if !strings.Contains(text(body), "left without its mediator") || !strings.Contains(body, "nobody counts the answers. Another mediator") || strings.Contains(body, w.round+`/answer"`) {
		t.Errorf("the round: %s", text(body))
	}
	if _, _, at := w.post("/north"+w.round+"/answer", url.Values{}); at != "/north"+w.round {
		t.Errorf("an answer is begun at %s", at)
	}
	if body := w.page("/north/standing"); strings.Contains(body, "To answer in the acceptance round") {
		t.Errorf("the first page waits for an answer: %s", text(body))
	}
}

// An answer that was begun on a page and then given elsewhere is written again in
// the place of that one.
func TestStaleAnswerTakesThePlace(t *testing.T) {
	w := newParliament(t)
	w.open("north", "south", "east")
	at, _ := w.begun("north")
	c := w.at("north")
	x := act.RoundAnswer{Round: strings.TrimPrefix(w.round, "/round/"), Answers: []act.PackageAnswer{{Package: w.packages[0], Answer: act.No}}}
	to := []string{c.name, w.at("host").name}
	slices.Sort(to)
	w.late.Add(60)
	_, err := c.node.Post(context.Background(), node.Draft{Audience: to, Register: record.WithoutPrejudice, Act: x})
	w.ok(err)
	w.settle()
	if again, body := w.begun("north"); again != at || !strings.Contains(body, `name="amends"`) {
		t.Errorf("the draft %s, begun at %s, amends nothing: %s", again, at, text(body))
	}
	w.answer("north", "yes", "yes")
	if body := w.page("/north" + w.round); !strings.Contains(body, "2 writings") {
		t.Errorf("the answer was not written again: %s", text(body))
	}
}

// A package of an open round is taken back: the day of the round can be moved all
// the same, and what is put and who is asked stand.
func TestRoundMovesItsDay(t *testing.T) {
	w := newParliament(t)
	w.open("north", "south", "east")
	w.tell("host", act.Withdrawal{Entry: w.packages[0], Why: "It was mistaken."})
	status, body, at := w.post("/host/entry"+strings.TrimPrefix(w.round, "/round")+"/again", nil)
	if status != http.StatusOK || !strings.Contains(body, "stay as they are") || !strings.Contains(body, "Truce of 30 days") {
		t.Fatalf("no draft that moves the day: %d %s", status, text(body))
	}
	w.sealed(at, url.Values{
		"amends": {strings.TrimPrefix(w.round, "/round/")}, "packages": w.packages, "asked": {w.at("north").name, w.at("south").name, w.at("east").name}, "title": {"Two lengths"}, "closes.day": {"2026-04-02"}, "words": {"Later."},
	})
	if body := text(w.page("/north" + w.round)); !strings.Contains(body, "2 April 2026") {
		t.Errorf("its day was not moved: %s", body)
	}
}

// The form of a round warns of packages that tell more than the one word.
func TestRoundFormWarns(t *testing.T) {
	w := newParliament(t)
	w.open("north", "south", "east")
	v, err := w.at("north").node.View()
	w.ok(err)
	issue := v.State.Versions(act.KindIssue)[0]
	own := w.tell("north", act.Proposal{
		By: w.at("north").name, Stage: act.Tabled, Title: "Ours", Issues: []string{(&saying{id: issue.First}).ref()},
		Choices: []act.Choice{{Issue: (&saying{id: issue.First}).ref(), Option: "90 days"}},
	})
	_, _, at := w.post("/host/write", url.Values{"form": {"round"}, "register": {"record"}, "audience": w.everybody()})
	form := url.Values{"title": {"Again"}, "packages": {own, w.packages[0]}, "closes.day": {"2026-03-25"}, "do": {"check"}, "asked": {w.at("north").name, w.at("south").name}}
	_, body, _ := w.post(at, form)
	for _, want := range []string{"“Ours” is the offer of Delegation N, which is asked", "“Truce of 30 days” was put to other seats in the round “Two lengths”"} {
		if !strings.Contains(body, want) {
			t.Errorf("the check does not say %q: %s", want, text(body))
		}
	}
	if strings.Contains(body, "“Truce of 90 days” was put") {
		t.Errorf("it warns of a package that is not chosen: %s", text(body))
	}
}
