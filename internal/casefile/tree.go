// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"fmt"
	"slices"
	"strings"
)

// kind is what a node of a tree is.
type kind byte

const (
	null kind = iota
	boolean
	number
	text
	list
	object
)

func (k kind) String() string {
	return [...]string{"nothing", "a truth value", "a number", "a text", "a list", "an object"}[k]
}

// A node is a value of a JSON or YAML file with its line. Both become one tree,
// so that a format is read in one way.
type node struct {
	kind  kind
	file  *source
	line  int
	text  string  // of a boolean, number or text
	keys  []key   // of an object
	items []*node // of a list, or the values of an object in the order of its keys
}

type key struct {
	name string
	line int
}

// source is the file that nodes belong to; nodes share it.
type source struct{ name string }

func (n *node) at() place { return place{n.file.name, n.line} }

func (n *node) fail(format string, args ...any) error { return n.at().fail(format, args...) }

// get is the value under a key, or nil.
func (n *node) get(name string) *node {
	if n == nil || n.kind != object {
		return nil
	}
	for i, k := range n.keys {
		if k.name == name {
			return n.items[i]
		}
	}
	return nil
}

// first is the value under the first of several spellings of a key, or nil.
func (n *node) first(names ...string) *node {
	for _, name := range names {
		if v := n.get(name); v != nil {
			return v
		}
	}
	return nil
}

// each walks an object in the order of the file.
func (n *node) each(visit func(k key, v *node) error) error {
	for i, k := range n.keys {
		if err := visit(k, n.items[i]); err != nil {
			return err
		}
	}
	return nil
}

// only wants an object with no keys but those listed.
func (n *node) only(what string, known ...string) error {
	if n.kind != object {
		return n.fail("%s is %s, want an object", what, n.kind)
	}
	for i, k := range n.keys {
		if !slices.Contains(known, k.name) {
			return place{n.file.name, k.line}.fail("%s has no key %q; it has: %s", what, short(k.name), strings.Join(known, ", "))
		}
		if slices.ContainsFunc(n.keys[:i], func(o key) bool { return o.name == k.name }) {
			return place{n.file.name, k.line}.fail("%s has the key %q twice", what, short(k.name))
		}
	}
	return nil
}

// list wants a list.
func (n *node) list(what string) ([]*node, error) {
	if n.kind != list {
		return nil, n.fail("%s is %s, want a list", what, n.kind)
	}
	return n.items, nil
}

// word wants a text; a number is taken as it is written, because YAML has no
// quotes around 30.
func (n *node) word(what string) (string, error) {
	if n.kind != text && n.kind != number {
		return "", n.fail("%s is %s, want a text", what, n.kind)
	}
	return n.text, nil
}

// maxNodes bounds the nodes of one file: YAML can repeat a part by reference, and
// a few lines could become any number of nodes.
const maxNodes = 20_000_000

// maxDepth bounds nesting; no format needs a tenth of it.
const maxDepth = 100

// parseTree reads a file as JSON or YAML.
func parseTree(f File) (*node, error) {
	src := &source{f.Name}
	if looksJSON(f) {
		return parseJSON(src, f.Data)
	}
	return parseYAML(src, f.Data)
}

func looksJSON(f File) bool {
	lower := strings.ToLower(f.Name)
	if strings.HasSuffix(lower, ".yaml") || strings.HasSuffix(lower, ".yml") {
		return false
	}
	start := strings.TrimLeft(string(f.Data[:min(len(f.Data), 200)]), "\ufeff \t\r\n")
	return strings.HasSuffix(lower, ".json") || strings.HasPrefix(start, "{") || strings.HasPrefix(start, "[")
}

// typeName is the last part of a type such as negmas.outcomes.CategoricalIssue.
func (n *node) typeName() string {
	t := n.get("type")
	if t == nil || t.kind != text {
		return ""
	}
	return t.text[strings.LastIndexByte(t.text, '.')+1:]
}

// describe is a value in a few words, for messages.
func (n *node) describe() string {
	if n.kind == text || n.kind == number || n.kind == boolean {
		return fmt.Sprintf("%q", short(n.text))
	}
	return n.kind.String()
}
