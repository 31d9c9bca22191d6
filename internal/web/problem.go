// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"net/http"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/lang"
	"parley/internal/node"
)

// problem is a page in words for what cannot be shown or done.
type problem struct {
	status int
	title  func(*lang.Printer) string
	text   func(*lang.Printer) string
	todo   func(*lang.Printer) string // what to do now; nil for nothing
}

// Problems that are known before a desk is looked at.
var (
	problemOrigin = problem{
		http.StatusForbidden,
		func(p *lang.Printer) string { return p.T("This came from another site") },
		func(p *lang.Printer) string {
			return p.T("A page of another site asked this program to do something. Nothing was done.")
		},
		func(p *lang.Printer) string { return p.T("Close the page you came from.") },
	}
	problemSession = problem{
		http.StatusForbidden,
		func(p *lang.Printer) string { return p.T("This browser has not been let in") },
		func(p *lang.Printer) string {
			return p.T("The pages of this desk open only in the browser that used the address which parley printed when it started. That address works once.")
		},
		func(p *lang.Printer) string {
			return p.T("Use the address in the window where parley runs. If it has been used, stop parley and start it again: it prints a new one.")
		},
	}
	problemLaunch = problem{
		http.StatusForbidden,
		func(p *lang.Printer) string { return p.T("This address has been used") },
		func(p *lang.Printer) string {
			return p.T("An address that parley prints lets one browser in, once. If it was not you who used it, stop parley now.")
		},
		func(p *lang.Printer) string { return p.T("Stop parley and start it again: it prints a new address.") },
	}
	problemNotFound = problem{
		http.StatusNotFound,
		func(p *lang.Printer) string { return p.T("There is no such page") },
		func(p *lang.Printer) string {
			return p.T("The address may be mistyped, or the page belongs to another version.")
		},
		nil,
	}
	problemForm = problem{
		http.StatusBadRequest,
		func(p *lang.Printer) string { return p.T("The form could not be read") },
		func(p *lang.Printer) string {
			return p.T("It is too large, or was cut off on its way. Nothing was done.")
		},
		func(p *lang.Printer) string { return p.T("Go back and send it again.") },
	}
)

// wrong is an error of an action or a page, with a page of its own.
type wrong struct {
	problem
	cause error
}

// Error is the cause; a problem that says all by itself has none.
func (w *wrong) Error() string {
	if w.cause == nil {
		return http.StatusText(w.status)
	}
	return w.cause.Error()
}

// Unwrap is the cause.
func (w *wrong) Unwrap() error { return w.cause }

// fail answers with the page of an error. A locked desk leads to its lock.
func (s *Server) fail(w http.ResponseWriter, r *request, err error) {
	var own *wrong
	var other *elsewhere
	switch {
	case errors.As(err, &other):
		http.Redirect(w, r.Request, r.at(other.to), http.StatusSeeOther)
	case errors.Is(err, node.ErrLocked) && r.desk != nil:
		http.Redirect(w, r.Request, r.at("/unlock"), http.StatusSeeOther)
	case errors.As(err, &own):
		s.showProblem(w, r, own.problem, own.cause)
	case errors.Is(err, brief.ErrNotOpened):
		s.showProblem(w, r, problem{
			http.StatusNotFound,
			func(p *lang.Printer) string { return p.T("Not readable by this seat") },
			func(p *lang.Printer) string {
				return p.T("This seat has opened no entry with this reference. It may be among the leaves that this seat does not open, or not in the record: which, cannot be told from here.")
			},
			func(p *lang.Printer) string {
				return p.T("If you were told of it by its author, ask for it to be shown to you.")
			},
		}, nil)
	case errors.Is(err, errNotFound):
		s.showProblem(w, r, problemNotFound, nil)
	default:
		s.showProblem(w, r, problem{
			http.StatusInternalServerError,
			func(p *lang.Printer) string { return p.T("This could not be done") },
			func(p *lang.Printer) string { return p.T("What was kept until now is still there.") },
			func(p *lang.Printer) string { return p.T("Read the reason, then try again.") },
		}, err)
	}
}

// elsewhere is the error of a page that another page has taken the place of.
type elsewhere struct{ to string }

func (e *elsewhere) Error() string { return "see " + e.to }

// errNotFound is the error of a page whose address names nothing.
var errNotFound = errors.New("no such page")

// problemPage is what the template of a problem shows.
type problemPage struct {
	Heading, Text, Todo string
	Refusal             string // in the language of the page
	Reason              string // in English, from the program below
}

func (s *Server) showProblem(w http.ResponseWriter, r *request, x problem, cause error) {
	c := problemPage{Heading: x.title(r.p), Text: x.text(r.p)}
	if x.todo != nil {
		c.Todo = x.todo(r.p)
	}
	if refused := (*act.Refusal)(nil); errors.As(cause, &refused) {
		c.Refusal = r.saidOf(refused)
	} else if cause != nil {
		c.Reason = cause.Error()
	}
	r.title = c.Heading
	var l lane
	if r.node != nil && r.view.Roster != nil {
		l = r.machineLane()
	}
	s.render(w, r, x.status, "problem", c, l)
}

// fault answers with a problem outside of any desk.
func (s *Server) fault(w http.ResponseWriter, hr *http.Request, x problem) {
	r := &request{Request: hr, server: s, p: s.printer(hr)}
	if d := deskOf(hr); d != nil { // only behind the guard
		if at, err := s.read(hr); err == nil {
			r = at
		}
	}
	s.showProblem(w, r, x, nil)
}
