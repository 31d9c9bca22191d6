// SPDX-License-Identifier: Apache-2.0

package parley_test

import (
	"go/ast"
	"go/token"
	"strings"
)

// frozen are the constructors, written without their arguments, whose results
// nobody can change afterwards.
var frozen = map[string]bool{
	"base32.NewEncoding.WithPadding": true,
	"base32.StdEncoding.WithPadding": true,
	"base64.RawStdEncoding.Strict":   true,
	"base64.RawURLEncoding.Strict":   true,
	"base64.StdEncoding.Strict":      true,
	"base64.URLEncoding.Strict":      true,
	"strings.NewReplacer":            true,
}

// checkState refuses package variables on F0 to F3 that could carry a value
// from one call to the next. What is left is: an error sentinel, an embedded
// file, an interface assertion, an unexported composite literal used as a table
// or a frozen value; and nothing in the package may assign to any of them.
func checkState(h *house) (out []breach) {
	kept := map[string]map[string]bool{} // folder -> allowed variables
	for s, r := range h.product {
		if r.floor > 3 {
			continue
		}
		for _, d := range s.ast.Decls {
			decl, ok := d.(*ast.GenDecl)
			if !ok || decl.Tok != token.VAR {
				continue
			}
			for _, sp := range decl.Specs {
				spec := sp.(*ast.ValueSpec)
				for i, id := range spec.Names {
					if !constant(decl, spec, i) {
						out = append(out, h.at(s, id.Pos(), "package variable %s can carry state; pass it as an argument, make it a constant, or an unexported composite literal", id.Name))
						continue
					}
					if kept[s.dir] == nil {
						kept[s.dir] = map[string]bool{}
					}
					kept[s.dir][id.Name] = true
				}
			}
		}
	}
	for s := range h.product {
		for _, d := range s.ast.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil {
				out = append(out, h.writes(s, f, kept[s.dir])...)
			}
		}
	}
	return out
}

// constant reports whether the i-th name of a declaration is as good as a constant.
func constant(decl *ast.GenDecl, spec *ast.ValueSpec, i int) bool {
	name := spec.Names[i].Name
	if name == "_" || embeds(decl.Doc) || embeds(spec.Doc) {
		return true
	}
	if len(spec.Values) != len(spec.Names) {
		return false // no value, or one call that fills several names
	}
	switch v := spec.Values[i].(type) {
	case *ast.CompositeLit:
		locked := strings.HasPrefix(callee(v.Type), "sync.") || strings.HasPrefix(callee(v.Type), "atomic.")
		return !locked && !ast.IsExported(name)
	case *ast.CallExpr:
		made := callee(v)
		if made == "errors.New" {
			return strings.HasPrefix(name, "Err") || strings.HasPrefix(name, "err")
		}
		return frozen[made] && !ast.IsExported(name)
	}
	return false
}

func embeds(doc *ast.CommentGroup) bool {
	if doc == nil {
		return false
	}
	for _, c := range doc.List {
		if strings.HasPrefix(c.Text, "//go:embed ") {
			return true
		}
	}
	return false
}

// callee writes a chain of calls and selectors without its arguments; whatever
// else stands in the chain becomes "?".
func callee(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.CallExpr:
		return callee(e.Fun)
	case *ast.SelectorExpr:
		return callee(e.X) + "." + e.Sel.Name
	}
	return "?"
}

// writes finds assignments to package variables in one function. A name that
// the function declares anywhere for itself is taken to mean its own.
func (h *house) writes(s *source, f *ast.FuncDecl, vars map[string]bool) (out []breach) {
	if len(vars) == 0 {
		return nil
	}
	local := locals(f)
	hit := func(e ast.Expr) {
		if id := root(e); id != nil && vars[id.Name] && !local[id.Name] {
			out = append(out, h.at(s, id.Pos(), "%s is a package variable and must stay as it was written; copy it first", id.Name))
		}
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				for _, e := range n.Lhs {
					hit(e)
				}
			}
		case *ast.IncDecStmt:
			hit(n.X)
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				hit(n.Key)
				hit(n.Value)
			}
		case *ast.CallExpr:
			switch name := callee(n.Fun); name {
			case "delete", "clear", "copy":
				if len(n.Args) > 0 {
					hit(n.Args[0])
				}
			}
		}
		return true
	})
	return out
}

func locals(f *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	add := func(e ast.Expr) {
		if id, ok := e.(*ast.Ident); ok {
			names[id.Name] = true
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, id := range n.Names {
				names[id.Name] = true
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				names[id.Name] = true
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, e := range n.Lhs {
					add(e)
				}
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				add(n.Key)
				add(n.Value)
			}
		}
		return true
	})
	return names
}

// root is the variable at the bottom of table[i].field, or nil.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}
