// SPDX-License-Identifier: Apache-2.0

package langtest

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Use is one place where the program names a key.
type Use struct {
	Key   string
	File  string
	Line  int
	Count bool // said with N, so with the plural forms of each language

	// Names are the values given with the key. They are known only if All is
	// true: a key marked with lang.Key gets its values elsewhere, and so does a
	// call that passes a slice.
	Names []string
	All   bool
}

// String is the place, file and line.
func (u Use) String() string { return fmt.Sprintf("%s:%d", u.File, u.Line) }

// Uses finds every key below the root of a tree: in Go files that are not tests,
// the calls of methods T and N, also by a name bound to one as in t := p.T, and
// of lang.Key, whose first argument is a text that stands there (or is joined
// with + from such texts); in the HTML files of a folder called templates, the
// functions t and n. A key that is made while the program runs cannot be found,
// and so cannot be translated: mark its parts with lang.Key where they are listed.
func Uses(root fs.FS) ([]Use, error) {
	var uses []Use
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if err == nil && skip(name, d.Name()) {
				return fs.SkipDir
			}
			return err
		}
		read := fromGo
		switch {
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
		case path.Ext(name) == ".html" && strings.Contains("/"+name, "/templates/"):
			read = fromTemplate
		default:
			return nil
		}
		data, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		found, err := read(name, string(data))
		uses = append(uses, found...)
		return err
	})
	slices.SortStableFunc(uses, func(a, b Use) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Key, b.Key))
	})
	return uses, err
}

// skip leaves out folders that hold no product code of ours.
func skip(name, base string) bool {
	return name != "." && (strings.HasPrefix(base, ".") || base == "testdata" || base == "node_modules" || base == "vendor")
}
