// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"errors"
	"fmt"
)

const (
	maxParties = 64
	maxOptions = 1 << 16 // an option is kept in two bytes
	maxIssues  = 1 << 16
)

// check finds what is wrong with a model before any arithmetic is done.
func (m *Model) check() error {
	if len(m.Issues) == 0 {
		return errors.New("the case has no issues")
	}
	if len(m.Issues) > maxIssues {
		return fmt.Errorf("the case has %d issues, more than %d", len(m.Issues), maxIssues)
	}
	if len(m.Parties) == 0 || len(m.Parties) > maxParties {
		return fmt.Errorf("the case has %d parties, want 1 to %d", len(m.Parties), maxParties)
	}
	issues := map[string]bool{}
	for i, issue := range m.Issues {
		if err := fresh(issues, issue.ID); err != nil {
			return fmt.Errorf("issue %d: %w", i, err)
		}
		if len(issue.Options) == 0 {
			return fmt.Errorf("issue %q has no options", issue.ID)
		}
		if len(issue.Options) > maxOptions {
			return fmt.Errorf("issue %q has %d options, more than %d", issue.ID, len(issue.Options), maxOptions)
		}
		options := map[string]bool{}
		for o, option := range issue.Options {
			if err := fresh(options, option.ID); err != nil {
				return fmt.Errorf("issue %q: option %d: %w", issue.ID, o, err)
			}
		}
	}
	parties := map[string]bool{}
	for p, party := range m.Parties {
		if err := fresh(parties, party.ID); err != nil {
			return fmt.Errorf("party %d: %w", p, err)
		}
		if len(party.Views) == 0 {
			return fmt.Errorf("party %q has no preference", party.ID)
		}
		for _, v := range party.Views {
			if err := m.checkView(v); err != nil {
				return fmt.Errorf("party %q: %w", party.ID, err)
			}
		}
	}
	for c, constraint := range m.Constraints {
		for _, pattern := range []Pattern{constraint.If, constraint.Then} {
			if err := m.checkPattern(pattern); err != nil {
				return fmt.Errorf("constraint %d: %w", c, err)
			}
		}
		if len(constraint.If) == 0 && len(constraint.Then) == 0 {
			return fmt.Errorf("constraint %d forbids every package", c)
		}
	}
	return m.checkSocial()
}

func fresh(seen map[string]bool, id string) error {
	if id == "" {
		return errors.New("the id is empty")
	}
	if seen[id] {
		return fmt.Errorf("the id %q appears twice", id)
	}
	seen[id] = true
	return nil
}

func (m *Model) checkSocial() error {
	if m.SocialWeights == nil {
		return nil
	}
	if len(m.SocialWeights) != len(m.Parties) {
		return fmt.Errorf("there are %d social weights for %d parties", len(m.SocialWeights), len(m.Parties))
	}
	for p, w := range m.SocialWeights {
		if !w.isExact() || w.exact().Sign() < 0 {
			return fmt.Errorf("the social weight of party %q is %s, want an exact number of at least 0", m.Parties[p].ID, w)
		}
	}
	return nil
}

func (m *Model) checkView(v View) error {
	n := len(m.Issues)
	if v.Weights != nil && len(v.Weights) != n {
		return fmt.Errorf("there are %d weights for %d issues", len(v.Weights), n)
	}
	if v.Values != nil && len(v.Values) != n {
		return fmt.Errorf("there are values for %d issues of %d", len(v.Values), n)
	}
	for i, row := range v.Values {
		if row != nil && len(row) != len(m.Issues[i].Options) {
			return fmt.Errorf("issue %q: there are %d values for %d options", m.Issues[i].ID, len(row), len(m.Issues[i].Options))
		}
	}
	for t, term := range v.Terms {
		if err := m.checkPattern(term.When); err != nil {
			return fmt.Errorf("term %d: %w", t, err)
		}
	}
	for _, pair := range v.Order {
		if pair[0] < 0 || pair[0] >= n || pair[1] < 0 || pair[1] >= n {
			return fmt.Errorf("the order names the issues %d and %d of %d", pair[0], pair[1], n)
		}
	}
	if err := m.checkBetter(v); err != nil {
		return err
	}
	if v.Reservation != nil && v.Reservation.Package != nil {
		if err := m.CheckPackage(v.Reservation.Package); err != nil {
			return fmt.Errorf("reservation: %w", err)
		}
	}
	return nil
}

func (m *Model) checkPattern(p Pattern) error {
	for _, match := range p {
		if match.Issue < 0 || match.Issue >= len(m.Issues) {
			return fmt.Errorf("a pattern names issue %d of %d", match.Issue, len(m.Issues))
		}
		k := len(m.Issues[match.Issue].Options)
		for _, o := range match.Options {
			if o < 0 || o >= k {
				return fmt.Errorf("a pattern names option %d of %d of issue %q", o, k, m.Issues[match.Issue].ID)
			}
		}
	}
	return nil
}

// CheckPackage returns an error if x does not settle every issue of the model
// with one of its options. It does not look at constraints.
func (m *Model) CheckPackage(x Package) error {
	if len(x) != len(m.Issues) {
		return fmt.Errorf("the package settles %d issues of %d", len(x), len(m.Issues))
	}
	for i, o := range x {
		if o < 0 || o >= len(m.Issues[i].Options) {
			return fmt.Errorf("the package names option %d of %d of issue %q", o, len(m.Issues[i].Options), m.Issues[i].ID)
		}
	}
	return nil
}
