// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// parseYAML reads the first document of a YAML file into a tree. The library finds
// lines, types and references; what the types mean is decided where a value is
// used, as for JSON.
func parseYAML(src *source, data []byte) (*node, error) {
	if !utf8.Valid(data) {
		data = []byte(fromLatin1(string(data)))
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		var at *yaml.LoadError
		if errors.As(err, &at) && at.Mark.Line > 0 {
			return nil, place{src.name, at.Mark.Line}.fail("the file is no YAML: %s", strings.TrimPrefix(at.Message, "yaml: "))
		}
		return nil, place{file: src.name}.fail("the file is no YAML: %v", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(doc.Content) == 0 {
		return nil, place{file: src.name}.fail("the file is empty")
	}
	c := &yamlCopy{src: src, room: maxNodes}
	return c.node(doc.Content[0], 0)
}

// yamlCopy copies nodes of the library. References are copied like the part they
// refer to, within the room that is left.
type yamlCopy struct {
	src  *source
	room int
}

func (c *yamlCopy) node(y *yaml.Node, depth int) (*node, error) {
	n := &node{file: c.src, line: y.Line}
	if c.room--; c.room < 0 || depth > maxDepth {
		return nil, n.fail("the file is nested too deep, or refers to its parts too often")
	}
	switch y.Kind {
	case yaml.AliasNode:
		return c.node(y.Alias, depth+1)
	case yaml.ScalarNode:
		n.text = y.Value
		switch y.ShortTag() {
		case "!!null":
			n.kind, n.text = null, ""
		case "!!bool":
			n.kind = boolean
		case "!!int", "!!float":
			n.kind = number
		default:
			n.kind = text
		}
	case yaml.SequenceNode:
		n.kind = list
		for _, item := range y.Content {
			v, err := c.node(item, depth+1)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, v)
		}
	case yaml.MappingNode:
		n.kind = object
		for i := 0; i+1 < len(y.Content); i += 2 {
			name := y.Content[i]
			if name.Kind == yaml.AliasNode {
				name = name.Alias
			}
			if name.Kind != yaml.ScalarNode {
				return nil, place{c.src.name, name.Line}.fail("a key is not a single word or number")
			}
			v, err := c.node(y.Content[i+1], depth+1)
			if err != nil {
				return nil, err
			}
			n.keys, n.items = append(n.keys, key{name.Value, y.Content[i].Line}), append(n.items, v)
		}
	default:
		return nil, n.fail("the value is of a kind that is not read")
	}
	return n, nil
}
