package desktop

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"
)

const (
	listensWithin = 3 * time.Second       // a first start that has its place listens
	answersWithin = 5 * time.Second       // whoever is at the other end has said all that it has to say
	looksAgain    = 20 * time.Millisecond // until the next try
	givenUp       = 10 * time.Millisecond // how long it is looked whether a second start has gone
	visitsAtOnce  = 16                    // more wait until they are let in
	accepted      = "ok\n"
)

// errInUse says that another start has the place.
var errInUse = errors.New("another start is there")

// Handover is what a second start hands to the first. Without files it only asks the first to show itself.
type Handover struct {
	Files []string // absolute paths, any bytes but NUL; together less than a mebibyte, and at most 10,000
	Start bool     // begin to upload at once
}

// First is the program's first start, which the next ones meet. It holds its place until Close, or until the program
// ends, however that happens.
type First struct {
	listener net.Listener
	lock     *os.File
	close    func() // closes closed, once
	closed   chan struct{}
}

// Meet finds out whether another start with the same key has its window open. It hands over what it was asked for and
// returns nil, true; or it becomes the first itself, from then on met by others, who wait five seconds for Serve.
//
// The key is everything that must be equal for two starts to be one program: folder of data, mode, address, account.
// It stays in the program: only its hash is seen outside.
//
// An error means that it is not known, or that the first does not answer: the caller had better open a window of its
// own, without a First. Nothing was handed over then, except when the first took it and died before it could say so.
// The answer takes three seconds where the place is hard to get, and eight at the very most.
func Meet(ctx context.Context, key string, mine Handover) (first *First, handed bool, err error) {
	first, err = meet(ctx, key, mine)
	if err != nil {
		return nil, false, fmt.Errorf("meet the first start: %w", err)
	}
	return first, first == nil, nil
}

// meet returns no First when it has handed over.
func meet(ctx context.Context, key string, mine Handover) (*First, error) {
	place, err := meetingPlace(key)
	if err != nil {
		return nil, err
	}
	line, unfit := mine.line() // matters only if there is somebody to hand it to
	for until := time.Now().Add(listensWithin); ; {
		first, err := settle(ctx, place)
		switch {
		case !errors.Is(err, errInUse):
			return first, err
		case unfit != nil:
			return nil, unfit
		}
		err = handOver(ctx, place, line)
		switch {
		case err == nil:
			return nil, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, os.ErrDeadlineExceeded), time.Now().After(until):
			return nil, err
		}
		select { // the first is about to listen, or is about to end
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(looksAgain):
		}
	}
}

// settle takes the place. It fails with errInUse where another start has it.
func settle(ctx context.Context, place string) (*First, error) {
	lock, err := lockPlace(place + lockEnd)
	if err != nil {
		return nil, err
	}
	listener, err := listen(ctx, place+socketEnd)
	if err != nil {
		_ = leavePlace(lock) // the other error tells more
		return nil, err
	}
	closed := make(chan struct{})
	return &First{listener, lock, sync.OnceFunc(func() { close(closed) }), closed}, nil
}

// listen opens the socket, for which the caller must have the lock. What a killed start has left there goes. Where
// somebody still answers it is the lock that has gone, to a system that cleans up old temporary files.
func listen(ctx context.Context, socket string) (net.Listener, error) {
	if other, err := dial(ctx, socket); err == nil {
		_ = other.Close() // nothing was said
		return nil, errInUse
	}
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return new(net.ListenConfig).Listen(ctx, "unix", socket)
}

func dial(ctx context.Context, socket string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: listensWithin}
	return dialer.DialContext(ctx, "unix", socket)
}

// handOver gives the line to the first start and waits until it is accepted.
func handOver(ctx context.Context, place string, line []byte) error {
	conn, err := dial(ctx, place+socketEnd)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // all was said
	if err := samePerson(conn); err != nil {
		return err
	}
	_ = conn.SetDeadline(time.Now().Add(answersWithin)) // fails only once closed
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })()
	if _, err := conn.Write(line); err != nil {
		return fmt.Errorf("hand over: %w", err)
	}
	answer := make([]byte, len(accepted))
	if _, err := io.ReadFull(conn, answer); err != nil {
		return fmt.Errorf("hand over: no answer: %w", err)
	}
	if string(answer) != accepted {
		return fmt.Errorf("hand over: the answer is %q", answer)
	}
	return nil
}

// Serve calls take for each handover until ctx ends or Close is called; after that no other start is let in. It is
// called once.
//
// take is called on a goroutine of its own, one call at a time. That it returns means accepted, so it must return
// within a second or two: a second start that has waited for five opens a window of its own. What comes in broken, or
// from another person, is dropped.
func (f *First) Serve(ctx context.Context, take func(Handover)) {
	ctx, cancel := context.WithCancel(ctx)
	reception := reception{take: take}
	defer reception.visits.Wait()
	defer cancel()
	defer context.AfterFunc(ctx, func() { _ = f.listener.Close() })()
	room := make(chan struct{}, visitsAtOnce)
	for {
		conn, err := f.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // the program has too many files open, say: that passes
			select {
			case <-ctx.Done():
			case <-time.After(looksAgain):
			}
			continue
		}
		select {
		case <-ctx.Done():
			_ = conn.Close() // unheard
		case <-f.closed:
			_ = conn.Close() // unheard
		case room <- struct{}{}:
			reception.visits.Go(func() {
				reception.receive(ctx, conn)
				<-room
			})
		}
	}
}

// Close lets go of the place: the next start becomes the first. It ends Serve, and does not wait for a take that runs.
// It is called once.
func (f *First) Close() error {
	f.close()
	err := f.listener.Close()
	if errors.Is(err, net.ErrClosed) { // by the end of Serve
		err = nil
	}
	return errors.Join(err, leavePlace(f.lock)) // in this order: the socket is removed while nobody else can make one
}

// reception is where the first start hears the others.
type reception struct {
	take   func(Handover)
	turn   sync.Mutex // has who is calling take
	visits sync.WaitGroup
}

// receive hears one other start, and tells it that what it handed over is accepted. It answers nothing else.
func (r *reception) receive(ctx context.Context, conn net.Conn) {
	defer func() { _ = conn.Close() }() // all was said
	if samePerson(conn) != nil {
		return
	}
	_ = conn.SetReadDeadline(time.Now().Add(answersWithin)) // fails only once closed
	defer context.AfterFunc(ctx, func() { _ = conn.SetReadDeadline(time.Unix(1, 0)) })()
	handover, err := readHandover(conn)
	if err != nil {
		return
	}
	r.turn.Lock()
	defer r.turn.Unlock()
	if ctx.Err() != nil || !stillWaits(conn) {
		return
	}
	r.take(handover)
	_ = conn.SetWriteDeadline(time.Now().Add(answersWithin)) // fails only once closed
	_, _ = io.WriteString(conn, accepted)                    // who has gone in this moment cannot be told
}

// stillWaits reports whether a second start that has said all still waits for the answer. One that has given up has
// opened its own window for its files: to take them now would upload them twice.
func stillWaits(conn net.Conn) bool {
	_ = conn.SetReadDeadline(time.Now().Add(givenUp)) // fails only once closed
	_, err := conn.Read(make([]byte, 1))
	return errors.Is(err, os.ErrDeadlineExceeded)
}
