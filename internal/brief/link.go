// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"encoding/hex"

	"parley/internal/act"
	"parley/record"
)

// EntryLink points to an act of a register. Where it is not opened here, its id
// is all that can be said of it.
type EntryLink struct {
	Entry  string `json:"entry"` // of the first writing, when opened here
	Kind   string `json:"kind,omitempty"`
	Title  string `json:"title,omitempty"`
	Opened bool   `json:"opened"`
}

// link names what an act refers to; nil for no reference.
func (f faces) link(ref string) *EntryLink {
	if ref == "" {
		return nil
	}
	id, _ := entryID(ref)
	if v, ok := f.state.Version(id); ok {
		return &EntryLink{hex.EncodeToString(v.First[:]), v.Kind, titleOf(v.Act), true}
	}
	return &EntryLink{Entry: ref}
}

// entryID reads the id of an entry as acts write it.
func entryID(ref string) (id record.Hash, ok bool) {
	b, err := hex.DecodeString(ref)
	if err != nil || len(b) != len(id) {
		return id, false
	}
	return record.Hash(b), true
}

// titleOf is what an act of a register is called in one line: its title, or the
// beginning of its words. Words of the author stand as they are.
func titleOf(a act.Act) string {
	switch x := a.(type) {
	case act.Issue:
		return x.Title
	case act.Contact:
		return x.Title
	case act.Event:
		return x.Title
	case act.Format:
		return x.Title
	case act.Leverage:
		return x.Title
	case act.Proposal:
		return x.Title
	case act.Consultation:
		return x.Topic
	case act.Readout:
		return x.Teller
	case act.Undertaking:
		return firstLine(x.Words)
	case act.Commitment:
		return firstLine(x.Words)
	case act.Announcement:
		return firstLine(x.Words)
	case act.Position:
		return firstLine(positionWords(x))
	case act.Round:
		return x.Title
	case act.Model:
		return x.Title
	case act.Note:
		return firstLine(x.Text)
	}
	return ""
}
