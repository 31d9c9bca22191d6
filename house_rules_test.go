// SPDX-License-Identifier: Apache-2.0

package parley_test

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	licenceLine = "// SPDX-License-Identifier: Apache-2.0"
	maxLines    = 500 // a longer file holds two ideas
	maxTest     = 600
	maxMain     = 60      // a program's main is arguments, streams and exit code
	maxText     = 4 << 20 // larger files are data, not text that people wrote

	dependencyPage = "docs/design/0002-dependencies.md"
)

// A source is one parsed Go file.
type source struct {
	name string // from the root, with slashes
	dir  string
	test bool
	text []byte
	ast  *ast.File
}

// A house is the tree as the rules see it.
type house struct {
	module  string // as go.mod names it, so that renaming the module breaks no rule
	fset    *token.FileSet
	sources []*source
	texts   map[string][]byte
	order   []string // keys of texts, sorted
	broken  []breach // what could not be parsed
}

// readHouse reads every text and parses every Go file. Hidden folders other
// than .ci, vendored code and build output are not ours to judge; Go files
// below testdata are input for tests, so they count as text only.
func readHouse(fsys fs.FS) (*house, error) {
	h := &house{fset: token.NewFileSet(), texts: map[string][]byte{}}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // an editor's file that came and went while we walked
		}
		if err != nil {
			return err
		}
		if d.IsDir() {
			hidden := strings.HasPrefix(d.Name(), ".") && name != "." && name != ".ci"
			if hidden || slices.Contains([]string{"vendor", "node_modules"}, d.Name()) ||
				name == "dist" || strings.HasSuffix(name, "testdata/fuzz") {
				return fs.SkipDir
			}
			return nil
		}
		if name == ".git" {
			return nil // a further work tree, whose .git is a file
		}
		info, err := d.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !info.Mode().IsRegular() || info.Size() > maxText {
			return err
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil || bytes.IndexByte(text, 0) >= 0 {
			return err
		}
		h.texts[name] = text
		h.order = append(h.order, name)
		if strings.HasSuffix(name, ".go") && !strings.Contains("/"+name, "/testdata/") {
			h.parse(name, text)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	h.module = moduleName(h.texts["go.mod"])
	if h.module == "" {
		return nil, errors.New("go.mod: no module line; run this test from the root of the module")
	}
	return h, nil
}

func (h *house) parse(name string, text []byte) {
	file, err := parser.ParseFile(h.fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		line := 1
		var list scanner.ErrorList
		if errors.As(err, &list) && len(list) > 0 {
			line, err = list[0].Pos.Line, errors.New(list[0].Msg)
		}
		h.broken = append(h.broken, breach{file: name, line: line, text: err.Error() + "; run gofmt on the file"})
		return
	}
	h.sources = append(h.sources, &source{
		name: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), text: text, ast: file,
	})
}

func moduleName(gomod []byte) string {
	for line := range strings.Lines(string(gomod)) {
		if rest, ok := strings.CutPrefix(line, "module "); ok {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}

func (h *house) at(s *source, p token.Pos, format string, args ...any) breach {
	return breach{file: s.name, line: h.fset.Position(p).Line, text: fmt.Sprintf(format, args...)}
}

// product yields the files that are neither tests nor conformance suites.
func (h *house) product(yield func(*source, room) bool) {
	for _, s := range h.sources {
		r, ok := roomOf(s.dir)
		if ok && !s.test && !r.suite && !yield(s, r) {
			return
		}
	}
}

func checkSyntax(h *house) []breach { return h.broken }

func checkPlan(h *house) (out []breach) {
	seen := map[string]bool{}
	for _, s := range h.sources {
		if _, ok := roomOf(s.dir); !ok && !seen[s.dir] {
			seen[s.dir] = true
			out = append(out, h.at(s, s.ast.Package,
				"package %s is not in the plan; give it a floor and its imports in house_test.go, and a line in doc.go", s.dir))
		}
	}
	return out
}

func checkHall(h *house) (out []breach) {
	for s := range h.product {
		if s.dir == "." && len(s.ast.Decls) > 0 {
			out = append(out, h.at(s, s.ast.Decls[0].Pos(), "the root package is documentation only; put code in a package of its own"))
		}
	}
	return out
}

func checkImports(h *house) (out []breach) {
	for _, s := range h.sources {
		r, ok := roomOf(s.dir)
		if !ok {
			continue // checkPlan has said so
		}
		for _, spec := range s.ast.Imports {
			to, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				continue // the parser accepts only quoted paths
			}
			if say := h.forbids(s, r, to); say != "" {
				out = append(out, h.at(s, spec.Pos(), "%s", say))
			}
		}
	}
	return out
}

// forbids says why a file may not import a path, or nothing.
func (h *house) forbids(s *source, r room, to string) string {
	if to == h.module {
		return "the root package exports nothing; import the package that you need"
	}
	if own, ok := strings.CutPrefix(to, h.module+"/"); ok {
		return forbidsOwn(s, r, own)
	}
	first, _, _ := strings.Cut(to, "/")
	switch {
	case to == "C":
		return "no cgo: the program is built static for every platform; use a library written in Go"
	case !strings.Contains(first, "."): // the standard library
		return ""
	case under(to, r.libs), s.test && under(to, testLibs):
		return ""
	case under(to, testLibs):
		return fmt.Sprintf("%s is for tests only; move its use to a _test.go file", to)
	}
	return fmt.Sprintf("%s may not use %s (it may use: %s); use the standard library, or decide for it in %s and add it to the plan in house_test.go",
		s.dir, to, list(r.libs), dependencyPage)
}

func forbidsOwn(s *source, r room, to string) string {
	target, ok := roomOf(to)
	switch {
	case !ok:
		return fmt.Sprintf("%s is not in the plan; add it to house_test.go before it is imported", to)
	case target.suite && !s.test:
		return fmt.Sprintf("%s is a conformance suite; only test files import it", to)
	case slices.Contains(r.own, to), to == s.dir:
		return ""
	case s.test && target.floor <= r.floor:
		return "" // a test may look sideways and down, never up
	case target.floor > r.floor:
		return fmt.Sprintf("%s is on F%d and %s above it on F%d; pass the value in from above, or move the shared part down",
			s.dir, r.floor, to, target.floor)
	}
	return fmt.Sprintf("%s may import only %s of this module, not %s; ask one of those for the value, or change the plan in house_test.go and say why in docs/design",
		s.dir, list(r.own), to)
}

func under(to string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool {
		return to == p || strings.HasPrefix(to, p+"/")
	})
}

