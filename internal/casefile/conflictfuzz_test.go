// SPDX-License-Identifier: Apache-2.0

package casefile

import (
	"context"
	"errors"
	"testing"

	"parley/stability"
)

// fuzzModel reads a mutated file. Whatever is accepted compiles or says why not,
// and survives a model file of ours.
func fuzzModel(f *testing.F, name string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ReadConflict(File{name, data})
		var own *Error
		if err != nil {
			if !errors.As(err, &own) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		once, err := WriteConflict(c)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		back, err := ReadConflict(File{"back.json", once})
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, once)
		}
		twice, err := WriteConflict(back)
		if err != nil || string(twice) != string(once) {
			t.Fatalf("%v\n%s\n%s", err, once, twice)
		}
		if len(c.Definition.Options) > 10 || len(c.Definition.States) > 100 || len(c.Definition.DMs) > 6 {
			return
		}
		m, err := c.Compile(context.Background())
		again, err2 := back.Compile(context.Background())
		if (err == nil) != (err2 == nil) {
			t.Fatalf("%v, and written again %v\n%s", err, err2, once)
		}
		if err != nil {
			if !errors.As(err, &own) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		x, y := equilibria(t, m, stability.SEQ), equilibria(t, again, stability.SEQ)
		if len(x) != len(y) {
			t.Fatalf("%v, and written again %v", x, y)
		}
		if data, _, err := WriteGMCR(c, m); err == nil {
			if _, err := ReadConflict(File{"again.gmcr", data}); err != nil {
				t.Fatalf("what was written cannot be read: %v\n%s", err, data)
			}
		}
		_, _, _ = WriteNFG(c, m)
	})
}

func FuzzStability(f *testing.F)     { fuzzModel(f, "m.json", wholeJSON, freeJSON) }
func FuzzStabilityYAML(f *testing.F) { fuzzModel(f, "m.yaml", cubanYAML) }
func FuzzGMCR(f *testing.F) {
	fuzzModel(f, "m.gmcr", dilemmaGMCR, orderGMCR("[2,4,1,3]", "[[3,4],1,2]"), `{"options":[{"name":"a"}],"decisionMakers":[{"name":"x","misperceptions":[{"members":[[]]}]}]}`)
}
