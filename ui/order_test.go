package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// names returns the order of the queue as it can be seen.
func (s *stage) names() []string {
	var names []string
	for _, x := range s.look() {
		for v, card := range s.cards {
			if fyne.CanvasObject(card) == x.object {
				names = append(names, v.name)
			}
		}
	}
	return names
}

// TestOrder moves videos by keys: the one that is next is the one that stands first.
func TestOrder(t *testing.T) {
	s := practiceStage(t, slow)
	s.drop(noisy(t, "a.mp4", 16<<20), clip(t, "b.mp4", 4096), clip(t, "c.mp4", 4096), clip(t, "d.mp4", 4096))
	a, b, c, d := s.videos[0], s.videos[1], s.videos[2], s.videos[3]
	s.start(d) // goes first: nothing else is in line
	s.until("d", func() bool { return d.state == done })
	s.start(a)
	s.untilBegun(a)
	s.start(c)
	s.start(b) // stands before c
	if s.faceNow(b).line != s.words.Text("ui.card.next", "Size", s.words.Bytes(b.file.Bytes)) {
		t.Errorf("b says %q", s.faceNow(b).line)
	}
	s.choose(c)
	s.shortcut(fyne.KeyUp, fyne.KeyModifierAlt)
	if got := s.names(); !slices.Equal(got, []string{"a.mp4", "c.mp4", "b.mp4", "d.mp4"}) || s.selected != c {
		t.Errorf("the order is %q", got)
	}
	if s.queue.Position(c.job) != 0 || s.queue.Position(b.job) != 1 {
		t.Errorf("in line: c %d, b %d", s.queue.Position(c.job), s.queue.Position(b.job))
	}
	s.shortcut(fyne.KeyDown, fyne.KeyModifierAlt)
	s.shortcut(fyne.KeyDown, fyne.KeyModifierAlt)
	s.shortcut(fyne.KeyDown, fyne.KeyModifierAlt) // it is the last
	if got := s.names(); !slices.Equal(got, []string{"a.mp4", "b.mp4", "d.mp4", "c.mp4"}) || s.queue.Position(c.job) != 1 {
		t.Errorf("the order is %q, c is at %d", got, s.queue.Position(c.job))
	}
	s.move(c, 0)
	s.remove(a) // makes way
	var ended []string
	s.until("all of them", func() bool {
		for _, v := range []*video{b, c} {
			if v.state == done && !slices.Contains(ended, v.name) {
				ended = append(ended, v.name)
			}
		}
		return len(ended) == 2
	})
	if !slices.Equal(ended, []string{"c.mp4", "b.mp4"}) {
		t.Errorf("they ended as %q", ended)
	}
}

// TestCardMenu opens the menu by the keyboard and by the mouse, and does what it says.
func TestCardMenu(t *testing.T) {
	s := practiceStage(t, slow)
	s.drop(noisy(t, "a.mp4", 16<<20), clip(t, "b.mp4", 4096), clip(t, "c.mp4", 4096))
	a, b, c := s.videos[0], s.videos[1], s.videos[2]
	s.window.Canvas().Unfocus()
	s.choose(c)
	for _, key := range []fyne.KeyName{desktop.KeyMenu, fyne.KeyF10} {
		s.key(key)
		if _, ok := s.window.Canvas().Focused().(*widget.PopUpMenu); !ok {
			t.Fatalf("%s opened %T", key, s.window.Canvas().Focused())
		}
		s.shortcut(fyne.KeyUp, fyne.KeyModifierAlt) // does not reach the queue under the menu
		s.key(fyne.KeyEscape)
	}
	s.cards[b].TappedSecondary(&fyne.PointEvent{AbsolutePosition: fyne.NewPos(60, 200)})
	if s.selected != b {
		t.Error("the menu is not that of the selected video")
	}
	s.key(fyne.KeyDown, fyne.KeyReturn) // Upload
	s.until("the upload", func() bool { return b.state == done })
	if got := s.names(); !slices.Equal(got, []string{"a.mp4", "b.mp4", "c.mp4"}) {
		t.Errorf("the order is %q", got)
	}
	s.start(a)
	s.untilBegun(a)
	for _, test := range []struct {
		v    *video
		want []string
	}{
		{a, []string{"Pause", "", "-Move up", "Move down", "-Move to top", "", "Copy as cURL", "Copy as twurl", "Remove"}},
		{b, []string{"Copy media ID", "", "Move up", "Move down", "Move to top", "", "Copy as cURL", "Copy as twurl", "Remove"}},
		{c, []string{"Upload", "Show checks", "", "Move up", "-Move down", "Move to top", "", "Remove"}},
	} {
		if got := labels(s.menuOf(test.v)); !slices.Equal(got, test.want) {
			t.Errorf("%s: the menu has %q, want %q", test.v.name, got, test.want)
		}
	}
	s.pause(a)
	if got := labels(s.menuOf(a))[0]; got != "Resume" {
		t.Errorf("of a paused one the menu has %q first", got)
	}
	s.menuOf(c)[5].Action()
	if got := s.names(); !slices.Equal(got, []string{"c.mp4", "a.mp4", "b.mp4"}) {
		t.Errorf("the order is %q", got)
	}
}

// labels returns what a menu says; "-" before what cannot be chosen, nothing for a line.
func labels(items []*fyne.MenuItem) []string {
	var all []string
	for _, i := range items {
		label := i.Label
		if i.IsSeparator {
			label = ""
		}
		if i.Disabled {
			label = "-" + label
		}
		all = append(all, label)
	}
	return all
}
