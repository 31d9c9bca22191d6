// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"sync"

	"github.com/google/btree"
)

// Memory is a Store that lives as long as the program, for tests and the
// simulator. It can be made to fail as disks do.
//
// Its content is one ordered tree that is never changed once an Update has
// published it: an Update works on a copy that shares all nodes but those it
// changes. A View costs nothing, an Update a few nodes per write.
type Memory struct {
	// turn holds a token that an Update has while it runs. It is a channel so
	// that the wait for it can end with a context.
	turn chan struct{}

	mu         sync.Mutex
	content    content
	limit      int64 // bytes of keys and values; 0: no limit
	failBefore error
	failAfter  error
	state      memoryState
	running    sync.WaitGroup // Views and Updates; Add only under mu
}

type memoryState int

const (
	memoryOpen    memoryState = iota
	memoryClosing             // admits nobody, keeps what is running
	memoryClosed
	memoryCrashed // keeps nothing any more
)

// content is what a Memory held at one moment.
type content struct {
	pairs *btree.BTreeG[place]
	size  int64 // bytes of keys and values
}

// NewMemory returns an empty store.
func NewMemory() *Memory {
	// Nodes of up to 63 pairs: an Update copies one or two of them per write.
	return newMemory(content{pairs: btree.NewG(32, place.before)})
}

func newMemory(c content) *Memory {
	m := &Memory{turn: make(chan struct{}, 1), content: c}
	m.turn <- struct{}{}
	return m
}

// SetLimit makes Puts fail with ErrFull that would bring the sum of all keys
// and values above so many bytes. 0 lifts the limit. An Update that is running
// keeps the limit it began with.
func (m *Memory) SetLimit(bytes int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.limit = bytes
}

// FailNext makes the next Update whose fn returns nil fail with err instead of
// being kept: a disk that refused.
func (m *Memory) FailNext(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.failBefore = err
}

// FailAfterNext makes the next Update whose fn returns nil be kept, and fail
// with err nevertheless: a disk whose answer was lost. A caller must not take
// an error of Update as proof that nothing was written.
func (m *Memory) FailAfterNext(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.failAfter = err
}

// Crash ends the store at once, as a kill does the program. Updates that are
// running are lost, and they and every later call return ErrClosed. Reopen
// then finds what had been made durable.
func (m *Memory) Crash() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.state != memoryClosed {
		m.state = memoryCrashed
	}
}

// Reopen opens the same content again, as a program that was started anew
// opens its file. It returns ErrInUse unless m was closed or crashed. Limit
// and pending failures are not carried over. m itself remains closed.
func (m *Memory) Reopen() (*Memory, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.state == memoryOpen || m.state == memoryClosing {
		return nil, fmt.Errorf("store: reopen memory: %w", ErrInUse)
	}
	return newMemory(m.content), nil
}

// enter admits a View or Update, which must call m.running.Done, and returns
// what a View sees.
func (m *Memory) enter() (content, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.state != memoryOpen {
		return content{}, ErrClosed
	}
	m.running.Add(1)
	return m.content, nil
}

// View implements Store. ctx matters only before fn is called.
func (m *Memory) View(ctx context.Context, fn func(Reader) error) error {
	c, err := m.enter()
	if err != nil {
		return err
	}
	defer m.running.Done()
	if err := ctx.Err(); err != nil {
		return err
	}
	p := &memoryPairs{content: c}
	defer p.end()
	return fn(p)
}

// Update implements Store. fn runs in the calling goroutine and is run once. If
// ctx ends before fn was called, its error is returned and fn is not called;
// after that ctx has no effect. If fn panics its writes are lost and the panic
// goes on.
func (m *Memory) Update(ctx context.Context, fn func(Writer) error) error {
	if _, err := m.enter(); err != nil {
		return err
	}
	defer m.running.Done()
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-m.turn:
		defer func() { m.turn <- struct{}{} }()
	case <-ctx.Done():
		return ctx.Err()
	}
	m.mu.Lock()
	p := &memoryPairs{content: m.content, limit: m.limit, writes: true}
	m.mu.Unlock()
	p.pairs = p.pairs.Clone() // only here, where one goroutine has the turn
	defer p.end()
	if err := fn(p); err != nil {
		return err
	}
	return m.publish(p)
}

// publish makes the writes of an Update those that the next one begins with.
func (m *Memory) publish(p *memoryPairs) error {
	p.end()
	m.mu.Lock()
	defer m.mu.Unlock()
	switch {
	case m.state == memoryCrashed:
		return ErrClosed
	case p.err != nil:
		return p.err
	case m.failBefore != nil:
		err := m.failBefore
		m.failBefore = nil
		return err
	}
	m.content = p.content
	err := m.failAfter
	m.failAfter = nil
	return err
}

// Close implements Store. It waits for running Views as well as Updates. A
// second Close returns ErrClosed. Reopen finds the content again.
func (m *Memory) Close() error {
	m.mu.Lock()
	if m.state != memoryOpen {
		m.mu.Unlock()
		return ErrClosed
	}
	m.state = memoryClosing
	m.mu.Unlock()

	m.running.Wait()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.state == memoryClosing {
		m.state = memoryClosed
	}
	return nil
}
