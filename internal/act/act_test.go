// SPDX-License-Identifier: Apache-2.0

package act

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

var someID, otherID = strings.Repeat("0f", 32), strings.Repeat("1e", 32)

// samples has one full and one bare act of every kind.
func samples() map[string]Act {
	return map[string]Act{
		"title": Title{
			Title:   "Cease-fire talks: “framework” & <annex>",
			Summary: "Two parties, one mediator.\nПерший етап — обмін; второй — перемирие.\t(ü, 停戦, هدنة)",
		},
		"title-bare": Title{Title: "T"},
		"seat":       SeatName{Seat: "K3f.a", Name: "Türkiye", Says: "host and guarantor", Short: "turkiye-1"},
		"seat-bare":  SeatName{Seat: "A", Name: "A"},
		"note":       Note{Text: "We could live with thirty days.\n\n\t- if the list is complete"},
		"event": Event{
			Date: "2025-05-16", Until: "2025-05-17", Title: "Talks in Istanbul", Text: "1,000 for 1,000.",
			Mark: Disputed, Teller: "Delegation of B",
			Sources: []Source{{"C1", "example.org/a?b=1&c=2"}, {"D 6", "table 4, row 7"}},
		},
		"event-illustrative": Event{Date: "2025-05-16", Title: "A call", Text: "Invented.", Mark: Uncertain, Illustrative: true},
		"event-uncertain":    Event{Date: "2024-02-29", Title: "A call", Text: "Said to have taken place.", Mark: Uncertain},
		"ask":                Ask{Entry: someID, Parts: []int64{1, 3, 64}, To: []string{"A", "B.2"}, Why: "B asks about the date."},
		"ask-idea":           Ask{Entry: someID, To: []string{"B"}},
		"note-public":        Note{Text: "A pause of thirty days was named in public.", Sources: []Source{{"C8", "example.org/list"}}},
		"phase":              Phase{Phase: "design", Since: "2025-05-11", Words: "Direct talks are offered."},
		"issue": Issue{
			Amends: otherID, Title: "Ceasefire", Says: "Whether it comes before talks.", Basket: "Security",
			Owners: []string{"A", "B"}, Options: []string{"first", "with conditions"}, Links: []string{someID, otherID},
		},
		"contact": Contact{
			Amends: otherID, Form: "call", Title: "Second call", When: Moment{Day: "2025-05-19", Clock: "17:00", Zone: "Europe/Istanbul"},
			Level: "leaders", AtLeast: 120, AtMost: 150, Place: "by telephone", Through: "secure line", Seats: []string{"A", "M"},
			Who: []Person{{"First Speaker", "M", "head of state"}, {Name: "Interpreter"}}, About: "What starts now.",
			Ground: Ground{Mark: Confirmed, Sources: []Source{{"C19", "example.org/call"}}},
		},
		"contact-bare": Contact{Form: "message", Title: "A letter", When: Moment{Day: "2025-05-19"}},
		"readout": Readout{
			Contact: someID, Side: "A", Given: Moment{Day: "2025-05-19", Until: "2025-05-20"}, Text: "The account as a whole.",
			Claims: []Claim{
				{
					Point: "Length", Words: "over two hours", Quoted: true, Issue: otherID, Number: Figure{"over two hours", "120", "180.5", "minutes"},
					Scope: "the second call", Time: "in the evening", Condition: NoCondition, Actor: "both", Status: "announced",
				},
				{Point: "Tone", Words: "frank"},
			},
			Ground: Ground{Mark: Confirmed, Teller: "Delegation of A", Sources: []Source{{"C19", "example.org/a"}}},
		},
		"readout-bare": Readout{Contact: someID, Text: "Nothing was agreed.", Ground: Ground{Teller: "Seat A"}},
		"announcement": Announcement{
			Amends: otherID, Speaker: Person{"First Speaker", "M", "president"}, When: Moment{Day: "2025-05-19"}, Where: "social media",
			Words: "Talks will start immediately.", Quoted: true, Language: "en", Contact: someID,
			Points: []string{"What starts"}, Issues: []string{someID}, Ground: Ground{Mark: Confirmed, Sources: []Source{{"C19", "example.org/post"}}},
		},
		"undertaking": Undertaking{
			Amends: otherID, By: "A", To: []string{"B", "M"}, Words: "We hand the list over by Friday.", Quoted: true, Spoken: Moment{Day: "2025-05-16"},
			Contact: someID, Issue: otherID, Due: Due{Moment{Day: "2025-05-23"}, "by Friday"},
		},
		"undertaking-bare":   Undertaking{By: "A", Words: "We look into it."},
		"undertaking-answer": UndertakingAnswer{Undertaking: someID, Answer: "corrected", Words: "By Friday, if the line is open.", On: Moment{Day: "2025-05-17"}},
		"format":             Format{Amends: otherID, Title: "Second round", Purpose: "Exchange of papers.", Keys: []string{"A", "B"}},
		"format-point": FormatPoint{
			Format: someID, Aspect: "date", Value: "2 June, in the afternoon", When: Moment{Day: "2025-06-02", Clock: "13:00", Zone: "UTC+03:00"},
			Stand: "claimed", For: "B", Words: "as the host says", Ground: Ground{Mark: Uncertain},
		},
		"format-point-bare": FormatPoint{Format: someID, Aspect: "venue", Value: "Istanbul", Stand: "offered"},
		"leverage": Leverage{
			Amends: otherID, Sort: Threat, Title: "Secondary tariffs", Holder: "United States", HolderSeat: "M", Target: "Delegation of A", TargetSeat: "A",
			Does: "Tariffs of 100 %.", Condition: "no agreement", Trigger: "the term ends", Evidence: "no signed text", Decides: "the president",
			Reversible: "partly", Snapback: "by decree", Set: Moment{Day: "2025-07-14"}, Deadline: Due{Moment{Day: "2025-09-02"}, "50 days"},
			Issues: []string{someID}, Ground: Ground{Mark: Confirmed, Sources: []Source{{"C38", "example.org/term"}}},
		},
		"leverage-bare": Leverage{Sort: Incentive, Title: "Trade", Holder: "M", Target: "both", Does: "Trade after the war.", Set: Moment{Day: "2025-05-19"}},
		"leverage-step": LeverageStep{
			Leverage: someID, Step: LeverageMoved, On: Moment{Day: "2025-07-28"},
			Deadline: Due{Moment{Day: "2025-08-07", Until: "2025-08-09"}, "10 to 12 days"}, Words: "cut", Ground: Ground{Mark: Uncertain},
		},
		"commitment": Commitment{
			Amends: otherID, By: "A", Words: "No strikes on power plants.", Issue: someID, Due: Due{Says: "at once"}, If: []string{someID, otherID}, Condition: "as long as both keep it",
		},
		"commitment-bare":     Commitment{By: "A", Words: "We send a list."},
		"commitment-step":     CommitmentStep{Commitment: someID, Step: "not-kept", On: Moment{Day: "2025-03-26"}, Words: "a strike on the 26th", Ground: Ground{Mark: Disputed, Sources: []Source{{"C10", "p. 1"}}}},
		"consultation":        Consultation{Amends: otherID, Topic: "Order of steps", Issues: []string{someID}, With: []string{"E"}, Circle: "four leaders", On: Moment{Day: "2025-05-18"}, Words: "What comes first?", Contact: otherID},
		"consultation-answer": ConsultationAnswer{Consultation: someID, Answer: "objects", For: "E", Words: "A ceasefire first.", On: Moment{Day: "2025-05-18"}},
		"proposal":            Proposal{Amends: otherID, Stage: Tabled, Title: "Order of steps", Text: "First a pause, then a list.", Issues: []string{someID}, From: someID, Override: "the owner could not be reached for two days"},
		"proposal-package": Proposal{
			Stage: Tabled, Title: "A middle way", Issues: []string{someID, otherID}, Choices: []Choice{{someID, "first"}, {otherID, "90 days"}},
			By: "A", On: Moment{Day: "2025-06-02"}, Ground: Ground{Mark: Confirmed, Sources: []Source{{"C28", "example.org/text"}}},
		},
		"proposal-bare": Proposal{Stage: Internal, Title: "An idea", Text: "Perhaps a pause."},
		"consent":       Consent{Format: someID, Stand: "conditional", Condition: "an agenda is agreed", On: Moment{Day: "2025-05-12"}, Words: "in principle"},
		"consent-bare":  Consent{Stand: "given", On: Moment{Day: "2025-05-12"}},
		"exit": Exit{
			Stage: "considered", Condition: "no progress", On: Moment{Day: "2025-05-19"}, Effect: Due{Says: "no date"}, Successor: "H", Host: "a neutral host",
			Words: "I just back away.", Ground: Ground{Mark: Confirmed, Sources: []Source{{"C19", "example.org/exit"}}},
		},
		"withdrawal": Withdrawal{Entry: someID, Why: "entered twice"},
		"position": Position{
			Amends: otherID, Of: "A", Sort: RangeSort, Issue: someID, Words: "between 800 and 1,200 a side", Quoted: true,
			Number: Figure{"800 to 1,200", "800", "1200", "persons"}, Basis: Said, Contact: otherID, On: Moment{Day: "2025-06-02"},
			Ground: Ground{Mark: OneSource, Teller: "Delegation of A", Sources: []Source{{"C29", "example.org/text"}}},
		},
		"position-bare": Position{Of: "B", Sort: "interest", Words: "A pause that holds.", Basis: Inferred},
		"preference": Preference{
			Amends: otherID, Of: "A", View: "legal adviser", Basis: Said, Order: []string{otherID, someID},
			Issues: []IssueWorth{
				{someID, Span{"60", "80"}, []OptionWorth{{"first", Span{Low: "100"}, "yes"}, {"with conditions", Span{"0", "12.5"}, "no"}}},
				{otherID, Span{}, []OptionWorth{{Option: "90 days", Live: "yes"}}},
			},
			Limit: Limit{"what we have today", Span{"40", "45"}, nil}, Words: "as of June",
			Ground: Ground{Mark: OneSource, Teller: "Delegation of A", Sources: []Source{{"C29", "example.org/text"}}},
		},
		"preference-limit": Preference{Of: "B", Basis: Said, Limit: Limit{Package: []Choice{{someID, "first"}}}},
		"preference-bare":  Preference{Of: "B", Basis: Inferred, Order: []string{someID}},
		"round": Round{
			Amends: otherID, Title: "First round", Packages: []string{someID, otherID}, Asked: []string{"A", "B", "E"},
			Closes: Moment{Day: "2025-06-06", Clock: "18:00", Zone: "UTC"}, Words: "Two ways to begin.",
		},
		"round-bare": Round{Title: "One text", Packages: []string{someID}, Asked: []string{"A", "B"}, Closes: Moment{Day: "2025-06-06"}},
		"round-answer": RoundAnswer{
			Amends: otherID, Round: someID, Answers: []PackageAnswer{{someID, YesIf, "the list comes first"}, {otherID, No, ""}}, Words: "in confidence",
		},
		"round-answer-bare": RoundAnswer{Round: someID, Answers: []PackageAnswer{{otherID, Yes, ""}}},
		"model": Model{
			Amends: otherID, Title: "Would a pause hold", Document: "{\n \"schema\": \"parley.stability/1\"\n}",
			DMs:   []ModelDM{{"a", "A", Inferred, "as it spoke in May"}, {"city", "", Inferred, ""}},
			Links: []ModelLink{{"tariffs", someID}, {"relief", otherID}}, Words: "a sketch", Ground: Ground{Mark: Uncertain, Illustrative: true},
		},
		"model-bare":   Model{Title: "A sketch", Document: "{}"},
		"round-result": RoundResult{Round: someID, Outcomes: []PackageOutcome{{someID, NotAllAccept}, {otherID, AllAccept}}, Words: "We go on with the second."},
	}
}

