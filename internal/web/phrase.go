// SPDX-License-Identifier: Apache-2.0

package web

// phrases marks a sentence of a table for the catalogues, where no language has
// been chosen yet: phrase.T("Record") is collected like any other key, stays
// the key, and is translated by the printer of the request.
type phrases struct{}

var phrase phrases

// T returns the key. What follows names the places of the key that the printer
// will be given, so that the catalogues know them.
func (phrases) T(key string, _ ...any) string { return key }
