// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"bytes"
	"fmt"
	"io"
	"slices"
)

// Backup is what a backup of a home holds: enough to read the archive of a
// lost machine, and not enough to be that machine. Device, witness and root
// keys are never in it (security.md R7): two machines that sign with one key
// would contradict each other in the record, so a restored machine joins as a
// new device.
type Backup struct {
	// Storage is the storage key of the home.
	Storage [KeySize]byte
	// Seats are sorted by Process; seats that were joining are not in it.
	Seats []SavedSeat
}

// SavedSeat is the part of a Seat that a backup holds. The fields are as in
// Seat; Process is never zero.
type SavedSeat struct {
	Label       string
	Process     [KeySize]byte
	Name        string
	Generations []Generation
}

// The text form of a backup follows the rules of the ring's:
//
//	parley.backup/v1
//	storage HEX
//	seat LABEL              for each seat, in order:
//	process HEX
//	name NAME
//	generation N HEX HEX    for each generation
//	end
const backupVersion = "parley.backup/v1"

// Backup writes a backup of the home to w: a whole age file, encrypted to a
// passphrase of its own, under the same rules as that of the home. It fails with
// ErrShortPassphrase, ErrLocked, ErrDamaged, or as w does.
func (u *Unlocked) Backup(w io.Writer, passphrase []byte, cost Cost) error {
	r, err := u.Ring()
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	defer r.Wipe()
	b := Backup{Storage: r.Storage}
	for _, s := range r.Seats {
		if s.Joining() {
			continue // nothing of it could be of use
		}
		b.Seats = append(b.Seats, SavedSeat{s.Label, s.Process, s.Name, s.Generations})
	}
	text := b.text()
	defer clear(text)
	file, err := sealPassphrase(text, passphrase, cost)
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	if _, err := w.Write(file); err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return nil
}

// Restore reads a backup. It fails with ErrPassphrase, ErrDamaged, or as r
// does, and may take as long as Unlock. What to take into which home is the caller's choice, with Change.
func Restore(r io.Reader, passphrase []byte) (Backup, error) {
	file, err := io.ReadAll(io.LimitReader(r, maxRingFile+1))
	if err != nil {
		return Backup{}, fmt.Errorf("restore: %w", err)
	}
	if len(file) > maxRingFile {
		return Backup{}, fmt.Errorf("restore: %w: more than %d bytes", ErrDamaged, maxRingFile)
	}
	text, err := openPassphrase(file, passphrase)
	if err != nil {
		return Backup{}, fmt.Errorf("restore: %w", err)
	}
	defer clear(text)
	b, err := parseBackup(text)
	if err != nil {
		return Backup{}, fmt.Errorf("restore: %w: %w", ErrDamaged, err)
	}
	return b, nil
}

// Wipe overwrites every key in b, also in the memory that copies of b share.
func (b *Backup) Wipe() {
	clear(b.Storage[:])
	for _, s := range b.Seats {
		clear(s.Generations)
	}
}

// text prints b, which must be valid. The caller clears the result.
func (b *Backup) text() []byte {
	size := 256
	for i := range b.Seats {
		size += 256 + generationLine*len(b.Seats[i].Generations)
	}
	t := make([]byte, 0, size)
	t = append(t, backupVersion+"\n"...)
	t = appendKey(t, "storage", b.Storage[:])
	for i := range b.Seats {
		s := &b.Seats[i]
		t = appendWord(t, "seat", s.Label)
		t = appendKey(t, "process", s.Process[:])
		t = appendWord(t, "name", s.Name)
		t = appendGenerations(t, s.Generations)
	}
	return append(t, "end\n"...)
}

// parseBackup reads the text form. The backup it returns is valid.
func parseBackup(text []byte) (Backup, error) {
	if len(text) > maxRingText {
		return Backup{}, fmt.Errorf("backup of %d bytes, the limit is %d", len(text), maxRingText)
	}
	var b Backup
	in := &lines{rest: text}
	in.literal(backupVersion)
	in.key("storage", b.Storage[:])
	for in.has("seat") {
		if len(b.Seats) == MaxSeats {
			in.fail(fmt.Sprintf("at most %d seats", MaxSeats))
			break
		}
		var s SavedSeat
		s.Label = in.word("seat")
		in.key("process", s.Process[:])
		s.Name = in.word("name")
		s.Generations = readGenerations(in)
		b.Seats = append(b.Seats, s)
	}
	in.literal("end")
	in.finish()
	err := in.err
	if err == nil {
		err = b.validate()
	}
	if err != nil {
		b.Wipe()
		return Backup{}, fmt.Errorf("parse backup: %w", err)
	}
	return b, nil
}

// validate applies the rules of a ring to what a backup has of it.
func (b *Backup) validate() error {
	used := make(map[[KeySize]byte]bool)
	defer clear(used)
	labels := make(map[string]bool)
	if err := useKey(used, "storage", b.Storage[:]); err != nil {
		return err
	}
	ascending := slices.IsSortedFunc(b.Seats, func(x, y SavedSeat) int {
		return bytes.Compare(x.Process[:], y.Process[:])
	})
	if !ascending {
		return fmt.Errorf("seats are not sorted by process")
	}
	for i, s := range b.Seats {
		if err := checkNames(s.Label, s.Name); err != nil {
			return fmt.Errorf("seat %q: %w", s.Label, err)
		}
		if labels[s.Label] || i > 0 && s.Process == b.Seats[i-1].Process {
			return fmt.Errorf("seat %q is there twice", s.Label)
		}
		labels[s.Label] = true
		if err := validateGenerations(s.Generations, used); err != nil {
			return fmt.Errorf("seat %q: %w", s.Label, err)
		}
	}
	return nil
}
