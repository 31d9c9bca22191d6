// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"parley/internal/act"
	"parley/internal/casefile"
)

func (a *app) modelAdd() *cobra.Command {
	var x act.Model
	f := newForm(a, &x)
	m := modelTyped{form: f, x: &x}
	f.text(&x.Title, "title", "what it asks, in one `line` (default: the name in the file)")
	f.words = append(f.words, argument{name: "FILE", kept: true, set: func(word string) { m.path = word }})
	f.add(&x.Document, "", nil, m.document)
	m.actors()
	m.stands()
	f.text(&x.Words, "words", "what should be known beside it")
	f.ground(&x.Ground)
	f.last = m.tidy
	f.check = m.compile
	c := f.command(verb{
		use:   "add FILE --to WHO",
		short: "Keep a model of stability, or a new writing of one",
		long: `Reads any file that parley stability reads, converts it to a model file of ours
and keeps that. No party but its author reads a model, so --to names your own
seat or seats that are no party. --dm says who a decision maker is and on what
your picture of it rests: said by it, or inferred, which is an estimate; one that
is not named has no seat and is an estimate. --stands ties an option or an
instrument to the threat, the commitment or the proposal that it stands for. With
--amend, FILE may be left out; what is not said anew stays, and --dm ID= or
--stands ITEM= takes one out. What another seat said of its own preferences is a
report and has --mark.`,
		example: `  parley model add cuba.json --dm US=a:said --dm USSR=b:inferred --to OWN-SEAT
  parley model add old.gmcr --title "Would a pause hold?" --stands relief=7f3a09c41b22 --to mediator
  parley model add --amend 41c09b7f22aa --why "USSR=What its envoy stressed on Monday" --to mediator
  parley model add cuba.json --amend 41c09b7f22aa --illustrative --mark uncertain --to mediator`,
	})
	offer := c.ValidArgsFunction
	c.ValidArgsFunction = func(c *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
		if len(args) == 0 {
			return nil, cobra.ShellCompDirectiveDefault // the names of files
		}
		return offer(c, args, word)
	}
	return c
}

// modelTyped is what was typed of a model, and its document as it was read.
type modelTyped struct {
	*form
	x    *act.Model
	path string
	read *casefile.Conflict
}

// document reads the file, or the document that the act begins with, so that what
// else is said can be held to it.
func (m *modelTyped) document(*desk) (err error) {
	name, data := m.path, []byte(m.x.Document)
	switch {
	case m.path != "" && m.file != "":
		return usageError("--file gives the whole act with its document; leave %s out", m.path)
	case m.path == "":
		name = "document"
	default:
		if data, err = m.app.read(m.path, maxModelFile); err != nil {
			return err
		}
	}
	if m.read, err = casefile.ReadConflict(casefile.File{Name: name, Data: data}); err != nil {
		return modelError(m.app, err)
	}
	if m.path == "" {
		return nil
	}
	m.x.Document, err = documentOf(m.read)
	return err
}

// documentOf writes a model as an act holds it: in our own format, in lines as long
// as it has room for them.
func documentOf(c *casefile.Conflict) (string, error) {
	data, err := casefile.WriteConflict(c)
	if err != nil {
		return "", err
	}
	if utf8.RuneCount(data) > act.MaxDocument {
		var b bytes.Buffer
		if err := json.Compact(&b, data); err != nil {
			return "", err
		}
		data = b.Bytes()
	}
	if n := utf8.RuneCount(data); n > act.MaxDocument {
		return "", usageError("the model is %d characters long, and an entry holds %d; statements or weights are shorter than a ranking of every state", n, act.MaxDocument).
			hint("parley help model-files")
	}
	return act.Tidy(string(data)), nil
}

// compile makes sure that the model can be solved: whoever looks at it later can do
// nothing about a fault.
func (m *modelTyped) compile(ctx context.Context) error {
	if _, err := m.read.Compile(ctx); err != nil {
		return modelError(m.app, err)
	}
	if m.path != "" {
		for _, r := range m.read.Repairs {
			m.app.warn("", "%s", r)
		}
	}
	return nil
}

