// SPDX-License-Identifier: Apache-2.0

package calendar

import (
	"errors"
	"fmt"
	"time"
)

// Status is how firm an event is. The zero value is [Tentative]: what nobody has
// confirmed is not firm.
type Status string

// The statuses of RFC 5545, section 3.8.1.11, for events.
const (
	Tentative Status = "TENTATIVE"
	Confirmed Status = "CONFIRMED"
	Cancelled Status = "CANCELLED"
)

// Moment is an instant or a whole day. The zero value is a date that is not
// known.
type Moment struct {
	At  time.Time // an instant; it is written in UTC
	Day string    // a whole day of the form 2025-05-19, if At is zero
}

// Event is one thing to be in a calendar.
type Event struct {
	UID         string // the same for every version of the event, unique in the world
	Start       Moment
	End         Moment // of an instant, when it ends; of a day, the last day; zero if not stated
	Zone        string // in words, in which zone an instant was agreed: "20:10 in Istanbul (UTC+3)"
	Summary     string
	Description string
	Location    string
	Status      Status
	Categories  []string
	Alarm       time.Duration // how long before the start a reminder comes; zero for none
	Stamp       time.Time     // when this version was made
	Sequence    int           // number of the version, from 0
}

// unknown reports that nobody has named a date.
func (e Event) unknown() bool { return e.Start == Moment{} && e.End == Moment{} }

// validate says why an event cannot be written, or nothing.
func (e Event) validate() error {
	switch {
	case e.UID == "":
		return errors.New("UID is missing; give the reference of the entry")
	case e.Summary == "":
		return errors.New("summary is missing; say in one line what it is")
	case e.Stamp.IsZero():
		return errors.New("stamp is missing; give the time of the entry that it comes from")
	case e.Sequence < 0:
		return fmt.Errorf("sequence is %d; versions are counted from 0", e.Sequence)
	case e.Alarm < 0:
		return fmt.Errorf("alarm is %v; a reminder comes before the start", e.Alarm)
	}
	switch e.Status {
	case "", Tentative, Confirmed, Cancelled:
	default:
		return fmt.Errorf("status is %.40q; want TENTATIVE, CONFIRMED or CANCELLED", string(e.Status))
	}
	for _, t := range []time.Time{e.Start.At, e.End.At, e.Stamp} {
		if y := t.UTC().Year(); !t.IsZero() && (y < 1 || y > 9999) {
			return fmt.Errorf("the year %d cannot be written in a calendar", y)
		}
	}
	return e.validateDates()
}

func (e Event) validateDates() error {
	start, end := e.Start, e.End
	switch {
	case e.unknown():
		return nil
	case start == Moment{}:
		return errors.New("start is not stated and end is; a calendar has no place for that")
	case !start.At.IsZero() && start.Day != "", !end.At.IsZero() && end.Day != "":
		return errors.New("an instant and a day are both given; give one")
	case end != Moment{} && start.At.IsZero() != end.At.IsZero():
		return errors.New("start and end are an instant and a day; give two of one sort")
	case !start.At.IsZero() && e.Zone == "":
		return errors.New("zone is missing; say in words in which zone the time was agreed")
	case !start.At.IsZero() && end != Moment{} && !end.At.After(start.At):
		return errors.New("end is not later than start")
	case !start.At.IsZero():
		return nil
	}
	for i, day := range []string{start.Day, end.Day} {
		if _, err := time.Parse(time.DateOnly, day); err != nil && day != "" {
			return fmt.Errorf("%s is %.40q; want a day of the form 2025-05-19", [...]string{"start", "end"}[i], day)
		}
	}
	if end.Day != "" && end.Day < start.Day {
		return fmt.Errorf("end is %s, which is before %s", end.Day, start.Day)
	}
	return nil
}
