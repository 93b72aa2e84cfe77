package ui

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hoist/ui/desktop"
	"hoist/ui/home"
	"hoist/upload/practice"
)

// feedAt is a feed at an address, asked without a proxy.
func feedAt(t testing.TB, address string) *desktop.Feed {
	t.Helper()
	network := desktop.NewNetwork(slog.New(slog.DiscardHandler))
	if err := network.Set(desktop.Choice{Way: desktop.Direct}); err != nil {
		t.Fatal(err)
	}
	f, err := desktop.NewFeed(address, network)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// release is a version that a feed tells of.
func release(major, minor, patch int) desktop.Release {
	v := desktop.Version{major, minor, patch}
	return desktop.Release{Version: v, Page: "https://hoist.example/" + v.String()}
}

// updateScene tells of a newer version.
func (s *stage) updateScene() {
	s.show(readyVideo("Behind the scenes.mov"))
	s.settings.Updates, s.settings.NewVersion, s.settings.NewPage = true, "0.2.0", release(0, 2, 0).Page
	s.refreshAll()
}

// publisher is a feed on this computer that tells what the test says.
type publisher struct {
	*httptest.Server
	mu      sync.Mutex
	version string        // that it tells of; empty: it is out of order
	asked   int           // how often
	hold    chan struct{} // not nil: it waits for it before it answers
}

func publish(t *testing.T, version string) *publisher {
	t.Helper()
	p := &publisher{version: version}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		p.asked++
		version, hold := p.version, p.hold
		p.mu.Unlock()
		if hold != nil {
			select {
			case <-hold:
			case <-r.Context().Done():
			}
		}
		if version == "" {
			http.Error(w, "out of order", http.StatusServiceUnavailable)
			return
		}
		_, _ = fmt.Fprintf(w, `{"version":"%s","page":"%s"}`, version, p.page(version))
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *publisher) page(version string) string { return p.URL + "/" + version }

// tells lets it tell of another version from now on.
func (p *publisher) tells(version string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.version = version
}

func (p *publisher) times() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked
}

// updateStage opens a window of version 0.1.0 that may ask a publisher, in a home in which other windows may have been; nil: a
// new one. It is noon on some day.
func updateStage(t *testing.T, p *publisher, at *home.Home) *stage {
	t.Helper()
	s := newStage(t, func(d *Deps, _ *practice.Options) {
		d.Version, d.Feed = "0.1.0", feedAt(t, p.URL+"/latest.json")
		if at != nil {
			d.Home = at
		}
	})
	s.until("settings and account", func() bool { return s.loaded && s.known })
	s.at(aNoon)
	return s
}

var aNoon = time.Date(2026, time.November, 29, 12, 0, 0, 0, time.UTC)

// restarted closes the window and opens another one in its place, as much later.
func (s *stage) restarted(t *testing.T, p *publisher, later time.Duration) *stage {
	t.Helper()
	now := s.now().Add(later)
	s.Close()
	next := updateStage(t, p, s.deps.Home)
	next.at(now)
	return next
}

// watches lets some time go by, and does what the window does by itself then.
func (s *stage) watches(later time.Duration) {
	s.t.Helper()
	s.at(s.now().Add(later))
	s.watchUpdates(s.now())
	s.until("the answer", func() bool { return !s.updates.looking })
}

// tellsOf checks which version the strip tells of; empty: of none.
func (s *stage) tellsOf(what, version string) {
	s.t.Helper()
	told := ""
	if s.frame.news.Visible() {
		told = s.frame.strip.AccessibilityLabel()
	}
	want := ""
	if version != "" {
		want = strings.Join([]string{s.words.Text("ui.updates.newer", "Version", version), s.words.Text("ui.welcome.later"), s.words.Text("ui.updates.open")}, " ")
	}
	if told != want {
		s.t.Errorf("%s: the window tells %q, want %q", what, told, want)
	}
}

// TestUpdatesAreOff asks nobody while no person has said so, and has no word of it where it is not for the program to ask.
func TestUpdatesAreOff(t *testing.T) {
	p := publish(t, "0.2.0")
	s := updateStage(t, p, nil)
	for range 3 {
		s.watches(25 * time.Hour)
	}
	if p.times() != 0 || s.settings.Updates {
		t.Errorf("it asked %d times", p.times())
	}
	s.tellsOf("unasked", "")

	s = newStage(t, func(d *Deps, _ *practice.Options) { d.Version = "0.1.0" })
	s.until("the settings", func() bool { return s.loaded })
	s.settings.Updates, s.settings.NewVersion, s.settings.NewPage = true, "0.2.0", release(0, 2, 0).Page // of another build
	s.watches(25 * time.Hour)
	s.refreshAll()
	s.tellsOf("without a feed", "")
	s.window.Resize(fyne.NewSize(1080, 3000))
	for _, show := range []func(){s.showSettings, s.showAbout} {
		show()
		all := s.read()
		for _, id := range []string{"ui.settings.updates", "ui.updates.check", "ui.updates.open"} {
			if strings.Contains(all, s.words.Text(id)) {
				t.Errorf("without a feed it says %q", s.words.Text(id))
			}
		}
	}
}

