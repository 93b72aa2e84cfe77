package practice

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Server is a stand-in for X. Its methods may be called by several goroutines at once.
type Server struct {
	o      Options
	log    *slog.Logger
	http   *http.Server
	tls    *tls.Config // nil: plain http
	line   *line
	guard  *guard
	meter  *meter
	faults *script
	store  *store
	signin *signin
	done   chan struct{} // closed by Close
	served chan struct{} // closed when the goroutine of Start has ended; nil without Start

	mu     sync.Mutex // guards what follows
	addr   string
	closed bool
	counts map[string]int
	busy   sync.WaitGroup // requests under way; no Add once closed is set
}

// New returns a stand-in that waits for [Server.Serve].
func New(o Options) (*Server, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, fmt.Errorf("practice: %w", err)
	}
	s := &Server{
		o: o, log: o.Log, line: newLine(o.RateMbit), guard: newGuard(o.Keys),
		meter:  &meter{quotas: make(map[string]*quota)},
		faults: &script{faults: slices.Clone(o.Faults), seen: make([]int, len(o.Faults))},
		store:  newStore(), signin: newSignin(o.RegisteredCallbacks),
		done: make(chan struct{}), counts: make(map[string]int),
	}
	if o.CertFile != "" {
		cert, err := tls.LoadX509KeyPair(o.CertFile, o.KeyFile)
		if err != nil {
			return nil, fmt.Errorf("practice: certificate: %w", err)
		}
		s.tls = &tls.Config{
			Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
		}
	}
	s.guard.add(&user{id: o.UserID, screenName: o.ScreenName, token: o.Keys.AccessToken, secret: o.Keys.AccessSecret})
	s.http = &http.Server{
		Handler:           http.HandlerFunc(s.handle),
		ReadHeaderTimeout: time.Minute,
		ErrorLog:          slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug),
		Protocols:         new(http.Protocols),
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, connKey{}, c)
		},
	}
	// Faults act on a connection; under HTTP/2 they would hit the other requests on it too.
	s.http.Protocols.SetHTTP1(true)
	return s, nil
}

// Start returns a stand-in that listens on o.Listen and serves until [Server.Close].
func Start(o Options) (*Server, error) {
	s, err := New(o)
	if err != nil {
		return nil, err
	}
	addr, err := net.ResolveTCPAddr("tcp", s.o.Listen)
	if err != nil {
		return nil, fmt.Errorf("practice: listen: %w", err)
	}
	l, err := net.ListenTCP("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("practice: listen: %w", err)
	}
	s.addr = l.Addr().String()
	s.served = make(chan struct{})
	go func() {
		defer close(s.served)
		if err := s.Serve(l); err != nil {
			s.log.Error("practice", "err", err)
		}
	}()
	return s, nil
}

// Serve takes connections from l, which it closes, until [Server.Close]; then it returns nil.
func (s *Server) Serve(l net.Listener) error {
	s.mu.Lock()
	s.addr = l.Addr().String()
	s.mu.Unlock()
	var on net.Listener = &lineListener{Listener: l, line: s.line}
	if s.tls != nil {
		on = tls.NewListener(on, s.tls)
	}
	if err := s.http.Serve(on); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("practice: %w", err)
	}
	return nil
}

// Close cuts every connection, releases what faults hold, waits until all requests have ended and gives back the disk
// space. It may be called more than once.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	close(s.done)
	s.mu.Unlock()
	err := s.http.Close()
	if s.served != nil {
		<-s.served
	}
	s.busy.Wait()
	if err := errors.Join(err, s.store.close()); err != nil {
		return fmt.Errorf("practice: close: %w", err)
	}
	return nil
}

// URL returns the base address, such as http://127.0.0.1:34567: for both generations and for OAuth. Without [Start] it
// is known once Serve has begun.
func (s *Server) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tls != nil {
		return "https://" + s.addr
	}
	return "http://" + s.addr
}

// Keys returns what the first user signs with.
func (s *Server) Keys() Keys { return s.o.Keys }

// AddUser makes another user of the same app and returns the keys of that user. Uploads belong to who opened them.
func (s *Server) AddUser(screenName string) Keys {
	u := &user{id: randomMediaID(), screenName: screenName, secret: randomText(45)}
	u.token = u.id + "-" + randomText(40)
	s.guard.add(u)
	k := s.o.Keys
	k.AccessToken, k.AccessSecret = u.token, u.secret
	return k
}

// SetRate changes the line speed in Mbit/s each way, also for what is under way; 0 means no limit.
func (s *Server) SetRate(mbit float64) { s.line.set(mbit) }

// Uploads returns all uploads in the order in which they were opened.
func (s *Server) Uploads() []Upload { return s.store.list(s.now()) }

// Counts returns how many requests of each operation have come, refused and spoiled ones included: "init", "append",
// "finalize", "status", "request_token", "access_token", "users_me".
func (s *Server) Counts() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.counts)
}

func (s *Server) count(op string) {
	if op == opUnknown || op == opObsolete {
		return
	}
	s.mu.Lock()
	s.counts[op]++
	s.mu.Unlock()
}

// now is the server's idea of the time.
func (s *Server) now() time.Time { return time.Now().Add(s.o.ClockSkew) }

// limit returns how many calls of an operation a user has in a window (X's table of rate limits, 2026-10).
func (s *Server) limit(op string) int {
	switch {
	case s.o.RequestLimit > 0:
		return s.o.RequestLimit
	case op == opStatus:
		return 1000
	case op == opUsersMe:
		return 75
	}
	return 1875
}

// open makes the upload of an INIT.
func (s *Server) open(who *user, in opening, now time.Time) *upload {
	u := &upload{
		id: randomMediaID(), owner: who.id, mediaType: in.mediaType, category: in.category, total: in.total,
		sync: in.sync, expires: now.Add(s.o.Expiry), segments: make(map[int]stored),
	}
	prefix := "7_" // tweet_video
	switch in.category {
	case "amplify_video":
		prefix = "13_"
	case "tweet_image":
		prefix = "3_"
	}
	u.key = prefix + u.id
	s.store.add(u, now)
	return u
}
