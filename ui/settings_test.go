package ui

import (
	"context"
	"errors"
	"image/color"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/ui/widgets"
	"hoist/upload"
	"hoist/upload/practice"
)

// tabTo presses Tab until what has the focus is called that, and checks that it can then be seen as a whole.
func (s *stage) tabTo(name string) {
	s.t.Helper()
	s.window.Canvas().Unfocus()
	for range 80 {
		s.window.Canvas().FocusNext()
		o, ok := s.window.Canvas().Focused().(fyne.CanvasObject)
		if !ok || !strings.HasPrefix(named(o), name) {
			continue
		}
		for _, x := range s.look() {
			if x.object == o && x.part == x.whole {
				return
			}
		}
		s.t.Fatalf("%q has the focus and cannot be seen as a whole", name)
	}
	s.t.Fatalf("Tab does not lead to %q", name)
}

// byHand are the two ways to change a setting.
var byHand = map[string]func(*stage, string){
	"mouse": func(s *stage, name string) {
		s.tabTo(name) // which scrolls there
		s.click(s.window.Canvas().Focused().(fyne.CanvasObject))
	},
	"keys": func(s *stage, name string) {
		s.tabTo(name)
		s.key(fyne.KeySpace)
	},
}

// pick picks an item of the menu that stands open.
func (s *stage) pick(how, label string) {
	s.t.Helper()
	menu, ok := s.window.Canvas().Focused().(*widget.PopUpMenu)
	if !ok {
		s.t.Fatal("no menu is open")
	}
	for i, o := range menu.Items {
		if !slices.ContainsFunc(test.WidgetRenderer(o.(fyne.Widget)).Objects(), func(part fyne.CanvasObject) bool {
			text, ok := part.(*canvas.Text)
			return ok && text.Text == label
		}) {
			continue
		}
		if how == "mouse" {
			s.click(o)
			return
		}
		for range i + 1 {
			s.key(fyne.KeyDown)
		}
		s.key(fyne.KeyReturn)
		return
	}
	s.t.Fatalf("the menu has no %q", label)
}

// written waits until the settings on the disk are so.
func (s *stage) written(what string, so func(home.Settings) bool) {
	s.t.Helper()
	s.until(what+" on the disk", func() bool {
		settings, err := s.deps.Home.Settings()
		return err == nil && so(settings) || s.nudge()
	})
}

// TestSettings changes each setting, with the mouse and with keys alone: it is written at once, and it holds.
func TestSettings(t *testing.T) {
	for name, c := range map[string]struct {
		option string // of the menu; empty: a check
		set    func(home.Settings) bool
		holds  func(*settingsStage) bool // nil: the settings are all that others read
	}{
		"Start by itself":         {set: func(s home.Settings) bool { return s.StartByItself }},
		"When Hoist starts again": {option: "Resume by itself", set: func(s home.Settings) bool { return s.AtStart == home.Resume }},
		"Segments at once":        {option: "3", set: func(s home.Settings) bool { return s.AtOnce == 3 }, holds: func(s *settingsStage) bool { return s.engineOf().AtOnce == 3 }},
		"Segment size": {
			option: "5.0 MB", set: func(s home.Settings) bool { return s.SegmentBytes == 5_000_000 },
			holds: func(s *settingsStage) bool { return s.engineOf().SegmentBytes == 5_000_000 },
		},
		"Speed limit": {
			option: "2.0 MB/s", set: func(s home.Settings) bool { return s.SpeedLimit == 2_000_000 },
			holds: func(s *settingsStage) bool {
				return strings.Contains(s.read(), s.words.Text("ui.limit.on", "Speed", "2.0 MB/s"))
			},
		},
		"My account has X Premium": {set: func(s home.Settings) bool { return s.Premium }},
		"Keep this computer awake": {set: func(s home.Settings) bool { return !s.KeepAwake }},
		"Colours":                  {option: "Dark", set: func(s home.Settings) bool { return s.Theme == home.Dark }, holds: (*settingsStage).isDark},
		"Size":                     {option: "150 %", set: func(s home.Settings) bool { return s.Size == 150 }},
		"Reduce movement":          {set: func(s home.Settings) bool { return s.ReduceMovement }},
		"Proxy": {
			option: "None", set: func(s home.Settings) bool { return s.Proxy == home.ProxyNone },
			holds: func(s *settingsStage) bool { return s.network().Proxy == home.ProxyNone },
		},
		"Look for new versions": {set: func(s home.Settings) bool { return s.Updates }},
		"Keep a trace of requests": {
			set:   func(s home.Settings) bool { return s.Trace },
			holds: func(s *settingsStage) bool { return slices.Equal(s.traces, []bool{false, true}) },
		},
	} {
		for how, change := range byHand {
			t.Run(name+" by "+how, func(t *testing.T) {
				s := newSettingsStage(t, nil)
				if c.set(s.settings) {
					t.Fatal("it is so from the start: nothing would be proved")
				}
				change(s.stage, name)
				if c.option != "" {
					s.pick(how, c.option)
				}
				s.written(name, c.set)
				if !c.set(s.settings) || c.holds != nil && !c.holds(s) {
					t.Error("it is written, and does not hold")
				}
				s.tabTo(name)
				if c.option != "" && !strings.HasSuffix(named(s.window.Canvas().Focused().(fyne.CanvasObject)), c.option) {
					t.Errorf("the page says %q", named(s.window.Canvas().Focused().(fyne.CanvasObject)))
				}
			})
		}
	}
}

