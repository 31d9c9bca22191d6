// SPDX-License-Identifier: Apache-2.0

package process

import (
	"strings"
	"unicode/utf8"
)

// lexicon knows the words that a comparison of texts must not take for content,
// and those that stand for a number, a month or a unit, in the languages of the
// interface. Words of other languages are compared all the same; only what they
// have in common by grammar and courtesy is not known here.
type lexicon struct {
	whole map[string]sense // by the folded word
	stems map[string]sense // by the beginning of the folded word
}

// sense is what a word stands for.
type sense struct {
	kind kind
	n    int64  // value of a number, power of ten of a magnitude, number of a month
	unit uint64 // of a unit: one key for its name in every language
}

type kind byte

const (
	isWord kind = iota
	isStop
	isNumber
	isPower // thousand, million
	isMonth
	isUnit
	isDate // written in figures; n is month times 100 plus day
)

// maxStem is the length of the longest beginning in the lists.
const maxStem = 9

func newLexicon() *lexicon {
	x := &lexicon{map[string]sense{}, map[string]sense{}}
	for _, list := range stopWords {
		for _, w := range strings.Fields(list) {
			x.add(w, sense{kind: isStop})
		}
	}
	for _, n := range numberWords {
		for _, w := range strings.Fields(n.words) {
			x.add(w, sense{kind: isNumber, n: n.n})
		}
	}
	for i, words := range powerWords {
		for _, w := range strings.Fields(words) {
			x.add(w, sense{kind: isPower, n: int64(3 * (i + 1))})
		}
	}
	for i, words := range monthWords {
		for _, w := range strings.Fields(words) {
			x.add(w, sense{kind: isMonth, n: int64(i + 1)})
		}
	}
	for i, words := range unitWords {
		for _, w := range strings.Fields(words) {
			x.add(w, sense{kind: isUnit, unit: keyOf("unit", uint64(i))})
		}
	}
	return x
}

// add enters a word, or with an asterisk at its end every word that begins so.
func (x *lexicon) add(word string, s sense) {
	stem, isStem := strings.CutSuffix(word, "*")
	var folded []rune
	for _, r := range stem {
		folded = fold(folded, r)
	}
	if isStem {
		x.stems[string(folded)] = s
	} else {
		x.whole[string(folded)] = s
	}
}

// look finds the sense of a folded word; the longest beginning counts.
func (x *lexicon) look(word []rune) sense {
	var buf [64]byte
	b := buf[:0]
	var ends [maxStem + 1]int
	for i, r := range word {
		b = utf8.AppendRune(b, r)
		if i < maxStem {
			ends[i+1] = len(b)
		}
	}
	if s, ok := x.whole[string(b)]; ok {
		return s
	}
	for n := min(maxStem, len(word)); n > 2; n-- {
		if s, ok := x.stems[string(b[:ends[n]])]; ok {
			return s
		}
	}
	return sense{}
}