// TestUpdatesOnceADay asks once in 24 hours, whatever is started again and however the clock goes.
func TestUpdatesOnceADay(t *testing.T) {
	p := publish(t, "0.2.0")
	s := updateStage(t, p, nil)
	asked := func(what string, want int) {
		t.Helper()
		if got := p.times(); got != want {
			t.Fatalf("%s: asked %d times, want %d", what, got, want)
		}
	}
	s.showSettings()
	s.tabTo(s.words.Text("ui.settings.updates"))
	s.key(fyne.KeySpace)
	s.written("the wish", func(set home.Settings) bool { return set.Updates })
	s.watches(0)
	asked("at first", 1)
	s.tellsOf("over a page", "")
	s.key(fyne.KeyEscape)
	s.tellsOf("at first", "0.2.0")
	s.watches(time.Hour)
	s.watches(23*time.Hour - time.Second)
	asked("on the same day", 1)
	s.written("the day", func(set home.Settings) bool { return set.UpdatesAfter.Equal(aNoon.Add(24 * time.Hour)) })

	s = s.restarted(t, p, 0)
	s.tellsOf("after a restart", "0.2.0")
	s.watches(0)
	asked("after a restart on the same day", 1)
	s.watches(time.Second)
	asked("on the next day", 2)
	s.watches(-12 * time.Hour)
	asked("by a clock that was put back", 2)
	s.watches(-100 * 24 * time.Hour)
	asked("by a clock that had been months ahead", 3)
	s.watches(200 * 24 * time.Hour)
	asked("by a clock that is months ahead", 4)
}

// TestUpdatesThatFail tries again after an hour, and says nothing of it.
func TestUpdatesThatFail(t *testing.T) {
	p := publish(t, "")
	s := updateStage(t, p, nil)
	s.settings.Updates = true
	before := s.frame.status.Text()
	s.watches(0)
	s.watches(59 * time.Minute)
	if said := s.frame.status.Text(); said != before {
		t.Errorf("it says %q", said)
	}
	if p.times() != 1 {
		t.Errorf("within an hour it asked %d times", p.times())
	}
	s = s.restarted(t, p, 0)
	s.watches(0)
	if p.times() != 1 {
		t.Error("it asks at every start")
	}
	p.tells("0.2.0")
	s.watches(time.Minute)
	s.tellsOf("after an hour", "0.2.0")
}

// TestUpdateIsPassed waves a newer version away: it is told of no more, and the next one is.
func TestUpdateIsPassed(t *testing.T) {
	p := publish(t, "0.2.0")
	s := updateStage(t, p, nil)
	s.settings.Updates = true
	s.watches(0)
	s.press("ui.welcome.later")
	s.tellsOf("waved away", "")
	s.written("that it was waved away", func(set home.Settings) bool { return set.PassedVersion == "0.2.0" })
	s = s.restarted(t, p, 24*time.Hour)
	s.watches(0)
	s.tellsOf("on the next day", "")
	for _, version := range []string{"0.1.9", "0.1.0", "0.0.1"} {
		p.tells(version)
		s.watches(24 * time.Hour)
		s.tellsOf("of one that is older", "")
	}
	p.tells("0.10.0")
	s.watches(24 * time.Hour)
	s.tellsOf("the next one", "0.10.0")
	s.window.Canvas().Unfocus()
	s.key(fyne.KeyEscape)
	s.tellsOf("waved away by Escape", "")
	s.settings.PassedVersion = ""
	s.settings.Updates = false
	s.refreshAll()
	s.tellsOf("where nobody wants it any more", "")
	if p.times() != 6 {
		t.Errorf("asked %d times", p.times())
	}
}

// TestUpdatePage opens the page of a newer version. Where there is no browser it says so, and goes on telling of it.
func TestUpdatePage(t *testing.T) {
	p := publish(t, "0.2.0")
	s := updateStage(t, p, nil)
	s.settings.Updates = true
	browse := s.browse
	s.browse = func(*url.URL) error { return errors.New("no browser") }
	s.watches(0)
	s.press("ui.updates.open")
	s.until("that there is no browser", func() bool { return s.frame.status.Text() == s.words.Text("ui.status.no_browser") })
	s.tellsOf("without a browser", "0.2.0")
	s.browse = browse
	s.press("ui.updates.open")
	s.until("the page", func() bool { return len(s.app.pages()) == 1 })
	if got := s.app.pages()[0]; got != p.page("0.2.0") {
		t.Errorf("it opened %s", got)
	}
	s.tellsOf("after its page", "")
	s = s.restarted(t, p, time.Hour)
	s.tellsOf("at the next start", "0.2.0")
}

