// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"parley/internal/act"
	"parley/internal/casefile"
	"parley/stability"
)

// The limits of a draft.
const (
	maxDraftDMs     = 16
	maxDraftOptions = 63
	draftStates     = 1 << 20 // more are not looked at while somebody types
	draftBytes      = 512 << 20
	draftDocument   = 40_000  // characters, as an act has it
	draftListed     = 1 << 12 // states that are put in order
	faultsListed    = 12      // states or ids that a fault names
)

// DraftLook is what a draft comes to.
type DraftLook struct {
	// Model is the act, and Faults are empty; or there are faults, and Model is not
	// to be used.
	Model  act.Model
	Faults []DraftFault
	// Frame has the states of the draft, in which decision makers with a faulty or no
	// preference like all states alike; nil where there are no states yet, or too
	// many. Stated says of whom the preference is that of the draft.
	Frame  *stability.Model
	Stated []bool
	// TooLarge is true where there are too many states to look at.
	TooLarge bool
}

// Whole reports whether the draft is a model whose states can be looked at.
func (l DraftLook) Whole() bool { return len(l.Faults) == 0 && l.Frame != nil }

// Model makes the act of a draft, or says what is missing or wrong.
func (d ModelDraft) Model() (act.Model, []DraftFault) {
	l, err := d.Look(context.Background())
	if err != nil { // nothing cancels it
		return act.Model{}, []DraftFault{{Step: DraftWhole, Field: "title", Code: FaultOtherwise, What: err.Error()}}
	}
	if len(l.Faults) > 0 {
		return act.Model{}, l.Faults
	}
	return l.Model, nil
}

// Look makes of a draft whatever it gives. The error is that of ctx.
func (d ModelDraft) Look(ctx context.Context) (DraftLook, error) { return d.look(ctx, false) }

// Unseen makes of a draft what it gives without a look at its states, as if there were
// too many: for one that a look takes too long for. The model can be kept all the same.
func (d ModelDraft) Unseen() DraftLook {
	l, err := d.look(context.Background(), true)
	if err != nil { // nothing cancels it
		return DraftLook{TooLarge: true, Stated: make([]bool, len(d.DMs)), Faults: []DraftFault{{Step: DraftWhole, Field: "title", Code: FaultOtherwise, What: err.Error()}}}
	}
	return l
}

func (d ModelDraft) look(ctx context.Context, unseen bool) (DraftLook, error) {
	k := &draftLooker{d: &d, c: &casefile.Conflict{Format: casefile.Stability}}
	k.look.TooLarge = unseen
	k.who()
	k.options()
	k.c.Definition.Infeasible = k.conditions(DraftTogether, "infeasible", d.Infeasible)
	k.c.Definition.Coalesce = k.conditions(DraftTogether, "coalesce", d.Coalesce)
	if err := k.frame(ctx); err != nil {
		return DraftLook{}, err
	}
	if err := k.prefer(ctx); err != nil {
		return DraftLook{}, err
	}
	k.today()
	k.means()
	k.write()
	slices.SortStableFunc(k.look.Faults, func(a, b DraftFault) int { return stepPlace(a.Step) - stepPlace(b.Step) })
	return k.look, nil
}

func stepPlace(step string) int {
	return slices.Index([]string{DraftWho, DraftOptions, DraftTogether, DraftPrefer, DraftToday, DraftMeans, DraftWhole}, step)
}

// draftLooker reads one draft, part by part.
type draftLooker struct {
	d    *ModelDraft
	c    *casefile.Conflict
	ids  []string // of options, where all of them can be named
	look DraftLook
}

func (k *draftLooker) fault(step, field, code, what string, list ...string) {
	k.look.Faults = append(k.look.Faults, faultAt(step, field, 0, code, what, list))
}

func faultAt(step, field string, line int, code, what string, list []string) DraftFault {
	f := DraftFault{Step: step, Field: field, Line: line, Code: code, What: what, List: list}
	if len(list) > faultsListed {
		f.List, f.More = list[:faultsListed], len(list)-faultsListed
	}
	return f
}

