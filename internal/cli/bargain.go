// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"parley/bargain"
	"parley/internal/brief"
	"parley/internal/casefile"
	"parley/internal/durable"
)

func (a *app) bargainCommands() *cobra.Command {
	return a.noun("bargain", "Packages over many issues, analysed exactly from a case file",
		`Reads what can be settled and what each party wants, from a case file of ours or
of another tool, and says which packages cannot be improved for one party
without cost to another, which of them count as fair under which definition,
whether there is a package that meets everybody's limit, and what a concession
costs. Numbers are exact unless a result says otherwise. Nothing here advises or
ranks people: each number is the value of a definition (docs/methods). Files are
read where they lie and go nowhere. Start with docs/tutorial-bargain.md; parley
help packages explains the words, parley help case-files the formats.`,
		`  parley bargain check case.json
  parley bargain solve case.json
  parley bargain gains case.json --from 'truce=30d,zone=5'
  parley bargain solve genius-folder --parties 2
  parley bargain import genius-folder --out case.json
  parley bargain case --out case.json`,
		a.bargainSolve(), a.bargainCheck(), a.bargainCase(), a.bargainImport(), a.bargainGains(), a.bargainPrice(), a.bargainRobust(), a.bargainSensitivity(),
		a.bargainMovement(), a.bargainSimulate(), a.bargainAgree(), a.bargainDivide(), a.bargainChart(), a.bargainGenerate())
}

// caseFlags say which files make a case, and how finely it is computed.
type caseFlags struct {
	format     string
	parties    int
	choose     []string
	resolution int64
}

func (f *caseFlags) add(c *cobra.Command) {
	var names []string
	for _, x := range casefile.Formats() {
		names = append(names, string(x))
	}
	c.Flags().StringVar(&f.format, "format", "", "insist on a `format`: "+strings.Join(names, ", "))
	c.Flags().IntVar(&f.parties, "parties", 0, "take the first `N` profiles, in the order of their names, as parties")
	c.Flags().StringArrayVar(&f.choose, "party", nil, "make a profile a party, as `ID=FILE`; may be repeated")
	c.Flags().Int64Var(&f.resolution, "resolution", 0, "round each party's numbers to `N` steps between its worst and its best (0: exact)")
}

const (
	maxCaseFile   = 128 << 20 // bytes of one file
	maxCaseFolder = 1 << 30   // of all files together
)

// read reads a case from files and folders.
func (f *caseFlags) read(a *app, paths []string) (*casefile.Case, error) {
	o := casefile.Options{Format: casefile.Format(f.format), Parties: f.parties}
	if f.format == "llm-deliberation" { // the game's own name
		o.Format = casefile.Deliberation
	}
	if f.format != "" && !slices.Contains(casefile.Formats(), o.Format) {
		return nil, usageError("there is no format %q; there are: %s", f.format, fmt.Sprint(casefile.Formats()))
	}
	if f.parties < 0 {
		return nil, usageError("--parties %d is no number of parties", f.parties)
	}
	paths = slices.Clone(paths)
	for _, s := range f.choose {
		id, file, ok := strings.Cut(s, "=")
		if !ok || id == "" || file == "" {
			return nil, usageError("--party %q is not ID=FILE", s)
		}
		o.Choose = append(o.Choose, casefile.Choice{ID: id, File: file})
		if _, err := os.Stat(file); err == nil && !slices.ContainsFunc(paths, func(p string) bool { return within(p, file) || sameFile(p, file) }) {
			paths = append(paths, file)
		}
	}
	files, err := a.caseFiles(paths)
	if err != nil {
		return nil, err
	}
	c, err := casefile.Read(files, o)
	var many *casefile.ManyError
	switch {
	case errors.As(err, &many):
		return nil, usageError("%v", err).hint(a.line("bargain solve " + quoted(paths[0]) + " --parties 2")).
			hint(a.line(fmt.Sprintf("bargain solve %s --party a=%s --party b=%s", quoted(paths[0]), quoted(many.Profiles[0]), quoted(many.Profiles[1]))))
	case err != nil:
		return nil, err
	}
	return c, nil
}

