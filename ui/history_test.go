package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hoist/ui/home"
	"hoist/ui/messages"
	"hoist/ui/widgets"
)

// entryOf is an upload of kay's that ended some time ago.
func entryOf(name, id string, ago, left time.Duration) home.Entry {
	now := time.Now()
	return home.Entry{
		Time: now.Add(-ago), Name: name, Path: filepath.Join(os.TempDir(), "gone", name), Bytes: 1_610_000_000, Account: "kay", MediaID: id,
		Expires: now.Add(left), Elapsed: time.Minute, Segments: 400,
	}
}

// withHistory opens a window whose earlier runs have uploaded something.
func withHistory(t *testing.T, entries ...home.Entry) *stage {
	t.Helper()
	s := newStage(t, nil)
	for _, e := range entries {
		if err := s.deps.Home.Remember(e); err != nil {
			t.Fatal(err)
		}
	}
	s.until("the settings", func() bool { return s.loaded })
	return s
}

// openHistory opens the page and waits for the list.
func (s *stage) openHistory() *historyPage {
	s.t.Helper()
	s.showHistory()
	s.until("the history", func() bool { return s.history.read })
	return s.history
}

// listed returns what the rows say, in their order.
func (p *historyPage) listed() (names []string) {
	for _, r := range p.rows[:p.used] {
		names = append(names, r.entry.Name)
	}
	return names
}

func TestHistory(t *testing.T) {
	practised := entryOf("sample.mp4", "1880000000000000003", 3*time.Hour, 20*time.Hour)
	practised.Practice, practised.Path = true, ""
	endless := entryOf("endless.mp4", "12", 4*time.Hour, 0)
	endless.Expires = time.Time{}
	late := entryOf("late.mp4", "1880000000000000005", 23*time.Hour, 30*time.Minute+30*time.Second)
	old := entryOf("interview.mov", "1790000000000009001", 50*time.Hour, -26*time.Hour)
	s := withHistory(t, old, entryOf("launch.mp4", "1880028106020515840", time.Minute, 23*time.Hour+41*time.Minute+30*time.Second), practised, endless, late)
	p := s.openHistory()
	now := time.Now()
	if got := p.listed(); !slices.Equal(got, []string{"launch.mp4", "sample.mp4", "endless.mp4", "late.mp4", "interview.mov"}) {
		t.Fatalf("it lists %q", got)
	}
	s.reads(s.words.Day(now.Add(-time.Minute), now), s.words.Day(old.Time, now), "launch.mp4", "1880…5840", "12",
		"Use within 23 h 41 min · uploaded "+now.Add(-time.Minute).Format("15:04")+" · @kay · 1.61 GB",
		s.words.Text("ui.history.practice"), s.words.Text("ui.history.ready")+" ·",
		s.words.Text("ui.history.expired.when", "Time", s.words.Clock(old.Expires, now)), "Use within 30 min")
	s.apart("the history")

	s.click(s.button(s.words.Text("ui.history.copy", "Name", "launch.mp4")))
	if got := s.app.Clipboard().Content(); got != "1880028106020515840" {
		t.Errorf("copied %q", got)
	}
	s.says(s.words.Text("ui.history.copied", "Name", "launch.mp4"))

	s.window.Canvas().Unfocus()
	s.key(fyne.KeyEscape)
	if s.page != nil {
		t.Error("Escape does not close it")
	}
	s.openHistory()
	s.showHistory()
	if s.page != nil {
		t.Error("a second call does not close it")
	}
	s.openHistory()
	s.press("ui.back")
	if s.page != nil {
		t.Error("Back does not close it")
	}
}

// TestHistoryOfNothing says what comes here, and offers nothing to clear.
func TestHistoryOfNothing(t *testing.T) {
	s := withHistory(t)
	p := s.openHistory()
	s.reads(s.words.Text("ui.history.empty"))
	if !p.clear.Disabled() || !p.export.Disabled() {
		t.Error("nothing can be cleared or exported")
	}
}

