// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/courier"
	"parley/internal/durable"
	"parley/internal/keys"
	"parley/internal/node"
	"parley/record"
)

// Each class of error has its exit code, whatever it is wrapped in, and a hint.
func TestExplain(t *testing.T) {
	a := newApp(nil, nil, nil)
	for _, x := range []struct {
		err  error
		code int
		hint string
	}{
		{keys.ErrNoHome, exitFailed, "parley init"},
		{keys.ErrPassphrase, exitLocked, "keyboard"},
		{keys.ErrLocked, exitLocked, "parley unlock"},
		{keys.ErrDamaged, exitFailed, "backup"},
		{keys.ErrShortPassphrase, exitUsage, "words"},
		{node.ErrInUse, exitFailed, "wait"},
		{node.ErrFull, exitFailed, "free some space"},
		{durable.ErrFull, exitFailed, "free some space"},
		{node.ErrQuarantine, exitConflict, "parley key rotate --device"},
		{node.ErrSplitView, exitConflict, "compare"},
		{node.ErrRollback, exitConflict, "compare"},
		{node.ErrNoGrant, exitWithheld, "disclose ask"},
		{node.ErrNotAdopted, exitWithheld, "disclose adopt"},
		{node.ErrNotWitnessed, exitFailed, "parley sync"},
		{node.ErrGone, exitWithheld, "entry post"},
		{&node.UnconfirmedError{Seat: "k7m2p"}, exitWithheld, "parley roster confirm k7m2p"},
		{courier.ErrUnreachable, exitUnreachable, "parley sync export"},
		{courier.ErrOtherHub, exitConflict, "send nothing"},
		{courier.ErrStale, exitConflict, "parley sync"},
		{courier.ErrTooLarge, exitFailed, "split"},
		{courier.ErrFull, exitFailed, "operator"},
		{courier.ErrNotMember, exitWithheld, "process requests"},
		{record.ErrBundle, exitFailed, "cut short"},
		{record.ErrOtherLog, exitFailed, "process list"},
		{record.ErrToken, exitWithheld, "short codes"},
		{context.Canceled, exitInterrupted, ""},
		{errors.New("something else"), exitFailed, ""},
	} {
		e := a.explain(fmt.Errorf("while at work: %w", x.err))
		if e.Code != x.code {
			t.Errorf("%v: code %d, want %d", x.err, e.Code, x.code)
		}
		if got := strings.Join(e.Hints, "\n"); !strings.Contains(got, x.hint) || x.hint == "" && got != "" {
			t.Errorf("%v: hint %q, want %q in it", x.err, got, x.hint)
		}
		if first := []rune(e.Msg)[0]; first >= 'A' && first <= 'Z' || strings.HasSuffix(e.Msg, ".") {
			t.Errorf("%v: %q begins with a capital or ends with a full stop", x.err, e.Msg)
		}
	}
}

// The order in the table matters where errors are joined: what stops everything
// comes before what could be tried again.
func TestExplainJoined(t *testing.T) {
	a := newApp(nil, nil, nil)
	e := a.explain(errors.Join(courier.ErrUnreachable, node.ErrQuarantine))
	if e.Code != exitConflict {
		t.Errorf("code %d, want %d", e.Code, exitConflict)
	}
}

func TestErrorsAsJSON(t *testing.T) {
	code, out, stderr := run(t, nil, "--home", filepath.Join(t.TempDir(), "none"), "status", "--json")
	wantCode(t, code, exitFailed, stderr)
	if out != "" {
		t.Errorf("an error printed data: %q", out)
	}
	var e struct {
		Code          int
		Message, Hint string
	}
	if err := json.Unmarshal([]byte(stderr), &e); err != nil || e.Code != exitFailed || e.Message == "" || !strings.Contains(e.Hint, "init") {
		t.Errorf("%v: %q", err, stderr)
	}
}

// home makes a home with a passphrase file.
func home(t *testing.T) (dir, pass string) {
	t.Helper()
	dir, pass = filepath.Join(t.TempDir(), "home"), filepath.Join(t.TempDir(), "pass")
	if err := os.WriteFile(pass, []byte("correct horse battery\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, stderr := run(t, nil, "--home", dir, "--passphrase-file", pass, "init")
	wantCode(t, code, exitDone, stderr)
	return dir, pass
}

func TestStoreInUse(t *testing.T) {
	dir, pass := home(t)
	u, err := keys.Unlock(dir, []byte("correct horse battery"))
	if err != nil {
		t.Fatal(err)
	}
	h, err := node.OpenHome(u, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	code, _, stderr := run(t, nil, "--home", dir, "--passphrase-file", pass, "status")
	wantCode(t, code, exitFailed, stderr)
	want(t, stderr, "another parley command is using this archive")
}

// The passphrase is asked for only at a terminal, twice when it is new.
func TestPrompts(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "home")
	typed := func(words ...string) func(*app) {
		return func(a *app) {
			a.in.terminal = true
			a.hidden = func() ([]byte, error) {
				if len(words) == 0 {
					return nil, errors.New("asked too often")
				}
				w := words[0]
				words = words[1:]
				return []byte(w), nil
			}
		}
	}
	code, _, stderr := run(t, typed("correct horse battery", "correct horse batter"), "--home", dir, "init")
	wantCode(t, code, exitFailed, stderr)
	want(t, stderr, "the two passphrases differ")
	if _, err := os.Stat(dir); err == nil {
		t.Error("a home was made all the same")
	}
	code, _, stderr = run(t, typed("correct horse battery", "correct horse battery"), "--home", dir, "init")
	wantCode(t, code, exitDone, stderr)
	code, _, stderr = run(t, typed("correct horse battery"), "--home", dir, "process", "list")
	wantCode(t, code, exitDone, stderr)
	code, _, stderr = run(t, typed("wrong"), "--home", dir, "process", "list")
	wantCode(t, code, exitLocked, stderr)
	code, _, stderr = run(t, typed("correct horse battery"), "--home", dir, "--no-input", "process", "list")
	wantCode(t, code, exitLocked, stderr)
	want(t, stderr, "parley --home "+quoted(dir)+" unlock")
}

func TestConfirm(t *testing.T) {
	for _, x := range []struct {
		typed string
		given bool
		code  int
	}{{"yes\n", false, exitDone}, {"no\n", false, exitFailed}, {"", true, exitDone}} {
		a := newApp(strings.NewReader(x.typed), nil, &strings.Builder{})
		a.in.terminal = true
		code := exitDone
		if err := a.confirm(x.given, "yes", "this cannot be taken back"); err != nil {
			code = a.explain(err).Code
		}
		if code != x.code {
			t.Errorf("typed %q, given %v: code %d, want %d", x.typed, x.given, code, x.code)
		}
	}
	a := newApp(strings.NewReader("yes\n"), nil, &strings.Builder{})
	if err := a.confirm(false, "yes", "sure"); a.explain(err).Code != exitUsage {
		t.Errorf("without a terminal: %v", err)
	}
	if err := a.confirmWords([12]string{}, "seat x", false); a.explain(err).Code != exitWithheld {
		t.Errorf("words without a terminal: %v", err)
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir, pass := home(t)
	var stderr strings.Builder
	a := newApp(strings.NewReader(""), &strings.Builder{}, &stderr)
	a.wait = 0
	if code := a.run(ctx, []string{"--home", dir, "--passphrase-file", pass, "process", "show"}); code != exitInterrupted {
		t.Errorf("code %d: %s", code, stderr.String())
	}
}