// caseFiles reads the files that are named, and those of folders.
func (a *app) caseFiles(paths []string) (out []casefile.File, err error) {
	var total int64
	add := func(path string) error {
		data, err := a.read(path, maxCaseFile)
		if err != nil {
			return err
		}
		if total += int64(len(data)); total > maxCaseFolder {
			return failure(exitFailed, "the files hold more than %d bytes together; name those that are meant", maxCaseFolder)
		}
		out = append(out, casefile.File{Name: filepath.ToSlash(path), Data: data})
		return nil
	}
	for _, p := range paths {
		info, err := os.Stat(p)
		if p == standard || err == nil && !info.IsDir() {
			if err := add(p); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		found, err := folderFiles(p)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, failure(exitFailed, "the folder %s has no file that could be a part of a case", p)
		}
		for _, f := range found {
			if err := add(f); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// folderFiles lists the files of a folder that may belong to a case. Score sheets
// lie one folder below.
func folderFiles(dir string) (out []string, err error) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, e := range list {
		path := filepath.Join(dir, e.Name())
		if e.IsDir() {
			if e.Name() == "scores_files" {
				more, err := folderFiles(path)
				if err != nil {
					return nil, err
				}
				out = append(out, more...)
			}
			continue
		}
		ending := strings.ToLower(filepath.Ext(e.Name()))
		text := ending == ".txt" && (e.Name() == "config.txt" || filepath.Base(dir) == "scores_files")
		if e.Type().IsRegular() && (text || slices.Contains([]string{".xml", ".json", ".yaml", ".yml"}, ending)) {
			out = append(out, path)
		}
	}
	return casefile.Sorted(out), nil
}

// compile reads a case and prepares it for exact questions.
func (f *caseFlags) compile(a *app, verb string, paths []string) (*casefile.Case, *bargain.Problem, error) {
	c, err := f.read(a, paths)
	if err != nil {
		return nil, nil, err
	}
	if e := c.Uncertain(); e != nil {
		return nil, nil, usageError("%v; %s needs one number everywhere", e, verb).
			hint(a.line("bargain robust " + quotedAll(paths) + " --samples 1000 --seed 1"))
	}
	p, err := c.Compile(f.resolution)
	if errors.Is(err, bargain.ErrTooFine) {
		e := failure(exitFailed, "%v", err).hint(a.line("bargain " + verb + " " + quotedAll(paths) + " --resolution 1000000"))
		e.cause = err
		return c, nil, e
	}
	return c, p, err
}

func quotedAll(paths []string) string {
	var out []string
	for _, p := range paths {
		out = append(out, quoted(p))
	}
	return strings.Join(out, " ")
}

// noteCut says that a command looks at sums as they stand.
func (a *app) noteCut(c *casefile.Case) {
	for _, p := range c.Model.Parties {
		if p.Views[0].Most != nil {
			a.say("utilities above 1, which the format cuts off, stand as they are here; only solve cuts them")
			return
		}
	}
}

// progress prints how far a long calculation is, on a terminal only.
func (a *app) progress() (func(bargain.Progress), func()) {
	f, ok := a.err.(*os.File)
	if !ok || a.flags.quiet || a.flags.json != "" || !term.IsTerminal(int(f.Fd())) {
		return nil, func() {}
	}
	start, last, shown := a.now(), time.Time{}, false
	return func(p bargain.Progress) {
			now := a.now()
			if now.Sub(start) < time.Second || now.Sub(last) < 200*time.Millisecond {
				return
			}
			last, shown = now, true
			fmt.Fprintf(f, "\rparley: %d of %d issues, %d vectors   ", p.Done, p.Total, p.Vectors)
		}, func() {
			if shown {
				fmt.Fprintln(f)
			}
		}
}

// repaired is the part of a report that says how its files were read.
type repaired struct {
	Repairs []casefile.Repair `json:"repairs"`
}

func repairsOf(c *casefile.Case) repaired {
	if c.Repairs == nil {
		return repaired{[]casefile.Repair{}}
	}
	return repaired{c.Repairs}
}

// maxRepairs is how many repairs a table lists; JSON has all of them.
const maxRepairs = 20

func repairTable(c *casefile.Case) []table {
	if len(c.Repairs) == 0 {
		return nil
	}
	t := table{title: "how files were read", cols: []col{{name: "file"}, {name: "line", right: true}, {name: "what was decided"}}}
	for _, r := range c.Repairs[:min(maxRepairs, len(c.Repairs))] {
		line := ""
		if r.Line > 0 {
			line = number(r.Line)
		}
		t.add(r.File, line, r.What)
	}
	if more := len(c.Repairs) - maxRepairs; more > 0 {
		t.note = fmt.Sprintf("%d more: --json lists all of them", more)
	}
	return []table{t}
}

// packageOf reads a package as it is typed: issue=option, separated by commas, or
// a JSON object.
func packageOf(c *casefile.Case, s, flag string) (bargain.Package, error) {
	if s == "" {
		if c.Reference == nil {
			return nil, usageError("the case names no reference package; say which one with %s 'ISSUE=OPTION,…'", flag)
		}
		return c.Reference, nil
	}
	x, err := casefile.ParsePackage(c.Model, s)
	if err != nil {
		return nil, usageError("%s: %v", flag, err)
	}
	return x, nil
}

// writeFiles puts the files of a result in place: one file, or a new folder.
func (a *app) writeFiles(out string, files []casefile.File) ([]string, error) {
	if len(files) == 1 {
		return []string{out}, a.write(out, files[0].Data, "a case file", true)
	}
	if out == standard {
		return nil, usageError("this format has %d files; name a folder with --out", len(files))
	}
	if err := os.Mkdir(out, 0o700); err != nil {
		return nil, err
	}
	var names []string
	for _, f := range files {
		name := filepath.Join(out, f.Name)
		if err := durable.WriteFile(name, f.Data, 0o600); err != nil {
			return nil, errors.Join(err, os.RemoveAll(out))
		}
		names = append(names, name)
	}
	return names, nil
}

// pointColumns are the columns of a table of utilities.
func pointColumns(parties []string, rest ...col) []col {
	var out []col
	for _, p := range parties {
		out = append(out, col{name: p, right: true})
	}
	return append(out, rest...)
}

// shownNumber shortens a number for a table.
func shownNumber(s string) string {
	whole, part, ok := strings.Cut(s, ".")
	if !ok || len(part) <= 4 {
		return s
	}
	return whole + "." + part[:4] + "…"
}

func shownNumbers(list []string) (out []string) {
	for _, s := range list {
		out = append(out, shownNumber(s))
	}
	return out
}

func countSays(n *string) string {
	if n == nil {
		return "not counted"
	}
	return *n
}

// packageTable lists points of a frontier with the package behind each.
func packageTable(title string, parties []string, points []brief.PackagePoint) table {
	t := table{title: title, cols: pointColumns(parties, col{name: "packages", right: true}, col{name: "one of them"})}
	for _, p := range points {
		n := countSays(p.Packages)
		if p.PackagesAtLeast {
			n = "at least " + n
		}
		t.add(append(shownNumbers(p.U), n, p.Package.String())...)
	}
	return t
}
