// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"net/http"
)

// unlockPage is the page of a locked desk.
type unlockPage struct {
	Label  string
	Open   bool   // the desk is open by now
	Failed string // why the passphrase did not open it
	Can    bool   // it can be opened from here
}

func buildUnlock(r *request) (any, lane, error) {
	n, _ := r.desk.at()
	return unlockPage{Label: cmp.Or(r.desk.Label, r.desk.Key), Open: n != nil, Can: r.desk.Unlock != nil}, lane{}, nil
}

// unlock opens a desk. It is not an action, since those need an open desk.
func (s *Server) unlock(w http.ResponseWriter, hr *http.Request) {
	r := &request{Request: hr, server: s, desk: deskOf(hr), p: s.printer(hr)}
	if err := hr.ParseForm(); err != nil {
		s.fault(w, hr, problemForm)
		return
	}
	pass := []byte(hr.PostForm.Get("passphrase"))
	err := r.desk.unlock(hr.Context(), pass)
	clear(pass)
	if err == nil {
		http.Redirect(w, hr, r.at("/standing"), http.StatusSeeOther)
		return
	}
	r.title = r.p.T("Locked")
	s.render(w, r, http.StatusUnprocessableEntity, "unlock", unlockPage{
		Label: cmp.Or(r.desk.Label, r.desk.Key), Failed: err.Error(), Can: r.desk.Unlock != nil,
	}, lane{})
}
