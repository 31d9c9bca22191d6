// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"encoding/hex"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	"parley/internal/brief"
)

// packPage is what a delegation takes to its capital: chosen pages as one, to be
// printed or kept. What was said in a channel is in it only when that channel
// was ticked: the pages are made from a state that does not have the rest.
type packPage struct {
	Choices  []packChoice
	Lanes    []packLane
	Parts    []packPart // empty while pages are chosen
	Included []packLane // channels that were ticked
	Day      string
	On       string
	Note     begun  // what instructions came back
	Missing  string // why no pack was made
}

// packChoice is one page that can be taken along.
type packChoice struct {
	Name, Title string
	Chosen      bool
}

// packLane is one confidential channel of this seat.
type packLane struct {
	Channel string
	Readers []brief.SeatRef
	Entries int
	Chosen  bool
}

// packPart is one page of a pack.
type packPart struct {
	ID, Title string
	Body      template.HTML
}

// packed are the pages that can be taken along, in the order of a pack. The
// first ones are ticked at the start.
func packed() []string {
	return []string{
		"/standing", "/issues", "/positions", "/undertakings", "/contacts", "/divergences", "/announcements", "/formats",
		"/preferences", "/rounds", "/commitments", "/kept", "/leverage", "/consultation", "/consents",
	}
}

// ticked is how many of them are ticked at the start.
const ticked = 4

func buildPack(r *request) (any, lane, error) {
	q := r.URL.Query()
	made, chosen := q.Get("make") != "", q["page"]
	_, day := r.asOf()
	out := packPage{Day: r.server.opt.Now().UTC().Format(time.DateOnly), On: day.On}
	for i, path := range packed() {
		p := findPage(path)
		tick := slices.Contains(chosen, path[1:]) || !made && i < ticked
		out.Choices = append(out.Choices, packChoice{path[1:], r.p.T(p.title), tick})
	}
	var keep [][]string
	for _, c := range r.view.State.Channels() {
		if r.plenary(c.Audience) {
			keep = append(keep, c.Audience)
			continue
		}
		x := packLane{Channel: hex.EncodeToString(c.ID[:]), Readers: r.refs(c.Audience), Entries: c.Entries}
		x.Chosen = made && slices.Contains(q["channel"], x.Channel)
		if x.Chosen {
			keep = append(keep, c.Audience)
			out.Included = append(out.Included, x)
		}
		out.Lanes = append(out.Lanes, x)
	}
	out.Note = begun{
		Form: "note", Label: r.p.T("Write down what instructions came back"), Register: "wp", Readers: r.refs([]string{r.node.Seat()}),
	}
	if !made {
		return out, r.ownLane(), nil
	}
	if err := r.makePack(&out, keep); err != nil {
		return nil, lane{}, err
	}
	if len(out.Parts) == 0 {
		out.Missing = r.p.T("Tick at least one page.")
	}
	return out, r.packLane(out), nil
}

// packLane says in words what is in a pack, and that paper has no lanes.
func (r *request) packLane(p packPage) lane {
	more := r.p.T("It holds what was said to all seats, and nothing of other channels, whether there are any or not.")
	if len(p.Included) > 0 {
		more = r.p.T("Confidential: it holds words of the channels that are named on its cover.")
	}
	return lane{r.p.T("Whoever holds this pack can read it."), more}
}

// makePack makes each chosen page from a state that has the channels of some
// audiences and no others.
func (r *request) makePack(out *packPage, audiences [][]string) error {
	s := r.view.State.Only(audiences)
	query := url.Values{}
	if out.On != "" {
		query.Set("on", out.On)
	}
	for _, c := range out.Choices {
		if !c.Chosen {
			continue
		}
		p := findPage("/" + c.Name)
		sub := *r
		sub.view.State, sub.page, sub.whole, sub.choices = s, p, true, nil
		sub.Request = r.Request.Clone(r.Context())
		sub.URL = &url.URL{Path: p.path, RawQuery: query.Encode()}
		sub.Form, sub.PostForm = nil, nil
		sub.Method = http.MethodGet
		content, l, err := p.build(&sub)
		if err != nil {
			return err
		}
		t, err := r.server.sheets.find(r.p, p.template)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		if err := t.ExecuteTemplate(&b, "main", sub.frame(content, l)); err != nil {
			return err
		}
		out.Parts = append(out.Parts, packPart{"part-" + c.Name, c.Title, partOf(b.String(), c.Name)})
	}
	return nil
}
