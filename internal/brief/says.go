// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"fmt"
	"strconv"
	"strings"

	"parley/internal/act"
	"parley/internal/process"
	"parley/record"
)

// maxSays is how much of a text stands in one line, in characters.
const maxSays = 100

// shortRef is how many digits of an id stand in a sentence. What is acted on
// carries the whole id beside it.
const shortRef = 12

// says puts into one line what an entry does. Words of the author stand as they
// are; the rest is ours.
func (f faces) says(l process.Line) string {
	switch a := l.Act.(type) {
	case act.Title:
		return "titles the process: " + firstLine(a.Title)
	case act.SeatName:
		return fmt.Sprintf("says that seat %s is called %s", a.Seat, a.Name)
	case act.Note:
		return firstLine(a.Text)
	case act.Event:
		return a.Date + " " + firstLine(a.Title)
	case act.Ask:
		return fmt.Sprintf("asks to show %s of %.12s to %s", parts(a.Parts), a.Entry, f.names(a.To))
	case act.Phase:
		return fmt.Sprintf("says that the process is in the phase %s since %s", a.Phase, a.Since)
	case act.Issue:
		return again(a.Amends) + "issue: " + firstLine(a.Title)
	case act.Contact:
		return again(a.Amends) + a.When.Day + " " + a.Form + ": " + firstLine(a.Title)
	case act.Readout:
		return again(a.Amends) + fmt.Sprintf("account of %s of the contact %.12s", a.Teller, a.Contact)
	case act.Announcement:
		return again(a.Amends) + a.When.Day + " " + a.Speaker.Name + ": " + firstLine(a.Words)
	case act.Undertaking:
		return again(a.Amends) + f.state.Name(a.By) + " undertakes: " + firstLine(a.Words)
	case act.UndertakingAnswer:
		return answerSays(a)
	case act.Withdrawal:
		return fmt.Sprintf("takes back %.12s", a.Entry)
	}
	if terms, ok := f.terms(l); ok {
		return terms
	}
	switch {
	case l.Unknown:
		return "is of a kind that this version does not know"
	case l.Grant != nil && l.Grant.OwnWords:
		return fmt.Sprintf("permits the idea of %s to be used before %s, in the mediator's own words", short(l.Grant.Entry), f.names(l.Grant.Audience))
	case l.Grant != nil:
		return fmt.Sprintf("permits %s of %s to be shown to %s", parts(l.Grant.Parts), short(l.Grant.Entry), f.names(l.Grant.Audience))
	case l.Adopts != record.Hash{}:
		return fmt.Sprintf("puts %s on the record", short(l.Adopts))
	case l.Shown != nil:
		return fmt.Sprintf("shows %s of %s, written by seat %s", parts(numbers(l.Shown)), short(l.Shown.Entry), l.Shown.Author.Seat)
	case l.Void != "":
		return "cannot be used"
	}
	return rosterSays(l.Kind)
}

// again stands before an entry that takes the place of an earlier one.
func again(amends string) string {
	if amends == "" {
		return ""
	}
	return fmt.Sprintf("in place of %.12s: ", amends)
}

func answerSays(a act.UndertakingAnswer) string {
	says := "says of the undertaking %.12s that "
	switch a.Answer {
	case "read-back":
		says += "its words were read back"
	case "confirmed":
		says += "its words are right"
	case "corrected":
		return fmt.Sprintf("says what the words of the undertaking %.12s were: %s", a.Undertaking, firstLine(a.Words))
	case "disowned":
		says += "it was not said so"
	case "kept":
		says += "it was kept"
	default:
		says += "it was not kept"
	}
	return fmt.Sprintf(says, a.Undertaking)
}

// rosterSays puts a change of the roster into words. What it changes exactly is
// in the report of the roster.
func rosterSays(kind string) string {
	switch kind {
	case "roster.genesis":
		return "founds the process"
	case "roster.accept":
		return "accepts the process"
	case "roster.device.add":
		return "adds a device to its seat"
	case "roster.device.remove":
		return "removes a device of its seat"
	case "roster.seat.key":
		return "gives its seat a new key"
	case "roster.seat.add":
		return "proposes a further seat"
	case "roster.seat.remove":
		return "takes a seat out of the process"
	case "roster.consent":
		return "consents to a change of the roster"
	case "roster.policy":
		return "proposes a policy"
	case "roster.close":
		return "closes the process"
	}
	return "changes the roster"
}

func short(id record.Hash) string { return process.Ref(id)[:shortRef] }

func numbers(s *process.Shown) []int64 {
	out := []int64{}
	for _, p := range s.Parts {
		out = append(out, p.Number)
	}
	return out
}

// parts says which parts of an entry are meant; none means its idea.
func parts(n []int64) string {
	switch len(n) {
	case 0:
		return "the idea"
	case 1:
		return fmt.Sprintf("part %d", n[0])
	}
	var words []string
	for _, p := range n {
		words = append(words, strconv.FormatInt(p, 10))
	}
	return "parts " + strings.Join(words, ", ")
}

func (f faces) names(seats []string) string {
	var out []string
	for _, s := range seats {
		out = append(out, f.state.Name(s))
	}
	return strings.Join(out, ", ")
}

// firstLine is the beginning of a text, cut at a line end or at the limit.
func firstLine(text string) string {
	line, rest, _ := strings.Cut(strings.TrimLeft(text, "\n\t "), "\n")
	line = strings.ReplaceAll(line, "\t", " ")
	if r := []rune(line); len(r) > maxSays {
		return string(r[:maxSays-1]) + "…"
	}
	if strings.TrimSpace(rest) != "" {
		return line + " …"
	}
	return line
}
