// SPDX-License-Identifier: Apache-2.0

package web

import "html/template"

// modelEditFuncs are the functions of the templates in which models are built.
func modelEditFuncs() template.FuncMap {
	return template.FuncMap{
		"modelrows":  func(f *frame, p modelPage, rows conditionRows) conditionList { return conditionList{p, rows, false} },
		"modelmoves": func(f *frame, p modelPage, rows conditionRows) conditionList { return conditionList{p, rows, true} },
		"slot":       func(names ...string) []string { return names },
	}
}

// conditionList are conditions in rows, with the page on which they stand.
type conditionList struct {
	P     modelPage
	Rows  conditionRows
	Moves bool // their order counts
}

// From is where the number of a row begins in the name of its field.
func (c conditionRows) From() int { return len(c.Field) + 1 }
