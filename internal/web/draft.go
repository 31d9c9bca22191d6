// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"parley/internal/node"
)

// draft is an entry being written, as the node keeps it: on this machine only,
// under its keys. Its readers and its register are chosen when it is begun and
// never change: what was written for one channel is not sent into another by a
// slip of the hand. Its kind is the name of the form.
type draft = node.SavedDraft

// stampOf tells two states of a draft apart: what was checked is what is sealed.
func stampOf(d draft) string {
	text, err := json.Marshal([]any{d.Kind, d.Audience, d.Register, d.Values})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

var errNoDraft = errors.New("no draft with this address is kept here")

// findDraft returns a draft by its id.
func (r *request) findDraft(ctx context.Context, id string) (draft, error) {
	list, err := r.node.Drafts(ctx)
	if err != nil {
		return draft{}, err
	}
	for _, d := range list {
		if d.ID == id {
			if d.Values == nil {
				d.Values = map[string][]string{}
			}
			return d, nil
		}
	}
	return draft{}, errNoDraft
}
