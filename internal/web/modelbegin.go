// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/brief"
	"parley/internal/node"
)

// beginModelPage asks from what a model begins, and who will read it.
type beginModelPage struct {
	How    string // nothing, process, file, copy or again
	Models []optionView
	Own    []optionView // those that can be written again
	Lanes  []beginLane
	Links  []mistakeLink
	Wrong  mistakes
	Reason string // why a file could not be read, in English
}

// At is what is wrong with one field.
func (p beginModelPage) At(name string) string { return p.Wrong.at(name) }

func buildBeginModel(r *request) (any, lane, error) {
	how := r.FormValue("how")
	if !slices.Contains([]string{"process", "file", "copy", "again"}, how) {
		how = "nothing"
	}
	return r.beginModelPage(how, "own", nil, ""), r.machineLane(), nil
}

func (r *request) beginModelPage(how, readers string, wrong mistakes, reason string) beginModelPage {
	out := beginModelPage{How: how, Wrong: wrong, Links: wrong.links(), Reason: reason}
	out.Lanes = []beginLane{{"own", r.refs([]string{r.node.Seat()}), readers != "mediators"}}
	if to := r.mediators(); len(to) > 0 {
		out.Lanes = append(out.Lanes, beginLane{"mediators", r.refs(append(to, r.node.Seat())), readers == "mediators"})
	}
	chosen := r.FormValue("of")
	for _, v := range slices.Backward(r.view.State.Versions(act.KindModel)) {
		x, ok := v.Act.(act.Model)
		if !ok || v.Withdrawn != nil {
			continue
		}
		ref := hex.EncodeToString(v.First[:])
		label := x.Title
		if v.Author.Seat != r.node.Seat() {
			label += " (" + r.name(v.Author.Seat) + ")"
		}
		o := optionView{Value: ref, Label: label, Chosen: ref == chosen}
		out.Models = append(out.Models, o)
		if v.Author.Seat == r.node.Seat() {
			out.Own = append(out.Own, o)
		}
	}
	return out
}

// maxModelFile bounds a file that is brought in, in bytes.
const maxModelFile = 1 << 20

// beginModel makes the draft, for its readers for life.
func beginModel(r *request) (answer, error) {
	how, readers := r.PostForm.Get("how"), r.PostForm.Get("readers")
	refuse := func(field, text, reason string) (answer, error) {
		var wrong mistakes
		if field != "" {
			wrong = mistakes{{field, text}}
		}
		return answer{
			page:    &page{title: phrase.T("Begin a model"), template: "model-begin", place: placeModels},
			content: r.beginModelPage(how, readers, wrong, reason), lane: r.machineLane(),
		}, nil
	}
	e := &modeling{r: r, d: draft{ID: node.NewDraftID(), Kind: modelForm().name, Audience: []string{r.node.Seat()}, Register: "wp", Values: values{}}}
	if readers == "mediators" {
		e.d.Audience = append(e.d.Audience, r.mediators()...)
		slices.Sort(e.d.Audience)
	}
	switch how {
	case "nothing":
		e.focusOn("title")
		return answer{to: modelHome + e.d.ID + "/" + brief.DraftWho}, e.keep("", false)
	case "process":
		e.fromProcess()
	case "file":
		name, data, err := modelUpload(r.Request)
		if err != nil {
			return refuse("file", r.p.T("Choose a file of at most 1 MB"), "")
		}
		if err := e.fromFile(name, data); err != nil {
			return refuse("", "", err.Error())
		}
	case "copy", "again":
		if err := e.fromModel(r.PostForm.Get("of"), how == "again"); err != nil {
			return refuse("of", r.p.T("Choose a model"), "")
		}
	default:
		return refuse("how", r.p.T("Choose from what the model begins"), "")
	}
	if e.raw {
		return answer{to: modelHome + e.d.ID}, r.node.SaveDraft(r.Context(), e.d)
	}
	return answer{to: modelHome + e.d.ID}, e.keep("", false)
}

var errLargeFile = errors.New("the file is too large")

func modelUpload(hr *http.Request) (name string, data []byte, err error) {
	f, head, err := hr.FormFile("file")
	if err != nil {
		return "", nil, err
	}
	defer f.Close()
	if data, err = io.ReadAll(io.LimitReader(f, maxModelFile+1)); err != nil {
		return "", nil, err
	}
	if len(data) > maxModelFile {
		return "", nil, errLargeFile
	}
	return head.Filename, data, nil
}

// fromProcess begins with what this seat and the readers of the model read of the
// process. No preference is stated: that is for the person.
func (e *modeling) fromProcess() {
	at, _ := e.r.asOf()
	e.d.Values[modelFrom] = []string{"process"}
	e.m = brief.StartModel(e.r.view.State, e.r.view.Roster, at, e.d.Audience, e.r.p)
}

// fromFile begins with a file of this or another program.
func (e *modeling) fromFile(name string, data []byte) error {
	f, err := brief.ReadModelFile(name, data)
	if err != nil {
		return err
	}
	e.d.Values[modelFrom], e.d.Values[modelBase] = []string{"file"}, []string{f.Document}
	if len(f.Repairs) > 0 {
		e.d.Values[modelSaid] = f.Repairs
	}
	if f.Parts == nil {
		e.m = f.Draft
		if r := []rune(e.m.Title); len(r) > 160 {
			e.m.Title = string(r[:160])
		}
		return nil
	}
	e.startRaw(act.Model{Title: f.Title, Document: f.Document}, f.Parts.Parts)
	return nil
}

// startRaw begins a draft that is edited as a file.
func (e *modeling) startRaw(x act.Model, parts []string) {
	e.raw, e.parts = true, parts
	e.d.Values[modelRaw] = []string{"yes"}
	made, err := valuesOf(x, modelForm().fields)
	if err != nil { // a title that an act would refuse
		made = values{"title": {strings.TrimSpace(x.Title)}, "document": {x.Document}}
	}
	for field, v := range made {
		e.d.Values[field] = v
	}
}

// fromModel begins with a model that this seat reads: in its place, or as a new one.
func (e *modeling) fromModel(ref string, again bool) error {
	id, err := node.ParseID(ref)
	if err != nil {
		return brief.ErrNotOpened
	}
	v, ok := e.r.view.State.Version(id)
	x, is := v.Act.(act.Model)
	if !ok || !is || again && v.Author.Seat != e.r.node.Seat() {
		return brief.ErrNotOpened
	}
	e.d.Values[modelFrom] = []string{"copy"}
	if x.Amends = ""; !again {
		// What is made of a copy is a new picture: it is not told by the teller of the
		// other one, and not invented because that was.
		x.Ground, x.DMs = act.Ground{}, slices.Clone(x.DMs)
		for n := range x.DMs {
			if x.DMs[n].Seat != e.r.node.Seat() {
				x.DMs[n].Basis = act.Inferred
			}
		}
	}
	if again {
		e.d.Audience, e.d.Register = e.r.remaining(v.Audience), string(v.Register)
		e.d.Values[modelFrom], e.d.Values["amends"] = []string{"again"}, []string{hex.EncodeToString(v.ID[:])}
		x.Amends = e.d.Values["amends"][0]
	}
	made, err := valuesOf(x, modelForm().fields)
	if err != nil {
		return err
	}
	for name, y := range made {
		e.d.Values[name] = y
	}
	if err := e.takeUp(x); err != nil {
		e.raw, e.parts = true, partsOf(err)
		e.d.Values[modelRaw] = []string{"yes"}
	}
	return nil
}
