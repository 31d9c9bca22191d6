// SPDX-License-Identifier: Apache-2.0

package bargain

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// setOf packs a list of parties.
func (p *Problem) setOf(list []int) (s uint32, err error) {
	if len(list) == 0 {
		return 0, errors.New("the coalition has no members")
	}
	for _, q := range list {
		if q < 0 || q >= p.parties {
			return 0, fmt.Errorf("the coalition names party %d of %d", q, p.parties)
		}
		if s&(1<<q) != 0 {
			return 0, fmt.Errorf("the coalition names party %d twice", q)
		}
		s |= 1 << q
	}
	return s, nil
}

// vectorKey is equal for equal vectors.
func vectorKey(u []int64) string {
	b := make([]byte, 0, 8*len(u))
	for _, v := range u {
		b = binary.LittleEndian.AppendUint64(b, uint64(v))
	}
	return string(b)
}
