// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"slices"
)

// A page answers one question about one desk. Its build function reads the
// report; its template shows it. All pages stand in one table, [pages].
type page struct {
	path     string // below the desk, as a pattern of net/http: "/entry/{ref}"
	place    place  // lit in the rail
	opens    bool   // the rail leads here
	title    string // of the window, and in the palette; marked with phrase.T
	template string // file in templates, without its ending
	key      string // letter after g; empty for none
	live     bool   // shows itself again when the process changes
	build    func(*request) (any, lane, error)
	count    func(*request) int // beside its name in the rail; nil for none
}

// An action changes something and leads on to a page.
type action struct {
	path string // as of a page; the method is POST
	do   func(*request) (answer, error)
}

// answer is what an action leads to: an address below the desk, or, when what
// was typed must be mended, the same page again.
type answer struct {
	to      string
	page    *page
	content any
	lane    lane
	fine    bool // the page is a result, and nothing must be mended
}

// pages is every page of a desk. The order is that of the palette; a page with
// a place and opens stands in the rail.
func pages() []page {
	return slices.Concat([]page{
		{path: "/standing", place: placeStanding, opens: true, title: phrase.T("Where we stand"), template: "standing", key: "s", live: true, build: buildStanding},
		{path: "/overview", place: placeStanding, title: phrase.T("Overview"), template: "overview", live: true, build: buildOverview},
		{path: "/pack", place: placeStanding, title: phrase.T("For the capital"), template: "pack", key: "z", build: buildPack},
		{path: "/timeline", place: placeStanding, title: phrase.T("The process in lanes"), template: "timeline", key: "h", live: true, build: buildTimeline},
		{path: "/import", place: placeStanding, title: phrase.T("Bring in a table"), template: "import", build: buildImport},
		{path: "/import/{id}", place: placeStanding, title: phrase.T("A table, row by row"), template: "table", build: buildTable},
		{path: "/formats", place: placeFormats, opens: true, title: phrase.T("Meetings that may take place"), template: "formats", key: "f", live: true, build: buildFormats},
		{path: "/format/{ref}", place: placeFormats, title: phrase.T("Planned meeting"), template: "format", live: true, build: buildFormat},
		{path: "/leverage", place: placeLeverage, opens: true, title: phrase.T("Threats and incentives"), template: "leverages", key: "e", live: true, build: buildLeverages},
		{path: "/leverage/{ref}", place: placeLeverage, title: phrase.T("Threat or incentive"), template: "leverage", live: true, build: buildLeverage},
		{path: "/commitments", place: placeCommitments, opens: true, title: phrase.T("Who is bound to what, if what"), template: "commitments", key: "m", live: true, build: buildCommitments},
		{path: "/consultation", place: placeConsultation, opens: true, title: phrase.T("Who was asked, and what waits for it"), template: "consultation", key: "q", live: true, build: buildConsultation},
		{path: "/proposal/{ref}", place: placeConsultation, title: phrase.T("Proposal"), template: "proposal", live: true, build: buildProposal},
		{path: "/issues", place: placeIssues, opens: true, title: phrase.T("Agenda"), template: "issues", key: "n", live: true, build: buildIssues},
		{path: "/issue/{ref}", place: placeIssues, title: phrase.T("Issue"), template: "issue", live: true, build: buildIssue},
		{path: "/positions", place: placePositions, opens: true, title: phrase.T("Where each seat stands"), template: "positions", key: "k", live: true, build: buildPositions},
		{path: "/packages", place: placePackages, opens: true, title: phrase.T("Packages side by side"), template: "packages", key: "y", live: true, build: buildPackages},
		{path: "/packages/map", place: placePackages, title: phrase.T("Map of packages"), template: "packagemap", live: true, build: buildPackageMap},
		*browseTo(),
		{path: "/packages/movement", place: placePackages, title: phrase.T("How offers moved"), template: "packagemovement", live: true, build: buildMovement},
		{path: "/packages/robust", place: placePackages, title: phrase.T("What if the numbers were others"), template: "packagerobust", live: true, build: buildRobust},
		{path: "/rounds", place: placePackages, title: phrase.T("Acceptance rounds"), template: "rounds", live: true, build: buildRounds},
		{path: "/round/{ref}", place: placePackages, title: phrase.T("Acceptance round"), template: "round", live: true, build: buildRound},
		{path: "/round/{ref}/count", place: placePackages, title: phrase.T("Who answered what"), template: "roundcount", live: true, build: buildRoundCount},
		{path: "/round/{ref}/card", place: placePackages, title: phrase.T("Rules of the round"), template: "roundcard", build: buildRoundCard},
		{path: "/round/{ref}/close", place: placePackages, title: phrase.T("Close the round?"), template: "roundclose", build: buildRoundClose},
		{path: "/package/{ref}", place: placePackages, title: phrase.T("Package"), template: "package", live: true, build: buildPackage},
		{path: "/preferences", place: placePackages, title: phrase.T("What it is worth to each"), template: "preferences", live: true, build: buildPreferences},
		{path: "/preferences/begin", place: placePackages, title: phrase.T("Begin a preference"), template: "preference-begin", build: buildBeginPreference},
		{path: "/preferences/worksheet", place: placePackages, title: phrase.T("Worksheet to fill in by hand"), template: "preference-worksheet", build: buildWorksheet},
		{path: "/preferences/{id}", place: placePackages, title: phrase.T("A preference, step by step"), template: "preference-tasks", build: buildPreferenceTasks},
		{path: "/preferences/{id}/about", place: placePackages, title: phrase.T("Whose it is, and what it rests on"), template: "preference-begin", build: buildPreferenceAbout},
		{path: "/consents", place: placePeople, title: phrase.T("Who takes part, and where the process is"), template: "consents", live: true, build: buildConsents},
		{path: "/exit", place: placePeople, title: phrase.T("If the mediator leaves"), template: "exit", key: "x", live: true, build: buildExit},
		{path: "/write", title: phrase.T("Write"), template: "write", build: buildWrite},
		{path: "/draft/{id}", title: phrase.T("Draft"), template: "draft", build: buildDraft},
		{path: "/draft/{id}/check", title: phrase.T("Check before it is sealed"), template: "check", build: buildCheck},
		{path: "/draft/{id}/override", title: phrase.T("Without consultation?"), template: "override", build: buildOverride},
		{path: "/draft/{id}/public", title: phrase.T("Where it is public"), template: "public", build: buildPublic},
		{path: "/receipt/{ref}", title: phrase.T("Receipt"), template: "receipt", live: true, build: buildReceipt},
		{path: "/changes", place: placeStanding, title: phrase.T("What changed"), template: "changes", key: "d", live: true, build: buildChanges},
		{path: "/contacts", place: placeContacts, opens: true, title: phrase.T("Contacts"), template: "contacts", key: "t", live: true, build: buildContacts},
		{path: "/contact/{ref}", place: placeContacts, title: phrase.T("Contact"), template: "contact", live: true, build: buildContact},
		{path: "/divergences", place: placeContacts, title: phrase.T("Where accounts differ"), template: "divergences", key: "v", live: true, build: buildDivergences},
		{path: "/method/divergence", place: placeContacts, title: phrase.T("How accounts are compared"), template: "method-divergence", build: buildMethod},
		{path: "/method/{name}", title: phrase.T("Method"), template: "method", build: buildMethodPage},
		{path: "/methods", title: phrase.T("How numbers are computed"), template: "method", build: buildMethods},
		{path: "/announcements", place: placeAnnouncements, opens: true, title: phrase.T("Announcements"), template: "announcements", key: "a", live: true, build: buildAnnouncements},
		{path: "/undertakings", place: placeUndertakings, opens: true, title: phrase.T("Undertakings: who owes what"), template: "undertakings", key: "u", live: true, build: buildUndertakings},
		{path: "/undertaking/{ref}", place: placeUndertakings, title: phrase.T("Undertaking"), template: "undertaking", live: true, build: buildUndertaking},
		{path: "/kept", place: placeUndertakings, title: phrase.T("Undertakings: kept or not, and who says so"), template: "kept", key: "j", live: true, build: buildKept},
		{path: "/balance", place: placeContacts, title: phrase.T("Balance between the seats"), template: "balance", key: "l", live: true, build: buildBalance},
		{path: "/people", place: placePeople, opens: true, title: phrase.T("People and keys"), template: "people", key: "p", live: true, build: buildPeople},
		{path: "/members", place: placePeople, title: phrase.T("Our members and keys"), template: "members", live: true, build: buildMembers},
		{path: "/access", place: placePeople, title: phrase.T("Who can open what"), template: "access", key: "o", live: true, build: buildAccess},
		{path: "/told", place: placePeople, title: phrase.T("What a seat was shown"), template: "told", key: "w", live: true, build: buildTold},
		{path: "/record", place: placeRecord, opens: true, title: phrase.T("Record"), template: "record", key: "r", live: true, build: buildRecord},
		{path: "/verify", place: placeRecord, title: phrase.T("Verification"), template: "verify", build: buildVerify},
		{path: "/entry/{ref}", place: placeRecord, title: phrase.T("Entry"), template: "entry", live: true, build: buildEntry},
		{path: "/invite", place: placePeople, title: phrase.T("Invite seats"), template: "invite", key: "i", build: buildInvite},
		{path: "/letter/{seat}", place: placePeople, title: phrase.T("Letter of invitation"), template: "letter", build: buildLetter},
		{path: "/joining", place: placePeople, title: phrase.T("Waiting to be let in"), template: "joining", live: true, build: buildJoining},
		{path: "/search", title: phrase.T("Search"), template: "search", build: buildSearch},
		{path: "/sync", title: phrase.T("Courier"), template: "sync", key: "c", live: true, build: buildSync},
		{path: "/trust", title: phrase.T("What you are trusting"), template: "trust", build: buildTrust},
		{path: "/keys", title: phrase.T("Keys of the keyboard"), template: "keys", build: buildKeys},
		{path: "/made", title: phrase.T("How a page is made"), template: "made", build: buildMade},
		{path: "/receipts", key: "b", title: phrase.T("Receipts and outbox"), template: "receipts", live: true, build: buildReceipts},
	}, elicitPages(), modelPages(), modelEditPages(), modelAskPages())
}

