// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"fmt"

	"parley/internal/act"
)

// refusal is why something is not done, in the language of the page. What has no
// sentence in the catalogues is said in English.
func (r *request) refusal(err error) string {
	if x := (*act.Refusal)(nil); errors.As(err, &x) {
		return r.saidOf(x)
	}
	return r.calledIn(err.Error())
}

// faultSaid is what is wrong in a field of an act.
func (r *request) faultSaid(fault *act.Error) string {
	if x := (*act.Refusal)(nil); errors.As(fault, &x) {
		return r.saidOf(x)
	}
	return fault.Msg
}

// saidOf says a refusal: seats as they are called, words of people set apart from
// the sentence around them.
func (r *request) saidOf(x *act.Refusal) string {
	return x.Say(r.p.T(x.Key), func(value any) string {
		switch v := value.(type) {
		case *act.Refusal:
			return r.saidOf(v)
		case act.Named:
			return apart(r.name(string(v)))
		case act.Quoted:
			return r.p.T("“{name}”", "name", apart(string(v)))
		case act.Term:
			if v.Of == "" {
				return wordFor(r.p, v.Word)
			}
			return termFor(r.p, v.Of, v.Word)
		case int:
			return r.p.Number(int64(v))
		}
		return fmt.Sprint(value)
	})
}
