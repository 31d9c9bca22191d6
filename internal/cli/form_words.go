// SPDX-License-Identifier: Apache-2.0

package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"parley/internal/act"
)

// The small languages in which flags say more than one word. What they mean is
// judged by package act; here only their form is.

// momentOf reads DAY, DAY..DAY, or DAY HH:MM ZONE.
func momentOf(flag, text string) (act.Moment, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return act.Moment{}, nil
	}
	if day, until, ok := strings.Cut(text, ".."); ok {
		return act.Moment{Day: strings.TrimSpace(day), Until: strings.TrimSpace(until)}, nil
	}
	words := strings.Fields(text)
	switch len(words) {
	case 1:
		return act.Moment{Day: words[0]}, nil
	case 2:
		return act.Moment{Day: words[0], Clock: words[1]}, nil
	case 3:
		return act.Moment{Day: words[0], Clock: words[1], Zone: words[2]}, nil
	}
	return act.Moment{}, usageError("--%s %q: want DAY, DAY..DAY or DAY HH:MM ZONE, as in 2025-05-19, 2025-05-19..2025-05-21 or '2025-05-19 18:00 Europe/Istanbul'", flag, text)
}

// personOf reads NAME;SEAT;CAPACITY, of which the last two may be left out.
func personOf(flag, text string) (act.Person, error) {
	parts := strings.Split(text, ";")
	if len(parts) > 3 {
		return act.Person{}, usageError("--%s %q has %d parts; want \"NAME;SEAT;CAPACITY\"", flag, text, len(parts))
	}
	for len(parts) < 3 {
		parts = append(parts, "")
	}
	return act.Person{
		Name: strings.TrimSpace(parts[0]), Seat: strings.TrimSpace(parts[1]), Capacity: strings.TrimSpace(parts[2]),
	}, nil
}

// sourceOf reads KEY=ADDRESS.
func sourceOf(text string) (act.Source, error) {
	key, at, ok := strings.Cut(text, "=")
	if !ok {
		return act.Source{}, usageError("--source %q: want KEY=ADDRESS, as in C19=https://…", text)
	}
	return act.Source{Key: strings.TrimSpace(key), At: strings.TrimSpace(at)}, nil
}

// claimKeys are the parts of a claim, in the order of its printed form.
func claimKeys() []string {
	return []string{"point", "words", "quoted", "issue", "number", "low", "high", "unit", "scope", "time", "condition", "actor", "status"}
}

// claimOf reads what an account says on one point: pairs such as
// point=Length; number="over two hours"; low=120; unit=minutes.
func claimOf(flag, text string) (act.Claim, error) {
	fail := func(format string, args ...any) (act.Claim, error) {
		return act.Claim{}, usageError("--%s %q: %s", flag, text, fmt.Sprintf(format, args...)).hint("parley help writing")
	}
	ms, err := pairsOf(text)
	if err != nil {
		return fail("%v", err)
	}
	var c act.Claim
	at := map[string]*string{
		"point": &c.Point, "words": &c.Words, "issue": &c.Issue, "number": &c.Number.Says, "low": &c.Number.Low,
		"high": &c.Number.High, "unit": &c.Number.Unit, "scope": &c.Scope, "time": &c.Time,
		"condition": &c.Condition, "actor": &c.Actor, "status": &c.Status,
	}
	for _, m := range ms {
		p, known := at[m.key]
		switch {
		case known:
			*p = m.value
		case m.key != "quoted":
			return fail("%q is no part of a claim; there are: %s", m.key, strings.Join(claimKeys(), ", "))
		case m.value != "yes":
			return fail("quoted is %q; want yes, or leave it out", m.value)
		default:
			c.Quoted = true
		}
	}
	return c, nil
}

// pair is one key and its value.
type pair struct{ key, value string }

// pairsOf reads key=value; key="value; with all signs"; … Inside quotation marks
// a backslash takes the next sign as it is.
func pairsOf(text string) ([]pair, error) {
	var out []pair
	rest := strings.TrimSpace(text)
	for rest != "" {
		key, after, ok := strings.Cut(rest, "=")
		key = strings.TrimSpace(key)
		if !ok || key == "" || strings.ContainsAny(key, `;"`) {
			return nil, fmt.Errorf("%q is not KEY=VALUE", rest)
		}
		if slices.ContainsFunc(out, func(p pair) bool { return p.key == key }) {
			return nil, fmt.Errorf("%q is given twice", key)
		}
		var value string
		var err error
		if after = strings.TrimLeft(after, " \t"); strings.HasPrefix(after, `"`) {
			if value, rest, err = quotedOf(after[1:]); err != nil {
				return nil, fmt.Errorf("%s: %w", key, err)
			}
		} else {
			value, rest, _ = strings.Cut(after, ";")
		}
		out = append(out, pair{key, strings.TrimSpace(value)})
		rest = strings.TrimSpace(rest)
	}
	if len(out) == 0 {
		return nil, errors.New("it is empty")
	}
	return out, nil
}

// quotedOf reads up to the closing quotation mark and the semicolon after it.
func quotedOf(text string) (value, rest string, err error) {
	var b strings.Builder
	escaped := false
	for i, r := range text {
		switch {
		case escaped:
			b.WriteRune(r)
			escaped = false
		case r == '\\':
			escaped = true
		case r == '"':
			rest = strings.TrimLeft(text[i+1:], " \t")
			if rest != "" && rest[0] != ';' {
				return "", "", fmt.Errorf("%q follows the closing quotation mark; want a semicolon", rest)
			}
			return b.String(), strings.TrimPrefix(rest, ";"), nil
		default:
			b.WriteRune(r)
		}
	}
	return "", "", errors.New("the closing quotation mark is missing")
}

// decodeAct reads an act from a file that a person wrote: the JSON object of
// docs/spec/acts.md, with spaces and in any order, but with no field that the
// kind does not have and none given twice. The act is put into x.
func decodeAct[A act.Act](b []byte, x *A) error {
	var fresh A
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	ms, err := members(b)
	if err != nil {
		return fmt.Errorf("want one JSON object: %w", err)
	}
	known := fieldNames(reflect.TypeOf(fresh))
	seen := map[string]bool{}
	for _, m := range ms {
		switch {
		case !slices.Contains(known, m.name):
			return fmt.Errorf("%s has no field %s; it has: %s", fresh.Kind(), strconv.Quote(m.name), strings.Join(known, ", "))
		case seen[m.name]:
			return fmt.Errorf("the field %s is given twice", strconv.Quote(m.name))
		}
		seen[m.name] = true
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&fresh); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return fmt.Errorf("the field %q holds a JSON %s, which does not belong there", wrong.Field, wrong.Value)
		}
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something follows the JSON object; one file holds one act")
	}
	*x = fresh
	return nil
}