// name asks for an id that is there once, and for a name.
func (k *draftLooker) name(step, field, id, name string, valid bool, seen map[string]bool) {
	switch {
	case strings.TrimSpace(name) == "":
		k.fault(step, field+".name", FaultEmpty, "")
	case id == "" || valid && !stability.ValidID(id):
		k.fault(step, field+".name", FaultID, id)
	case seen[id]:
		k.fault(step, field+".name", FaultTwice, id)
	}
	seen[id] = true
}

func (k *draftLooker) who() {
	if strings.TrimSpace(k.d.Title) == "" {
		k.fault(DraftWho, "title", FaultEmpty, "")
	}
	k.c.Definition.Name = cmp.Or(k.d.Name, k.d.Title)
	k.look.Stated = make([]bool, len(k.d.DMs))
	switch {
	case len(k.d.DMs) == 0:
		k.fault(DraftWho, "dms", FaultNone, "")
	case len(k.d.DMs) > maxDraftDMs:
		k.fault(DraftWho, "dms", FaultMany, fmt.Sprint(maxDraftDMs))
	}
	ids, seats := map[string]bool{}, map[string]bool{}
	for i, x := range k.d.DMs {
		at := fmt.Sprintf("dms.%d", i)
		k.name(DraftWho, at, x.ID, x.Name, false, ids)
		if x.Seat != "" && seats[x.Seat] {
			k.fault(DraftWho, at+".seat", FaultTwice, x.Seat)
		}
		seats[x.Seat] = true
		if !slices.Contains(act.PositionBases(), x.Basis) {
			k.fault(DraftWho, at+".basis", FaultWord, x.Basis, act.PositionBases()...)
		}
		k.c.Definition.DMs = append(k.c.Definition.DMs, stability.DM{ID: x.ID, Name: otherThan(x.Name, x.ID)})
		k.look.Model.DMs = append(k.look.Model.DMs, act.ModelDM{ID: x.ID, Seat: x.Seat, Basis: x.Basis, Words: x.Why})
	}
}

// otherThan is a name, unless it says no more than the id.
func otherThan(name, id string) string {
	if name == id {
		return ""
	}
	return name
}

func (k *draftLooker) dmIDs() (out []string) {
	for _, x := range k.d.DMs {
		out = append(out, x.ID)
	}
	return out
}

func (k *draftLooker) options() {
	d := &k.c.Definition
	switch {
	case len(k.d.Options) == 0:
		k.fault(DraftOptions, "options", FaultNone, "")
	case len(k.d.Options) > maxDraftOptions:
		k.fault(DraftOptions, "options", FaultMany, fmt.Sprint(maxDraftOptions))
	}
	seen := map[string]bool{}
	for n, x := range k.d.Options {
		at := fmt.Sprintf("options.%d", n)
		k.name(DraftOptions, at, x.ID, x.Name, true, seen)
		o := stability.Option{ID: x.ID, Name: otherThan(x.Name, x.ID)}
		words := []string{"both", "forward", "back"}
		switch w := slices.Index(words, cmp.Or(x.Direction, "both")); {
		case w < 0:
			k.fault(DraftOptions, at+".direction", FaultWord, x.Direction, words...)
		default:
			o.Direction = stability.Direction(w)
		}
		d.Options = append(d.Options, o)
		k.ids = append(k.ids, x.ID)
		if x.DM != "" {
			if i := slices.Index(k.dmIDs(), x.DM); i >= 0 {
				d.DMs[i].Options = append(d.DMs[i].Options, n)
			} else {
				k.fault(DraftOptions, at+".dm", FaultDM, x.DM, k.dmIDs()...)
			}
		}
		k.link(x.ID, x.Entry)
	}
}

func (k *draftLooker) link(item, entry string) {
	if entry != "" {
		k.look.Model.Links = append(k.look.Model.Links, act.ModelLink{Item: item, Entry: entry})
	}
	for _, l := range k.d.Links {
		if l.Item == item {
			k.look.Model.Links = append(k.look.Model.Links, l)
		}
	}
}

