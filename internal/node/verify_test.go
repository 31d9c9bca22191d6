// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"parley/record"
)

// A bundle is verified with nothing else at hand, and what is wrong in it is
// named.
func TestVerifyBundle(t *testing.T) {
	w := newWorld(t, plan{})
	w.everybodySyncs()
	a := w.As("A")
	a.writes("M", onRecord, "thirty days")
	a.writes("M", wp, "or forty")
	w.everybodySyncs()
	w.everybodySyncs()
	file := a.bundle(true, false)
	v, err := VerifyBundle(bytes.NewReader(file))
	a.ok(err)
	own := a.view()
	_, bad := v.FirstBad()
	if !v.Holds || bad || len(v.Problems) != 0 || v.Process != w.pid.String() || v.From != "A" || v.Leaves != own.Size ||
		v.Entries != len(own.Entries) || v.Withheld != own.Withheld || v.Relayed != 1 || v.OfRoster != len(own.Entries)-2 {
		t.Errorf("a sound file: %+v", v)
	}
	if !v.Witnessed || v.Size != own.Checkpoint.Size || v.Root != own.Checkpoint.Root.String() || len(v.Cosigned) < v.Quorum || len(v.Words) != 12 || !v.Guaranteed {
		t.Errorf("its checkpoint: %+v", v)
	}
	whole, err := a.node.Verify(a.ctx())
	if err != nil || !whole.Holds || whole.Entries != v.Entries {
		t.Errorf("the own archive: %+v, %v", whole, err)
	}
	spoilt := 0
	wrongKey := rewritten(t, file, func(x record.FrameType, data []byte) []byte {
		if x == record.FrameOpening {
			if spoilt++; spoilt == 1 {
				data[len(data)-1] ^= 1
			}
		}
		return data
	})
	v, err = VerifyBundle(bytes.NewReader(wrongKey))
	a.ok(err)
	if first, ok := v.FirstBad(); v.Holds || !ok || first.Index < 1 || len(first.Entry) != 64 || !strings.Contains(first.Text, first.What) {
		t.Errorf("an entry that its key does not open: %+v", v)
	}
	swapped := rewritten(t, file, func(x record.FrameType, data []byte) []byte {
		if x == record.FrameLeaves {
			last := data[len(data)-32:]
			last[0] ^= 1
		}
		return data
	})
	v, err = VerifyBundle(bytes.NewReader(swapped))
	a.ok(err)
	if v.Holds || !slices.ContainsFunc(v.Problems, func(p VerifyProblem) bool { return strings.Contains(p.What, "the log was changed") }) {
		t.Errorf("a log with another last leaf: %+v", v)
	}
	other := w.As("B").bundle(true, false)
	for what, b := range map[string][]byte{"noise": []byte("noise"), "nothing": nil, "half": other[:len(other)/2]} {
		if _, err := VerifyBundle(bytes.NewReader(b)); !errors.Is(err, record.ErrBundle) {
			t.Errorf("%s: %v; want %v", what, err, record.ErrBundle)
		}
	}
}

// rewritten is a bundle with changed records and a right sum.
func rewritten(t *testing.T, file []byte, change func(record.FrameType, []byte) []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	m, _, err := record.ReadBundle(bytes.NewReader(file), func(record.FrameType, []byte) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	w := record.NewBundleWriter(&out, m)
	_, _, err = record.ReadBundle(bytes.NewReader(file), func(x record.FrameType, data []byte) error {
		return w.Frame(x, change(x, bytes.Clone(data)))
	})
	if err == nil {
		_, err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
