// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"errors"
	"slices"

	"parley/internal/brief"
	"parley/internal/lang"
	"parley/internal/node"
)

// writePage is where an entry begins: what it is, then who will read it. Only
// after that is there a place to type.
type writePage struct {
	Name     string // of the form
	Intro    string
	All      bool // it is always said to every seat
	Forms    []formChoice
	Channels []channelCard
	Seats    []option
	Drafts   []draftLine
	Chosen   []string // seats ticked for a new channel
	Mistakes mistakes
	Prefill  map[string][]string // values that the page it was begun from gives
	About    string              // reference of the entry that it is about
}

type formChoice struct {
	Name, Title string
	Here        bool
}

// channelCard is one channel that the seat reads.
type channelCard struct {
	Readers  []brief.SeatRef
	Words    []string // seats, as the form sends them
	Plenary  bool
	Entries  int
	Register string          // the default of such a channel
	Blind    []brief.SeatRef // readers that do not read what the entry is about
	Others   []brief.SeatRef
}

// draftLine is a draft that was begun.
type draftLine struct {
	draft
	Title   string
	Readers []brief.SeatRef
}

func buildWrite(r *request) (any, lane, error) {
	f := findForm(r.FormValue("form"))
	if f == nil || f.aside {
		f = findForm("note")
	}
	return r.writePage(f, r.Form["to"], nil)
}

func (r *request) writePage(f *form, chosen []string, wrong mistakes) (any, lane, error) {
	out := writePage{Name: f.name, Intro: r.p.T(f.intro), All: f.all, Chosen: chosen, Mistakes: wrong, Prefill: map[string][]string{}}
	for _, x := range forms() {
		if !x.aside {
			out.Forms = append(out.Forms, formChoice{x.name, r.p.T(x.title), x.name == f.name})
		}
	}
	for _, x := range f.fields {
		if v := r.Form["v."+x.name]; len(v) > 0 {
			out.Prefill[x.name] = v
		}
	}
	out.About = aboutOf(out.Prefill)
	all := r.view.Roster.Accepted()
	out.Channels = append(out.Channels, r.card(all, r.entriesOf(all), all))
	if !f.all {
		for _, c := range r.view.State.Channels() {
			if !slices.Equal(c.Audience, all) && r.reachable(c.Audience) {
				out.Channels = append(out.Channels, r.card(c.Audience, c.Entries, all))
			}
		}
		out.Seats = seatOptions(r)
	}
	for i := range out.Channels {
		out.Channels[i].Blind = r.blind(out.About, out.Channels[i].Words)
	}
	drafts, err := r.draftLines()
	out.Drafts = drafts
	return out, r.machineLane(), err
}

// aboutOf is the entry that a draft is about: that whose place it takes, that
// which it answers, or that of which it tells.
func aboutOf(v values) string {
	return cmp.Or(v.Get("amends"), v.Get("undertaking"), v.Get("contact"), v.Get("round"), v.Get("entry"))
}

// blind are the seats of an audience that do not read an entry. An entry about it
// would tell them that there is one, and is refused unless it was shown to them.
func (r *request) blind(ref string, audience []string) []brief.SeatRef {
	l, err := r.view.State.Find(ref)
	if ref == "" || err != nil {
		return nil
	}
	return r.refs(slices.DeleteFunc(slices.Clone(audience), func(s string) bool { return slices.Contains(l.Audience, s) }))
}

func (r *request) entriesOf(audience []string) int {
	for _, c := range r.view.State.Channels() {
		if slices.Equal(c.Audience, audience) {
			return c.Entries
		}
	}
	return 0
}

func (r *request) card(audience []string, entries int, all []string) channelCard {
	c := channelCard{Readers: r.refs(audience), Words: audience, Entries: entries, Plenary: slices.Equal(audience, all), Register: "wp"}
	if c.Plenary && len(all) > 2 {
		c.Register = "record"
	}
	c.Others = r.refs(r.others(audience))
	return c
}

// reachable reports whether an entry can still be sealed to an audience.
func (r *request) reachable(audience []string) bool {
	return r.view.Roster != nil && r.view.Roster.Readable(audience) == nil
}

// plenary reports whether an audience is every seat that has accepted.
func (r *request) plenary(audience []string) bool {
	return slices.Equal(audience, r.view.Roster.Accepted())
}

func (r *request) draftLines() ([]draftLine, error) {
	list, err := r.node.Drafts(r.Context())
	if err != nil {
		return nil, err
	}
	var out []draftLine
	for _, d := range list {
		f := findForm(d.Kind)
		if f == nil {
			continue
		}
		out = append(out, draftLine{d, r.p.T(f.title), r.refs(d.Audience)})
	}
	return out, nil
}

