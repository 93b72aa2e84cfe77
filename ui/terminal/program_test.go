//go:build program

package terminal_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"hoist/ui/terminal"
	"hoist/upload"
)

// The most that an upload may take of the memory, and by how much that may differ with the size of the video.
const (
	mostKB   = 64 << 10
	spreadKB = 6 << 10
)

var mediaIDAlone = regexp.MustCompile(`^[0-9]{19}\n$`)

// TestProgramUpload sends a small and a large film with both generations of X's API: what arrives is what was sent,
// and the size of the film does not show in the memory.
func TestProgramUpload(t *testing.T) {
	x := openShop(t)
	peaks := map[string]int64{}
	for name, seconds := range map[string]int{"30 MB": 6, "300 MB": 60} {
		path := film(t, seconds)
		want := sumOf(t, path)
		for _, api := range []upload.Generation{upload.V2, upload.V1} {
			what := name + " with " + string(api)
			o := call{
				binary: hoistBinary(t), home: t.TempDir(), env: x.keys(),
				args: []string{"upload", "--api", string(api), "--base-url", x.BaseURL, path},
			}.run()
			if o.err != nil || o.exit != terminal.ExitDone || !mediaIDAlone.MatchString(o.stdout) {
				t.Fatalf("%s: exit %d, %v, standard output %q:\n%s", what, o.exit, o.err, o.stdout, o.stderr)
			}
			got := x.received(t, oneTime(), strings.TrimSpace(o.stdout))
			if got.SHA256 != want || got.State != "succeeded" {
				t.Errorf("%s: %s arrived and is %s, want %s", what, got.SHA256, got.State, want)
			}
			peaks[what] = o.peakKB
			t.Logf("%s: %d KB of memory at most", what, o.peakKB)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	least, most := int64(mostKB), int64(0)
	for _, peak := range peaks {
		least, most = min(least, peak), max(most, peak)
	}
	if least == 0 || most >= mostKB || most-least > spreadKB {
		t.Errorf("memory in KB: %v; want less than %d, and no more than %d between them", peaks, mostKB, spreadKB)
	}
}

// TestProgramInterrupt presses Ctrl+C in the midst of an upload, and ends it as a system does that shuts down.
func TestProgramInterrupt(t *testing.T) {
	x := openShop(t, "--rate", "40")
	path := film(t, 30)
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		var at time.Time
		o := call{
			binary: hoistBinary(t), home: t.TempDir(), env: x.keys(),
			args:   []string{"upload", "--base-url", x.BaseURL, path},
			during: func(p *os.Process) { at = time.Now(); _ = p.Signal(signal) },
		}.run()
		if o.err != nil || o.exit != terminal.ExitInterrupted || o.stdout != "" {
			t.Errorf("%v: exit %d, %v, standard output %q:\n%s", signal, o.exit, o.err, o.stdout, o.stderr)
		}
		if !strings.Contains(o.stderr, "The upload was stopped.") || !strings.Contains(o.stderr, "To continue: hoist upload --resume ") {
			t.Errorf("%v: it says:\n%s", signal, o.stderr)
		}
		// The film goes on for 25 s more: an end by itself would come later than this.
		if took := time.Since(at); took > 20*time.Second {
			t.Errorf("%v: it took %v to end", signal, took)
		}
	}
}

// TestProgramUse: what the program answers when nothing is to be sent.
func TestProgramUse(t *testing.T) {
	for line, exit := range map[string]int{
		"--version": terminal.ExitDone, "--help": terminal.ExitDone, "upload --help": terminal.ExitDone,
		"upload": terminal.ExitWrongUse, "--nonsense": terminal.ExitWrongUse, "upload --api v3 a.mp4": terminal.ExitWrongUse,
		"upload --base-url http://example.com a.mp4":               terminal.ExitWrongUse,
		"upload --practice --base-url https://example.com a.mp4":   terminal.ExitWrongUse,
		"upload --start a.mp4":                                     terminal.ExitWrongUse,
		"upload --wait 0 a.mp4":                                    terminal.ExitWrongUse,
		"upload --limit fast a.mp4":                                terminal.ExitWrongUse,
		"upload --at-once 9 a.mp4":                                 terminal.ExitWrongUse,
		"upload --segment-size 9MB a.mp4":                          terminal.ExitWrongUse,
		"upload --resume a.mp4":                                    terminal.ExitWrongUse,
		"upload --resume --practice":                               terminal.ExitWrongUse,
		"uploads a.mp4":                                            terminal.ExitWrongUse,
		"check":                                                    terminal.ExitWrongUse,
		"check --anyway a.mp4":                                     terminal.ExitWrongUse,
		"upload --resume 5":                                        terminal.ExitFailed,
		"practice a.mp4":                                           terminal.ExitWrongUse,
		"practice --tls-cert cert.pem":                             terminal.ExitWrongUse,
		"practice --rate fast":                                     terminal.ExitWrongUse,
		"practice --faults /nonexistent/faults.json":               terminal.ExitFailed,
		"practice --listen 127.0.0.1:0 --tls-cert /no --tls-key /": terminal.ExitFailed,
	} {
		home := t.TempDir()
		o := call{binary: hoistBinary(t), home: home, args: strings.Fields(line)}.run()
		said, silent := o.stderr, o.stdout
		if exit == terminal.ExitDone {
			said, silent = silent, said
		}
		if o.err != nil || o.exit != exit || strings.TrimSpace(said) == "" || silent != "" {
			t.Errorf("hoist %s: exit %d, want %d (%v)\nstandard output %q\nstandard error %q", line, o.exit, exit, o.err, o.stdout, o.stderr)
		}
	}
}

// TestProgramAddress uploads what a desktop names by its address.
func TestProgramAddress(t *testing.T) {
	path := film(t, 6)
	spaced := filepath.Join(t.TempDir(), "a film.mp4")
	if err := os.Link(path, spaced); err != nil {
		t.Fatal(err)
	}
	address := url.URL{Scheme: "file", Path: spaced}
	o := call{binary: hoistBinary(t), home: t.TempDir(), args: []string{"upload", "--practice", address.String()}}.run()
	if o.err != nil || o.exit != terminal.ExitDone {
		t.Errorf("%s: exit %d, %v:\n%s", address.String(), o.exit, o.err, o.stderr)
	}
}

// TestProgramTLS sends over https to a stand-in whose certificate only those trust who are told to.
func TestProgramTLS(t *testing.T) {
	cert, key := certificate(t)
	x := openShop(t, "--tls-cert", cert, "--tls-key", key)
	path := film(t, 6)
	send := call{binary: hoistBinary(t), args: []string{"upload", "--base-url", x.BaseURL, path}}

	send.home, send.env = t.TempDir(), append(x.keys(), "SSL_CERT_FILE="+cert)
	o := send.run()
	if o.err != nil || o.exit != terminal.ExitDone || !mediaIDAlone.MatchString(o.stdout) {
		t.Fatalf("exit %d, %v:\n%s", o.exit, o.err, o.stderr)
	}
	text, err := os.ReadFile(cert)
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(text)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: trusted}}}
	if got := x.received(t, client, strings.TrimSpace(o.stdout)); got.SHA256 != sumOf(t, path) {
		t.Errorf("%s arrived, want %s", got.SHA256, sumOf(t, path))
	}

	send.home, send.env = t.TempDir(), x.keys()
	o = send.run()
	if o.err != nil || o.exit != terminal.ExitFailed || !strings.Contains(o.stderr, "Somebody checks your secure traffic") {
		t.Errorf("without trust: exit %d, %v:\n%s", o.exit, o.err, o.stderr)
	}
}

// certificate makes a certificate for 127.0.0.1 that signs itself.
func certificate(t *testing.T) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, der []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "PRIVATE KEY", secret)
}
