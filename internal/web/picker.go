// SPDX-License-Identifier: Apache-2.0

package web

// picker is a choice in a filter above a table.
type picker struct {
	ID, Label, All, Chosen string
	Options                []option
}

// newPicker makes a picker for a template. Its texts are translated already.
func newPicker(id string, label, all any, chosen string, options []option) picker {
	text := func(x any) string { s, _ := x.(string); return s }
	return picker{id, text(label), text(all), chosen, options}
}