// settingsStage is a window with the settings open, and what the rest of the program was told of them.
type settingsStage struct {
	*stage
	mu      sync.Mutex
	engines []home.Settings // that engines were made with
	nets    []home.Settings // that the network was to go by
	refusal error           // of the network
	traces  []bool          // that the trace was to be kept, or not
	deleted int
}

func newSettingsStage(t *testing.T, change func(*Deps)) *settingsStage {
	t.Helper()
	s := &settingsStage{}
	s.stage = pageStage(t, func(d *Deps) {
		engine := d.Engine
		d.Engine = func(a upload.Account, set home.Settings) (*upload.Engine, error) {
			s.engines = append(s.engines, set)
			return engine(a, set)
		}
		d.Network = func(set home.Settings) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.nets = append(s.nets, set)
			return s.refusal
		}
		d.Trace = func(keep bool) { s.traces = append(s.traces, keep) }
		d.DeleteData = func(context.Context) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.deleted++
			return s.refusal
		}
		if change != nil {
			change(d)
		}
	})
	if _, err := s.engine(signing()); err != nil { // one that knows the settings of before
		t.Fatal(err)
	}
	s.settings.Theme = home.Light
	s.applyLook()
	s.showSettings()
	return s
}

// signing is an account that signs.
func signing() upload.Account {
	return upload.Account{Name: "kay", Sign: func(base http.RoundTripper) http.RoundTripper { return base }}
}

// engineOf returns the settings of the engine that an upload has that begins now.
func (s *settingsStage) engineOf() home.Settings {
	if _, err := s.engine(signing()); err != nil {
		s.t.Fatal(err)
	}
	return s.engines[len(s.engines)-1]
}

// network returns the settings that the network was last told to go by.
func (s *settingsStage) network() home.Settings {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.nets) == 0 {
		s.t.Fatal("the network was told nothing")
	}
	return s.nets[len(s.nets)-1]
}

func (s *settingsStage) refuse(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusal = err
}

func (s *settingsStage) isDark() bool {
	dark, _ := widgets.PaletteColor(theme.ColorNameBackground, theme.VariantDark)
	return color.NRGBAModel.Convert(theme.Color(theme.ColorNameBackground)) == dark
}

