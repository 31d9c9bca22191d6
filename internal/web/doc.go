// SPDX-License-Identifier: Apache-2.0

// Package web is the workbench in a browser: pages on this machine for the
// person who sits at it. It shows the reports of package brief and writes the
// acts of package act. It knows no envelope, no key and no store, and it asks
// nothing of any other machine: a node answers it, from memory.
//
// One [Server] shows one or several desks, each one seat in one process. Only a
// browser that used a launch address is let in, under a name of this machine
// and from no other site. Everything works without script; the script adds
// keys, the palette, autosave and live pages.
//
// # A page
//
// A page answers one question about one desk. To add one:
//
//  1. Write its build function in a file of its own: func(*request) (content
//     any, l lane, err error). It asks package brief with r.view.State,
//     r.view.Roster, r.head and r.view.Withheld, puts the report into a struct,
//     and says in the lane who can read it: r.ownLane() when it joins several
//     channels, r.channelLane(readers, plenary) when it shows the words of one.
//     Seats are named by r.refs, which puts the own one first.
//  2. Write templates/NAME.html with {{define "main"}}. The content is .Content
//     and $ is the frame. One h1; a caption for each table; user's words in
//     <bdi> or dir="auto". Functions: t, n (translate, with a number), say (a
//     key from a table), word (a word of the record), day, date, time, num,
//     seat, seats, entry (a link to an entry), ref, url (an address of this
//     desk). A shared template takes (pair $ .): .F is the frame, .X the rest.
//  3. Add one row to the table in page.go. A page with a place and opens: true
//     stands in the rail; live: true shows itself again when the process
//     changes.
//
// Every sentence is a literal: {{t "…"}} in templates, r.p.T("…") in Go,
// phrase.T("…") in tables. The English sentence is the key of the catalogues.
//
// # A form
//
// A form is one value, see [form]: its fields in order. Add it to forms in
// forms.go; choosing the channel, the draft, the check page, the receipt and
// undoing come with it. A field has the name of the act's field in JSON, such as
// "when.day", so that what was typed becomes the act without further code, a
// fault which the act finds stands beside its field, and with [amendsField] the
// author can write the entry again. Where names are not enough there are parse
// and fill; a row of a group is read with v.Rows("sources"). momentFields,
// dueFields, personFields and groundFields ask for what many acts have. To begin
// one from another page, link to /write?form=NAME&to=SEAT&v.FIELD=VALUE, or,
// where the readers are given, post to /write what the cards of that page post.
// How the act is shown on the page of its entry is one case in show.go, and what
// it says in one line one case in says.go.
//
// An action that is no form is a row in actions in page.go.
package web