// TestGolden holds the printed form of each kind byte by byte.
func TestGolden(t *testing.T) {
	kinds := map[string]bool{}
	for name, a := range samples() {
		kinds[a.Kind()] = true
		got, err := Body(a)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		file := filepath.Join("testdata", name+".json")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s prints\n%s\nwant\n%s", name, got, want)
		}
		back, err := Parse(a.Kind(), want)
		if err != nil || !reflect.DeepEqual(back, a) {
			t.Errorf("%s reads back as %#v, %v", name, back, err)
		}
	}
	for _, k := range Kinds() {
		if !kinds[k] {
			t.Errorf("kind %s has no golden file", k)
		}
	}
}

func TestUnknownKind(t *testing.T) {
	for _, kind := range []string{"", "disclose.grant", "adopt.words", "disclose", "roster.accept", "note2", "Note", strings.Repeat("k", 9999)} {
		_, err := Parse(kind, []byte(`{}`))
		var e *Error
		if !errors.Is(err, ErrKind) || !errors.As(err, &e) || len(err.Error()) > 200 {
			t.Errorf("kind %.20q: %v", kind, err)
		}
	}
	if _, err := Body(nil); err == nil {
		t.Error("no act has a body")
	}
	if _, err := Body(stranger{Note{Text: "a"}}); !errors.Is(err, ErrKind) {
		t.Errorf("an act of another package: %v", err)
	}
	if _, err := Body(forger{"a", "b"}); err == nil {
		t.Error("an act of another package under a known kind has a body")
	}
}

