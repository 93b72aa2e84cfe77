package ui

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"hoist/upload"
)

// extremes are what the smallest window has at 200 % and at 80 %, in dp.
var extremes = []fyne.Size{{Width: 360, Height: 270}, {Width: 900, Height: 675}}

// sizes shows the window as large as it is at 200 % and at 80 %: all has the room that it needs.
func (s *stage) sizes(t *testing.T, name string) {
	t.Helper()
	for _, size := range extremes {
		s.window.Resize(size)
		s.settle()
		if got := s.window.Content().MinSize(); got.Width > size.Width || got.Height > size.Height {
			t.Errorf("at %v the window needs %v", size, got)
		}
		s.fitsAt(t, fmt.Sprintf("%s_%.0f", name, size.Width))
		if s.narrow && s.selected != nil && s.page == nil && s.asking == nil {
			s.goDeep(true)
			s.fitsAt(t, fmt.Sprintf("%s_%.0f_details", name, size.Width))
			s.goDeep(false)
		}
	}
}

func (s *stage) fitsAt(t *testing.T, what string) {
	t.Helper()
	s.settle()
	fits(t, s.window.Content(), what)
	s.apart(what)
	s.keepSmall(t, what)
}

// keepSmall keeps a picture where somebody wants it.
func (s *stage) keepSmall(t *testing.T, name string) {
	t.Helper()
	folder := os.Getenv("HOIST_PICTURES")
	if folder == "" {
		return
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(folder, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, s.window.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestFrameMakesRoom changes what stands in the frame of a window that is open: it makes room at once for a longer name,
// for the banner and for news, without waiting for somebody to resize it.
func TestFrameMakesRoom(t *testing.T) {
	s := newStage(t, nil)
	s.until("settings and account", func() bool { return s.loaded && s.known })
	s.UI.accounts, s.account = nil, nil
	s.show(readyVideo("film.mp4"))
	s.settle()
	s.account = &upload.Account{Name: "a_rather_long_name"}
	s.refreshAll()
	if got, want := s.frame.account.Size().Width, s.frame.account.Wants(); got != want {
		t.Errorf("the account has %v and wants %v", got, want)
	}
	top := func(o fyne.CanvasObject) float32 { return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y }
	before := top(s.frame.body)
	s.practise()
	under := top(s.frame.banner) + s.frame.banner.Size().Height
	if at := top(s.frame.body); at <= before || at < under {
		t.Errorf("the queue stands at %v, and the banner ends at %v", at, under)
	}
	s.practice = nil
	s.welcomeScene()
	if at := top(s.frame.body); at < top(s.frame.strip)+s.frame.strip.Size().Height {
		t.Errorf("the queue stands at %v, under the news", at)
	}
	s.hideStrip()
	if at := top(s.frame.body); at != before {
		t.Errorf("the queue stands at %v, and stood at %v without news", at, before)
	}
}
