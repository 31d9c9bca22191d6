// SPDX-License-Identifier: Apache-2.0

package brief

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/stability"
)

// ConditionWords divides the text of a condition into signs and words, and leaves
// out blanks. What is neither stands alone.
func ConditionWords(text string) (out []string) {
	for rest := strings.TrimSpace(text); rest != ""; rest = strings.TrimSpace(rest) {
		n := 0
		for _, sign := range []string{"<->", "->", "!", "&", "|", "(", ")"} {
			if strings.HasPrefix(rest, sign) {
				n = len(sign)
				break
			}
		}
		for n == 0 || inWord(rest, n) {
			_, size := utf8.DecodeRuneInString(rest[n:])
			n += size
			if !inWord(rest, 0) {
				break
			}
		}
		out = append(out, rest[:n])
		rest = rest[n:]
	}
	return out
}

// inWord reports whether a word goes on at a byte of text.
func inWord(text string, at int) bool {
	r, size := utf8.DecodeRuneInString(text[at:])
	if size == 0 || r == utf8.RuneError || r == '-' && strings.HasPrefix(text[at:], "->") || at > 0 && !inWord(text, 0) {
		return false
	}
	return stability.ValidID(string(r)) || unicode.IsMark(r)
}

// FreshID makes an id of a name: short, such that a condition can name it, and
// none of those that are taken.
func FreshID(name string, taken []string) string {
	const most = 18
	id := ""
	for _, word := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) {
		if id != "" && utf8.RuneCountInString(id+word) >= most {
			break
		}
		if id != "" {
			id += "_"
		}
		id += word
	}
	if r := []rune(id); len(r) > 2*most {
		id = string(r[:2*most])
	}
	if !stability.ValidID(id) {
		id = "x"
	}
	out := id
	for n := 2; slices.Contains(taken, out); n++ {
		out = id + "_" + strconv.Itoa(n)
	}
	return out
}

// OptionIDs are the ids of options, instruments included.
func (d ModelDraft) OptionIDs() (out []string) {
	for _, o := range d.Options {
		out = append(out, o.ID)
	}
	for _, t := range d.Tools {
		out = append(out, t.ID)
	}
	return out
}

// DMIDs are the ids of decision makers.
func (d ModelDraft) DMIDs() (out []string) {
	for _, x := range d.DMs {
		out = append(out, x.ID)
	}
	return out
}

// WithoutOption takes option k out, as [ModelDraft.WithOptions] does.
func (d ModelDraft) WithoutOption(k int) ModelDraft {
	return d.WithOptions(slices.Delete(slices.Clone(d.Options), k, k+1))
}

// WithOptions puts options in the place of those that there are. Those with the same
// id are the same option. States that are named keep their meaning: in them an option
// that is new is not taken, and a state in which one was taken that is gone is dropped,
// today too. Conditions stay as they are, and those that name an option that is gone
// are faults from then on.
func (d ModelDraft) WithOptions(now []DraftOption) ModelDraft {
	places := make([]int, len(d.Options)) // where each of them is now; -1: it is gone
	same := len(now) == len(d.Options)
	for k, o := range d.Options {
		places[k] = slices.IndexFunc(now, func(x DraftOption) bool { return x.ID == o.ID })
		same = same && places[k] == k
	}
	d.Options = now
	if same {
		return d
	}
	again := func(text string) (string, bool) { return stateAgain(text, places, len(now)) }
	if text, ok := again(d.Today); ok {
		d.Today = text
	} else {
		d.Today = "" // not stated
	}
	d.DMs = slices.Clone(d.DMs)
	for i := range d.DMs {
		x := &d.DMs[i]
		if x.Way != ByRanking && x.Way != ByPayoffs {
			continue
		}
		lines := x.Lines
		x.Lines = nil
		for _, line := range lines {
			if x.Way == ByPayoffs {
				what, amount := CutAmount(line)
				if s, ok := again(what); ok {
					x.Lines = append(x.Lines, s+": "+amount)
				}
				continue
			}
			var group []string
			for text := range strings.SplitSeq(line, "=") {
				if s, ok := again(strings.TrimSpace(text)); ok {
					group = append(group, s)
				}
			}
			if group != nil {
				x.Lines = append(x.Lines, strings.Join(group, " = "))
			}
		}
	}
	return d
}

// stateAgain names a state anew, after options went to other places, of which there
// are so many now; ok is false if an option was taken in it that is gone. What names no
// state stays as it is.
func stateAgain(text string, places []int, now int) (out string, ok bool) {
	taken := func(k int) bool { return text[k]|0x20 == 'y' }
	s, err := strconv.ParseUint(text, 10, 64)
	switch {
	case err == nil:
		if len(places) < 64 && s>>len(places) != 0 {
			return text, true
		}
		taken = func(k int) bool { return s>>k&1 == 1 }
	case len(text) != len(places) || strings.Trim(text, "YNyn") != "":
		return text, true
	}
	letters, bits := []byte(strings.Repeat("N", now)), uint64(0)
	for k, place := range places {
		if !taken(k) {
			continue
		}
		if place < 0 {
			return "", false
		}
		letters[place], bits = 'Y', bits|1<<place
	}
	if err == nil {
		return strconv.FormatUint(bits, 10), true
	}
	return string(letters), true
}

// WithoutDM takes decision maker i out, with what was said of it. Its options stay,
// and nobody controls them.
func (d ModelDraft) WithoutDM(i int) ModelDraft {
	id := d.DMs[i].ID
	d.DMs = slices.Delete(slices.Clone(d.DMs), i, i+1)
	d.Options = slices.Clone(d.Options)
	for k := range d.Options {
		if d.Options[k].DM == id {
			d.Options[k].DM = ""
		}
	}
	d.Tools = slices.Clone(d.Tools)
	for k := range d.Tools {
		d.Tools[k].Effects = slices.DeleteFunc(slices.Clone(d.Tools[k].Effects), func(e DraftAmount) bool { return e.Of == id })
	}
	return d
}
