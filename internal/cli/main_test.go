// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"parley/internal/keys"
	"parley/internal/node"
	"parley/internal/store"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"parley": parley}) }

// parley is the program as the scripts run it: with throw-away keys, and with a
// clock, a terminal and a size of the disk, in pages, that a script may set.
func parley() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := newApp(os.Stdin, os.Stdout, os.Stderr)
	a.cost = keys.CostDemonstration
	if off, err := time.ParseDuration(os.Getenv("PARLEY_TEST_CLOCK")); err == nil {
		a.now = func() time.Time { return time.Now().Add(off) }
	}
	if pages, err := strconv.ParseInt(os.Getenv("PARLEY_TEST_PAGES"), 10, 64); err == nil {
		a.open = func(u *keys.Unlocked, now func() time.Time) (*node.Home, error) {
			st, err := store.OpenSQLite(node.ArchivePath(u.Dir()), store.SQLiteOptions{MaxPages: pages})
			return &node.Home{Keys: u, Store: st, Now: now}, err
		}
	}
	a.out.terminal = os.Getenv("PARLEY_TEST_TERMINAL") != ""
	os.Exit(a.run(ctx, os.Args[1:]))
}

// TestScripts runs the scripts in testdata/script, each in a folder of its own.
// Beside the commands of testscript they use:
//
//	as HOME ARGS…          runs parley with a home and the passphrase in pw
//	fails CODE HOME ARGS…  the same, and wants that exit code
//	soon REGEXP HOME ARGS… the same, again and again until its output matches
//	hub DIR                waits for a hub and sets HUB, CERT and ADDRESS
//	get VAR REGEXP         sets a variable from the last standard output
//	copy DIR DIR           copies a folder
//	absent TEXT PATH…      wants a text in no file below the paths
//	appears RE FILE        waits until a command in the background has written a line
//	many FILE N            writes a file of N letters
//	room HOME…             founds a process: mediator m, and a party at each home
//	round HOME…            syncs every home until all have read what was written
func TestScripts(t *testing.T) {
	if testing.Short() {
		t.Skip("-short leaves out the scripts: each command is a process of its own, so the race detector sees little in them")
	}
	verify := buildVerifier(t)
	games, err := filepath.Abs("../casefile/testdata")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:         "testdata/script",
		WorkdirRoot: quick(t),
		Setup: func(e *testscript.Env) error {
			e.Setenv("PATH", verify+string(os.PathListSeparator)+e.Getenv("PATH"))
			e.Setenv("GOGC", "400") // a command ends before its garbage matters
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("GAMES", games)
			e.Setenv("TMPDIR", e.WorkDir)
			return os.WriteFile(filepath.Join(e.WorkDir, "pw"), []byte("correct horse battery\n"), 0o600)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"as": cmdAs, "fails": cmdFails, "soon": cmdSoon, "appears": cmdAppears, "hub": cmdHub, "get": cmdGet, "copy": cmdCopy,
			"absent": cmdAbsent, "many": cmdMany, "room": cmdRoom, "round": cmdRound,
		},
	})
}

