// SPDX-License-Identifier: Apache-2.0

//go:build !unix && !windows

package cli

import "syscall"

// detached does nothing: this system has no terminals to be detached from.
func detached() *syscall.SysProcAttr { return nil }
