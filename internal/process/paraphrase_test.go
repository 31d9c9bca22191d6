// SPDX-License-Identifier: Apache-2.0

package process

import (
	"strings"
	"testing"
)

// TestParaphrases are drafts that were written when the comparison was done, so
// that it is not measured only on what it was made for: told freely, and again
// without guilt. A telling that shares no name, no number and no three words with
// what was heard is not stopped; that is known, and said in the documents.
func TestParaphrases(t *testing.T) {
	s := heard(t, "M")
	stopped, alarms := 0, 0
	for _, text := range []string{
		"If you stop asking for officers' names they may show a list.",
		"The chief of their general staff is open to letting people go if a road opens.",
		"Heavy arms back forty five km – that is what I hear.",
		"A plant in the east is untouchable for them until spring.",
		"The prime minister over there could lose a vote; prisoners matter before Saint Nicholas.",
		"Orlivka maps are coming in July.",
		"Maps of minefields will be handed over.",
		"Swiss monitors would be fine with them, out of uniform.",
		"They suggest ambulances crossing with a white flag on Tuesdays.",
		"48 годин вистачить для лікарні?",
		"Лікарню можна евакуювати, якщо постріли припиняться.",
		"Речь о 230 людях, включая экипаж катера.",
		"Valmont pourrait être surveillée.",
		"85 jours, sans drapeau, est-ce possible ?",
		"أربعون يوما قد تكون كافية في الميناء",
		"Lifting sanctions on Meridian would be their first ask.",
		"3.5bn are on the table for reconstruction.",
		"Three and a half billion could be unfrozen.",
		"Two of your brigades seem to be on the move near Velmora, Oslo says.",
		"The audit by Delacroix and Partners is a condition.",
		"北部两个村庄必须先撤出",
		"they want 175 wounded out first",
		"Their general staff agrees to 1.2 thousand.",
		"The escort would stay behind the river.",
	} {
		got := s.Foreign(strings.Fields("B M"), []string{text})
		if len(got) > 0 {
			stopped++
		} else {
			t.Logf("not stopped: %q", text)
		}
	}
	for _, text := range []string{
		"Dear colleagues, I refer to your letter of Monday and to our telephone call of yesterday evening. As agreed, my office will circulate a revised version of the working paper on inspection by the end of the week. I would be grateful for your comments before the round in Istanbul.",
		"I would like to ask your military staff to prepare an explanation of the technical side of moving heavy weapons, since the question is bound to come up.",
		"The release of wounded persons has been a priority for both sides from the beginning. Could you give me your view of categories, and of the order in which they might be treated?",
		"Would you object if observers were present at crossings during an exchange? I am asking in general terms.",
		"I am preparing a list of open questions for the working group on persons held. Please let me know of points that you want on it.",
		"A road that is closed for one week costs more trust than a meeting can build. I should like to hear what your commanders say.",
		"Your prime minister said in parliament that elections will be held in the autumn. Does this change your calendar?",
		"Winter is coming, and the state of power stations worries all humanitarian agencies. What repair crews do you need?",
		"The hospital in your second city has asked for medical supplies. I can pass on a request to the Red Cross.",
		"We had 12 participants last time. For the room in Istanbul I need to know whether you will be ten or twelve.",
		"Flight TK414 arrives at 16:45; my driver will be at the exit.",
		"The draft says thirty days; you said sixty. I shall put both into brackets and leave it there for now.",
		"In 2024 the parties met four times, each time in a different city.",
		"Your paper has 23 pages; may I ask for a summary of two?",
		"The Red Cross in Geneva asks both sides for access to places of detention.",
		"Просимо надати перелік учасників робочої групи з питань обміну. Бажано до середи.",
		"Як ви оцінюєте ситуацію на енергетичних обʼєктах? Чи потрібні ремонтні бригади?",
		"Направляем проект повестки дня. Замечания просим прислать до пятницы, 30 мая.",
		"Comment voyez-vous la question des inspections ? Faut-il une présence permanente ?",
		"Le groupe de travail se réunit à Istanbul le 2 juin. Merci de confirmer votre participation.",
		"نرجو تأكيد أسماء المشاركين في الاجتماع القادم قبل يوم الخميس",
		"هل لديكم ملاحظات على جدول الأعمال المقترح؟",
		"请在周四之前确认代表团名单，谢谢。",
		"My deputy takes over from 10 June while I travel; she has my full confidence.",
	} {
		for _, p := range s.Foreign(strings.Fields("B M"), []string{text}) {
			t.Logf("false alarm: %q (%s) in %.60q", p.Text, p.Why, text)
			alarms++
		}
	}
	if stopped < 21 || alarms > 0 {
		t.Errorf("%d of 24 are stopped, and %d false alarms; want 21 and none", stopped, alarms)
	}
}