// begin makes a draft for an audience, for life.
func begin(r *request) (answer, error) {
	f := findForm(r.PostForm.Get("form"))
	if f == nil || f.aside {
		return answer{}, errNotFound
	}
	d := draft{ID: node.NewDraftID(), Kind: f.name, Register: r.PostForm.Get("register"), Values: map[string][]string{}}
	d.Audience = r.PostForm["audience"]
	if f.all {
		d.Audience, d.Register = r.view.Roster.Accepted(), "record"
	}
	if !slices.Contains(d.Audience, r.node.Seat()) {
		d.Audience = append(d.Audience, r.node.Seat())
	}
	slices.Sort(d.Audience)
	d.Audience = slices.Compact(d.Audience)
	var wrong mistakes
	if len(d.Audience) < 2 && r.PostForm.Get("alone") == "" {
		wrong = append(wrong, mistake{"audience", r.p.T("Choose who is to read it, beside your own seat")})
	} else if r.view.Roster == nil {
		wrong = append(wrong, mistake{"audience", r.p.T("Nothing of this process has been read here yet: sync first")})
	} else if err := r.view.Roster.Readable(d.Audience); err != nil {
		wrong = append(wrong, mistake{"audience", err.Error()})
	}
	if _, err := node.ParseRegister(d.Register); err != nil {
		wrong = append(wrong, mistake{"register", r.p.T("Choose: {field}", "field", r.p.T("Register"))})
	}
	if len(wrong) > 0 {
		content, l, err := r.writePage(f, d.Audience, wrong)
		return answer{page: &page{title: f.title, template: "write", place: f.about}, content: content, lane: l}, err
	}
	for _, x := range f.fields {
		if v := r.PostForm["v."+x.name]; len(v) > 0 {
			d.Values[x.name] = v
		}
	}
	if f.start != nil {
		f.start(r, d.Values)
	}
	return answer{to: "/draft/" + d.ID}, r.node.SaveDraft(r.Context(), d)
}

// draftPage is the form itself.
type draftPage struct {
	draft
	Title, Intro string
	Rules        []string // what who learns
	Fields       []fieldView
	Links        []mistakeLink
	Readers      []brief.SeatRef
	Others       []brief.SeatRef
	About        *brief.EntryReport // the entry that it is about
	Again        bool               // and whose place it takes
	Back         bool               // it was taken back from the outbox
}

func buildDraft(r *request) (any, lane, error) {
	d, f, err := r.draft()
	if err != nil {
		return nil, lane{}, err
	}
	if f.home != "" {
		return nil, lane{}, &elsewhere{f.home + d.ID}
	}
	return r.draftPage(d, f, nil), r.draftLane(d), nil
}

// draft finds the draft that an address names, and its form.
func (r *request) draft() (draft, *form, error) {
	d, err := r.findDraft(r.Context(), r.PathValue("id"))
	if errors.Is(err, errNoDraft) {
		return d, nil, &wrong{problem{
			404,
			func(p *lang.Printer) string { return p.T("No such draft") },
			func(p *lang.Printer) string {
				return p.T("It was sealed, or thrown away.")
			},
			func(p *lang.Printer) string { return p.T("What was sealed is under receipts.") },
		}, err}
	}
	if err != nil {
		return d, nil, err
	}
	f := findForm(d.Kind)
	if f == nil {
		return d, nil, errNotFound
	}
	if f.shape != nil {
		f.fields = f.shape(r, d.Values)
	}
	r.readers = d.Audience
	r.title = r.p.T(f.title)
	if r.page != nil {
		p := *r.page
		p.place = f.about
		r.page = &p
	}
	return d, f, nil
}

func (r *request) draftPage(d draft, f *form, wrong mistakes) draftPage {
	out := draftPage{
		draft: d, Title: r.p.T(f.title), Intro: r.p.T(f.intro), Fields: f.show(r, d.Values, wrong), Links: wrong.links(),
		Readers: r.refs(d.Audience), Others: r.refs(r.others(d.Audience)), Back: r.URL.Query().Get("back") != "",
	}
	if f.rules != nil {
		out.Rules = f.rules(r, d.Values)
	}
	if out.Again = values(d.Values).Get("amends") != ""; out.Again {
		out.Title = r.p.T("Write again: {what}", "what", kindFor(r.p, f.kind))
	}
	if ref := aboutOf(d.Values); ref != "" && (f.aside || out.Again) {
		if l, err := r.view.State.Find(ref); err == nil {
			if e, err := brief.EntryShow(r.view.State, r.view.Roster, r.head, r.view.Withheld, l.ID); err == nil {
				out.About = &e
			}
		}
	}
	return out
}

// draftLane names the readers while something is written.
func (r *request) draftLane(d draft) lane {
	l := r.channelLane(r.refs(d.Audience), r.plenary(d.Audience))
	l.Who = r.p.T("Draft.") + " " + l.Who
	l.More = r.p.T("A draft belongs to one channel for life. Until it is sealed nobody else’s screen shows it.")
	return l
}
