// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"crypto/sha256"
	"runtime"
	"sync"
	"time"

	"parley/internal/brief"
)

// sweepJob varies the preferences of one model beside the pages. It holds opened
// words: a desk that is locked ends and forgets it.
type sweepJob struct {
	model  string // first writing
	title  string
	key    [sha256.Size]byte // of the document
	vary   []brief.VariationPart
	runs   int
	all    int // runs of all its sweeps
	cancel context.CancelFunc

	mu     sync.Mutex // guards what follows
	done   int
	ended  bool
	report *brief.ApartReport // nil: it did not come to its end
	late   bool               // its time ran out
}

// sweepState is a job at one moment.
type sweepState struct {
	Model, Title string
	key          [sha256.Size]byte
	vary         []brief.VariationPart
	Runs         int
	Done, All    int
	Ended, Late  bool
	Report       *brief.ApartReport
}

// Bounds of a job: it shares the machine with the pages, which go first.
const (
	sweepTime   = 10 * time.Minute
	sweepStates = 1 << 16
	sweepBytes  = 256 << 20
	sweptStates = 60 // outcomes listed for each concept
)

// sweepRuns are the numbers of runs that can be asked for.
func sweepRuns() []int { return []int{100, 1000, 10_000} }

// sweep begins a job, unless one is under way at this desk. It does not take the turn
// of the pages, so that none waits for it.
func (d *station) sweep(job *sweepJob, line brief.ModelLine) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.swept != nil && !d.swept.state().Ended || d.Node == nil {
		return false
	}
	ctx, cancel := context.WithTimeout(context.Background(), sweepTime)
	job.cancel = cancel
	d.swept = job
	go job.run(ctx, line)
	return true
}

// run does the work, on one processor less than there are.
func (j *sweepJob) run(ctx context.Context, line brief.ModelLine) {
	defer j.cancel()
	report, err := line.Sweep(ctx, brief.SweepAsked{
		Runs: j.runs, Seed: pageSeed, Vary: j.vary, List: sweptStates, Bytes: sweepBytes, Workers: max(1, runtime.GOMAXPROCS(0)-1),
	}, func(n int) {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.done = n
	})
	j.mu.Lock()
	defer j.mu.Unlock()
	j.ended, j.late = true, err != nil && ctx.Err() == context.DeadlineExceeded
	if err == nil {
		j.report = report
	}
}

func (j *sweepJob) state() sweepState {
	j.mu.Lock()
	defer j.mu.Unlock()
	return sweepState{Model: j.model, Title: j.title, key: j.key, vary: j.vary, Runs: j.runs, Done: j.done, All: j.all, Ended: j.ended, Late: j.late, Report: j.report}
}

// sweepNow is the job of the desk; nil where none was begun.
func (d *station) sweepNow() *sweepState {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.swept == nil {
		return nil
	}
	s := d.swept.state()
	return &s
}

// endSweep ends the job of the desk and forgets it.
func (d *station) endSweep() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dropSweep()
}

// dropSweep is endSweep for who holds the lock.
func (d *station) dropSweep() {
	if d.swept != nil {
		d.swept.cancel()
	}
	d.swept = nil
}
