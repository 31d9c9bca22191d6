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
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"

	"parley/internal/act"
	"parley/record"
)

//go:embed 2025/chronology.json
var chronology2025 []byte

// Process is the data of one process.
type Process struct {
	Title string `json:"title"`
	Note  string `json:"note"`
	Seats []Seat `json:"seats"`
	Rows  []Row  `json:"rows"`
}

// Seat is a participant. Key is how the data and the command line name it.
type Seat struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Role string `json:"role"`
	Says string `json:"says"` // the role in words; empty where the role says it
}

// Row is one entry: who tells whom what, in which register.
type Row struct {
	To       []string        `json:"to"` // seat keys, or "all"
	By       string          `json:"by"`
	Register record.Register `json:"register"`
	Event    act.Event       `json:"event"`
}

// Load2025 reads the embedded process of 2025 and checks every row: an error
// is a fault of the program's own data.
func Load2025() (*Process, error) {
	d := json.NewDecoder(bytes.NewReader(chronology2025))
	d.DisallowUnknownFields()
	var p Process
	if err := d.Decode(&p); err != nil {
		return nil, fmt.Errorf("chronology 2025: %w", err)
	}
	keys := []string{"all"}
	for _, s := range p.Seats {
		keys = append(keys, s.Key)
	}
	for i, r := range p.Rows {
		for _, k := range append(slices.Clone(r.To), r.By) {
			if !slices.Contains(keys, k) {
				return nil, fmt.Errorf("chronology 2025, row %d: no seat %q", i+1, k)
			}
		}
		if err := r.Event.Validate(); err != nil {
			return nil, fmt.Errorf("chronology 2025, row %d: %w", i+1, err)
		}
	}
	return &p, nil
}
