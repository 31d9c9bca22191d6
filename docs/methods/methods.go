// SPDX-License-Identifier: Apache-2.0

// Package methods holds the pages of this folder, so that the workbench can show
// them on a machine that is connected to nothing. There is no copy: the files that
// are read here are those that are shown.
package methods

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
)

//go:embed *.md
var files embed.FS

// index is the page that lists the others.
const index = "README"

// Names returns the names of the pages, in alphabetical order: those of their files
// without the ending.
func Names() []string {
	list, err := fs.Glob(files, "*.md")
	if err != nil {
		return nil // the pattern is sound
	}
	var out []string
	for _, f := range list {
		if name := strings.TrimSuffix(f, ".md"); name != index {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// Page returns the text of a page in Markdown; ok is false for a name that is none.
// The empty name is the list of the pages.
func Page(name string) (text string, ok bool) {
	if name == "" {
		name = index
	}
	if strings.ContainsAny(name, `/\`) {
		return "", false
	}
	b, err := files.ReadFile(name + ".md")
	return string(b), err == nil
}
