// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"

	"parley/internal/brief"
)

// lobbyDesk is one process on this machine, as the lobby shows it.
type lobbyDesk struct {
	Key, Label string
	Locked     bool
	Title      string
	Me         string
	Role       string
	Open       bool
	Closed     bool
	Size       int64
	Waits      int // entries of the outbox
	YourTurn   int // requests and consents that wait for this seat
	Sync       SyncState
}

// lobbyPage is the desks of this machine.
type lobbyPage struct {
	Desks []lobbyDesk
	Home  bool // further processes can be begun and joined
}

// lobby lists the desks of this machine.
func (s *Server) lobby(w http.ResponseWriter, hr *http.Request) {
	r := &request{Request: hr, server: s, p: s.printer(hr), page: &page{title: phrase.T("Processes on this machine")}}
	var list []lobbyDesk
	for _, d := range s.desks() {
		x := lobbyDesk{Key: d.Key, Label: d.Label, Sync: d.syncState()}
		n, _ := d.at()
		at := &request{Request: hr, server: s, desk: d, node: n, p: r.p}
		if n == nil || at.look() != nil {
			x.Locked = true
			list = append(list, x)
			continue
		}
		st := brief.Standing(at.view.State, at.view.Roster, at.head, at.view.Withheld)
		x.Title, x.Me, x.Open, x.Closed, x.Size = st.Title, st.You.Name, st.Open, st.Closed, st.Head.Size
		x.Waits = len(n.Outbox())
		for _, a := range st.Asks {
			if a.You {
				x.YourTurn++
			}
		}
		for _, p := range st.Pending {
			if p.You {
				x.YourTurn++
			}
		}
		for _, seat := range st.Seats {
			if seat.You {
				x.Role = seat.Role
			}
		}
		list = append(list, x)
	}
	s.render(w, r, http.StatusOK, "lobby", lobbyPage{list, s.opt.Home != nil}, lane{r.p.T("This page is about this machine."), r.p.T("No other seat sees it.")})
}

// settings shows what a person can choose for the pages.
func (s *Server) settings(w http.ResponseWriter, hr *http.Request) {
	r := &request{Request: hr, server: s, p: s.printer(hr), page: &page{title: phrase.T("Settings of these pages")}}
	s.render(w, r, http.StatusOK, "settings", back(hr.URL.Query().Get("back")), lane{
		r.p.T("This page is about this machine."), r.p.T("What you choose is kept in this browser and holds no secret."),
	})
}
