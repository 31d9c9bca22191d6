// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/node"
	"parley/internal/process"
)

// clearedFlag is said of every command that writes an act.
const clearedFlag = "tell these readers what is known here only from other channels; read the stop first"

// maxStops is how many passages a stop names.
const maxStops = 5

// stopped says what would stop a draft that is not written yet.
func (d *desk) stopped(x node.Draft) error {
	note, _ := x.Act.(act.Note)
	if x.Cleared || len(note.Sources) > 0 {
		return nil
	}
	found, err := d.node.Foreign(x)
	if err != nil {
		return err
	}
	found = slices.DeleteFunc(found, func(p process.Passage) bool { return !p.Stops() })
	if len(found) == 0 {
		return nil
	}
	return d.explainStop(&node.ForeignError{Passages: found}, x)
}

// explainStop says for each passage where it came from, and what can be done: ask
// its author, name where it is public, or clear it. Any other error stays as it
// is.
func (d *desk) explainStop(err error, x node.Draft) error {
	var stop *node.ForeignError
	if !errors.As(err, &stop) || len(stop.Passages) == 0 {
		return err
	}
	var passages []string
	for i, p := range stop.Passages {
		if i == maxStops {
			passages = append(passages, fmt.Sprintf("%d more", len(stop.Passages)-i))
			break
		}
		passages = append(passages, fmt.Sprintf("%.80q (%s, from the entry %s, which is read by %s)", p.Text, p.Why, shortRef(p.Entry), d.names(p.Readers)))
	}
	e := &Error{
		Code: exitWithheld, cause: err,
		Msg: "stopped: these readers cannot know from this record " + strings.Join(passages, "; "),
	}
	var others []string
	for _, seat := range x.Audience {
		if seat != d.seat.Name && !slices.Contains(stop.Passages[0].Readers, seat) {
			others = append(others, seat)
		}
	}
	e = e.hint(d.app.line("disclose ask " + shortRef(stop.Passages[0].Entry) + " --to " + strings.Join(others, ",") + " --why TEXT"))
	if _, ok := x.Act.(act.Note); ok {
		e = e.hint("--public KEY=ADDRESS   (when it is public, say where)")
	}
	return e.hint("--cleared   (when you have read this, and these readers may be told)")
}