// TestUpdatesWaitForAFreeMoment asks neither while something is on its way nor in practice mode, nor while that begins.
func TestUpdatesWaitForAFreeMoment(t *testing.T) {
	p := publish(t, "0.2.0")
	s := updateStage(t, p, nil)
	s.settings.Updates = true
	v := onItsWay()
	s.show(v)
	s.watches(time.Minute)
	s.dropCard(v)
	s.enterPractice(nil)
	s.watches(time.Minute)
	s.until("practice mode", func() bool { return s.practice != nil })
	s.watches(time.Minute)
	if p.times() != 0 {
		t.Fatalf("asked %d times", p.times())
	}
	s.leavePractice()
	s.watches(time.Minute)
	if p.times() != 1 {
		t.Errorf("at a free moment it asked %d times", p.times())
	}
}

// TestUpdateComesLast tells of a newer version once the rest is answered, and waves that away alone.
func TestUpdateComesLast(t *testing.T) {
	s := pageStage(t, nil)
	s.welcomeScene()
	s.updateScene()
	s.reads(s.words.Count("ui.welcome", 2))
	s.press("ui.welcome.later")
	s.tellsOf("after the rest", "0.2.0")
	if s.settings.PassedVersion != "" {
		t.Error("it was waved away before it was told")
	}
}

// TestUpdateOfADisk does not believe what the file of the settings says of a newer version.
func TestUpdateOfADisk(t *testing.T) {
	s := pageStage(t, nil)
	s.updateScene()
	s.tellsOf("as it was found", "0.2.0")
	for _, page := range []string{"", "https://other.example/0.2.0", "http://hoist.example/", "file:///etc/passwd"} {
		s.settings.NewPage = page
		s.refreshAll()
		s.tellsOf(page, "")
	}
	s.settings.NewVersion, s.settings.NewPage = "newest", release(0, 2, 0).Page
	s.refreshAll()
	s.tellsOf("no version", "")
}

// TestCheckNow asks whenever a person wants to know, and answers there.
func TestCheckNow(t *testing.T) {
	for name, show := range map[string]func(*UI){"settings": (*UI).showSettings, "about": (*UI).showAbout} {
		t.Run(name, func(t *testing.T) {
			p := publish(t, "0.1.0")
			s := updateStage(t, p, nil)
			show(s.UI)
			ask := func(words string) {
				t.Helper()
				s.tabTo(s.words.Text("ui.updates.check"))
				s.key(fyne.KeyReturn)
				s.until(words, func() bool { return strings.Contains(s.read(), words) })
				if s.window.Canvas().Focused() == nil {
					t.Error("the focus is gone")
				}
			}
			ask(s.words.Text("ui.updates.latest"))
			p.tells("")
			ask(s.words.Text("problem.bad_feed.title"))
			s.reads(s.words.Text("problem.bad_feed.why", "Host", strings.TrimPrefix(p.URL, "http://")), s.words.Text("problem.bad_feed.do"))
			if s.button(s.words.Text("ui.updates.open")) != nil {
				t.Error("it offers a page that it does not know")
			}
			p.tells("0.2.0")
			ask(s.words.Text("ui.updates.newer", "Version", "0.2.0"))
			s.tabTo(s.words.Text("ui.updates.open"))
			s.key(fyne.KeyReturn)
			s.until("the page", func() bool { return len(s.app.pages()) == 1 })
			if got := s.app.pages()[0]; got != p.page("0.2.0") || p.times() != 3 {
				t.Errorf("asked %d times, it opened %s", p.times(), got)
			}
			s.key(fyne.KeyEscape)
			s.tellsOf("on the queue of somebody who asks by hand", "")
		})
	}
}

// TestCheckNowIsPatient asks once, however often that is pressed, and lets nothing come of an answer after the window.
func TestCheckNowIsPatient(t *testing.T) {
	p := publish(t, "0.2.0")
	p.hold = make(chan struct{})
	s := updateStage(t, p, nil)
	s.showAbout()
	for range 3 {
		s.press("ui.updates.check")
	}
	s.reads(s.words.Text("ui.updates.asking", "Host", strings.TrimPrefix(p.URL, "http://")))
	s.until("the request", func() bool { return p.times() == 1 || s.nudge() })
	s.key(fyne.KeyEscape)
	p.hold <- struct{}{}
	s.until("the answer", func() bool { return s.settings.NewVersion == "0.2.0" })
	if p.times() != 1 {
		t.Errorf("asked %d times", p.times())
	}
	s.showAbout()
	s.press("ui.updates.check")
	s.until("the request", func() bool { return p.times() == 2 || s.nudge() })
	began := time.Now()
	s.Close()
	if took := time.Since(began); took > closeLimit/2 {
		t.Errorf("the window took %s to close", took)
	}
}
