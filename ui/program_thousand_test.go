//go:build program

package ui_test

import (
	"fmt"
	"image"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// firstCard lies about the card at the top of the queue, clear of what the window shows before there are videos.
var firstCard = image.Rect(16, 90, 120, 230)

// queueList is a strip through the pictures of the cards.
var queueList = image.Rect(40, 120, 44, 600)

// thousand makes that many small videos in one folder, the last of which is like no other, and returns its SHA-256, too.
func thousand(t *testing.T, n int) (files []string, last string) {
	t.Helper()
	folder := t.TempDir()
	first, _ := clip(t, "first.mp4", 10)
	different, last := clip(t, "last.mp4", 30)
	for i := range n {
		from := first
		if i == n-1 {
			from = different
		}
		file := filepath.Join(folder, fmt.Sprintf("Video %04d.mp4", i+1))
		if err := os.Link(from, file); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files, last
}

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
	files, sum := thousand(t, 1000)
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
