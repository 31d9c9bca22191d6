// SPDX-License-Identifier: Apache-2.0

package brief

// A Speaker says sentences in one language: *lang.Printer is one. Reports give it
// whole sentences, or parts that every language can put together, with what stands
// in them by name.
//
// A speaker that also has a method Name(string) string is given every name and
// every state, to set it apart from the sentence around it: a page whose language
// runs the other way needs that.
type Speaker interface {
	// T says a sentence; names and values alternate after it.
	T(key string, args ...any) string
	// N says a sentence about a number of things.
	N(key string, n int64, args ...any) string
}

// setApart is a name as a sentence of p has it.
func setApart(p Speaker, name string) string {
	if x, ok := p.(interface{ Name(name string) string }); ok {
		return x.Name(name)
	}
	return name
}

// inList makes one list of several by a key with {list} and {next}.
func inList(parts []string, join func(list, next string) string) string {
	if len(parts) == 0 {
		return ""
	}
	out := parts[0]
	for _, x := range parts[1:] {
		out = join(out, x)
	}
	return out
}

// allOf joins parts of which every one holds.
func allOf(p Speaker, parts []string) string {
	return inList(parts, func(list, next string) string { return p.T("{list} and {next}", "list", list, "next", next) })
}
