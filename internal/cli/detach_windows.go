// SPDX-License-Identifier: Apache-2.0

package cli

import "syscall"

// detachedProcess is DETACHED_PROCESS: the child gets no console.
const detachedProcess = 0x8

// detached gives a child no console and a process group of its own.
func detached() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP | detachedProcess}
}
