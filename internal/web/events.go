// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"net/http"
	"time"
)

// breath is how often a stream says that it is alive, so that a browser notices
// when the program has ended.
const breath = 25 * time.Second

// events tells a page when what it shows has changed. An event says nothing of
// what changed: the page is asked for again, by the same road as the first time.
func (s *Server) events(w http.ResponseWriter, hr *http.Request) {
	d := deskOf(hr)
	flusher, ok := w.(http.Flusher)
	if !ok {
		http.Error(w, "this connection cannot carry events", http.StatusNotImplemented)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	beat, changed := d.news()
	last := hr.Header.Get("Last-Event-ID")
	fmt.Fprint(w, "retry: 2000\n\n")
	if last != "" && last != fmt.Sprint(beat) {
		fmt.Fprintf(w, "id: %d\nevent: changed\ndata: %d\n\n", beat, beat)
	}
	flusher.Flush()
	alive := time.NewTicker(breath)
	defer alive.Stop()
	for {
		select {
		case <-hr.Context().Done():
			return
		case <-alive.C:
			fmt.Fprint(w, ": alive\n\n")
		case <-changed:
			beat, changed = d.news()
			kind := "changed"
			if n, _ := d.at(); n == nil {
				kind = "locked"
			}
			fmt.Fprintf(w, "id: %d\nevent: %s\ndata: %d\n\n", beat, kind, beat)
		}
		flusher.Flush()
	}
}
