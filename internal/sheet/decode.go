// SPDX-License-Identifier: Apache-2.0

package sheet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Encoding is how the characters of a file are written as bytes.
type Encoding string

// The encodings that Read knows. Files of Windows programs carry no mark of
// theirs, so Windows1251 is taken only when the caller names it.
const (
	UTF8        Encoding = "UTF-8"
	UTF16LE     Encoding = "UTF-16LE"
	UTF16BE     Encoding = "UTF-16BE"
	Windows1252 Encoding = "Windows-1252"
	Windows1251 Encoding = "Windows-1251"
)

// decode turns the bytes of a file into text. Without a given encoding it finds
// one; a byte order mark is believed before all else.
func decode(data []byte, given Encoding) (string, Encoding, error) {
	marks := []struct {
		mark string
		enc  Encoding
	}{{"\xef\xbb\xbf", UTF8}, {"\xff\xfe", UTF16LE}, {"\xfe\xff", UTF16BE}}
	for _, m := range marks {
		if rest, ok := bytes.CutPrefix(data, []byte(m.mark)); ok {
			if given != "" && given != m.enc {
				return "", "", fmt.Errorf("the file begins with the mark of %s; read it as that, not as %s", m.enc, given)
			}
			data, given = rest, m.enc
			break
		}
	}
	if given == "" {
		found, err := detect(data)
		if err != nil {
			return "", "", err
		}
		given = found
	}
	text, err := decodeAs(data, given)
	return text, given, err
}

func decodeAs(data []byte, enc Encoding) (string, error) {
	switch enc {
	case UTF8:
		if !utf8.Valid(data) {
			return "", errors.New("the file is not UTF-8 throughout; save it as UTF-8, or name its encoding")
		}
		return string(data), nil
	case UTF16LE:
		return wide(data, binary.LittleEndian)
	case UTF16BE:
		return wide(data, binary.BigEndian)
	case Windows1252, Windows1251:
		table := charmap.Windows1252
		if enc == Windows1251 {
			table = charmap.Windows1251
		}
		var b strings.Builder
		for _, c := range data {
			b.WriteRune(table.DecodeByte(c)) // U+FFFD for a byte that stands for nothing
		}
		return b.String(), nil
	}
	return "", fmt.Errorf("encoding %.40q is not known; want one of UTF-8, UTF-16LE, UTF-16BE, Windows-1252, Windows-1251", string(enc))
}

func wide(data []byte, order binary.ByteOrder) (string, error) {
	if len(data)%2 != 0 {
		return "", errors.New("the file is UTF-16 and ends in the middle of a character; it was cut short")
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units)), nil // U+FFFD for half a character
}

// cyrillicRun is how many letters beyond ASCII stand next to each other before
// a text cannot be taken for Western European any more. Polish, French or
// Turkish words have two or three; every Cyrillic word of four letters has four.
const cyrillicRun = 4

// detect finds the encoding of bytes without a mark.
func detect(data []byte) (Encoding, error) {
	if bytes.IndexByte(data, 0) >= 0 {
		var even, odd int
		for i, c := range data {
			if c == 0 && i%2 == 0 {
				even++
			} else if c == 0 {
				odd++
			}
		}
		switch {
		case even == 0:
			return UTF16LE, nil
		case odd == 0:
			return UTF16BE, nil
		}
		return "", errors.New("the file holds zero bytes and is not a text; export the table as CSV")
	}
	if utf8.Valid(data) {
		return UTF8, nil
	}
	run := 0
	for _, c := range data {
		if c < 0xc0 {
			run = 0
			continue
		}
		if run++; run == cyrillicRun {
			return "", errors.New("the file is not UTF-8, and its letters could be Cyrillic (Windows-1251) or Western European (Windows-1252); name the encoding")
		}
	}
	return Windows1252, nil
}
