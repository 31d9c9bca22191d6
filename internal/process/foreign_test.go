// SPDX-License-Identifier: Apache-2.0

package process

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/act"
)

// talks is a process with five seats in which much was said to all, and more in
// caucuses. Every name and figure in it is invented.
func talks(t testing.TB) *writer {
	w := newWriter(t)
	note := func(by, to, text string) { w.does(by, to, act.Note{Text: text}) }
	w.does("M", all5, act.Title{Title: "Talks on a pause in fighting and on persons held", Summary: "Two delegations, one mediator, monthly rounds in Istanbul."})
	for seat, name := range map[string]string{
		"M": "Office of the Envoy", "A": "Delegation of Northland", "B": "Delegation of Southland", "E": "Contact group", "G": "Norway",
	} {
		w.does("M", all5, act.SeatName{Seat: seat, Name: name, Says: "takes part"})
	}
	w.does("M", all5, act.Issue{Title: "Pause in fighting", Says: "How long it lasts, who watches it, what happens when it is broken.", Options: []string{"thirty days", "sixty days", "without a term"}})
	w.does("M", all5, act.Issue{Title: "Persons held", Says: "All for all, or categories first: wounded, sick, under 25."})
	w.does("M", all5, act.Issue{Title: "Power stations", Says: "Strikes on the grid, repair crews, inspection."})
	note("M", all5, "The next round takes place in Istanbul on 2 June at 13:00. Each delegation may bring ten experts. Interpretation is provided in Ukrainian, Russian, English and Arabic.")
	note("M", all5, "Rules of procedure: each side speaks for fifteen minutes; papers are handed in two days before; nothing is agreed until everything is agreed.")
	note("A", all5, "Northland repeats its public position: an unconditional pause in fighting of at least 30 days, on land, at sea and in the air.")
	note("B", all5, "Southland is ready to discuss a pause once the supply of weapons from abroad has stopped.")
	w.does("M", all5, act.Announcement{
		Speaker: act.Person{Name: "Ingrid Halvorsen", Capacity: "foreign minister"}, When: day, Where: "Oslo",
		Words: "Norway offers to host technical talks on the exchange of 1,000 prisoners for 1,000.", Ground: sourced,
	})
	note("G", all5, "Norway can send forty observers within ten days of an agreement.")

	note("A", "M", "We could live with an open list, if the other side stops asking for names of officers.")
	note("A", "M", "Between us: the general staff would release 1,200 persons held, among them 175 wounded, if the road to Karvel is opened.")
	note("A", "M", "Heavy weapons could be moved back 45 kilometres from the line of contact, and up to sixty in the second stage.")
	note("A", "M", "Our red line is the Kestrel plant. Its ownership is not discussed before winter, whatever is offered for it.")
	note("A", "M", "The prime minister will not survive a vote on territory; he needs the prisoners home before the feast of Saint Nicholas.")
	w.does("A", "M", act.Undertaking{By: "A", Words: "We hand over the maps of the minefields near Orlivka.", Due: act.Due{When: act.Moment{Day: "2025-07-14"}, Says: "in mid-July"}})
	note("M", "A", "I understand that you accept Swiss observers at the Dubrava crossing, but not in uniform.")
	w.does("A", "M", act.Proposal{Stage: act.Internal, Title: "Corridor for the wounded", Text: "Ambulances cross at Dubrava each Tuesday under a white flag; the escort stays behind the river."})
	note("A", "M", "Ми готові відкрити коридор для евакуації лікарні в Ясногірську на сорок вісім годин, якщо постріли припиняться першими з південного боку.")
	note("A", "M", "Наша сторона передаст списки из 230 человек без предварительных условий, включая экипаж катера «Буревестник».")
	note("A", "M", "Nous accepterions une présence internationale à la centrale de Valmont pendant quatre-vingt-cinq jours, sans drapeau.")
	note("A", "M", "يمكننا قبول مراقبين من سلوفينيا في ميناء الزهراء لمدة أربعين يوما")
	w.does("A", "M", readout(w.does("M", "A", contact("Call with the chief of staff", "")), "He asked for a guarantee that the sanctions on Meridian Bank are lifted in the first step."))
	note("E", "M", "The contact group could release 3.5 billion of the frozen funds in three instalments, the first one on the day of the exchange.")
	note("E", "M", "We have not told Northland that the reconstruction fund depends on an audit by Delacroix & Partners.")
	note("G", "M", "Oslo has intelligence that two brigades leave the Velmora salient before 20 June.")
	note("A", "M", "协议草案第三条不可接受，除非对方先撤出北部两个村庄")

	note("B", "M", "Southland would extend the pause to 60 days if inspection of the power stations begins in the first week.")
	note("B", "M", "The list of sick prisoners will be ready on 28 May; we ask for the same from the other side.")
	note("M", "B", "Please bring your lawyers to Istanbul: the wording on inspection needs them.")
	w.tick()
	return w
}

