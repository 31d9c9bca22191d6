// SPDX-License-Identifier: Apache-2.0

package record

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
)

// Device is the public side of one device: what it signs with, what seat keys
// are wrapped to, what tags are made with, its TLS certificate and its key as
// a witness of the log.
type Device struct {
	Label   string
	Sign    []byte // Ed25519
	Seal    []byte // X-Wing
	Auth    []byte // X25519
	TLS     Hash   // SHA-256 of the DER certificate
	Witness []byte // Ed25519, used for cosignatures only
}

// Public returns the public side of a device whose TLS certificate has the
// given hash.
func (d *DeviceSecret) Public(tls Hash) Device {
	return Device{
		Label:   d.Author.Device,
		Sign:    d.sign.Public().(ed25519.PublicKey),
		Seal:    d.seal.PublicKey().Bytes(),
		Auth:    d.auth.PublicKey().Bytes(),
		TLS:     tls,
		Witness: d.witness.Public().(ed25519.PublicKey),
	}
}

func (w *textWriter) device(d *Device) {
	w.line("device", d.Label)
	w.line("sign", b64(d.Sign))
	w.line("seal", b64(d.Seal))
	w.line("auth", b64(d.Auth))
	w.line("tls", d.TLS.String())
	w.line("witness", b64(d.Witness))
}

func (r *textReader) device() Device {
	return Device{
		Label:   r.word(r.line("device", 1)[0], "device label", ValidDevice),
		Sign:    r.bytes(r.line("sign", 1)[0], signKeySize),
		Seal:    r.bytes(r.line("seal", 1)[0], sealKeySize),
		Auth:    r.bytes(r.line("auth", 1)[0], authKeySize),
		TLS:     r.hash(r.line("tls", 1)[0]),
		Witness: r.bytes(r.line("witness", 1)[0], signKeySize),
	}
}

// check refuses keys that can never work, and one key in two roles, which
// would let a signature for one purpose be shown for another.
func (d *Device) check() error {
	if err := checkSealingKey(d.Seal); err != nil {
		return fmt.Errorf("sealing key of device %s: %w", d.Label, err)
	}
	if err := checkAgreementKey(d.Auth); err != nil {
		return fmt.Errorf("authentication key of device %s: %w", d.Label, err)
	}
	for _, key := range [...][]byte{d.Sign, d.Witness} {
		if err := checkSigningKey(key); err != nil {
			return fmt.Errorf("signing key of device %s: %w", d.Label, err)
		}
	}
	if bytes.Equal(d.Sign, d.Witness) {
		return fmt.Errorf("device %s signs entries and witnesses with one key; it needs two", d.Label)
	}
	return nil
}

// Enrolment is what a seat brings when it enters a process: its root key, its
// first device and the first generation of its seat key, with proofs that it
// holds the signing keys. It is part of a genesis, of a join request and of
// the roster entry that adds the seat.
//
// The sealing and authentication keys carry no proof of their own: a seat that
// names a key it does not hold harms only itself, since nobody seals to it
// twice unread. The root's signature ties them to the seat.
type Enrolment struct {
	Seat, Role string
	Root       []byte // Ed25519
	SeatSeal   []byte // X-Wing, generation 1
	SeatAuth   []byte // X25519, generation 1
	Device     Device

	text []byte
}

func (e *Enrolment) print() *textWriter {
	w := newTextWriter(labelEnrol)
	w.line("seat", e.Seat)
	w.line("role", e.Role)
	w.line("root", b64(e.Root))
	w.line("seat.seal", b64(e.SeatSeal))
	w.line("seat.auth", b64(e.SeatAuth))
	w.device(&e.Device)
	return w
}

