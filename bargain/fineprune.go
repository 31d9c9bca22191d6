// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"context"
	"math/big"
	"slices"
)

// prune joins equal vectors of a list in descending order and drops dominated
// ones. Whether one vector dominates another depends on no more than the order of
// their entries, so each entry is replaced by its rank, and the archives of the
// engine do the rest.
func (s *fineSum) prune(ctx context.Context, sorted []*fineVector) (out []*fineVector, err error) {
	distinct := sorted[:0]
	for _, v := range sorted {
		if last := len(distinct) - 1; last >= 0 && slices.Equal(distinct[last].u, v.u) {
			distinct[last].count = new(big.Int).Add(distinct[last].count, v.count)
			continue
		}
		distinct = append(distinct, v)
	}
	n := len(s.from) - 1
	ranks := make([]int64, n*len(distinct))
	for q := 1; q < n; q++ {
		if err := s.rank(ctx, distinct, q, ranks); err != nil {
			return nil, err
		}
	}
	seen := newArchive(n)
	for k, v := range distinct {
		if k%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if c := ranks[k*n : (k+1)*n]; !seen.covered(c) {
			seen.add(c)
			out = append(out, v)
		}
	}
	return out, nil
}

// rank writes the rank of every vector for a party: equal entries, equal ranks.
func (s *fineSum) rank(ctx context.Context, list []*fineVector, q int, ranks []int64) error {
	n := len(s.from) - 1
	order := make([]int, len(list))
	for k := range order {
		order[k] = k
	}
	at := func(k int) wide { return s.part(list[order[k]].u, q) }
	if err := sortStable(ctx, order, func(a, b int) int { return s.part(list[a].u, q).compare(s.part(list[b].u, q)) }); err != nil {
		return err
	}
	rank := int64(0)
	for k := range order {
		if k > 0 && at(k).compare(at(k-1)) != 0 {
			rank++
		}
		ranks[order[k]*n+q] = rank
	}
	return nil
}
