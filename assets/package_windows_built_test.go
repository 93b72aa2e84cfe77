//go:build packages

package assets_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestPackageWindowsTwice builds the packages once more, from a copy of the sources in another folder: the bytes are the same.
func TestPackageWindowsTwice(t *testing.T) {
	w := windowsPackages(t, "")
	copied := filepath.Join(t.TempDir(), "a folder of another name")
	command(t, "testdata/copy.sh", copied)
	t.Logf("%s", command(t, filepath.Join(copied, "assets/installers/packages.sh"), "windows"))
	again := windowsPackages(t, filepath.Join(copied, "dist"))
	if sum(t, w.setup) != sum(t, again.setup) {
		t.Error("the setup is another when it is built again")
	}
	if sum(t, w.portable) != sum(t, again.portable) {
		t.Error("the zip is another when it is built again")
	}
}

// windowsSign is a certificate that a test made, as sign.sh wants to be told of it.
type windowsSign struct {
	certificate string // PEM, to verify by
	env         []string
	password    string
}

// windowsCertificate makes a certificate that signs itself.
func windowsCertificate(t *testing.T) windowsSign {
	t.Helper()
	folder := t.TempDir()
	file := func(name string) string { return filepath.Join(folder, name) }
	s := windowsSign{certificate: file("certificate.pem"), password: "a password with spaces & $igns"}
	if err := os.WriteFile(file("password"), []byte(s.password), 0o600); err != nil {
		t.Fatal(err)
	}
	command(t, "openssl", "req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "2", "-subj", "/CN=Hoist in a test",
		"-addext", "keyUsage=critical,digitalSignature", "-addext", "extendedKeyUsage=codeSigning",
		"-keyout", file("key.pem"), "-out", s.certificate)
	command(t, "openssl", "pkcs12", "-export", "-inkey", file("key.pem"), "-in", s.certificate,
		"-passout", "file:"+file("password"), "-out", file("certificate.p12"))
	s.env = []string{"HOIST_SIGN_CERT=" + file("certificate.p12"), "HOIST_SIGN_PASSWORD_FILE=" + file("password")}
	return s
}

// verified reports whether a program carries a signature that fits it and this certificate.
func (s windowsSign) verified(t *testing.T, content []byte) (said string, ok bool) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "program.exe")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "osslsigncode", "verify", "-CAfile", s.certificate, "-in", path).CombinedOutput()
	return string(out), err == nil
}

// TestPackageWindowsSigned builds the packages with a certificate: whatever Windows runs of them is signed.
func TestPackageWindowsSigned(t *testing.T) {
	s := windowsCertificate(t)
	copied := filepath.Join(t.TempDir(), "signed")
	command(t, "testdata/copy.sh", copied)
	build := exec.CommandContext(t.Context(), filepath.Join(copied, "assets/installers/packages.sh"), "windows")
	build.Env = append(append(os.Environ(), s.env...), "HOIST_REPOSITORY=https://example.org/hoist")
	said, err := build.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if bytes.Contains(said, []byte(s.password)) || bytes.Contains(said, []byte("Nothing for Windows is signed")) {
		t.Errorf("the build said\n%s", said)
	}
	w := windowsPackages(t, filepath.Join(copied, "dist"))
	portable, inside := w.inPortable(), w.inSetup()
	for name, content := range map[string][]byte{
		"setup": readAll(t, w.setup), windowProgram: portable[windowProgram], consoleProgram: portable[consoleProgram],
		windowProgram + " in the setup": inside[windowProgram], consoleProgram + " in the setup": inside[consoleProgram],
		"uninstall.exe": inside["uninstall.exe"],
	} {
		said, ok := s.verified(t, content)
		if !ok || !strings.Contains(said, "SHA256") || !strings.Contains(said, "https://example.org/hoist") {
			t.Errorf("%s: %s", name, said)
		}
		content = bytes.Clone(content)
		content[len(content)/2] ^= 1
		if said, ok := s.verified(t, content); ok {
			t.Errorf("%s passes with a bit changed: %s", name, said)
		}
	}
}

// TestPackageWindowsUnsigned: without a certificate nothing is signed, and with one that is of no use nothing is built.
func TestPackageWindowsUnsigned(t *testing.T) {
	s := windowsCertificate(t)
	w := windowsPackages(t, "")
	if said, ok := s.verified(t, readAll(t, w.setup)); ok || !strings.Contains(said, "No signature found") {
		t.Errorf("the setup that was built without a certificate: %s", said)
	}
	program := filepath.Join(t.TempDir(), "program.exe")
	before := w.inPortable()[consoleProgram]
	if err := os.WriteFile(program, before, 0o600); err != nil {
		t.Fatal(err)
	}
	wrong := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(wrong, []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, env := range map[string][]string{
		"a wrong password": {s.env[0], "HOIST_SIGN_PASSWORD_FILE=" + wrong},
		"no certificate":   {"HOIST_SIGN_CERT=" + wrong + ".p12", s.env[1]},
	} {
		sign := exec.CommandContext(t.Context(), "installers/windows/sign.sh", program)
		sign.Env = append(os.Environ(), env...)
		if said, err := sign.CombinedOutput(); err == nil {
			t.Errorf("with %s: %s", name, said)
		}
		if !bytes.Equal(readAll(t, program), before) {
			t.Errorf("with %s the program is another", name)
		}
	}
}
