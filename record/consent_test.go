// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"
)

// propose puts forward a seat with fresh keys and returns the entry to consent to.
func (w *world) propose(mediator, seat, role string) Hash {
	w.t.Helper()
	x := &world{t: w.t, members: map[string]*member{}} // it reads nothing yet
	_, e := x.member(seat, role)
	got := w.change(w.members[mediator], AddSeat(e))
	w.effective("propose "+seat, got)
	return got[mediator].ID
}

func (w *world) waits(entry Hash) string {
	for _, p := range w.roster.Pending {
		if p.Entry == entry {
			return strings.Join(p.Waits, " ")
		}
	}
	return "nobody"
}

// R2: no seat is added without the consent of every party, and the mediator's
// own word counts for the mediator only.
func TestConsentOfEveryPartyAddsASeat(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party", "N:observer")
	entry := w.propose("M", "D", RoleParty)
	if got := w.waits(entry); got != "A B" {
		t.Fatalf("the proposal waits for %q; want the two parties", got)
	}
	w.refused("consent by the proposer", w.change(w.members["M"], Consent(entry)), "no proposal")
	w.refused("consent by an observer", w.change(w.members["N"], Consent(entry)), "no proposal")
	w.effective("consent of A", w.change(w.members["A"], Consent(entry)))
	w.refused("consent of A again", w.change(w.members["A"], Consent(entry)), "no proposal")
	if w.roster.Seat("D") != nil {
		t.Fatal("D is in before B has consented")
	}
	w.effective("consent of B", w.change(w.members["B"], Consent(entry)))
	d := w.roster.Seat("D")
	if d == nil || d.Accepted {
		t.Fatal("D is not in, or has accepted unasked")
	}
	if _, err := w.roster.Recipients([]string{"A", "D"}); err == nil {
		t.Error("D can be sealed to before it has accepted")
	}
}

// A party that comes in while a proposal waits is a party like the others.
func TestConsentOfAPartyThatCameLater(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	first, second := w.propose("M", "D", RoleParty), w.propose("M", "C", RoleParty)
	policy := w.change(w.members["M"], SetPolicy(Policy{30, 8, 2, 0}))["M"].ID
	for _, s := range []string{"A", "B"} {
		w.effective("consent", w.change(w.members[s], Consent(second)))
	}
	if got := w.waits(first); got != "A B C" {
		t.Errorf("the first proposal waits for %q; want C too, which is a party now", got)
	}
	if got := w.waits(policy); got != "A B C" {
		t.Errorf("the policy waits for %q; want C too, which is a seat now", got)
	}
}

func TestConsentOfEverySeatChangesThePolicy(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party", "N:observer")
	want := Policy{30, 16, 3, 1}
	entry := w.change(w.members["M"], SetPolicy(want))["M"].ID
	for i, s := range []string{"A", "B", "N"} {
		if w.roster.Policy == want {
			t.Fatalf("the policy is in force after %d consents", i)
		}
		w.effective("consent of "+s, w.change(w.members[s], Consent(entry)))
	}
	if w.roster.Policy != want {
		t.Errorf("the policy is %+v; want %+v", w.roster.Policy, want)
	}
}

// A later proposal for the same thing takes the place of the earlier one:
// otherwise pending proposals pile up without bound, and one that nobody
// consents to could never be corrected.
func TestConsentGoesToTheLatestProposal(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	old := w.propose("M", "D", RoleParty)
	w.effective("consent to the first", w.change(w.members["A"], Consent(old)))
	entry := w.propose("M", "D", "observer")
	w.refused("consent to the first, now replaced", w.change(w.members["B"], Consent(old)), "no proposal")
	if got := w.waits(entry); got != "A B" {
		t.Errorf("the second proposal waits for %q; want consents anew", got)
	}
	for range 3 {
		w.effective("policy", w.change(w.members["M"], SetPolicy(w.roster.Policy)))
	}
	if n := len(w.roster.Pending); n != 2 {
		t.Errorf("%d proposals are pending; want one seat and one policy", n)
	}
}

