// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"sync"
	"sync/atomic"
)

// parallel calls work on consecutive pieces of [0, n), each at most piece long,
// from several goroutines. The pieces write to separate memory, so the result
// does not depend on who does which. It stops between pieces when ctx ends.
func parallel(ctx context.Context, workers, n, piece int, work func(from, to int)) error {
	pieces := (n + piece - 1) / piece
	if workers > pieces {
		workers = pieces
	}
	if workers <= 1 {
		for from := 0; from < n; from += piece {
			if err := ctx.Err(); err != nil {
				return err
			}
			work(from, min(from+piece, n))
		}
		return ctx.Err()
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range workers {
		group.Add(1)
		go func() {
			defer group.Done()
			for ctx.Err() == nil {
				k := int(next.Add(1)) - 1
				if k >= pieces {
					return
				}
				work(k*piece, min((k+1)*piece, n))
			}
		}()
	}
	group.Wait()
	return ctx.Err()
}
