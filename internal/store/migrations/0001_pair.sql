-- SPDX-License-Identifier: Apache-2.0

-- Values sit in the pair table in the order in which they were first put, and
-- only the short keys are sorted, in pair_key: a large value then costs the
-- sorted tree nothing. The 32-byte process identifier is kept once and stands
-- for itself elsewhere as a small number.

CREATE TABLE process (
	id  INTEGER PRIMARY KEY,
	pid BLOB NOT NULL UNIQUE
) STRICT;

-- Process and table share one number, at least 256. Apart from being shorter,
-- that keeps bound values off 0 and 1: SQLite plans "column = ?" with ORDER BY
-- anew whenever the value changes to or from one of those, which costs three
-- times as much as the query.

CREATE TABLE pair (
	id INTEGER PRIMARY KEY,
	pt INTEGER NOT NULL, -- process.id * 256 + Table
	k  BLOB NOT NULL,
	v  BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX pair_key ON pair (pt, k);
