// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// How long a page may look at a draft and answer it, and how long it is remembered that this was not
// enough, so that not every page and every letter that is typed takes as long again.
const (
	draftTime  = 3 * time.Second
	answerTime = 3 * time.Second / 2 // beside every step, and for every pause in typing
	lateTime   = time.Minute
)

// lateLook is that a look took too long, or an answer over so many states.
type lateLook struct {
	states int
	until  time.Time
}

// late reports whether something took too long a short time ago, with no more states.
func (e *modeling) late(name string, states int) bool {
	x, ok := e.r.desk.memo.find(name)
	was, is := x.(lateLook)
	return ok && is && was.states <= states && time.Now().Before(was.until)
}

func (e *modeling) tooLate(name string, states int) {
	e.r.desk.remember(e.r.node, name, lateLook{states, time.Now().Add(lateTime)}, answerBytes)
}

// inspect looks at the draft as it is now. Where that takes too long the draft is taken
// as it stands, as one that has too many states.
func (e *modeling) inspect() error {
	if e.raw {
		return nil
	}
	shape, err := json.Marshal([]any{e.m.Options, e.m.Infeasible, e.m.Coalesce, len(e.m.DMs)})
	if err != nil {
		return err
	}
	name := fmt.Sprintf("late look %x", sha256.Sum256(shape))
	if e.late(name, 0) {
		e.look = e.m.Unseen()
		return nil
	}
	ctx, stop := context.WithTimeout(e.r.Context(), draftTime)
	defer stop()
	look, err := e.m.Look(ctx)
	if errors.Is(err, context.DeadlineExceeded) && e.r.Context().Err() == nil {
		e.tooLate(name, 0)
		look, err = e.m.Unseen(), nil
	}
	e.look = look
	return err
}
