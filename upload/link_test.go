package upload_test

import (
	"net"
	"sync"
	"testing"
	"time"

	"hoist/upload"
	"hoist/upload/practice"
)

// link is a line between clients and a server of this computer, as a TCP proxy: without root, and the same on any
// system. What it imitates, for each direction:
//
//   - the rate, which all connections share, with a queue in front of it that holds queueTime;
//   - the time on the way: half a round trip, and as much again until the sender knows that its bytes have arrived;
//   - TCP's window: a connection begins with ten packets on the way and has one more for each that arrived, up to
//     window. That is TCP's slow start, and why a connection alone on a long line may not fill it;
//   - the round trip of TCP's handshake. TLS's own comes by itself.
//
// What it leaves out: lost packets, and all that TCP does about them. Where a real queue overflows and TCP backs off,
// the sender here waits at the queue's door. Packets have no headers, and a connection that rested keeps its window.
// All of that is kind to a client with one connection. testdata/wire.sh measures over real TCP.
type link struct {
	listener net.Listener
	server   string        // its address
	oneWay   time.Duration // half of the round trip
	up, down bottleneck
	busy     sync.WaitGroup

	mu     sync.Mutex
	conns  []*net.TCPConn // both sides of all connections there were
	closed bool
}

const (
	queueTime = 100 * time.Millisecond
	packet    = 1448        // bytes of the video in a full TCP packet
	piece     = 11 * packet // most that goes at once: one timer for all of it
	window    = 2 << 20     // about what Linux's send buffer holds at its default limit of 4 MiB
	doorway   = 8 * piece   // buffer of the proxy's sockets; larger, and the kernel takes in a segment at the link's door
)

// newLink opens a link to the server. mbit is its rate each way.
func newLink(server string, mbit float64, roundTrip time.Duration) (*link, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	l := &link{listener: listener, server: server, oneWay: roundTrip / 2}
	l.up.perSecond, l.down.perSecond = mbit*1e6/8, mbit*1e6/8
	l.busy.Go(l.accept)
	return l, nil
}

func (l *link) addr() string { return l.listener.Addr().String() }

// opened returns how many connections clients have made.
func (l *link) opened() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.conns) / 2
}

func (l *link) accept() {
	for {
		client, err := l.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", l.server)
		if err != nil {
			_ = client.Close()
			continue
		}
		l.join(client.(*net.TCPConn), server.(*net.TCPConn))
	}
}

// join carries bytes both ways until both sides are done.
func (l *link) join(client, server *net.TCPConn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conns = append(l.conns, client, server)
	if l.closed {
		_, _ = client.Close(), server.Close()
	}
	// Where this is refused, the client believes that it has sent more than it has.
	_, _ = client.SetReadBuffer(doorway), server.SetReadBuffer(doorway)
	l.busy.Go(func() {
		var ways sync.WaitGroup
		ways.Go(func() {
			time.Sleep(2 * l.oneWay) // the handshake, which the client believes to be over
			l.carry(client, server, &l.up)
		})
		ways.Go(func() { l.carry(server, client, &l.down) })
		ways.Wait()
		_, _ = client.Close(), server.Close()
	})
}

// close cuts every connection and waits until nothing runs any more.
func (l *link) close() {
	_ = l.listener.Close()
	l.mu.Lock()
	l.closed = true
	for _, c := range l.conns {
		_ = c.Close()
	}
	l.mu.Unlock()
	l.busy.Wait()
}

// parcel is a piece on its way, or the news of its arrival on the way back.
type parcel struct {
	due   time.Time
	bytes []byte
}

