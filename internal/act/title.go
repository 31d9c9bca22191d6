// SPDX-License-Identifier: Apache-2.0

package act

// Title says what a process is called and, shortly, what it is about.
type Title struct {
	Title   string `json:"title"`             // one line, at most 120 characters
	Summary string `json:"summary,omitempty"` // at most 2,000 characters
}

// Kind is "process.title".
func (Title) Kind() string { return KindTitle }

// Validate checks the texts.
func (t Title) Validate() error {
	c := &check{kind: KindTitle}
	c.line("title", t.Title, 120)
	if t.Summary != "" {
		c.long("summary", t.Summary, 2000)
	}
	return c.done()
}
