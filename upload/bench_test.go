//go:build linux

package upload_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"hoist/upload/practice"
)

// stretch is what the clients of a row of the table upload over: a link, and an X that takes its time for each APPEND.
type stretch struct {
	Mbit       float64 // 0: no link between client and stand-in
	RoundTrip  time.Duration
	ServerTime time.Duration // from a segment's last byte to the answer
	MiB        int
	Runs       int // of each client, in turn; the table has the medians
}

func (s stretch) String() string {
	if s.Mbit == 0 {
		return "TLS on loopback, no link"
	}
	return fmt.Sprintf("%g Mbit/s, %d ms, X %d ms", s.Mbit, s.RoundTrip.Milliseconds(), s.ServerTime.Milliseconds())
}

var stretches = []stretch{
	{Mbit: 20, RoundTrip: 100 * time.Millisecond, MiB: 16, Runs: 1},
	{Mbit: 50, RoundTrip: 100 * time.Millisecond, ServerTime: 150 * time.Millisecond, MiB: 64, Runs: 1},
	{Mbit: 200, RoundTrip: 30 * time.Millisecond, ServerTime: 150 * time.Millisecond, MiB: 64, Runs: 3},
	{Mbit: 1000, RoundTrip: 20 * time.Millisecond, MiB: 64, Runs: 3},
	{MiB: 512, Runs: 3}, // X's limit; for what the client itself costs
}

// TestTable prints what `make bench` is for: the engine beside a serial client, in one run, over the same links. Each
// upload is a process of its own, and so is the stand-in with its link: time and memory are the client's alone. An
// upload of which the stand-in has other bytes fails it all.
func TestTable(t *testing.T) {
	if os.Getenv("HOIST_BENCH") == "" {
		t.Skip("it takes a minute or two: make bench")
	}
	cert, key := selfSigned(t)
	fmt.Printf("%s, %s/%s, %d CPUs; TLS and HTTP/1.1; links as link_test.go says: no loss.\n\n",
		runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	fmt.Println("| link: rate, round trip, time per APPEND | MiB | client | seconds | times the line's limit | CPU s per GiB | MiB allocated per GiB |")
	fmt.Println("|---|--:|---|--:|--:|--:|--:|")
	for _, s := range stretches {
		for _, m := range measure(t, s, cert, key) {
			gib, times := float64(s.MiB)/1024, "–"
			if s.Mbit > 0 {
				times = fmt.Sprintf("%.2f", m.Seconds/bytesTake(int64(s.MiB)<<20, s.Mbit).Seconds())
			}
			fmt.Printf("| %s | %d | %s | %.2f | %s | %.2f | %.1f |\n", s, s.MiB, m.Client, m.Seconds, times, m.CPU/gib, m.Allocated/(1<<20)/gib)
		}
	}
}

// measure uploads one file with each client and returns their medians.
func measure(t *testing.T, s stretch, cert, key string) []measured {
	file := clip(t, s.MiB<<20)
	defer func() { _ = os.Remove(file) }()
	flush(t, file)
	want := sum(t, file)
	x := startServer(t, benchServer{Stretch: s, Cert: cert, Key: key})
	defer x.stop()
	clients := []string{clientSerial, clientHoist}
	runs := make(map[string][]measured)
	for range s.Runs {
		for _, name := range clients {
			m := runClient(t, cert, benchClient{Client: name, Base: x.Base, Keys: x.Keys, File: file})
			if got := x.sum(t, cert, m.MediaID); got != want {
				t.Fatalf("%s, %s: the stand-in has %q, the file is %s", s, name, got, want)
			}
			runs[name] = append(runs[name], m)
		}
	}
	medians := make([]measured, len(clients))
	for i, name := range clients {
		medians[i] = measured{
			Client:    name,
			Seconds:   median(runs[name], func(m measured) float64 { return m.Seconds }),
			CPU:       median(runs[name], func(m measured) float64 { return m.CPU }),
			Allocated: median(runs[name], func(m measured) float64 { return m.Allocated }),
		}
	}
	return medians
}

func median(runs []measured, of func(measured) float64) float64 {
	values := make([]float64, len(runs))
	for i, m := range runs {
		values[i] = of(m)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// flush brings a file that was just written to the disk, or the first upload would be slowed down by that.
func flush(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err == nil {
		err = errors.Join(f.Sync(), f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// sum returns the SHA-256 that the stand-in made of an upload.
func (x *served) sum(t *testing.T, cert, mediaID string) string {
	t.Helper()
	trusted, err := os.ReadFile(cert)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(trusted)
	line := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	defer line.CloseIdleConnections()
	resp, err := (&http.Client{Transport: line}).Get(x.Direct + "/practice/uploads")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var uploads []practice.Upload
	if err := json.NewDecoder(resp.Body).Decode(&uploads); err != nil {
		t.Fatal(err)
	}
	for _, u := range uploads {
		if u.MediaID == mediaID {
			return u.SHA256
		}
	}
	return ""
}

// selfSigned makes a certificate for 127.0.0.1 and returns the files of it and of its key.
func selfSigned(t *testing.T) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for path, block := range map[string]*pem.Block{
		certFile: {Type: "CERTIFICATE", Bytes: cert},
		keyFile:  {Type: "PRIVATE KEY", Bytes: secret},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certFile, keyFile
}
