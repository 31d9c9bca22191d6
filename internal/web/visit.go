// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/json"
	"strconv"
	"time"

	"parley/internal/brief"
)

// markVisit is the name under which the node keeps how far a person has read.
const markVisit = "seen"

// visit is how far a person at this seat has read, by their own word. A page
// that is looked at changes nothing: news does not go by being shown.
type visit struct {
	Size int64     `json:"size"` // leaves of the log
	At   time.Time `json:"at"`
}

// lastVisit returns how far a person has read; the zero visit when they never
// said so.
func (r *request) lastVisit() (visit, error) {
	var v visit
	b, err := r.node.Mark(r.Context(), markVisit)
	if err != nil || b == nil {
		return v, err
	}
	// A mark that cannot be read is no mark.
	if json.Unmarshal(b, &v) != nil {
		return visit{}, nil
	}
	return v, nil
}

// markSeen notes that a person has read what a page showed: up to the size of
// the log that it was made from, and not what came since.
func markSeen(r *request) (answer, error) {
	size, err := strconv.ParseInt(r.PostForm.Get("size"), 10, 64)
	if err != nil || size < 0 || size > r.view.Size {
		return answer{}, errNotFound
	}
	b, err := json.Marshal(visit{size, r.server.opt.Now().UTC()})
	if err != nil {
		return answer{}, err
	}
	return answer{to: "/changes"}, r.node.SetMark(r.Context(), markVisit, b)
}

// changesPage is what is new to this seat.
type changesPage struct {
	brief.ChangesReport
	Visit visit
	Since string // the choice: empty for the last visit, else a number of days or "all"
	Days  int    // of the choice, when it is a number
	Seen  int64  // the size that the button marks
}

func buildChanges(r *request) (any, lane, error) {
	last, err := r.lastVisit()
	if err != nil {
		return nil, lane{}, err
	}
	out := changesPage{Visit: last, Since: r.URL.Query().Get("since"), Seen: r.view.Size}
	q := brief.ChangesQuery{Size: last.Size, Limit: pageRows}
	switch days, err := strconv.Atoi(out.Since); {
	case out.Since == "all":
		q.Size = 0
	case err == nil && days > 0:
		out.Days = min(days, 36500)
		q.Size, q.Since = 0, r.server.opt.Now().AddDate(0, 0, -out.Days)
	default:
		out.Since = ""
	}
	out.ChangesReport = brief.Changes(r.view.State, r.view.Roster, r.head, r.view.Withheld, q)
	return out, r.ownLane(), nil
}
