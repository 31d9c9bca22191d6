// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// footingFields stand in the envelope and not again in its data.
func footingFields() []string { return []string{"head", "withheld"} }

// fieldNames lists the fields that a type has in JSON, in order. Of a slice
// they are those of its elements.
func fieldNames(t reflect.Type) []string {
	for t.Kind() == reflect.Slice || t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	var out []string
	if t.Kind() != reflect.Struct {
		return nil
	}
	for f := range fields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported() && !f.Anonymous:
		case f.Anonymous && name == "":
			out = append(out, fieldNames(f.Type)...)
		case name == "":
			out = append(out, f.Name)
		default:
			out = append(out, name)
		}
	}
	return slices.DeleteFunc(out, func(n string) bool { return slices.Contains(footingFields(), n) })
}

func fields(t reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}

// selectFields prints the data of a report with the fields that were asked for,
// in the order of the report, and returns which those are.
func selectFields(data any, asked string) (json.RawMessage, func(field string) bool, error) {
	known := fieldNames(reflect.TypeOf(data))
	keep := known
	if asked != allFields {
		keep = strings.Split(asked, ",")
		for _, f := range keep {
			if !slices.Contains(known, f) {
				return nil, nil, usageError("this report has no field %q; it has: %s", f, strings.Join(known, ", ")).hint("parley help json")
			}
		}
	}
	shown := func(f string) bool { return slices.Contains(keep, f) }
	raw, err := json.Marshal(data)
	if err != nil {
		return nil, nil, err
	}
	if reflect.TypeOf(data).Kind() != reflect.Slice {
		out, err := pick(raw, shown)
		return out, shown, err
	}
	var records []json.RawMessage
	if err := json.Unmarshal(raw, &records); err != nil {
		return nil, nil, err
	}
	out := bytes.NewBufferString("[")
	for i, r := range records {
		if i > 0 {
			out.WriteByte(',')
		}
		one, err := pick(r, shown)
		if err != nil {
			return nil, nil, err
		}
		out.Write(one)
	}
	out.WriteByte(']')
	return out.Bytes(), shown, nil
}

// member is one field of a JSON object.
type member struct {
	name  string
	value json.RawMessage
}

// members takes a JSON object apart, in order.
func members(object json.RawMessage) ([]member, error) {
	d := json.NewDecoder(bytes.NewReader(object))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, fmt.Errorf("not a JSON object: %.40q", object)
	}
	var out []member
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return nil, err
		}
		m := member{name: fmt.Sprint(t)}
		if err := d.Decode(&m.value); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

func pick(object json.RawMessage, keep func(string) bool) (json.RawMessage, error) {
	all, err := members(object)
	if err != nil {
		return nil, err
	}
	out := bytes.NewBufferString("{")
	for _, m := range all {
		if !keep(m.name) {
			continue
		}
		if out.Len() > 1 {
			out.WriteByte(',')
		}
		fmt.Fprintf(out, "%q:%s", m.name, m.value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}
