// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var updateTutorial = flag.Bool("tutorial.update", false, "write what the commands of the tutorials in docs print into them")

// TestTutorial runs every command of the tutorials of analysis and holds the pages
// to what they print on a terminal of 120 columns.
func TestTutorial(t *testing.T) {
	t.Chdir("../../docs")
	for _, name := range []string{"tutorial-bargain.md", "tutorial-stability.md"} {
		t.Run(name, func(t *testing.T) { checkTutorial(t, name) })
	}
}

func checkTutorial(t *testing.T, name string) {
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(page), "```\n")
	commands := 0
	for i := 1; i < len(blocks); i += 2 {
		line, printed, _ := strings.Cut(blocks[i], "\n")
		command, ok := strings.CutPrefix(line, "$ parley ")
		if !ok {
			t.Fatalf("a block begins with %q", line)
		}
		commands++
		code, out, stderr := run(t, func(a *app) { a.out.terminal, a.out.width = true, 120 }, strings.Fields(command)...)
		wantCode(t, code, exitDone, stderr)
		if *updateTutorial {
			blocks[i] = line + "\n" + out
		} else if out != printed {
			t.Errorf("%s prints\n%s\nand the page says\n%s", line, out, printed)
		}
	}
	if commands < 5 {
		t.Errorf("the page has only %d commands", commands)
	}
	if *updateTutorial {
		if err := os.WriteFile(name, []byte(strings.Join(blocks, "```\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
