package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"hoist/ui/widgets"
	"hoist/upload"
)

// walkTab presses Tab until it comes around, and returns the names of all that it leads to.
func (s *stage) walkTab() []string {
	s.t.Helper()
	canvas := s.window.Canvas()
	canvas.Unfocus()
	canvas.FocusNext()
	first := canvas.Focused()
	var all []string
	for i := 0; i == 0 || canvas.Focused() != first; i++ {
		if i > 200 {
			s.t.Fatalf("Tab never comes around: %q", all)
		}
		all = append(all, named(canvas.Focused().(fyne.CanvasObject)))
		canvas.FocusNext()
	}
	return all
}

// leadsTo checks that Tab goes through all of these in this order, whatever lies between.
func (s *stage) leadsTo(where string, want ...string) {
	s.t.Helper()
	all := s.walkTab()
	at := 0
	for _, name := range all {
		if at < len(want) && name == want[at] {
			at++
		}
	}
	if at < len(want) {
		s.t.Errorf("%s: Tab does not lead to %q in its place: %q", where, want[at], all)
	}
	if all[0] != want[0] || all[len(all)-1] != want[len(want)-1] {
		s.t.Errorf("%s: Tab leads from %q to %q", where, all[0], all[len(all)-1])
	}
}

// TestTabGoesAsOneReads walks by Tab through the window, the history and the sign-in: what is above comes before what is
// below, and the footer last.
func TestTabGoesAsOneReads(t *testing.T) {
	s := pageStage(t, nil)
	text := func(id string) string { return s.words.Text(id) }
	s.UI.accounts = []upload.Account{{Name: "kestrelfilms"}}
	s.account = &s.UI.accounts[0]
	header := []string{"@kestrelfilms", text("ui.add"), text("ui.history"), text("ui.settings")}
	footer := text("ui.limit.off")
	page := func(where string, between ...string) {
		t.Helper()
		s.leadsTo(where, append(append(slices.Clone(header), between...), footer)...)
	}
	s.refreshAll()
	page("empty", text("ui.empty.choose"), text("ui.empty.folder"), text("ui.empty.paste"))

	s.welcomeScene()
	s.videos[0].state = failed
	s.videos[0].problem = &upload.Error{Kind: upload.FileChanged, File: s.videos[0].path, Segment: -1}
	s.refreshAll()
	card := func(i int) string { return named(s.cards[s.videos[i]]) }
	page("queue", text("ui.welcome.later"), text("ui.resume"), text("ui.queue.menu"), card(0), card(1), card(2), text("ui.retry_all"),
		s.details.notice.First().AccessibilityLabel())

	s.historyScene()
	if s.window.Canvas().Focused() != fyne.Focusable(s.history.search) {
		t.Error("the search has not the focus")
	}
	copyOf := func(name string) string { return s.words.Text("ui.history.copy", "Name", name) }
	page("history", text("ui.back"), text("ui.history.export"), text("ui.history.clear"), text("ui.history.search"),
		copyOf("Launch film – final v7.mp4"), text("ui.history.again"), copyOf("Behind the scenes.mov"), copyOf("Interview 02.mov"))
	s.showPage(nil)

	s.showSignIn("")
	s.signing.showKeys()
	page("sign-in", text("ui.back"), text("ui.sign_in.api_key"), text("ui.paste"), text("ui.reveal"), text("ui.sign_in.api_secret"), text("ui.copy"),
		text("ui.sign_in.by_pin"), text("ui.sign_in.next"))
	s.showPage(nil)
	s.showSettings()
	page("settings", text("ui.back"))
}

