// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"parley/internal/brief"
	"parley/internal/lang"
	"parley/internal/node"
)

// request is one question of a browser at one desk, with what its answer needs:
// the node and the view of it at one moment, and the language.
type request struct {
	*http.Request
	server *Server
	desk   *station
	node   *node.Node
	hub    node.Hub
	view   node.View
	head   brief.Head
	p      *lang.Printer
	page   *page
	title  string // of the window, when the page's own is too general
	// choices are those that were looked up for this request: the rows of a form
	// ask for the same ones again and again.
	choices map[string][]option
	issues  []agendaRow // likewise; nil before they were looked up
	readers []string    // of the draft that the page is about; none: there is no draft
	whole   bool        // nothing is cut into sheets or pages: it goes on paper
}

type deskKeyType struct{}

// atDesk notes in the request at which desk it is.
func atDesk(d *station, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), deskKeyType{}, d)))
	})
}

func deskOf(r *http.Request) *station {
	d, _ := r.Context().Value(deskKeyType{}).(*station)
	return d
}

func deskKey(r *http.Request) string {
	if d := deskOf(r); d != nil {
		return d.Key
	}
	return ""
}

// read makes the request of a page or an action. The error is node.ErrLocked
// while the desk is locked.
func (s *Server) read(hr *http.Request) (*request, error) {
	r := &request{Request: hr, server: s, desk: deskOf(hr), p: s.printer(hr)}
	if r.desk == nil {
		return r, nil
	}
	if r.node, r.hub = r.desk.at(); r.node == nil {
		return r, node.ErrLocked
	}
	if hr.Header.Get("HX-Request") == "" { // else the page shows itself again
		r.desk.use(s.opt.Now())
	}
	return r, r.look()
}

// look takes the present view.
func (r *request) look() (err error) {
	if r.view, err = r.node.View(); err != nil {
		return err
	}
	v := r.view
	r.head = brief.NewHead(r.node.Process(), v.Size, v.Root, v.Roster, v.Checkpoint, v.Witnessed)
	return nil
}

// at is an address of this desk.
func (r *request) at(path string) string { return "/" + r.desk.Key + path }

// name is what a seat is called.
func (r *request) name(seat string) string { return r.view.State.Name(seat) }

// refs names seats for a page, the own one first.
func (r *request) refs(seats []string) []brief.SeatRef {
	out := []brief.SeatRef{}
	for _, s := range r.alternat(seats) {
		gone := r.view.Roster != nil && r.view.Roster.Seat(s) == nil
		out = append(out, brief.SeatRef{Seat: s, Name: r.name(s), Gone: gone})
	}
	return out
}

// roster is every seat in the order of the roster.
func (r *request) roster() []string {
	if r.view.Roster == nil {
		return nil
	}
	return r.view.Roster.Names()
}

// alternat orders seats as each party's own copy of a text does: the own seat
// first, the others in the order of the roster, those that left last.
func (r *request) alternat(seats []string) []string {
	order := r.roster()
	rank := func(seat string) int {
		if seat == r.node.Seat() {
			return -1
		}
		if i := slices.Index(order, seat); i >= 0 {
			return i
		}
		return len(order)
	}
	out := slices.Clone(seats)
	slices.SortStableFunc(out, func(a, b string) int { return rank(a) - rank(b) })
	return out
}

// others are the seats of the roster that an audience leaves out.
func (r *request) others(audience []string) []string {
	return slices.DeleteFunc(r.roster(), func(s string) bool { return slices.Contains(audience, s) })
}

// showPage answers with a page. A page that is bare needs no open desk.
func (s *Server) showPage(p page, bare bool) http.HandlerFunc {
	return func(w http.ResponseWriter, hr *http.Request) {
		r, err := s.read(hr)
		r.page = &p
		if err != nil && (!bare || !errors.Is(err, node.ErrLocked)) {
			s.fail(w, r, err)
			return
		}
		content, l, err := p.build(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		s.render(w, r, http.StatusOK, p.template, content, l)
	}
}

// doAction does something and leads on.
func (s *Server) doAction(a action) http.HandlerFunc {
	return func(w http.ResponseWriter, hr *http.Request) {
		r, err := s.read(hr)
		if err == nil {
			err = parseForm(hr)
		}
		var out answer
		if err == nil {
			out, err = a.do(r)
		}
		switch {
		case err != nil:
			s.fail(w, r, err)
		case out.page != nil:
			r.page = out.page
			status := http.StatusUnprocessableEntity
			if out.fine {
				status = http.StatusOK
			}
			s.render(w, r, status, out.page.template, out.content, out.lane)
		case out.to == "":
			w.WriteHeader(http.StatusNoContent)
		default:
			http.Redirect(w, hr, r.at(out.to), http.StatusSeeOther)
		}
	}
}

// inMemory is how much of an upload is kept out of temporary files: all of it,
// since what is opened must not lie on the disk.
const inMemory = maxBody

// parseForm reads a form of either kind.
func parseForm(r *http.Request) error {
	err := r.ParseMultipartForm(inMemory)
	if errors.Is(err, http.ErrNotMultipart) {
		return nil
	}
	if err != nil {
		return &wrong{problemForm, err}
	}
	return nil
}
