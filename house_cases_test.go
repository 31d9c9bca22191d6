// SPDX-License-Identifier: Apache-2.0

package parley_test

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"
)

// A tree is a small house, by file name.
type tree map[string]string

// soundTree breaks no rule. Each case changes a little of it.
func soundTree() tree {
	t := tree{
		"go.mod": "module parley\n\ngo 1.26.0\n\nrequire golang.org/x/mod v0.42.0\n\n" +
			"require (\n\tfilippo.io/age v1.3.2\n\tgolang.org/x/sys v0.49.0 // indirect\n)\n",
		dependencyPage: "`golang.org/x/mod` and `filippo.io/age`\n",
		"README.md":    "Parley\n",
		"doc.go":       licenceLine + "\n\n// Package parley is the entrance hall.\npackage parley\n",
		// Testdata, hidden and vendored files are not held to the code of Go files.
		"record/testdata/x.go": "package anything",
		".idea/x.go":           "package anything // /" + "root/x",
		"vendor/a/x.go":        "package anything",
	}
	for dir := range plan {
		name := path.Base(dir)
		switch {
		case dir == ".":
			continue
		case strings.HasPrefix(dir, "cmd/"):
			t[dir+"/main.go"] = licenceLine + "\n\n// Command " + name + " is a door.\npackage main\n\nfunc main() {}\n"
			continue
		}
		t[dir+"/doc.go"] = licenceLine + "\n\n// Package " + name + " is here.\npackage " + name + "\n"
	}
	return t
}

// code is a file of a package whose comment is elsewhere; body starts on line 5.
func code(pkg, body string) string {
	return licenceLine + "\n\npackage " + pkg + "\n\n" + body + "\n"
}

