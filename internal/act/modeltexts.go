// SPDX-License-Identifier: Apache-2.0

package act

import (
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
)

// documentTexts are the words and amounts of a model file, each as it is read:
// whatever the escapes in which they were written, and without the words of the
// format, which are the same in every model and would look like words of one that
// another channel holds. Numbers of states say nothing alone and are left out. A
// document that is no JSON is one text.
func documentTexts(document string) []string {
	r := textReader{Decoder: json.NewDecoder(strings.NewReader(document))}
	r.UseNumber()
	for {
		err := r.value(plainValue)
		if errors.Is(err, io.EOF) {
			return r.out
		}
		if err != nil {
			return given(document)
		}
	}
}

// valueKind is what numbers below a key of a model file are.
type valueKind int

const (
	plainValue  valueKind = iota
	stateValue            // numbers of states
	amountValue           // amounts, as numbers or as texts
)

// kindUnder is what stands below a key. Below amounts and states keys are names that
// people chose, and change nothing.
func kindUnder(key string, outer valueKind) valueKind {
	if outer != plainValue {
		return outer
	}
	switch key {
	case "ranking", "status_quo", "unknown", "much_better", "arcs":
		return stateValue
	case "payoffs", "weights", "dm_effects", "budgets", "max", "cost", "readiness_cost", "fixed_cost":
		return amountValue
	}
	return plainValue
}

// textReader reads the texts of a document.
type textReader struct {
	*json.Decoder
	out []string
}

// value reads the next value with all that it holds. The error is [io.EOF] only where
// no value begins.
func (r *textReader) value(kind valueKind) error {
	token, err := r.Token()
	if err != nil {
		return err
	}
	switch x := token.(type) {
	case json.Delim:
		return r.inside(x == '{', kind)
	case string:
		switch {
		case kind == amountValue && decimalOrFraction(x):
			r.out = append(r.out, x+" points")
		case x != "" && !slices.Contains(modelWords(), x):
			r.out = append(r.out, x)
		}
	case json.Number:
		if kind != stateValue {
			r.out = append(r.out, x.String()+" points")
		}
	}
	return nil
}

// inside reads the members of an object or a list, and its end.
func (r *textReader) inside(object bool, kind valueKind) error {
	for r.More() {
		below := kind
		if object {
			token, err := r.Token()
			if err != nil {
				return err
			}
			key, _ := token.(string)
			if !slices.Contains(modelWords(), key) && !digits(key) {
				r.out = append(r.out, key)
			}
			below = kindUnder(key, kind)
		}
		if err := r.value(below); err != nil {
			return cut(err)
		}
	}
	_, err := r.Token()
	return cut(err)
}

// cut is the error of a document that ends too soon: it is not the end between values.
func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func digits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// decimalOrFraction reports whether a text is an amount and no words.
func decimalOrFraction(text string) bool {
	return text != "" && strings.Trim(text, "0123456789./-+") == ""
}

// modelWords are the words of the format itself (docs/spec/model.md).
func modelWords() []string {
	return []string{
		"schema", "parley.stability/1", "name", "options", "id", "direction", "dms", "statements", "ranking", "weights", "payoffs",
		"infeasible", "coalesce", "status_quo", "settings", "sanction", "sequences", "coalition", "instruments", "dm_effects", "when",
		"max", "cost", "readiness_cost", "fixed_cost", "payer", "budgets", "concepts", "unknown", "much_better", "views", "blind",
		"states", "arcs", "both", "forward", "back", "not_better", "worse", "legal", "single", "once", "joint",
		"nash", "gmr", "smr", "seq", "sseq", "sim",
	}
}