// TestHistoryIsSearched goes by name, account and media ID, as somebody types.
func TestHistoryIsSearched(t *testing.T) {
	other := entryOf("Teaser 15s.mp4", "1880000000000001122", time.Hour, time.Hour)
	other.Account = "heron"
	s := withHistory(t, entryOf("launch.mp4", "1880028106020515840", time.Minute, time.Hour), other)
	p := s.openHistory()
	s.window.Canvas().Focus(p.search)
	for typed, want := range map[string][]string{
		"teaser": {"Teaser 15s.mp4"}, "@HERON": {"Teaser 15s.mp4"}, "5840": {"launch.mp4"}, " mp4 ": {"launch.mp4", "Teaser 15s.mp4"}, "none": nil,
	} {
		p.search.SetText("")
		s.write(typed)
		if got := p.listed(); !slices.Equal(got, want) {
			t.Errorf("%q finds %q", typed, got)
		}
	}
	p.search.SetText("nothing of the kind")
	s.reads(s.words.Text("ui.history.empty.search", "Text", "nothing of the kind"))
	s.key(fyne.KeyEscape)
	if s.page != nil {
		t.Error("Escape does not close it while somebody searches")
	}
}

// TestUploadAgain takes the file of an entry in, and does not offer that for one that is in the queue.
func TestUploadAgain(t *testing.T) {
	path := noisy(t, "again.mp4", 1<<20)
	e := entryOf("again.mp4", "1880028106020515840", 48*time.Hour, -24*time.Hour)
	e.Path = path
	s := withHistory(t, e)
	s.openHistory()
	s.press("ui.history.again")
	s.until("the video", func() bool { return len(s.videos) == 1 && s.videos[0].state != checking })
	if s.page != nil || s.videos[0].path != path || s.videos[0].state != ready {
		t.Errorf("the queue has %+v", s.videos[0])
	}
	s.openHistory()
	if s.button(s.words.Text("ui.history.again")) != nil {
		t.Error("what is in the queue can be sent again")
	}
}

// TestUploadAgainStartsByItself uploads again without a further click, where videos start by themselves: also what is in
// the queue with a media ID that can still be used.
func TestUploadAgainStartsByItself(t *testing.T) {
	s := kays(t)
	s.drop(noisy(t, "again.mp4", 1<<20), clip(t, "other.mp4", 4096))
	s.start(s.videos[0])
	s.until("its end", func() bool { return s.videos[0].state == done })
	s.choose(s.videos[1])
	s.settings.StartByItself = true
	p := s.openHistory()
	s.until("its row", func() bool { return len(p.listed()) == 1 })
	s.press("ui.history.again")
	if s.page != nil || len(s.videos) != 3 || s.selected != s.videos[2] {
		t.Fatalf("the queue has %d videos", len(s.videos))
	}
	s.until("the end of the second", func() bool { return s.videos[2].state == done })
	if first, second := s.videos[0].progress.Result.MediaID, s.videos[2].progress.Result.MediaID; first == second {
		t.Errorf("both have the media ID %s", first)
	}
}

// TestHistoryKinds shows entries of one kind, together with what is searched for, and counts what expires meanwhile to the
// others.
func TestHistoryKinds(t *testing.T) {
	practised := entryOf("sample.mp4", "1880000000000000003", 3*time.Hour, -time.Hour)
	practised.Practice = true
	endless := entryOf("endless.mp4", "12", 4*time.Hour, 0)
	endless.Expires = time.Time{}
	s := withHistory(t, entryOf("old.mov", "1790000000000009001", 50*time.Hour, -26*time.Hour), endless, practised, entryOf("launch.mp4", "1880028106020515840", time.Minute, time.Hour))
	p := s.openHistory()
	choose := func(id string) {
		t.Helper()
		s.click(p.kinds)
		s.pick("mouse", s.words.Text(id))
	}
	for id, want := range map[string][]string{
		"ui.history.kind.all": {"launch.mp4", "sample.mp4", "endless.mp4", "old.mov"}, "ui.history.kind.ready": {"launch.mp4", "endless.mp4"},
		"ui.history.kind.expired": {"old.mov"}, "ui.history.kind.practice": {"sample.mp4"},
	} {
		choose(id)
		if got := p.listed(); !slices.Equal(got, want) || p.kinds.Chosen() != s.words.Text(id) || len(p.found) != len(want) {
			t.Errorf("%s: %q", id, got)
		}
	}
	choose("ui.history.kind.ready")
	p.search.SetText("launch")
	if got := p.listed(); !slices.Equal(got, []string{"launch.mp4"}) {
		t.Errorf("of those, it finds %q", got)
	}
	p.search.SetText("")
	later := s.now().Add(2 * time.Hour)
	s.now = func() time.Time { return later }
	s.refreshAll()
	if got := p.listed(); !slices.Equal(got, []string{"endless.mp4"}) {
		t.Errorf("two hours later: %q", got)
	}
	s.apart("the history")
	s.forgetAll(p, func(e home.Entry) bool { return e.Practice })
	choose("ui.history.kind.practice")
	s.reads(s.words.Text("ui.history.empty.kind"))
}

