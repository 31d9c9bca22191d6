// SPDX-License-Identifier: Apache-2.0

// Package langtest holds the catalogues of package lang to the sentences that
// the program says: it reads Go files and templates for keys, without running
// them, and compares. It knows no language; what a translation means is for a
// person to review.
package langtest
