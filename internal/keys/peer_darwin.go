// SPDX-License-Identifier: Apache-2.0

package keys

import "golang.org/x/sys/unix"

// peerUser returns the user at the other end of a unix socket, as it was when
// the connection was made. known says that this system can tell.
func peerUser(fd int) (uid int, known bool, err error) {
	cred, err := unix.GetsockoptXucred(fd, unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
	if err != nil {
		return 0, true, err
	}
	return int(cred.Uid), true, nil
}
