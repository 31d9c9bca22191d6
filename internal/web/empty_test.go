// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"parley/internal/scenario"
	"parley/internal/web"
)

// A process in which nothing was said yet says on each page what to do first.
func TestNothingWasSaidYet(t *testing.T) {
	p, err := scenario.Load2025()
	if err != nil {
		t.Fatal(err)
	}
	// A process needs a first day.
	first := slices.IndexFunc(p.Rows, func(r scenario.Row) bool { return r.Kind == "process.phase" })
	p.Rows = p.Rows[first : first+1]
	played, err := scenario.Play(context.Background(), p, scenario.Options{Dir: t.TempDir() + "/new"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { played.Close() })
	var desks []*web.Desk
	for _, s := range played.Seats[:2] {
		desks = append(desks, &web.Desk{Key: s.Key, Label: s.Seat.Name, Node: s.Node, Hub: s.Hub})
	}
	b, _ := sit(t, web.Options{Desks: desks, Demo: true}, false)
	desk := "/" + desks[1].Key
	for path, want := range map[string]string{
		"/contacts":                    "No contact has been entered.",
		"/contacts?form=call":          "No contact has been entered.",
		"/divergences":                 "Nothing to compare yet",
		"/divergences?facet=scope":     "No difference matches.",
		"/announcements":               "No public statement has been entered.",
		"/announcements?speaker=x":     "No public statement has been entered.",
		"/undertakings":                "No undertaking is recorded. Write the words as spoken, then read them back.",
		"/undertakings?state=kept":     "No undertaking matches.",
		"/balance":                     "not stated",
		"/changes":                     "everything is new",
		"/changes?since=1":             "In the last",
		"/write?form=readout":          "Add an account of a contact",
		"/told":                        "No such permission is known here.",
		"/changes?since=-3":            "everything is new",
		"/balance?until=2025-01-01":    "until 1 January 2025",
		"/undertakings?page=7":         "No undertaking is recorded.",
		"/announcements?page=-1&seat=": "No public statement has been entered.",
	} {
		body := b.page(desk + path)
		if !strings.Contains(body, want) {
			t.Errorf("%s does not say %q: %s", path, want, text(body))
		}
		for _, f := range faults(body) {
			t.Errorf("%s: %s", path, f)
		}
	}
}
