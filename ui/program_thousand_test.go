//go:build program

package ui_test

import (
	"image"
	"testing"
	"time"
)

// firstCard lies about the card at the top of the queue, clear of what the window shows before there are videos.
var firstCard = image.Rect(16, 90, 120, 230)

// queueList is a strip through the pictures of the cards.
var queueList = image.Rect(40, 120, 44, 600)

// dropped drops files on the window and returns how long it takes until it shows cards.
func (s *screen) dropped(p *program, files []string) time.Duration {
	s.t.Helper()
	cards := func() bool { return s.count(firstCard, p.look.accent) > 100 } // the outline of the selected one
	if cards() {
		s.t.Fatal("there is a card before anything was dropped")
	}
	start := time.Now()
	p.drop(files...)
	return s.await("there are cards", start, cards)
}

// TestProgramThousand drops a thousand videos at once: the queue is there without the window standing still, and its end
// can be reached by the keyboard.
func TestProgramThousand(t *testing.T) {
	const stall = 10 * time.Second
	files := clips(t, 1000)
	sum := sumOf(t, files[len(files)-1])
	x := newStandIn(t)
	p := newDesk(t, dark).hoist(x.keys(), "--base-url", x.BaseURL)
	s := newScreen(p.desk).of(p)
	if took := s.dropped(p, files); took > stall {
		t.Errorf("it took %v until a thousand videos were in the queue", took)
	}
	p.picture("thousand")
	if took := s.reaction(queueList, func() { s.press(keyEnd) }); took > stall {
		t.Errorf("it took %v to go to the end of the queue", took)
	}
	p.picture("thousand-end")
	p.key("Return")
	p.until("the last has arrived", limit, func() bool { return x.has(sum) })
	if n := len(x.uploads()); n != 1 {
		t.Errorf("%d videos were sent", n)
	}
}
