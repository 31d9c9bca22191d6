// SPDX-License-Identifier: Apache-2.0

package courier

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"time"

	"parley/record"
)

// Certificate makes the self-signed Ed25519 certificate of a device or hub. It
// depends on the seed alone, so that its hash can be put in a roster before
// the first connection. Names and dates in it mean nothing; peers compare the
// hash.
func Certificate(seed [32]byte) (tls.Certificate, record.Hash, error) {
	key := ed25519.NewKeyFromSeed(seed[:])
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "parley"},
		NotBefore:    time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:     time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), // RFC 5280 §4.1.2.5: no expiry
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
		DNSNames:     []string{"parley"},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return tls.Certificate{}, record.Hash{}, fmt.Errorf("make certificate: %w", err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, sha256.Sum256(der), nil
}

// PeerHash is the hash of the certificate that the other end presented.
func PeerHash(s *tls.ConnectionState) (record.Hash, error) {
	if s == nil || len(s.PeerCertificates) != 1 {
		return record.Hash{}, errors.New("the peer presented no single certificate")
	}
	return sha256.Sum256(s.PeerCertificates[0].Raw), nil
}

// base is what both ends share: TLS 1.3 only, which in Go negotiates the hybrid
// X25519MLKEM768 key exchange, and no session tickets, so that every
// connection shows its certificate.
func base(own tls.Certificate) *tls.Config {
	return &tls.Config{
		Certificates:           []tls.Certificate{own},
		MinVersion:             tls.VersionTLS13,
		SessionTicketsDisabled: true,
	}
}

// ClientTLS pins the hub's certificate by its hash.
func ClientTLS(own tls.Certificate, hub record.Hash) *tls.Config {
	c := base(own)
	c.ServerName = "parley"
	// The hash below is the whole check: there is no authority to ask.
	c.InsecureSkipVerify = true
	c.VerifyConnection = func(s tls.ConnectionState) error {
		if h, err := PeerHash(&s); err != nil || h != hub {
			return ErrOtherHub
		}
		return nil
	}
	return c
}

// ServerTLS asks every caller for a certificate. Who the caller is follows
// from the roster of the process it asks about, not from here.
func ServerTLS(own tls.Certificate) *tls.Config {
	c := base(own)
	c.ClientAuth = tls.RequireAnyClientCert
	return c
}
