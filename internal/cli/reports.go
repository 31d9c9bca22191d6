// SPDX-License-Identifier: Apache-2.0

package cli

import "parley/internal/brief"

// reportKind names one report, for the help and for the test that holds
// docs/spec/json.md to the code.
type reportKind struct {
	name string
	from string // commands that print it
	data any
}

// reports lists every report, in the order of the help.
func reports() []reportKind {
	return []reportKind{
		{"init", "init", initReport{}},
		{"status", "status", statusReport{}},
		{"unlock", "unlock", unlockReport{}},
		{"lock", "lock", lockReport{}},
		{"version", "version", versionReport{}},
		{"process.list", "process list", []processLine{}},
		{"process.show", "process show", brief.StandingReport{}},
		{"process.name", "process name", namingReport{}},
		{"process.offer", "process offer", offerReport{}},
		{"process.invite", "process invite", inviteReport{}},
		{"process.join", "process join", joinReport{}},
		{"process.requests", "process requests", []requestLine{}},
		{"change", "process create, adopt, admit, consent, accept, close; roster add, remove, confirm; key rotate", processDone{}},
		{"roster.show", "roster show", brief.SeatsReport{}},
		{"entry.post", "entry post; add, readout, point, step, answer, table, give, set and say of the registers; withdraw", postReport{}},
		{"entry.list", "entry list", []entryLine{}},
		{"entry.show", "entry show", brief.EntryReport{}},
		{"entry.undo", "entry undo", undoReport{}},
		{"disclose", "disclose ask, grant, adopt, show, export", discloseReport{}},
		{"contact.list", "contact list", brief.ContactsReport{}},
		{"contact.show", "contact show", brief.ContactReport{}},
		{"contact.divergences", "contact divergences", brief.DivergencesReport{}},
		{"announcement.list", "announcement list", brief.AnnouncementsReport{}},
		{"announcement.show", "announcement show", brief.AnnouncementLine{}},
		{"undertake.list", "undertake list", brief.UndertakingsReport{}},
		{"undertake.show", "undertake show", brief.UndertakingStanding{}},
		{"format.list", "format list", brief.FormatsReport{}},
		{"format.show", "format show", brief.FormatReport{}},
		{"format.unknowns", "format unknowns", brief.UnknownsReport{}},
		{"format.calendar", "format calendar", calendarReport{}},
		{"leverage.list", "leverage list", brief.LeveragesReport{}},
		{"leverage.show", "leverage show", brief.LeverageStanding{}},
		{"leverage.timeline", "leverage timeline", []brief.LeverageMoment{}},
		{"commitment.list", "commitment list", brief.CommitmentsReport{}},
		{"commitment.show", "commitment show", brief.CommitmentStanding{}},
		{"consult.list", "consult list", brief.ConsultationsReport{}},
		{"consult.show", "consult show", brief.ConsultationLine{}},
		{"consult.gate", "consult gate", gateReport{}},
		{"proposal.list", "proposal list", []brief.ProposalGate{}},
		{"proposal.show", "proposal show", brief.ProposalGate{}},
		{"issue.list", "issue list", brief.IssuesReport{}},
		{"issue.show", "issue show", brief.AgendaIssue{}},
		{"position.list", "position list", brief.PositionsReport{}},
		{"position.show", "position show", brief.PositionLine{}},
		{"consent.list", "consent list", brief.ConsentsReport{}},
		{"phase.show", "phase show", brief.PhaseStanding{}},
		{"exit.list", "exit list", brief.ExitsReport{}},
		{"standing", "standing", brief.StandingReport{}},
		{"release.list", "release list", brief.ReleasesReport{}},
		{"release.told", "release told", brief.KnowledgeReport{}},
		{"balance", "balance", brief.BalanceReport{}},
		{"changes", "changes", brief.ChangesReport{}},
		{"rows", "announcement import, entry import", rowsReport{}},
		{"sheet", "the list commands with --csv FILE", sheetReport{}},
		{"sync", "sync", syncReport{}},
		{"sync.status", "sync status", syncState{}},
		{"sync.watch", "sync watch, one for each round with news", watchReport{}},
		{"export", "sync export, record export", exportReport{}},
		{"import", "sync import, record import", importReport{}},
		{"record.list", "record list", []recordLine{}},
		{"record.show", "record show", recordEntry{}},
		{"record.verify", "record verify", verifyReport{}},
		{"record.prove", "record prove", proofReport{}},
		{"witness.status", "witness status", witnessReport{}},
		{"witness.run", "witness run, one for each new log", witnessRound{}},
		{"hub", "hub serve, hub status", hubReport{}},
		{"key.show", "key show", keyReport{}},
		{"key.backup", "key backup", backupReport{}},
		{"key.restore", "key restore", restoreReport{}},
		{"key.device", "key device", deviceReport{}},
		{"demo", "demo", demoReport{}},
	}
}