// forgetAll takes entries out of the history, and waits until they are gone from the page.
func (s *stage) forgetAll(p *historyPage, match func(home.Entry) bool) {
	s.t.Helper()
	p.forget(match, "ui.history.cleared")
	s.until("that they are gone", func() bool { return !slices.ContainsFunc(p.entries, match) })
}

// TestClearHistory asks first, and Escape keeps everything.
func TestClearHistory(t *testing.T) {
	s := withHistory(t, entryOf("launch.mp4", "1880028106020515840", time.Minute, time.Hour), entryOf("old.mp4", "1790000000000009001", 50*time.Hour, -26*time.Hour))
	p := s.openHistory()
	s.press("ui.history.clear")
	s.reads(s.words.Text("ui.history.ask.title"))
	if safe, ok := s.window.Canvas().Focused().(*widgets.Button); !ok || safe.AccessibilityLabel() != s.words.Text("ui.history.ask.keep") {
		t.Error("the answer that loses nothing does not have the focus")
	}
	s.answer(s.words.Text("ui.history.ask.keep"))
	if got := p.listed(); len(got) != 2 {
		t.Errorf("after Keep: %q", got)
	}
	s.press("ui.history.clear")
	s.answer(s.words.Text("ui.history.ask.expired"))
	s.until("that the expired one is gone", func() bool { return slices.Equal(p.listed(), []string{"launch.mp4"}) })
	practised := entryOf("sample.mp4", "1880000000000000003", time.Minute, time.Hour)
	practised.Practice = true
	if err := s.deps.Home.Remember(practised); err != nil {
		t.Fatal(err)
	}
	p.load()
	s.until("a practised one", func() bool { return len(p.listed()) == 2 })
	s.press("ui.history.clear")
	s.answer(s.words.Text("ui.history.ask.expired_practice"))
	s.until("that it is gone, too", func() bool { return slices.Equal(p.listed(), []string{"launch.mp4"}) })
	s.says(s.words.Text("ui.history.cleared.expired_practice"))
	s.press("ui.history.clear")
	s.answer(s.words.Text("ui.history.ask.all"))
	s.until("that all are gone", func() bool { return len(p.listed()) == 0 })
	s.says(s.words.Text("ui.history.cleared"))
	if left, err := s.deps.Home.History(); err != nil || len(left) != 0 {
		t.Errorf("on the disk: %v, %v", left, err)
	}
}

// TestDoneIsRemembered uploads, and finds it in the history that stands open.
func TestDoneIsRemembered(t *testing.T) {
	path := noisy(t, "one.mp4", 1<<20)
	s := newStage(t, nil)
	s.enterPractice(nil)
	s.until("practice mode", func() bool { return s.practice != nil })
	s.drop(path)
	p := s.openHistory()
	s.uploadAll()
	v := s.videos[0]
	s.until("its place in the history", func() bool { return len(p.listed()) == 1 })
	got := p.rows[0].entry
	r := v.progress.Result
	if v.state != done || got.MediaID != r.MediaID || !got.Practice || got.Path != path || got.Name != "one.mp4" || got.Segments != r.Segments ||
		got.Bytes != v.file.Bytes || time.Since(got.Time) > time.Minute {
		t.Errorf("in the history: %+v of %+v", got, r)
	}
	if !p.rows[0].Object.Visible() || s.button(s.words.Text("ui.history.again")) == nil {
		t.Error("it cannot be sent again")
	}
}