// actions is everything that a browser may ask to be done at a desk.
func actions() []action {
	return slices.Concat([]action{
		{"/lock", lockDesk},
		{"/search", searchAsked},
		{"/write", begin},
		{"/packages/browse", browseFloors},
		{"/draft/{id}", editDraft},
		{"/draft/{id}/seal", sealDraft},
		{"/draft/{id}/public", addPublic},
		{"/draft/{id}/own", sayOwn},
		{"/draft/{id}/override", takeOverride},
		{"/import", readTable},
		{"/import/{id}", sealTable},
		{"/receipt/{ref}/undo", undo},
		{"/send", sendNow},
		{"/entry/{ref}/begin/{form}", beginRelease},
		{"/round/{ref}/answer", answerRound},
		{"/round/{ref}/close", closeRound},
		{"/invite", invite},
		{"/invite/waiting", askers},
		{"/admit", admit},
		{"/people/tell", tellNames},
		{"/record/verify", verifyOwn},
		{"/verify", verifyFile},
		{"/entry/{ref}/again", beginAgain},
		{"/changes/seen", markSeen},
		{"/package/{ref}", askPrice},
		{"/people/confirm", confirmKeys},
		{"/people/accept", acceptProcess},
		{"/people/consent", consent},
		{"/members/remove", removeDevice},
		{"/sync", syncNow},
		{"/sync/import", importBundle},
		{"/preferences/begin", beginPreference},
		{"/preferences/{id}", changeTasks},
		{"/preferences/{id}/about", takePreferenceAbout},
		{"/preferences/{ref}/share", sharePreference},
	}, elicitActions(), modelActions(), modelEditActions(), modelAskActions())
}

