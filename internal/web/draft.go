// SPDX-License-Identifier: Apache-2.0

package web

import "time"

// draft is an entry being written. Its audience and register are chosen when it
// is begun and never change: what was written for one channel is not sent into
// another by a slip of the hand.
type draft struct {
	ID       string
	Kind     string // of the form
	Audience []string
	Register string // "record" or "wp"
	Values   map[string][]string
	Changed  time.Time
}
