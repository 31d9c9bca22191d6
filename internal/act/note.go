// SPDX-License-Identifier: Apache-2.0

package act

// Note is what is said in a channel: the general entry.
type Note struct {
	Text    string   `json:"text"`              // at most 60,000 characters, and 96 KiB once printed
	Sources []Source `json:"sources,omitempty"` // where what it repeats was made public; at most 12
}

// Kind is "note".
func (Note) Kind() string { return KindNote }

// Validate checks the text and the sources.
func (n Note) Validate() error {
	c := &check{kind: KindNote}
	c.long("text", n.Text, 60000)
	c.sources(n.Sources)
	return c.done()
}