// lockDesk seals the session of one desk.
func lockDesk(r *request) (answer, error) {
	r.desk.lock()
	return answer{to: "/unlock"}, nil
}

// bare are the pages that a locked desk has too.
func bare() []page {
	return []page{
		{path: "/unlock", title: phrase.T("Locked"), template: "unlock", build: buildUnlock},
	}
}

// place is a place in the rail.
type place string

// The places of the rail: six, then the registers of the process.
const (
	placeStanding      place = "standing"
	placeContacts      place = "contacts"
	placeText          place = "text"
	placePackages      place = "packages"
	placePeople        place = "people"
	placeRecord        place = "record"
	placeFormats       place = "formats"
	placeAnnouncements place = "announcements"
	placeLeverage      place = "leverage"
	placeModels        place = "models"
	placeCommitments   place = "commitments"
	placeConsultation  place = "consultation"
	placeUndertakings  place = "undertakings"
	placeIssues        place = "issues"
	placePositions     place = "positions"
	nowhere            place = ""
)

// placeName is one place with its name.
type placeName struct {
	place    place
	name     string
	register bool // below the heading of the process
}

// rail is every place in order. One to which no page leads is not shown.
func rail() []placeName {
	return []placeName{
		{placeStanding, phrase.T("Standing"), false},
		{placeContacts, phrase.T("Contacts"), false},
		{placeText, phrase.T("Text"), false},
		{placePackages, phrase.T("Packages"), false},
		{placePeople, phrase.T("People"), false},
		{placeRecord, phrase.T("Record"), false},
		{placeFormats, phrase.T("Formats"), true},
		{placeAnnouncements, phrase.T("Announcements"), true},
		{placeLeverage, phrase.T("Leverage"), true},
		{placeModels, phrase.T("Stability"), true},
		{placeCommitments, phrase.T("Commitments"), true},
		{placeConsultation, phrase.T("Consultation"), true},
		{placeUndertakings, phrase.T("Undertakings"), true},
		{placeIssues, phrase.T("Issues"), true},
		{placePositions, phrase.T("Positions"), true},
	}
}

