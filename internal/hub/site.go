// SPDX-License-Identifier: Apache-2.0

package hub

import (
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"parley/internal/courier"
	"parley/internal/durable"
	"parley/internal/store"
	"parley/record"
)

// Site is a hub's directory: its store, its secrets and the address it listens
// on. The secrets are in clear, readable by the hub's user alone, since a hub
// starts without a person beside it; they open no entry.
type Site struct {
	Store       store.Store
	Secret      [32]byte
	Certificate tls.Certificate
	Cert        record.Hash // hash of the certificate
	Listen      string      // address last listened on; empty at first

	dir string
	tls [32]byte
}

const siteLabel = "parley.hub/v1"

// OpenSite opens a hub's directory, and makes it if it is not there.
func OpenSite(dir string) (*Site, error) { return OpenSiteWith(dir, store.SQLiteOptions{}) }

// OpenSiteWith is OpenSite with a choice of how its store is kept.
func OpenSiteWith(dir string, opt store.SQLiteOptions) (*Site, error) {
	s := &Site{dir: dir}
	if err := durable.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	b, err := durable.ReadFile(s.path(), 4096)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.Secret, s.tls = record.NewSeed(), record.NewSeed()
		if err := s.write(); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, err
	default:
		if err := s.parse(string(b)); err != nil {
			return nil, err
		}
	}
	if s.Certificate, s.Cert, err = courier.Certificate(s.tls); err != nil {
		return nil, err
	}
	s.Store, err = store.OpenSQLite(filepath.Join(dir, "hub.db"), opt)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Site) path() string { return filepath.Join(s.dir, "hub.key") }

// SetListen remembers the address the hub listens on.
func (s *Site) SetListen(address string) error {
	s.Listen = address
	return s.write()
}

func (s *Site) write() error {
	text := fmt.Sprintf("%s\nsecret %x\ntls %x\nlisten %s\n", siteLabel, s.Secret, s.tls, s.Listen)
	return durable.WriteFile(s.path(), []byte(text), 0o600)
}

func (s *Site) parse(text string) error {
	bad := fmt.Errorf("%s is not the key file of a hub: move it away to begin a new one", s.path())
	lines := strings.Split(text, "\n")
	if len(lines) != 5 || lines[0] != siteLabel {
		return bad
	}
	for i, field := range [...]struct {
		name string
		to   *[32]byte
	}{{"secret ", &s.Secret}, {"tls ", &s.tls}} {
		v, ok := strings.CutPrefix(lines[1+i], field.name)
		b, err := hex.DecodeString(v)
		if !ok || err != nil || len(b) != 32 {
			return bad
		}
		*field.to = [32]byte(b)
	}
	v, ok := strings.CutPrefix(lines[3], "listen ")
	if !ok {
		return bad
	}
	s.Listen = v
	return nil
}
