// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"parley/stability"
)

// schemaStability begins every file of ours that holds a conflict.
const schemaStability = "parley.stability/1"

// The formats of conflicts.
const (
	Stability Format = "stability" // parley.stability/1, in JSON or YAML
	GMCR      Format = "gmcr"      // JSON of GMCR+ and its successors
)

// A Conflict is what a file says of decision makers, their options and their
// preferences, with what the definition of package stability has no room for.
type Conflict struct {
	Definition stability.Definition
	Format     Format
	// Concepts has one for each decision maker, or is nil if the file says none.
	Concepts []stability.Concept
	Tools    stability.Toolbox
	// ToolNames are what people call the instruments; empty where the file says none.
	ToolNames []string
	// Repairs are in the order in which parts were read.
	Repairs []Repair

	file string
	dms  []dmPlaces
}

// dmPlaces is where the parts of one decision maker stand.
type dmPlaces struct {
	self, preference, strong place
	views                    map[int]place // by decision maker that is seen
}

// ReadConflict reads a conflict, in our own format or as a .gmcr file.
func ReadConflict(f File) (*Conflict, error) {
	start := bytes.TrimLeft(bytes.TrimPrefix(f.Data[:min(len(f.Data), 4096)], []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case len(start) == 0:
		return nil, place{file: f.Name}.fail("the file is empty")
	case bytes.HasPrefix(start, []byte("\xff\xfe")) || bytes.HasPrefix(start, []byte("\xfe\xff")):
		return nil, place{file: f.Name}.fail("the file is in UTF-16; save it as UTF-8")
	case start[0] == 0x80 || bytes.HasPrefix(start, []byte("(dp")) || bytes.HasPrefix(start, []byte("ccopy_reg")):
		return nil, place{file: f.Name}.fail("the file is a memory image (pickle) of an early version of its program, which would run code when it is read; open it there and save it again as JSON")
	}
	root, err := parseTree(f)
	if err != nil {
		return nil, err
	}
	schema := root.get("schema")
	switch {
	case schema != nil && schema.text == schemaStability:
		return readStability(root, f.Name)
	case schema != nil:
		return nil, schema.fail("the file is of the kind %s, want %q", schema.describe(), schemaStability)
	case root.get("decisionMakers") != nil && root.get("options") != nil:
		return readGMCR(root, f.Name)
	case root.get("dms") != nil:
		return nil, root.fail("the file looks like a model of ours, but does not begin with \"schema\": %q", schemaStability)
	}
	return nil, root.fail("the file is neither a model of ours (\"schema\": %q) nor a .gmcr file", schemaStability)
}

// Place says where a decision maker is stated.
func (c *Conflict) Place(dm int) (file string, line int) {
	return c.dms[dm].self.file, c.dms[dm].self.line
}

// Compile is [stability.New]; its errors name the place in the file. A pair of
// strong preference that the preference itself contradicts is left out, which is
// added to the repairs: it says nothing that could be used.
func (c *Conflict) Compile(ctx context.Context) (*stability.Model, error) {
	d := c.Definition
	d.DMs = slices.Clone(d.DMs)
	strong := false
	for i := range d.DMs {
		strong = strong || d.DMs[i].MuchBetter != nil
		d.DMs[i].MuchBetter = nil
	}
	m, err := stability.New(ctx, d)
	if err == nil && strong {
		if err = c.strong(m, d.DMs); err == nil {
			m, err = stability.New(ctx, d)
		}
	}
	if err != nil {
		return nil, c.placed(err, -1)
	}
	for i, dm := range c.Definition.DMs { // a view is compiled only when it is asked for
		for _, v := range dm.Views {
			d := c.Definition
			d.DMs = slices.Clone(d.DMs)
			d.DMs[v.DM].Preference, d.DMs[v.DM].MuchBetter = v.Preference, nil
			if _, err := stability.New(ctx, d); err != nil {
				return nil, c.placed(err, i)
			}
		}
	}
	return m, nil
}

// strong gives decision makers the pairs of strong preference that hold.
func (c *Conflict) strong(m *stability.Model, dms []stability.DM) error {
	for i := range dms {
		for _, pair := range c.Definition.DMs[i].MuchBetter {
			better, _, err := m.Worth(i, pair[0])
			if err != nil {
				return err
			}
			worse, _, err := m.Worth(i, pair[1])
			if err != nil {
				return err
			}
			if better.Cmp(worse) > 0 {
				dms[i].MuchBetter = append(dms[i].MuchBetter, pair)
				continue
			}
			r := Repair{c.file, c.dms[i].strong.line, fmt.Sprintf("%q is said to prefer state %s much to %s, and by its preference it does not prefer it at all; the pair is left out", dms[i].ID, c.says(pair[0]), c.says(pair[1]))}
			if !slices.Contains(c.Repairs, r) {
				c.Repairs = append(c.Repairs, r)
			}
		}
	}
	return nil
}

// placed puts an error of package stability to its place. seer is the decision
// maker whose view of another one was compiled, or -1.
func (c *Conflict) placed(err error, seer int) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	at, say := place{file: c.file}, err.Error()
	var dm *stability.DMError
	if errors.As(err, &dm) {
		switch {
		case seer >= 0:
			at, say = c.dms[seer].views[dm.DM], fmt.Sprintf("as decision maker %q sees %q: %v", c.Definition.DMs[seer].ID, dm.ID, dm.Err)
		case dm.Seen >= 0:
			at = c.dms[dm.DM].views[dm.Seen]
		default:
			at = c.dms[dm.DM].preference
		}
	}
	return &Error{File: at.file, Line: at.line, Msg: c.named(say), cause: err}
}

