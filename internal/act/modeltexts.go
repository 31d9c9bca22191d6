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
	d := json.NewDecoder(strings.NewReader(document))
	d.UseNumber()
	var out []string
	var inside []level
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && len(inside) == 0 {
			return out
		}
		if err != nil {
			return given(document)
		}
		top := len(inside) - 1
		if b, ok := token.(json.Delim); ok {
			if b == '{' || b == '[' {
				under := ""
				if top >= 0 {
					if under = inside[top].key; under == "" || statesUnder(inside[top].under) {
						under = inside[top].under
					}
				}
				inside = append(inside, level{object: b == '{', under: under})
			} else {
				inside = inside[:top]
				ended(inside)
			}
			continue
		}
		text, isText := token.(string)
		if top >= 0 && inside[top].object && !inside[top].valued {
			inside[top].key, inside[top].valued = text, true
			if !slices.Contains(modelWords(), text) && !digits(text) {
				out = append(out, text)
			}
			continue
		}
		under := ""
		if top >= 0 {
			if under = inside[top].key; !inside[top].object {
				under = inside[top].under
			}
		}
		switch n, isNumber := token.(json.Number); {
		case isText && amountUnder(under, inside) && decimalOrFraction(text):
			out = append(out, text+" points")
		case isText && text != "" && !slices.Contains(modelWords(), text):
			out = append(out, text)
		case isNumber && !statesUnder(under) && !(top >= 0 && statesUnder(inside[top].under)):
			out = append(out, n.String()+" points")
		}
		ended(inside)
	}
}

// level is an object or a list that is being read.
type level struct {
	object bool
	key    string // of an object: the last key
	valued bool   // of an object: the value of that key comes next
	under  string // the key whose value it is
}

// ended says that a value was read whole.
func ended(inside []level) {
	if top := len(inside) - 1; top >= 0 {
		inside[top].valued = false
	}
}

// statesUnder are the keys below which numbers are states.
func statesUnder(key string) bool {
	return slices.Contains([]string{"ranking", "status_quo", "unknown", "much_better", "arcs"}, key)
}

// amountUnder are the keys below which texts are amounts.
func amountUnder(key string, inside []level) bool {
	amounts := []string{"payoffs", "weights", "dm_effects", "budgets"}
	return slices.Contains([]string{"max", "cost", "readiness_cost", "fixed_cost"}, key) ||
		slices.ContainsFunc(inside, func(l level) bool { return slices.Contains(amounts, l.under) })
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