func list(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

func checkBlank(h *house) (out []breach) {
	for _, s := range h.sources {
		for _, spec := range s.ast.Imports {
			to, _ := strconv.Unquote(spec.Path.Value)
			switch {
			case spec.Name == nil:
			case spec.Name.Name == ".":
				out = append(out, h.at(s, spec.Pos(), "dot import of %s hides where names come from; use its name", to))
			case spec.Name.Name == "_" && to != "embed" && !slices.Contains(blankImports[s.dir], to):
				out = append(out, h.at(s, spec.Pos(), "blank import of %s registers something out of sight; pass the value in by a constructor", to))
			}
		}
	}
	return out
}

var emptyNames = []string{"util", "utils", "common", "helper", "helpers", "misc", "pkg"}

func checkName(h *house) (out []breach) {
	for _, s := range h.sources {
		name := s.ast.Name.Name
		want := path.Base(s.dir)
		switch {
		case s.dir == ".":
			want = path.Base(h.module)
		case strings.HasPrefix(s.dir, "cmd/"):
			want = "main"
		}
		for word := range strings.SplitSeq(s.dir, "/") {
			if slices.Contains(emptyNames, word) {
				out = append(out, h.at(s, s.ast.Name.Pos(), "a folder called %s says nothing; name it after what it knows", word))
			}
		}
		if name != want && !(s.test && name == want+"_test") {
			out = append(out, h.at(s, s.ast.Name.Pos(), "package %s in folder %s; call it %s", name, s.dir, want))
		}
	}
	return out
}

// clock are the functions of package time that read the machine's clock.
var clock = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

// effects are what F0 to F3 must not reach, with what to do instead.
var effects = []struct{ path, instead string }{
	{"os", "take bytes, or an fs.FS or io.Reader, as an argument"},
	{"syscall", "leave the machine to F4"},
	{"net", "leave the network to internal/courier"},
	{"log", "return an error or a report"},
	{"math/rand", "take the source of randomness as an argument"},
	{"context", "do one bounded step; the caller on F4 or above cancels between steps"},
}

func checkPure(h *house) (out []breach) {
	for s, r := range h.product {
		if r.floor > 3 || s.dir == "." {
			continue
		}
		timeName := ""
		for _, spec := range s.ast.Imports {
			to, _ := strconv.Unquote(spec.Path.Value)
			if to == "time" {
				timeName = "time"
				if spec.Name != nil {
					timeName = spec.Name.Name
				}
			}
			for _, e := range effects {
				// Parsing an address is pure; using one is not.
				parses := to == "net/url" || to == "net/netip"
				if under(to, []string{e.path}) && !parses && !(to == "context" && slices.Contains(mayCancel, s.dir)) {
					out = append(out, h.at(s, spec.Pos(), "F0 to F3 are pure, so no %s here; %s", to, e.instead))
				}
			}
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				if !slices.Contains(maySplit, s.dir) {
					out = append(out, h.at(s, n.Pos(), "no goroutines here (only %s may); call the function", list(maySplit)))
				}
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && timeName != "" && x.Name == timeName && slices.Contains(clock, n.Sel.Name) {
					out = append(out, h.at(s, n.Pos(), "time.%s reads the clock; take the time as an argument", n.Sel.Name))
				}
			}
			return true
		})
	}
	return out
}

