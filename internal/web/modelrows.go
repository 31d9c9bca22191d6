// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"parley/internal/brief"
)

// modelFresh keeps which rows of the draft a page made that was sent while somebody
// typed: the ids that the page showed, then the id of each of its rows without one.
const modelFresh = "model.fresh"

// namedRow is a row of the draft that has an id.
type namedRow struct{ ID, Name string }

// pairedRow is a row after a page was sent: of the draft, of the page or of both.
type pairedRow struct {
	ID  string
	Was int // its place in the draft; -1: it is new
	N   int // its number on the page; -1: the page did not have it
}

// pairRows lays the rows that a page sent beside those of the draft. The page may be
// an old one, as after the browser's way back or in a second window: rows of the draft
// that it does not have stay, all of them keep their order, on which outcomes hang, and
// what is new goes behind them. others are ids that something else has, and more are
// fields that make a row without a name one that counts.
func (e *modeling) pairRows(step, list string, have []namedRow, others []string, sent url.Values, more ...string) (out []pairedRow) {
	v, name := values(e.d.Values), func(n int) string { return line(sent.Get(list + "." + strconv.Itoa(n) + ".name")) }
	filled := func(n int) bool {
		return name(n) != "" || slices.ContainsFunc(more, func(field string) bool { return line(sent.Get(list+"."+strconv.Itoa(n)+field)) != "" })
	}
	var shown []string
	var at, unnamed []int // rows with an id, as shown has them, and without
	for _, n := range rowsSent(sent, list, ".name") {
		id := sent.Get(list + "." + strconv.Itoa(n) + ".id")
		switch {
		case id == "":
			unnamed = append(unnamed, n)
		case !slices.Contains(shown, id): // no browser sends one twice
			shown, at = append(shown, id), append(at, n)
		}
	}
	key := strings.Join(shown, " ")
	var made []string // by the same page, while somebody typed
	if was := v[modelFresh]; v.Get(modelQuiet) == step && len(was) > 0 && was[0] == key {
		made = was[1:]
	}
	taken := append(slices.Clone(others), shown...)
	for _, h := range have {
		if !slices.Contains(made, h.ID) {
			taken = append(taken, h.ID)
		}
	}
	fresh := make([]string, len(unnamed))
	put := func(j, was int, id string) {
		if id == "" {
			id = brief.FreshID(name(unnamed[j]), taken)
		}
		taken, fresh[j] = append(taken, id), id
		out = append(out, pairedRow{id, was, unnamed[j]})
	}
	used := make([]bool, len(unnamed))
	for k, h := range have {
		if i := slices.Index(shown, h.ID); i >= 0 {
			out = append(out, pairedRow{h.ID, k, at[i]})
			continue
		}
		if j := slices.Index(made, h.ID); j >= 0 && j < len(unnamed) { // typed on since
			if used[j] = true; filled(unnamed[j]) {
				put(j, k, "")
			}
			continue
		}
		j := slices.IndexFunc(unnamed, func(n int) bool { return h.Name != "" && name(n) == h.Name })
		if j >= 0 && !used[j] { // sent a second time
			used[j] = true
			put(j, k, h.ID)
			continue
		}
		out = append(out, pairedRow{h.ID, k, -1})
	}
	for i, id := range shown { // left out since
		known := slices.ContainsFunc(have, func(h namedRow) bool { return h.ID == id })
		if !known && filled(at[i]) {
			out = append(out, pairedRow{id, -1, at[i]})
		}
	}
	for j, n := range unnamed {
		if !used[j] && filled(n) {
			put(j, -1, "")
		}
	}
	v[modelFresh] = append([]string{key}, fresh...)
	return out
}

// cutRow is the place in the draft of the row that a button leaves out: a page counts
// rows as it showed them.
func cutRow(do, list string, sent url.Values, ids []string) int {
	what, n := cutDo(do)
	if what != "cut" || n < 0 {
		return -1
	}
	return slices.Index(ids, sent.Get(list+"."+strconv.Itoa(n)+".id"))
}

// sameDM is the place of the decision maker whose page was sent, and what was sent as
// the page of that place: others may have been left out since. -1: it is gone.
func (e *modeling) sameDM(sent url.Values) (int, url.Values) {
	now, out := slices.Index(e.m.DMIDs(), sent.Get("dm")), url.Values{}
	n, err := strconv.Atoi(e.r.PathValue("n"))
	if err != nil || n == now+1 {
		return now, sent
	}
	was := "dms." + strconv.Itoa(n-1) + "."
	for name, x := range sent {
		if rest, ok := strings.CutPrefix(name, was); ok {
			name = "dms." + strconv.Itoa(now) + "." + rest
		}
		out[name] = x
	}
	return now, out
}

// otherOutcomes refuses a page on which numbers of outcomes meant others than now: the
// options were in other places when it was opened.
func (e *modeling) otherOutcomes(s modelStep, n int, sent url.Values) mistakes {
	field := "today"
	switch {
	case s.name == brief.DraftPrefer && slices.Contains([]string{brief.ByRanking, brief.ByPayoffs}, e.m.DMs[n].Way):
		field = "way"
	case s.name != brief.DraftToday:
		return nil
	}
	if was := strings.Fields(sent.Get("bits")); slices.Equal(was, e.optionIDs()[:min(len(was), len(e.m.Options))]) {
		return nil // options that were added last change no number
	}
	return mistakes{{field, e.r.p.T("The options changed since this page was opened; look at the outcomes again. Nothing of it was taken.")}}
}