// conditions reads those that can be read.
func (k *draftLooker) conditions(step, field string, lines []string) (out []stability.Condition) {
	for n, text := range lines {
		if c, ok := k.condition(step, field, n+1, text); ok {
			out = append(out, c)
		}
	}
	return out
}

func (k *draftLooker) condition(step, field string, line int, text string) (stability.Condition, bool) {
	if strings.TrimSpace(text) == "" {
		k.look.Faults = append(k.look.Faults, faultAt(step, field, line, FaultEmpty, "", nil))
		return stability.Condition{}, false
	}
	c, err := stability.ParseCondition(text, k.ids)
	if err == nil {
		return c, true
	}
	for _, word := range ConditionWords(text) {
		if stability.ValidID(word) && !slices.Contains(k.ids, word) {
			k.look.Faults = append(k.look.Faults, faultAt(step, field, line, FaultOption, word, k.ids))
			return stability.Condition{}, false
		}
	}
	k.look.Faults = append(k.look.Faults, faultAt(step, field, line, FaultCondition, text, nil))
	return stability.Condition{}, false
}

// frame finds the states, with nobody's preferences.
func (k *draftLooker) frame(ctx context.Context) error {
	if k.look.TooLarge {
		return nil
	}
	d := k.c.Definition
	if len(k.look.Faults) > 0 && slices.ContainsFunc(k.look.Faults, func(f DraftFault) bool {
		return (f.Step == DraftWho || f.Step == DraftOptions) && f.Field != "title" && !strings.HasSuffix(f.Field, ".basis") && !strings.HasSuffix(f.Field, ".seat") && f.Code != FaultEmpty
	}) {
		return nil
	}
	d.DMs = slices.Clone(d.DMs)
	for i := range d.DMs {
		d.DMs[i].Preference = indifferent()
		d.DMs[i].Blind = nil
	}
	m, err := k.compile(ctx, d)
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, stability.ErrBudget):
		k.look.TooLarge = true
	case err != nil && !slices.ContainsFunc(d.Infeasible, func(stability.Condition) bool { return true }):
		k.fault(DraftWhole, "title", FaultOtherwise, err.Error())
	case err != nil:
		k.fault(DraftTogether, "infeasible", FaultNoState, "")
	}
	k.look.Frame = m
	return nil
}

func (k *draftLooker) compile(ctx context.Context, d stability.Definition) (*stability.Model, error) {
	d.Limits = stability.Limits{States: draftStates, Bytes: draftBytes}
	return stability.New(ctx, d)
}

// indifferent likes all states alike.
func indifferent() stability.Preference {
	return stability.Preference{Weights: []stability.Weight{{Amount: new(big.Rat)}}}
}

// write makes the document and the act, if nothing is wrong so far.
func (k *draftLooker) write() {
	if len(k.look.Faults) > 0 {
		return
	}
	text, err := casefile.WriteConflict(k.c)
	if err == nil && len(text) > draftDocument {
		var short bytes.Buffer
		err = json.Compact(&short, text)
		text = short.Bytes()
	}
	m := &k.look.Model
	m.Title, m.Words, m.Document = k.d.Title, k.d.Words, string(text)
	var bad *act.Error
	switch {
	case err != nil:
		k.fault(DraftWhole, "title", FaultOtherwise, err.Error())
	case len([]rune(m.Document)) > draftDocument:
		k.fault(DraftWhole, "title", FaultLong, fmt.Sprint(draftDocument))
	default:
		if err = m.Validate(); errors.As(err, &bad) {
			step := DraftWhole
			if strings.HasPrefix(bad.Field, "dms") || bad.Field == "title" || bad.Field == "words" {
				step = DraftWho
			}
			k.fault(step, strings.NewReplacer("[", ".", "]", "", ".id", ".name", ".words", ".why").Replace(bad.Field), FaultOtherwise, err.Error())
		}
	}
}
