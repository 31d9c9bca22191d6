// SPDX-License-Identifier: Apache-2.0

//go:build unix

package cli

import "syscall"

// detached puts a child into a session of its own, so that neither an
// interruption at the terminal nor its end reaches it.
func detached() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
