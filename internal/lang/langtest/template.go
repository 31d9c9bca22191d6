// SPDX-License-Identifier: Apache-2.0

package langtest

import (
	"strings"
	"text/template/parse"
)

// fromTemplate finds the keys in one HTML template.
func fromTemplate(name, text string) ([]Use, error) {
	tree := parse.New(name)
	tree.Mode = parse.SkipFuncCheck
	set := map[string]*parse.Tree{}
	if _, err := tree.Parse(text, "", "", set); err != nil {
		return nil, err
	}
	var uses []Use
	for _, t := range set { // the file itself and each template that it defines
		visit(t.Root, func(cmd *parse.CommandNode) {
			if u, ok := ofCommand(cmd); ok {
				u.File, u.Line = name, 1+strings.Count(text[:cmd.Position()], "\n")
				uses = append(uses, u)
			}
		})
	}
	return uses, nil
}

// ofCommand reads {{t "key" "name" value}}, {{n "key" count "name" value}} and
// the same with the methods T and N of a printer that the page carries.
func ofCommand(cmd *parse.CommandNode) (Use, bool) {
	if len(cmd.Args) < 2 {
		return Use{}, false
	}
	key, ok := cmd.Args[1].(*parse.StringNode)
	if !ok {
		return Use{}, false
	}
	u := Use{Key: key.Text, All: true}
	rest := cmd.Args[2:]
	switch called(cmd.Args[0]) {
	case "t", "T":
	case "n", "N":
		u.Count, u.Names = true, []string{"n"}
		if len(rest) == 0 {
			u.All = false // the number is piped in
			return u, true
		}
		rest = rest[1:]
	default:
		return Use{}, false
	}
	for i := 0; i < len(rest); i += 2 {
		name, ok := rest[i].(*parse.StringNode)
		if !ok {
			u.Names, u.All = nil, false
			break
		}
		u.Names = append(u.Names, name.Text)
	}
	return u, true
}

// called is the name of the function or of the last method of a chain.
func called(n parse.Node) string {
	last := func(chain []string) string { return chain[len(chain)-1] }
	switch n := n.(type) {
	case *parse.IdentifierNode:
		return n.Ident
	case *parse.FieldNode:
		return upper(last(n.Ident))
	case *parse.VariableNode:
		if len(n.Ident) > 1 {
			return upper(last(n.Ident))
		}
	}
	return ""
}

// upper keeps the two methods apart from fields called t or n.
func upper(name string) string {
	if name == "T" || name == "N" {
		return name
	}
	return ""
}

// visit calls f for each command below a node.
func visit(n parse.Node, f func(*parse.CommandNode)) {
	branch := func(b parse.BranchNode) {
		visit(b.Pipe, f)
		visit(b.List, f)
		if b.ElseList != nil {
			visit(b.ElseList, f)
		}
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, c := range n.Nodes {
			visit(c, f)
		}
	case *parse.ActionNode:
		visit(n.Pipe, f)
	case *parse.IfNode:
		branch(n.BranchNode)
	case *parse.RangeNode:
		branch(n.BranchNode)
	case *parse.WithNode:
		branch(n.BranchNode)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			visit(n.Pipe, f)
		}
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			visit(c, f)
		}
	case *parse.CommandNode:
		f(n)
		for _, arg := range n.Args {
			visit(arg, f)
		}
	}
}
