package ui

import (
	"os"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"hoist/ui/home"
	"hoist/upload"
	"hoist/upload/practice"
)

// left is what an earlier run left of a file: half of four segments.
func left(path, account, baseURL, id string) upload.Unfinished {
	info, err := os.Stat(path)
	if err != nil {
		panic(err)
	}
	size := (info.Size() + 3) / 4
	return upload.Unfinished{
		MediaID: id, File: path, Account: account, API: upload.V2, BaseURL: baseURL, Category: upload.TweetVideo, Bytes: info.Size(),
		Sent: 2 * size, SegmentBytes: size, Expires: time.Now().Add(20 * time.Hour), ModTime: info.ModTime(), Taken: []int{0, 1},
	}
}

// restartStage opens the window of kay after an earlier run. list is what that left at kay's X.
func restartStage(t *testing.T, list func(baseURL string) []upload.Unfinished) *stage {
	t.Helper()
	var all []upload.Unfinished
	s := newStage(t, func(d *Deps, o *practice.Options) {
		x := startX(t, *o)
		d.Accounts.(*fakeAccounts).current = &upload.Account{Name: "kay", API: upload.V2, BaseURL: x.URL(), Sign: signer(x.Keys())}
		all = list(x.URL())
		d.Unfinished = func() ([]upload.Unfinished, error) { return all, nil }
	})
	s.until("the account and the journals", func() bool {
		return s.account != nil && (len(s.videos) > 0 || len(all) == 0) && s.loaded
	})
	return s
}

// TestWelcomeBack shows what was interrupted at the top of the queue, oldest first, without what somebody works on and
// what makes no sense.
func TestWelcomeBack(t *testing.T) {
	one, two, busy := noisy(t, "one.mp4", 4<<20), noisy(t, "two.mp4", 1<<20), noisy(t, "busy.mp4", 1<<20)
	s := restartStage(t, func(at string) []upload.Unfinished {
		inUse, broken, zero := left(busy, "kay", at, "3"), left(busy, "kay", at, "4"), left(busy, "kay", at, "5")
		inUse.InUse, broken.Taken, zero.SegmentBytes = true, []int{0, 4}, 0
		return []upload.Unfinished{left(one, "kay", at, "1"), inUse, broken, zero, left(two, "kay", at, "2")}
	})
	if got := s.names(); !slices.Equal(got, []string{"one.mp4", "two.mp4"}) || s.selected != s.videos[0] {
		t.Fatalf("the queue has %q", got)
	}
	v := s.videos[0]
	if s.button(s.words.Text("ui.welcome.resume_all")) == nil {
		t.Error("it does not offer to resume them")
	}
	s.reads(s.words.Count("ui.welcome", 2),
		s.words.Text("ui.card.paused.until", "Percent", "50 %", "Time", s.words.Clock(v.progress.Expires, time.Now())),
		s.words.Text("ui.details.paused.body", "Size", s.words.Bytes(v.progress.Confirmed)))
	if v.job != nil || v.progress.Confirmed != 2*v.progress.SegmentBytes {
		t.Errorf("job %v, %d confirmed", v.job, v.progress.Confirmed)
	}
	s.drop(two)
	s.says(s.words.Text("ui.status.already", "Name", "two.mp4"))
	if s.selected != s.videos[1] || len(s.videos) != 2 {
		t.Error("the card of the dropped file is not selected")
	}
	s.press("ui.welcome.later")
	if s.frame.news.Visible() || len(s.interrupted()) != 2 {
		t.Error("Not now did more or less than to hide the words")
	}
	s.askRemove(v)
	s.reads(s.words.Text("ui.ask.stop.title.paused", "Name", "one.mp4"))
	s.answer(s.words.Text("ui.remove"))
	s.until("that its journal is deleted", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return slices.Equal(s.discarded, []string{"1"}) || s.nudge()
	})
	if got := s.names(); !slices.Equal(got, []string{"two.mp4"}) {
		t.Errorf("the queue has %q", got)
	}
}

// TestEscapeHidesTheWelcome leaves everything else as it is.
func TestEscapeHidesTheWelcome(t *testing.T) {
	path := noisy(t, "one.mp4", 1<<20)
	s := restartStage(t, func(at string) []upload.Unfinished { return []upload.Unfinished{left(path, "kay", at, "1")} })
	s.reads(s.words.Count("ui.welcome", 1))
	s.window.Canvas().Unfocus()
	s.key(fyne.KeyEscape)
	if s.frame.news.Visible() || len(s.interrupted()) != 1 {
		t.Error("Escape did more or less than to hide the words")
	}
}

// TestInterruptedAndLost resumes an upload of which nothing is left, by Space: it says so, and starts again.
func TestInterruptedAndLost(t *testing.T) {
	path := noisy(t, "one.mp4", 1<<20)
	s := restartStage(t, func(at string) []upload.Unfinished { return []upload.Unfinished{left(path, "kay", at, "1")} })
	v := s.videos[0]
	s.window.Canvas().Unfocus()
	s.key(fyne.KeySpace)
	s.until("the answer", func() bool { return v.state == failed })
	s.reads(s.words.Text("problem.not_unfinished.title"))
	s.press("ui.start_again")
	s.until("its end", func() bool { return v.state == done })
	if v.earlier != nil || v.progress.Result.MediaID == "1" || len(s.discarded) != 1 {
		t.Errorf("it ended as %+v", v.progress.Result)
	}
}