func (t tree) fs() fs.FS {
	m := fstest.MapFS{}
	for name, text := range t {
		m[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	return m
}

// breaches must each be found once, at the place named, by the rule named.
var breaches = []struct {
	rule string
	name string
	file string
	text string
	want string // file:line, when the file itself is not the place on line 5
	says string
}{
	{"syntax", "half a file", "record/x.go", "package record\n\nfunc {", "record/x.go:3", "gofmt"},

	{"plan", "unknown package", "internal/gossip/x.go",
		licenceLine + "\n\n// Package gossip is new.\npackage gossip\n", "internal/gossip/x.go:4", "not in the plan"},
	{"plan", "suite of an unknown parent", "internal/gossip/gossiptest/x.go",
		licenceLine + "\n\n// Package gossiptest is new.\npackage gossiptest\n", "internal/gossip/gossiptest/x.go:4", "not in the plan"},
	{"plan", "a folder below a package", "record/wire/x.go",
		licenceLine + "\n\n// Package wire is new.\npackage wire\n", "record/wire/x.go:4", "not in the plan"},

	{"imports", "upwards", "internal/store/x.go", code("store", `import "parley/internal/hub"`), "", "above it on F5"},
	{"imports", "same floor, no edge", "internal/onetext/x.go", code("onetext", `import "parley/internal/exchange"`), "", "may import only internal/act"},
	{"imports", "same floor, edge turned round", "internal/act/x.go", code("act", `import "parley/internal/process"`), "", "may import only nothing"},
	{"imports", "act knows no envelope", "internal/act/x.go", code("act", `import "parley/record"`), "", "may import only nothing"},
	{"imports", "web knows no store", "internal/web/x.go", code("web", `import "parley/internal/store"`), "", "not internal/store"},
	{"imports", "web knows no envelope", "internal/web/x.go", code("web", `import "parley/record"`), "", "not record"},
	{"imports", "the verifier reads record only", "cmd/parley-verify/x.go", code("main", `import "parley/internal/durable"`), "", "may import only record"},
	{"imports", "the root", "internal/cli/x.go", code("cli", `import "parley"`), "", "exports nothing"},
	{"imports", "not in the plan", "internal/cli/x.go", code("cli", `import "parley/internal/gossip"`), "", "not in the plan"},
	{"imports", "a library of another package", "record/x.go", code("record", `import "filippo.io/age"`), "", "may not use filippo.io/age"},
	{"imports", "beside the library allowed", "record/x.go", code("record", `import "golang.org/x/mod/modfile"`), "", "may not use golang.org/x/mod/modfile"},
	{"imports", "a name that only begins alike", "internal/cli/x.go", code("cli", `import "github.com/spf13/cobrax"`), "", "may not use"},
	{"imports", "a test library in the product", "record/x.go", code("record", `import "pgregory.net/rapid"`), "", "tests only"},
	{"imports", "a suite in the product", "internal/hub/x.go", code("hub", `import "parley/internal/store/storetest"`), "", "conformance suite"},
	{"imports", "a test looks up", "internal/store/x_test.go", code("store_test", `import "parley/internal/node"`), "", "above it on F5"},
	{"imports", "a test with a strange library", "record/x_test.go", code("record_test", `import "github.com/stretchr/testify/require"`), "", "may not use"},
	{"imports", "cgo", "internal/store/x.go", code("store", `import "C"`), "", "no cgo"},

	{"blank", "side effects", "internal/node/x.go", code("node", `import _ "net/http/pprof"`), "", "out of sight"},
	{"blank", "the driver elsewhere", "internal/store/storetest/x.go",
		licenceLine + "\n\n// Package storetest tests.\npackage storetest\n\nimport _ \"modernc.org/sqlite\"\n", "internal/store/storetest/x.go:6", "out of sight"},
	{"blank", "dot import", "internal/node/x_test.go", code("node", `import . "strings"`), "", "dot import"},

	{"hall", "code in the root", "x.go", code("parley", "func run() {}"), "", "documentation only"},

	{"name", "not the folder's", "record/x.go", code("records", ""), "record/x.go:3", "call it record"},
	{"name", "main outside cmd", "internal/act/x.go", code("main", ""), "internal/act/x.go:3", "call it act"},
	{"name", "an odd test package", "record/x_test.go", code("recordtest", ""), "record/x_test.go:3", "call it record"},

	{"pure", "files", "record/x.go", code("record", `import "os"`), "", "no os here"},
	{"pure", "processes", "record/x.go", code("record", `import "os/exec"`), "", "no os/exec here"},
	{"pure", "network", "bargain/x.go", code("bargain", `import "net/http"`), "", "no net/http here"},
	{"pure", "sockets", "bargain/x.go", code("bargain", `import "net"`), "", "no net here"},
	{"pure", "log", "internal/act/x.go", code("act", `import "log/slog"`), "", "no log/slog here"},
	{"pure", "global randomness", "names/x.go", code("names", `import "math/rand/v2"`), "", "no math/rand/v2 here"},
	{"pure", "context", "internal/process/x.go", code("process", `import "context"`), "", "no context here"},
	{"pure", "clock", "internal/brief/x.go", code("brief", "import \"time\"\n\nfunc f() time.Time { return time.Now() }"), "internal/brief/x.go:7", "time.Now reads the clock"},
	{"pure", "clock under another name", "internal/brief/x.go", code("brief", "import t \"time\"\n\nfunc f() { t.Sleep(1) }"), "internal/brief/x.go:7", "time.Sleep"},
	{"pure", "clock as a value", "internal/series/x.go", code("series", "import \"time\"\n\nfunc f() { g(time.Since) }"), "internal/series/x.go:7", "time.Since"},
	{"pure", "goroutine", "internal/process/x.go", code("process", "func f() { go f() }"), "", "no goroutines"},

	{"wire", "float field", "internal/act/x.go", code("act", "type offer struct{ amount float64 }"), "", "float64"},
	{"wire", "float parsed", "record/x.go", code("record", "import \"strconv\"\n\nfunc f() { _, _ = strconv.ParseFloat(\"1\", 64) }"), "record/x.go:7", "ParseFloat"},
	{"wire", "float literal", "record/x.go", code("record", "const half = 0.5"), "", "0.5"},

	{"state", "counter", "record/x.go", code("record", "var n int"), "", "can carry state"},
	{"state", "pointer", "stability/x.go", code("stability", "var cache = &table{}"), "", "can carry state"},
	{"state", "pool", "stability/x.go", code("stability", "import \"sync\"\n\nvar pool = sync.Pool{}"), "stability/x.go:7", "can carry state"},
	{"state", "made map", "internal/act/x.go", code("act", "var kinds = make(map[string]int)"), "", "can carry state"},
	{"state", "exported table", "internal/act/x.go", code("act", "// Kinds are here.\nvar Kinds = []string{\"a\"}"), "internal/act/x.go:6", "Kinds"},
	{"state", "sentinel not named as one", "record/x.go", code("record", "import \"errors\"\n\nvar gone = errors.New(\"gone\")"), "record/x.go:7", "gone"},
	{"state", "table written", "record/x.go", code("record", "var t = map[int]int{}\n\nfunc f() { t[1] = 2 }"), "record/x.go:7", "must stay"},
	{"state", "table counted", "record/x.go", code("record", "var t = [2]int{}\n\nfunc f() { t[1]++ }"), "record/x.go:7", "must stay"},
	{"state", "table emptied", "record/x.go", code("record", "var t = map[int]int{}\n\nfunc f() { delete(t, 1) }"), "record/x.go:7", "must stay"},
	{"state", "table as loop variable", "record/x.go", code("record", "var t = [2]int{}\n\nfunc f() { for t[0] = range 3 {} }"), "record/x.go:7", "must stay"},
	{"state", "sentinel replaced", "record/x.go", code("record", "import \"errors\"\n\nvar errGone = errors.New(\"gone\")\n\nfunc f() { errGone = nil }"), "record/x.go:9", "must stay"},

	{"init", "in the product", "internal/hub/x.go", code("hub", "func init() {}"), "", "no init"},
	{"init", "in a test", "internal/hub/x_test.go", code("hub", "func init() {}"), "", "no init"},

	{"order", "read and filled at once", "record/x.go",
		code("record", "func f(each func(func(int)) error) (out []int, err error) {\n\treturn out, each(func(n int) { out = append(out, n) })\n}"), "record/x.go:6", "call first"},

	{"doc", "two comments", "record/x.go", licenceLine + "\n\n// Package record again.\npackage record\n", "record/x.go:3", "second package comment"},
	{"doc", "none", "record/doc.go", licenceLine + "\n\npackage record\n", "record/doc.go:3", "no package comment"},
	{"doc", "other words", "record/doc.go", licenceLine + "\n\n// The record.\npackage record\n", "record/doc.go:3", "must begin"},
	{"doc", "run into the licence", "record/x.go", licenceLine + "\npackage record\n", "record/x.go:1", "empty line"},

	{"exported", "func", "record/x.go", code("record", "func Open() {}"), "", "function Open"},
	{"exported", "method", "record/x.go", code("record", "// T is a type.\ntype T[K any] struct{}\n\nfunc (t *T[K]) Len() int { return 0 }"), "record/x.go:8", "method T.Len"},
	{"exported", "type", "record/x.go", code("record", "type T struct{}"), "", "type T"},
	{"exported", "const", "record/x.go", code("record", "const Limit = 3"), "", "const Limit"},
	{"exported", "contract", "internal/store/x.go", code("store", "// T is a port.\ntype T interface {\n\tGet() error\n}"), "internal/store/x.go:7", "method T.Get"},
	{"exported", "only a directive", "record/x.go", code("record", "//go:noinline\nfunc Open() {}"), "record/x.go:6", "function Open"},

	{"licence", "missing", "record/x.go", "package record\n", "record/x.go:1", "first line"},
	{"licence", "missing in a test", "record/x_test.go", "package record\n", "record/x_test.go:1", "first line"},
	{"licence", "not first", "record/x.go", "\n" + code("record", ""), "record/x.go:1", "first line"},

	{"length", "source", "record/x.go", code("record", strings.Repeat("\n", maxLines)), "record/x.go:501", "ceiling is 500"},
	{"length", "test", "record/x_test.go", code("record", strings.Repeat("\n", maxTest)), "record/x_test.go:601", "ceiling is 600"},
	{"length", "main", "cmd/parley/main.go", licenceLine + "\n\n// Command parley is a door.\npackage main\n" + strings.Repeat("\n", maxMain), "cmd/parley/main.go:61", "ceiling is 60"},

	{"paths", "in a document", "docs/a.md", "first\nsee /" + "work/main\n", "docs/a.md:2", "one machine"},
	{"paths", "in code", "record/x_test.go", code("record", "const dir = \"/"+"root/x\""), "", "one machine"},
	{"paths", "in the gate", ".ci/run", "cd /" + "work/main\n", ".ci/run:1", "one machine"},
	{"paths", "in a golden file", "record/testdata/a.txt", "file:///" + "root/a\n", "record/testdata/a.txt:1", "one machine"},

	{"dependencies", "no reason given", dependencyPage, "`golang.org/x/mod`\n", "go.mod:8", "filippo.io/age"},
	{"dependencies", "named as part of another", dependencyPage, "`golang.org/x/mod/sumdb` `filippo.io/age`\n", "go.mod:5", "golang.org/x/mod is"},
}

func TestEachRuleFindsItsBreach(t *testing.T) {
	tried := map[string]bool{}
	for _, c := range breaches {
		tried[c.rule] = true
		t.Run(c.rule+"/"+c.name, func(t *testing.T) {
			sound := soundTree()
			sound[c.file] = c.text
			want := c.want
			if want == "" {
				want = c.file + ":5"
			}
			found, err := inspect(sound.fs())
			if err != nil {
				t.Fatal(err)
			}
			if len(found) != 1 {
				t.Fatalf("found %d breaches, want 1: %v", len(found), found)
			}
			got := found[0].String()
			if !strings.HasPrefix(got, want+": "+c.rule+": ") || !strings.Contains(got, c.says) {
				t.Errorf("found  %s\nwanted %s: %s: … %s …", got, want, c.rule, c.says)
			}
		})
	}
	for _, r := range rules {
		if !tried[r.name] {
			t.Errorf("rule %s has no case that breaks it", r.name)
		}
	}
}

// TestEmptyNames stands alone: such a folder is also missing from the plan.
func TestEmptyNames(t *testing.T) {
	sound := soundTree()
	sound["internal/util/x.go"] = licenceLine + "\n\n// Package util is new.\npackage util\n"
	found, err := inspect(sound.fs())
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != 2 || !strings.Contains(found[1].String(), "says nothing") {
		t.Errorf("found %v, want a breach of plan and one of name", found)
	}
}

// TestSoundHouse holds what the rules must let through.
func TestSoundHouse(t *testing.T) {
	for name, more := range map[string]tree{
		"nothing more": nil,
		"downwards":    {"internal/seal/x.go": code("seal", `import "parley/record"`)},
		"edge on the same floor": {
			"internal/process/x.go": code("process", `import "parley/internal/onetext"`),
			"internal/seal/x.go":    code("seal", `import "parley/internal/keys"`),
		},
		"libraries of the plan": {
			"record/x.go":       code("record", `import "golang.org/x/mod/sumdb/tlog"`),
			"internal/cli/x.go": code("cli", `import "github.com/spf13/cobra/doc"`),
		},
		"driver":           {"internal/store/x.go": code("store", `import _ "modernc.org/sqlite"`)},
		"embedded file":    {"internal/act/x.go": code("act", "import _ \"embed\"\n\n//go:embed kinds.txt\nvar kinds string")},
		"parsed addresses": {"record/x.go": code("record", "import (\n\t\"net/netip\"\n\t\"net/url\"\n)")},
		"cancellation":     {"internal/brief/x.go": code("brief", `import "context"`)},
		"parallel search":  {"bargain/x.go": code("bargain", "func f() { go f() }")},
		"time as a value":  {"record/x.go": code("record", "import \"time\"\n\nfunc f() time.Time { return time.Unix(0, 0) }")},
		"a field called Now": {
			"internal/brief/x.go": code("brief", "type b struct{ Now int }\n\nfunc (x b) f() int { return x.Now }")},
		"floats off the wire": {"internal/series/x.go": code("series", "const half float64 = 0.5")},
		"clock on F5":         {"internal/node/x.go": code("node", "import \"time\"\n\nvar start = time.Now()")},
		"tests are free": {
			"record/x_test.go": code("record_test",
				"import (\n\t\"os\"\n\t\"context\"\n\t\"pgregory.net/rapid\"\n\t\"parley/record\"\n)\n\nvar n float64\n\nfunc Open() { go Open() }"),
			"internal/seal/x_test.go": code("seal_test", "import \"parley/internal/store\""),
		},
		"conformance suite": {
			"internal/store/storetest/x.go": licenceLine + "\n\n// Package storetest tests stores.\npackage storetest\n\n" +
				"import (\n\t\"github.com/google/go-cmp/cmp\"\n\t\"parley/internal/store\"\n)\n",
			"internal/store/x_test.go": code("store_test", `import "parley/internal/store/storetest"`),
			"internal/hub/x_test.go":   code("hub_test", `import "parley/internal/store/storetest"`),
		},
		"constants in effect": {"record/x.go": code("record",
			"import (\n\t\"encoding/base64\"\n\t\"errors\"\n)\n\n"+
				"// ErrGone is an error.\nvar ErrGone = errors.New(\"gone\")\n\n"+
				"var (\n\ttable = map[string]int{\"a\": 1}\n\tb64 = base64.StdEncoding.Strict()\n\t_ error = (*x)(nil)\n)\n\n"+
				"func f(table []int) { table[0] = 1 }")},
		"comments that count": {"record/x.go": code("record",
			"// Limits of the format.\nconst (\n\tA = 1\n\tB = 2\n)\n\nconst C = 3 // bytes\n\n"+
				"type hidden struct{}\n\nfunc (hidden) Len() int { return 0 }\n\n"+
				"// P is a port.\ntype P interface {\n\terror\n\tGet() error // never nil\n\tset()\n}")},
		"programs":  {"cmd/parley/x.go": code("main", "func Run() {}")},
		"generated": {"internal/act/x.go": licenceLine + "\n\n// Code generated by hand. DO NOT EDIT.\n\npackage act\n" + strings.Repeat("\n", maxLines)},
		"like a path": {"docs/a.md": "author M.a/" + "root/ signs; ../" + "work/x; framework/" + "work/; https://example.org/" + "work/x\n",
			"a.bin": "\x00/" + "root/x", "record/testdata/fuzz/F/1": "/" + "root/x"},
		"renamed module": {
			"go.mod":              "module example.org/parley\n",
			"internal/seal/x.go":  code("seal", `import "example.org/parley/record"`),
			"internal/store/x.go": code("store", `import "github.com/gofrs/flock"`)},
	} {
		t.Run(name, func(t *testing.T) {
			sound := soundTree()
			for file, text := range more {
				sound[file] = text
			}
			found, err := inspect(sound.fs())
			if err != nil {
				t.Fatal(err)
			}
			for _, b := range found {
				t.Error(b)
			}
		})
	}
}

// TestReadsTheRealTree guards against a walk that silently sees nothing.
func TestReadsTheRealTree(t *testing.T) {
	h, err := readHouse(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"doc.go", "house_test.go", "LICENSE", ".ci/run", dependencyPage} {
		if _, ok := h.texts[name]; !ok {
			t.Errorf("the walk did not see %s", name)
		}
	}
}
