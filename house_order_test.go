// SPDX-License-Identifier: Apache-2.0

package parley_test

import (
	"go/ast"
	"go/token"
)

// checkOrder refuses a return statement that reads a variable and beside it calls
// something with a function literal that assigns to it. Go does not say which comes
// first, and go 1.26.8 returns a slice of memory that is not the caller's where the
// literal appends to it and the call is inlined: call first, then return.
func checkOrder(h *house) (out []breach) {
	for _, s := range h.sources {
		ast.Inspect(s.ast, func(n ast.Node) bool {
			r, ok := n.(*ast.ReturnStmt)
			if !ok || len(r.Results) < 2 {
				return true
			}
			read := map[string]bool{}
			var literals []*ast.FuncLit
			for _, e := range r.Results {
				ast.Inspect(e, func(n ast.Node) bool {
					switch n := n.(type) {
					case *ast.FuncLit:
						literals = append(literals, n)
						return false
					case *ast.Ident:
						read[n.Name] = true
					}
					return true
				})
			}
			for _, f := range literals {
				ast.Inspect(f.Body, func(n ast.Node) bool {
					a, ok := n.(*ast.AssignStmt)
					if !ok || a.Tok == token.DEFINE {
						return true
					}
					for _, e := range a.Lhs {
						if id := root(e); id != nil && read[id.Name] {
							out = append(out, h.at(s, id.Pos(), "%s is read by the return statement that this is in, before or after: call first, then return it", id.Name))
						}
					}
					return true
				})
			}
			return true
		})
	}
	return out
}
