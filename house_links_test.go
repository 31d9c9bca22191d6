// SPDX-License-Identifier: Apache-2.0

package parley_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

var (
	// mdLink is a link of a page to a file of the house; addresses are left out.
	mdLink = regexp.MustCompile(`\]\(([^):\s#]+)?(#[^)\s]+)?\)`)
	// mdNamed is a link to a Go file under a name of the code in it.
	mdNamed = regexp.MustCompile("\\[`(?:[A-Za-z]+\\.)*([A-Za-z]+)`\\]\\(([^):\\s#]+\\.go)\\)")
	// mdSign is what a heading loses on the way to its anchor.
	mdSign = regexp.MustCompile(`[^\pL\pN _-]`)
)

// brokenLinks says which links of the pages of a tree lead nowhere: to no file,
// to no heading, or to a file that does not hold the name by which it is linked.
func brokenLinks(t *testing.T, tree fs.FS) (out []string) {
	t.Helper()
	text := func(name string) string {
		b, err := fs.ReadFile(tree, name)
		if err != nil {
			return ""
		}
		return string(b)
	}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != "." && strings.HasPrefix(d.Name(), ".") {
			return fs.SkipDir
		}
		if path.Ext(name) != ".md" {
			return nil
		}
		page := text(name)
		for _, m := range mdLink.FindAllStringSubmatch(page, -1) {
			to := name
			if m[1] != "" {
				to = path.Join(path.Dir(name), m[1])
			}
			if _, err := fs.Stat(tree, to); err != nil {
				out = append(out, name+": "+m[1]+" is not there")
			} else if m[2] != "" && !hasAnchor(text(to), m[2][1:]) {
				out = append(out, name+": "+to+" has no heading "+m[2])
			}
		}
		for _, m := range mdNamed.FindAllStringSubmatch(page, -1) {
			if to := path.Join(path.Dir(name), m[2]); !regexp.MustCompile(`\b` + m[1] + `\b`).MatchString(text(to)) {
				out = append(out, name+": "+to+" holds no "+m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// hasAnchor reports whether a page has the heading that an anchor stands for.
func hasAnchor(page, anchor string) bool {
	for line := range strings.Lines(page) {
		title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " ")
		if ok && strings.HasPrefix(line, "#") &&
			strings.ReplaceAll(mdSign.ReplaceAllString(strings.ToLower(strings.TrimSpace(title)), ""), " ", "-") == anchor {
			return true
		}
	}
	return false
}

func TestLinksOfThePages(t *testing.T) {
	for _, b := range brokenLinks(t, os.DirFS(".")) {
		t.Error(b)
	}
}

// A check that never fails holds nothing: here is one of each fault.
func TestBrokenLinksAreFound(t *testing.T) {
	got := brokenLinks(t, fstest.MapFS{
		"docs/a.md": {Data: []byte("# What it does not do\n[b](b.md) [c](../c.go#x) [`p.T.Do`](../c.go) [`p.Go`](../c.go)\n[w](https://example.org/x.md) [self](#what-it-does-not-do) [d](#other)\n")},
		"c.go":      {Data: []byte("package p\nfunc (T) Do() {}\n")},
	})
	want := []string{
		"docs/a.md: b.md is not there", "docs/a.md: c.go has no heading #x", "docs/a.md: docs/a.md has no heading #other", "docs/a.md: c.go holds no Go",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}