// NewEnrolment builds and signs the enrolment of a seat.
func NewEnrolment(role string, root Signer, d *DeviceSecret, tls Hash, first *SeatSecret) (*Enrolment, error) {
	seal, auth := first.Public()
	e := &Enrolment{
		Seat: d.Author.Seat, Role: role, Root: root.Public(),
		SeatSeal: seal, SeatAuth: auth, Device: d.Public(tls),
	}
	w := e.print()
	body := w.bytes()
	w.line("proof", "root", b64(root.sign(body)))
	w.line("proof", "sign", b64(d.Signer().sign(body)))
	w.line("proof", "witness", b64(Signer{key: d.witness}.sign(body)))
	return ParseEnrolment(w.bytes())
}

// Text is the enrolment as it was signed, proofs included.
func (e *Enrolment) Text() []byte { return e.text }

// ParseEnrolment reads an enrolment and checks its proofs.
func ParseEnrolment(text []byte) (*Enrolment, error) {
	r := newTextReader("enrolment", text, labelEnrol)
	e := &Enrolment{
		Seat:     r.word(r.line("seat", 1)[0], "seat name", ValidSeat),
		Role:     r.word(r.line("role", 1)[0], "role", ValidRole),
		Root:     r.bytes(r.line("root", 1)[0], signKeySize),
		SeatSeal: r.bytes(r.line("seat.seal", 1)[0], sealKeySize),
		SeatAuth: r.bytes(r.line("seat.auth", 1)[0], authKeySize),
		Device:   r.device(),
	}
	body := e.print().bytes()
	r.proof("root", e.Root, body)
	r.proof("sign", e.Device.Sign, body)
	r.proof("witness", e.Device.Witness, body)
	if err := r.end(); err != nil {
		return nil, err
	}
	if err := checkSigningKey(e.Root); err != nil {
		return nil, fmt.Errorf("enrolment: root key: %w", err)
	}
	if err := checkSealingKey(e.SeatSeal); err != nil {
		return nil, fmt.Errorf("enrolment: seat sealing key: %w", err)
	}
	if err := checkAgreementKey(e.SeatAuth); err != nil {
		return nil, fmt.Errorf("enrolment: seat authentication key: %w", err)
	}
	if err := e.Device.check(); err != nil {
		return nil, fmt.Errorf("enrolment: %w", err)
	}
	e.text = bytes.Clone(text)
	return e, nil
}

// proof reads one proof line and checks it against the text before the proofs.
func (r *textReader) proof(name string, key, body []byte) {
	f := r.line("proof", 2)
	if r.err != nil {
		return
	}
	if f[0] != name {
		r.fail("is the proof of %.20q; want that of %q", f[0], name)
		return
	}
	if sig := r.bytes(f[1], sigSize); r.err == nil && !verifySig(key, body, sig) {
		r.fail("the proof of the %s key is not right: its holder did not sign this text", name)
	}
}

// NewDeviceText builds the body of roster.device.add, by which a seat's root
// admits a further device.
func NewDeviceText(d *DeviceSecret, tls Hash) []byte {
	pub := d.Public(tls)
	w := newTextWriter(labelDevice)
	w.line("seat", d.Author.Seat)
	w.device(&pub)
	body := w.bytes()
	w.line("proof", "sign", b64(d.Signer().sign(body)))
	w.line("proof", "witness", b64(Signer{key: d.witness}.sign(body)))
	return w.bytes()
}

// ParseDeviceText reads what [NewDeviceText] builds and checks its proofs.
func ParseDeviceText(text []byte) (seat string, d Device, err error) {
	r := newTextReader("device", text, labelDevice)
	seat = r.word(r.line("seat", 1)[0], "seat name", ValidSeat)
	d = r.device()
	w := newTextWriter(labelDevice)
	w.line("seat", seat)
	w.device(&d)
	r.proof("sign", d.Sign, w.bytes())
	r.proof("witness", d.Witness, w.bytes())
	if err := r.end(); err != nil {
		return "", Device{}, err
	}
	if err := d.check(); err != nil {
		return "", Device{}, fmt.Errorf("device: %w", err)
	}
	return seat, d, nil
}
