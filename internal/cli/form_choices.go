// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"slices"
	"strings"

	"parley/internal/act"
)

// choices are "ISSUE=OPTION", one for each flag: the option in its own words, or
// as many of its first letters as tell it apart. Issues that they settle are added
// to those that the act touches, of which issues is the list.
func (f *form) choices(p *[]act.Choice, issues *[]string, flag, usage string) {
	v := f.flags.StringArray(flag, nil, usage)
	f.add(p, flag, func() error {
		*p = nil
		for _, text := range given(*v) {
			issue, option, ok := strings.Cut(text, "=")
			if !ok || issue == "" || act.Tidy(option) == "" {
				return usageError("--%s is %.60q; want ISSUE=OPTION", flag, text).hint(f.app.line("issue list"))
			}
			*p = append(*p, act.Choice{Issue: strings.TrimSpace(issue), Option: act.Tidy(option)})
		}
		return nil
	}, func(d *desk) error {
		for i := range *p {
			if err := d.settleChoice(&(*p)[i], flag); err != nil {
				return err
			}
			*issues = append(*issues, (*p)[i].Issue)
		}
		slices.SortFunc(*p, func(a, b act.Choice) int { return strings.Compare(a.Issue, b.Issue) })
		*issues = sorted(*issues)
		return nil
	})
}

// settleChoice finds the issue and the option that a choice means.
func (d *desk) settleChoice(k *act.Choice, flag string) error {
	if err := d.settleEntry(&k.Issue, act.KindIssue); err != nil {
		return err
	}
	e, err := d.entry(k.Issue)
	if err != nil {
		return err
	}
	v, _ := d.view.State.Version(e.ID)
	issue, _ := v.Act.(act.Issue)
	var fit []string
	for _, o := range issue.Options {
		if o == k.Option {
			return nil
		}
		if len(o) >= len(k.Option) && strings.EqualFold(o[:len(k.Option)], k.Option) {
			fit = append(fit, o)
		}
	}
	if len(fit) != 1 {
		has := "it has none yet"
		if len(issue.Options) > 0 {
			has = "it has: " + strings.Join(issue.Options, "; ")
		}
		return usageError("--%s: %.60q is not one option of the issue %q; %s", flag, k.Option, issue.Title, has)
	}
	k.Option = fit[0]
	return nil
}