// stopWords are words of grammar, of courtesy and of the work itself: sharing
// them says nothing about where a text comes from.
var stopWords = []string{
	// English
	`the and for that this these those with from into onto upon over under out off about after before between during
	against among through until since than then them they their theirs there here where when what which who whom whose
	why how you your yours his her hers him she our ours its are was were been being have has had having does did done
	doing will would shall should can could may might must not nor but yet all any both each few more most much many
	other others another some such only own same too very just also again further once per via let now still even ever
	never however therefore because while whether either neither without within along back down one ones first last
	next well good best new old long short high low great able like know think want need make made take taken give given
	get got see seen say says said tell told ask asked come came goes going went put set keep kept
	please thank thanks dear regards sincerely welcome hope kind kindly happy glad pleased grateful appreciate apolog*
	hello today tomorrow yesterday morning afternoon evening day week month year time date soon later currently
	monday tuesday wednesday thursday friday saturday sunday
	side sides party parties delegation* mediat* talk talks meeting* meet met session* round rounds process call calls
	message* letter* note notes text texts draft* paper* document* copy agenda point points item items question* answer*
	reply proposal* propos* position* issue issues discuss* negotiat* statement* readout* contact* entry entries channel*
	team* member* minister* president* government* mr mrs ms dr sir excellency ready readiness confirm* receiv* send sent
	attach* inform* read record* continue* work working possible th st nd rd`,
	// French
	`le la les un une des du de au aux et ou mais donc or ni car que qui quoi dont où ce cet cette ces mon ton son notre
	votre leur leurs nos vos ses mes elle elles ils nous vous je tu il on se sa ne pas plus moins très bien aussi comme
	avec sans sous sur dans par pour entre vers chez après avant pendant depuis contre est sont était étaient être été
	avoir ont avait avaient sera serait seront peut peuvent pourrait doit devrait fait faire tout tous toute toutes autre
	autres même chaque quelque si alors ainsi encore déjà toujours jamais ici là quand comment pourquoi
	merci bonjour cher chère madame monsieur cordialement salutations veuillez aujourd hui demain hier matin jour semaine
	mois an année lundi mardi mercredi jeudi vendredi samedi dimanche réunion* rencontre* partie* délégation* médiat*
	processus message* lettre* texte* proposition* discussion* question* réponse* prêt prête prêts poursuivre séance*`,
	// Ukrainian
	`і й та а але або чи що як який яка яке які якого це цей ця ці той та те ті його її їх їхній наш наша наше ваш ваша
	ми ви він вона вони воно я ти мене вас нас їм йому бути є був була було були буде будуть може можуть можна треба
	потрібно має мають мали не ні так також тільки лише ще вже все всі всього усі дуже для від до на за з із зі у в при
	про по під над між перед після через без біля коли де там тут тоді тому бо щоб якщо хоча проте однак свій своє свої
	дякуємо дякую шановний шановні вітаємо прошу просимо сьогодні завтра вчора ранку день тиждень місяць рік час
	понеділок вівторок середа четвер пʼятниця субота неділя зустріч* сторон* делегац* посередн* переговор* процес*
	повідомлен* лист* текст* пропозиц* питан* відповід* готов* продовж* робот* засідан*`,
	// Russian
	`и й а но или что как который которая которое которые это этот эта эти тот та те его её их наш наша ваш ваша мы вы
	он она они оно я ты меня вас нас им ему быть есть был была было были будет будут может могут можно надо нужно имеет
	имеют не ни да так также только лишь ещё уже все всё всего очень для от до на за с со из у в во при про по под над
	между перед после через без когда где там тут здесь тогда потому поэтому чтобы если хотя однако свой свои
	спасибо благодарим благодарю уважаемый уважаемые приветствуем просим прошу сегодня завтра вчера утра день неделя месяц
	год время понедельник вторник среда четверг пятница суббота воскресенье встреч* сторон* делегац* посредни* переговор*
	процесс* сообщен* письм* текст* предложен* вопрос* ответ* готов* продолж* работ* заседан*`,
	// Arabic
	`في من إلى على عن مع هذا هذه ذلك تلك التي الذي الذين هو هي هم نحن أنتم أنا كان كانت يكون تكون قد لقد لا لم لن ما
	إن أن كما كل بعض غير بين بعد قبل عند حتى إذا لكن أو ثم أي حيث منذ خلال حول دون سوف نود يمكن* يجب ليس
	شكرا نشكركم نشكر السيد السيدة المحترم تحية مرحبا اليوم غدا أمس صباح يوم أسبوع شهر سنة عام وقت
	الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد اجتماع لقاء الطرف الطرفان الطرفين الأطراف وفد الوفد الوسيط
	المفاوضات محادثات المحادثات العملية رسالة رسالتكم نص اقتراح مقترح سؤال جواب جاهز جاهزون مستعدون نواصل العمل جلسة`,
}

