// SPDX-License-Identifier: Apache-2.0

// Package process knows what one seat can know of a process: the fold of every
// entry that its node could open. [State] is a value; [State.Apply] gives the
// next one and changes nothing, so a reader may keep a state while the node goes
// on.
//
// It does not know what was not opened here, not even how many channels there
// are; it reads no keys, no files and no clock; and it makes no report
// (internal/brief does).
//
// # Order
//
// Entries are applied in the order in which [parley/record.Reader] accepts them.
// That order means something only within one chain (one author, channel and
// register) and between ticks: the order inside a tick is chance. What a state
// says must not depend on chance. So where a fact has one value, such as the
// title, an entry replaces an earlier one only if its author had seen it: it
// stands later in the same chain, or its author had verified a log that holds
// the earlier one. Values of which neither had seen the other are both kept, as
// alternatives, in an order that depends on their authors and ids only.
//
// # Void
//
// An entry that was genuine and accepted, and that its author had no right to
// make or whose body cannot be read, stays a [Line], with the reason in Void. It
// changes nothing else.
package process