// heard is what a seat of talks has read.
func heard(t testing.TB, seat string) State {
	s := New(seat)
	for _, f := range talks(t).facts {
		if slices.Contains(f.text.Audience, seat) {
			s = s.apply(f, roster(process5...))
		}
	}
	return s
}

func noted(text string) act.Act { return act.Note{Text: text} }

// slips are what a tired mediator types to the wrong readers: Southland, or all.
func slips() []struct {
	to, how string
	draft   act.Act
} {
	claim := func(c act.Claim) act.Act {
		return act.Readout{Contact: Ref(id("call")), Claims: []act.Claim{c}, Ground: act.Ground{Teller: "Envoy"}}
	}
	return []struct {
		to, how string
		draft   act.Act
	}{
		{"B M", "verbatim", noted("We could live with an open list, if the other side stops asking for names of officers.")},
		{"B M", "a part of it", noted("They could live with an open list.")},
		{"B M", "in capitals", noted("WE COULD LIVE WITH AN OPEN LIST, IF THE OTHER SIDE STOPS ASKING FOR NAMES OF OFFICERS")},
		{"B M", "without capitals or stops", noted("its ownership is not discussed before winter whatever is offered for it")},
		{"B M", "clauses turned round", noted("Before winter, they will not have the ownership discussed, whatever is offered.")},
		{"B M", "other punctuation", noted("general staff – would release (persons held) – road to be opened…")},
		{"B M", "a number in figures", noted("I can tell you that they would let 1200 go.")},
		{"B M", "a number with a space", noted("Their figure is 1 200, to be handled with care.")},
		{"B M", "a number with a point", noted("Ihre Zahl ist 1.200.")},
		{"B M", "a number with an apostrophe", noted("Leur chiffre: 1’200 au total")},
		{"B M", "a number with a no-break space", noted("Їхня цифра — 1\u00a0200.")},
		{"B M", "a number in Arabic figures", noted("العدد هو ١٬٢٠٠ تقريبا")},
		{"B M", "a number in letters", noted("I hear one hundred seventy-five are wounded.")},
		{"B M", "a quantity in letters", noted("Perhaps forty-five kilometres would be enough for you?")},
		{"B M", "a quantity with its unit written to it", noted("What would you say to 45km?")},
		{"B M", "a quantity in another language", noted("А якщо відвести на 45 кілометрів?")},
		{"B M", "a larger number in words", noted("There may be 3,500 million in it for the rebuilding.")},
		{"B M", "a name alone", noted("What would help them most is Karvel.")},
		{"B M", "a name at the beginning", noted("Kestrel matters more to them than you may think.")},
		{"B M", "a name in small letters", noted("is dubrava a place you could think of?")},
		{"B M", "a name with an ending", noted("Можливо, варто почати з Ясногірська.")},
		{"B M", "a name in another case", noted("Экипаж «Буревестника» можно было бы включить.")},
		{"B M", "a name with look-alike letters", noted("What about Оrlіvkа as a first step?")}, // Cyrillic О, і, а
		{"B M", "a name with invisible letters", noted("What about Vel\u200bmo\u00adra?")},
		{"B M", "a name broken over lines", noted("They speak of Vel-\nmora.")},
		{"B M", "a firm", noted("Would an audit by Delacroix reassure you?")},
		{"B M", "a date", noted("You would have the maps by 14 July.")},
		{"B M", "a date in figures", noted("Expect something on 14.07.2025 at the latest.")},
		{"B M", "a date in French", noted("Attendez-vous à un geste le 14 juillet.")},
		{"B M", "words split over lines", noted("Ambulances\ncross\nat the\ncrossing each Tuesday\nunder a white\nflag")},
		{"B M", "words with accents lost", noted("une presence internationale a la centrale pendant quelques jours, sans drapeau")},
		{"B M", "words in Ukrainian, other endings", noted("Коридор для евакуації лікарень може бути відкритий, якщо постріли припиняться першими.")},
		{"B M", "words in Arabic", noted("هل تقبلون مراقبين من سلوفينيا؟")},
		{"B M", "words in Chinese", noted("对方先撤出北部两个村庄")},
		{"B M", "in a title", act.Proposal{Stage: act.Tabled, Title: "Corridor for the wounded: Tuesday, white flag, escort behind the river", Text: "To be written."}},
		{"B M", "in a claim of a readout", claim(act.Claim{Point: "Observers", Words: "Swiss observers, not in uniform"})},
		{"B M", "in the figure of a claim", claim(act.Claim{Point: "Persons", Number: act.Figure{Says: "as many as they can", Low: "1200", Unit: "persons"}})},
		{"B M", "in a due date", act.Undertaking{By: "A", Words: "A gesture will come.", Due: act.Due{When: act.Moment{Day: "2025-07-14"}}}},
		{all5, "to all, of the guarantor's", noted("We hear that two brigades may leave before 20 June.")},
		{"A M", "to the other party, of the contact group's", noted("The reconstruction fund depends on an audit, as you may know.")},
	}
}

