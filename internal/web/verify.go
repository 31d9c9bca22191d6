// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"

	"parley/internal/lang"
	"parley/internal/node"
)

// verifyPage is the result of checking a record, in words.
type verifyPage struct {
	Asked  bool // something was checked
	Own    bool // the archive of this desk, and not a file
	Result node.Verification
	Same   string // "same", "longer", "shorter", "fork" or "other", against this desk
}

func buildVerify(r *request) (any, lane, error) { return verifyPage{}, r.machineLane(), nil }

// verifyOwn checks the archive of this desk from its first entry.
func verifyOwn(r *request) (answer, error) {
	v, err := r.node.Verify(r.Context())
	if err != nil {
		return answer{}, err
	}
	return r.verified(verifyPage{Asked: true, Own: true, Result: v}), nil
}

// verifyFile checks a file that somebody handed over. It needs no key, and
// nothing of it is kept.
func verifyFile(r *request) (answer, error) {
	b, err := upload(r.Request, "bundle")
	if err != nil {
		return answer{}, err
	}
	v, err := node.VerifyBundle(bytes.NewReader(b))
	if err != nil {
		return answer{}, &wrong{problem{
			422,
			func(p *lang.Printer) string { return p.T("This is not a record or bundle file") },
			func(p *lang.Printer) string { return p.T("It cannot be read as one, so nothing can be said of it.") },
			func(p *lang.Printer) string {
				return p.T("Ask its sender for the file that “Make the bundle” gave.")
			},
		}, err}
	}
	return r.verified(verifyPage{Asked: true, Result: v, Same: r.compare(v)}), nil
}

func (r *request) verified(content verifyPage) answer {
	return answer{
		page:    &page{title: phrase.T("Verification"), template: "verify", place: placeRecord},
		content: content, lane: r.machineLane(), fine: true,
	}
}

// compare says how the log of a file lies to the one of this desk.
func (r *request) compare(v node.Verification) string {
	switch {
	case v.Process != r.head.Process:
		return "other"
	case v.Size > r.view.Size:
		return "longer"
	case v.Size == r.view.Size && v.Root != r.head.Root:
		return "fork"
	case v.Size == r.view.Size:
		return "same"
	}
	return "shorter"
}
