// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"parley/internal/lang"
	"parley/internal/node"
)

// Home is the way to further processes of the home at this machine.
type Home struct {
	// Open returns the home, or node.ErrLocked while it is locked.
	Open func() (*node.Home, error)
	// Sit makes the desk of a seat that the home has by now.
	Sit func(ctx context.Context, label string) (*Desk, error)
}

// newForm is what a process begins with, as a form. Its readers are not chosen:
// there is nobody yet.
func newForm() form {
	return form{title: phrase.T("Begin a process"), fields: []field{
		{name: "title", label: phrase.T("Title of the process"), hint: phrase.T("Every seat will read it."), kind: lineField, required: true, most: 120},
		{name: "summary", label: phrase.T("What the process is about"), kind: shortField, most: 2000},
		{name: "name", label: phrase.T("Name of your own seat"), hint: phrase.T("Every seat will read it; the hub will not. You sit as mediator."), kind: lineField, required: true, most: 80},
		{name: "hub", label: phrase.T("Address of the hub"), hint: phrase.T("As its operator gave it to you: https, a name or number, and a port. Where there is no hub yet, the command parley hub serve --dir hub begins one and prints both."), kind: lineField, required: true, most: 200},
		{name: "cert", label: phrase.T("Hash of the hub’s certificate"), hint: phrase.T("64 digits and letters, from its operator. A hub that shows another one is sent nothing."), kind: lineField, required: true, most: 120},
		{name: "word", label: phrase.T("Word of admission"), hint: phrase.T("Only where the operator of the hub asks for one."), kind: lineField, most: 200},
		{name: "pace", label: phrase.T("Pace of the record"), hint: phrase.T("The hub adds to the record at this pace, with blanks where nothing was written, so that the pace says nothing."), kind: choiceField, required: true, options: func(r *request) []option {
			return []option{
				{"60", r.p.T("every minute")}, {"10", r.p.T("every ten seconds")}, {"0", r.p.T("on demand: for demonstrations and exercises")},
			}
		}},
	}}
}

// joinForm is how a seat takes up an invitation.
func joinForm() form {
	return form{title: phrase.T("Join with an invitation"), fields: []field{
		{name: "invitation", label: phrase.T("Text of the invitation"), hint: phrase.T("The whole content of the file that came with the letter. It works once: treat it as a key."), kind: textField, required: true, most: 8000},
	}}
}

// outsidePage is a form outside of any desk.
type outsidePage struct {
	Title  string
	Intro  string
	Action string
	Button string
	Fields []fieldView
	Links  []mistakeLink
	Reason string // why it was not done, in English
}

func (s *Server) showNew(w http.ResponseWriter, hr *http.Request) {
	s.outside(w, hr, newForm(), values{"pace": {"60"}}, nil, nil)
}

func (s *Server) showJoin(w http.ResponseWriter, hr *http.Request) {
	s.outside(w, hr, joinForm(), values{}, nil, nil)
}

func (s *Server) outside(w http.ResponseWriter, hr *http.Request, f form, v values, wrong mistakes, cause error) {
	r := &request{Request: hr, server: s, p: s.printer(hr), page: &page{title: f.title}}
	if s.opt.Home == nil {
		s.fault(w, hr, problemNotFound)
		return
	}
	out := outsidePage{Title: r.p.T(f.title), Fields: f.show(r, v, wrong), Links: wrong.links()}
	if f.title == joinForm().title {
		out.Action, out.Button = "/join", r.p.T("Make our keys and ask to be let in")
		out.Intro = r.p.T("Your keys are made on this machine. Then you read twelve words to whoever invited you, by telephone, and are let in.")
	} else {
		out.Action, out.Button = "/new", r.p.T("Begin the process")
		out.Intro = r.p.T("Your keys are made on this machine, and the record begins at the hub. Next you invite the others.")
	}
	status := http.StatusOK
	if wrong != nil || cause != nil {
		status = http.StatusUnprocessableEntity
	}
	if cause != nil {
		out.Reason = cause.Error()
	}
	s.render(w, r, status, "outside", out, lane{r.p.T("This page is about this machine."), r.p.T("No other seat sees it.")})
}