// TestInterruptedOfAnother does not resume what belongs to another account, and says so.
func TestInterruptedOfAnother(t *testing.T) {
	path, elsewhere := noisy(t, "one.mp4", 1<<20), noisy(t, "two.mp4", 1<<20)
	s := restartStage(t, func(at string) []upload.Unfinished {
		return []upload.Unfinished{left(path, "merlin", at, "1"), left(elsewhere, "kay", "https://example.com", "2")}
	})
	s.reads(s.words.Text("ui.details.whose", "Account", "merlin"))
	s.press("ui.welcome.resume_all")
	if s.videos[0].state != paused || s.videos[0].job != nil || s.videos[1].job != nil {
		t.Error("it was resumed all the same")
	}
	s.choose(s.videos[1])
	s.reads(s.words.Text("ui.details.elsewhere"))
}

// TestInterruptedAndNobodySignedIn asks for a sign-in first, and goes on after it.
func TestInterruptedAndNobodySignedIn(t *testing.T) {
	path := noisy(t, "one.mp4", 1<<20)
	s := restartStage(t, func(at string) []upload.Unfinished { return []upload.Unfinished{left(path, "kay", at, "1")} })
	s.UI.accounts, s.account = nil, nil
	s.refreshAll()
	v := s.videos[0]
	s.press("ui.resume")
	s.signIn()
	s.until("that it was tried", func() bool { return v.state == failed }) // nothing is left of it
}

// TestExpiredAndChanged starts again what X no longer keeps, at the start and while the window stands open.
func TestExpiredAndChanged(t *testing.T) {
	one, two := noisy(t, "one.mp4", 1<<20), noisy(t, "two.mp4", 1<<20)
	s := restartStage(t, func(at string) []upload.Unfinished {
		late, soon := left(one, "kay", at, "1"), left(two, "kay", at, "2")
		late.Expires = time.Now().Add(-time.Hour)
		return []upload.Unfinished{late, soon}
	})
	first, second := s.videos[0], s.videos[1]
	s.reads(s.words.Count("ui.welcome", 1), s.words.Text("problem.expired.why.when", "At", s.words.Clock(first.progress.Expires, time.Now())))
	if first.state != failed || second.state != paused {
		t.Fatalf("they are %d and %d", first.state, second.state)
	}
	s.press("ui.start_again")
	s.until("its end", func() bool { return first.state == done })
	if !slices.Equal(s.discarded, []string{"1"}) {
		t.Errorf("discarded: %q", s.discarded)
	}
	s.expire(second.progress.Expires.Add(-time.Second))
	if second.state != paused {
		t.Error("it expired too early")
	}
	s.expire(second.progress.Expires.Add(time.Second))
	s.refreshAll()
	s.choose(second)
	s.reads(s.words.Text("problem.expired.title"))
}

// TestAfterARestart closes the window in the middle of an upload, and resumes it in another one.
func TestAfterARestart(t *testing.T) {
	x := startX(t, practice.Options{RateMbit: 8, Processing: []practice.ProcessingStep{}})
	folder, path := t.TempDir(), noisy(t, "clip.mp4", 4<<20)
	open := func() *stage {
		return newStage(t, func(d *Deps, _ *practice.Options) {
			d.Accounts.(*fakeAccounts).current = &upload.Account{Name: "kay", BaseURL: x.URL(), SegmentBytes: 128 << 10, Sign: signer(x.Keys())}
			d.Engine = func(a upload.Account, _ home.Settings) (*upload.Engine, error) {
				return upload.New(a, upload.Options{AtOnce: 1, Journals: folder})
			}
			d.Unfinished = func() ([]upload.Unfinished, error) { return upload.ListUnfinished(folder) }
			d.Discard = func(id string) error { return upload.Discard(folder, id) }
		})
	}
	s := open()
	s.until("the account", func() bool { return s.account != nil })
	s.drop(path)
	s.start(s.videos[0])
	s.untilBegun(s.videos[0])
	id := s.videos[0].progress.MediaID
	s.onClose()
	s.answer(s.words.Text("ui.ask.close.close"))
	s.Close()

	s = open()
	s.until("the account and the journal", func() bool { return s.account != nil && len(s.videos) == 1 })
	v := s.videos[0]
	if v.state != paused || v.progress.MediaID != id || v.progress.Confirmed == 0 {
		t.Fatalf("it is %d with %d bytes of %s", v.state, v.progress.Confirmed, v.progress.MediaID)
	}
	s.press("ui.resume")
	s.until("its end", func() bool { return v.state == done || v.state == failed })
	if v.state != done || v.progress.Result.MediaID != id || v.progress.Result.Earlier == 0 {
		t.Fatalf("it ended as %+v, %v", v.progress.Result, v.problem)
	}
	s.arrived(x, v)
	if left, err := upload.ListUnfinished(folder); len(left) != 0 || err != nil {
		t.Errorf("left: %v, %v", left, err)
	}
}
