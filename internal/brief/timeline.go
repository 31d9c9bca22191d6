// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"slices"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// The lanes of a [TimelineReport].
const (
	LaneTalks         = "talks"
	LaneAnnouncements = "announcements"
	LaneLeverage      = "leverage"
	LaneUndertakings  = "undertakings"
	LaneEvents        = "events"
)

// TimelineReport is what happened, side by side in lanes.
type TimelineReport struct {
	Footing
	AsOf  AsOf           `json:"as_of"`
	Lanes []TimelineLane `json:"lanes"` // always the same ones, in a fixed order
	Says  string         `json:"says"`
}

const timelineSays = "Each mark is an entry that this seat reads, on the day that it states. What states no day is in no lane. Several accounts of one happening are several marks, and are never added up."

// TimelineLane is one lane.
type TimelineLane struct {
	Lane  string         `json:"lane"`  // a word such as [LaneTalks]
	Items []TimelineItem `json:"items"` // by day
}

// TimelineItem is one entry on its day.
type TimelineItem struct {
	Entry        string       `json:"entry"`
	Kind         string       `json:"kind"`
	Step         string       `json:"step,omitempty"` // of leverage: [LeverageSet] or a word of act.LeverageSteps
	Day          string       `json:"day"`
	Until        string       `json:"until,omitempty"`
	Title        string       `json:"title"`
	Who          string       `json:"who,omitempty"` // speaker, holder, teller or seat, in words
	By           SeatRef      `json:"by"`            // the seat that entered it
	Mark         string       `json:"mark,omitempty"`
	Illustrative bool         `json:"illustrative,omitempty"`
	Sources      []act.Source `json:"sources"`
}

// Timeline shows what happened and was said, by day. What was taken back is left
// out.
func Timeline(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) TimelineReport {
	f := newFaces(s, r)
	out := TimelineReport{Footing: footing(h, withheld), AsOf: at, Says: timelineSays}
	for _, lane := range []struct {
		name, kind string
	}{
		{LaneTalks, act.KindContact}, {LaneAnnouncements, act.KindAnnouncement}, {LaneLeverage, act.KindLeverage},
		{LaneUndertakings, act.KindUndertaking}, {LaneEvents, act.KindEvent},
	} {
		x := TimelineLane{lane.name, []TimelineItem{}}
		for _, v := range s.Versions(lane.kind) {
			if !at.withdrawn(&v) {
				x.Items = append(x.Items, f.timeline(at, &v)...)
			}
		}
		slices.SortStableFunc(x.Items, func(a, b TimelineItem) int { return cmp.Compare(a.Day, b.Day) })
		out.Lanes = append(out.Lanes, x)
	}
	return out
}

// timeline is what one act puts on the timeline: itself, and of leverage its
// steps too.
func (f faces) timeline(at AsOf, v *process.Version) []TimelineItem {
	item := func(on act.Moment, g act.Ground, who, title string) []TimelineItem {
		if !on.Known() || !at.takes(on, g, &v.Line) {
			return nil
		}
		return []TimelineItem{{
			process.Ref(v.ID), v.Kind, "", on.Day, on.Until, firstLine(title), who, f.seat(v.Author.Seat),
			string(g.Mark), g.Illustrative, list(g.Sources),
		}}
	}
	switch x := v.Act.(type) {
	case act.Contact:
		return item(x.When, x.Ground, "", x.Title)
	case act.Announcement:
		return item(x.When, x.Ground, x.Speaker.Name, x.Words)
	case act.Undertaking:
		return item(x.Spoken, x.Ground, f.seat(x.By).Name, x.Words)
	case act.Event:
		on := act.Moment{Day: x.Date, Until: x.Until}
		return item(on, act.Ground{Mark: x.Mark, Teller: x.Teller, Sources: x.Sources, Illustrative: x.Illustrative}, x.Teller, x.Title)
	case act.Leverage:
		out := item(x.Set, x.Ground, x.Holder, x.Title)
		for i := range out {
			out[i].Step = LeverageSet
		}
		for _, step := range f.steps(at, v) {
			if step.Withdrawn {
				continue
			}
			for _, t := range step.Told {
				if t.Withdrawn == nil {
					out = append(out, TimelineItem{
						t.Entry, act.KindLeverageStep, step.Step, step.On.Day, step.On.Until, firstLine(x.Title), x.Holder,
						t.By, t.Mark, t.Illustrative, t.Sources,
					})
				}
			}
		}
		return out
	}
	return nil
}
