// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"cmp"
	"slices"

	"parley/internal/act"
	"parley/internal/casefile"
	"parley/internal/process"
	"parley/record"
)

// ModelsReport is every model of stability that this seat reads, the newest first.
// A model is one author's picture; two of them are never merged.
type ModelsReport struct {
	Footing
	AsOf      AsOf        `json:"as_of"`
	Models    []ModelLine `json:"models"`
	Withdrawn []ModelLine `json:"withdrawn"` // what was taken back
	Says      string      `json:"says"`
}

const modelsReportSays = "A model is its author's picture of who could leave an outcome and who would answer. What it says of others is an estimate unless it is marked as said, " +
	"and its answers are only as good as that. No party reads a model but its author."

// ModelLine is one model as it stands in the record.
type ModelLine struct {
	Written
	Title    string        `json:"title"`
	Alone    bool          `json:"alone"` // no other seat reads it
	DMs      []ModelActor  `json:"dms"`   // as the document has them; of one that cannot be read, as the entry describes them
	Links    []ModelStands `json:"links"` // what options and instruments stand for
	Words    string        `json:"words,omitempty"`
	Document string        `json:"document"`        // a model file, docs/spec/model.md
	Fault    string        `json:"fault,omitempty"` // why the document cannot be read
	Earlier  []PastWriting `json:"earlier"`         // writings in whose place it stands, the newest first

	// Conflict is the document as it was read; nil where it cannot be.
	Conflict *casefile.Conflict `json:"-"`
}

// ModelActor is a decision maker of a model and what its preferences rest on.
type ModelActor struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Seat  *SeatRef `json:"seat,omitempty"` // absent: it has no seat in the process
	Basis string   `json:"basis"`          // a word of act.PositionBases; inferred is an estimate of the model's author
	Words string   `json:"words,omitempty"`
}

// ModelStands is an option or an instrument that stands for an entry.
type ModelStands struct {
	Item string    `json:"item"` // id in the document
	Name string    `json:"name"` // what the document calls it
	Link EntryLink `json:"link"`
}

// PastWriting is a writing of a model that another took the place of.
type PastWriting struct {
	Entry    string  `json:"entry"`
	By       SeatRef `json:"by"`
	Day      string  `json:"day"`
	Document string  `json:"-"`
}

// Line is a past writing as far as it can be solved: its document.
func (w PastWriting) Line() ModelLine {
	out := ModelLine{Document: w.Document}
	var err error
	if out.Conflict, err = casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(w.Document)}); err != nil {
		out.Fault = err.Error()
	}
	return out
}

// Models lists the models of stability that this seat reads.
func Models(s process.State, r *record.Roster, h Head, withheld int64, at AsOf) ModelsReport {
	f := newFaces(s, r)
	out := ModelsReport{Footing: footing(h, withheld), AsOf: at, Models: []ModelLine{}, Withdrawn: []ModelLine{}, Says: modelsReportSays}
	for _, d := range slices.Backward(inOrder(at, s.Versions(act.KindModel), onModel)) {
		if line := f.model(at, d); line.Withdrawn != nil {
			out.Withdrawn = append(out.Withdrawn, line)
		} else {
			out.Models = append(out.Models, line)
		}
	}
	return out
}

// Model finds a model by any of its writings.
func (r ModelsReport) Model(s process.State, id record.Hash) (ModelLine, bool) {
	v, ok := s.Version(id)
	if !ok {
		return ModelLine{}, false
	}
	for _, l := range slices.Concat(r.Models, r.Withdrawn) {
		if l.First == process.Ref(v.First) {
			return l, true
		}
	}
	return ModelLine{}, false
}

func (f faces) model(at AsOf, d dated[act.Model]) ModelLine {
	out := f.modelled(d.says)
	out.Written = f.writtenAt(at, d.Version, d.says.Ground)
	out.Alone = len(out.Readers) == 1 && out.Readers[0].Seat == f.state.Seat()
	for _, l := range slices.Backward(d.Earlier) {
		x, _ := l.Act.(act.Model)
		out.Earlier = append(out.Earlier, PastWriting{process.Ref(l.ID), f.seat(l.Author.Seat), dayOf(l.Time), x.Document})
	}
	return out
}

// modelled reads what a model says, whether it is an entry yet or not.
func (f faces) modelled(x act.Model) ModelLine {
	out := ModelLine{Title: x.Title, Words: x.Words, Document: x.Document, DMs: []ModelActor{}, Links: []ModelStands{}, Earlier: []PastWriting{}}
	var err error
	if out.Conflict, err = casefile.ReadConflict(casefile.File{Name: "model", Data: []byte(x.Document)}); err != nil {
		out.Fault = err.Error()
	}
	described := map[string]act.ModelDM{}
	for _, d := range x.DMs {
		described[d.ID] = d
		if out.Conflict == nil {
			out.DMs = append(out.DMs, f.modelActor(d, d.ID))
		}
	}
	names := map[string]string{}
	if c := out.Conflict; c != nil {
		for _, dm := range c.Definition.DMs {
			d, ok := described[dm.ID]
			if !ok {
				d = act.ModelDM{ID: dm.ID, Basis: act.Inferred}
			}
			out.DMs = append(out.DMs, f.modelActor(d, cmp.Or(dm.Name, dm.ID)))
		}
		for _, o := range c.Definition.Options {
			names[o.ID] = cmp.Or(o.Name, o.ID)
		}
		for k, t := range c.Tools.Instruments {
			names[t.ID] = t.ID
			if k < len(c.ToolNames) {
				names[t.ID] = cmp.Or(c.ToolNames[k], t.ID)
			}
		}
	}
	for _, l := range x.Links {
		out.Links = append(out.Links, ModelStands{l.Item, cmp.Or(names[l.Item], l.Item), *f.link(l.Entry)})
	}
	return out
}

func (f faces) modelActor(d act.ModelDM, name string) ModelActor {
	return ModelActor{ID: d.ID, Name: name, Seat: f.seatIf(d.Seat), Basis: d.Basis, Words: d.Words}
}

// ModelsOf lists the models in which an option or an instrument stands for an
// entry, by any of its writings.
func (r ModelsReport) ModelsOf(s process.State, entry record.Hash) []ModelLine {
	out := []ModelLine{}
	v, ok := s.Version(entry)
	if !ok {
		return out
	}
	for _, l := range r.Models {
		if slices.ContainsFunc(l.Links, func(k ModelStands) bool { return k.Link.Entry == process.Ref(v.First) }) {
			out = append(out, l)
		}
	}
	return out
}