// quick is a folder in memory where the system has one: syncing to a disk is
// not what these tests are about.
func quick(t *testing.T) string {
	dir, err := os.MkdirTemp("/dev/shm", "parley-cli-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// buildVerifier builds the stand-alone verifier, which no package can import.
func buildVerifier(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.Command("go", "build", "-o", dir, "parley/cmd/parley-verify").CombinedOutput()
	if err != nil {
		t.Fatalf("build parley-verify: %v\n%s", err, out)
	}
	return dir
}

func words(home string, args []string) []string {
	return append([]string{"--home", home, "--passphrase-file", "pw"}, args...)
}

func cmdAs(ts *testscript.TestScript, neg bool, args []string) {
	err := ts.Exec("parley", words(args[0], args[1:])...)
	if (err != nil) != neg {
		ts.Fatalf("parley %s: %v", strings.Join(args[1:], " "), err)
	}
}

func cmdFails(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec("parley", words(args[1], args[2:])...)
	var exit *exec.ExitError
	code := 0
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if want, _ := strconv.Atoi(args[0]); code != want {
		ts.Fatalf("parley %s: exit code %d, want %d", strings.Join(args[2:], " "), code, want)
	}
}

func cmdSoon(ts *testscript.TestScript, _ bool, args []string) {
	match := regexp.MustCompile("(?m)" + args[0])
	for range 300 {
		err := ts.Exec("parley", words(args[1], args[2:])...)
		if err == nil && match.MatchString(ts.ReadFile("stdout")) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	ts.Fatalf("parley %s never printed %s", strings.Join(args[2:], " "), args[0])
}

// cmdAppears waits until a command in the background has written a line to a file.
func cmdAppears(ts *testscript.TestScript, _ bool, args []string) {
	match := regexp.MustCompile("(?m)" + args[0])
	for range 300 {
		if b, err := os.ReadFile(ts.MkAbs(args[1])); err == nil && match.Match(b) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	ts.Fatalf("%s never appeared in %s", args[0], args[1])
}

func cmdHub(ts *testscript.TestScript, _ bool, args []string) {
	file := ts.MkAbs(filepath.Join(args[0], addressFile))
	for range 500 {
		if b, err := os.ReadFile(file); err == nil {
			url, cert, ok := strings.Cut(strings.TrimSpace(string(b)), " ")
			if ok {
				ts.Setenv("HUB", url)
				ts.Setenv("CERT", cert)
				ts.Setenv("ADDRESS", strings.TrimPrefix(url, "https://"))
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	ts.Fatalf("no hub in %s", args[0])
}

func cmdGet(ts *testscript.TestScript, _ bool, args []string) {
	m := regexp.MustCompile("(?m)" + args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(m) < 2 {
		ts.Fatalf("the output holds nothing like %s", args[1])
	}
	ts.Setenv(args[0], m[1])
}

func cmdCopy(ts *testscript.TestScript, _ bool, args []string) {
	to := ts.MkAbs(args[1])
	ts.Check(os.RemoveAll(to))
	ts.Check(os.CopyFS(to, os.DirFS(ts.MkAbs(args[0]))))
	ts.Check(filepath.WalkDir(to, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			err = os.Chmod(path, 0o600)
		}
		return err
	}))
}

func cmdAbsent(ts *testscript.TestScript, neg bool, args []string) {
	seen, found := 0, ""
	for _, root := range args[1:] {
		ts.Check(filepath.WalkDir(ts.MkAbs(root), func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			b, err := os.ReadFile(path)
			seen++
			if bytes.Contains(b, []byte(args[0])) {
				found = path
			}
			return err
		}))
	}
	if seen == 0 || (found != "") != neg {
		ts.Fatalf("%d files read; %q was found in: %q", seen, args[0], found)
	}
}

func cmdMany(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), bytes.Repeat([]byte("x"), n), 0o600))
}

// run runs a command line in this program and returns its exit code and what it
// printed.
func run(t *testing.T, set func(*app), args ...string) (code int, out, err string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	a := newApp(strings.NewReader(""), &stdout, &stderr)
	a.cost = keys.CostDemonstration
	a.env = func(string) string { return "" }
	a.wait = 10 * time.Millisecond
	if set != nil {
		set(a)
	}
	code = a.run(context.Background(), args)
	return code, stdout.String(), stderr.String()
}

func want(t *testing.T, got, part string) {
	t.Helper()
	if !strings.Contains(got, part) {
		t.Errorf("want %q in:\n%s", part, got)
	}
}

func wantCode(t *testing.T, got, code int, stderr string) {
	t.Helper()
	if got != code {
		t.Fatalf("exit code %d, want %d: %s", got, code, stderr)
	}
}
