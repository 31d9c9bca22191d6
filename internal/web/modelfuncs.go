// SPDX-License-Identifier: Apache-2.0

package web

import (
	"html/template"

	"parley/internal/lang"
)

// modelFuncs are the functions of the templates about models of stability.
func modelFuncs(p *lang.Printer) template.FuncMap {
	return template.FuncMap{
		"modellinks":    (*frame).modelLinks,
		"entrymodels":   (*frame).entryModels,
		"since":         (*frame).modelSince,
		"leadsto":       leadsTo,
		"estimated":     estimated,
		"concept":       func(word string) template.HTML { return template.HTML("<bdi>" + conceptName(word) + "</bdi>") },
		"conceptname":   conceptName,
		"conceptcode":   conceptCode,
		"conceptsays":   func(word string) string { return conceptTerm(p, word) },
		"conceptmethod": func(f *frame, word string) string { return f.r.at(conceptMethod(word)) },
	}
}