// actors says who decision makers are. Each flag is about one of them.
func (m *modelTyped) actors() {
	dms := m.flags.StringArray("dm", nil, "who a decision maker is and on what it rests, as `ID=SEAT:BASIS`; without a seat ID=BASIS; repeat it")
	m.add(&m.x.DMs, "dm", nil, func(d *desk) error {
		for i := range m.x.DMs { // of a file
			if err := d.settleSeat(&m.x.DMs[i].Seat, "dm"); err != nil {
				return err
			}
		}
		for _, text := range *dms {
			id, value, ok := strings.Cut(text, "=")
			if !ok {
				return usageError("--dm %q: want ID=SEAT:BASIS, such as north=a:said or city=inferred", text)
			}
			if value == "" {
				m.x.DMs = slices.DeleteFunc(slices.Clone(m.x.DMs), func(x act.ModelDM) bool { return x.ID == id })
				continue
			}
			seat, basis, ok := strings.Cut(value, ":")
			if !ok {
				seat, basis = "", value
			}
			if !slices.Contains(act.PositionBases(), basis) {
				return usageError("--dm %q: %q is no basis; want said or inferred, as in %s=a:said or %s=inferred", text, basis, id, id)
			}
			if err := d.settleSeat(&seat, "dm"); err != nil {
				return err
			}
			x, err := m.actor("dm", id)
			if err != nil {
				return err
			}
			x.Seat, x.Basis = seat, basis
		}
		return nil
	})
	why := m.flags.StringArray("why", nil, "why a decision maker is thought to prefer so, as `ID=TEXT`; repeat it")
	m.add(&m.x.DMs, "why", nil, func(*desk) error {
		for _, text := range *why {
			id, words, ok := strings.Cut(text, "=")
			if !ok {
				return usageError("--why %q: want ID=TEXT", text)
			}
			x, err := m.actor("why", id)
			if err != nil {
				return err
			}
			x.Words = act.Tidy(words)
		}
		return nil
	})
}

// actor is what the act says of a decision maker; it begins to if it did not.
func (m *modelTyped) actor(flag, id string) (*act.ModelDM, error) {
	if _, err := m.read.DM(id); err != nil {
		return nil, usageError("--%s: %v", flag, err)
	}
	m.x.DMs = slices.Clone(m.x.DMs)
	for i := range m.x.DMs {
		if m.x.DMs[i].ID == id {
			return &m.x.DMs[i], nil
		}
	}
	m.x.DMs = append(m.x.DMs, act.ModelDM{ID: id, Basis: act.Inferred})
	return &m.x.DMs[len(m.x.DMs)-1], nil
}

// stands ties options and instruments to entries. Each flag is about one of them.
func (m *modelTyped) stands() {
	links := m.flags.StringArray("stands", nil, "the entry that an option or an instrument stands for, as `ITEM=REF`; repeat it")
	m.add(&m.x.Links, "stands", nil, func(d *desk) error {
		for i := range m.x.Links { // of a file
			if err := d.settleEntry(&m.x.Links[i].Entry, ""); err != nil {
				return err
			}
		}
		for _, text := range *links {
			item, entry, ok := strings.Cut(text, "=")
			if !ok {
				return usageError("--stands %q: want ITEM=REF, such as relief=7f3a09c41b22", text)
			}
			if entry == "" {
				m.x.Links = slices.DeleteFunc(slices.Clone(m.x.Links), func(l act.ModelLink) bool { return l.Item == item })
				continue
			}
			if items := m.items(); !slices.Contains(items, item) {
				return usageError("--stands: there is no option or instrument %q; there are: %s", item, strings.Join(items, ", "))
			}
			if err := d.settleEntry(&entry, ""); err != nil {
				return err
			}
			if link := (act.ModelLink{Item: item, Entry: entry}); !slices.Contains(m.x.Links, link) {
				m.x.Links = append(slices.Clone(m.x.Links), link)
			}
		}
		return nil
	})
}

// items are the parts of the model that can stand for an entry.
func (m *modelTyped) items() (out []string) {
	for _, o := range m.read.Definition.Options {
		out = append(out, o.ID)
	}
	for _, t := range m.read.Tools.Instruments {
		out = append(out, t.ID)
	}
	return out
}

// tidy gives the act its title, and the order of the document. What an earlier
// writing said of a part that this one has not is left out, and said to be.
func (m *modelTyped) tidy() {
	m.x.Title = cmp.Or(m.x.Title, act.Tidy(m.read.Definition.Name))
	place := map[string]int{}
	for i, dm := range m.read.Definition.DMs {
		place[dm.ID] = i
	}
	m.x.DMs = ordered(m, place, m.x.DMs, func(x act.ModelDM) string { return x.ID })
	place = map[string]int{}
	for i, id := range m.items() {
		place[id] = i
	}
	m.x.Links = ordered(m, place, m.x.Links, func(x act.ModelLink) string { return x.Item })
}

func ordered[T any](m *modelTyped, place map[string]int, list []T, id func(T) string) []T {
	var out []T
	for _, x := range list {
		if _, ok := place[id(x)]; !ok {
			m.app.say("the document has no %s any more; what was said of it is left out", id(x))
			continue
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b T) int { return place[id(a)] - place[id(b)] })
	return out
}