// routes makes the handler of a server.
func (s *Server) routes() http.Handler {
	outer, inner := http.NewServeMux(), http.NewServeMux()
	for _, p := range pages() {
		inner.HandleFunc("GET "+p.path, s.showPage(p, false))
	}
	for _, p := range bare() {
		inner.HandleFunc("GET "+p.path, s.showPage(p, true))
	}
	for _, a := range actions() {
		inner.HandleFunc("POST "+a.path, s.doAction(a))
	}
	inner.HandleFunc("POST /unlock", s.unlock)
	inner.HandleFunc("POST /sync/export", s.download)
	inner.HandleFunc("POST /letter/{seat}/file", s.letterFile)
	inner.HandleFunc("GET /export/{file}", s.export)
	inner.HandleFunc("GET /model/{ref}/file/{file}", s.modelFile)
	inner.HandleFunc("GET /calendar.ics", s.calendarFile)
	inner.HandleFunc("GET /events", s.events)
	inner.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/"+deskKey(r)+"/standing", http.StatusSeeOther)
	})
	inner.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.fault(w, r, problemNotFound) })

	outer.HandleFunc("GET /static/{name}", s.static.serve)
	outer.HandleFunc("GET /open/{token}", s.open)
	outer.HandleFunc("GET /{$}", s.lobby)
	outer.HandleFunc("GET /new", s.showNew)
	outer.HandleFunc("POST /new", s.begin)
	outer.HandleFunc("GET /join", s.showJoin)
	outer.HandleFunc("POST /join", s.join)
	outer.HandleFunc("GET /settings", s.settings)
	outer.HandleFunc("POST /settings", s.choose)
	outer.HandleFunc("/{desk}/", func(w http.ResponseWriter, r *http.Request) {
		d := s.desk(r.PathValue("desk"))
		if d == nil {
			s.fault(w, r, problemNotFound)
			return
		}
		http.StripPrefix("/"+d.Key, atDesk(d, inner)).ServeHTTP(w, r)
	})
	outer.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.fault(w, r, problemNotFound) })
	return s.wrap(outer)
}
