// SPDX-License-Identifier: Apache-2.0

package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"parley/internal/store"
	"pgregory.net/rapid"
)

// space is one table of one process.
type space struct {
	process store.Process
	table   store.Table
}

// model is what a store should hold: a plain map, as slow as it is simple.
type model map[space]map[string]string

func (m model) clone() model {
	c := model{}
	for s, pairs := range m {
		c[s] = maps.Clone(pairs)
	}
	return c
}

func (m model) put(s space, key, value string) {
	if m[s] == nil {
		m[s] = map[string]string{}
	}
	m[s][key] = value
}

func (m model) scan(s space, from, to []byte) []string {
	var pairs []string
	for _, k := range slices.Sorted(maps.Keys(m[s])) {
		if k >= string(from) && (to == nil || k < string(to)) {
			pairs = append(pairs, k, m[s][k])
		}
	}
	return pairs
}

func (m model) processes() []store.Process {
	set := map[store.Process]bool{}
	for s, pairs := range m {
		if len(pairs) > 0 {
			set[s.process] = true
		}
	}
	return slices.SortedFunc(maps.Keys(set), func(a, b store.Process) int { return slices.Compare(a[:], b[:]) })
}

// step is something done to a store and to the model, which must then agree.
type step struct {
	kind       string
	space      space
	key, value string
	from, to   []byte
}

// drawStep draws a step; the keys are few and alike, so that they meet.
func drawStep(t *rapid.T, kinds []string) step {
	processes := []store.Process{{}, {1}, {1, 31: 1}, {0xff}}
	keys := rapid.OneOf(
		rapid.SampledFrom([]string{"", "\x00", "a", "a\x00", "ab", "b", "\xff", "\xff\xff"}),
		rapid.StringOfN(rapid.RuneFrom([]rune("abc")), 0, 3, -1),
	)
	bound := func(label string) []byte {
		if rapid.Bool().Draw(t, label+"Nil") {
			return nil
		}
		return []byte(keys.Draw(t, label))
	}
	return step{
		kind: rapid.SampledFrom(kinds).Draw(t, "kind"),
		space: space{
			rapid.SampledFrom(processes).Draw(t, "process"),
			rapid.SampledFrom([]store.Table{0, 1, 255}).Draw(t, "table"),
		},
		key:   keys.Draw(t, "key"),
		value: rapid.OneOf(rapid.Just(""), rapid.StringN(0, 20, -1)).Draw(t, "value"),
		from:  bound("from"),
		to:    bound("to"),
	}
}

// read does a step that only reads.
func (st step) read(r store.Reader, m model) error {
	p, tab := st.space.process, st.space.table
	switch st.kind {
	case "get":
		want, ok := m[st.space][st.key]
		if !ok {
			want = absent
		}
		return wantGet(r, p, tab, st.key, want)
	case "scan":
		return wantScan(r, p, tab, st.from, st.to, m.scan(st.space, st.from, st.to)...)
	case "last":
		all := m.scan(st.space, nil, nil)
		if len(all) == 0 {
			all = []string{absent, ""}
		}
		return wantLast(r, p, tab, all[len(all)-2], all[len(all)-1])
	default:
		return wantProcesses(r, m.processes()...)
	}
}

// write does a step that may write.
func (st step) write(w store.Writer, m model) error {
	p, tab := st.space.process, st.space.table
	switch st.kind {
	case "put":
		m.put(st.space, st.key, st.value)
		return w.Put(p, tab, []byte(st.key), []byte(st.value))
	case "delete":
		delete(m[st.space], st.key)
		return w.Delete(p, tab, []byte(st.key))
	case "sweep": // delete each pair of a range and put one elsewhere in it
		var got []string
		want := m.scan(st.space, st.from, st.to)
		for pair, err := range w.Scan(p, tab, st.from, st.to) {
			if err != nil {
				return err
			}
			got = append(got, string(pair.Key), string(pair.Value))
			moved := string(pair.Key) + st.key
			delete(m[st.space], string(pair.Key))
			m.put(st.space, moved, st.value)
			if err := errors.Join(
				w.Delete(p, tab, pair.Key),
				w.Put(p, tab, []byte(moved), []byte(st.value)),
			); err != nil {
				return err
			}
		}
		if !slices.Equal(got, want) {
			return fmt.Errorf("a loop that writes saw %q, want %q", got, want)
		}
		return nil
	default:
		return st.read(w, m)
	}
}

var errRefused = errors.New("refused")

func testModel(t *testing.T, open func(t *testing.T) store.Store) {
	rapid.Check(t, func(rt *rapid.T) { checkModel(rt, open(t), nil) })
}

// checkModel does random steps to a store and to the model, and closes the
// store. reopen, if not nil, is among the steps.
func checkModel(rt *rapid.T, s store.Store, reopen func(store.Store) (store.Store, error)) {
	defer func() { _ = s.Close() }()
	reads := []string{"get", "scan", "last", "processes"}
	writes := append([]string{"put", "put", "put", "delete", "sweep"}, reads...)
	m := model{}
	actions := map[string]func(*rapid.T){
		"update": func(rt *rapid.T) {
			steps := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) step { return drawStep(t, writes) }), 1, 8).Draw(rt, "steps")
			fail := rapid.IntRange(0, 3).Draw(rt, "fail") == 0
			var after model
			err := s.Update(context.Background(), func(w store.Writer) error {
				after = m.clone() // anew, since fn may be run again
				for _, st := range steps {
					if err := st.write(w, after); err != nil {
						return err
					}
				}
				if fail {
					return errRefused
				}
				return nil
			})
			switch {
			case fail && err != errRefused, !fail && err != nil:
				rt.Fatalf("Update: %v", err)
			case !fail:
				m = after
			}
		},
		"view": func(rt *rapid.T) {
			st := drawStep(rt, reads)
			if err := s.View(context.Background(), func(r store.Reader) error { return st.read(r, m) }); err != nil {
				rt.Fatalf("View: %v", err)
			}
		},
		"compare": func(rt *rapid.T) { compare(rt, s, m) },
	}
	if reopen != nil {
		actions["reopen"] = func(rt *rapid.T) {
			if rapid.IntRange(0, 3).Draw(rt, "rarely") != 0 { // it is the slowest by far
				return
			}
			next, err := reopen(s)
			if err != nil {
				rt.Fatalf("reopen: %v", err)
			}
			s = next
		}
	}
	rt.Repeat(actions)
	compare(rt, s, m)
}

// compare looks at all that s holds.
func compare(rt *rapid.T, s store.Store, m model) {
	if err := s.View(context.Background(), func(r store.Reader) error {
		for sp := range m {
			if err := wantScan(r, sp.process, sp.table, nil, nil, m.scan(sp, nil, nil)...); err != nil {
				return err
			}
		}
		return wantProcesses(r, m.processes()...)
	}); err != nil {
		rt.Fatalf("View: %v", err)
	}
}
