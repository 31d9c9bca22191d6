// SPDX-License-Identifier: Apache-2.0

package sheet

import "strings"

// formula are the characters with which a cell begins that a spreadsheet program
// may run: the list of OWASP, "CSV Injection", with the full-width forms that
// Japanese settings take for the same.
const formula = "=+-@\t\r\n＝＋－＠"

// runs reports that a cell would be run, or would be if apostrophes were taken
// off it. Some programs pass over spaces on the way to the sign.
func runs(text string) bool {
	text = strings.TrimLeft(text, "' ")
	for _, sign := range formula {
		if strings.HasPrefix(text, string(sign)) {
			return true
		}
	}
	return false
}

// guard puts an apostrophe before a cell that would be run, so that it is shown
// as text. A number below zero is guarded too: a rule with exceptions is a rule
// to get around.
func guard(text string) string {
	if runs(text) {
		return "'" + text
	}
	return text
}

// unguard takes the apostrophe off again. It undoes guard exactly, whatever the
// text was; an apostrophe that belongs to a text stays.
func unguard(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && runs(rest) {
		return rest
	}
	return text
}
