// SPDX-License-Identifier: Apache-2.0

package act

import (
	"fmt"
	"slices"
	"strings"
)

// Announcement is a public statement by a person: in a press conference, on
// social media, through a spokesperson. It is told by whoever enters it, and its
// words are the speaker's.
type Announcement struct {
	Amends   string   `json:"amends,omitempty"`
	Speaker  Person   `json:"speaker"` // with the capacity in which the person spoke
	When     Moment   `json:"when"`
	Where    string   `json:"where,omitempty"`    // place or medium, at most 160 characters
	Words    string   `json:"words"`              // at most 4,000 characters
	Quoted   bool     `json:"quoted,omitempty"`   // the words are verbatim, else a paraphrase
	Language string   `json:"language,omitempty"` // in which it was said, as a BCP 47 tag
	Contact  string   `json:"contact,omitempty"`  // id of the contact that it speaks of
	Points   []string `json:"points,omitempty"`   // names of points, at most 16
	Issues   []string `json:"issues,omitempty"`   // ids of issues, sorted
	Ground
}

// Kind is "announcement".
func (Announcement) Kind() string { return KindAnnouncement }

// Amended returns the entry whose place this one takes.
func (x Announcement) Amended() string { return x.Amends }

// Refs returns the contact and the issues.
func (x Announcement) Refs() []string { return append(refs(x.Contact), x.Issues...) }

const maxPoints = 16

// Validate checks texts, references and what it rests on: a statement that was
// public has a source, or is uncertain.
func (x Announcement) Validate() error {
	c := &check{kind: KindAnnouncement}
	c.refIf("amends", x.Amends)
	c.person("speaker", x.Speaker)
	c.moment("when", x.When)
	c.optional("where", x.Where, 160)
	c.long("words", x.Words, 4000)
	if x.Language != "" && !language(x.Language) {
		c.fail("language", "is %.40q; want a tag such as uk or ar-EG", x.Language)
	}
	c.refIf("contact", x.Contact)
	if len(x.Points) > maxPoints {
		c.refuse("points", refuse.T("are {count}; the limit is {limit}", "count", len(x.Points), "limit", maxPoints))
	}
	for i, p := range x.Points {
		c.line(fmt.Sprintf("points[%d]", i), p, 80)
		if slices.Contains(x.Points[:i], p) {
			c.fail("points", "name %.80q twice", p)
		}
	}
	c.refList("issues", x.Issues)
	c.account(x.Ground)
	return c.done()
}

// language holds the form of a language tag only: subtags of one to eight
// letters and digits, the first of two or three letters.
func language(tag string) bool {
	subtags := strings.Split(tag, "-")
	for _, s := range subtags {
		if !words(s, 8, letters+"0123456789") {
			return false
		}
	}
	return len(tag) <= 35 && len(subtags[0]) >= 2 && words(subtags[0], 3, letters)
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
