// SPDX-License-Identifier: Apache-2.0

package chart

// A Twin holds what a picture shows as a table: the same numbers, none of them
// cut, for those who do not see the picture and for other programs.
type Twin struct {
	Head []string
	Rows [][]string
}

// add appends a row.
func (t *Twin) add(cells ...string) { t.Rows = append(t.Rows, cells) }
