// SPDX-License-Identifier: Apache-2.0

package stability

import (
	"context"
	"math/big"
)

// programme is the linear programme: minimise cost·x subject to
// rows[k].of·x ≤ rows[k].most and x ≥ 0, where no cost is negative.
type programme struct {
	cost []*big.Rat
	rows []row
}

type row struct {
	of   []*big.Rat // as long as cost
	most *big.Rat
}

// solve returns an optimal x, or nil if no x fulfils the rows. It is the dual
// simplex method (C. E. Lemke 1954) in rational arithmetic: because no cost is
// negative, the slack basis is dual feasible and no first phase is needed. Rows
// and columns are chosen by least index (R. G. Bland 1977), so it ends.
func (lp *programme) solve(ctx context.Context) ([]*big.Rat, error) {
	n, m := len(lp.cost), len(lp.rows)
	table := make([][]*big.Rat, m+1) // n columns of variables out of the basis, then the right side
	for k := range lp.rows {
		table[k] = cloneRats(append(cloneRats(lp.rows[k].of), lp.rows[k].most))
	}
	table[m] = append(cloneRats(lp.cost), new(big.Rat))
	basis, out := make([]int, m), make([]int, n)
	for k := range basis {
		basis[k] = n + k
	}
	for j := range out {
		out[j] = j
	}
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r := -1
		for k := range basis {
			if table[k][n].Sign() < 0 && (r < 0 || basis[k] < basis[r]) {
				r = k
			}
		}
		if r < 0 {
			break
		}
		c := enters(table, out, r, n)
		if c < 0 {
			return nil, nil
		}
		pivot(table, r, c)
		basis[r], out[c] = out[c], basis[r]
	}
	x := make([]*big.Rat, n)
	for j := range x {
		x[j] = new(big.Rat)
	}
	for k, v := range basis {
		if v < n {
			x[v].Set(table[k][n])
		}
	}
	return x, nil
}

// enters is the column of least ratio of cost to the negative entry of row r,
// of equal ones that of the variable of least index; -1 if there is none.
func enters(table [][]*big.Rat, out []int, r, n int) int {
	c, best := -1, new(big.Rat)
	cost := table[len(table)-1]
	for j := range n {
		a := table[r][j]
		if a.Sign() >= 0 {
			continue
		}
		ratio := new(big.Rat).Quo(cost[j], a)
		ratio.Neg(ratio)
		if d := ratio.Cmp(best); c < 0 || d < 0 || d == 0 && out[j] < out[c] {
			c, best = j, ratio
		}
	}
	return c
}

// pivot exchanges the basic variable of row r with the one of column c.
func pivot(table [][]*big.Rat, r, c int) {
	inverse := new(big.Rat).Inv(table[r][c])
	for j, a := range table[r] {
		if j != c {
			a.Mul(a, inverse)
		}
	}
	table[r][c].Set(inverse)
	for k := range table {
		if k == r || table[k][c].Sign() == 0 {
			continue
		}
		factor := new(big.Rat).Set(table[k][c])
		for j := range table[k] {
			if j == c {
				table[k][j].Mul(factor, inverse)
				table[k][j].Neg(table[k][j])
			} else if table[r][j].Sign() != 0 {
				table[k][j].Sub(table[k][j], new(big.Rat).Mul(factor, table[r][j]))
			}
		}
	}
}

func cloneRats(all []*big.Rat) []*big.Rat {
	out := make([]*big.Rat, len(all))
	for k, a := range all {
		out[k] = new(big.Rat).Set(a)
	}
	return out
}

// dot is the sum of products.
func dot(a, b []*big.Rat) *big.Rat {
	sum := new(big.Rat)
	for k := range a {
		if a[k].Sign() != 0 && b[k].Sign() != 0 {
			sum.Add(sum, new(big.Rat).Mul(a[k], b[k]))
		}
	}
	return sum
}