// A cosignature names its witness, so no seat may take the name of a guarantor.
func TestConsentCannotNameASeatLikeAGuarantor(t *testing.T) {
	w, _ := genesisParts(t)
	x := &world{t: t, members: map[string]*member{}}
	_, e := x.member("G", RoleParty)
	w.refused("a seat named like a guarantor", w.change(w.members["M"], AddSeat(e)), "has been used")
}

// A seat that has lost all its devices can still consent, leave and, if it is
// the mediator's, end the process, with its root key (docs/spec/roster.md §4).
func TestConsentByRoot(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	entry := w.propose("M", "D", RoleParty)
	byRoot := func(m *member, c RosterChange) map[string]Verdict {
		w.change(m, RemoveDevice("d1"))
		c.ByRoot = true
		return w.change(m, c)
	}
	w.effective("consent", byRoot(w.members["A"], Consent(entry)))
	w.expect("withdrawal", byRoot(w.members["B"], RemoveSeat("B")), "M:accepted A:accepted")
	if w.roster.Seat("D") == nil || w.roster.Seat("B") != nil {
		t.Error("the consent or the withdrawal had no effect")
	}
	w.expect("close", byRoot(w.members["M"], Close(w.process)), "M:accepted A:accepted")
}

// Consent to take part can be withdrawn at any time, whatever is pending.
func TestConsentCanBeWithdrawn(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	entry := w.propose("M", "D", RoleParty)
	w.effective("consent of A", w.change(w.members["A"], Consent(entry)))
	got := w.change(w.members["B"], RemoveSeat("B"))
	w.expect("withdrawal", got, "M:accepted A:accepted")
	if w.roster.Seat("B") != nil || w.roster.Seat("D") == nil {
		t.Error("B is still in, or the proposal that waited only for B is not in effect")
	}
	w.effective("removal by the mediator", w.change(w.members["M"], RemoveSeat("A")))
	w.effective("removal of the newcomer", w.change(w.members["M"], RemoveSeat("D")))
	delete(w.members, "A")
	delete(w.members, "B")
	w.refused("the last seat leaves", w.change(w.members["M"], RemoveSeat("M")), "last seat")
}

// A proposal that can no longer take effect, because its name or a certificate
// was taken meanwhile, must lapse. If it failed instead, the entry that was to
// release it would fail with it, and a mediator could keep a party from
// leaving by making its withdrawal release such a proposal.
func TestConsentWithdrawalCannotBeBlocked(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	entry := w.propose("M", "D", RoleParty)
	// A certificate carries no proof of possession, so A can take D's.
	w.effective("device", w.change(w.members["A"], AddDevice(NewDeviceText(w.members["A"].device("d2"), fixedSeed("D", "tls")))))
	w.effective("consent of A", w.change(w.members["A"], Consent(entry)))
	got := w.change(w.members["B"], RemoveSeat("B"))
	w.expect("withdrawal", got, "M:accepted A:accepted")
	if w.roster.Seat("B") != nil {
		t.Error("B could not leave")
	}
	if w.roster.Seat("D") != nil {
		t.Error("a seat is in whose certificate is that of another")
	}
}

// A founding seat that never accepts must not keep the process shut for ever:
// it can be removed, and the others have accepted.
func TestProcessOpensWithoutASeatThatWasRemoved(t *testing.T) {
	w := newUnopened(t, nil, "M:mediator", "A:party", "B:party")
	w.effective("accept", w.change(w.members["M"], Accept(w.process)))
	w.effective("accept", w.change(w.members["A"], Accept(w.process)))
	if w.roster.Opened || w.roster.Readable([]string{"A", "M"}) == nil {
		t.Fatal("the process is open before B has accepted")
	}
	w.effective("removal", w.change(w.members["M"], RemoveSeat("B")))
	if !w.roster.Opened {
		t.Error("every seat has accepted, and the process is not open")
	}
}

