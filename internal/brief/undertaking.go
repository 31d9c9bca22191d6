// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// States of an undertaking, by what the seat that undertook it has said to the
// words as they stand now.
const (
	UndertakingOwnWords    = "own-words"     // that seat wrote it here itself
	UndertakingNotReadBack = "not-read-back" // it rests on the notes of whoever entered it
	UndertakingReadBack    = "read-back"     // and that seat has not answered
	UndertakingReported    = "reported"      // another seat reports an answer of that seat
	UndertakingConfirmed   = "confirmed"
	UndertakingCorrected   = "corrected" // the right words are in the answer
	UndertakingDisowned    = "disowned"
	UndertakingReworded    = "reworded" // it was written again after it had been answered
	UndertakingWithdrawn   = "withdrawn"
)

// UndertakingsReport is what was undertaken, as spoken, the oldest first.
type UndertakingsReport struct {
	Footing
	Now          time.Time             `json:"now"` // what dates are counted from
	Found        int                   `json:"found"`
	Undertakings []UndertakingStanding `json:"undertakings"`
}

// UndertakingStanding is one undertaking and what was said to it. Whether it was
// kept is a claim of whoever says so; such claims stand side by side.
type UndertakingStanding struct {
	Written
	Undertakes SeatRef     `json:"undertakes"` // the seat that does
	To         []SeatRef   `json:"to"`
	Words      string      `json:"words"`
	Quoted     bool        `json:"quoted,omitempty"`
	Spoken     act.Moment  `json:"spoken,omitzero"`
	Contact    *EntryLink  `json:"contact,omitempty"`
	Issue      *IssueRef   `json:"issue,omitempty"`
	State      string      `json:"state"` // a word such as [UndertakingConfirmed]
	Due        DueStanding `json:"due"`
	ReadBack   *ReadBack   `json:"read_back,omitempty"` // the first that stands, of the words as they are now
	Answers    []Reply     `json:"answers"`             // read-backs and answers, by time
	Outcome    []Reply     `json:"outcome"`             // who says that it was kept or not, by time
	Overdue    bool        `json:"overdue,omitempty"`   // its date has passed everywhere, and it is not [UndertakingStanding.Kept]
}

// DueStanding is when something is due, as it was stated, and how far off that
// is.
type DueStanding struct {
	When  act.Moment `json:"when,omitzero"`
	Words string     `json:"words,omitempty"` // as stated; words alone are no date
	Clock Clock      `json:"clock"`
}

// ReadBack is that the words were read back to the seat that undertook.
type ReadBack struct {
	Entry   string     `json:"entry"`
	By      SeatRef    `json:"by"`
	Time    time.Time  `json:"time"` // when it was entered
	On      act.Moment `json:"on,omitzero"`
	Minutes int64      `json:"minutes"` // since it was entered
}

// Reply is one answer to an undertaking.
type Reply struct {
	Written
	Answer  string     `json:"answer"`
	Words   string     `json:"words,omitempty"`
	On      act.Moment `json:"on,omitzero"`
	Own     bool       `json:"own"`               // the seat that undertook says so itself
	Earlier bool       `json:"earlier,omitempty"` // to words that were written again since
}

// Undertakings lists what was undertaken; dates are counted from now.
func Undertakings(s process.State, r *record.Roster, h Head, withheld int64, now time.Time) UndertakingsReport {
	f := newFaces(s, r)
	all := f.undertakings(s.Versions(act.KindUndertaking), now)
	return UndertakingsReport{footing(h, withheld), now.UTC(), len(all), all}
}

func (f faces) undertakings(versions []process.Version, now time.Time) []UndertakingStanding {
	out := make([]UndertakingStanding, 0, len(versions))
	for _, v := range versions {
		out = append(out, f.undertaking(v, now))
	}
	slices.SortFunc(out, func(a, b UndertakingStanding) int {
		return cmp.Or(strings.Compare(a.spoken(), b.spoken()), a.Time.Compare(b.Time), strings.Compare(a.First, b.First))
	})
	return out
}

// spoken is the day on which it was said, or entered when that was not stated.
func (u *UndertakingStanding) spoken() string {
	if u.Spoken.Known() {
		return u.Spoken.Day
	}
	return dayOf(u.Time)
}

