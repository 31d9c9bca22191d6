// SPDX-License-Identifier: Apache-2.0

package web

import (
	"html/template"
	"strings"

	"parley/docs/methods"
)

// methodPage is a page of docs/methods. It is written in English alone, and says so.
type methodPage struct {
	Index bool // it is the list of the others
	Body  template.HTML
}

// buildMethods is the list of methods.
func buildMethods(r *request) (any, lane, error) { return r.method("") }

// buildMethodPage is the page of one method.
func buildMethodPage(r *request) (any, lane, error) { return r.method(r.PathValue("name")) }

func (r *request) method(name string) (any, lane, error) {
	text, ok := methods.Page(name)
	if !ok {
		return nil, lane{}, errNotFound
	}
	out := methodPage{Index: name == ""}
	out.Body, r.title = (&prose{link: r.methodLink}).render(text)
	return out, r.machineLane(), nil
}

// methodLink is the address of a page that another refers to by its file; empty for
// what the workbench does not show.
func (r *request) methodLink(to string) string {
	name, ok := strings.CutSuffix(strings.SplitN(to, "#", 2)[0], ".md")
	if _, there := methods.Page(name); !ok || !there {
		return ""
	}
	if name == "README" {
		return r.at("/methods")
	}
	return r.at("/method/" + name)
}
