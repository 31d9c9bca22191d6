// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/hex"
	"net/http/httptest"
	"testing"

	"parley/internal/act"
	"parley/internal/lang"
	"parley/record"
)

// An entry may go from the outbox into the record while its receipt is made: it
// is found in the one or in the other.
func TestReceiptDuringASync(t *testing.T) {
	w := newBusy(t)
	s, err := New(Options{Address: "127.0.0.1:8000", Desks: []*Desk{w.desk()}})
	if err != nil {
		t.Fatal(err)
	}
	id := w.post(0, []string{w.m, w.a}, record.OnRecord, act.Note{Text: paragraph})
	r := &request{Request: httptest.NewRequest("GET", "/big/receipt/x", nil), server: s, desk: s.list[0], node: w.nodes[0], p: lang.For("en")}
	r.SetPathValue("ref", hex.EncodeToString(id[:]))
	for _, logged := range []bool{false, true} {
		w.ok(r.look())
		if logged {
			w.sync()
		}
		content, _, err := buildReceipt(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := content.(receiptPage); got.Logged != logged || got.Ref != hex.EncodeToString(id[:]) {
			t.Errorf("logged %v: %+v", logged, got)
		}
	}
}