// carry brings what from says to the other side.
func (l *link) carry(from, to *net.TCPConn, neck *bottleneck) {
	credit := newCredit()
	there, back := make(chan parcel, 1024), make(chan parcel, 1024)
	var steps sync.WaitGroup
	steps.Go(func() {
		defer close(back)
		for p := range there {
			time.Sleep(time.Until(p.due))
			if _, err := to.Write(p.bytes); err != nil {
				_ = from.Close() // the reader below ends, and so do its peer's writes
			}
			back <- parcel{time.Now().Add(l.oneWay), p.bytes}
		}
		_ = to.CloseWrite()
	})
	steps.Go(func() {
		for p := range back {
			time.Sleep(time.Until(p.due))
			credit.arrived(len(p.bytes))
		}
	})
	for {
		p := make([]byte, credit.room())
		n, err := from.Read(p)
		if n > 0 {
			credit.take(n)
			there <- parcel{neck.pass(n).Add(l.oneWay), p[:n]}
		}
		if err != nil {
			break
		}
	}
	close(there)
	steps.Wait()
}

// credit is TCP's window of one connection in one direction.
type credit struct {
	mu      sync.Mutex
	changed sync.Cond
	most    int // that may be on the way
	on      int // that is
}

func newCredit() *credit {
	c := &credit{most: 10 * packet}
	c.changed.L = &c.mu
	return c
}

// room waits until a piece worth sending may go, and returns how large it may be.
func (c *credit) room() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.most-c.on < min(piece, c.most/2) {
		c.changed.Wait()
	}
	return min(piece, c.most-c.on)
}

func (c *credit) take(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.on += n
}

func (c *credit) arrived(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.on -= n
	c.most = min(c.most+n, window)
	c.changed.Signal()
}

// bottleneck is where all connections of a direction come together.
type bottleneck struct {
	perSecond float64 // bytes

	mu   sync.Mutex
	free time.Time // when all that stands in the queue has left it
}

// pass puts n bytes into the queue, once there is room, and returns when the last of them leaves.
func (b *bottleneck) pass(n int) time.Time {
	for {
		b.mu.Lock()
		now := time.Now()
		if b.free.Before(now) {
			b.free = now
		}
		wait := b.free.Sub(now) - queueTime
		if wait <= 0 {
			b.free = b.free.Add(time.Duration(float64(n) / b.perSecond * float64(time.Second)))
			leaves := b.free
			b.mu.Unlock()
			return leaves
		}
		b.mu.Unlock()
		time.Sleep(wait)
	}
}

// TestSerialOverLink: the table of the benchmarks is worth what its link and its reference are. The reference has one
// connection for all, and takes no less than arithmetic says: a round trip for each request, on top of the bytes' own
// time. How much more it takes depends on what else this computer does.
func TestSerialOverLink(t *testing.T) {
	t.Parallel()
	const (
		size, segment = 3 << 20, 512 << 10
		roundTrip     = 60 * time.Millisecond
		rate          = 60.0
	)
	file := clip(t, size)
	r := newRig(t, upload.V2, practice.Options{Processing: none})
	l, err := newLink(r.x.URL()[len("http://"):], rate, roundTrip)
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	began := time.Now()
	c := newSerial("http://"+l.addr(), r.x.Keys(), segment)
	defer c.close()
	id, err := c.upload(t.Context(), file)
	took := time.Since(began)
	if err != nil {
		t.Fatal(err)
	}
	if up := r.x.Uploads(); len(up) != 1 || up[0].MediaID != id || up[0].SHA256 != sum(t, file) {
		t.Errorf("media %s is not the file: %+v", id, up)
	}
	if l.opened() != 1 {
		t.Errorf("%d connections", l.opened())
	}
	// The handshake, INIT, six times APPEND, FINALIZE.
	least := bytesTake(size, rate) + 9*roundTrip
	if took < least {
		t.Errorf("it took %s, less than %s", took, least)
	}
}

// bytesTake returns how long a line of so many Mbit/s needs for so many bytes.
func bytesTake(n int64, mbit float64) time.Duration {
	return time.Duration(float64(n) * 8 / (mbit * 1e6) * float64(time.Second))
}
