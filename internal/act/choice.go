// SPDX-License-Identifier: Apache-2.0

package act

import "fmt"

// Choice settles one issue in a package by one of its options. The option stands
// in its own words, so that it stays the same one when the options of the issue
// are put in another order, and is missed when they are worded anew.
type Choice struct {
	Issue  string `json:"issue"`  // id of the issue
	Option string `json:"option"` // one line, at most 200 characters
}

// choices checks choices in the order of their issues, each issue once.
func (c *check) choices(field string, list []Choice) {
	if len(list) > maxRefs {
		c.refuse(field, refuse.T("are {count}; the limit is {limit}", "count", len(list), "limit", maxRefs))
	}
	for i, x := range list {
		at := fmt.Sprintf("%s[%d]", field, i)
		c.ref(at+".issue", x.Issue)
		c.line(at+".option", x.Option, maxOption)
		if i > 0 && list[i-1].Issue >= x.Issue {
			c.fail(field, "must be in ascending order of issues, each once")
		}
	}
}

func chosen(list []Choice) []string {
	var out []string
	for _, x := range list {
		out = append(out, x.Issue)
	}
	return out
}