// named puts the letters of a state beside its decimal, which people do not read.
func (c *Conflict) named(say string) string {
	before, after, ok := strings.Cut(say, "state ")
	digits := 0
	for digits < len(after) && after[digits] >= '0' && after[digits] <= '9' {
		digits++
	}
	s, err := strconv.ParseUint(after[:digits], 10, 64)
	if !ok || err != nil {
		return say
	}
	return before + "state " + c.says(stability.State(s)) + after[digits:]
}

// says is a state as people know it: its decimal, and its letters or its name.
func (c *Conflict) says(s stability.State) string {
	if c.Definition.States != nil {
		if s < stability.State(len(c.Definition.States)) {
			return fmt.Sprintf("%d (%s)", s, short(c.Definition.States[s]))
		}
		return strconv.FormatUint(uint64(s), 10)
	}
	var b strings.Builder
	for k := range c.Definition.Options {
		b.WriteByte("NY"[s>>uint(k)&1])
	}
	return fmt.Sprintf("%d (%s)", s, b.String())
}

// ParseState reads a state as it is typed: its decimal, one letter Y or N for
// each option, or its name in a free-form model. It does not ask whether the
// state is feasible.
func (c *Conflict) ParseState(text string) (stability.State, error) {
	return parseState(&c.Definition, text)
}

func parseState(d *stability.Definition, text string) (stability.State, error) {
	if d.States != nil {
		if k := slices.Index(d.States, text); k >= 0 {
			return stability.State(k), nil
		}
		s, err := strconv.ParseUint(text, 10, 64)
		if err != nil || s >= uint64(len(d.States)) {
			return 0, fmt.Errorf("there is no state %q; there are: %s", short(text), short(strings.Join(d.States, ", ")))
		}
		return stability.State(s), nil
	}
	n := len(d.Options)
	if s, err := strconv.ParseUint(text, 10, 64); err == nil {
		if s >= 1<<uint(n) {
			return 0, fmt.Errorf("state %s is too large: with %d options decimals run from 0 to %d", text, n, uint64(1)<<uint(n)-1)
		}
		return stability.State(s), nil
	}
	if len(text) != n || strings.Trim(text, "YNyn") != "" {
		return 0, fmt.Errorf("state %q is neither a decimal nor %d letters Y or N, one for each option", short(text), n)
	}
	var s stability.State
	for k := range n {
		if text[k]|0x20 == 'y' {
			s |= 1 << uint(k)
		}
	}
	return s, nil
}

// DM finds a decision maker by its id.
func (c *Conflict) DM(id string) (int, error) { return findDM(&c.Definition, id) }

func findDM(d *stability.Definition, id string) (int, error) {
	var ids []string
	for i, dm := range d.DMs {
		if dm.ID == id {
			return i, nil
		}
		ids = append(ids, dm.ID)
	}
	return 0, fmt.Errorf("there is no decision maker %q; there are: %s", short(id), strings.Join(ids, ", "))
}

// optionIDs are the words of conditions.
func optionIDs(d *stability.Definition) []string {
	var ids []string
	for _, o := range d.Options {
		ids = append(ids, o.ID)
	}
	return ids
}

// rat is x, or 0 for nil.
func rat(x *big.Rat) *big.Rat {
	if x == nil {
		return new(big.Rat)
	}
	return x
}
