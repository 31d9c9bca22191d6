// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"
)

// draft is an entry being written. Its audience and register are chosen when it
// is begun and never change: what was written for one channel is not sent into
// another by a slip of the hand.
type draft struct {
	ID       string
	Kind     string // name of the form
	Audience []string
	Register string // "record" or "wp"
	Values   map[string][]string
	Changed  time.Time
}

// stamp tells two states of a draft apart: what was checked is what is sealed.
func (d draft) stamp() string {
	text, err := json.Marshal([]any{d.Kind, d.Audience, d.Register, d.Values})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

var errNoDraft = errors.New("no draft with this address is kept here")

func (r *request) saveDraft(_ context.Context, d draft) error {
	d.Changed = r.server.opt.Now()
	r.desk.mu.Lock()
	defer r.desk.mu.Unlock()
	r.desk.drafts[d.ID] = d
	return nil
}

// findDraft returns a draft by its id.
func (r *request) findDraft(_ context.Context, id string) (draft, error) {
	r.desk.mu.Lock()
	defer r.desk.mu.Unlock()
	d, ok := r.desk.drafts[id]
	if !ok {
		return d, errNoDraft
	}
	d.Values = maps.Clone(d.Values)
	return d, nil
}

// listDrafts returns every draft, the newest first.
func (r *request) listDrafts(context.Context) ([]draft, error) {
	r.desk.mu.Lock()
	defer r.desk.mu.Unlock()
	return slices.SortedFunc(maps.Values(r.desk.drafts), func(a, b draft) int {
		return cmp.Or(b.Changed.Compare(a.Changed), cmp.Compare(a.ID, b.ID))
	}), nil
}

func (r *request) dropDraft(_ context.Context, id string) error {
	r.desk.mu.Lock()
	defer r.desk.mu.Unlock()
	delete(r.desk.drafts, id)
	return nil
}
