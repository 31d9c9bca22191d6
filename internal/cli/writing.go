// SPDX-License-Identifier: Apache-2.0

package cli

// writingTopic explains what the commands that write to a register have in
// common.
const writingTopic = `Every command that writes an act names its readers with --to, which has no
default, and says before it writes who will be able to read it. --dry-run prints
what would be written, and writes nothing. What is written waits in the outbox.

  moment    as exact as it is known: a day, days, or a time with its zone
            --when 2025-05-19
            --when 2025-05-19..2025-05-21
            --when "2025-05-19 18:00 Europe/Istanbul"   (or UTC, UTC+03:00)
  date      --due takes a moment, --due-says the words in which it was stated;
            words alone are no date, and are shown as such
  seat      an alias, a display name or the word of the roster
  REF       six or more digits of an entry that this seat has opened, or # and
            its index; what you refer to must be in the log (parley sync)
  person    --person "NAME;SEAT;CAPACITY", the last two if they apply
  source    --source "KEY=ADDRESS", repeated for each source. --mark says how well
            a report is known, and every mark but uncertain needs a source. Without
            a mark the entry rests on itself: what it says, your seat says here.
  claim     --claim 'point=Length; number="over two hours"; low=120; unit=minutes'
            parts: point, words, quoted (=yes when verbatim), issue, number, low,
            high, unit, scope, time, condition, actor, status. Quotation marks
            around a value let it hold semicolons; \ takes the next sign as it is.
            condition=none: the account states the point and no condition.
  --file    the whole act as one JSON object, in the fields of docs/spec, with seats
            and entries named as on the command line; - is the standard input.
            Arguments after the command still count.
  --amend   writes an entry of your seat again: it begins as the one in force, and
            the flags that you give take the place of what was there. A flag given
            empty takes its field out. The earlier writing stays in the record.

What you write is stopped when it holds words, numbers or names that are known
here only from channels which its readers do not read; --cleared lets it pass. It
is refused when it would tell readers of an entry in a channel that is closed to
them. A warning says when readers of what you amend or withdraw would not learn
of it, and when readers who came later, or of what a proposal comes from, cannot
read the entry that yours speaks of.`
