// SPDX-License-Identifier: Apache-2.0

// Package scenario holds real processes as sourced data, and plays them through
// a real hub and real nodes: for the demonstration, and for tests that need a
// process with a history.
//
// What is told of a process carries its date, source and certainty; what is
// invented for the demonstration is marked illustrative (see the README beside
// the data).
package scenario

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
)

//go:embed 2025/*.json
var data embed.FS

// Process is the data of one process.
type Process struct {
	Title string
	Note  string
	Seats []Seat
	Rows  []Row // in the order in which they are written
}

// Seat is a participant. Key is how the data and the command line name it.
type Seat struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Role string `json:"role"`
	Says string `json:"says"` // the role in words; empty where the role says it
}

// begins is the first day of the process.
func (p *Process) begins() string {
	var first string
	for _, r := range p.Rows {
		if first == "" || r.day < first {
			first = r.day
		}
	}
	return first
}

// head is the file process.json: who takes part, and the files that hold the
// rows. Their order is that of rows of one day.
type head struct {
	Title string   `json:"title"`
	Note  string   `json:"note"`
	Seats []Seat   `json:"seats"`
	Files []string `json:"files"`
}

// Load2025 reads the embedded process of 2025 and checks every row: an error
// is a fault of the program's own data.
func Load2025() (*Process, error) { return load(data, "2025") }

// load reads the process in one folder.
func load(files fs.FS, dir string) (*Process, error) {
	var h head
	if err := decodeFile(files, path.Join(dir, "process.json"), &h); err != nil {
		return nil, err
	}
	sources := map[string][]string{}
	if err := decodeFile(files, path.Join(dir, "sources.json"), &sources); err != nil {
		return nil, err
	}
	p := &Process{Title: h.Title, Note: h.Note, Seats: h.Seats}
	for _, name := range h.Files {
		var rows []Row
		if err := decodeFile(files, path.Join(dir, name), &rows); err != nil {
			return nil, err
		}
		for i := range rows {
			rows[i].file, rows[i].number = name, i+1
		}
		p.Rows = append(p.Rows, rows...)
	}
	b := book{seats: p.Seats, sources: sources, rows: map[string]*Row{}}
	if err := b.check(p.Rows); err != nil {
		return nil, err
	}
	sortRows(p.Rows)
	return p, nil
}

// decodeFile reads one JSON file, which may hold nothing that is not asked for.
func decodeFile(files fs.FS, name string, into any) error {
	b, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s goes on after its end, at byte %d", name, d.InputOffset())
	}
	return nil
}
