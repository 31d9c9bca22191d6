// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"parley/internal/brief"
	"parley/internal/lang"
	"parley/internal/node"
)

// syncPage is what was exchanged with the hub, and the files that do it by hand.
type syncPage struct {
	SyncState
	Waiting  []waiting
	Every    time.Duration
	Seats    []brief.SeatStanding
	Imported *node.ImportReport
	Done     string
	Reason   string // of the last failure, in English
}

func buildSync(r *request) (any, lane, error) {
	s := r.desk.syncState()
	out := syncPage{SyncState: s, Waiting: r.outbox(), Every: r.server.opt.Every, Done: r.URL.Query().Get("done")}
	if s.Err != nil {
		out.Reason = s.Err.Error()
	}
	out.Seats = brief.Standing(r.view.State, r.view.Roster, r.head, r.view.Withheld).Seats
	return out, r.machineLane(), nil
}

// syncNow asks for a sync. The page shows what it did when it is done.
func syncNow(r *request) (answer, error) {
	r.desk.holdUntil(time.Time{})
	r.desk.ask()
	return answer{to: "/sync?done=asked"}, nil
}

// importBundle reads a bundle that came by hand.
func importBundle(r *request) (answer, error) {
	b, err := upload(r.Request, "bundle")
	if err != nil {
		return answer{}, err
	}
	ctx, stop := context.WithTimeout(r.Context(), patience)
	defer stop()
	report, err := r.node.Import(ctx, b, r.hub)
	r.desk.tell()
	if err != nil {
		return answer{}, &wrong{problem{
			422,
			func(p *lang.Printer) string { return p.T("The bundle was not taken") },
			func(p *lang.Printer) string {
				return p.T("Nothing of it that does not hold was kept. What this desk had is as it was.")
			},
			func(p *lang.Printer) string {
				return p.T("Ask its sender to make it anew, and compare the words of the file by telephone.")
			},
		}, err}
	}
	if err := r.look(); err != nil {
		return answer{}, err
	}
	content, l, err := buildSync(r)
	if err != nil {
		return answer{}, err
	}
	shown := content.(syncPage)
	shown.Imported = &report
	return answer{page: &page{title: phrase.T("Courier"), template: "sync"}, content: shown, lane: l, fine: true}, nil
}

// errNoFile is the error of a form without the file it asks for.
var errNoFile = errors.New("no file was chosen")

// upload reads the one file of a form.
func upload(r *http.Request, name string) ([]byte, error) {
	f, _, err := r.FormFile(name)
	if err != nil {
		return nil, &wrong{problem{
			422,
			func(p *lang.Printer) string { return p.T("No file was chosen") },
			func(p *lang.Printer) string { return p.T("Choose a record or bundle file, then send the form again.") },
			nil,
		}, errNoFile}
	}
	defer f.Close()
	return io.ReadAll(f)
}

// download writes a bundle for the browser to keep. What waits is marked as
// sent before the first byte leaves, so it cannot be undone afterwards.
func (s *Server) download(w http.ResponseWriter, hr *http.Request) {
	r, err := s.read(hr)
	if err == nil {
		err = hr.ParseForm()
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	openings, outbox := hr.PostForm.Get("openings") == "yes", hr.PostForm.Get("outbox") == "yes"
	var b bytes.Buffer
	if _, err := r.node.Export(hr.Context(), &b, openings, outbox); err != nil {
		s.fail(w, r, err)
		return
	}
	r.desk.tell()
	name := "sealed"
	if openings {
		name = "readable"
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%d.parley"`, name, r.view.Size))
	w.Write(b.Bytes())
}
