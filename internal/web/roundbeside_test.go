// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
	"parley/internal/node"
	"parley/record"
)

// A second mediator counts a round once every seat has answered it too, and closes
// nothing; before that its page says of whom it reads no answer.
func TestSecondMediatorCounts(t *testing.T) {
	w := newParliamentOf(t, "office mediator kfffff")
	w.open("north", "south", "east")
	round := strings.TrimPrefix(w.round, "/round/")
	say := func(key string, word string) {
		to := []string{w.at(key).name, w.at("host").name, w.at("office").name}
		slices.Sort(to)
		x := act.RoundAnswer{Round: round}
		for _, id := range slices.Sorted(slices.Values(w.packages)) {
			x.Answers = append(x.Answers, act.PackageAnswer{Package: id, Answer: word})
		}
		w.late.Add(60)
		_, err := w.at(key).node.Post(context.Background(), node.Draft{Audience: to, Register: record.WithoutPrejudice, Act: x})
		w.ok(err)
		w.settle()
	}
	say("north", act.Yes)
	say("south", act.No)
	if body := w.page("/office" + w.round); !strings.Contains(body, "Why this seat cannot count it") {
		t.Errorf("the round: %s", text(body))
	}
	status, body := w.get("/office" + w.round + "/count")
	if status != http.StatusForbidden || !strings.Contains(text(body), "No answer is read here of: Delegation E.") || strings.Contains(body, "Delegation S") {
		t.Errorf("%d: %s", status, text(body))
	}
	say("east", act.Yes)
	body = w.page("/office" + w.round + "/count")
	if !strings.Contains(text(body), "This is the count of what this seat reads") || strings.Contains(body, "/close") {
		t.Errorf("the count: %s", text(body))
	}
	for _, f := range faults(body) {
		t.Error(f)
	}
	for _, method := range []func(string) int{
		func(at string) int { status, _ := w.get(at); return status },
		func(at string) int { status, _, _ := w.post(at, nil); return status },
	} {
		if status := method("/office" + w.round + "/close"); status != http.StatusForbidden {
			t.Errorf("a round that another opened is closed: %d", status)
		}
	}
	if status, _ := w.get("/south" + w.round + "/count"); status != http.StatusForbidden {
		t.Errorf("a party counts: %d", status)
	}
}
