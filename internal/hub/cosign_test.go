// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"

	"parley/internal/courier"
	"parley/record"
)

// cosignature is the line by which a seat's first device cosigns the newest
// checkpoint.
func (s *seat) cosignature() []byte {
	return must(s.dev.Cosign(s.w.pid, s.w.checkpoint().Checkpoint, s.w.clock.Now()))
}

// witnesses are the names under the newest checkpoint.
func (w *world) witnesses() string {
	w.t.Helper()
	var out []string
	for _, c := range w.checkpoint().Cosignatures {
		out = append(out, c.Witness)
	}
	return strings.Join(out, " ")
}

func TestCosignaturesAreMergedAndKept(t *testing.T) {
	w := newWorld(t, plan{guarantor: true})
	_, cert, err := courier.Certificate(fixed("g", "tls"))
	if err != nil {
		t.Fatal(err)
	}
	g := Local{Hub: w.hub, Cert: cert}
	if err := w.founder.local().Cosign(t.Context(), w.pid, w.founder.cosignature()); err != nil {
		t.Fatal(err)
	}
	// In one call, and of others than the caller: lines speak for themselves.
	lines := slices.Concat(w.seats["A"].cosignature(), w.seats["B"].cosignature())
	if err := g.Cosign(t.Context(), w.pid, lines); err != nil {
		t.Fatal(err)
	}
	guarantor := must(record.CosignGuarantor(w.pid, "g", fixed("g", "witness"), w.checkpoint().Checkpoint, w.clock.Now()))
	if err := g.Cosign(t.Context(), w.pid, guarantor); err != nil {
		t.Fatal(err)
	}
	if got := w.witnesses(); got != "A B M g" {
		t.Errorf("cosigned by %q", got)
	}
	note := w.process().note
	for range 2 { // again, which changes nothing
		if err := g.Cosign(t.Context(), w.pid, lines); err != nil || !bytes.Equal(w.process().note, note) {
			t.Errorf("a repeated cosignature changed the checkpoint (%v)", err)
		}
	}
	w.restart()
	if !bytes.Equal(w.process().note, note) {
		t.Error("the cosignatures did not outlive the hub")
	}
	if c := w.checkpoint(); !w.roster().Witnessed(c) {
		t.Error("a quorum has cosigned, and it does not count")
	}
	w.tick()
	if got := w.witnesses(); got != "" {
		t.Errorf("the new checkpoint is cosigned by %q", got)
	}
}

func TestCosignaturesThatAreNotForTheCheckpointArePassedOver(t *testing.T) {
	w := newWorld(t, plan{seats: "M:mediator A:party B:party"})
	old := w.seats["A"].cosignature()
	w.tick()
	c := w.checkpoint().Checkpoint
	stranger := w.newSeat("Z", "party")
	wrong := c
	wrong.Root[0] ^= 1
	good := w.seats["A"].cosignature()
	damaged := bytes.Clone(good)
	damaged[len(damaged)-4] ^= 1
	elsewhere := record.Checkpoint{Origin: record.Origin(fixed("another process")), Size: c.Size, Root: c.Root}
	otherLog := must(w.seats["A"].dev.Cosign(fixed("another process"), elsewhere, w.clock.Now()))
	for name, line := range map[string][]byte{
		"of the checkpoint before": old,
		"of another root":          must(w.seats["A"].dev.Cosign(w.pid, wrong, w.clock.Now())),
		"of another log":           otherLog,
		"of nobody":                must(stranger.dev.Cosign(w.pid, c, w.clock.Now())),
		"damaged":                  damaged,
		"without its end":          bytes.TrimSuffix(good, []byte("\n")),
		"empty":                    nil,
		"noise":                    []byte(strings.Repeat("\n", maxCosign)),
		"a text":                   []byte("let me in\n"),
		"the hub's own line":       []byte(w.process().note[bytes.Index(w.process().note, []byte("\n\n"))+2:]),
		"another checkpoint":       w.process().note,
	} {
		before := w.process().note
		if err := w.founder.local().Cosign(t.Context(), w.pid, line); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !bytes.Equal(w.process().note, before) {
			t.Errorf("%s: the checkpoint changed to\n%s", name, w.process().note)
		}
	}
	// Good lines among bad ones count.
	lines := slices.Concat(damaged, old, []byte("\n\n\n"), good, otherLog)
	if err := w.founder.local().Cosign(t.Context(), w.pid, lines); err != nil {
		t.Fatal(err)
	}
	if got := w.witnesses(); got != "A" {
		t.Errorf("cosigned by %q", got)
	}
	isError(t, w.founder.local().Cosign(t.Context(), w.pid, make([]byte, maxCosign+1)), courier.ErrTooLarge)
}

// TestCosignWhileTicksClose: a cosignature is either under the checkpoint that
// it is for or gone.
func TestCosignWhileTicksClose(t *testing.T) {
	w := newWorld(t, plan{})
	var wg sync.WaitGroup
	done := make(chan struct{})
	wg.Go(func() {
		defer close(done)
		for range 60 {
			w.tick()
		}
	})
	for _, s := range w.seats {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if err := s.local().Cosign(t.Context(), w.pid, s.cosignature()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	w.restart()
	w.checkpoint()
	for _, s := range w.seats {
		if err := s.local().Cosign(t.Context(), w.pid, s.cosignature()); err != nil {
			t.Error(err)
		}
	}
	if got := w.witnesses(); got != "A B M" {
		t.Errorf("cosigned by %q", got)
	}
}