// TestSpeedThatIsTyped limits the speed to one that is not offered, by keys alone, and tells what is none.
func TestSpeedThatIsTyped(t *testing.T) {
	s := newSettingsStage(t, nil)
	s.tabTo("Speed limit")
	s.key(fyne.KeySpace)
	s.pick("keys", s.words.Text("ui.settings.limit.other"))
	for _, text := range []string{"", "fast", "0.001", "-1", "NaN", "99999", "1e999"} {
		s.settingsPage.speed.SetText("")
		s.write(text)
		s.key(fyne.KeyReturn)
		s.reads(s.words.Text("ui.settings.limit.refused", "Text", text))
		if s.settings.SpeedLimit != 0 || s.deps.Limit.BytesPerSecond() != 0 {
			t.Fatalf("%q limits the speed to %d", text, s.settings.SpeedLimit)
		}
		if s.settingsPage.speed.Text != text {
			t.Errorf("what was typed is gone: %q", s.settingsPage.speed.Text)
		}
	}
	s.settingsPage.speed.SetText("")
	s.write("3,5")
	s.key(fyne.KeyReturn)
	s.written("the speed", func(set home.Settings) bool { return set.SpeedLimit == 3_500_000 })
	if s.deps.Limit.BytesPerSecond() != 3_500_000 {
		t.Error("the limit does not hold")
	}
	s.tabTo("Speed limit: 3.5 MB/s")
	s.setLimit(500_000) // in the footer's menu
	s.tabTo("Speed limit: 500 kB/s")
}

// TestProxy takes the address of a proxy, by keys alone.
func TestProxy(t *testing.T) {
	s := newSettingsStage(t, nil)
	s.tabTo("Proxy")
	s.key(fyne.KeySpace)
	s.pick("keys", s.words.Text("ui.settings.proxy.manual"))
	for text, words := range map[string]string{
		"ftp://proxy.example": "ui.settings.proxy.refused", "http://": "ui.settings.proxy.refused", "": "ui.settings.proxy.refused",
		"http://proxy.example:99999": "ui.settings.proxy.refused", "proxy.example/path": "ui.settings.proxy.refused", "a b": "ui.settings.proxy.refused",
		"http://kay:secret@proxy.example": "ui.settings.proxy.password",
	} {
		s.settingsPage.address.SetText("")
		s.write(text)
		s.key(fyne.KeyReturn)
		s.reads(s.words.Text(words))
		if s.settingsPage.address.Text != text {
			t.Errorf("what was typed is gone: %q", s.settingsPage.address.Text)
		}
	}
	if s.network().Proxy == home.ProxyManual || s.settings.Proxy != home.ProxySystem {
		t.Fatal("the network was told of an address that is none")
	}

	s.refuse(kinded("no_connection"))
	s.settingsPage.address.SetText("")
	s.write("proxy.example:8080")
	s.key(fyne.KeyReturn)
	said := s.words.Problem(kinded("no_connection"), messages.Facts{}).Message()
	s.until("why it cannot be used", func() bool { return s.settingsPage.addressSays.Text() == said })
	if s.settings.Proxy != home.ProxySystem || s.settings.ProxyURL != "" || s.settingsPage.address.Text != "proxy.example:8080" {
		t.Fatalf("a proxy is kept that cannot be used: %q, or what was typed is gone: %q", s.settings.ProxyURL, s.settingsPage.address.Text)
	}

	s.refuse(nil)
	s.tabTo(s.words.Text("ui.settings.proxy.use"))
	s.key(fyne.KeyReturn)
	s.written("the proxy", func(set home.Settings) bool {
		return set.Proxy == home.ProxyManual && set.ProxyURL == "http://proxy.example:8080"
	})
	if got := s.network(); got.ProxyURL != "http://proxy.example:8080" || got.Proxy != home.ProxyManual {
		t.Errorf("the network goes by %q", got.ProxyURL)
	}
	s.reads(s.words.Text("ui.settings.proxy.used", "Address", "http://proxy.example:8080"))
}

