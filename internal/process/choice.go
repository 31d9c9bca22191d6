// SPDX-License-Identifier: Apache-2.0

package process

import (
	"slices"
	"strings"

	"parley/internal/act"
)

// mayChoose asks that every option which an act speaks of is one of the issue, in
// the same words, as far as the issue is opened here.
func (s State) mayChoose(a act.Act) error {
	var list []act.Choice
	switch x := a.(type) {
	case act.Proposal:
		list = x.Choices
	case act.Preference:
		list = slices.Clone(x.Limit.Package)
		for _, i := range x.Issues {
			for _, o := range i.Options {
				list = append(list, act.Choice{Issue: i.Issue, Option: o.Option})
			}
		}
	}
	for _, k := range list {
		id, _ := hash(k.Issue)
		v, ok := s.Version(id)
		if !ok {
			continue
		}
		body, ok := v.Act.(act.Issue)
		if ok && !slices.Contains(body.Options, k.Option) {
			return refuse.T("{option} is no option of the issue {issue}, which has: {options}", "option", act.Quoted(k.Option), "issue", act.Quoted(body.Title), "options", inWords(body.Options))
		}
	}
	return nil
}

// inWords puts options into one line.
func inWords(options []string) string {
	if len(options) == 0 {
		return "none yet"
	}
	return strings.Join(options, "; ")
}
