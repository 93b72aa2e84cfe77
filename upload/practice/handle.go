package practice

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// connKey is where a request's context has its connection.
type connKey struct{}

// handle is every request's way in.
func (s *Server) handle(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		panic(http.ErrAbortHandler)
	}
	s.busy.Add(1)
	s.mu.Unlock()
	defer s.busy.Done()
	if s.pauser(r.Context())(s.o.Latency) != nil {
		s.cut(r)
	}
	switch r.URL.Path {
	case "/practice/uploads":
		s.tellUploads(w, r)
		return
	case stylePath:
		s.style(w)
		return
	case "/oauth/authorize":
		s.authorize(w, r)
		return
	}
	c, ok := s.newCall(r, began)
	if !ok {
		s.lost(w, r)
		return
	}
	if err := c.serve(w); err != nil {
		s.log.Debug("practice: no answer", "op", c.op, "segment", c.segment, "read", c.body.n, "err", err)
		s.cut(r)
	}
}

// cut closes the connection of a request without an answer. net/http alone would first read up to 256 KiB of what the
// client still sends.
func (s *Server) cut(r *http.Request) {
	c, _ := r.Context().Value(connKey{}).(net.Conn)
	if t, ok := c.(*tls.Conn); ok {
		c = t.NetConn() // without TLS's own farewell
	}
	if c != nil {
		if err := c.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			s.log.Debug("practice: cut", "err", err)
		}
	}
	panic(http.ErrAbortHandler)
}

// tellUploads answers GET /practice/uploads, which X does not have and nobody signs.
func (s *Server) tellUploads(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	s.plain(w, v2JSON(http.StatusOK, s.Uploads()))
}

// lost answers what is at no path of X's media upload.
func (s *Server) lost(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/2/") {
		s.plain(w, aboutBlank(http.StatusNotFound, "Not Found"))
		return
	}
	s.plain(w, coded(http.StatusNotFound, 34, "Sorry, that page does not exist."))
}

// plain sends an answer outside of X's operations.
func (s *Server) plain(w http.ResponseWriter, rep reply) {
	h := w.Header()
	for name, values := range rep.header {
		h[name] = values
	}
	h.Set("Date", s.now().UTC().Format(http.TimeFormat))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Length", strconv.Itoa(len(rep.body)))
	w.WriteHeader(rep.status)
	if _, err := w.Write(rep.body); err != nil {
		s.log.Debug("practice: page", "err", err)
	}
}
