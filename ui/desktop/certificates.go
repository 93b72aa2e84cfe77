package desktop

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// mostCertificateBytes is more than all that the world's systems trust by themselves.
const mostCertificateBytes = 1 << 20

// LoadCertificates returns the certificates that the system trusts and those of a PEM file, of 1 MiB at most. What else
// is in the file is passed over, such as a key or a certificate that cannot be read, but one has to be there. Errors have
// the kind [CertificatesUnreadable] or [NoCertificates].
func LoadCertificates(path string) (*x509.CertPool, error) {
	failed := func(kind Kind, err error) (*x509.CertPool, error) {
		return nil, &Error{Kind: kind, Err: &fs.PathError{Op: "read", Path: path, Err: err}}
	}
	data, err := readRegular(path)
	if err != nil {
		return failed(CertificatesUnreadable, err)
	}
	if len(data) > mostCertificateBytes {
		return failed(NoCertificates, fmt.Errorf("more than %d bytes", mostCertificateBytes))
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		return failed(CertificatesUnreadable, fmt.Errorf("the system's certificates: %w", err))
	}
	found := false
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		if one, err := x509.ParseCertificate(block.Bytes); err == nil {
			pool.AddCert(one)
			found = true
		}
	}
	if !found {
		return failed(NoCertificates, errors.New("no certificate in PEM form"))
	}
	return pool, nil
}

// readRegular reads a file to a byte beyond the limit. It does not touch what is none: to open a pipe can take for ever.
func readRegular(path string) ([]byte, error) {
	about, err := os.Stat(path)
	if err != nil {
		return nil, bare(err)
	}
	if !about.Mode().IsRegular() {
		return nil, errors.New("not a file")
	}
	f, err := os.Open(path) //nolint:gosec // the person named it
	if err != nil {
		return nil, bare(err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	data, err := io.ReadAll(io.LimitReader(f, mostCertificateBytes+1))
	return data, bare(err)
}

// bare returns what happened to a file without its name, which is told once.
func bare(err error) error {
	if inPath, ok := errors.AsType[*fs.PathError](err); ok {
		return inPath.Err
	}
	return err
}
