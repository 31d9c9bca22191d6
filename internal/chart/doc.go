// SPDX-License-Identifier: Apache-2.0

// Package chart draws reports as pictures: SVG made here, with a title and a
// description that say in words what is seen. A picture never stands alone: the
// page that shows it has the table of the same report beside it, or the figure
// carries that table with it, and what does not fit is cut in the picture and
// whole in the table. It carries no style and no script; classes give its parts the
// colours of the page, and no meaning rests on a colour: shapes, lines and words
// carry it. A picture for a file has its caption below it and colours of its own.
//
// In languages that are written from right to left the layout is mirrored. Time
// is not: it always runs from left to right, and the caption says so. Nor is the
// plane of two utilities, in which more is to the right and up.
//
// Coordinates are whole numbers, so that one report gives one picture, byte for
// byte. The package knows no page, no request and no seat of its own: shapes and
// colours of seats come from the caller, words from package lang.
package chart