// TestTabShowsWhereItIs walks by Tab through all that can be used in the smallest window at 200 %, where nearly all of it
// has to be scrolled to: it is seen, with its outline.
func TestTabShowsWhereItIs(t *testing.T) {
	for name, scene := range map[string]func(*stage){
		"empty":    func(*stage) {},
		"welcome":  (*stage).welcomeScene,
		"segments": func(s *stage) { s.segmentsScene(); s.window.Resize(extremes[0]); s.goDeep(true) },
		"failed":   func(s *stage) { s.show(failedVideo()); s.window.Resize(extremes[0]); s.goDeep(true) },
		"checks":   func(s *stage) { s.wouldFailScene(); s.window.Resize(extremes[0]); s.showChecks(s.selected) },
		"done":     func(s *stage) { s.show(doneVideo("film.mp4")); s.window.Resize(extremes[0]); s.goDeep(true) },
		"many": func(s *stage) {
			var many []*video
			for range 30 {
				many = append(many, readyVideo("film.mp4"))
			}
			s.show(many...)
		},
		"history": (*stage).historyScene,
		"ways":    func(s *stage) { s.signInScene() },
		"keys":    func(s *stage) { s.signInScene(); s.signing.showTokens() },
		"pin":     func(s *stage) { s.waitScene(true) },
		"question": func(s *stage) {
			s.uploadingScene()
			s.window.Resize(extremes[0])
			s.askRemove(s.selected)
		},
		"settings": func(s *stage) { s.showSettings() },
		"about":    func(s *stage) { s.showAbout() },
		"update":   (*stage).updateScene,
		"settings_update": func(s *stage) {
			s.showSettings()
			s.settingsPage.version.tell(release(0, 2, 0), nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := pageStage(t, nil)
			scene(s)
			s.window.Resize(extremes[0])
			s.settle()
			canvas := s.window.Canvas()
			canvas.Unfocus()
			seen := map[fyne.Focusable]bool{}
			for canvas.FocusNext(); !seen[canvas.Focused()]; canvas.FocusNext() {
				seen[canvas.Focused()] = true
				s.focusIsSeen(t)
			}
			least := map[string]int{"question": 3, "many": 60}[name]
			if len(seen) < max(5, least) && least < 5 && name != "question" || len(seen) < least {
				t.Errorf("Tab leads to %d things", len(seen))
			}
		})
	}
}

// focusIsSeen checks that what has the focus can be seen whole, with the outline around it. Of what is higher than its
// page there is at least as much as the page is high.
func (s *stage) focusIsSeen(t *testing.T) {
	t.Helper()
	o := s.window.Canvas().Focused().(fyne.CanvasObject)
	all := s.look()
	at := slices.IndexFunc(all, func(x seen) bool { return x.object == o })
	if at < 0 {
		t.Errorf("%q has the focus and cannot be seen", named(o))
		return
	}
	x, outline := all[at], float32(0)
	switch o.(type) {
	case *widgets.Button, *widgets.Select:
		outline = 4
	}
	whole := area{x.whole.left - outline, x.whole.top - outline, x.whole.right + outline, x.whole.bottom + outline}
	for _, around := range all[:at] { // what lies around it comes before it
		scroll, ok := around.object.(*container.Scroll)
		if !ok || !widgets.Shown(scroll, o) {
			continue
		}
		high := o.Size().Height > around.part.bottom-around.part.top
		part := whole.and(around.part)
		cut := max(whole.right-whole.left-part.right+part.left, whole.bottom-whole.top-part.bottom+part.top)
		if cut > 1.5 && !high || part.empty() { // settle resizes the window by 1, which a page at its end goes along with
			t.Errorf("%q has the focus at %v, of which %v is cut off", named(o), whole, around.part)
		}
	}
}

// TestFocusGoesWithTheSelection selects by arrows and by mouse while a card has the focus: keys that follow mean the card
// that is selected.
func TestFocusGoesWithTheSelection(t *testing.T) {
	s := newStage(t, nil)
	s.show(readyVideo("one.mp4"), readyVideo("two.mp4"), readyVideo("three.mp4"))
	focused := func() *video { return s.focusedVideo() }
	for _, way := range []func(){
		func() { s.shortcut(fyne.Key1, fyne.KeyModifierShortcutDefault) },
		func() { s.key(fyne.KeyF6, fyne.KeyF6) },
	} {
		s.choose(s.videos[0])
		way()
		if focused() != s.videos[0] {
			t.Fatal("no card has the focus")
		}
		s.key(fyne.KeyDown)
		if s.selected != s.videos[1] || focused() != s.videos[1] {
			t.Fatal("the focus does not go with the selection")
		}
		s.window.Canvas().Unfocus()
	}
	s.goTo(areaQueue)
	s.key(fyne.KeyDelete) // the second, with the focus on its card
	if len(s.videos) != 2 || s.videos[0].name != "one.mp4" || s.videos[1].name != "three.mp4" || focused() != s.selected {
		t.Errorf("the key meant another card: %q left", s.names())
	}
	s.window.Canvas().FocusNext()
	s.window.Canvas().FocusPrevious()
	s.window.Canvas().FocusPrevious()
	for focused() != s.videos[0] { // Tab leads to another card than the selected one
		s.window.Canvas().FocusPrevious()
	}
	s.key(fyne.KeyDown)
	if s.selected != s.videos[1] || focused() != s.videos[1] {
		t.Error("the arrow does not go on from the card that has the focus")
	}
	s.click(s.cards[s.videos[0]])
	if now := focused(); s.selected != s.videos[0] || now != nil && now != s.selected {
		t.Error("the focus stays behind a click")
	}
	s.window.Canvas().Unfocus()
	s.key(fyne.KeyDown)
	if s.window.Canvas().Focused() != nil || s.selected != s.videos[1] {
		t.Error("a card takes the focus that nobody gave it")
	}
}

