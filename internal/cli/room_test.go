// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// cmdRoom founds a process with a mediator at the home m and one party for each
// home named, which is its alias too. The hub must run.
func cmdRoom(ts *testscript.TestScript, _ bool, parties []string) {
	must := func(home string, args ...string) string {
		err := ts.Exec("parley", words(home, args)...)
		if err != nil {
			ts.Fatalf("parley %s: %v\n%s", strings.Join(args, " "), err, ts.ReadFile("stderr"))
		}
		return ts.ReadFile("stdout")
	}
	must("m", "init")
	must("m", "process", "create", "--hub", ts.Getenv("HUB"), "--hub-cert", ts.Getenv("CERT"),
		"--title", "The talks", "--name", "Office", "--tick", "0")
	homes, seats := []string{"m"}, []string{}
	for _, p := range parties {
		out := must("m", "process", "invite", "--role", "party", "--name", "Delegation "+strings.ToUpper(p), "--out", p+".invitation")
		seat, _, _ := strings.Cut(out, "\t")
		must(p, "init")
		must(p, "process", "join", p+".invitation")
		must("m", "process", "admit", seat, "--words-match")
		for _, h := range homes[1:] {
			must(h, "sync")
			for _, line := range strings.Split(must(h, "process", "show", "--json=pending"), "\n") {
				if _, entry, ok := strings.Cut(line, `"entry": "`); ok {
					must(h, "process", "consent", strings.TrimRight(entry, `",`), "--words-match")
				}
			}
		}
		must(p, "sync")
		must(p, "process", "accept")
		homes = append(homes, p)
		must("m", "sync")
		must("m", "process", "name")
		cmdRound(ts, false, homes)
		must("m", "process", "name", "--seat", seat, "--name", "Delegation "+strings.ToUpper(p), "--short", p)
		cmdRound(ts, false, homes)
		for _, other := range seats {
			must(p, "roster", "confirm", other, "--words-match")
		}
		seats = append(seats, seat)
	}
}

// cmdRound lets every home hand in what it has, and read what the others had.
func cmdRound(ts *testscript.TestScript, _ bool, homes []string) {
	for range 2 {
		for _, h := range homes {
			if err := ts.Exec("parley", words(h, []string{"sync"})...); err != nil {
				ts.Fatalf("%s: sync: %v\n%s", h, err, ts.ReadFile("stderr"))
			}
		}
	}
}