// numberWords are numbers from two up; "one" is an article too often. Stems
// carry the numbers through the cases of Slavic languages.
var numberWords = []struct {
	n     int64
	words string
}{
	{2, "two deux два дві две двох двух اثنان اثنين"}, {3, "three trois три трьох трех ثلاثة ثلاث"},
	{4, "four quatre чотири чотирьох четыре четырех أربعة أربع"}, {5, "five cinq пʼять пʼяти пять пяти خمسة خمس"},
	{6, "six шість шести шесть ستة ست"}, {7, "seven sept сім семи семь سبعة سبع"},
	{8, "eight huit вісім восьми восемь ثمانية ثمان ثماني"}, {9, "nine девʼять девʼяти девять девяти تسعة تسع"},
	{10, "ten dix десять десяти عشرة عشر"}, {11, "eleven onze одинадцят* одиннадцат*"}, {12, "twelve douze дванадцят* двенадцат* dozen"},
	{13, "thirteen treize тринадцят* тринадцат*"}, {14, "fourteen quatorze чотирнадц* четырнадц*"}, {15, "fifteen quinze пʼятнадц* пятнадц*"},
	{16, "sixteen seize шістнадц* шестнадц*"}, {17, "seventeen сімнадц* семнадц*"}, {18, "eighteen вісімнадц* восемнадц*"},
	{19, "nineteen девʼятнадц* девятнадц*"}, {20, "twenty vingt vingts двадцят* двадцат* عشرون عشرين"},
	{30, "thirty trente тридцят* тридцат* ثلاثون ثلاثين"}, {40, "forty quarante сорок сорока أربعون أربعين"},
	{50, "fifty cinquante пʼятдес* пʼятидес* пятьдес* пятидес* خمسون خمسين"}, {60, "sixty soixante шістдес* шестидес* шестьдес* ستون ستين"},
	{70, "seventy сімдес* семидес* семьдес* سبعون سبعين"}, {80, "eighty вісімдес* восьмидес* восемьдес* ثمانون ثمانين"},
	{90, "ninety девʼяност* девяност* تسعون تسعين"}, {100, "hundred hundreds cent cents сто ста مئة مائة"},
	{200, "двіст* двест* двохсот двухсот مئتان مئتين مائتان مائتين"}, {300, "триста трьохсот трехсот"},
	{400, "чотирист* четырест* чотирьохсот четырехсот"}, {500, "пʼятсот пʼятисот пятьсот пятисот"},
}

// powerWords are thousand, million, milliard.
var powerWords = []string{
	"thousand thousands mille тисяч* тысяч* тис тыс ألف آلاف ألفا",
	"million millions mn мільйон* миллион* млн مليون ملايين",
	"billion billions bn milliard milliards мільярд* миллиард* млрд مليار",
}

var monthWords = []string{
	"january jan janvier січня январ* يناير", "february feb février лютого феврал* فبراير", "march mars березня марта مارس",
	"april apr avril квітня апреля أبريل", "may mai травня мая مايو", "june jun juin червня июня يونيو",
	"july jul juillet липня июля يوليو", "august aug août серпня августа أغسطس", "september sept septembre вересня сентября سبتمبر",
	"october oct octobre жовтня октября أكتوبر", "november nov novembre листопада ноября نوفمبر", "december dec décembre грудня декабря ديسمبر",
}

// unitWords are units that a number is often given in: one line for all its
// names.
var unitWords = []string{
	"day days jour jours день дня дні днів дней дни يوم يوما أيام", "week weeks semaine semaines тиждень тижні тижнів недел* أسبوع أسابيع",
	"month months mois місяц* месяц* شهر أشهر", "year years an ans année années рік роки років год года лет سنة سنوات",
	"hour hours heure heures годин* час часа часов ساعة ساعات", "minute minutes min хвилин* минут* دقيقة دقائق",
	"percent pourcent відсотк* процент*", "km kilometre kilometres kilometer kilometers kilomètre* кілометр* километр* км كيلومتر",
	"person persons people personne personnes осіб особи людей людин* человек лиц شخص أشخاص",
	"prisoner prisoners prisonnier prisonniers полонених полонені пленных пленные أسير أسرى",
}
