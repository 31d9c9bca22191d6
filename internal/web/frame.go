// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"

	"parley/internal/brief"
	"parley/internal/lang"
)

// frame is what stands around the content of a page. Templates have it as $.
type frame struct {
	r *request

	Lang, Dir string
	Endonym   string // what the language calls itself
	Reviewed  bool   // a person has reviewed the texts of this language
	Languages []lang.Language
	Taste     taste
	Title     string
	Path      string // of this page, to come back to

	Demo  bool
	Desks []deskLink

	At        bool // at an open desk: process, rail and footer are shown
	Locked    bool // at a desk that is locked
	Process   string
	Me        brief.SeatRef
	Role      string
	Rail      []railLink
	Register  []railLink
	Lane      lane
	Live      bool
	Head      brief.Head
	Withheld  int64
	Witnesses int // seats and guarantors
	Outbox    int
	Sync      SyncState
	Palette   []paletteLink
	Content   any
}

type deskLink struct {
	Key, Label string
	Here       bool
	Locked     bool
}

type railLink struct {
	Path, Name, Key string
	Here            bool
	Count           int // 0 is not shown
}

type paletteLink struct{ Path, Name, Key string }

func (r *request) frame(content any, l lane) *frame {
	f := &frame{
		r: r, Lang: r.p.Tag(), Dir: r.p.Dir(), Reviewed: r.p.Reviewed(), Languages: lang.Languages(),
		Taste: tasteOf(r.Request), Path: r.URL.Path, Demo: r.server.opt.Demo, Lane: l, Content: content,
	}
	f.Endonym = f.Lang
	for _, l := range f.Languages {
		if l.Tag == f.Lang {
			f.Endonym = l.Own
		}
	}
	if r.page != nil {
		f.Title = r.p.T(r.page.title)
		f.Live = r.page.live
	}
	f.Title = cmp.Or(r.title, f.Title)
	if !r.server.sessions.known(cookieOf(r.Request, r.server.guard.cookie)) && r.desk == nil {
		f.Demo = false // who was not let in learns nothing of the desks
		return f
	}
	for _, d := range r.server.desks() {
		n, _ := d.at()
		f.Desks = append(f.Desks, deskLink{d.Key, cmp.Or(d.Label, d.Key), d == r.desk, n == nil})
	}
	if r.desk == nil {
		return f
	}
	f.Path = r.at(r.URL.Path)
	if r.node == nil {
		f.Locked = true
		return f
	}
	r.fill(f)
	return f
}

// fill adds what is known of the process.
func (r *request) fill(f *frame) {
	f.At, f.Head, f.Withheld, f.Sync = true, r.head, r.view.Withheld, r.desk.syncState()
	f.Process = cmp.Or(r.view.State.Title(), r.p.T("Process without a title"))
	f.Me = brief.SeatRef{Seat: r.node.Seat(), Name: r.name(r.node.Seat())}
	f.Outbox = len(r.node.Outbox())
	if v := r.view.Roster; v != nil {
		f.Witnesses = len(v.Seats) + len(v.Guarantors)
		if me := v.Seat(r.node.Seat()); me != nil {
			f.Role = me.Role
		}
	}
	for _, place := range rail() {
		for _, p := range pages() {
			if p.place != place.place || !p.opens {
				continue
			}
			x := railLink{Path: r.at(p.path), Name: r.p.T(place.name), Key: p.key, Here: r.page != nil && r.page.place == p.place}
			if p.count != nil {
				x.Count = p.count(r)
			}
			if place.register {
				f.Register = append(f.Register, x)
			} else {
				f.Rail = append(f.Rail, x)
			}
		}
	}
	for _, p := range pages() {
		if !holds(p.path, "{") {
			f.Palette = append(f.Palette, paletteLink{r.at(p.path), r.p.T(p.title), p.key})
		}
	}
}
