// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"testing"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// A model stands from the day on which it was written, also one that reports what a
// seat said or is illustrative; the newest writing is shown with those before it.
func TestModelsAsOf(t *testing.T) {
	w := newSeason(t)
	x := act.Model{Title: "Does it hold?", Document: "{}", Ground: act.Ground{Mark: act.Uncertain, Illustrative: true}}
	first := w.Do("M", "M", record.OnRecord, x)
	v, _ := w.State("M").Version(first)
	day := dayOf(v.Time)
	before := v.Time.AddDate(0, 0, -1)
	list := func(at AsOf) []ModelLine { return Models(w.State("M"), w.Roster(), Head{}, 0, at).Models }
	if got := list(AsOf{Today: day, Until: dayOf(before)}); len(got) != 0 {
		t.Errorf("a day before it was written it is there: %+v", got)
	}
	if got := list(AsOf{Today: day, Until: day}); len(got) != 1 || got[0].Fault == "" || !got[0].Illustrative {
		t.Errorf("on its day: %+v", got)
	}
	x.Amends, x.Title = process.Ref(first), "Does it hold now?"
	w.Do("M", "M", record.OnRecord, x)
	got := list(AsOf{})
	if len(got) != 1 || got[0].Title != x.Title || len(got[0].Earlier) != 1 || got[0].Earlier[0].Entry != process.Ref(first) {
		t.Errorf("amended: %+v", got)
	}
	if got := Models(w.State("R"), w.Roster(), Head{}, 0, AsOf{}); len(got.Models) != 0 {
		t.Errorf("a party reads it: %+v", got.Models)
	}
}
