// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/internal/store"
)

const (
	tableDraft store.Table = 10 // draft id → wrapped draft
	tableMark  store.Table = 11 // name → wrapped value
)

// Limits of what is kept besides the record.
const (
	maxDraft  = 256 << 10 // bytes of one draft, printed
	maxDrafts = 200       // in one process
	maxMark   = 16 << 10
	maxName   = 64
)

// SavedDraft is what a person has typed so far for one entry. It is kept on
// this machine only, wrapped under the home's storage key. It is bound to its
// readers and its register for life: what was written for some eyes does not
// turn into a text for others by the change of a field.
type SavedDraft struct {
	ID       string   // see [NewDraftID]
	Kind     string   // of the act that it is to become
	Audience []string // seats; the own one is added
	Register string   // "record" or "wp"
	Values   map[string][]string
	Changed  time.Time // set when it is saved
}

// NewDraftID makes an identifier of a draft. It says nothing of the draft: it
// is the one thing of it that lies on the disk as it is.
func NewDraftID() string { return strings.ToLower(rand.Text()) }

// ErrBound means that a draft was to be saved for other readers, or in another
// register, than it was begun for.
var ErrBound = errors.New("a draft keeps the readers and the register it was begun with; begin another for others")

// SaveDraft keeps a draft, in the place of the one with the same ID if there is
// one, and sets when it was changed. A draft of other readers or of the other
// register is refused with [ErrBound].
func (n *Node) SaveDraft(ctx context.Context, d SavedDraft) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.locked {
		return ErrLocked
	}
	if err := validName("the id of a draft", d.ID); err != nil {
		return err
	}
	if len(d.Audience) == 0 {
		return fmt.Errorf("draft %s has no readers: say first who will be able to read it", d.ID)
	}
	if _, err := ParseRegister(d.Register); err != nil {
		return fmt.Errorf("draft %s: %w", d.ID, err)
	}
	d.Audience = slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(d.Audience), n.seat))))
	d.Changed = n.now()
	text, err := json.Marshal(d)
	if err != nil {
		return err
	}
	if len(text) > maxDraft {
		return fmt.Errorf("draft %s takes %d bytes; at most %d are kept: shorten it, or write two entries", d.ID, len(text), maxDraft)
	}
	wrapped, err := n.keys.Wrap(draftName(d.ID), padded(text))
	if err != nil {
		return err
	}
	return n.home.Store.Update(ctx, func(w store.Writer) error {
		at := store.Process(n.pid)
		old, err := getOr(w, at, tableDraft, []byte(d.ID))
		if err != nil {
			return err
		}
		if old == nil {
			if err := roomForDraft(w, at); err != nil {
				return err
			}
		} else if was, err := n.readDraft(d.ID, old); err != nil {
			return err
		} else if was.Register != d.Register || !slices.Equal(was.Audience, d.Audience) {
			return fmt.Errorf("draft %s: %w", d.ID, ErrBound)
		}
		return w.Put(at, tableDraft, []byte(d.ID), wrapped)
	})
}

func roomForDraft(r store.Reader, at store.Process) error {
	count := 0
	for _, err := range r.Scan(at, tableDraft, nil, nil) {
		if err != nil {
			return err
		}
		count++
	}
	if count >= maxDrafts {
		return fmt.Errorf("%d drafts are kept already, and no more can be: seal or drop some of them first", count)
	}
	return nil
}

// Drafts lists what [Node.SaveDraft] keeps, the one changed last first.
func (n *Node) Drafts(ctx context.Context) ([]SavedDraft, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.locked {
		return nil, ErrLocked
	}
	var out []SavedDraft
	err := n.home.Store.View(ctx, func(r store.Reader) error {
		for x, err := range r.Scan(store.Process(n.pid), tableDraft, nil, nil) {
			if err != nil {
				return err
			}
			d, err := n.readDraft(string(x.Key), x.Value)
			if err != nil {
				return err
			}
			out = append(out, d)
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b SavedDraft) int {
		return cmp.Or(b.Changed.Compare(a.Changed), cmp.Compare(a.ID, b.ID))
	})
	return out, err
}

// DropDraft forgets a draft: it has become an entry, or nothing. One that is not
// there is no error.
func (n *Node) DropDraft(ctx context.Context, id string) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.locked {
		return ErrLocked
	}
	return n.home.Store.Update(ctx, func(w store.Writer) error {
		return w.Delete(store.Process(n.pid), tableDraft, []byte(id))
	})
}

func (n *Node) readDraft(id string, wrapped []byte) (SavedDraft, error) {
	var d SavedDraft
	text, err := n.keys.Unwrap(draftName(id), wrapped)
	if err == nil {
		err = json.Unmarshal(text, &d)
	}
	if err != nil {
		return d, fmt.Errorf("draft %s: %w", id, err)
	}
	return d, nil
}

func draftName(id string) []byte { return []byte("draft " + id) }

// padded fills a text up to a power of two with spaces, which JSON ignores: the
// length of a row must not tell how much somebody is writing.
func padded(text []byte) []byte {
	size := 1 << 10
	for size < len(text) {
		size *= 2
	}
	return append(text, bytes.Repeat([]byte(" "), size-len(text))...)
}

// validName holds what lies on the disk in the clear to a form that can carry
// no text of a person's.
func validName(what, name string) error {
	ok := name != "" && len(name) <= maxName
	for _, c := range name {
		ok = ok && ('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-')
	}
	if !ok {
		return fmt.Errorf("%s is %q; it must be 1 to %d of a-z, 0-9 and -", what, name, maxName)
	}
	return nil
}

// SetMark keeps a small value of this seat on this machine, wrapped as drafts
// are: where a person stopped reading, how they like their pages. The name is
// the program's own and lies on the disk in the clear.
func (n *Node) SetMark(ctx context.Context, name string, value []byte) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.locked {
		return ErrLocked
	}
	if err := validName("the name of a mark", name); err != nil {
		return err
	}
	if len(value) > maxMark {
		return fmt.Errorf("mark %s takes %d bytes; at most %d are kept", name, len(value), maxMark)
	}
	wrapped, err := n.keys.Wrap(markName(name), value)
	if err != nil {
		return err
	}
	return n.home.Store.Update(ctx, func(w store.Writer) error {
		return w.Put(store.Process(n.pid), tableMark, []byte(name), wrapped)
	})
}

// Mark returns what [Node.SetMark] kept under a name, or nil.
func (n *Node) Mark(ctx context.Context, name string) (value []byte, err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.locked {
		return nil, ErrLocked
	}
	err = n.home.Store.View(ctx, func(r store.Reader) error {
		wrapped, err := getOr(r, store.Process(n.pid), tableMark, []byte(name))
		if err != nil || wrapped == nil {
			return err
		}
		value, err = n.keys.Unwrap(markName(name), wrapped)
		return err
	})
	return value, err
}

func markName(name string) []byte { return []byte("mark " + name) }
