package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"hoist/ui/widgets"
)

// seesCard and seesDetails report what of the two panes can be seen.
func (s *stage) seesCard(v *video) bool {
	for _, x := range s.look() {
		if card, ok := x.object.(*widgets.VideoCard); ok && card == s.cards[v] {
			return true
		}
	}
	return false
}

func (s *stage) seesDetails() bool {
	for _, x := range s.look() {
		if x.object == s.details.panel {
			return true
		}
	}
	return false
}

// TestOneColumn uses a small window: one pane at a time, and ways there and back by mouse and by keys.
func TestOneColumn(t *testing.T) {
	s := newStage(t, nil)
	v := readyVideo("film.mp4")
	s.show(v, readyVideo("two.mp4"))
	if !s.seesCard(v) || !s.seesDetails() || s.details.back.Visible() {
		t.Fatal("a wide window does not show both")
	}
	s.window.Resize(fyne.NewSize(720, 540))
	if !s.seesCard(v) || s.seesDetails() {
		t.Fatal("a small window does not show the queue alone")
	}
	s.click(s.cards[v])
	if s.seesCard(v) || !s.seesDetails() {
		t.Fatal("a click does not lead to the details")
	}
	s.press("ui.queue")
	if !s.seesCard(v) || s.seesDetails() {
		t.Fatal("the way back does not lead to the queue")
	}
	s.key(fyne.KeyDown)
	if s.selected != s.videos[1] || s.seesDetails() {
		t.Error("the arrows select something else, or leave the queue")
	}
	s.shortcut(fyne.Key2, fyne.KeyModifierShortcutDefault)
	if !s.seesDetails() || s.window.Canvas().Focused() == nil {
		t.Fatal("the key does not lead to the details")
	}
	s.key(fyne.KeyEscape)
	if s.seesDetails() {
		t.Error("Escape does not lead back")
	}
	s.shortcut(fyne.Key2, fyne.KeyModifierShortcutDefault)
	s.window.Resize(fyne.NewSize(1080, 720))
	if !s.seesCard(v) || !s.seesDetails() {
		t.Error("a window that has grown does not show both")
	}
	s.window.Resize(fyne.NewSize(720, 540))
	s.remove(s.videos[1])
	if s.seesDetails() || !s.seesCard(v) {
		t.Error("removing what is shown does not lead back to the queue")
	}
}

// TestAreas goes through the window by F6, from any place, in both layouts.
func TestAreas(t *testing.T) {
	for name, size := range map[string]fyne.Size{"wide": fyne.NewSize(1080, 720), "small": fyne.NewSize(720, 540)} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, nil)
			s.show(readyVideo("film.mp4"))
			s.window.Resize(size)
			s.settle()
			want := []fyne.Focusable{s.frame.account, s.cards[s.selected], s.details.button, s.frame.limit, s.frame.account}
			for i, w := range want {
				s.key(fyne.KeyF6)
				s.settle()
				if got := s.window.Canvas().Focused(); got != w {
					t.Fatalf("after %d times F6 the focus is on %T", i+1, got)
				}
			}
		})
	}
}
