// SPDX-License-Identifier: Apache-2.0

//go:build unix

package web

import "testing"

// BenchmarkModelAsked asks the pages about a model of 2^12 outcomes: warm, with what was
// calculated, and cold, with all of that forgotten, the solution of the model included.
func BenchmarkModelAsked(b *testing.B) {
	w := newBusy(b)
	at := "/model/" + w.model("wide", manyOptions(12))
	s := sitAt(b, w.desk())
	forget := func() { s.Server.desk("big").memo.forget() }
	for _, page := range []string{"prices", "hold", "orders", "whatif", "more"} {
		b.Run("warm/"+page, func(b *testing.B) { s.measure(b, at+"/"+page, nil) })
		b.Run("cold/"+page, func(b *testing.B) { s.measure(b, at+"/"+page, forget) })
	}
}
