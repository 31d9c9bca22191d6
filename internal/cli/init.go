// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"context"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"parley/internal/keys"
	"parley/internal/node"
)

// initReport is what init made.
type initReport struct {
	Home    string   `json:"home"`    // folder
	Archive string   `json:"archive"` // file that will hold the sealed record
	Next    []string `json:"next"`    // commands of use now
}

func (a *app) initCommand() *cobra.Command {
	return a.command(verb{
		use:   "init",
		short: "Make a home: your keys and archive on this machine",
		long: `Makes a folder with the key ring of this machine, encrypted to a passphrase that
you choose. The passphrase is asked for twice, or read from --passphrase-file.
Nobody can reset it. An existing home is never touched.`,
		example: `  parley init
  parley init --home /media/stick/parley
  parley init --passphrase-file - < passphrase.txt`,
		exits: []int{exitLocked},
		run: func(ctx context.Context, _ []string) error {
			dir, err := a.homeDir()
			if err != nil {
				return err
			}
			if _, err := keys.FromAgent(dir); err == nil {
				return keys.ErrExists
			}
			pass, err := a.newPassphrase(a.flags.passphraseFile, "the home "+dir)
			if err != nil {
				return err
			}
			defer clear(pass)
			a.say("making keys; this takes a second or two")
			u, err := keys.Create(dir, pass, a.cost)
			if err != nil {
				return err
			}
			u.Lock()
			r := initReport{Home: dir, Archive: node.ArchivePath(dir), Next: []string{
				a.line("serve --open"), a.line("process create --hub URL --hub-cert HEX"), a.line("process join INVITATION"),
			}}
			t := table{cols: []col{{name: "home"}, {name: "archive"}}}
			t.add(r.Home, r.Archive)
			if err := a.emit(report{name: "init", data: r, tables: []table{t}}); err != nil {
				return err
			}
			for _, n := range r.Next {
				a.next(n)
			}
			return nil
		},
	})
}

// versionReport is what this program is.
type versionReport struct {
	Version  string `json:"version"`
	Revision string `json:"revision"` // of the source; empty when the build does not know
	Go       string `json:"go"`
	System   string `json:"system"`
}

func (a *app) versionCommand() *cobra.Command {
	return a.command(verb{
		use:     "version",
		short:   "Say which version of the program this is",
		long:    "Prints the version, the revision of the source and the Go release that built it.",
		example: "  parley version\n  parley version --json",
		run: func(context.Context, []string) error {
			r := versionReport{Version: "unreleased", Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
			if b, ok := debug.ReadBuildInfo(); ok {
				if v := b.Main.Version; v != "" && v != "(devel)" {
					r.Version = v
				}
				for _, s := range b.Settings {
					if s.Key == "vcs.revision" {
						r.Revision = s.Value
					}
				}
			}
			t := table{cols: []col{{name: "version"}, {name: "revision"}, {name: "go"}, {name: "system"}}}
			t.add(r.Version, r.Revision, r.Go, r.System)
			return a.emit(report{name: "version", data: r, tables: []table{t}})
		},
	})
}
