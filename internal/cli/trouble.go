// SPDX-License-Identifier: Apache-2.0

package cli

// troubleTopic is a page of help: what goes wrong, and what to do about it. Each
// case is provoked by a script in testdata/script.
const troubleTopic = `Every error ends with an exit code (parley help exit-codes) and, where something
can be done, with a line that begins with "hint:". Nothing that was written is
lost by any of these.

wrong passphrase   Type it again, and look at the keyboard layout. Nobody can reset
                   it. parley key restore makes a new home from a backup.
hub unreachable    What was written waits in the outbox. Sync later, or carry it by
                   hand: parley sync export FILE.
another hub        Its certificate or its key is not the one of the roster. Nothing
                   was sent. Compare the hash with your letter and with another seat.
older or other     The log does not extend the one read here. Keep the archive, and
log                compare parley witness status with another seat by telephone.
changed roster     Entries in the outbox are sealed again by themselves. One whose
                   reader has left, or has keys that nobody here has compared, waits:
                   sync says which, and parley roster confirm or parley entry undo
                   goes on from there. A file that was on its way meanwhile is
                   refused: its author takes in the newest record and exports again.
damaged or foreign A file that was cut short, changed, or is of another process is
file               refused before anything of it is kept. Ask for it again.
clock              When this machine's clock and the hub's or another witness's are
                   more than ten minutes apart, sync says so. Nothing depends on
                   the clock but the times that people read and when invitations end.
unknown seat       parley roster show lists the words and names of all seats.
too large          A text holds 60,000 characters. Split it into several entries.
disk full          The command fails whole. Free some space and run it again.
copied machine     A home that was restored from a copy, or cloned, finds its own
                   future in the log. It reads, and goes on with parley key rotate
                   --device.
lost machine       parley key restore, then parley roster add on the machine with
                   the root key, then parley roster remove SEAT/DEVICE.`
