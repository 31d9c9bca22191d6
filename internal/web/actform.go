// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"

	"parley/internal/act"
)

// A field has the name that the act has for it in JSON: "when.day" is the day of
// the moment "when", and row 0 of the group "claims" has "claims.0.point". So a
// form needs no code to become an act, and an act none to become a form again.

// actOf makes an act of what was typed.
func actOf(kind string, fields []field, v values) (act.Act, error) {
	body, err := json.Marshal(treeOf(fields, v, ""))
	if err != nil {
		return nil, err
	}
	return act.Read(kind, body)
}

// treeOf is what was typed as JSON. What is empty is left out.
func treeOf(fields []field, v values, prefix string) map[string]any {
	out := map[string]any{}
	for _, f := range fields {
		x := jsonOf(f, v, prefix+f.name)
		if x == nil {
			continue
		}
		at, path := out, strings.Split(f.name, ".")
		for _, step := range path[:len(path)-1] {
			next, ok := at[step].(map[string]any)
			if !ok {
				next = map[string]any{}
				at[step] = next
			}
			at = next
		}
		at[path[len(path)-1]] = x
	}
	return out
}

// jsonOf is the value of one field; nil when nothing was typed.
func jsonOf(f field, v values, name string) any {
	switch f.kind {
	case groupField:
		var rows []any
		for i := range v.count(name) {
			if row := treeOf(f.fields, v, rowName(name, i, "")); len(row) > 0 {
				rows = append(rows, row)
			}
		}
		return some(rows)
	case seatsField, checksField:
		return some(v.All(name))
	case chosenField:
		return choiceTree(v[name])
	case linesField:
		return some(linesOf(v.Get(name)))
	}
	switch text := v.Get(name); {
	case text == "":
		return nil
	case f.kind == yesField, f.kind == hiddenField && text == "yes":
		return text == "yes"
	case f.kind == numberField:
		return json.Number(text)
	default:
		return text
	}
}

func some[T any](list []T) any {
	if len(list) == 0 {
		return nil
	}
	return list
}

// linesOf are the lines of a text in which something stands.
func linesOf(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// errUnwritable means that an act holds something for which a form has no field.
var errUnwritable = errors.New("the entry holds something that this form cannot write; write it again with the command line")

// valuesOf is what a form holds that would write an act. It is the way back of
// actOf, and refuses an act of which it would lose a part.
func valuesOf(a act.Act, fields []field) (values, error) {
	body, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var tree map[string]any
	if err := d.Decode(&tree); err != nil {
		return nil, err
	}
	v := values{}
	fillTree(fields, tree, "", v)
	again, err := actOf(a.Kind(), fields, v)
	if err != nil {
		return nil, errUnwritable
	}
	if same, err := json.Marshal(again); err != nil || !bytes.Equal(same, body) {
		return nil, errUnwritable
	}
	return v, nil
}

func fillTree(fields []field, tree map[string]any, prefix string, into values) {
	for _, f := range fields {
		var x any = tree
		for step := range strings.SplitSeq(f.name, ".") {
			at, ok := x.(map[string]any)
			if !ok {
				x = nil
				break
			}
			x = at[step]
		}
		name := prefix + f.name
		switch x := x.(type) {
		case string:
			into[name] = []string{x}
		case json.Number:
			into[name] = []string{x.String()}
		case bool:
			if x {
				into[name] = []string{"yes"}
			}
		case []any:
			fillList(f, x, name, into)
		}
	}
}

func fillList(f field, list []any, name string, into values) {
	var texts []string
	for i, x := range list {
		switch x := x.(type) {
		case map[string]any:
			if f.kind == chosenField {
				issue, _ := x["issue"].(string)
				option, _ := x["option"].(string)
				texts = append(texts, choiceValue(issue, option))
				continue
			}
			fillTree(f.fields, x, rowName(name, i, ""), into)
		case string:
			texts = append(texts, x)
		}
	}
	switch {
	case texts == nil:
	case f.kind == linesField:
		into[name] = []string{strings.Join(texts, "\n")}
	default:
		into[name] = texts
	}
}

// dropEmptyRows takes out the rows of groups in which nothing was typed, so that
// row 1 of the form is row 1 of the act, and a fault stands where it belongs.
func (v values) dropEmptyRows(fields []field) {
	for _, f := range fields {
		if f.kind != groupField {
			continue
		}
		for i := v.count(f.name) - 1; i >= 0; i-- {
			if v.emptyRow(f.name, i) {
				v.cutRow(f.name, i)
			}
		}
	}
}

func (v values) emptyRow(group string, i int) bool {
	prefix := rowName(group, i, "")
	for name, x := range v {
		if strings.HasPrefix(name, prefix) && strings.Join(x, "") != "" {
			return false
		}
	}
	return true
}

// rewrites reports whether a form can write an entry of its kind again.
func (f *form) rewrites() bool {
	return slices.ContainsFunc(f.fields, func(x field) bool { return x.name == "amends" })
}

// formOf finds the form that writes acts of a kind again; nil when none does.
func formOf(kind string) *form {
	for _, f := range forms() {
		if f.kind == kind && f.rewrites() {
			return &f
		}
	}
	return nil
}

// addRowWith shows one more row of a group, with its first field filled in.
func (v values) addRowWith(fields []field, group, first string) {
	n := v.count(group)
	if n > 0 && v.emptyRow(group, n-1) {
		n--
	}
	for _, f := range fields {
		if f.kind == groupField && f.name == group && len(f.fields) > 0 && n < positive(f.most, maxRows) {
			v[rowName(group, n, f.fields[0].name)] = []string{first}
		}
	}
}

// isDecimal reports whether a text is a plain number such as 120 or 0.5.
func isDecimal(text string) bool {
	_, err := strconv.ParseFloat(text, 64)
	return err == nil && strings.Trim(text, "-.0123456789") == ""
}