// TestKeysWorkAnywhere uses the keys that are said to work anywhere while a page covers the queue, and while a question
// does, where they wait.
func TestKeysWorkAnywhere(t *testing.T) {
	mod := fyne.KeyModifierShortcutDefault
	pages := map[string]func(*stage){
		"settings": func(s *stage) { s.showSettings() },
		"history":  (*stage).historyScene,
		"sign-in":  func(s *stage) { s.showSignIn("") },
	}
	for name, show := range pages {
		t.Run(name, func(t *testing.T) {
			s := pageStage(t, nil)
			s.UI.accounts = []upload.Account{{Name: "merlinclips"}}
			s.show(readyVideo("a.mp4"), pausedVideo())
			show(s)
			page := s.page
			s.shortcut(fyne.KeyP, mod)
			s.says(s.words.Text("ui.status.whose", "Account", "kestrelfilms")) // it is this that keeps it from going on
			s.shortcut(fyne.KeyL, mod)
			if s.window.Canvas().Overlays().Top() == nil {
				t.Error("Ctrl+L does not show the limits")
			}
			s.shortcut(fyne.KeyComma, mod)
			if s.page != page {
				t.Error("the keys of the window work while a menu is open")
			}
			s.key(fyne.KeyEscape)
			s.window.Canvas().Unfocus()
			var areas []fyne.Focusable
			for range 3 {
				s.key(fyne.KeyF6)
				areas = append(areas, s.window.Canvas().Focused())
			}
			if areas[0] != fyne.Focusable(s.frame.account) || areas[1] != firstIn(page) || areas[2] != fyne.Focusable(s.frame.limit) {
				t.Errorf("F6 leads to %T, %T, %T", areas[0], areas[1], areas[2])
			}
			s.shortcut(fyne.Key1, mod)
			if s.page != nil || s.focusedVideo() != s.selected {
				t.Error("Ctrl+1 does not lead to the queue")
			}
			show(s)
			s.shortcut(fyne.Key2, mod)
			if s.page != nil || s.window.Canvas().Focused() != s.details.first() {
				t.Error("Ctrl+2 does not lead to the details")
			}
		})
	}
}

// TestQuestionHoldsTheKeys presses keys that put something into the queue or on the clipboard under a question.
func TestQuestionHoldsTheKeys(t *testing.T) {
	s := newStage(t, nil)
	s.show(doneVideo("film.mp4"))
	s.ask("Really?", "", choice{"Yes", widgets.ButtonPrimary, nil})
	s.window.Canvas().Unfocus()
	s.deps.App.Clipboard().SetContent("/nowhere/film.mp4")
	s.status("")
	press := func(key string) {
		for shortcut, do := range s.standards() {
			if shortcut.ShortcutName() == key {
				s.free(do)
			}
		}
	}
	press("Paste")
	press("Copy")
	if got := s.deps.App.Clipboard().Content(); got != "/nowhere/film.mp4" || s.frame.status.Text() != "" {
		t.Errorf("the clipboard has %q, and the window says %q", got, s.frame.status.Text())
	}
	s.dismiss()
	press("Copy")
	if s.deps.App.Clipboard().Content() != "1880028106020515840" {
		t.Error("nor do they work after it")
	}
}

// TestPagesGiveTheFocusBack opens pages with the focus somewhere, and leaves them again.
func TestPagesGiveTheFocusBack(t *testing.T) {
	s := pageStage(t, nil)
	s.show(readyVideo("one.mp4"), readyVideo("two.mp4"))
	s.goTo(areaDetails)
	was := s.window.Canvas().Focused()
	s.showSettings()
	s.tabTo(s.words.Text("ui.settings.help.keys"))
	onSettings := s.window.Canvas().Focused()
	s.key(fyne.KeyReturn)
	s.key(fyne.KeyEscape)
	if s.window.Canvas().Focused() != onSettings {
		t.Errorf("back on the settings %T has the focus", s.window.Canvas().Focused())
	}
	s.key(fyne.KeyEscape)
	if s.window.Canvas().Focused() != was {
		t.Errorf("back on the queue %T has the focus", s.window.Canvas().Focused())
	}
	s.goTo(areaQueue)
	s.showHistory()
	s.remove(s.videos[0])
	s.key(fyne.KeyEscape)
	if s.focusedVideo() != s.selected || s.selected == nil {
		t.Error("the focus does not go to the card in the place of one that went")
	}
}