// A seat takes 16 devices, not 17; a process 32 seats, not 33; and proposals
// count as seats.
func TestRosterLimits(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party")
	for i := 2; i <= maxDevices; i++ {
		w.effective("device", w.change(w.members["A"], w.members["A"].addDevice("e"+dec(i))))
	}
	w.refused("the 17th device", w.change(w.members["A"], w.members["A"].addDevice("e17")), "the most allowed")
	labels := make([]string, 0, maxDevices)
	for _, d := range w.roster.Seat("A").Devices {
		labels = append(labels, d.Label)
	}
	if !slices.IsSorted(labels) {
		t.Errorf("devices are not sorted by label: %v", labels)
	}
	w.effective("a key for all of them", w.change(w.members["A"], w.members["A"].seatKey(2, labels...)))
	slices.Reverse(labels)
	w.refused("wraps in another order", w.change(w.members["A"], w.members["A"].seatKey(3, labels...)), "exactly the active devices")

	w = newWorld(t, "M:mediator", "A:party")
	w.effective("a policy is no seat", w.change(w.members["M"], SetPolicy(w.roster.Policy)))
	for i := 2; i < MaxSeats; i++ {
		w.propose("M", "S"+dec(i), "observer")
	}
	x := &world{t: t, members: map[string]*member{}}
	_, e := x.member("S32", "observer")
	w.refused("the 33rd seat", w.change(w.members["M"], AddSeat(e)), "the most allowed")
}

// What the frame of a roster entry must be, broken once each.
func TestRosterEntryForm(t *testing.T) {
	for _, c := range []struct {
		what    string
		edit    func(w *world, d *Draft)
		want    Code
		because string
	}{
		{"honest", func(*world, *Draft) {}, Accepted, ""},
		{"two parts", func(_ *world, d *Draft) { d.Parts = append(d.Parts, text("more")) }, BadRoster, "one text part"},
		{"another media type", func(_ *world, d *Draft) { d.Parts[0].Media = "text/html" }, BadRoster, "one text part"},
		{"a blob", func(_ *world, d *Draft) { d.Blobs = []Blob{{Media: "a/b"}} }, BadRoster, "one text part"},
		{"an audience without B", func(_ *world, d *Draft) { d.Audience = []string{"A", "M"} }, BadRoster, "every seat"},
		{"an audience with more", func(_ *world, d *Draft) { d.Audience = append(d.Audience, "Z") }, BadRoster, "every seat"},
		{"another roster", func(_ *world, d *Draft) { d.Roster[0] ^= 1 }, Stale, "in force"},
		{"another roster index", func(_ *world, d *Draft) { d.RosterIndex++ }, BadBinding, "roster index"},
		{"another process", func(_ *world, d *Draft) { d.Process[0] ^= 1 }, BadBinding, "another process"},
		{"out of its chain", func(_ *world, d *Draft) { d.Chain.Seq++ }, BadRoster, "entry 2 of its chain"},
		{"after an entry that is not there", func(_ *world, d *Draft) { d.Chain.Prev[0] ^= 1 }, BadRoster, "of its chain"},
		{"a root that never was", func(_ *world, d *Draft) { d.Chain.SeenRoot[0] ^= 1 }, SplitView, "the author saw root"},
		{"more than there is", func(_ *world, d *Draft) { d.Chain.SeenSize++ }, SplitView, "leaves"},
		{"a kind that is sealed", func(_ *world, d *Draft) { d.Kind = "note" }, BadBinding, "suite"},
	} {
		w := newWorld(t, "M:mediator", "A:party", "B:party")
		m := w.members["M"]
		e := w.rosterEntry(m, m.dev.Signer(), SetPolicy(w.roster.Policy), func(d *Draft) { c.edit(w, d) })
		before := w.roster.Hash
		for seat, v := range w.log(e) {
			if v.Code != c.want || !strings.Contains(v.Why, c.because) {
				t.Errorf("%s: %s reads %q (%s); want %q because %q", c.what, seat, v.Code, v.Why, c.want, c.because)
			}
		}
		if changed := w.roster.Hash != before; changed != (c.want == Accepted) {
			t.Errorf("%s: the roster has changed: %v", c.what, changed)
		}
	}

	// Bytes after the body are free for nobody, not even as zeros.
	w := newWorld(t, "M:mediator", "A:party", "B:party")
	e := w.rosterEntry(w.members["M"], w.members["M"].dev.Signer(), SetPolicy(w.roster.Policy), nil)
	raw := append(slices.Clone(e.Bytes()), 0)
	binary.BigEndian.PutUint32(raw[132:], uint32(len(raw)-headSize))
	e, err := ParseEnvelope(raw)
	w.ok(err)
	w.expect("a zero after the body", w.log(e), "A:bad.padding B:bad.padding M:bad.padding")

	w = newWorld(t, "M:mediator", "A:party", "B:party")
	thief := w.members["M"].device("d1")
	e = w.rosterEntry(w.members["M"], thief.Signer(), SetPolicy(w.roster.Policy), nil)
	w.refused("signed with a key that is not the device's", w.log(e), "signature of M/d1 is not right")
	e = w.rosterEntry(w.members["M"], w.members["M"].device("d7").Signer(), SetPolicy(w.roster.Policy), nil)
	w.refused("signed by no device", w.log(e), "not an active device")
	e = w.rosterEntry(w.members["M"], Signer{Author{"Z", "d1"}, thief.sign}, SetPolicy(w.roster.Policy), nil)
	w.refused("signed by no seat", w.log(e), "not in the roster")
}

