// SPDX-License-Identifier: Apache-2.0

// The building code of this repository: which package stands on which floor,
// what it may import, and the rules of style that a machine can check. The plan
// and the law are in this file; the rules are in house_rules_test.go,
// house_state_test.go and house_exported_test.go; house_cases_test.go breaks
// each rule once on purpose.
package parley_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// A room is the place of one package in the house.
type room struct {
	floor int
	own   []string // packages of this module it may import
	libs  []string // packages outside the standard library, with all below them
	suite bool     // a conformance suite such as internal/store/storetest
}

// door is the floor of the programs in cmd: above everything, imported by nothing.
const door = 9

// plan holds every package there is or will be, by its folder. A package that
// is not here does not exist. Packages still to be written are listed already,
// so that the first import of each is a choice made here and not by accident.
var plan = map[string]room{
	".": {floor: 0},

	"record": {floor: 0, libs: []string{
		"golang.org/x/crypto/chacha20poly1305",
		"golang.org/x/mod/sumdb/note",
		"golang.org/x/mod/sumdb/tlog",
	}},

	// The pages of the methods are shown by the workbench and read from where they
	// lie: a package is the only way to embed a folder without a copy of it.
	"docs/methods": {floor: 0},

	"bargain":         {floor: 1},
	"names":           {floor: 1, libs: []string{"golang.org/x/text"}},
	"stability":       {floor: 1},
	"internal/series": {floor: 1},
	// A file format and no more: what goes into a calendar is decided above.
	"internal/calendar": {floor: 1},

	// An act knows no envelope: what people do must not depend on how it is sealed.
	"internal/act":       {floor: 2, libs: []string{"golang.org/x/text/unicode/norm"}},
	"internal/onetext":   {floor: 2, own: []string{"internal/act"}},
	"internal/exchange":  {floor: 2, own: []string{"internal/act"}},
	"internal/ceasefire": {floor: 2, own: []string{"internal/act"}},
	// Rows of a table become acts, so it needs the words of act.
	"internal/sheet":    {floor: 2, own: []string{"internal/act"}, libs: []string{"golang.org/x/text"}},
	"internal/casefile": {floor: 2, own: []string{"bargain", "stability"}, libs: []string{"go.yaml.in/yaml"}},
	// State speaks of seats, entries and verdicts, so it needs the words of record.
	// It compares a draft with what was read, however each of them was typed.
	"internal/process": {floor: 2, own: []string{
		"record", "internal/act", "internal/onetext", "internal/exchange", "internal/ceasefire",
	}, libs: []string{"golang.org/x/text/unicode/norm"}},

	"internal/brief": {floor: 3, own: []string{
		"record", "bargain", "names", "stability", "internal/series", "internal/act",
		// A model in the record is a document of the model format, read where it is asked about.
		"internal/casefile", "internal/onetext", "internal/exchange", "internal/ceasefire", "internal/process",
	}},

	"internal/durable": {floor: 4},
	"internal/lang": {floor: 4,
		libs: []string{"golang.org/x/text", "github.com/nicksnyder/go-i18n"}},
	"internal/keys": {floor: 4, own: []string{"internal/durable"},
		libs: []string{"filippo.io/age", "golang.org/x/sys"}},
	"internal/seal": {floor: 4, own: []string{"record", "internal/keys"},
		libs: []string{"golang.org/x/crypto/chacha20poly1305"}},
	"internal/store": {floor: 4, own: []string{"record", "internal/durable"},
		libs: []string{"modernc.org/sqlite", "github.com/gofrs/flock", "github.com/google/btree"}},
	// Courier and hub speak C2SP tiles; their paths and hashes come from tlog.
	"internal/courier": {floor: 4, own: []string{"record"}, libs: []string{"golang.org/x/mod/sumdb/tlog"}},

	"internal/hub": {floor: 5, own: []string{"record", "internal/durable", "internal/store", "internal/courier"},
		libs: []string{"golang.org/x/mod/sumdb/tlog", "golang.org/x/time/rate"}},
	"internal/node": {floor: 5, own: []string{
		"record", "internal/act", "internal/process",
		"internal/seal", "internal/keys", "internal/store", "internal/courier",
	}},

	"internal/scenario": {floor: 6, own: []string{
		"record", "internal/durable", "internal/act", "internal/keys", "internal/store", "internal/hub", "internal/node",
	}},
	"internal/chart": {floor: 6, own: []string{"internal/brief", "internal/lang"}},

	// Pages are made from reports: web never sees an envelope, a key or the store.
	// It writes acts, since a form becomes one.
	"internal/web": {floor: 7, own: []string{
		"internal/act", "internal/brief", "internal/lang", "internal/node", "internal/chart",
		// A register goes out as a table and its dates as a calendar, and a table
		// comes in: files of a person at this machine, as in cli.
		"internal/calendar", "internal/sheet",
		// What a number means is one link away from it.
		"docs/methods",
	}},
	// Cases and models are files of a person at this machine, so it knows the words
	// of bargain and stability.
	"internal/cli": {floor: 8, own: []string{
		"record", "bargain", "stability", "internal/casefile", "internal/brief", "internal/durable", "internal/lang",
		"internal/act", "internal/process", "internal/store", "internal/calendar", "internal/sheet",
		"internal/keys", "internal/courier", "internal/hub", "internal/node",
		"internal/scenario", "internal/chart", "internal/web",
	}, libs: []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/term"}},

	"cmd/parley": {floor: door, own: []string{"internal/cli"}},
	// An auditor reads this program and package record, and nothing else of ours.
	"cmd/parley-verify": {floor: door, own: []string{"record"}},
}

// sameFloor is the whole list of imports that stay on one floor.
var sameFloor = map[string][]string{
	"internal/onetext":   {"internal/act"},
	"internal/exchange":  {"internal/act"},
	"internal/ceasefire": {"internal/act"},
	"internal/sheet":     {"internal/act"},
	"internal/process":   {"internal/act", "internal/onetext", "internal/exchange", "internal/ceasefire"},
	"internal/keys":      {"internal/durable"},
	"internal/store":     {"internal/durable"},
	"internal/seal":      {"internal/keys"},
}

// testLibs may be imported by test files and conformance suites only.
var testLibs = []string{
	"github.com/chromedp",
	"github.com/emersion/go-ical",
	"github.com/google/go-cmp",
	"github.com/rogpeppe/go-internal",
	"github.com/transparency-dev/formats/note",
	"pgregory.net/rapid",
}

// mayCancel are the packages up to F3 that take a context for long work.
var mayCancel = []string{"bargain", "stability", "names", "internal/casefile", "internal/brief"}

// maySplit are the packages up to F3 that may start goroutines, because their
// searches are long; their results must not depend on how those are scheduled.
var maySplit = []string{"bargain", "stability", "names"}

// wirePackages decide bytes that are signed, so they have no floating point.
var wirePackages = []string{"record", "internal/act"}

// blankImports are the imports for side effects that a package cannot avoid.
var blankImports = map[string][]string{
	"internal/store": {"modernc.org/sqlite"}, // database/sql finds its driver in no other way
}

// roomOf finds the room of the package in a folder. A folder named after its
// parent with "test" appended is a conformance suite: it stands on the floor of
// its parent and may import what the parent may, the parent and testLibs.
func roomOf(dir string) (room, bool) {
	if r, ok := plan[dir]; ok {
		return r, true
	}
	parent := path.Dir(dir)
	r, ok := plan[parent]
	if !ok || parent == "." || path.Base(dir) != path.Base(parent)+"test" {
		return room{}, false
	}
	r.own = append(slices.Clone(r.own), parent)
	r.libs = append(slices.Clone(r.libs), testLibs...)
	r.suite = true
	return r, true
}

// rules is the whole code, in the order in which breaches are reported.
var rules = []struct {
	name  string
	check func(*house) []breach
}{
	{"syntax", checkSyntax},
	{"plan", checkPlan},
	{"imports", checkImports},
	{"blank", checkBlank},
	{"hall", checkHall},
	{"name", checkName},
	{"pure", checkPure},
	{"wire", checkWire},
	{"state", checkState},
	{"init", checkInit},
	{"order", checkOrder},
	{"doc", checkPackageDoc},
	{"exported", checkExported},
	{"licence", checkLicence},
	{"length", checkLength},
	{"paths", checkPaths},
	{"dependencies", checkDependencies},
}

// A breach says where a rule is broken and what to do about it.
type breach struct {
	rule string
	file string
	line int
	text string
}

func (b breach) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", b.file, b.line, b.rule, b.text)
}

