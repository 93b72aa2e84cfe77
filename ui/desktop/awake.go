package desktop

import (
	"sync"
	"sync/atomic"
)

// Awake keeps the computer from falling asleep by itself while somebody holds it. The screen may go dark meanwhile, and
// a person may still send the computer to sleep.
//
// However the program ends, the computer is let go: what keeps it awake ends with a connection, a file, a thread or a
// process that does not outlive the program.
//
// All methods may be called from any goroutine. Hold and Release may wait, for D-Bus or for one another, at most half a
// minute: not for the window's goroutine.
type Awake struct {
	program string
	reason  atomic.Value // a string

	mu   sync.Mutex
	hold *hold // nil: nobody holds
}

// hold is what keeps the computer awake until it is released.
type hold struct {
	release func()
	lost    <-chan struct{} // closed when it ended by itself; nil where it cannot
}

// NewAwake returns what nobody holds yet. A desktop may show the person the name of the program and the reason, which
// is at most 256 characters long.
func NewAwake(program, reason string) *Awake {
	a := &Awake{program: program}
	a.Explain(reason)
	return a
}

// Explain gives another reason, from the next Hold on. It does not wait for anything.
func (a *Awake) Explain(reason string) { a.reason.Store(reason) }

// Hold keeps the computer awake until Release. While it does, holding again does nothing, unless what kept the
// computer awake has ended by itself: then it is asked for anew. An error says that nothing here can.
func (a *Awake) Hold() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.hold != nil {
		select {
		case <-a.hold.lost:
			a.let()
		default:
			return nil
		}
	}
	hold, err := stayAwake(a.program, a.reason.Load().(string))
	if err != nil {
		return err
	}
	a.hold = hold
	return nil
}

// Release lets the computer sleep. It does nothing when nobody holds.
func (a *Awake) Release() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.hold != nil {
		a.let()
	}
}

// let ends the hold that there is. The mutex is held.
func (a *Awake) let() {
	a.hold.release()
	a.hold = nil
}
