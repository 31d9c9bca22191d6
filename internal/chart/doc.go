// SPDX-License-Identifier: Apache-2.0

// Package chart draws reports as pictures: SVG made here, with a title and a
// description that say in words what is seen. A picture never stands alone: the
// page that shows it has the table of the same figures beside it. It carries no
// style and no script; classes give its parts the colours of the page, and no
// meaning rests on a colour. In languages that are written from right to left
// the layout is mirrored.
package chart
