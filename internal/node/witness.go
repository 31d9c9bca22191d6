// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"parley/internal/store"
	"parley/record"
)

// cosigned is the largest checkpoint that this device has cosigned. It is
// durable before a cosignature leaves the node (W1), and no cosignature is
// made of anything that does not extend it (W2).
type cosigned struct {
	size       int64
	root       record.Hash
	quarantine bool
}

// encode prints the row; device is the label of the device it is about.
func (c cosigned) encode(device string) []byte {
	b := append(u64(c.size), c.root[:]...)
	if c.quarantine {
		b = append(b, 1)
	} else {
		b = append(b, 0)
	}
	return append(b, device...)
}

// readCosigned reads what this device has cosigned. The row of a device that
// has been replaced says nothing of the new one.
func (n *Node) readCosigned(r store.Reader) error {
	b, err := getOr(r, store.Process(n.pid), tableState, keyCosig)
	if err != nil || b == nil {
		return err
	}
	if len(b) < 41 {
		return errors.New("archive: the witness row is damaged")
	}
	if string(b[41:]) == n.keys.Device.Author.Device {
		n.cosig = cosigned{int64(binary.BigEndian.Uint64(b)), record.Hash(b[8:40]), b[40] == 1}
	}
	return nil
}

func (n *Node) putCosigned(ctx context.Context, c cosigned) error {
	err := n.update(ctx, func(w store.Writer, at store.Process) error {
		return w.Put(at, tableState, keyCosig, c.encode(n.keys.Device.Author.Device))
	})
	if err == nil {
		n.cosig = c
	}
	return err
}

// cosign makes the cosignature of a verified checkpoint that this node's log
// has arrived at, or nil if there is nothing new to sign. The caller holds
// n.mu.
func (n *Node) cosign(ctx context.Context, c *record.SignedCheckpoint) ([]byte, error) {
	if n.cosig.quarantine || c.Size < n.cosig.size || n.signed(c) || n.reader.Roster().Device(n.keys.Device.Author) == nil {
		return nil, nil
	}
	// The log here was extended leaf by leaf from the one last signed; this
	// holds even the archive itself to it.
	if old, err := n.reader.Tree().Root(n.cosig.size); err != nil || n.cosig.size > 0 && old != n.cosig.root {
		return nil, fmt.Errorf("%w: at size %d this log is not the one that was cosigned", ErrQuarantine, n.cosig.size)
	}
	if c.Size > n.cosig.size {
		if err := n.putCosigned(ctx, cosigned{size: c.Size, root: c.Root}); err != nil {
			return nil, err
		}
	}
	return n.keys.Device.Cosign(n.pid, c.Checkpoint, n.now())
}

// checkOwn looks for this device's own cosignature on a checkpoint that it does
// not remember: then the archive is a copy of an older state, and what this
// node would write now could contradict what it wrote before (W5). The caller
// holds n.mu.
func (n *Node) checkOwn(ctx context.Context, c *record.SignedCheckpoint) error {
	if n.cosig.quarantine || c.Size <= n.cosig.size {
		return nil
	}
	if n.signed(c) {
		return n.enterQuarantine(ctx)
	}
	return nil
}

// signed reports whether a checkpoint carries this device's cosignature.
func (n *Node) signed(c *record.SignedCheckpoint) bool {
	own := n.keys.Device.WitnessKey()
	return slices.ContainsFunc(c.Keys, func(key []byte) bool { return bytes.Equal(key, own) })
}

// forgot reports the same of an entry just read: one that this device has
// written was sealed here, and what opens it was kept, before it left. The
// newest checkpoint may carry no cosignature of this device; its entries stay.
// The caller holds n.mu.
func (n *Node) forgot(e *record.Entry) bool {
	if e.Statement().Author != n.keys.Device.Author || e.Opened().Envelope.Open() {
		return false
	}
	k, ok := n.kept[e.ID()]
	return !ok || k.Origin == record.Relayed
}

// knowsOwn enters quarantine if an entry was forgotten. The caller holds n.mu.
func (n *Node) knowsOwn(ctx context.Context) error {
	if !n.copied || n.cosig.quarantine {
		return nil
	}
	return n.enterQuarantine(ctx)
}

// enterQuarantine makes it durable that this archive is a copy. Reading goes on;
// whoever called for it is told at the end.
func (n *Node) enterQuarantine(ctx context.Context) error {
	q := n.cosig
	q.quarantine = true
	return n.putCosigned(ctx, q)
}

// newly is ErrQuarantine if the quarantine began after was was read.
func (n *Node) newly(was bool) error {
	if n.cosig.quarantine && !was {
		return ErrQuarantine
	}
	return nil
}