// innocent drafts are what the same mediator writes on the same days to the same
// readers, and may.
func innocent() []struct {
	to    string
	draft act.Act
} {
	return []struct {
		to    string
		draft act.Act
	}{
		{"B M", noted("Thank you for your message of this morning. I will come back to you tomorrow.")},
		{"B M", noted("Could we speak by telephone today at 18:30? The call will take about 30 minutes.")},
		{"B M", noted("I would like to thank you for the constructive spirit in which you have received our paper.")},
		{"B M", noted("The other side has asked for more time. I will tell you when I have an answer.")},
		{"B M", noted("Please send me the names of your experts by Thursday, so that badges can be printed.")},
		{"B M", noted("On inspection: which power stations do you have in mind for the first week?")},
		{"B M", noted("Your 60 days: would they begin with the first inspection, or with signature?")},
		{"B M", noted("I have noted the date of 28 May for the list of sick prisoners.")},
		{"B M", noted("As I said, I cannot tell you what I hear elsewhere, as I do not tell others what I hear from you.")},
		{"B M", noted("The hotel in Istanbul has changed: rooms are now on the fourth floor, and the kitchen closes at 22:00.")},
		{"B M", noted("Could you live with a shorter agenda for the morning?")},
		{"B M", noted("What would it take for you to discuss the pause before the supply of weapons has stopped?")},
		{"B M", noted("If observers came, from which countries would you rule them out?")},
		{"B M", noted("Let us separate the wounded and the sick from the other categories, and see how far we get.")},
		{"B M", noted("I read back to you: you will hand in your paper two days before the round.")},
		{"B M", noted("Is a corridor for civilians something that your side would look at?")},
		{"B M", noted("May I share your thought on lawyers with the other side, in my own words?")},
		{"B M", noted("Nothing you say to me leaves this channel unless you permit it on the record.")},
		{"B M", noted("How do you read the public position of Northland, an unconditional pause of at least 30 days?")},
		{"B M", noted("Norway offers forty observers. Would you accept them at sea only?")},
		{"B M", noted("Шановні колеги, дякуємо за відповідь. Наступна зустріч відбудеться в Стамбулі 2 червня.")},
		{"B M", noted("Чи готова ваша делегація обговорити порядок денний завтра вранці?")},
		{"B M", noted("Уважаемые коллеги, просим подтвердить состав делегации до четверга.")},
		{"B M", noted("Можем ли мы продолжить работу над текстом завтра после обеда?")},
		{"B M", noted("Chers collègues, merci de votre réponse. Nous poursuivons demain matin à dix heures.")},
		{"B M", noted("Pourriez-vous nous transmettre la composition de votre délégation avant jeudi ?")},
		{"B M", noted("شكرا على رسالتكم. هل يمكننا الحديث غدا صباحا؟")},
		{"B M", noted("نود أن نؤكد موعد الاجتماع القادم في إسطنبول يوم 2 يونيو")},
		{all5, noted("The round begins on 2 June at 13:00 in Istanbul. Interpretation is provided; papers are due on 31 May.")},
		{all5, noted("I remind both delegations that each side speaks for fifteen minutes.")},
		{all5, noted("The Envoy regrets the attacks of last night and calls on all to refrain from anything that could harm the talks.")},
		{all5, noted("Three working groups will meet in parallel: pause in fighting, persons held, power stations.")},
		{all5, noted("The minutes of the last round have been handed to both delegations. Corrections are welcome until Wednesday.")},
		{all5, act.Issue{Title: "Order of steps", Says: "What comes first: the pause, the exchange, or both on one day.", Options: []string{"pause first", "exchange first", "on one day"}}},
		{all5, act.Contact{Form: "meeting", Title: "Second round", When: act.Moment{Day: "2025-06-02"}, Place: "Istanbul", About: "Working groups and a closing session."}},
		{all5, act.Format{Title: "Third round", Purpose: "Exchange of papers on the order of steps.", Keys: []string{"A", "B"}}},
		{all5, act.Announcement{
			Speaker: act.Person{Name: "Ingrid Halvorsen", Capacity: "foreign minister"}, When: day, Where: "Oslo",
			Words: "Our door stays open. Norway will do what both sides ask of it.", Ground: sourced,
		}},
		{"A M", noted("You said that you need the prisoners home before the feast of Saint Nicholas. What could move this forward?")},
		{"A M", noted("I have your figure of 1,200 and the road to Karvel. May I test the idea without naming you?")},
		{"M", noted("To myself: A needs Karvel, B needs inspection; 45 km might be traded for sixty days.")},
	}
}

