// SPDX-License-Identifier: Apache-2.0

package lang

// forms is how a language writes dates and numbers.
type forms struct {
	months   [12]string // as they stand after a day, in the case that this asks for
	firstDay string     // for the first of a month, where that is an ordinal
	yearMark string     // after the year
	comma    string     // between a day and a time of day
	group    string     // between the thousands
	point    string     // before the decimals
	digits   string     // the ten digits, where they are not 0 to 9
}

// formsOf follows the long date, the months in format width, the default digits
// and the grouping of Unicode CLDR 45, common/main/{en,fr,uk,ru,ar}.xml, with
// three choices of our own: English puts the day before the month, as en-GB
// does, because 5/6 is read in two ways and "May 5" next to "5 May" too; French
// writes "1er" for a first, as its orthography asks; every clock has 24 hours.
// A no-break space stands where a line must not end.
var formsOf = map[string]forms{
	"en": {
		months: [12]string{"January", "February", "March", "April", "May", "June",
			"July", "August", "September", "October", "November", "December"},
		comma: ", ", group: ",", point: ".",
	},
	"fr": {
		months: [12]string{"janvier", "février", "mars", "avril", "mai", "juin",
			"juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		firstDay: "1er", comma: ", ", group: "\u202f", point: ",",
	},
	"uk": {
		months: [12]string{"січня", "лютого", "березня", "квітня", "травня", "червня",
			"липня", "серпня", "вересня", "жовтня", "листопада", "грудня"},
		yearMark: "\u00a0р.", comma: ", ", group: "\u00a0", point: ",",
	},
	"ru": {
		months: [12]string{"января", "февраля", "марта", "апреля", "мая", "июня",
			"июля", "августа", "сентября", "октября", "ноября", "декабря"},
		yearMark: "\u00a0г.", comma: ", ", group: "\u00a0", point: ",",
	},
	"ar": {
		months: [12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
			"يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
		comma: "، ", group: "٬", point: "٫", digits: "٠١٢٣٤٥٦٧٨٩",
	},
}