// inspect reads a tree and returns every breach of every rule in it.
func inspect(fsys fs.FS) ([]breach, error) {
	h, err := readHouse(fsys)
	if err != nil {
		return nil, err
	}
	var all []breach
	for _, r := range rules {
		for _, b := range r.check(h) {
			b.rule = r.name
			all = append(all, b)
		}
	}
	return all, nil
}

func TestHouse(t *testing.T) {
	found, err := inspect(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range found {
		t.Error(b)
	}
}

// TestPlanKeepsTheFloors holds the plan itself to the floor law, so that a new
// line in it cannot quietly turn an arrow around.
func TestPlanKeepsTheFloors(t *testing.T) {
	for dir, r := range plan {
		for i, to := range r.own {
			target, ok := plan[to]
			switch {
			case !ok:
				t.Errorf("plan: %s may import %s, which the plan does not know", dir, to)
			case slices.Contains(r.own[:i], to):
				t.Errorf("plan: %s lists %s twice", dir, to)
			case to == "." || target.floor == door:
				t.Errorf("plan: %s may import %s, but the entrance hall and the doors are imported by nobody", dir, to)
			case target.floor > r.floor:
				t.Errorf("plan: %s (F%d) may import %s (F%d), which is a higher floor", dir, r.floor, to, target.floor)
			case target.floor == r.floor && !slices.Contains(sameFloor[dir], to):
				t.Errorf("plan: %s may import %s on its own floor F%d, and sameFloor has no such edge", dir, to, r.floor)
			}
		}
		for _, lib := range r.libs {
			if slices.Contains(testLibs, lib) {
				t.Errorf("plan: %s may import %s, which is for tests only", dir, lib)
			}
		}
	}
	for from, tos := range sameFloor {
		for _, to := range tos {
			if !slices.Contains(plan[from].own, to) {
				t.Errorf("sameFloor: %s -> %s is not in the plan any more; remove it", from, to)
			}
		}
	}
	for _, to := range []string{"record", "internal/store", "internal/seal", "internal/keys"} {
		if slices.Contains(plan["internal/web"].own, to) {
			t.Errorf("plan: internal/web may import %s; pages are made from reports only", to)
		}
	}
}

// TestEntranceHallShowsThePlan keeps the table in doc.go complete.
func TestEntranceHallShowsThePlan(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	floor := -1
	shown := map[string]int{}
	for line := range strings.Lines(string(doc)) {
		body, ok := strings.CutPrefix(line, "//\t")
		if !ok {
			continue
		}
		words := strings.Fields(body)
		if len(words) > 1 && len(words[0]) == 2 && words[0][0] == 'F' {
			floor = int(words[0][1] - '0')
			words = words[1:]
		}
		if len(words) > 0 {
			shown[words[0]] = floor
		}
	}
	for dir, r := range plan {
		if dir == "." || r.floor == door {
			continue
		}
		if got, ok := shown[dir]; !ok || got != r.floor {
			t.Errorf("doc.go: the table of floors must show %s on F%d", dir, r.floor)
		}
		delete(shown, dir)
	}
	for dir := range shown {
		t.Errorf("doc.go: the table of floors shows %s, which the plan does not know", dir)
	}
}
