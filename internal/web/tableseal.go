// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"slices"

	"parley/internal/act"
	"parley/internal/node"
)

// sealTable seals the rows of a file to the readers that the page named. Rows
// that the rules refuse, and those with passages of other channels, stay behind
// and are named; what was sealed before is not sealed again.
func sealTable(r *request) (answer, error) {
	x := r.desk.findImport(r.PathValue("id"))
	if x == nil {
		return answer{}, errNoTable()
	}
	here := "/import/" + x.id
	if r.PostForm.Get("do") == "drop" {
		r.desk.keepImport(nil)
		return answer{to: "/import"}, nil
	}
	shown, d, err := r.tablePage(x, r.PostForm["audience"], r.PostForm.Get("register"))
	if err != nil {
		return answer{}, err
	}
	if shown.Chosen == nil || shown.Register != r.PostForm.Get("register") {
		return answer{to: here}, nil
	}
	if !r.desk.claimImport(x) {
		return answer{to: here}, nil // another window seals it just now
	}
	defer r.desk.releaseImport(x)
	for i, row := range r.desk.rowsOf(x) {
		if row.Ref != "" || !shown.Fits(row.Row) {
			continue
		}
		nd, err := r.nodeDraft(d, row.Act)
		if err != nil {
			return answer{}, err
		}
		id, err := r.node.Post(r.Context(), nd)
		if err != nil {
			return answer{}, err
		}
		r.desk.sealedRow(x, i, hex.EncodeToString(id[:]))
		r.keepRow(row.Act, d, hex.EncodeToString(id[:]))
	}
	r.desk.holdUntil(r.server.opt.Now().Add(r.server.opt.Hold))
	r.desk.ask()
	r.desk.tell()
	return answer{to: here}, nil
}

// keepRow keeps a row as a draft, so that undoing its entry gives the words back.
func (r *request) keepRow(a act.Act, d draft, ref string) {
	i := slices.IndexFunc(forms(), func(f form) bool { return f.kind == a.Kind() })
	if i < 0 {
		return
	}
	f := forms()[i]
	v, err := valuesOf(a, f.fields)
	if err != nil {
		return
	}
	d.ID, d.Kind, d.Values = node.NewDraftID(), f.name, v
	r.desk.keepSealed(ref, d)
}

// claimImport makes sure that one window at a time seals a file.
func (d *station) claimImport(x *tableImport) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.table != x || x.busy {
		return false
	}
	x.busy = true
	return true
}

func (d *station) releaseImport(x *tableImport) {
	d.mu.Lock()
	x.busy = false
	d.mu.Unlock()
}

// sealedRow notes the entry of a row. The rows are copied, since a page may be
// reading them.
func (d *station) sealedRow(x *tableImport, i int, ref string) {
	d.mu.Lock()
	x.acts = slices.Clone(x.acts)
	x.acts[i].Ref = ref
	d.mu.Unlock()
}
