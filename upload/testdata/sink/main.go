// Command sink takes what is sent to it over TLS and throws it away: the server of cost.sh, of which nothing is asked but
// that it keeps up with its clients. To `hoist upload` it looks enough like X's v2, except that it looks at no signature
// and at no byte; to any other client it is a place for a PUT.
//
//	sink CERT KEY       prints its address, and then for each connection the version of TLS and the cipher
package main

import (
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"time"
)

func main() {
	cert, err := tls.LoadX509KeyPair(os.Args[1], os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	listen, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("https://" + listen.Addr().String())
	s := &http.Server{
		Handler: &sink{}, ReadHeaderTimeout: time.Minute,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{cert}, NextProtos: []string{"http/1.1"}, VerifyConnection: tell},
	}
	log.Fatal(s.ServeTLS(listen, "", ""))
}

func tell(c tls.ConnectionState) error {
	fmt.Println(tls.VersionName(c.Version), tls.CipherSuiteName(c.CipherSuite))
	return nil
}

// sink knows one upload.
type sink struct{ total, got atomic.Int64 }

// ServeHTTP implements http.Handler.
func (s *sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	const media = `"id":"1880028106020515840","media_key":"13_1880028106020515840"`
	switch {
	case strings.HasSuffix(r.URL.Path, "/initialize"):
		var asked struct {
			Bytes int64 `json:"total_bytes"`
		}
		if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		s.total.Store(asked.Bytes)
		s.got.Store(0)
		fmt.Fprintf(w, `{"data":{%s,"expires_after_secs":86400}}`, media)
	case strings.HasSuffix(r.URL.Path, "/finalize"):
		if s.got.Load() < s.total.Load() {
			http.Error(w, `{"errors":[{"message":"Invalid request","title":"Segments do not add up"}]}`, http.StatusBadRequest)
			return
		}
		fmt.Fprintf(w, `{"data":{%s,"size":%d}}`, media, s.total.Load())
	default:
		n, err := io.Copy(io.Discard, r.Body) // of segments: some bytes of the form, too
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		s.got.Add(n)
	}
}
