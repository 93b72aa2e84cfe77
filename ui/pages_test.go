package ui

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hoist/assets"
	"hoist/ui/home"
	"hoist/ui/widgets"
	"hoist/upload"
	"hoist/upload/practice"
)

// pageScenes are the pages of the window.
func pageScenes() map[string]func(*stage) {
	return map[string]func(*stage){
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
		"settings_update": func(s *stage) {
			s.settings.Updates = true
			s.showSettings()
			s.settingsPage.version.tell(release(0, 2, 0), nil)
		},
		"about_no_update": func(s *stage) {
			s.deps.Feed = feedAt(s.t, "http://127.0.0.1:1/") // where nobody listens
			s.showAbout()
			s.press("ui.updates.check")
			s.until("that nobody answers", func() bool { return strings.Contains(s.read(), s.words.Text("problem.no_connection.title")) })
		},
		"settings_question": func(s *stage) { s.showSettings(); s.settingsPage.askDeleteData() },
		"about":             func(s *stage) { s.showAbout() },
		"keys":              func(s *stage) { s.showKeys() },
		"diagnostics":       (*stage).diagnosticsScene,
	}
}

// TestPagePictures draws the pages at the usual size of the window and at the smallest, light and dark, from their
// beginning to their end, and checks that everything has its room.
func TestPagePictures(t *testing.T) {
	for name, scene := range pageScenes() {
		t.Run(name, func(t *testing.T) {
			s := pageStage(t, nil)
			s.UI.accounts = []upload.Account{{Name: "kestrelfilms"}, {Name: "merlinclips"}}
			s.account = &s.UI.accounts[0]
			s.refreshAll()
			scene(s)
			for _, size := range append([]fyne.Size{{Width: 1080, Height: 720}, {Width: 720, Height: 540}}, extremes...) {
				s.window.Resize(size)
				s.apart(fmt.Sprint(size))
				for _, look := range []home.Theme{home.Light, home.Dark} {
					s.settings.Theme = look
					s.applyLook()
					s.settle()
					fits(t, s.window.Content(), "window")
					s.readable(t, string(look))
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
	scroll.OnScrolled(scroll.Offset)
	for i := 0; ; i++ {
		picture := s.window.Canvas().Capture()
		painted(t, name, picture)
		if folder := os.Getenv("HOIST_PICTURES"); folder != "" {
			writePNG(t, filepath.Join(folder, fmt.Sprintf("page_%s_%d.png", name, i)), picture)
		}
		before := scroll.Offset.Y
		scroll.ScrollToOffset(fyne.NewPos(0, before+scroll.Size().Height-40))
		scroll.OnScrolled(scroll.Offset)
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
		d.Feed = feedAt(t, "https://hoist.example/latest.json") // which nobody asks
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

// TestTabOrder goes through the pages with Tab: it leads to every control, from the top to the bottom, and what has the
// focus can always be seen as a whole.
func TestTabOrder(t *testing.T) {
	for name, show := range map[string]func(*UI){"settings": (*UI).showSettings, "about": (*UI).showAbout, "keys": (*UI).showKeys} {
		for _, width := range []float32{1080, 720} {
			t.Run(fmt.Sprint(name, width), func(t *testing.T) {
				s := pageStage(t, nil)
				s.UI.accounts = []upload.Account{{Name: "kay"}, {Name: "merlin"}}
				show(s.UI)
				s.window.Resize(fyne.NewSize(width, 540))
				s.settle()
				wanted := focusables(s.page)
				var visited []fyne.Focusable
				for range 2*len(wanted) + 10 {
					s.window.Canvas().FocusNext()
					focused := s.window.Canvas().Focused()
					o := focused.(fyne.CanvasObject)
					if !slices.Contains(wanted, focused) || slices.Contains(visited, focused) {
						continue
					}
					visited = append(visited, focused)
					if !slices.ContainsFunc(s.look(), func(x seen) bool { return x.object == o && x.part == x.whole }) {
						if o.Size().Height < 300 { // the rest is higher than a small window
							t.Errorf("%q has the focus and cannot be seen as a whole", named(o))
						}
					}
				}
				if len(visited) < 3 && name == "settings" || !slices.Equal(visited, wanted) {
					t.Errorf("Tab leads to %d of %d controls in their order", len(visited), len(wanted))
				}
			})
		}
	}
}

// focusables returns what Tab has to lead to, in the order in which it is read: rows from the top, in a row from the left.
func focusables(o fyne.CanvasObject) []fyne.Focusable {
	var all []fyne.Focusable
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		if f, ok := o.(fyne.Focusable); ok {
			all = append(all, f)
		}
		switch o := o.(type) {
		case *container.Scroll:
			walk(o.Content)
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		}
	}
	walk(o)
	at := func(f fyne.Focusable) fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(f.(fyne.CanvasObject))
	}
	slices.SortStableFunc(all, func(a, b fyne.Focusable) int {
		x, y := at(a), at(b)
		_, link := a.(*widgets.SectionLink)
		_, other := b.(*widgets.SectionLink)
		switch {
		case link != other: // the list stands beside the rest, and comes before it, after the way back
			back := b
			if other {
				back = a
			}
			if at(back).Y < 120 && at(back).X < 40 {
				return cmp.Compare(x.Y, y.Y)
			}
			if link {
				return -1
			}
			return 1
		case x.Y > y.Y+20 || y.Y > x.Y+20:
			return cmp.Compare(x.Y, y.Y)
		default:
			return cmp.Compare(x.X, y.X)
		}
	})
	return all
}

// TestSectionList leads to a section, and follows what is read.
func TestSectionList(t *testing.T) {
	s := pageStage(t, nil)
	s.showSettings()
	s.tabTo("Look and language")
	s.key(fyne.KeyReturn)
	if s.settingsPage.frame.scroll.Offset.Y == 0 {
		t.Fatal("it does not lead there")
	}
	s.reads(s.words.Text("ui.settings.reduce_movement.hint"))
	s.window.Resize(fyne.NewSize(880, 600))
	for _, x := range s.look() {
		if _, link := x.object.(*widgets.SectionLink); link {
			t.Fatal("the list is there in a narrow window")
		}
	}
}

// TestAbout tells the version, opens its folders, and shows all of the licences at once.
func TestAbout(t *testing.T) {
	s := pageStage(t, nil)
	s.showSettings()
	settings := s.page
	s.tabTo(s.words.Text("ui.settings.help.about"))
	s.key(fyne.KeyReturn)
	s.reads("0.1.0", s.words.Text("app.disclaimer"), s.words.Text("ui.about.notices"))
	s.press("ui.about.notices.copy")
	if s.app.Clipboard().Content() != strings.TrimSpace(assets.Notices) {
		t.Error("the notices are not on the clipboard")
	}
	s.reads(s.words.Text("ui.status.notices_copied"))
	if _, err := s.deps.Home.Journals(); err != nil {
		t.Fatal(err)
	}
	s.press("ui.settings.folder.show_data")
	data, logs := s.deps.Home.Folders()
	s.until("the folder", func() bool { return slices.Contains(s.app.pages(), "file://"+filepath.ToSlash(data)) })
	s.press("ui.settings.folder.show_logs")
	s.until("that it is not there", func() bool {
		return s.frame.status.Text() == s.words.Text("ui.settings.folder.none", "Path", logs)
	})
	s.press("ui.back")
	if s.page != settings {
		t.Error("the way back does not lead to the settings")
	}
	s.showKeys()
	s.key(fyne.KeyF1) // again
	s.key(fyne.KeyEscape)
	if s.page != settings {
		t.Error("Escape does not lead back to the settings")
	}
	s.press("ui.back")
	if s.page != nil {
		t.Error("the way back does not lead to the queue")
	}
}

// TestKeysAreListed lists the keys of every shortcut of the queue.
func TestKeysAreListed(t *testing.T) {
	s := pageStage(t, nil)
	s.showKeys()
	listed := map[string]bool{}
	for _, group := range keyGroups() {
		for _, does := range group.does {
			id := "ui.keys." + group.where + "." + does
			words, keys := s.words.Text(id), s.words.Text(id+".keys", "Mod", "Mod")
			if words == "["+id+"]" || keys == "["+id+".keys]" {
				t.Errorf("%s has no words", id)
			}
			for _, key := range strings.Fields(keys) {
				listed[key] = true
			}
		}
	}
	for keys := range s.bindings() {
		name := strings.NewReplacer("Up", "↑", "Down", "↓", "Comma", ",", "Slash", "/").Replace(string(keys.KeyName))
		for _, modifier := range []struct {
			held fyne.KeyModifier
			name string
		}{{fyne.KeyModifierShift, "Shift"}, {fyne.KeyModifierAlt, "Alt"}, {fyne.KeyModifierShortcutDefault, "Mod"}} {
			if keys.Modifier&modifier.held != 0 {
				name = modifier.name + "+" + name
			}
		}
		if !listed[name] {
			t.Errorf("%s is not listed", name)
		}
	}
	s.reads(s.words.Text("ui.keys.anywhere.add"))
	s.window.Resize(fyne.NewSize(720, 540))
	s.tabTo(s.words.Text("ui.back"))
	s.window.Canvas().FocusNext()
	s.key(fyne.KeyEnd)
	s.reads(s.words.Text("ui.keys.segments.curl"))
}