// TestHistoryThatCannotBeKept is said, and the upload is done all the same.
func TestHistoryThatCannotBeKept(t *testing.T) {
	s := newStage(t, nil)
	paths := s.deps.Home.Paths()
	file := paths[slices.IndexFunc(paths, func(p string) bool { return strings.HasSuffix(p, "history.jsonl") })]
	if err := os.MkdirAll(filepath.Join(file, "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	s.enterPractice(nil)
	s.until("practice mode", func() bool { return s.practice != nil })
	s.drop(noisy(t, "one.mp4", 1<<20))
	s.uploadAll()
	s.until("the answer", func() bool {
		return strings.Contains(s.frame.status.Text(), s.words.Text("problem.home_unwritable.title"))
	})
	if s.videos[0].state != done {
		t.Error("the upload is not done")
	}
	s.openHistory()
	s.reads(s.words.Text("problem.history_unreadable.title"))
}

// TestHistoryIsExported writes what is found, replaces what had the name, and says what does not work.
func TestHistoryIsExported(t *testing.T) {
	s := withHistory(t, entryOf("=launch.mp4", "1880028106020515840", time.Minute, time.Hour), entryOf("old.mp4", "1790000000000009001", time.Hour, -time.Hour))
	p := s.openHistory()
	p.search.SetText("launch")
	file := write(t, "table.csv", []byte("of before"))
	s.exportHistory(file, p.found)
	s.until("the table", func() bool {
		return s.frame.status.Text() == s.words.Count("ui.history.exported", 1, "File", "table.csv")
	})
	data, err := os.ReadFile(file)
	if text := string(data); err != nil || !strings.Contains(text, "1880028106020515840") || strings.Contains(text, "1790") || !strings.Contains(text, "'=launch") {
		t.Errorf("it wrote %q, %v", data, err)
	}
	s.exportHistory(filepath.Join(file, "table.csv"), p.found)
	s.until("why not", func() bool {
		return strings.Contains(s.frame.status.Text(), messages.Clean(filepath.Join(file, "table.csv"), 300))
	})
}

// TestHistoryReadsAgain keeps the countdown true and Tab in sight.
func TestHistoryReadsAgain(t *testing.T) {
	entries := []home.Entry{entryOf("soon.mp4", "1880028106020515840", 23*time.Hour, 50*time.Minute)}
	for n := range 30 {
		entries = append(entries, entryOf(fmt.Sprintf("old %d.mp4", n), fmt.Sprint(1790000000000000000+n), time.Duration(30+n)*time.Hour, -time.Hour))
	}
	s := withHistory(t, entries...)
	p := s.openHistory()
	p.rows[0].entry.Expires = time.Now().Add(-time.Second)
	s.refreshAll()
	s.reads(s.words.Text("ui.history.expired.when", "Time", s.words.Clock(p.rows[0].entry.Expires, time.Now())))
	s.settle()
	last := p.rows[p.used-1]
	for range 3 * len(entries) {
		s.window.Canvas().FocusNext()
		if b, ok := s.window.Canvas().Focused().(*widgets.Button); ok && b.AccessibilityLabel() == s.words.Text("ui.history.copy", "Name", last.entry.Name) {
			break
		}
	}
	if s.button(s.words.Text("ui.history.copy", "Name", last.entry.Name)) == nil || p.scroll.Offset.Y == 0 {
		t.Errorf("Tab reached the last row, which cannot be seen: offset %v", p.scroll.Offset.Y)
	}
}

// TestLongHistory opens with all that is ever kept, and shows more of it when asked.
func TestLongHistory(t *testing.T) {
	const all = 500
	var entries []home.Entry
	for n := range all {
		entries = append(entries, entryOf(fmt.Sprintf("film %03d.mp4", n), fmt.Sprint(1880000000000000000+n), time.Duration(n)*4*time.Hour, time.Hour))
	}
	s := withHistory(t, entries...)
	began := time.Now()
	p := s.openHistory()
	opened := time.Since(began)
	s.window.Canvas().Capture()
	t.Logf("opened with %d entries in %v, and painted in %v", len(p.entries), opened, time.Since(began))
	if p.used != historyStep || len(p.entries) != all {
		t.Fatalf("%d rows of %d", p.used, len(p.entries))
	}
	for p.used < all {
		was := p.used
		p.more.OnTapped()
		if p.used != was+historyStep {
			t.Fatalf("%d more rows", p.used-was)
		}
	}
	if strings.Contains(s.read(), s.words.Count("ui.history.more", historyStep)) {
		t.Error("there are still more")
	}
	began = time.Now()
	p.search.SetText("film 49")
	t.Logf("searched in %v", time.Since(began))
	if len(p.listed()) != 10 {
		t.Errorf("found %q", p.listed())
	}
}
