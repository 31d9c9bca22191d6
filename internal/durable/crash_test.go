// SPDX-License-Identifier: Apache-2.0

//go:build unix

package durable

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// crashEnv tells the test program to write instead of testing.
const crashEnv = "PARLEY_DURABLE_CRASH"

func TestMain(m *testing.M) {
	if path := os.Getenv(crashEnv); path != "" {
		for i := 0; ; i++ {
			content := bytes.Repeat([]byte{byte('a' + i%26)}, 50_000)
			if err := WriteFile(path, content, 0o600); err != nil {
				panic(err)
			}
		}
	}
	os.Exit(m.Run())
}

// A writer is killed at arbitrary moments. The file must always be whole, and
// Sweep must clear what the killed writers left. This shows atomicity against
// the death of the program, not of the power supply.
func TestKilledWriter(t *testing.T) {
	kills := 12
	if testing.Short() {
		kills = 3
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	for i := range kills {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), crashEnv+"="+path)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// The program needs a while to start on a busy machine: wait for its
		// first file, then kill at a different moment each time.
		for wait := 0; i == 0 && wait < 1000; wait++ {
			if _, err := os.Stat(path); err == nil {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(time.Duration(30+7*i) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		cmd.Wait()
		got, err := ReadFile(path, 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 50_000 || !bytes.Equal(got, bytes.Repeat(got[:1], len(got))) {
			t.Fatalf("kill %d left a broken file of %d bytes", i, len(got))
		}
	}
	if err := Sweep(path); err != nil {
		t.Fatal(err)
	}
	wantNames(t, dir, "f")
}
