// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
	"parley/internal/node"
)

// stop is a passage of a draft that is known here only from a channel whose
// readers are others. It stands before the seal until it is taken out, released
// by its author, or said to be public with its source.
type stop struct {
	Text    string
	Why     string // "words", "number" or "name"
	Entry   string
	Readers []brief.SeatRef // of the channel it is known from
	Author  *brief.SeatRef
	Own     bool // the own seat wrote it there
	Idea    bool // its author permits the idea to be told in other words
	Asked   bool // its author has been asked to release it
}

// publicValue is the value of a draft that says where passages are public: each
// one followed by its source.
const publicValue = "public"

// publicSource is where a passage of a draft is said to be public.
type publicSource struct{ Passage, Source string }

func publicOf(d draft) []publicSource {
	var out []publicSource
	v := d.Values[publicValue]
	for i := 0; i+1 < len(v); i += 2 {
		out = append(out, publicSource{v[i], v[i+1]})
	}
	return out
}

// stops are the passages that hold an act back, as the node finds them. What its
// author has released to every reader of the draft does not, nor what is said to
// be public.
func (r *request) stops(d draft, a act.Act) ([]stop, error) {
	if a == nil {
		return nil, nil // a release moves words with the permission that it needs
	}
	if a, ok := a.(act.Ask); ok && a.Why == "" {
		return nil, nil
	}
	found, err := r.node.Foreign(node.Draft{Audience: d.Audience, Act: a})
	if err != nil {
		return nil, err
	}
	public := publicOf(d)
	var out []stop
	for _, p := range found {
		said := slices.ContainsFunc(public, func(x publicSource) bool { return x.Passage == p.Text })
		if !p.Stops() || said {
			continue
		}
		s := stop{
			Text: p.Text, Why: p.Why, Entry: hex.EncodeToString(p.Entry[:]), Readers: r.refs(p.Readers), Idea: p.OwnWords,
		}
		if l, ok := r.view.State.Line(p.Entry); ok {
			author := l.Author.Seat
			if l.Shown != nil {
				author = l.Shown.Author.Seat
			}
			s.Author, s.Own = &r.refs([]string{author})[0], author == r.node.Seat()
		}
		for _, x := range r.view.State.Release(p.Entry).Asked {
			s.Asked = s.Asked || !x.Answered
		}
		out = append(out, s)
	}
	return out, nil
}

// publicPage asks where a passage can be read by everybody.
type publicPage struct {
	ID      string // of the draft
	Passage string
	Source  string
	Mistake string
}

// buildPublic finds the passage by its number on the check page. Its words are in
// no address: browsers keep those on the disk.
func buildPublic(r *request) (any, lane, error) {
	d, f, err := r.draft()
	if err != nil {
		return nil, lane{}, err
	}
	a, err := f.read(r, d.Values)
	if err != nil {
		return nil, lane{}, &wrong{problemForm, err}
	}
	found, err := r.stops(d, a)
	if err != nil {
		return nil, lane{}, err
	}
	n, err := strconv.Atoi(r.URL.Query().Get("stop"))
	if err != nil || n < 0 || n >= len(found) {
		return nil, lane{}, errNotFound
	}
	return publicPage{ID: d.ID, Passage: found[n].Text}, r.draftLane(d), nil
}

// maxSource bounds what is kept with a draft for one passage.
const maxSource = 300

// addPublic keeps the source of a passage with the draft, and with the act where
// it has a place for sources. The check page shows it to the end.
func addPublic(r *request) (answer, error) {
	d, f, err := r.draft()
	if err != nil {
		return answer{}, err
	}
	passage, source := r.PostForm.Get("passage"), act.Tidy(r.PostForm.Get("source"))
	if source == "" || len(source) > maxSource || passage == "" || strings.Contains(source, "\n") {
		return answer{
			page:    &page{title: phrase.T("Where it is public"), template: "public", place: f.about},
			content: publicPage{d.ID, passage, source, r.p.T("Say in one line where everybody can read it: a publication and its date, or an address")},
			lane:    r.draftLane(d),
		}, nil
	}
	d.Values[publicValue] = append(d.Values[publicValue], passage, source)
	f.addSource(d.Values, source)
	return answer{to: "/draft/" + d.ID + "/check"}, r.node.SaveDraft(r.Context(), d)
}

// sayOwn lets a seat say words of its own to further readers. Words that another
// told it do not pass by this door.
func sayOwn(r *request) (answer, error) {
	d, f, err := r.draft()
	if err != nil {
		return answer{}, err
	}
	a, err := f.read(r, d.Values)
	if err != nil {
		return answer{to: "/draft/" + d.ID}, nil
	}
	found, err := r.stops(d, a)
	if err != nil {
		return answer{}, err
	}
	passage := r.PostForm.Get("passage")
	if slices.ContainsFunc(found, func(s stop) bool { return s.Own && s.Text == passage }) {
		d.Values[publicValue] = append(d.Values[publicValue], passage, r.p.T("words of this seat"))
	}
	return answer{to: "/draft/" + d.ID + "/check"}, r.node.SaveDraft(r.Context(), d)
}

// addSource writes a source into the first free row of the form's sources.
func (f *form) addSource(v values, source string) {
	for _, x := range f.fields {
		if x.name != "sources" || x.kind != groupField {
			continue
		}
		n := len(v.Rows("sources"))
		v[rowName("sources", n, "key")] = []string{"public"}
		v[rowName("sources", n, "at")] = []string{source}
	}
}

// stopTitle is the heading of a stop.
func stopTitle(p *lang.Printer, why string) string {
	switch why {
	case "number":
		return p.T("A number came only from another channel")
	case "name":
		return p.T("A name came only from another channel")
	}
	return p.T("A passage came only from another channel")
}
