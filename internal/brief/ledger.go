// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"time"

	"parley/internal/process"
)

// AskStanding is a request to show an entry.
type AskStanding struct {
	Ask   string    `json:"ask"`   // the entry that asks
	Entry string    `json:"entry"` // the entry asked for
	By    SeatRef   `json:"by"`
	Of    *SeatRef  `json:"of,omitempty"` // its author, when known here
	Time  time.Time `json:"time"`
	Parts []int64   `json:"parts"` // none: to use the idea in other words
	To    []SeatRef `json:"to"`
	Why   string    `json:"why,omitempty"`

	// Answered says that permissions of the author cover it, as far as this
	// seat can know.
	Answered bool `json:"answered"`
	You      bool `json:"you"` // it waits for this seat
}

// GrantStanding is a permission to show an entry.
type GrantStanding struct {
	Grant    string    `json:"grant"` // the entry that permits
	Entry    string    `json:"entry"` // the entry that may be shown
	By       SeatRef   `json:"by"`
	Time     time.Time `json:"time"`
	Parts    []int64   `json:"parts"`
	To       []SeatRef `json:"to"`
	OwnWords bool      `json:"own_words"` // nothing is shown; the idea may be used in the mediator's own words
	Used     bool      `json:"used"`      // some of it was shown to a seat that it names, as far as known here

	// Unchecked says that the author of the entry is not known here, so that
	// this may be the permission of a stranger.
	Unchecked bool `json:"unchecked,omitempty"`
}

func (f faces) ledger() ([]AskStanding, []GrantStanding) {
	asks, grants := []AskStanding{}, []GrantStanding{}
	for _, r := range f.state.Releases() {
		for _, a := range r.Asked {
			if !a.Answered {
				asks = append(asks, f.ask(a, r))
			}
		}
		for _, g := range r.Granted {
			if g.Void == "" {
				grants = append(grants, f.grant(g, r))
			}
		}
	}
	return asks, grants
}

func (f faces) ask(a process.Asked, r process.Release) AskStanding {
	out := AskStanding{
		Ask: process.Ref(a.Entry), Entry: process.Ref(r.Entry), By: f.seat(a.By.Seat), Time: a.Time,
		Parts: list(a.Parts), To: f.seats(a.To), Why: a.Why, Answered: a.Answered,
	}
	if of := r.Author.Seat; of != "" {
		ref := f.seat(of)
		out.Of, out.You = &ref, of == f.state.Seat() && !a.Answered
	}
	return out
}

func (f faces) grant(g process.Granted, r process.Release) GrantStanding {
	return GrantStanding{
		Grant: process.Ref(g.Entry), Entry: process.Ref(r.Entry), By: f.seat(g.By.Seat), Time: g.Time,
		Parts: list(g.Parts), To: f.seats(g.To), OwnWords: g.OwnWords, Used: g.Used, Unchecked: r.Author.Seat == "",
	}
}
