// SPDX-License-Identifier: Apache-2.0

package record

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// frames are the binary container of bundles and disclosures: after a label,
// records of one type byte, a u32be length and that many bytes.

func appendFrame(b []byte, kind byte, data []byte) []byte {
	b = append(b, kind)
	b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
	return append(b, data...)
}

// errFrame is the cause of every malformed container.
var errFrame = errors.New("the file is damaged or cut short")

// readFrame reads one record of at most limit bytes; io.EOF means a clean end.
func readFrame(r io.Reader, limit int) (kind byte, data []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		if err == io.EOF {
			return 0, nil, io.EOF
		}
		return 0, nil, fmt.Errorf("%w: %w", errFrame, err)
	}
	n := binary.BigEndian.Uint32(head[1:])
	if int64(n) > int64(limit) {
		return 0, nil, fmt.Errorf("%w: a record of %d bytes; the limit is %d", errFrame, n, limit)
	}
	data = make([]byte, n)
	if _, err := io.ReadFull(r, data); err != nil {
		return 0, nil, fmt.Errorf("%w: a record of %d bytes ends early", errFrame, n)
	}
	return head[0], data, nil
}
