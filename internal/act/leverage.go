// SPDX-License-Identifier: Apache-2.0

package act

// Threat and Incentive are the sorts of leverage.
const (
	Threat    = "threat"
	Incentive = "incentive"
)

// LeverageSorts returns the sorts of leverage.
func LeverageSorts() []string { return []string{Threat, Incentive} }

// Reversibilities returns whether what was done can be undone.
func Reversibilities() []string { return []string{"yes", "partly", "no"} }

// Leverage is a threat or an incentive: who holds it, over whom, what would
// happen, on what it hangs and until when. What becomes of it is told in steps;
// a deadline that is moved stays one deadline with its history.
type Leverage struct {
	Amends     string   `json:"amends,omitempty"`
	Sort       string   `json:"sort"`                  // threat or incentive
	Title      string   `json:"title"`                 // one line, at most 160 characters
	Holder     string   `json:"holder"`                // who holds it, at most 120 characters
	HolderSeat string   `json:"holder_seat,omitempty"` // when the holder has a seat
	Target     string   `json:"target"`                // whom it is meant to move
	TargetSeat string   `json:"target_seat,omitempty"` // when the target has a seat
	Does       string   `json:"does"`                  // what would happen, at most 2,000 characters
	Condition  string   `json:"condition,omitempty"`   // what it hangs on, at most 1,000 characters
	Trigger    string   `json:"trigger,omitempty"`     // what would set it off
	Evidence   string   `json:"evidence,omitempty"`    // by what that would be seen
	Decides    string   `json:"decides,omitempty"`     // who decides that it has come
	Reversible string   `json:"reversible,omitempty"`  // a word of [Reversibilities]
	Snapback   string   `json:"snapback,omitempty"`    // how it would come back
	Set        Moment   `json:"set"`                   // when it was said or set
	Deadline   Due      `json:"deadline,omitzero"`
	Issues     []string `json:"issues,omitempty"` // ids of issues, sorted
	Ground
}

// Kind is "leverage".
func (Leverage) Kind() string { return KindLeverage }

// Amended returns the entry whose place this one takes.
func (x Leverage) Amended() string { return x.Amends }

// Refs returns the issues.
func (x Leverage) Refs() []string { return refs(x.Issues...) }

// Validate checks words, texts, seats and dates.
func (x Leverage) Validate() error {
	c := &check{kind: KindLeverage}
	c.refIf("amends", x.Amends)
	c.oneOf("sort", x.Sort, LeverageSorts())
	c.line("title", x.Title, 160)
	c.line("holder", x.Holder, 120)
	c.seatIf("holder_seat", x.HolderSeat)
	c.line("target", x.Target, 120)
	c.seatIf("target_seat", x.TargetSeat)
	c.long("does", x.Does, 2000)
	c.longIf("condition", x.Condition, 1000)
	c.longIf("trigger", x.Trigger, 1000)
	c.longIf("evidence", x.Evidence, 1000)
	c.optional("decides", x.Decides, 160)
	c.oneOfIf("reversible", x.Reversible, Reversibilities())
	c.longIf("snapback", x.Snapback, 1000)
	c.moment("set", x.Set)
	c.due("deadline", x.Deadline)
	c.refList("issues", x.Issues)
	c.ground(x.Ground)
	return c.done()
}

// LeverageMoved is the step that gives a deadline another date.
const LeverageMoved = "moved"

// LeverageSteps returns what can become of a threat or an incentive.
func LeverageSteps() []string {
	return []string{"repeated", LeverageMoved, "enacted", "lapsed", "suspended", "lifted", "restored", "withdrawn"}
}

// LeverageStep is what became of a threat or an incentive.
type LeverageStep struct {
	Leverage string `json:"leverage"`          // id of the leverage
	Step     string `json:"step"`              // a word of [LeverageSteps]
	On       Moment `json:"on"`                // when it happened
	Deadline Due    `json:"deadline,omitzero"` // the new one, of a move only
	Words    string `json:"words,omitempty"`   // at most 1,000 characters
	Ground
}

// Kind is "leverage.step".
func (LeverageStep) Kind() string { return KindLeverageStep }

// Refs returns the leverage.
func (x LeverageStep) Refs() []string { return refs(x.Leverage) }

// Validate checks the word and dates, and that a move says where to.
func (x LeverageStep) Validate() error {
	c := &check{kind: KindLeverageStep}
	c.ref("leverage", x.Leverage)
	c.oneOf("step", x.Step, LeverageSteps())
	c.moment("on", x.On)
	c.due("deadline", x.Deadline)
	if (x.Step == LeverageMoved) != x.Deadline.Known() {
		c.fail("deadline", "belongs to a step that is %s, and to no other", LeverageMoved)
	}
	c.longIf("words", x.Words, 1000)
	c.ground(x.Ground)
	return c.done()
}