var floatWords = []string{"float32", "float64", "complex64", "complex128", "ParseFloat", "FormatFloat", "AppendFloat"}

func checkWire(h *house) (out []breach) {
	for s := range h.product {
		if !slices.Contains(wirePackages, s.dir) {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				if slices.Contains(floatWords, n.Name) {
					out = append(out, h.at(s, n.Pos(), "%s in a package that decides signed bytes; use an integer or a decimal string", n.Name))
				}
			case *ast.BasicLit:
				if n.Kind == token.FLOAT || n.Kind == token.IMAG {
					out = append(out, h.at(s, n.Pos(), "%s is a floating-point literal; use an integer or a decimal string", n.Value))
				}
			}
			return true
		})
	}
	return out
}

func checkInit(h *house) (out []breach) {
	for _, s := range h.sources {
		for _, d := range s.ast.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				out = append(out, h.at(s, f.Pos(), "no init functions; build the value in a constructor, or in TestMain"))
			}
		}
	}
	return out
}

func checkPackageDoc(h *house) (out []breach) {
	first, count := map[string]*source{}, map[string]int{}
	for _, s := range h.sources {
		if s.test {
			continue
		}
		if first[s.dir] == nil {
			first[s.dir] = s
		}
		text := s.ast.Doc.Text()
		switch {
		case text == "":
			continue
		case strings.Contains(text, "SPDX-License-Identifier"):
			out = append(out, h.at(s, s.ast.Doc.Pos(), "the licence line has run into the package comment; put an empty line after it"))
			continue
		case count[s.dir] > 0:
			out = append(out, h.at(s, s.ast.Doc.Pos(), "a second package comment in %s; keep one, in doc.go, or put an empty line after this one", s.dir))
		case s.ast.Name.Name != "main" && !strings.HasPrefix(text, "Package "+s.ast.Name.Name+" "):
			out = append(out, h.at(s, s.ast.Doc.Pos(), "the package comment must begin with \"Package %s \"", s.ast.Name.Name))
		}
		count[s.dir]++
	}
	for _, s := range h.sources { // by file, so that the order is fixed
		if first[s.dir] == s && count[s.dir] == 0 {
			out = append(out, h.at(s, s.ast.Package, "%s has no package comment; say in doc.go what it knows and what it does not", s.dir))
		}
	}
	return out
}

func checkLicence(h *house) (out []breach) {
	for _, s := range h.sources {
		line, _, _ := bytes.Cut(s.text, []byte("\n"))
		if string(line) != licenceLine {
			out = append(out, breach{file: s.name, line: 1, text: "the first line must be " + licenceLine})
		}
	}
	return out
}

func checkLength(h *house) (out []breach) {
	for _, s := range h.sources {
		limit := maxLines
		switch {
		case s.test:
			limit = maxTest
		case s.name == "cmd/parley/main.go":
			limit = maxMain
		}
		lines := bytes.Count(s.text, []byte("\n"))
		if len(s.text) > 0 && !bytes.HasSuffix(s.text, []byte("\n")) {
			lines++
		}
		if lines > limit && !ast.IsGenerated(s.ast) {
			out = append(out, breach{file: s.name, line: limit + 1, text: fmt.Sprintf(
				"%d lines, the ceiling is %d; it probably holds two ideas, so give each its own file", lines, limit)})
		}
	}
	return out
}

// machinePath finds absolute paths of the machines that we build on. "seat/root"
// in a statement and "../work/" in a script are not such paths.
var machinePath = regexp.MustCompile(`(^|[^A-Za-z0-9_.~%-])/(work|root)/`)

func checkPaths(h *house) (out []breach) {
	for _, name := range h.order {
		for i, line := range bytes.Split(h.texts[name], []byte("\n")) {
			if machinePath.Match(line) {
				out = append(out, breach{file: name, line: i + 1,
					text: "an absolute path of one machine; write it relative to the repository"})
			}
		}
	}
	return out
}

// checkDependencies asks a written reason for each direct requirement of go.mod.
func checkDependencies(h *house) (out []breach) {
	page := string(h.texts[dependencyPage])
	inBlock := false
	for i, line := range strings.Split(string(h.texts["go.mod"]), "\n") {
		words := strings.Fields(line)
		if len(words) > 0 && words[0] == "require" {
			inBlock = len(words) > 1 && words[1] == "("
			words = words[1:]
		} else if !inBlock {
			continue
		}
		if len(words) > 0 && words[0] == ")" {
			inBlock = false
		}
		if len(words) < 2 || strings.HasSuffix(line, "// indirect") {
			continue
		}
		if !strings.Contains(page, "`"+words[0]+"`") {
			out = append(out, breach{file: "go.mod", line: i + 1, text: fmt.Sprintf(
				"%s is required directly and %s does not name it in backquotes; say there what it is for and what else was weighed", words[0], dependencyPage)})
		}
	}
	return out
}
