// SPDX-License-Identifier: Apache-2.0

package langtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
)

// fromGo finds the keys in one Go file.
func fromGo(name, text string) ([]Use, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var uses []Use
	short := map[string]string{} // names that stand for T or N in the function at hand
	ast.Inspect(file, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncDecl); ok {
			clear(short)
		}
		if assign, ok := n.(*ast.AssignStmt); ok {
			shorten(assign, short)
		}
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return true
		}
		how := said(call)
		if name, ok := call.Fun.(*ast.Ident); ok {
			how = short[name.Name]
		}
		if how == "" {
			return true
		}
		key, ok := literal(call.Args[0])
		if !ok {
			return true
		}
		u := Use{Key: key, File: name, Line: fset.Position(call.Pos()).Line, Count: how == "N"}
		if how == "Key" {
			u.Count = counts(key)
		} else {
			u.Names, u.All = given(call, how)
		}
		uses = append(uses, u)
		return true
	})
	return uses, nil
}

// shorten notes the names to which a statement such as t := p.T binds a method.
func shorten(assign *ast.AssignStmt, short map[string]string) {
	if len(assign.Lhs) != len(assign.Rhs) {
		return
	}
	for i, value := range assign.Rhs {
		name, ok := assign.Lhs[i].(*ast.Ident)
		if !ok {
			continue
		}
		delete(short, name.Name)
		if sel, ok := value.(*ast.SelectorExpr); ok && (sel.Sel.Name == "T" || sel.Sel.Name == "N") {
			short[name.Name] = sel.Sel.Name
		}
	}
}

// said tells which of the three ways to name a key a call is, or "".
func said(call *ast.CallExpr) string {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	switch sel.Sel.Name {
	case "T", "N":
		return sel.Sel.Name
	case "Key":
		if x, ok := sel.X.(*ast.Ident); ok && x.Name == "lang" {
			return "Key"
		}
	}
	return ""
}

// given lists the names of the values of a call, if all of them can be read.
func given(call *ast.CallExpr, how string) (names []string, all bool) {
	rest := call.Args[1:]
	if how == "N" {
		if len(rest) == 0 {
			return nil, false
		}
		names, rest = append(names, "n"), rest[1:]
	}
	if call.Ellipsis.IsValid() {
		return nil, false
	}
	for i := 0; i < len(rest); i += 2 {
		name, ok := literal(rest[i])
		if !ok {
			return nil, false
		}
		names = append(names, name)
	}
	return names, true
}

// literal is the value of a text that is written out, or joined from such.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, err := strconv.Unquote(e.Value)
			return s, err == nil
		}
	case *ast.ParenExpr:
		return literal(e.X)
	case *ast.BinaryExpr:
		a, okA := literal(e.X)
		b, okB := literal(e.Y)
		return a + b, okA && okB && e.Op == token.ADD
	}
	return "", false
}
