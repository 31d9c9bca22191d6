// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/brief"
)

func (a *app) changesCommand() *cobra.Command {
	var since string
	var limit int
	c := a.reading(verb{
		use:   "changes",
		short: "List what is new, by register, the newest first",
		long: `Lists entries that this seat can read and has not seen yet. --since takes the
size of the log that you have seen (the head of any report has it), or a day or
time; without it everything is listed.`,
		example: "  parley changes --since 1280\n  parley changes --since 2025-05-19\n  parley changes --since 2025-05-19T18:00:00Z --limit 20",
	}, func(d *desk, _ []string) (report, error) {
		if limit < 0 {
			return report{}, usageError("--limit is a number of entries, 0 for all")
		}
		q := brief.ChangesQuery{Limit: limit}
		if err := sinceOf(since, &q); err != nil {
			return report{}, err
		}
		s, r, h, w := d.basis()
		x := brief.Changes(s, r, h, w, q)
		out := report{name: "changes", data: x, texts: texts("groups", len(x.Groups) > 0), tables: changeTables(x)}
		out.grounds(x.Footing)
		return out, nil
	})
	c.Flags().StringVar(&since, "since", "", "`size` of the log that was seen, or a day or time")
	c.Flags().IntVar(&limit, "limit", 0, "the newest `n` entries only; 0 is all")
	return c
}

// sinceOf reads from where on entries are new.
func sinceOf(word string, q *brief.ChangesQuery) error {
	if word == "" {
		return nil
	}
	if n, err := strconv.ParseInt(word, 10, 64); err == nil && n >= 0 {
		q.Size = n
		return nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, word); err == nil {
			q.Since = t
			return nil
		}
	}
	return usageError("--since %q: want the size of a log, as in 1280, a day, as in 2025-05-19, or a time, as in 2025-05-19T18:00:00Z", word)
}

func changeTables(x brief.ChangesReport) []table {
	var out []table
	for _, g := range x.Groups {
		t := table{title: g.Group, cols: []col{{name: "entry", ref: true}, {name: "time"}, {name: "by"}, {name: "kind"}, {name: "about"}, {name: "says"}}}
		for _, c := range g.Changes {
			by := seatName(c.By)
			if c.You {
				by += " (you)"
			}
			says := c.Says
			if c.Void != "" {
				says += " (changes nothing: " + c.Void + ")"
			}
			t.add(c.Entry, stamp(c.Time), by, c.Kind, linkName(c.Subject), says)
		}
		out = append(out, t)
	}
	if len(out) == 0 {
		out = []table{{title: "changes", cols: []col{{name: "entry"}}}}
	}
	return out
}
