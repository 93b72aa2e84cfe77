package practice

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

var (
	errClosed  = errors.New("practice: server closed")
	errDropped = errors.New("practice: connection dropped by a fault")
)

// faultBefore does what a fault does before the operation. done means that rep is the answer and nothing else is
// done.
func (c *call) faultBefore() (rep reply, done bool, err error) {
	f := c.fault
	if f == nil {
		return reply{}, false, nil
	}
	switch f.What {
	case whatStatus:
		return f.reply(c.gen, c.op, c.s.now()), true, nil
	case whatDelay:
		err = c.pause(f.duration())
	case whatDrop:
		switch f.When {
		case whenBefore:
			err = errDropped
		case whenMid:
			err = c.body.halfway(func() error { return errDropped })
		}
	case whatStall:
		if f.When != whenReply {
			err = c.body.halfway(func() error { return c.pause(f.duration()) })
		}
	case whatSlow:
		c.body.perSecond = f.BytesPerSecond
		err = c.pause(perSecond(c.body.n, f.BytesPerSecond)) // for what was read to learn the segment
	}
	return reply{}, false, err
}

// deliver sends the answer, or what a fault leaves of it.
func (c *call) deliver(w http.ResponseWriter, rep reply) error {
	drained := true
	if c.r.Header.Get("Expect") == "" || c.body.n > 0 {
		drained = c.body.drain()
		if c.body.err != nil {
			return c.body.err
		}
	}
	if c.fault != nil {
		switch {
		case c.fault.What == whatDrop:
			return errDropped // after the operation: mid has ended in the body
		case c.fault.What == whatStall && c.fault.When == whenReply:
			if err := c.pause(c.fault.duration()); err != nil {
				return err
			}
		case c.fault.What == whatGarbage:
			rep = c.fault.spoil(rep)
		}
	}
	c.headers(w.Header(), rep)
	if !drained {
		w.Header().Set("Connection", "close")
	}
	c.s.log.Debug("practice", "op", c.op, "segment", c.segment, "status", rep.status, "read", c.body.n,
		"fault", c.fault.name(), "took", time.Since(c.began))
	w.WriteHeader(rep.status)
	return c.write(w, rep.body)
}

// headers sets what X's replies have been recorded to carry.
func (c *call) headers(h http.Header, rep reply) {
	transaction := fmt.Sprintf("%016x", randomBelow(1<<62))
	h.Set("Date", c.s.now().UTC().Format(http.TimeFormat))
	h.Set("Cache-Control", "no-cache, no-store, max-age=0")
	h.Set("X-Transaction-Id", transaction)
	h.Set("X-Response-Time", strconv.FormatInt(time.Since(c.began).Milliseconds(), 10))
	h.Set("Content-Length", strconv.Itoa(len(rep.body)))
	if c.gen == v1 {
		h.Set("Cache-Control", "no-cache, no-store, must-revalidate, pre-check=0, post-check=0")
		h.Set("Content-Disposition", "attachment; filename=json.json")
		h.Set("X-Transaction", transaction)
		h.Set("Status", fmt.Sprintf("%d %s", rep.status, http.StatusText(rep.status)))
	}
	for name, values := range c.limits {
		h[name] = values
	}
	for name, values := range rep.header {
		h[name] = values
	}
	if rep.header.Get("Content-Type") == "" {
		h["Content-Type"] = nil // or net/http would guess one
	}
}

// write sends the body: slowly, or only half of it, where a fault says so.
func (c *call) write(w http.ResponseWriter, p []byte) error {
	if len(p) == 0 {
		return nil
	}
	if c.fault != nil && c.fault.What == whatGarbage && c.fault.Preset == garbageTruncated {
		if err := send(w, p[:len(p)/2]); err != nil {
			return err
		}
		return errDropped
	}
	if c.fault == nil || c.fault.What != whatSlow {
		if _, err := w.Write(p); err != nil {
			return fmt.Errorf("practice: %w", err)
		}
		return nil
	}
	for len(p) > 0 {
		n := min(int64(len(p)), max(1, c.fault.BytesPerSecond/10))
		if err := send(w, p[:n]); err != nil {
			return err
		}
		p = p[n:]
		if err := c.pause(perSecond(n, c.fault.BytesPerSecond)); err != nil {
			return err
		}
	}
	return nil
}

// perSecond returns how long n bytes take at a speed.
func perSecond(n, speed int64) time.Duration {
	return time.Duration(float64(n) / float64(speed) * float64(time.Second))
}

// send writes and flushes.
func send(w http.ResponseWriter, p []byte) error {
	if _, err := w.Write(p); err != nil {
		return fmt.Errorf("practice: %w", err)
	}
	if err := http.NewResponseController(w).Flush(); err != nil {
		return fmt.Errorf("practice: %w", err)
	}
	return nil
}