// stranger is of a kind that the package does not know, forger of one that it
// knows with another body.
type (
	stranger struct{ Note }
	forger   struct {
		Text string `json:"text"`
		More string `json:"more"`
	}
)

func (stranger) Kind() string  { return "stranger" }
func (forger) Kind() string    { return KindNote }
func (forger) Validate() error { return nil }
func repeat(n int) string      { return strings.Repeat("x", n) }

// TestHostileBodies are bodies that other readers might take for an act.
func TestHostileBodies(t *testing.T) {
	for name, c := range map[string]struct {
		kind, body, says string
	}{
		"nothing":                {KindNote, ``, "not one JSON object"},
		"null":                   {KindNote, `null`, "empty"},
		"a list":                 {KindNote, `[]`, "does not belong"},
		"a string":               {KindNote, `"text"`, "does not belong"},
		"no field":               {KindNote, `{}`, "text is empty"},
		"cut short":              {KindNote, `{"text":"a"`, "not one JSON object"},
		"not JSON":               {KindNote, `{"text":'a'}`, "not JSON at byte"},
		"a second value":         {KindNote, `{"text":"a"}{"text":"b"}`, "goes on after its end"},
		"a line end":             {KindNote, "{\"text\":\"a\"}\n", "one form"},
		"a space":                {KindNote, `{"text": "a"}`, "one form"},
		"a byte order mark":      {KindNote, "\ufeff" + `{"text":"a"}`, "not JSON"},
		"unknown field":          {KindNote, `{"text":"a","more":1}`, `has the field "more"`},
		"upper case":             {KindNote, `{"Text":"a"}`, "one form"},
		"twice, last wins":       {KindNote, `{"text":"a","text":"b"}`, "one form"},
		"twice, one case":        {KindNote, `{"text":"a","TEXT":"b"}`, "one form"},
		"escaped letter":         {KindNote, `{"text":"\u0061"}`, "one form"},
		"escaped slash":          {KindNote, `{"text":"a\/b"}`, "one form"},
		"escaped for a page":     {KindNote, `{"text":"\u003cb\u003e"}`, "one form"},
		"half a surrogate":       {KindNote, `{"text":"\ud800"}`, "one form"},
		"a surrogate pair":       {KindNote, `{"text":"\ud83d\ude00"}`, "one form"},
		"not UTF-8":              {KindNote, "{\"text\":\"\xff\"}", "not UTF-8"},
		"raw line feed":          {KindNote, "{\"text\":\"a\nb\"}", "not JSON"},
		"not composed":           {KindNote, `{"text":"e` + "\u0301" + `"}`, "normalization form C"},
		"not composed, escaped":  {KindNote, `{"text":"e\u0301"}`, "normalization form C"},
		"a number":               {KindNote, `{"text":1}`, "text holds a JSON number"},
		"another kind":           {KindNote, `{"title":"a"}`, `has the field "title"`},
		"out of order":           {KindTitle, `{"summary":"b","title":"a"}`, "one form"},
		"empty and present":      {KindTitle, `{"title":"a","summary":""}`, "one form"},
		"null and present":       {KindTitle, `{"title":"a","summary":null}`, "one form"},
		"false and present":      {KindEvent, `{"date":"2025-05-16","title":"a","text":"b","mark":"uncertain","illustrative":false}`, "one form"},
		"no sources and present": {KindEvent, `{"date":"2025-05-16","title":"a","text":"b","mark":"uncertain","sources":[]}`, "one form"},
		"field of a source":      {KindEvent, `{"date":"2025-05-16","title":"a","text":"b","mark":"confirmed","sources":[{"key":"a","at":"b","by":"c"}]}`, `has the field "by"`},
		"float":                  {KindAsk, `{"entry":"` + someID + `","parts":[1.0],"to":["A"]}`, "parts holds a JSON number"},
		"exponent":               {KindAsk, `{"entry":"` + someID + `","parts":[1e0],"to":["A"]}`, "parts holds a JSON number"},
		"beyond every integer":   {KindAsk, `{"entry":"` + someID + `","parts":[9223372036854775808],"to":["A"]}`, "parts holds a JSON number"},
		"beyond 2^53":            {KindAsk, `{"entry":"` + someID + `","parts":[9007199254740993],"to":["A"]}`, "parts must be"},
		"minus nothing":          {KindAsk, `{"entry":"` + someID + `","parts":[-0],"to":["A"]}`, "parts must be"},
		"parts out of order":     {KindAsk, `{"entry":"` + someID + `","parts":[2,1],"to":["A"]}`, "parts must be"},
		"to nobody":              {KindAsk, `{"entry":"` + someID + `","to":[]}`, "to names 0 seats"},
		"to a seat twice":        {KindAsk, `{"entry":"` + someID + `","to":["A","A"]}`, "each once"},
		"entry in capitals":      {KindAsk, `{"entry":"` + strings.ToUpper(someID) + `","to":["A"]}`, "hexadecimal"},
		"entry cut short":        {KindAsk, `{"entry":"` + someID[1:] + `","to":["A"]}`, "hexadecimal"},
		"deep":                   {KindNote, strings.Repeat("[", 20000), "not JSON"},
		"deep inside":            {KindNote, `{"text":` + strings.Repeat("[", 20000) + `}`, "not JSON"},
		"too long for one entry": {KindNote, `{"text":"` + repeat(maxBody) + `"}`, "the limit is 98304"},
	} {
		a, err := Parse(c.kind, []byte(c.body))
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: read as %#v, %v", name, a, err)
			continue
		}
		if e.Kind != c.kind || !strings.Contains(err.Error(), c.says) || len(err.Error()) > 300 {
			t.Errorf("%s: %v\nwant … %s …", name, err, c.says)
		}
	}
}