// After its end a process takes neither changes nor entries.
func TestProcessCloses(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party")
	late := w.members["A"].seal("M", OnRecord, "note", text("too late"))
	w.effective("close", w.change(w.members["M"], Close(w.process)))
	if _, err := w.roster.Recipients([]string{"A", "M"}); err == nil {
		t.Error("a closed process has recipients")
	}
	w.expect("an entry written before the end", w.log(late), "A:stale M:stale")
	f := &forgery{by: w.members["A"].dev}
	f.draft = &Draft{
		Process: w.process, RosterIndex: w.roster.Index, Roster: w.roster.Hash, Time: w.now,
		Kind: "note", Register: OnRecord, Audience: []string{"A", "M"},
		Chain: w.members["A"].chain(f.by.Author, ChannelID(w.process, []string{"A", "M"}), OnRecord),
	}
	for _, s := range []string{"A", "M"} {
		f.to = append(f.to, Recipient{s, w.roster.Seat(s).Key.Seal, w.roster.Seat(s).Key.Auth})
	}
	e, _ := f.seal(t)
	w.expect("an entry written after the end", w.log(e), "A:bad.binding M:bad.binding")
	w.refused("a change after the end", w.change(w.members["M"], SetPolicy(w.roster.Policy)), "closed")
}

// Apply gives a new roster and leaves the old one as it was: every older state
// is still needed to judge old entries.
func TestRosterApplyChangesNothing(t *testing.T) {
	w := newWorld(t, "M:mediator", "A:party", "B:party", "C:party")
	entry := w.propose("M", "D", RoleParty)
	w.change(w.members["M"], SetPolicy(w.roster.Policy))
	// AA, once in, is asked about D too, between A and B.
	newcomer := w.propose("M", "AA", RoleParty)
	steps := []struct {
		by string
		c  RosterChange
	}{
		{"A", Consent(newcomer)}, {"B", Consent(newcomer)}, {"C", Consent(newcomer)},
		{"A", w.members["A"].addDevice("d2")}, {"A", w.members["A"].addDevice("d0")}, {"A", RemoveDevice("d1")},
		{"B", Consent(entry)}, {"M", RemoveSeat("A")}, {"B", w.members["B"].seatKey(2, "d1")}, {"M", Close(w.process)},
	}
	for _, s := range steps {
		before := w.roster
		printed := dump(before)
		w.expect(s.c.Kind, w.change(w.members[s.by], s.c), "M:accepted")
		if !bytes.Equal(printed, dump(before)) {
			t.Errorf("%s has changed the roster it was applied to", s.c.Kind)
		}
	}
}
