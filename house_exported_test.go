// SPDX-License-Identifier: Apache-2.0

package parley_test

import "go/ast"

// checkExported asks for a comment on whatever another package can name. A
// comment on a group counts for its members, a comment at the end of the line
// too. Methods count when their type is exported, and so do the methods of an
// exported interface, because those comments are its contract.
func checkExported(h *house) (out []breach) {
	miss := func(s *source, id *ast.Ident, what, of string) {
		out = append(out, h.at(s, id.Pos(), "exported %s %s has no comment; say what it is for, its units and its errors", what, of+id.Name))
	}
	for _, s := range h.sources {
		if s.test || s.ast.Name.Name == "main" {
			continue
		}
		for _, d := range s.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if !d.Name.IsExported() || d.Doc.Text() != "" {
					continue
				}
				if d.Recv == nil {
					miss(s, d.Name, "function", "")
				} else if of := receiver(d.Recv); ast.IsExported(of) {
					miss(s, d.Name, "method", of+".")
				}
			case *ast.GenDecl:
				grouped := d.Doc.Text() != ""
				for _, sp := range d.Specs {
					switch sp := sp.(type) {
					case *ast.ValueSpec:
						said := grouped || sp.Doc.Text() != "" || sp.Comment.Text() != ""
						for _, id := range sp.Names {
							if id.IsExported() && !said {
								miss(s, id, d.Tok.String(), "")
							}
						}
					case *ast.TypeSpec:
						if !sp.Name.IsExported() {
							continue
						}
						if !grouped && sp.Doc.Text() == "" && sp.Comment.Text() == "" {
							miss(s, sp.Name, "type", "")
						}
						for _, id := range silentMethods(sp) {
							miss(s, id, "method", sp.Name.Name+".")
						}
					}
				}
			}
		}
	}
	return out
}

// receiver is the name of the type that a method belongs to.
func receiver(recv *ast.FieldList) string {
	t := recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr: // a generic type with one parameter
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// silentMethods are the exported methods of an interface without a comment.
func silentMethods(sp *ast.TypeSpec) (ids []*ast.Ident) {
	t, ok := sp.Type.(*ast.InterfaceType)
	if !ok {
		return nil
	}
	for _, m := range t.Methods.List {
		for _, id := range m.Names { // embedded interfaces have none
			if id.IsExported() && m.Doc.Text() == "" && m.Comment.Text() == "" {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
