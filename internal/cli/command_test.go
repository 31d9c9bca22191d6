// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// everyCommand calls f for each command of the program but cobra's own.
func everyCommand(t *testing.T, f func(path string, c *cobra.Command)) {
	t.Helper()
	a := newApp(strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{})
	n := 0
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		n++
		f(c.CommandPath(), c)
		for _, s := range c.Commands() {
			walk(s)
		}
	}
	walk(a.root())
	if n < 50 {
		t.Errorf("only %d commands were walked", n)
	}
}

// Every command explains itself: what it is, examples first, and its exit codes.
func TestEveryCommandExplainsItself(t *testing.T) {
	everyCommand(t, func(path string, c *cobra.Command) {
		if c.Short == "" || c.Long == "" || c.Example == "" {
			t.Errorf("%s: Short, Long or Example is missing", path)
		}
		if len(c.Short) > 72 || strings.HasSuffix(c.Short, ".") {
			t.Errorf("%s: %q is no short line without a full stop", path, c.Short)
		}
		for line := range strings.Lines(c.Long) {
			if len([]rune(line)) > 82 {
				t.Errorf("%s: a line of the long text is too wide: %q", path, line)
			}
		}
		if c.RunE == nil {
			t.Errorf("%s does nothing", path)
		}
		var b bytes.Buffer
		a := newApp(strings.NewReader(""), &b, &b)
		a.help(c, nil)
		text := b.String()
		examples, codes := strings.Index(text, "\nExamples\n"), strings.Index(text, "\nExit codes\n")
		if examples < 0 || codes < examples || examples > len(c.Short)+2 {
			t.Errorf("%s: the help does not begin with examples and end with exit codes:\n%s", path, text)
		}
	})
}

// Secrets do not come from flags, and every flag says what it is for.
func TestFlags(t *testing.T) {
	everyCommand(t, func(path string, c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			for _, word := range []string{"password", "passphrase", "secret", "token"} {
				if f.Name == word {
					t.Errorf("%s: --%s would take a secret on the command line", path, f.Name)
				}
			}
			if f.Usage == "" {
				t.Errorf("%s: --%s is not explained", path, f.Name)
			}
		})
	})
}

// The words that the project does not use.
func TestNeutralWords(t *testing.T) {
	check := func(where, text string) {
		for _, w := range []string{"enemy", "opponent", "optimal", "please", "sorry", "oops", "forbidden", "invalid", "hostage", "terrorist"} {
			if strings.Contains(strings.ToLower(text), w) {
				t.Errorf("%s says %q", where, w)
			}
		}
	}
	everyCommand(t, func(path string, c *cobra.Command) { check(path, c.Short+c.Long+c.Example+c.Flags().FlagUsages()) })
	a := newApp(nil, nil, nil)
	for _, x := range a.topics() {
		check(x.name, x.text)
	}
}

// Each report is registered once, and docs/spec/json.md names it and each of its
// fields.
func TestReportsAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/spec/json.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := strings.Split(string(page), "\n## ")
	var names []string
	for _, r := range reports() {
		if slices.Contains(names, r.name) {
			t.Errorf("report %s is registered twice", r.name)
		}
		names = append(names, r.name)
		i := slices.IndexFunc(sections, func(s string) bool { return strings.HasPrefix(s, "`parley."+r.name+"/v1`") })
		if i < 0 {
			t.Errorf("docs/spec/json.md has no section for parley.%s/v1", r.name)
			continue
		}
		for _, f := range fieldNames(reflect.TypeOf(r.data)) {
			if !strings.Contains(sections[i], "`"+f+"`") {
				t.Errorf("docs/spec/json.md: parley.%s/v1 has a field %s that is not described", r.name, f)
			}
		}
	}
}

// What a command prints as JSON is a registered report.
func TestReportNamesInTheSource(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range reports() {
		known[r.name] = true
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		b, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range strings.Split(string(b), `report{name: "`)[1:] {
			if name, _, _ := strings.Cut(part, `"`); !known[name] {
				t.Errorf("%s prints the report %q, which reports() does not list", f.Name(), name)
			}
		}
	}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{}, {"--help"}, {"help"}, {"entry"}, {"help", "entry", "post"}, {"entry", "post", "--help"}} {
		code, out, err := run(t, nil, args...)
		wantCode(t, code, exitDone, err)
		want(t, out, "\nExamples\n")
		want(t, out, "\nExit codes\n")
	}
	for _, topic := range []string{"lanes", "registers", "witness", "exit-codes", "environment", "json"} {
		code, out, err := run(t, nil, "help", topic)
		wantCode(t, code, exitDone, err)
		if len(out) < 300 {
			t.Errorf("help %s is short: %q", topic, out)
		}
		for line := range strings.Lines(out) {
			if displayWidth(line) > 84 {
				t.Errorf("help %s: a line is too wide: %q", topic, line)
			}
		}
	}
}

func TestCompletion(t *testing.T) {
	for _, shell := range shells() {
		code, out, err := run(t, nil, "completion", shell)
		wantCode(t, code, exitDone, err)
		if len(out) < 1000 {
			t.Errorf("completion %s is short", shell)
		}
	}
	code, _, err := run(t, nil, "completion", "tcsh")
	wantCode(t, code, exitUsage, err)
	for _, x := range []struct{ line, want string }{
		{"ent", "entry"}, {"entry ", "post"}, {"entry post --register ", "wp"}, {"entry post --to ", "mediator"},
		{"process invite --role ", "guarantor"}, {"help ", "lanes"}, {"completion ", "fish"}, {"status --json=", "processes"},
		{"contact add --form ", "visit"}, {"format point abc ", "objected"}, {"format point abc offered --aspect ", "venue"},
		{"leverage step abc ", "lapsed"}, {"contact readout --mark ", "one-source"}, {"entry list --kind ", "undertaking.answer"},
		{"format calendar x --kind ", "deadline"}, {"mod", "model"}, {"model ", "write"}, {"model add x --mark ", "uncertain"},
	} {
		args := append([]string{"__complete"}, strings.Split(x.line, " ")...)
		_, out, _ := run(t, nil, args...)
		want(t, out, x.want)
	}
}