// What a person edits may be laid out in any way, and is held to the same rules.
func TestRead(t *testing.T) {
	for _, a := range samples() {
		body, err := Body(a)
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(body, &tree); err != nil {
			t.Fatal(err)
		}
		edited, err := json.MarshalIndent(tree, "", "\t") // keys in another order
		if err != nil {
			t.Fatal(err)
		}
		got, err := Read(a.Kind(), append(edited, '\n'))
		if err != nil {
			t.Errorf("%s: %v", edited, err)
			continue
		}
		if again, err := Body(got); err != nil || !bytes.Equal(again, body) {
			t.Errorf("read   %s\nas     %s, %v\nwanted %s", edited, again, err, body)
		}
	}
	for body, says := range map[string]string{
		`{"text":"a","more":1}`:     `has the field "more"`,
		`{"text":"a"} {"text":"b"}`: "goes on after its end",
		`{"text":""}`:               "text is empty",
	} {
		if a, err := Read(KindNote, []byte(body)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: read as %#v, %v; want … %s …", body, a, err, says)
		}
	}
	if _, err := Read("no.kind", []byte(`{}`)); !errors.Is(err, ErrKind) {
		t.Errorf("a kind that nobody knows: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	for _, a := range samples() {
		body, err := Body(a)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(a.Kind(), body)
	}
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		a, err := Parse(kind, body)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("error of another type: %v", err)
			}
			return
		}
		if a.Kind() != kind {
			t.Fatalf("kind %s was read as %s", kind, a.Kind())
		}
		again, err := Body(a)
		if err != nil || !bytes.Equal(again, body) {
			t.Fatalf("accepted  %q\nprinted as %q, %v", body, again, err)
		}
		for _, r := range string(body) {
			if refused(r) != "" && !joins(r) {
				t.Fatalf("accepted U+%04X in %q", r, body)
			}
		}
	})
}