// TestSlips counts what is stopped: at least 38 of 40 slips, and at most 2 of 40
// drafts that are as they should be.
func TestSlips(t *testing.T) {
	s := heard(t, "M")
	all, stopped := slips(), 0
	for _, c := range all {
		got := s.Foreign(strings.Fields(c.to), act.Texts(c.draft))
		if len(got) > 0 {
			stopped++
			continue
		}
		t.Logf("not stopped, %s: %q", c.how, act.Texts(c.draft))
	}
	t.Logf("%d of %d slips are stopped", stopped, len(all))
	if len(all) != 40 || stopped < 38 {
		t.Errorf("%d of %d slips are stopped; want 38 of 40", stopped, len(all))
	}
	drafts, alarms := innocent(), 0
	for _, c := range drafts {
		for _, p := range s.Foreign(strings.Fields(c.to), act.Texts(c.draft)) {
			alarms++
			t.Logf("false alarm: %q (%s) in %q", p.Text, p.Why, act.Texts(c.draft))
			break
		}
	}
	t.Logf("%d of %d innocent drafts are stopped", alarms, len(drafts))
	if len(drafts) != 40 || alarms > 2 {
		t.Errorf("%d of %d innocent drafts are stopped; want 2 at most", alarms, len(drafts))
	}
}
