// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/lang"
	"parley/internal/node"
)

// invitePage is how further seats come in: letters, and who waits.
type invitePage struct {
	Letters  []node.Letter
	Fields   []fieldView
	Links    []mistakeLink
	Mediator bool
	ByHand   bool
	Asked    bool // the hub was asked who waits
	Askers   []node.Asking
	Untold   int // names that some seat has not been told
	Done     string
}

func inviteForm() form {
	return form{title: phrase.T("Invite a seat"), fields: []field{
		{name: "name", label: phrase.T("What the seat will be called"), hint: phrase.T("Kept on this machine until the seat has come in; then you say it to every seat."), kind: lineField, required: true, most: 80},
		{name: "role", label: phrase.T("Role"), kind: choiceField, required: true, options: func(r *request) []option {
			return []option{
				{"party", r.p.T("Party: must consent to every further seat")},
				{"guarantor", r.p.T("Guarantor: a neutral witness")},
				{"mediator", r.p.T("Mediator: may add and remove seats")},
				{"observer", r.p.T("Observer: no say in who is added")},
				{"consulted", r.p.T("Consulted: no say in who is added")},
			}
		}},
		{name: "days", label: phrase.T("Days until the invitation ends"), kind: numberField, required: true},
	}}
}

func buildInvite(r *request) (any, lane, error) {
	return r.invitePage(values{"role": {"party"}, "days": {"7"}}, nil)
}

func (r *request) invitePage(v values, wrong mistakes) (invitePage, lane, error) {
	f := inviteForm()
	out := invitePage{
		Fields: f.show(r, v, wrong), Links: wrong.links(), ByHand: r.hub == nil, Done: r.URL.Query().Get("done"),
	}
	out.Mediator = r.mediator()
	var err error
	if out.Untold, err = r.untold(); err != nil {
		return out, lane{}, err
	}
	out.Letters, err = r.node.Invitations(r.Context())
	return out, r.machineLane(), err
}

// mediator reports whether this seat mediates.
func (r *request) mediator() bool {
	if r.view.Roster == nil {
		return false
	}
	me := r.view.Roster.Seat(r.node.Seat())
	return me != nil && me.Role == "mediator"
}

// untold counts the names that some seat has not been told. Only a mediator
// says them; at any other desk there are none to say.
func (r *request) untold() (int, error) {
	if !r.mediator() {
		return 0, nil
	}
	names, err := r.node.Untold(r.Context())
	return len(names), err
}

// invite makes an invitation and shows its letter.
func invite(r *request) (answer, error) {
	f := inviteForm()
	v := typed(f.fields, r.PostForm)
	wrong := checkFields(r, f.fields, v, "")
	days, _ := strconv.Atoi(v.Get("days"))
	if wrong == nil && (days < 1 || days > 89) {
		wrong = mistakes{{"days", r.p.T("Days until the invitation ends must be 1 to 89")}}
	}
	if wrong != nil {
		content, l, err := r.invitePage(v, wrong)
		return answer{page: &page{title: f.title, template: "invite", place: placePeople}, content: content, lane: l}, err
	}
	ctx, stop := context.WithTimeout(r.Context(), patience)
	defer stop()
	letter, err := r.node.InviteSeat(ctx, r.hub, v.Get("role"), v.Get("name"), r.server.opt.Now().Add(time.Duration(days)*24*time.Hour))
	if err != nil {
		return answer{}, onlyMediator(err)
	}
	return answer{to: "/letter/" + letter.Seat}, nil
}

// letter finds the invitation of a seat.
func (r *request) letter() (node.Letter, error) {
	list, err := r.node.Invitations(r.Context())
	if err != nil {
		return node.Letter{}, err
	}
	for _, l := range list {
		if l.Seat == r.PathValue("seat") {
			return l, nil
		}
	}
	return node.Letter{}, errNotFound
}

func buildLetter(r *request) (any, lane, error) {
	l, err := r.letter()
	return l, lane{
		r.p.T("A letter to one delegation."), r.p.T("Hand it over yourself or by a courier. The file travels apart from it, as a key would."),
	}, err
}

// letterFile gives the file of an invitation to the browser.
func (s *Server) letterFile(w http.ResponseWriter, hr *http.Request) {
	r, err := s.read(hr)
	var l node.Letter
	if err == nil {
		l, err = r.letter()
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", `attachment; filename="`+l.Seat+`.invitation"`)
	w.Write(l.File)
}

// askers asks the hub who waits to be let in.
func askers(r *request) (answer, error) {
	if err := r.needHub(); err != nil {
		return answer{}, err
	}
	content, l, err := r.invitePage(values{"role": {"party"}, "days": {"7"}}, nil)
	if err != nil {
		return answer{}, err
	}
	ctx, stop := context.WithTimeout(r.Context(), patience)
	defer stop()
	content.Asked = true
	content.Askers, err = r.node.Askers(ctx, r.hub)
	return answer{
		page: &page{title: phrase.T("Who waits to be let in"), template: "invite", place: placePeople}, content: content, lane: l, fine: true,
	}, err
}

// admit puts a seat on the record whose words two people have compared.
func admit(r *request) (answer, error) {
	if err := r.needHub(); err != nil {
		return answer{}, err
	}
	if r.PostForm.Get("compared") != "yes" {
		return answer{to: "/invite?done=compare"}, nil
	}
	ctx, stop := context.WithTimeout(r.Context(), patience)
	defer stop()
	waits, err := r.node.AdmitCompared(ctx, r.hub, r.PostForm.Get("seat"), strings.Fields(r.PostForm.Get("words")))
	r.desk.tell()
	r.desk.ask()
	if err != nil {
		return answer{}, &wrong{problem{
			409,
			func(p *lang.Printer) string { return p.T("The seat was not let in") },
			func(p *lang.Printer) string { return p.T("Nothing was changed.") },
			func(p *lang.Printer) string {
				return p.T("Ask the hub again who waits, and compare the words once more.")
			},
		}, err}
	}
	if len(slices.DeleteFunc(waits, func(s string) bool { return s == r.node.Seat() })) > 0 {
		return answer{to: "/people?done=proposed#pending"}, nil
	}
	return answer{to: "/people?done=admitted"}, nil
}

// tellNames says to every seat what the process and the seats are called, as far
// as some seat has not been told.
func tellNames(r *request) (answer, error) {
	drafts, err := r.node.Untold(r.Context())
	if err != nil {
		return answer{}, err
	}
	for _, d := range drafts {
		if _, err := r.node.Post(r.Context(), d); err != nil {
			return answer{}, err
		}
	}
	r.desk.holdUntil(r.server.opt.Now().Add(r.server.opt.Hold))
	r.desk.ask()
	r.desk.tell()
	return answer{to: "/receipts"}, nil
}
