// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"math/big"

	"parley/bargain"
)

// A ContentsPart is what one issue, or several together, add to what a package is
// worth to a party.
type ContentsPart struct {
	Issue  string `json:"issue"`  // empty for several together
	Option string `json:"option"` // of the package
	When   string `json:"when"`   // for several together: the combination
	Worth  string `json:"worth"`  // at the middle of what is stated
	Low    string `json:"low"`
	High   string `json:"high"`
	Least  string `json:"least"`  // with the option that is worst for the party
	Most   string `json:"most"`   // with the best
	Silent bool   `json:"silent"` // the party states nothing on it
}

// A ContentsReport says what is in packages for one party, in its own points.
type ContentsReport struct {
	Case     string       `json:"case"`
	Party    string       `json:"party"`
	Packages []ContentsOf `json:"packages"`
	Limit    *string      `json:"limit"` // nil: not stated
	Names    []IssueNamed `json:"issues"`
}

// An IssueNamed is what an issue is called, with its options.
type IssueNamed struct {
	ID      string            `json:"id"`
	Name    string            `json:"name"`
	Options map[string]string `json:"options"`
}

// A ContentsOf is one package taken apart.
type ContentsOf struct {
	Name    string         `json:"name"`
	Package SettledPackage `json:"package"`
	Worth   string         `json:"worth"`
	Parts   []ContentsPart `json:"parts"`
}

// Contents takes packages apart for one party. Errors: a package that is incomplete,
// contradicting orders.
func Contents(m *bargain.Model, party int, list []NamedPackage) (*ContentsReport, error) {
	r := &ContentsReport{Case: m.Name, Party: m.Parties[party].ID, Packages: []ContentsOf{}, Names: issueNames(m)}
	middle, err := m.Middle()
	if err != nil {
		return nil, err
	}
	v := middle.Parties[party].Views[0]
	for _, x := range list {
		parts, err := m.Contributions(x.Package, party)
		if err != nil {
			return nil, fmt.Errorf("package %q: %w", x.Name, err)
		}
		of := ContentsOf{Name: x.Name, Package: NamePackage(m, x.Package), Parts: []ContentsPart{}}
		sum := new(big.Rat)
		for _, c := range parts {
			sum.Add(sum, c.Middle)
			p := ContentsPart{Worth: Rounded(c.Middle), Low: Rounded(c.Low), High: Rounded(c.High), Least: Rounded(c.Least), Most: Rounded(c.Most), Silent: c.Silent}
			if c.Issue >= 0 {
				p.Issue, p.Option = of.Package[c.Issue].Issue, of.Package[c.Issue].Option
			} else {
				p.When = patternSays(m, v.Terms[c.Term].When)
			}
			of.Parts = append(of.Parts, p)
		}
		of.Worth = Rounded(sum)
		r.Packages = append(r.Packages, of)
	}
	if limit := v.Reservation; limit != nil {
		value, _ := limit.Value.Exact()
		if limit.Package != nil {
			value = new(big.Rat)
			parts, err := m.Contributions(limit.Package, party)
			if err != nil {
				return nil, err
			}
			for _, c := range parts {
				value.Add(value, c.Middle)
			}
		}
		r.Limit = optional(value)
	}
	return r, nil
}

// issueNames are the names of issues and options of a model.
func issueNames(m *bargain.Model) []IssueNamed {
	out := []IssueNamed{}
	for _, issue := range m.Issues {
		n := IssueNamed{ID: issue.ID, Name: issue.Name, Options: map[string]string{}}
		if n.Name == "" {
			n.Name = issue.ID
		}
		for _, o := range issue.Options {
			name := o.Name
			if name == "" {
				name = o.ID
			}
			n.Options[o.ID] = name
		}
		out = append(out, n)
	}
	return out
}
