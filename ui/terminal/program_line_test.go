//go:build program

package terminal_test

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
)

// line is a line to a stand-in that can be cut.
type line struct {
	url, to string

	mu     sync.Mutex
	listen net.Listener
	conns  []net.Conn
}

func newLine(t *testing.T, to string) *line {
	t.Helper()
	l := &line{url: "http://127.0.0.1:0", to: to}
	l.mend(t)
	t.Cleanup(l.cut)
	return l
}

// mend lets the line work, at the address that it had.
func (l *line) mend(t *testing.T) {
	t.Helper()
	listen, err := net.Listen("tcp", strings.TrimPrefix(l.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.listen, l.url = listen, "http://"+listen.Addr().String()
	go func() {
		for {
			near, err := listen.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", l.to)
			if err != nil {
				_ = near.Close()
				continue
			}
			l.mu.Lock()
			l.conns = append(l.conns, near, far)
			l.mu.Unlock()
			go pass(near, far)
			go pass(far, near)
		}
	}()
}

func pass(from, to net.Conn) {
	_, _ = io.Copy(to, from)
	_ = to.Close()
	_ = from.Close()
}

// cut ends the line: nobody answers at its address.
func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.listen.Close()
	for _, conn := range l.conns {
		_ = conn.Close()
	}
	l.conns = nil
}