func (f faces) undertaking(v process.Version, now time.Time) UndertakingStanding {
	x := v.Act.(act.Undertaking)
	out := UndertakingStanding{
		Written: f.written(v, x.Ground), Undertakes: f.seat(x.By), To: f.seats(x.To), Words: x.Words, Quoted: x.Quoted,
		Spoken: x.Spoken, Contact: f.link(x.Contact), Issue: f.issueIf(x.Issue), Due: due(x.Due, now),
		Answers: []Reply{}, Outcome: []Reply{},
	}
	for _, a := range f.state.About(v, act.KindUndertakingAnswer) {
		y := a.Act.(act.UndertakingAnswer)
		reply := Reply{
			Written: f.written(a, y.Ground), Answer: y.Answer, Words: y.Words, On: y.On,
			Own: a.Author.Seat == x.By && y.Mark == "", Earlier: y.Undertaking != process.Ref(v.ID),
		}
		if y.Answer == "kept" || y.Answer == "not-kept" {
			out.Outcome = append(out.Outcome, reply)
			continue
		}
		out.Answers = append(out.Answers, reply)
		if y.Answer == "read-back" && !reply.Earlier && a.Withdrawn == nil && out.ReadBack == nil {
			out.ReadBack = &ReadBack{process.Ref(a.ID), reply.By, a.Time, y.On, max(0, int64(now.Sub(a.Time)/time.Minute))}
		}
	}
	out.State = out.state(v.Author.Seat == x.By && x.Mark == "")
	out.Overdue = passed(x.Due.When, now) && !out.Kept() && out.State != UndertakingWithdrawn && out.State != UndertakingDisowned
	return out
}

// Kept reports whether it is over in the view of all who speak of it: somebody
// says that it was kept, and the newest word of no seat is another. What one
// side calls kept and the other not stays open, whichever of them owed it.
func (u *UndertakingStanding) Kept() bool {
	newest := map[string]string{}
	for i := range u.Outcome {
		if r := &u.Outcome[i]; r.Withdrawn == nil {
			newest[r.By.Seat] = r.Answer
		}
	}
	return allKept(maps.Values(newest))
}

// allKept reports whether there are words on whether something was kept, and all
// of them say so.
func allKept(words iter.Seq[string]) bool {
	some := false
	for w := range words {
		if w != "kept" {
			return false
		}
		some = true
	}
	return some
}

// state says how an undertaking stands: by the newest answer of the seat itself
// to these words; failing that, by what is known otherwise.
func (u *UndertakingStanding) state(ownWords bool) string {
	if u.Withdrawn != nil {
		return UndertakingWithdrawn
	}
	reported, earlier := false, false
	for _, a := range slices.Backward(u.Answers) {
		switch {
		case a.Withdrawn != nil:
		case a.Earlier:
			earlier = true
		case a.Answer == "read-back":
		case a.Own:
			return a.Answer // confirmed, corrected and disowned are states of the same name
		default:
			reported = true
		}
	}
	switch {
	case ownWords:
		return UndertakingOwnWords
	case reported:
		return UndertakingReported
	case u.ReadBack != nil:
		return UndertakingReadBack
	case earlier:
		return UndertakingReworded
	}
	return UndertakingNotReadBack
}

func due(d act.Due, now time.Time) DueStanding {
	return DueStanding{d.When, d.Says, AsOf{Today: dayOf(now)}.clock(d)}
}

// passed reports whether a moment lies behind everywhere on earth. The offset of
// a named zone depends on the machine, so it is not looked up: a moment in one
// has passed when it has in every zone.
func passed(m act.Moment, now time.Time) bool {
	const farthest = 12 * time.Hour // the last place where a day ends is 12 hours behind UTC
	day, err := time.Parse(dayLayout, max(m.Day, m.Until))
	if err != nil {
		return false
	}
	end := day.Add(24*time.Hour + farthest)
	if at, err := time.Parse("2006-01-02 15:04", m.Day+" "+m.Clock); m.Clock != "" && err == nil {
		end = at.Add(farthest)
		if offset, ok := offset(m.Zone); ok {
			end = at.Add(-offset)
		}
	}
	return now.After(end)
}

// offset is how far a zone written as UTC or UTC+03:00 is ahead of UTC.
func offset(zone string) (time.Duration, bool) {
	if zone == "UTC" {
		return 0, true
	}
	t, err := time.Parse("UTC-07:00", zone)
	if err != nil {
		return 0, false
	}
	_, seconds := t.Zone()
	return time.Duration(seconds) * time.Second, true
}
