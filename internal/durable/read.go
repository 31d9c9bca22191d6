// SPDX-License-Identifier: Apache-2.0

package durable

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// ErrTooLarge is wrapped by the error of ReadFile for a file larger than asked.
var ErrTooLarge = errors.New("file is larger than allowed")

// ReadFile returns the content of the regular file at path, or an error that
// wraps ErrTooLarge when it has more than max bytes. Devices, pipes and
// directories are refused, because a program that waits for a pipe to be
// written looks as if it had stopped.
func ReadFile(path string, max int64) ([]byte, error) {
	if max < 0 {
		panic(fmt.Sprintf("durable: ReadFile of %s with limit %d", path, max))
	}
	// Before Open, which would wait on a pipe.
	info, err := os.Stat(path)
	if err != nil {
		return nil, failed("read", path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("read %s: not a regular file (%s)", path, info.Mode())
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, failed("read", path, err)
	}
	defer f.Close()
	// The size in info is a hint; the limit holds for what is really read.
	data := make([]byte, 0, min(info.Size(), max)+1)
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if int64(len(data)) > max {
			return nil, fmt.Errorf("read %s: %w (more than %d bytes)", path, ErrTooLarge, max)
		}
		if errors.Is(err, io.EOF) {
			return data, nil
		}
		if err != nil {
			return nil, failed("read", path, err)
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
}
