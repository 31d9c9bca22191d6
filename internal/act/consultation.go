// SPDX-License-Identifier: Apache-2.0

package act

// Consultation is that somebody was asked about a topic before it went further.
type Consultation struct {
	Amends  string   `json:"amends,omitempty"`
	Topic   string   `json:"topic"`             // one line, at most 160 characters
	Issues  []string `json:"issues,omitempty"`  // ids of the issues it was about, sorted
	With    []string `json:"with,omitempty"`    // seats that were consulted, sorted
	Circle  string   `json:"circle,omitempty"`  // others that were consulted, at most 200 characters
	On      Moment   `json:"on"`                // when
	Words   string   `json:"words,omitempty"`   // what was put to them, at most 4,000 characters
	Contact string   `json:"contact,omitempty"` // id of the contact in which it was
	Ground
}

// Kind is "consultation".
func (Consultation) Kind() string { return KindConsultation }

// Amended returns the entry whose place this one takes.
func (x Consultation) Amended() string { return x.Amends }

// Refs returns the issues and the contact.
func (x Consultation) Refs() []string { return append(refs(x.Contact), x.Issues...) }

// Validate checks texts and references, and that somebody was consulted.
func (x Consultation) Validate() error {
	c := &check{kind: KindConsultation}
	c.refIf("amends", x.Amends)
	c.line("topic", x.Topic, 160)
	c.refList("issues", x.Issues)
	c.seatList("with", x.With, 0)
	c.optional("circle", x.Circle, 200)
	if len(x.With) == 0 && x.Circle == "" {
		c.fail("with", "names nobody who was consulted")
	}
	c.moment("on", x.On)
	c.longIf("words", x.Words, 4000)
	c.refIf("contact", x.Contact)
	c.ground(x.Ground)
	return c.done()
}

// ConsultationAnswers returns what can come back from a consultation.
func ConsultationAnswers() []string { return []string{"agrees", "comments", "reserves", "objects"} }

// ConsultationAnswer is what was said back in a consultation.
type ConsultationAnswer struct {
	Consultation string `json:"consultation"`    // id of the consultation
	Answer       string `json:"answer"`          // a word of [ConsultationAnswers]
	For          string `json:"for,omitempty"`   // seat whose answer is reported; absent when it is the author's own
	Words        string `json:"words,omitempty"` // at most 4,000 characters
	On           Moment `json:"on,omitzero"`
	Ground
}

// Kind is "consultation.answer".
func (ConsultationAnswer) Kind() string { return KindConsultationAnswer }

// Refs returns the consultation.
func (x ConsultationAnswer) Refs() []string { return refs(x.Consultation) }

// Validate checks the word, the seat and the text.
func (x ConsultationAnswer) Validate() error {
	c := &check{kind: KindConsultationAnswer}
	c.ref("consultation", x.Consultation)
	c.oneOf("answer", x.Answer, ConsultationAnswers())
	c.seatIf("for", x.For)
	c.longIf("words", x.Words, 4000)
	c.momentIf("on", x.On)
	c.ground(x.Ground)
	return c.done()
}
