package ui

import (
	"context"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hoist/ui/home"
	"hoist/upload"
	"hoist/upload/practice"
)

// TestPagePictures draws the pages at the usual size of the window and at the smallest, light and dark, from their
// beginning to their end, and checks that everything has its room.
func TestPagePictures(t *testing.T) {
	for name, scene := range map[string]func(*stage){
		"settings": func(s *stage) { s.showSettings() },
		"settings_open": func(s *stage) {
			s.settings.Certificates, s.settings.Proxy, s.settings.ProxyURL = "/home/kay/Documents/company/certificates/root.pem", home.ProxyManual, "http://proxy.example:8080"
			s.showSettings()
			s.settingsPage.chooseSpeed(otherSpeed)
			s.write("fast")
			s.settingsPage.typeSpeed()
			s.settingsPage.address.SetText("ftp://proxy.example")
			s.settingsPage.useAddress()
		},
		"settings_question": func(s *stage) { s.showSettings(); s.settingsPage.askRemoveAll() },
		"about":             func(s *stage) { s.showAbout() },
		"keys":              func(s *stage) { s.showKeys() },
	} {
		t.Run(name, func(t *testing.T) {
			s := pageStage(t, nil)
			s.UI.accounts = []upload.Account{{Name: "kestrelfilms"}, {Name: "merlinclips"}}
			s.account = &s.UI.accounts[0]
			s.refreshAll()
			scene(s)
			for _, size := range []fyne.Size{{Width: 1080, Height: 720}, {Width: 720, Height: 540}} {
				s.window.Resize(size)
				s.apart(fmt.Sprint(size))
				for _, look := range []home.Theme{home.Light, home.Dark} {
					s.settings.Theme = look
					s.applyTheme()
					s.settle()
					fits(t, s.window.Content(), "window")
					s.keepPages(t, fmt.Sprintf("%s_%s_%.0f", name, look, size.Width))
				}
			}
		})
	}
}

// keepPages draws the page that is shown, one picture for each height of the window.
func (s *stage) keepPages(t *testing.T, name string) {
	t.Helper()
	scroll := scrollOf(s.page)
	scroll.ScrollToTop()
	for i := 0; ; i++ {
		picture := s.window.Canvas().Capture()
		painted(t, name, picture)
		if folder := os.Getenv("HOIST_PICTURES"); folder != "" {
			f, err := os.Create(filepath.Join(folder, fmt.Sprintf("page_%s_%d.png", name, i)))
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, picture); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
		before := scroll.Offset.Y
		scroll.ScrollToOffset(fyne.NewPos(0, before+scroll.Size().Height-40))
		if scroll.Offset.Y == before || s.asking != nil {
			return
		}
	}
}

// pageStage opens a window with all that the pages can show.
func pageStage(t *testing.T, change func(*Deps)) *stage {
	t.Helper()
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		d.Version = "0.1.0"
		d.DeleteData = func(context.Context) error { return nil }
		if change != nil {
			change(d)
		}
	})
	s.until("settings and account", func() bool { return s.loaded && s.known })
	return s
}

// scrollOf returns the scroll of a page.
func scrollOf(o fyne.CanvasObject) *container.Scroll {
	switch o := o.(type) {
	case *container.Scroll:
		return o
	case *fyne.Container:
		for _, child := range o.Objects {
			if found := scrollOf(child); found != nil {
				return found
			}
		}
	}
	return nil
}
