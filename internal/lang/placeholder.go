// SPDX-License-Identifier: Apache-2.0

package lang

import (
	"fmt"
	"strings"
)

// Placeholders returns the names in braces of a sentence, in order, as often as
// they stand there. A name is lower-case Latin letters, digits and underscores;
// anything else in braces is text.
func Placeholders(text string) []string {
	var names []string
	walk(text, func(string) {}, func(name string) { names = append(names, name) })
	return names
}

// fill puts values in the places of a sentence. A value that looks like a place
// stays a value: what people wrote never becomes part of the sentence's form.
func fill(text string, args []any) string {
	var b strings.Builder
	walk(text, func(plain string) { b.WriteString(plain) }, func(name string) {
		for i := 0; i+1 < len(args); i += 2 {
			if args[i] == name {
				fmt.Fprint(&b, args[i+1])
				return
			}
		}
		b.WriteString("{" + name + "}")
	})
	return b.String()
}

// walk takes a sentence apart into its text and its places.
func walk(text string, plain, place func(string)) {
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			plain(text)
			return
		}
		plain(text[:open])
		text = text[open:]
		end := strings.IndexByte(text, '}')
		if end < 0 || !isName(text[1:end]) {
			plain("{")
			text = text[1:]
			continue
		}
		place(text[1:end])
		text = text[end+1:]
	}
}

func isName(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return s != ""
}
