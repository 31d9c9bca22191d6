// SPDX-License-Identifier: Apache-2.0

package keys

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
)

// MinPassphrase is the shortest passphrase accepted for a new file, in bytes.
// There is no other rule: length is what counts, and other rules only make
// people write passphrases down.
const MinPassphrase = 8

// A Cost says how much work one guess at a passphrase takes.
type Cost int

const (
	// CostDefault is age's own choice, scrypt with N = 2^18: about a second
	// and 256 MiB for each guess. It is the zero value.
	CostDefault Cost = iota
	// CostDemonstration is N = 2^10, a few milliseconds: for the throw-away
	// keys of the demonstration and of tests, never for a person's keys.
	CostDemonstration
)

// maxWorkFactor is the highest log2(N) accepted when opening a file.
const maxWorkFactor = 22

// workFactor returns log2 of scrypt's N.
func (c Cost) workFactor() (int, error) {
	switch c {
	case CostDefault:
		return 18, nil
	case CostDemonstration:
		return 10, nil
	}
	return 0, fmt.Errorf("unknown passphrase cost %d", int(c))
}

// sealPassphrase encrypts text to a new passphrase.
func sealPassphrase(text, passphrase []byte, cost Cost) ([]byte, error) {
	if len(passphrase) < MinPassphrase {
		return nil, ErrShortPassphrase
	}
	factor, err := cost.workFactor()
	if err != nil {
		return nil, err
	}
	r, err := age.NewScryptRecipient(string(passphrase))
	if err != nil {
		return nil, err
	}
	r.SetWorkFactor(factor)
	return sealAge(text, r)
}

// openPassphrase is the inverse of sealPassphrase. Errors wrap ErrPassphrase or
// ErrDamaged.
func openPassphrase(file, passphrase []byte) ([]byte, error) {
	if len(passphrase) == 0 {
		return nil, ErrPassphrase // age has no name for this case
	}
	id, err := age.NewScryptIdentity(string(passphrase))
	if err != nil {
		return nil, err
	}
	id.SetMaxWorkFactor(maxWorkFactor)
	text, err := openAge(file, id)
	var mismatch *age.NoIdentityMatchError
	if errors.As(err, &mismatch) && len(mismatch.StanzaTypes) == 1 && mismatch.StanzaTypes[0] == "scrypt" {
		return nil, ErrPassphrase
	}
	return text, err
}

func sealIdentity(id *age.HybridIdentity, passphrase []byte, cost Cost) ([]byte, error) {
	text := []byte(id.String() + "\n")
	defer clear(text)
	return sealPassphrase(text, passphrase, cost)
}

func openIdentity(file, passphrase []byte) (*age.HybridIdentity, error) {
	text, err := openPassphrase(file, passphrase)
	if err != nil {
		return nil, err
	}
	defer clear(text)
	line, ok := bytes.CutSuffix(text, []byte("\n"))
	if !ok {
		return nil, fmt.Errorf("%w: no line ends in it", ErrDamaged)
	}
	return parseIdentity(line)
}

// parseIdentity reads an age hybrid identity in exactly the form age prints.
// Its errors never quote the text, which may be almost a secret key.
func parseIdentity(text []byte) (*age.HybridIdentity, error) {
	s := string(text)
	id, err := age.ParseHybridIdentity(s)
	if err != nil || id.String() != s {
		return nil, fmt.Errorf("%w: not an age hybrid identity", ErrDamaged)
	}
	return id, nil
}

func sealAge(text []byte, to age.Recipient) ([]byte, error) {
	var file bytes.Buffer
	w, err := age.Encrypt(&file, to)
	if err != nil {
		return nil, fmt.Errorf("encrypt: %w", err)
	}
	if _, err := w.Write(text); err != nil {
		return nil, fmt.Errorf("encrypt: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("encrypt: %w", err)
	}
	return file.Bytes(), nil
}

// openAge decrypts a whole age file. Nothing is returned before the last byte
// is authenticated. The error of a file not encrypted to id is a
// *age.NoIdentityMatchError; all errors wrap ErrDamaged.
func openAge(file []byte, id age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(file), id)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	// One buffer of sufficient size (the text is shorter than the file), since
	// a growing one would leave copies of keys behind. Not io.ReadFull: it
	// could not tell age's "cut short" from a short text.
	buf := make([]byte, len(file))
	n := 0
	for {
		k, err := r.Read(buf[n:])
		n += k
		if err == io.EOF {
			return buf[:n], nil
		}
		if err != nil {
			clear(buf)
			return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
	}
}
