// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"slices"
	"strings"

	"parley/internal/act"
)

// once looks choices up, for a request once.
func (r *request) once(name string, look func(*request) []option) []option {
	out, ok := r.choices[name]
	if !ok {
		if r.choices == nil {
			r.choices = map[string][]option{}
		}
		out = look(r)
		r.choices[name] = out
	}
	return out
}

// contactOptions are the contacts that this seat reads, the newest first.
func contactOptions(r *request) []option { return r.once("contacts", listContacts) }

func listContacts(r *request) []option {
	type dated struct {
		day string
		option
	}
	var all []dated
	for _, v := range r.view.State.Versions(act.KindContact) {
		if x, ok := v.Act.(act.Contact); ok && v.Withdrawn == nil {
			all = append(all, dated{x.When.Day + x.When.Clock, option{hex.EncodeToString(v.First[:]), momentText(r.p, x.When) + ": " + lineOf(x.Title)}})
		}
	}
	slices.SortStableFunc(all, func(a, b dated) int { return strings.Compare(b.day, a.day) })
	var out []option
	for _, x := range all {
		out = append(out, x.option)
	}
	return out
}

// issueOptions are the issues that this seat reads.
func issueOptions(r *request) []option { return r.once("issues", listIssues) }

func listIssues(r *request) []option {
	var out []option
	for _, v := range r.view.State.Versions(act.KindIssue) {
		if x, ok := v.Act.(act.Issue); ok && v.Withdrawn == nil {
			out = append(out, option{hex.EncodeToString(v.First[:]), lineOf(x.Title)})
		}
	}
	slices.SortFunc(out, func(a, b option) int { return strings.Compare(a.Label, b.Label) })
	return out
}

// undertakingOptions are the undertakings that this seat reads, the newest
// first.
func undertakingOptions(r *request) []option {
	var out []option
	for _, v := range slices.Backward(r.view.State.Versions(act.KindUndertaking)) {
		if x, ok := v.Act.(act.Undertaking); ok && v.Withdrawn == nil {
			out = append(out, option{hex.EncodeToString(v.ID[:]), r.name(x.By) + ": " + lineOf(x.Words)})
		}
	}
	return out
}