// TestCertificates trusts a file with certificates beside the system's, and then no more.
func TestCertificates(t *testing.T) {
	s := newSettingsStage(t, nil)
	path := filepath.Join(t.TempDir(), "root.pem")
	s.refuse(kinded("certificate"))
	s.settingsPage.useCertificates(path)
	said := s.words.Problem(kinded("certificate"), messages.Facts{}).Message()
	s.until("why they cannot be used", func() bool { return s.settingsPage.certificatesSays.Text() == said })
	if s.settings.Certificates != "" {
		t.Fatal("a file is kept that cannot be used")
	}
	s.refuse(nil)
	s.settingsPage.useCertificates(path)
	s.written("the file", func(set home.Settings) bool { return set.Certificates == path })
	s.tabTo(s.words.Text("ui.settings.certificates.choose"))
	s.reads(path)
	s.tabTo(s.words.Text("ui.remove"))
	s.key(fyne.KeySpace)
	s.written("no file", func(set home.Settings) bool { return set.Certificates == "" })
	if s.network().Certificates != "" || strings.Contains(s.read(), path) {
		t.Error("the file is still trusted")
	}
}

// TestAccountsOfThePage removes an account that videos do not go to now, and offers to add one.
func TestAccountsOfThePage(t *testing.T) {
	s := twoStage(t, func(d *Deps, _ *practice.Options) { d.Environment = "nobody" })
	s.until("the settings", func() bool { return s.loaded })
	s.showSettings()
	s.tabTo(s.words.Text("ui.settings.accounts.remove", "Account", "merlin"))
	s.key(fyne.KeyReturn)
	s.answer(s.words.Text("ui.ask.sign_out.remove"))
	s.until("the sign-out", func() bool { return len(s.UI.accounts) == 1 })
	if all := s.read(); strings.Contains(all, "@merlin\n") || s.account.Name != "kay" {
		t.Errorf("the page says:\n%s", all)
	}
	s.tabTo(s.words.Text("ui.menu.add_account"))
	s.key(fyne.KeyReturn)
	if s.signing == nil {
		t.Fatal("no sign-in begins")
	}
	s.showSettings()
	s.key(fyne.KeyEscape)
	if !s.signing.shown() {
		t.Error("the way back from the settings does not lead to the sign-in")
	}
	s.key(fyne.KeyEscape)
	if s.page != nil || s.signing != nil {
		t.Error("Escape does not lead back")
	}
}

// TestRemoveEverything asks first, refuses while something is on its way, and writes no settings after all is gone.
func TestRemoveEverything(t *testing.T) {
	s := newSettingsStage(t, nil)
	folder := filepath.Dir(s.deps.Home.Paths()[0])
	s.UI.accounts = []upload.Account{{Name: "kay"}, {Name: "merlin"}}
	s.refreshAll()
	open := func() {
		s.tabTo(s.words.Text("ui.settings.delete_data"))
		s.key(fyne.KeyReturn)
	}
	v := readyVideo("one.mp4")
	v.state = uploading
	s.addCard(v)
	open()
	if s.asking != nil {
		t.Fatal("it asks although something is on its way")
	}
	s.reads(s.words.Text("ui.settings.delete_data.busy"))
	v.state = ready

	open()
	s.reads("@kay, @merlin")
	all := strings.ReplaceAll(s.read(), "\n", "")
	for _, path := range s.deps.Home.Paths() {
		if !strings.Contains(all, path) {
			t.Errorf("%s is not named in: %s", path, all)
		}
	}
	s.key(fyne.KeyReturn) // the answer that has the focus
	if s.asking != nil || s.deleted != 0 {
		t.Fatal("the answer that has the focus does not keep everything")
	}

	s.refuse(errors.New("the disk is full of doubt"))
	open()
	s.answer(s.words.Text("ui.ask.delete_data.remove"))
	said := s.words.Problem(s.refusal, messages.Facts{}).Message()
	s.until("why it was not removed", func() bool { return s.settingsPage.removeSays.Text() == said })
	if s.ctx.Err() != nil || !s.loaded {
		t.Fatal("the window goes on as if all were removed")
	}

	s.refuse(nil)
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	open()
	s.answer(s.words.Text("ui.ask.delete_data.remove"))
	s.until("the end", func() bool { return s.ctx.Err() != nil })
	s.Close()
	if _, err := os.Stat(filepath.Join(folder, "settings.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the settings are there again: %v", err)
	}
}