// begin founds a process and sits down at it.
func (s *Server) begin(w http.ResponseWriter, hr *http.Request) {
	f := newForm()
	r, v, ok := s.outsideForm(w, hr, f)
	if !ok {
		return
	}
	start := node.NewStart()
	start.HubURL, start.HubCert, start.Admission = v.Get("hub"), v.Get("cert"), v.Get("word")
	start.Title, start.Summary, start.Name = v.Get("title"), v.Get("summary"), v.Get("name")
	tick, err := strconv.ParseInt(v.Get("pace"), 10, 64)
	if err == nil {
		start.Policy.Tick = tick
		err = start.Check()
	}
	if err != nil {
		s.outside(w, hr, f, v, nil, err)
		return
	}
	ctx, stop := context.WithTimeout(hr.Context(), patience)
	defer stop()
	home, err := s.opt.Home.Open()
	if err == nil {
		start.Label, _, err = node.FreeLabel(ctx, home, "")
	}
	if err == nil {
		var n *node.Node
		if n, err = node.Create(ctx, home, start, nil); err == nil {
			n.Lock() // the desk opens it again, as any other
		}
	}
	s.sit(w, r, f, v, start.Label, "/invite", nil, err)
}

// join answers an invitation and sits down to wait.
func (s *Server) join(w http.ResponseWriter, hr *http.Request) {
	f := joinForm()
	r, v, ok := s.outsideForm(w, hr, f)
	if !ok {
		return
	}
	ctx, stop := context.WithTimeout(hr.Context(), patience)
	defer stop()
	var joining node.Joining
	home, err := s.opt.Home.Open()
	if err == nil {
		// A file ends with a line end, which a browser's field may have lost.
		text := strings.TrimSpace(strings.ReplaceAll(v.Get("invitation"), "\r\n", "\n")) + "\n"
		joining, err = node.JoinWith(ctx, home, "", []byte(text), false, nil)
	}
	s.sit(w, r, f, v, joining.Label, "/joining", &joining, err)
}

// outsideForm reads a form outside of any desk. When it is not ok, the answer
// has been given.
func (s *Server) outsideForm(w http.ResponseWriter, hr *http.Request, f form) (*request, values, bool) {
	r := &request{Request: hr, server: s, p: s.printer(hr)}
	if s.opt.Home == nil {
		s.fault(w, hr, problemNotFound)
		return nil, nil, false
	}
	if parseForm(hr) != nil {
		s.fault(w, hr, problemForm)
		return nil, nil, false
	}
	v := typed(f.fields, hr.PostForm)
	if wrong := checkFields(r, f.fields, v, ""); len(wrong) > 0 {
		s.outside(w, hr, f, v, wrong, nil)
		return nil, nil, false
	}
	return r, v, true
}

// sit opens the desk of a seat that was made, unless it failed.
func (s *Server) sit(w http.ResponseWriter, r *request, f form, v values, label, to string, joining *node.Joining, err error) {
	var d *Desk
	if err == nil {
		d, err = s.opt.Home.Sit(context.WithoutCancel(r.Context()), label)
	}
	if err != nil {
		s.outside(w, r.Request, f, v, nil, err)
		return
	}
	at, err := s.add(d)
	if err != nil {
		s.outside(w, r.Request, f, v, nil, err)
		return
	}
	at.mu.Lock()
	at.joining = cmp.Or(joining, at.joining)
	at.mu.Unlock()
	http.Redirect(w, r.Request, "/"+at.Key+to, http.StatusSeeOther)
}

// joiningPage is what a seat does while it waits to be let in.
type joiningPage struct {
	Words   []string
	Process []string // words of the process, as the invitation has them
	Sent    bool
	File    string // the request, to be carried by hand
	Inside  bool   // the seat is in the roster by now
}

func buildJoining(r *request) (any, lane, error) {
	out := joiningPage{}
	r.desk.mu.Lock()
	if j := r.desk.joining; j != nil {
		out.Words, out.Process, out.Sent, out.File = j.Words, j.Letter.ProcessWords, j.Sent, hex.EncodeToString(j.File)
	}
	r.desk.mu.Unlock()
	out.Inside = r.view.Roster != nil && r.view.Roster.Seat(r.node.Seat()) != nil
	return out, r.machineLane(), nil
}

// onlyMediator is the problem of a seat that cannot invite.
func onlyMediator(err error) error {
	if !errors.Is(err, node.ErrNotMediator) {
		return err
	}
	return &wrong{problem{
		403,
		func(p *lang.Printer) string { return p.T("A mediator invites") },
		func(p *lang.Printer) string {
			return p.T("This seat has another role. Every party is asked to consent before a seat is added.")
		},
		nil,
	}, err}
}