// TestSignInOutlivesOtherPages leaves the sign-in for other pages and for the queue: what was typed is there afterwards,
// and a browser that was opened can come back all the while.
func TestSignInOutlivesOtherPages(t *testing.T) {
	s := signInStage(t)
	s.until("the settings", func() bool { return s.loaded && s.known })
	s.drop(clip(t, "one.mp4", 4096))
	s.onSignIn()
	s.signing.showKeys()
	s.write("the key")
	for name, leave := range map[string]func(){
		"the keys":    func() { s.key(fyne.KeyF1); s.key(fyne.KeyEscape) },
		"settings":    func() { s.shortcut(fyne.KeyComma, fyne.KeyModifierShortcutDefault); s.press("ui.back") },
		"the history": func() { s.showHistory(); s.key(fyne.KeyEscape) },
		"more pages": func() {
			s.showHistory()
			s.showKeys()
			s.showSettings()
			s.key(fyne.KeyEscape, fyne.KeyEscape, fyne.KeyEscape)
		},
		"the queue": func() { s.shortcut(fyne.Key1, fyne.KeyModifierShortcutDefault); s.onSignIn() },
	} {
		leave()
		if !s.signing.shown() || s.signing.key.Text != "the key" {
			t.Fatalf("%s: the sign-in is gone", name)
		}
		if s.window.Canvas().Focused() != fyne.Focusable(s.signing.key) {
			t.Errorf("%s: the field has lost the focus", name)
		}
	}
	s.key(fyne.KeyEscape)
	s.signing.showTokens()
	if s.signing.key.Text != "the key" {
		t.Error("the step before has forgotten the key")
	}
	s.signing.showKeys()
	s.signing.secret.SetText("the secret")
	s.signing.beginWith(false)
	s.until("the wait for the browser", func() bool { return s.signing.awaited })
	s.showSettings()
	s.accounts.pages[0].browser <- good
	s.until("the sign-in", func() bool { return s.account != nil })
	if !s.shows(s.words.Text("ui.settings.title")) {
		t.Error("the sign-in takes the place of the page that is read")
	}
	s.until("the password store", func() bool { return len(s.accounts.keptNames()) == 1 })
	s.key(fyne.KeyEscape)
	if !s.signing.shown() || s.signing.result == nil {
		t.Error("the way back does not lead to what was granted")
	}
}

// hasWords reports whether an object says something to assistive tools, and that it should.
func (s *stage) hasWords(o fyne.CanvasObject) (label string, ours bool) {
	a, ok := o.(fyne.Accessible)
	if _, box := o.(*fyne.Container); box || !ok {
		return "", false
	}
	return a.AccessibilityLabel(), true
}

// TestEverythingHasWords reads out all that can be seen on pages that have every widget: none of it is nameless.
func TestEverythingHasWords(t *testing.T) {
	for name, scene := range map[string]func(*stage){
		"empty": func(*stage) {}, "practice": (*stage).practise, "welcome": (*stage).welcomeScene, "segments": (*stage).segmentsScene,
		"failed": func(s *stage) { s.show(failedVideo(), readyVideo("b.mp4")) }, "done": func(s *stage) { s.show(doneVideo("film.mp4")) },
		"history": (*stage).historyScene, "ways": (*stage).waysScene, "keys": func(s *stage) { s.signInScene(); s.signing.showTokens() },
		"elsewhere": func(s *stage) { s.waitScene(false); s.press("ui.sign_in.elsewhere") }, "pin": func(s *stage) { s.waitScene(true) },
		"granted": func(s *stage) { s.doneScene("read", nil) }, "settings": func(s *stage) { s.showSettings() }, "about": func(s *stage) { s.showAbout() },
		"update": (*stage).updateScene,
	} {
		t.Run(name, func(t *testing.T) {
			s := pageStage(t, nil)
			scene(s)
			s.window.Resize(fyne.NewSize(1080, 2400)) // all of a page
			count := 0
			for _, x := range s.look() {
				if label, ours := s.hasWords(x.object); ours {
					count++
					if _, avatar := x.object.(*widgets.Avatar); label == "" && !avatar { // whose name stands beside it, or nobody's
						t.Errorf("%T at %v says nothing", x.object, x.whole)
					}
				}
			}
			if count < 10 {
				t.Errorf("only %d things say something", count)
			}
		})
	}
}
