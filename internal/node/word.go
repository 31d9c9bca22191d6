// SPDX-License-Identifier: Apache-2.0

package node

import (
	"context"
	"encoding/hex"
	"fmt"

	"parley/record"
)

// These functions take and give plain words, for programs that show pages and
// know nothing of the record.

// ParseRegister reads the word of a register: "record" or "wp".
func ParseRegister(word string) (record.Register, error) {
	if r := record.Register(word); r == record.OnRecord || r == record.WithoutPrejudice {
		return r, nil
	}
	return "", fmt.Errorf("register %.20q: want %s or %s", word, record.OnRecord, record.WithoutPrejudice)
}

// ParseID reads the id of an entry: 64 hexadecimal digits.
func ParseID(ref string) (id record.Hash, err error) {
	b, err := hex.DecodeString(ref)
	if err != nil || len(b) != len(id) {
		return id, fmt.Errorf("%.80q is not the 64 hexadecimal digits of an entry", ref)
	}
	return record.Hash(b), nil
}

// Permit writes a permission, as [Node.Grant] does.
func (n *Node) Permit(ctx context.Context, entry string, parts []int64, to []string, ownWords bool) (record.Hash, error) {
	id, err := ParseID(entry)
	if err != nil {
		return id, err
	}
	return n.Grant(ctx, record.Grant{Entry: id, Parts: parts, Audience: to, OwnWords: ownWords})
}
